"""What a person says of paid tasks: asked of the service first, belonging to one order, taken back while nothing came of it."""

from collections.abc import AsyncIterator

import attrs
import pytest

from imastudio.adapters.memory.ledger import MemoryLedger, MemoryStore
from imastudio.domain.kernel.errors import AccountProblem, ServiceUnavailable, WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.answers import Accepted, Denied, Detail, DetailAnswer, MediaState, Unanswered, Unclear
from imastudio.domain.lifecycle.events import Entry, Intended, Sending, Why
from imastudio.domain.lifecycle.generation import Stage, fold
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.lifecycle.rows import Owner
from imastudio.domain.orders import CreateRequest, Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.testing.strategies import an_order
from tests.studios import Desk, desk

CAT = Wish(prompt="a cat", model="香蕉", params={"size": "1K"})


@pytest.fixture
async def d() -> AsyncIterator[Desk]:
    """Return a desk before which nothing was ordered."""
    async with desk(seconds=0) as opened:
        yield opened


async def unknown(d: Desk, wish: Wish = CAT) -> Result:
    """Order something of which nobody knows what became of it."""
    d.service.create_answers.append(Unclear())
    result = await d.studio.submit(wish)
    assert Stage.UNKNOWN is result.generation.stage
    return result


async def elsewhere(d: Desk, task_id: str) -> None:
    """Have a task at the vendor that no ledger knows."""
    quote = await d.studio.quote(CAT)
    d.service.take(CreateRequest(quote.order, quote.content), task_id)


@pytest.mark.parametrize("typo", ["task_8", "TASK_9", "task_9x", "t"])
async def test_a_typo_is_not_noted(d: Desk, typo: str) -> None:
    """The service is asked first; the order stays unknown, and the right id still does it."""
    result = await unknown(d)
    await elsewhere(d, "task_9")
    with pytest.raises(WishRefused) as refused:
        await d.studio.settle(result.id, task_id=typo)
    assert (refused.value.failure.kind, refused.value.failure.value) == (Kind.TASK_NOT_FOUND, typo)
    assert Stage.UNKNOWN is (await d.studio.wait(result.id, timeout=0)).generation.stage
    await d.studio.settle(result.id, task_id="task_9")
    assert (await d.studio.wait(result.id)).ok


@pytest.mark.parametrize(
    "text", ["", "two words", "task_9\n", "../x", "task_9;", "任务", "\x1b[2J", "a" * 201, "task.9"]
)
async def test_what_no_task_is_called_is_refused(d: Desk, text: str) -> None:
    """Nobody is asked about it."""
    result = await unknown(d)
    d.service.detail_answers.append(Detail(()))
    with pytest.raises(WishRefused) as refused:
        await d.studio.settle(result.id, task_id=text)
    assert (refused.value.failure.kind, refused.value.failure.parameter) == (Kind.VALUE_NOT_OFFERED, "task_id")
    assert len(d.service.detail_answers) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Denied(status=404), WishRefused),
        (Denied(code=7777, status=200), WishRefused),
        (Detail((MediaState(resource_status=1),), about="another"), WishRefused),
        (Denied(code=401, status=401), AccountProblem),
        (Denied(status=429, retry_after=3.0), ServiceUnavailable),
        (Denied(code=500, status=500), ServiceUnavailable),
        (Unanswered(why=Why.UNANSWERED), ServiceUnavailable),
    ],
)
async def test_without_the_word_of_the_service_nothing_is_noted(
    d: Desk, answer: DetailAnswer, error: type[Exception]
) -> None:
    """It knows no such task, or can't be asked: either way the order stays as it is."""
    result = await unknown(d)
    d.service.detail_answers.append(answer)
    with pytest.raises(error):
        await d.studio.settle(result.id, task_id="task_9")
    assert Stage.UNKNOWN is (await d.studio.wait(result.id, timeout=0)).generation.stage


async def test_a_task_of_another_order_is_refused(d: Desk) -> None:
    """Its picture belongs to that order, which is named."""
    other = await d.studio.submit(attrs.evolve(CAT, prompt="a dog"))
    result = await unknown(d)
    with pytest.raises(WishRefused) as refused:
        await d.studio.settle(result.id, task_id=other.generation.task_id)
    assert (refused.value.failure.kind, refused.value.failure.facts["id"]) == (Kind.TASK_TAKEN, other.id)


async def test_a_settled_order_can_be_taken_back(d: Desk) -> None:
    """Charged or not charged: then nobody knows again, its points are held, and it is settled anew."""
    result = await unknown(d)
    held = await d.studio.spent("user")
    await d.studio.settle(result.id)
    assert await d.studio.spent("user") == held - result.generation.held
    back = await d.studio.settle(result.id, undo=True)
    assert (back.status, await d.studio.spent("user")) == ("unknown", held)
    await elsewhere(d, "task_9")
    await d.studio.settle(result.id, task_id="task_9")
    assert (await d.studio.settle(result.id, undo=True)).generation.task_id is None
    await d.studio.settle(result.id, task_id="task_9")
    assert (await d.studio.wait(result.id)).ok
    with pytest.raises(WishRefused) as refused:
        await d.studio.settle(result.id, undo=True)
    assert refused.value.failure.kind is Kind.NOT_SETTLED


async def test_what_nobody_settled_is_not_taken_back(d: Desk) -> None:
    """Not what the service said, and not what is unknown as it is."""
    d.service.create_answers.append(Denied(code=4008))
    for result in (await d.studio.submit(CAT), await unknown(d)):
        with pytest.raises(WishRefused) as refused:
            await d.studio.settle(result.id, undo=True)
        assert refused.value.failure.kind is Kind.NOT_SETTLED


async def test_a_task_found_elsewhere_is_taken_in(d: Desk) -> None:
    """It is counted whatever the budget, waited for and delivered; taking it in again changes nothing."""
    await elsewhere(d, "task_9")
    orders = len(d.service.orders)
    adopted = await d.studio.adopt("task_9", task_type=TaskType.TEXT_TO_IMAGE, points=6, deliver_to="out")
    assert (adopted.status, adopted.credit, adopted.generation.task_id) == ("running", 6, "task_9")
    assert await d.studio.spent("user") == 6
    again = await d.studio.adopt("task_9", task_type=TaskType.TEXT_TO_IMAGE, points=6)
    assert (again.id, await d.studio.spent("user")) == (adopted.id, 6)
    done = await d.studio.wait("task_9")
    assert (done.ok, list(done.files)) == (True, list(d.delivery.files))
    assert len(d.service.orders) == orders


async def test_what_is_adopted_is_resumed_by_another_process() -> None:
    """It is in the ledger like any other."""
    store = MemoryStore()
    async with desk(store, prefix="first", purses={"user": 3}) as first:
        await elsewhere(first, "task_9")
        adopted = await first.studio.adopt("task_9", task_type=TaskType.TEXT_TO_IMAGE, points=6)
        assert await first.studio.spent("user") == 6  # beyond the budget: it is paid for
        tasks = first.service._tasks
    async with desk(store, prefix="second") as second:
        second.service._tasks = tasks
        assert [(result.id, result.ok) for result in await second.studio.resume()] == [(adopted.id, True)]


async def test_a_task_that_an_order_has_is_not_adopted(d: Desk) -> None:
    """It is counted there."""
    known = await d.studio.submit(CAT)
    assert known.generation.task_id is not None
    with pytest.raises(WishRefused) as refused:
        await d.studio.adopt(known.generation.task_id, task_type=TaskType.TEXT_TO_IMAGE, points=6)
    assert (refused.value.failure.kind, refused.value.failure.facts["id"]) == (Kind.TASK_TAKEN, known.id)
    with pytest.raises(WishRefused):
        await d.studio.adopt("unheard-of", task_type=TaskType.TEXT_TO_IMAGE, points=6)


async def test_two_creates_with_one_task_id(d: Desk) -> None:
    """The second order's outcome is unknown: the id is named, no other's picture is taken, its points stay held."""
    first = await d.studio.submit(CAT)
    d.service.create_answers.append(Accepted(task_id=first.generation.task_id or ""))
    second = await d.studio.submit(attrs.evolve(CAT, prompt="a dog"))
    assert (first.status, second.status, second.credit) == ("running", "unknown", 6)
    assert second.error is not None
    assert second.error.facts["task_id"] == first.generation.task_id
    assert await d.studio.spent("user") == 12
    assert (await d.studio.wait(first.id)).ok


async def test_an_adopted_task_goes_over_to_the_order_that_it_is_of(d: Desk) -> None:
    """Settled as not charged by mistake, its task adopted: settled by that task, the points are counted once again."""
    lost = await unknown(d)
    await elsewhere(d, "task_9")
    with pytest.raises(WishRefused) as refused:
        await d.studio.adopt("task_9", task_type=TaskType.TEXT_TO_IMAGE, points=6)
    assert (refused.value.failure.kind, refused.value.failure.facts["id"]) == (Kind.TASK_UNSETTLED, lost.id)
    await d.studio.settle(lost.id)
    adopted = await d.studio.adopt("task_9", task_type=TaskType.TEXT_TO_IMAGE, points=6)
    assert await d.studio.spent("user") == 6
    settled = await d.studio.settle(lost.id, task_id="task_9")
    assert (settled.generation.task_id, await d.studio.spent("user")) == ("task_9", 6)
    given_up = next(row for row in await d.studio.history() if row.generation.id == adopted.id)
    assert (given_up.generation.stage, given_up.generation.held) == (Stage.REJECTED, 0)
    await d.studio.settle(lost.id, undo=True)
    await d.studio.settle(lost.id)
    again = await d.studio.adopt("task_9", task_type=TaskType.TEXT_TO_IMAGE, points=6)
    assert (again.id, again.status, await d.studio.spent("user")) == (adopted.id, "running", 6)


async def test_what_another_process_waits_for_goes_over_to_nobody(d: Desk) -> None:
    """It is left to that process; once it has ended, it goes over."""
    lost = await unknown(d)
    await elsewhere(d, "task_9")
    await d.studio.settle(lost.id)
    async with desk(d.ledger.store, prefix="other") as other:
        other.service._tasks = d.service._tasks
        adopted = await other.studio.adopt("task_9", task_type=TaskType.TEXT_TO_IMAGE, points=6)
        with pytest.raises(WishRefused) as refused:
            await d.studio.settle(lost.id, task_id="task_9")
        assert (refused.value.failure.kind, refused.value.failure.facts["id"]) == (Kind.TASK_TAKEN, adopted.id)
    assert (await d.studio.settle(lost.id, task_id="task_9")).status == "running"


async def test_an_order_that_died_on_its_way_can_be_settled(d: Desk) -> None:
    """Nobody resumed it yet: it is unknown from now on, and may be the task that was found."""
    store = d.ledger.store
    entries = [Entry(1.0, Intended(an_order())), Entry(2.0, Sending())]
    dead = MemoryLedger(store)
    await dead.begin(
        fold("dead", entries), Owner(account="account", user="user", request_id="r", fingerprint="f"), entries, {}
    )
    await dead.close()
    await elsewhere(d, "task_9")
    with pytest.raises(WishRefused) as refused:
        await d.studio.adopt("task_9", task_type=TaskType.TEXT_TO_IMAGE, points=6)
    assert (refused.value.failure.kind, refused.value.failure.facts["id"]) == (Kind.TASK_UNSETTLED, "dead")
    assert (await d.studio.settle("dead", task_id="task_9")).status == "running"


async def test_an_unknown_order_with_another_id_is_another(d: Desk) -> None:
    """The refusal named a task (decision 48): what has another id is taken in, and what has this one is settled."""
    d.service.create_answers.append(Denied(code=500, task_id="task_8"))
    lost = await d.studio.submit(CAT)
    await elsewhere(d, "task_8")
    await elsewhere(d, "task_9")
    assert (await d.studio.adopt("task_9", task_type=TaskType.TEXT_TO_IMAGE, points=6)).status == "running"
    with pytest.raises(WishRefused) as refused:
        await d.studio.adopt("task_8", task_type=TaskType.TEXT_TO_VIDEO, points=6)
    assert refused.value.failure.facts["id"] == lost.id
