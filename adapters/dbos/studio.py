"""The studio of who has workers: it prices, uploads, hands over, watches and fetches; who sends and polls is a worker."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from imastudio.adapters.dbos.following import DRIVEN, Following
from imastudio.adapters.dbos.handover import Handover
from imastudio.adapters.dbos.queue import PostgresQueue
from imastudio.adapters.engine import AsyncioStudio, Identity, Ports
from imastudio.adapters.engine.flight import Flight, new_flight
from imastudio.adapters.engine.listening import listener
from imastudio.domain.kernel import check_timeout
from imastudio.domain.lifecycle import Query, Result, Row
from imastudio.ports.messenger import Messenger, OnNews


class QueueStudio(AsyncioStudio):
    """A studio before a queue. What the queue doesn't take, it does itself."""

    def __init__(self, ports: Ports, identity: Identity, queue: PostgresQueue, **options: Any) -> None:
        """Put it together; the composition root does."""
        self._queue = queue
        self._following = Following(queue)
        sender = partial(Handover, queue=queue, following=self._following)
        super().__init__(ports, identity, sender=sender, **options)
        self._following.engine = self._engine

    async def _close(self) -> None:
        await self._following.close()
        await super()._close()

    async def resume(
        self,
        *,
        take: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the tasks go on: nothing is cancelled
        messenger: Messenger | None = None,
        on_news: OnNews | None = None,
    ) -> Sequence[Result]:
        """Wait for everything of this account that is unfinished, which workers go on with; see `Waits.resume`.

        `take` has another worker go on with what one has that lives but hangs.
        """
        if not await self._queue.takes():
            return await super().resume(take=take, timeout=timeout, messenger=messenger, on_news=on_news)
        check_timeout(timeout)
        if take is None:
            rows = await self._engine.ports.ledger.rows(Query(account=self.identity.account, open=True))
        else:
            rows = [await self._find(take)]
            await self._queue.pass_on(rows[0].generation.id)
        told = listener(messenger, on_news)
        return await asyncio.gather(
            *(self.wait(row.generation.id, timeout=timeout, messenger=told) for row in rows if row.readable)
        )

    async def _take(self, row: Row, messenger: Messenger | None, deadline: float) -> Flight | None:
        """Return the flight of a row: followed where another has it or will, else as any studio does."""
        ours = row.alive and await self._engine.ports.ledger.holds(row.generation.id, row.seq)
        if ours or row.generation.stage not in DRIVEN or not (row.alive or await self._queue.takes()):
            return await super()._take(row, messenger, deadline)
        flight = new_flight(row.generation, row.owner, seq=row.seq)
        self._engine.flights.hold(flight)
        if messenger is not None:
            self._engine.announcer.listen(flight, messenger)
        self._following.follow(flight)
        return flight
