"""The testing kit: what it draws is what may happen."""

from hypothesis import given
from hypothesis import strategies as st

from imastudio import TaskType, Wish, WishRefused
from imastudio.domain.lifecycle.answers import Detail
from imastudio.domain.lifecycle.events import Entry, Failed, NotYet, Succeeded
from imastudio.domain.lifecycle.generation import fold, intended
from imastudio.domain.lifecycle.polling import judge_detail
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.pricing import quote
from imastudio.domain.quoting.selection import select
from imastudio.testing import Recorder
from imastudio.testing.strategies import an_order, catalogs, detail_answers, histories, wishes
from tests.studios import desk


@given(st.data())
def test_a_drawn_wish_has_a_price_or_a_reason(data: st.DataObject) -> None:
    """Never more than it may cost, and never anything but a refusal."""
    catalog: Catalog = data.draw(catalogs())
    wish = data.draw(wishes(catalog))
    try:
        order = quote(wish, catalog, selected=select(wish, catalog)).order
    except WishRefused:
        return
    assert (order.task_type, order.model_id) == (wish.task_type, wish.model)
    assert wish.max_points is None or order.total <= wish.max_points


@given(catalogs(TaskType.TEXT_TO_VIDEO))
def test_a_drawn_catalogue_is_of_its_task_type(catalog: Catalog) -> None:
    """And sells something."""
    assert catalog.leaves
    assert {leaf.task_type for leaf in catalog.leaves} == {TaskType.TEXT_TO_VIDEO}


@given(histories())
def test_a_drawn_history_folds(entries: tuple[Entry, ...]) -> None:
    """As a ledger's does."""
    assert fold("a-generation", entries).id == "a-generation"


@given(detail_answers(3))
def test_a_drawn_answer_has_a_verdict(answer: Detail) -> None:
    """Done, failed, or not yet."""
    assert isinstance(judge_detail(intended("g", an_order(n=3), 0.0), answer, 1.0), Succeeded | Failed | NotYet)


async def test_a_recorder_is_a_messenger_and_a_function() -> None:
    """It hears the same either way, and says it in both languages."""
    one, other = Recorder(), Recorder()
    async with desk() as here:
        await here.studio.generate(Wish(prompt="a"), messenger=one)
        await here.studio.generate(Wish(prompt="a"), on_news=other)
    assert one.kinds == other.kinds
    assert (one.kinds[0], one.kinds[-1]) == ("Quoted", "Ended")
    assert one.texts("zh") != one.texts()
