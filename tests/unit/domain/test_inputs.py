"""Which input media a leaf takes, and how many."""

from typing import Any

import attrs
import pytest

from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import InputFacts
from imastudio.domain.orders.tasks import InputKind, Range, TaskType
from imastudio.domain.quoting.catalog import AcceptedInputs, Leaf
from imastudio.domain.quoting.inputs import check_inputs, taken_count, taken_formats
from tests.refusals import refusal_of

MIB = 1024 * 1024
IMAGES = {InputKind.IMAGE: frozenset({"jpg", "png"})}


def a_taker(task_type: TaskType, accepted: AcceptedInputs | None = None, model_id: str = "m") -> Leaf:
    """Return a leaf that takes inputs."""
    return Leaf(task_type=task_type, model_id=model_id, version_id="v", name="M", accepted_inputs=accepted)


def an_image(**facts: Any) -> InputFacts:
    """Return what is known of a picture."""
    return InputFacts(kind=InputKind.IMAGE, **{"format": "png", **facts})


@pytest.mark.parametrize(
    ("task_type", "accepted", "expected"),
    [
        (TaskType.IMAGE_TO_IMAGE, None, Range(1, 1)),
        (TaskType.IMAGE_TO_VIDEO, None, Range(1, 1)),
        (TaskType.FIRST_LAST_FRAME_TO_VIDEO, None, Range(2, 2)),
        (TaskType.REFERENCE_IMAGE_TO_VIDEO, None, Range(1, 4)),
        (TaskType.IMAGE_TO_IMAGE, AcceptedInputs(lowest=1, highest=14), Range(1, 14)),
        (TaskType.REFERENCE_IMAGE_TO_VIDEO, AcceptedInputs(lowest=0, highest=3), Range(1, 3)),
        (TaskType.REFERENCE_IMAGE_TO_VIDEO, AcceptedInputs(formats=IMAGES), Range(1, 4)),
    ],
)
def test_the_leaf_says_how_many_else_the_task(
    task_type: TaskType, accepted: AcceptedInputs | None, expected: Range
) -> None:
    """At least one, for every task that takes any."""
    assert taken_count(a_taker(task_type, accepted)) == expected


@pytest.mark.parametrize("task_type", [task_type for task_type in TaskType if not task_type.takes_inputs])
def test_a_text_task_takes_no_input(task_type: TaskType) -> None:
    """It is refused, not left out silently."""
    check_inputs(a_taker(task_type), [])
    assert refusal_of(lambda: check_inputs(a_taker(task_type), [an_image()])).kind is Kind.INPUT_NOT_ALLOWED


@pytest.mark.parametrize(
    ("task_type", "count", "choices"),
    [
        (TaskType.IMAGE_TO_IMAGE, 0, (1,)),
        (TaskType.IMAGE_TO_IMAGE, 2, (1,)),
        (TaskType.FIRST_LAST_FRAME_TO_VIDEO, 1, (2,)),
        (TaskType.FIRST_LAST_FRAME_TO_VIDEO, 3, (2,)),
        (TaskType.REFERENCE_IMAGE_TO_VIDEO, 5, (4, 3, 2, 1)),
    ],
)
def test_too_few_and_too_many_inputs_are_refused(task_type: TaskType, count: int, choices: tuple[int, ...]) -> None:
    """With the counts that would do."""
    failure = refusal_of(lambda: check_inputs(a_taker(task_type), [an_image()] * count))
    assert (failure.kind, failure.value, failure.choices) == (Kind.INPUT_COUNT, count, choices)
    assert failure.facts.get("exactly") == (choices[0] if len(choices) == 1 else None)


def test_too_few_inputs_are_fine_before_they_are_there() -> None:
    """Too many are not."""
    leaf = a_taker(TaskType.FIRST_LAST_FRAME_TO_VIDEO)
    check_inputs(leaf, [an_image()], complete=False)
    assert refusal_of(lambda: check_inputs(leaf, [an_image()] * 3, complete=False)).kind is Kind.INPUT_COUNT


@pytest.mark.parametrize("name", ["png", "jpg", "JPEG", "jpeg", None])
def test_a_format_that_is_accepted_is_taken(name: str | None) -> None:
    """A jpeg is a jpg, and what is not known is left for the vendor to judge."""
    check_inputs(a_taker(TaskType.IMAGE_TO_IMAGE, AcceptedInputs(formats=IMAGES)), [an_image(format=name)])


def test_another_format_or_kind_is_refused() -> None:
    """With the accepted ones."""
    leaf = a_taker(TaskType.IMAGE_TO_IMAGE, AcceptedInputs(formats=IMAGES))
    gif = refusal_of(lambda: check_inputs(leaf, [an_image(format="gif")]))
    assert (gif.kind, gif.value, gif.choices) == (Kind.INPUT_FORMAT, "gif", ("jpg", "png"))
    video = refusal_of(lambda: check_inputs(leaf, [InputFacts(kind=InputKind.VIDEO)]))
    assert (video.kind, video.value, video.choices) == (Kind.INPUT_FORMAT, "video", ("image",))


def test_a_leaf_that_says_nothing_takes_any_image() -> None:
    """And nothing but images."""
    leaf = a_taker(TaskType.IMAGE_TO_IMAGE, AcceptedInputs(lowest=1))
    assert taken_formats(leaf) == {InputKind.IMAGE: frozenset()}
    check_inputs(leaf, [an_image(format="gif")])
    assert refusal_of(lambda: check_inputs(leaf, [InputFacts(kind=InputKind.AUDIO)])).kind is Kind.INPUT_FORMAT


ALL_KINDS = AcceptedInputs(formats=dict.fromkeys(InputKind, frozenset()), lowest=1, highest=20)
SEEDANCE = a_taker(TaskType.REFERENCE_IMAGE_TO_VIDEO, ALL_KINDS, "ima-pro")
VIDEO = InputFacts(kind=InputKind.VIDEO, format="mp4", size=MIB, duration=5.0)
AUDIO = InputFacts(kind=InputKind.AUDIO, format="mp3", size=MIB, duration=5.0)


@pytest.mark.parametrize(
    ("inputs", "kind", "parameter"),
    [
        ([an_image()] * 10, Kind.INPUT_COUNT, "inputs"),
        ([attrs.evolve(VIDEO, duration=2.0)] * 4, Kind.INPUT_COUNT, "inputs"),
        ([attrs.evolve(AUDIO, duration=2.0)] * 4, Kind.INPUT_COUNT, "inputs"),
        ([attrs.evolve(VIDEO, duration=8.0)] * 2, Kind.INPUT_TOO_LARGE, "duration"),
        ([attrs.evolve(AUDIO, duration=16.0)], Kind.INPUT_TOO_LARGE, "duration"),
        ([attrs.evolve(VIDEO, duration=1.0)], Kind.INPUT_TOO_LARGE, "duration"),
        ([attrs.evolve(VIDEO, size=50 * MIB + 1)], Kind.INPUT_TOO_LARGE, "size"),
        ([attrs.evolve(VIDEO, format="webm")], Kind.INPUT_FORMAT, "inputs"),
        ([attrs.evolve(VIDEO, format="avi")], Kind.INPUT_FORMAT, "inputs"),
        ([attrs.evolve(AUDIO, format="m4a")], Kind.INPUT_FORMAT, "inputs"),
        ([an_image(size=30 * MIB)], Kind.INPUT_TOO_LARGE, "size"),
        ([an_image(width=299, height=400)], Kind.INPUT_TOO_LARGE, "width"),
        ([an_image(width=400, height=6001)], Kind.INPUT_TOO_LARGE, "height"),
        ([an_image(width=1000, height=300)], Kind.INPUT_TOO_LARGE, "ratio"),
    ],
)
def test_seedance_takes_no_more_than_it_says(inputs: list[InputFacts], kind: Kind, parameter: str) -> None:
    """Counts, sizes, lengths, sides and ratios are checked before anything is uploaded."""
    failure = refusal_of(lambda: check_inputs(SEEDANCE, inputs))
    assert (failure.kind, failure.parameter) == (kind, parameter)


def test_seedance_takes_what_is_within_its_limits_or_not_known() -> None:
    """An address has no known size."""
    exact = an_image(size=30 * MIB - 1, width=300, height=750)
    check_inputs(SEEDANCE, [exact, VIDEO, attrs.evolve(VIDEO, duration=10.0), AUDIO])
    check_inputs(SEEDANCE, [InputFacts(kind=kind) for kind in InputKind])
    check_inputs(a_taker(TaskType.IMAGE_TO_IMAGE, ALL_KINDS), [an_image(width=1, height=1)] * 10)


def test_of_listed_formats_only_those_that_seedance_takes_are_named() -> None:
    """The list has avi too; who is told to hand in one would be refused again."""
    listed = AcceptedInputs(
        formats={InputKind.IMAGE: frozenset({"png"}), InputKind.VIDEO: frozenset({"mp4", "mov", "avi"})}
    )
    leaf = a_taker(TaskType.REFERENCE_IMAGE_TO_VIDEO, listed, "ima-pro")
    assert taken_formats(leaf) == {InputKind.IMAGE: frozenset({"png"}), InputKind.VIDEO: frozenset({"mp4", "mov"})}
    assert refusal_of(lambda: check_inputs(leaf, [attrs.evolve(VIDEO, format="avi")])).choices == ("mov", "mp4")
