"""Open a studio, or a worker of several machines: settings, then ports, then the engine that drives them."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

from imastudio.adapters.engine import AsyncioStudio, Ports
from imastudio.adapters.system.paths import Paths, find_paths, paths_below
from imastudio.adapters.wiring.offline import OFFLINE_SPEED, offline_service
from imastudio.adapters.wiring.ports import put_together
from imastudio.adapters.wiring.settings import NOBODY, Machine, Person, lane_of
from imastudio.domain.kernel import Kind, LedgerUnavailable, given_as, refuse, switched
from imastudio.domain.orders import Notice
from imastudio.ports.journal import Journal
from imastudio.ports.studio import Studio

if TYPE_CHECKING:
    from types import TracebackType

    from imastudio.ports.worker import QueueWorker


Parameters = ParamSpec("Parameters")
T = TypeVar("T")
WORKER_CONCURRENCY = 2_000
"""With fewer than there are orders, living workers get their share of them; a worker holds so many with some 120 MB."""
_REAL = False
"""Not offline: a worker sends what is paid for."""


class _Opening(AbstractAsyncContextManager[Studio]):
    """A studio that is opened by `async with`, and says so to whoever takes it for an open one."""

    def __init__(self, opening: AbstractAsyncContextManager[Studio]) -> None:
        self._opening = opening

    async def __aenter__(self) -> Studio:
        """Open it. Raises RuntimeError in another kind of event loop than asyncio's."""
        if asyncio._get_running_loop() is None:  # noqa: SLF001 - None without one, where get_running_loop raises
            raise RuntimeError(
                "A studio lives in asyncio's event loop, and there is none here. With trio, use imastudio.sync in a thread:"
                " await trio.to_thread.run_sync(…)."
            )
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
    person = Person(user_id=user_id, budget=budget, max_points=max_points, keep_prompts=keep_prompts, again=again)
    _find_scratch(None if looks_only else paths, needed=offline)
    async with AsyncExitStack() as stack:
        if offline:
            given |= await offline_service(stack, offline_speed, looks_only=looks_only)
            clock_speed = clock_speed if looks_only else offline_speed
        machine = Machine(environment, paths, offline, clock_speed, note or _ignore, journal, adapt, database)
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
    _need_extra("dbos", "dbos")
    paths = find_paths(environment) if state_dir is None else paths_below(state_dir)
    given = {"api_key": api_key, "base_url": base_url, "im_base_url": im_base_url, "proxy": proxy}
    machine = Machine(environment, paths, _REAL, clock_speed, note or _ignore, journal, adapt, database)
    if machine.database is None:
        raise refuse(Kind.VALUE_NOT_OFFERED, "database", "", expected="postgresql://user@host/name")
    parts = put_together(given, machine, NOBODY, renews=False)
    from imastudio.adapters.dbos.health import health_served
    from imastudio.adapters.dbos.process import WorkerProcess

    async with AsyncExitStack() as stack:
        for part in (parts.http, parts.ledger):
            stack.push_async_callback(part.close)
        lanes = queues or (lane_of(environment),)
        options: dict[str, Any] = {"concurrency": concurrency, "lanes": lanes, "patience": parts.speed}
        life = WorkerProcess(parts.ports, parts.identity, parts.ledger, **options)
        if port is not None:
            life.health_port = await stack.enter_async_context(health_served(life, port))
        yield await _by_the_database(life, parts.ports)


def _studio(given: Mapping[str, Any], machine: Machine, person: Person, *, workers: bool | None) -> AsyncioStudio:
    parts = put_together(given, machine, person)
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

    queue = PostgresQueue(ledger, parts.identity.account, lane_of(machine.environment), always=bool(workers))
    return QueueStudio(parts.ports, parts.identity, queue, **options)


async def _by_the_database(opened: T, ports: Ports) -> T:
    """Return what was opened with its clock set by the database, where there is one: what hosts write stands in one order."""
    from imastudio.adapters.system.clock import SystemClock

    ledger, clock = ports.ledger, ports.clock
    if isinstance(clock, SystemClock) and hasattr(ledger, "connections"):
        with suppress(LedgerUnavailable):  # told by whoever needs the ledger
            clock.set_to(await ledger.connections.now())
    return opened


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


def _need_extra(module: str, extra: str) -> None:
    """Raise ModuleNotFoundError, which names the extra, where `module` is not installed."""
    if find_spec(module) is None:
        raise ModuleNotFoundError(f"this needs an extra: pip install 'imastudio[{extra}]'", name=module)


def _ignore(notice: Notice) -> None:
    """Tell nobody."""
