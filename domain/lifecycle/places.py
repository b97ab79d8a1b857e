"""Where results are wanted: a folder, or, where the last part has a media suffix, one file.

Rules: a file is for one result; a slash at the end makes a folder of anything.
Which folder it is on the disk, the delivery knows.
"""

import attrs

from imastudio.domain.errors import refuse
from imastudio.domain.failures import Kind

MEDIA_SUFFIXES = frozenset(
    {"jpg", "jpeg", "png", "webp", "gif", "bmp", "heic", "avif", "tiff"}
    | {"mp4", "mov", "avi", "webm", "mkv", "m4v"}
    | {"mp3", "wav", "m4a", "ogg", "opus", "flac", "aac"}
)


@attrs.frozen
class Destination:
    """A folder, and the name of the one file in it that is wanted (None: names of our own)."""

    folder: str
    name: str | None = None


def place_of(deliver_to: str) -> Destination:
    """Return the folder and the name that `deliver_to` says."""
    folder, slash, name = deliver_to.rpartition("/")
    stem, _, suffix = name.rpartition(".")
    if not stem or suffix.lower() not in MEDIA_SUFFIXES:
        return Destination(deliver_to)
    return Destination(folder or slash or ".", name)


def check_place(deliver_to: str | None, n: int) -> None:
    """Refuse one file for several results. Raises WishRefused (FOLDER_CLOSED) with the folder that would do."""
    if deliver_to is not None and n > 1 and place_of(deliver_to).name is not None:
        folder = f"{deliver_to.rpartition('.')[0]}/"
        raise refuse(
            Kind.FOLDER_CLOSED,
            "deliver_to",
            deliver_to,
            (folder,),
            wrong="several",
            count=n,
            file=deliver_to,
            folder=folder,
        )
