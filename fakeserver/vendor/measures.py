"""How large a picture is and how long a film or sound lasts, as its file says.

Rules this file obeys:
* It looks at the head of a file. What can't be read has no measure, and nothing is refused for that.
"""

from pathlib import Path


def pixels(path: Path) -> tuple[int, int] | None:
    """Give width and height of a picture."""
    import imagesize  # noqa: PLC0415 - few servers ever see a picture

    width, height = imagesize.get(path)
    return (int(width), int(height)) if width > 0 and height > 0 else None


def seconds(path: Path, suffix: str) -> float | None:
    """Give the length of a film or sound, whose kind `suffix` names."""
    from tinytag import TinyTag, TinyTagException  # noqa: PLC0415 - as above

    try:
        with path.open("rb") as file:
            length = TinyTag.get(f"upload.{suffix}", file_obj=file, tags=False).duration
    except (TinyTagException, OSError):
        return None
    return length or None
