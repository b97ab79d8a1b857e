"""The studio's contract, over the engines that come with the package."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import attrs

from imastudio.adapters.memory.ledger import MemoryLedger, MemoryStore
from imastudio.adapters.memory.messenger import MemoryMessenger
from imastudio.adapters.memory.service import MemoryService
from imastudio.adapters.sync import studio as sync
from imastudio.adapters.sync.portal import Portal
from imastudio.ports.studio import Studio
from imastudio.testing.contracts import StudioContract
from tests.studios import Desk, open_desk


class DeskProcess:
    """A desk as a process."""

    def __init__(self, desk: Desk) -> None:
        """Keep the desk."""
        self.desk = desk

    @property
    def studio(self) -> Studio:
        """Return its studio."""
        return self.desk.studio

    @property
    def service(self) -> MemoryService:
        """Return its vendor."""
        return self.desk.service

    @property
    def ledger(self) -> MemoryLedger:
        """Return its end of the ledger."""
        return self.desk.ledger

    def die(self) -> None:
        """End at once: its owner file is unlocked, and it does nothing more."""
        self.ledger.store.living.clear()
        self.desk.studio.engine.scheduler.close()
        for worker in self.desk.studio.engine.scheduler.workers:
            worker.cancel()


class TestAsyncioStudio(StudioContract):
    """The asyncio engine."""

    @asynccontextmanager
    async def open(
        self,
        store: MemoryStore,
        *,
        prefix: str = "generation",
        seconds: float = 12.0,
        purses: dict[str, int | None] | None = None,
    ) -> AsyncIterator[DeskProcess]:
        """Open a desk."""
        desk = open_desk(store, prefix=prefix, seconds=seconds, purses=purses)
        async with desk.studio:
            yield DeskProcess(desk)


class TestSynchronousTwin(StudioContract):
    """The synchronous twin: every call from a thread of its own, the engine in another."""

    @asynccontextmanager
    async def open(
        self,
        store: MemoryStore,
        *,
        prefix: str = "generation",
        seconds: float = 12.0,
        purses: dict[str, int | None] | None = None,
    ) -> AsyncIterator["SynchronousProcess"]:
        """Open a desk in the portal's loop."""
        portal = Portal()
        try:
            desk = portal.call(_made(lambda: open_desk(store, prefix=prefix, seconds=seconds, purses=purses)))
            yield SynchronousProcess(desk, portal)
            await asyncio.to_thread(portal.call, desk.studio.close())
        finally:
            portal.close()


async def _made(make: Callable[[], Desk]) -> Desk:
    return make()


class SynchronousProcess(DeskProcess):
    """A desk behind a portal."""

    def __init__(self, desk: Desk, portal: Portal) -> None:
        """Stand before it."""
        super().__init__(desk)
        self._portal = portal

    @property
    def studio(self) -> Studio:
        """Return the twin, each call of it made in a thread."""
        return cast("Studio", Threaded(sync.SyncStudio(self._portal, self.desk.studio)))

    def die(self) -> None:
        """End at once, in the loop where it lives."""
        self._portal.call(_done(super().die))


async def _done(do: Callable[[], None]) -> None:
    do()


@attrs.frozen
class Threaded:
    """Calls that block, awaited."""

    twin: sync.SyncStudio

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """Return the call of that name."""
        call = getattr(self.twin, name)

        async def awaited(*given: Any, messenger: MemoryMessenger | None = None, **options: Any) -> Any:
            heard = {"on_news": messenger.told.append} if messenger is not None else {}
            return await asyncio.to_thread(call, *given, **heard, **options)

        return awaited
