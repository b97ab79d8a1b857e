"""Which task a wish is for, and which leaf makes it.

Order (decision 11): a named model or a spoken tier, the saved preference, the recommendation, the default. What is not
listed is skipped with a notice, but a named model is never replaced. Table: the vendor's "Recommended Defaults".
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import attrs

from imastudio.domain.catalog import Catalog, Leaf
from imastudio.domain.errors import WishRefused, refuse
from imastudio.domain.failures import Kind
from imastudio.domain.finding import find_leaf, listed
from imastudio.domain.orders import Notice, Tier, Wish
from imastudio.domain.rules import cheapest
from imastudio.domain.tasks import InputKind, TaskType

DEFAULTS: Mapping[TaskType, str] = MappingProxyType(
    {
        TaskType.TEXT_TO_IMAGE: "doubao-seedream-4.5",
        TaskType.IMAGE_TO_IMAGE: "doubao-seedream-4.5",
        TaskType.TEXT_TO_VIDEO: "wan2.6-t2v",
        TaskType.IMAGE_TO_VIDEO: "wan2.6-i2v",
        TaskType.FIRST_LAST_FRAME_TO_VIDEO: "kling-video-o1",
        TaskType.REFERENCE_IMAGE_TO_VIDEO: "kling-video-o1",
        TaskType.TEXT_TO_MUSIC: "sonic",
        TaskType.TEXT_TO_SPEECH: "seed-tts-2.0",
    }
)
# Budget is not in the table: which model is cheapest comes from live prices.
TIERS: Mapping[tuple[TaskType, Tier], str] = MappingProxyType(
    {
        (TaskType.TEXT_TO_IMAGE, Tier.PREMIUM): "gemini-3-pro-image",
        (TaskType.IMAGE_TO_IMAGE, Tier.PREMIUM): "gemini-3-pro-image",
        (TaskType.TEXT_TO_IMAGE, Tier.ARTISTIC): "midjourney",
        (TaskType.IMAGE_TO_IMAGE, Tier.ARTISTIC): "midjourney",
        (TaskType.TEXT_TO_VIDEO, Tier.PREMIUM): "MiniMax-Hailuo-2.3",
        (TaskType.IMAGE_TO_VIDEO, Tier.PREMIUM): "kling-v2-6",
    }
)


class ChosenBy(StrEnum):
    """What decided on the model."""

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

    Raises WishRefused (TASK_TYPE_UNCLEAR) with the task types that could be meant.
    """
    if wish.task_type is not None:
        return wish.task_type, ()
    if not wish.inputs:
        inferred = TaskType.TEXT_TO_IMAGE
    elif len(wish.inputs) == 1 and wish.inputs[0].kind is InputKind.IMAGE:
        inferred = TaskType.IMAGE_TO_IMAGE
    else:
        choices = [task_type.value for task_type in TaskType if task_type.takes_inputs]
        raise refuse(Kind.TASK_TYPE_UNCLEAR, "task_type", None, choices, inputs=len(wish.inputs))
    facts = {"task_type": inferred.value, "inputs": len(wish.inputs)}
    return inferred, (Notice("task_type_inferred", facts),)


def select(wish: Wish, catalog: Catalog, saved: str | None = None, recommended: str | None = None) -> Selected:
    """Return the leaf for `wish`; `saved` and `recommended` are model ids. Raises WishRefused (MODEL_UNKNOWN)."""
    if wish.model is not None or wish.version_id is not None:
        return Selected(leaf=find_leaf(catalog, wish.model, wish.version_id), chosen_by=ChosenBy.NAMED)
    if wish.tier is not None and (leaf := _of_tier(wish, wish.tier, catalog)) is not None:
        return Selected(leaf=leaf, chosen_by=ChosenBy.TIER)
    notices: tuple[Notice, ...] = ()
    for model, chosen_by in ((saved, ChosenBy.SAVED), (recommended, ChosenBy.RECOMMENDED)):
        if model is None:
            continue
        if (leaf := listed(catalog, model)) is not None:
            return Selected(leaf=leaf, chosen_by=chosen_by, notices=notices)
        notices += (Notice(f"{chosen_by}_model_not_listed", {"model": model}),)
    return Selected(leaf=_default(catalog), chosen_by=ChosenBy.DEFAULT, notices=notices)


def _of_tier(wish: Wish, tier: Tier, catalog: Catalog) -> Leaf | None:
    if tier is Tier.BUDGET:
        return _cheapest_leaf(wish, catalog)
    return listed(catalog, TIERS.get((catalog.task_type, tier), DEFAULTS[catalog.task_type]))


def _cheapest_leaf(wish: Wish, catalog: Catalog) -> Leaf | None:
    """Return the leaf that makes it for the least points; the default comes first, then the vendor's order."""
    priced = [
        (points, leaf.model_id != DEFAULTS[catalog.task_type], place, leaf)
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


def _default(catalog: Catalog) -> Leaf:
    return listed(catalog, DEFAULTS[catalog.task_type]) or find_leaf(catalog, None)
