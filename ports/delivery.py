"""Bringing results to disk."""

from collections.abc import Sequence
from typing import Protocol

from imastudio.domain.orders import Media


class Delivery(Protocol):
    """Fetches results whole or not at all."""

    async def check(self, into: str) -> None:
        """Raise WishRefused (FOLDER_CLOSED) where the place `into`, a folder or a new file in one, takes nothing."""

    async def fetch(
        self, medias: Sequence[Media], into: str, name: str, *, limit_bytes: int | None = None
    ) -> tuple[str, ...]:
        """Fetch every media into the folder `into` and return the paths, in order.

        Files are named after `name` (made safe; `{n}` in it is each one's number; a media suffix makes it the one file's own),
        never overwrite another, and appear only when complete; what an earlier call fetched under the same name is kept.
        Raises ServiceUnavailable (DELIVERY_FAILED), also for one that has more than `limit_bytes`.
        """

    async def has(self, paths: Sequence[str], into: str | None = None) -> bool:
        """Tell whether all of these files are still there: with `into`, whether at that place, however that is spelled."""
