"""The studio over a world in memory: what is ordered, what is waited for, what is never done twice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from imastudio.adapters.engine.context import Identity
from imastudio.adapters.engine.driver import DELIVERIES_AT_ONCE
from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.adapters.memory.messenger import MemoryMessenger
from imastudio.domain.kernel.errors import LedgerUnavailable, ServiceUnavailable, WishRefused, error_for
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.answers import (
    Accepted,
    Denied,
    Detail,
    DetailAnswer,
    MediaState,
    Unanswered,
    Unclear,
    Unsent,
)
from imastudio.domain.lifecycle.events import Why
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.news import (
    DeliveryStarted,
    Ended,
    News,
    Noticed,
    Progressed,
    Quoted,
    Slowed,
    TaskCreated,
    UploadStarted,
    WaitEnded,
)
from imastudio.domain.orders import CreateRequest, Input, InputFacts, Media, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.works.recipes import plan as plan_words
from imastudio.testing.contracts.studio import until
from tests.studios import Desk, desk, open_desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imastudio.domain.lifecycle.rows import Query, Row

CAT = Wish(prompt="a cat", model="gemini-3.1-flash-image")
PICTURE = InputFacts(kind=InputKind.IMAGE, format="png", size=1000, width=512, height=512)


def kinds(news: list[News]) -> list[type[News]]:
    """Return what kinds of news were told, in order."""
    return [type(piece) for piece in news]


def ready(*numbers: int) -> tuple[MediaState, ...]:
    """Return results that are there."""
    return tuple(
        MediaState(resource_status=1, media=Media(url=f"https://r.example/{number}.png")) for number in numbers
    )


async def test_a_wish_becomes_a_result() -> None:
    """Quoted, created, delivered; 6 points once; told in order and nothing after the end."""
    async with desk() as d:
        wish = attrs.evolve(CAT, deliver_to="out")
        result = await d.studio.generate(wish, messenger=d.told)
        assert (
            result.ok,
            result.status,
            result.credit,
            result.files,
        ) == (True, "succeeded", 6, ("out/generation0001.png",))
        assert [Quoted, TaskCreated, DeliveryStarted, Ended] == kinds(d.told.told)
        assert len(d.service.orders) == 1
        assert await d.ledger.spent("user") == 6
        assert dict(result.params) == {"aspect_ratio": "1:1", "size": "1K"}


async def test_inputs_are_uploaded_in_order_and_sent() -> None:
    """Two frames: first and last."""
    async with desk() as d:
        d.uploads.files |= {"first.png": PICTURE, "last.png": PICTURE}
        wish = Wish(
            prompt="a smooth transition",
            task_type=TaskType.FIRST_LAST_FRAME_TO_VIDEO,
            model="kling-video-o1",
            inputs=(Input("first.png"), Input("last.png")),
        )
        result = await d.studio.generate(wish, messenger=d.told)
        assert result.ok
        assert [UploadStarted, UploadStarted] == [kind for kind in kinds(d.told.told) if kind is UploadStarted]
        assert d.uploads.sent == list(d.service.orders[0].content.sent)
        assert d.uploads.verified == []


async def test_seedance_inputs_are_verified_first() -> None:
    """What the vendor does not like is refused before anything is paid."""
    async with desk() as d:
        d.uploads.files["a.png"] = PICTURE
        wish = Wish(prompt="x", task_type=TaskType.IMAGE_TO_VIDEO, model="ima-pro", inputs=(Input("a.png"),))
        assert (await d.studio.generate(wish)).ok
        assert len(d.uploads.verified) == 1
        d.uploads.verify_errors.append(error_for(Failure(kind=Kind.INPUT_NOT_ALLOWED)))
        refused = await d.studio.generate(wish)
        assert (
            refused.status,
            refused.error and refused.error.kind,
            refused.credit,
        ) == ("rejected", Kind.INPUT_NOT_ALLOWED, 0)
        assert len(d.service.orders) == 1


async def test_a_folder_that_takes_no_files_orders_nothing() -> None:
    """It is refused before anything is paid; who has ordered already gets what is there."""
    async with desk() as d:
        wish = attrs.evolve(CAT, deliver_to="out", request_id="one")
        assert (await d.studio.generate(wish)).ok
        d.delivery.closed.add("out")
        with pytest.raises(WishRefused) as refused:
            await d.studio.generate(attrs.evolve(wish, request_id="two"))
        assert refused.value.failure.kind is Kind.FOLDER_CLOSED
        assert (await d.studio.generate(wish)).ok
        assert len(d.service.orders) == 1


async def test_an_upload_that_fails_orders_nothing() -> None:
    """Nothing is in the ledger, nothing is held."""
    async with desk() as d:
        d.uploads.files["a.png"] = PICTURE
        d.uploads.put_errors.append(error_for(Failure(kind=Kind.UPLOAD_FAILED)))
        wish = Wish(prompt="x", model="香蕉", inputs=(Input("a.png"),))
        result = await d.studio.generate(wish, messenger=d.told)
        assert (result.status, result.error and result.error.kind) == ("rejected", Kind.UPLOAD_FAILED)
        assert (list(await d.studio.history()), await d.ledger.spent("user")) == ([], 0)
        assert not any(isinstance(news, Noticed) for news in d.told.told)  # that it isn't in the ledger is no loss


@pytest.mark.parametrize(
    ("reason", "anew"), [("failed to download the input: 403", True), ("Content policy violation", False)]
)
@pytest.mark.parametrize("inputs", [0, 1])
async def test_inputs_of_what_failed_without_a_known_reason_are_not_reused(
    reason: str,
    anew: bool,  # noqa: FBT001 - pytest hands it over
    inputs: int,
) -> None:
    """Perhaps the vendor could not read them where they lie: else the next order is paid for and fails alike."""
    async with desk() as d:
        d.uploads.files["a.png"] = PICTURE
        d.service.detail_answers.append(Detail((MediaState(resource_status=2, error=reason),)))
        wish = Wish(prompt="x", model="香蕉", inputs=(Input("a.png"),) * inputs)
        assert (await d.studio.generate(wish)).status == "failed"
        assert d.uploads.distrusted == (anew and inputs == 1)


async def test_inputs_of_a_refused_order_are_not_reused() -> None:
    """A request that the vendor calls wrong may be one whose input it could not read."""
    async with desk() as d:
        d.uploads.files["a.png"] = PICTURE
        d.service.create_answers.extend([Denied(code=4008), Denied(code=400)])
        wish = Wish(prompt="x", model="香蕉", inputs=(Input("a.png"),))
        assert [(await d.studio.generate(wish)).status for _ in range(2)] == ["rejected", "rejected"]
        assert d.uploads.distrusted == 1


async def test_n_results_are_waited_for_and_charged() -> None:
    """Three pictures, 18 points, three addresses."""
    async with desk() as d:
        result = await d.studio.generate(attrs.evolve(CAT, n=3))
        assert (len(result.medias), result.credit) == (3, 18)


@pytest.mark.parametrize(
    ("answer", "status", "kind", "held"),
    [
        (Denied(code=4008), "rejected", Kind.INSUFFICIENT_POINTS, 0),
        (Denied(code=401), "rejected", Kind.UNAUTHORIZED, 0),
        (Denied(status=502), "unknown", Kind.OUTCOME_UNKNOWN, 6),
        (Unclear(), "unknown", Kind.OUTCOME_UNKNOWN, 6),
        (RuntimeError("a defect"), "unknown", Kind.OUTCOME_UNKNOWN, 6),
    ],
)
async def test_refusals_end_and_doubts_are_unknown(answer: Any, status: str, kind: Kind, held: int) -> None:
    """One POST, whatever came of it; points stay held where they may be gone."""
    async with desk() as d:
        d.service.create_answers.append(answer)
        result = await d.studio.generate(CAT, messenger=d.told)
        assert (status, kind) == (result.status, result.error and result.error.kind)
        assert held == await d.ledger.spent("user")
        assert d.service.orders == []
        assert Ended is kinds(d.told.told)[-1]


@pytest.mark.parametrize("answer", [Unsent(), Denied(code=429, retry_after=30)])
async def test_the_same_order_is_sent_again_where_nothing_was_charged(answer: Any) -> None:
    """With pauses, and charged once."""
    async with desk() as d:
        d.service.create_answers.extend([answer, answer])
        begun = d.clock.now()
        result = await d.studio.submit(CAT)
        assert (result.status, len(d.service.orders)) == ("running", 1)
        assert await d.ledger.spent("user") == 6
        assert d.clock.now() - begun >= (60 if isinstance(answer, Denied) else 6)


async def test_what_never_leaves_is_given_up_after_three_attempts() -> None:
    """Nothing was charged, and that is final."""
    async with desk() as d:
        d.service.create_answers.extend([Unsent()] * 3)
        given_up = await d.studio.submit(CAT)
        assert (given_up.status, given_up.generation.attempts) == ("rejected", 3)


async def test_a_server_error_steps_down_with_a_notice() -> None:
    """4K was asked for; after an error 2K is made, cheaper, and the person is told."""
    async with desk() as d:
        d.service.create_answers.append(Denied(code=500, status=500))
        result = await d.studio.generate(attrs.evolve(CAT, params={"size": "4K"}), messenger=d.told)
        assert (
            result.credit,
            result.params["size"],
            [notice.code for notice in result.notices if notice.code != "task_type_inferred"],
        ) == (10, "2K", ["stepped_down"])
        assert Noticed in kinds(d.told.told)
        assert await d.ledger.spent("user") == 10


async def test_without_a_product_list_a_server_error_stops() -> None:
    """What can't be decided is not decided."""
    async with desk() as d:
        quote = await d.studio.quote(CAT)
        d.service.create_answers.append(Denied(code=500, status=500))
        d.service.catalog_errors.append(error_for(Failure(kind=Kind.NETWORK)))
        result = await d.studio.submit(CAT, quote=quote)
        assert (
            result.status,
            result.error and result.error.kind,
            await d.ledger.spent("user"),
        ) == ("rejected", Kind.SERVER_ERROR, 0)


async def test_strict_changes_nothing() -> None:
    """With `strict` a server error is the end."""
    async with desk() as d:
        d.service.create_answers.append(Denied(code=500, status=500))
        result = await d.studio.submit(attrs.evolve(CAT, params={"size": "4K"}, strict=True))
        assert (result.status, result.generation.attempts) == ("rejected", 1)


async def test_no_answer_ends_a_paid_wait() -> None:
    """Errors of all kinds, then success; the person hears that it got slow, not of every miss."""
    async with desk(seconds=0) as d:
        for answer in (
            Unanswered(why=Why.UNANSWERED),
            Denied(status=404),
            Denied(code=500),
            Unanswered(why=Why.MALFORMED),
            Detail(()),
        ):
            d.service.detail_answers.append(answer)
        result = await d.studio.generate(CAT, messenger=d.told)
        assert result.ok
        assert kinds(d.told.told).count(Slowed) == 2


async def test_the_person_hears_of_progress() -> None:
    """Every 15 s for this model, up to 95 %."""
    async with desk(seconds=100) as d:
        await d.studio.generate(CAT, messenger=d.told)
        shown = [news for news in d.told.told if isinstance(news, Progressed)]
        assert [(news.percent, news.frozen) for news in shown[:3]] == [(37, False), (75, False), (95, True)]
        assert all(news.percent == 95 for news in shown[2:])


async def test_a_messenger_that_fails_harms_nobody() -> None:
    """The generation goes on; the log has it."""

    class Broken:
        async def tell(self, news: News) -> None:
            if not isinstance(news, Quoted):
                raise OSError

    async with desk() as d:
        assert (await d.studio.generate(CAT, messenger=Broken())).ok
        assert "messenger_failed" in [event for event, _ in d.journal.lines]


async def test_the_wait_ends_and_the_task_goes_on() -> None:
    """Exit 4; a later wait brings the result; the task was paid for once."""
    async with desk(seconds=1000) as d:
        result = await d.studio.generate(CAT, messenger=d.told, timeout=30)
        assert (result.status, result.exit_code, result.error and result.error.kind) == ("running", 4, Kind.WAIT_ENDED)
        assert WaitEnded is kinds(d.told.told)[-1]
        told = len(d.told.told)
        later = await d.studio.wait(result.id, timeout=5000)
        assert (later.ok, len(d.service.orders)) == (True, 1)
        assert told == len(d.told.told)


@pytest.mark.parametrize(
    ("seconds", "error"), [("60", TypeError), (True, TypeError), (-1, ValueError), (float("nan"), ValueError)], ids=str
)
async def test_a_time_to_wait_is_checked_before_anything_is_paid(seconds: Any, error: type[Exception]) -> None:
    """It is named, and nothing is ordered."""
    async with desk() as d:
        for waiting in (d.studio.generate(CAT, timeout=seconds), d.studio.wait("x", timeout=seconds)):
            with pytest.raises(error, match="timeout must be"):
                await waiting
        with pytest.raises(error, match="timeout must be"):
            await d.studio.resume(timeout=seconds)
        assert d.service.orders == []


async def test_the_longest_wait_is_that_of_the_medium() -> None:
    """Ten minutes for a picture."""
    async with desk(seconds=10_000) as d:
        begun = d.clock.now()
        result = await d.studio.generate(CAT)
        assert result.status == "running"
        assert 600 <= d.clock.now() - begun < 660


async def test_cancelling_a_wait_stops_nothing() -> None:
    """Who waits only watches."""
    async with desk(seconds=50) as d:
        result = await d.studio.submit(CAT)
        waiting = asyncio.create_task(d.studio.wait(result.id))
        await asyncio.sleep(0)
        waiting.cancel()
        assert (await d.studio.wait(result.id)).ok


async def test_follow_yields_the_news() -> None:
    """Until the end."""
    async with desk(seconds=20) as d:
        result = await d.studio.submit(CAT)
        news = [piece async for piece in d.studio.follow(result.id)]
        assert Progressed in kinds(news)
        assert Ended is kinds(news)[-1]


async def test_the_same_request_is_ordered_once() -> None:
    """The same id gives the first generation; another wish under it is refused."""
    async with desk() as d:
        wish = attrs.evolve(CAT, request_id="r1")
        first = await d.studio.generate(wish)
        again = await d.studio.generate(wish)
        assert (first.id, 1) == (again.id, len(d.service.orders))
        with pytest.raises(WishRefused) as refused:
            await d.studio.generate(attrs.evolve(wish, prompt="a dog"))
        assert Kind.REQUEST_ID_TAKEN is refused.value.failure.kind


async def test_a_rejected_request_may_be_sent_again() -> None:
    """Nothing was charged the first time; its row is used again."""
    async with desk() as d:
        wish = attrs.evolve(CAT, request_id="r1")
        d.service.create_answers.append(Denied(code=4008))
        first = await d.studio.generate(wish)
        second = await d.studio.generate(wish)
        assert ("rejected", "succeeded", first.id) == (first.status, second.status, second.id)
        assert (len(d.service.orders), await d.ledger.spent("user"), len(await d.studio.history())) == (1, 6, 1)


@pytest.mark.parametrize("settled", [False, True])
async def test_a_repeated_request_takes_its_picture_along(*, settled: bool) -> None:
    """After a refusal, and after a person said that nothing was charged: uploaded again, and sent."""
    async with desk() as d:
        d.uploads.files["cat.png"] = InputFacts(kind=InputKind.IMAGE, format="png", size=9)
        wish = Wish(prompt="a cat", task_type=TaskType.IMAGE_TO_IMAGE, inputs=(Input("cat.png"),), request_id="r1")
        d.service.create_answers.append(Unclear() if settled else Denied(code=4008))
        first = await d.studio.generate(wish)
        if settled:
            await d.studio.settle(first.id)
        second = await d.studio.generate(wish)
        assert (second.id, second.status) == (first.id, "succeeded")
        for request in d.service.orders:
            assert [one.url for one in request.content.sent]
        assert len(d.uploads.sent) == 2


async def test_the_same_order_that_runs_or_is_unknown_is_found() -> None:
    """Not one that ended, and not another wish."""
    async with desk(seconds=1000) as d:
        quote = await d.studio.quote(CAT)
        assert list(await d.studio.twins(quote)) == []
        running = await d.studio.submit(CAT, quote=quote)
        d.service.create_answers.append(Unclear())
        unknown = await d.studio.submit(CAT, quote=quote)
        await d.studio.submit(attrs.evolve(CAT, prompt="a dog"))
        assert {running.id, unknown.id} == {row.generation.id for row in await d.studio.twins(quote)}
        await d.studio.wait(running.id, timeout=5000)
        assert [unknown.id] == [row.generation.id for row in await d.studio.twins(quote)]


async def test_a_request_that_nobody_knows_of_is_settled_first() -> None:
    """Then it goes on, or may be sent again."""
    async with desk(seconds=0) as d:
        wish = attrs.evolve(CAT, request_id="r1")
        d.service.create_answers.append(Unclear())
        unknown = await d.studio.generate(wish)
        with pytest.raises(WishRefused) as refused:
            await d.studio.generate(wish)
        assert Kind.TWIN_UNSETTLED is refused.value.failure.kind
        settled = await d.studio.settle(unknown.id)
        assert (
            settled.status,
            settled.error and settled.error.kind,
            await d.ledger.spent("user"),
        ) == ("rejected", Kind.NOT_CHARGED, 0)
        assert (await d.studio.generate(wish)).ok


async def test_settled_as_charged_it_is_waited_for() -> None:
    """With the vendor's task id a person brings it back."""
    async with desk(seconds=0) as d:
        d.service.create_answers.append(Unclear())
        unknown = await d.studio.generate(CAT)
        quote = await d.studio.quote(CAT)
        d.service.take(CreateRequest(quote.order, quote.content), "task_9")
        settled = await d.studio.settle(unknown.id, task_id="task_9")
        assert settled.status == "running"
        assert (await d.studio.wait(unknown.id)).ok
        with pytest.raises(WishRefused) as refused:
            await d.studio.settle(unknown.id)
        assert Kind.NOT_UNKNOWN is refused.value.failure.kind


async def test_two_at_once_under_one_request_id_pay_once() -> None:
    """The ledger decides who sends; the other gets the first's generation."""
    store = MemoryStore()
    async with desk(store, prefix="a") as a, desk(store, prefix="b") as b:
        wish = attrs.evolve(CAT, request_id="r1")
        results = await asyncio.gather(a.studio.submit(wish), b.studio.submit(wish), a.studio.submit(wish))
        assert len({result.id for result in results}) == 1
        assert len(a.service.orders) + len(b.service.orders) == 1
        assert await a.ledger.spent("user") == 6


async def test_above_the_budget_nothing_is_sent() -> None:
    """Refused before the POST, with what is left."""
    async with desk(purses={"user": 10}) as d:
        assert (await d.studio.generate(CAT)).ok
        refused = await d.studio.generate(CAT)
        assert refused.error is not None
        assert (
            refused.error.kind,
            refused.exit_code,
            refused.error.facts["left"],
            len(d.service.orders),
        ) == (Kind.ABOVE_BUDGET, 3, 4, 1)


async def test_recovery_stays_within_the_budget() -> None:
    """What was released by a refusal may have been spent by another meanwhile."""
    async with desk(purses={"user": 6}) as d:
        d.service.create_answers.extend([Unsent()])
        first = asyncio.create_task(d.studio.submit(CAT))
        await until(lambda: not d.service.create_answers)
        second = await d.studio.submit(attrs.evolve(CAT, prompt="a dog"))
        outcomes = sorted([(await first).status, second.status])
        assert outcomes == ["rejected", "running"]
        assert (len(d.service.orders), await d.ledger.spent("user")) == (1, 6)


async def test_without_a_ledger_nothing_is_ordered() -> None:
    """No record, no POST."""
    async with desk() as d:
        d.ledger.unavailable = "full"
        result = await d.studio.generate(CAT)
        assert (
            result.status,
            result.error and result.error.kind,
            d.service.orders,
        ) == ("rejected", Kind.LEDGER_UNAVAILABLE, [])
        d.ledger.unavailable = None


async def test_a_fact_that_cannot_be_written_is_told_and_tried_again() -> None:
    """The disk fills between POST and answer: the task id is told, the wait goes on, and the ledger gets it later."""
    async with desk(seconds=20) as d:
        create = d.service.create

        async def fill_the_disk(request: CreateRequest) -> Any:
            d.ledger.unavailable = "full"
            return await create(request)

        d.service.create = fill_the_disk  # type: ignore[method-assign] # the moment between two calls
        result = await d.studio.submit(CAT, messenger=d.told)
        told = [news.notice for news in d.told.told if isinstance(news, Noticed)]
        assert [(notice.code, notice.facts["task_id"]) for notice in told] == [("ledger_unwritten", "task_1")]
        assert Stage.SENDING is (await d.studio.history())[0].generation.stage
        d.ledger.unavailable = None
        assert (await d.studio.wait(result.id)).ok
        assert Stage.SUCCEEDED is (await d.studio.history())[0].generation.stage


async def test_a_delivery_that_fails_is_tried_again() -> None:
    """And if it never works, the result is paid for, known, and left for a later resume."""
    store = MemoryStore()
    async with desk(store) as d:
        d.delivery.errors.append(error_for(Failure(kind=Kind.DELIVERY_FAILED)))
        wish = attrs.evolve(CAT, deliver_to="out")
        assert (await d.studio.generate(wish)).files
        d.delivery.errors.extend([error_for(Failure(kind=Kind.DELIVERY_FAILED))] * 9)
        result = await d.studio.generate(wish)
        assert (
            result.status,
            result.ok,
            result.error and result.error.kind,
        ) == ("succeeded", False, Kind.DELIVERY_FAILED)
    async with desk(store) as later:
        (resumed,) = await later.studio.resume()
        assert (result.id, True) == (resumed.id, bool(resumed.files))


def detail(*urls: str) -> Detail:
    """Return how a task stands whose results are at these addresses."""
    return Detail(tuple(MediaState(resource_status=1, status="success", media=Media(url=url)) for url in urls))


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_stored_address_is_a_hint(status: int) -> None:
    """Where it is refused, the task is asked once for those that hold now, and they are kept."""
    refused = error_for(Failure(kind=Kind.DELIVERY_FAILED, code=status))
    async with desk() as d:
        now = "https://results.example.com/now.png"
        d.service.detail_answers.extend([detail("https://results.example.com/old.png"), detail(now)])
        d.delivery.errors.append(refused)
        first = await d.studio.generate(attrs.evolve(CAT, deliver_to="out"))
        assert (first.ok, first.url, d.delivery.files[first.files[0]]) == (True, now, now)
        d.delivery.errors.append(refused)
        d.service.detail_answers.append(detail("https://results.example.com/new.png"))
        elsewhere = await d.studio.deliver(first, "there")
        assert (elsewhere.ok, elsewhere.url) == (True, "https://results.example.com/new.png")
        (row,) = await d.studio.history()
        assert row.generation.medias[0].url == elsewhere.url


@pytest.mark.parametrize(
    "answers",
    [[Denied(code=404, status=404)], [Detail(())], [], [detail("https://results.example.com/task_1-0.png")]],
    ids=["denied", "fewer", "the same", "the same, said"],
)
async def test_where_the_task_knows_no_better_it_is_given_up(answers: list[DetailAnswer]) -> None:
    """It was asked once; the result stays paid for, and known."""
    async with desk() as d:
        first = await d.studio.generate(CAT)
        refused = error_for(Failure(kind=Kind.DELIVERY_FAILED, code=403))
        d.delivery.errors.extend([refused, refused])
        d.service.detail_answers.extend(answers)
        later = await d.studio.deliver(first, "out")
        assert (later.ok, later.error and later.error.kind, later.credit) == (False, Kind.DELIVERY_FAILED, 6)
        assert len(d.service.detail_answers) == 0


async def test_the_same_request_brings_its_results_wherever_they_are_wanted() -> None:
    """Into another folder, under a name, and where they are already; it is paid once."""
    async with desk() as d:
        wish = attrs.evolve(CAT, deliver_to="out", request_id="one")
        places = ["out", "out/", "there", "there/cat.png", "out"]
        files = [(await d.studio.generate(attrs.evolve(wish, deliver_to=place))).files for place in places]
        assert files == [
            ("out/generation0001.png",),
            ("out/generation0001.png",),
            ("there/generation0001.png",),
            ("there/cat.png",),
            ("out/generation0001.png",),
        ]
        assert len(d.service.orders) == 1


async def test_one_file_is_for_one_result() -> None:
    """Several are refused before the order, with the folder that would do; so is a file that is there already."""
    async with desk() as d:
        with pytest.raises(WishRefused) as several:
            await d.studio.quote(attrs.evolve(CAT, n=2, deliver_to="out/cat.png"))
        assert (several.value.failure.kind, several.value.failure.choices) == (Kind.FOLDER_CLOSED, ("out/cat/",))
        wish = attrs.evolve(CAT, deliver_to="out/cat.png")
        assert (await d.studio.generate(wish)).files == ("out/cat.png",)
        with pytest.raises(WishRefused) as taken:
            await d.studio.generate(wish)
        assert taken.value.failure.kind is Kind.FOLDER_CLOSED
        assert len(d.service.orders) == 1


async def test_a_rejected_order_is_sent_again_only_where_its_results_have_a_place() -> None:
    """The folder may have been closed meanwhile."""
    async with desk() as d:
        d.service.create_answers.append(Denied(code=4008, status=200))
        wish = attrs.evolve(CAT, deliver_to="out", request_id="one")
        assert (await d.studio.generate(wish)).status == "rejected"
        d.delivery.closed.add("out")
        with pytest.raises(WishRefused):
            await d.studio.generate(wish)
        assert d.service.orders == []


async def test_delivered_files_that_are_gone_are_fetched_again() -> None:
    """Deleted by mistake: a later wait brings them back, or says that it can't."""
    async with desk() as d:
        result = await d.studio.generate(attrs.evolve(CAT, deliver_to="out"))
        d.delivery.files.clear()
        again = await d.studio.wait(result.id)
        assert (again.ok, list(again.files)) == (True, list(d.delivery.files))
        d.delivery.files.clear()
        d.delivery.errors.append(error_for(Failure(kind=Kind.DELIVERY_FAILED)))
        failed = await d.studio.wait(result.id)
        assert (failed.ok, failed.error and failed.error.kind) == (False, Kind.DELIVERY_FAILED)
        assert (await d.studio.wait(result.id)).ok


async def test_a_quote_above_the_cap_is_not_ordered() -> None:
    """Not even one that was made without it."""
    async with desk() as d:
        quote = await d.studio.quote(CAT)
        with pytest.raises(WishRefused) as refused:
            await d.studio.submit(attrs.evolve(CAT, max_points=5), quote=quote)
        assert (refused.value.failure.kind, d.service.orders) == (Kind.ABOVE_BUDGET, [])


async def test_results_that_finish_after_a_failure_are_collected() -> None:
    """One of two failed: the other is kept; asked again, both are there."""
    async with desk() as d:
        d.service.create_answers.append(Accepted(task_id="t"))
        d.service.detail_answers.append(Detail((*ready(1), MediaState(resource_status=2))))
        result = await d.studio.generate(attrs.evolve(CAT, n=2, deliver_to="out"))
        assert (result.status, len(result.medias), len(result.files)) == ("failed", 1, 1)
        d.service.detail_answers.append(Unanswered(why=Why.UNANSWERED))
        assert (await d.studio.wait(result.id)).status == "failed"
        d.service.detail_answers.append(Detail(ready(1, 2)))
        later = await d.studio.wait(result.id, messenger=d.told)
        assert (later.status, len(later.medias), len(later.files)) == ("succeeded", 2, 2)
        assert Ended is kinds(d.told.told)[-1]


async def test_what_a_dead_process_left_is_gone_on_with() -> None:
    """Created: waited for. In the POST: unknown. Nothing is ordered again."""
    store = MemoryStore()
    dead = open_desk(store, prefix="dead", seconds=50)
    created = await dead.studio.submit(CAT)
    stuck = asyncio.Event()

    async def hang(_: CreateRequest) -> Any:
        stuck.set()
        await asyncio.Event().wait()

    dead.service.create = hang  # type: ignore[method-assign, assignment] # a POST that never answers
    posting = asyncio.create_task(dead.studio.submit(attrs.evolve(CAT, prompt="a dog")))
    await stuck.wait()
    store.living.clear()  # kill -9
    async with desk(store) as d:
        d.service._tasks = dead.service._tasks
        unknown, done = sorted(await d.studio.resume(), key=lambda result: result.id != created.id, reverse=True)
        assert ("unknown", "succeeded", created.id) == (unknown.status, done.status, done.id)
        assert d.service.orders == []
        assert list(await d.studio.resume()) == []
    posting.cancel()
    await dead.studio.close()


async def test_another_living_process_is_watched_and_not_disturbed() -> None:
    """Its results are seen; when it dies, its generation is taken over."""
    store = MemoryStore()
    async with desk(store, prefix="a", seconds=30) as a, desk(store, prefix="b") as b:
        result = await a.studio.submit(CAT)
        assert list(await b.studio.resume()) == []
        seen, own = await asyncio.gather(b.studio.wait(result.id, messenger=b.told), a.studio.wait(result.id))
        assert (seen.medias, True) == (own.medias, seen.ok)
        assert [Ended] == kinds(b.told.told)
        second = await a.studio.submit(attrs.evolve(CAT, n=2))
        gave_up = await b.studio.wait(second.id, timeout=0)
        assert (gave_up.status, gave_up.wait_ended) == ("running", True)
        b.service._tasks = a.service._tasks
        taken = await b.studio.resume(take=second.id)
        assert [result.ok for result in taken] == [True]


async def test_what_another_process_writes_between_two_looks_is_not_missed() -> None:
    """It finishes just after its row was read, and never writes again."""
    store = MemoryStore()
    async with desk(store, prefix="a", seconds=30) as a, desk(store, prefix="b") as b:
        result = await a.studio.submit(CAT)
        find = b.ledger.find

        async def find_and_dawdle(account: str, name: str) -> Any:
            rows = await find(account, name)
            await a.studio.wait(result.id)
            return rows

        b.ledger.find = find_and_dawdle  # type: ignore[method-assign] # the moment between two calls
        assert (await b.studio.wait(result.id, timeout=60)).ok


async def test_whoever_takes_up_the_same_at_once_sees_the_same_end() -> None:
    """Waits and resumes of one dead process's generation: it is driven once, and everybody sees how it ends."""
    store = MemoryStore()
    dead = open_desk(store, prefix="dead")
    ways: list[Callable[[Desk, str], Awaitable[Any]]] = [
        lambda d, name: d.studio.wait(name),
        lambda d, _: d.studio.resume(),
    ]
    for take_up in ways:
        created = await dead.studio.submit(CAT)
        store.living.clear()  # kill -9
        async with desk(store) as d:
            d.service._tasks = dead.service._tasks
            async with asyncio.timeout(60):
                seen = await asyncio.gather(*(take_up(d, created.id) for _ in range(5)))
            results = [one for some in seen for one in (some if isinstance(some, list) else [some])]
            assert {(result.id, result.ok, result.wait_ended) for result in results} == {(created.id, True, False)}
    await dead.studio.close()


async def test_a_rejected_request_that_is_repeated_at_once_is_paid_once() -> None:
    """Everybody gets the one result."""
    async with desk() as d:
        wish = attrs.evolve(CAT, request_id="again")
        d.service.create_answers.append(Denied(code=4008, status=200, message="Insufficient points"))
        assert (await d.studio.generate(wish)).status == "rejected"
        orders = len(d.service.orders)
        async with asyncio.timeout(60):
            results = await asyncio.gather(*(d.studio.generate(wish) for _ in range(5)))
        assert {(result.ok, result.id) for result in results} == {(True, results[0].id)}
        assert len(d.service.orders) == orders + 1


@pytest.mark.parametrize("request_id", [None, "r"])
async def test_a_closed_studio_orders_nothing(request_id: str | None) -> None:
    """It says so at once, and nobody waits for ever."""
    d = open_desk()
    wish = attrs.evolve(CAT, request_id=request_id)
    quote = await d.studio.quote(wish)
    await d.studio.close()
    async with asyncio.timeout(60):
        for call in (d.studio.submit(wish, quote=quote), d.studio.quote(wish), d.studio.models(TaskType.TEXT_TO_IMAGE)):
            with pytest.raises(LedgerUnavailable, match="closed"):
                await call
    assert d.service.orders == []


async def test_a_task_id_that_comes_after_a_wrong_settling_is_kept() -> None:
    """The first process was taken for stuck and its order for not charged; then its answer came."""
    store = MemoryStore()
    async with desk(store, prefix="a") as a, desk(store, prefix="b") as b:
        create, settled = a.service.create, asyncio.Event()

        async def dawdle(request: CreateRequest) -> Any:
            (row,) = await b.studio.history()
            (taken,) = await b.studio.resume(take=row.generation.id)
            await b.studio.settle(taken.id)
            settled.set()
            return await create(CreateRequest(request.order, request.content))  # it had left before that

        a.service.create = dawdle  # type: ignore[method-assign] # the answer takes longer than a person's patience
        wish = attrs.evolve(CAT, request_id="T")
        result = await a.studio.generate(wish)
        assert (settled.is_set(), result.ok) == (True, True)
        assert (await a.studio.generate(wish)).id == result.id
        assert len(a.service.orders) == 1
        assert (await b.studio.history())[0].generation.held == result.generation.order.total


async def test_slow_downloads_keep_nobody_from_ordering_or_asking() -> None:
    """They have places of their own; so have uploads."""
    async with desk() as d:
        gate, begun = asyncio.Event(), list[Any]()
        fetch = d.delivery.fetch

        async def slowly(*arguments: Any) -> Any:
            begun.append(arguments)
            await gate.wait()
            return await fetch(*arguments)

        d.delivery.fetch = slowly  # type: ignore[method-assign, assignment] # a slow line
        d.clock.busy = lambda: False  # a download is nothing that time waits for here
        wish = attrs.evolve(CAT, deliver_to="out")
        slow = [asyncio.create_task(d.studio.generate(attrs.evolve(wish, prompt=str(nr)))) for nr in range(200)]
        async with asyncio.timeout(20):
            await until(lambda: len(begun) >= DELIVERIES_AT_ONCE)
            assert (await d.studio.generate(CAT)).ok
        gate.set()
        assert all(result.ok for result in await asyncio.gather(*slow))


async def test_a_clock_that_was_set_back_does_not_put_off_the_asking() -> None:
    """The process that ordered saw a later time than the one that goes on."""
    store = MemoryStore()
    dead = open_desk(store, prefix="dead")
    await dead.clock.sleep(86_400)
    created = await dead.studio.submit(CAT)
    store.living.clear()  # kill -9
    dead.studio.engine.scheduler.close()
    async with desk(store) as d:
        d.service._tasks = dead.service._tasks
        d.service._clock = dead.clock  # the vendor's time went on
        await dead.clock.sleep(60)
        (resumed,) = await d.studio.resume(timeout=600)
        assert (resumed.id, resumed.ok) == (created.id, True)
    await dead.studio.close()


async def test_a_messenger_that_cancels_or_hangs_harms_nobody() -> None:
    """Its own cancellation is no cancellation of ours; who waits for too little time is told alone."""

    class Cancelling:
        async def tell(self, _: News) -> None:
            raise asyncio.CancelledError

    async with desk(seconds=1000) as d:
        result = await d.studio.submit(CAT, messenger=Cancelling())
        early = await d.studio.wait(result.id, timeout=0, messenger=d.told)
        assert (early.wait_ended, kinds(d.told.told)) == (True, [WaitEnded])
        other = MemoryMessenger()
        waiting = asyncio.create_task(d.studio.wait(result.id, timeout=5000, messenger=other))
        await d.studio.wait(result.id, timeout=0)
        assert (await waiting).ok
        assert WaitEnded not in kinds(other.told)


async def test_who_resumes_while_it_is_closed_is_let_go() -> None:
    """Nobody waits for what is driven no more; it is left for a later resume."""
    store = MemoryStore()
    dead = open_desk(store, prefix="dead")
    created = await dead.studio.submit(CAT)
    store.living.clear()  # kill -9
    d = open_desk(store)
    claim = d.ledger.claim

    async def claim_and_close(generation_id: str, *, force: bool = False) -> Any:
        row = await claim(generation_id, force=force)
        await d.studio.close()
        return row

    d.ledger.claim = claim_and_close  # type: ignore[method-assign] # the moment between two calls
    with pytest.raises(LedgerUnavailable, match="closed"):
        await d.studio.resume()
    async with desk(store) as later:
        later.service._tasks = dead.service._tasks
        (resumed,) = await later.studio.resume()
        assert (resumed.id, resumed.ok) == (created.id, True)
    await dead.studio.close()


async def close_during(d: Desk, wish: Wish, stuck: asyncio.Event) -> None:
    """Order, close the studio as soon as the order is stuck, and see that who ordered is told so."""
    ordering = asyncio.create_task(d.studio.submit(wish))
    await stuck.wait()
    await d.studio.close()
    with pytest.raises(asyncio.CancelledError):
        await ordering


async def test_closing_starts_nothing_and_loses_nothing() -> None:
    """A POST in flight gets a second to answer, then nobody knows; what was not sent was not sent."""
    store = MemoryStore()
    d = open_desk(store)
    stuck = asyncio.Event()

    async def hang(_: CreateRequest) -> Any:
        stuck.set()
        await asyncio.Event().wait()

    d.service.create = hang  # type: ignore[method-assign, assignment] # a POST that never answers
    await close_during(d, CAT, stuck)
    async with desk(store) as later:
        (row,) = await later.studio.history()
        assert Stage.UNKNOWN is row.generation.stage


async def test_a_post_in_flight_gets_a_moment_to_answer() -> None:
    """An answer that comes while the studio closes is recorded: nobody has to settle what is known."""
    store = MemoryStore()
    d = open_desk(store)
    asked, answer = asyncio.Event(), asyncio.Event()
    create = d.service.create

    async def answer_late(request: CreateRequest) -> Any:
        asked.set()
        await answer.wait()
        return await create(request)

    d.service.create = answer_late  # type: ignore[method-assign] # an answer that takes its time
    ordering = asyncio.create_task(d.studio.submit(CAT))
    await asked.wait()
    closing = asyncio.create_task(d.studio.close())
    for _ in range(50):  # turns of the loop: more than it takes to cancel somebody
        await asyncio.sleep(0)
    answer.set()
    await closing
    assert (await ordering).generation.task_id == "task_1"
    async with desk(store) as later:
        (row,) = await later.studio.history()
        assert (row.generation.stage, row.generation.task_id) == (Stage.CREATED, "task_1")


async def test_closing_during_an_upload_leaves_no_trace() -> None:
    """Nothing was sent, so there is nothing to resume."""
    store = MemoryStore()
    d = open_desk(store)
    d.uploads.files["a.png"] = PICTURE
    stuck = asyncio.Event()

    async def hang(_: Input) -> Any:
        stuck.set()
        await asyncio.Event().wait()

    d.uploads.put = hang  # type: ignore[method-assign, assignment] # an upload that never ends
    await close_during(d, Wish(prompt="x", model="香蕉", inputs=(Input("a.png"),)), stuck)
    async with desk(store) as later:
        assert list(await later.studio.history()) == []


async def test_looking_back_and_forgetting() -> None:
    """History is newest first; what is forgotten keeps its points; unknown names are refused."""
    async with desk() as d:
        first = await d.studio.generate(CAT)
        second = await d.studio.generate(CAT)
        assert [second.id, first.id] == [row.generation.id for row in await d.studio.history()]
        assert list(await d.studio.history(unfinished=True)) == []
        await d.studio.forget(first.id)
        assert await d.ledger.spent("user") == 12
        for refuse in (d.studio.forget, d.studio.wait, d.studio.settle):
            with pytest.raises(WishRefused) as refused:
                await refuse("nothing")
            assert Kind.NOT_FOUND is refused.value.failure.kind


@pytest.mark.parametrize(("keep_prompts", "kept"), [(False, None), (True, "a cat")])
async def test_a_prompt_is_kept_where_the_person_says_so(kept: str | None, *, keep_prompts: bool) -> None:
    """The prompt alone stands in the history, for later processes too, until it is forgotten."""
    store = MemoryStore()
    async with desk(store, keep_prompts=keep_prompts) as d:
        result = await d.studio.generate(CAT, messenger=d.told)
        assert result.generation.prompt == kept
        assert "a cat" not in repr((result, d.told.told, store, d.journal.lines))
    async with desk(store) as later:
        assert [row.generation.prompt for row in await later.studio.history()] == [kept]
        await later.studio.forget(result.id)
        assert [row.generation.prompt for row in await later.studio.history()] == [None]


@pytest.mark.parametrize(("first", "then"), [(True, False), (False, True), (True, True)])
async def test_a_rejected_request_that_is_repeated_keeps_its_prompt(*, first: bool, then: bool) -> None:
    """Once either of them says so, and once."""
    store, wish = MemoryStore(), attrs.evolve(CAT, request_id="T")
    async with desk(store, keep_prompts=first) as d:
        d.service.create_answers.append(Denied(code=4008))
        assert (await d.studio.generate(wish)).status == "rejected"
    async with desk(store, keep_prompts=then) as later:
        assert (await later.studio.generate(wish)).ok
    (kept,) = store.kept.values()
    assert kept.generation.prompt == "a cat"
    assert [getattr(entry.event, "prompt", None) for entry in kept.entries].count("a cat") == 1


def test_whether_prompts_are_kept_is_yes_or_no() -> None:
    """A word is refused: "no" would count as yes."""
    with pytest.raises(TypeError, match=r"Identity\.keep_prompts must be True or False, not 'no'\."):
        Identity(account="a", user="u", keep_prompts="no", new_id=str, purses=lambda _: {})  # type: ignore[arg-type] # wrong


async def test_what_cannot_be_ordered_raises_before_anything_is_sent() -> None:
    """Bad values, no answer for the price list."""
    async with desk() as d:
        with pytest.raises(WishRefused):
            await d.studio.generate(attrs.evolve(CAT, params={"size": "3K"}))
        d.service.catalog_errors.append(error_for(Failure(kind=Kind.NETWORK)))
        with pytest.raises(ServiceUnavailable):
            await d.studio.generate(CAT)
        assert d.service.orders == []


async def test_many_at_once_are_each_charged_once() -> None:
    """Five hundred generations in one heap."""
    async with desk(seconds=30) as d:
        results = await asyncio.gather(*(d.studio.generate(CAT) for _ in range(500)))
        assert (sum(result.ok for result in results), len(d.service.orders)) == (500, 500)
        assert await d.ledger.spent("user") == 3000


async def test_a_defect_in_one_step_is_raised_to_who_waits() -> None:
    """It ends nobody else's generation."""

    async def broken(_: str) -> Any:
        raise ZeroDivisionError

    async with desk(seconds=5) as d:
        result = await d.studio.submit(CAT)
        d.service.detail = broken  # type: ignore[method-assign, assignment] # a defect
        with pytest.raises(ZeroDivisionError):
            await d.studio.wait(result.id)


def test_desks_are_made_apart() -> None:
    """Two desks share nothing unless told to."""

    async def stores() -> tuple[Desk, Desk]:
        return open_desk(), open_desk()

    one, other = asyncio.run(stores())
    assert one.ledger.store is not other.ledger.store


async def test_a_whole_name_counts_for_more_than_a_beginning() -> None:
    """An id that begins with the name of another order does not make that order ambiguous."""
    async with desk() as d:
        await d.studio.generate(CAT)
        meant = await d.studio.generate(attrs.evolve(CAT, prompt="a dog", request_id="generation"))
        assert (await d.studio.wait("generation")).id == meant.id
        with pytest.raises(WishRefused):
            await d.studio.wait("generatio")


async def test_results_can_be_fetched_wherever_one_likes() -> None:
    """Into another folder than the order's, noted in the ledger; what can't be fetched, or isn't there, is told as such."""
    async with desk() as d:
        result = await d.studio.generate(CAT)
        fetched = await d.studio.deliver(result, "out")
        assert (fetched.ok, list(fetched.files)) == (True, list(d.delivery.files))
        assert (await d.studio.wait(result.id)).files == fetched.files
        assert await d.studio.deliver(fetched, "out") == fetched
        d.delivery.errors.append(error_for(Failure(kind=Kind.DELIVERY_FAILED)))
        lost = await d.studio.deliver(result, "elsewhere")
        assert (lost.error is not None and lost.error.kind, lost.files) == (Kind.DELIVERY_FAILED, ())
        d.service.create_answers.append(Denied(code=4008))
        nothing = await d.studio.generate(CAT)
        assert await d.studio.deliver(nothing, "out") == nothing


async def test_closing_while_the_intent_is_being_committed_takes_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is committed but was never sent is recorded as not ordered: it holds no points, and nobody has to settle it."""
    monkeypatch.setattr("imastudio.adapters.engine.engine.GRACE_S", 0.0)
    store = MemoryStore()
    d = open_desk(store)
    begin, committed = d.ledger.begin, asyncio.Event()

    async def begin_slowly(*given: Any, **named: Any) -> Any:
        await begin(*given, **named)
        committed.set()
        await asyncio.Event().wait()  # until it is cancelled, which is told after the commit

    monkeypatch.setattr(d.ledger, "begin", begin_slowly)
    await close_during(d, CAT, committed)
    async with desk(store) as later:
        (row,) = await later.studio.history()
        assert (row.generation.stage, row.generation.open, row.generation.held) == (Stage.REJECTED, False, 0)
        assert await later.studio.spent("user") == 0
    assert d.service.orders == []


async def test_no_wait_is_told_as_less_than_nothing() -> None:
    """The clock was set back after the order: what is told of the wait begins at 0."""
    store = MemoryStore()
    dead = open_desk(store, prefix="dead", seconds=60)
    await dead.clock.sleep(86_400)
    await dead.studio.submit(CAT)
    store.living.clear()  # kill -9
    dead.studio._engine.scheduler.close()
    async with desk(store) as d:
        d.service._tasks = dead.service._tasks
        d.service._clock = dead.clock  # the vendor's time went on
        await dead.clock.sleep(3600)
        told = d.told
        (resumed,) = await d.studio.resume(timeout=600, messenger=told)
        assert resumed.elapsed >= 0
        assert all(news.elapsed >= 0 for news in told.told if isinstance(news, Progressed | WaitEnded))
    await dead.studio.close()


async def test_a_few_of_one_model_are_found_without_reading_the_whole_ledger() -> None:
    """However far back they are, and no more of them than are wanted."""
    async with desk() as d:
        old = await d.studio.generate(Wish("a song", task_type="text_to_music", model="GenSong"))
        new = [await d.studio.generate(Wish(f"picture {number}", model="SeeDream 4.5")) for number in range(20)]
        read: list[int | None] = []
        rows = d.ledger.rows

        async def noted(query: "Query") -> "Sequence[Row]":
            read.append(query.limit)
            return await rows(query)

        d.ledger.rows = noted  # type: ignore[method-assign] # a test's own
        (latest,) = await d.studio.history(model="SeeDream 4.5", limit=1)
        assert (latest.generation.id, read) == (new[-1].id, [1])
        found = await d.studio.history(model="GenSong", limit=1)
        assert ([row.generation.id for row in found], read) == ([old.id], [1, 1, 8, 64])
        assert len(await d.studio.history(model="SeeDream 4.5")) == 20


@pytest.mark.parametrize(
    "call",
    [
        lambda studio: studio.wait(None),
        lambda studio: studio.history(limit="3"),
        lambda studio: studio.price("a promo with music"),
        lambda studio: studio.run(plan_words("a promo with music, starring a fox")),
        lambda studio: studio.generate(Wish("a fox"), quote=5),
        lambda studio: studio.generate("a fox"),
    ],
)
async def test_what_an_argument_must_be_is_told_at_the_call(call: "Callable[[Any], Awaitable[object]]") -> None:
    """With what would do."""
    async with desk() as d:
        with pytest.raises(TypeError, match=r"must be|is wanted"):
            await call(d.studio)
        with pytest.raises(ValueError, match="text_to_image, image_to_image"):
            await d.studio.models("image")


@pytest.mark.parametrize(
    "call",
    [
        lambda studio: studio.quote(CAT),
        lambda studio: studio.submit(CAT),
        lambda studio: studio.generate(CAT),
        lambda studio: studio.wait("generation0001"),
        lambda studio: studio.resume(),
        lambda studio: studio.history(),
        lambda studio: studio.budgets(),
        lambda studio: studio.close(),
    ],
    ids=lambda call: call.__code__.co_names[0],
)
async def test_in_another_event_loop_nothing_is_sent(call: Callable[[Any], Awaitable[Any]]) -> None:
    """It is told at the call: there an order might leave, and its answer be lost."""

    async def elsewhere() -> None:
        with pytest.raises(RuntimeError, match="event loop"):
            await call(d.studio)

    async with desk() as d:
        await d.studio.generate(CAT)
        await asyncio.to_thread(asyncio.run, elsewhere())
        assert len(d.service.orders) == 1
        assert (await d.studio.generate(attrs.evolve(CAT, prompt="a hen"))).ok
