"""Offline: the vendor lives in this process, and ends with it."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from imastudio import Wish, open_studio
from imastudio.domain.kernel.failures import Kind
from tests import warm
from tests.shells import Shell

CAT = Wish(prompt="a cat", model="gemini-3.1-flash-image", params={"size": "512px"})


async def test_tasks_of_an_earlier_process_are_gone(tmp_path: Path) -> None:
    """A later resume ends them at once instead of asking for ever."""
    async with open_studio(offline=True, state_dir=tmp_path, offline_speed=100) as studio:
        result = await studio.submit(CAT)
    async with open_studio(offline=True, state_dir=tmp_path, offline_speed=100) as studio:
        (resumed,) = await studio.resume()
        assert (resumed.id, resumed.status) == (result.id, "failed")
        assert resumed.error is not None
        assert resumed.error.kind is Kind.OFFLINE_GONE
        assert (await studio.generate(attrs.evolve(CAT, prompt="a dog"))).ok


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Return the command line, slow enough that nothing is made in no time."""
    monkeypatch.setenv("IMA_SPEED", "20")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return Shell(capsys)


ORDER = ("create", "a cat", "--offline", "--timeout", "0")


@pytest.mark.parametrize(
    ("language", "ends", "was", "listed"),
    [
        ("en", "ends with its program", "ended with its program", "ended with its program"),
        ("zh", "随它的程序一起结束", "已随当时的程序一起结束", "已随程序结束"),
    ],
)
@pytest.mark.parametrize("again", [("wait", "mine"), ("resume",)], ids=" ".join)
def test_a_wait_that_ends_offline_promises_nothing(
    language: str, ends: str, was: str, listed: str, again: tuple[str, ...], ima: Shell
) -> None:
    """The task ends with the program: nobody is told that it goes on, that it is paid for, or how to go on with it."""
    said = ima(*ORDER, "--request-id", "mine", "--language", language)
    told = said.err.splitlines()[-1]
    assert (said.code, ends in told) == (4, True)
    assert listed in ima("history", "--offline", "--language", language).out
    later = ima(*again, "--offline", "--language", language)
    assert (later.code, was in later.err) == (1, True)
    promises = ("ima wait", "paid for", "积分已付", "goes on", "还在继续", "again with another model", "其他模型")
    assert [promise for promise in promises if promise in said.err + later.err] == []


def test_programs_are_told_that_offline_tasks_end(ima: Shell) -> None:
    """The kind and both texts of the error say so, at once and later; another order is not kept back by what is gone."""
    said = ima(*ORDER, "--output-json").document
    assert "ends with its program" in said["error"]["text_en"]
    assert "一起结束" in said["error"]["text_zh"]
    assert "already" not in ima(*ORDER).err
    later = ima("wait", said["generation_id"], "--offline", "--output-json")
    assert (later.kind, later.document["error"]["alternatives"]) == ("offline_gone", [])


def test_offline_results_are_not_promised_later(ima: Shell, tmp_path: Path) -> None:
    """Addresses of another program lead nowhere, and what is no longer there can't be downloaded."""
    made = ima("create", "a cat", "--offline", "--speed", "500", "--request-id", "mine")
    assert made.code == 0
    for again in (("wait", "mine"), ("create", "a cat", "--request-id", "mine")):
        assert "only while the program that made them is running" in ima(*again, "--offline").err
    late = ima("wait", "mine", "--offline", "--speed", "500", "-o", str(tmp_path))
    assert (late.code, "ima wait" in late.err, "end with their program" in late.err) == (1, False, True)


def test_an_offline_batch_that_is_stopped_says_that_all_ends(tmp_path: Path) -> None:
    """Nothing of it goes on."""
    file = tmp_path / "wishes.jsonl"
    file.write_text('{"prompt": "a cat"}\n', encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "imastudio",
        "batch",
        str(file),
        "--yes",
        "--offline",
        "--speed",
        "1",
        "--language",
        "en",
    ]
    with warm.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "1 lines" in process.stderr.readline()
        while "points" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 4
    assert "What was running offline ended with it" in told
    assert "goes on" not in told


async def test_a_studio_that_is_not_open_yet_says_how_it_is_opened() -> None:
    """As does one that nobody opened."""
    studio: Any = open_studio(offline=True)
    with pytest.raises(AttributeError, match="async with open_studio"):
        await studio.generate(Wish("a fox"))
