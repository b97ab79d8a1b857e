"""Flush to the disk, as far as the file system can.

Rules: what a file system lacks altogether is done without, since nothing else would ever be written there; a flush that it
has and that fails (a broken disk, no room) raises.
"""

import errno
import os
from pathlib import Path

_LACKING = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOTTY, errno.EBADF})
_CLOSED_TO_READERS = frozenset({errno.EACCES, errno.EPERM, errno.EISDIR})


def sync_file(descriptor: int) -> None:
    """Bring the bytes of an open file to the disk. Raises OSError."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _LACKING:
            raise


def sync_folder(folder: Path) -> None:
    """Bring the names in `folder` to the disk, so that they last through a loss of power. Raises OSError."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno in _CLOSED_TO_READERS | _LACKING:  # one may write there and not list it
            return
        raise
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)
