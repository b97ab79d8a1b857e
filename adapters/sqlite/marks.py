"""What we left behind, told outside the ledger's file: how many events were committed, and how the file looked then.

Rules:
- The count is written after the commit, so that it is never ahead; never lowered. It stands twice, beside the file and among its
  owners, so that a -wal and a mark that go together are missed. A -wal that is cut or gone is a whole ledger to SQLite.
- The seal is how the system describes the file after we have written to it. Whoever else writes to it, a page that is put back
  too, changes that: then the file is checked as a whole before anything is ordered.
- No fsync: it has to outlive the process and what is done to the files; after a power failure the count is behind at most, and a
  seal that is missing costs a check. Each writer has a line of its own, so that none waits for another and none overwrites a
  higher number.
"""

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import attrs

if TYPE_CHECKING:
    from sqlite3 import Connection

SUFFIX = "-mark"
_LINES, _COUNT_CHARS = 64, 20
_SEALS_AT = _LINES * (_COUNT_CHARS + 1)
_NOISE_NS = 1_000_000
Look: TypeAlias = str
"""How the system describes a file: its number, size, and when its content and its entry were changed."""
_LOOK_CHARS = 64


def owners_folder(path: Path) -> Path:
    """Return where the owners of the ledger at `path` keep their files."""
    return path.with_name(f"{path.name}-owners")


def behind_link(name: str) -> str:
    """Return where the file itself lies: who links the ledger to another disk finds it there, and the link stays."""
    return os.path.realpath(name) if os.path.islink(name) else name  # noqa: PTH114 - asked with each commit: see `look`


@attrs.define
class Mark:
    """The mark of the ledger at `path`, beside the file itself where that is a link."""

    path: Path
    _line: int = attrs.field(factory=lambda: secrets.randbelow(_LINES))
    _name: str = attrs.field(init=False, default=attrs.Factory(lambda self: str(self.path), takes_self=True))
    _among_owners: str = attrs.field(
        init=False, default=attrs.Factory(lambda self: str(owners_folder(self.path) / "mark"), takes_self=True)
    )

    def read(self) -> int:
        """Return the highest count, 0 without a mark. Raises OSError."""
        return max(_count(place) for place in self._places())

    def keep(self, newest: int) -> None:
        """Raise our line to a count. What can't be written stays behind: the commit is done."""
        for place in self._places():
            with contextlib.suppress(OSError):
                _raise(place, self._line * (_COUNT_CHARS + 1), newest)

    def forget(self) -> None:
        """Remove the second count: the file that it tells of was set aside, and its own mark with it."""
        Path(self._among_owners).unlink(missing_ok=True)

    def look(self) -> Look | None:
        """Return how the file looks now, None where there is none."""
        try:
            status = os.stat(self._name)  # noqa: PTH116 - asked with each commit, and pathlib takes ten times as long
        except OSError:
            return None
        numbers = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        return "".join(f"{number & 0xFFFF_FFFF_FFFF_FFFF:016x}" for number in numbers)

    def is_sealed(self, look: Look | None) -> bool:
        """Tell whether one of us left the file as it looks. What can't be read is no seal."""
        with contextlib.suppress(OSError):
            content = _regular(self._beside)[_SEALS_AT:]
            return look is not None and look.encode() in content.replace(b"\0", b" ").split()
        return False

    def has_seals(self) -> bool:
        """Tell whether one of us has sealed a file here."""
        with contextlib.suppress(OSError):
            return Path(self._beside).stat().st_size > _SEALS_AT
        return False

    def seal(self) -> Look | None:
        """Note how the file looks, as ours; return that.

        Its time is changed by less than a tick of the system's clock before, so that a write within the same tick shows.
        """
        with contextlib.suppress(OSError):
            status = self.path.stat()
            earlier = status.st_mtime_ns - 1 - secrets.randbelow(_NOISE_NS)
            os.utime(self.path, ns=(status.st_atime_ns, earlier))
        look = self.look()
        if look is not None:
            with contextlib.suppress(OSError):
                _write(self._beside, f"{look}\n".encode(), _SEALS_AT + self._line * (_LOOK_CHARS + 1))
        return look

    @property
    def _beside(self) -> str:
        return behind_link(self._name) + SUFFIX  # beside the -wal, as SQLite finds it

    def _places(self) -> tuple[str, str]:
        return self._beside, self._among_owners


def _regular(path: str) -> bytes:
    """Return what a file holds. Raises OSError, for what is no file as well: reading a pipe would wait for ever."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return file.read()


def newest_event(connection: "Connection") -> int:
    """Return how many events there are: their numbers have no gap, since none is ever deleted."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'event'").fetchone() is None:
        return 0
    return last_event(connection)


def last_event(connection: "Connection") -> int:
    """Return the number of the last event of a ledger that has its tables, as each has that something was written to."""
    return int(connection.execute("SELECT ifnull(max(id), 0) FROM event").fetchone()[0])


def newest_loss(connection: "Connection") -> float:
    """Return when the latest loss was noted, 0 without any."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'loss'").fetchone() is None:
        return 0.0
    return float(connection.execute("SELECT ifnull(max(at), 0) FROM loss").fetchone()[0])


def counted_events(connection: "Connection") -> int:
    """Return how many events the rows count."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'generation'").fetchone() is None:
        return 0
    return int(connection.execute("SELECT ifnull(sum(seq), 0) FROM generation").fetchone()[0])


def _count(place: str) -> int:
    try:
        content = _regular(place)[:_SEALS_AT]
    except (FileNotFoundError, NotADirectoryError):
        return 0
    lines = content.replace(b"\0", b" ").split()
    return max((int(line) for line in lines if len(line) == _COUNT_CHARS and line.isdigit()), default=0)


def _raise(place: str, at: int, count: int) -> None:
    """Write `count` to the line at `at`, unless somebody who has the same line wrote a higher one."""
    descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK, 0o600)
    try:
        there = os.pread(descriptor, _COUNT_CHARS, at)
        if not (there.isdigit() and int(there) >= count):
            os.pwrite(descriptor, b"%0*d\n" % (_COUNT_CHARS, count), at)
    finally:
        os.close(descriptor)


def _write(place: str, content: bytes, at: int) -> None:
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(descriptor, content, at)
    finally:
        os.close(descriptor)
