"""The shared preferences file: what others wrote stays, what is broken is kept aside, and nobody loses a write."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from imastudio.adapters.files import preferences as module
from imastudio.adapters.files.preferences import FilePreferences
from imastudio.domain.orders import Notice
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.saved_models import Preference
from tests import warm

IMAGE, VIDEO = TaskType.TEXT_TO_IMAGE, TaskType.TEXT_TO_VIDEO
NANO = Preference(
    model_id="gemini-3.1-flash-image", model_name="Nano Banana 2", credit=6, last_used="2026-11-20T03:07:27Z"
)


class World:
    """A preferences file, and what was noted about it."""

    def __init__(self, folder: Path) -> None:
        """Put the file below `folder`."""
        self.path = folder / "memory" / "ima_prefs.json"
        self.notes: list[Notice] = []
        self.pauses: list[float] = []

    def write(self, text: str | bytes) -> None:
        """Write the file as another skill would."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(text.encode() if isinstance(text, str) else text)

    @property
    def content(self) -> object:
        """Return what stands in the file."""
        return json.loads(self.path.read_text(encoding="utf-8"))

    @property
    def codes(self) -> list[str]:
        """Return the codes of what was noted."""
        return [notice.code for notice in self.notes]

    def open(self, patience: float = 10) -> FilePreferences:
        """Open the file."""
        return FilePreferences(self.path, note=self.notes.append, pause=self.pauses.append, patience=patience)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a place where no file is yet."""
    return World(tmp_path)


def _entry(**more: object) -> dict[str, object]:
    return {
        "model_id": NANO.model_id,
        "model_name": NANO.model_name,
        "credit": NANO.credit,
        "last_used": NANO.last_used,
        **more,
    }


async def test_the_shared_form(world: World) -> None:
    """The file has the form that all IMA skills read, for this user alone to read."""
    assert await world.open().put("al", IMAGE, NANO, expected=None)
    assert world.content == {"user_al": {"text_to_image": _entry()}}
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (world.path, world.path.parent)]
    assert modes == [0o600, 0o700]


async def test_what_others_wrote_stays(world: World) -> None:
    """Other users, other tasks, other keys of the entry and of the top stay as they are."""
    other = {"theme": {"a": [1, 2.5, None]}, "user_bo": {"text_to_image": {"model_id": "midjourney", "x": "海螺"}}}
    mine = {"text_to_image": _entry(model_id="midjourney", pinned=True), "note": "hi"}
    world.write(json.dumps({**other, "user_al": mine}))
    preferences = world.open()
    saved = await preferences.get("al", IMAGE)
    assert await preferences.put("al", IMAGE, NANO, expected=saved)
    assert world.content == {**other, "user_al": {"text_to_image": _entry(pinned=True), "note": "hi"}}
    assert await preferences.delete("al", IMAGE)
    assert world.content == {**other, "user_al": {"note": "hi"}}
    assert "海螺" in world.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"model_id": "m"}, Preference(model_id="m", model_name="m", credit=0, last_used="")),
        (
            {"model_id": "m", "model_name": 3, "credit": "5", "last_used": 7},
            Preference(model_id="m", model_name="m", credit=0, last_used=""),
        ),
        ({"model_id": ""}, None),
        ({"model_name": "M"}, None),
        ("midjourney", None),
        (None, None),
    ],
)
async def test_incomplete_entries(world: World, entry: object, expected: Preference | None) -> None:
    """What another skill left out has a default; without a model id there is nothing."""
    world.write(json.dumps({"user_al": {"text_to_image": entry}}))
    assert await world.open().get("al", IMAGE) == expected
    assert world.notes == []


@pytest.mark.parametrize(
    "broken",
    [b"{", b"[]", b'"text"', b"\xff\xfe{}", b"[" * 100_000, b'{"user_al": {"text_to_image": {"model_id": "x"'],
    ids=["cut", "a list", "a text", "no UTF-8", "too deep", "half an entry"],
)
async def test_a_broken_file_is_kept_aside(world: World, broken: bytes) -> None:
    """A file that can't be understood is renamed with its content, said so once, and a new one is begun."""
    world.write(broken)
    preferences = world.open()
    assert await preferences.get("al", IMAGE) is None
    assert await preferences.put("al", IMAGE, NANO, expected=None)
    assert world.path.with_name("ima_prefs.json.broken-1").read_bytes() == broken
    assert world.content == {"user_al": {"text_to_image": _entry()}}
    assert world.notes == [Notice("preferences_set_aside", {"file": "ima_prefs.json.broken-1"})]


async def test_two_broken_files_are_both_kept(world: World) -> None:
    """A second broken file doesn't take the place of the first."""
    for content in (b"{1", b"{2"):
        world.write(content)
        await world.open().put("al", IMAGE, NANO, expected=None)
    kept = [world.path.with_name(f"ima_prefs.json.broken-{number}").read_bytes() for number in (1, 2)]
    assert kept == [b"{1", b"{2"]


async def test_a_file_that_is_being_written_gets_a_moment(world: World) -> None:
    """A file that is whole at the second look is not set aside: other skills write in place."""
    world.write("{")

    def finish(seconds: float) -> None:
        world.pauses.append(seconds)
        world.write(json.dumps({"user_bo": {}}))

    preferences = FilePreferences(world.path, note=world.notes.append, pause=finish)
    assert await preferences.put("al", IMAGE, NANO, expected=None)
    assert world.content == {"user_bo": {}, "user_al": {"text_to_image": _entry()}}
    assert (world.pauses, world.notes) == ([module.MOMENT], [])


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf{}"], ids=["empty", "blank", "byte order mark"])
async def test_an_empty_file_is_not_broken(world: World, content: bytes) -> None:
    """An empty file, or one that an editor gave a byte order mark, holds nothing and is simply used."""
    world.write(content)
    assert await world.open().put("al", IMAGE, NANO, expected=None)
    assert world.notes == []


@pytest.mark.parametrize("strange", [{"user_al": ["x"]}, {"user_al": {"text_to_image": "midjourney"}}])
async def test_a_strange_entry_gives_way_but_is_kept(world: World, strange: object) -> None:
    """Where something of an unknown form stands in the place of an entry, the whole file is copied before it is changed."""
    world.write(json.dumps(strange))
    assert not await world.open().delete("al", VIDEO)
    assert await world.open().put("al", IMAGE, NANO, expected=None)
    aside = world.path.with_name("ima_prefs.json.broken-1")
    assert json.loads(aside.read_text(encoding="utf-8")) == strange
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert world.content == {"user_al": {"text_to_image": _entry()}}
    assert world.codes == ["preferences_set_aside"]


async def test_a_lone_surrogate_stays_readable_for_all(world: World) -> None:
    """Half a character in a user id is escaped, so that every reader of JSON can read the file."""
    assert await world.open().put("\ud800", IMAGE, NANO, expected=None)
    assert world.content == {"user_\ud800": {"text_to_image": _entry()}}


async def test_read_only_stays_as_it_is(world: World) -> None:
    """A file made read-only is used and never changed, which is noted once."""
    world.write(json.dumps({"user_al": {"text_to_image": _entry()}}))
    world.path.chmod(0o400)
    before = world.path.read_bytes()
    preferences = world.open()
    assert await preferences.get("al", IMAGE) == NANO
    assert not await preferences.put("al", VIDEO, NANO, expected=None)
    assert not await preferences.delete("al", IMAGE)
    assert world.path.read_bytes() == before
    assert world.codes == ["preferences_unwritable"]


async def test_a_broken_read_only_file_stays(world: World) -> None:
    """A broken file that was made read-only is not even renamed."""
    world.write("{")
    world.path.chmod(0o400)
    assert await world.open().get("al", IMAGE) is None
    assert (world.path.read_bytes(), world.codes) == (b"{", ["preferences_unwritable"])


async def test_a_read_only_folder(world: World) -> None:
    """Nothing is written into a folder that was made read-only."""
    world.path.parent.mkdir(mode=0o500)
    assert not await world.open().put("al", IMAGE, NANO, expected=None)
    assert (list(world.path.parent.iterdir()), world.codes) == ([], ["preferences_unwritable"])


async def test_linked_to_nowhere(world: World) -> None:
    """A file linked to /dev/null keeps nothing and stops nothing."""
    world.path.parent.mkdir()
    world.path.symlink_to(os.devnull)
    preferences = world.open()
    assert not await preferences.put("al", IMAGE, NANO, expected=None)
    assert await preferences.get("al", IMAGE) is None
    assert world.path.readlink() == Path(os.devnull)
    assert world.codes == ["preferences_unwritable"]


@pytest.mark.parametrize("present", [True, False])
async def test_a_link_is_followed(world: World, tmp_path: Path, present: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """The file behind a link is changed and the link stays."""
    target = tmp_path / "elsewhere" / "prefs.json"
    target.parent.mkdir()
    if present:
        target.write_text('{"user_bo": {}}', encoding="utf-8")
    world.path.parent.mkdir()
    world.path.symlink_to(target)
    assert await world.open().put("al", IMAGE, NANO, expected=None)
    assert world.path.readlink() == target
    assert await world.open().get("al", IMAGE) == NANO


async def test_a_link_to_itself(world: World) -> None:
    """A link that leads nowhere stops nothing."""
    world.path.parent.mkdir()
    world.path.symlink_to(world.path)
    preferences = world.open()
    assert await preferences.get("al", IMAGE) is None
    assert not await preferences.put("al", IMAGE, NANO, expected=None)
    assert world.codes == ["preferences_unreadable", "preferences_unwritable"]


async def test_a_folder_in_its_place(world: World) -> None:
    """A folder where the file should be stops nothing."""
    world.path.mkdir(parents=True)
    preferences = world.open()
    assert await preferences.get("al", IMAGE) is None
    assert not await preferences.put("al", IMAGE, NANO, expected=None)
    assert world.codes == ["preferences_unreadable", "preferences_unwritable"]


async def test_a_full_disk_leaves_the_old_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the old content stays, no half file is left, and it is noted."""
    await world.open().put("al", IMAGE, NANO, expected=None)
    before = world.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not await world.open().put("al", VIDEO, NANO, expected=None)
    assert (world.path.read_bytes(), world.codes) == (before, ["preferences_unwritable"])
    assert [path.name for path in world.path.parent.iterdir() if path.name.startswith(".ima")] == []


async def test_a_lock_that_is_never_let_go(world: World) -> None:
    """When another process keeps the lock, the write is given up and that is noted."""
    world.write("{}")
    with FileLock(f"{world.path}.lock"):
        assert not await world.open(patience=0).put("al", IMAGE, NANO, expected=None)
    assert (world.content, world.codes) == ({}, ["preferences_busy"])


async def test_saving_the_same_writes_nothing(world: World) -> None:
    """Saving what is there leaves the file alone."""
    await world.open().put("al", IMAGE, NANO, expected=None)
    before = world.path.stat().st_ino
    assert await world.open().put("al", IMAGE, NANO, expected=NANO)
    assert world.path.stat().st_ino == before


WRITER = """
import asyncio, sys
from pathlib import Path
from imastudio.adapters.files.preferences import FilePreferences
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.saved_models import Preference

path, name, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def fail(notice):
    raise SystemExit(f"noted: {notice}")

def saved(credit):
    return Preference(model_id="m", model_name=name, credit=credit, last_used="")

async def main():
    preferences = FilePreferences(path, note=fail, patience=60)
    for number in range(rounds):
        for task_type in TaskType:
            user = f"{name}-{number}"
            assert await preferences.put(user, task_type, saved(number), expected=None)
        while True:
            there = await preferences.get("shared", TaskType.TEXT_TO_IMAGE)
            if await preferences.put("shared", TaskType.TEXT_TO_IMAGE, saved((there.credit if there else 0) + 1), expected=there):
                break

asyncio.run(main())
"""


def test_processes_at_once_lose_nothing(world: World) -> None:
    """Four processes that save at the same time keep every entry, and no increment of a shared one is lost."""
    rounds, names = 6, ["a", "b", "c", "d"]
    command = [sys.executable, "-c", WRITER, str(world.path)]
    writers = [warm.Popen([*command, name, str(rounds)], stderr=subprocess.PIPE) for name in names]
    results = [(writer.communicate(timeout=100)[1].decode(), writer.returncode) for writer in writers]
    assert results == [("", 0)] * len(names)
    content = world.content
    assert isinstance(content, dict)
    assert content.pop("user_shared")["text_to_image"]["credit"] == rounds * len(names)
    saved = {(user, task) for user, tasks in content.items() for task in tasks}
    assert saved == {(f"user_{name}-{n}", task.value) for name in names for n in range(rounds) for task in TaskType}


async def test_readers_never_see_half_a_file(world: World) -> None:
    """While one thread writes, every read finds the whole content: the old one or the new one."""
    preferences = world.open()
    await preferences.put("al", IMAGE, NANO, expected=None)
    done = threading.Event()
    seen: set[str] = set()

    def read() -> None:
        while not done.is_set():
            seen.update(json.loads(world.path.read_text(encoding="utf-8")))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(50):
        await preferences.put(str(number), IMAGE, NANO, expected=None)
    done.set()
    reader.join()
    assert "user_al" in seen
    assert world.notes == []
