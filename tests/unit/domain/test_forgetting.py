"""What stays of a forgotten generation."""

from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.events import (
    Created,
    Entry,
    Event,
    Failed,
    Intended,
    NotYet,
    Recorded,
    Refused,
    Reordered,
    Sending,
    Succeeded,
)
from imastudio.domain.lifecycle.forgetting import forgotten
from imastudio.domain.lifecycle.generation import ImpossibleMove, fold, intended
from imastudio.domain.orders import Notice, Order
from imastudio.testing.strategies import an_order, events, media, orders, prompts

SECRET = "a secret"
TOLD = Failure(kind=Kind.SERVER_ERROR, code=500, parameter=SECRET, value=SECRET, choices=(SECRET,), facts={"x": SECRET})


@given(orders, prompts, st.lists(events, max_size=20))
def test_points_stage_and_ids_stay(order: Order, prompt: str | None, happened: list[Event]) -> None:
    """The fold of what is left has the same stage, points, attempts, instants and task id, and needs nothing more."""
    entries = [Entry(1.0, Intended(order, prompt))]
    generation = intended("g", order, 1.0, prompt)
    for at, event in enumerate(happened, start=2):
        try:
            generation = generation.heard(event, float(at))
        except ImpossibleMove:
            continue
        if not isinstance(event, NotYet):
            entries.append(Entry(float(at), event))
    left = fold("g", map(forgotten, entries))
    for name in ("id", "stage", "held", "attempts", "task_id", "intended_at", "created_at"):
        assert getattr(left, name) == getattr(generation, name)
    assert not left.undelivered
    assert left.prompt is None


def test_nothing_that_was_asked_for_or_made_stays() -> None:
    """Parameters, prompt, notices, folder, addresses and the values of failures are gone."""
    order = an_order(params={"x": SECRET}, notices=(Notice("said", {"x": SECRET}),), deliver_to=SECRET)
    medias = (media(),)
    told: list[Recorded] = [
        Intended(order, SECRET),
        Sending(),
        Refused(TOLD),
        Reordered(order=order, pause=2.0, prompt=SECRET),
        Failed(TOLD, medias),
        Succeeded(medias),
    ]
    left = [forgotten(Entry(1.0, event)).event for event in told]
    bare = an_order(params={})
    kind = Failure(kind=Kind.SERVER_ERROR, code=500)
    expected = [Intended(bare), Sending(), Refused(kind), Reordered(order=bare, pause=2.0), Failed(kind), Succeeded(())]
    assert left == expected


def test_what_tells_nothing_stays_as_it_is() -> None:
    """The vendor's task id is what the points can be asked about."""
    entry = Entry(1.0, Created(task_id="t", timeout_at=2.0))
    assert forgotten(entry) == entry
