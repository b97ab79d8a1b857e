"""`FakeIma`: the fake vendor as a library, in the running event loop or in a thread of its own.

    with FakeIma() as fake:            # a thread; for synchronous tests and programs
        call(fake.url, fake.key)
    async with FakeIma() as fake:      # this event loop
        await call(fake.url, fake.key)

Rules this file obeys:
* It listens on loopback, on a free port, unless told otherwise.
* It is a sandbox itself, the one that strangers and its own key get; more of them have keys and urls of their own.
"""

import asyncio
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from imastudio.fakeserver.catalogues.product_lists import read_lists
from imastudio.fakeserver.http.addressing import Addressing, read_certificate
from imastudio.fakeserver.http.admin import Admin
from imastudio.fakeserver.http.listener import Door, Served
from imastudio.fakeserver.http.openapi import AnswerCheck
from imastudio.fakeserver.http.sandbox import POINTS, Life, Sandbox
from imastudio.fakeserver.http.service import MAX_BODY_BYTES, VendorApi
from imastudio.fakeserver.page.events import Events
from imastudio.fakeserver.page.handlers import Page
from imastudio.fakeserver.scenario.scenario import Scenario

KEY = "ima_fake_key_for_tests"
CHECK_ANSWERS = "IMA_FAKE_CHECK_ANSWERS"  # a variable of the environment: 1 holds answers against the document
MAX_WORLDS = 1000
_GRACE_S = 0.25  # seconds that answers under way are given when the server stops


class FakeIma(Served, Sandbox):
    """The fake IMA Open API: product list, tasks, upload service, object store and CDN on one port.

    `points` is what the account begins with. `speed` divides the time that results take. `strict` refuses what
    clients should not send (unknown fields, no x-app-source). `hand_clock` stops the clock, which then moves by
    `clock.advance(seconds)` alone. `seed` makes ids and durations repeatable; None: they differ from run to run.
    `refunds` pays back what fails. `catalogue` is sold in place of the captured lists (see `product_lists.read_lists`).
    `check_answers` holds every answer against docs/openapi.yaml and raises `AnswersDiffer` at the end of the `with`; it is
    on where IMA_FAKE_CHECK_ANSWERS is 1. `scenario` is a story or its file; what it names comes before the other arguments.
    `replay` holds what comes against the requests that the story has recorded (see `differences`). `external_url` is the
    address that clients use, `trusted_proxies` are those whose X-Forwarded headers tell it, `tls_cert` and `tls_key` PEM
    files to speak TLS with. `keeps` is how many tasks and requests are remembered, for what runs without an end. Raise
    ValueError for any of them that can't be used.
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
        external_url: str | None = None,
        trusted_proxies: tuple[str, ...] = (),
        tls_cert: Path | str | None = None,
        tls_key: Path | str | None = None,
        keeps: int | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.instance = secrets.token_hex(8)
        self.started_at = time.time()
        tls = read_certificate(tls_cert, tls_key)
        self.addressing = Addressing(external_url=external_url, trusted_proxies=trusted_proxies, tls=tls)
        self.worlds: dict[str, Sandbox] = {}
        life = Life(
            points=points, speed=speed, strict=strict, hand_clock=hand_clock, seed=seed, refunds=refunds, keeps=keeps
        )
        lists = read_lists(catalogue) if catalogue else {}
        super().__init__(key=key, life=life, lists=lists, scenario=_read(scenario), replay=replay)
        wanted = os.environ.get(CHECK_ANSWERS) == "1" if check_answers is None else check_answers
        self.check = AnswerCheck() if wanted else None
        self._top = Path()
        self._service: VendorApi | None = None
        self._runner: web.AppRunner | None = None
        self._door: Door | None = None

    @property
    def url(self) -> str:
        """Give the base url of everything, without a slash at the end."""
        return self.addressing.url(self.host, self.port)

    def open_world(self, life: Life, *, scenario: Scenario | None = None, key: str | None = None) -> Sandbox:
        """Open a world of its own, with a key of its own. Raise ValueError for a key that is taken, or too many worlds."""
        if len(self.worlds) >= MAX_WORLDS:
            raise ValueError(f"there are {MAX_WORLDS} worlds: end some that nobody needs any more")
        if key is not None and any(key in each.world.accounts for each in self.sandboxes()):
            raise ValueError("this key is taken: leave it out, and one is made up")
        name = secrets.token_hex(6)
        chosen = key or f"ima_fake_{secrets.token_hex(12)}"
        world = Sandbox(key=chosen, life=life, name=name, lists=self._lists, scenario=scenario, place=self)
        self.worlds[name] = world
        if self._service:
            folder = self._top / name
            folder.mkdir()
            world.open_files(folder)
        return world

    def end_world(self, name: str) -> None:
        """End a world; its key is unknown from now on. Raise KeyError where there is none of this name."""
        world = self.worlds.pop(name)
        world.events.close()
        world.clock.begin_again(hand=False)  # whoever waits by it is let go
        world.close_files()

    def sandboxes(self) -> Iterator[Sandbox]:
        """Go through all worlds, this one first."""
        yield self
        yield from self.worlds.values()

    @property
    def is_down(self) -> bool:
        """Tell whether connections are refused now."""
        return self._door is not None and self._door.is_shut

    async def go_down(self, seconds: float) -> None:
        """Refuse connections for that long by the server's clock. Call it in the server's event loop."""
        if self._door and self._service:
            await self._door.shut(seconds, self._service.busy)

    async def start(self) -> None:
        """Listen, in the running event loop."""
        self._top = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="fake-ima-"))
        for box in self.sandboxes():
            folder = self._top / (box.name or "own")
            folder.mkdir()
            box.open_files(folder)
            box.events = Events()
        self._service = service = VendorApi(home=self, origin_of=self.addressing.origin, check=self.check)
        page, admin = Page(self), Admin(self)
        app = web.Application(
            middlewares=[admin.name_instance, service.envelope_strays], client_max_size=MAX_BODY_BYTES
        )
        app.add_routes([*service.routes(), *admin.routes(), *page.routes()])
        app.on_shutdown.append(page.close)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_GRACE_S)
        await self._runner.setup()
        assert self._runner.server is not None  # noqa: S101 - there is one since setup
        self._door = Door(self._runner.server, self.clock, self.addressing.tls)
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
            for box in self.sandboxes():
                box.close_files()
            await asyncio.to_thread(shutil.rmtree, self._top, ignore_errors=True)
        self._runner = self._service = self._door = None

    def finish(self) -> None:
        """Say which answers were not those of the document. Raise AnswersDiffer."""
        if self.check:
            self.check.finish()


def _read(file: Scenario | Path | str | None) -> Scenario:
    if file is None or isinstance(file, Scenario):
        return file or Scenario()
    from imastudio.fakeserver.scenario.scenario_files import load_scenario  # noqa: PLC0415 - few servers play a story

    return load_scenario(file)
