"""The model that a person wants from now on."""

from collections.abc import Iterable, Mapping, Sequence

from imastudio.adapters.engine.quoter import Quoter
from imastudio.domain.orders import TaskType
from imastudio.domain.quoting import Preference


class ModelKeeper(Quoter):
    """Shows, saves and clears a user's models."""

    async def saved_models(self) -> Mapping[TaskType, Preference]:
        """Return the model that is saved for each task type that has one."""
        found = {task_type: await self._engine.chooser.saved(task_type) for task_type in TaskType}
        return {task_type: preference for task_type, preference in found.items() if preference is not None}

    async def save_model(self, task_types: Iterable[TaskType], model: str) -> Mapping[TaskType, Preference]:
        """Save `model` for those of `task_types` that list it; return what was saved."""
        return dict(await self._engine.chooser.save([await self.models(task_type) for task_type in task_types], model))

    async def clear_models(self, task_types: Iterable[TaskType]) -> Sequence[TaskType]:
        """Forget what is saved for `task_types`; return those where something was."""
        return await self._engine.chooser.clear(task_types)
