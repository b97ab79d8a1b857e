"""How many events were committed, told outside the -wal: without it, one that is cut or gone is a whole ledger to SQLite.

Rules: written after the commit, so that it is never ahead; never lowered. No fsync: it has to outlive the process and what
is done to the -wal, and a power failure only leaves it behind. Each writer has a line of its own, so that none waits for
another and none overwrites a higher number; the highest counts.
"""

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

SUFFIX = "-mark"
_LINES, _WIDTH = 64, 20


class Mark:
    """The mark of the ledger at `path`, beside the file itself where that is a link."""

    def __init__(self, path: Path) -> None:
        """Touch nothing yet."""
        self._ledger = path
        self._line = secrets.randbelow(_LINES)

    def read(self) -> int:
        """Return the highest number, 0 without a mark. Raises OSError."""
        try:
            content = _regular(self._path)
        except (FileNotFoundError, NotADirectoryError):
            return 0
        return max(
            (int(line) for line in content.replace(b"\0", b" ").split() if len(line) == _WIDTH and line.isdigit()),
            default=0,
        )

    def keep(self, newest: int) -> None:
        """Write a number that is higher than all. What can't be written stays behind: the commit is done."""
        with contextlib.suppress(OSError):
            if newest <= self.read():
                return
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.pwrite(descriptor, b"%0*d\n" % (_WIDTH, newest), self._line * (_WIDTH + 1))
            finally:
                os.close(descriptor)

    @property
    def _path(self) -> Path:
        place = Path(os.path.realpath(self._ledger))  # as SQLite finds its -wal
        return place.with_name(place.name + SUFFIX)


def _regular(path: Path) -> bytes:
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
