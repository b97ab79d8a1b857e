"""A limit that is given, configured or handed over, and can't be read: an error at every door, never no limit."""

from pathlib import Path
from typing import Any

import pytest

from imastudio.adapters.engine.studio import AsyncioStudio
from imastudio.adapters.wiring.studio import open_studio
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.orders import Wish
from tests.studios import open_desk

UNREADABLE_CAPS = (" ", "ten", "10 points", "-5", "1.5", "1e3", "١٠", "1_000", "nan")
UNREADABLE_BUDGETS = (" ", "200", "200/", "200/dya", "-1/day", "1.5/day", "200/day,", "٢00/day")
NO_POINTS: tuple[Any, ...] = ("100", 5.0, float("nan"), True, -1, [5])


@pytest.mark.parametrize(
    ("name", "text"),
    [("IMA_MAX_POINTS", text) for text in UNREADABLE_CAPS] + [("IMA_BUDGET", text) for text in UNREADABLE_BUDGETS],
)
async def test_a_configured_limit_that_cannot_be_read_opens_nothing(name: str, text: str, tmp_path: Path) -> None:
    """Nobody orders without the limit that they meant to have."""
    with pytest.raises(WishRefused):
        async with open_studio(environment={"IMA_API_KEY": "ima_x", name: text}, state_dir=tmp_path):
            pass


@pytest.mark.parametrize("text", ["", *UNREADABLE_BUDGETS])
async def test_a_budget_that_is_given_counts_even_where_it_is_empty(text: str, tmp_path: Path) -> None:
    """An option of an unset variable is a mistake, not a budget without end."""
    with pytest.raises(WishRefused):
        async with open_studio(api_key="ima_x", environment={}, budget=text, state_dir=tmp_path):
            pass


async def test_an_empty_setting_is_none(tmp_path: Path) -> None:
    """As every program has it: a variable without a value is not set."""
    environment = {"IMA_API_KEY": "ima_x", "IMA_MAX_POINTS": "", "IMA_BUDGET": ""}
    async with open_studio(environment=environment, state_dir=tmp_path) as studio:
        assert isinstance(studio, AsyncioStudio)
        assert studio.identity.max_points is None


@pytest.mark.parametrize("points", NO_POINTS)
def test_what_python_hands_over_is_looked_at(points: Any) -> None:
    """By the wish and the batch alike."""
    for make in (
        lambda: Wish(max_points=points),
        lambda: open_desk().studio.batch([], max_points=points),  # type: ignore[arg-type] # none is read
    ):
        with pytest.raises((TypeError, ValueError)):
            make()
