"""Which task a wish is for, and which leaf makes it."""

from typing import Any

import pytest

from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Input, Notice, Tier, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.scopes import DEFAULTS, TIERS
from imastudio.domain.quoting.selection import ChosenBy, infer_task_type, select
from tests.leaves import BANANA_2, BANANA_PRO, MIDJOURNEY, a_catalog, real_catalog, small_catalog
from tests.refusals import refusal_of

IMAGES = small_catalog(TaskType.TEXT_TO_IMAGE)
VIDEOS = small_catalog(TaskType.TEXT_TO_VIDEO)
PICTURE = Input("cat.png")


def chosen(wish: Wish, catalog: Catalog = IMAGES, **known: Any) -> tuple[str, str]:
    """Return the chosen leaf's name and why."""
    selected = select(wish, catalog, **known)
    return selected.leaf.name, selected.chosen_by.value


@pytest.mark.parametrize(("inputs", "expected"), [((), TaskType.TEXT_TO_IMAGE), ((PICTURE,), TaskType.IMAGE_TO_IMAGE)])
def test_a_task_type_is_inferred_and_said(inputs: tuple[Input, ...], expected: TaskType) -> None:
    """No picture makes a picture, one is changed."""
    notice = Notice("task_type_inferred", {"task_type": expected.value, "inputs": len(inputs)})
    assert infer_task_type(Wish(inputs=inputs)) == (expected, (notice,))


@pytest.mark.parametrize("inputs", [(PICTURE, PICTURE), (Input("a.mp4", InputKind.VIDEO),)])
def test_a_task_type_that_is_not_clear_is_asked_for(inputs: tuple[Input, ...]) -> None:
    """Two pictures may be frames or references."""
    failure = refusal_of(lambda: infer_task_type(Wish(inputs=inputs)))
    assert (failure.kind, failure.parameter) == (Kind.TASK_TYPE_UNCLEAR, "task_type")
    assert set(failure.choices) == {task_type.value for task_type in TaskType if task_type.takes_inputs}


def test_a_task_type_that_is_said_needs_no_notice() -> None:
    """Whatever the inputs."""
    wish = Wish(task_type=TaskType.TEXT_TO_MUSIC, inputs=[PICTURE, PICTURE])
    assert infer_task_type(wish) == (TaskType.TEXT_TO_MUSIC, ())


@pytest.mark.parametrize(
    ("wish", "known", "expected"),
    [
        (Wish(), {}, ("SeeDream 4.5", "default")),
        (Wish(), {"recommended": "gemini-3-pro-image"}, ("Nano Banana Pro", "recommended")),
        (Wish(), {"recommended": "gemini-3-pro-image", "saved": "midjourney"}, ("Midjourney", "saved")),
        (Wish(tier=Tier.PREMIUM), {"saved": "midjourney"}, ("Nano Banana Pro", "tier")),
        (Wish(model="香蕉"), {"saved": "midjourney"}, ("Nano Banana 2", "named")),
        (Wish(model="香蕉", tier=Tier.PREMIUM), {}, ("Nano Banana 2", "named")),
        (Wish(version_id="midjourney"), {"saved": "gemini-3-pro-image"}, ("Midjourney", "named")),
        (Wish(tier=Tier.BALANCED), {"saved": "midjourney"}, ("SeeDream 4.5", "tier")),
        (Wish(tier=Tier.ARTISTIC), {}, ("Midjourney", "tier")),
        (Wish(tier=Tier.BUDGET), {}, ("Nano Banana 2", "tier")),
    ],
)
def test_what_was_said_comes_before_what_is_known(wish: Wish, known: dict[str, Any], expected: tuple[str, str]) -> None:
    """Named or tier, then saved, then recommended, then the default."""
    assert chosen(wish, **known) == expected


def test_a_saved_model_that_is_gone_is_skipped_and_said() -> None:
    """The next in order is taken."""
    selected = select(Wish(), IMAGES, saved="gone", recommended="away")
    assert (selected.leaf.name, selected.chosen_by) == ("SeeDream 4.5", ChosenBy.DEFAULT)
    assert selected.notices == (
        Notice("saved_model_not_listed", {"model": "gone"}),
        Notice("recommended_model_not_listed", {"model": "away"}),
    )
    recommended = select(Wish(), IMAGES, saved="gone", recommended="midjourney")
    assert (recommended.chosen_by, len(recommended.notices)) == (ChosenBy.RECOMMENDED, 1)


def test_a_named_model_that_is_gone_is_never_replaced() -> None:
    """It is refused, whatever is saved."""
    assert refusal_of(lambda: select(Wish(model="Dall-E"), IMAGES, saved="midjourney")).kind is Kind.MODEL_UNKNOWN


def test_a_tier_whose_model_is_gone_falls_to_what_is_known() -> None:
    """A tier is a wish, not a name."""
    catalog = a_catalog(TaskType.TEXT_TO_IMAGE, MIDJOURNEY, BANANA_2)
    assert chosen(Wish(tier=Tier.PREMIUM), catalog, saved="gemini-3.1-flash-image") == ("Nano Banana 2", "saved")


def test_without_a_default_the_first_listed_is_taken() -> None:
    """And of nothing, nothing."""
    assert chosen(Wish(), a_catalog(TaskType.TEXT_TO_IMAGE, MIDJOURNEY, BANANA_2)) == ("Midjourney", "default")
    nothing = refusal_of(lambda: select(Wish(), Catalog(TaskType.TEXT_TO_IMAGE)))
    assert (nothing.kind, nothing.value) == (Kind.MODEL_UNKNOWN, None)


def test_budget_is_what_makes_this_wish_for_the_least() -> None:
    """In live prices, with the values the person gave; the default comes first among equals."""
    assert chosen(Wish(tier=Tier.BUDGET), VIDEOS) == ("Vidu Q2", "tier")
    assert chosen(Wish(tier=Tier.BUDGET, params={"resolution": "1080p", "duration": 10}), VIDEOS) == ("Wan 2.6", "tier")
    assert chosen(Wish(tier=Tier.BUDGET, params={"size": "4K"})) == ("SeeDream 4.5", "tier")
    assert chosen(Wish(tier=Tier.BUDGET, params={"size": "1K"})) == ("Nano Banana 2", "tier")
    tied = a_catalog(
        TaskType.TEXT_TO_IMAGE, {**BANANA_PRO, "name": "First"}, {**BANANA_PRO, "model_id": "doubao-seedream-4.5"}
    )
    assert chosen(Wish(tier=Tier.BUDGET), tied) == ("Nano Banana Pro", "tier")


def test_a_budget_that_nothing_can_be_made_for_names_the_default() -> None:
    """So that the quote tells what is wrong with the wish."""
    assert chosen(Wish(tier=Tier.BUDGET, params={"size": "16K"})) == ("SeeDream 4.5", "default")
    unpriced = a_catalog(TaskType.TEXT_TO_IMAGE, {**BANANA_2, "credit_rules": []})
    assert chosen(Wish(tier=Tier.BUDGET), unpriced) == ("Nano Banana 2", "default")


@pytest.mark.parametrize("task_type", TaskType)
def test_defaults_and_tiers_stand_in_the_recorded_lists(task_type: TaskType) -> None:
    """The published table is of today's models."""
    models = {leaf.model_id for leaf in real_catalog(task_type).leaves}
    table = {DEFAULTS[task_type], *(model for (of, _), model in TIERS.items() if of is task_type)}
    assert table <= models


@pytest.mark.parametrize(
    ("task_type", "expected"),
    [
        (TaskType.TEXT_TO_IMAGE, "Nano Banana 2"),
        (TaskType.IMAGE_TO_IMAGE, "Nano Banana 2"),
        (TaskType.TEXT_TO_VIDEO, "Vidu Q2"),
    ],
)
def test_the_published_budget_models_are_the_cheapest_recorded_ones(task_type: TaskType, expected: str) -> None:
    """What the table names, live prices find."""
    assert chosen(Wish(tier=Tier.BUDGET), real_catalog(task_type)) == (expected, "tier")


def test_the_best_is_what_is_recommended_else_the_tables() -> None:
    """Decision 13; a recommendation that is not listed counts for nothing, and none is asked for where it shall be cheap."""
    catalog = small_catalog(TaskType.TEXT_TO_VIDEO)
    best, cheap = Wish(tier=Tier.PREMIUM), Wish(tier=Tier.BUDGET)
    assert select(best, catalog, recommended="veo-3.1-generate-preview").leaf.model_id == "veo-3.1-generate-preview"
    assert select(best, catalog, recommended="gone").leaf == select(best, catalog).leaf
    assert select(cheap, catalog, recommended="veo-3.1-generate-preview").leaf == select(cheap, catalog).leaf
