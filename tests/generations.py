"""Strategies and examples of orders, events and answers, for every test that drives generations."""

from typing import Any

from hypothesis import strategies as st

from imastudio.domain.failures import Failure, Kind
from imastudio.domain.lifecycle.events import (
    Created,
    Delivered,
    Event,
    Failed,
    Lost,
    NotYet,
    Refused,
    Rejected,
    Reordered,
    Sending,
    Succeeded,
    Unsettled,
    Uploaded,
    Why,
)
from imastudio.domain.orders import Estimate, Media, Order
from imastudio.domain.tasks import TaskType

ESTIMATE = Estimate(lowest=20, highest=40, poll_every=5, tell_every=15)
FAILURE = Failure(kind=Kind.GENERATION_FAILED)


def an_order(**changes: Any) -> Order:
    """Return an order of one picture for 6 points, changed as told."""
    values: dict[str, Any] = {
        "task_type": TaskType.TEXT_TO_IMAGE,
        "model_id": "gemini-3.1-flash-image",
        "model_name": "Nano Banana 2",
        "version_id": "gemini-3.1-flash-image-preview",
        "attribute_id": 4401,
        "points": 6,
        "n": 1,
        "params": {"size": "1K"},
        "estimate": ESTIMATE,
        "agreed_points": 6,
    }
    return Order(**(values | changes))


def media(number: int = 1) -> Media:
    """Return the `number`th result."""
    return Media(url=f"https://cdn.example/{number}.png", format="png", width=1024, height=1024)


orders = st.builds(
    an_order,
    n=st.integers(1, 4),
    points=st.integers(0, 200),
    input_count=st.integers(0, 2),
    deliver_to=st.sampled_from([None, "out"]),
)
medias = st.lists(st.integers(1, 4).map(media), min_size=1, max_size=4).map(tuple)
instants = st.floats(1.7e9, 1.8e9)
prompts = st.none() | st.sampled_from(["a cat", "\x00\x1b[31m"])
task_ids = st.sampled_from(["task_a", "task_b"])
events: st.SearchStrategy[Event] = st.one_of(
    st.just(Uploaded()),
    st.just(Sending()),
    st.builds(Created, task_id=task_ids, timeout_at=st.none() | instants, settled=st.booleans()),
    st.builds(Refused, st.just(Failure(kind=Kind.SERVER_ERROR))),
    st.builds(Reordered, order=orders, pause=st.floats(0, 60), prompt=prompts),
    st.builds(Rejected, st.just(Failure(kind=Kind.BAD_REQUEST))),
    st.builds(Lost, st.just(Failure(kind=Kind.OUTCOME_UNKNOWN))),
    st.builds(Unsettled, st.just(Failure(kind=Kind.OUTCOME_UNKNOWN))),
    st.builds(Succeeded, medias),
    st.builds(Failed, st.just(FAILURE), medias | st.just(())),
    st.builds(Delivered, st.just(("a.png",))),
    st.builds(NotYet, why=st.sampled_from(Why), pause=st.floats(0, 60), missed=st.booleans()),
)
