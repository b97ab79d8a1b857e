"""The fake vendor's world: accounts, the account book, tasks, verified assets. No HTTP here.

Rules this file obeys:
* A task's state is derived from the clock when somebody asks; nothing runs in the background, so 10,000 tasks are
  10,000 small values.
* Everything that is not asked for (ids, durations) follows from the seed and the task's number.
* The account book is appended to and never rewritten.
"""

import hashlib
import secrets

import attrs

from imastudio.fakeserver.catalogues.catalogue import Catalogue
from imastudio.fakeserver.catalogues.estimates import estimate, medium
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.orders import AcceptedOrder, PendingMedia
from imastudio.fakeserver.vendor.outcomes import Outcomes, ScriptedOutcome
from imastudio.fakeserver.vendor.refusals import NO_POINTS, refused

TIMEOUT_SECONDS = 300  # what the documents' sample has; less than many films take
_TASK = "task_"
PENDING_SHARE = 0.1  # of its time, a result waits in the queue, with no resource_status yet


@attrs.define(kw_only=True)
class Account:
    """Somebody with a key and points."""

    name: str
    key: str = attrs.field(repr=False)
    points: int


@attrs.frozen(kw_only=True)
class AccountBookEntry:
    """One line of the account book: what one order took. `points` is the price of one result, `at` seconds since 1970.

    `request` is the number of the recorded request, `digest` that of its body, so that a request sent twice shows.
    """

    number: int
    account: str
    request: int
    digest: str
    task_id: str
    task_type: str
    model_id: str
    model_version: str
    attribute_id: int
    points: int
    n: int
    at: float

    @property
    def total(self) -> int:
        """Give what was taken in all: the gateway charges each of n results."""
        return self.points * self.n


@attrs.frozen(kw_only=True)
class Refund:
    """The points that came back for one result that failed."""

    number: int
    account: str
    task_id: str
    index: int
    points: int
    at: float


@attrs.define(kw_only=True)
class Task:
    """One accepted order and its results."""

    id: str
    biz_id: str
    number: int
    account: str
    order: AcceptedOrder
    created_at: float
    medias: list[PendingMedia]

    @property
    def medium(self) -> str:
        """Name what it makes: image, video, music or speech."""
        return medium(self.order.task_type)

    def phase(self, now: float) -> str:
        """Tell where the whole task stands."""
        phases = {media.phase(now) for media in self.medias}
        if "failed" in phases:
            return "failed"
        return next((phase for phase in ("processing", "pending") if phase in phases), "success")


@attrs.define(kw_only=True)
class World:
    """Everything the fake vendor knows. `speed` divides durations; `seed` makes ids and durations repeatable.

    With `refunding`, what failed is paid back when its time has come; the vendor's rule is unknown. Of more tasks and charges
    than `keeps` the oldest are forgotten, None: none.
    """

    clock: VendorClock
    speed: float = 1.0
    strict: bool = False
    seed: int | None = None
    catalogue: Catalogue = attrs.field(factory=Catalogue)
    accounts: dict[str, Account] = attrs.field(factory=dict)
    tasks: dict[str, Task] = attrs.field(factory=dict)
    charges: list[AccountBookEntry] = attrs.field(factory=list)
    assets: set[tuple[str, str]] = attrs.field(factory=set)
    keeps: int | None = None
    refunding: bool = False
    refunds: list[Refund] = attrs.field(factory=list)
    owed: list[tuple[Task, int]] = attrs.field(factory=list)
    outcomes: Outcomes = attrs.field(factory=Outcomes)

    def open_account(self, key: str, points: int, name: str | None = None) -> Account:
        """Open an account, or replace the one with the same key."""
        account = Account(name=name or f"account-{len(self.accounts) + 1}", key=key, points=points)
        self.accounts[key] = account
        return account

    def account_of(self, key: str) -> Account | None:
        """Find whose key it is."""
        self.settle()
        return self.accounts.get(key)

    def accept(self, order: AcceptedOrder, account: Account, *, request: int, digest: str) -> Task:
        """Charge an order and make a task of it, or refuse it: as a story tells, or for want of points (4008)."""
        outcome = self.outcomes.take(order)
        outcome.check()
        points = order.rule["points"]
        if account.points < points * order.n:
            raise refused(NO_POINTS)
        now = self.clock.now()
        number = next(reversed(self.tasks.values())).number + 1 if self.tasks else 1
        token = self._token(number)
        task = Task(
            id=f"{_TASK}{token}",
            biz_id=f"biz_{_digest('biz', token)[:16]}",
            number=number,
            account=account.name,
            order=order,
            created_at=now,
            medias=[self._media(order, token, index, now, outcome) for index in range(order.n)],
        )
        outcome.shape(task.medias)
        account.points -= points * order.n
        self.tasks[task.id] = task
        self.charges.append(
            AccountBookEntry(
                number=self.charges[-1].number + 1 if self.charges else 1,
                account=account.name,
                request=request,
                digest=digest,
                task_id=task.id,
                task_type=order.task_type,
                model_id=order.leaf["model_id"],
                model_version=order.leaf["id"],
                attribute_id=order.rule["attribute_id"],
                points=points,
                n=order.n,
                at=now,
            )
        )
        self._forget()
        return task

    def _forget(self) -> None:
        while self.keeps is not None and len(self.tasks) > self.keeps:
            del self.tasks[next(iter(self.tasks))], self.charges[0]

    def owe(self, task: Task) -> None:
        """Note which results of a task will fail, to be paid back then."""
        if self.refunding:
            self.owed.extend((task, index) for index, media in enumerate(task.medias) if media.error is not None)

    def settle(self) -> None:
        """Pay back what has failed by now."""
        if not self.owed:
            return
        now = self.clock.now()
        due = [(task, index) for task, index in self.owed if task.medias[index].phase(now) == "failed"]
        self.owed = [each for each in self.owed if each not in due]
        for task, index in due:
            self._refund(task, index)

    def _refund(self, task: Task, index: int) -> None:
        points = task.order.rule["points"]
        for account in self.accounts.values():
            if account.name == task.account:
                account.points += points
        self.refunds.append(
            Refund(
                number=len(self.refunds) + 1,
                account=task.account,
                task_id=task.id,
                index=index,
                points=points,
                at=task.medias[index].ready_at,
            )
        )

    def task_for(self, account: Account, task_id: str) -> Task | None:
        """Find a task of this account; another's does not exist for it, nor does a biz_id."""
        task = self.tasks.get(task_id)
        return task if task and task.account == account.name else None

    def _token(self, number: int) -> str:
        return secrets.token_hex(8) if self.seed is None else _seeded_token(self.seed, number)

    def _media(
        self, order: AcceptedOrder, token: str, index: int, now: float, outcome: ScriptedOutcome
    ) -> PendingMedia:
        lowest, highest = outcome.takes or estimate(order.task_type, order.leaf)
        share = int(_digest("duration", token, str(index))[:8], 16) / 0xFFFFFFFF
        seconds = (lowest + (highest - lowest) * share) / self.speed
        return PendingMedia(starts_at=now + seconds * PENDING_SHARE, ready_at=now + seconds)


def task_id(seed: int, number: int) -> str:
    """Give the id that a world with this seed gives its n-th task, counted from 1."""
    return f"{_TASK}{_seeded_token(seed, number)}"


def _seeded_token(seed: int, number: int) -> str:
    return _digest(str(seed), str(number))[:16]


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
