"""What whoever embeds imastudio tests with, beside the `fake_ima` fixture, which pytest finds by itself.

- `Recorder` keeps the news of an order, in place of a person.
- `imastudio.testing.strategies` (extra `testing`): hypothesis strategies for catalogues, wishes, answers and histories.
- `imastudio.testing.contracts` (extra `testing`): what every adapter of a port promises, as pytest suites to subclass.
- `FakeIma` is the vendor's place, and what the fixture `fake_ima` gives: see `imastudio.fakeserver`.
"""

from imastudio.domain.lifecycle import News
from imastudio.domain.messages import say
from imastudio.domain.orders import Language
from imastudio.fakeserver import FakeIma

__all__ = ["FakeIma", "Recorder"]


class Recorder:
    """Keep what is told. It fits wherever a messenger is taken, and wherever a function is (`on_news=recorder`)."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.news: list[News] = []

    def __call__(self, news: News) -> None:
        """Keep one piece of news."""
        self.news.append(news)

    async def tell(self, news: News) -> None:
        """Keep one piece of news."""
        self(news)

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of what was told, in order."""
        return [type(news).__name__ for news in self.news]

    def texts(self, language: Language = "en") -> list[str]:
        """Return what a person at a terminal would have read, in order."""
        return [text for news in self.news if (text := say(news, language))]
