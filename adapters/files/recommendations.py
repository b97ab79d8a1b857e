"""The companion knowledge skill: its recommendations count only where it is installed (decision 12)."""

import os
from pathlib import Path

from imastudio.domain.orders import TaskType, Tier
from imastudio.domain.quoting import recommended


class KnowledgeSkill:
    """Recommendations, while the folder of the skill is there."""

    def __init__(self, folder: Path) -> None:
        """Look for the skill in `folder`."""
        self._folder = folder

    async def recommend(self, task_type: TaskType, tier: Tier | None) -> str | None:
        """Return a model id, or None."""
        return recommended(task_type, tier) if self._is_there() else None

    def _is_there(self) -> bool:
        return os.path.isdir(self._folder)  # noqa: PTH112 - False where nobody may look
