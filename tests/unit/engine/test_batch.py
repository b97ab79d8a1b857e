"""Batches over a world in memory: each line ordered once, in a window of so many, stopped by what stops them all."""

import asyncio
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.adapters.memory.messenger import Silent
from imastudio.domain.kernel.errors import ServiceUnavailable, WishRefused, error_for
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.answers import Denied, Detail, MediaState, Unclear, Unsent
from imastudio.domain.lifecycle.batches import BatchQuote, Line, Outcome
from imastudio.domain.lifecycle.news import News
from imastudio.domain.lifecycle.rows import Query, Row
from imastudio.domain.orders import CreateRequest, Media, Wish
from imastudio.domain.orders.tasks import TaskType
from tests.studios import Desk, desk, open_desk

CAT = Wish(prompt="a cat", model="gemini-3.1-flash-image")
NO_POINTS = Denied(code=4008)


@attrs.define
class Listed:
    """Lines in a list; `read` counts how many were handed out."""

    lines: list[Line]
    digest: str = "digest"
    read: int = 0

    def __len__(self) -> int:
        """Count them."""
        return len(self.lines)

    def __iter__(self) -> Iterator[Line]:
        """Hand them out."""
        for line in self.lines:
            self.read += 1
            yield line


def lines(count: int, **changes: Any) -> Listed:
    """Return so many lines for one picture each."""
    wishes = [
        attrs.evolve(CAT, prompt=f"cat {number}", request_id=f"line-{number}", **changes) for number in range(count)
    ]
    return Listed([Line(number=number, wish=wish) for number, wish in enumerate(wishes, start=1)])


class Told(list[Outcome]):
    """What was told, in order."""

    async def tell(self, outcome: Outcome) -> None:
        """Keep it."""
        self.append(outcome)


async def run(d: Desk, listed: Listed, **options: Any) -> tuple[BatchQuote, list[Outcome]]:
    """Quote and run a batch; return the quote and what was told, by line."""
    batch = d.studio.batch(listed, **options)
    plan = await batch.quote()
    told = Told()
    await batch.run(told.tell)
    return plan, sorted(told, key=lambda outcome: outcome.line)


async def test_every_line_is_ordered_once() -> None:
    """Quoted first; all succeed; a second run orders nothing and tells the same."""
    async with desk() as d:
        plan, told = await run(d, lines(20, deliver_to="out"))
        assert (plan.to_order, plan.total, plan.spent) == (20, 120, 0)
        assert [(outcome.line, outcome.status, outcome.credit, outcome.exit_code) for outcome in told] == [
            (number, "succeeded", 6, 0) for number in range(1, 21)
        ]
        again, told_again = await run(d, lines(20, deliver_to="out"))
        assert (again.to_order, again.done, again.total, again.spent) == (0, 20, 0, 120)
        assert [outcome.result and outcome.result.files for outcome in told_again] == [
            outcome.result and outcome.result.files for outcome in told
        ]
        assert len(d.service.orders) == 20


async def test_the_product_list_is_fetched_once_for_each_task_type() -> None:
    """Not for each line, nor again for the order."""
    async with desk() as d:
        fetched: list[TaskType] = []
        products = d.service.products

        async def count(task_type: TaskType) -> Any:
            fetched.append(task_type)
            return await products(task_type)

        d.service.products = count  # type: ignore[method-assign] # counted
        listed = lines(200)
        music = Wish(prompt="a waltz", task_type=TaskType.TEXT_TO_MUSIC, request_id="m")
        listed.lines.append(Line(number=201, wish=music))
        await run(d, listed)
        assert sorted(fetched) == [TaskType.TEXT_TO_IMAGE, TaskType.TEXT_TO_MUSIC]


@pytest.mark.parametrize("concurrency", [1, 3, 50])
async def test_no_more_lines_are_in_hand_than_asked_for(concurrency: int) -> None:
    """They are read as others end, so memory does not grow with the file."""
    async with desk() as d:
        listed = lines(60)
        batch = d.studio.batch(listed, concurrency=concurrency)
        await batch.quote()
        listed.read = 0
        ended, most = 0, 0

        async def tell(_: Outcome) -> None:
            nonlocal ended, most
            most = max(most, listed.read - ended)
            ended += 1

        await batch.run(tell)
        assert (ended, most) == (60, concurrency)


async def test_a_line_that_fails_stops_no_other() -> None:
    """Neither one that can't be read, nor one that can't be ordered, nor one that the vendor refuses or fails."""
    async with desk() as d:
        listed = lines(6)
        listed.lines[0] = Line(number=1, failure=Failure(kind=Kind.UNKNOWN_PARAMETER, parameter="promt"))
        listed.lines[1] = Line(number=2, wish=attrs.evolve(CAT, params={"size": "9K"}, request_id="two"))
        d.service.create_answers.extend([Denied(code=400), Unclear()])
        refused = Told()
        batch = d.studio.batch(listed, concurrency=1)
        plan = await batch.quote(refused.tell)
        assert (plan.refused, [outcome.line for outcome in refused]) == (2, [1, 2])
        told = Told()
        await batch.run(told.tell)
        assert [(outcome.status, outcome.exit_code) for outcome in told] == [
            ("rejected", 3),
            ("rejected", 3),
            ("rejected", 1),
            ("unknown", 5),
            ("succeeded", 0),
            ("succeeded", 0),
        ]


async def test_above_the_cap_nothing_is_ordered() -> None:
    """The whole is refused, with its price."""
    async with desk() as d:
        with pytest.raises(WishRefused) as refused:
            await run(d, lines(20), max_points=119)
        assert (refused.value.failure.kind, refused.value.failure.facts["total"]) == (Kind.ABOVE_BUDGET, 120)
        assert d.service.orders == []
        await run(d, lines(20), max_points=120)


async def test_the_cap_counts_what_was_spent_before() -> None:
    """In this batch, and in another file that had the same lines."""
    async with desk() as d:
        await run(d, lines(10))
        with pytest.raises(WishRefused):
            await run(d, lines(20), max_points=119)
        changed = lines(20)
        changed.digest = "changed"
        with pytest.raises(WishRefused):
            await run(d, changed, max_points=119)
        await run(d, changed, max_points=120)
        assert len(d.service.orders) == 20


async def test_two_processes_share_the_cap() -> None:
    """Each quotes 60 points, and together they may spend 90: the purse of the batch decides."""
    store = MemoryStore()
    async with desk(store, prefix="a") as a, desk(store, prefix="b") as b:
        ours, theirs = lines(10), lines(10)
        theirs.lines = [
            attrs.evolve(line, wish=line.wish and attrs.evolve(line.wish, request_id=f"other-{line.number}"))
            for line in theirs.lines
        ]
        batches = [
            a.studio.batch(ours, max_points=90),
            b.studio.batch(theirs, max_points=90),
        ]
        for batch in batches:
            await batch.quote()
        told = Told()
        await asyncio.gather(*(batch.run(told.tell) for batch in batches))
        assert (len(a.service.orders) + len(b.service.orders), sum(outcome.credit for outcome in told)) == (15, 90)
        over = [outcome.error for outcome in told if outcome.status == "rejected"]
        assert {(error and error.kind, error and error.facts.get("period")) for error in over} == {
            (Kind.ABOVE_BUDGET, "batch")
        }
        assert len(told) == 20


@pytest.mark.parametrize(
    ("answer", "code"), [(NO_POINTS, 6), (Denied(code=401), 6), (Denied(code=4014), 6)], ids=["4008", "401", "4014"]
)
async def test_when_the_account_says_no_nothing_more_is_ordered(answer: Denied, code: int) -> None:
    """Those that run are waited for; every line left over is told why; the next run orders them."""
    async with desk() as d:
        taken = 0
        create = d.service.create

        async def seven_then_none(request: CreateRequest) -> Any:
            nonlocal taken
            taken += 1
            return await create(request) if taken <= 7 else answer

        d.service.create = seven_then_none  # type: ignore[method-assign] # the points run out
        _, told = await run(d, lines(40), concurrency=5)
        assert [outcome.status for outcome in told].count("succeeded") == 7
        rejected = [outcome for outcome in told if outcome.status == "rejected"]
        assert len(rejected) == 33
        assert {outcome.exit_code for outcome in rejected} == {code}
        assert taken <= 7 + 5
        d.service.create = create  # type: ignore[method-assign] # somebody bought points
        plan, told = await run(d, lines(40))
        assert (plan.done, plan.to_order) == (7, 33)
        assert {outcome.status for outcome in told} == {"succeeded"}
        assert len(d.service.orders) == 40


async def test_a_line_that_is_done_is_told_after_the_points_are_gone() -> None:
    """It needs none."""
    async with desk() as d:
        done = lines(30)
        done.lines = done.lines[20:]
        await run(d, done)
        d.service.create_answers.extend([NO_POINTS] * 3)
        _, told = await run(d, lines(30), concurrency=2)
        assert [outcome.status for outcome in told] == ["rejected"] * 20 + ["succeeded"] * 10


async def test_a_budget_that_is_used_up_stops_it() -> None:
    """What is left is told."""
    async with desk(purses={"user:al/2026-11-20": 20}) as d:
        _, told = await run(d, lines(10), concurrency=1)
        assert [outcome.status for outcome in told] == ["succeeded"] * 3 + ["rejected"] * 7
        error = told[-1].error
        assert error is not None
        assert (error.kind, error.facts["left"], error.facts["period"]) == (Kind.ABOVE_BUDGET, 2, "day")


async def test_a_ledger_that_cannot_be_written_stops_it() -> None:
    """Nothing is ordered, and each line says so."""
    async with desk() as d:
        batch = d.studio.batch(lines(5))
        await batch.quote()
        d.ledger.unavailable = "full"
        told = Told()
        await batch.run(told.tell)
        assert {outcome.error and outcome.error.kind for outcome in told} == {Kind.LEDGER_UNAVAILABLE}
        assert d.service.orders == []
        d.ledger.unavailable = None


async def test_what_nobody_knows_of_is_left_for_a_person() -> None:
    """It is told as unknown in every run, and counts as spent; settled, it is ordered again."""
    async with desk() as d:
        d.service.create_answers.append(Unclear())
        _, (first,) = await run(d, lines(1))
        plan, (second,) = await run(d, lines(1))
        assert (first.status, second.status, second.exit_code, plan.unknown, plan.spent) == (
            "unknown",
            "unknown",
            5,
            1,
            6,
        )
        assert first.result is not None
        await d.studio.settle(first.result.id)
        plan, (third,) = await run(d, lines(1))
        assert (plan.to_order, third.status, len(d.service.orders)) == (1, "succeeded", 1)


async def test_what_was_rejected_is_sent_again_unless_it_must_change() -> None:
    """A line that was refused for its words is told as it was, and not sent a second time."""
    async with desk() as d:
        d.service.create_answers.extend([Unsent()] * 3)
        _, (first,) = await run(d, lines(1))
        assert first.status == "rejected"
        _, (second,) = await run(d, lines(1))
        assert second.status == "succeeded"
        other = Listed([Line(number=1, wish=attrs.evolve(CAT, request_id="other"))])
        d.service.create_answers.append(Denied(code=400))
        _, (third,) = await run(d, other)
        plan, (fourth,) = await run(d, other)
        assert (third.status, fourth.status, plan.refused, plan.to_order) == ("rejected", "rejected", 1, 0)
        assert len(d.service.orders) == 1


async def test_what_a_dead_process_left_is_gone_on_with() -> None:
    """Running lines are waited for, those in the POST are unknown, those between two attempts are ordered; none twice."""
    store = MemoryStore()
    dead = open_desk(store, prefix="dead", seconds=50)
    stuck = asyncio.Event()
    create = dead.service.create

    async def hang(request: CreateRequest) -> Any:
        if len(dead.service.orders) < 3:
            return await create(request)
        if not stuck.is_set():
            stuck.set()
            await asyncio.Event().wait()
        return Denied(code=429, retry_after=500)

    dead.service.create = hang  # type: ignore[method-assign] # a POST that never answers
    batch = dead.studio.batch(lines(20), concurrency=5)
    await batch.quote()
    running = asyncio.create_task(batch.run(Told().tell))
    await stuck.wait()
    while len(await dead.ledger.rows(Query())) < 5:  # noqa: ASYNC110 - whose event it is does not matter here
        await asyncio.sleep(0)
    before = len(dead.service.orders)
    store.living.clear()  # kill -9
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    async with desk(store) as d:
        d.service._tasks = dead.service._tasks
        plan, told = await run(d, lines(20))
        statuses = [outcome.status for outcome in told]
        assert plan.running == 5
        assert (statuses.count("unknown"), statuses.count("succeeded")) == (1, 19)
        assert before + len(d.service.orders) == 19
        assert await d.ledger.spent("user") == 120
    await dead.studio.close()


async def test_a_line_with_its_own_id_is_held_to_it() -> None:
    """The same wish comes back, another one under that name is refused; without a name of its own none is compared."""
    async with desk() as d:
        named = Listed([Line(number=1, wish=attrs.evolve(CAT, request_id="mine"), named=True)])
        await run(d, named)
        _, (again,) = await run(d, named)
        assert again.status == "succeeded"
        dog = Listed([Line(number=1, wish=attrs.evolve(CAT, prompt="a dog", request_id="mine"), named=True)])
        _, (refused,) = await run(d, dog)
        assert refused.error is not None
        assert refused.error.kind is Kind.REQUEST_ID_TAKEN
        assert len(d.service.orders) == 1


async def test_results_that_finish_after_a_failure_are_collected() -> None:
    """A failed line is asked about once more, and not ordered again."""
    async with desk() as d:
        d.service.detail_answers.append(Detail((MediaState(resource_status=2),)))
        _, (failed,) = await run(d, lines(1))
        assert (failed.status, failed.exit_code) == ("failed", 1)
        done = MediaState(resource_status=1, media=Media(url="https://r.example/1.png"))
        d.service.detail_answers.append(Detail((done,)))
        plan, (later,) = await run(d, lines(1))
        assert (later.status, plan.done, len(d.service.orders)) == ("succeeded", 1, 1)


async def test_without_a_product_list_nothing_begins() -> None:
    """The quote needs it; it is asked for again the next time."""
    async with desk() as d:
        batch = d.studio.batch(lines(3))
        d.service.catalog_errors.append(error_for(Failure(kind=Kind.NETWORK)))
        with pytest.raises(ServiceUnavailable):
            await batch.quote()
        assert (await batch.quote()).to_order == 3


async def test_a_defect_before_an_order_ends_no_other_line() -> None:
    """Nothing was ordered for that one."""
    async with desk() as d:
        batch = d.studio.batch(lines(4), concurrency=2)
        await batch.quote()
        submit = d.studio.submit

        async def broken_once(*_: Any, **__: Any) -> Any:
            d.studio.submit = submit  # type: ignore[method-assign] # mended
            raise ZeroDivisionError

        d.studio.submit = broken_once  # type: ignore[method-assign] # a defect
        told = Told()
        await batch.run(told.tell)
        assert sorted(outcome.status for outcome in told) == ["rejected", *["succeeded"] * 3]
        assert len(d.service.orders) == 3


async def test_a_defect_after_an_order_ends_no_other_line() -> None:
    """The ledger says how that one stands, and the next run goes on with it."""
    async with desk() as d:
        batch = d.studio.batch(lines(4), concurrency=2)
        await batch.quote()
        detail = d.service.detail

        async def broken_once(_: str) -> Any:
            d.service.detail = detail  # type: ignore[method-assign] # mended
            raise ZeroDivisionError

        d.service.detail = broken_once  # type: ignore[method-assign, assignment] # a defect
        told = Told()
        await batch.run(told.tell)
        assert sorted(outcome.status for outcome in told) == ["running", *["succeeded"] * 3]
        _, again = await run(d, lines(4))
        assert {outcome.status for outcome in again} == {"succeeded"}
        assert len(d.service.orders) == 4


async def test_a_defect_and_a_ledger_out_of_reach_are_told() -> None:
    """Nobody is left without an answer."""
    async with desk() as d:
        batch = d.studio.batch(lines(1))
        await batch.quote()

        async def both(*_: Any, **__: Any) -> Any:
            d.studio.ordered = out_of_reach  # type: ignore[method-assign, assignment] # gone at that moment
            raise ZeroDivisionError

        async def out_of_reach(_: str) -> Row | None:
            raise error_for(Failure(kind=Kind.LEDGER_UNAVAILABLE))

        d.studio.submit = both  # type: ignore[method-assign] # a defect
        told = Told()
        await batch.run(told.tell)
        assert [outcome.error and outcome.error.kind for outcome in told] == [Kind.LEDGER_UNAVAILABLE]


async def test_the_news_of_a_line_go_where_they_are_asked_to() -> None:
    """Each line may have its own messenger."""
    heard: list[tuple[int, News]] = []

    class Ear(Silent):
        def __init__(self, line: Line) -> None:
            self.line = line

        async def tell(self, news: News) -> None:
            heard.append((self.line.number, news))

    async with desk() as d:
        await run(d, lines(3), messenger=Ear)
        assert {number for number, _ in heard} == {1, 2, 3}


async def test_a_row_of_a_newer_version_is_told_and_never_driven() -> None:
    """Nor is it ordered again."""
    async with desk() as d:
        await run(d, lines(1))
        rows = d.ledger.rows

        async def newer(query: Query) -> Any:
            return [attrs.evolve(row, readable=False) for row in await rows(query)]

        d.ledger.rows = newer  # type: ignore[method-assign] # as a newer version would have left it
        plan, (told,) = await run(d, lines(1))
        assert (plan.to_order, told.status, len(d.service.orders)) == (0, "succeeded", 1)


@given(
    answers=st.lists(
        st.sampled_from([None, NO_POINTS, Denied(code=400), Denied(status=502), Unsent(), Unclear()]), max_size=12
    ),
    concurrency=st.integers(1, 4),
    runs=st.integers(1, 3),
)
def test_whatever_happens_no_line_is_paid_twice(answers: list[Any], concurrency: int, runs: int) -> None:
    """Any mix of answers over any number of runs: at most one order a line, each line told once a run, all points kept."""

    async def story() -> None:
        store = MemoryStore()
        orders: list[CreateRequest] = []
        left = iter(answers)
        for number in range(runs):
            async with desk(store, prefix=f"run{number}-", seconds=0) as d:
                d.service.orders = orders
                d.service.create_answers.extend(answer for answer in left if answer is not None)
                _, told = await run(d, lines(6), concurrency=concurrency)
                assert [outcome.line for outcome in told] == [1, 2, 3, 4, 5, 6]
                unknown = sum(outcome.status == "unknown" for outcome in told)
                done = sum(outcome.status == "succeeded" for outcome in told)
                assert await d.ledger.spent("user") == 6 * (unknown + done)
                assert len(orders) == done
        prompts = [request.content.prompt for request in orders]
        assert len(set(prompts)) == len(prompts)

    asyncio.run(story())
