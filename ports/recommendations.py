"""What the companion knowledge skill would recommend."""

from typing import Protocol

from imastudio.domain.orders import TaskType, Tier


class Recommendations(Protocol):
    """Answers only where the knowledge skill is installed (decision 12)."""

    async def recommend(self, task_type: TaskType, tier: Tier | None) -> str | None:
        """Return a model id, or None."""
