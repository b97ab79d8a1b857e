"""What rows of the history come to, and which are of a model."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.lifecycle.generation import Stage, intended
from imastudio.domain.lifecycle.rows import Owner, Row, is_of_model, tally
from imastudio.domain.lifecycle.twins import is_unknown
from imastudio.domain.orders import Order
from imastudio.testing.strategies import an_order, orders

OWNER = Owner(account="a", user="u", request_id="r", fingerprint="f")


def _row(order: Order, model: str) -> Row:
    named = attrs.evolve(order, model_id=model, model_name=model.upper())
    return Row(generation=intended(model, named, 0.0), owner=OWNER, seq=1, at=0.0)


ROWS = st.lists(st.builds(_row, orders, st.sampled_from(["one", "two", "three"])), max_size=8)


@given(rows=ROWS)
def test_a_tally_counts_everything_once(rows: list[Row]) -> None:
    """Orders and points of all models are those of the rows; each model stands there once, the dearest first."""
    tallies = tally(rows)
    assert sum(one.orders for one in tallies) == len(rows)
    assert sum(one.points for one in tallies) == sum(row.generation.held for row in rows)
    assert {one.model_id for one in tallies} == {row.generation.order.model_id for row in rows}
    assert [one.points for one in tallies] == sorted((one.points for one in tallies), reverse=True)


@pytest.mark.parametrize("alive", [True, False])
@pytest.mark.parametrize("stage", Stage)
def test_what_nobody_knows_of(stage: Stage, *, alive: bool) -> None:
    """An unknown outcome, and an order whose process died while it was on its way: the same may not be ordered beside it."""
    generation = attrs.evolve(intended("g", an_order(), 0.0), stage=stage)
    row = Row(generation=generation, owner=OWNER, seq=1, at=0.0, alive=alive)
    assert is_unknown(row) is (stage is Stage.UNKNOWN or (stage is Stage.SENDING and not alive))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("nano banana", True),
        ("NANO-BANANA 2", True),
        ("gemini-3.1", False),
        ("gemini-3.1-flash-image", True),
        ("", False),
    ],
)
def test_what_a_model_is_called(said: str, *, meant: bool) -> None:
    """Its whole id, or how its name begins, however that is spelled."""
    order = an_order(model_id="gemini-3.1-flash-image", model_name="Nano Banana 2")
    row = Row(generation=intended("id", order, 0.0), owner=OWNER, seq=1, at=0.0)
    assert is_of_model(row, said) is meant
