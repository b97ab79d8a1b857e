"""What stays of a generation that a person wants forgotten: kinds, ids and points, so that the books still balance.

What goes: parameters, the prompt where it was kept, notices, addresses, paths, the values in a failure.
"""

import attrs

from imastudio.domain.kernel import Failure
from imastudio.domain.lifecycle.events import (
    Delivered,
    Entry,
    Failed,
    Intended,
    Lost,
    Recorded,
    Refused,
    Rejected,
    Reordered,
    Succeeded,
    Unsettled,
    Yielded,
)
from imastudio.domain.orders import Order


def forgotten(entry: Entry) -> Entry:
    """Return the entry without what was asked for and what came of it."""
    return attrs.evolve(entry, event=_event(entry.event))


def _event(event: Recorded) -> Recorded:
    match event:
        case Intended(order=order):
            return Intended(_order(order))
        case Reordered(order=order):
            return attrs.evolve(event, order=_order(order), prompt=None)
        case Refused() | Rejected() | Lost() | Unsettled() | Yielded():
            return type(event)(_failure(event.failure))
        case Succeeded():
            return Succeeded(())
        case Failed(failure=failure):
            return Failed(_failure(failure))
        case Delivered():
            return Delivered(())
        case _:
            return event


def _order(order: Order) -> Order:
    return attrs.evolve(order, params={}, notices=(), deliver_to=None)


def _failure(failure: Failure) -> Failure:
    return Failure(kind=failure.kind, code=failure.code)
