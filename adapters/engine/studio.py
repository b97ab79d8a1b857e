"""What a front end may ask: see what there is, know the price, order, wait, go on with what was interrupted.

Rules: `submit` returns when the outcome of the paid POST is committed. A generation belongs to the studio: who waits only
watches, and cancelling a wait stops nothing. What can't be ordered raises before anything is spent; what was ordered comes
back as a `Result`, however it ended.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self, TypeVar

import attrs

from imastudio.adapters.engine.flight import Flight
from imastudio.adapters.engine.model_choice import Chooser
from imastudio.adapters.engine.runner import LostRace, Runner, World, new_live
from imastudio.domain.advice import NO_ADVICE
from imastudio.domain.arguments import check_timeout, instance
from imastudio.domain.errors import WishRefused, refuse
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.lifecycle.budgets import Standing, over_budget, period_of
from imastudio.domain.lifecycle.events import Created, Entry, Intended, Rejected, Reordered
from imastudio.domain.lifecycle.fingerprints import fingerprint
from imastudio.domain.lifecycle.generation import Generation, Stage, intended
from imastudio.domain.lifecycle.news import Ended, News, Quoted, WaitEnded
from imastudio.domain.lifecycle.polling import LONGEST_WAIT
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.lifecycle.twins import TwinVerdict, judge_twin
from imastudio.domain.orders import Order, Quote, Wish
from imastudio.domain.quoting.alternatives import advise
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.pricing import check_cap
from imastudio.domain.quoting.pricing import quote as price
from imastudio.domain.quoting.selection import ChosenBy, infer_task_type
from imastudio.domain.quoting.unsupported import explain
from imastudio.domain.tasks import TaskType
from imastudio.ports.ledger import Owner, Query, Row
from imastudio.ports.messenger import Messenger
from imastudio.ports.preferences import Preference

LOOK_EVERY = 0.25
SHORTEST_LOOK = 5.0
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Identity:
    """Who orders: digests of account and user, the name under which models are saved, and where points are counted.

    `purses` maps an instant to the purses that an order of then draws on, each with its limit in points (None: none).
    `max_points` is the most that one order may cost where the wish says nothing of it. With `keep_prompts`, the ledger holds
    the prompt of what is ordered.
    """

    account: str
    user: str
    user_id: str = attrs.field(default="default", repr=False)
    max_points: int | None = None
    keep_prompts: bool = attrs.field(default=False, validator=instance(bool, "True or False"))
    new_id: Callable[[], str] = attrs.field(repr=False)
    purses: Callable[[float], Mapping[str, int | None]] = attrs.field(repr=False)


class Studio:
    """The studio. Made by `open_studio`; use it as an async context manager, in one event loop."""

    def __init__(
        self,
        world: World,
        identity: Identity,
        closers: Sequence[Callable[[], Awaitable[None]]] = (),
        patience: float = 1.0,
        hurry: Callable[[], None] = lambda: None,
    ) -> None:
        """Put it together; the composition root does.

        `patience` multiplies the longest waits: for clocks that run fast. `hurry` is called where nobody is to be waited for
        any longer.
        """
        self._world = world
        self._identity = identity
        self._closers = closers
        self._patience = patience
        self.hurry = hurry
        self._closing: asyncio.Task[None] | None = None
        self._looks = 0
        self._runner = Runner(world)
        self._chooser = Chooser(world.preferences, world.recommendations, world.clock, identity.user_id)

    async def __aenter__(self) -> Self:
        """Open it."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close it: see `close`."""
        await self.close()

    async def close(self) -> None:
        """Let go of everything; what is unfinished can be gone on with by `resume`, here or in another process.

        Closing goes on to its end though this call is cancelled.
        """
        if self._closing is None:
            self._closing = asyncio.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        async with AsyncExitStack() as closers:
            for close in reversed(self._closers):
                closers.push_async_callback(close)
            await self._runner.close()

    @property
    def identity(self) -> Identity:
        """Return who orders here."""
        return self._identity

    @property
    def busy(self) -> bool:
        """Tell whether something is being done at this moment, rather than waited for."""
        return self._runner.busy or self._looks > 0

    # seeing and asking the price: costs nothing, sends no input

    async def models(self, task_type: TaskType) -> Catalog:
        """Return what can be ordered for a task type. Raises ServiceUnavailable, AccountProblem."""
        return await self._world.service.products(TaskType(task_type))

    async def quote(self, wish: Wish, *, catalog: Catalog | None = None) -> Quote:
        """Return the exact order that a wish leads to, and its price.

        With `catalog`, the list of the wish's task type, no other is fetched: for many wishes at the prices of one list,
        without advice.
        Raises WishRefused where the wish can't be ordered as it stands; ServiceUnavailable, AccountProblem.
        """
        many = catalog is not None
        task_type, notices = infer_task_type(wish)
        facts = [await self._world.uploads.inspect(given) for given in wish.inputs]
        if catalog is None:
            catalog = await self.models(task_type)
        if wish.max_points is None:
            wish = attrs.evolve(wish, max_points=self._identity.max_points)
        choice = await self._chooser.choose(wish, catalog)
        try:
            quoted = price(wish, catalog, selected=choice.selected, inputs=facts, notices=notices)
        except WishRefused as refusal:
            raise WishRefused(explain(refusal.failure, wish, catalog, choice.selected.leaf)) from refusal
        advice = None if many else advise(wish, catalog, quoted, choice.recommended)
        return attrs.evolve(quoted, recommended=choice.recommended, advice=advice)

    # what a person wants from now on

    async def saved_models(self) -> Mapping[TaskType, Preference]:
        """Return the model that is saved for each task type that has one."""
        found = {task_type: await self._chooser.saved(task_type) for task_type in TaskType}
        return {task_type: preference for task_type, preference in found.items() if preference is not None}

    async def save_model(self, task_types: Iterable[TaskType], model: str) -> Mapping[TaskType, Preference]:
        """Save `model` for those of `task_types` that list it; return what was saved.

        Raises WishRefused (MODEL_UNKNOWN), ServiceUnavailable, AccountProblem.
        """
        return dict(await self._chooser.save([await self.models(task_type) for task_type in task_types], model))

    async def clear_models(self, task_types: Iterable[TaskType]) -> Sequence[TaskType]:
        """Forget what is saved for `task_types`; return those where something was."""
        return await self._chooser.clear(task_types)

    # ordering

    async def submit(
        self,
        wish: Wish,
        *,
        quote: Quote | None = None,
        messenger: Messenger | None = None,
        purses: Mapping[str, int | None] | None = None,
    ) -> Result:
        """Order, and return once the outcome of the paid POST is committed.

        With `quote` that is ordered, else what `quote(wish)` gives. `purses` are drawn on beside the user's. A wish whose
        `request_id` was ordered before is not ordered again: the first generation comes back. Raises WishRefused as `quote`
        does, for a folder that takes no files, and for a request id that belongs to another order or whose outcome is unknown.
        """
        quote = quote if quote is not None else await self.quote(wish)
        check_cap(quote.order.total, self._identity.max_points if wish.max_points is None else wish.max_points)
        generation_id = self._identity.new_id()
        owner = Owner(
            account=self._identity.account,
            user=self._identity.user,
            request_id=wish.request_id or generation_id,
            fingerprint=fingerprint(quote),
        )
        twin = await self.ordered(wish.request_id) if wish.request_id else None
        if twin is None and quote.order.deliver_to is not None:
            await self._world.delivery.check(quote.order.deliver_to)
        result = None
        while result is None:
            try:
                result = await self._order(generation_id, quote, owner, twin, messenger, purses=purses or {})
            except LostRace as other:
                twin = other.row
        if quote.chosen_by == ChosenBy.SAVED:
            await self._note_use(quote.order)
        return result

    async def _note_use(self, order: Order) -> None:
        try:
            await self._chooser.used(order.task_type, order.model_id)
        except Exception as error:  # noqa: BLE001 - a date that can't be refreshed may not hide a paid order
            self._world.journal.warning("use_not_noted", error=type(error).__name__)

    async def generate(
        self,
        wish: Wish,
        *,
        quote: Quote | None = None,
        messenger: Messenger | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the task goes on: nothing is cancelled
    ) -> Result:
        """Order and wait: quote, submit, wait. `timeout` as in `wait`."""
        check_timeout(timeout)
        quote = quote if quote is not None else await self.quote(wish)
        if messenger is not None:
            await self._runner.telling.tell(messenger, Quoted(quote))
        result = await self.submit(wish, quote=quote, messenger=messenger)
        live = self._runner.get(result.id)
        if live is not None:
            del wish, quote, result  # of many that wait, only what is needed is kept
            return await self._watch(live, timeout, messenger)
        if result.generation.open:
            return await self.wait(result.id, timeout=timeout, messenger=messenger)
        return result

    async def _order(
        self,
        generation_id: str,
        quote: Quote,
        owner: Owner,
        twin: Row | None,
        messenger: Messenger | None,
        *,
        purses: Mapping[str, int | None],
    ) -> Result:
        now = self._world.clock.now()
        prompt = quote.content.prompt if self._identity.keep_prompts else None
        if twin is None:
            live = new_live(intended(generation_id, quote.order, now, prompt), owner)
            live.unwritten = (Entry(now, Intended(quote.order, prompt)),)
        else:
            verdict = judge_twin(twin.generation, same=twin.owner.fingerprint == owner.fingerprint)
            if verdict is TwinVerdict.RETURN:
                return attrs.evolve(self.look_at(twin), at=now, texts=quote.content.texts)
            known = self._runner.get(twin.generation.id)
            if known is not None:
                return await self._joined(known, messenger)
            live = new_live(twin.generation, twin.owner, seq=twin.seq)
            live.hear(Reordered(order=quote.order, prompt=None if live.generation.prompt else prompt), now)
        live.content = quote.content
        live.texts = quote.content.texts
        live.advice = quote.advice
        live.purses = lambda at: {**self._identity.purses(at), **purses}
        self._runner.start(live)
        return await self._joined(live, messenger)

    async def _joined(self, live: Flight, messenger: Messenger | None) -> Result:
        """Return once the outcome of the paid POST is committed, this one's or that of who sends the same at this moment."""
        if messenger is not None:
            self._runner.listen(live, messenger)
        if live.ordered is not None:
            await asyncio.shield(live.ordered)
        return self._result(live)

    async def ordered(self, request_id: str) -> Row | None:
        """Return what this user ordered under a request id, or None. Raises LedgerUnavailable."""
        identity = self._identity
        query = Query(account=identity.account, user=identity.user, request_id=request_id, limit=1)
        return next(iter(await self._world.ledger.rows(query)), None)

    # waiting

    async def wait(
        self,
        name: str,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the task goes on: nothing is cancelled
        messenger: Messenger | None = None,
    ) -> Result:
        """Watch a generation until it ends, or for `timeout` seconds (default: the longest wait of its medium).

        `name` is our id, the vendor's task id, or a request id. An unfinished generation of a dead process is gone on
        with; of a failed one, results that finished since are collected. Raises WishRefused (NOT_FOUND, NOT_READABLE).
        """
        check_timeout(timeout)
        live = self._runner.get(name)
        if live is not None:
            return await self._watch(live, timeout, messenger)
        seen = await self._world.ledger.changes()  # before the row is read: what is written in between is seen later
        row = await self._find(name)
        longest = self._longest(row.generation.order, timeout)
        deadline = self._world.clock.now() + longest
        while True:
            live = self._runner.get(row.generation.id) or await self._take(row, messenger, deadline)
            if live is not None:
                return await self._watch(live, deadline - self._world.clock.now(), messenger)
            now = self._world.clock.now()
            if not row.generation.open:
                row = await self._world.ledger.load(row.generation.id) or row  # what was collected just now is in it
                return await self._ended(row, messenger, deadline)
            if now >= deadline:
                return attrs.evolve(self.look_at(row), at=now, wait_ended=True)
            row, seen = await self._changed(row, seen, deadline)

    async def deliver(self, result: Result, into: str) -> Result:
        """Fetch what is ready of an ended `result` into the folder `into`, wherever the order wanted it.

        Where that fails, its error tells so (DELIVERY_FAILED).
        """
        if result.generation.order.deliver_to == into and result.files:
            return result
        return attrs.evolve(result, generation=await self._runner.deliver(result.generation, into))

    async def follow(self, name: str) -> AsyncIterator[News]:
        """Yield the news of a generation until it ends or its longest wait is over."""
        queue = _Queue()
        waiting = asyncio.ensure_future(self.wait(name, messenger=queue))
        waiting.add_done_callback(lambda _: queue.news.put_nowait(None))
        try:
            while (news := await queue.news.get()) is not None:
                yield news
            await waiting
        finally:
            waiting.cancel()

    async def resume(
        self,
        *,
        take: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the tasks go on: nothing is cancelled
        messenger: Messenger | None = None,
    ) -> Sequence[Result]:
        """Go on with everything of this account that is unfinished and whose process is dead; return how each ended.

        `take` names one generation to take from a process that lives but hangs.
        """
        check_timeout(timeout)
        if take is not None:
            row = await self._find(take)
            taken = await self._world.ledger.claim(row.generation.id, force=True)
            rows: Sequence[Row] = [taken] if taken is not None else []
        else:
            everything = await self._world.ledger.rows(Query(account=self._identity.account, open=True))
            claimed = await asyncio.gather(*(self._world.ledger.claim(row.generation.id) for row in everything))
            rows = [row for row in claimed if row is not None]
        strange = [row for row in rows if self._runner.get(row.generation.id) is None]
        lives = await asyncio.gather(*(self._runner.adopt(row, messenger) for row in strange))
        return await asyncio.gather(*(self._watch(live, timeout, messenger) for live in lives))

    async def _take(self, row: Row, messenger: Messenger | None, deadline: float) -> Flight | None:
        if row.generation.open:
            claimed = await self._world.ledger.claim(row.generation.id)
            return await self._runner.adopt(claimed, messenger) if claimed is not None else None
        if row.generation.stage is not Stage.FAILED or len(row.generation.medias) >= row.generation.order.n:
            return None
        after = await self._within(deadline, self._runner.collect(row)) or row
        return await self._take(after, messenger, deadline) if after.generation.open else None

    async def _watch(
        self,
        live: Flight,
        timeout: float | None,  # noqa: ASYNC109 - as in `wait`
        messenger: Messenger | None,
    ) -> Result:
        listeners = self._runner.attend(live, messenger)
        watcher = self._runner.watch(live, self._longest(live.generation.order, timeout))
        try:
            await watcher
            result = self._result(live)
            if live.end is None and not live.ended:
                news = WaitEnded(generation=live.generation, elapsed=result.elapsed, offline=result.offline)
                self._runner.telling.say(listeners, news)
                result = attrs.evolve(result, wait_ended=True)
            await self._runner.telling.told(listeners)
        except LostRace as other:
            row = other.row
        else:
            return result
        finally:
            self._runner.unwatch(live, watcher)
            self._runner.dismiss(live, listeners)
        return await self.wait(row.generation.id, timeout=timeout, messenger=messenger)  # another process was first

    async def _within(self, deadline: float, looking: Awaitable[T]) -> T | None:
        """Return what a look at something ended finds until `deadline`, but for SHORTEST_LOOK in any case; else None."""
        task, clock = asyncio.ensure_future(looking), self._world.clock
        timer = clock.call_later(max(deadline - clock.now(), SHORTEST_LOOK * self._patience), task.cancel)
        self._looks += 1
        try:
            await asyncio.wait([task])
        finally:
            self._looks -= 1
            timer.cancel()
            task.cancel()
        return None if task.cancelled() else task.result()

    def _longest(self, order: Order, timeout: float | None) -> float:
        return timeout if timeout is not None else LONGEST_WAIT[order.medium] * self._patience

    async def _ended(self, row: Row, messenger: Messenger | None, deadline: float) -> Result:
        whole = await self._within(deadline, self._runner.redeliver(row))
        generation = whole or attrs.evolve(row.generation, files=None)
        advice = await self._within(deadline, self._runner.advisor.about(generation)) or NO_ADVICE
        if messenger is not None:
            await self._runner.telling.tell(messenger, Ended(generation, advice, offline=self._world.offline))
        return self._now(generation, advice=advice)

    async def _changed(self, row: Row, seen: int, deadline: float) -> tuple[Row, int]:
        """Return the row after a while, read again if anybody has written since `seen`; and what is seen now."""
        ledger, clock = self._world.ledger, self._world.clock
        await clock.sleep(min(LOOK_EVERY, max(0.0, deadline - clock.now())))
        now_seen = await ledger.changes()
        if now_seen == seen:
            return row, seen
        return await ledger.load(row.generation.id) or row, now_seen

    def _result(self, live: Flight) -> Result:
        if live.error is not None:
            raise live.error
        advice = live.advice or NO_ADVICE
        return self._now(live.generation, texts=live.texts, advice=advice)

    def _now(self, generation: Generation, **known: Any) -> Result:
        """Return how a generation stands at this moment."""
        return Result(generation=generation, at=self._world.clock.now(), offline=self._world.offline, **known)

    # what was spent

    async def budgets(self) -> Sequence[Standing]:
        """Return how this user's periods stand now: points spent or held, and the limits. Raises LedgerUnavailable."""
        purses = self._identity.purses(self._world.clock.now())
        return [
            Standing(period=period_of(name) or name, spent=await self.spent(name), limit=limit)
            for name, limit in purses.items()
        ]

    async def check_budgets(self, total: int) -> None:
        """Raise WishRefused (ABOVE_BUDGET) where `total` points are more than is left of a period. Reserves nothing."""
        for purse, limit in self._identity.purses(self._world.clock.now()).items():
            if limit is None:
                continue
            left = max(0, limit - await self.spent(purse))
            if total > left:
                raise WishRefused(over_budget(total, purse=purse, limit=limit, left=left))

    async def spent(self, purse: str) -> int:
        """Return the points held or spent in a purse. Raises LedgerUnavailable."""
        return await self._world.ledger.spent(purse)

    # looking back, and settling what nobody knows

    def look_at(self, row: Row) -> Result:
        """Return how a row of the ledger stood when it was written."""
        return Result(generation=row.generation, at=row.at, offline=self._world.offline)

    async def history(
        self, *, stage: Stage | None = None, unfinished: bool | None = None, limit: int | None = None
    ) -> Sequence[Row]:
        """Return this account's generations, newest first; the prompts that are kept stand in them."""
        query = Query(account=self._identity.account, stage=stage, open=unfinished, limit=limit)
        return await self._world.ledger.rows(query)

    async def twins(self, quote: Quote) -> Sequence[Row]:
        """Return this user's orders of the same thing that still run, or of which nobody knows whether they were charged.

        Offline nothing runs on without its process.
        """
        identity = self._identity
        query = Query(account=identity.account, user=identity.user, fingerprint=fingerprint(quote), unsettled=True)
        rows = await self._world.ledger.rows(query)
        return [row for row in rows if row.alive or not self._world.offline]

    async def settle(self, name: str, *, task_id: str | None = None) -> Result:
        """Say what became of a generation whose outcome is unknown: charged, as the vendor's `task_id`, or (None) not charged.

        A charged one is gone on with. Raises WishRefused: NOT_FOUND, NOT_READABLE, NOT_UNKNOWN.
        """
        row = await self._find(name)
        if row.generation.stage is not Stage.UNKNOWN:
            raise refuse(Kind.NOT_UNKNOWN, "id", name, stage=row.generation.stage.value)
        now = self._world.clock.now()
        event = Created(task_id=task_id) if task_id else Rejected(Failure(kind=Kind.NOT_CHARGED))
        after = row.generation.heard(event, now)
        if not await self._world.ledger.append(after, [Entry(now, event)], row.seq):
            return await self.settle(name, task_id=task_id)
        return self._now(after)

    async def forget(self, name: str) -> None:
        """Blank what the ledger tells of an ended generation; points and ids stay.

        Raises WishRefused: NOT_FOUND, NOT_READABLE, NOT_ENDED.
        """
        row = await self._find(name)
        if row.generation.open:
            raise refuse(Kind.NOT_ENDED, "id", name)
        if not await self._world.ledger.forget(row.generation.id):
            raise refuse(Kind.NOT_FOUND, "id", name)

    async def _find(self, name: str) -> Row:
        found = await self._world.ledger.find(self._identity.account, name)
        rows = [row for row in found if _is_called(row, name)] or found
        if len(rows) != 1:
            raise refuse(Kind.NOT_FOUND, "id", name, [row.generation.id for row in rows])
        if not rows[0].readable:
            raise refuse(Kind.NOT_READABLE, "id", name)
        return rows[0]


def _is_called(row: Row, name: str) -> bool:
    """Tell whether that is a whole name of it, which counts for more than the beginning of another's."""
    return name in {row.generation.id, row.generation.task_id, row.owner.request_id}


class _Queue:
    """A messenger that keeps the news for an iterator."""

    def __init__(self) -> None:
        self.news: asyncio.Queue[News | None] = asyncio.Queue()

    async def tell(self, news: News) -> None:
        await self.news.put(news)
