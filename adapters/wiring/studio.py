"""The composition root: puts a studio together from settings. The only place that knows every adapter.

Heavy imports happen when a studio is opened, not before.
"""

import os
import re
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache, wraps
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

import attrs

from imastudio.adapters.engine import AsyncioStudio, Identity, Ports
from imastudio.adapters.system.channel import sender
from imastudio.adapters.system.paths import Paths, find_paths, paths_below
from imastudio.domain.kernel import (
    Failure,
    Kind,
    LedgerUnavailable,
    WishRefused,
    given_as,
    is_placeholder,
    refuse,
    switched,
    unavailable,
)
from imastudio.domain.lifecycle import (
    Budget,
    digest,
    narrowest,
    purses_of,
    read_allowance,
    read_budgets,
    read_cap,
    read_keeping,
)
from imastudio.domain.orders import Language, Notice, Scope
from imastudio.ports.batch import WishLines
from imastudio.ports.clock import Clock
from imastudio.ports.delivery import Delivery
from imastudio.ports.journal import Journal
from imastudio.ports.messenger import Messenger
from imastudio.ports.studio import Studio
from imastudio.ports.works import Tell

if TYPE_CHECKING:
    from types import TracebackType

    from imastudio.adapters.files.journal import JournalDay
    from imastudio.adapters.files.listed_models import ListedModels
    from imastudio.adapters.ima.http import Http
    from imastudio.adapters.ima.settings import Settings
    from imastudio.adapters.postgres.database import Database
    from imastudio.adapters.postgres.moving import PostgresMover
    from imastudio.adapters.postgres.schema import Place
    from imastudio.adapters.sqlite.moving import SqliteMover
    from imastudio.domain.lifecycle import LedgerTally
    from imastudio.ports.gate import Gate
    from imastudio.ports.order_queue import QueueWorker
    from imastudio.ports.preferences import Preferences
    from imastudio.ports.retention import Retention
    from imastudio.ports.upkeep import Upkeep
    from imastudio.ports.upload_addresses import UploadAddresses

Parameters = ParamSpec("Parameters")
T = TypeVar("T")
DEFAULT_USER = "default"
OFFLINE_KEY = "ima_offline_key_of_the_bundled_fake_server"
OFFLINE_SPEED = 20.0
OFFLINE_POINTS = 10**12  # however long a batch is, no line of it ends for want of points that are not real
WORKER_CONCURRENCY = 2_000
"""With fewer than there are orders, living workers get their share of them; a worker holds so many with some 120 MB."""
OFFLINE_KEEPS = 2_000
"""Tasks that the bundled server remembers: twice as many as a batch has in hand at once."""
_REAL = False
"""Not offline: a worker sends what is paid for."""
_NOWHERE = "http://127.0.0.1:1"
"""Stands for the service where it is asked nothing."""
_ADDRESS = re.compile(r"\s*(\w{2,}://|(host|hostaddr|port|user|password|dbname|service)\s*=|[^/\\]+:[^/\\]*@)")
"""Addresses, as libpq or a slip of the hand spells them; no path looks so."""


@attrs.frozen(kw_only=True)
class ServiceAddress:
    """Where the vendor is asked."""

    base_url: str
    upload_url: str
    key: str = attrs.field(repr=False)
    proxy: str | None = attrs.field(default=None, repr=False)


class _Opening(AbstractAsyncContextManager[Studio]):
    """A studio that is opened by `async with`, and says so to whoever takes it for an open one."""

    def __init__(self, opening: AbstractAsyncContextManager[Studio]) -> None:
        self._opening = opening

    async def __aenter__(self) -> Studio:
        """Open it."""
        return await self._opening.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: "TracebackType | None"
    ) -> bool | None:
        """Close it."""
        return await self._opening.__aexit__(kind, error, traceback)

    if not TYPE_CHECKING:  # type checkers say so themselves

        def __getattr__(self, name: str) -> NoReturn:
            """Say how it is opened."""
            raise AttributeError(f"There is no {name!r} yet: open the studio by `async with open_studio() as studio:`.")


def _opened_by_with(
    opener: Callable[Parameters, AbstractAsyncContextManager[Studio]],
) -> Callable[Parameters, AbstractAsyncContextManager[Studio]]:
    @wraps(opener)
    def open_studio(*args: Parameters.args, **given: Parameters.kwargs) -> AbstractAsyncContextManager[Studio]:
        return _Opening(opener(*args, **given))

    return open_studio


@_opened_by_with
@asynccontextmanager
async def open_studio(
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    im_base_url: str | None = None,
    language: str | None = None,
    user_id: str | None = None,
    budget: str | None = None,
    max_points: int | None = None,
    keep_prompts: bool | None = None,
    keep_metadata: bool | None = None,
    again: bool = False,
    state_dir: str | Path | None = None,
    database: str | None = None,
    workers: bool | None = None,
    allow_dir: str | None = None,
    proxy: str | None = None,
    overwrite: bool | None = None,
    offline: bool = False,
    offline_speed: float = OFFLINE_SPEED,
    looks_only: bool = False,
    clock_speed: float = 1.0,
    note: Callable[[Notice], None] | None = None,
    journal: Journal | None = None,
    adapt: Callable[[Ports], Ports] | None = None,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Studio]:
    """Open a studio for one account and user; close it at the end of the block.

    What is not given comes from the environment: `IMA_API_KEY`, `IMA_BASE_URL`, `IMA_IM_BASE_URL`, `IMA_LANGUAGE`,
    `IMA_ALLOW_DIR`, `IMA_PROXY`, `IMA_BUDGET`, `IMA_MAX_POINTS`, `IMA_KEEP_PROMPTS`, `IMA_KEEP_METADATA`,
    `IMA_DATABASE_URL`, `IMA_WORKERS`, `IMA_QUEUE`, `OPENCLAW_STATE_DIR`. `database` is the address of a Postgres database that
    takes the place of the ledger's file, for any number of hosts. Where workers of the same key serve it (`ima worker`), orders
    go to them: `workers` True has them go there even where none lives at this moment, False has this process do all by itself.
    `budget` is what
    this user may spend, such as "200/day" or "50/hour,1000/month", all processes together; `max_points` the most that one
    order may cost where its wish doesn't say. With `keep_prompts` the prompt of each order stays in the ledger until it is
    forgotten, and stands in the history as `row.generation.prompt`; without, it is stored nowhere. Pictures are uploaded
    without what a camera wrote into them (place, time, owner), unless `keep_metadata`. With `offline`, the bundled
    fake server runs inside this process at `offline_speed` times the real speed, with a ledger of its own, and no key is
    needed. With `again`, a request id that stands under another key of the same address is ordered anew. `looks_only` tells
    that the service is asked nothing, so that it isn't even started. `clock_speed` makes time pass faster here too, for a
    fake server at a loopback address that runs as fast; it means nothing elsewhere. `note` is told what a person should know
    besides: of local files (a broken one that was set aside, a log that can't be written), and of a service that gives no
    answer while the product list is waited for. `journal` takes the lines of the log in place of our files, such as a
    `StructlogJournal`. `adapt` is handed the ports and returns them with adapters of your own in place of ours, such as
    `lambda ports: attrs.evolve(ports, delivery=Bucket())`.

    Raises AccountProblem without a usable key, WishRefused for an address, a budget or another setting that won't do,
    LedgerUnavailable.
    """
    environment = os.environ if environment is None else environment
    given: dict[str, Any] = {"api_key": api_key, "base_url": base_url, "im_base_url": im_base_url, "proxy": proxy}
    given |= {"language": language, "allow_dir": allow_dir, "overwrite": overwrite, "keep_metadata": keep_metadata}
    paths = find_paths(environment) if state_dir is None else paths_below(state_dir)
    person = _Person(user_id=user_id, budget=budget, max_points=max_points, keep_prompts=keep_prompts, again=again)
    _find_scratch(None if looks_only else paths, needed=offline)
    async with AsyncExitStack() as stack:
        if offline:
            given |= await _offline_service(stack, offline_speed, looks_only=looks_only)
            clock_speed = clock_speed if looks_only else offline_speed
        machine = _Machine(environment, paths, offline, clock_speed, note or _ignore, journal, adapt, database)
        studio = await stack.enter_async_context(_studio(given, machine, person, workers=workers))
        yield await _by_the_database(studio, studio.engine.ports)


@asynccontextmanager
async def open_worker(
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    im_base_url: str | None = None,
    database: str | None = None,
    concurrency: int = WORKER_CONCURRENCY,
    queues: Sequence[str] = (),
    port: int | None = None,
    proxy: str | None = None,
    state_dir: str | Path | None = None,
    clock_speed: float = 1.0,
    note: Callable[[Notice], None] | None = None,
    journal: Journal | None = None,
    adapt: Callable[[Ports], Ports] | None = None,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator["QueueWorker"]:
    """Open a worker of one account, which sends and follows what studios with the same key and database order.

    `concurrency` is the most that it has in hand of each of `queues` (IMA_QUEUE, else "default"); health and metrics are told
    at `port` of loopback (0: a free one, None: nowhere). The rest as in `open_studio`.
    Raises ModuleNotFoundError without the extra, WishRefused where no database is named.
    """
    environment = os.environ if environment is None else environment
    need_extra("dbos", "dbos")
    paths = find_paths(environment) if state_dir is None else paths_below(state_dir)
    given = {"api_key": api_key, "base_url": base_url, "im_base_url": im_base_url, "proxy": proxy}
    machine = _Machine(environment, paths, _REAL, clock_speed, note or _ignore, journal, adapt, database)
    if machine.database is None:
        raise refuse(Kind.VALUE_NOT_OFFERED, "database", "", expected="postgresql://user@host/name")
    parts = _parts(given, machine, _WORKER, renews=False)
    from imastudio.adapters.dbos.health import health_served
    from imastudio.adapters.dbos.process import WorkerProcess

    async with AsyncExitStack() as stack:
        for part in (parts.http, parts.ledger):
            stack.push_async_callback(part.close)
        options: dict[str, Any] = {
            "concurrency": concurrency,
            "lanes": queues or (_lane(environment),),
            "patience": parts.speed,
        }
        life = WorkerProcess(parts.ports, parts.identity, parts.ledger, **options)
        if port is not None:
            life.health_port = await stack.enter_async_context(health_served(life, port))
        yield await _by_the_database(life, parts.ports)


def _find_scratch(paths: Paths | None, *, needed: bool) -> None:
    """Find a place for temporary files. Raises LedgerUnavailable where there is none, if it is `needed` at once.

    Without `paths` nothing is looked for: who only looks writes nothing.
    """
    if paths is None:
        return
    from imastudio.adapters.sqlite.sqlite_errors import translated
    from imastudio.adapters.system.paths import find_scratch

    try:
        find_scratch(paths)
    except OSError as error:
        if needed:
            raise translated(error, paths.offline_ledger) from error


def _address(environment: Mapping[str, str], database: str | None) -> str | None:
    """Return the address of the database that takes the place of the ledger's file, where there is one."""
    return database or environment.get("IMA_DATABASE_URL", "").strip() or None


def _lane(environment: Mapping[str, str]) -> str:
    from imastudio.adapters.dbos.names import DEFAULT_LANE

    return environment.get("IMA_QUEUE", "").strip() or DEFAULT_LANE


def need_extra(module: str, extra: str) -> None:
    """Raise ModuleNotFoundError, which names the extra, where `module` is not installed."""
    if find_spec(module) is None:
        raise ModuleNotFoundError(f"this needs an extra: pip install 'imastudio[{extra}]'", name=module)


async def _offline_service(stack: AsyncExitStack, speed: float, *, looks_only: bool) -> dict[str, Any]:
    """Return the settings that lead to the bundled fake server, which runs until `stack` is left."""
    url = _NOWHERE
    if not looks_only:
        need_fake_extra()
        from imastudio.fakeserver import FakeIma

        fake = await stack.enter_async_context(
            FakeIma(key=OFFLINE_KEY, speed=speed, points=OFFLINE_POINTS, keeps=OFFLINE_KEEPS)
        )
        url = fake.url
    return {"api_key": OFFLINE_KEY, "base_url": url, "im_base_url": url}


def _bundled_groups(task_type: str) -> object:
    """Return the product list of a task type that the bundled fake server has."""
    from imastudio.fakeserver.catalogues.catalogue import expand

    return expand(task_type)


@attrs.frozen
class _Machine:
    """Where a studio runs. `clock_speed` is how many times faster time passes."""

    environment: Mapping[str, str]
    paths: Paths
    offline: bool
    clock_speed: float
    note: Callable[[Notice], None]
    journal: Journal | None
    adapt: Callable[[Ports], Ports] | None
    named: str | None = attrs.field(default=None, repr=False)
    """The database, as it was given."""

    @property
    def database(self) -> str | None:
        """Return the address of the database that takes the place of the ledger's file, where there is one."""
        return _address(self.environment, self.named)


@attrs.frozen(kw_only=True)
class _Person:
    """For whom it orders, and what that may cost, as it was given."""

    user_id: str | None
    budget: str | None
    max_points: int | None
    keep_prompts: bool | None
    again: bool

    def identity(self, settings: "Settings", machine: _Machine) -> Identity:
        """Return who orders. Raises WishRefused for a budget or a cap that can't be read."""
        environment, offline = machine.environment, machine.offline
        user_id = _user(self.user_id or sender(environment) or DEFAULT_USER)
        user = digest("user", user_id)
        budgets, cap = _limits(environment, self.budget, self.max_points)
        return Identity(
            account=OFFLINE_ACCOUNT if offline else settings.account_digest,
            user=user,
            address=OFFLINE_ACCOUNT if offline else settings.address_digest,
            former_addresses=() if offline else settings.former_address_digests,
            user_id=user_id,
            new_id=_ids(),
            max_points=cap,
            keep_prompts=_keeping(environment, self.keep_prompts),
            again=self.again,
            purses=_purses(user, budgets),
            timezone=_timezone(environment),
        )


_WORKER = _Person(user_id=None, budget=None, max_points=None, keep_prompts=None, again=False)
"""A worker orders for nobody: what an order may cost, and whose it is, came with it."""


@attrs.frozen(kw_only=True)
class _Parts:
    """What an engine is put together of. `speed` is how many times faster time passes."""

    ports: Ports
    identity: Identity
    ledger: Any
    http: "Http"
    speed: float


def _parts(given: Mapping[str, Any], machine: _Machine, person: _Person, *, renews: bool = True) -> _Parts:
    from imastudio.adapters.ima.http import Http
    from imastudio.adapters.ima.settings import Settings
    from imastudio.adapters.system.clock import SystemClock

    settings = Settings.of(machine.environment, **given)
    identity = person.identity(settings, machine)
    speed = machine.clock_speed if settings.is_local or settings.fake_hosts else 1.0
    clock = SystemClock(speed)
    http = Http(settings, clock)
    ledger = _ledger(machine, renews=renews)
    ports = _ports(http, ledger, clock, machine, settings.api_key)
    ports = _traced(ports)
    if machine.adapt is not None:
        ports = machine.adapt(ports)
    return _Parts(ports=ports, identity=identity, ledger=ledger, http=http, speed=speed)


def _traced(ports: Ports) -> Ports:
    """Return the ports with spans, where the program has OpenTelemetry loaded: whoever traces has by now."""
    if "opentelemetry.trace" not in sys.modules:
        return ports
    from opentelemetry.trace import get_tracer

    from imastudio.adapters.telemetry import TracedJournal, TracedService

    tracer = get_tracer("imastudio")
    return attrs.evolve(
        ports, service=TracedService(ports.service, tracer), journal=TracedJournal(ports.journal, tracer)
    )


def _studio(given: Mapping[str, Any], machine: _Machine, person: _Person, *, workers: bool | None) -> AsyncioStudio:
    parts = _parts(given, machine, person)
    ledger, http = parts.ledger, parts.http
    options: dict[str, Any] = {"closers": (ledger.close, http.close), "patience": parts.speed, "hurry": ledger.hurry}
    if workers is None and (said := machine.environment.get("IMA_WORKERS", "").strip()):
        workers = switched(said)
        if workers is None:
            raise given_as(refuse(Kind.VALUE_NOT_OFFERED, "workers", said, ("1", "0")), "IMA_WORKERS")
    if machine.database is None or machine.offline or workers is False:
        return AsyncioStudio(parts.ports, parts.identity, **options)
    from imastudio.adapters.dbos.queue import PostgresQueue
    from imastudio.adapters.dbos.studio import QueueStudio

    queue = PostgresQueue(ledger, parts.identity.account, _lane(machine.environment), always=bool(workers))
    return QueueStudio(parts.ports, parts.identity, queue, **options)


def _ledger(machine: _Machine, *, renews: bool) -> Any:
    """Return the ledger: a file of this machine, or a database; one whose owner `renews` goes on after it was given up."""
    if machine.database is None:
        from imastudio.adapters.sqlite.ledger import SqliteLedger

        return SqliteLedger(_file(machine.paths, offline=machine.offline), note=machine.note)
    database, place = _database(machine.database), _place(offline=machine.offline)
    from imastudio.adapters.postgres.ledger import PostgresLedger
    from imastudio.adapters.postgres.session import OwnerSession

    return PostgresLedger(database, place, OwnerSession(database, place, renews=renews))


def _file(paths: Paths, *, offline: bool) -> Path:
    """Return the file of the ledger."""
    return paths.offline_ledger if offline else paths.ledger


def _database(address: str) -> "Database":
    """Return a database by its address. Raises LedgerUnavailable (no_psycopg), whose text names the extra, without it."""
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        raise unavailable("no_psycopg")
    from imastudio.adapters.postgres.database import Database

    return Database(address)


def _place(*, offline: bool) -> "Place":
    """Return where the ledger stands in a database."""
    from imastudio.adapters.postgres.schema import OFFLINE, REAL

    return OFFLINE if offline else REAL


async def _by_the_database(opened: T, ports: Ports) -> T:
    """Return what was opened with its clock set by the database, where there is one: what hosts write stands in one order."""
    from imastudio.adapters.system.clock import SystemClock

    ledger, clock = ports.ledger, ports.clock
    if isinstance(clock, SystemClock) and hasattr(ledger, "connections"):
        with suppress(LedgerUnavailable):  # told by whoever needs the ledger
            clock.set_to(await ledger.connections.now())
    return opened


def _limits(
    environment: Mapping[str, str], budget: str | None, max_points: int | None
) -> tuple[Sequence[Budget], int | None]:
    """Return the budgets and the most that one order may cost. Raises WishRefused for what can't be read.

    What is given can only narrow what the operator says in the environment (decision 50).
    """
    said, ceiling = environment.get("IMA_BUDGET"), environment.get("IMA_MAX_POINTS")
    with _named("IMA_BUDGET"):
        budgets = read_budgets(said) if said else ()
    budgets += read_budgets(budget) if budget is not None else ()
    with _named("IMA_MAX_POINTS"):
        return budgets, narrowest(read_cap(ceiling) if ceiling else None, max_points)


def _ports(http: "Http", ledger: Any, clock: Clock, machine: _Machine, key: str) -> Ports:
    from imastudio.adapters.files.journal import FileJournal
    from imastudio.adapters.files.recommendations import KnowledgeSkill
    from imastudio.adapters.files.upload_addresses import FileUploadAddresses
    from imastudio.adapters.files.works import FileWorks
    from imastudio.adapters.film.ffmpeg import Ffmpeg
    from imastudio.adapters.ima.delivery import ImaDelivery
    from imastudio.adapters.ima.offline import OfflineService
    from imastudio.adapters.ima.service import ImaService
    from imastudio.adapters.ima.uploads import ImaUploads
    from imastudio.adapters.memory.upload_addresses import MemoryUploadAddresses

    paths, note, now = machine.paths, machine.note, clock.now
    uploaded: UploadAddresses = MemoryUploadAddresses()
    if not machine.offline:
        uploaded = FileUploadAddresses(paths.uploads / http.settings.account_digest, now=now)
    return Ports(
        service=OfflineService(http, _bundled_groups) if machine.offline else ImaService(http, note=note),
        uploads=ImaUploads(http, clock, uploaded),
        delivery=ImaDelivery(http, clock),
        preferences=_preferences(ledger, machine),
        recommendations=KnowledgeSkill(paths.knowledge),
        ledger=ledger,
        work_records=FileWorks(paths.works),
        films=Ffmpeg(),
        clock=clock,
        journal=machine.journal or FileJournal(paths.logs, now=now, note=note, secrets=(key,)),
        offline=machine.offline,
    )


def _preferences(ledger: Any, machine: _Machine) -> "Preferences":
    """Return where models are saved: beside the ledger, in a file of this machine or in a database."""
    if machine.database is None:
        from imastudio.adapters.files.preferences import FilePreferences

        return FilePreferences(machine.paths.preferences, note=machine.note)
    from imastudio.adapters.postgres.preferences import PostgresPreferences

    return PostgresPreferences(ledger.connections)


OFFLINE_ACCOUNT = digest("offline")


@attrs.frozen
class Logs:
    """The log of this machine, to be read."""

    folder: Path
    today: date

    def days(self) -> tuple[str, ...]:
        """Name the days that have lines, oldest first."""
        from imastudio.adapters.files.journal import days_kept

        return days_kept(self.folder)

    def read(self, day: date) -> "JournalDay":
        """Read one day. Raises OSError."""
        from imastudio.adapters.files.journal import read_day

        return read_day(self.folder, day)


def open_logs(environment: Mapping[str, str] | None = None) -> Logs:
    """Return the log to be read; what is older than seven days goes, as whenever it is opened."""
    from imastudio.adapters.files.journal import sweep

    folder = find_paths(os.environ if environment is None else environment).logs
    today = datetime.fromtimestamp(time.time(), UTC).date()
    sweep(folder, today)
    return Logs(folder, today)


def delivery_of(studio: Studio) -> Delivery | None:
    """Return what brings a studio's results to disk, for who shows a small picture of one; None where that is unknown."""
    return studio.engine.ports.delivery if isinstance(studio, AsyncioStudio) else None


def open_gate(
    *, offline: bool = False, state_dir: str | Path | None = None, environment: Mapping[str, str] | None = None
) -> "Gate":
    """Return the gate through which orders of agents go; `IMA_UNATTENDED_POINTS` is the operator's allowance for each.

    Raises WishRefused for an allowance that is no number of points.
    """
    from imastudio.adapters.engine.gate import SpendGate
    from imastudio.adapters.sqlite.approvals import SqliteApprovals
    from imastudio.adapters.system.clock import SystemClock

    environment = os.environ if environment is None else environment
    paths = find_paths(environment) if state_dir is None else paths_below(state_dir)
    with _named("IMA_UNATTENDED_POINTS"):
        allowance = read_allowance(environment.get("IMA_UNATTENDED_POINTS", ""))
    return SpendGate(
        approvals=SqliteApprovals(paths.approvals),
        clock=SystemClock(),
        allowance=allowance,
        offline=offline,
    )


def need_fake_extra() -> None:
    """Refuse at once where the bundled fake server could paint nothing. Raises ModuleNotFoundError, which names the extra."""
    if find_spec("PIL") is None:
        raise ModuleNotFoundError(
            "offline=True needs the fake server's extra: pip install 'imastudio[fake]'", name="PIL"
        )


@contextmanager
def _named(name: str | None) -> Iterator[None]:
    """Have a refusal within the block name the variable that a value really came from."""
    try:
        yield
    except WishRefused as refusal:
        raise given_as(refusal, name) from None


def open_upkeep(
    *,
    offline: bool = False,
    state_dir: str | Path | None = None,
    database: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> "Upkeep":
    """Return what looks after the ledger as a whole; no key is needed."""
    environment = os.environ if environment is None else environment
    address = _address(environment, database)
    if address is None:
        from imastudio.adapters.sqlite.upkeep import SqliteUpkeep

        paths = Paths(Path(state_dir)) if state_dir is not None else find_paths(environment)
        return SqliteUpkeep(_file(paths, offline=offline))
    found = _database(address)
    from imastudio.adapters.postgres.moving import PostgresMover
    from imastudio.adapters.postgres.upkeep import PostgresUpkeep
    from imastudio.adapters.sqlite.moving import SqliteMover

    def back_up(mover: PostgresMover, target: str) -> None:
        with mover.reading(alone=False) as contents:
            SqliteMover(Path(target)).write_new(contents)

    return PostgresUpkeep(found, back_up, _place(offline=offline))


def copy_ledger(source: str, target: str) -> "LedgerTally":
    """Copy a whole ledger, from a file or a database to another that holds none; return what both hold now, counted.

    All of it arrives, or nothing. Raises LedgerUnavailable: no_ledger, unsound, not_empty, running, differs, and why one of
    them can't be used.
    """
    with _mover(source).reading() as contents:
        return _mover(target).write(contents)


def _mover(place: str) -> "SqliteMover | PostgresMover":
    if not is_address(place):
        from imastudio.adapters.sqlite.moving import SqliteMover

        return SqliteMover(Path(place).expanduser().absolute())
    database = _database(place)
    from imastudio.adapters.postgres.moving import PostgresMover

    return PostgresMover(database)


def shown_place(place: str) -> str:
    """Return a file or an address as a person may see it: without a password."""
    return _database(place).shown if is_address(place) else place


def is_address(place: str) -> bool:
    """Tell whether that is the address of a database, or was meant to be one; else it is a file.

    What isn't one after all is refused as an address, whose error doesn't repeat it: a password may stand in it.
    """
    return _ADDRESS.match(place) is not None


def open_retention(
    *,
    offline: bool = False,
    state_dir: str | Path | None = None,
    environment: Mapping[str, str] | None = None,
    database: str | None = None,
) -> "Retention":
    """Return what measures the ledger and lets go of what is old in it; no key is needed."""
    environment = os.environ if environment is None else environment
    address = _address(environment, database)
    if address is not None:
        found = _database(address)
        from imastudio.adapters.postgres.retention import PostgresRetention

        return PostgresRetention(found, _place(offline=offline))
    from imastudio.adapters.sqlite.retention import SqliteRetention

    paths = Paths(Path(state_dir)) if state_dir is not None else find_paths(environment)
    return SqliteRetention(_file(paths, offline=offline))


async def zone_of_ledger(retention: "Retention", environment: Mapping[str, str]) -> tzinfo:
    """Return the time zone by which a ledger counts days. Raises WishRefused for one that this machine lacks."""
    from imastudio.adapters.engine.calendar import zone_of

    return zone_of(await retention.timezone(_timezone(environment)))


def _ids() -> Callable[[], str]:
    """Return what makes ids: those of one studio begin alike and count up, so that their rows lie together in the ledger."""
    own, numbers = secrets.token_hex(6), count(1)
    return lambda: f"{own}{next(numbers):06x}"


def _purses(user: str, budgets: Sequence[Budget]) -> Callable[[datetime], Mapping[str, int | None]]:
    """Return what tells the purses of a local time; their names are the same for a whole minute, wherever the clock is."""

    @lru_cache(maxsize=1)
    def of_minute(minute: datetime) -> Mapping[str, int | None]:
        return purses_of(user, minute, budgets)

    return lambda local: of_minute(local.replace(second=0, microsecond=0, tzinfo=None))


def _user(user_id: str) -> str:
    """Return whose orders and models it is about. Raises WishRefused for what still stands for a name."""
    if is_placeholder(user_id):
        raise refuse(Kind.VALUE_NOT_OFFERED, "user_id", user_id, expected="name")
    return user_id


def _keeping(environment: Mapping[str, str], given: bool | None) -> bool:  # noqa: FBT001 - as it was given
    """Return whether prompts are kept: as given, else as the environment says. Raises WishRefused."""
    with _named("IMA_KEEP_PROMPTS"):
        return read_keeping(environment.get("IMA_KEEP_PROMPTS", "")) if given is None else given


def _timezone(environment: Mapping[str, str]) -> str:
    """Return the time zone of a new ledger: what is said, else the machine's own. Raises WishRefused for an unknown one."""
    from imastudio.adapters.engine.calendar import zone_of
    from imastudio.adapters.system.timezone import machine_timezone

    said = environment.get("IMA_TIMEZONE", "").strip()
    if not said:
        return machine_timezone(environment)
    with _named("IMA_TIMEZONE"):
        zone_of(said)
    return said


def _ignore(notice: Notice) -> None:
    """Tell nobody."""


# what the command line needs besides a studio


def check_folder(folder: Path) -> None:
    """Make a file in `folder`, or where it would be made, and leave no trace. Raises OSError where that can't be done."""
    from imastudio.adapters.system.paths import try_folder

    try_folder(folder)


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder that holds the ledger, the preferences and the logs; it need not be there."""
    return find_paths(environment).state


def listed_models(environment: Mapping[str, str]) -> "ListedModels":
    """Return what was listed last, for completion."""
    from imastudio.adapters.files.listed_models import ListedModels

    return ListedModels(find_paths(environment).listed)


def make_state_folder(environment: Mapping[str, str]) -> Path:
    """Make the state folder for this user alone, if it isn't there, and return it. Raises OSError."""
    from imastudio.adapters.system.paths import make_private_folder

    folder = state_folder(environment)
    make_private_folder(folder)
    return folder


def open_wishes(
    source: IO[bytes], *, deliver_to: str | None, environment: Mapping[str, str]
) -> AbstractContextManager[WishLines]:
    """Copy the lines of a batch into the state folder and return them.

    Raises LedgerUnavailable where there is no room for them: then there is none for a record either; its cause tells why.
    """
    import sqlite3

    from imastudio.adapters.files.wishes import WishFile
    from imastudio.adapters.sqlite.sqlite_errors import translated

    try:
        return WishFile(source, deliver_to=deliver_to, folder=make_state_folder(environment))
    except (OSError, sqlite3.Error) as error:
        raise translated(error, find_paths(environment).ledger) from error


def json_messenger(write: Callable[[str], object], *, language: Language, scope: Scope) -> Messenger:
    """Return what tells news as lines of JSON; `write` takes each without its end."""
    from imastudio.adapters.messengers.json_lines import JsonLines

    return JsonLines(write, language=language, scope=scope)


def chat_messenger(send: Callable[[dict[str, str]], Awaitable[None]], *, language: Language, scope: Scope) -> Messenger:
    """Return what tells news in a chat; `send` sends one payload there, or raises."""
    from imastudio.adapters.messengers.chat import Chat

    return Chat(send, language=language, scope=scope)


def work_in_chat(send: Callable[[dict[str, str]], Awaitable[None]], *, language: Language, scope: Scope) -> Tell:
    """Return what tells the news of a work in a chat; `send` sends one payload there, or raises."""
    from imastudio.adapters.messengers.chat import Chat

    return Chat(send, language=language, scope=scope).tell_work


def work_as_json(write: Callable[[str], object], *, language: Language, scope: Scope) -> Tell:
    """Return what writes the news of a work as lines of JSON."""
    from imastudio.adapters.messengers.json_lines import JsonLines

    return JsonLines(write, language=language, scope=scope).tell_work


def command_sender(words: Sequence[str]) -> Callable[[dict[str, str]], Awaitable[None]]:
    """Return what hands each payload to a fresh run of a program; `words` are its path and arguments."""
    from imastudio.adapters.messengers.command import Command

    return Command(words)


def text_payload(text: str) -> dict[str, str]:
    """Return a plain text as a chat's tool takes it."""
    from imastudio.adapters.messengers.payloads import encode_text

    return encode_text(text)


def service_address(
    environment: Mapping[str, str],
    *,
    base_url: str | None,
    api_key: str | None,
    im_base_url: str | None = None,
    proxy: str | None = None,
) -> ServiceAddress:
    """Return where the vendor is asked, and with which key. Raises WishRefused, AccountProblem."""
    from imastudio.adapters.ima.settings import BASE_URL, Settings

    if im_base_url is None and base_url not in {None, BASE_URL}:
        im_base_url = base_url
    settings = Settings.of(environment, api_key=api_key, base_url=base_url, im_base_url=im_base_url, proxy=proxy)
    way = None if settings.way_out is None else str(settings.way_out)
    return ServiceAddress(base_url=settings.base_url, upload_url=settings.im_base_url, key=settings.api_key, proxy=way)


def unreached(error: Exception, service: ServiceAddress) -> Failure:
    """Return the failure of a call that found no answer: which layer failed, on the way to whom."""
    from yarl import URL

    from imastudio.adapters.ima.layers import way_facts

    way = way_facts(error, URL(service.base_url), None if service.proxy is None else URL(service.proxy))
    return Failure(kind=Kind.NETWORK, facts={"address": service.base_url, **way})


def skill_names() -> Sequence[str]:
    """Return the names of the skills that come with the package."""
    from imastudio.adapters.skills.folders import NAMES

    return NAMES


def install_skill(name: str, into: Path, *, force: bool) -> Path | None:
    """Copy a skill into a folder; return the file of another content that is in the way, else None. Raises OSError."""
    from imastudio.adapters.skills.folders import Occupied, install

    try:
        install(name, into, force=force)
    except Occupied as there:
        return there.path
    return None


def skill_problems(folder: Path) -> Sequence[str]:
    """Return what is wrong with a skill. Raises OSError, UnicodeDecodeError."""
    from imastudio.adapters.skills.checking import problems

    return problems(folder)
