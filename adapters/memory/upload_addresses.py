"""Addresses of uploads that are remembered as long as the process lives."""


class MemoryUploadAddresses:
    """The `UploadAddresses` port, in memory. `kept` maps a digest to an address."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def find(self, digest: str) -> str | None:
        """Return the address that was kept last."""
        return self.kept.get(digest)

    async def keep(self, digest: str, address: str) -> None:
        """Keep an address."""
        self.kept[digest] = address

    async def drop(self, digest: str) -> None:
        """Forget the address."""
        self.kept.pop(digest, None)

    async def clear(self) -> None:
        """Forget all."""
        self.kept.clear()
