"""How long each model takes."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.orders import Estimate
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.catalog import Leaf
from imastudio.domain.quoting.estimates import estimate


def a_leaf_of(model_id: str, task_type: TaskType, tag: str | None = None) -> Leaf:
    """Return a leaf with a tag that says how long it takes."""
    return Leaf(task_type=task_type, model_id=model_id, version_id="v", name="N", estimate_tag=tag)


@pytest.mark.parametrize(
    ("model_id", "task_type", "expected"),
    [
        ("doubao-seedream-4.5", TaskType.TEXT_TO_IMAGE, (25, 60, 5, 20)),
        ("gemini-3.1-flash-image", TaskType.IMAGE_TO_IMAGE, (20, 40, 5, 15)),
        ("gemini-3-pro-image", TaskType.TEXT_TO_IMAGE, (60, 120, 5, 30)),
        ("midjourney", TaskType.TEXT_TO_IMAGE, (40, 90, 8, 25)),
        ("pixverse", TaskType.TEXT_TO_VIDEO, (60, 120, 8, 30)),
        ("kling-v2-6", TaskType.TEXT_TO_VIDEO, (90, 180, 8, 40)),
        ("sora-2-pro", TaskType.TEXT_TO_VIDEO, (180, 360, 8, 60)),
        ("wan2.6-i2v", TaskType.IMAGE_TO_VIDEO, (60, 120, 8, 40)),
        ("kling-video-o1", TaskType.IMAGE_TO_VIDEO, (180, 360, 8, 40)),
        ("kling-video-o1", TaskType.FIRST_LAST_FRAME_TO_VIDEO, (180, 360, 8, 60)),
        ("veo-3.1-generate-preview", TaskType.REFERENCE_IMAGE_TO_VIDEO, (180, 360, 8, 60)),
        ("GenBGM", TaskType.TEXT_TO_MUSIC, (10, 25, 5, 10)),
        ("sonic", TaskType.TEXT_TO_MUSIC, (20, 45, 5, 15)),
    ],
)
def test_a_published_row_comes_first(model_id: str, task_type: TaskType, expected: tuple[int, ...]) -> None:
    """Whatever the tag says."""
    assert attrs.astuple(estimate(a_leaf_of(model_id, task_type, "1~2s"))) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("150~210s", (150, 210)), ("20-35", (20, 35)), (" 45s ", (45, 45)), ("90～60s", (60, 90)), ("0s", (0, 1))],
)
def test_then_the_tag_decides(tag: str, expected: tuple[int, int]) -> None:
    """With the pace of the medium."""
    lowest, highest = expected
    row = Estimate(lowest=lowest, highest=highest, poll_every=8, tell_every=40)
    assert estimate(a_leaf_of("new", TaskType.TEXT_TO_VIDEO, tag)) == row


@pytest.mark.parametrize(
    ("task_type", "expected"),
    [
        (TaskType.TEXT_TO_IMAGE, (60, 5, 20)),
        (TaskType.IMAGE_TO_VIDEO, (180, 8, 40)),
        (TaskType.TEXT_TO_MUSIC, (45, 5, 15)),
        (TaskType.TEXT_TO_SPEECH, (30, 3, 10)),
    ],
)
def test_then_the_task_type(task_type: TaskType, expected: tuple[int, ...]) -> None:
    """Where there is no tag, or none that can be read."""
    for tag in (None, "soon"):
        assert attrs.astuple(estimate(a_leaf_of("new", task_type, tag)))[1:] == expected


@given(st.sampled_from(TaskType), st.one_of(st.none(), st.text(max_size=12), st.from_regex(r"\d{1,4}~\d{1,4}s")))
def test_an_estimate_is_always_a_range_of_seconds(task_type: TaskType, tag: str | None) -> None:
    """Whatever the list says, progress can be told from it."""
    row = estimate(a_leaf_of("new", task_type, tag))
    assert 0 <= row.lowest <= row.highest
    assert row.highest > 0
