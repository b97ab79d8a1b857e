"""What each scope knows, and what it takes where nothing is said."""

import pytest

from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Input, Scope, Tier, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.scopes import default_model, knows, task_types, tier_model, within
from imastudio.domain.quoting.selection import ChosenBy, infer_task_type, select
from tests.leaves import real_catalog, small_catalog
from tests.refusals import refusal_of

IMAGES = small_catalog(TaskType.TEXT_TO_IMAGE)
NANO = Scope.NANO_BANANA
PICTURE = Input("cat.png")


def test_all_in_one_is_all_that_is_listed() -> None:
    """Every task, every leaf."""
    assert task_types(Scope.ALL_IN_ONE) == tuple(TaskType)
    assert within(Scope.ALL_IN_ONE, IMAGES) == IMAGES
    assert knows(Scope.ALL_IN_ONE, "midjourney")


def test_nano_banana_is_its_two_models() -> None:
    """Pictures from text and from pictures, by two models, whatever else is listed."""
    assert task_types(NANO) == (TaskType.TEXT_TO_IMAGE, TaskType.IMAGE_TO_IMAGE)
    assert [leaf.name for leaf in within(NANO, IMAGES).leaves] == ["Nano Banana 2", "Nano Banana Pro"]
    assert within(NANO, small_catalog(TaskType.TEXT_TO_VIDEO)) == Catalog(TaskType.TEXT_TO_VIDEO)


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("task_type", TaskType)
def test_a_default_stands_in_the_recorded_list(scope: Scope, task_type: TaskType) -> None:
    """For each task of a scope; of others it knows none."""
    model = default_model(scope, task_type)
    assert (model is None) == (task_type not in task_types(scope))
    assert model is None or model in {leaf.model_id for leaf in within(scope, real_catalog(task_type)).leaves}


@pytest.mark.parametrize(
    ("tier", "expected"),
    [
        (Tier.PREMIUM, "Nano Banana Pro"),
        (Tier.BALANCED, "Nano Banana 2"),
        (Tier.ARTISTIC, "Nano Banana 2"),
        (Tier.BUDGET, "Nano Banana 2"),
        (None, "Nano Banana 2"),
    ],
)
def test_tiers_of_nano_banana(tier: Tier | None, expected: str) -> None:
    """The runbook's table."""
    assert select(Wish(tier=tier, scope=NANO), IMAGES).leaf.name == expected


def test_a_tier_without_a_model_has_the_default_one() -> None:
    """And a task that the scope does not know has none."""
    assert tier_model(Scope.ALL_IN_ONE, TaskType.TEXT_TO_MUSIC, Tier.PREMIUM) == "sonic"
    assert tier_model(NANO, TaskType.TEXT_TO_MUSIC, Tier.PREMIUM) is None


def test_another_model_is_refused_with_what_the_scope_offers() -> None:
    """By name, not replaced."""
    failure = refusal_of(lambda: select(Wish(model="SeeDream", scope=NANO), IMAGES))
    assert (failure.kind, set(failure.choices)) == (Kind.MODEL_UNKNOWN, {"Nano Banana 2", "Nano Banana Pro"})


def test_another_task_is_refused_with_what_the_scope_does() -> None:
    """Before a model is looked for; and without the refusal, there is no model."""
    wish = Wish(task_type=TaskType.TEXT_TO_VIDEO, scope=NANO)
    failure = refusal_of(lambda: infer_task_type(wish))
    assert (failure.kind, failure.choices) == (Kind.TASK_TYPE_UNCLEAR, ("text_to_image", "image_to_image"))
    videos = small_catalog(TaskType.TEXT_TO_VIDEO)
    assert refusal_of(lambda: select(wish, videos)).kind is Kind.MODEL_UNKNOWN
    assert refusal_of(lambda: select(Wish(tier=Tier.PREMIUM, scope=NANO), videos)).kind is Kind.MODEL_UNKNOWN


def test_unclear_tasks_of_a_scope() -> None:
    """Only what the scope does is offered."""
    wish = Wish(inputs=(PICTURE, PICTURE), scope=NANO)
    assert refusal_of(lambda: infer_task_type(wish)).choices == ("image_to_image",)
    assert infer_task_type(Wish(inputs=(PICTURE,), scope=NANO))[0] is TaskType.IMAGE_TO_IMAGE
    assert refusal_of(lambda: infer_task_type(Wish(inputs=(Input("a.mp3", InputKind.AUDIO),)))).parameter == "task_type"


def test_a_saved_model_of_another_family_is_left_alone() -> None:
    """Without a word: it is still saved, and used elsewhere."""
    selected = select(Wish(scope=NANO), IMAGES, saved="midjourney", recommended="doubao-seedream-4.5")
    assert (selected.leaf.name, selected.chosen_by, selected.notices) == ("Nano Banana 2", ChosenBy.DEFAULT, ())
    saved = select(Wish(scope=NANO), IMAGES, saved="gemini-3-pro-image")
    assert (saved.leaf.name, saved.chosen_by) == ("Nano Banana Pro", ChosenBy.SAVED)
