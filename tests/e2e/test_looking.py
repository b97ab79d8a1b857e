"""Looking, before and after an order: parts of the history, one model in full, names of schemas, completion in a shell."""

import contextlib
import csv
import os
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from imastudio.adapters.cli.main import run
from imastudio.fakeserver import FakeIma
from tests import shells, warm
from tests.shells import pointed_at

FAST = "500"
SPEECH = ("hello", "--task-type", "text_to_speech")
BANANA = ("a cat", "--model", "Nano Banana 2", "--size", "512")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=float(FAST), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> shells.Shell:
    """Return the command line."""
    return shells.Shell(capsys)


@pytest.fixture
def ordered(fake: FakeIma, ima: shells.Shell) -> list[str]:
    """Order a sound and two pictures, and return their ids, the oldest first."""
    orders = [
        ima("create", *wish, "--output-json", "--speed", FAST) for wish in (SPEECH, BANANA, (*BANANA, "--n", "2"))
    ]
    assert len(fake.charges) == 3
    return [str(order.document["generation_id"]) for order in orders]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--model", "Nano Banana"], [2, 1]),
        (["--model", "gemini-3.1-flash-image"], [2, 1]),
        (["--model", "banana"], []),
        (["--since", "today"], [2, 1, 0]),
        (["--since", "2h", "--until", "today"], [2, 1, 0]),
        (["--until", "yesterday"], []),
        (["--until", "1d"], []),
        (["--since", "2126-01"], []),
        (["--since", "2026-11-20T18:00", "--until", "2126-01-01"], [2, 1, 0]),
    ],
    ids=str,
)
def test_a_part_of_the_history(asked: list[str], found: list[int], ordered: list[str], ima: shells.Shell) -> None:
    """By time and model; the last so many of those."""
    rows = ima("history", "--output-json", *asked).document
    assert {row["generation_id"] for row in rows} == {ordered[index] for index in found}


@pytest.mark.usefixtures("ordered")
def test_the_newest_of_a_model(ima: shells.Shell) -> None:
    """A limit counts what is of the model."""
    of_model = ima("history", "--output-json", "--model", "Nano Banana").document
    assert len(of_model) == 2
    assert ima("history", "--output-json", "--model", "Nano Banana", "--limit", "1").document == of_model[:1]


def test_the_history_as_a_sum(ordered: list[str], ima: shells.Shell) -> None:
    """By model, the dearest first, and in all; as a table too."""
    document = ima("history", "--sum", "--output-json").document
    assert (document["orders"], document["points"]) == (len(ordered), sum(one["points"] for one in document["models"]))
    dearest, *_ = document["models"]
    assert (dearest["model_name"], dearest["orders"], dearest["points"]) == ("Nano Banana 2", 2, 12)
    table = ima("history", "--sum", "--language", "zh").out
    assert "合计" in table
    assert table.rstrip().endswith(str(document["points"]))


def test_the_history_as_csv(ordered: list[str], ima: shells.Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it, one row an order; what is kept of a prompt stands in it, and is no formula."""
    monkeypatch.setenv("IMA_KEEP_PROMPTS", "1")
    ima("create", '=cmd|"x", y', *SPEECH[1:], "--speed", FAST)
    rows = list(csv.DictReader(StringIO(ima("history", "--csv").out)))
    assert {row["generation_id"] for row in rows} > set(ordered)
    prompted = [row for row in rows if row["prompt"]]
    assert [row["prompt"] for row in prompted] == ["""'=cmd|"x", y"""]
    assert {row["credit"] for row in rows if row["n"] == "2"} == {"8"}
    assert ima("history", "--csv", "--since", "2126-01").out.count("\n") == 1


@pytest.mark.parametrize(
    "wrong",
    [["--since", "tomorrow"], ["--until", ""], ["--csv", "--sum"], ["--csv", "--output-json"]],
    ids=" ".join,
)
def test_what_is_no_part_of_the_history(wrong: list[str], ima: shells.Shell) -> None:
    """A time that is none, and two forms at once, are wrong usage."""
    assert ima("history", "--offline", *wrong).code == 2


@pytest.mark.usefixtures("fake")
def test_one_model_in_full(ima: shells.Shell) -> None:
    """For each task that lists it: versions, values, every price; by any name that an order takes."""
    cards = ima("models", "nano banana 2", "--output-json").document
    assert [card["task_type"] for card in cards] == ["text_to_image", "image_to_image"]
    assert {card["model_id"] for card in cards} == {"gemini-3.1-flash-image"}
    assert {"points": 4, "params": {"size": "512px"}} in cards[0]["prices"]
    only = ima("models", "gemini-3.1-flash-image", "--task-type", "image_to_image", "--language", "zh").out
    assert only.count("gemini-3.1-flash-image)") == 1
    for word in ("size=512px", "1:1", "输入：1～14 个", "jpg png"):
        assert word in only


@pytest.mark.usefixtures("fake")
def test_a_model_that_is_not_listed_is_refused_with_those_that_are(ima: shells.Shell) -> None:
    """Of all task types; where one is said, of that."""
    said = ima("models", "Nano Bananna 2")
    assert (said.code, "Nano Banana 2" in said.err) == (3, True)
    assert ima("models", "Suno", "--task-type", "text_to_image").code == 3
    assert ima("models", "Suno").code == 0


def test_schemas_by_name(ima: shells.Shell) -> None:
    """Without a name there are the names, each of which is one."""
    names = ima("schema").out.split()
    assert names == ima("schema", "--output-json").document
    assert {"wish", "result", "history-sum", "model-cards", "commands"} <= set(names)
    assert ima("schema", "--live").code == 2


def test_preferences_without_a_command_are_listed(ima: shells.Shell) -> None:
    """With options or without; help and commands are as ever."""
    listed = ima("prefs", "--offline", "--output-json")
    assert (listed.code, listed.document) == (0, {})
    assert ima("prefs").out == ima("prefs", "list").out
    assert "Commands:" in ima("prefs", "--help").out


def _asked(*words: str) -> dict[str, str]:
    """Return the environment in which bash asks what the last of `words` may become."""
    return {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1), "_IMA_COMPLETE": "bash_complete"}


def _offered(out: str) -> list[str]:
    return [line.partition(",")[2] for line in out.splitlines() if line]


@pytest.fixture
def completed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return what tells what bash is offered for the last of some words."""

    def complete(*words: str) -> list[str]:
        capsys.readouterr()
        with monkeypatch.context() as asked:
            for name, value in _asked(*words).items():
                asked.setenv(name, value)
            with contextlib.suppress(SystemExit):
                run([])
        out, err = capsys.readouterr()
        assert err == ""
        return _offered(out)

    return complete


def test_a_shell_completes_what_was_listed(
    ordered: list[str], ima: shells.Shell, completed: Callable[..., list[str]]
) -> None:
    """Commands, ids of models, values, parameters and ids of orders; before anything was listed, commands alone."""
    assert completed("ima", "hist") == ["history"]
    assert completed("ima", "create", "--model", "gem") == []
    ima("models")
    assert "gemini-3.1-flash-image" in completed("ima", "create", "--model", "gem")
    assert "gemini-3.1-flash-image" in completed("ima", "models", "gem")
    assert completed("ima", "create", "--model", "gemini-3.1-flash-image", "--size", "5") == ["512px"]
    assert completed("ima", "create", "--param", "aspect_") == ["aspect_ratio="]
    assert "aspect_ratio=16:9" in completed("ima", "create", "--param", "aspect_ratio=1")
    assert completed("ima", "wait", ordered[0][:8]) == [ordered[0]]


def test_completion_asks_nobody_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, completed: Callable[..., list[str]]
) -> None:
    """Without a home or a key it offers nothing, and says nothing, in a process of its own too."""
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(tmp_path / "none"))
    monkeypatch.delenv("IMA_API_KEY", raising=False)
    assert completed("ima", "wait", "a") == completed("ima", "create", "--model", "a") == []
    command = [sys.executable, "-m", "imastudio"]
    asked = {**os.environ, **_asked("ima", "hist")}
    done = warm.run(command, env=asked, capture_output=True, text=True, check=False)
    assert (_offered(done.stdout), done.stderr) == (["history"], "")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell(shell: str, ima: shells.Shell) -> None:
    """It names the program and the variable that asks it."""
    script = ima("completion", shell).out
    assert "_IMA_COMPLETE" in script
    assert "ima" in script
    if shell == "bash":
        assert warm.run(["/bin/bash", "-n"], input=script, text=True, check=False).returncode == 0
