"""Events as JSON: whole there and back, and nothing but `Unreadable` for everything else."""

import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.system.event_codec import KINDS, Unreadable, decode_event, encode_event
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.events import (
    Created,
    Delivered,
    Failed,
    Intended,
    Lost,
    Recorded,
    Refused,
    Rejected,
    Reordered,
    Sending,
    Succeeded,
    Uploaded,
)
from imastudio.domain.orders import Media, Notice, Tier
from imastudio.testing.strategies import JSON, an_order

texts = st.text(st.characters(), max_size=20) | st.sampled_from(["\ud800", "\x00", "\x1b[31m", "香蕉Pro"])
numbers = st.integers() | st.floats(allow_nan=False)
facts: st.SearchStrategy[Any] = st.dictionaries(
    texts,
    st.recursive(
        st.none() | st.booleans() | numbers | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner),
    ),
    max_size=3,
)
orders = st.builds(
    an_order,
    model_name=texts,
    points=st.integers(0),
    params=st.dictionaries(texts, st.booleans() | numbers | texts, max_size=4),
    deliver_to=st.none() | texts,
    notices=st.lists(st.builds(Notice, texts, facts), max_size=2),
    strict=st.booleans(),
)
failures = st.builds(
    Failure,
    kind=st.sampled_from(Kind),
    code=st.none() | st.integers(),
    parameter=st.none() | texts,
    value=st.none() | numbers | texts,
    choices=st.lists(numbers | texts, max_size=3),
    facts=facts,
)
medias = st.lists(
    st.builds(
        Media,
        url=st.none() | texts,
        cover=st.none() | texts,
        width=st.none() | st.integers(),
        duration=st.none() | texts,
    ),
    max_size=3,
).map(tuple)
recorded: st.SearchStrategy[Recorded] = st.one_of(
    st.builds(Intended, orders, st.none() | texts),
    st.just(Uploaded()),
    st.just(Sending()),
    st.builds(Created, task_id=texts, timeout_at=st.none() | st.floats(allow_nan=False)),
    st.builds(Refused, failures),
    st.builds(Reordered, order=orders, pause=st.floats(0, 60), prompt=st.none() | texts),
    st.builds(Rejected, failures),
    st.builds(Lost, failures),
    st.builds(Succeeded, medias),
    st.builds(Failed, failures, medias),
    st.builds(Delivered, st.lists(texts, max_size=3).map(tuple)),
)


@given(recorded)
def test_what_is_encoded_decodes_to_the_same(event: Recorded) -> None:
    """Every event comes back as it was, and is plain ASCII on the way."""
    kind, body = encode_event(event)
    assert body.isascii()
    assert decode_event(kind, body) == event
    assert decode_event(kind, body.encode()) == event


@given(recorded)
def test_what_a_newer_version_adds_is_ignored(event: Recorded) -> None:
    """A field that is not known, in whatever part of the body, changes nothing."""
    kind, body = encode_event(event)
    assert (
        decode_event(kind, json.dumps(_with_more(json.loads(body), skip={"params", "facts", "value", "choices"})))
        == event
    )


def test_what_an_older_version_lacks_has_its_default() -> None:
    """A field with a default may be missing; one without makes the event unreadable."""
    body = json.loads(encode_event(Intended(an_order(strict=True, deliver_to="out")))[1])
    for name in ("strict", "deliver_to", "notices", "input_count"):
        body["order"].pop(name, None)
    assert decode_event("intended", json.dumps(body)) == Intended(an_order())
    del body["order"]["points"]
    with pytest.raises(Unreadable):
        decode_event("intended", json.dumps(body))


def test_a_prompt_that_is_not_kept_leaves_no_trace() -> None:
    """Without one, the bodies are what they were before prompts could be kept; with one, it stands beside the order."""
    order = an_order()
    bare: list[Recorded] = [Intended(order), Reordered(order=order)]
    kept: list[Recorded] = [Intended(order, "a cat"), Reordered(order=order, prompt="a cat")]
    names = [list(json.loads(encode_event(event)[1])) for event in bare + kept]
    assert names == [["order"], ["order", "pause"], ["order", "prompt"], ["order", "pause", "prompt"]]


@pytest.mark.parametrize("kind", ["paused", "", "Created", "NotYet"])
def test_an_unknown_kind_is_unreadable(kind: str) -> None:
    """A new meaning is a new kind, which this version does not guess at."""
    with pytest.raises(Unreadable):
        decode_event(kind, "{}")


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_decode_or_are_unreadable(kind: str, body: bytes) -> None:
    """Whatever bytes the file holds, there is an event or one error."""
    try:
        event = decode_event(kind, body)
    except Unreadable:
        return
    assert type(event) is KINDS[kind]


@given(recorded, st.data())
def test_any_broken_part_decodes_or_is_unreadable(event: Recorded, data: st.DataObject) -> None:
    """Whatever stands in the place of one part of a body, there is an event or one error."""
    kind, body = encode_event(event)
    broken = _broken(json.loads(body), data)
    try:
        decode_event(kind, json.dumps(broken))
    except Unreadable:
        return


@pytest.mark.parametrize("body", ["[" * 100_000, '{"task_id": ' + "9" * 10_000 + "}", '{"files": 5}', b"\xff\xfe\x00"])
def test_hostile_bodies_are_unreadable(body: str | bytes) -> None:
    """Deep nesting, endless numbers and other encodings are unreadable, and quickly so."""
    with pytest.raises(Unreadable):
        decode_event("created", body)


def test_a_parameter_that_is_no_scalar_is_unreadable() -> None:
    """Parameters of an order are words, numbers and switches."""
    body = json.loads(encode_event(Intended(an_order()))[1])
    body["order"]["params"] = {"size": ["1K"]}
    with pytest.raises(Unreadable):
        decode_event("intended", json.dumps(body))


def test_closed_sets_are_kept_as_their_values() -> None:
    """An enumeration in the facts is its value when it comes back."""
    _, body = encode_event(Rejected(Failure(kind=Kind.REFUSED, facts={"tier": Tier.BUDGET})))
    assert json.loads(body)["failure"]["facts"] == {"tier": "budget"}


def test_every_event_has_a_kind() -> None:
    """No recorded event is without a name on disk, and every one is a value."""
    assert set(KINDS.values()) == set(Recorded.__args__)
    assert all(attrs.has(event) for event in KINDS.values())


def _with_more(value: Any, skip: set[str]) -> Any:
    if isinstance(value, list):
        return [_with_more(inner, skip) for inner in value]
    if isinstance(value, dict):
        return {name: inner if name in skip else _with_more(inner, skip) for name, inner in value.items()} | {
            "added": {"x": [1]}
        }
    return value


def _broken(value: Any, data: st.DataObject) -> Any:
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        name = data.draw(st.sampled_from(sorted(value)))
        return value | {name: _broken(value[name], data)}
    return data.draw(JSON)
