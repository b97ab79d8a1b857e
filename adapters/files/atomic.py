"""Replacing a file whole or not at all."""

import os
from pathlib import Path
from tempfile import mkstemp

from imastudio.adapters.system.syncing import sync_file, sync_folder


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
            sync_file(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
