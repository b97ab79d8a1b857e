"""Rows read back: one statement, each generation folded from its events."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import attrs

from imastudio.adapters.system.event_codec import decode_event
from imastudio.adapters.system.ledger_rows import Columns, fold_row
from imastudio.adapters.system.storable import key
from imastudio.domain.lifecycle import MIN_NAME_CHARS, PRUNABLE, Entry, Query, Row

_SELECT = """
    SELECT g.id, g.account, g.user_id, g.request_id, g.fingerprint, g.seq, g.stage, g.open, g.held, g.task_id, g.owner, g.at,
           coalesce((SELECT address FROM ima.account WHERE name = g.account), ''),
           g.open AND (g.owner IN (SELECT ima.living())
                       OR (g.owner IS NULL AND EXISTS (SELECT 1 FROM ima.content WHERE generation = g.id))),
           e.seq, e.at, e.kind, e.body
    FROM (SELECT * FROM ima.generation {where}) AS g LEFT JOIN ima.event e ON e.generation = g.id
    ORDER BY g.at DESC, g.id DESC, e.seq
"""
_WIDTH = len(attrs.fields(Columns))
LOAD = _SELECT.format(where="WHERE id = %(id)s")
LOAD_ALL = _SELECT.format(where="WHERE id = ANY(%(ids)s)")
FIND = _SELECT.format(
    where="""
    WHERE account = %(account)s AND id IN (
        SELECT id FROM ima.generation WHERE id = %(name)s
        UNION ALL SELECT id FROM ima.generation WHERE task_id = %(name)s
        UNION ALL SELECT id FROM ima.generation WHERE account = %(account)s AND request_id = %(name)s
        UNION ALL SELECT id FROM ima.generation
                  WHERE length(%(name)s) >= %(shortest)s AND id > %(name)s AND id < %(name)s || chr(1114111)
    )"""
)
_UNKNOWN = """
    (open OR stage = 'unknown')
    AND (stage = 'unknown' OR stage = 'sending' AND coalesce(owner NOT IN (SELECT ima.living()), TRUE))
"""
OTHER_KEYS = """
    SELECT a.name, (SELECT count(*) FROM ima.generation WHERE account = a.name AND open)
                   + (SELECT count(*) FROM ima.generation WHERE account = a.name AND stage = 'unknown' AND NOT open), newest.at
    FROM ima.account a, LATERAL (SELECT max(at) AS at FROM ima.generation WHERE account = a.name) AS newest
    WHERE a.address IN (%s, '') AND a.name <> %s AND newest.at IS NOT NULL ORDER BY newest.at DESC
"""
HISTORY = "SELECT seq, at, kind, body FROM ima.event WHERE generation = %s ORDER BY seq"
HOLDS = "SELECT 1 FROM ima.generation WHERE id = %s AND seq = %s AND owner = %s"
SPENT = "SELECT points FROM ima.purse WHERE name = %s"
LOSSES = "SELECT file, at, generations, missing FROM ima.loss WHERE accepted IS NULL ORDER BY at"


def found_by_name(account: str, name: str) -> dict[str, Any]:
    """Return the values of `FIND`."""
    return {"account": key(account), "name": key(name), "shortest": MIN_NAME_CHARS}


def chosen(query: Query) -> tuple[str, dict[str, Any]]:
    """Return the statement that reads the rows asked for, and its values."""
    columns = {
        "account": query.account,
        "user_id": query.user,
        "request_id": query.request_id,
        "fingerprint": query.fingerprint,
    }
    values: dict[str, Any] = {name: key(value) for name, value in columns.items() if value is not None}
    terms = ["TRUE", *(f"{name} = %({name})s" for name in values)]
    if query.request_id is None:
        terms.append("seq > 0")  # of what was let go of, the row alone is there: for who says its request id again
    if query.stage is not None:
        terms.append(f"stage = '{query.stage.value}'")
    if query.open is not None:
        terms.append("open" if query.open else "NOT open")
    if query.unsettled:
        terms.append("(open OR stage = 'unknown')")
    if query.unknown:
        terms.append(_UNKNOWN)
    if query.since is not None:
        terms.append("at >= %(since)s")
    if query.until is not None:
        terms.append("at < %(until)s")
    values |= {"since": query.since, "until": query.until}
    limit = "" if query.limit is None else f" ORDER BY at DESC, id DESC LIMIT {max(0, query.limit):d}"
    return _SELECT.format(where=f"WHERE {' AND '.join(terms)}{limit}"), values


OLD = f"""
    SELECT id FROM ima.generation
    WHERE id > %(after)s AND at < %(before)s AND NOT open AND seq > 0
          AND stage IN ({", ".join(f"'{stage.value}'" for stage in sorted(PRUNABLE))})
    ORDER BY id LIMIT %(most)s
"""  # noqa: S608 - our own words
NAMED = _SELECT.format(where="WHERE id = ANY(%s) FOR UPDATE")


def folded(found: Iterable[tuple[Any, ...]]) -> Sequence[Row]:
    """Return the rows that a statement found."""
    return [
        attrs.evolve(fold_row(Columns(*columns[:_WIDTH]), _entries(lines)), alive=bool(columns[_WIDTH]))
        for columns, lines in groupby(found, key=lambda line: line[: _WIDTH + 1])
    ]


def _entries(lines: Iterable[tuple[Any, ...]]) -> Iterator[Entry]:
    """Yield what the lines tell. Raises Unreadable."""
    for *_, seq, at, kind, body in lines:
        if seq is None:
            return  # the row alone is there
        yield Entry(at, decode_event(kind, body))
