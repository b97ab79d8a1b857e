"""What tests start as processes of their own, and wait for."""

import os
import threading
from collections.abc import Callable


def unmeasured() -> dict[str, str]:
    """Return this environment without coverage: for what is not ours (sphinx, build), or a copy. It takes half as long again."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def happens(come: Callable[[], object]) -> bool:
    """Wait until something has come to pass in another process or thread, and tell whether it has; half a minute at most."""
    pause = threading.Event()
    return any(come() or pause.wait(0.01) for _ in range(3000))
