"""Bringing results to disk."""

from collections.abc import Sequence
from typing import Protocol

from imastudio.domain.orders import Media


class Delivery(Protocol):
    """Fetches results whole or not at all."""

    async def check(self, into: str) -> None:
        """Tell before anything is paid whether the folder `into` takes files. Raises WishRefused (FOLDER_CLOSED)."""
        ...

    async def fetch(self, medias: Sequence[Media], into: str, name: str) -> tuple[str, ...]:
        """Fetch every media into the folder `into` and return the paths, in order.

        Files are named after `name` (made safe), never overwrite another, and appear only when complete; a media fetched
        by an earlier call under the same name is kept. Raises ServiceUnavailable (DELIVERY_FAILED).
        """
        ...

    async def has(self, paths: Sequence[str]) -> bool:
        """Tell whether all of these files, once fetched, are still there."""
        ...
