"""One world of the server with all that belongs to it, and its knobs; a server has one, and as many more as tests ask for.

Rules this file obeys:
* Nothing of one sandbox shows in another: accounts, points, catalogue, clock, charges, requests, faults, files.
* The world belongs to the sandbox, not to the listener: it can be set up before the start and looked at after the end.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import attrs

from imastudio.fakeserver.catalogues.product_lists import read_lists
from imastudio.fakeserver.http.verification import WorldExpectations
from imastudio.fakeserver.page.events import Events
from imastudio.fakeserver.scenario.expectations import Expectations
from imastudio.fakeserver.scenario.fault_queue import Rates, Script, everything
from imastudio.fakeserver.scenario.faults import Fault
from imastudio.fakeserver.scenario.scenario import Scenario
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.outcomes import Outcomes
from imastudio.fakeserver.vendor.records import Log, Recorded
from imastudio.fakeserver.vendor.results import Results
from imastudio.fakeserver.vendor.uploads import Store
from imastudio.fakeserver.vendor.world import Account, AccountBookEntry, Refund, World

POINTS = 100_000
_USUAL_RATE = 0.1


class SandboxAddress(Protocol):
    """The address at which a sandbox is served."""

    @property
    def url(self) -> str:
        """Give the base url."""


@attrs.frozen(kw_only=True)
class Life:
    """The beginning of a world: what is on the account, how fast things go, what is sold."""

    points: int = POINTS
    speed: float = attrs.field(default=1.0)
    strict: bool = False
    hand_clock: bool = False
    seed: int | None = None
    refunds: bool = False
    keeps: int | None = None
    """So many tasks and requests are remembered; None: every task, and as many requests as usual."""

    @speed.validator
    def _check_speed(self, _: object, speed: float) -> None:
        if not 0 < speed < float("inf"):
            raise ValueError("speed must be greater than 0")

    def told_by(self, scenario: Scenario) -> "Life":
        """Give the same with what a scenario names in place of it."""
        named = {name: getattr(scenario, name) for name in ("points", "speed", "strict", "hand_clock", "seed")}
        return attrs.evolve(self, **{name: value for name, value in named.items() if value is not None})


class Readings:
    """Reads what there is to read off a sandbox."""

    key: str
    name: str
    world: World
    log: Log
    expectations: Expectations
    _life: Life
    _place: SandboxAddress | None

    @property
    def prefix(self) -> str:
        """Give what the paths of this sandbox begin with, before the vendor's own."""
        return f"/w/{self.name}" if self.name else ""

    @property
    def admin(self) -> str:
        """Give what the paths of its admin routes begin with."""
        return f"/_fake/worlds/{self.name}" if self.name else "/_fake"

    @property
    def url(self) -> str:
        """Give the base url of everything, without a slash at the end."""
        return (self._place.url if self._place else "") + self.prefix

    @property
    def clock(self) -> VendorClock:
        """Give the vendor's clock."""
        return self.world.clock

    @property
    def account(self) -> Account:
        """Give the account behind `key`."""
        self.world.settle()
        return self.world.accounts[self.key]

    @property
    def charges(self) -> tuple[AccountBookEntry, ...]:
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
        return self._life.points

    @property
    def differences(self) -> tuple[str, ...]:
        """Tell how what came is not what the scenario has recorded, and what did not come; for `replay` alone."""
        return (*self.expectations.found, *self.expectations.unmet())


class Sandbox(Readings):
    """A world, the requests that came to it, the faults that wait for more, and the files it has.

    `name` is "" for the server's own one; another's urls begin with /w/<name>. `life` is how it begins, again after each
    `reset`: so knobs that were turned meanwhile are turned back.
    """

    def __init__(
        self,
        *,
        key: str,
        life: Life,
        name: str = "",
        lists: Mapping[str, Any] | None = None,
        scenario: Scenario | None = None,
        replay: bool = False,
        place: SandboxAddress | None = None,
    ) -> None:
        self.key = key
        self.name = name
        self.scenario = scenario or Scenario()
        self.replays = replay
        self.log = Log() if life.keeps is None else Log(keeps=life.keeps)
        self.script = Script()
        self.expectations = Expectations(())
        self.verification = WorldExpectations(self)
        self.events = Events()
        self.store: Store | None = None
        self.results: Results | None = None
        self.down_until = 0.0
        self._life = life.told_by(self.scenario)
        self._lists = lists or {}
        self._place = place
        self._folder = Path()
        self.log.watchers += [self._hold, lambda record, faults: self.events.tell((record, faults))]
        self.world = World(clock=VendorClock(hand=self._life.hand_clock), keeps=life.keeps)
        self._begin()

    @property
    def is_down(self) -> bool:
        """Tell whether the listener is shut; a sandbox beside others never shuts it."""
        return False

    @property
    def is_refusing(self) -> bool:
        """Tell whether connections are reset now: what `go_down` means where others share the port."""
        return self.clock.now() < self.down_until

    async def go_down(self, seconds: float) -> None:
        """Reset the connections of whatever comes here for that long, by the clock of this world."""
        self.down_until = self.clock.now() + seconds

    def add_account(self, key: str, points: int = POINTS, name: str | None = None) -> Account:
        """Open another account."""
        return self.world.open_account(key, points, name)

    def sell(self, lists: Mapping[str, Any] | Path | str) -> None:
        """Sell these lists from now on, until `reset` (see `product_lists.read_lists`). Raise ValueError, OSError."""
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

    def expect(self, call: str, *, times: int | None = 1, **said: Any) -> None:
        """Expect so many requests of a call until the test ends, each of which says this: `call="create", n=2`.

        `times` None: one or more. A name is looked for in the body, in `parameters[0]`, in its `parameters`, in the query. Raise
        ValueError for an unknown call.
        """
        self.verification.expect(call, times, said)

    def assert_charged(
        self,
        times: int | None = None,
        *,
        points: int | None = None,
        once_per: Callable[[AccountBookEntry], object] | None = None,
    ) -> None:
        """Assert that the account was charged: so often, so many points in all, once for each `once_per(charge)`.

        Without arguments: that it was charged at all.
        """
        wrong = self.verification.charged(times, points=points, once_per=once_per)
        if wrong:
            raise AssertionError(wrong)

    def reset(self) -> None:
        """Begin again: nothing ordered, asked, uploaded, expected or to go wrong; points, speed, strictness and clock as first.

        Whoever still waits by the clock is let go.
        """
        world = self.world
        for kept in (world.tasks, world.charges, world.assets, world.refunds, world.owed, world.accounts, self.script):
            kept.clear()
        self.log.clear()
        self.verification.clear()
        self.down_until = 0.0
        self.clock.begin_again(hand=self._life.hand_clock)
        self._begin()
        if self.store and self.results:
            self.store.clear()
            self.results.clear()

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
        """Begin another life, with other settings."""
        self._life = Life(points=points, speed=speed, strict=strict, seed=seed, refunds=refunds, hand_clock=hand_clock)
        self.reset()

    def open_files(self, folder: Path) -> None:
        """Keep uploads and results in a folder from now on."""
        self._folder = folder
        self.store = Store(folder=folder, clock=self.clock)
        self.results = Results(folder=folder)

    def close_files(self) -> None:
        """Remove the files."""
        self.store = self.results = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self) -> None:
        """Set the stage as the scenario says."""
        scenario, life, world = self.scenario, self._life, self.world
        world.speed, world.strict, world.seed, world.refunding = life.speed, life.strict, life.seed, life.refunds
        world.catalogue = scenario.build_catalogue(self._lists)
        world.outcomes = Outcomes(scenario.orders)
        world.open_account(self.key, life.points)
        for account in scenario.accounts:
            world.open_account(account.key, account.points, account.name)
        scenario.fill(self.script)
        self.expectations = Expectations(scenario.requests if self.replays else (), scenario.direct)

    def _hold(self, record: Recorded, _: object) -> None:
        if self.replays:
            record.differences = self.expectations.hold(record)
