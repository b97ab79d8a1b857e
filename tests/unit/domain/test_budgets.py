"""Budgets: how they are said, which purses count them, what is left."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.budgets import (
    Budget,
    Period,
    Standing,
    batch_purse,
    over_budget,
    period_of,
    purses_of,
    read_budgets,
    read_cap,
)
from imastudio.domain.messages.phrasebook import say_failure

NOON = datetime(2026, 11, 20, 12, 30)  # noqa: DTZ001 - the user's own clock, whatever it is
budgets = st.builds(Budget, points=st.integers(0, 10**6), period=st.sampled_from(Period))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - as above


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("200/day", (Budget(points=200, period=Period.DAY),)),
        (" 50 / Hour , 1000/MONTH", (Budget(points=50, period=Period.HOUR), Budget(points=1000, period=Period.MONTH))),
        ("0/week", (Budget(points=0, period=Period.WEEK),)),
        (
            "5/hour,total: 200/day,9/week",
            (
                Budget(points=5, period=Period.HOUR),
                Budget(points=200, period=Period.DAY, everyone=True),
                Budget(points=9, period=Period.WEEK, everyone=True),
            ),
        ),
    ],
)
def test_budgets_are_read(text: str, expected: tuple[Budget, ...]) -> None:
    """One or several, whatever the case and spaces; from a "total:" on they are those of all together."""
    assert read_budgets(text) == expected


@pytest.mark.parametrize(
    "text", ["", "  ", ",", "200", "200/", "/day", "-1/day", "2.5/day", "1e3/day", "200/dog", "200/day,", "٩/day"]
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    """With an example; a budget that is misread would be none."""
    with pytest.raises(WishRefused) as refused:
        read_budgets(text)
    assert refused.value.failure.kind is Kind.VALUE_NOT_OFFERED
    assert "200/day" in say_failure(refused.value.failure, "en")


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else happens."""
    for read in (read_budgets, read_cap):
        try:
            read(text)
        except WishRefused:
            continue


def test_a_cap_is_a_whole_number() -> None:
    """Of points; whatever else is said is refused, so that no cap is taken for none."""
    assert [read_cap(text) for text in ("0", "5", " 12 ")] == [0, 5, 12]
    for text in ("", " ", "-1", "1.5", "1e3", "x", "10 points", "٣", "1_000", "0x10", "nan", "inf", "9" * 30):
        with pytest.raises(WishRefused):
            read_cap(text)


def test_every_period_has_its_purse() -> None:
    """Budget or none, so that a later budget knows what was spent."""
    purses = purses_of("al", NOON, read_budgets("200/day,100/day,50/hour"))
    assert purses == {
        "user:al/2026-11-20T12": 50,
        "user:al/2026-11-20": 100,
        "user:al/2026-W47": None,
        "user:al/2026-11": None,
        "total/2026-11-20T12": None,
        "total/2026-11-20": None,
        "total/2026-W47": None,
        "total/2026-11": None,
    }


@given(moments, st.lists(budgets))
def test_the_period_is_read_off_the_purse(local: datetime, said: list[Budget]) -> None:
    """And the smallest budget of a period is the one that counts."""
    purses = purses_of("al", local, said)
    assert [period_of(name) for name in purses] == 2 * [period.value for period in Period]
    for (everyone, period), limit in zip(product((False, True), Period), purses.values(), strict=True):
        points = [budget.points for budget in said if (budget.everyone, budget.period) == (everyone, period)]
        assert limit == min(points, default=None)


@given(moments, st.timedeltas(timedelta(), timedelta(days=40)))
def test_purses_change_with_the_calendar(local: datetime, passed: timedelta) -> None:
    """Never within the hour, always after its period."""
    purses, later = list(purses_of("al", local)), list(purses_of("al", local + passed))
    same = [one == other for one, other in zip(purses, later, strict=True)]
    if (local + passed).replace(minute=0, second=0, microsecond=0) == local.replace(minute=0, second=0, microsecond=0):
        assert all(same)
    for unchanged, longest in zip(same, 2 * (timedelta(hours=1), *map(timedelta, (1, 7, 31))), strict=True):
        assert not (unchanged and passed >= longest)


def test_what_is_left() -> None:
    """Never less than nothing, though a limit may have been lowered."""
    assert Standing(period="day", spent=30, limit=50).left == 20
    assert Standing(period="day", spent=60, limit=50).left == 0
    assert Standing(period="day", spent=60).left is None


def test_the_refusal_says_period_limit_and_rest() -> None:
    """In both languages; purses of other names have no period."""
    failure = over_budget(6, purse="user:al/2026-11-20", limit=100, left=2)
    assert dict(failure.facts) == {"limit": 100, "left": 2, "period": "day", "everyone": False}
    assert say_failure(failure, "en") == (
        "That's 6 pts. Today's budget has 2 of 100 left until tomorrow. Nothing was ordered."
    )
    assert say_failure(failure, "zh") == "需要 6 积分，但今天的预算只剩 2（上限 100），到明天才会恢复。没有下单。"
    everyones = over_budget(6, purse="total/2026-11-20", limit=100, left=2)
    assert "all users together" in say_failure(everyones, "en")
    assert "所有用户今天合计" in say_failure(everyones, "zh")
    assert (period_of(batch_purse("a", "b")), period_of("al")) == ("batch", None)
