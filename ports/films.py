"""Films: measure what was made, and lay it together. Costs nothing and asks nobody."""

from typing import Protocol

from imastudio.domain.works import Edit, Measured


class Films(Protocol):
    """Makes films."""

    @property
    def available(self) -> bool:
        """Tell whether films can be made here at all."""

    def exists(self, path: str) -> bool:
        """Tell whether there is a file at `path`."""

    async def measure(self, path: str) -> Measured | None:
        """Return what is measured of a file, decoding the whole of it; None where nothing in it can be read."""

    async def make(self, edit: Edit, into: str) -> None:
        """Write the film as the file `into`, whole or not at all. Raises FilmNotMade."""
