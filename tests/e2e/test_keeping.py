"""Prompts that a person keeps, over the real command line: kept where that was said, shown where one looks back, forgotten."""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imastudio import Wish, WishRefused, open_studio
from imastudio.adapters.skills.folders import HOME
from imastudio.fakeserver import FakeIma, envelope
from tests import shells, warm
from tests.shells import pointed_at

FAST = "500"
SPEECH = ("--task-type", "text_to_speech")


class Shell(shells.Shell):
    """Runs `ima` as fast as the fake server."""

    def order(self, *arguments: str) -> Any:
        """Order something, which ends well; return the JSON."""
        said = self(*arguments, "--speed", FAST, "--output-json")
        assert said.code == 0, said.err
        return said.document

    def kept(self, *arguments: str) -> list[str]:
        """Return the prompts of the history in the order of the alphabet, "-" for each that isn't kept."""
        prompts = [row["prompt"] for row in self("history", "--output-json", *arguments).document]
        return sorted("-" if prompt is None else prompt for prompt in prompts)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=float(FAST), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


def ledger(name: str = "ledger") -> Path:
    """Return the file of orders."""
    return Path(os.environ["OPENCLAW_STATE_DIR"]) / "ima_ledger" / f"{name}.sqlite3"


def on_disk(text: str) -> bool:
    """Tell whether a text stands in a file of the ledger."""
    return any(text.encode() in path.read_bytes() for path in ledger().parent.rglob("*") if path.is_file())


@pytest.mark.usefixtures("fake")
def test_each_ordering_command_keeps_prompts_where_that_is_said(ima: Shell, tmp_path: Path) -> None:
    """`create` keeps its prompt, `ask` the words that it made of what was said, `batch` those of all lines."""
    lines = tmp_path / "wishes.jsonl"
    lines.write_text(
        "".join(json.dumps({"prompt": it, "task_type": SPEECH[1]}) + "\n" for it in "xy"), encoding="utf-8"
    )
    ima.order("create", "good morning", *SPEECH, "--keep-prompts")
    ima.order("ask", "read aloud: good evening", "--keep-prompts", "--yes")
    assert ima("batch", str(lines), "--concurrency", "1", "--speed", FAST, "--keep-prompts").code == 0
    ima.order("create", "good night", *SPEECH)
    assert ima.kept() == ["-", "good evening", "good morning", "x", "y"]


@pytest.mark.usefixtures("fake")
def test_the_environment_says_it_for_all_and_an_option_goes_before_it(
    ima: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With IMA_KEEP_PROMPTS=1 every order keeps its prompt but those that say otherwise; an empty one says nothing."""
    monkeypatch.setenv("IMA_KEEP_PROMPTS", "1")
    ima.order("create", "a", *SPEECH)
    ima.order("create", "b", *SPEECH, "--no-keep-prompts")
    for nothing in ("0", ""):
        monkeypatch.setenv("IMA_KEEP_PROMPTS", nothing)
        ima.order("create", f"c{nothing}", *SPEECH)
    ima.order("create", "d", *SPEECH, "--keep-prompts")
    assert ima.kept() == ["-", "-", "-", "a", "d"]


def test_neither_yes_nor_no_orders_nothing(fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused by its name, with what would do, in both languages."""
    monkeypatch.setenv("IMA_KEEP_PROMPTS", "maybe")
    said = ima("create", "a", *SPEECH, "--output-json", "--speed", FAST)
    assert (said.code, said.kind, len(fake.charges)) == (3, "value_not_offered", 0)
    assert "IMA_KEEP_PROMPTS: “maybe” isn't valid: 1 keeps prompts, 0 doesn't." in said.err
    assert "1 保留描述，0 不保留" in said.document["error"]["text_zh"]


@pytest.mark.usefixtures("fake")
def test_a_kept_prompt_is_shown_in_the_history_alone(ima: Shell) -> None:
    """The table shows its beginning on one line, with what would steer a terminal spelled out; where none is kept, no column."""
    ima.order("create", "a secret", *SPEECH)
    assert "Prompt" not in ima("history").out
    prompt = "\x1b[2Jone line\nand another " + "with a long end " * 6000
    document = ima.order("create", prompt, "--keep-prompts", "--model", "Nano Banana 2", "--size", "512")
    table = ima("history").out
    assert "Prompt" in table
    assert "\\x1b[2Jone line\\nand another with a long en…" in table
    assert "secret" not in table
    assert ima.kept() == [prompt, "-"]
    assert "prompt" not in document
    assert "one line" not in json.dumps([document, ima("wait", document["generation_id"], "--output-json").document])


@pytest.mark.usefixtures("fake")
def test_only_the_prompt_is_kept(ima: Shell) -> None:
    """Lyrics, titles and what a film should not show are not."""
    song = {"lyrics": "zqlyrics of mine", "title": "zqtitle", "custom_mode": True}
    film = {"negative_prompt": "zqnothing of this"}
    for words, task_type, model, texts in (
        ("a ballad", "text_to_music", "sonic", song),
        ("waves", "text_to_video", "wan2.6-t2v", film),
    ):
        order = ("create", words, "--task-type", task_type, "--model", model, "--extra-params", json.dumps(texts))
        ima.order(*order, "--keep-prompts")
    assert ima.kept() == ["a ballad", "waves"]
    assert [on_disk(text) for text in ("a ballad", "waves", "zqlyrics", "zqtitle", "zqnothing")] == [True] * 2 + [
        False
    ] * 3


@pytest.mark.usefixtures("fake")
def test_what_is_forgotten_takes_its_prompt_along(ima: Shell) -> None:
    """Not a byte of it is left on the disk; those of others stay."""
    name = ima.order("create", "zqheron", *SPEECH, "--keep-prompts")["generation_id"]
    ima.order("create", "zqcrane", *SPEECH, "--keep-prompts")
    assert on_disk("zqheron")
    assert ima("forget", name).code == 0
    assert ima.kept() == ["-", "zqcrane"]
    assert (on_disk("zqheron"), on_disk("zqcrane")) == (False, True)


def test_a_rejected_order_that_is_repeated_has_one_prompt(fake: FakeIma, ima: Shell) -> None:
    """The first that is kept stays, also where the second doesn't ask for it."""
    fake.fail_next("create", envelope(4008))
    again = ("create", "a puppy", *SPEECH, "--request-id", "one", "--speed", FAST)
    assert ima(*again, "--keep-prompts").code == 6
    assert ima.kept() == ["a puppy"]
    assert (ima(*again).code, ima.kept(), len(fake.charges)) == (0, ["a puppy"], 1)


def test_offline_it_is_the_same(ima: Shell) -> None:
    """In the ledger that offline orders have."""
    ima.order("create", "good morning", *SPEECH, "--offline", "--keep-prompts")
    assert ima.kept("--offline") == ["good morning"]


@pytest.mark.usefixtures("fake")
def test_a_ledger_without_kept_prompts_is_read_and_gone_on_with(ima: Shell) -> None:
    """What was ordered before has none; what is ordered now stands beside it, and bodies without one are as they were."""
    ima.order("create", "an old one", *SPEECH)
    with sqlite3.connect(ledger()) as connection:
        (body,) = connection.execute("SELECT body FROM event WHERE kind = 'intended'").fetchone()
    connection.close()
    assert "prompt" not in json.loads(body)
    ima.order("create", "a new one", *SPEECH, "--keep-prompts")
    assert ima.kept() == ["-", "a new one"]


def test_the_published_scripts_heed_the_environment(fake: FakeIma, ima: Shell) -> None:
    """They have no such flag; the variable holds for them too."""
    script = str(HOME / "ima-all-ai" / "scripts" / "ima_create.py")
    environment = {**os.environ, "IMA_KEEP_PROMPTS": "yes", "IMA_SPEED": FAST}
    done = warm.run(
        [sys.executable, script, *SPEECH, "--prompt", "good morning"], env=environment, capture_output=True, check=False
    )
    assert (done.returncode, len(fake.charges), ima.kept()) == (0, 1, ["good morning"])


async def test_python_says_it_when_the_studio_is_opened(fake: FakeIma) -> None:
    """Given, it goes before the environment; the prompt stands in the rows of the history."""
    wish = Wish(prompt="good morning", task_type="text_to_speech")
    says_yes = {**os.environ, "IMA_KEEP_PROMPTS": "1"}
    for keep, environment in ((None, None), (True, None), (False, says_yes), (None, says_yes)):
        async with open_studio(keep_prompts=keep, environment=environment, clock_speed=float(FAST)) as studio:
            name = (await studio.submit(wish)).id
            prompts = {row.generation.id: row.generation.prompt for row in await studio.history()}
            assert prompts[name] == (wish.prompt if keep or (environment and keep is None) else None)
    with pytest.raises(WishRefused):
        async with open_studio(environment={**os.environ, "IMA_KEEP_PROMPTS": "perhaps"}):
            pass
    assert len(fake.charges) == 4
