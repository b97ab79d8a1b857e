"""What is written, statement by statement. Everything here runs inside a write transaction of the caller.

Rules: events are only ever added; the row and the purses change in the same commit as the events they follow from.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from imastudio.adapters.sqlite.codec import KINDS, Unreadable, encode_event
from imastudio.adapters.sqlite.reading import history, load
from imastudio.adapters.sqlite.schema import VERSION, version_of
from imastudio.adapters.sqlite.texts import column
from imastudio.adapters.sqlite.trouble import unavailable
from imastudio.domain.events import Entry
from imastudio.domain.forgetting import forgotten
from imastudio.domain.generation import Generation, fold
from imastudio.ports.ledger import BeginAnswer, Begun, OverBudget, Owner, Row, Twin

if TYPE_CHECKING:
    from sqlite3 import Connection

    from imastudio.adapters.sqlite.owners import Owners

_TWIN = """
    SELECT id FROM generation WHERE account = :account AND request_id = :request_id AND user = :user
    UNION ALL SELECT id FROM generation WHERE id = :id
"""
_INSERT = """
    INSERT INTO generation (id, account, user, request_id, fingerprint, seq, stage, open, held, purses, task_id, owner, at)
    VALUES (:id, :account, :user, :request_id, :fingerprint, :seq, :stage, :open, :held, :purses, :task_id, :owner, :at)
"""
_FOLD = """
    UPDATE generation SET seq = :seq, stage = :stage, open = :open, held = :held, purses = :purses, task_id = :task_id,
                          owner = :owner
    WHERE id = :id
"""
_EVENT = "INSERT INTO event (generation, seq, at, kind, body) VALUES (?, ?, ?, ?, ?)"
_RESERVE = """
    INSERT INTO purse (name, points) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET points = points + excluded.points
"""


@attrs.frozen(kw_only=True)
class Step:
    """Entries to be added to a generation, and the fold after them."""

    generation: Generation
    entries: Sequence[Entry]
    seq: int = 0


@attrs.frozen
class _Standing:
    seq: int
    open: int
    held: int
    purses: str
    owner: str | None


def begin(
    connection: "Connection", owners: "Owners", owner: Owner, step: Step, purses: Mapping[str, int | None]
) -> BeginAnswer:
    """Add a generation, unless its request id is there or a purse would overflow."""
    _check_version(connection)
    generation = step.generation
    identity = {name: column(value) for name, value in attrs.asdict(owner).items()}
    twin = connection.execute(_TWIN, {**identity, "id": generation.id}).fetchone()
    if twin is not None:
        return Twin(_there(connection, owners, twin[0]))
    over = _reserve(connection, purses, generation.held)
    if over is not None:
        return over
    _add_events(connection, step)
    fresh = {"purses": _names(purses), "owner": owners.own() if generation.open else None, "at": step.entries[0].at}
    connection.execute(_INSERT, {**identity, **_folded(step), **fresh})
    return Begun()


def append(connection: "Connection", owners: "Owners", step: Step) -> bool:
    """Add entries if nobody was first; the purses follow, whatever their limits."""
    standing = _standing(connection, step.generation.id)
    if standing is None or standing.seq != step.seq:
        return False
    change = step.generation.held - standing.held
    if change:
        _reserve(connection, dict.fromkeys(json.loads(standing.purses)), change)
    _add_step(connection, owners, step, standing)
    return True


def send_again(connection: "Connection", owners: "Owners", step: Step, purses: Mapping[str, int | None]) -> BeginAnswer:
    """Add entries that hold points anew, in purses that may be others than before."""
    _check_version(connection)
    generation = step.generation
    standing = _standing(connection, generation.id)
    if standing is None or standing.seq != step.seq:
        return Twin(_there(connection, owners, generation.id))
    _reserve(connection, dict.fromkeys(json.loads(standing.purses)), -standing.held)
    over = _reserve(connection, purses, generation.held)
    if over is not None:
        _reserve(connection, dict.fromkeys(json.loads(standing.purses)), standing.held)
        return over
    driven = attrs.evolve(standing, purses=_names(purses), owner=owners.own())
    _add_step(connection, owners, step, driven)
    return Begun()


def claim(connection: "Connection", owners: "Owners", generation_id: str, *, force: bool) -> Row | None:
    """Make this process the owner of an open generation that nobody alive drives."""
    _check_version(connection)
    standing = _standing(connection, generation_id)
    row = load(connection, owners.alive, generation_id)
    if standing is None or row is None or not row.readable or not row.generation.open:
        return None
    own = owners.own()
    if row.alive and standing.owner != own and not force:
        return None
    connection.execute("UPDATE generation SET owner = ? WHERE id = ?", (own, column(generation_id)))
    return attrs.evolve(row, alive=True)


def forget(connection: "Connection", generation_id: str) -> bool:
    """Blank the bodies of a generation's events."""
    standing = _standing(connection, generation_id)
    if standing is None or standing.open:
        return False
    try:
        entries = history(connection, column(generation_id))
    except Unreadable:
        return False
    for seq, entry in enumerate(entries, start=1):
        _, body = encode_event(forgotten(entry).event)
        connection.execute(
            "UPDATE event SET body = ? WHERE generation = ? AND seq = ?", (body, column(generation_id), seq)
        )
    return True


def rebuild(connection: "Connection", alive: Callable[[str | None], bool]) -> int:
    """Fold every row and every purse anew from the events; return how many rows were wrong."""
    wrong = 0
    connection.execute("DELETE FROM purse")
    for generation_id, *before in connection.execute(
        "SELECT id, seq, stage, open, held, task_id, purses, owner FROM generation"
    ).fetchall():
        *told, purses, owner = before
        row = load(connection, alive, generation_id)
        held = int(told[3])
        if row is not None and row.readable:
            entries = history(connection, generation_id)
            after = _folded(Step(generation=fold(generation_id, entries), entries=entries))
            if told != [after[name] for name in ("seq", "stage", "open", "held", "task_id")]:
                wrong += 1
                connection.execute(_FOLD, {**after, "purses": purses, "owner": owner if after["open"] else None})
            held = row.generation.held
        _reserve(connection, dict.fromkeys(json.loads(purses)), held)
    return wrong


def spent(connection: "Connection", purse: str) -> int:
    """Return what is in a purse."""
    found = connection.execute("SELECT points FROM purse WHERE name = ?", (column(purse),)).fetchone()
    return int(found[0]) if found is not None else 0


def _check_version(connection: "Connection") -> None:
    """Refuse to order where another process has made the file newer meanwhile."""
    version = version_of(connection)
    if version > VERSION:
        raise unavailable("newer_version", version=version, known=VERSION)


def _standing(connection: "Connection", generation_id: str) -> _Standing | None:
    found = connection.execute(
        "SELECT seq, open, held, purses, owner FROM generation WHERE id = ?", (column(generation_id),)
    ).fetchone()
    return _Standing(*found) if found is not None else None


def _there(connection: "Connection", owners: "Owners", generation_id: str) -> Row:
    row = load(connection, owners.alive, generation_id)
    if row is None:
        raise unavailable("gone")
    return row


def _reserve(connection: "Connection", purses: Mapping[str, int | None], points: int) -> OverBudget | None:
    for name, limit in purses.items():
        if limit is not None and points > 0:
            left = limit - spent(connection, name)
            if points > left:
                return OverBudget(purse=name, limit=limit, left=max(0, left))
    connection.executemany(_RESERVE, [(column(name), points) for name in purses])
    return None


def _add_step(connection: "Connection", owners: "Owners", step: Step, standing: _Standing) -> None:
    _check_kinds(connection, step.generation.id)
    _add_events(connection, step)
    owner = (standing.owner or owners.own()) if step.generation.open else None
    connection.execute(_FOLD, {**_folded(step), "purses": standing.purses, "owner": owner})


def _check_kinds(connection: "Connection", generation_id: str) -> None:
    kinds = connection.execute("SELECT kind FROM event WHERE generation = ?", (column(generation_id),)).fetchall()
    if any(kind not in KINDS for (kind,) in kinds):
        raise unavailable("newer_version")


def _add_events(connection: "Connection", step: Step) -> None:
    generation_id = column(step.generation.id)
    lines = [
        (generation_id, seq, entry.at, *encode_event(entry.event))
        for seq, entry in enumerate(step.entries, start=step.seq + 1)
    ]
    connection.executemany(_EVENT, lines)


def _folded(step: Step) -> dict[str, str | int | None]:
    generation = step.generation
    return {
        "id": column(generation.id),
        "seq": step.seq + len(step.entries),
        "stage": generation.stage.value,
        "open": int(generation.open),
        "held": generation.held,
        "task_id": None if generation.task_id is None else column(generation.task_id),
    }


def _names(purses: Mapping[str, int | None]) -> str:
    return json.dumps([column(name) for name in purses])
