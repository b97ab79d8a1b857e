"""An agent's order at a shell, and the person at a terminal who says yes to it."""

import io
import os
import pty
import sys
from collections.abc import Iterator

import pytest

from imastudio.adapters.cli import approving
from imastudio.fakeserver import FakeIma
from tests import warm
from tests.shells import Said, Shell, pointed_at

FAST = "500"
ORDER = ("create", "a cat on grass", "--gate", "--output-json", "--speed", FAST)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=500, strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


def at_terminal(ima: Shell, typed: str, *arguments: str) -> Said:
    """Run a command at a terminal at which somebody types."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(approving, "is_terminal", lambda _: True)
        patch.setattr(sys, "stdin", io.StringIO(typed))
        return ima(*arguments)


def test_an_order_waits_until_a_person_agrees_and_then_goes_once(fake: FakeIma, ima: Shell) -> None:
    """Price, model and first words are shown; the second order needs another yes."""
    waits = ima(*ORDER)
    assert (waits.code, waits.kind) == (3, "needs_approval")
    approval = waits.document["error"]["approval"]
    assert approval["command"] == f"ima approve {approval['id']}"
    assert ima(*ORDER).document["error"]["approval"]["id"] == approval["id"]
    (listed,) = ima("approve", "--output-json").document
    assert (listed["total"], listed["words"]) == (approval["total"], "a cat on grass")
    assert "a cat on grass" in ima("approve").out
    assert not fake.charges
    agreed = at_terminal(ima, "y\n", "approve", approval["id"])
    assert agreed.code == 0
    assert f"{approval['total']} points" in agreed.err
    done = ima(*ORDER)
    assert (done.code, done.document["credit"]) == (0, approval["total"])
    assert ima(*ORDER).kind == "needs_approval"
    assert len(fake.charges) == 1


@pytest.mark.parametrize(("typed", "more"), [("n\n", ()), ("\n", ()), ("", ()), ("y\n", ("--no",))])
def test_a_no_is_a_no(typed: str, more: tuple[str, ...], fake: FakeIma, ima: Shell) -> None:
    """It no longer waits, and nothing is ordered."""
    waiting = ima(*ORDER).document["error"]["approval"]["id"]
    said = at_terminal(ima, typed, "approve", waiting, *more)
    assert said.code == 3
    assert ima("approve", "--output-json").document == []
    assert ima("approve").err
    assert not fake.charges


def test_nobody_agrees_without_a_terminal(fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a pipe nor an option stands in for a person."""
    waiting = ima(*ORDER).document["error"]["approval"]["id"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    said = ima("approve", waiting, "--output-json")
    assert (said.code, said.kind) == (2, "usage")
    assert ima("approve", waiting, "--yes").code == 2
    assert ima(*ORDER, "--yes").kind == "needs_approval"
    assert not fake.charges


def test_an_id_that_waits_for_nothing_is_refused(fake: FakeIma, ima: Shell) -> None:
    """Made up, used, or of long ago."""
    del fake
    said = at_terminal(ima, "y\n", "approve", "00000000", "--output-json")
    assert (said.code, said.kind) == (3, "not_found")


def test_the_operator_s_allowance_lets_through_what_lies_within(
    fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing dearer, whatever cap the agent names; offline a cap is enough."""
    monkeypatch.setenv("IMA_UNATTENDED_POINTS", "5")
    assert ima(*ORDER).code == 0
    assert ima(*ORDER, "--n", "2", "--max-points", "1000").kind == "needs_approval"
    monkeypatch.setenv("IMA_UNATTENDED_POINTS", "-5")
    refused = ima(*ORDER)
    assert (refused.code, refused.document["error"]["parameter"]) == (3, "unattended_points")
    assert ima("approve", "--output-json").code == 3
    monkeypatch.delenv("IMA_UNATTENDED_POINTS")
    monkeypatch.setenv("IMA_GATE", "1")
    free = ima("create", "a dog", "--offline", "--max-points", "20", "--output-json", "--speed", FAST)
    assert free.code == 0
    waits = ima("create", "a dog", "--offline", "--output-json", "--speed", FAST)
    assert waits.kind == "needs_approval"
    assert len(fake.charges) == 1


def test_a_repeat_of_what_was_ordered_needs_no_yes(fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same request id is the same order."""
    with monkeypatch.context() as patch:
        patch.setenv("IMA_UNATTENDED_POINTS", "5")
        first = ima(*ORDER, "--request-id", "r1").document
    again = ima(*ORDER, "--request-id", "r1")
    assert (again.code, again.document["generation_id"]) == (0, first["generation_id"])
    assert len(fake.charges) == 1


def test_a_person_at_a_real_terminal_says_yes(fake: FakeIma, ima: Shell) -> None:
    """A process of its own, with a terminal of its own."""
    waiting = ima(*ORDER).document["error"]["approval"]["id"]
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "imastudio", "approve", waiting]
    with warm.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True) as process:
        os.close(theirs)
        os.write(ours, b"y\n")
        assert process.wait(30) == 0
    os.close(ours)
    assert ima(*ORDER).code == 0
    assert len(fake.charges) == 1
