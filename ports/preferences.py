"""The model that a person wants by default, per user and task type."""

from typing import Protocol

from imastudio.domain.orders import TaskType
from imastudio.domain.quoting import Preference


class Preferences(Protocol):
    """The preferences file that all IMA skills share."""

    async def get(self, user_id: str, task_type: TaskType) -> Preference | None:
        """Return what is saved, or None."""

    async def put(
        self, user_id: str, task_type: TaskType, preference: Preference, *, expected: Preference | None
    ) -> bool:
        """Save `preference` if what is there equals `expected`; tell whether it was saved."""

    async def delete(self, user_id: str, task_type: TaskType) -> bool:
        """Forget what is saved; tell whether there was something."""
