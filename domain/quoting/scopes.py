"""The circles of models a front end may offer: all that is listed, or the Nano Banana family alone.

A scope decides which task types and models there are, and which model is taken by default and for a tier. Sources: the
vendor's "Recommended Defaults" for all-in-one; the runbook, then the listing, for Nano Banana.
"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from imastudio.domain.orders import Scope, Tier
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.tasks import TaskType

BANANA_2 = "gemini-3.1-flash-image"
BANANA_PRO = "gemini-3-pro-image"

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
        (TaskType.TEXT_TO_IMAGE, Tier.PREMIUM): BANANA_PRO,
        (TaskType.IMAGE_TO_IMAGE, Tier.PREMIUM): BANANA_PRO,
        (TaskType.TEXT_TO_IMAGE, Tier.ARTISTIC): "midjourney",
        (TaskType.IMAGE_TO_IMAGE, Tier.ARTISTIC): "midjourney",
        (TaskType.TEXT_TO_VIDEO, Tier.PREMIUM): "MiniMax-Hailuo-2.3",
        (TaskType.IMAGE_TO_VIDEO, Tier.PREMIUM): "kling-v2-6",
    }
)
_IMAGE_TASKS = (TaskType.TEXT_TO_IMAGE, TaskType.IMAGE_TO_IMAGE)


@attrs.frozen(kw_only=True)
class _Circle:
    """What a scope knows; `models` None means every listed one."""

    models: frozenset[str] | None
    task_types: tuple[TaskType, ...]
    defaults: Mapping[TaskType, str]
    tiers: Mapping[tuple[TaskType, Tier], str]


_CIRCLES: Mapping[Scope, _Circle] = MappingProxyType(
    {
        Scope.ALL_IN_ONE: _Circle(models=None, task_types=tuple(TaskType), defaults=DEFAULTS, tiers=TIERS),
        Scope.NANO_BANANA: _Circle(
            models=frozenset({BANANA_2, BANANA_PRO}),
            task_types=_IMAGE_TASKS,
            defaults=dict.fromkeys(_IMAGE_TASKS, BANANA_2),
            tiers={(task_type, Tier.PREMIUM): BANANA_PRO for task_type in _IMAGE_TASKS},
        ),
    }
)


def task_types(scope: Scope) -> tuple[TaskType, ...]:
    """Return the task types that `scope` knows."""
    return _CIRCLES[scope].task_types


def knows(scope: Scope, model_id: str) -> bool:
    """Tell whether a model belongs to `scope`; a saved model that doesn't is left alone and ignored (decision 15)."""
    models = _CIRCLES[scope].models
    return models is None or model_id in models


def within(scope: Scope, catalog: Catalog) -> Catalog:
    """Return what of `catalog` belongs to `scope`."""
    if catalog.task_type not in task_types(scope):
        return Catalog(catalog.task_type)
    return Catalog(catalog.task_type, tuple(leaf for leaf in catalog.leaves if knows(scope, leaf.model_id)))


def default_model(scope: Scope, task_type: TaskType) -> str | None:
    """Return the model id that is taken where nothing is said, or None where `scope` has no such task."""
    return _CIRCLES[scope].defaults.get(task_type)


def tier_model(scope: Scope, task_type: TaskType, tier: Tier) -> str | None:
    """Return the model id of a tier; a tier without a model of its own has the default's. Not for budget: see prices."""
    circle = _CIRCLES[scope]
    return circle.tiers.get((task_type, tier), circle.defaults.get(task_type))
