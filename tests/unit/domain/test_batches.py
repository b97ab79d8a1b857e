"""Lines of a batch: what each means, which id it gets, what the whole costs, when to stop."""

import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.batches import (
    BatchQuote,
    Line,
    Outcome,
    Share,
    Tally,
    cap_of_purse,
    check_cap,
    default_id,
    line_digest,
    line_of,
    own_id,
    price_key,
    read_line,
    sends_again,
    stops,
    wish_of,
)
from imastudio.domain.lifecycle.events import Created, Lost, Rejected, Sending, Succeeded
from imastudio.domain.lifecycle.generation import Generation, intended
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.orders import Input, Scope, Tier, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.orders.wish_document import NAMES
from imastudio.testing.strategies import an_order, media

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
lines = st.dictionaries(st.sampled_from(sorted(NAMES)), json_values, max_size=5)


def wish(**said: Any) -> Wish:
    """Return the wish of a line that says so."""
    return wish_of(read_line(json.dumps(said).encode()), request_id="r", deliver_to="out")


def refusal(text: bytes) -> Failure:
    """Return why a line is none."""
    line = line_of(1, text, request_id="r", named=False, deliver_to=None)
    assert line.failure is not None
    return line.failure


def a_generation(*events: Any, **order: Any) -> Generation:
    """Return a generation to which so much happened."""
    generation = intended("g", an_order(**order), 0.0)
    for event in events:
        generation = generation.heard(event, 1.0)
    return generation


def test_a_line_says_what_the_command_line_says() -> None:
    """Every key, under each of its names."""
    said = {
        "prompt": "a cat",
        "task_type": "image_to_image",
        "model_id": "gemini-3.1-flash-image",
        "version_id": "v",
        "n": 2,
        "max_points": 20,
        "size": "2K",
        "aspect_ratio": "16:9",
        "params": {"quality": "high"},
        "extra_params": {"mode": "pro"},
        "images": ["a.png", "b.png"],
        "video": "c.mp4",
        "audios": ["d.wav"],
        "tier": "premium",
        "scope": "nano-banana",
        "strict": True,
    }
    assert wish(**said) == Wish(
        prompt="a cat",
        task_type=TaskType.IMAGE_TO_IMAGE,
        model="gemini-3.1-flash-image",
        version_id="v",
        tier=Tier.PREMIUM,
        scope=Scope.NANO_BANANA,
        params={"quality": "high", "mode": "pro", "size": "2K", "aspect_ratio": "16:9"},
        n=2,
        inputs=(
            Input("a.png"),
            Input("b.png"),
            Input("c.mp4", InputKind.VIDEO),
            Input("d.wav", InputKind.AUDIO),
        ),
        max_points=20,
        request_id="r",
        strict=True,
        deliver_to="out",
    )


def test_a_whole_number_may_be_written_with_a_point() -> None:
    """Some programs write 2 as 2.0."""
    assert wish(prompt="a cat", n=2.0).n == 2


@pytest.mark.parametrize(
    ("text", "kind", "parameter"),
    [
        (b"", Kind.VALUE_NOT_OFFERED, "line"),
        (b"[]", Kind.VALUE_NOT_OFFERED, "line"),
        (b'"a cat"', Kind.VALUE_NOT_OFFERED, "line"),
        (b'{"prompt": "a cat"', Kind.VALUE_NOT_OFFERED, "line"),
        (b'{"n": NaN}', Kind.VALUE_NOT_OFFERED, "line"),
        (b'{"n": 1, "n": 2}', Kind.VALUE_NOT_OFFERED, "line"),
        (b'{"prompt": "\xff"}', Kind.VALUE_NOT_OFFERED, "line"),
        (b"[" * 100_000, Kind.VALUE_NOT_OFFERED, "line"),
        (b'{"promt": "a cat"}', Kind.UNKNOWN_PARAMETER, "promt"),
        (b'{"output": "/etc"}', Kind.UNKNOWN_PARAMETER, "output"),
        (b'{"prompt": 3}', Kind.VALUE_NOT_OFFERED, "prompt"),
        (b'{"task_type": "text_to_dog"}', Kind.VALUE_NOT_OFFERED, "task_type"),
        (b'{"n": 1.5}', Kind.COUNT_NOT_OFFERED, "n"),
        (b'{"n": true}', Kind.COUNT_NOT_OFFERED, "n"),
        (b'{"max_points": "9"}', Kind.VALUE_NOT_OFFERED, "max_points"),
        (b'{"max_points": -1}', Kind.VALUE_NOT_OFFERED, "max_points"),
        (b'{"max_points": true}', Kind.VALUE_NOT_OFFERED, "max_points"),
        (b'{"tier": "cheap"}', Kind.VALUE_NOT_OFFERED, "tier"),
        (b'{"tier": ["budget"]}', Kind.VALUE_NOT_OFFERED, "tier"),
        (b'{"scope": "banana"}', Kind.VALUE_NOT_OFFERED, "scope"),
        (b'{"strict": "yes"}', Kind.VALUE_NOT_OFFERED, "strict"),
        (b'{"images": [1]}', Kind.VALUE_NOT_OFFERED, "images"),
        (b'{"images": ""}', Kind.VALUE_NOT_OFFERED, "images"),
        (b'{"params": "size=2K"}', Kind.VALUE_NOT_OFFERED, "params"),
        (b'{"model": "a", "model_id": "b"}', Kind.COMBINATION_FORBIDDEN, "model"),
        (b'{"params": {"size": "1K"}, "param": {"size": "2K"}}', Kind.COMBINATION_FORBIDDEN, "params"),
        (b'{"params": {"size": "1K"}, "size": "2K"}', Kind.COMBINATION_FORBIDDEN, "size"),
    ],
)
def test_what_a_line_may_not_say_names_the_key(text: bytes, kind: Kind, parameter: str) -> None:
    """Nothing is guessed, nothing left out."""
    failure = refusal(text)
    assert (failure.kind, failure.parameter) == (kind, parameter)
    assert failure.exit_code == 3


def test_an_unknown_key_is_told_with_the_one_that_was_meant() -> None:
    """The nearest comes first."""
    assert refusal(b'{"promt": "a cat"}').choices[0] == "prompt"


@given(st.binary(max_size=200) | lines.map(json.dumps).map(str.encode))
def test_any_bytes_are_a_line_or_a_reason(text: bytes) -> None:
    """Exactly one of the two, and nothing is raised."""
    line = line_of(7, text, request_id="r", named=False, deliver_to=None)
    assert line.number == 7
    assert (line.wish is None) is (line.failure is not None)


@given(lines, st.randoms())
def test_the_order_of_keys_makes_no_other_line(said: dict[str, Any], random: Any) -> None:
    """The digest is of what is said; an empty value says nothing."""
    turned = list(said.items())
    random.shuffle(turned)
    try:
        one = read_line(json.dumps(said).encode())
        other = read_line(json.dumps(dict(turned)).encode())
    except WishRefused:
        return
    assert line_digest(one) == line_digest(other)


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["a", "b"]), st.sampled_from([None, "out", "out2"]))
def test_ids_differ_by_line_occurrence_and_folder(one: int, other: int, line: str, folder: str | None) -> None:
    """And by nothing else."""
    here, there = default_id("a", one, "out"), default_id(line, other, folder)
    assert (here == there) is ((one, "a", "out") == (other, line, folder))


def test_a_line_may_bring_its_own_id() -> None:
    """An empty one is none."""
    assert own_id(read_line(b'{"request_id": "r7"}')) == "r7"
    assert own_id(read_line(b'{"request_id": ""}')) is None
    assert own_id(read_line(b'{"prompt": "x"}')) is None


@given(st.sampled_from(["r7\r", " r7", "r7\n", "\u200br7", "r7\ufeff"]))
def test_an_id_with_something_unseen_around_it_is_refused(loose: str) -> None:
    """It would be another order's, and the same would be paid twice; the refusal names the id that will do."""
    with pytest.raises(WishRefused) as refused:
        own_id(read_line(json.dumps({"request_id": loose}).encode()))
    assert (refused.value.failure.parameter, tuple(refused.value.failure.choices)) == ("request_id", ("r7",))


def test_the_price_follows_from_everything_but_the_words() -> None:
    """Wishes of one key have one price; inputs must be looked at each time."""
    base = price_key(wish(prompt="a cat", size="2K"))
    assert base == price_key(attrs.evolve(wish(prompt="a dog", size="2K"), request_id="other"))
    for other in ({"prompt": "a cat"}, {"prompt": " ", "size": "2K"}, {"prompt": "a cat", "size": "2K", "n": 2}):
        assert base != price_key(wish(**other))
    assert price_key(wish(prompt="a cat", image="a.png")) is None


@pytest.mark.parametrize("kind", Kind)
def test_only_the_account_the_ledger_and_the_budget_stop_a_batch(kind: Kind) -> None:
    """Whatever else fails is the line's own business."""
    expected = kind.value in {
        "no_key",
        "unauthorized",
        "insufficient_points",
        "subscription_required",
        "ledger_unavailable",
    }
    assert stops(Failure(kind=kind)) is expected


def test_a_budget_stops_a_batch_and_a_lines_own_cap_does_not() -> None:
    """Both are called above_budget."""
    assert stops(Failure(kind=Kind.ABOVE_BUDGET, parameter="budget"))
    assert not stops(Failure(kind=Kind.ABOVE_BUDGET, parameter="max_points"))
    assert not stops(None)


def test_only_what_was_rejected_is_sent_again() -> None:
    """Unless the line itself must change first."""
    assert sends_again(a_generation(Sending(), Rejected(Failure(kind=Kind.INSUFFICIENT_POINTS))))
    assert sends_again(a_generation(Sending(), Rejected(Failure(kind=Kind.INTERRUPTED))))
    assert not sends_again(a_generation(Sending(), Rejected(Failure(kind=Kind.MODERATION))))
    assert not sends_again(a_generation(Sending(), Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))))
    assert not sends_again(a_generation(Sending()))


def test_the_plan_counts_by_what_is_made_and_what_it_costs() -> None:
    """What the ledger has is not ordered again, and what it cost counts for the whole."""
    plan = BatchQuote()
    for order in (an_order(), an_order(), an_order(n=2), an_order(points=10)):
        plan.add_order(order)
    plan.add_generation(a_generation(Sending(), Created(task_id="t"), Succeeded((media(),))))
    plan.add_generation(a_generation(Sending(), Created(task_id="t")))
    plan.add_generation(a_generation(Sending(), Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))))
    plan.add_generation(a_generation(Sending(), Rejected(Failure(kind=Kind.MODERATION))))
    plan.add_refused()
    assert (plan.lines, plan.to_order, plan.done, plan.running, plan.unknown, plan.refused) == (9, 4, 1, 1, 1, 2)
    assert (plan.total, plan.spent, plan.whole) == (6 + 6 + 12 + 10, 18, 52)
    assert plan.orders[Share.of(an_order())] == 2
    check_cap(plan, None)
    check_cap(plan, 52)
    with pytest.raises(WishRefused) as refused:
        check_cap(plan, 51)
    assert refused.value.failure.kind is Kind.ABOVE_BUDGET
    check_cap(BatchQuote(spent=100, done=9), 10)  # nothing is left to order, so nothing is above anything


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000))
def test_the_purse_leaves_room_for_no_more_than_the_cap(cap: int, spent: int, in_purse: int) -> None:
    """What was spent outside the purse counts as well."""
    limit = cap_of_purse(BatchQuote(spent=spent), cap, in_purse)
    assert limit is not None
    assert 0 <= limit <= cap
    assert limit == max(0, cap - max(0, spent - in_purse))
    assert cap_of_purse(BatchQuote(spent=spent), None, in_purse) is None


def test_the_tally_keeps_the_highest_exit_code() -> None:
    """And counts points and statuses."""
    done = Result(generation=a_generation(Sending(), Created(task_id="t"), Succeeded((media(),))), at=2.0)
    lost = Result(generation=a_generation(Sending(), Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))), at=2.0)
    tally = Tally()
    tally.add(Outcome(line=1, result=done))
    assert (tally.count, tally.points, tally.code) == (1, 6, 0)
    tally.add(Outcome(line=2, result=lost))
    tally.add(Outcome(line=3, failure=Failure(kind=Kind.PROMPT_MISSING)))
    tally.add(Outcome(line=4))
    assert (tally.count, tally.points, tally.code) == (4, 12, 5)
    assert tally.statuses == {"succeeded": 1, "unknown": 1, "rejected": 2}
    assert Line(number=1).wish is None
