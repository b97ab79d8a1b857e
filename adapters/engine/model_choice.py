"""Choosing the model with what is saved and what is recommended, and saving what a person wants from now on.

Rules: only a person's own words save or clear; an automatic choice is never saved; a use refreshes `last_used` and nothing
else. Source: the vendor's "User Preference Memory"; decisions 11 to 15.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import attrs

from imastudio.domain.orders import TaskType, Wish
from imastudio.domain.quoting import (
    Catalog,
    ChosenBy,
    Leaf,
    Preference,
    Selected,
    find_leaf,
    knows,
    listed,
    price_range,
    select,
)
from imastudio.domain.quoting import quote as price
from imastudio.ports.clock import Clock
from imastudio.ports.preferences import Preferences
from imastudio.ports.recommendations import Recommendations

_TRIES = 5  # others write the same file; and it may be that nobody can


@attrs.frozen(kw_only=True)
class ModelChoice:
    """The chosen leaf, and the model id that is recommended where another, saved one is used."""

    selected: Selected
    recommended: str | None = None


class Chooser:
    """Knows one user's saved models."""

    def __init__(self, preferences: Preferences, recommendations: Recommendations, clock: Clock, user_id: str) -> None:
        """Ask nothing yet."""
        self._preferences = preferences
        self._recommendations = recommendations
        self._clock = clock
        self._user_id = user_id

    async def choose(self, wish: Wish, catalog: Catalog) -> ModelChoice:
        """Return the leaf for `wish`. Raises WishRefused (MODEL_UNKNOWN)."""
        if wish.model is not None or wish.version_id is not None:
            return ModelChoice(selected=select(wish, catalog))
        preference = await self.saved(catalog.task_type)
        saved = preference.model_id if preference is not None else None
        recommended = await self._recommendations.recommend(catalog.task_type, wish.tier)
        selected = select(wish, catalog, saved, recommended)
        hint = (
            selected.chosen_by is ChosenBy.SAVED
            and recommended not in {None, selected.leaf.model_id}
            and listed(catalog, recommended or "") is not None
            and knows(wish.scope, recommended or "")
        )
        return ModelChoice(selected=selected, recommended=recommended if hint else None)

    async def saved(self, task_type: TaskType) -> Preference | None:
        """Return the saved model of a task type, or None."""
        return await self._preferences.get(self._user_id, task_type)

    async def used(self, task_type: TaskType, model_id: str) -> None:
        """Note that the saved model was used, if it is the saved one."""
        saved = await self.saved(task_type)
        if saved is not None and saved.model_id == model_id:
            fresh = attrs.evolve(saved, last_used=self._now())
            await self._preferences.put(self._user_id, task_type, fresh, expected=saved)

    async def save(self, catalogs: Iterable[Catalog], model: str) -> Sequence[tuple[TaskType, Preference]]:
        """Save `model` for each task type whose catalog lists it; return what was saved (nothing, if the file can't be written).

        Raises WishRefused (MODEL_UNKNOWN) where none does.
        """
        lists = list(catalogs)
        found = [(catalog, leaf) for catalog in lists if (leaf := listed(catalog, model)) is not None]
        if not found:
            find_leaf(lists[0], model)
        kept = []
        for catalog, leaf in found:
            preference = Preference(
                model_id=leaf.model_id, model_name=leaf.name, credit=_points(catalog, leaf), last_used=self._now()
            )
            if await self._put(catalog.task_type, preference):
                kept.append((catalog.task_type, preference))
        return kept

    async def _put(self, task_type: TaskType, preference: Preference) -> bool:
        for _ in range(_TRIES):
            if await self._preferences.put(self._user_id, task_type, preference, expected=await self.saved(task_type)):
                return True
        return False

    async def clear(self, task_types: Iterable[TaskType]) -> Sequence[TaskType]:
        """Forget what is saved for these task types; return those where something was."""
        return [task_type for task_type in task_types if await self._preferences.delete(self._user_id, task_type)]

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _points(catalog: Catalog, leaf: Leaf) -> int:
    """Return what one result costs at the model's defaults, or the least it costs."""
    wish = Wish(task_type=catalog.task_type, model=leaf.model_id, version_id=leaf.version_id)
    return price(wish, catalog, complete=False).order.points if price_range(leaf) else 0
