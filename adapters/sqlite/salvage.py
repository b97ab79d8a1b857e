"""What can still be read of a damaged ledger, brought into a whole one.

Rules (decision 45): every page is read on its own, so that what SQLite calls malformed as a whole still gives up its rows; a
generation is known by its events, its row fills in what they lack; what isn't what was written is not read; what is brought in
twice is there once. All is known where the numbers of the events have no gap and reach the file's mark, no row counts more events
than there are (without a mark: there is a row), no page is missing, and the small tables have as many rows as their census says.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imastudio.adapters.sqlite.checking import SETTINGS, note_known_wrong
from imastudio.adapters.sqlite.checksums import event_checksum, row_checksum
from imastudio.adapters.sqlite.marks import Mark
from imastudio.adapters.sqlite.pages import Pages, Record, Value
from imastudio.adapters.sqlite.purses import Purses, decode_names
from imastudio.adapters.sqlite.schema import COUNTED
from imastudio.adapters.sqlite.settings import PRUNED_EVENTS, is_pruning
from imastudio.adapters.system.event_codec import OWNER, PURSES, Unreadable, beside, decode_event
from imastudio.domain.lifecycle import Entry, Generation, ImpossibleMove, Salvage, Stage, fold

if TYPE_CHECKING:
    from sqlite3 import Connection

_EVENT_COLUMNS, _ROW_COLUMNS, _PURSE_COLUMNS, _NOTE_COLUMNS, _LOSS_COLUMNS, _SCHEMA_COLUMNS = 6, 13, 2, 3, 5, 5
_CENSUS = b"census"
_FOUND = (
    """
    CREATE TEMP TABLE found_event (id INTEGER, generation TEXT, seq INTEGER, at REAL, kind TEXT, body TEXT, checksum INTEGER,
                                   PRIMARY KEY (generation, seq)) WITHOUT ROWID
    """,
    "CREATE TEMP TABLE wrong_event (generation TEXT, seq INTEGER, PRIMARY KEY (generation, seq)) WITHOUT ROWID",
    """
    CREATE TEMP TABLE found_row (id TEXT PRIMARY KEY, account TEXT, user TEXT, request_id TEXT, fingerprint TEXT, seq INTEGER,
                                 stage TEXT, open INTEGER, held INTEGER, purses TEXT, task_id TEXT, owner TEXT, at REAL)
                                 WITHOUT ROWID
    """,
    "CREATE TEMP TABLE found_purse (name TEXT PRIMARY KEY, points INTEGER) WITHOUT ROWID",
    "CREATE TEMP TABLE found_loss (file TEXT PRIMARY KEY, at REAL, generations INTEGER, missing INTEGER, accepted REAL)",
    "CREATE TEMP TABLE found_account (name TEXT PRIMARY KEY, address TEXT, since REAL)",
    "CREATE TEMP TABLE found_setting (name TEXT PRIMARY KEY, value TEXT, at REAL)",
    "CREATE TEMP TABLE found_census (name TEXT PRIMARY KEY, rows INTEGER)",
)
_TABLES = (
    *("found_event", "wrong_event", "found_row", "found_purse", "found_loss"),
    *("found_account", "found_setting", "found_census"),
)
_NEWER_ROW = """
    INSERT INTO found_row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET (account, user, request_id, fingerprint, seq, stage, open, held, purses, task_id, owner, at)
        = (excluded.account, excluded.user, excluded.request_id, excluded.fingerprint, excluded.seq, excluded.stage,
           excluded.open, excluded.held, excluded.purses, excluded.task_id, excluded.owner, excluded.at)
    WHERE excluded.seq > found_row.seq
"""
_NEEDED = "SELECT id FROM found_row UNION SELECT generation FROM found_event"
_MINE = "SELECT seq, held FROM generation WHERE id = ?"
_EVENTS = "SELECT seq, at, kind, CAST(body AS BLOB) FROM found_event WHERE generation = ? ORDER BY seq"
_ADD_EVENTS = """
    INSERT OR IGNORE INTO event (generation, seq, at, kind, body, checksum)
    SELECT generation, seq, at, kind, body, checksum FROM found_event WHERE generation = ? AND seq > ? ORDER BY seq
"""
_ADD_ROW = """
    INSERT OR REPLACE INTO generation (id, account, user, request_id, fingerprint, seq, stage, open, held, purses, task_id,
                                       owner, at, checksum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ADD_ACCOUNT = """
    INSERT INTO account (name, address, since) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET address = excluded.address WHERE account.address = ''
"""
_GAPS = """
    SELECT (SELECT max(id) - count(*) FROM found_event),
           (SELECT sum(max(0, seq - (SELECT count(*) FROM found_event WHERE generation = found_row.id))) FROM found_row),
           (SELECT count(*) FROM wrong_event WHERE NOT EXISTS (SELECT 1 FROM found_event
            WHERE found_event.generation = wrong_event.generation AND found_event.seq = wrong_event.seq)),
           (SELECT count(DISTINCT generation) FROM found_event WHERE generation NOT IN (SELECT id FROM found_row))
"""


def salvage(source: Path, connection: "Connection", *, fresh: bool) -> Salvage:
    """Bring what the damaged file at `source` holds into the ledger of `connection`, in one transaction.

    `fresh` tells that the ledger takes its place: then the purses' own figures count too. Raises OSError.
    """
    for statement in _FOUND:
        connection.execute(statement)
    connection.execute("BEGIN IMMEDIATE")
    try:
        lost = _collect(source, connection)
        added, unknown = _bring_in(connection)
        uncounted = _restore(connection) if fresh else 0
        gaps, short, wrong, rowless = (int(number or 0) for number in connection.execute(_GAPS).fetchone())
        pruned = connection.execute("SELECT value FROM found_setting WHERE name = ?", (PRUNED_EVENTS,)).fetchone()
        (events,) = connection.execute("SELECT count(*) FROM found_event").fetchone()
        let_go = 0 if pruned is None else int(pruned[0])
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    finally:
        for table in _TABLES:
            connection.execute(f"DROP TABLE {table}")
    note_known_wrong(connection)
    marked = Mark(source).read()
    unsure = (
        0 if 0 < marked <= events + let_go else rowless
    )  # the mark says that there are no more; a row would have said so, too
    missing = max(
        lost + max(0, gaps - let_go) + short + wrong + unknown + uncounted + unsure,
        marked - events - let_go,
        0 if events else 1,
    )
    return Salvage(generations=added, events=events, missing=missing)


def _collect(source: Path, connection: "Connection") -> int:
    """Read all records of the file; return how much of it is known to be lost."""
    with Pages(source) as pages:
        roots = []
        for row_id, record in pages.records():
            if row_id is not None and len(record) == _SCHEMA_COLUMNS and isinstance(record[3], int):
                roots.append(record[3])
            elif row_id is not None and _is_event(record):
                _find_event(connection, row_id, record)
            elif row_id is None or _is_row(record):
                _find_line(connection, record)
        return pages.lost + sum(map(pages.is_lost, filter(None, roots)))


def _find_event(connection: "Connection", row_id: int, record: Record) -> None:
    """Note an event, where it is what was written."""
    generation, seq, at, kind, body = _texts(record)[1:_EVENT_COLUMNS]
    checksum = record[_EVENT_COLUMNS] if len(record) > _EVENT_COLUMNS else None
    written = event_checksum(generation, seq, at, kind, _bytes(record[_EVENT_COLUMNS - 1]))
    if checksum in {None, written}:
        line = (row_id, generation, seq, at, kind, body, checksum)
        connection.execute("INSERT OR IGNORE INTO found_event VALUES (?, ?, ?, ?, ?, ?, ?)", line)
    else:
        connection.execute("INSERT OR IGNORE INTO wrong_event VALUES (?, ?)", (generation, seq))


def _find_line(connection: "Connection", record: Record) -> None:
    """Note a row of one of the other tables, by its form."""
    values = _texts(record)
    if _is_row(record):
        row = values[:_ROW_COLUMNS]
        if len(record) == _ROW_COLUMNS or record[_ROW_COLUMNS] in {None, _checksum(row)}:
            connection.execute(_NEWER_ROW, row)
    elif _is_purse(record):
        connection.execute("INSERT OR REPLACE INTO found_purse VALUES (?, ?)", values)
    elif _is_loss(record):
        connection.execute("INSERT OR REPLACE INTO found_loss VALUES (?, ?, ?, ?, ?)", values)
    elif len(record) == _NOTE_COLUMNS and isinstance(record[0], bytes):
        _, value, last = record
        if isinstance(value, int) and last == _CENSUS:
            connection.execute("INSERT OR REPLACE INTO found_census VALUES (?, ?)", values[:2])
        elif isinstance(value, bytes) and isinstance(last, int | float):
            is_setting = values[0] in SETTINGS or is_pruning(values[0])
            table = "setting" if is_setting else "account"
            connection.execute(f"INSERT OR REPLACE INTO found_{table} VALUES (?, ?, ?)", values)  # noqa: S608


def _checksum(row: Sequence[Any]) -> int:
    """Return the checksum of a row that stands in the order of its columns."""
    generation, _, user, _, fingerprint, seq, stage, is_open, held, purses, task_id, _, at = row
    return row_checksum((generation, user, fingerprint, at, seq, stage, is_open, held, purses, task_id))


def _bring_in(connection: "Connection") -> tuple[int, int]:
    """Add generations; return how many, and of how many it isn't known whose they are or how they stand."""
    purses = Purses(connection)
    added = unknown = 0
    for (generation_id,) in connection.execute(_NEEDED).fetchall():
        row, whole = _row(connection, generation_id)
        mine = connection.execute(_MINE, (generation_id,)).fetchone() or (-1, 0)
        unknown += not whole
        if row["seq"] <= mine[0]:
            continue
        while _is_taken(connection, row):
            row["request_id"] += f" ({generation_id})"
        purses.change(decode_names(row["purses"]), row["held"] - mine[1])
        address = row.pop("address")
        connection.execute(_ADD_EVENTS, (generation_id, max(0, mine[0])))
        columns = list(row.values())
        connection.execute(_ADD_ROW, [*columns, _checksum(columns)])
        connection.execute(_ADD_ACCOUNT, (row["account"], address, row["at"]))
        added += 1
    purses.write()
    return added, unknown


def _row(connection: "Connection", generation_id: str) -> tuple[dict[str, Any], bool]:
    """Return the row of a generation, in the order of its columns, and whether it is known as a whole."""
    cursor = connection.execute("SELECT * FROM found_row WHERE id = ?", (generation_id,))
    found = cursor.fetchone()
    row = None if found is None else dict(zip((column[0] for column in cursor.description), found, strict=True))
    events = connection.execute(_EVENTS, (generation_id,)).fetchall()
    said = beside(events[0][3]) if events and events[0][0] == 1 else {}
    owner = {**dict.fromkeys(("account", "user", "request_id", "fingerprint", "address"), ""), **said.get(OWNER, {})}
    generation = _folded(generation_id, events)
    if row is not None:
        if generation is not None and len(events) > row["seq"]:  # a page of an older time
            row |= _stands(generation, len(events))
        return {**row, "address": owner["address"]}, True
    line = {
        "id": generation_id,
        "account": owner["account"],
        "user": owner["user"],
        "request_id": owner["request_id"] or generation_id,
        "fingerprint": owner["fingerprint"],
        "seq": events[-1][0],
        "stage": generation.stage.value if generation is not None else Stage.UNKNOWN.value,
        "open": int(generation is not None and generation.open),
        "held": generation.held if generation is not None else 0,
        "purses": json.dumps(said.get(PURSES, [])),
        "task_id": generation.task_id if generation is not None else None,
        "owner": None,
        "at": events[0][1],
        "address": owner["address"],
    }
    return line, generation is not None and OWNER in said


def _folded(generation_id: str, events: list[tuple[int, float, str, bytes]]) -> Generation | None:
    """Return what the events tell, or None where one is missing or can't be read."""
    if [seq for seq, *_ in events] != list(range(1, len(events) + 1)):
        return None
    try:
        return fold(generation_id, [Entry(at, decode_event(kind, body)) for _, at, kind, body in events])
    except (Unreadable, ImpossibleMove, ValueError):
        return None


def _stands(generation: Generation, seq: int) -> dict[str, Any]:
    return {
        "seq": seq,
        "stage": generation.stage.value,
        "open": int(generation.open),
        "held": generation.held,
        "task_id": generation.task_id,
    }


def _is_taken(connection: "Connection", row: Mapping[str, Any]) -> bool:
    same = "SELECT 1 FROM generation WHERE account = ? AND user = ? AND request_id = ? AND id <> ?"
    return connection.execute(same, (row["account"], row["user"], row["request_id"], row["id"])).fetchone() is not None


def _restore(connection: "Connection") -> int:
    """Keep what no row tells; return how many rows of the small tables are missing.

    These are points of purses whose generations are gone, losses that nobody accepted, the time zone, and whose address a key is.
    """
    connection.execute(
        "INSERT INTO purse SELECT name, points FROM found_purse WHERE true"
        " ON CONFLICT (name) DO UPDATE SET points = max(points, excluded.points)"
    )
    connection.execute("INSERT OR IGNORE INTO loss SELECT file, at, generations, missing, accepted FROM found_loss")
    connection.execute("INSERT OR IGNORE INTO setting SELECT name, value, at FROM found_setting")
    connection.execute(
        "INSERT INTO account SELECT name, address, since FROM found_account WHERE true"
        " ON CONFLICT (name) DO UPDATE SET address = excluded.address WHERE account.address = ''"
    )
    counted = "SELECT sum(max(0, found_census.rows - census.rows)) FROM found_census JOIN census USING (name)"
    (uncounted,) = connection.execute(counted).fetchone()
    # A file that has checksums has a census, too: without its rows nobody knows what the small tables held.
    (checked,) = connection.execute("SELECT count(*) FROM found_event WHERE checksum IS NOT NULL").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM found_census").fetchone()
    return int(uncounted or 0) + (max(0, len(COUNTED) - int(tables)) if checked else 0)


def _is_event(record: Record) -> bool:
    if len(record) < _EVENT_COLUMNS:
        return False
    _, generation, seq, at, kind, body = record[:_EVENT_COLUMNS]
    texts = all(isinstance(value, bytes) for value in (generation, kind, body))
    return texts and isinstance(seq, int) and seq > 0 and isinstance(at, int | float)


def _is_row(record: Record) -> bool:
    if len(record) < _ROW_COLUMNS:
        return False
    *texts, seq, stage, is_open, held, purses, task_id, owner, at = record[:_ROW_COLUMNS]
    numbers = all(isinstance(value, int) for value in (seq, is_open, held)) and isinstance(at, int | float)
    return (
        numbers
        and all(isinstance(value, bytes) for value in (*texts, stage, purses))
        and all(isinstance(value, bytes | None) for value in (task_id, owner))
    )


def _is_purse(record: Record) -> bool:
    return len(record) == _PURSE_COLUMNS and isinstance(record[0], bytes) and isinstance(record[1], int)


def _is_loss(record: Record) -> bool:
    if len(record) != _LOSS_COLUMNS or not isinstance(record[0], bytes):
        return False
    return all(isinstance(value, int | float) for value in record[1:4]) and not isinstance(record[4], bytes)


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""


def _texts(record: Record) -> list[Any]:
    """Return the values with their texts decoded."""
    return [value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in record]
