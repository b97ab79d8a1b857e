"""A file that is being fetched: it has no name of its own until it is whole.

Rules: it lies beside its place, so that naming it is one step; a lock on it tells that it is being written, and one that a
dead process left behind is used again; a name that is taken stays taken. Locks, hard links and flushes are done without where
the file system lacks them; whatever else it needs is tried by `rehearse` before anything is paid.
"""

import errno
import filecmp
import itertools
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from imastudio.adapters.system.syncing import sync_file, sync_folder
from imastudio.domain.lifecycle import digest

_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_REHEARSED_BYTES = 1024 * 1024


class _Locked(Enum):
    """What came of asking for a lock."""

    OURS = "ours"
    ANOTHERS = "somebody else writes here"
    UNKNOWN = "there are no locks here"


class PartFile:
    """The beginning of a file. Its calls block: keep them off the event loop."""

    def __init__(self, folder: Path, stem: str) -> None:
        """Open an empty one in `folder`, which is made if it isn't there."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._stem = stem
        self._named = False
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

    def read(self, place: int, length: int) -> bytes:
        """Return up to `length` bytes from `place` on; the next chunk is appended all the same."""
        self._file.seek(place)
        try:
            return self._file.read(length)
        finally:
            self._file.seek(0, os.SEEK_END)

    @property
    def file(self) -> BinaryIO:
        """Return the open file, for those who look at its content."""
        return self._file

    def finish(self, suffix: str, *, overwrite: bool) -> Path:
        """Flush it to the disk, name it, and return where it lies; a file with the same content is kept instead."""
        self._file.flush()
        sync_file(self._file.fileno())
        if overwrite:
            target = self._folder / f"{self._stem}.{suffix}"
            self._path.replace(target)
        else:
            target = next(name for name in _names(self._folder, self._stem, suffix) if _take(self._path, name))
        self._named = True
        with suppress(OSError):  # it is whole and in its place: nothing that fails from here on can take that back
            self._file.close()
            sync_folder(self._folder)
        return target

    def close(self) -> None:
        """Let go of it, and remove what has no name yet."""
        if not self._named:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        with suppress(OSError):
            self._file.close()


def rehearse(folder: Path) -> None:
    """Do with a trial file all that a delivery into `folder` does, or as far up as there is one; leave no trace. Raises OSError.

    Rights alone don't tell: the superuser has them everywhere, and some file systems lack what others have.
    """
    from tempfile import TemporaryDirectory

    there = next(place for place in (folder, *folder.parents) if place.is_symlink() or place.exists())
    with nullcontext(str(there)) if there == folder else TemporaryDirectory(dir=there, prefix=".") as place:
        part = PartFile(Path(place), f".trial-{secrets.token_hex(8)}")
        try:
            part.restart()
            part.write(bytes(_REHEARSED_BYTES))
            part.finish("tmp", overwrite=False).unlink()
        finally:
            part.close()


def _open_alone(folder: Path, mark: str) -> tuple[Path, BinaryIO]:
    """Return an empty file of our own: the usual one, or another while somebody writes that, or might."""
    usual, spare = folder / f".{mark}.part", folder / f".{mark}-{secrets.token_hex(4)}.part"
    for path, fresh in ((usual, True), (usual, False), (spare, True)):
        try:
            descriptor = os.open(path, _FLAGS | (os.O_CREAT | os.O_EXCL if fresh else 0), 0o666)
        except OSError as error:
            if path == spare or (fresh and error.errno != errno.EEXIST):
                raise
            continue
        locked = _lock(descriptor)
        ours = locked is _Locked.OURS or (fresh and locked is _Locked.UNKNOWN) or path == spare
        if ours and _is_plain(descriptor, path):
            if not fresh:
                os.truncate(descriptor, 0)
            return path, os.fdopen(descriptor, "r+b")
        os.close(descriptor)
    raise OSError(errno.EBUSY, "somebody else writes here")


def _lock(descriptor: int) -> _Locked:
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return _Locked.UNKNOWN
    except (BlockingIOError, PermissionError):
        return _Locked.ANOTHERS
    except OSError:
        return _Locked.UNKNOWN
    return _Locked.OURS


def _is_plain(descriptor: int, path: Path) -> bool:
    """Tell whether it is one of ours: with a second name, it was linked here so that we empty it."""
    try:
        status = os.fstat(descriptor)
        return os.path.samestat(status, path.stat()) and stat.S_ISREG(status.st_mode) and status.st_nlink <= 1
    except OSError:  # renamed since
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
    except OSError:  # this file system, or this user, has no hard links
        return _take_without_links(part, target)
    with suppress(OSError):
        part.unlink()
    return True


def _take_without_links(part: Path, target: Path) -> bool:
    """Do the same by reserving the name, then replacing what reserves it."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        if not target.is_symlink() and target.is_file() and filecmp.cmp(part, target, shallow=False):
            with suppress(OSError):
                part.unlink()
            return True
        return False
    try:
        part.replace(target)
    except OSError:
        with suppress(OSError):
            target.unlink()
        raise
    return True
