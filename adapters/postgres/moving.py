"""A whole ledger out of a database, or into one that holds none.

Rules: nobody may be at work on it; into a database it comes in one transaction, and stays only if it is what was meant to come.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.schema import REAL, Place, prepare
from imastudio.adapters.system.ledger_contents import LedgerContents, StoredGeneration, TallyCount, tally_of, verified
from imastudio.adapters.system.storable import key
from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import LedgerTally, Verification

if TYPE_CHECKING:
    from psycopg import Connection

_ALL = """
    SELECT g.id, g.account, g.user_id, g.request_id, g.fingerprint, g.seq, g.stage, g.open, g.held, g.purses, g.task_id, g.at,
           e.at, e.kind, e.body
    FROM ima.generation g LEFT JOIN ima.event e ON e.generation = g.id ORDER BY g.id, e.seq
"""
_WIDTH = 12
_LINES_AT_ONCE = 2_000
_EMPTY = "SELECT NOT EXISTS (SELECT 1 FROM ima.generation) AND NOT EXISTS (SELECT 1 FROM ima.purse WHERE points <> 0)"
_THERE = "SELECT to_regclass('ima.migration') IS NOT NULL"
_RUNNING = "SELECT EXISTS (SELECT ima.living()) OR EXISTS (SELECT 1 FROM ima.content)"
_TABLES = "ima.generation, ima.event, ima.purse, ima.account, ima.setting, ima.loss, ima.owner, ima.content"
_ROWS = """
    COPY ima.generation (id, account, user_id, request_id, fingerprint, seq, stage, open, held, purses, task_id, at) FROM STDIN
"""


class PostgresMover:
    """Reads or writes all of the ledger in `database`. Raises LedgerUnavailable."""

    def __init__(self, database: Database, place: Place = REAL) -> None:
        """Connect to nothing yet."""
        self._database = database
        self._place = place

    @contextmanager
    def reading(self, *, alone: bool = True) -> Iterator[LedgerContents]:
        """Read what is there: no_ledger, unsound, and `alone` running (also where orders wait for a worker)."""
        with self._transaction(alone=alone) as connection:
            found = verified(self._contents(connection))
            self._need(not (found.wrong_rows or found.wrong_purses), "unsound")
            yield self._contents(connection)

    def verify(self) -> Verification:
        """Fold every row anew, and add up every purse."""
        with self._transaction(alone=False) as connection:
            return verified(self._contents(connection))

    def write(self, contents: LedgerContents) -> LedgerTally:
        """Bring in all of it, or nothing: not_empty, running, differs."""
        asyncio.run(self._prepare())
        with self._transaction() as connection:
            self._need(self._is(connection, _EMPTY), "not_empty")
            connection.execute(self._place.sql(f"TRUNCATE {_TABLES} CASCADE"))
            counting = TallyCount(contents)
            self._add_all(connection, contents, counting)
            tally = counting.tally()
            self._need(tally_of(self._contents(connection)) == tally, "differs")
        return tally

    async def _prepare(self) -> None:
        async with await self._database.connect_async() as connection:
            try:
                await prepare(connection, self._place)
            except Exception as error:
                raise self._database.translated(error) from error

    @contextmanager
    def _transaction(self, *, alone: bool = True) -> "Iterator[Connection]":
        """Give a connection for one look; `alone`, everybody else is kept from writing and from becoming an owner meanwhile."""
        import psycopg

        with self._database.connect() as connection:
            try:
                self._need(self._is(connection, _THERE), "no_ledger")
                with connection.transaction():
                    if alone:
                        connection.execute(self._place.sql(f"LOCK TABLE {_TABLES} IN EXCLUSIVE MODE"))
                        self._need(not self._is(connection, _RUNNING), "running")
                    else:
                        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    yield connection
            except psycopg.Error as error:
                raise self._database.translated(error) from error

    def _is(self, connection: "Connection", question: str) -> bool:
        found = connection.execute(self._place.sql(question)).fetchone()
        return found is not None and bool(found[0])

    def _need(self, holds: object, reason: str) -> None:
        if not holds:
            raise self._database.translated(unavailable(reason, place=self._database.shown))

    def _contents(self, connection: "Connection") -> LedgerContents:
        def all_of(statement: str) -> tuple[Any, ...]:
            return tuple(connection.execute(self._place.sql(statement)).fetchall())

        return LedgerContents(
            accounts=all_of("SELECT name, address, since FROM ima.account"),
            settings=all_of("SELECT name, value FROM ima.setting"),
            losses=all_of("SELECT file, at, generations, missing, accepted FROM ima.loss"),
            purses=all_of("SELECT name, points FROM ima.purse"),
            generations=self._generations(connection),
        )

    def _generations(self, connection: "Connection") -> Iterator[StoredGeneration]:
        with connection.cursor("generations") as cursor:
            cursor.itersize = _LINES_AT_ONCE
            cursor.execute(self._place.sql(_ALL))
            for columns, lines in groupby(cursor, key=lambda line: line[:_WIDTH]):
                *first, purses, task_id, at = columns
                events = tuple(line[_WIDTH:] for line in lines if line[_WIDTH] is not None)
                yield StoredGeneration(*(*first, tuple(purses), task_id, at, events))

    def _add_all(self, connection: "Connection", contents: LedgerContents, counting: TallyCount) -> None:
        cursor = connection.cursor()

        def add(statement: str, lines: list[tuple[Any, ...]]) -> None:
            cursor.executemany(self._place.sql(statement), lines)

        add(
            "INSERT INTO ima.account (name, address, since) VALUES (%s, %s, %s)",
            [(key(name), key(address), since) for name, address, since in contents.accounts],
        )
        add("INSERT INTO ima.setting (name, value) VALUES (%s, %s)", [*contents.settings])
        add("INSERT INTO ima.loss VALUES (%s, %s, %s, %s, %s)", [*contents.losses])
        add("INSERT INTO ima.purse VALUES (%s, %s)", [(key(name), points) for name, points in contents.purses])
        passing = counting.passing()
        while lot := list(islice(passing, _LINES_AT_ONCE)):
            with cursor.copy(self._place.sql(_ROWS)) as rows:
                for one in lot:
                    rows.write_row(_row(one))
            with cursor.copy(self._place.sql("COPY ima.event (generation, seq, at, kind, body) FROM STDIN")) as events:
                for one in lot:
                    for seq, event in enumerate(one.events, start=1):
                        events.write_row((key(one.id), seq, *event))


def _row(one: StoredGeneration) -> tuple[Any, ...]:
    return (
        *map(key, (one.id, one.account, one.user, one.request_id, one.fingerprint)),
        *(one.seq, one.stage, one.open, one.held, [*map(key, one.purses)]),
        *(None if one.task_id is None else key(one.task_id), one.at),
    )
