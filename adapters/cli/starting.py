"""The first thing of `ima` that runs: it hears Ctrl-C, SIGTERM and their like before anything else is loaded.

Rules: what is ignored when the process begins stays ignored (`nohup`, a job in the background), and what somebody else hears
stays theirs; until a command listens itself (see `stopping`) nothing is ordered, so a signal ends the process at once, with
the exit code and the JSON that any end has; what is needed to say so is loaded only then. A signal after that changes nothing.
No import is cut in the middle, nor the making of an event loop: what is half there can't be loaded again, and can't be closed.
"""

import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

_ENDING = (
    "INT",
    "TERM",
    "HUP",
    "QUIT",
    "BREAK",
    "ALRM",
    "VTALRM",
    "PROF",
    "USR1",
    "USR2",
    "XCPU",
    "PWR",
    "STKFLT",
    "IO",
)
SIGNALS = tuple(dict.fromkeys(getattr(signal, f"SIG{name}") for name in _ENDING if hasattr(signal, f"SIG{name}")))
"""Every signal that would end the process and that a person, a terminal or a system may send for that; not kill -9."""
_LOADING = "<frozen importlib"
_MAKING = frozenset({"new_event_loop", "_lazy_init"})
_LOOK_EVERY_S = 0.02
_MAX_LOADING_S = 2.0
KILLED = 130  # Ctrl-C where no command hears it: as shells say it
_STOPPED, _GOES_ON = 3, 4  # decision 27
_CODES = {"wait": _GOES_ON, "resume": _GOES_ON}
_ORDERING = frozenset({"create", "ask", "quote", "batch"})


class Signalled:
    """The instant of the first signal that is to end this process: `at`, in monotonic seconds."""

    def __init__(self) -> None:
        self.at: float | None = None

    def note(self) -> None:
        """Note one; all after the first change nothing."""
        if self.at is None:
            self.at = time.monotonic()

    def forget(self) -> None:
        """Begin anew, as a further command line in the same process does."""
        self.at = None

    def passed(self, moment: float) -> bool:
        """Tell whether one came, `moment` seconds ago or longer."""
        return self.at is not None and time.monotonic() >= self.at + moment


SIGNALLED = Signalled()
"""Signals belong to the process: whoever waits for others looks here, in whatever thread."""


class Starting:
    """Hears signals until somebody else does: `stopped` tells that one came."""

    def __init__(self) -> None:
        self.stopped = False
        self._due = False
        self._raised = KeyboardInterrupt()
        self._over = False

    def listen(self) -> None:
        """Hear them from now on."""
        for number in heard():
            signal.signal(number, self)

    def end(self) -> None:
        """Leave all further ones unheard."""
        self._over = True

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """End what is going on, once: when what is being loaded is there."""
        del number
        SIGNALLED.note()
        if self._over:
            return
        self.stopped = True
        if _is_loading(frame) and not SIGNALLED.passed(_MAX_LOADING_S) and self._looks_again():
            return
        self._over = True
        raise self._raised

    def _looks_again(self) -> bool:
        """Have the alarm call again in a moment; tell whether it is ours to set."""
        self._due = signal.getsignal(signal.SIGALRM) is self
        if self._due:
            signal.setitimer(signal.ITIMER_REAL, _LOOK_EVERY_S)
        return self._due

    def rest(self) -> None:
        """Set no alarm any more: somebody else listens. Raises KeyboardInterrupt where one was to come."""
        if self._due and not self._over:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._over = True
            raise self._raised

    def ended(self, error: BaseException) -> bool:
        """Tell whether an error is the end of what was being loaded, or came of it: Python wraps what a class's making raises."""
        while error is not self._raised and (cause := error.__cause__ or error.__context__) is not None:
            error = cause
        return error is self._raised


def heard() -> tuple[signal.Signals, ...]:
    """Return the signals that nobody ignores, and nobody hears in a way of their own."""
    return tuple(number for number in SIGNALS if _is_free(number, signal.getsignal(number)))


def _is_free(number: signal.Signals, handler: object) -> bool:
    if number == signal.SIGINT:  # Python and asyncio always hear it somehow
        return handler is not signal.SIG_IGN
    return handler is signal.SIG_DFL or isinstance(handler, Starting)


def give_way() -> None:
    """Leave signals to a command that hears them in its own way."""
    for number in SIGNALS:
        if isinstance(before := signal.getsignal(number), Starting):
            before.rest()
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def _is_loading(frame: FrameType | None) -> bool:
    """Tell whether an import is going on, or the making of an event loop."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(_LOADING) or code.co_name in _MAKING:
            return True
        frame = frame.f_back
    return False


def start(load: Callable[[], Callable[[list[str]], int]]) -> None:
    """Run the command line of this process with what `load` loads, and end it."""
    starting = Starting()
    starting.listen()
    try:
        command = load()
        starting.rest()
        code = command(sys.argv[1:])
    except BaseException as error:
        starting.end()
        if starting.ended(error):
            code = _say_interrupted(sys.argv[1:])
        elif isinstance(error, KeyboardInterrupt):
            code = KILLED
        else:
            raise
    starting.end()
    for number in heard():
        signal.signal(number, signal.SIG_IGN)  # to the very end of the process
    sys.exit(code)


def leave_at_once(code: int) -> None:
    """End the process though something in it hangs; what was said has left."""
    import os

    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()
    os._exit(code)


def _say_interrupted(arguments: list[str]) -> int:
    from typing import Literal

    from imastudio.adapters.cli.output import Output
    from imastudio.adapters.cli.printing import OF_PAID
    from imastudio.domain.documents import failure_document, refusal_document
    from imastudio.domain.kernel import Failure, Kind

    command = next(iter(arguments), "")
    of_paid = command in OF_PAID
    failure = Failure(kind=Kind.INTERRUPTED, facts={"goes_on": True} if of_paid else {})
    status: Literal["rejected"] | None = "rejected" if command in _ORDERING else None
    out = Output.unparsed(arguments)
    out.fail(failure, refusal_document(failure_document(failure, of_paid=of_paid), status))
    return _CODES.get(command, _STOPPED)
