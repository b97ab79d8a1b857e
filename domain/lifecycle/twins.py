"""What a second order under the same request id means (architecture, "One generation"): never a second payment."""

from enum import Enum

from imastudio.domain.errors import WishRefused, refuse
from imastudio.domain.failures import Charge, Failure, Kind
from imastudio.domain.lifecycle.generation import Generation, Stage
from imastudio.domain.orders import Notice


class TwinVerdict(Enum):
    """What to do about an order whose request id is known."""

    RESEND = "nothing was charged: send it again"
    RETURN = "it is paid for: return the first"


def twin_notice(twin: Generation) -> Notice:
    """Return what to tell a person who is about to order the same again while `twin` runs or nobody knows of it."""
    return Notice("twin_unknown" if twin.stage is Stage.UNKNOWN else "twin_running", {"id": twin.id})


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
