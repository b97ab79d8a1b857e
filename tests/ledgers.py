"""What the tests of ledgers share: entries, histories that may happen, and ledgers filled with them."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
from hypothesis import strategies as st

from imastudio.adapters.sqlite import reading
from imastudio.adapters.sqlite.checksums import event_checksum, row_checksum
from imastudio.domain.lifecycle.events import Entry, Intended, NotYet, Recorded, Sending
from imastudio.domain.lifecycle.generation import Generation, ImpossibleMove, fold, intended
from imastudio.domain.lifecycle.rows import Owner
from imastudio.ports.ledger import Ledger
from imastudio.testing.contracts.ledger import OWNER, begin_all
from imastudio.testing.strategies import an_order, events, orders, prompts


def owner(request_id: str, **changes: str) -> Owner:
    """Return the owner of another request."""
    return attrs.evolve(OWNER, request_id=request_id, **changes)


def told(*happened: Recorded, at: float = 100.0, prompt: str | None = None, **order: Any) -> list[Entry]:
    """Return the entries of an order that was sent, and then of what happened, a second apart."""
    first = Intended(an_order(**order), prompt)
    return [Entry(at + second, event) for second, event in enumerate([first, Sending(), *happened])]


async def begin(
    ledger: Ledger,
    generation_id: str,
    entries: list[Entry],
    *,
    whose: Owner | None = None,
    purses: dict[str, int | None] | None = None,
) -> Generation:
    """Begin with the first two of `entries` and append the others one by one; `generation_id` is the request id too."""
    return await begin_all(ledger, generation_id, entries, owner=whose or owner(generation_id), purses=purses)


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Draw entries that may happen, two or more."""
    order, prompt = draw(orders), draw(prompts)
    entries = [Entry(1000.0, Intended(order, prompt))]
    generation = intended("g", order, 1000.0, prompt)
    for at, event in enumerate(draw(st.lists(events, max_size=20)), start=1001):
        try:
            generation = generation.heard(event, float(at))
        except ImpossibleMove:
            continue
        if not isinstance(event, NotYet):
            entries.append(Entry(float(at), event))
    return entries


def wrong_in(path: Path) -> list[object]:
    """Return the rows of a file that do not follow from its events, and the purses that hold less than the rows do."""
    found: list[object] = []
    held: Counter[str] = Counter()
    with closing(sqlite3.connect(path)) as connection:
        for name, seq, stage, is_open, points, task_id, purses in connection.execute(
            "SELECT id, seq, stage, open, held, task_id, purses FROM generation"
        ).fetchall():
            row = reading.load(connection, lambda _: False, name)
            if row is not None and row.readable:
                entries = reading.history(connection, name)
                folded = fold(name, entries)
                stands = (seq, stage, bool(is_open), points, task_id)
                follows = (len(entries), folded.stage.value, folded.open, folded.held, folded.task_id)
                found += [] if stands == follows else [(name, stands, follows)]
            held.update(dict.fromkeys(json.loads(purses), points))
        kept = Counter(dict(connection.execute("SELECT name, points FROM purse").fetchall()))
    return [*found, *(name for name in held if kept[name] < held[name])]


def write_as_another_version(path: Path, statement: str) -> None:
    """Change what stands in a ledger as a version that wrote something else would have: with the checksums of that."""
    connection = sqlite3.connect(path)
    connection.execute(statement)
    events = "SELECT id, generation, seq, at, kind, CAST(body AS BLOB) FROM event"
    for number, *event in connection.execute(events).fetchall():
        connection.execute("UPDATE event SET checksum = ? WHERE id = ?", (event_checksum(*event), number))
    rows = "SELECT id, user, fingerprint, at, seq, stage, open, held, purses, task_id FROM generation"
    for row in connection.execute(rows).fetchall():
        connection.execute("UPDATE generation SET checksum = ? WHERE id = ?", (row_checksum(row), row[0]))
    connection.commit()
    connection.close()
