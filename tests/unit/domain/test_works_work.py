"""A work is read whole or refused with the step and the field that is wrong; what is written is read again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.messages.error_translation import say_failure
from imastudio.domain.orders import Input, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.works.documents import decode_work, encode_work
from imastudio.domain.works.work import Step, StepOutput, Work, check_work, needing, order_of, wish_of_step
from imastudio.testing.strategies import JSON
from tests.works import a_promo, a_step, works

MANUAL: dict[str, Any] = {
    "title": "旺财的早晨",
    "steps": {
        "hero": {
            "task_type": "text_to_image",
            "prompt": "柴犬旺财",
            "model": "Nano Banana Pro",
            "params": {"size": "2K"},
        },
        "run": {"task_type": "image_to_video", "image": "hero", "prompt": "旺财跑过草地", "params": {"duration": 5}},
        "nap": {"task_type": "image_to_video", "image": "hero", "prompt": "旺财打盹", "params": {"duration": 5}},
        "bgm": {"task_type": "text_to_music", "prompt": "轻快的木吉他"},
    },
    "film": {"shots": ["run", "nap"], "music": "bgm"},
}


@given(works())
def test_what_is_written_is_read_again(work: Work) -> None:
    """A work's document tells all of it."""
    assert decode_work(encode_work(work)) == work


def test_the_document_of_the_manual_reads_as_it_stands() -> None:
    """Short forms stay short, both ways."""
    work = decode_work(MANUAL)
    assert work["run"].inputs == (StepOutput("hero"),)
    assert work["hero"].after == ()
    assert encode_work(work) == MANUAL


def test_steps_may_stand_in_a_list_with_their_names() -> None:
    """As `show --output-json` prints them."""
    listed = {**MANUAL, "steps": [{"name": name, **step} for name, step in MANUAL["steps"].items()]}
    assert decode_work(listed) == decode_work(MANUAL)


def test_a_plain_word_is_a_step_and_anything_else_a_file() -> None:
    """A file without a dot or slash is written with `./`, and comes back so."""
    steps = {
        "a": {"task_type": "image_to_image", "images": ["./hero", "photo.png", "https://x.example/a"], "prompt": "x"}
    }
    (step,) = decode_work({"steps": steps}).steps
    assert step.inputs == (Input("./hero"), Input("photo.png"), Input("https://x.example/a"))
    odd = Work(steps=(Step(name="a", wish=step.wish, inputs=(Input("hero"),)),))
    assert decode_work(encode_work(odd)).steps[0].inputs == (Input("./hero"),)


@given(JSON)
def test_any_document_is_read_or_refused(document: Any) -> None:
    """Nothing else is raised, whatever stands in it."""
    for said in (document, {"steps": document}, {**MANUAL, "film": document}, {"steps": {"a": document}}):
        failure = _refusal(said)
        if failure is not None:
            assert failure.parameter is not None
            assert say_failure(failure, "zh") != say_failure(failure, "en")


def _refusal(document: Any) -> Failure | None:
    try:
        decode_work(document)
    except WishRefused as error:
        return error.failure
    return None


def _with(step: str, **values: Any) -> dict[str, Any]:
    return {**MANUAL, "steps": {**MANUAL["steps"], step: {**MANUAL["steps"][step], **values}}}


def _film(**values: Any) -> dict[str, Any]:
    return {**MANUAL, "film": {**MANUAL["film"], **values}}


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ([], "work"),
        ({**MANUAL, "step": {}}, "step"),
        ({**MANUAL, "steps": []}, "steps"),
        ({**MANUAL, "steps": "hero"}, "steps"),
        ({**MANUAL, "steps": ["hero"]}, "steps"),
        ({"steps": {"a b": {"task_type": "text_to_image", "prompt": "x"}}}, "steps"),
        (
            {"steps": [{"name": "a", "task_type": "text_to_image"}, {"name": "a", "task_type": "text_to_image"}]},
            "steps",
        ),
        ({"steps": {"a": "hero"}}, "steps.a"),
        ({"title": 5, "steps": {}}, "title"),
        (_with("hero", task_type="text_to_picture"), "steps.hero.task_type"),
        (_with("hero", task_type=None), "steps.hero.task_type"),
        (_with("hero", request_id="mine"), "steps.hero.request_id"),
        (_with("hero", deliver_to="out"), "steps.hero.deliver_to"),
        (_with("hero", colour="red"), "steps.hero.colour"),
        (_with("hero", max_points=-1), "steps.hero.max_points"),
        (_with("run", image="heroo"), "steps.run.image"),
        (_with("run", image="run"), "steps.run.image"),
        (_with("run", image="bgm"), "steps.run.image"),
        (_with("run", video="hero"), "steps.run.video"),
        (_with("run", audio="nap"), "steps.run.audio"),
        (_film(shots=[]), "film.shots"),
        (_film(shots="run"), "film.shots"),
        (_film(shots=[5]), "film.shots"),
        (_film(shots=["bgm"]), "film.shots"),
        (_film(shots=[{"show": "run", "voice": "bgm"}]), "film.voice"),
        (_film(shots=[{"show": "run", "seconds": 0}]), "film.shots.seconds"),
        (_film(shots=[{"show": "run", "seconds": "5"}]), "film.shots.seconds"),
        (_film(shots=[{"shows": "run"}]), "film.shots.shows"),
        (_film(music="hero"), "film.music"),
        (_film(music=5), "film.music"),
        (_film(seconds=True), "film.seconds"),
        (_film(seconds=9999), "film.seconds"),
        (_film(length="voice"), "film.length"),
        ({**MANUAL, "film": {"shots": ["run"], "length": "music"}}, "film.length"),
        ({**MANUAL, "max_points": -1}, "max_points"),
        ({**MANUAL, "max_points": "100"}, "max_points"),
        ({**MANUAL, "max_points": True}, "max_points"),
    ],
)
def test_what_is_wrong_is_named(document: Any, where: str) -> None:
    """The step and the field."""
    with pytest.raises(WishRefused) as refused:
        decode_work(document)
    assert refused.value.failure.parameter == where


def test_a_circle_is_refused_with_who_waits_for_whom() -> None:
    """No step could begin."""
    steps = (a_step("a", TaskType.IMAGE_TO_IMAGE, "b"), a_step("b", TaskType.IMAGE_TO_IMAGE, "a"))
    with pytest.raises(WishRefused) as refused:
        check_work(Work(steps=steps))
    failure = refused.value.failure
    assert (failure.kind, failure.choices) == (Kind.VALUE_NOT_OFFERED, ("a", "b"))
    assert say_failure(failure, "en") == "These steps wait for each other, so none can begin: a, b."


@given(works())
def test_each_step_comes_after_those_it_needs(work: Work) -> None:
    """And every step comes once."""
    ordered = list(order_of(work))
    assert sorted(ordered) == sorted(work.names)
    for name in ordered:
        assert all(ordered.index(other) < ordered.index(name) for other in work[name].after)


@given(works(), st.data())
def test_exactly_what_needs_a_step_is_found(work: Work, data: st.DataObject) -> None:
    """Directly or through others, and never the step itself."""
    name = data.draw(st.sampled_from(work.names))

    def needs(other: str) -> bool:
        return any(before == name or needs(before) for before in work[other].after)

    assert needing(work, [name]) == {other for other in work.names if other != name and needs(other)}


def test_an_address_takes_the_place_of_a_step() -> None:
    """In the order of the inputs, with their kinds."""
    step = Step(
        name="mix",
        wish=Wish(prompt="x", task_type=TaskType.REFERENCE_IMAGE_TO_VIDEO),
        inputs=(Input("a.png"), StepOutput("hero"), StepOutput("run", InputKind.VIDEO)),
    )
    wish = wish_of_step(
        step, {"hero": "https://x.example/h", "run": "https://x.example/r"}, deliver_to="out", request_id="id"
    )
    assert wish.inputs == (
        Input("a.png"),
        Input("https://x.example/h"),
        Input("https://x.example/r", InputKind.VIDEO),
    )
    assert (wish.deliver_to, wish.request_id) == ("out", "id")


def test_a_film_names_each_step_once() -> None:
    """Whatever it is used for."""
    film = a_promo().film
    assert film is not None
    assert film.steps == ("run", "nap", "bgm")
