"""A piece of news to the person who waits."""

from typing import Protocol

from imastudio.domain.lifecycle.news import News


class Messenger(Protocol):
    """Carries news; must return quickly and may not fail the generation."""

    async def tell(self, news: News) -> None:
        """Pass on one piece of news."""
        ...
