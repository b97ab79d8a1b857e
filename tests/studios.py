"""Studios for tests, over a world in memory or before a fake server, with a clock that waits for nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from imastudio.adapters.engine import AsyncioStudio, Identity, Ports
from imastudio.adapters.files.works import FileWorks
from imastudio.adapters.film.ffmpeg import Ffmpeg
from imastudio.adapters.ima.delivery import ImaDelivery
from imastudio.adapters.ima.http import Http
from imastudio.adapters.ima.service import ImaService
from imastudio.adapters.ima.settings import Settings
from imastudio.adapters.ima.uploads import ImaUploads
from imastudio.adapters.memory.clock import START
from imastudio.adapters.memory.delivery import MemoryDelivery
from imastudio.adapters.memory.films import MemoryFilms
from imastudio.adapters.memory.ledger import MemoryLedger, MemoryStore
from imastudio.adapters.memory.messenger import MemoryMessenger
from imastudio.adapters.memory.preferences import MemoryPreferences
from imastudio.adapters.memory.recommendations import MemoryRecommendations
from imastudio.adapters.memory.service import MemoryService
from imastudio.adapters.memory.uploads import MemoryUploads
from imastudio.adapters.memory.works import MemoryWorks
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.system.journal_levels import JournalLevels
from imastudio.domain.kernel import Kind, WishRefused
from imastudio.domain.orders.tasks import TaskType
from tests.leaves import small_catalog

if TYPE_CHECKING:
    from imastudio.fakeserver import FakeIma

T = TypeVar("T")
_QUIET_TURNS = 10  # of the event loop, in which nobody did anything: enough for who was just woken to cancel a sleep


def run_unless(runner: asyncio.Runner, work: Coroutine[Any, Any, T], expected: Collection[Kind]) -> T | None:
    """Return what came of `work`, None where it was refused for a reason that a person may be given."""
    try:
        return runner.run(work)
    except WishRefused as refused:
        if refused.failure.kind in expected:
            return None
        raise


class Journal(JournalLevels):
    """Notes what is noted."""

    def __init__(self) -> None:
        """Begin empty."""
        self.lines: list[tuple[str, dict[str, object]]] = []

    def write(self, level: str, event: str, facts: dict[str, object]) -> None:
        """Note a line of any level; of an error, its class."""
        error = {"error": type(facts["error"]).__name__} if level == "error" else {}
        self.lines.append((event, facts | error))


class SkippingClock:
    """A clock that skips what somebody sleeps through, as soon as nobody is at work.

    `turned` is told by how much, so that a server's clock can be turned along. `step` is the shortest skip, in seconds:
    after a long one, many are due at once.
    """

    def __init__(self, turned: Callable[[float], object] = lambda _: None, *, step: float = 0.0) -> None:
        """Begin at a fixed instant; nobody is at work."""
        self._now = START
        self._turned = turned
        self._step = step
        self._wake: list[float] = []
        self.busy: Callable[[], bool] = lambda: False

    def now(self) -> float:
        """Return the seconds since the epoch."""
        return self._now

    def call_later(self, seconds: float, callback: Callable[[], object]) -> asyncio.Task[None]:
        """Call `callback` after a sleep."""

        async def later() -> None:
            await self.sleep(seconds)
            callback()

        return asyncio.create_task(later())

    async def sleep(self, seconds: float) -> None:
        """Let everybody finish what they do, then skip to the one who is to wake first."""
        now, quiet = self._now, 0
        when = now + seconds
        self._wake.append(when)
        try:
            while quiet < _QUIET_TURNS or (now < when and when > min(self._wake)):
                await asyncio.sleep(0)
                quiet = 0 if self.busy() or now != self._now else quiet + 1
                now = self._now
        finally:
            self._wake.remove(when)
        if self._now < when:
            skipped = max(when - self._now, self._step)
            self._now += skipped
            self._turned(skipped)


def numbered_ids(prefix: str = "generation") -> Callable[[], str]:
    """Return a maker of ids that can be told apart at a glance."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers):04}"


@attrs.frozen(kw_only=True)
class Desk:
    """A studio over a world in memory, and the parts of that world."""

    studio: AsyncioStudio
    service: MemoryService
    uploads: MemoryUploads
    delivery: MemoryDelivery
    preferences: MemoryPreferences
    ledger: MemoryLedger
    works: MemoryWorks
    films: MemoryFilms
    clock: SkippingClock
    journal: Journal
    told: MemoryMessenger = attrs.field(factory=MemoryMessenger)


def open_desk(
    store: MemoryStore | None = None,
    *,
    seconds: float = 12.0,
    purses: Mapping[str, int | None] | None = None,
    prefix: str = "generation",
    installed: bool = False,
    keep_prompts: bool = False,
    works: MemoryWorks | None = None,
) -> Desk:
    """Return a studio whose vendor finishes after `seconds`; desks over one `store` are processes that share a ledger."""
    clock = SkippingClock()
    service = MemoryService(map(small_catalog, TaskType), clock=clock, seconds=seconds)
    uploads, delivery, ledger, journal = MemoryUploads(), MemoryDelivery(), MemoryLedger(store), Journal()
    preferences, recommendations = MemoryPreferences(), MemoryRecommendations(installed=installed)
    works, films = works or MemoryWorks(), MemoryFilms()
    ports = Ports(
        service=service,
        uploads=uploads,
        delivery=delivery,
        preferences=preferences,
        recommendations=recommendations,
        ledger=ledger,
        work_records=works,
        films=films,
        clock=clock,
        journal=journal,
    )
    identity = Identity(
        account="account",
        user="user",
        keep_prompts=keep_prompts,
        new_id=numbered_ids(prefix),
        purses=lambda _: purses or {"user": None},
    )
    studio = AsyncioStudio(ports, identity, closers=(ledger.close,))
    clock.busy = lambda: studio.busy
    return Desk(
        studio=studio,
        service=service,
        uploads=uploads,
        delivery=delivery,
        preferences=preferences,
        ledger=ledger,
        works=works,
        films=films,
        clock=clock,
        journal=journal,
    )


@asynccontextmanager
async def desk(store: MemoryStore | None = None, **options: object) -> AsyncIterator[Desk]:
    """Open a desk and close it at the end."""
    opened = open_desk(store, **options)  # type: ignore[arg-type] # passed on as they are
    async with opened.studio:
        yield opened


@asynccontextmanager
async def studio_before(
    fake: "FakeIma", state: Path, *, prefix: str = "generation", step: float = 0.0, **settings: Any
) -> AsyncIterator[AsyncioStudio]:
    """Open a studio with the real adapters before `fake`, whose clock is turned by hand, along with ours."""
    clock = SkippingClock(turned=fake.clock.advance, step=step)
    http = Http(Settings(api_key=fake.key, base_url=fake.url, im_base_url=fake.url, **settings), clock)
    ledger = SqliteLedger(state / "ledger.sqlite3")
    ports = Ports(
        service=ImaService(http),
        uploads=ImaUploads(http, clock),
        delivery=ImaDelivery(http, clock),
        preferences=MemoryPreferences(),
        recommendations=MemoryRecommendations(installed=False),
        ledger=ledger,
        work_records=FileWorks(state / "ima_works"),
        films=Ffmpeg(),
        clock=clock,
        journal=Journal(),
    )
    identity = Identity(account="account", user="user", new_id=numbered_ids(prefix), purses=lambda _: {"user": None})
    async with AsyncioStudio(ports, identity, closers=(ledger.close, http.close)) as studio:
        clock.busy = lambda: studio.busy
        yield studio


@asynccontextmanager
async def time_passes(fake: "FakeIma") -> AsyncIterator[None]:
    """Turn the server's clock whenever a request of it sleeps."""

    async def turn() -> None:
        while True:
            at = fake.clock.next_at
            if at is not None:
                fake.clock.advance(max(0.0, at - fake.clock.now()))
            await asyncio.sleep(0.002)

    turning = asyncio.create_task(turn())
    try:
        yield
    finally:
        turning.cancel()
