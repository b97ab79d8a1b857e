"""What every studio promises about money, whatever engine drives it.

Subclass `StudioContract` and say by `open` how a process with your engine is begun. Each process has the vendor of
`imastudio.adapters.memory` beside it, and a ledger, so that the suite can script the one and look into the other; those over one
`store` share a ledger, as processes of one machine do. It is that of `imastudio.adapters.memory`, unless `store` and `look` say
another.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imastudio.adapters.memory.ledger import MemoryLedger, MemoryStore
from imastudio.adapters.memory.messenger import MemoryMessenger
from imastudio.adapters.memory.service import MemoryService
from imastudio.domain.kernel import Kind, WishRefused
from imastudio.domain.lifecycle import (
    Accepted,
    CreateAnswer,
    Denied,
    Detail,
    Noticed,
    Query,
    Row,
    Stage,
    Unclear,
    Unsent,
)
from imastudio.domain.orders import CreateRequest, Wish
from imastudio.ports.ledger import Ledger
from imastudio.ports.studio import Studio

CAT = Wish(prompt="a cat", model="gemini-3.1-flash-image")
NAMED = attrs.evolve(CAT, request_id="named")
POINTS = 6
MOST_CREATES = 3
_SLOW_DOWN = Denied(code=429, retry_after=1.0)
_CHARGED_PERHAPS: tuple[CreateAnswer | Exception, ...] = (
    Accepted(task_id="a-task"),
    Unclear(),
    RuntimeError("a defect"),
    Denied(status=502),
    Denied(code=400, task_id="a-task"),
)
_NOT_CHARGED: tuple[CreateAnswer | Exception, ...] = (
    Unsent(),
    Denied(code=400),
    Denied(code=4008),
    _SLOW_DOWN,
    Denied(code=500),
    Denied(code=503),
    Denied(code=6006),
    Denied(status=401),
)


class FillableLedger(Ledger, Protocol):
    """A ledger that can be made to take nothing: set `unavailable` to a reason."""

    unavailable: str | None


class Process(Protocol):
    """A process with a studio in it. `die` ends it as kill -9 does: nothing is closed, nothing more is done."""

    @property
    def studio(self) -> Studio:
        """Return the studio."""
        ...

    @property
    def service(self) -> MemoryService:
        """Return the vendor."""
        ...

    @property
    def ledger(self) -> FillableLedger:
        """Return this process's end of the ledger."""
        ...

    def die(self) -> None:
        """End at once."""
        ...


class StudioContract:
    """The suite. `purses` are what an order draws on, each with its limit; the vendor finishes after `seconds`."""

    examples = 100
    """So many stories of refusals are tried."""

    def store(self) -> Any:
        """Return a new, empty store."""
        return MemoryStore()

    def look(self, store: Any) -> Ledger:
        """Return another process's look into a store."""
        return MemoryLedger(store)

    def open(
        self,
        store: Any,
        *,
        prefix: str = "generation",
        seconds: float = 12.0,
        purses: dict[str, int | None] | None = None,
    ) -> AbstractAsyncContextManager[Process]:
        """Begin a process over `store`, whose ids begin with `prefix`; end it in good order."""
        raise NotImplementedError

    # Sending before the POST

    @pytest.mark.parametrize(
        "before", [[], [Denied(code=429, retry_after=1.0)], [Unsent()], [Unsent(), Denied(code=429, retry_after=1.0)]]
    )
    async def test_sending_is_committed_before_each_post_leaves(self, before: list[CreateAnswer]) -> None:
        """And its points are reserved by then, after a refusal too: whoever dies now leaves an order that is known."""
        store = self.store()
        async with self.open(store) as process:
            process.service.create_answers.extend(before)
            seen = watch_creates(process, self.look(store))
            result = await process.studio.generate(CAT)
        assert result.ok
        assert [[(row.generation.stage, row.generation.held) for row in rows] for rows in seen] == [
            [(Stage.SENDING, POINTS)]
        ] * (len(before) + 1)

    async def test_what_the_ledger_cannot_hold_is_not_ordered(self) -> None:
        """A full disk is found out before the POST leaves, never after."""
        async with self.open(self.store()) as process:
            process.ledger.unavailable = "disk_full"
            result = await process.studio.generate(CAT)
            assert result.status == "rejected"
            assert result.error is not None
            assert result.error.retry_safe
            assert process.service.orders == []

    async def test_what_no_purse_allows_is_not_ordered(self) -> None:
        """The limit holds at the commit itself, however many come at once."""
        store = self.store()
        async with self.open(store, purses={"user": 3 * POINTS}) as process:
            results = await asyncio.gather(*(process.studio.generate(CAT) for _ in range(8)))
            refused = [result.error and result.error.kind for result in results if not result.ok]
            assert refused == [Kind.ABOVE_BUDGET] * 5
            assert len(process.service.orders) == 3
            assert await process.ledger.spent("user") == 3 * POINTS

    async def test_what_is_refused_raises_before_anything_is_sent(self) -> None:
        """A value that isn't offered, and a price above the cap."""
        async with self.open(self.store()) as process:
            for change in ({"params": {"size": "3K"}}, {"max_points": POINTS - 1}):
                with pytest.raises(WishRefused):
                    await process.studio.generate(attrs.evolve(CAT, **change))
            assert await rows_of(process) == []
            assert process.service.orders == []

    # one POST

    async def test_a_request_id_is_ordered_once_whoever_sends_it_at_the_same_time(self) -> None:
        """Two processes, four calls each: one POST, and all hear of the same generation."""
        store = self.store()
        async with self.open(store, prefix="a") as one, self.open(store, prefix="b") as other:
            other.service.answer_for(one.service)
            calls = [process.studio.submit(NAMED) for process in (one, other) for _ in range(4)]
            results = await asyncio.gather(*calls)
            assert len({result.id for result in results}) == 1
            assert len(one.service.orders) + len(other.service.orders) == 1

    def test_nothing_is_sent_again_that_may_have_been_charged(self) -> None:
        """Whatever the vendor says: the first answer that may mean a charge is the last POST, and its points stay held."""

        async def story(answers: Sequence[CreateAnswer | Exception]) -> tuple[int, Row]:
            store = self.store()
            async with self.open(store) as process:
                process.service.create_answers.extend(answers)
                seen = watch_creates(process, self.look(store))
                await process.studio.submit(CAT)
                (row,) = await rows_of(process)
                return len(seen), row

        @settings(max_examples=self.examples)
        @given(answers=st.lists(st.sampled_from(_CHARGED_PERHAPS + _NOT_CHARGED), max_size=MOST_CREATES + 1))
        def holds(answers: Sequence[CreateAnswer | Exception]) -> None:
            creates, row = asyncio.run(story(answers))
            charged = [*(answer in _CHARGED_PERHAPS for answer in answers), True]
            assert creates <= charged.index(True) + 1
            assert (
                creates - answers[:creates].count(_SLOW_DOWN) <= MOST_CREATES
            )  # who came too soon has lost no attempt
            assert (row.generation.held > 0) is charged[creates - 1]
            if not charged[creates - 1]:
                assert row.generation.stage is Stage.REJECTED

        holds()

    async def test_an_outcome_that_nobody_knows_is_never_sent_again(self) -> None:
        """Not by the same process, not by another one; until a person has said that it was not charged."""
        store = self.store()
        async with self.open(store, prefix="a") as process:
            process.service.create_answers.append(Unclear())
            assert (await process.studio.generate(NAMED)).status == "unknown"
            with pytest.raises(WishRefused):
                await process.studio.generate(NAMED)
        async with self.open(store, prefix="b") as later:
            with pytest.raises(WishRefused):
                await later.studio.generate(NAMED)
            (row,) = await rows_of(later)
            assert row.generation.held == POINTS
            await later.studio.settle(row.generation.id)
            assert await later.ledger.spent("user") == 0
            assert (await later.studio.generate(NAMED)).ok
            assert len(later.service.orders) == 1

    # a fact is never lost

    async def test_who_dies_while_the_post_is_on_its_way_leaves_an_unknown_order(self) -> None:
        """Its points stay held, and going on with it sends nothing."""
        store = self.store()
        async with self.open(store, prefix="a") as process:
            asked = hang_creates(process)
            ordering = asyncio.create_task(process.studio.submit(NAMED))
            await until(lambda: bool(asked))
            process.die()
            async with self.open(store, prefix="b") as later:
                await later.studio.resume()
                (row,) = await rows_of(later)
                assert (row.generation.stage, row.generation.held) == (Stage.UNKNOWN, POINTS)
                assert later.service.orders == []
        await asyncio.wait([ordering])

    async def test_who_dies_with_a_task_loses_nothing(self) -> None:
        """The next process waits for the same task, by whatever name, and orders nothing."""
        store = self.store()
        async with self.open(store, prefix="a") as process:
            submitted = await process.studio.submit(NAMED)
            process.die()
            async with self.open(store, prefix="b") as later:
                later.service.answer_for(process.service)
                result = await later.studio.wait("named")
                assert (result.id, result.ok) == (submitted.id, True)
                assert len(process.service.orders) + len(later.service.orders) == 1

    async def test_a_task_id_that_cannot_be_written_is_told_and_written_later(self) -> None:
        """The disk fills up while the POST is on its way, and has room again when the task is asked about."""
        async with self.open(self.store()) as process:
            told = MemoryMessenger()
            before_answer(process, lambda: fill_disk(process, full=True))
            before_detail(process, lambda: fill_disk(process, full=False))
            result = await process.studio.generate(CAT, messenger=told)
            task_id = result.generation.task_id
            assert (result.ok, task_id) == (True, "task_1")
            notices = [news.notice for news in told.told if isinstance(news, Noticed)]
            assert {notice.facts["task_id"] for notice in notices if notice.code == "ledger_unwritten"} == {task_id}
            (row,) = await rows_of(process)
            assert (row.generation.stage, row.generation.task_id) == (Stage.SUCCEEDED, task_id)

    async def test_a_task_id_is_written_as_soon_as_there_is_room(self) -> None:
        """Not only with the result: who dies in between has lost nothing."""
        store = self.store()
        async with self.open(store, prefix="a", seconds=2000.0) as process:
            asked = list[int]()

            def make_room() -> None:
                fill_disk(process, full=False)
                asked.append(len(asked))

            before_answer(process, lambda: fill_disk(process, full=True))
            before_detail(process, make_room)
            await process.studio.submit(NAMED)
            await until(lambda: len(asked) > 1)
            process.die()
            async with self.open(store, prefix="b") as later:
                later.service.answer_for(process.service)
                result = await later.studio.wait("named")
                assert (result.ok, result.generation.task_id) == (True, "task_1")

    async def test_a_wait_that_is_over_ends_nothing(self) -> None:
        """Who waits only watches: the task goes on, and is waited for again."""
        async with self.open(self.store()) as process:
            finish = delay_results(process)
            submitted = await process.studio.submit(CAT)
            early = await process.studio.wait(submitted.id, timeout=0)
            assert (early.wait_ended, early.error is not None and early.error.retry_safe) == (True, False)
            finish()
            assert (await process.studio.wait(submitted.id)).ok
            assert len(process.service.orders) == 1

    async def test_a_charged_order_that_a_person_settles_is_gone_on_with(self) -> None:
        """With the task's id as the vendor's console shows it."""
        async with self.open(self.store()) as process:
            process.service.create_answers.append(Unclear())
            unknown = await process.studio.generate(CAT)
            process.service.take(
                CreateRequest(unknown.generation.order, (await process.studio.quote(CAT)).content), "t1"
            )
            await process.studio.settle(unknown.id, task_id="t1")
            result = await process.studio.wait(unknown.id)
            assert (result.ok, result.generation.task_id, result.credit) == (True, "t1", POINTS)


async def until(happened: Callable[[], bool]) -> None:
    """Let others go on until it happened."""
    while not happened():  # noqa: ASYNC110 - whose event it is does not matter here
        await asyncio.sleep(0)


async def rows_of(process: Process) -> list[Row]:
    """Return what the ledger holds."""
    return list(await process.ledger.rows(Query()))


def watch_creates(process: Process, other: Ledger) -> list[list[Row]]:
    """Return, create by create as they come, what the ledger held when the POST left."""
    create, seen = process.service.create, list[list[Row]]()

    async def watched(request: CreateRequest) -> Any:
        seen.append(list(await other.rows(Query())))
        return await create(request)

    process.service.create = watched  # type: ignore[method-assign] # looked at on its way
    return seen


def before_answer(process: Process, do: Callable[[], object]) -> None:
    """Have something done while each POST is on its way."""
    create = process.service.create

    async def answered(request: CreateRequest) -> Any:
        do()
        return await create(request)

    process.service.create = answered  # type: ignore[method-assign] # something happens meanwhile


def before_detail(process: Process, do: Callable[[], object]) -> None:
    """Have something done before each answer about a task."""
    detail = process.service.detail

    async def answered(task_id: str) -> Any:
        do()
        return await detail(task_id)

    process.service.detail = answered  # type: ignore[method-assign] # something happens before


def delay_results(process: Process) -> Callable[[], None]:
    """Let no task finish, however fast the clock runs; return what lets them."""
    detail, delayed = process.service.detail, [True]

    async def answered(task_id: str) -> Any:
        return Detail(()) if delayed else await detail(task_id)

    process.service.detail = answered  # type: ignore[method-assign] # a vendor that takes its time
    return delayed.clear


def fill_disk(process: Process, *, full: bool) -> None:
    """Leave no room for the ledger, or make some."""
    process.ledger.unavailable = "disk_full" if full else None


def hang_creates(process: Process) -> list[CreateRequest]:
    """Have no POST answered; return those that left."""
    asked: list[CreateRequest] = []

    async def hang(request: CreateRequest) -> Any:
        asked.append(request)
        await asyncio.Event().wait()

    process.service.create = hang  # type: ignore[method-assign] # a vendor that says nothing
    return asked
