"""Where results are wanted: a folder; one file in it, where the last part has a media suffix; or files named by a template.

Rules: a file is for one result; a slash at the end makes a folder of anything; a last part that holds a field of `FIELDS` in
braces, such as `{date}-{model}-{n}`, is a template. What a template leaves alike is told apart by a number, never overwritten.
Which folder it is on the disk, the delivery knows.
"""

import re
from collections.abc import Sequence

import attrs

from imastudio.domain.kernel import Kind, refuse

MEDIA_SUFFIXES = frozenset(
    {"jpg", "jpeg", "png", "webp", "gif", "bmp", "heic", "avif", "tiff"}
    | {"mp4", "mov", "avi", "webm", "mkv", "m4v"}
    | {"mp3", "wav", "m4a", "ogg", "opus", "flac", "aac"}
)
FIELDS = ("date", "time", "model", "task", "id", "n")
"""What a template may hold: day and time of the order, the model's name, the task type, our id, and which result it is."""
NUMBER = "{n}"
_FIELD = re.compile(r"\{([^{}]*)\}")


@attrs.frozen
class Destination:
    """A folder, and the name of the one file in it that is wanted, or the template of names (None: names of our own)."""

    folder: str
    name: str | None = None

    @property
    def is_template(self) -> bool:
        """Tell whether the name holds a field that is filled in for each result."""
        return self.name is not None and not frozenset(FIELDS).isdisjoint(_FIELD.findall(self.name))

    @property
    def file(self) -> str | None:
        """Return the name of the one file that is wanted; None where there is none, or a template."""
        return None if self.is_template else self.name


def place_of(deliver_to: str) -> Destination:
    """Return the folder and the name that `deliver_to` says."""
    folder, slash, name = deliver_to.rpartition("/")
    place = Destination(folder or slash or ".", name)
    return place if parted(name)[1] is not None or place.is_template else Destination(deliver_to)


def without_template(deliver_to: str) -> str:
    """Return the place alone: under other names it is the same one, so that nothing is ordered anew for a new template."""
    place = place_of(deliver_to)
    return place.folder if place.is_template else deliver_to


def parted(name: str) -> tuple[str, str | None]:
    """Return the name of a file without its media suffix, and that (None: it has none)."""
    stem, _, suffix = name.rpartition(".")
    return (stem, suffix) if stem and suffix.lower() in MEDIA_SUFFIXES else (name, None)


def check_place(deliver_to: str | None, n: int) -> None:
    """Refuse one file for several results, unknown fields of a template, and what no disk can have as a name.

    Raises WishRefused: FOLDER_CLOSED with the folder that would do, VALUE_NOT_OFFERED with the fields that there are.
    """
    if deliver_to is None:
        return
    if "\0" in deliver_to:  # paid for, it could never be saved there
        raise refuse(Kind.VALUE_NOT_OFFERED, "deliver_to", expected="text")
    place = place_of(deliver_to)
    unknown = [field for field in _FIELD.findall(place.name or "") if field not in FIELDS] if place.is_template else []
    if unknown:
        raise refuse(Kind.VALUE_NOT_OFFERED, "name", f"{{{unknown[0]}}}", tuple(f"{{{field}}}" for field in FIELDS))
    if n > 1 and place.file is not None:
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


def filled(template: str, *, date: str, time: str, model: str, task: str, id: str) -> str:  # noqa: A002 - the field's name
    """Return a template with everything in it but the number of the result; blanks of a model's name become dashes."""
    known = {"date": date, "time": time, "model": "-".join(model.split()), "task": task, "id": id}
    return _FIELD.sub(lambda found: known.get(found[1], found[0]), template)


def numbered(name: str, count: int) -> Sequence[str]:
    """Return the names of `count` results: several have their number, where `name` wants it, else behind."""
    if count == 1 and NUMBER not in name:
        return [name]
    template = name if NUMBER in name else f"{name}-{NUMBER}"
    return [template.replace(NUMBER, str(number)) for number in range(1, count + 1)]
