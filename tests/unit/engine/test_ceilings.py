"""The operator's word is a ceiling, and a quote that is handed in is what the list says (decision 50)."""

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.budgets import narrowest, purses_of, read_budgets
from imastudio.domain.orders import Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.pricing import quote
from imastudio.domain.quoting.quotes import Quote, unlisted
from imastudio.domain.quoting.rules import offers
from tests.leaves import small_catalog
from tests.studios import desk

CAT = Wish(prompt="a cat", model="香蕉", params={"size": "2K"}, max_points=1000)


def forged(quoted: Quote, **order: Any) -> Quote:
    """Return the quote with some of its order changed."""
    return attrs.evolve(quoted, order=attrs.evolve(quoted.order, **order))


@pytest.mark.parametrize(
    "changes",
    [
        {"points": -10, "agreed_points": -10},
        {"points": 0, "agreed_points": 0},
        {"points": 1, "agreed_points": 1},
        {"attribute_id": 4400},
        {"n": 0},
        {"n": -1},
        {"n": 400, "agreed_points": 4000},
        {"params": {"size": "4K"}},
        {"params": {"size": "2K", "smell": "rose"}},
        {"model_id": "another"},
        {"version_id": "another"},
        {"agreed_points": 10_000},
    ],
    ids=str,
)
async def test_a_forged_quote_orders_nothing(changes: dict[str, Any]) -> None:
    """Whatever was changed of it, beside its wish: it is held against the list, and refused before anything is kept."""
    async with desk() as d:
        quoted = await d.studio.quote(attrs.evolve(CAT, params={}))
        for wish in (CAT, attrs.evolve(CAT, params={})):
            with pytest.raises(WishRefused) as refused:
                await d.studio.submit(wish, quote=attrs.evolve(forged(quoted, **changes), wish=wish))
            assert refused.value.failure.kind in {Kind.QUOTE_DIFFERS, Kind.ABOVE_BUDGET}
        assert d.service.orders == []
        assert list(await d.studio.history()) == []


async def test_a_quote_orders_no_other_wish_than_its_own() -> None:
    """Though it is honest: of another prompt it would be ordered unseen."""
    async with desk() as d:
        quoted = await d.studio.quote(CAT)
        with pytest.raises(WishRefused) as refused:
            await d.studio.submit(attrs.evolve(CAT, prompt="a dog"), quote=quoted)
        assert (refused.value.failure.kind, refused.value.failure.choices) == (Kind.QUOTE_DIFFERS, ("prompt",))
        assert d.service.orders == []


@pytest.mark.parametrize("task_type", [task_type for task_type in TaskType if not task_type.takes_inputs])
def test_every_honest_quote_is_borne_out_by_its_list(task_type: TaskType) -> None:
    """Of every model, in every combination that has a price."""
    catalog = small_catalog(task_type)
    seen = 0
    for leaf in catalog.leaves:
        for offer in list(offers(leaf))[:60]:
            wish = Wish(
                prompt="a text",
                task_type=task_type,
                model=leaf.model_id,
                version_id=leaf.version_id,
                params=offer.params,
            )
            try:
                quoted = quote(wish, catalog)
            except WishRefused:
                continue
            seen += 1
            assert unlisted(quoted, catalog) == (), (leaf.model_id, offer.params)
    assert seen


async def test_a_quote_of_an_older_list_is_held_against_the_new_one() -> None:
    """The list that was quoted from is asked for no second time; one that no longer bears the quote out is."""
    async with desk() as d, desk() as other:
        quoted = await other.studio.quote(CAT)
        result = await d.studio.submit(CAT, quote=quoted)  # another studio's: its list is looked up here
        assert result.generation.order == quoted.order


@given(st.lists(st.none() | st.integers(0, 1000), max_size=5))
def test_of_several_caps_the_lowest_counts(caps: list[int | None]) -> None:
    """A later word narrows an earlier one."""
    said = [cap for cap in caps if cap is not None]
    assert narrowest(*caps) == (min(said) if said else None)


@pytest.mark.parametrize("told", [False, True])
async def test_a_wish_cannot_widen_the_ceiling(told: bool) -> None:  # noqa: FBT001
    """Its own cap may be lower, never higher than what the operator allows."""
    async with desk() as d:
        identity = attrs.evolve(d.studio.identity, max_points=9)
        d.studio._engine.identity = identity
        d.studio._engine.identity = attrs.evolve(identity, max_points=None)
        quoted = await d.studio.quote(CAT)
        d.studio._engine.identity = identity
        with pytest.raises(WishRefused) as refused:
            await d.studio.submit(CAT, quote=quoted if told else None)
        assert refused.value.failure.kind is Kind.ABOVE_BUDGET
        assert d.service.orders == []


def test_a_total_is_of_everyone() -> None:
    """From "total:" on, all users share the limit; before it, each has their own."""
    local = datetime(2026, 11, 29, 12, tzinfo=UTC)
    al, bo = (
        purses_of(user, local, read_budgets("50/hour,total:200/day,1000/month,total:300/day")) for user in ("al", "bo")
    )
    shared = {name: limit for name, limit in al.items() if name in bo}
    assert shared == {
        "total/2026-11-29T12": None,
        "total/2026-11-29": 200,
        "total/2026-W48": None,
        "total/2026-11": 1000,
    }
    assert [limit for name, limit in al.items() if name not in bo] == [50, None, None, None]


async def test_users_together_stay_within_the_total() -> None:
    """Another user id is no other purse."""
    async with desk(purses={"user:al/2026-11-29": None, "total/2026-11-29": 25}) as d:
        for _ in range(2):
            assert (await d.studio.submit(CAT)).status == "running"
        d.studio._engine.identity = attrs.evolve(
            d.studio.identity, user="bo", purses=lambda _: {"user:bo/2026-11-29": None, "total/2026-11-29": 25}
        )
        third = await d.studio.submit(attrs.evolve(CAT, prompt="a dog"))
        assert third.error is not None
        assert (third.status, third.error.kind, third.error.facts["everyone"]) == ("rejected", Kind.ABOVE_BUDGET, True)
        shown = [(one.period, one.everyone, one.spent, one.left) for one in await d.studio.budgets()]
        assert ("day", True, 20, 5) in shown


@pytest.mark.parametrize("text", ["total:", "total", "total:200", "totally:200/day", "total:total:200/day", ":200/day"])
def test_a_total_that_cannot_be_read_is_an_error(text: str) -> None:
    """It is never taken for no limit."""
    with pytest.raises(WishRefused):
        read_budgets(text)
