"""Rows of a ledger folded from what its tables hold, whichever database that is.

Rules: a generation with an event that this version cannot read is shown with what its row tells, and never driven.
"""

from collections.abc import Iterable

import attrs

from imastudio.adapters.system.event_codec import Unreadable
from imastudio.domain.lifecycle import Entry, Generation, ImpossibleMove, Owner, Row, Stage, fold, remnant


@attrs.frozen
class Columns:
    """The columns of a generation's row besides its events, in the order in which it is asked for."""

    id: str
    account: str
    user: str
    request_id: str
    fingerprint: str
    seq: int
    stage: str
    open: int
    held: int
    task_id: str | None
    owner: str | int | None
    at: float
    address: str


def fold_row(columns: Columns, entries: Iterable[Entry]) -> Row:
    """Return the row, not alive; `entries` may raise Unreadable while they are read."""
    readable = True
    try:
        generation = fold(columns.id, entries)
    except (Unreadable, ImpossibleMove, ValueError):
        generation, readable = _remnant(columns), False
    owner = Owner(
        account=columns.account,
        user=columns.user,
        request_id=columns.request_id,
        fingerprint=columns.fingerprint,
        address=columns.address,
    )
    return Row(generation=generation, owner=owner, seq=columns.seq, at=columns.at, readable=readable)


def _remnant(columns: Columns) -> Generation:
    stage = Stage(columns.stage) if columns.stage in set(Stage) else Stage.UNKNOWN
    return remnant(
        columns.id, stage=stage, held=columns.held, task_id=columns.task_id, at=columns.at, pruned=columns.seq == 0
    )
