"""What people call the models."""

import pytest

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.model_lookup import find_leaf
from imastudio.domain.quoting.model_names import ALIASES, model_ids
from tests.leaves import real_catalog, small_catalog


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("香蕉Pro", "gemini-3-pro-image"),
        ("香蕉ｐｒｏ", "gemini-3-pro-image"),
        ("nano banana PRO", "gemini-3-pro-image"),
        ("nano-banana-pro", "gemini-3-pro-image"),
        ("Nano Banana2 💚", "gemini-3.1-flash-image"),
        ("香蕉", "gemini-3.1-flash-image"),
        ("mj", "midjourney"),
        ("see dream", "doubao-seedream-4.5"),
        ("可灵2.6", "kling-v2-6"),
        ("海螺 2.0", "MiniMax-Hailuo-02"),
        ("doubao-bgm", "GenBGM"),
        ("苏诺", "sonic"),
        ("MiniMax Hailuo", "MiniMax-Hailuo-2.3"),
        ("Suno sonic", "sonic"),
        ("Vidu Pro", "viduq2-pro"),
        ("Seedance 2.0 快速版", "ima-pro-fast"),
        ("拍我", "pixverse"),
    ],
)
def test_a_name_stands_for_its_model(said: str, expected: str) -> None:
    """Case, width and spaces don't matter, and published wrong ids are understood."""
    assert model_ids(said)[0] == expected


def test_an_unknown_name_stands_for_nothing() -> None:
    """No model is guessed."""
    assert model_ids("Dall-E") == ()


@pytest.mark.parametrize(
    ("task_type", "said", "expected"),
    [
        (TaskType.TEXT_TO_VIDEO, "Wan", "wan2.6-t2v"),
        (TaskType.IMAGE_TO_VIDEO, "万", "wan2.6-i2v"),
        (TaskType.TEXT_TO_VIDEO, "Vidu", "viduq2"),
        (TaskType.IMAGE_TO_VIDEO, "Vidu Q2", "viduq2-pro"),
        (TaskType.REFERENCE_IMAGE_TO_VIDEO, "Vidu", "viduq2"),
        (TaskType.REFERENCE_IMAGE_TO_VIDEO, "Vidu Q2 Pro", "viduq2-pro"),
        (TaskType.TEXT_TO_MUSIC, "歌", "sonic"),
        (TaskType.TEXT_TO_SPEECH, "seed tts 2.0", "seed-tts-2.0"),
    ],
)
def test_a_name_depends_on_the_task_type(task_type: TaskType, said: str, expected: str) -> None:
    """Wan and Vidu have another id for each kind of task."""
    assert find_leaf(real_catalog(task_type), said).model_id == expected


def test_every_name_finds_a_listed_model_somewhere() -> None:
    """No line of the table leads nowhere in the recorded lists."""
    catalogs = [real_catalog(task_type) for task_type in TaskType]
    listed = {leaf.model_id for catalog in catalogs for leaf in catalog.leaves}
    assert {name for name, ids in ALIASES.items() if listed.isdisjoint(ids)} == set()


def test_every_leaf_is_found_by_all_that_it_is_called() -> None:
    """Display name and leaf id find the leaf itself, the model id finds the model."""
    for task_type in TaskType:
        catalog = real_catalog(task_type)
        for leaf in catalog.leaves:
            assert find_leaf(catalog, leaf.name) == leaf
            assert find_leaf(catalog, leaf.version_id).name == leaf.name
            assert find_leaf(catalog, leaf.model_id, leaf.version_id) == leaf
            assert find_leaf(catalog, leaf.model_id).model_id == leaf.model_id


def test_a_name_that_is_not_listed_is_refused() -> None:
    """A model that is known but not in this list is not replaced."""
    with pytest.raises(WishRefused):
        find_leaf(small_catalog(TaskType.TEXT_TO_IMAGE), "Kling")
