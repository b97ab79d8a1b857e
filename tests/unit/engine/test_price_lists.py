"""What a studio remembers of its lists: a quote of its own is looked at once, any other one is held against the list."""

import attrs
import pytest

from imastudio.adapters.engine import price_lists
from imastudio.adapters.engine.price_lists import PriceLists
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.quotes import Quote, unlisted
from tests.conversations import quoted
from tests.leaves import small_catalog

TASK_TYPE = TaskType.TEXT_TO_IMAGE


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Quote]:
    """Return the quotes that were held against a list."""
    seen: list[Quote] = []

    def look(quote: Quote, catalog: Catalog) -> tuple[str, ...]:
        seen.append(quote)
        return unlisted(quote, catalog)

    monkeypatch.setattr(price_lists, "unlisted", look)
    return seen


def test_a_quote_is_borne_out_by_the_list_it_was_made_of(looks: list[Quote]) -> None:
    """Of what it vouched for it knows without a look, of what it has looked at once too."""
    lists, catalog = PriceLists(), small_catalog(TASK_TYPE)
    own, foreign = quoted(catalog=catalog), quoted(catalog=catalog)
    assert not lists.bear_out(own)
    lists.keep(TASK_TYPE, catalog)
    lists.vouch_for(own, catalog)
    assert lists.bear_out(own)
    assert looks == []
    assert lists.bear_out(foreign)
    assert lists.bear_out(foreign)
    assert looks == [foreign]


def test_a_changed_quote_is_held_against_the_list(looks: list[Quote]) -> None:
    """A quote is known as an object: a copy with another price is another one, however alike."""
    lists, catalog = PriceLists(), small_catalog(TASK_TYPE)
    lists.keep(TASK_TYPE, catalog)
    own = quoted(catalog=catalog)
    lists.vouch_for(own, catalog)
    dearer = attrs.evolve(own, order=attrs.evolve(own.order, points=own.order.points + 1))
    assert not lists.bear_out(dearer)
    assert looks == [dearer]


def test_another_list_bears_out_nothing_unseen(looks: list[Quote]) -> None:
    """What an older list vouched for is looked at again, and a list that isn't held vouches for nothing."""
    lists, catalog, other = PriceLists(), small_catalog(TASK_TYPE), small_catalog(TASK_TYPE)
    assert other is not catalog
    own = quoted(catalog=catalog)
    lists.keep(TASK_TYPE, catalog)
    lists.vouch_for(own, catalog)
    lists.keep(TASK_TYPE, other)
    lists.vouch_for(own, catalog)
    assert lists.bear_out(own)
    assert looks == [own]
