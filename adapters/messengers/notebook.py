"""Progress in a notebook: a bar that fills, where ipywidgets is there; lines of text elsewhere.

Rule: a front end's picture of an order may fail in no way that the order notices.
"""

from importlib import import_module
from typing import Any

from imastudio.domain.lifecycle import Ended, News, Progressed, Stage, WaitEnded
from imastudio.domain.messages import say
from imastudio.domain.orders import Language

_FULL = 100


class ProgressBar:
    """Show how an order goes: `studio.generate(wish, on_news=ProgressBar())`, one for each order.

    `language` is that of the text beside the bar. Without ipywidgets what there is to say is printed, line by line.
    """

    def __init__(self, language: Language = "en") -> None:
        """Show nothing yet."""
        self._language = language
        self._bar: Any = None
        self._text: Any = None

    def __call__(self, news: News) -> None:
        """Show one piece of news."""
        text = say(news, self._language)
        if self._bar is None and not self._show():
            if text:
                print(text)  # noqa: T201 - a notebook shows what is printed
            return
        if isinstance(news, Progressed):
            self._bar.value = news.percent
        if isinstance(news, Ended):
            self._bar.value = _FULL
            self._bar.bar_style = "success" if news.generation.stage is Stage.SUCCEEDED else "danger"
        if isinstance(news, WaitEnded):
            self._bar.bar_style = "warning"
        if text:
            self._text.value = text

    async def tell(self, news: News) -> None:
        """Show one piece of news, as a messenger does."""
        self(news)

    def _show(self) -> bool:
        """Show the bar; tell whether there is one."""
        try:
            widgets, display = import_module("ipywidgets"), import_module("IPython.display").display
        except ModuleNotFoundError:
            return False
        self._bar = widgets.IntProgress(value=0, min=0, max=_FULL)
        self._text = widgets.Label()  # shows text as it is, whatever it holds
        display(widgets.VBox([self._bar, self._text]))
        return True
