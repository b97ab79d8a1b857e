"""Rows of a ledger folded from what its tables hold, whichever database that is.

Rules: a generation with an event that this version cannot read is shown with what its row tells, and never driven.
"""

from collections.abc import Iterable

import attrs

from imastudio.adapters.system.event_codec import Unreadable
from imastudio.domain.lifecycle import Entry, Generation, ImpossibleMove, Owner, Row, Stage, fold, intended
from imastudio.domain.orders import Estimate, Order, TaskType


@attrs.frozen
class Columns:
    """What the row of a generation holds besides its events, in the order in which it is asked for."""

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
        generation, readable = _shadow(columns), False
    owner = Owner(
        account=columns.account,
        user=columns.user,
        request_id=columns.request_id,
        fingerprint=columns.fingerprint,
        address=columns.address,
    )
    return Row(generation=generation, owner=owner, seq=columns.seq, at=columns.at, readable=readable)


def _shadow(columns: Columns) -> Generation:
    """Return what the row alone tells: id, stage, points, task id, instant; the rest of the order means nothing."""
    stage = Stage(columns.stage) if columns.stage in set(Stage) else Stage.UNKNOWN
    order = Order(
        task_type=TaskType.TEXT_TO_IMAGE,
        model_id="",
        model_name="",
        version_id="",
        attribute_id=0,
        points=columns.held,
        n=1,
        estimate=Estimate(lowest=0, highest=0, poll_every=0.0, tell_every=0.0),
        agreed_points=columns.held,
    )
    shadow = intended(columns.id, order, columns.at)
    return attrs.evolve(shadow, stage=stage, task_id=columns.task_id)
