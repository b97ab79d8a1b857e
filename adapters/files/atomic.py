"""Replacing a file whole or not at all."""

import os
from pathlib import Path
from tempfile import mkstemp


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of `path`, for this user alone; it is on the disk when this returns.

    Raises OSError, and the old file is untouched then.
    """
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp makes it 0600
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
