"""A person's word about an order of which nobody knows whether it was charged."""

from imastudio.adapters.engine.historian import Historian
from imastudio.domain.errors import refuse
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.lifecycle.events import Created, Entry, Rejected
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.results import Result


class Settler(Historian):
    """Settles what is unknown."""

    async def settle(self, name: str, *, task_id: str | None = None) -> Result:
        """Say what became of a generation whose outcome is unknown: charged, as the vendor's `task_id`, or (None) not charged.

        A charged one is gone on with. Raises WishRefused: NOT_FOUND, NOT_READABLE, NOT_UNKNOWN.
        """
        row = await self._find(name)
        if row.generation.stage is not Stage.UNKNOWN:
            raise refuse(Kind.NOT_UNKNOWN, "id", name, stage=row.generation.stage.value)
        now = self._engine.ports.clock.now()
        event = Created(task_id=task_id) if task_id else Rejected(Failure(kind=Kind.NOT_CHARGED))
        after = row.generation.heard(event, now)
        if not await self._engine.ports.ledger.append(after, [Entry(now, event)], row.seq):
            return await self.settle(name, task_id=task_id)
        return self._now(after)
