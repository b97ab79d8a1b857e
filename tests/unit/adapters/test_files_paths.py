"""Where things lie."""

import stat
from pathlib import Path

import pytest

from imastudio.adapters.system.paths import Paths, find_paths, is_read_only, make_private_folder, try_folder


@pytest.mark.parametrize("environment", [{}, {"OPENCLAW_STATE_DIR": ""}])
def test_the_usual_folder(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a setting the state folder stands in the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_paths(environment) == Paths(tmp_path / ".openclaw")


def test_a_folder_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OPENCLAW_STATE_DIR moves everything; ~ in it is the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    paths = find_paths({"OPENCLAW_STATE_DIR": "~/claw"})
    places = [paths.preferences, paths.ledger, paths.offline_ledger, paths.logs, paths.knowledge]
    assert [str(place.relative_to(tmp_path / "claw")) for place in places] == [
        "memory/ima_prefs.json",
        "ima_ledger/ledger.sqlite3",
        "ima_ledger/offline.sqlite3",
        "logs/ima_skills",
        "skills/ima-knowledge-ai",
    ]


def test_folders_are_private(tmp_path: Path) -> None:
    """Each folder that is made is for this user alone; one that is there keeps its mode."""
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path / "a" / "b")
    make_private_folder(tmp_path / "a" / "b")
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")]
    assert modes == [0o755, 0o700, 0o700]


def test_read_only(tmp_path: Path) -> None:
    """Read-only is what nobody may write; what is absent is not."""
    file = tmp_path / "file"
    file.touch()
    writable = is_read_only(file)
    file.chmod(0o444)
    assert (writable, is_read_only(file), is_read_only(tmp_path / "absent")) == (False, True, False)


def test_a_folder_is_tried_without_a_trace(tmp_path: Path) -> None:
    """What was made for the try is removed, what was there stays."""
    (tmp_path / "old").mkdir()
    (tmp_path / "link").symlink_to("old")
    for place in ("old", "new", "new/out", "link", "link/below"):
        try_folder(tmp_path / place)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["link", "old"]


@pytest.mark.parametrize("place", ["file", "file/below", "to-nowhere", "to-nowhere/below", "/proc/x", "x" * 300])
def test_a_folder_that_takes_no_files(place: str, tmp_path: Path) -> None:
    """It is found out by trying, for the superuser too."""
    (tmp_path / "file").touch()
    (tmp_path / "to-nowhere").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OSError, match=r".+"):
        try_folder(tmp_path / place)
