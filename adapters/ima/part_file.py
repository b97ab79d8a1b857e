"""A file that is being fetched: it has no name of its own until it is whole.

Rules: it lies beside its place, so that naming it is one step; a lock on it tells that it is being written, and one that a
dead process left behind is used again; a name that is taken stays taken.
"""

import errno
import fcntl
import filecmp
import itertools
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from imastudio.domain.fingerprints import digest

_AS_OURS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_IN_THE_WAY = frozenset({errno.ELOOP, errno.EISDIR, errno.ENXIO})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV})


class PartFile:
    """The beginning of a file. Its calls block: keep them off the event loop."""

    def __init__(self, folder: Path, stem: str) -> None:
        """Open an empty one in `folder`, which is made if it isn't there."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._stem = stem
        self._path, self._file = _open_alone(folder, digest(stem)[:12])
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Append `chunk`."""
        self._file.write(chunk)
        self.size += len(chunk)

    def restart(self) -> None:
        """Begin anew."""
        self._file.seek(0)
        self._file.truncate()
        self.size = 0

    def head(self, length: int) -> bytes:
        """Return how it begins."""
        self._file.flush()
        return os.pread(self._file.fileno(), length, 0)

    def finish(self, suffix: str, *, overwrite: bool) -> Path:
        """Flush it to the disk, name it, and return where it lies; a file with the same content is kept instead."""
        self._file.flush()
        os.fsync(self._file.fileno())
        if overwrite:
            target = self._folder / f"{self._stem}.{suffix}"
            self._path.replace(target)
        else:
            target = next(name for name in _names(self._folder, self._stem, suffix) if _take(self._path, name))
        self._file.close()
        _flush_folder(self._folder)
        return target

    def discard(self) -> None:
        """Remove what has no name yet."""
        if not self._file.closed:
            self._path.unlink(missing_ok=True)
            self._file.close()


def _open_alone(folder: Path, mark: str) -> tuple[Path, BinaryIO]:
    """Return an empty file of our own: the usual one, or another while somebody writes that."""
    for name in (f".{mark}.part", f".{mark}-{secrets.token_hex(4)}.part"):
        path = folder / name
        try:
            descriptor = os.open(path, _AS_OURS, 0o666)
        except OSError as error:
            if error.errno in _IN_THE_WAY:
                continue
            raise
        if _is_ours(descriptor, path):
            os.truncate(descriptor, 0)
            return path, os.fdopen(descriptor, "r+b")
        os.close(descriptor)
    raise OSError(errno.EBUSY, "somebody else writes here")


def _is_ours(descriptor: int, path: Path) -> bool:
    """Lock a file, and tell whether it is one of ours: with a second name, it was linked here so that we empty it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        status = os.fstat(descriptor)
        return os.path.samestat(status, path.stat()) and stat.S_ISREG(status.st_mode) and status.st_nlink == 1
    except OSError:  # locked, or renamed since
        return False


def _names(folder: Path, stem: str, suffix: str) -> Iterator[Path]:
    yield folder / f"{stem}.{suffix}"
    for number in itertools.count(2):
        yield folder / f"{stem}-{number}.{suffix}"


def _take(part: Path, target: Path) -> bool:
    """Give `part` the name `target`, unless another file has it; one with the same content will do."""
    try:
        os.link(part, target)
    except FileExistsError:
        if target.is_symlink() or not target.is_file() or not filecmp.cmp(part, target, shallow=False):
            return False
        part.unlink()
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _take_without_links(part, target)
    else:
        part.unlink()
    return True


def _take_without_links(part: Path, target: Path) -> bool:
    """Do the same on a file system that knows no links: reserve the name, then replace what reserves it."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    part.replace(target)
    return True


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
