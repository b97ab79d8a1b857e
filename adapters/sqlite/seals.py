"""The seal of a ledger's file: who finds it broken knows that somebody else than one of us has written to the file.

Rules: whatever of ours may write to the file (a commit, the end of a connection) renews the seal after it, and only a seal that
was whole before; one thread of a process at a time. Another process renews its own within a moment, so that is waited for.
"""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from imastudio.adapters.sqlite.marks import Look, Mark

if TYPE_CHECKING:
    from sqlite3 import Connection

CHECKED_BYTES_A_SECOND = 50_000_000
"""So fast a file is checked as a whole, about: to wait for another process's seal takes no longer than that, within limits."""
MIN_PATIENCE_S, MAX_PATIENCE_S = 0.05, 2.0
LOOK_EVERY_S = 0.005


class Seal:
    """The seal of the file that `mark` is of."""

    def __init__(self, mark: Mark) -> None:
        """Look at nothing yet."""
        self._mark = mark
        self._seen: Look | None = None
        self._changing = threading.RLock()

    def is_broken(self) -> bool:
        """Tell whether somebody else than one of us has written to the file; where none of us ever did, too."""
        if self._is_ours(self._mark.look()):
            return False
        latest = time.monotonic() + self._patience()
        while True:
            with self._changing:
                look = self._mark.look()
                if self._is_ours(look) or self._mark.is_sealed(look):
                    self._seen = look
                    return False
            if time.monotonic() >= latest:
                return True
            time.sleep(LOOK_EVERY_S)

    @contextlib.contextmanager
    def renewed(self) -> Iterator[None]:
        """Renew the seal after what is done within, if that wrote to the file."""
        with self._changing:
            yield
            if not self._is_ours(self._mark.look()):
                self.renew()

    def renew(self) -> None:
        """Take the file for ours as it looks now."""
        with self._changing:
            self._seen = self._mark.seal()

    def close(self, connection: "Connection") -> None:
        """Close a connection, which may bring the -wal into the file; what somebody else has written stays unsealed."""
        if self.is_broken():
            connection.close()
        else:
            with self.renewed():
                connection.close()

    def _is_ours(self, look: Look | None) -> bool:
        return look is not None and look == self._seen

    def _patience(self) -> float:
        if self._seen is None and not self._mark.has_seals():
            return 0.0  # an older version's, or a copy: there is nobody to wait for
        with contextlib.suppress(OSError):
            seconds = self._mark.path.stat().st_size / CHECKED_BYTES_A_SECOND
            return min(max(seconds, MIN_PATIENCE_S), MAX_PATIENCE_S)
        return 0.0
