"""What people are told of a work: one acknowledgement, one start, i/N, each result, one end, in both languages."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.documents.works import outcome_work_document, work_document
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.messages.conversation import Conversation
from imastudio.domain.messages.works import say_plan, say_work, work_messages
from imastudio.domain.orders import Language, Media, Notice
from imastudio.domain.orders.tasks import Medium, TaskType
from imastudio.domain.works.consent import subject_of_work
from imastudio.domain.works.news import (
    FilmLeftOut,
    FilmMade,
    FilmStarted,
    StepEnded,
    StepRefused,
    StepStarted,
    WorkAcknowledged,
    WorkEnded,
    WorkNews,
    WorkStarted,
)
from imastudio.domain.works.outcome import WorkOutcome
from imastudio.domain.works.planning import plan_of
from imastudio.domain.works.progress import progress_of
from imastudio.domain.works.record import record_of
from imastudio.domain.works.work import Film, Shot, Work
from imastudio.testing.strategies import an_order
from tests.unit.domain.test_works_progress import generation
from tests.works import a_promo, a_step, orders_of

MOVED = Failure(kind=Kind.PRICE_MOVED, facts={"total": 5, "agreed": 4, "model_name": "X"})
PLAN = plan_of(a_promo(), orders_of(a_promo()))
LANGUAGES: tuple[Language, Language] = ("zh", "en")


def a_result(stage: str, **changes: Any) -> Result:
    """Return a result that stands so."""
    return Result(generation=attrs.evolve(generation(stage), **changes), at=9.0)


def ended(stage: str, **changes: Any) -> StepEnded:
    """Return the news that a step ended so."""
    return StepEnded(step="run", result=a_result(stage, **changes), done=2, count=4)


def over(stages: dict[str, str], **more: Any) -> WorkEnded:
    """Return the end of the promo, whose steps stand so."""
    progress = progress_of(a_promo(), {name: generation(stage) for name, stage in stages.items()})
    return WorkEnded(work_id="w1", progress=progress, **more)


DONE = dict.fromkeys(a_promo().names, "done")
EVERY_NEWS: list[WorkNews] = [
    WorkAcknowledged(media=(Medium.IMAGE, Medium.VIDEO, Medium.VIDEO, Medium.MUSIC)),
    WorkStarted(PLAN, PLAN.total),
    WorkStarted(PLAN, 3),
    StepStarted(step="run", medium=Medium.VIDEO, model_name="Wan 2.6", points=40),
    ended("done"),
    ended("done", files=("out/run.mp4",)),
    ended("failed"),
    ended("unknown"),
    ended("running"),
    ended("refused"),
    StepRefused(
        step="run",
        failure=Failure(kind=Kind.PRICE_MOVED, facts={"total": 5, "agreed": 4, "model_name": "X"}),
        stops=True,
    ),
    StepRefused(step="run", failure=Failure(kind=Kind.NETWORK), stops=False),
    FilmStarted(),
    FilmMade(path="out/film.mp4", seconds=9.8, notices=(Notice("film_music_cut", {"seconds": 30, "film": 10}),)),
    FilmLeftOut(Notice("film_needs_extra")),
    over(DONE, film="out/film.mp4"),
    over({"hero": "failed"}),
    over({"hero": "done"}, stopped_by=Failure(kind=Kind.PRICE_MOVED)),
    over({"hero": "running"}, wait_ended=True),
    over(DONE | {"run": "unknown"}),
    over(DONE | {"run": "failed"}),
]


@pytest.mark.parametrize("news", EVERY_NEWS)
def test_every_news_is_said_in_both_languages(news: WorkNews) -> None:
    """At a terminal all of it, in a chat nothing technical; Chinese to some, English to others."""
    said = {language: say_work(news, language) for language in LANGUAGES}
    shown = {language: "\n".join(message.text for message in work_messages(news, language)) for language in LANGUAGES}
    assert said["zh"] != said["en"]
    for texts in (said, shown):
        assert all("{" not in text for text in texts.values())
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in texts["en"])
    assert not any(word in text for text in shown.values() for word in ("ima work", "--", "out/", "w1"))


def test_the_start_has_the_whole_price_and_time() -> None:
    """Or what is still to pay, where it goes on."""
    assert say_work(WorkStarted(PLAN, PLAN.total), "zh") == (
        "🎬 开始制作，共 4 步\n• 预计耗时：40 ~ 80 秒（能同时做的会同时做）\n• 消耗积分：15 pts"
    )
    assert say_work(WorkStarted(PLAN, 3), "en") == "🎬 Going on: 4 steps in all\n• Still to pay: 3 pts"


def test_a_result_comes_with_its_number_and_then_its_link() -> None:
    """A film is shown before its link, as for a single one."""
    order = an_order(task_type=TaskType.IMAGE_TO_VIDEO, model_name="Wan 2.6")
    film = ended("done", order=order, medias=(Media(url="https://cdn.example/a.mp4"),))
    first, link = work_messages(film, "zh")
    assert first.text.startswith("✅ 2/4 run\n✅ 视频生成成功！")
    assert first.media == "https://cdn.example/a.mp4"
    assert "https://cdn.example/a.mp4" in link.text
    assert say_work(ended("done", files=("out/run.mp4",)), "en") == "✅ 2/4 run: out/run.mp4"


def test_the_end_says_how_to_go_on() -> None:
    """Where there is something to go on with."""
    assert say_work(over(DONE), "en") == "✅ All done: 4/4 steps, 24 pts in all."
    assert "ima work resume w1" in say_work(over({"hero": "done"}, stopped_by=Failure(kind=Kind.PRICE_MOVED)), "en")
    failed = say_work(over(DONE | {"run": "failed"}), "zh")
    assert "没做成的：run" in failed
    assert failed.endswith("ima work run w1 --redo run")


@given(st.lists(st.sampled_from(EVERY_NEWS), max_size=12), st.sampled_from(LANGUAGES))
def test_nothing_is_said_twice_nor_after_the_end(news: list[WorkNews], language: Language) -> None:
    """Whatever is told, and however often."""
    conversation = Conversation(language=language)
    said = list(conversation.said)
    for one in news:
        was_over = conversation.over
        conversation, messages = conversation.hear_work(one)
        assert not (was_over and messages)
        said += messages
    assert len(said) == len(set(said))


def test_a_plan_is_shown_as_a_tree() -> None:
    """Below each step those that start from it, with model, points and words; then the film and what is done to fit it."""
    orders = orders_of(a_promo()) | {
        "bgm": an_order(task_type=TaskType.TEXT_TO_MUSIC, model_id="GenBGM", n=2, points=30)
    }
    plan = plan_of(a_promo(), orders)
    assert say_plan(plan, "en").splitlines() == [
        "“旺财的早晨”: 4 steps, 67 points, 40 ~ 80 s expected",
        "  hero  image  Nano Banana 2  1 points  “一只柴犬旺财”",
        "  ├ run  video  Nano Banana 2  2 points  “旺财跑过草地”",
        "  └ nap  video  Nano Banana 2  4 points  “旺财打盹”",
        "  bgm  music  Nano Banana 2  30×2 points  “轻快的木吉他”",
        "Film: run + nap (about 10 s), music bgm",
        "• The music (about 30 s) is longer than the film (10 s), so it will be trimmed and faded out.",
    ]


def test_a_plan_tells_how_far_it_is() -> None:
    """Once it was begun; words that are forgotten are not shown, and voices are named."""
    steps = (
        a_step("p", TaskType.TEXT_TO_IMAGE, prompt="x" * 100),
        a_step("v", TaskType.TEXT_TO_SPEECH, prompt=""),
        a_step("w", TaskType.IMAGE_TO_IMAGE, "p"),
        a_step("x", TaskType.IMAGE_TO_IMAGE, "w"),
    )
    for film in (Film(shots=(Shot(step="p", voice="v"),)), Film(shots=(Shot(step="p"),), voice="v")):
        work = Work(steps=steps, film=film)
        notices = [Notice("8k_downgraded", {"used": "4K"})]
        plan = plan_of(work, orders_of(work) | {"p": an_order(notices=notices)})
        said = say_plan(plan, "zh", progress_of(work, {"p": generation("done")})).splitlines()
        assert said[0].startswith("共 4 步")
        assert said[1].endswith("［完成］  “" + "x" * 60 + "…”")
        assert "［可以开始］" in said[2]
        assert said[3].startswith("    └ x")
        assert "旁白 v" in said[5]
        assert said[6:] == [
            "• p: 暂不支持 8K，已改用 4K。",
            "• 片长要等旁白生成后才知道：每个画面和它的旁白一样长。",
        ]


def test_a_plan_without_a_film_says_nothing_of_one() -> None:
    """Only its steps."""
    work = Work(steps=(a_step("a", TaskType.TEXT_TO_IMAGE), a_step("b", TaskType.TEXT_TO_IMAGE)))
    assert len(say_plan(plan_of(work, orders_of(work)), "en").splitlines()) == 3


def test_a_plan_is_told_as_a_document() -> None:
    """With what a step costs, and how it stands once it was begun."""
    document = work_document(PLAN, "en")
    assert [(step["name"], step["total"], step["status"], step["result"]) for step in document["steps"]] == [
        (step.name, step.total, None, None) for step in PLAN.steps
    ]
    assert (document["total"], document["to_pay"], document["credit"], document["status"]) == (15, 15, 0, None)
    assert document["film"] == {"shots": ["run", "nap"], "music": "bgm", "voice": None, "seconds": 10, "path": None}
    record = record_of(PLAN, work_id="w1", account="a", user="u", at=0.0, language="en", deliver_to=None)
    progress = progress_of(PLAN.work, {"hero": generation("done")})
    stopped = WorkOutcome(record=record, progress=progress, results={"hero": a_result("done")}, stopped_by=MOVED)
    begun = outcome_work_document(stopped, "zh")
    assert (begun["work_id"], begun["status"], begun["to_pay"], stopped.exit_code) == ("w1", "stopped", 14, 3)
    assert begun["error"] is not None
    assert [step["status"] for step in begun["steps"]] == ["done", "ready", "ready", "ready"]
    filmless = Work(steps=(a_step("a", TaskType.TEXT_TO_IMAGE),))
    assert work_document(plan_of(filmless, orders_of(filmless)), "en")["film"] is None


def test_a_yes_is_a_yes_to_exactly_this() -> None:
    """Another word, another price, another user: another question."""
    subject = subject_of_work(PLAN, "a", "u")
    assert (subject.total, subject.n, subject.words.startswith("旺财的早晨")) == (15, 4, True)
    dearer = plan_of(a_promo(), orders_of(a_promo()) | {"bgm": an_order(task_type=TaskType.TEXT_TO_MUSIC, points=9)})
    untitled = attrs.evolve(PLAN, work=attrs.evolve(PLAN.work, title=""))
    others = [subject_of_work(dearer, "a", "u"), subject_of_work(PLAN, "a", "v"), subject_of_work(untitled, "a", "u")]
    assert len({subject.key, *(other.key for other in others)}) == 4
