"""The studio of the asyncio engine: its parts behind one face, opened and closed together.

A generation belongs to the studio: who waits only watches, and cancelling a wait stops nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self, Unpack

from imastudio.adapters.engine.accountant import Accountant
from imastudio.adapters.engine.batch import AsyncioBatch
from imastudio.adapters.engine.context import Identity, Ports
from imastudio.adapters.engine.engine import Engine
from imastudio.adapters.engine.model_keeper import ModelKeeper
from imastudio.adapters.engine.orderer import Orderer
from imastudio.adapters.engine.sender import Sender
from imastudio.adapters.engine.settler import Settler
from imastudio.adapters.engine.works import AsyncioWorks
from imastudio.domain.lifecycle import Line
from imastudio.domain.works import Plan, Work, WorkOutcome
from imastudio.ports.batch import WishLines
from imastudio.ports.messenger import Messenger
from imastudio.ports.works import Running


class AsyncioStudio(Orderer, Settler, Accountant, ModelKeeper):
    """The studio. Made by `open_studio`; use it as an async context manager, in one event loop."""

    def __init__(
        self,
        ports: Ports,
        identity: Identity,
        *,
        closers: Sequence[Callable[[], Awaitable[None]]] = (),
        patience: float = 1.0,
        hurry: Callable[[], None] = lambda: None,
        sender: Callable[..., Sender] = Sender,
    ) -> None:
        """Put it together; the composition root does.

        `sender` makes what sends the orders.
        `patience` multiplies the longest waits: for clocks that run fast. `hurry` is called where nobody is to be waited for
        any longer.
        """
        self.hurry = hurry
        self._whole = Engine(ports, identity, patience, sender)
        self._closers = closers
        self._closing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Open it."""
        self._whole.check_loop()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close it: see `close`."""
        await self.close()

    async def close(self) -> None:
        """Let go of everything; what is unfinished can be gone on with by `resume`, here or in another process.

        Closing goes on to its end though this call is cancelled.
        """
        self._whole.check_loop()
        if self._closing is None:
            self._closing = asyncio.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        async with AsyncExitStack() as closers:
            for close in reversed(self._closers):
                closers.push_async_callback(close)
            await self._engine.close()

    def batch(
        self,
        lines: WishLines,
        *,
        concurrency: int = 8,
        max_points: int | None = None,
        timeout: float | None = None,
        messenger: Callable[[Line], Messenger | None] = lambda _: None,
        again: bool = False,
    ) -> AsyncioBatch:
        """Return the batch of `lines`, so many at a time; `again` as in `submit`."""
        return AsyncioBatch(
            studio=self,
            owner=(self.identity.account, self.identity.user),
            lines=lines,
            concurrency=concurrency,
            max_points=max_points,
            timeout=timeout,
            messenger=messenger,
            again=again,
        )

    @property
    def identity(self) -> Identity:
        """Return who orders here."""
        return self._engine.identity

    @property
    def works(self) -> AsyncioWorks:
        """Return what plans and runs works of several media."""
        ports = self._engine.ports
        return AsyncioWorks(
            studio=self,
            identity=self._engine.identity,
            work_records=ports.work_records,
            films=ports.films,
            clock=ports.clock,
            journal=ports.journal,
            offline=ports.offline,
        )

    async def price(self, work: Work) -> Plan:
        """Return what a work would order and cost, exactly: see `works`."""
        return await self.works.price(work)

    async def run(self, plan: Plan, **how: Unpack[Running]) -> WorkOutcome:
        """Order a plan, which is to agree to its total; return how the work stands: see `works`."""
        return await self.works.run(plan, **how)

    @property
    def engine(self) -> Engine:
        """Return what drives the generations."""
        return self._engine

    @property
    def busy(self) -> bool:
        """Tell whether something is being done at this moment, rather than waited for."""
        return self._engine.busy
