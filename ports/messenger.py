"""A piece of news to the person who waits."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from imastudio.domain.lifecycle import News


class Messenger(Protocol):
    """Carries news; must return quickly and may not fail the generation."""

    async def tell(self, news: News) -> None:
        """Pass on one piece of news."""


OnNews: TypeAlias = Callable[[News], object]
"""A function that is told news in place of a messenger; what it returns is awaited where it can be."""
