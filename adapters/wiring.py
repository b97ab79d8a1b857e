"""The composition root: puts a studio together from settings. The only place that knows every adapter.

Heavy imports happen when a studio is opened, not before.
"""

import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imastudio.adapters.channel import sender
from imastudio.adapters.engine.context import Identity
from imastudio.adapters.engine.studio import AsyncioStudio
from imastudio.adapters.files.paths import Paths, find_paths
from imastudio.domain.lifecycle.budgets import Budget, purses_of, read_budgets, read_cap
from imastudio.domain.lifecycle.consent import read_allowance
from imastudio.domain.lifecycle.fingerprints import digest
from imastudio.domain.lifecycle.prompt_retention import read_keeping
from imastudio.domain.orders import Language, Notice
from imastudio.ports.studio import Studio

if TYPE_CHECKING:
    from imastudio.adapters.engine.gate import SpendGate

DEFAULT_USER = "default"
OFFLINE_KEY = "ima_offline_key_of_the_bundled_fake_server"
OFFLINE_SPEED = 20.0
OFFLINE_POINTS = 100_000


@asynccontextmanager
async def open_studio(
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    im_base_url: str | None = None,
    language: Language | None = None,
    user_id: str | None = None,
    budget: str | None = None,
    max_points: int | None = None,
    keep_prompts: bool | None = None,
    state_dir: str | Path | None = None,
    allow_dir: str | None = None,
    overwrite: bool | None = None,
    offline: bool = False,
    offline_speed: float = OFFLINE_SPEED,
    clock_speed: float = 1.0,
    note: Callable[[Notice], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Studio]:
    """Open a studio for one account and user; close it at the end of the block.

    What is not given comes from the environment: `IMA_API_KEY`, `IMA_BASE_URL`, `IMA_IM_BASE_URL`, `IMA_LANGUAGE`,
    `IMA_ALLOW_DIR`, `IMA_BUDGET`, `IMA_MAX_POINTS`, `IMA_KEEP_PROMPTS`, `OPENCLAW_STATE_DIR`. `budget` is what this user may
    spend, such as "200/day" or "50/hour,1000/month", all processes together; `max_points` the most that one order may cost
    where its wish doesn't say. With `keep_prompts` the prompt of each order stays in the ledger until it is forgotten, and
    stands in the history as `row.generation.prompt`; without, it is stored nowhere. With `offline`, the bundled fake server
    runs inside this process at `offline_speed` times the real speed, with a ledger of its own, and no key is needed.
    `clock_speed` makes time pass faster here too, for a fake server at a loopback address that runs as fast; it means nothing
    elsewhere. `note` is told what a person should know besides: of local files (a broken one that was set aside, a log that
    can't be written), and of a service that gives no answer while the product list is waited for.

    Raises AccountProblem without a usable key, WishRefused for an address, a budget or another setting that won't do,
    LedgerUnavailable.
    """
    environment = os.environ if environment is None else environment
    paths = Paths(Path(state_dir)) if state_dir is not None else find_paths(environment)
    async with AsyncExitStack() as stack:
        given: dict[str, Any] = {
            "api_key": api_key,
            "base_url": base_url,
            "im_base_url": im_base_url,
            "language": language,
            "allow_dir": allow_dir,
            "overwrite": overwrite,
        }
        if offline:
            from imastudio.fakeserver import FakeIma

            fake = FakeIma(key=OFFLINE_KEY, speed=offline_speed, points=OFFLINE_POINTS)
            await stack.enter_async_context(fake)
            given |= {"api_key": OFFLINE_KEY, "base_url": fake.url, "im_base_url": fake.url}
            clock_speed = offline_speed
        yield await stack.enter_async_context(
            _studio(
                given,
                environment,
                paths,
                offline=offline,
                clock_speed=clock_speed,
                user_id=user_id or sender(environment) or DEFAULT_USER,
                budget=budget,
                max_points=max_points,
                keep_prompts=keep_prompts,
                note=note or _ignore,
            )
        )


def _studio(
    given: Mapping[str, Any],
    environment: Mapping[str, str],
    paths: Paths,
    *,
    offline: bool,
    clock_speed: float,
    user_id: str,
    budget: str | None,
    max_points: int | None,
    keep_prompts: bool | None,
    note: Callable[[Notice], None],
) -> AsyncioStudio:
    from imastudio.adapters.engine.context import Ports
    from imastudio.adapters.files.logs import open_log
    from imastudio.adapters.files.preferences import FilePreferences
    from imastudio.adapters.files.recommendations import KnowledgeSkill
    from imastudio.adapters.files.works import FileWorks
    from imastudio.adapters.film.ffmpeg import Ffmpeg
    from imastudio.adapters.ima.delivery import ImaDelivery
    from imastudio.adapters.ima.http import Http
    from imastudio.adapters.ima.offline import OfflineService
    from imastudio.adapters.ima.service import ImaService
    from imastudio.adapters.ima.settings import Settings
    from imastudio.adapters.ima.uploads import ImaUploads
    from imastudio.adapters.sqlite.ledger import SqliteLedger
    from imastudio.adapters.system.clock import SystemClock

    settings = Settings.of(environment, **given)
    said = environment.get("IMA_BUDGET") or None if budget is None else budget
    budgets = () if said is None else read_budgets(said)
    ceiling = environment.get("IMA_MAX_POINTS")
    cap = read_cap(ceiling) if max_points is None and ceiling else max_points
    keeps = read_keeping(environment.get("IMA_KEEP_PROMPTS", "")) if keep_prompts is None else keep_prompts
    speed = clock_speed if settings.is_local or settings.fake_hosts else 1.0
    clock = SystemClock(speed)
    http = Http(settings, clock)
    ledger = SqliteLedger(paths.offline_ledger if offline else paths.ledger, note=note)
    ports = Ports(
        service=OfflineService(http) if offline else ImaService(http, note=note),
        uploads=ImaUploads(http, clock),
        delivery=ImaDelivery(http, clock),
        preferences=FilePreferences(paths.preferences, note=note),
        recommendations=KnowledgeSkill(paths.knowledge),
        ledger=ledger,
        work_records=FileWorks(paths.works),
        films=Ffmpeg(),
        clock=clock,
        journal=open_log(paths.logs, now=clock.now, note=note, secrets=(settings.api_key,)),
        offline=offline,
    )
    user = digest("user", user_id)
    identity = Identity(
        account=OFFLINE_ACCOUNT if offline else settings.account_digest,
        user=user,
        user_id=user_id,
        new_id=_ids(),
        max_points=cap,
        keep_prompts=keeps,
        purses=_purses(user, budgets),
    )
    return AsyncioStudio(ports, identity, closers=(ledger.close, http.close), patience=speed, hurry=ledger.hurry)


OFFLINE_ACCOUNT = digest("offline")


def open_gate(
    *, offline: bool = False, state_dir: str | Path | None = None, environment: Mapping[str, str] | None = None
) -> "SpendGate":
    """Return the gate through which orders of agents go; `IMA_UNATTENDED_POINTS` is the operator's allowance for each.

    Raises WishRefused for an allowance that is no number of points.
    """
    from imastudio.adapters.engine.gate import SpendGate
    from imastudio.adapters.sqlite.approvals import SqliteApprovals
    from imastudio.adapters.system.clock import SystemClock

    environment = os.environ if environment is None else environment
    paths = Paths(Path(state_dir)) if state_dir is not None else find_paths(environment)
    return SpendGate(
        approvals=SqliteApprovals(paths.approvals),
        clock=SystemClock(),
        allowance=read_allowance(environment.get("IMA_UNATTENDED_POINTS", "")),
        offline=offline,
    )


def _ids() -> Callable[[], str]:
    """Return what makes ids: those of one studio begin alike and count up, so that their rows lie together in the ledger."""
    own, numbers = secrets.token_hex(6), count(1)
    return lambda: f"{own}{next(numbers):06x}"


def _purses(user: str, budgets: Sequence[Budget]) -> Callable[[float], Mapping[str, int | None]]:
    """Return what tells the purses of an instant; their names are the same for a whole minute, wherever the clock is."""

    @lru_cache(maxsize=1)
    def of_minute(minute: int) -> Mapping[str, int | None]:
        return purses_of(user, datetime.fromtimestamp(minute * 60).astimezone(), budgets)

    return lambda now: of_minute(int(now // 60))


def _ignore(notice: Notice) -> None:
    """Tell nobody."""
