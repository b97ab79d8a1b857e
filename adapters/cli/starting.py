"""The first thing of `ima` that runs: it hears Ctrl-C and SIGTERM before anything else is loaded.

Rules: until a command listens itself (see `stopping`) nothing is ordered, so a signal ends the process at once, with the exit
code and the JSON that any end has; what is needed to say so is loaded only then. A signal after that changes nothing.
"""

import signal
import sys
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
KILLED = 130  # Ctrl-C where no command hears it: as shells say it
_STOPPED, _GOES_ON = 3, 4  # decision 27
_CODES = {"wait": _GOES_ON, "resume": _GOES_ON}
_ORDERING = frozenset({"create", "ask", "quote", "batch"})


class Starting:
    """Hears signals until somebody else does: `stopped` tells that one came."""

    def __init__(self) -> None:
        self.stopped = False
        self._over = False

    def listen(self) -> None:
        """Hear them from now on."""
        for number in SIGNALS:
            signal.signal(number, self)

    def end(self) -> None:
        """Leave all further ones unheard."""
        self._over = True

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """End what is being loaded, once."""
        del number, frame
        if not self._over:
            self._over = self.stopped = True
            raise KeyboardInterrupt


def give_way() -> None:
    """Leave signals to a command that hears them in its own way."""
    if isinstance(signal.getsignal(signal.SIGINT), Starting):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def start(load: Callable[[], Callable[[list[str]], int]]) -> None:
    """Run the command line of this process with what `load` loads, and end it."""
    starting = Starting()
    starting.listen()
    try:
        code = load()(sys.argv[1:])
    except KeyboardInterrupt:
        starting.end()
        code = _say_interrupted(sys.argv[1:]) if starting.stopped else KILLED
    starting.end()
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # to the very end of the process
    sys.exit(code)


def _say_interrupted(arguments: list[str]) -> int:
    import os

    from imastudio.adapters.cli.documents import failure_document, refusal_document
    from imastudio.adapters.cli.options import language_of
    from imastudio.adapters.cli.output import Output
    from imastudio.domain.failures import Failure, Kind

    command = next(iter(arguments), "")
    failure = Failure(kind=Kind.INTERRUPTED)
    status = "rejected" if command in _ORDERING else None
    out = Output(language=language_of(arguments, os.environ), as_json="--output-json" in arguments)
    out.fail(failure, refusal_document(failure_document(failure), status))
    return _CODES.get(command, _STOPPED)
