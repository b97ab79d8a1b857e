"""Preferences in memory."""

from imastudio.domain.orders import TaskType
from imastudio.domain.quoting import Preference


class MemoryPreferences:
    """Preferences that end with the process."""

    def __init__(self) -> None:
        """Begin with nothing saved."""
        self._saved: dict[tuple[str, TaskType], Preference] = {}

    async def get(self, user_id: str, task_type: TaskType) -> Preference | None:
        """Return what is saved, or None."""
        return self._saved.get((user_id, task_type))

    async def put(
        self, user_id: str, task_type: TaskType, preference: Preference, *, expected: Preference | None
    ) -> bool:
        """Save `preference` if what is there equals `expected`; tell whether it is saved."""
        if self._saved.get((user_id, task_type)) != expected:
            return False
        self._saved[user_id, task_type] = preference
        return True

    async def delete(self, user_id: str, task_type: TaskType) -> bool:
        """Forget what is saved; tell whether there was something."""
        return self._saved.pop((user_id, task_type), None) is not None
