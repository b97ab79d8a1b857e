"""A folder in memory: paths, and the address of what lies there."""

from collections import deque
from collections.abc import Sequence

from imastudio.domain.kernel import Failure, Kind, error_for, refuse
from imastudio.domain.lifecycle import Destination, numbered, parted, place_of
from imastudio.domain.orders import Media


class MemoryDelivery:
    """The `Delivery` port, in memory. `files` maps a path to an address; what stands in `errors` is raised first.

    The folders in `closed` take no files; each media has `media_bytes`.
    """

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.errors: deque[Exception] = deque()
        self.closed: set[str] = set()
        self.media_bytes = 16

    async def check(self, into: str) -> None:
        """Refuse a closed folder, and a file that is there: WishRefused (FOLDER_CLOSED)."""
        place = place_of(into)
        if place.folder in self.closed:
            raise refuse(Kind.FOLDER_CLOSED, "deliver_to", into, folder=into)
        if place.file is not None and into in self.files:
            raise refuse(Kind.FOLDER_CLOSED, "deliver_to", into, wrong="taken", file=into)

    async def fetch(
        self, medias: Sequence[Media], into: str, name: str, *, limit_bytes: int | None = None
    ) -> tuple[str, ...]:
        """Note every media under a path of its own. Raises ServiceUnavailable for one without an address, or too large."""
        if self.errors:
            raise self.errors.popleft()
        if limit_bytes is not None and limit_bytes < self.media_bytes:
            raise error_for(Failure(kind=Kind.DELIVERY_FAILED))
        stems = numbered(name, len(medias))
        return tuple(self._keep(media, f"{into}/{stem}") for media, stem in zip(medias, stems, strict=True))

    async def has(self, paths: Sequence[str], into: str | None = None) -> bool:
        """Tell whether all of these paths are noted, at the place `into`."""
        place = None if into is None else place_of(into)
        return all(path in self.files and _is_at(path, place) for path in paths)

    def _keep(self, media: Media, stem: str) -> str:
        if media.address is None:
            raise error_for(Failure(kind=Kind.DELIVERY_FAILED))
        suffix = media.address.rpartition("/")[2].rpartition(".")[2]
        stem, wanted = parted(stem)
        suffix = wanted or suffix
        path, number = f"{stem}.{suffix}", 1
        while self.files.setdefault(path, media.address) != media.address:
            number += 1
            path = f"{stem}-{number}.{suffix}"
        return path


def _is_at(path: str, place: Destination | None) -> bool:
    if place is None:
        return True
    folder, _, name = path.rpartition("/")
    return folder == place.folder.rstrip("/") and place.file in {None, name}
