"""What a notebook shows of results and prices: the thing itself, what it cost, and nothing that could run."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.lifecycle.events import Created, Sending, Succeeded
from imastudio.domain.lifecycle.generation import intended
from imastudio.domain.lifecycle.news import Ended
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.orders import Content, Media
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.quotes import Quote
from imastudio.testing.strategies import an_order
from tests.leaves import small_catalog

CATALOG = small_catalog(TaskType.TEXT_TO_IMAGE)


def result_of(task_type: TaskType, *medias: Media) -> Result:
    """Return a result that succeeded."""
    generation = intended("g", an_order(task_type=task_type, n=max(1, len(medias))), 0.0)
    for event in (Sending(), Created(task_id="t"), Succeeded(medias)):
        generation = generation.heard(event, 1.0)
    return Result(generation=generation, at=1.0)


@pytest.mark.parametrize(
    ("task_type", "element"),
    [
        (TaskType.TEXT_TO_IMAGE, "<img src="),
        (TaskType.TEXT_TO_VIDEO, "<video src="),
        (TaskType.TEXT_TO_MUSIC, "<audio src="),
        (TaskType.TEXT_TO_SPEECH, "<audio src="),
    ],
)
def test_a_result_shows_itself(task_type: TaskType, element: str) -> None:
    """A picture as a picture, the others with a player; the text is what a person at a terminal reads."""
    html = result_of(task_type, Media(url="https://cdn.example/a"))._repr_html_()
    assert element + '"https://cdn.example/a"' in html
    assert "6 pts" in html


@given(st.text())
def test_nothing_from_outside_is_read_as_html(text: str) -> None:
    """Neither an address, nor a name, nor a value."""
    for address in (f"https://{text}", text):
        html = result_of(TaskType.TEXT_TO_IMAGE, Media(url=address))._repr_html_()
        assert html.count("<img") <= 1
        assert "<script" not in html
    order = attrs.evolve(an_order(), model_name=f"<b>{text}", params={"size": f"<script>{text}"})
    shown = Quote(order=order, content=Content(prompt=text))._repr_html_()
    assert ("<b>" in shown, "<script" in shown) == (False, False)


def test_only_addresses_are_linked() -> None:
    """Not what a browser would run."""
    assert "javascript" not in result_of(TaskType.TEXT_TO_IMAGE, Media(url="javascript:alert(1)"))._repr_html_()


def test_reprs_are_short() -> None:
    """Id, status and price; several results are counted."""
    result = result_of(TaskType.TEXT_TO_IMAGE, Media(url="https://cdn.example/a"))
    assert repr(result) == "Result(id='g', status='succeeded', credit=6, url='https://cdn.example/a')"
    quote = Quote(order=an_order(n=2), content=Content(prompt="a secret"))
    assert repr(quote) == "Quote('Nano Banana 2', 6 × 2 = 12 points)"
    assert repr(quote.order) == "Order('Nano Banana 2', 6 × 2 = 12 points)"
    assert repr(result.generation) == "Generation('g', succeeded, 'Nano Banana 2', 6 points)"
    assert len(repr(Ended(result.generation))) < 120  # what `on_news=print` shows
    leaf = attrs.evolve(CATALOG.leaves[0], name="A model", model_id="a-model")
    assert (repr(CATALOG), repr(leaf)) == (
        f"Catalog(text_to_image, {len(CATALOG.leaves)} leaves)",
        "Leaf('A model', 'a-model', text_to_image)",
    )
    assert "6 × 2 = 12" in quote._repr_html_()
