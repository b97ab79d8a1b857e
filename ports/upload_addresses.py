"""Remembering where an account's uploads lie, so that the same bytes are not uploaded twice."""

from typing import Protocol


class UploadAddresses(Protocol):
    """Addresses by the digest of what lies there. It is a convenience: nothing raises, and what is lost is uploaded again."""

    async def find(self, digest: str) -> str | None:
        """Return the address that was kept last, None where there is none or it is too old."""

    async def keep(self, digest: str, address: str) -> None:
        """Keep an address, in place of an older one."""

    async def drop(self, digest: str) -> None:
        """Forget the address: it is no longer good."""

    async def clear(self) -> None:
        """Forget all addresses of the account."""
