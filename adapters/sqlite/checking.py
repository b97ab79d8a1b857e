"""Whether a ledger holds what it ought to, as a whole: what SQLite's own check finds, and what it can't see.

Rules: every event and every row is what was written, the events have no gap, each row counts its events, a purse holds at least
what its orders hold, and the small tables have as many rows as were put in. A loss that a person was told of is no news: what
was wrong when it was noted is allowed from then on.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

from imastudio.adapters.sqlite.checksums import event_checksum, row_checksum
from imastudio.adapters.sqlite.purses import decode_names
from imastudio.adapters.sqlite.schema import APPLICATION_ID, CHECKED_SINCE, COUNTED, MIGRATIONS, migrate, version_of
from imastudio.adapters.sqlite.settings import PRUNED_EVENTS, is_pruning, read_number
from imastudio.adapters.system.ledger_settings import TIMEZONE

if TYPE_CHECKING:
    from sqlite3 import Connection

KNOWN_WRONG = "known_wrong"
"""The setting that tells how much was wrong when the latest loss was noted."""
SETTINGS = frozenset({TIMEZONE, KNOWN_WRONG})
_COLUMNS = """
    SELECT tables.name, columns.name, columns.type FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table'
"""
_GAP = "SELECT ifnull(max(id), 0) - count(*), count(*) FROM event"
_COUNTED = "SELECT ifnull(sum(seq), 0) FROM generation"
_UNEQUAL = "SELECT id FROM generation WHERE seq <> (SELECT count(*) FROM event WHERE event.generation = generation.id)"
_EVENTS = "SELECT checksum, generation, seq, at, kind, CAST(body AS BLOB) FROM event WHERE checksum IS NOT NULL"
_ROWS = """
    SELECT checksum, id, user, fingerprint, at, seq, stage, open, held, purses, task_id FROM generation
    WHERE checksum IS NOT NULL
"""


def is_whole(connection: "Connection") -> bool:
    """Tell whether nothing is wrong beyond what a person was told of. Raises sqlite3.Error."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if str(verdict) != "ok" or not _has_our_form(connection):
        return False
    allowed = known_wrong(connection)
    return len(list(islice(wrong(connection), allowed + 1))) <= allowed


def _has_our_form(connection: "Connection") -> bool:
    """Tell whether all our tables and their columns are there: a name that a broken byte changed is no broken page."""
    import sqlite3

    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:  # another's database is none of our business
        return True
    version = version_of(connection)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as ours:
        migrate(ours, MIGRATIONS[:version])
        return set(ours.execute(_COLUMNS)) <= set(connection.execute(_COLUMNS))


def known_wrong(connection: "Connection") -> int:
    """Return how much was wrong when the latest loss was noted."""
    if version_of(connection) < CHECKED_SINCE:
        return 0
    found = connection.execute("SELECT value FROM setting WHERE name = ?", (KNOWN_WRONG,)).fetchone()
    return int(found[0]) if found is not None else 0


def note_known_wrong(connection: "Connection") -> None:
    """Allow from now on what is wrong at this moment."""
    found = sum(1 for _ in wrong(connection))
    if found:
        connection.execute(
            "INSERT INTO setting (name, value, at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (KNOWN_WRONG, str(found), time.time()),
        )
    else:
        connection.execute("DELETE FROM setting WHERE name = ?", (KNOWN_WRONG,))


def wrong(connection: "Connection") -> Iterator[str]:
    """Yield all that is wrong with the content of a ledger whose pages are right, as short sentences."""
    if version_of(connection) < CHECKED_SINCE:
        return
    connection.execute("BEGIN")  # one look, while others write
    try:
        yield from _wrong_counts(connection)
        yield from _wrong_purses(connection)
        for checksum, *event in connection.execute(_EVENTS):
            if checksum != event_checksum(*event):
                yield f"event {event[1]} of {event[0]} isn't what was written"
        for checksum, *row in connection.execute(_ROWS):
            if checksum != row_checksum(row):
                yield f"the row of {row[0]} isn't what was written"
    finally:
        connection.rollback()


def _wrong_counts(connection: "Connection") -> Iterator[str]:
    gap, events = connection.execute(_GAP).fetchone()
    gap -= read_number(connection, PRUNED_EVENTS)
    if gap:
        yield f"{gap} events are missing"
    (counted,) = connection.execute(_COUNTED).fetchone()
    if counted != events:
        yield f"the rows count {counted} events, and there are {events}"
    for (name,) in connection.execute(_UNEQUAL):
        yield f"the row of {name} doesn't count its events"
    census = dict(connection.execute("SELECT name, rows FROM census").fetchall())
    for table in COUNTED:
        (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own words
        if rows != census.get(table):
            yield f"{table} has {rows} rows instead of {census.get(table)}"
    # Tables of the same form may have changed places.
    for (name,) in connection.execute("SELECT name FROM setting"):
        if name not in SETTINGS and not is_pruning(name):
            yield f"{name} is no setting"
    for (name,) in connection.execute("SELECT DISTINCT account FROM generation EXCEPT SELECT name FROM account"):
        yield f"the account {name} is not among the accounts"


def _wrong_purses(connection: "Connection") -> Iterator[str]:
    held: Counter[str] = Counter()
    for purses, points in connection.execute("SELECT purses, sum(held) FROM generation GROUP BY purses"):
        try:
            held.update(dict.fromkeys(decode_names(purses), points))
        except (ValueError, TypeError):
            yield "a row names no purses"
    kept = dict(connection.execute("SELECT name, points FROM purse").fetchall())
    for name, points in held.items():
        if kept.get(name, 0) < points:
            yield f"the purse {name} holds less than its orders"
