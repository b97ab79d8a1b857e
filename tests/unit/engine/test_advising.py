"""Advice through the studio, at the quote, at the end and later; and the pace of what is told, by a clock turned by hand."""

import attrs
import pytest

from imastudio.adapters.engine.advisor import FRESH, Advisor
from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.adapters.messengers.chat import Chat
from imastudio.adapters.messengers.payloads import Payload
from imastudio.domain.kernel.errors import ServiceUnavailable, WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.answers import Denied, Detail, MediaState
from imastudio.domain.lifecycle.events import Created, Entry, Failed, Intended, Sending
from imastudio.domain.lifecycle.generation import Generation, fold
from imastudio.domain.lifecycle.news import Ended, News, Progressed
from imastudio.domain.orders import Scope, Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.advice import NO_ADVICE
from imastudio.domain.quoting.scopes import BANANA_2, BANANA_PRO
from imastudio.testing.strategies import an_order
from tests.studios import Desk, desk

CAT = Wish(prompt="a cat", model="gemini-3.1-flash-image")
BROKEN = Detail((MediaState(resource_status=2),))
OFFERED = [("SeeDream 4.5", 5), ("Nano Banana Pro", 10)]


def told_end(news: list[News]) -> Ended:
    """Return the end that was told."""
    (end,) = [piece for piece in news if isinstance(piece, Ended)]
    return end


async def test_a_quote_comes_with_advice() -> None:
    """Found in the same list, without another question."""
    async with desk() as d:
        quote = await d.studio.quote(CAT)
        assert quote.advice is not None
        assert [(one.model_name, one.points) for one in quote.advice.instead] == OFFERED
        catalog = await d.studio.models(TaskType.TEXT_TO_IMAGE)
        assert (await d.studio.quote(CAT, catalog=catalog)).advice is None


async def test_a_failure_is_told_with_alternatives() -> None:
    """In the news and in the result."""
    async with desk() as d:
        d.service.detail_answers.append(BROKEN)
        result = await d.studio.generate(CAT, messenger=d.told)
        assert [(one.model_name, one.points) for one in told_end(d.told.told).advice.instead] == OFFERED
        assert [(one.model_name, one.points) for one in result.alternatives] == OFFERED


async def test_no_alternatives_where_the_account_must_be_seen_to() -> None:
    """Decision 16."""
    async with desk() as d:
        d.service.create_answers.append(Denied(code=4008))
        result = await d.studio.generate(CAT)
        assert (result.status, result.alternatives) == ("rejected", ())


async def test_alternatives_of_what_was_asked_about_later() -> None:
    """Of an ended generation they are found again, from a new list."""
    async with desk() as d:
        d.service.detail_answers.extend([BROKEN, BROKEN])
        result = await d.studio.generate(CAT)
        again = await d.studio.wait(result.id, messenger=d.told)
        assert [(one.model_name, one.points) for one in again.alternatives] == OFFERED
        assert told_end(d.told.told).advice == again.advice


async def test_alternatives_stay_within_the_scope_of_the_order() -> None:
    """An order from the circle of Nano Banana gets its models alone, also when it is asked about later."""
    async with desk() as d:
        d.service.detail_answers.extend([BROKEN, BROKEN])
        result = await d.studio.generate(attrs.evolve(CAT, scope=Scope.NANO_BANANA))
        again = await d.studio.wait(result.id)
        assert again.alternatives
        assert {one.model_id for one in again.alternatives} <= {BANANA_2, BANANA_PRO}


async def test_without_a_list_there_is_no_advice_and_no_other_failure() -> None:
    """The end is told all the same."""
    async with desk() as d:
        d.service.detail_answers.extend([BROKEN, BROKEN])
        result = await d.studio.generate(CAT)
        d.service.catalog_errors.append(ServiceUnavailable(Failure(kind=Kind.NETWORK)))
        again = await d.studio.wait(result.id)
        assert (again.status, again.advice) == ("failed", NO_ADVICE)


def _failed() -> Generation:
    order = an_order(version_id="nano banana 2")
    failed = Failed(Failure(kind=Kind.GENERATION_FAILED))
    events = (Intended(order), Sending(), Created(task_id="t"), failed)
    return fold("g1", [Entry(1.0, event) for event in events])


async def test_many_failures_ask_for_one_list() -> None:
    """For a minute; then for a new one."""
    async with desk() as d:
        advisor = Advisor(d.service, d.clock)
        first = await advisor.about(_failed())
        assert first.instead != ()
        d.service.catalog_errors.append(ServiceUnavailable(Failure(kind=Kind.NETWORK)))
        assert await advisor.about(_failed()) == first
        await d.clock.sleep(FRESH + 1)
        assert await advisor.about(_failed()) == NO_ADVICE
        assert await advisor.about(attrs.evolve(_failed(), failure=None)) == NO_ADVICE


async def test_a_defect_in_the_advice_keeps_no_end_from_being_told() -> None:
    """It is noted."""
    async with desk(MemoryStore()) as d:
        catalog = await d.studio.models(TaskType.TEXT_TO_IMAGE)
        quote = await d.studio.quote(CAT, catalog=catalog)
        d.service.detail_answers.append(BROKEN)
        d.service.catalog_errors.append(RuntimeError("defect"))
        result = await d.studio.generate(CAT, quote=quote, messenger=d.told)
        assert (result.status, told_end(d.told.told).advice) == ("failed", NO_ADVICE)
        assert "advice_failed" in [event for event, _ in d.journal.lines]


async def test_a_refusal_is_answered_with_what_there_is() -> None:
    """The studio knows the list, so the refusal names the models that can do it."""
    async with desk() as d:
        with pytest.raises(WishRefused) as caught:
            await d.studio.quote(Wish(prompt="x", model="midjourney", params={"aspect_ratio": "16:9"}))
        assert "SeeDream 4.5" in str(caught.value)


# ---- the pace


async def _conversation(d: Desk, wish: Wish) -> list[tuple[float, Payload]]:
    """Order, and return what a chat got, each with the seconds since the order was made."""
    got: list[tuple[float, Payload]] = []
    began = d.clock.now()

    async def send(payload: Payload) -> None:
        got.append((round(d.clock.now() - began, 1), payload))

    await d.studio.generate(wish, messenger=Chat(send, language="zh"))
    return got


@pytest.mark.parametrize(
    ("wish", "seconds", "instants"),
    [
        (CAT, 50.0, [15.0, 30.0, 45.0]),
        (attrs.evolve(CAT, model="doubao-seedream-4.5"), 50.0, [20.0, 40.0]),
        (attrs.evolve(CAT, model="gemini-3-pro-image"), 100.0, [30.0, 60.0, 90.0]),
        (attrs.evolve(CAT, model="midjourney"), 60.0, [25.0, 50.0]),
        (Wish(prompt="x", task_type=TaskType.TEXT_TO_VIDEO, model="kling-video-o1"), 190.0, [60.0, 120.0, 180.0]),
        (Wish(prompt="x", task_type=TaskType.TEXT_TO_VIDEO), 70.0, [30.0, 60.0]),
        (Wish(prompt="x", task_type=TaskType.TEXT_TO_MUSIC), 31.0, [15.0, 30.0]),
        (Wish(prompt="x", task_type=TaskType.TEXT_TO_SPEECH), 25.0, [10.0, 20.0]),
    ],
)
async def test_the_first_word_at_once_and_then_at_the_models_pace(
    wish: Wish, seconds: float, instants: list[float]
) -> None:
    """Started at once, told at the model's interval, and the end as soon as it is known."""
    async with desk(seconds=seconds) as d:
        got = await _conversation(d, wish)
    texts = [(at, payload.get("text", "")) for at, payload in got]
    assert (texts[0][0], "开始" in texts[0][1]) == (0.0, True)
    assert [at for at, text in texts if text.startswith("⏳")] == instants
    shown = [(at, payload) for at, payload in got if "media" in payload]
    assert shown[0][0] >= seconds
    assert shown[0][1]["caption"].startswith("✅")
    assert not any(text.startswith("⏳") for _, text in texts[texts.index((shown[0][0], "")) :])


async def test_a_short_task_is_not_told_about_in_between() -> None:
    """Expected within 20 s: only its start and its end."""
    async with desk(seconds=60.0) as d:
        quote = await d.studio.quote(CAT)
        short = attrs.evolve(quote.order, estimate=attrs.evolve(quote.order.estimate, highest=19))
        await d.studio.generate(CAT, quote=attrs.evolve(quote, order=short), messenger=d.told)
    assert [piece for piece in d.told.told if isinstance(piece, Progressed)] == []
