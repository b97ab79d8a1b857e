"""What lies on the disk: readable for its owner alone, and in nobody's way when something strange lies in its place."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from imastudio.adapters.ima.part_file import PartFile
from tests import warm

IMA = [sys.executable, "-c", "from imastudio.__main__ import main; main()"]
ORDER = ["create", "a puppy", "--offline", "--speed", "500", "--output-json"]
PLACES = {
    "ledger": "ima_ledger/offline.sqlite3",
    "preferences": "memory/ima_prefs.json",
    "log": "logs/ima_skills",
}


def _run(arguments: list[str], state: Path, umask: int = 0o022) -> subprocess.CompletedProcess[str]:
    return warm.run(
        [*IMA, *arguments],
        env={**os.environ, "OPENCLAW_STATE_DIR": str(state), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        umask=umask,
    )


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_everything_in_the_state_folder_is_its_owners_alone(umask: int, tmp_path: Path) -> None:
    """Under any umask, folders are 0700 and files 0600, those above the ledger too."""
    state = tmp_path / "not" / "there" / "yet"
    assert _run(ORDER, state, umask).returncode == 0
    assert _run(["prefs", "set", "Nano Banana Pro", "--medium", "image", "--offline"], state, umask).returncode == 0
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "not", *(tmp_path / "not").rglob("*")]}
    assert {path: oct(mode) for path, mode in found.items() if mode != (0o700 if path.is_dir() else 0o600)} == {}
    assert {(state / place).exists() for name, place in PLACES.items() if name != "log"} == {True}


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _full(path: Path) -> None:
    path.symlink_to("/dev/full")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "not" / "there")


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [_pipe, _endless, _full, _loop, _nowhere, _folder])
def test_something_strange_in_the_place_of_the_ledger_orders_nothing(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    """Nothing is waited for, nothing is ordered, and what lies there stays."""
    path = tmp_path / PLACES["ledger"]
    path.parent.mkdir(parents=True)
    spoil(path)
    before = path.lstat().st_mode
    ended = _run(ORDER, tmp_path)
    assert (ended.returncode, json.loads(ended.stdout)["error"]["kind"]) == (3, "ledger_unavailable")
    assert path.lstat().st_mode == before


@pytest.mark.parametrize("place", ["preferences", "log"])
@pytest.mark.parametrize("spoil", [_pipe, _endless, _full, _loop, _nowhere, _folder])
def test_something_strange_in_the_place_of_the_rest_stops_nothing(
    spoil: Callable[[Path], None], place: str, tmp_path: Path
) -> None:
    """Preferences and logs that are no files hold up nobody."""
    path = tmp_path / PLACES[place]
    path.parent.mkdir(parents=True)
    spoil(path)
    assert _run(ORDER, tmp_path).returncode == 0


def test_preferences_of_absurd_length_stop_nothing(tmp_path: Path) -> None:
    """A file of gigabytes is not read, and stays."""
    path = tmp_path / PLACES["preferences"]
    path.parent.mkdir(parents=True)
    path.touch()
    os.truncate(path, 8 * 1024**3)
    assert _run(ORDER, tmp_path).returncode == 0
    assert path.stat().st_size == 8 * 1024**3


def test_a_ledger_behind_a_link_is_used(tmp_path: Path) -> None:
    """Who links the ledger to another disk finds it there, closed to others."""
    target = tmp_path / "disk" / "orders.sqlite3"
    target.parent.mkdir()
    sqlite3.connect(target).close()
    target.touch(mode=0o666)
    target.chmod(0o666)
    path = tmp_path / "state" / PLACES["ledger"]
    path.parent.mkdir(parents=True)
    path.symlink_to(target)
    assert _run(ORDER, tmp_path / "state").returncode == 0
    assert path.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    connection = sqlite3.connect(target)
    assert connection.execute("SELECT count(*) FROM generation").fetchone() == (1,)
    connection.close()


@pytest.mark.parametrize("name", ["victim", "pipe", "folder", "link"])
def test_what_another_put_into_the_folder_of_results_is_not_touched(name: str, tmp_path: Path) -> None:
    """A link from the name of an unfinished download to a file of value does not empty that file; a pipe holds up nobody."""
    first = PartFile(tmp_path / "out", "a")
    usual = first._path
    first.close()
    victim = tmp_path / "victim"
    victim.write_text("of value", encoding="ascii")
    spoil: dict[str, Callable[[Path], object]] = {
        "pipe": _pipe,
        "folder": _folder,
        "link": lambda path: path.symlink_to(victim),
        "victim": lambda path: path.hardlink_to(victim),
    }
    spoil[name](usual)
    part = PartFile(tmp_path / "out", "a")
    part.write(b"ours")
    target = part.finish("bin", overwrite=False)
    assert target.read_bytes() == b"ours"
    assert victim.read_text(encoding="ascii") == "of value"
