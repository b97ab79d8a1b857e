"""The log end to end: a line for each step, a defect with its place, seven days, and `ima logs` to read it."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from imastudio.fakeserver import FakeIma, envelope, fail_media
from tests import warm
from tests.shells import Shell, pointed_at

FAST = "1000"
KEY = "ima_key_that_no_log_may_hold"
PROMPT = "a heron that nobody may read of"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a server that is a thousand times as fast, and point to it."""
    with pointed_at(FakeIma(key=KEY, speed=1000), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Return the command line, in English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return Shell(capsys)


def folder() -> Path:
    """Return where the logs lie."""
    return Path(os.environ["OPENCLAW_STATE_DIR"]) / "logs" / "ima_skills"


def test_each_step_has_a_line(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Ordered, created, succeeded, delivered: with ids, model, points and milliseconds, in the order they happened."""
    done = ima("create", PROMPT, "--output-json", "--speed", FAST, "--output", str(tmp_path)).document
    said = ima("logs", "--output-json").document
    assert [line["event"] for line in said["lines"]] == ["ordered", "created", "succeeded", "delivered"]
    assert {line["generation"] for line in said["lines"]} == {done["generation_id"]}
    assert [line["task_id"] for line in said["lines"]] == [None, *[done["task_id"]] * 3]
    assert {(line["model"], line["points"], line["level"]) for line in said["lines"]} == {
        (done["model_id"], done["credit"], "info")
    }
    assert all(isinstance(line["milliseconds"], int) and line["milliseconds"] >= 0 for line in said["lines"])
    assert len(fake.charges) == 1
    table = ima("logs").out
    assert "delivered" in table
    assert done["task_id"] in table
    text = "".join(path.read_text(encoding="ascii") for path in folder().iterdir())
    assert [secret for secret in (KEY, "heron", done["url"]) if secret in text] == []


def test_what_goes_wrong_has_a_line(fake: FakeIma, ima: Shell) -> None:
    """A refusal and a failure are surprises, with kind and code and without the vendor's own words."""
    fake.fail_next("create", envelope(4014, "secret words of the vendor"))
    ima("create", PROMPT, "--output-json", "--speed", FAST)
    fake.fail_next("create", fail_media(reason="secret words of the vendor"))
    ima("create", PROMPT, "--output-json", "--speed", FAST)
    lines = ima("logs", "--problems", "--output-json").document["lines"]
    assert [(line["event"], line["code"]) for line in lines] == [("rejected", 4014), ("failed", None)]
    assert lines[1]["results"] == 0
    assert "secret words" not in json.dumps(lines)
    wanted = lines[1]["generation"]
    chosen = ima("logs", "--generation", wanted[:12], "--output-json").document["lines"]
    assert {line["generation"] for line in chosen} == {wanted}


@pytest.mark.usefixtures("fake")
def test_a_command_that_writes_nothing_deletes_what_is_old(ima: Shell) -> None:
    """Whatever opens the log is enough: looking at the history, at the log, or saving a model."""
    today = datetime.now(UTC).date()
    for command in (["history"], ["logs"], ["prefs", "list"]):
        folder().mkdir(parents=True, exist_ok=True)
        days = [today - timedelta(days=age) for age in (0, 7, 8, 400)]
        for day in days:
            (folder() / f"imastudio-{day}.jsonl").touch()
        ima(*command)
        left = sorted(path.name for path in folder().iterdir())
        assert left == sorted(f"imastudio-{day}.jsonl" for day in days[:2]), command


def test_a_day_without_lines_names_those_that_have_some(ima: Shell) -> None:
    """An empty day is no failure; what is no day is wrong usage."""
    assert ima("logs").err.strip() == "Nothing has been logged yet."
    folder().mkdir(parents=True)
    days = [str(datetime.now(UTC).date() - timedelta(days=age)) for age in range(6)]
    line = {"event": "ordered", "at": f"{days[3]}T12:00:00.000+00:00"}
    (folder() / f"imastudio-{days[3]}.jsonl").write_text(json.dumps(line) + "\nx\n", encoding="ascii")
    (folder() / f"imastudio-{days[5]}.jsonl").touch()
    assert days[3] in ima("logs", "--day", days[4]).err
    shown = ima("logs", "--day", days[3])
    assert "12:00:00.000" in shown.out
    assert "1 unreadable" in shown.err
    assert "没有符合的记录" in ima("logs", "--language", "zh", "--day", "yesterday").err
    wrong = ima("logs", "--day", "soon", "--output-json")
    assert (wrong.code, wrong.kind) == (2, "usage")
    (folder() / f"imastudio-{days[2]}.jsonl").mkdir()
    assert ima("logs", "--day", days[2]).code == 2


def test_a_messenger_that_fails_is_logged_with_its_place(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """The class and the place of the error are there to be read, and neither key nor prompt."""
    program = """
import asyncio, sys
from imastudio import Wish, open_studio

class Broken:
    async def tell(self, news):
        raise RuntimeError(sys.argv[1])

async def main():
    async with open_studio(clock_speed=1000) as studio:
        await studio.generate(Wish(prompt=sys.argv[1], task_type="text_to_image"), messenger=Broken())

asyncio.run(main())
"""
    file = tmp_path / "broken.py"
    file.write_text(program, encoding="utf-8")
    warm.run([sys.executable, str(file), PROMPT], check=True, capture_output=True)
    assert len(fake.charges) == 1
    lines = [line for line in ima("logs", "--output-json").document["lines"] if line["event"] == "messenger_failed"]
    assert lines
    assert lines[0]["error"][0]["type"] == "RuntimeError"
    assert "broken.py" in lines[0]["error"][0]["at"][-1]
    assert "RuntimeError" in ima("logs").out
    assert "heron" not in json.dumps(lines)
