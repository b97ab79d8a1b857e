"""Bringing results to disk."""

from collections.abc import Sequence
from typing import Protocol

from imastudio.domain.orders import Media


class Delivery(Protocol):
    """Fetches results whole or not at all."""

    async def check(self, into: str) -> None:
        """Tell before anything is paid whether the place `into`, a folder or one file in it, takes what is to come.

        Raises WishRefused (FOLDER_CLOSED), also for a file that is there already.
        """
        ...

    async def fetch(
        self, medias: Sequence[Media], into: str, name: str, *, limit_bytes: int | None = None
    ) -> tuple[str, ...]:
        """Fetch every media into the folder `into` and return the paths, in order.

        Files are named after `name` (made safe; `{n}` in it stands for each one's number), never overwrite another, and appear
        only when complete; a media fetched by an earlier call under the same name is kept. A `name` with a media suffix is
        that of the one file that is wanted.
        Raises ServiceUnavailable (DELIVERY_FAILED), also for one that has more than `limit_bytes`.
        """
        ...

    async def has(self, paths: Sequence[str], into: str | None = None) -> bool:
        """Tell whether all of these files, once fetched, are still there: with `into`, whether at that place.

        A place is the same where it is the same on the disk, however it is spelled.
        """
        ...
