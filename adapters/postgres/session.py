"""This process as an owner: a number, and the session that holds its advisory lock for as long as the process lives.

Rules: the server lets go of the lock however the session ends, and ends it where it stays silent for `IDLE_S` (a stopped
process, a line that swallows everything). Long before, this process knows by its own steady clock that it must not send.
Whoever finds the lock free for long enough may delete the row: then the number is given up for good.
"""

import os
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.schema import REAL, Place
from imastudio.domain.kernel import LedgerUnavailable, unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

BEAT_EVERY_S = 1.0
IDLE_S = 6
SURE_FOR_S = 3.0
"""So long after the question that was answered last, the lock is surely ours still: half of `IDLE_S`."""
RECONNECT_EVERY_S = 0.3
SWEPT_AFTER_S = 60
CLOSING_S = 3.0
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # the first goes on while the machine sleeps
_NEW = "INSERT INTO ima.owner (name) VALUES (%s) RETURNING id, pg_try_advisory_lock(4242, id)"
_BACK = "SELECT pg_try_advisory_lock(4242, %s)"
_THERE = "UPDATE ima.owner SET missed = NULL WHERE id = %s RETURNING id"
_BEAT = """
    SELECT extract(epoch FROM clock_timestamp())::double precision,
           EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 4242 AND objid = %s::oid AND objsubid = 2
                   AND pid = pg_backend_pid() AND granted)
"""
_MISSED = "UPDATE ima.owner SET missed = clock_timestamp() WHERE missed IS NULL AND id NOT IN (SELECT ima.living())"
_SWEEP = """
    DELETE FROM ima.owner o
    WHERE missed < clock_timestamp() - make_interval(secs => %s) AND id NOT IN (SELECT ima.living())
          AND NOT EXISTS (SELECT 1 FROM ima.generation g WHERE g.owner = o.id AND g.open)
"""
_GONE = "DELETE FROM ima.owner WHERE id = %s RETURNING pg_advisory_unlock(4242, id)"
"""The lock too: the server would let go of it a moment after the session is closed here."""


def steady() -> float:
    """Return the seconds of a clock that nobody can set back, and that goes on while the machine sleeps."""
    return time.clock_gettime(_STEADY)


class OwnerSession:
    """Holds this process's number from `start` to `close`. With `renews`, a number that was given up is followed by a new one."""

    def __init__(self, database: Database, place: Place = REAL, *, renews: bool = True) -> None:
        """Connect to nothing yet."""
        self._database = database
        self._place = place
        self._renews = renews
        self._gate = threading.Lock()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._connection: Connection | None = None
        self._sure_until = float("-inf")
        self._number: int | None = None
        self.given_up = False
        """Whether the number was given up; it stays so, unless another one follows."""
        self.ahead_s = 0.0
        """How far the database's clock is ahead of this machine's steady one."""
        self.on_given_up: Callable[[], object] = lambda: None
        """Called in the session's thread, once the number is given up for good."""

    @property
    def number(self) -> int | None:
        """Return the owner's number, None before `start`."""
        return self._number

    def start(self) -> int:
        """Return our number, connecting on the first call; blocks until then. Raises LedgerUnavailable."""
        with self._gate:
            if self._ending.is_set():
                raise unavailable("closed")
            if self._thread is None:
                self._take_new()
                self._thread = threading.Thread(target=self._keep, name="owner", daemon=True)
                self._thread.start()
            if self._number is None:
                raise unavailable("revoked")
            return self._number

    def may_send(self) -> bool:
        """Tell whether the number is surely still ours at this moment; asks nobody."""
        return self._number is not None and not self.given_up and steady() < self._sure_until

    def close(self) -> None:
        """Give the number back; blocks until then, or for a moment where the server doesn't answer."""
        with self._gate:
            self._ending.set()
            thread = self._thread
        if thread is not None:
            thread.join(CLOSING_S)
        self._sure_until = float("-inf")

    # in the thread, but for the first connection

    def _take_new(self) -> None:
        connection = self._connect()
        try:
            asked = steady()
            name = f"{socket.gethostname()} {os.getpid()}"
            found = connection.execute(self._place.sql(_NEW), [name]).fetchone()
            assert found is not None  # noqa: S101 - RETURNING has one row
            connection.execute(self._place.sql(_MISSED))
            connection.execute(self._place.sql(_SWEEP), [SWEPT_AFTER_S])
        except Exception as error:
            connection.close()
            raise self._database.translated(error) from error
        self._connection, self._number, self.given_up = connection, int(found[0]), False
        self._sure_until = asked + SURE_FOR_S

    def _keep(self) -> None:
        import psycopg

        while not self._ending.wait(BEAT_EVERY_S if self._connection is not None else RECONNECT_EVERY_S):
            try:
                if self._connection is not None:
                    self._beat(self._connection)
                elif self.given_up:
                    self._take_new()
                else:
                    self._come_back()
            except (psycopg.Error, OSError, LedgerUnavailable):
                self._drop()
            if self.given_up and not self._renews:
                self.on_given_up()
                return
        self._give_back()

    def _give_back(self) -> None:
        import psycopg

        self._sure_until = float("-inf")
        if self._connection is not None:
            with suppress(psycopg.Error):  # the server lets go of the lock by itself
                self._connection.execute(self._place.sql(_GONE), [self._number])
            self._drop()

    def _beat(self, connection: "Connection") -> None:
        asked = steady()
        found = connection.execute(self._place.sql(_BEAT), [self._number]).fetchone()
        assert found is not None  # noqa: S101 - a SELECT without FROM has one row
        if not found[1]:  # a pooler gave us another's session, or somebody let go of our lock
            raise LedgerUnavailable(unavailable("session").failure)
        self.ahead_s = float(found[0]) - (asked + steady()) / 2
        self._sure_until = asked + SURE_FOR_S

    def _come_back(self) -> None:
        """Take the same number again, if it was not given up."""
        connection = self._connect()
        try:
            asked = steady()
            found = connection.execute(self._place.sql(_BACK), [self._number]).fetchone()
            if found is None or not found[0]:
                connection.close()
                return  # the old session isn't dead yet, or somebody looks whether we live
            there = connection.execute(self._place.sql(_THERE), [self._number]).fetchone()
        except Exception:
            connection.close()
            raise
        if there is None:
            connection.close()
            self.given_up = True
            return
        self._connection, self._sure_until = connection, asked + SURE_FOR_S

    def _connect(self) -> "Connection":
        connection = self._database.connect()
        try:
            connection.execute(f"SET idle_session_timeout = '{IDLE_S}s'")
        except Exception as error:
            connection.close()
            raise self._database.translated(error) from error
        return connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._sure_until = float("-inf")
        if connection is not None:
            connection.close()
