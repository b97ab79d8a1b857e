"""What is to be closed when the program ends, while threads can still be started.

`atexit` comes too late: the interpreter waits before it for threads that only closing ends, and takes no more work for pools of
threads. What pools are ended by comes in time (`threading._register_atexit`, as in `concurrent.futures.thread`).
"""

import threading
from collections.abc import Callable
from typing import TypeAlias

Close: TypeAlias = Callable[[], None]
_LOCK = threading.Lock()
_open: list[Close] = []
_hooked: list[bool] = []


def close_at_exit(close: Close) -> None:
    """Call `close` when the program ends, unless that is forgotten before."""
    with _LOCK:
        _open.append(close)
        if not _hooked:
            _hooked.append(True)
            import concurrent.futures.thread  # noqa: F401 - its own hook is to come after ours

            threading._register_atexit(_close_all)  # type: ignore[attr-defined] # noqa: SLF001 - see above


def forget_at_exit(close: Close) -> bool:
    """Leave `close` to the caller from now on; tell whether it was still to be called."""
    with _LOCK:
        if close not in _open:
            return False
        _open.remove(close)
        return True


def _close_all() -> None:
    for close in tuple(_open):
        close()
