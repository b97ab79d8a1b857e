"""How often a task is asked for: as documented, and where others of its kind are known, when it is likely done."""

from collections.abc import Sequence
from statistics import NormalDist, mean, median, quantiles

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.pacing import (
    MAX_KNOWN,
    MIN_KNOWN,
    MIN_PAUSE_S,
    USUAL_PAUSE_S,
    duration,
    kind_of,
    pause,
    window,
)
from imastudio.domain.orders import Medium
from imastudio.testing.strategies import an_order, media
from tests.conversations import ordered, quoted

EVERY = st.sampled_from([3.0, 5.0, 8.0])
DURATIONS = st.lists(st.floats(0, 900), max_size=40)


@given(st.floats(0, 2000), EVERY, DURATIONS)
def test_it_is_never_asked_more_often_than_documented(age: float, every: float, durations: list[float]) -> None:
    """Every 2 to 5 s, every 8 s where the model's row says so; and never so seldom that somebody waits for long in vain."""
    seconds = pause(age, every, durations)
    if seconds is not None:
        assert seconds >= (MIN_PAUSE_S if every <= USUAL_PAUSE_S else every)
        assert seconds <= 2 * every


@given(st.floats(0, 2000), EVERY, DURATIONS)
def test_without_knowledge_it_is_asked_as_documented(age: float, every: float, durations: list[float]) -> None:
    """Too few tell nothing, and a task that takes longer than nearly all others is like none of them."""
    likely = window(durations, every)
    assert (pause(age, every, durations) is None) == (likely is None or age > likely.closes)
    assert (likely is None) == (len(durations) < MIN_KNOWN)


@given(EVERY, st.lists(st.floats(0, 900), min_size=MIN_KNOWN, max_size=40))
def test_the_newest_tell_when_it_is_done(every: float, durations: list[float]) -> None:
    """Nearly all of the newest lie within the window, and the question before it falls on its opening at the latest."""
    likely = window(durations, every)
    assert likely is not None
    newest = durations[-MAX_KNOWN:]
    within = [seconds for seconds in newest if likely.opens <= seconds <= likely.closes]
    assert len(within) >= len(newest) * 4 / 5
    age = likely.opens / 2
    seconds = pause(age, every, durations)
    if age < likely.opens and seconds is not None:
        assert age + seconds <= max(likely.opens, age + (MIN_PAUSE_S if every <= USUAL_PAUSE_S else every))


def asked(takes: float, phase: float, every: float, durations: list[float]) -> tuple[int, float]:
    """Return how often a task is asked for that takes so long, and after how many seconds its end is noticed."""
    age, questions = phase * every, 1
    while age < takes:
        age += pause(age, every, durations) or every
        questions += 1
    return questions, age - takes


EVENLY = tuple(50 + number * 37 % 200 / 10 for number in range(400))
BELL = tuple(NormalDist(60, 9).inv_cdf((number * 37 % 200 + 0.5) / 200) for number in range(400))
TWO_KINDS = tuple(60 + (-12 if number % 3 else 12) + number * 37 % 60 / 10 for number in range(400))


@pytest.mark.parametrize(
    ("all_take", "most", "latest"),
    [(EVENLY, 12, 4), (BELL, 12.5, 5), (TWO_KINDS, 12, 4)],
    ids=["evenly", "bell", "two"],
)
def test_a_minute_is_asked_for_seldom_and_noticed_soon(all_take: Sequence[float], most: float, latest: float) -> None:
    """Of jobs of a minute, ten seconds more or less: twelve questions on average, the end noticed within 1.5 s at the median.

    The durations are learned as they are seen, one after another, beginning with none.
    """
    seen: list[float] = []
    figures = []
    for number, takes in enumerate(all_take):
        phase = number * 61 % 100 / 100
        questions, lag = asked(takes, phase, 5.0, seen)
        seen.append(takes + lag)
        if number >= 2 * MAX_KNOWN:
            figures.append((questions, lag))
    assert mean(questions for questions, _ in figures) <= most
    lags = [lag for _, lag in figures]
    assert median(lags) <= 1.5
    assert quantiles(lags, n=100)[-1] <= latest


def test_alike_is_what_takes_equally_long() -> None:
    """The same model with other parameters, or other many, is of another kind; another prompt's order is not."""
    order = an_order()
    assert kind_of(order) == kind_of(attrs.evolve(order, points=order.points + 1))
    for changes in ({"n": order.n + 1}, {"params": {"size": "8K"}}, {"model_id": "another"}):
        assert kind_of(order) != kind_of(attrs.evolve(order, **changes))


@pytest.mark.parametrize("medium", Medium)
def test_only_a_success_tells_how_long_it_takes(medium: Medium) -> None:
    """A task that goes on, or failed, tells nothing."""
    generation = ordered(quoted(medium))
    assert generation.stage is Stage.CREATED
    assert duration(generation) is None
    done = attrs.evolve(generation, stage=Stage.SUCCEEDED, medias=(media(),), ended_at=1042.0)
    assert duration(done) == 1042.0 - 1000.0
    assert duration(attrs.evolve(done, stage=Stage.FAILED)) is None
