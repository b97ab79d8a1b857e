"""What is offered, and which leaf is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.catalog import Catalog, Field, FieldShape, Leaf, Option, version_in
from imastudio.domain.quoting.model_lookup import find_leaf, listed
from tests.leaves import a_catalog, a_group, a_leaf, a_rule, small_catalog
from tests.refusals import outcome_of

VIDEOS = small_catalog(TaskType.TEXT_TO_VIDEO)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (Field(name="size", options=(Option(value="1K"),)), FieldShape.CHOICE),
        (Field(name="audio", kind="toggle"), FieldShape.SWITCH),
        (Field(name="audio", kind="new control", default=False), FieldShape.SWITCH),
        (Field(name="seed", kind="slider"), FieldShape.NUMBER),
        (Field(name="seed", default=3), FieldShape.NUMBER),
        (Field(name="title", kind="textarea"), FieldShape.TEXT),
        (Field(name="title", kind="new control", default=""), FieldShape.TEXT),
    ],
)
def test_a_control_takes_what_its_options_kind_or_default_say(field: Field, expected: FieldShape) -> None:
    """A control that is not known yet takes what its default is."""
    assert field.shape is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Pixverse V5.5", (5, 5)), ("Hailuo 2.0", (2,)), ("Sora 2 Pro", (2,)), ("Suno", ()), ("Zero 0", (0,))],
)
def test_the_version_is_read_off_the_name(name: str, expected: tuple[int, ...]) -> None:
    """2.0 is the same as 2."""
    assert version_in(name) == expected


@pytest.mark.parametrize(
    ("model", "version_id", "expected"),
    [
        ("pixverse", None, "Pixverse V10"),  # by number, not by the list's order or by spelling
        ("Pixverse", None, "Pixverse V10"),
        ("pixverse", "V5.5", "Pixverse V5.5"),
        ("pixverse", "5.5", "Pixverse V5.5"),
        ("pixverse", "Pixverse V4", "Pixverse V4"),
        ("Pixverse V4", None, "Pixverse V4"),
        ("pixverse 3.5", None, "Pixverse V3.5"),
        ("PIXVERSE　ｖ５．５", None, "Pixverse V5.5"),
        ("Pixverse 4.0", None, "Pixverse V4"),
        (None, "pixverse v4", "Pixverse V4"),
        (None, "10", "Pixverse V10"),
        ("Veo 3.1", None, "Google Veo 3.1"),
        ("Google Veo", None, "Google Veo 3.1"),
        ("MiniMax", None, "Hailuo 2.3"),
        ("Kling", None, "Kling O1"),
        ("kling-v2-6", "kling 2.6", "Kling 2.6"),
        ("SeeDance 2.0", None, "Seedance 2.0"),
    ],
)
def test_a_leaf_is_found_by_model_name_and_version(model: str | None, version_id: str | None, expected: str) -> None:
    """Without a version, the highest one is meant."""
    assert find_leaf(VIDEOS, model, version_id).name == expected


@pytest.mark.parametrize(
    "model", ["Pixverse V9", "Kling 1.6", "Wan 2.5", "4", "", "🎨", "Dall-E", "x" * 100_000, "\x1b[2J"]
)
def test_an_unknown_model_is_refused_with_the_nearest_names(model: str) -> None:
    """Neither another version nor another model takes its place."""
    with pytest.raises(WishRefused) as refused:
        find_leaf(VIDEOS, model)
    failure = refused.value.failure
    assert (failure.kind, failure.parameter, len(failure.choices)) == (Kind.MODEL_UNKNOWN, "model", len(VIDEOS.leaves))


def test_the_nearest_name_comes_first_with_its_id() -> None:
    """A slip of the pen is easy to mend."""
    with pytest.raises(WishRefused) as refused:
        find_leaf(VIDEOS, "Hailou 2.3")
    failure = refused.value.failure
    ids = failure.facts["model_ids"]
    assert isinstance(ids, list)
    assert (failure.choices[0], ids[0]) == ("Hailuo 2.3", "MiniMax-Hailuo-2.3")


@pytest.mark.parametrize(
    ("model", "version_id"), [("pixverse", "V6"), ("Pixverse V4", "V5.5"), ("pixverse", "new"), (None, "2.6")]
)
def test_a_version_that_is_not_there_or_not_clear_is_refused(model: str | None, version_id: str) -> None:
    """The versions that are there are named."""
    with pytest.raises(WishRefused) as refused:
        find_leaf(VIDEOS, model, version_id)
    failure = refused.value.failure
    assert (failure.kind, failure.parameter) == (Kind.VALUE_NOT_OFFERED, "version_id")
    assert failure.choices


def test_a_group_with_one_model_is_a_name_of_it() -> None:
    """Where a group has several models, its name is not clear."""
    one, two = a_leaf("one", "One 1", None), a_leaf("two", "Two 1", None)
    catalog = a_catalog(TaskType.TEXT_TO_VIDEO, a_group("Single", one), a_group("Both", one, two))
    assert find_leaf(a_catalog(TaskType.TEXT_TO_VIDEO, a_group("Single", one)), "single").model_id == "one"
    assert listed(catalog, "both") is None


def test_nothing_is_found_in_an_empty_list() -> None:
    """An empty list has no default either."""
    empty = Catalog(TaskType.TEXT_TO_VIDEO)
    assert (listed(empty, "pixverse"), listed(empty, "")) == (None, None)
    with pytest.raises(WishRefused):
        find_leaf(empty, None)


@given(st.permutations(VIDEOS.leaves))
def test_the_order_of_the_list_never_decides_on_the_version(leaves: list[Leaf]) -> None:
    """The highest version is the highest wherever it stands."""
    shuffled = Catalog(TaskType.TEXT_TO_VIDEO, tuple(leaves))
    assert find_leaf(shuffled, "pixverse").name == "Pixverse V10"


@given(st.text(max_size=20), st.one_of(st.none(), st.text(max_size=8)))
def test_any_words_find_a_listed_leaf_or_are_refused(model: str, version_id: str | None) -> None:
    """Nothing else comes of them."""
    found = outcome_of(lambda: find_leaf(VIDEOS, model, version_id))
    assert isinstance(found, Failure) or found in VIDEOS.leaves


def test_a_field_is_known_by_the_name_it_is_sent_under() -> None:
    """A virtual field is sent under the name of its target."""
    (leaf,) = (leaf for leaf in VIDEOS.leaves if leaf.name == "Kling O1")
    mode = leaf.field("mode")
    assert mode is not None
    assert (leaf.field("quality"), mode.default) == (None, "std")
    assert a_catalog(TaskType.TEXT_TO_VIDEO, a_leaf("m", "M", None, a_rule(1, 1))).leaves[0].field("mode") is None
