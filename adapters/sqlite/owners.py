"""Who drives what: one file per process beside the ledger, locked for as long as that process lives.

The system lets go of the lock however the process ends, so that no time-out decides who is dead. Files are made and swept
inside the ledger's write transaction, so that nobody sweeps a file that is about to be locked. Where no lock can be asked, the
file says of which boot and start its process is: "can't tell" is not "dead", and not "alive" either where that proves otherwise.
"""

import contextlib
import errno
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from imastudio.adapters.sqlite.liveness import decode_sign, is_dead, own_sign

if TYPE_CHECKING:
    from filelock import BaseFileLock


_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})
_SIGN_BYTES = 4096


class Owners:
    """The owner files of one ledger, and this process's own among them."""

    def __init__(self, folder: Path) -> None:
        """Touch nothing yet."""
        self._folder = folder
        self._name: str | None = None
        self._lock: BaseFileLock | None = None

    def own(self) -> str:
        """Return our name, and hold its lock from the first call on. Call it inside a write transaction."""
        if self._name is None:
            from filelock import FileLock

            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sweep()
            name = f"{os.getpid()}-{secrets.token_hex(8)}"
            lock = FileLock(self._path(name), mode=0o600, thread_local=False)
            lock.acquire(timeout=1)
            sign = own_sign()
            if sign is not None:
                self._path(name).write_bytes(sign.encode())  # for whoever can't ask the lock
            self._lock, self._name = lock, name
        return self._name

    @property
    def name(self) -> str | None:
        """Return our name, where we have one by now."""
        return self._name

    def is_ours(self, name: str | None) -> bool:
        """Tell whether that is the name of this process."""
        return name is not None and name == self._name

    def alive(self, name: str | None) -> bool:
        """Tell whether the process of that name lives; ours does."""
        return name is not None and (name == self._name or _is_locked(self._path(name)))

    def anybody_lives(self) -> bool:
        """Tell whether any process has a name here."""
        return any(_is_locked(path) for path in self._folder.glob("*.lock"))

    def close(self) -> None:
        """Let go of everything we own."""
        lock, name = self._lock, self._name
        self._lock = self._name = None  # first, so that who closes at the same moment finds nothing left to do
        if (
            lock is not None and name is not None and name.startswith(f"{os.getpid()}-")
        ):  # a forked process owns nothing
            with contextlib.suppress(OSError):  # a file without a lock is as good as none
                self._path(name).unlink()
            lock.release()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"

    def _sweep(self) -> None:
        for path in self._folder.glob("*.lock"):
            if not _is_locked(path):
                path.unlink(missing_ok=True)


def _is_locked(path: Path) -> bool:
    # Asked with a shared lock, which filelock does not have: those who ask never take each other for the owner.
    import fcntl

    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return True
        return not is_dead(decode_sign(os.read(descriptor, _SIGN_BYTES)))  # no lock can be asked here
    finally:
        os.close(descriptor)
    return False
