"""The circles of models a front end may offer: all that is listed, or the Nano Banana family alone.

A scope decides which task types and models there are, and which model is taken by default and for a tier. Sources: the
models' rows for all-in-one; the runbook, then the listing, for Nano Banana.
"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from imastudio.domain.orders import Scope, TaskType, Tier
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.models import IMAGES, MODELS

BANANA_2 = "gemini-3.1-flash-image"
BANANA_PRO = "gemini-3-pro-image"

DEFAULTS: Mapping[TaskType, str] = MappingProxyType({task: model.id for model in MODELS for task in model.default_for})
# Budget is not in the table: which model is cheapest comes from live prices.
TIERS: Mapping[tuple[TaskType, Tier], str] = MappingProxyType(
    {(task, tier): model.id for model in MODELS for tier, tasks in model.tiers.items() for task in tasks}
)


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
            task_types=IMAGES,
            defaults=dict.fromkeys(IMAGES, BANANA_2),
            tiers={(task_type, Tier.PREMIUM): BANANA_PRO for task_type in IMAGES},
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
