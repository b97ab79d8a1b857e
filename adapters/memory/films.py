"""Films that are only planned: remembers each edit and the path it was to have."""

from fractions import Fraction

from imastudio.domain.works import Edit, FilmNotMade, Measured

SHOT = Measured(width=320, height=180, frames=120, rate=Fraction(24), seconds=5.0)
SOUND = Measured(sound_seconds=30.0)


class MemoryFilms:
    """Measures every file as `measures` says, else as a shot of five seconds or a sound of thirty, and makes no film.

    `edits` are those that were made, by path. With `broken`, none can be; without `available`, there is nothing to make one.
    """

    def __init__(self) -> None:
        """Begin with nothing measured."""
        self.measures: dict[str, Measured | None] = {}
        self.edits: dict[str, Edit] = {}
        self.missing: set[str] = set()
        self.broken = False
        self.available = True

    def exists(self, path: str) -> bool:
        """Tell whether a film was made there, or a part is not missing."""
        return path not in self.missing and (path in self.edits or not path.endswith("film.mp4"))

    async def measure(self, path: str) -> Measured | None:
        """Return what is said of a file."""
        return self.measures.get(path, SOUND if path.endswith(".mp3") else SHOT)

    async def make(self, edit: Edit, into: str) -> None:
        """Remember the edit. Raises FilmNotMade where that is wanted."""
        if self.broken:
            raise FilmNotMade("broken")
        self.edits[into] = edit
