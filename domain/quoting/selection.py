"""Which task a wish is for, and which leaf makes it.

Order (decision 11): a named model or a spoken tier, the saved preference, the recommendation, the default. What is not
listed is skipped with a notice, but a named model is never replaced. What the wish's scope does not know is not there; a
saved model that it does not know is left alone (decision 15).
"""

from enum import StrEnum

import attrs

from imastudio.domain.kernel import Kind, WishRefused, refuse
from imastudio.domain.orders import InputKind, Notice, TaskType, Tier, Wish
from imastudio.domain.quoting.catalog import Catalog, Leaf
from imastudio.domain.quoting.model_lookup import find_leaf, listed
from imastudio.domain.quoting.rules import cheapest
from imastudio.domain.quoting.scopes import default_model, knows, task_types, tier_model, within


class ChosenBy(StrEnum):
    """The grounds on which a model is chosen."""

    NAMED = "named"
    TIER = "tier"
    SAVED = "saved"
    RECOMMENDED = "recommended"
    DEFAULT = "default"


@attrs.frozen(kw_only=True)
class Selected:
    """The leaf that makes it, why that one, and what the person should know of it."""

    leaf: Leaf
    chosen_by: ChosenBy
    notices: tuple[Notice, ...] = ()


def infer_task_type(wish: Wish) -> tuple[TaskType, tuple[Notice, ...]]:
    """Return what the wish is for, with a notice where it was inferred (decision 9).

    Raises WishRefused (TASK_TYPE_UNCLEAR) with the task types that could be meant, or that the scope knows.
    """
    known = task_types(wish.scope)
    if wish.task_type is not None:
        if wish.task_type not in known:
            raise refuse(Kind.TASK_TYPE_UNCLEAR, "task_type", wish.task_type.value, [one.value for one in known])
        return wish.task_type, ()
    if not wish.inputs:
        inferred = TaskType.TEXT_TO_IMAGE
    elif len(wish.inputs) == 1 and wish.inputs[0].kind is InputKind.IMAGE:
        inferred = TaskType.IMAGE_TO_IMAGE
    else:
        choices = [task_type.value for task_type in known if task_type.takes_inputs]
        raise refuse(Kind.TASK_TYPE_UNCLEAR, "task_type", None, choices, inputs=len(wish.inputs))
    facts = {"task_type": inferred.value, "inputs": len(wish.inputs)}
    return inferred, (Notice("task_type_inferred", facts),)


def select(wish: Wish, catalog: Catalog, saved: str | None = None, recommended: str | None = None) -> Selected:
    """Return the leaf for `wish`; `saved` and `recommended` are model ids. Raises WishRefused (MODEL_UNKNOWN)."""
    offered = within(wish.scope, catalog)
    if wish.model is not None or wish.version_id is not None:
        return Selected(leaf=find_leaf(offered, wish.model, wish.version_id), chosen_by=ChosenBy.NAMED)
    if wish.tier is not None and (leaf := _of_tier(wish, wish.tier, offered, recommended)) is not None:
        return Selected(leaf=leaf, chosen_by=ChosenBy.TIER)
    notices: tuple[Notice, ...] = ()
    for model, chosen_by in ((saved, ChosenBy.SAVED), (recommended, ChosenBy.RECOMMENDED)):
        if model is None or not knows(wish.scope, model):
            continue
        if (leaf := listed(offered, model)) is not None:
            return Selected(leaf=leaf, chosen_by=chosen_by, notices=notices)
        notices += (Notice(f"{chosen_by}_model_not_listed", {"model": model}),)
    return Selected(leaf=_default(wish, offered), chosen_by=ChosenBy.DEFAULT, notices=notices)


def _of_tier(wish: Wish, tier: Tier, catalog: Catalog, recommended: str | None) -> Leaf | None:
    """Return the leaf of a tier: the cheapest by live prices; the recommended best (decision 13); else the table's."""
    if tier is Tier.BUDGET:
        return _cheapest_leaf(wish, catalog)
    if tier is Tier.PREMIUM and recommended is not None and (leaf := listed(catalog, recommended)) is not None:
        return leaf
    model = tier_model(wish.scope, catalog.task_type, tier)
    return None if model is None else listed(catalog, model)


def _cheapest_leaf(wish: Wish, catalog: Catalog) -> Leaf | None:
    """Return the leaf that makes it for the least points; the default comes first, then the vendor's order."""
    default = default_model(wish.scope, catalog.task_type)
    priced = [
        (points, leaf.model_id != default, place, leaf)
        for place, leaf in enumerate(catalog.leaves)
        if (points := _lowest_points(wish, leaf)) is not None
    ]
    return min(priced, key=lambda entry: entry[:3])[3] if priced else None


def _lowest_points(wish: Wish, leaf: Leaf) -> int | None:
    try:
        offer = cheapest(leaf, wish.params, wish.n)
    except WishRefused:
        return None
    return None if offer is None else offer.rule.points


def _default(wish: Wish, catalog: Catalog) -> Leaf:
    model = default_model(wish.scope, catalog.task_type)
    return (listed(catalog, model) if model is not None else None) or find_leaf(catalog, None)
