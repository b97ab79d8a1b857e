"""Who lives, on a folder where no lock can be asked: told by boot, number and start, and never guessed."""

import errno
import fcntl
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from imastudio.adapters.sqlite import liveness
from imastudio.adapters.sqlite.liveness import Sign, decode_sign, is_dead, own_sign
from imastudio.adapters.sqlite.owners import Owners
from tests import warm

OWNING = """
import sys
from pathlib import Path
from imastudio.adapters.sqlite.owners import Owners

print(Owners(Path(sys.argv[1])).own(), flush=True)
sys.stdin.read()
"""


def mine() -> Sign:
    """Return the sign of this process."""
    sign = own_sign()
    assert sign is not None
    return sign


def test_a_sign_comes_back() -> None:
    """As it was written, and nothing else is one."""
    assert decode_sign(mine().encode()) == mine()
    for content in (b"", b"{}", b"[]", b"\xff", b'{"boot": 1}', b"null", b"9" * 5000):
        assert decode_sign(content) is None


@pytest.mark.parametrize(
    ("change", "dead"),
    [
        ({}, False),
        ({"boot": "another"}, True),
        ({"started": "1"}, True),
        ({"pid": 2**22 + 1}, True),
        ({"namespace": "another", "pid": 2**22 + 1}, False),
        ({"namespace": "another", "boot": "another"}, True),
    ],
)
def test_death_is_proved(change: dict[str, Any], dead: bool) -> None:  # noqa: FBT001
    """Another boot, or no such process of that start; the number of another container proves nothing."""
    assert is_dead(attrs.evolve(mine(), **change)) == dead


def test_without_signs_nobody_can_tell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Then nobody is taken for dead."""
    sign = mine()
    monkeypatch.setattr(liveness, "_PROC", tmp_path)
    assert own_sign() is None
    assert not is_dead(sign)
    assert not is_dead(None)


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL])
def test_the_dead_are_dead_where_no_lock_can_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """The living stay alive, a killed one is dead, one that left no sign counts as alive."""

    def refuse(*_: object) -> None:
        raise OSError(code, "no locks here")

    with warm.Popen(
        [sys.executable, "-c", OWNING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        monkeypatch.setattr(fcntl, "flock", refuse)
        owners = Owners(tmp_path)
        assert owners.alive(name)
        process.kill()
        process.wait()
        assert not owners.alive(name)
    (tmp_path / "1-older.lock").touch()
    assert owners.alive("1-older")
