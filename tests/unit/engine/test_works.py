"""Works over a world in memory: priced exactly, ordered once, stopped where what was agreed to can't be had, gone on with."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import pytest

from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.adapters.memory.works import MemoryWorks
from imastudio.domain.kernel.errors import ServiceUnavailable, WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.answers import Denied, Detail, MediaState
from imastudio.domain.messages.error_translation import say_failure
from imastudio.domain.messages.works import say_work
from imastudio.domain.orders import CreateRequest, Input, Media
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.catalog import Catalog, Rule
from imastudio.domain.quoting.rules import cheapest
from imastudio.domain.works.news import (
    FilmLeftOut,
    FilmMade,
    FilmStarted,
    StepEnded,
    StepRefused,
    StepStarted,
    WorkEnded,
    WorkNews,
    WorkStarted,
)
from imastudio.domain.works.outcome import WorkOutcome
from imastudio.domain.works.planning import Plan
from imastudio.domain.works.progress import StepStatus, progress_of
from imastudio.domain.works.recipes import plan as plan_words
from imastudio.domain.works.record import record_of
from imastudio.domain.works.work import Film, Shot, Work
from tests.studios import Desk, desk
from tests.works import a_promo, a_step

FAILED = Detail((MediaState(resource_status=2, status="failed", media=Media()),))


class Told(list[WorkNews]):
    """What was told, in order."""

    async def tell(self, news: WorkNews) -> None:
        """Keep it."""
        self.append(news)


async def priced(d: Desk, work: Work | None = None) -> Plan:
    """Return the plan of a work, of the promo unless told."""
    return await d.studio.price(work or a_promo())


async def run(d: Desk, plan: Plan, **how: Any) -> WorkOutcome:
    """Run a plan into a folder."""
    return await d.studio.run(plan, **({"work_id": "w1", "deliver_to": "out"} | how))


def made(d: Desk) -> list[str]:
    """Return the prompts of what was ordered."""
    return [request.content.prompt for request in d.service.orders]


def request_of(d: Desk, prompt: str) -> CreateRequest:
    """Return the order of a prompt."""
    (request,) = [request for request in d.service.orders if request.content.prompt == prompt]
    return request


def with_points(catalog: Catalog, points: int) -> Catalog:
    """Return a catalogue in which everything costs so much."""

    def rule(one: Rule) -> Rule:
        return attrs.evolve(one, points=points)

    leaves = tuple(attrs.evolve(leaf, rules=tuple(map(rule, leaf.rules))) for leaf in catalog.leaves)
    return attrs.evolve(catalog, leaves=leaves)


async def test_a_work_is_priced_exactly_before_its_inputs_exist() -> None:
    """And nobody looks for them."""
    async with desk() as d:
        plan = await priced(d)
        given = Input("https://x.example/hero.png")
        wishes = [attrs.evolve(step.wish, inputs=(given,) * len(step.inputs)) for step in a_promo().steps]
        singles = [await d.studio.quote(wish) for wish in wishes]
        assert plan.total == sum(single.order.total for single in singles)
        assert d.service.orders == []


async def test_a_step_that_cannot_be_ordered_is_named() -> None:
    """Before anything is spent."""
    async with desk() as d:
        work = Work(steps=(a_step("hero", TaskType.TEXT_TO_IMAGE, params={"size": "9K"}),))
        with pytest.raises(WishRefused) as refused:
            await priced(d, work)
        assert (refused.value.failure.kind, refused.value.failure.facts["step"]) == (Kind.VALUE_NOT_OFFERED, "hero")


async def test_lengths_that_were_left_open_make_the_film_long_enough() -> None:
    """Chosen among those that are offered, and priced so."""
    async with desk() as d:
        plan = await priced(d, a_promo(seconds=20.0))
        assert [plan.orders[name].params["duration"] for name in ("run", "nap")] == [10, 10]


async def test_whoever_wants_it_cheap_pays_the_least_for_lengths_and_music() -> None:
    """Of all models and lengths that make the film long enough; a model that a person named stays."""
    async with desk() as d:
        usual = await d.studio.price(promo_of("a promo video with music, starring a fox, 2 shots, 10 seconds"))
        cheap = await d.studio.price(
            promo_of("a promo video with music, starring a fox, 2 shots, 10 seconds, cheapest")
        )
        assert cheap.total < usual.total
        assert cheap.film_seconds == 10
        shots = [cheap.orders[name] for name in ("shot1", "shot2")]
        assert sum(float(str(order.params["duration"]).rstrip("s")) for order in shots) >= 10
        offers = [
            (float(str(value)), offer.rule.points)
            for leaf in d.service.catalogs[TaskType.IMAGE_TO_VIDEO].leaves
            if (field := leaf.field("duration")) is not None
            for value in field.values
            if (offer := cheapest(leaf, {"duration": value})) is not None
        ]
        pairs = [(a[1] + b[1]) for a in offers for b in offers if a[0] + b[0] >= 10]
        assert sum(order.total for order in shots) == min(pairs)
        music = d.service.catalogs[TaskType.TEXT_TO_MUSIC]
        prices = [offer.rule.points for leaf in music.leaves if (offer := cheapest(leaf)) is not None]
        assert cheap.orders["bgm"].total == min(prices)
        named = await d.studio.price(promo_of("a promo with music, starring a fox, 1 shot, cheapest, use GenBGM"))
        assert named.orders["bgm"].model_id == "GenBGM"


async def test_music_whose_usual_model_is_gone_is_another_s() -> None:
    """Where nobody named it; instrumental all the same."""
    async with desk() as d:
        music = d.service.catalogs[TaskType.TEXT_TO_MUSIC]
        left = tuple(leaf for leaf in music.leaves if leaf.model_id != "GenBGM")
        d.service.catalogs[TaskType.TEXT_TO_MUSIC] = attrs.evolve(music, leaves=left)
        plan = await d.studio.price(promo_of("a promo video with music, starring a fox, 1 shot"))
        order = plan.orders["bgm"]
        assert (order.model_id, order.params["make_instrumental"]) == ("sonic", True)
        with pytest.raises(WishRefused) as refused:
            await d.studio.price(promo_of("a promo video with music, starring a fox, 1 shot, use GenBGM"))
        assert (refused.value.failure.kind, refused.value.failure.facts["step"]) == (Kind.MODEL_UNKNOWN, "bgm")
        d.service.catalogs[TaskType.TEXT_TO_MUSIC] = attrs.evolve(music, leaves=())
        with pytest.raises(WishRefused):
            await d.studio.price(promo_of("a promo video with music, starring a fox, 1 shot"))


async def test_a_saved_model_goes_before_the_usual_one() -> None:
    """Where it can do the job; one that is named goes before it, and what is cheapest is."""
    async with desk() as d:
        await d.studio.save_model([TaskType.TEXT_TO_MUSIC], "sonic")
        for brief, model in (
            ("a promo video with music, starring a fox, 1 shot", "sonic"),
            ("a music video about a fox, 1 shot", "sonic"),
            ("a promo video with music, starring a fox, 1 shot, use GenBGM", "GenBGM"),
        ):
            plan = await d.studio.price(promo_of(brief))
            (music,) = [order for order in plan.orders.values() if order.task_type is TaskType.TEXT_TO_MUSIC]
            assert music.model_id == model
        assert plan_words("a promo video with music, starring a fox") is not None


def promo_of(brief: str) -> Work:
    """Return the work of a brief."""
    work = plan_words(brief)
    assert work is not None
    return work


async def test_a_cap_of_the_work_itself_holds() -> None:
    """Whatever else is agreed to."""
    async with desk() as d:
        plan = await priced(d, attrs.evolve(a_promo(), max_points=1))
        with pytest.raises(WishRefused) as refused:
            await run(d, plan, max_points=10_000)
        assert (refused.value.failure.kind, d.service.orders) == (Kind.ABOVE_BUDGET, [])


async def test_a_work_is_ordered_step_by_step() -> None:
    """What can begin at once does; the shots start from the hero's address; each is ordered once, and told once."""
    told = Told()
    async with desk() as d:
        plan = await priced(d)
        outcome = await run(d, plan, on_news=told.tell)
        assert sorted(made(d)[:2]) == sorted(["一只柴犬旺财", "轻快的木吉他"])
        assert sorted(made(d)) == sorted(step.wish.prompt for step in a_promo().steps)
        hero = request_of(d, "一只柴犬旺财")
        address = f"https://results.example.com/task_{d.service.orders.index(hero) + 1}-0.png"
        assert [sent.url for sent in request_of(d, "旺财跑过草地").content.sent] == [address]
        assert (outcome.status, outcome.exit_code, outcome.credit, outcome.film) == (
            "done",
            0,
            plan.total,
            "out/film.mp4",
        )
        assert await d.studio.spent("work:w1") == plan.total
        assert [clip.path for clip in d.films.edits["out/film.mp4"].clips] == [
            outcome.results[name].files[0] for name in ("run", "nap")
        ]
    ended = [news for news in told if isinstance(news, StepEnded)]
    assert [(news.done, news.count) for news in ended] == [(number, 4) for number in range(1, 5)]
    assert [type(news) for news in told if not isinstance(news, StepEnded | StepStarted)] == [
        WorkStarted,
        FilmStarted,
        FilmMade,
        WorkEnded,
    ]
    assert len([news for news in told if isinstance(news, StepStarted)]) == 4
    assert [news for news in told if len(repr(news)) > 500] == []
    shown = f"Plan(Work(hero, run, nap, bgm, film), {plan.total} points)"
    assert (repr(plan), repr(outcome)) == (shown, f"WorkOutcome('w1', {plan.total} points, film='out/film.mp4')")
    assert repr(outcome.record) == "WorkRecord('w1', Work(hero, run, nap, bgm, film))"


async def test_the_words_of_a_work_go_with_its_end() -> None:
    """Its models and points stay; run again, nothing is ordered and the same is told."""
    async with desk() as d:
        plan = await priced(d)
        await run(d, plan)
        record = d.works.records["w1"]
        assert (record.readable, record.agreed, record.film) == (False, plan.total, "out/film.mp4")
        assert not any(step.wish.prompt for step in record.work.steps)
        again = await run(d, plan)
        assert (again.status, again.film, len(d.service.orders)) == ("done", "out/film.mp4", 4)


async def test_words_are_kept_on_purpose() -> None:
    """As a person wants it for all prompts."""
    async with desk(keep_prompts=True) as d:
        await run(d, await priced(d))
        assert d.works.records["w1"].work.title == "旺财的早晨"


async def test_more_than_the_cap_is_refused_at_once() -> None:
    """Nothing is ordered, and nothing kept."""
    async with desk(purses={"user": 10}) as d:
        plan = await priced(d)
        for cap in (plan.total - 1, None):
            with pytest.raises(WishRefused) as refused:
                await run(d, plan, max_points=cap)
            assert refused.value.failure.kind is Kind.ABOVE_BUDGET
        assert (d.service.orders, d.works.records) == ([], {})


async def test_a_failed_shot_stops_nothing_else_and_is_left_out() -> None:
    """The film is made of what there is; the words stay, so that the shot can be had anew."""
    async with desk() as d:
        plan = await priced(d)
        answered = _fails(d, "旺财跑过草地")
        outcome = await run(d, plan)
        assert answered()
        assert dict(outcome.progress.statuses) == {
            "hero": StepStatus.DONE,
            "run": StepStatus.FAILED,
            "nap": StepStatus.DONE,
            "bgm": StepStatus.DONE,
        }
        assert (outcome.status, outcome.exit_code, outcome.film) == ("failed", 1, "out/film.mp4")
        assert [notice.facts["step"] for notice in outcome.notices if notice.code == "film_left_out"] == ["run"]
        proposal = await d.studio.works.propose("w1", redo=["run"])
        assert (proposal.to_pay, proposal.needs_agreement, proposal.moved) == (plan.orders["run"].total, True, ("run",))
        again = await d.studio.works.resume("w1", agreed=proposal)
        assert (again.status, again.credit, len(d.service.orders)) == ("done", plan.total + proposal.to_pay, 5)
        assert again.record.agreed == again.credit
        assert again.film == "out/film.mp4"
        assert len(d.films.edits["out/film.mp4"].clips) == 2


def _fails(d: Desk, prompt: str) -> Callable[[], bool]:
    """Let the task of a prompt fail, once; return what tells whether it did."""
    detail = d.service.detail
    failed: list[str] = []

    async def answer(task_id: str) -> Any:
        number = int(task_id.removeprefix("task_"))
        if d.service.orders[number - 1].content.prompt == prompt and not failed:
            failed.append(task_id)
            return FAILED
        return await detail(task_id)

    d.service.detail = answer  # type: ignore[method-assign] # a test's own vendor
    return lambda: bool(failed)


async def test_a_price_that_moves_stops_the_work_until_somebody_agrees() -> None:
    """What runs is waited for; nothing is ordered at another price, dearer or cheaper."""
    for points in (1, 500):
        async with desk() as d:
            plan = await priced(d)
            told = Told()

            async def moves(news: WorkNews, d: Desk = d, told: Told = told, points: int = points) -> None:
                await told.tell(news)
                if isinstance(news, StepStarted) and news.step == "hero":
                    catalog = d.service.catalogs[TaskType.IMAGE_TO_VIDEO]
                    d.service.catalogs[TaskType.IMAGE_TO_VIDEO] = with_points(catalog, points)

            outcome = await run(d, plan, on_news=moves)
            assert sorted(made(d)) == sorted(["一只柴犬旺财", "轻快的木吉他"])
            assert (outcome.status, outcome.exit_code, outcome.film) == ("stopped", 3, None)
            assert outcome.stopped_by is not None
            assert outcome.stopped_by.kind is Kind.PRICE_MOVED
            assert [news.stops for news in told if isinstance(news, StepRefused)] == [True, True]
            assert (await d.studio.works.resume("w1")).status == "stopped"
            assert len(d.service.orders) == 2
            proposal = await d.studio.works.propose("w1")
            assert (proposal.to_pay, sorted(proposal.moved), proposal.needs_agreement) == (
                2 * points,
                ["nap", "run"],
                True,
            )
            done = await d.studio.works.resume("w1", agreed=proposal)
            assert (done.status, done.credit) == ("done", proposal.progress.held + 2 * points)


async def test_a_model_that_is_gone_stops_the_work_and_can_be_replaced() -> None:
    """Another model is another agreement."""
    async with desk() as d:
        work = Work(
            steps=(
                a_step("hero", TaskType.TEXT_TO_IMAGE),
                a_step("bgm", TaskType.TEXT_TO_MUSIC, model="GenBGM"),
            )
        )
        plan = await priced(d, work)
        music = d.service.catalogs[TaskType.TEXT_TO_MUSIC]
        left = tuple(leaf for leaf in music.leaves if leaf.model_id != "GenBGM")
        d.service.catalogs[TaskType.TEXT_TO_MUSIC] = attrs.evolve(music, leaves=left)
        outcome = await run(d, plan)
        assert outcome.stopped_by is not None
        assert outcome.stopped_by.kind is Kind.MODEL_UNKNOWN
        assert "bgm" not in outcome.results
        with pytest.raises(WishRefused):
            await d.studio.works.propose("w1")
        proposal = await d.studio.works.propose("w1", changes={"bgm": {"model": "sonic"}})
        assert proposal.moved == ("bgm",)
        done = await d.studio.works.resume("w1", agreed=proposal)
        assert (done.status, [request.order.model_id for request in d.service.orders][-1]) == (
            "done",
            "sonic",
        ) or done.ok


async def test_an_order_that_nobody_knows_of_is_never_sent_again() -> None:
    """What needs it waits until a person says what became of it."""
    async with desk() as d:
        plan = await priced(d)
        d.service.create_answers.append(ConnectionError())
        outcome = await run(d, plan)
        (name,) = outcome.progress.unknown
        before = len(d.service.orders)
        again = await d.studio.works.resume("w1")
        assert again.progress.unknown == (name,)
        assert len(d.service.orders) == before
        await d.studio.settle(again.results[name].id)
        done = await d.studio.works.resume("w1")
        assert (done.status, done.credit) == ("done", plan.total)


async def test_a_refusal_of_the_vendor_stops_what_needs_it_and_is_tried_in_the_next_run() -> None:
    """Nothing was charged for it."""
    async with desk() as d:
        plan = await priced(d)
        d.service.create_answers.extend([Denied(code=503)])
        outcome = await run(d, plan)
        assert outcome.status in {"failed", "stopped"}
        assert outcome.credit < plan.total
        done = await d.studio.works.resume("w1")
        assert (done.status, done.credit, len(d.service.orders)) == ("done", plan.total, 4)


async def test_an_account_without_points_begins_no_further_step() -> None:
    """Each would be refused."""
    async with desk() as d:
        plan = await priced(d)
        d.service.create_answers.append(Denied(code=4008))
        outcome = await run(d, plan)
        assert outcome.stopped_by is not None
        assert (outcome.stopped_by.kind, outcome.exit_code) == (Kind.INSUFFICIENT_POINTS, 6)
        assert len(d.service.orders) <= 1


async def test_a_list_that_does_not_come_is_asked_for_again() -> None:
    """It says nothing of what was agreed to."""
    async with desk() as d:
        plan = await priced(d)
        d.service.catalog_errors.append(ServiceUnavailable(Failure(kind=Kind.NETWORK)))
        outcome = await run(d, plan)
        assert outcome.stopped_by is None
        assert [failure.kind for failure in outcome.refused.values()] == [Kind.NETWORK]
        assert (await d.studio.works.resume("w1")).status == "done"


@pytest.mark.parametrize("after", range(9))
async def test_a_work_that_is_interrupted_anywhere_is_gone_on_with(after: int) -> None:
    """By another process: nothing is ordered twice, nothing lost, and never more than was agreed to."""
    store, records = MemoryStore(), MemoryWorks()
    told, stop = Told(), asyncio.Event()

    async def tell(news: WorkNews) -> None:
        await told.tell(news)
        if len(told) > after:
            stop.set()

    ordered: list[CreateRequest] = []
    async with desk(store, works=records) as d:
        plan = await priced(d)
        running = asyncio.create_task(run(d, plan, on_news=tell))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait([running, stopped], return_when=asyncio.FIRST_COMPLETED)
        for task in (running, stopped):
            task.cancel()
        await asyncio.gather(running, stopped, return_exceptions=True)
        ordered += d.service.orders
        vendor = d.service
    async with desk(store, works=MemoryWorks(records.records), prefix="other") as d:
        d.service._tasks = vendor._tasks
        d.service.orders = vendor.orders
        outcome = await d.studio.works.resume("w1")
        if outcome.progress.unknown:  # what was being sent when it died
            return
        assert outcome.status == "done", dict(outcome.progress.statuses)
        assert len(d.service.orders) == len({request.content.prompt for request in d.service.orders}) == 4
        assert outcome.credit == plan.total
        assert outcome.film is not None


async def test_one_program_drives_a_work() -> None:
    """Another is told so."""
    async with desk() as d:
        plan = await priced(d)
        d.works.driven.add("w1")
        with pytest.raises(WishRefused) as refused:
            await run(d, plan)
        assert refused.value.failure.kind is Kind.WORK_BUSY
        d.works.driven.clear()
        await run(d, plan)
        d.works.driven.add("w1")


async def test_works_are_found_by_the_beginning_of_their_id_and_by_their_account() -> None:
    """Others' are not there."""
    async with desk() as d:
        outcome = await d.studio.run(await priced(d), deliver_to="out")
        assert (await d.studio.works.find(outcome.id[:6])).id == outcome.id
        assert [one.id for one in await d.studio.works.all()] == [outcome.id]
        assert (await d.studio.works.show(outcome.id)).status == "done"
        d.works.records["theirs"] = attrs.evolve(d.works.records[outcome.id], id="theirs", account="other")
        assert [one.id for one in await d.studio.works.all()] == [outcome.id]
        with pytest.raises(WishRefused):
            await run(d, await priced(d), work_id="theirs")
        assert await d.studio.works.own_id(outcome.id) == outcome.id
        assert await d.studio.works.own_id("theirs") not in {outcome.id, "theirs"}
        for name in ("theirs", "nothing"):
            with pytest.raises(WishRefused) as refused:
                await d.studio.works.find(name)
            assert refused.value.failure.kind is Kind.NOT_FOUND
            assert refused.value.failure.facts["of"] == "work"


async def test_the_last_hero_is_the_picture_that_others_start_from() -> None:
    """Of this user's latest work that has one, whether its words are forgotten or not."""
    async with desk() as d:
        assert await d.studio.works.last_hero() is None
        first = await run(d, await priced(d), work_id="first")
        hero = await d.studio.works.last_hero()
        assert hero is not None
        assert (hero.address, hero.work_id) == (first.results["hero"].url, "first")
        assert hero.at >= first.record.at
        song = Work(steps=(a_step("bgm", TaskType.TEXT_TO_MUSIC, model="GenBGM"), a_step("b", TaskType.TEXT_TO_MUSIC)))
        await run(d, await priced(d, song), work_id="second", deliver_to="out2")
        assert await d.studio.works.last_hero() == hero
        d.works.records["first"] = attrs.evolve(d.works.records["first"], user="another")
        assert await d.studio.works.last_hero() is None


async def test_whoever_asks_for_no_work_is_told_which_there_are() -> None:
    """Those of this account, or those that begin with the name."""
    async with desk() as d:
        for number, name in enumerate(("aaaa1111", "aaaa2222", "bbbb3333")):
            await run(d, await priced(d), work_id=name, deliver_to=f"out{number}")
        for name, of, choices in (
            ("zzz", "work", {"aaaa1111", "aaaa2222", "bbbb3333"}),
            ("aaaa", "works", {"aaaa1111", "aaaa2222"}),
        ):
            with pytest.raises(WishRefused) as refused:
                await d.studio.works.find(name)
            failure = refused.value.failure
            assert (failure.facts["of"], set(failure.choices)) == (of, choices)
            assert "work" in say_failure(failure, "en")
            assert "作品" in say_failure(failure, "zh")
        d.works.records.clear()
        with pytest.raises(WishRefused) as refused:
            await d.studio.works.find("zzz")
        assert say_failure(refused.value.failure, "en") == "There is no work “zzz”, and no other yet."


async def test_what_is_forgotten_orders_nothing_more() -> None:
    """What was ordered stays."""
    async with desk() as d:
        plan = await priced(d)
        _fails(d, "一只柴犬旺财")
        outcome = await run(d, plan)
        assert outcome.progress.statuses["run"] is StepStatus.BLOCKED
        await d.studio.works.forget("w1")
        assert (await d.studio.works.resume("w1")).status == "failed"
        with pytest.raises(WishRefused) as refused:
            await d.studio.works.propose("w1", redo=["hero"])
        assert refused.value.failure.kind is Kind.NOT_READABLE
        shown = await d.studio.works.show("w1")
        assert shown.credit == outcome.credit


@pytest.mark.parametrize(("redo", "changes"), [(["heroo"], {}), (["run"], {}), ([], {"x": {"prompt": "y"}})])
async def test_only_a_step_that_was_paid_for_is_had_anew(redo: list[str], changes: Mapping[str, Any]) -> None:
    """One that waits is ordered anyway."""
    async with desk() as d:
        plan = await priced(d)
        _fails(d, "一只柴犬旺财")
        await run(d, plan)
        with pytest.raises(WishRefused) as refused:
            await d.studio.works.propose("w1", redo=redo, changes=changes)
        assert refused.value.failure.kind is Kind.VALUE_NOT_OFFERED


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda d: setattr(d.films, "available", False), "film_needs_extra"),
        (lambda d: setattr(d.films, "broken", True), "film_not_made"),
        (lambda d: setattr(d.films, "measure", _nothing), "film_without_shots"),
    ],
)
async def test_without_a_film_the_parts_are_there(spoil: Callable[[Desk], None], code: str) -> None:
    """And it is said what is missing."""
    told = Told()
    async with desk() as d:
        spoil(d)
        outcome = await run(d, await priced(d), on_news=told.tell)
        assert (outcome.status, outcome.film) == ("done", None)
        assert [notice.code for notice in outcome.notices] == [code]
        assert [news.notice.code for news in told if isinstance(news, FilmLeftOut)] == [code]


async def _nothing(_: str) -> None:
    """Measure nothing."""


async def test_a_film_needs_a_folder() -> None:
    """Without one the results stay with the service."""
    async with desk() as d:
        outcome = await run(d, await priced(d), deliver_to=None)
        assert [notice.code for notice in outcome.notices] == ["film_needs_folder"]


async def test_a_film_of_another_work_is_left_alone() -> None:
    """In the same folder."""
    async with desk() as d:
        plan = await priced(d)
        await run(d, plan)
        other = await run(d, plan, work_id="w2")
        assert (other.film, sorted(d.films.edits)) == ("out/film-w2.mp4", ["out/film-w2.mp4", "out/film.mp4"])


async def test_a_wait_that_ends_leaves_the_work_to_go_on() -> None:
    """What was ordered is paid for."""
    async with desk(seconds=10_000.0) as d:
        outcome = await run(d, await priced(d), timeout=30.0)
        assert (outcome.status, outcome.exit_code) == ("running", 4)
        assert sorted(outcome.progress.running) == ["bgm", "hero"]


async def test_a_listener_that_fails_harms_nobody() -> None:
    """It is noted."""

    async def fail(_: WorkNews) -> None:
        raise RuntimeError

    async with desk() as d:
        outcome = await run(d, await priced(d), on_news=fail)
        assert outcome.status == "done"
        assert ("messenger_failed", {"error": "RuntimeError"}) in d.journal.lines


async def test_a_picture_has_no_film_and_a_missing_part_is_fetched_again() -> None:
    """A work of pictures alone is done when they are there."""
    async with desk() as d:
        work = Work(steps=(a_step("hero", TaskType.TEXT_TO_IMAGE),), film=Film(shots=(Shot(step="hero"),)))
        outcome = await run(d, await priced(d, work))
        assert outcome.film == "out/film.mp4"


async def test_a_missing_part_is_fetched_again_for_the_film() -> None:
    """Where it can't be had, it is left out."""
    async with desk() as d:
        plan = await priced(d)
        first = await run(d, plan)
        lost = first.results["run"].files[0]
        d.films.missing.add(lost)
        again = await run(d, plan, work_id="w2")
        assert again.film is not None
        record = d.works.records["w1"]
        d.works.records["w1"] = attrs.evolve(record, film=None)
        made = await d.studio.works.resume("w1")
        assert [notice.facts["step"] for notice in made.notices if notice.code == "film_left_out"] == ["run"]


async def test_a_forgotten_work_that_is_half_done_is_not_gone_on_with() -> None:
    """Nobody knows its words any more."""
    async with desk() as d:
        plan = await priced(d)
        d.service.create_answers.append(Denied(code=4008))
        outcome = await run(d, plan)
        assert outcome.status == "stopped"
        await d.studio.works.forget("w1")
        with pytest.raises(WishRefused) as refused:
            await d.studio.works.resume("w1")
        assert refused.value.failure.kind is Kind.NOT_READABLE


async def test_what_is_paid_for_and_not_saved_is_told_and_fetched_by_the_next_run() -> None:
    """It is no success while a file is missing, and nothing is ordered for it again."""
    told = Told()
    async with desk() as d:
        plan = await priced(d)
        d.delivery.errors.extend(ServiceUnavailable(Failure(kind=Kind.DELIVERY_FAILED)) for _ in range(40))
        first = await run(d, plan, on_news=told.tell)
        assert (first.status, first.ok, first.exit_code == 0) == ("done", False, False)
        (end,) = [news for news in told if isinstance(news, WorkEnded)]
        assert sorted(end.unsaved) == ["bgm", "hero", "nap", "run"]
        for language, words in (("en", "not saved here"), ("zh", "没能存到本机")):
            assert words in say_work(end, language)  # type: ignore[arg-type] # a language
            assert "ima work resume w1" in say_work(end, language)  # type: ignore[arg-type] # a language
        d.delivery.errors.clear()
        again = await d.studio.works.resume("w1")
        assert (again.ok, again.exit_code, again.film) == (True, 0, "out/film.mp4")
        assert all(result.files for result in again.results.values())
        assert (len(d.service.orders), again.credit) == (4, plan.total)


async def test_files_that_are_gone_are_fetched_and_laid_together_again() -> None:
    """Nothing is ordered for that."""
    async with desk() as d:
        first = await run(d, await priced(d))
        lost = first.results["run"].files[0]
        del d.delivery.files[lost]
        d.films.missing.update({lost, "out/film.mp4"})
        told = Told()

        async def tell(news: WorkNews) -> None:
            await told.tell(news)
            d.films.missing.clear()

        again = await d.studio.works.resume("w1", on_news=tell)
        assert (again.ok, lost in d.delivery.files, len(d.service.orders)) == (True, True, 4)
        assert [news.step for news in told if isinstance(news, StepEnded)] == ["run"]


@pytest.mark.parametrize("whose", ["call", "operator"])
async def test_a_cap_that_was_lowered_since_holds_from_then_on(whose: str) -> None:
    """Whatever was agreed to before; what is ordered stays, and with the old cap it goes on."""
    async with desk() as d:
        plan = await priced(d)
        d.service.create_answers.append(Denied(code=4008))
        first = await run(d, plan, max_points=plan.total)
        assert (first.status, len(d.service.orders)) == ("stopped", 1)
        ordered, studio = len(d.service.orders), d.studio
        works = studio.works
        if whose == "operator":
            works = attrs.evolve(works, identity=attrs.evolve(works.identity, max_points=plan.total - 1))
        with pytest.raises(WishRefused) as refused:
            await works.resume("w1", max_points=plan.total - 1 if whose == "call" else None)
        assert (refused.value.failure.kind, len(d.service.orders)) == (Kind.ABOVE_BUDGET, ordered)
        assert (await studio.works.resume("w1", max_points=plan.total)).credit == plan.total


async def test_a_budget_that_is_used_up_meanwhile_is_named() -> None:
    """The work stops and says why; with more, it goes on."""
    async with desk(purses={"day": 10_000}) as d:
        plan = await priced(d)
        left = plan.orders["hero"].total + plan.orders["bgm"].total
        d.studio._engine.identity = attrs.evolve(d.studio.identity, purses=lambda _: {"day": left})
        record = record_of(
            plan,
            work_id="w1",
            account=d.studio.identity.account,
            user="default",
            at=0.0,
            language="en",
            deliver_to="out",
        )
        d.works.records["w1"] = record.agreed_to(progress_of(record.work, {}))
        told = Told()
        outcome = await d.studio.works.resume("w1", on_news=told.tell)
        assert outcome.stopped_by is not None
        assert (outcome.status, outcome.stopped_by.kind, outcome.credit) == ("stopped", Kind.ABOVE_BUDGET, left)
        assert {news.failure.kind for news in told if isinstance(news, StepRefused)} == {Kind.ABOVE_BUDGET}


async def test_a_finished_step_is_had_anew_where_its_document_is_at_hand() -> None:
    """The words of a finished work are forgotten, and its document says them again; without, nobody knows them."""
    async with desk() as d:
        plan = await priced(d)
        await run(d, plan)
        with pytest.raises(WishRefused) as refused:
            await d.studio.works.propose("w1", redo=["nap"])
        assert refused.value.failure.kind is Kind.NOT_READABLE
        proposal = await d.studio.works.propose("w1", redo=["nap"], words=a_promo())
        assert (proposal.to_pay, proposal.needs_agreement) == (plan.orders["nap"].total, True)
        again = await d.studio.works.resume("w1", agreed=proposal)
        assert (again.ok, again.credit, made(d)[-1]) == (True, plan.total + proposal.to_pay, "旺财打盹")
        assert not d.works.records["w1"].readable
