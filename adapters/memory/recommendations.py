"""Recommendations without a skill on the disk."""

import attrs

from imastudio.domain.orders import TaskType, Tier
from imastudio.domain.quoting import recommended


@attrs.frozen
class MemoryRecommendations:
    """Answers as the knowledge skill would, if it is `installed`."""

    installed: bool

    async def recommend(self, task_type: TaskType, tier: Tier | None) -> str | None:
        """Return a model id, or None."""
        return recommended(task_type, tier) if self.installed else None
