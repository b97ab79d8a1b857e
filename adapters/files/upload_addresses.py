"""Addresses of uploads, one small file each, by account and digest: no lock is needed, and damage costs one upload.

Rules: for this user alone (0600); an address is kept for thirty days at most; what can't be written is left.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from imastudio.adapters.files.atomic import replace_file
from imastudio.adapters.system.paths import make_private_folder

KEPT_S = 30 * 24 * 3600.0
_MAX_ENTRY_BYTES = 8192


class FileUploadAddresses:
    """The `UploadAddresses` port, in a folder. `now` tells the instant in seconds."""

    def __init__(self, folder: Path, *, now: Callable[[], float]) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._now = now

    async def find(self, digest: str) -> str | None:
        """Return the address that was kept last, None where there is none or it is too old."""
        return await asyncio.to_thread(self._find, digest)

    async def keep(self, digest: str, address: str) -> None:
        """Keep an address; what is too old goes."""
        await asyncio.to_thread(self._keep, digest, address)

    async def drop(self, digest: str) -> None:
        """Forget the address."""
        await asyncio.to_thread(self._drop, self._folder / digest)

    async def clear(self) -> None:
        """Forget all addresses of the account."""
        await asyncio.to_thread(self._clear)

    def _find(self, digest: str) -> str | None:
        path = self._folder / digest
        try:
            with path.open("rb") as file:
                at, _, address = file.read(_MAX_ENTRY_BYTES).decode().partition(" ")
            fresh = abs(self._now() - float(at)) < KEPT_S  # a clock that was set back does no harm
        except (OSError, ValueError):
            return None
        return address if fresh and address else None

    def _keep(self, digest: str, address: str) -> None:
        with suppress(OSError):
            make_private_folder(self._folder)
            for path in self._folder.iterdir():
                if not path.name.startswith(".") and self._find(path.name) is None:
                    self._drop(path)
            replace_file(self._folder / digest, f"{self._now()!r} {address}".encode())

    def _clear(self) -> None:
        with suppress(OSError):
            for path in self._folder.iterdir():
                self._drop(path)

    def _drop(self, path: Path) -> None:
        with suppress(OSError):
            path.unlink(missing_ok=True)
