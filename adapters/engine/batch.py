"""A batch: any number of wishes over one studio, so many at a time, quoted as a whole before the first is ordered.

Rules:
- Memory does not grow with the lines: they are read as they are needed, and what came of one is handed out and let go.
- A line that is in the ledger is not ordered again: done ones are told from there, running ones are gone on with, those that
  nobody knows of are left for a person to settle. One that was rejected is ordered anew where that may go better.
- A line that fails stops no other. When the account, the ledger or a budget allows no order, no further one is begun; those
  that run are waited for, and every line left over is told with that reason.
- Cancelling stops nothing that was ordered: the next run of the same lines goes on.
"""

import asyncio
from collections.abc import Callable
from itertools import islice

import attrs

from imastudio.domain.kernel import Failure, ImaError, Kind, WishRefused, points
from imastudio.domain.lifecycle import (
    BatchQuote,
    Generation,
    Line,
    Outcome,
    Result,
    Row,
    Stage,
    asks_the_same,
    batch_purse,
    cap_of_purse,
    check_cap,
    digest,
    judge_twin,
    price_key,
    sends_again,
    stops,
)
from imastudio.domain.orders import Order, TaskType, Wish
from imastudio.domain.quoting import Catalog, Quote, infer_task_type
from imastudio.ports.batch import Tell, WishLines
from imastudio.ports.messenger import Messenger
from imastudio.ports.studio import Studio

QUOTED_AT_ONCE = 64
PRICES_KEPT = 1024


async def _ignore(_: Outcome) -> None:
    """Tell nobody."""


@attrs.define(eq=False, kw_only=True)
class AsyncioBatch:
    """Some lines before a studio; its arguments are those of `Studio.batch`. `owner` are the digests of account and user."""

    studio: Studio
    owner: tuple[str, str]
    lines: WishLines
    concurrency: int
    max_points: int | None = attrs.field(validator=points)
    timeout: float | None
    messenger: Callable[[Line], Messenger | None]
    again: bool = False
    stopped_by: Failure | None = attrs.field(default=None, init=False)
    _catalogs: dict[TaskType, asyncio.Future[Catalog]] = attrs.field(factory=dict, init=False)
    _priced: dict[str, Order | Failure] = attrs.field(factory=dict, init=False)
    _purses: dict[str, int | None] = attrs.field(factory=dict, init=False)
    _known_twins: dict[str, bool] = attrs.field(factory=dict, init=False)

    @property
    def purse(self) -> str:
        """Return the name of the purse that this batch draws on, for this account and user."""
        return batch_purse(digest(*self.owner, self.lines.digest))

    async def quote(self, tell: Tell = _ignore) -> BatchQuote:
        """Return what the whole would order and cost, and tell which lines can't be ordered; fetch each product list once."""
        plan = BatchQuote()
        lines = iter(self.lines)
        while some := list(islice(lines, QUOTED_AT_ONCE)):
            for line, planned in zip(some, await asyncio.gather(*map(self._planned, some)), strict=True):
                match planned:
                    case Generation():
                        plan.add_generation(planned)
                    case Order():
                        plan.add_order(planned, capped=line.wish is not None and line.wish.max_points is not None)
                    case _:
                        plan.add_refused()
                        await tell(Outcome(line=line.number, failure=planned))
        check_cap(plan, self.max_points)
        self._purses = {self.purse: cap_of_purse(plan, self.max_points, await self.studio.spent(self.purse))}
        return plan

    async def run(self, tell: Tell) -> None:
        """Order what is to be ordered, wait for all, and tell what came of each line as soon as it is known."""
        lines = iter(self.lines)

        async def work() -> None:
            for line in lines:
                await tell(await self._outcome(line))

        async with asyncio.TaskGroup() as workers:
            for _ in range(self.concurrency):
                workers.create_task(work())

    # the quote

    async def _planned(self, line: Line) -> Generation | Order | Failure | None:
        if line.wish is None:
            return line.failure
        row = await self.studio.ordered(line.wish.request_id or "")
        if row is not None and not _is_sent_again(row):
            return row.generation
        key = price_key(line.wish)
        known = self._priced.get(key) if key is not None else None
        if known is not None:
            return known
        try:
            priced: Order | Failure = (await self._quote(line.wish)).order
        except WishRefused as error:
            priced = error.failure
        if key is not None and len(self._priced) < PRICES_KEPT:
            self._priced[key] = priced
        return priced

    async def _quote(self, wish: Wish) -> Quote:
        task_type, _ = infer_task_type(wish)
        return await self.studio.quote(wish, catalog=await self._catalog(task_type))

    async def _catalog(self, task_type: TaskType) -> Catalog:
        fetching = self._catalogs.get(task_type)
        if fetching is None:
            fetching = self._catalogs[task_type] = asyncio.ensure_future(self.studio.models(task_type))
        try:
            return await asyncio.shield(fetching)
        except ImaError:
            self._catalogs.pop(task_type, None)
            raise

    # one line

    async def _outcome(self, line: Line) -> Outcome:
        if line.wish is None:
            await asyncio.sleep(0)  # a million of these may not keep everybody else from their turn
            return Outcome(line=line.number, failure=line.failure)
        request_id = line.wish.request_id or ""
        try:
            result = await self._result(line, line.wish, request_id)
        except ImaError as error:
            return self._without_result(line, request_id, error.failure)
        except Exception:  # noqa: BLE001 - a defect met on one line must not end the others; the ledger knows how it stands
            return await self._interrupted(line, request_id)
        return Outcome(line=line.number, request_id=request_id, result=result)

    async def _result(self, line: Line, wish: Wish, request_id: str) -> Result:
        row = await self.studio.ordered(request_id)
        if row is not None and not _is_sent_again(row):
            known = await self._known(row, line)
            if not sends_again(known.generation):
                return known if wish.deliver_to is None else await self.studio.deliver(known, wish.deliver_to)
        if self.stopped_by is not None:
            raise WishRefused(self.stopped_by)
        messenger = self.messenger(line)
        result = await self._submitted(wish, messenger)
        if result.generation.open:
            result = await self.studio.wait(result.id, timeout=self.timeout, messenger=messenger)
        if result.status == "rejected":
            self._hear(result.error)
        return result

    async def _submitted(self, wish: Wish, messenger: Messenger | None) -> Result:
        """Order a line; another line of this batch that says the same is another order, whatever became of it."""
        quote, apart_from = await self._quote(wish), set[str]()
        while True:
            try:
                return await self.studio.submit(
                    wish,
                    quote=quote,
                    messenger=messenger,
                    purses=self._purses,
                    again=self.again,
                    apart_from=apart_from,
                )
            except WishRefused as refusal:
                twin = refusal.failure.facts.get("id")
                if refusal.failure.kind is not Kind.TWIN_UNSETTLED or not isinstance(twin, str) or twin in apart_from:
                    raise
                if not await self._is_of_another_line(quote, twin):
                    raise
                apart_from.add(twin)

    async def _is_of_another_line(self, quote: Quote, twin: str) -> bool:
        for row in await self.studio.twins(quote):
            if row.generation.id == twin:
                return await asyncio.to_thread(self._has, row.owner.request_id)
        return False

    def _has(self, request_id: str) -> bool:
        """Tell whether a line of this batch has that request id."""
        if request_id not in self._known_twins:
            named = (line.wish.request_id for line in self.lines if line.wish is not None)
            self._known_twins[request_id] = request_id in named
        return self._known_twins[request_id]

    async def _known(self, row: Row, line: Line) -> Result:
        """Return how a line stands that is in the ledger; go on with it where something is left to do."""
        generation = row.generation
        if line.named and line.wish is not None and row.readable and generation.stage is not Stage.UNKNOWN:
            await self._check_same(row, line.wish)
        if (
            generation.open or generation.stage is Stage.FAILED
        ):  # of a failed one, results that finished since are fetched
            return await self.studio.wait(generation.id, timeout=self.timeout, messenger=self.messenger(line))
        return self.studio.look_at(row)

    async def _check_same(self, row: Row, wish: Wish) -> None:
        """Refuse a line whose own request id stands for something else. Raises WishRefused (REQUEST_ID_TAKEN)."""
        judge_twin(row.generation, same=asks_the_same(row.owner.fingerprint, await self._quote(wish)))

    def _without_result(self, line: Line, request_id: str, failure: Failure) -> Outcome:
        self._hear(failure)
        return Outcome(line=line.number, request_id=request_id, failure=failure)

    async def _interrupted(self, line: Line, request_id: str) -> Outcome:
        try:
            row = await self.studio.ordered(request_id)
        except ImaError as error:
            return self._without_result(line, request_id, error.failure)
        if row is None:
            return self._without_result(line, request_id, Failure(kind=Kind.INTERRUPTED))
        result = attrs.evolve(self.studio.look_at(row), wait_ended=row.generation.open)
        return Outcome(line=line.number, request_id=request_id, result=result)

    def _hear(self, failure: Failure | None) -> None:
        if self.stopped_by is None and stops(failure):
            self.stopped_by = failure


def _is_sent_again(row: Row) -> bool:
    """Tell whether a row is ordered anew; never one that a newer version wrote."""
    return row.readable and sends_again(row.generation)
