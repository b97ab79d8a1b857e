"""A messenger that remembers."""

from imastudio.domain.lifecycle import News


class MemoryMessenger:
    """Keeps all news in `told`, in order."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self.told: list[News] = []

    async def tell(self, news: News) -> None:
        """Remember one piece of news."""
        self.told.append(news)


class Silent:
    """Tells nobody."""

    async def tell(self, news: News) -> None:
        """Do nothing."""
