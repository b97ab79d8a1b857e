"""Rows read back: one statement, all fetched at once, each generation folded from its events.

Rules: a generation with an event that this version cannot read is shown with what its row tells, and never driven.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from imastudio.adapters.sqlite.checksums import check_event
from imastudio.adapters.sqlite.sqlite_text import column
from imastudio.adapters.system.event_codec import decode_event
from imastudio.adapters.system.ledger_rows import Columns, fold_row
from imastudio.domain.lifecycle import (
    MIN_NAME_CHARS,
    Entry,
    Loss,
    OtherKey,
    Query,
    Row,
    is_unknown,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

    from imastudio.adapters.sqlite.owners import Owners

    Alive = Callable[[str | None], bool]

_Line: TypeAlias = tuple[int, float, str, bytes, int | None]
SELECT = """
    SELECT g.id, g.account, g.user, g.request_id, g.fingerprint, g.seq, g.stage, g.open, g.held, g.task_id, g.owner, g.at,
           ifnull((SELECT address FROM account WHERE name = g.account), ''),
           e.seq, e.at, e.kind, CAST(e.body AS BLOB), e.checksum
    FROM (SELECT * FROM generation {where}) AS g LEFT JOIN event AS e ON e.generation = g.id
    ORDER BY g.at DESC, g.id DESC, e.seq
"""
# One look in an index for each meaning of the name: an OR, or account without its plus, would read every row of the account.
_FOUND = """
    WHERE +account = :account AND id IN (
        SELECT id FROM generation WHERE id = :name
        UNION ALL SELECT id FROM generation WHERE task_id = :name
        UNION ALL SELECT id FROM generation WHERE account = :account AND request_id = :name
        UNION ALL SELECT id FROM generation
                  WHERE length(:name) >= :shortest AND id > :name AND id < :name || char(0x10FFFF)
    )
"""


_ROWIDS = "SELECT rowid FROM generation WHERE {where}"
_DRIVERS = """
    SELECT owner FROM generation WHERE open = 1 {alike} AND owner < :own
    UNION SELECT owner FROM generation WHERE open = 1 {alike} AND owner > :own
    UNION SELECT owner FROM generation WHERE open = 1 {alike} AND owner IS NULL
"""
_HISTORY = "SELECT seq, at, kind, CAST(body AS BLOB), checksum FROM event WHERE generation = ? ORDER BY seq"
_WIDTH = len(attrs.fields(Columns))
_OTHER_KEYS = """
    SELECT name, (SELECT count(*) FROM generation WHERE +account = name AND open = 1)
           + (SELECT count(*) FROM generation WHERE account = name AND stage = 'unknown'),
           (SELECT max(at) FROM generation WHERE account = name) AS newest
    FROM account WHERE address IN (?, '') AND name <> ? AND newest IS NOT NULL ORDER BY newest DESC
"""


def other_keys(connection: "Connection", account: str, address: str) -> Sequence[OtherKey]:
    """Return the other accounts of an address that have generations, the newest first."""
    return [
        OtherKey(account=name, unsettled=unsettled, at=at)
        for name, unsettled, at in connection.execute(_OTHER_KEYS, (column(address), column(account))).fetchall()
    ]


def losses(connection: "Connection") -> tuple[Loss, ...]:
    """Return what damaged files lost, oldest first."""
    found = connection.execute("SELECT file, at, generations, missing, accepted IS NOT NULL FROM loss ORDER BY at")
    return tuple(
        Loss(file=file, at=at, generations=generations, missing=missing, accepted=bool(accepted))
        for file, at, generations, missing, accepted in found.fetchall()
    )


def load(connection: "Connection", alive: "Alive", generation_id: str) -> Row | None:
    """Return a generation by our id."""
    return next(iter(_read(connection, alive, "WHERE id = :id", {"id": column(generation_id)})), None)


def find(connection: "Connection", alive: "Alive", account: str, name: str) -> Sequence[Row]:
    """Return the generations that `name` may mean."""
    values = {"account": column(account), "name": column(name), "shortest": MIN_NAME_CHARS}
    return _read(connection, alive, _FOUND, values)


def rows(connection: "Connection", alive: "Alive", query: Query, own: str | None = None) -> Sequence[Row]:
    """Return the rows asked for. `own` is who lives for sure: what it drives is not even looked at for what is unknown."""
    if query.unknown:
        return [row for row in _unknown(connection, alive, query, own) if is_unknown(row)]
    where, values = choose(query)
    return _read(connection, alive, where, values)


def all_rows(connection: "Connection", queries: Sequence[Query], owners: "Owners") -> Sequence[Sequence[Row]]:
    """Return the rows that each of `queries` asks for; those that ask the same are answered at once."""
    answers = {query: rows(connection, owners.alive, query, owners.name) for query in dict.fromkeys(queries)}
    return [answers[query] for query in queries]


def by_numbers(connection: "Connection", numbers: Sequence[int]) -> Sequence[Row]:
    """Return the rows of these numbers."""
    return _read(connection, lambda _: False, f"WHERE rowid IN ({','.join(map(str, numbers))})", {})


def _unknown(connection: "Connection", alive: "Alive", query: Query, own: str | None) -> Sequence[Row]:
    """Return the rows that may be unknown: nothing that a living process drives is read, however much that is."""
    alike = "" if query.fingerprint is None else "AND fingerprint = :fingerprint"
    values = {"own": own or "", "fingerprint": column(query.fingerprint or "")}
    owners = connection.execute(_DRIVERS.format(alike=alike), values).fetchall()
    dead = [owner for (owner,) in owners if not alive(owner)]
    where, values = choose(query, dead)
    return _read(connection, alive, where, values)


def choose(query: Query, dead: Sequence[str | None] = ()) -> tuple[str, dict[str, str]]:
    """Return the clause that chooses the rows asked for, and its values; what `dead` owners left on its way is unknown.

    What is open or unknown is spelled out: SQLite takes a partial index for a literal alone, never for a bound value. A
    fingerprint, and what is open, is rarer than anything else: the plus keeps the other columns from being looked up instead.
    https://www.sqlite.org/optoverview.html, section 3
    """
    asked = {
        "account": query.account,
        "user": query.user,
        "request_id": query.request_id,
        "fingerprint": query.fingerprint,
    }
    values = {name: column(value) for name, value in asked.items() if value is not None}
    rare = query.fingerprint is not None or query.open or query.unsettled or query.unknown
    terms = ["TRUE", *(f"{'+' if rare and name in {'account', 'user'} else ''}{name} = :{name}" for name in values)]
    if query.request_id is None:
        terms.append("seq > 0")  # of what was let go of, the row alone is there: for who says its request id again
    if query.stage is not None:
        terms.append(f"stage = '{query.stage.value}'")
    if query.open is not None:
        terms.append(f"open = {query.open:d}")
    if query.unsettled or query.unknown:
        alike = "" if query.fingerprint is None else "AND fingerprint = :fingerprint"
        looked = [f"open = 1 {_of_dead(dead, values)}"] if dead else ["open = 1"] if query.unsettled else []
        each = [_ROWIDS.format(where=f"{one} {alike}") for one in (*looked, "stage = 'unknown'")]
        terms.append(f"rowid IN ({' UNION ALL '.join(each)})")
    if query.since is not None:
        terms.append(f"at >= {query.since!r}")
    if query.until is not None:
        terms.append(f"at < {query.until!r}")
    limit = "" if query.limit is None else f" ORDER BY at DESC, id DESC LIMIT {max(0, query.limit):d}"
    return f"WHERE {' AND '.join(terms)}{limit}", values


def _of_dead(dead: Sequence[str | None], values: dict[str, str]) -> str:
    """Return the clause that chooses what these owners left on its way, and add its values."""
    names = {f"dead{nth}": column(owner) for nth, owner in enumerate(dead) if owner is not None}
    values.update(names)
    nobodys = " OR owner IS NULL" if None in dead else ""
    return f"AND stage = 'sending' AND (owner IN ({', '.join(f':{name}' for name in names)}){nobodys})"


def holds(connection: "Connection", asked: Sequence[tuple[str, int]], owners: "Owners") -> Sequence[bool]:
    """Tell of each generation, and one of its entries, whether it is ours, and still at that entry."""
    names = [column(generation_id) for generation_id, _ in asked]
    places = ",".join("?" * len(names))
    found = connection.execute(f"SELECT id, seq, owner FROM generation WHERE id IN ({places})", names)  # noqa: S608
    ours = {(name, seq) for name, seq, owner in found.fetchall() if owners.is_ours(owner)}
    return [(name, seq) in ours for name, (_, seq) in zip(names, asked, strict=True)]


def history(connection: "Connection", generation_id: str) -> Sequence[Entry]:
    """Return the entries of a generation. Raises Unreadable."""
    return list(_entries(generation_id, connection.execute(_HISTORY, (generation_id,)).fetchall()))


def _read(connection: "Connection", alive: "Alive", where: str, values: dict[str, Any]) -> Sequence[Row]:
    found = connection.execute(SELECT.format(where=where), values).fetchall()
    living: dict[str | None, bool] = {}
    result = []
    for columns, lines in groupby(found, key=lambda line: line[:_WIDTH]):
        row = fold_row(Columns(*columns), _entries(columns[0], (line[_WIDTH:] for line in lines)))
        owner = columns[10]
        if columns[7] and owner not in living:
            living[owner] = alive(owner)
        result.append(attrs.evolve(row, alive=bool(columns[7]) and living[owner]))
    return result


def _entries(generation_id: str, lines: Iterable[_Line]) -> Iterator[Entry]:
    """Yield what the lines tell. Raises Unreadable, or what SQLite raises where one isn't what was written."""
    for seq, at, kind, body, checksum in lines:
        if seq is None:
            return  # the row alone is there
        check_event(checksum, generation_id, (seq, at, kind, body))
        yield Entry(at, decode_event(kind, body))
