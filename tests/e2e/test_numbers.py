"""Every door that takes a number takes plain digits alone, before a fake server that would charge for a misreading."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from imastudio.adapters.cli.main import cli as program
from imastudio.adapters.cli.values import Decimal, Seconds, Whole
from imastudio.fakeserver import FakeIma
from tests.numbers_written import NO_NUMBERS
from tests.shells import Shell, pointed_at

WORDS = tuple(text for text in NO_NUMBERS if "\x00" not in text)
CREATE = ("create", "a cat", "--speed", "500", "--yes")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=500, strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


def _numbers(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Option]]:
    """Yield every option that holds a number, with the path of its command."""
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            assert below is not None
            yield from _numbers(below, (*path, name))
        return
    for param in command.params:
        if isinstance(param, click.Option) and isinstance(
            param.type, click.INT.__class__ | click.FLOAT.__class__ | Seconds
        ):
            yield " ".join(path), param


def test_every_number_of_the_command_line_is_read_by_the_strict_reader() -> None:
    """No option is left to Python's own int and float, which read 1_0 as 10."""
    found = list(_numbers(program))
    assert {option.opts[0] for _, option in found} >= {"--max-points", "--timeout", "--speed", "--limit", "--points"}
    assert [
        f"{name} {option.opts}" for name, option in found if not isinstance(option.type, Whole | Decimal | Seconds)
    ] == []


@pytest.mark.parametrize("text", WORDS)
def test_a_cap_that_is_no_number_orders_nothing(
    text: str, fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As an option, a variable, a key of a wish, a budget: refused by name, and nothing is charged."""
    said = [ima(*CREATE, f"--max-points={text}", "--output-json"), ima(*CREATE, f"--n={text}", "--output-json")]
    said.append(ima(*CREATE, f"--timeout={text}", "--output-json"))
    said.append(ima(*CREATE, f"--budget={text}/day", "--output-json"))
    wish = tmp_path / "wish.json"
    for key in ("max_points", "n"):
        wish.write_text(json.dumps({"prompt": "a cat", key: text}))
        said.append(ima("create", "--wish", str(wish), "--yes", "--output-json"))
    for name, value in (("IMA_BUDGET", f"{text}/day"), ("IMA_MAX_POINTS", text)):
        monkeypatch.setenv(name, value)
        if text:  # a variable that is empty says nothing
            said.append(ima(*CREATE, "--output-json"))
        monkeypatch.delenv(name)
    assert [(one.code in {2, 3}, one.document["error"]["retry_safe"]) for one in said] == [(True, True)] * len(said)
    assert fake.charges == ()


def test_full_width_digits_are_the_digits(fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cap of 3 refuses the same however its digit is written; one of 10 lets through what costs less."""
    for text in ("3", "\uff13", " \uff13\u3000"):
        assert ima(*CREATE, "--max-points", text, "--output-json").kind == "above_budget"
        monkeypatch.setenv("IMA_MAX_POINTS", text)
        assert ima(*CREATE, "--output-json").kind == "above_budget"
        monkeypatch.delenv("IMA_MAX_POINTS")
    assert fake.charges == ()
    assert ima(*CREATE, "--max-points", "\uff11\uff10").code == 0
    assert len(fake.charges) == 1
