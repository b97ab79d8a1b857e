"""A worker's process: its owner, its engine, DBOS, and the looks for the dead, begun and ended together.

Exit codes: 0 told to end, or nothing left with `drain`; GIVEN_UP where others took over what it had, or a newer version has
changed the tables: a supervisor starts it anew, as another owner.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

import attrs

from imastudio.adapters.dbos.adoption import Adoption, keep_looking
from imastudio.adapters.dbos.claims import Claims
from imastudio.adapters.dbos.counting import CountingJournal
from imastudio.adapters.dbos.crew import CrewSender, PatientRecorder
from imastudio.adapters.dbos.durable import launch, serve, stop, waits
from imastudio.adapters.dbos.names import queue_name, rescue_queue
from imastudio.adapters.dbos.pace import AccountPace
from imastudio.adapters.dbos.statements import ENLIST, STANDING
from imastudio.adapters.dbos.workflows import Workflows
from imastudio.adapters.engine.context import Identity, Ports
from imastudio.adapters.engine.engine import Engine
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.postgres.schema import migrations

GIVEN_UP = 75
"""EX_TEMPFAIL of sysexits.h: try again."""
DRAINED_LOOKS = 2
"""So often in a row nothing is to be found before all is done: what is on its way into a queue is not seen yet."""
POLL_EVERY_S = 0.5


class WorkerProcess:
    """One life of a worker. `concurrency` is the most that it has in hand of a lane, `lanes` the queues that it serves."""

    def __init__(
        self,
        ports: Ports,
        identity: Identity,
        ledger: PostgresLedger,
        *,
        concurrency: int,
        lanes: Sequence[str],
        patience: float = 1.0,
        poll_every_s: float = POLL_EVERY_S,
    ) -> None:
        """Begin nothing yet."""
        self.journal = CountingJournal(ports.journal)
        self.ports = ports = attrs.evolve(ports, journal=self.journal)
        self.ledger = ledger
        self.pace = AccountPace(ledger, identity.account)
        self._account = identity.account
        self._queues = {
            queue_name(identity.account, lane): {
                "worker_concurrency": concurrency,
                "polling_interval_sec": poll_every_s,
            }
            for lane in lanes
        }
        sender = partial(CrewSender, permission=ledger.session, slots=self.pace)
        self.engine = Engine(ports, identity, patience, sender, PatientRecorder, for_others=True)
        assert isinstance(self.engine.recorder, PatientRecorder)  # noqa: S101 - it was asked for
        self.engine.recorder.permission = ledger.session
        self.workflows = Workflows(self.engine, Claims(ledger), ledger.session)
        self.adoption: Adoption | None = None
        self.health_port: int | None = None
        self.outdated = False
        """Whether a newer version has changed the tables: what is left is for workers that know them."""
        self._ending = asyncio.Event()

    @property
    def place(self) -> str:
        """Return the database that it serves, without its password."""
        return self.ledger.connections.database.shown

    @property
    def ready(self) -> bool:
        """Tell whether it serves its queues and may send."""
        return self.adoption is not None and not self.workflows.closing and self.ledger.session.may_send()

    def end(self) -> None:
        """Have `run` return soon; may be called from any signal."""
        self._ending.set()

    async def run(self, *, drain: bool = False, ready: Callable[[int], object] = lambda _: None) -> int:
        """Serve until told to end, given up, or (with `drain`) until nothing is left; return the exit code."""
        number = await self.ledger.writer.number()
        loop = asyncio.get_running_loop()
        self.ledger.session.on_given_up = lambda: loop.call_soon_threadsafe(self._ending.set)
        await self.ledger.connections.do(ENLIST, [number, self._account])
        rescue = rescue_queue(next(iter(self._queues))) or ""
        served = {**self._queues, rescue: {"polling_interval_sec": POLL_EVERY_S}}
        connections = launch(self.workflows.drive, self.ledger.connections.database, number, tuple(served))
        looking: asyncio.Task[None] | None = None
        try:
            await serve(served)
            self.adoption = Adoption(self.ledger, self.ports, self._account, tuple(served), number)
            ready(number)
            looking = asyncio.create_task(keep_looking(self.adoption, self._look, self.ports.journal))
            await self._until_ending(drain=drain, queues=tuple(served))
        finally:
            if looking is not None:
                looking.cancel()
            self.pace.close()
            await self.workflows.close()
            await stop(connections)
            await self.workflows.leave()
        return GIVEN_UP if self.ledger.session.given_up or self.outdated else 0

    async def _look(self) -> None:
        [(workers, newest)] = await self.ledger.connections.read(STANDING, [self._account])
        if newest > len(migrations()):
            self.outdated = True
            self.journal.warning("outdated", version=newest, known=len(migrations()))
            self.end()
        await self.pace.look(workers)

    async def _until_ending(self, *, drain: bool, queues: tuple[str, ...]) -> None:
        empty = 0
        while empty < DRAINED_LOOKS:
            try:
                await asyncio.wait_for(self._ending.wait(), 1.0)
            except TimeoutError:
                idle = drain and not self.workflows.in_hand and not await waits(queues)
                empty = empty + 1 if idle else 0
            else:
                return
