"""Whether a process lives, where no lock can be asked: by the machine's boot, its process number and when it started.

Rules: a number alone is no proof, since numbers come again; another boot of the machine is death; where the signs can't be read,
or are those of another container, nobody can tell. Source: proc(5), `/proc/[pid]/stat` and `/proc/sys/kernel/random/boot_id`.
"""

import contextlib
import json
import os
from pathlib import Path

import attrs

_PROC = Path("/proc")
_STARTED = 19  # the 22nd field; the first two, of which the name may hold anything, end with the last ")"


@attrs.frozen(kw_only=True)
class Sign:
    """Tells one process from all others: of which boot and which circle of numbers its number is, and when it started."""

    boot: str
    namespace: str
    pid: int
    started: str

    def encode(self) -> bytes:
        """Return it as JSON."""
        return json.dumps(attrs.asdict(self)).encode()


def own_sign() -> Sign | None:
    """Return the sign of this process; None where the system has none."""
    pid = os.getpid()
    boot, namespace, started = _boot(), _namespace(), _started(pid)
    if boot is None or namespace is None or started is None:
        return None
    return Sign(boot=boot, namespace=namespace, pid=pid, started=started)


def decode_sign(content: bytes) -> Sign | None:
    """Return the sign that `content` spells, or None."""
    try:
        parsed = json.loads(content)
        return Sign(
            boot=str(parsed["boot"]),
            namespace=str(parsed["namespace"]),
            pid=int(parsed["pid"]),
            started=str(parsed["started"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def is_dead(sign: Sign | None) -> bool:
    """Tell whether the process of a sign surely lives no more."""
    boot = _boot()
    if sign is None or boot is None:
        return False
    if sign.boot != boot:
        return True
    return sign.namespace == _namespace() and _started(sign.pid) != sign.started


def _boot() -> str | None:
    return _read(_PROC / "sys/kernel/random/boot_id")


def _namespace() -> str | None:
    with contextlib.suppress(OSError):
        return str((_PROC / "self/ns/pid").readlink())
    return None


def _started(pid: int) -> str | None:
    """Return when a process started, in clock ticks since the boot; None where there is none of that number."""
    stat = _read(_PROC / str(pid) / "stat")
    fields = (stat or "").rpartition(")")[2].split()
    return fields[_STARTED] if len(fields) > _STARTED else None


def _read(path: Path) -> str | None:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return path.read_text().strip()
    return None
