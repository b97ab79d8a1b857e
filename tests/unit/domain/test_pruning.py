"""What a ledger may let go of, and what it keeps of that."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel import WishRefused
from imastudio.domain.lifecycle.budgets import purses_of
from imastudio.domain.lifecycle.events import Created, Failed, Lost, Recorded, Rejected, Succeeded
from imastudio.domain.lifecycle.generation import Stage, fold
from imastudio.domain.lifecycle.pruning import (
    DaySums,
    day_sums,
    is_prunable,
    keeps_name,
    month_tallies,
    prunable_before,
    read_age,
    remnant,
)
from imastudio.domain.lifecycle.rows import Row
from imastudio.testing.contracts.retention import REFUSAL
from imastudio.testing.strategies import media
from tests.ledgers import owner, told

INSTANTS = st.integers(631_152_000, 3_786_912_000).map(lambda at: datetime.fromtimestamp(at, UTC))


def a_row(*events: Recorded, request_id: str = "chosen", at: float = 100.0) -> Row:
    """Return the row of a generation that heard `events`."""
    entries = told(*events, at=at)
    return Row(generation=fold("g", entries), owner=owner(request_id), seq=len(entries), at=at)


@pytest.mark.parametrize(
    ("events", "prunable"),
    [
        ((), False),
        ((Created(task_id="t"),), False),
        ((Lost(REFUSAL),), False),
        ((Rejected(REFUSAL),), True),
        ((Created(task_id="t"), Succeeded((media(),))), True),
        ((Created(task_id="t"), Failed(REFUSAL)), True),
    ],
)
def test_only_what_has_ended_and_is_known_goes(events: tuple[Recorded, ...], prunable: bool) -> None:  # noqa: FBT001
    """What runs or is unknown stays, and what can't be read."""
    row = a_row(*events)
    assert is_prunable(row) is prunable
    assert not is_prunable(attrs.evolve(row, readable=False))


def test_a_name_stays_where_it_could_be_paid_for_twice() -> None:
    """One that somebody chose, of what was charged; not our own, nor that of what was surely not charged."""
    charged = (Created(task_id="t"), Succeeded((media(),)))
    assert keeps_name(a_row(*charged))
    assert not keeps_name(a_row(*charged, request_id="g"))
    assert not keeps_name(a_row(*charged, request_id="cli-0123456789abcdef"))
    assert not keeps_name(a_row(Rejected(REFUSAL)))


@given(INSTANTS, st.timedeltas(min_value=timedelta(days=1), max_value=timedelta(days=4000)))
def test_nothing_of_a_running_budget_goes(now: datetime, age: timedelta) -> None:
    """Whatever may go draws on no purse of a day, week or month that still runs, and is as old as was said."""
    before = prunable_before(now, age)
    last = before - timedelta(microseconds=1)
    assert before <= now - age
    assert not set(purses_of("al", last)) & set(purses_of("al", now))


@pytest.mark.parametrize(("said", "days"), [("90d", 90), ("8w", 56), ("6m", 180), (" 1Y ", 365)])
def test_ages_are_read(said: str, days: int) -> None:
    """Days, weeks, months of thirty days, years."""
    assert read_age(said) == timedelta(days=days)


@pytest.mark.parametrize("said", ["", "1", "y", "0d", "-1d", "1.5y", "12345d", "1 year", "٣d"])
def test_what_is_no_age_is_refused(said: str) -> None:
    """With what may be said."""
    with pytest.raises(WishRefused) as refused:
        read_age(said)
    assert refused.value.failure.choices


@given(st.lists(st.tuples(st.floats(0, 1e9), st.sampled_from(["m1", "m2"]), st.booleans()), max_size=30))
def test_sums_are_the_same_however_much_goes_at_once(orders: list[tuple[float, str, bool]]) -> None:
    """Months count what went as what is there; the sums grow by each order once."""

    def day_of(at: float) -> str:
        return datetime.fromtimestamp(at, UTC).date().isoformat()

    ended = {True: (Created(task_id="t"), Failed(REFUSAL)), False: (Rejected(REFUSAL),)}
    rows = []
    for at, model, paid in orders:
        row = a_row(*ended[paid], at=at)
        order = attrs.evolve(row.generation.order, model_id=model)
        rows.append(attrs.evolve(row, generation=attrs.evolve(row.generation, order=order)))
    there = [(row.at, row.generation.held) for row in rows]
    at_once = day_sums(rows, day_of, {})
    one_by_one: DaySums = {}
    for row in rows:
        one_by_one = day_sums([row], day_of, one_by_one)
    assert at_once == one_by_one
    assert month_tallies(there, {}, day_of) == month_tallies((), at_once, day_of)
    assert sum(month.points for month in month_tallies((), at_once, day_of)) == sum(points for _, points in there)


def test_a_remnant_tells_how_it_ended() -> None:
    """Stage, points and task stay; that the rest is gone is said."""
    left = remnant("g", stage=Stage.SUCCEEDED, held=7, task_id="t", at=1.0, pruned=True)
    assert (left.stage, left.held, left.task_id, left.open) == (Stage.SUCCEEDED, 7, "t", False)
    assert [notice.code for notice in left.order.notices] == ["pruned"]
    assert not remnant("g", stage=Stage.SUCCEEDED, held=7, task_id="t", at=1.0, pruned=False).order.notices
