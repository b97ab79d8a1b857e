"""The ledger's file: made, opened, brought up to date, and set aside when it is damaged.

Rules: file 0600, folder 0700; whatever changes the file as a whole happens under one lock beside it. A file that looks as one
of us left it is taken for whole, in no time; one that anybody else has written to is checked as a whole first (`checking`). Only
one that fails that check, or that is empty or gone where orders were kept, or that lacks what was committed (its mark says so, or
this process knows it), is set aside, together with its -wal, -shm and -mark, and never deleted. All that can be read of it is in
the new one; until that is all, nothing is ordered.
"""

import contextlib
import os
import stat
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from imastudio.adapters.sqlite.checking import is_whole
from imastudio.adapters.sqlite.marks import (
    SUFFIX,
    Mark,
    behind_link,
    counted_events,
    newest_event,
    newest_loss,
    owners_folder,
)
from imastudio.adapters.sqlite.reading import losses
from imastudio.adapters.sqlite.schema import MIGRATIONS, PAGE_BYTES, Migration, is_current, migrate
from imastudio.adapters.sqlite.seals import Seal
from imastudio.adapters.sqlite.sqlite_errors import is_damage, reason
from imastudio.adapters.system.paths import make_private_folder
from imastudio.adapters.system.syncing import sync_folder
from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import incomplete
from imastudio.domain.orders import Notice

if TYPE_CHECKING:
    from sqlite3 import Connection

SMALLEST_BYTES = 512
CHECKPOINT_PAGES = 4000
"""So many pages may wait in the -wal, as many bytes as SQLite lets wait with larger pages."""
BUSY = 10.0
"""Seconds for which another process may hold the file."""
HURRY = 0.8
"""Seconds for which it may where the person has ended the command, counted from then."""
GLANCE = 0.1
"""Seconds of one try; who tries again looks at the clock between two of them."""
_PARTS = ("", "-wal", "-shm")

# Whoever closes a file lets go of all the locks that its process has on it, SQLite's too: no thread may open a database
# while another still has the file open that it made. https://www.sqlite.org/howtocorrupt.html, section 2.2
_making = threading.Lock()


class LedgerFile:
    """One ledger's file.

    `suspect` asks for a check at the next opening; `fleeting` tells that the reader's connection takes the file for
    unchanging, so that it may not outlive its work; `notices` tell what was set aside, and `note` is told at once.
    """

    def __init__(self, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        """Touch nothing yet."""
        self.path = path
        self._migrations = migrations
        self.suspect = False
        self.fleeting = False
        self._aside = ""
        self.notices: tuple[Notice, ...] = ()
        self.note: Callable[[Notice], None] | None = None
        self._hurried_at: float | None = None
        self._mark = Mark(path)
        self._known = 0
        self._known_loss = 0.0
        self._losses_told: set[str] = set()
        self.seal = Seal(self._mark)

    def hurry(self) -> None:
        """Wait for nobody longer than a moment from now on."""
        self._hurried_at = time.monotonic()

    def waits(self, began: float, now: float) -> bool:
        """Tell whether what was first tried at `began` is tried again."""
        latest = began + BUSY
        return now < (latest if self._hurried_at is None else min(latest, self._hurried_at + HURRY))

    def open_writer(self) -> "Connection":
        """Return a connection that may write; the file is made or migrated if need be."""
        _need_locks()
        if self.suspect or _is_absent(self.path) or self.seal.is_broken():
            return self._prepare()
        if _tighten(self.path):
            self.seal.renew()
        marked = self._mark.read()  # before the events: they may only have become more since
        connection = _connect(self.path, "rw")
        try:
            if (
                is_current(connection, len(self._migrations))
                and _is_wal(connection)
                and not self._lacks(connection, marked)
            ):
                self._learn(connection)
                return _tuned(connection)
        except Exception as error:
            self.seal.close(connection)
            if not is_damage(error):
                raise
        self.seal.close(connection)
        return self._prepare()

    def open_reader(self) -> "Connection":
        """Return a connection that only reads, from a disk that may be read-only."""
        _need_locks()
        if not self.path.exists():
            self.seal.close(self.open_writer())
        elif self.suspect or self.seal.is_broken():
            self._check_where_possible()
        connection = self._current_reader()
        if connection is None:
            self.seal.close(self.open_writer())
            connection = _connect(self.path, "ro")
        return connection

    def _check_where_possible(self) -> None:
        """Check a file that somebody has written to; on a disk that takes nothing, nothing can be ordered from it either."""
        try:
            self.seal.close(self.open_writer())
        except Exception as error:
            if reason(error) != "read_only":
                raise

    def _current_reader(self) -> "Connection | None":
        self.fleeting = False
        try:
            marked = self._mark.read()
            return self._if_current(_connect(self.path, "ro"), marked)
        except Exception as error:
            if reason(error) != "read_only":
                raise
        # Without the right to make the -shm file only an immutable file can be read: https://www.sqlite.org/wal.html
        self.fleeting = True
        return self._if_current(_connect(self.path, "ro&immutable=1"), 0)

    def _if_current(self, connection: "Connection", marked: int) -> "Connection | None":
        try:
            if is_current(connection, len(self._migrations)):
                if self.fleeting:  # it doesn't show what the -wal holds, and nothing can be ordered from it
                    self._tell_losses(connection)
                    return connection
                if not self._lacks(connection, marked):
                    self._learn(connection)
                    return connection
        except Exception as error:
            connection.close()
            if not is_damage(error):
                raise
            self.suspect = True
        connection.close()
        return None

    def empty_wal(self, *, compact: bool = False) -> None:
        """Bring everything from the -wal into the file and cut it to nothing, so that no old page stays behind.

        With `compact`, what is free in the file is given back to the disk, too.
        """
        connection = _connect(self.path, "rw")
        try:
            with self.seal.renewed():
                _tuned(connection)
                if compact:
                    connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.seal.close(connection)

    @property
    def identity(self) -> tuple[int, int] | None:
        """Return what tells this file from another under the same name; None if it is gone."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _prepare(self) -> "Connection":
        """Return a connection to a file that is whole and current by now. Only one process at a time looks after that."""
        from filelock import FileLock

        make_private_folder(self.path.parent)
        lock = Path(f"{self.path}.lock")
        knew = lock.exists()
        with FileLock(lock, mode=0o600, timeout=GLANCE):
            if _is_absent(self.path):
                emptied = knew and self.path.exists()  # we never leave an empty one
                self._replace(salvaging=emptied or self.has_stood() or self._known > 0)
            elif _is_damaged(self.path) or self._is_behind():
                self._replace(salvaging=True)
            connection = _connect(self.path, "rw")
            try:
                if not is_current(connection, len(self._migrations)):
                    migrate(connection, self._migrations)
                connection.execute("PRAGMA journal_mode = WAL")
                self._learn(connection)
                _tighten(self.path)
                self.seal.renew()
                self.suspect = False
                return _tuned(connection)
            except BaseException:
                connection.close()
                raise

    def has_stood(self) -> bool:
        """Tell whether orders were kept in a file that is gone or empty now: its owners' folder, -wal or -mark stand."""
        wal = self.path.with_name(f"{self.path.name}-wal")
        return owners_folder(self.path).exists() or (wal.exists() and wal.stat().st_size > 0) or self._mark.read() > 0

    def committed(self, newest: int, identity: tuple[int, int] | None) -> None:
        """Note that so many events are on the disk, in the file of that identity. Raises nothing."""
        self._known = max(self._known, newest)
        if identity == self.identity:  # the mark of another file is not ours to raise
            self._mark.keep(newest)

    def _learn(self, connection: "Connection") -> None:
        """Note what the file holds that is taken for whole."""
        newest, loss = newest_event(connection), newest_loss(connection)
        self._known = newest if loss > self._known_loss else max(newest, self._known)
        self._known_loss = loss
        self._mark.keep(newest)
        self._tell_losses(connection)

    def _tell_losses(self, connection: "Connection") -> None:
        """Say once of each loss that nobody has accepted: whatever is read from here may lack orders."""
        for loss in losses(connection) if newest_loss(connection) else ():
            if not loss.accepted and loss.file not in self._losses_told:
                self._losses_told.add(loss.file)
                self._say(incomplete(loss))

    def _say(self, notice: Notice) -> None:
        self.notices = (*self.notices, notice)
        if self.note is not None:
            self.note(notice)

    def _lacks(self, connection: "Connection", marked: int) -> bool:
        """Tell whether events are missing: by the mark, or by what we know, unless a loss was noted since."""
        known = self._known  # before the events too: another thread may commit at this moment
        newest = newest_event(connection)
        if newest < max(marked, known):
            newest = max(
                newest, counted_events(connection)
            )  # the rows know of events that somebody deleted, and order none
        return newest < marked or (newest < known and newest_loss(connection) <= self._known_loss)

    def _is_behind(self) -> bool:
        marked = self._mark.read()
        connection = _connect(self.path, "rw")
        try:
            is_current(connection, len(self._migrations))  # another's database is refused, not set aside
            return self._lacks(connection, marked)
        finally:
            connection.close()

    def _replace(self, *, salvaging: bool) -> None:
        """Put a whole file in the place of a damaged or absent one, with all that can be read of it; that one is kept aside."""
        place = Path(behind_link(str(self.path)))
        fresh = place.with_name(f".{place.name}.new")
        if salvaging:
            # The mark is kept aside with the file, and says what has to be found of it.
            self._mark.keep(max(self._known, self._mark.read()))
        for part in _PARTS:
            fresh.with_name(fresh.name + part).unlink(missing_ok=True)
        with _making:
            os.close(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        connection = _connect(fresh, "rw")
        try:
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            migrate(connection, self._migrations)
            connection.execute("PRAGMA journal_mode = WAL")
            notice = self._salvage(connection) if salvaging else None
        finally:
            connection.close()
        if salvaging:
            _set_aside(self.path, self._aside)
            self._mark.forget()
        fresh.replace(place)
        sync_folder(place.parent)
        self._known, self._known_loss = 0, 0.0
        if notice is not None:
            self._losses_told.add(self._aside)  # told by this
            self._say(notice)

    def _salvage(self, connection: "Connection") -> Notice:
        """Bring what the damaged file holds into the new one; where something is missing, nothing is ordered from now on."""
        from imastudio.adapters.sqlite.salvage import salvage
        from imastudio.domain.lifecycle import Salvage

        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        self._aside = f"{self.path.name}.damaged-{stamp}-{time.time_ns() % 10**9:09}"
        self.path.touch(mode=0o600)  # of one that is gone, so that there is something to keep aside with its -wal
        try:
            found = salvage(self.path, connection, fresh=True)
        except OSError:
            found = Salvage(generations=0, events=0, missing=1)
        facts = {"file": self._aside, "count": found.generations}
        if not found.missing:
            return Notice("ledger_salvaged", facts)
        connection.execute(
            "INSERT INTO loss (file, at, generations, missing) VALUES (?, ?, ?, ?)",
            (self._aside, time.time(), found.generations, found.missing),
        )
        return Notice("ledger_loss", facts)


def _set_aside(path: Path, aside: str) -> None:
    place = Path(behind_link(str(path)))
    for part in (*_PARTS, SUFFIX):
        with contextlib.suppress(FileNotFoundError):
            place.with_name(place.name + part).rename(place.with_name(aside + part))


def _need_locks() -> None:
    """Refuse a system on which no process can tell whether another lives."""
    try:
        import fcntl  # noqa: F401 - whether it is there
    except ImportError:
        raise unavailable("no_fcntl") from None


def _connect(path: Path, mode: str) -> "Connection":
    import sqlite3

    if path.exists() and not path.is_file():  # to open a pipe might take for ever
        raise unavailable("not_a_ledger")
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with _making:
        return sqlite3.connect(uri, uri=True, timeout=GLANCE, isolation_level=None, cached_statements=16)


def _is_wal(connection: "Connection") -> bool:
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    return str(mode) == "wal"


def _tuned(connection: "Connection") -> "Connection":
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute("PRAGMA fullfsync = 1")  # macOS: fsync alone leaves the bytes in the drive's cache
    connection.execute("PRAGMA checkpoint_fullfsync = 1")
    connection.execute("PRAGMA secure_delete = 1")  # what is forgotten leaves the file
    return connection


def _is_absent(path: Path) -> bool:
    """Tell whether there is no file, or an empty one; what is no file at all is not absent. A link to nowhere is refused."""
    try:
        status = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise unavailable("not_a_ledger") from None
        return True
    return stat.S_ISREG(status.st_mode) and status.st_size == 0


def _tighten(path: Path) -> bool:
    """Let nobody else read the file; tell whether that changed it."""
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) and mode & 0o077:
        with contextlib.suppress(PermissionError):  # another's file: its owner decides
            path.chmod(0o600)
            return True
    return False


def _is_damaged(path: Path) -> bool:
    if path.is_file() and path.stat().st_size < SMALLEST_BYTES:
        return True  # SQLite takes so short a file for an empty one
    connection = _connect(path, "rw")
    try:
        return not is_whole(connection)
    except Exception as error:
        if is_damage(error):
            return True
        raise
    finally:
        connection.close()
