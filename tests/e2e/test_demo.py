"""The demo: what a newcomer sees first."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from imastudio.adapters.cli import demo
from imastudio.adapters.film import arguments
from imastudio.domain.kernel import ExitCode
from tests.films import tracks


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run it in an empty folder, faster than people can read."""
    monkeypatch.setattr(demo, "SPEED", 500.0)
    monkeypatch.setattr(arguments, "PRESET", "ultrafast")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


def test_it_leaves_a_picture_and_an_edit_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says where the fake server is, model, price and estimate first, and ends with real pictures of the person's words."""
    state = tmp_path / "state"
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(state))
    done = CliRunner().invoke(demo.main, ["--prompt", "a fox in the snow"])
    assert done.exit_code == 0, done.output
    paths = [Path(line) for line in done.stdout.splitlines() if line.startswith(str(tmp_path / "demo-out"))]
    assert [_size(path) for path in paths] == [(4096, 4096)] * 2
    assert "fake server listens at http://127.0.0.1:" in done.stdout
    assert "a fox in the snow" in done.stdout
    assert "booked 10 points" in done.stdout
    assert all(words in done.stderr for words in ("SeeDream 4.5", "25 ~ 60", "5 pts"))
    assert "ima wait" not in done.stderr
    assert not state.exists()


def test_the_words_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of any kind are taken as they are; without any it has its own, in the person's language."""
    monkeypatch.setenv("IMA_DEMO_PROMPT", '$(boom) "quoted" [red]')
    assert '“$(boom) "quoted" [red]”' in CliRunner().invoke(demo.main).stdout
    monkeypatch.delenv("IMA_DEMO_PROMPT")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert demo.PROMPT["zh"] in CliRunner().invoke(demo.main).stdout


def test_it_fails_when_the_order_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its exit code is that of the orders, and an interrupted one ends quietly."""

    async def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_demo", interrupted)
    assert CliRunner().invoke(demo.main).exit_code == ExitCode.REFUSED


@pytest.mark.parametrize("locale", ["C.UTF-8", "zh_CN.UTF-8"])
def test_it_ends_with_a_small_work(locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planned and priced, made step by step, and laid together as a film of ten seconds."""
    monkeypatch.setenv("LC_ALL", locale)
    done = CliRunner().invoke(demo.main, ["--work"])
    assert done.exit_code == 0, done.output
    film = tmp_path / "demo-out" / "film.mp4"
    assert str(film) in done.stdout.splitlines()
    assert abs(int(tracks(film)["General"]["duration"]) / 1000 - 10) < 0.1
    assert ("4/4" in done.stderr, "bgm" in done.stderr) == (True, True)
