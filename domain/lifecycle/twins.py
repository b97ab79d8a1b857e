"""What a second order of the same means (architecture, "One generation"): never a second payment by mistake.

Rules: under the same request id it is the first one; of the same thing under another one it is another order, but not while
nobody knows whether the first was charged (decision 34).
"""

from enum import Enum

from imastudio.domain.kernel import Charge, Failure, Kind, WishRefused, refuse
from imastudio.domain.lifecycle.generation import Generation, Stage
from imastudio.domain.lifecycle.rows import Row
from imastudio.domain.orders import Notice, TaskType


class TwinVerdict(Enum):
    """Ways to deal with an order whose request id is known."""

    RESEND = "nothing was charged: send it again"
    RETURN = "it is paid for: return the first"


def twin_notice(twin: Generation) -> Notice:
    """Return what to tell a person who is about to order the same again while `twin` runs or nobody knows of it."""
    return Notice("twin_unknown" if twin.stage is Stage.UNKNOWN else "twin_running", {"id": twin.id})


def is_unknown(row: Row) -> bool:
    """Tell whether nobody knows what became of a row: also where its process died while the order was on its way."""
    stage = row.generation.stage
    return stage is Stage.UNKNOWN or (stage is Stage.SENDING and not row.alive)


def may_be(row: Row, task_id: str, task_type: TaskType) -> bool:
    """Tell whether an unknown order may have a task of this type: not where it is known by another id (decision 48)."""
    generation = row.generation
    facts = {} if generation.failure is None else generation.failure.facts
    named = facts.get("task_id")
    if named is not None and "taken_by" not in facts:  # else the answer named another order's task
        return named == task_id
    return not row.readable or generation.order.task_type is task_type


def unsettled(twin: Generation) -> WishRefused:
    """Return the error that refuses what is `twin` over again, while nobody knows whether that was charged (decision 34)."""
    charge = Charge(twin.order.total, sure=False)
    return WishRefused(Failure(kind=Kind.TWIN_UNSETTLED, parameter="request_id", facts={"id": twin.id}, charge=charge))


def judge_twin(twin: Generation, *, same: bool) -> TwinVerdict:
    """Return what follows where `twin` has the request id; `same` tells whether it asks for the same thing.

    Raises WishRefused: REQUEST_ID_TAKEN for another order, TWIN_UNSETTLED where nobody knows whether it was charged.
    """
    if not same:
        raise refuse(Kind.REQUEST_ID_TAKEN, "request_id", id=twin.id)
    if twin.stage is Stage.UNKNOWN:
        raise unsettled(twin)
    return TwinVerdict.RESEND if twin.stage is Stage.REJECTED else TwinVerdict.RETURN
