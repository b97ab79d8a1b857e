"""Where the skills lie in the package, and copying them to where an agent looks for them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parent
NAMES = ("ima-all-ai", "ima-nano-banana")


class Occupied(Exception):
    """A file of another content lies where a skill's would go."""

    def __init__(self, path: Path) -> None:
        """Keep the path."""
        super().__init__(str(path))
        self.path = path


def files(name: str) -> Iterator[Path]:
    """Yield the files of a skill, relative to its folder."""
    for path in sorted((HOME / name).rglob("*")):
        if path.is_file() and path.suffix in {".md", ".py"}:
            yield path.relative_to(HOME / name)


def install(name: str, into: Path, *, force: bool = False) -> list[Path]:
    """Copy a skill into the folder `into` and return the paths of its files.

    Nothing is written where a file of another content is in the way (Occupied), unless `force` is set. Raises OSError.
    """
    plan = [(HOME / name / file, into / name / file) for file in files(name)]
    for source, target in plan:
        if not force and target.exists() and target.read_bytes() != source.read_bytes():
            raise Occupied(target)
    for source, target in plan:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return [target for _, target in plan]
