"""A whole ledger out of a file, or into one that holds none.

Rules: nobody may be at work on it; into a file it comes in one transaction, and stays only if it is what was meant to come.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imastudio.adapters.sqlite.checking import KNOWN_WRONG
from imastudio.adapters.sqlite.checksums import event_checksum, row_checksum
from imastudio.adapters.sqlite.files import LedgerFile
from imastudio.adapters.sqlite.marks import last_event, owners_folder
from imastudio.adapters.sqlite.owners import Owners
from imastudio.adapters.sqlite.purses import decode_names, encode_names
from imastudio.adapters.sqlite.settings import PRUNED_EVENTS
from imastudio.adapters.sqlite.sqlite_errors import translated
from imastudio.adapters.sqlite.upkeep import SqliteUpkeep
from imastudio.adapters.system.ledger_contents import LedgerContents, StoredGeneration, TallyCount, tally_of
from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import LedgerTally

if TYPE_CHECKING:
    from sqlite3 import Connection

_ALL = """
    SELECT g.id, g.account, g.user, g.request_id, g.fingerprint, g.seq, g.stage, g.open, g.held, g.purses, g.task_id, g.at,
           e.at, e.kind, e.body
    FROM generation AS g LEFT JOIN event AS e ON e.generation = g.id ORDER BY g.id, e.seq
"""
_WIDTH = 12
_OF_A_FILE = frozenset({KNOWN_WRONG, PRUNED_EVENTS})
"""Settings that tell of this file, not of the ledger in it."""
_EMPTY = "SELECT NOT EXISTS (SELECT 1 FROM generation) AND NOT EXISTS (SELECT 1 FROM purse WHERE points <> 0)"
_ADD_EVENT = "INSERT INTO event (generation, seq, at, kind, body, checksum) VALUES (?, ?, ?, ?, ?, ?)"
_ADD_ROW = """
    INSERT INTO generation (id, account, user, request_id, fingerprint, seq, stage, open, held, purses, task_id, at, checksum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class SqliteMover:
    """Reads or writes all of the ledger at `path`. Raises LedgerUnavailable."""

    def __init__(self, path: Path) -> None:
        """Touch nothing yet."""
        self._path = path
        self._file = LedgerFile(path)

    @contextmanager
    def reading(self) -> Iterator[LedgerContents]:
        """Read what is there: no_ledger, unsound, running."""
        upkeep = SqliteUpkeep(self._path)
        self._need(upkeep.exists, "no_ledger")
        found = upkeep.verify()
        self._need(not (found.problems or found.wrong_rows or found.wrong_purses), "unsound")
        with self._transaction() as connection:
            yield _contents(connection)

    def write(self, contents: LedgerContents) -> LedgerTally:
        """Bring in all of it, or nothing: not_empty, running, differs."""
        with self._transaction() as connection:
            self._need(connection.execute(_EMPTY).fetchone()[0], "not_empty")
            for table in ("account", "setting", "loss", "purse"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own words
            counting = TallyCount(contents)
            _add_all(connection, contents, counting)
            tally = counting.tally()
            self._need(tally_of(_contents(connection)) == tally, "differs")
            newest = last_event(connection)
            with self._file.seal.renewed():
                connection.execute("COMMIT")
            self._file.committed(newest, self._file.identity)
        return tally

    def write_new(self, contents: LedgerContents) -> LedgerTally:
        """Bring all of it into a file that isn't there yet. Raises OSError."""
        os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return self.write(contents)

    @contextmanager
    def _transaction(self) -> "Iterator[Connection]":
        """Give a connection while nobody is at work and nobody can begin; what isn't committed is taken back."""
        import sqlite3

        try:
            connection = self._opened()
            try:
                connection.execute("BEGIN IMMEDIATE")
                self._need(not Owners(owners_folder(self._path)).anybody_lives(), "running")
                yield connection
            finally:
                connection.rollback()
                self._file.seal.close(connection)
        except sqlite3.Error as error:
            raise translated(error, self._path) from error

    def _opened(self) -> "Connection":
        try:
            return self._file.open_writer()
        except Exception as error:
            raise translated(error, self._path) from error

    def _need(self, holds: object, reason: str) -> None:
        if not holds:
            raise translated(unavailable(reason, place=str(self._path)), self._path)


def _contents(connection: "Connection") -> LedgerContents:
    def all_of(statement: str) -> tuple[Any, ...]:
        return tuple(map(tuple, connection.execute(statement).fetchall()))

    return LedgerContents(
        accounts=all_of("SELECT name, address, since FROM account"),
        settings=tuple(
            setting for setting in all_of("SELECT name, value FROM setting") if setting[0] not in _OF_A_FILE
        ),
        losses=all_of("SELECT file, at, generations, missing, accepted FROM loss"),
        purses=all_of("SELECT name, points FROM purse"),
        generations=_generations(connection),
    )


def _generations(connection: "Connection") -> Iterator[StoredGeneration]:
    for columns, lines in groupby(connection.execute(_ALL), key=lambda line: line[:_WIDTH]):
        *first, is_open, held, purses, task_id, at = columns
        events = tuple(tuple(line[_WIDTH:]) for line in lines if line[_WIDTH] is not None)
        yield StoredGeneration(*(*first, bool(is_open), held, tuple(decode_names(purses)), task_id, at, events))


def _add_all(connection: "Connection", contents: LedgerContents, counting: TallyCount) -> None:
    connection.executemany("INSERT INTO account (name, address, since) VALUES (?, ?, ?)", contents.accounts)
    connection.executemany("INSERT INTO setting (name, value, at) VALUES (?, ?, 0)", contents.settings)
    connection.executemany("INSERT INTO loss VALUES (?, ?, ?, ?, ?)", contents.losses)
    connection.executemany("INSERT INTO purse (name, points) VALUES (?, ?)", contents.purses)
    for one in counting.passing():
        for seq, (at, kind, body) in enumerate(one.events, start=1):
            line = (one.id, seq, at, kind, body)
            connection.execute(_ADD_EVENT, (*line, event_checksum(*line)))
        stood = (one.seq, one.stage, int(one.open), one.held, encode_names(one.purses), one.task_id)
        checksum = row_checksum((one.id, one.user, one.fingerprint, one.at, *stood))
        connection.execute(
            _ADD_ROW, (one.id, one.account, one.user, one.request_id, one.fingerprint, *stood, one.at, checksum)
        )
