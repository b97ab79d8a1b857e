"""Going on with what a dead worker had: every worker looks each second, and one at a time adopts.

Rules: dead is whose lock nobody holds at two looks, so that a cut line may come back; the dead's lock is held from the first
step to the last. The ledger first, DBOS second, and each step may be repeated: an adopter that dies leaves the rest to the
next. Permissions are void before anything is told of them; an order on its way is unknown, and nothing else.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from imastudio.adapters.dbos.lost import tell_lost
from imastudio.adapters.dbos.names import APP_VERSION, WORKFLOW, attempt, rescue_queue
from imastudio.adapters.dbos.queue import enqueueing
from imastudio.adapters.dbos.statements import ENQUEUE, GIVE_UP, LOCK, LOST, NOBODYS, STRANGERS, UNLOCK
from imastudio.adapters.engine.context import Ports
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.domain.kernel import LedgerUnavailable

if TYPE_CHECKING:
    from psycopg import AsyncConnection

LOOK_EVERY_S = 1.0
SECOND_LOOK_S = 1.5
SWEEP_EVERY_S = 5.0
KEEP_FINISHED_S = 3600.0
"""So long DBOS keeps what has ended: to be looked at, the ledger needs none of it."""
MAX_SWEPT = 1000
_ACTIVE = ["ENQUEUED", "PENDING", "DELAYED"]
_ENDED = ["SUCCESS", "ERROR", "CANCELLED"]


class Adoption:
    """Looks for the dead, for one account and its queues."""

    def __init__(self, ledger: PostgresLedger, ports: Ports, account: str, queues: Sequence[str], number: int) -> None:
        """Look at nothing yet."""
        self._ledger = ledger
        self._ports = ports
        self._account = account
        self._queues = list(queues)
        self._number = number
        self._first_looks: dict[int, float] = {}
        self._nobodys: set[str] = set()
        self._swept_at = time.monotonic()
        self.adopted = 0
        """How many workflows were taken from the dead."""

    async def look(self) -> None:
        """Adopt what those had who are dead by now. Raises LedgerUnavailable."""
        values = {"queues": self._queues, "account": self._account, "me": self._number}
        strangers = {found[0] for found in await self._ledger.connections.read(STRANGERS, values)}
        self._first_looks = {dead: at for dead, at in self._first_looks.items() if dead in strangers}
        now = time.monotonic()
        for dead in strangers:
            if now - self._first_looks.setdefault(dead, now) >= SECOND_LOOK_S:
                await self._adopt_alone(dead)
        if now - self._swept_at >= SWEEP_EVERY_S:
            self._swept_at = now
            await self._sweep()
            await self._tidy()

    async def _adopt_alone(self, dead: int) -> None:
        """Adopt under the dead's lock, on a session of its own: with that it ends."""
        async with await self._ledger.connections.database.connect_async() as connection:
            if await _is_true(connection, self._ledger.connections.place.sql(LOCK), dead):
                try:
                    await self._adopt(dead)
                finally:
                    await connection.execute(self._ledger.connections.place.sql(UNLOCK), [dead])

    async def _adopt(self, dead: int) -> None:
        from dbos import DBOS

        left = await DBOS.list_workflows_async(
            executor_id=str(dead), status="PENDING", load_input=False, load_output=False
        )
        await self._ledger.connections.read(GIVE_UP, [dead])
        await self._tell_lost()
        by_queue: dict[str | None, list[str]] = {}
        for workflow in left:
            by_queue.setdefault(rescue_queue(workflow.queue_name), []).append(workflow.workflow_id)
        for queue, ids in by_queue.items():
            if queue is not None:
                await DBOS.resume_workflows_async(ids, queue_name=queue)
        self.adopted += len(left)
        self._ports.journal.warning("adopted", owner=dead, workflows=len(left))
        self._first_looks.pop(dead, None)

    async def _tell_lost(self) -> None:
        """Record of each order that was on its way when its worker died that nobody knows what became of it."""
        for (generation_id,) in await self._ledger.connections.read(LOST, [self._account]):
            await tell_lost(self._ledger, generation_id, self._ports.clock.now())

    async def _sweep(self) -> None:
        """Have those gone on with that are nobody's and stand in no queue, at two sweeps."""
        from dbos import DBOS

        await self._tell_lost()
        found = dict(await self._ledger.connections.read(NOBODYS, [self._account]))
        suspects = {name: seq for name, seq in found.items() if name in self._nobodys}
        self._nobodys = set(found)
        for names in _chunks(list(suspects), MAX_SWEPT):
            known = {attempt(name, seq): name for name in names for seq in range(1, suspects[name] + 1)}
            known |= {name: name for name in names}
            active = await DBOS.list_workflows_async(
                workflow_ids=list(known), status=_ACTIVE, app_version=APP_VERSION, load_input=False, load_output=False
            )
            lost = set(names) - {known[workflow.workflow_id] for workflow in active}
            if lost:
                workflows = {name: attempt(name, suspects[name]) for name in lost}
                await self._ledger.connections.do(ENQUEUE, enqueueing(self._queues[0], workflows))
                self._ports.journal.warning("swept", workflows=len(lost))

    @staticmethod
    async def _tidy() -> None:
        """Delete what DBOS keeps of workflows that ended a while ago."""
        from dbos import DBOS

        before = (datetime.now(UTC) - timedelta(seconds=KEEP_FINISHED_S)).isoformat()
        ended = await DBOS.list_workflows_async(
            name=WORKFLOW,
            status=_ENDED,
            completed_before=before,
            limit=MAX_SWEPT,
            load_input=False,
            load_output=False,
        )
        if ended:
            await DBOS.delete_workflows_async([workflow.workflow_id for workflow in ended])


async def keep_looking(adoption: Adoption, besides: Any, journal: Any) -> None:
    """Look each second, and do what is to be done `besides`; a database that is away is asked again."""
    while True:
        try:
            await adoption.look()
            await besides()
        except LedgerUnavailable:
            pass
        except Exception as error:  # noqa: BLE001 - one look that failed must not be the last
            journal.error("adoption_failed", error=error)
        await asyncio.sleep(LOOK_EVERY_S)


async def _is_true(connection: "AsyncConnection", statement: bytes, value: int) -> bool:
    found = await (await connection.execute(statement, [value])).fetchone()
    return found is not None and bool(found[0])


def _chunks(names: Sequence[str], size: int) -> Sequence[Sequence[str]]:
    return [names[start : start + size] for start in range(0, len(names), size)]
