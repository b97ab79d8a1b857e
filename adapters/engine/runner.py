"""The shell around the machine: does what a generation asks for, tells it what came of it.

Rules it obeys (design section 2):
- A waiting generation is an entry of one heap, not a coroutine; one id is driven once.
- `Sending` is committed before the POST leaves; whatever comes of the POST, cancellation too, is recorded.
- A decision that lost against another writer gives way; a fact is heard again by what is there now.
- A fact that can't be written goes on in memory, is tried again with the next, and its task id is told to the person.
- Closing starts no order, gives the POSTs in flight a second, then records that nobody knows.
"""

import asyncio

import attrs

from imastudio.adapters.engine.advisor import Advisor
from imastudio.adapters.engine.flight import Flight, no_purses
from imastudio.adapters.engine.limiter import Limiter
from imastudio.adapters.engine.notifier import Journal, Notifier, Subscriber
from imastudio.adapters.engine.scheduler import Scheduler
from imastudio.domain.advice import NO_ADVICE, Advice
from imastudio.domain.errors import ImaError, LedgerUnavailable, unavailable
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.lifecycle.budgets import over_budget
from imastudio.domain.lifecycle.creating import judge_create, judge_interrupted
from imastudio.domain.lifecycle.events import (
    Created,
    Delivered,
    Entry,
    Intended,
    Lost,
    NotYet,
    Refused,
    Rejected,
    Sending,
    Uploaded,
    Verdict,
    Why,
)
from imastudio.domain.lifecycle.generation import (
    AskDetail,
    CreateTask,
    Deliver,
    Finish,
    Generation,
    ImpossibleMove,
    InFlight,
    Recover,
    Stage,
    UploadInputs,
)
from imastudio.domain.lifecycle.news import (
    DeliveryStarted,
    Ended,
    News,
    Noticed,
    Progressed,
    Slowed,
    TaskCreated,
    UploadStarted,
)
from imastudio.domain.lifecycle.polling import judge_detail
from imastudio.domain.lifecycle.progress import frozen, percent, speaks, tell_after
from imastudio.domain.lifecycle.recovery import judge_recovery, needs_products
from imastudio.domain.orders import Notice, SentInput
from imastudio.domain.quoting.seedance import needs_verification
from imastudio.ports.clock import Clock
from imastudio.ports.delivery import Delivery
from imastudio.ports.ledger import Ledger, OverBudget, Owner, Row, Twin
from imastudio.ports.messenger import Messenger
from imastudio.ports.preferences import Preferences
from imastudio.ports.recommendations import Recommendations
from imastudio.ports.service import CreateRequest, Service
from imastudio.ports.uploads import Uploads

CREATES_AT_ONCE = 32
UPLOADS_AT_ONCE = 16
DELIVERIES_AT_ONCE = 16
GRACE = 1.0
_UNORDERED = frozenset({Stage.PREPARING, Stage.SENDING, Stage.REFUSED})


@attrs.frozen(kw_only=True)
class World:
    """The driven ports, as the composition root puts them together."""

    service: Service
    uploads: Uploads
    delivery: Delivery
    preferences: Preferences
    recommendations: Recommendations
    ledger: Ledger
    clock: Clock
    journal: Journal
    offline: bool = False
    """The vendor runs inside this process, and all that it makes ends with it."""


class LostRace(Exception):
    """Another writer has this request already: `row` is what is there."""

    def __init__(self, row: Row) -> None:
        """Keep the row."""
        super().__init__(row.generation.id)
        self.row = row


class Runner:
    """Drives generations until they end. Lives in one event loop."""

    def __init__(self, world: World) -> None:
        """Start nothing yet."""
        self._world = world
        self.advisor = Advisor(world.service, world.clock)
        self._lives: dict[str, Flight] = {}
        self._pump = Scheduler(world.clock)
        self.telling = Notifier(world.journal)
        self._ordering = Limiter(CREATES_AT_ONCE, self._pump, self._step)
        self._lanes = {  # for what takes long, so that it keeps nobody from asking
            UploadInputs: Limiter(UPLOADS_AT_ONCE, self._pump, self._step),
            CreateTask: self._ordering,
            Deliver: Limiter(DELIVERIES_AT_ONCE, self._pump, self._step),
        }

    def get(self, generation_id: str) -> Flight | None:
        """Return a generation that this process drives, or None."""
        return self._lives.get(generation_id)

    @property
    def busy(self) -> bool:
        """Tell whether a step is being done, or something told."""
        return bool(self._pump.workers or self.telling.workers)

    def watch(self, live: Flight, seconds: float) -> "asyncio.Future[None]":
        """Return what is done when `live` has ended, or after `seconds`; cancelled where the studio is closed before."""
        watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if live.ended:
            watcher.set_result(None)
        elif self._pump.closed:
            watcher.cancel()
        else:
            until = self._world.clock.now() + seconds
            self._pump.call(until, watcher, _release, watcher)
        live.watchers.append(watcher)
        return watcher

    def unwatch(self, live: Flight, watcher: "asyncio.Future[None]") -> None:
        """Forget a watcher."""
        live.watchers.remove(watcher)
        self._pump.drop(watcher)

    def start(self, live: Flight) -> None:
        """Drive `live` from now on. Raises LedgerUnavailable where the studio is closed."""
        if self._pump.closed:
            self._let_go(live)
            raise unavailable("closed")
        self._lives[live.id] = live
        self._schedule_word(live)
        if not self._reschedule(live):
            self._pump.start(self._end, live)

    async def adopt(self, row: Row, messenger: Messenger | None) -> Flight:
        """Drive a generation that this process has claimed from a dead one, unless it is driven here by now."""
        known = self._lives.get(row.generation.id)
        if known is not None:
            if messenger is not None:
                self.listen(known, messenger)
            return known
        now = self._world.clock.now()
        live = self._lives[row.generation.id] = new_live(row.generation.taken_up(now), row.owner, seq=row.seq)
        if messenger is not None:
            self.listen(live, messenger)
        verdict = judge_interrupted(live.generation)
        try:
            if verdict is not None:
                await self._record(live, verdict)
        finally:
            self.start(live)
        return live

    def listen(self, live: Flight, messenger: Messenger) -> Subscriber:
        """Tell `messenger` too; return what it listens by."""
        listener = next((one for one in live.listeners if one.messenger is messenger), None)
        if listener is None:
            listener = Subscriber(messenger)
            live.listeners += (listener,)
            self._schedule_word(live)
            if live.end is not None:
                self.telling.say((listener,), live.end)
        return listener

    def attend(self, live: Flight, messenger: Messenger | None) -> tuple[Subscriber, ...]:
        """Tell `messenger`, if there is one, until `dismiss`; return what it listens by."""
        if messenger is None:
            return ()
        listener = self.listen(live, messenger)
        listener.waits += 1
        return (listener,)

    def dismiss(self, live: Flight, listeners: tuple[Subscriber, ...]) -> None:
        """Tell `listeners` no more, except those who still wait elsewhere."""
        for listener in listeners:
            listener.waits -= 1
            if listener.waits == 0:
                listener.news.clear()
                live.listeners = tuple(other for other in live.listeners if other is not listener)

    async def close(self) -> None:
        """Start no order, let the POSTs in flight answer for a second, then let go of everything."""
        self._pump.close()
        posting = set(self._ordering.workers)
        try:
            await asyncio.gather(_end_all(self._pump.workers - posting, 0.0), _end_all(posting, GRACE))
            await self.telling.close(GRACE)
        finally:  # whoever cancels this, nobody waits for ever
            for live in tuple(self._lives.values()):
                self._let_go(live)

    def _let_go(self, live: Flight) -> None:
        self._lives.pop(live.id, None)
        if live.ordered is not None:
            live.ordered.cancel()
        for watcher in live.watchers:
            watcher.cancel()

    # what is done next

    def _reschedule(self, live: Flight) -> bool:
        """Have the next effect done when it is due; False if nothing is left to do."""
        generation = live.generation
        if generation.stage not in _UNORDERED:
            live.settle()
        effect = generation.next
        if isinstance(effect, Finish | InFlight):
            return False
        lane = self._lanes.get(type(effect))
        if lane is None:
            self._pump.put(effect.at, live.id, self._step, live)
        elif effect.at <= self._world.clock.now():
            lane.join(live)
        else:
            self._pump.call(effect.at, live.id, lane.join, live)
        return True

    async def _end(self, live: Flight) -> None:
        live.advice = await self._advice(live)
        live.end = Ended(live.generation, live.advice, offline=self._world.offline)
        self._say(live, live.end)
        self._finish_when_told(live)

    def _finish_when_told(self, live: Flight) -> None:
        if live.listeners:
            self.telling.start(self._finish_told(live))
        else:
            self._finish(live)

    async def _finish_told(self, live: Flight) -> None:
        told: tuple[Subscriber, ...] = ()
        while live.listeners != told:  # somebody may come meanwhile
            told = live.listeners
            await self.telling.told(told)
        self._finish(live)

    async def _advice(self, live: Flight) -> Advice:
        try:
            return await self.advisor.about(live.generation, live.advice)
        except Exception as error:  # noqa: BLE001 - what else could be taken may not keep an end from being told
            self._world.journal.warning("advice_failed", generation=live.id, error=type(error).__name__)
            return NO_ADVICE

    def _finish(self, live: Flight) -> None:
        self._pump.drop(live.id)
        self._pump.drop(_word_key(live))
        self._lives.pop(live.id, None)
        live.ended = True
        live.settle()
        for watcher in live.watchers:
            _release(watcher)

    # one step

    async def _step(self, live: Flight) -> None:
        effect = live.generation.next
        try:
            match effect:
                case AskDetail():
                    await self._ask(live)
                case UploadInputs():
                    await self._upload(live)
                case CreateTask():
                    await self._order(live)
                case Recover():
                    await self._recover(live)
                case Deliver():
                    await self._deliver(live)
        except Exception as error:  # noqa: BLE001 - a defect in one step must not end the others; it is raised to who waits
            if not isinstance(error, LostRace):
                self._world.journal.warning("step_failed", generation=live.id, error=type(error).__name__)
            live.error = error
            self._finish_when_told(live)
            return
        if not self._reschedule(live):
            await self._end(live)

    async def _upload(self, live: Flight) -> None:
        content = live.content
        if content is None:
            await self._record(live, Rejected(Failure(kind=Kind.INTERRUPTED)))
            return
        sent: list[SentInput] = []
        try:
            for index, given in enumerate(content.inputs, start=1):
                facts = await self._world.uploads.inspect(given)
                self._say(live, UploadStarted(index=index, count=len(content.inputs), size=facts.size))
                sent.append(await self._world.uploads.put(given))
                if needs_verification(live.generation.order):
                    await self._world.uploads.verify(sent[-1])
        except ImaError as error:
            await self._record(live, Rejected(error.failure))
            return
        live.content = attrs.evolve(content, sent=tuple(sent))
        await self._record(live, Uploaded())

    async def _order(self, live: Flight) -> None:
        if self._pump.closed or live.content is None:
            await self._record(live, Rejected(Failure(kind=Kind.INTERRUPTED)))
            return
        if await self._commit_sending(live):
            await self._post(live)

    async def _commit_sending(self, live: Flight) -> bool:
        """Commit that the order is about to leave; False if it may not. Raises LostRace where another was first."""
        before, seq = live.generation, live.seq
        live.hear(Sending(), self._world.clock.now())
        try:
            failure = await self._commit(live)
        except asyncio.CancelledError:  # comes after a begun commit: see the ledger's port
            await self._take_back(live, seq)
            raise
        if failure is not None:
            live.generation = before
            live.unwritten = live.unwritten[:-1]
            await self._record(live, Rejected(failure))
        return failure is None

    async def _commit(self, live: Flight) -> Failure | None:
        """Commit the unwritten entries, which end with `Sending`, or return why that was refused."""
        ledger, entries = self._world.ledger, live.unwritten
        purses = live.purses(self._world.clock.now())
        try:
            if live.begun:
                answer = await ledger.send_again(live.generation, entries, live.seq, purses)
            else:
                answer = await ledger.begin(live.generation, live.owner, entries, purses)
        except LedgerUnavailable as error:
            return error.failure
        if isinstance(answer, Twin):
            raise LostRace(answer.row)
        if isinstance(answer, OverBudget):
            return _over_budget(live.generation, answer)
        live.begun = True
        live.seq += len(entries)
        live.unwritten = ()
        return None

    async def _take_back(self, live: Flight, seq: int) -> None:
        """Record that an order whose `Sending` may be committed was never sent."""
        row = await self._world.ledger.load(live.id)
        if row is not None and row.seq > seq and row.generation.stage is Stage.SENDING:
            rejected = Rejected(Failure(kind=Kind.INTERRUPTED))
            now = self._world.clock.now()
            await self._world.ledger.append(row.generation.heard(rejected, now), [Entry(now, rejected)], row.seq)

    async def _post(self, live: Flight) -> None:
        assert live.content is not None  # noqa: S101 - looked at before Sending was committed
        request = CreateRequest(live.generation.order, live.content)
        try:
            answer = await self._world.service.create(request)
        except asyncio.CancelledError:
            await self._record(live, Lost(Failure(kind=Kind.OUTCOME_UNKNOWN)))
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, the points may be gone
            self._world.journal.warning("create_failed", generation=live.id, error=type(error).__name__)
            verdict: Created | Refused | Rejected | Lost = Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))
        else:
            verdict = judge_create(live.generation, answer)
        await self._record(live, verdict)
        if live.generation.stage is not Stage.REFUSED:
            live.content, live.purses = None, no_purses
        if isinstance(verdict, Created):
            live.settle()
            order = live.generation.order
            news = TaskCreated(generation_id=live.id, task_id=verdict.task_id, order=order, offline=self._world.offline)
            self._say(live, news)
            self._schedule_word(live)

    async def _recover(self, live: Flight) -> None:
        generation = live.generation
        if live.content is None:
            await self._record(live, Rejected(Failure(kind=Kind.INTERRUPTED)))
            return
        catalog = None
        if generation.failure is not None and needs_products(generation.failure):
            try:
                catalog = await self._world.service.products(generation.order.task_type)
            except ImaError as error:
                self._world.journal.warning("products_unavailable", kind=error.failure.kind.value)
        verdict = judge_recovery(generation, live.content, catalog)
        if isinstance(verdict, Rejected):
            await self._record(live, verdict)
            return
        live.hear(verdict, self._world.clock.now())  # committed together with the next Sending
        for notice in verdict.order.notices[len(generation.order.notices) :]:
            self._say(live, Noticed(notice))

    async def _ask(self, live: Flight) -> None:
        if live.unwritten:
            await self._record(live)
        task_id = live.generation.task_id or ""
        answer = await self._world.service.detail(task_id)
        now = self._world.clock.now()
        verdict = judge_detail(live.generation, answer, now)
        if not isinstance(verdict, NotYet):
            await self._record(live, verdict)
            return
        live.generation = live.generation.heard(verdict, now)
        if verdict.missed and _is_worth_a_word(live.generation.misses):
            self._world.journal.warning("poll_missed", generation=live.id, why=verdict.why.value)
            self._say(live, Slowed(why=verdict.why, pause=verdict.pause))

    async def _deliver(self, live: Flight) -> None:
        generation = live.generation
        self._say(live, DeliveryStarted(count=len(generation.medias)))
        try:
            files = await self._world.delivery.fetch(
                generation.medias, generation.order.deliver_to or "", generation.id
            )
        except ImaError as error:
            self._world.journal.warning("delivery_failed", generation=live.id, kind=error.failure.kind.value)
            pause = generation.order.estimate.poll_every
            now = self._world.clock.now()
            live.generation = generation.heard(NotYet(why=Why.UNDELIVERED, pause=pause, missed=True), now)
            return
        await self._record(live, Delivered(files))

    async def collect(self, row: Row) -> Row:
        """Ask once more about a failed generation: results that finished since are kept (decision 18)."""
        live = new_live(row.generation, row.owner, seq=row.seq)
        answer = await self._world.service.detail(row.generation.task_id or "")
        verdict = judge_detail(row.generation, answer, self._world.clock.now())
        if not isinstance(verdict, NotYet):
            await self._record(live, verdict)
        return attrs.evolve(row, generation=live.generation, seq=live.seq)

    async def redeliver(self, row: Row) -> Generation:
        """Return an ended generation with its results on disk: what was delivered and is gone is fetched again."""
        generation, delivery = row.generation, self._world.delivery
        if not generation.files or await delivery.has(generation.files):
            return generation
        try:
            files = await delivery.fetch(generation.medias, generation.order.deliver_to or "", generation.id)
        except ImaError as error:
            self._world.journal.warning("delivery_failed", generation=generation.id, kind=error.failure.kind.value)
            return attrs.evolve(generation, files=None)
        live = new_live(generation, row.owner, seq=row.seq)
        await self._record(live, Delivered(files))
        return live.generation

    async def deliver(self, generation: Generation, into: str) -> Generation:
        """Return an ended generation with its results in the folder `into`; undelivered, where they can't be had."""
        wanted = attrs.evolve(generation, order=attrs.evolve(generation.order, deliver_to=into), files=None)
        if not wanted.undelivered:
            return generation
        row = await self._world.ledger.load(generation.id)
        try:
            files = await self._world.delivery.fetch(generation.medias, into, generation.id)
        except ImaError as error:
            self._world.journal.warning("delivery_failed", generation=generation.id, kind=error.failure.kind.value)
            return wanted
        if row is not None:
            await self._record(new_live(row.generation, row.owner, seq=row.seq), Delivered(files))
        return attrs.evolve(wanted, files=files)

    # recording

    async def _record(self, live: Flight, *events: Verdict) -> None:
        for event in events:
            live.hear(event, self._world.clock.now())
        if not live.begun or not live.unwritten:
            return
        ledger = self._world.ledger
        try:
            while not await ledger.append(live.generation, live.unwritten, live.seq):
                for task_id in _hear_again(live, await self._row(live)):
                    self._note(live, "second_task", task_id)
                if not live.unwritten:
                    return
        except LedgerUnavailable:
            self._note(live, "ledger_unwritten", live.generation.task_id)
            return
        except asyncio.CancelledError as cancelled:
            if isinstance(cancelled.__cause__, LedgerUnavailable):
                self._note(live, "ledger_unwritten", live.generation.task_id)
            raise
        live.seq += len(live.unwritten)
        live.unwritten = ()

    def _note(self, live: Flight, code: str, task_id: str | None) -> None:
        """Tell of a task that the ledger doesn't know, in the log and to those who listen."""
        self._world.journal.warning(code, generation=live.id, task_id=task_id)
        self._say(live, Noticed(Notice(code, {"task_id": task_id})))

    async def _row(self, live: Flight) -> Row:
        row = await self._world.ledger.load(live.id)
        if row is None:
            raise unavailable("gone")
        return row

    # telling

    def _say(self, live: Flight, news: News) -> None:
        self.telling.say(live.listeners, news)

    def _schedule_word(self, live: Flight) -> None:
        generation = live.generation
        estimate = generation.order.estimate
        if generation.stage is not Stage.CREATED or not live.listeners or not speaks(estimate):
            return
        created = generation.created_at or 0.0
        elapsed = self._world.clock.now() - created
        self._pump.call(created + tell_after(estimate, elapsed), _word_key(live), self._word, live)

    def _word(self, live: Flight) -> None:
        generation = live.generation
        if generation.stage is not Stage.CREATED:
            return
        estimate = generation.order.estimate
        elapsed = self._world.clock.now() - (generation.created_at or 0.0)
        news = Progressed(
            percent=percent(estimate, elapsed),
            elapsed=elapsed,
            longest=estimate.highest,
            frozen=frozen(estimate, elapsed),
            order=generation.order,
        )
        self._say(live, news)
        self._schedule_word(live)


def new_live(generation: Generation, owner: Owner, seq: int = 0) -> Flight:
    """Return `generation` in the hands of the running loop; `seq` counts its entries in the ledger, 0 without a row."""
    return Flight(generation=generation, owner=owner, seq=seq, begun=seq > 0)


async def _end_all(tasks: set[asyncio.Task[None]], grace: float) -> None:
    """Give `tasks` so many seconds to end by themselves, then cancel them and wait for that."""
    tasks = set(tasks)
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
    finally:  # whoever cancels this
        for task in tasks:
            task.cancel()
    if tasks:
        await asyncio.wait(tasks)


def _is_worth_a_word(misses: int) -> bool:
    """Tell whether so many misses in a row are news: the second, and then each time they double."""
    return misses > 1 and misses & (misses - 1) == 0


def _release(watcher: "asyncio.Future[None]") -> None:
    if not watcher.done():
        watcher.set_result(None)


def _word_key(live: Flight) -> str:
    return f"word {live.id}"


def _over_budget(generation: Generation, answer: OverBudget) -> Failure:
    return over_budget(generation.order.total, purse=answer.purse, limit=answer.limit, left=answer.left)


def _hear_again(live: Flight, row: Row) -> list[str]:
    """Hear what is unwritten by what is there now; return the ids of tasks that found another one in their place."""
    entries, displaced = live.unwritten, []
    live.unwritten = ()
    live.generation = row.generation
    live.seq = row.seq
    for entry in entries:
        if isinstance(entry.event, Intended):
            continue
        try:
            live.hear(entry.event, entry.at)
        except ImpossibleMove:  # what no longer fits gives way
            if isinstance(entry.event, Created) and entry.event.task_id != live.generation.task_id:
                displaced.append(entry.event.task_id)
    return displaced
