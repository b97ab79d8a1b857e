"""A quote is ordered for the wish that it was made of, and a price is ordered that somebody agreed to."""

from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Input, Scope, Tier, Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.catalog import Catalog, Leaf
from imastudio.domain.quoting.pricing import check_agreed, is_agreed, quote
from imastudio.domain.quoting.quotes import Quote, check_is_of, differences
from imastudio.testing.strategies import chosen_params
from tests.leaves import small_catalog

IMAGES = small_catalog(TaskType.TEXT_TO_IMAGE)
WISH = Wish(prompt="a cat", model="香蕉", params={"size": "2k"}, n=2)
OTHERS: dict[str, Any] = {
    "prompt": "a dog",
    "task_type": TaskType.TEXT_TO_VIDEO,
    "model": "seedream",
    "version_id": "another",
    "tier": Tier.PREMIUM,
    "scope": Scope.NANO_BANANA,
    "params": {"size": "4K"},
    "n": 3,
    "inputs": (Input("a.png"),),
    "strict": True,
    "deliver_to": "out",
}


def quoted(wish: Wish = WISH) -> Quote:
    """Return what `wish` would order."""
    return quote(wish, IMAGES)


@given(st.sets(st.sampled_from(sorted(OTHERS))))
def test_what_another_wish_says_otherwise_is_named(names: set[str]) -> None:
    """All of it and nothing else; caps and request ids are no part of a quote."""
    other = attrs.evolve(WISH, max_points=99, request_id="r", **{name: OTHERS[name] for name in names})
    assert sorted(differences(other, quoted())) == sorted(names)


def test_what_the_quote_found_out_may_be_said_in_so_many_words() -> None:
    """The model by its id, the task type, the count as text, a value as it is spelled in the list."""
    said = quoted()
    order = said.order
    same = attrs.evolve(
        WISH,
        model=order.model_id,
        version_id=order.version_id,
        task_type=order.task_type,
        n=str(order.n),
        params={"size": "2K", "aspect_ratio": "1:1"},
    )
    assert differences(same, said) == ()
    check_is_of(same, said)


def test_what_is_left_out_is_another_wish_where_the_first_one_said_it() -> None:
    """A wish without the size that was quoted is another one; by hand nobody knows what was said."""
    assert differences(attrs.evolve(WISH, params={}, model=None, n=None), quoted()) == ("model", "params", "n")
    bare = attrs.evolve(quoted(), wish=None)
    assert differences(Wish(prompt="a cat"), bare) == ()
    assert differences(attrs.evolve(WISH, deliver_to="out", params={"size": "4K"}), bare) == (
        "model",
        "params",
        "deliver_to",
    )
    into = attrs.evolve(bare, order=attrs.evolve(bare.order, deliver_to="out"))
    assert differences(Wish(prompt="a cat"), into) == ("deliver_to",)
    with pytest.raises(WishRefused) as refused:
        check_is_of(attrs.evolve(WISH, n=1), quoted())
    assert (refused.value.failure.kind, refused.value.failure.choices) == (Kind.QUOTE_DIFFERS, ("n",))


@given(st.integers(0, 10_000), st.none() | st.integers(0, 10_000))
@example(50, None)
@example(51, None)
def test_nothing_dear_is_ordered_that_nobody_agreed_to(total: int, cap: int | None) -> None:
    """Up to 50 points in all, or within a cap, which is held against the total elsewhere."""
    agreed = cap is not None or total <= 50
    assert is_agreed(total, cap) == agreed
    if agreed:
        check_agreed(total, cap)
        return
    with pytest.raises(WishRefused) as refused:
        check_agreed(total, cap, door="python")
    assert (refused.value.failure.kind, refused.value.failure.facts["total"]) == (Kind.NEEDS_APPROVAL, total)


LEAVES = [(catalog, leaf) for catalog in map(small_catalog, TaskType) for leaf in catalog.leaves]


@given(st.sampled_from(LEAVES), st.data(), st.integers(1, 4))
def test_what_was_quoted_can_be_said_anew_and_is_the_same(
    place: tuple[Catalog, Leaf], data: st.DataObject, n: int
) -> None:
    """By its own model, version and effective parameters: the same parameters, price and price id (decision 55)."""
    catalog, leaf = place
    params: dict[str, Any] = dict(data.draw(chosen_params(leaf)))
    wish = Wish(prompt="x", model=leaf.model_id, version_id=leaf.version_id, params=params, n=n)
    try:
        first = quote(wish, catalog, complete=False)
    except WishRefused:
        return
    order = first.order
    anew = Wish(
        prompt="x",
        task_type=order.task_type,
        model=order.model_id,
        version_id=order.version_id,
        params=dict(first.params),
        n=order.n,
        max_points=order.total,
    )
    second = quote(anew, catalog, complete=False)
    assert (second.order.params, second.params, second.order.attribute_id, second.order.total, second.order.n) == (
        order.params,
        first.params,
        order.attribute_id,
        order.total,
        order.n,
    )
