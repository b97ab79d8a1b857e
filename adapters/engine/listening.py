"""Whoever is told news: a messenger, or a plain function in its place."""

import inspect

import attrs

from imastudio.domain.lifecycle import News
from imastudio.ports.messenger import Messenger, OnNews


@attrs.frozen(eq=False)
class Callback:
    """A messenger made of a function, plain or async."""

    on_news: OnNews

    async def tell(self, news: News) -> None:
        """Call the function, and await what it returns where that can be awaited."""
        answer = self.on_news(news)
        if inspect.isawaitable(answer):
            await answer


def listener(messenger: Messenger | None, on_news: OnNews | None) -> Messenger | None:
    """Return who is told. Raises TypeError for what can't be told, and where both are given."""
    if on_news is None:
        if messenger is not None and not hasattr(messenger, "tell"):
            raise TypeError("messenger must have an async method tell(news); for a function say on_news=…")
        return messenger
    if messenger is not None:
        raise TypeError("Give a messenger or on_news, not both.")
    if not callable(on_news):
        raise TypeError("on_news must be a function that takes one piece of news, such as print.")
    return Callback(on_news)
