"""The vendor's three calls. Product lists raise when they can't be had; the other two always answer with a value."""

from typing import Protocol

from imastudio.domain.lifecycle import CreateAnswer, DetailAnswer
from imastudio.domain.orders import CreateRequest, TaskType
from imastudio.domain.quoting import Catalog


class Service(Protocol):
    """The vendor (facts sections 2 to 4)."""

    async def products(self, task_type: TaskType) -> Catalog:
        """Return what can be ordered. Raises ServiceUnavailable or AccountProblem; repeated inside."""

    async def create(self, request: CreateRequest) -> CreateAnswer:
        """Send the order, once. Never raises but for cancellation; whatever happens is an answer."""

    async def detail(self, task_id: str) -> DetailAnswer:
        """Ask how a task stands, once."""
