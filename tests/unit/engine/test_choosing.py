"""Saved and recommended models: what is chosen, what is saved, and what is never saved."""

import attrs
import pytest

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Scope, Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.saved_models import Preference
from tests.studios import desk

IMAGE = TaskType.TEXT_TO_IMAGE
IMAGES = (TaskType.TEXT_TO_IMAGE, TaskType.IMAGE_TO_IMAGE)
CAT = Wish(prompt="a cat", task_type=IMAGE)


async def test_a_saved_model_is_taken_and_a_named_one_before_it() -> None:
    """Named, saved, default; the saved one is saved for every task type of its medium, at its own price."""
    async with desk() as d:
        assert (await d.studio.quote(CAT)).chosen_by == "default"
        saved = await d.studio.save_model(IMAGES, "MJ")
        assert {task_type: (preference.model_id, preference.credit) for task_type, preference in saved.items()} == {
            IMAGE: ("midjourney", 8),
            TaskType.IMAGE_TO_IMAGE: ("midjourney", 8),
        }
        quote = await d.studio.quote(CAT)
        assert (quote.order.model_id, quote.chosen_by, quote.recommended) == ("midjourney", "saved", None)
        named = await d.studio.quote(attrs.evolve(CAT, model="香蕉"))
        assert (named.order.model_id, named.chosen_by) == ("gemini-3.1-flash-image", "named")
        assert saved == await d.studio.saved_models()


async def test_a_recommendation_gives_way_to_what_is_saved_and_is_told() -> None:
    """Where the knowledge skill is installed, it decides before the default; beside a saved model it is a hint."""
    async with desk(installed=True) as d:
        quote = await d.studio.quote(CAT)
        assert (quote.order.model_id, quote.chosen_by) == ("gemini-3.1-flash-image", "recommended")
        await d.studio.save_model([IMAGE], "midjourney")
        quote = await d.studio.quote(CAT)
        assert (quote.order.model_id, quote.recommended) == ("midjourney", "gemini-3.1-flash-image")


async def test_clearing_forgets() -> None:
    """Told is where something was."""
    async with desk() as d:
        await d.studio.save_model([IMAGE], "midjourney")
        assert list(await d.studio.clear_models(TaskType)) == [IMAGE]
        assert dict(await d.studio.saved_models()) == {}


async def test_a_use_refreshes_the_date_and_saves_nothing_else() -> None:
    """An automatic choice is never saved."""
    async with desk() as d:
        await d.studio.generate(CAT)
        assert dict(await d.studio.saved_models()) == {}
        old = Preference(model_id="midjourney", model_name="Midjourney", credit=8, last_used="2026-01-01T00:00:00Z")
        await d.preferences.put("default", IMAGE, old, expected=None)
        await d.studio.generate(attrs.evolve(CAT, model="香蕉"))
        assert old == (await d.studio.saved_models())[IMAGE]
        await d.studio.generate(CAT)
        used = (await d.studio.saved_models())[IMAGE]
        assert old == attrs.evolve(used, last_used=old.last_used)
        assert used.last_used > old.last_used


async def test_a_saved_model_that_is_gone_is_told_and_skipped() -> None:
    """And one of another family is left alone where a scope does not know it."""
    async with desk() as d:
        gone = Preference(model_id="gone", model_name="Gone", credit=1, last_used="")
        await d.preferences.put("default", IMAGE, gone, expected=None)
        quote = await d.studio.quote(CAT)
        assert (quote.chosen_by, quote.order.notices[0].code) == ("default", "saved_model_not_listed")
        scoped = await d.studio.quote(attrs.evolve(CAT, scope=Scope.NANO_BANANA))
        assert (scoped.chosen_by, scoped.order.notices) == ("default", ())


async def test_an_unknown_model_is_not_saved() -> None:
    """Refused with the names there are."""
    async with desk() as d:
        with pytest.raises(WishRefused) as refused:
            await d.studio.save_model(IMAGES, "nothing like it")
        assert Kind.MODEL_UNKNOWN is refused.value.failure.kind


async def test_where_nothing_can_be_saved_nothing_is_claimed() -> None:
    """A file that can't be written stops nothing."""
    async with desk() as d:

        async def unwritable(*_: object, **__: object) -> bool:
            return False

        d.preferences.put = unwritable  # type: ignore[method-assign] # a read-only disk
        assert dict(await d.studio.save_model([IMAGE], "midjourney")) == {}


async def test_a_date_that_cannot_be_refreshed_hides_no_paid_order() -> None:
    """The order is paid for: it comes back, and the log has the surprise."""
    async with desk() as d:
        await d.studio.save_model([IMAGE], "midjourney")

        async def broken(*_: object, **__: object) -> bool:
            raise OSError

        d.preferences.put = broken  # type: ignore[method-assign] # a defect
        assert (await d.studio.generate(CAT)).ok
        assert "use_not_noted" in [event for event, _ in d.journal.lines]
