"""What a person sees while they wait, and what a signal does."""

import asyncio
import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress

import attrs
import pytest

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.messenger import Bar, Lines, messenger_for
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.starting import SIGNALS, Starting, give_way
from imastudio.adapters.cli.stopping import Stopped, Stopping
from imastudio.domain.kernel.errors import refuse
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.events import Created, Sending, Succeeded
from imastudio.domain.lifecycle.generation import Generation, intended
from imastudio.domain.lifecycle.news import Ended, Progressed, TaskCreated, WaitEnded
from imastudio.domain.messages.phrasebook import say
from imastudio.testing.strategies import an_order, media

ORDER = an_order()
OUT = Output(language="en")


def a_generation() -> Generation:
    """Return one that succeeded."""
    created = intended("0123456789abcdef", ORDER, 0).heard(Sending(), 0).heard(Created(task_id="t"), 0)
    return created.heard(Succeeded((media(),)), 30)


def progressed(elapsed: float, *, frozen: bool = False) -> Progressed:
    """Return news of how far it has come."""
    return Progressed(percent=50, elapsed=elapsed, longest=40, frozen=frozen, order=ORDER)


class Terminal(io.StringIO):
    """A stream that says it is a terminal, and tells when something is written."""

    def __init__(self) -> None:
        super().__init__()
        self._written = asyncio.Event()

    def write(self, text: str) -> int:
        """Keep it."""
        self._written.set()
        return super().write(text)

    async def shows(self, words: str) -> None:
        """Return when `words` are there."""
        while words not in self.getvalue():
            self._written.clear()
            await self._written.wait()

    def isatty(self) -> bool:
        """Say so."""
        return True


async def test_an_end_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever tells it a second time is not repeated."""
    async with Lines(OUT) as lines:
        await lines.tell(Ended(a_generation()))
        await lines.tell(Ended(a_generation()))
        await lines.tell(WaitEnded(generation=a_generation(), elapsed=1))
    assert capsys.readouterr().err == f"{say(Ended(a_generation()), 'en')}\n"


async def test_a_bar_moves_and_vanishes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is drawn from the first news on, moves by itself, never says that all is done, and makes room for the end."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("imastudio.adapters.cli.messenger._REDRAW", 0.001)
    monkeypatch.setenv("TERM", "xterm")
    messenger = messenger_for(OUT, 1000.0)
    assert isinstance(messenger, Bar)
    async with messenger:
        await messenger.tell(TaskCreated(generation_id="g", task_id="t", order=ORDER))
        await terminal.shows("95%")
        await messenger.tell(progressed(20))
        assert say(progressed(20), "en").splitlines()[-1] not in terminal.getvalue()
        await messenger.tell(progressed(80, frozen=True))
        await messenger.tell(Ended(a_generation()))
        shown = terminal.getvalue()
    assert all(line in shown for line in say(progressed(80, frozen=True), "en").splitlines())
    assert "100%" not in shown
    assert terminal.getvalue() == shown
    assert shown.rstrip().endswith(say(Ended(a_generation()), "en").splitlines()[-1])


async def test_a_bar_for_what_was_begun_earlier_starts_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first progress of a resumed generation shows how far it has come; the bar goes when nobody waits any more."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    async with Bar(OUT) as bar:
        await bar.tell(progressed(20))
        await terminal.shows("50%")
    assert "20 s / 40 s" in terminal.getvalue()


async def test_what_is_done_in_time_is_returned() -> None:
    """Without a signal the work's result or error comes back."""

    async def work(error: Exception | None = None) -> str:
        await asyncio.sleep(0)
        if error is not None:
            raise error
        return "done"

    with Stopping() as stopping:
        assert await stopping.beside(work()) == "done"
        with pytest.raises(KeyError):
            await stopping.beside(work(KeyError()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_the_waiting(number: signal.Signals) -> None:
    """The work is let go of, and so is whatever is waited for after it; later signals change nothing."""
    let_go = asyncio.Event()

    async def work() -> None:
        os.kill(os.getpid(), number)
        try:
            await asyncio.Event().wait()
        finally:
            let_go.set()

    with Stopping() as stopping:
        for _ in range(2):
            with pytest.raises(Stopped):
                await stopping.beside(work())
            assert let_go.is_set()


@pytest.fixture
def starting() -> Iterator[Starting]:
    """Let a process listen that has not begun."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    starting = Starting()
    starting.listen()
    yield starting
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_signal_ends_what_is_being_loaded_once(starting: Starting) -> None:
    """A second one changes nothing, and none does at the end."""
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)
    assert starting.stopped
    over = Starting()
    over.listen()
    over.end()
    os.kill(os.getpid(), signal.SIGINT)
    assert not over.stopped


async def test_who_waits_takes_over_and_gives_back(starting: Starting) -> None:
    """A signal then ends the waiting alone, and one that came afterwards is not heard."""

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.Event().wait()

    with Stopping() as stopping, pytest.raises(Stopped):
        await stopping.beside(work())
    listening: object = signal.getsignal(signal.SIGINT)
    assert listening is starting
    os.kill(os.getpid(), signal.SIGINT)
    assert not starting.stopped


async def test_a_signal_that_was_minded_by_nobody_ends_the_waiting(starting: Starting) -> None:
    """What was being loaded may have swallowed the interruption."""
    with suppress(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
    with Stopping() as stopping, pytest.raises(Stopped):
        await stopping.beside(asyncio.Event().wait())
    assert starting.stopped


def test_a_command_may_hear_signals_in_its_own_way(starting: Starting) -> None:
    """As Python does by default; who listens in another way keeps on."""
    give_way()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    signal.signal(signal.SIGINT, lambda *_: None)
    other = signal.getsignal(signal.SIGINT)
    give_way()
    assert signal.getsignal(signal.SIGINT) is other
    assert not starting.stopped


# what a command does with what goes wrong inside

CONNECTION = Connection(api_key="ima_made_up", output_json=True)


def test_a_defect_is_looked_into_where_something_may_be_ordered(capsys: pytest.CaptureFixture[str]) -> None:
    """It is named without its message, and a fresh studio says what is there; elsewhere it is raised."""

    async def broken(_: Session) -> int:
        raise TypeError("the prompt may stand here")

    async def look(session: Session) -> int:
        assert await session.studio.history() == []
        return 5

    assert run(CONNECTION, broken, look=look) == 5
    shown = capsys.readouterr()
    assert (shown.out, "TypeError" in shown.err, "prompt may" in shown.err) == ("", True, False)
    with pytest.raises(TypeError):
        run(CONNECTION, broken)


def test_where_even_the_look_fails_nothing_is_claimed(capsys: pytest.CaptureFixture[str]) -> None:
    """The outcome is unknown then, with an exit code of its own."""

    async def stopped(_: Session) -> int:
        raise Stopped

    async def look(_: Session) -> int:
        raise refuse(Kind.LEDGER_UNAVAILABLE)

    assert run(CONNECTION, stopped, look=look) == 5
    assert '"status": "unknown"' in capsys.readouterr().out
    assert run(attrs.evolve(CONNECTION, output_json=False), stopped, stopped=4) == 4
    assert capsys.readouterr().out == ""
