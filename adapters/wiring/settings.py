"""For whom a studio orders and where it runs: what is given, else what the environment says."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

import attrs

from imastudio.adapters.engine import Identity, Ports
from imastudio.adapters.system.channel import sender
from imastudio.adapters.system.paths import Paths
from imastudio.adapters.wiring.offline import OFFLINE_ACCOUNT
from imastudio.domain.kernel import Kind, WishRefused, given_as, is_placeholder, refuse
from imastudio.domain.lifecycle import Budget, digest, narrowest, purses_of, read_budgets, read_cap, read_keeping
from imastudio.domain.orders import Notice
from imastudio.ports.journal import Journal

if TYPE_CHECKING:
    from imastudio.adapters.ima.settings import Settings


DEFAULT_USER = "default"


@attrs.frozen
class Machine:
    """The machine and settings under which a studio runs. `clock_speed` is how many times faster time passes."""

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
        return database_address(self.environment, self.named)


@attrs.frozen(kw_only=True)
class Person:
    """For whom it orders, and what that may cost, as it was given."""

    user_id: str | None
    budget: str | None
    max_points: int | None
    keep_prompts: bool | None
    again: bool

    def identity(self, settings: "Settings", machine: Machine) -> Identity:
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
            timezone=timezone_of(environment),
        )


NOBODY = Person(user_id=None, budget=None, max_points=None, keep_prompts=None, again=False)
"""A worker orders for nobody: what an order may cost, and whose it is, came with it."""


def database_address(environment: Mapping[str, str], database: str | None) -> str | None:
    """Return the address of the database that takes the place of the ledger's file, where there is one."""
    return database or environment.get("IMA_DATABASE_URL", "").strip() or None


def lane_of(environment: Mapping[str, str]) -> str:
    """Return the queue by which orders reach workers, where none is named."""
    from imastudio.adapters.dbos.names import DEFAULT_LANE

    return environment.get("IMA_QUEUE", "").strip() or DEFAULT_LANE


def _limits(
    environment: Mapping[str, str], budget: str | None, max_points: int | None
) -> tuple[Sequence[Budget], int | None]:
    """Return the budgets and the most that one order may cost. Raises WishRefused for what can't be read.

    What is given can only narrow what the operator says in the environment (decision 50).
    """
    said, ceiling = environment.get("IMA_BUDGET"), environment.get("IMA_MAX_POINTS")
    with named("IMA_BUDGET"):
        budgets = read_budgets(said) if said else ()
    budgets += read_budgets(budget) if budget is not None else ()
    with named("IMA_MAX_POINTS"):
        return budgets, narrowest(read_cap(ceiling) if ceiling else None, max_points)


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
    with named("IMA_KEEP_PROMPTS"):
        return read_keeping(environment.get("IMA_KEEP_PROMPTS", "")) if given is None else given


def timezone_of(environment: Mapping[str, str]) -> str:
    """Return the time zone of a new ledger: what is said, else the machine's own. Raises WishRefused for an unknown one."""
    from imastudio.adapters.engine.calendar import zone_of
    from imastudio.adapters.system.timezone import machine_timezone

    said = environment.get("IMA_TIMEZONE", "").strip()
    if not said:
        return machine_timezone(environment)
    with named("IMA_TIMEZONE"):
        zone_of(said)
    return said


@contextmanager
def named(name: str | None) -> Iterator[None]:
    """Have a refusal within the block name the variable that a value really came from."""
    try:
        yield
    except WishRefused as refusal:
        raise given_as(refusal, name) from None
