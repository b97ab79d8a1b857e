"""Progress in a notebook: a bar where there are widgets, lines elsewhere."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import imastudio.sync
from imastudio import Wish
from imastudio.adapters.messengers.notebook import ProgressBar
from imastudio.domain.lifecycle import Ended, WaitEnded, intended
from imastudio.testing.strategies import an_order


class _Widget(SimpleNamespace):
    """Stands for a widget: keeps what it is made of."""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Put stubs in the place of ipywidgets and IPython, and return what is displayed."""
    displayed: list[Any] = []
    widgets, display = ModuleType("ipywidgets"), ModuleType("IPython.display")
    widgets.IntProgress = widgets.Label = lambda **said: _Widget(bar_style="", **said)  # type: ignore[attr-defined] # a stub
    widgets.VBox = lambda children: children  # type: ignore[attr-defined] # the same
    display.display = displayed.append  # type: ignore[attr-defined] # the same
    monkeypatch.setitem(sys.modules, "ipywidgets", widgets)
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    return displayed


def _order(progress: ProgressBar, place: Path, **wish: Any) -> None:
    with imastudio.sync.open_studio(offline=True, state_dir=place) as studio:
        studio.generate(Wish(prompt="a puppy", **wish), on_news=progress)


def test_a_bar_fills(shown: list[Any], tmp_path: Path) -> None:
    """It is shown once, is full and green at the end, and the text beside it says what became of the order."""
    _order(imastudio.sync.ProgressBar("zh"), tmp_path)
    ((bar, text),) = shown
    assert (bar.value, bar.bar_style) == (100, "success")
    assert "成功" in text.value


def test_lines_where_there_are_no_widgets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What there is to say is printed."""
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    _order(imastudio.sync.ProgressBar(), tmp_path)
    printed = capsys.readouterr().out
    assert "Your image is ready" in printed


def test_with_the_real_widgets(tmp_path: Path) -> None:
    """Where they are installed."""
    pytest.importorskip("ipywidgets")
    pytest.importorskip("IPython")
    progress = ProgressBar()
    _order(progress, tmp_path)
    assert progress._bar.value == 100


async def test_it_is_a_messenger_too(shown: list[Any]) -> None:
    """A wait that ended leaves the bar where it is; a failure turns it red."""
    progress, generation = ProgressBar(), intended("id", an_order(), 0.0)
    await progress.tell(WaitEnded(generation=generation, elapsed=5.0))
    ((bar, _),) = shown
    assert bar.bar_style == "warning"
    progress(Ended(generation=generation))
    assert bar.bar_style == "danger"
