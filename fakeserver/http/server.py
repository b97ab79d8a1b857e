"""`FakeIma`: the fake vendor as a library, in the running event loop or in a thread of its own.

    with FakeIma() as fake:            # a thread; for synchronous tests and programs
        call(fake.url, fake.key)
    async with FakeIma() as fake:      # this event loop
        await call(fake.url, fake.key)

Rules this file obeys:
* It listens on loopback, on a free port, unless told otherwise.
* The world belongs to the object, not to the listener: it can be set up before the start and looked at after the end.
"""

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from imastudio.fakeserver.catalogues.product_lists import read_lists
from imastudio.fakeserver.http.admin import Admin
from imastudio.fakeserver.http.listener import Door
from imastudio.fakeserver.http.openapi import AnswerCheck
from imastudio.fakeserver.http.service import LARGEST_BODY, Service
from imastudio.fakeserver.page.handlers import Page
from imastudio.fakeserver.scenario.expectations import Expectations
from imastudio.fakeserver.scenario.fault_queue import Rates, Script, everything
from imastudio.fakeserver.scenario.faults import Fault
from imastudio.fakeserver.scenario.scenario import Scenario
from imastudio.fakeserver.vendor.clock import Clock
from imastudio.fakeserver.vendor.outcomes import Outcomes
from imastudio.fakeserver.vendor.records import Log, Recorded
from imastudio.fakeserver.vendor.results import Results
from imastudio.fakeserver.vendor.uploads import Store
from imastudio.fakeserver.vendor.world import Account, Charge, Refund, World

KEY = "ima_fake_key_for_tests"
POINTS = 100_000
CHECK_ANSWERS = "IMA_FAKE_CHECK_ANSWERS"  # a variable of the environment: 1 holds answers against the document
_GRACE = 0.25  # seconds that answers under way are given when the server stops
_USUAL_RATE = 0.1
_AGES = 1e9  # seconds: some thirty years


class FakeIma:
    """The fake IMA Open API: product list, tasks, upload service, object store and CDN on one port.

    `points` is what the account begins with. `speed` divides the time that results take. `strict` refuses what
    clients should not send (unknown fields, no x-app-source). `hand_clock` stops the clock, which then moves by
    `clock.advance(seconds)` alone. `seed` makes ids and durations repeatable; None: they differ from run to run.
    `refunds` pays back what fails. `catalogue` is sold in place of the captured lists (see `lists.read_lists`).
    `check_answers` holds every answer against docs/openapi.yaml and raises `AnswersDiffer` at the end of the `with`; it is
    on where IMA_FAKE_CHECK_ANSWERS is 1. `scenario` is a story or its file; what it names comes before the other arguments.
    `replay` holds what comes against the requests that the story has recorded (see `differences`).
    """

    def __init__(
        self,
        *,
        key: str = KEY,
        points: int = POINTS,
        speed: float = 1.0,
        strict: bool = False,
        hand_clock: bool = False,
        seed: int | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        refunds: bool = False,
        catalogue: Mapping[str, Any] | Path | str | None = None,
        check_answers: bool | None = None,
        scenario: Scenario | Path | str | None = None,
        replay: bool = False,
    ) -> None:
        if speed <= 0:
            raise ValueError("speed must be greater than 0")
        self.scenario = told = scenario if isinstance(scenario, Scenario) else _read(scenario)
        hand_clock = hand_clock if told.hand_clock is None else told.hand_clock
        speed = told.speed or speed
        strict = strict if told.strict is None else told.strict
        seed = seed if told.seed is None else told.seed
        self.key = key
        self.host = host
        self.port = port
        self._lists = read_lists(catalogue) if catalogue else {}
        self.world = World(clock=Clock(hand=hand_clock), speed=speed, strict=strict, seed=seed, refunding=refunds)
        self.log = Log()
        wanted = os.environ.get(CHECK_ANSWERS) == "1" if check_answers is None else check_answers
        self.check = AnswerCheck() if wanted else None
        self.script = Script()
        self.expectations = Expectations(())
        self.replays = replay
        self._points = points if told.points is None else told.points
        self.log.watchers.append(self._hold)
        self._begin()
        self._folder = Path()
        self._service: Service | None = None
        self._runner: web.AppRunner | None = None
        self._door: Door | None = None
        self._page: Page | None = None
        self._thread: _Thread | None = None

    @property
    def url(self) -> str:
        """Give the base url of everything, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def clock(self) -> Clock:
        """Give the vendor's clock."""
        return self.world.clock

    @property
    def account(self) -> Account:
        """Give the account behind `key`."""
        self.world.settle()
        return self.world.accounts[self.key]

    @property
    def charges(self) -> tuple[Charge, ...]:
        """Give the account book, oldest line first."""
        return tuple(self.world.charges)

    @property
    def refunds(self) -> tuple[Refund, ...]:
        """Give what was paid back, oldest first; nothing unless `refunds` was asked for."""
        self.world.settle()
        return tuple(self.world.refunds)

    @property
    def requests(self) -> tuple[Recorded, ...]:
        """Give the requests that came, oldest first, keys masked; admin routes are not among them."""
        return tuple(self.log.entries)

    @property
    def points(self) -> int:
        """Give what the account begins with."""
        return self._points

    @property
    def differences(self) -> tuple[str, ...]:
        """Tell how what came is not what the scenario has recorded, and what did not come; for `replay` alone."""
        return (*self.expectations.found, *self.expectations.unmet())

    def add_account(self, key: str, points: int = POINTS, name: str | None = None) -> Account:
        """Open another account."""
        return self.world.open_account(key, points, name)

    def sell(self, lists: Mapping[str, Any] | Path | str) -> None:
        """Sell these lists from now on, until `reset` (see `lists.read_lists`). Raise ValueError, OSError."""
        self.world.catalogue.groups |= read_lists(lists)

    def shift_prices(self, points: int = 0, *, ids: str = "same") -> None:
        """Let the catalogue change as the vendor's may: all prices by so many points, ids "new" or "turned"."""
        self.world.catalogue.change(points=points, ids=ids)

    def fail_next(self, call: str, *faults: Fault, times: int = 1, skip: int = 0) -> None:
        """Let the next `times` requests of a call meet these faults, all of them, in this order; `skip` so many first.

        Calls: products, create, detail, verify, token, put, cdn. Raise ValueError for another.
        """
        self.script.add(call, faults, times, skip)

    def chaos(self, *, seed: int = 0, rates: Rates | None = None) -> None:
        """From now on, let requests meet faults by chance: rates={"create": {drop_before(): 0.02, (delay(3), …): 0.01}}.

        Without rates one request in ten meets something, of all kinds there are; empty ones end it. Raise ValueError.
        """
        self.script.chaos(seed, everything(_USUAL_RATE) if rates is None else rates)

    @property
    def is_down(self) -> bool:
        """Tell whether connections are refused now."""
        return self._door is not None and self._door.is_shut

    async def go_down(self, seconds: float) -> None:
        """Refuse connections for that long by the server's clock. Call it in the server's event loop."""
        if self._door and self._service:
            await self._door.shut(seconds, self._service.busy)

    def reset(self) -> None:
        """Begin again: no tasks, charges, uploads, requests or faults, one account with all its points."""
        world = self.world
        for kept in (world.tasks, world.charges, world.assets, world.refunds, world.owed, world.accounts, self.script):
            kept.clear()
        self.log.clear()
        self._begin()
        if self._service:
            self._service.store.clear()
            self._service.results.clear()

    def begin_again(
        self,
        *,
        points: int = POINTS,
        speed: float = 1.0,
        strict: bool = False,
        seed: int | None = 0,
        refunds: bool = False,
        hand_clock: bool = True,
    ) -> None:
        """Begin another life with other settings, and a clock that starts anew; who still waits by the old one is let go."""
        old, clock = self.clock, Clock(hand=hand_clock)
        self._points, world = points, self.world
        world.clock, world.speed, world.strict, world.seed, world.refunding = clock, speed, strict, seed, refunds
        if self._service:
            self._service.store.clock = clock
        if self._door:
            self._door.clock = clock
        self.reset()
        old.advance(_AGES)

    def _begin(self) -> None:
        """Set the stage as the scenario says."""
        scenario = self.scenario
        self.world.catalogue = scenario.build_catalogue(self._lists)
        self.world.outcomes = Outcomes(scenario.orders)
        self.world.open_account(self.key, self._points)
        for account in scenario.accounts:
            self.world.open_account(account.key, account.points, account.name)
        scenario.fill(self.script)
        self.expectations = Expectations(scenario.requests if self.replays else ())

    def _hold(self, record: Recorded, _: object) -> None:
        if self.replays:
            record.differences = self.expectations.hold(record)

    async def start(self) -> None:
        """Listen, in the running event loop."""
        self._folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="fake-ima-"))
        self._service = Service(
            world=self.world,
            log=self.log,
            script=self.script,
            scene=self,
            store=Store(folder=self._folder, clock=self.clock),
            results=Results(folder=self._folder),
            check=self.check,
        )
        page = Page(self, self._service.results)
        self._page = page
        self.log.watchers.append(page.note)
        app = web.Application(middlewares=[self._service.envelope_strays], client_max_size=LARGEST_BODY)
        app.add_routes([*self._service.routes(), *Admin(self).routes(), *page.routes()])
        app.on_shutdown.append(page.close)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_GRACE)
        await self._runner.setup()
        assert self._runner.server is not None  # noqa: S101 - there is one since setup
        self._door = Door(self._runner.server, self.clock)
        try:
            self.port = await self._door.open(self.host, self.port)
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop listening and remove the files."""
        if self._door:
            await self._door.close()
        if self._runner:
            await self._runner.cleanup()
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
        if self._page:
            self.log.watchers.remove(self._page.note)
        self._runner = self._service = self._door = self._page = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if self.check and error is None:
            self.check.finish()

    def __enter__(self) -> Self:
        self._thread = _Thread(self)
        self._thread.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread:
            self._thread.end()
            self._thread = None
        if self.check and error is None:
            self.check.finish()


def _read(file: Path | str | None) -> Scenario:
    if file is None:
        return Scenario()
    from imastudio.fakeserver.scenario.scenario_files import load_scenario  # noqa: PLC0415 - few servers play a story

    return load_scenario(file)


class _Thread:
    """An event loop in a thread, with the server in it."""

    def __init__(self, fake: FakeIma) -> None:
        self._fake = fake
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-ima", daemon=True)

    def begin(self) -> None:
        """Start, and return when the server listens."""
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._fake.start(), self._loop).result()
        except BaseException:
            self._close()
            raise

    def end(self) -> None:
        """Stop the server, then the loop, then the thread."""
        try:
            asyncio.run_coroutine_threadsafe(self._fake.stop(), self._loop).result()
        finally:
            self._close()

    def _close(self) -> None:
        asyncio.run_coroutine_threadsafe(_let_go(), self._loop).result()
        asyncio.run_coroutine_threadsafe(self._loop.shutdown_default_executor(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _let_go() -> None:
    """End what still waits: requests whose clients have gone meanwhile."""
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
