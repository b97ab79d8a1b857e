"""The quote: the exact thing that would be ordered, and what it costs.

The price is that of the one rule that fits, times the number of results; it is agreed upon here, never exceeded later.
Source: facts sections 2 and 3, decisions 1, 11 and 20.
"""

from collections.abc import Mapping, Sequence

import attrs

from imastudio.domain.kernel import Failure, Json, Kind, WishRefused, is_sendable, is_visible, refuse
from imastudio.domain.orders import Content, InputFacts, Notice, Order, Tier, Wish
from imastudio.domain.quoting.catalog import Catalog, Leaf
from imastudio.domain.quoting.contradictions import contradictions
from imastudio.domain.quoting.estimates import estimate
from imastudio.domain.quoting.inputs import check_inputs
from imastudio.domain.quoting.parameters import Effective, effective
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.quoting.rules import ReachableRule, cheapest, exact_rule, offers, price_range, reachable
from imastudio.domain.quoting.selection import ChosenBy, Selected, select

__all__ = ["ReachableRule", "cheapest", "check_cap", "exact_rule", "offers", "price_range", "quote", "reachable"]

UNASKED_POINTS = 50
"""So many points in all are ordered without asking: `ima create` and Python, not what is said in plain words."""


def quote(
    wish: Wish,
    catalog: Catalog,
    *,
    selected: Selected | None = None,
    inputs: Sequence[InputFacts] | None = None,
    notices: Sequence[Notice] = (),
    complete: bool = True,
) -> Quote:
    """Return what `wish` would order from `catalog`, and its price.

    `selected` is a choice already made (else the one of `select` without preferences); `inputs` is what a look at the
    inputs told (else their kinds alone); `notices` are put first. With `complete` False, a prompt and inputs that are
    not there yet are not minded. Raises WishRefused.
    """
    chosen = selected or select(wish, catalog)
    leaf = chosen.leaf
    _check_prompt(wish.prompt, complete=complete)
    seen = tuple(InputFacts(kind=given.kind) for given in wish.inputs) if inputs is None else tuple(inputs)
    check_inputs(leaf, seen, complete=complete)
    parameters = _parameters(wish, leaf, catalog)
    rule = exact_rule(leaf, parameters)
    total = rule.points * parameters.n
    check_cap(total, wish.max_points)
    order = Order(
        task_type=catalog.task_type,
        model_id=leaf.model_id,
        model_name=leaf.name,
        version_id=leaf.version_id,
        attribute_id=rule.attribute_id,
        points=rule.points,
        n=parameters.n,
        params=parameters.closed,
        input_count=len(seen),
        estimate=estimate(leaf),
        agreed_points=total,
        strict=wish.strict,
        deliver_to=wish.deliver_to,
        scope=wish.scope,
        notices=(*notices, *chosen.notices, *parameters.notices, *contradictions(leaf, wish.prompt, parameters.closed)),
    )
    content = Content(prompt=wish.prompt, texts=parameters.texts, inputs=wish.inputs)
    tier = wish.tier if chosen.chosen_by is ChosenBy.TIER else None
    return Quote(order=order, content=content, chosen_by=chosen.chosen_by.value, tier=tier, wish=wish)


def _check_prompt(prompt: str, *, complete: bool) -> None:
    if complete and not is_visible(prompt):
        raise refuse(Kind.PROMPT_MISSING, "prompt")
    if not is_sendable(prompt):
        raise refuse(Kind.VALUE_NOT_OFFERED, "prompt", expected="text")


def check_cap(total: int, cap: int | None) -> None:
    """Raise WishRefused (ABOVE_BUDGET) where an order of `total` points is dearer than the cap; None is no cap."""
    if cap is not None and not total <= cap:  # a cap of NaN allows nothing
        raise refuse(Kind.ABOVE_BUDGET, "max_points", cap, (total,), total=total, cap=cap)


def is_agreed(total: int, cap: int | None) -> bool:
    """Tell whether so many points need no word of a person: they are few, or within a cap that was said (decision 30)."""
    return cap is not None or total <= UNASKED_POINTS


def check_agreed(total: int, cap: int | None, **facts: Json) -> None:
    """Raise WishRefused (NEEDS_APPROVAL) where nobody agreed to `total` points; `facts` are for its text."""
    if not is_agreed(total, cap):
        raise refuse(Kind.NEEDS_APPROVAL, "max_points", None, (total,), total=total, **facts)


def _parameters(wish: Wish, leaf: Leaf, catalog: Catalog) -> Effective:
    given: Mapping[str, Json] = wish.params
    try:
        if wish.tier is Tier.BUDGET and (offer := cheapest(leaf, given, wish.n)) is not None:
            return offer.effective
        return effective(leaf, given, wish.n)
    except WishRefused as refusal:
        if refusal.failure.kind is not Kind.COMBINATION_FORBIDDEN:
            raise
        raise WishRefused(_with_models(refusal.failure, catalog)) from refusal


def _with_models(failure: Failure, catalog: Catalog) -> Failure:
    """Name the models that can do both of what this one can't."""
    other = failure.facts.get("with_parameter")
    if failure.parameter is None or not isinstance(other, str):
        return failure
    wanted = {failure.parameter: failure.value, other: failure.facts["with_value"]}
    able = [leaf.name for leaf in catalog.leaves if _takes(leaf, wanted)]
    return attrs.evolve(failure, facts={**failure.facts, "models": able})


def _takes(leaf: Leaf, wanted: Mapping[str, Json]) -> bool:
    try:
        return next(offers(leaf, wanted), None) is not None
    except WishRefused:
        return False
