"""Driving: what a front end may ask. Every front end is typed by this and imports no engine; `open_studio` opens one.

Rules that every engine keeps (its contract suite holds them): `Sending` is committed before the paid POST leaves, and one
order is one POST; a fact is never lost; who waits only watches, and cancelling a wait stops nothing. What can't be ordered
raises before anything is spent; what was ordered comes back as a `Result`, however it ended.

Of all calls: `timeout` is in seconds (None: the longest wait of the medium), and the task goes on after it; `messenger` or
`on_news`, a plain or async function, is told how it goes; with `again`, something is ordered although nobody knows whether the
same was charged before. What needs a product list or asks about a task raises ServiceUnavailable and AccountProblem, what needs
the ledger LedgerUnavailable; the kinds of WishRefused stand at each call.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, Unpack

from imastudio.domain.lifecycle import Line, Loss, News, OtherKey, Result, Row, Stage, Standing, Subject
from imastudio.domain.orders import Input, InputFacts, TaskType, Wish
from imastudio.domain.quoting import Catalog, Preference, Quote
from imastudio.domain.works import Plan, Work, WorkOutcome
from imastudio.ports.batch import Batch, WishLines
from imastudio.ports.messenger import Messenger, OnNews
from imastudio.ports.works import Running, Works


class Quotes(Protocol):
    """See what there is and ask the price: costs nothing, sends no input."""

    async def models(self, task_type: TaskType | str) -> Catalog:
        """Return what can be ordered for a task type. Raises ValueError for a word that is none, with those that are."""

    async def quote(
        self, wish: Wish, *, catalog: Catalog | None = None, facts: Mapping[Input, InputFacts] | None = None
    ) -> Quote:
        """Return the exact order that a wish leads to, and its price. Raises WishRefused where it can't be ordered as it stands.

        With `catalog`, the list of the wish's task type, no other is fetched: for many wishes at the prices of one list,
        without advice. An input whose `facts` are given is not looked at.
        """


class Orders(Protocol):
    """Order, once."""

    async def submit(
        self,
        wish: Wish,
        *,
        quote: Quote | None = None,
        messenger: Messenger | None = None,
        on_news: OnNews | None = None,
        purses: Mapping[str, int | None] | None = None,
        again: bool = False,
        apart_from: Collection[str] = (),
    ) -> Result:
        """Order, and return once the outcome of the paid POST is committed.

        With `quote` that is ordered, else what `quote(wish)` gives. `purses` are drawn on beside the user's. A wish whose
        `request_id` was ordered before is not ordered again: the first generation comes back. Raises WishRefused as `quote`
        does, for a folder that takes no files, and for a request id that belongs to another order, or to another key of this
        address (OTHER_KEY; not with `again`), or whose outcome is unknown; where the wish is not that of the quote
        (QUOTE_DIFFERS); above 50 points where nobody agreed to the price by a cap or the quote (NEEDS_APPROVAL); and for the
        twin of an unknown one (TWIN_UNSETTLED; not with `again`, nor of those whose ids are in `apart_from`).
        """

    async def generate(
        self,
        wish: Wish,
        *,
        quote: Quote | None = None,
        messenger: Messenger | None = None,
        on_news: OnNews | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the task goes on: nothing is cancelled
        again: bool = False,
    ) -> Result:
        """Order and wait: quote, submit, wait."""

    def batch(
        self,
        lines: WishLines,
        *,
        concurrency: int = 8,
        max_points: int | None = None,
        timeout: float | None = None,
        messenger: Callable[[Line], Messenger | None] = ...,
        again: bool = False,
    ) -> Batch:
        """Return the batch of `lines`. `max_points` caps the whole, with earlier runs; `timeout` and `messenger` are a line's."""


class Waits(Protocol):
    """Wait for what was ordered, by our id, the vendor's task id, or a request id: WishRefused is NOT_FOUND or NOT_READABLE."""

    async def wait(
        self,
        name: str,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the task goes on: nothing is cancelled
        messenger: Messenger | None = None,
        on_news: OnNews | None = None,
    ) -> Result:
        """Watch a generation until it ends: a dead process's is gone on with, of a failed one late results are collected."""

    def follow(self, name: str) -> AsyncIterator[News]:
        """Yield the news of a generation until it ends or its longest wait is over."""

    async def resume(
        self,
        *,
        take: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the tasks go on: nothing is cancelled
        messenger: Messenger | None = None,
        on_news: OnNews | None = None,
    ) -> Sequence[Result]:
        """Go on with all that dead processes left unfinished, or with `take`, left by one that hangs; return how each ended."""

    async def deliver(self, result: Result, into: str) -> Result:
        """Fetch what is ready of an ended `result` and not yet there to the place `into`; its error tells where that fails."""

    async def lie_in(self, files: Sequence[str], into: str) -> bool:
        """Tell whether fetched files are at the place `into`, however that is spelled."""

    def hurry(self) -> None:
        """Wait for nobody any longer: the person wants to go."""


class History(Protocol):
    """Look back, settle what nobody knows, forget."""

    async def history(
        self,
        *,
        stage: Stage | None = None,
        unfinished: bool | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        model: str | None = None,
        limit: int | None = None,
    ) -> Sequence[Row]:
        """Return generations from `since` on, before `until` (local time without a zone), newest first; `model` begins a name."""

    def look_at(self, row: Row) -> Result:
        """Return how a row of the ledger stood when it was written."""

    async def ordered(self, request_id: str, *, again: bool = False) -> Row | None:
        """Return what this user ordered under a request id, or None."""

    async def twins(self, quote: Quote) -> Sequence[Row]:
        """Return this user's orders of the same thing that still run (offline: in a living process) or are unknown."""

    async def settle(self, name: str, *, task_id: str | None = None, undo: bool = False) -> Result:
        """Say what became of an unknown generation: charged, as the vendor's `task_id`, or (None) not; with `undo`, unsay it.

        The service is asked about the task first. Raises WishRefused: as `wait`, OTHER_KEY, NOT_UNKNOWN, NOT_SETTLED,
        TASK_NOT_FOUND, TASK_TAKEN, VALUE_NOT_OFFERED.
        """

    async def adopt(self, task_id: str, *, task_type: TaskType, points: int, deliver_to: str | None = None) -> Result:
        """Take in a paid task that no ledger knows (decision 52): it is counted with the `points` of the whole, and waited for.

        Raises WishRefused: VALUE_NOT_OFFERED, TASK_NOT_FOUND, TASK_TAKEN, FOLDER_CLOSED, and TASK_UNSETTLED where it may be
        that of an order of which nobody knows.
        """

    async def other_keys(self) -> Sequence[OtherKey]:
        """Return the other keys of this address that ordered something, the newest first."""

    async def elsewhere(self) -> Sequence[Row]:
        """Return what is unfinished or unknown under another key of this address, newest first."""

    async def adopt_key(self, other: str | None = None) -> int:
        """Take over what the key `other` (as in `other_keys`; None: the only one) ordered; return how many generations."""

    async def check_ledger(self) -> None:
        """Try the ledger as an order would, and leave it as it is."""

    async def losses(self) -> Sequence[Loss]:
        """Return what a damaged ledger lost and nobody has accepted yet: what is listed and counted may lack it (decision 45)."""

    async def forget(self, name: str) -> None:
        """Blank what the ledger tells of an ended generation; points and ids stay. Raises as `wait`, and NOT_ENDED."""


class Spending(Protocol):
    """Know what was spent, and what is left."""

    async def budgets(self) -> Sequence[Standing]:
        """Return how this user's periods stand now: points spent or held, and the limits."""

    async def timezone(self, change_to: str | None = None) -> str:
        """Return the ledger's time zone, by which days and months are counted, after a change. Raises WishRefused (unknown)."""

    async def check_budgets(self, total: int) -> None:
        """Raise WishRefused (ABOVE_BUDGET) where `total` points are more than is left of a period. Reserves nothing."""

    async def spent(self, purse: str) -> int:
        """Return the points held or spent in a purse."""

    def subject(self, quote: Quote) -> Subject:
        """Return what a person agrees to with `quote`: exactly this order, of this account and user."""


class SavedModels(Protocol):
    """Say which model is wanted from now on."""

    async def saved_models(self) -> Mapping[TaskType, Preference]:
        """Return the model that is saved for each task type that has one."""

    async def save_model(self, task_types: Iterable[TaskType], model: str) -> Mapping[TaskType, Preference]:
        """Save `model` for those of `task_types` that list it; return what was saved. Raises WishRefused (MODEL_UNKNOWN)."""

    async def clear_models(self, task_types: Iterable[TaskType]) -> Sequence[TaskType]:
        """Forget what is saved for `task_types`; return those where something was."""


class Studio(Quotes, Orders, Waits, History, Spending, SavedModels, Protocol):
    """The studio, in one event loop."""

    @property
    def works(self) -> Works:
        """Return what plans and runs works of several media."""

    async def price(self, work: Work) -> Plan:
        """Return what a work would order and cost, exactly: see `works`."""

    async def run(self, plan: Plan, **how: Unpack[Running]) -> WorkOutcome:
        """Order a plan, which is to agree to its total; return how the work stands: see `works`."""
