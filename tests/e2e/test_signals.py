"""Every signal that ends a session ends a command in good order, within two seconds, whoever holds the ledger."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pytest

from imastudio.adapters.cli.starting import SIGNALS
from imastudio.fakeserver import FakeIma, delay
from tests import warm
from tests.processes import happens

IMA = [sys.executable, "-c", "from imastudio.__main__ import main; main()"]
PACE = ("--speed", "20")
# Two seconds are promised; what it would wait for takes a minute. In between lies how slow a busy machine may be.
SHORTEST = 8.0
ENDING = [signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGXCPU]
COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "create": lambda _: ["create", "a puppy"],
    "ask": lambda _: ["ask", "画一只小狗", "--max-points", "50"],
    "batch": lambda folder: ["batch", _lines(folder), "--yes"],
}


def _lines(folder: Path) -> str:
    file = folder / "wishes.jsonl"
    file.write_text('{"prompt": "a puppy", "task_type": "text_to_image"}\n', encoding="utf-8")
    return str(file)


class Process:
    """`ima` as a process of its own, in a session of its own."""

    def __init__(self, *arguments: str, before: str = "") -> None:
        program = f"{before}\nfrom imastudio.__main__ import main\nmain()"
        self.popen = warm.Popen(
            [sys.executable, "-c", program, *arguments, "--output-json", *PACE],
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self.popen:
            self.popen.kill()

    def ended_by(self, number: signal.Signals) -> tuple[int, Any, str]:
        """Send the signal; return exit code, document and what was said, which all came in time."""
        began = time.monotonic()
        self.popen.send_signal(number)
        out, err = self.popen.communicate(timeout=30)
        assert time.monotonic() - began < SHORTEST
        assert "Traceback" not in err
        documents = [json.loads(out)] if out.startswith("{\n") else [json.loads(line) for line in out.splitlines()]
        return self.popen.returncode, documents[0] if documents else None, err


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a server on which nothing is ready before its clock is turned."""
    with FakeIma(hand_clock=True, strict=True) as server:
        monkeypatch.setenv("IMA_API_KEY", server.key)
        monkeypatch.setenv("IMA_BASE_URL", server.url)
        yield server
        server.clock.advance(600)


@contextmanager
def _locked() -> Iterator[None]:
    """Hold the ledger as another process would that has hung."""
    path = Path(os.environ["OPENCLAW_STATE_DIR"]) / "ima_ledger" / "ledger.sqlite3"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def _met(fake: FakeIma, call: str) -> bool:
    return any(request.call == call for request in fake.requests)


def _asked(fake: FakeIma) -> int:
    return sum(request.call == "detail" for request in fake.requests)


def test_signals_that_end_a_session_are_heard() -> None:
    """All that people, terminals and systems send; not what tells of a defect."""
    assert set(ENDING) <= set(SIGNALS)
    assert not {signal.SIGABRT, signal.SIGSEGV, signal.SIGCHLD, signal.SIGTSTP, signal.SIGWINCH} & set(SIGNALS)


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_a_paid_order_keeps_its_answer(number: signal.Signals, fake: FakeIma, tmp_path: Path) -> None:
    """Amid the POST, whose answer comes within the second that is left to it: the task is known, and paid for once."""
    fake.fail_next("create", delay(0.4, real=True))
    with Process("create", "a puppy", "-o", str(tmp_path / "out")) as process:
        assert happens(lambda: _met(fake, "create"))
        code, document, _ = process.ended_by(number)
    assert (code, document["status"], document["task_id"]) == (4, "running", fake.charges[0].task_id)
    assert len(fake.charges) == 1


@pytest.mark.parametrize("number", ENDING[:4], ids=lambda number: number.name)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_ledger_that_another_holds_keeps_nobody(
    number: signal.Signals, command: str, fake: FakeIma, tmp_path: Path
) -> None:
    """The order waits for the ledger and nothing was sent: it ends in time, and nothing is charged."""
    assert warm.run([*IMA, "history"], check=False, capture_output=True).returncode == 0
    with _locked(), Process(*COMMANDS[command](tmp_path)) as process:
        assert happens(lambda: _met(fake, "products"))
        threading.Event().wait(0.5)  # by now it asks for the ledger, as far as anybody can tell
        code, document, _ = process.ended_by(number)
    assert code in {3, 4}
    assert document is None or document["status"] == "rejected"
    assert fake.charges == ()


@pytest.mark.parametrize("number", ENDING[:4], ids=lambda number: number.name)
def test_waiting_ends_though_another_holds_the_ledger(number: signal.Signals, fake: FakeIma) -> None:
    """The task goes on, and the same command goes on with it."""
    begun = warm.run(
        [*IMA, "create", "a puppy", "--output-json", "--timeout", "0"], check=False, capture_output=True, text=True
    )
    name = json.loads(begun.stdout)["generation_id"]
    with Process("wait", name) as process:
        assert happens(lambda: _asked(fake) > 0)
        with _locked():
            asked = _asked(fake)
            fake.clock.advance(600)  # it succeeds, and that can't be written
            assert happens(lambda: _asked(fake) > asked)
            code, document, _ = process.ended_by(number)
    assert (code, document["generation_id"]) == (4, name)


def test_the_task_of_an_order_whose_answer_cannot_be_written_is_told(fake: FakeIma) -> None:
    """Another process takes the ledger while the POST is on its way: who ends the command hears the task's id."""
    fake.fail_next("create", delay(0.6, real=True))
    with Process("create", "a puppy") as process:
        assert happens(lambda: _met(fake, "create"))
        with _locked():
            code, document, err = process.ended_by(signal.SIGHUP)
    assert fake.charges[0].task_id in err
    assert (code in {4, 5}, document["status"] in {"running", "unknown"}) == (True, True)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT], ids=lambda number: number.name)
def test_what_is_ignored_stays_ignored(number: signal.Signals, fake: FakeIma, tmp_path: Path) -> None:
    """As under nohup, and in the background of a script: the command goes on to its end."""
    ignoring = f"import signal\nsignal.signal({int(number)}, signal.SIG_IGN)"
    with Process("create", "a puppy", "-o", str(tmp_path / "out"), before=ignoring) as process:
        assert happens(lambda: _met(fake, "detail"))
        process.popen.send_signal(number)
        fake.clock.advance(600)
        out, _ = process.popen.communicate(timeout=60)
    assert (process.popen.returncode, json.loads(out)["status"]) == (0, "succeeded")


def test_a_name_server_that_does_not_answer_keeps_nobody(fake: FakeIma, monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs in a thread that nobody can end ends with the process."""
    del fake
    hanging = """
import socket, sys, threading
def hang(*arguments, **options):
    print("asked", file=sys.stderr, flush=True)
    threading.Event().wait()
socket.getaddrinfo = hang
"""
    monkeypatch.setenv("IMA_BASE_URL", "https://service.example.com")
    with Process("create", "a puppy", before=hanging) as process:
        assert process.popen.stderr is not None
        assert process.popen.stderr.readline() == "asked\n"
        code, document, _ = process.ended_by(signal.SIGTERM)
    assert (code, document["error"]["kind"], document["status"]) == (3, "interrupted", "rejected")
