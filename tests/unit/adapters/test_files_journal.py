"""The log: what may stand in it, where, and for how long."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.files.journal import FileJournal, days_kept, read_day
from imastudio.domain.lifecycle.redaction import MAX_ERRORS, MAX_TEXT_CHARS, WITHHELD, describe, safe, safe_text
from imastudio.domain.orders import Notice

KEY = "ima_0123456789abcdef"
DAY = 86_400.0
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()


class World:
    """A log, its clock, and what was noted about it."""

    def __init__(self, folder: Path) -> None:
        """Put the log into `folder`."""
        self.folder = folder / "logs" / "ima_skills"
        self.now = NOON
        self.notes: list[Notice] = []

    def open(self) -> FileJournal:
        """Open the log."""
        return FileJournal(self.folder, now=lambda: self.now, note=self.notes.append, secrets=["hunter2"])

    def lines(self, day: str = "2026-11-20") -> list[dict[str, object]]:
        """Return the lines of a day."""
        text = (self.folder / f"imastudio-{day}.jsonl").read_bytes().decode("ascii")
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a place where no log is yet."""
    return World(tmp_path)


def test_a_line(world: World) -> None:
    """A line is a JSON object with the instant, the level, the event and its facts, for this user alone to read."""
    log = world.open()
    log.info("created", generation="g1", points=6)
    log.warning("slow", pause=2.5)
    line = {"at": "2026-11-20T12:00:00.000+00:00", "process": os.getpid()}
    assert world.lines() == [
        {**line, "level": "info", "event": "created", "generation": "g1", "points": 6},
        {**line, "level": "warning", "event": "slow", "pause": 2.5},
    ]
    file = world.folder / "imastudio-2026-11-20.jsonl"
    assert [stat.S_IMODE(place.stat().st_mode) for place in (file, world.folder)] == [0o600, 0o700]


def test_nothing_is_made_before_the_first_line(world: World) -> None:
    """Opening a log makes no folder."""
    world.open()
    assert not world.folder.exists()


def test_a_line_loads_no_library(tmp_path: Path) -> None:
    """A line is written before the paid request leaves: nothing slow is loaded for it."""
    code = (
        "import sys; from pathlib import Path; from imastudio.adapters.files.journal import FileJournal;"
        "FileJournal(Path(sys.argv[1]), now=lambda: 0.0, note=print).info('x');"
        "print({'structlog', 'logging.handlers', 'aiohttp'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "logs")], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_a_file_a_day(world: World) -> None:
    """Each day has its file, and those of more than seven days ago are deleted; other files stay."""
    world.folder.mkdir(parents=True)
    other = world.folder / "another-skill-2020-01-01.log"
    other.touch()
    log = world.open()
    for _ in range(10):
        log.info("day")
        world.now += DAY
    left = sorted(path.name for path in world.folder.iterdir() if path != other)
    assert left == [f"imastudio-2026-11-{day}.jsonl" for day in range(22, 30)]
    assert other.exists()


def test_what_is_too_old_goes_though_nothing_is_written(world: World) -> None:
    """Opening is enough: a command that writes no line deletes what is older than seven days, and keeps the rest."""
    log = world.open()
    for _ in range(3):
        log.info("day")
        world.now += DAY
    assert days_kept(world.folder) == ("2026-11-20", "2026-11-21", "2026-11-22")
    (world.folder / "imastudio-2026-02-31.jsonl").touch()  # no day of ours
    world.now = NOON + 8 * DAY
    world.open()
    assert days_kept(world.folder) == ("2026-11-21", "2026-11-22")
    world.now += DAY
    world.open()
    assert days_kept(world.folder) == ("2026-11-22",)
    assert (world.folder / "imastudio-2026-02-31.jsonl").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may delete anything")
def test_what_cannot_be_deleted_stops_nothing(world: World) -> None:
    """A folder that is closed to us is left as it is, without a word."""
    world.open().info("old")
    world.folder.chmod(0o500)
    world.now += 30 * DAY
    world.open()
    world.folder.chmod(0o700)
    assert days_kept(world.folder) == ("2026-11-20",)


def test_a_file_that_cannot_be_deleted_stops_nothing(world: World) -> None:
    """Something of that name that is no file stays, and the rest of the journal works."""
    (world.folder / "imastudio-2026-01-01.jsonl").mkdir(parents=True)
    log = world.open()
    log.info("one")
    assert [line["event"] for line in world.lines()] == ["one"]
    assert world.notes == []


def test_a_day_is_read_back(world: World) -> None:
    """Lines come back oldest first; what is no line of ours is counted, a day without a file has none."""
    log = world.open()
    log.info("one", points=6)
    with (world.folder / "imastudio-2026-11-20.jsonl").open("ab") as file:
        file.write(b'{cut\n[1]\n\xff\n{"no": 1}\n')
    log.warning("two")
    day = read_day(world.folder, date(2026, 11, 20))
    assert [(line["event"], line["level"]) for line in day.lines] == [("one", "info"), ("two", "warning")]
    assert (day.day, day.unread) == ("2026-11-20", 4)
    assert read_day(world.folder, date(2026, 11, 19)).lines == ()
    assert days_kept(world.folder.parent / "nowhere") == ()


def test_a_folder_that_was_deleted_comes_back(world: World) -> None:
    """Logs that somebody deletes while we run are begun anew within a minute."""
    log = world.open()
    log.info("one")
    (world.folder / "imastudio-2026-11-20.jsonl").unlink()
    world.folder.rmdir()
    world.now += 61
    log.info("two")
    assert [line["event"] for line in world.lines()] == ["two"]


def test_no_file_stays_open() -> None:
    """A log that nobody holds any more holds no file."""
    code = (
        "import gc, os, sys; from pathlib import Path; from imastudio.adapters.files.journal import FileJournal\n"
        "def use(): FileJournal(Path(sys.argv[1]), now=lambda: 0.0, note=print).info('x')\n"
        "use(); gc.collect(); before = len(os.listdir('/dev/fd'))\n"
        "for _ in range(5): use()\n"
        "gc.collect(); print(len(os.listdir('/dev/fd')) - before)"
    )
    folder = os.environ["OPENCLAW_STATE_DIR"]
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


SECRETS = {
    "prompt": "a cat on a mat",
    "negative_prompt": "dogs",
    "lyrics": "la la",
    "api_key": KEY,
    "Authorization": f"Bearer {KEY}",
    "user_id": "al@example.com",
    "cmimToken": KEY,
    "appUid": KEY,
    "nested": {"deeper": [{"title": "private words"}]},
    "said": f"refused for {KEY}, with hunter2",
    "header": "Bearer abc.def",
    "address": f"https://al:pw@cdn.example/a.png?token={KEY}&x=1#part",
    f"name {KEY}": 1,
}


def test_no_secret_reaches_the_disk(world: World) -> None:
    """Neither key nor prompt nor user id nor a query of an address is in the file."""
    world.open().info("everything", **SECRETS)
    text = (world.folder / "imastudio-2026-11-20.jsonl").read_text(encoding="ascii")
    hidden = [KEY, "cat on", "dogs", "la la", "al@example", "private", "hunter2", "abc.def", "pw@", "token=", "#part"]
    assert [word for word in hidden if word in text] == []
    assert world.lines()[0]["address"] == "https://cdn.example/a.png"


def test_names_of_our_own_files_are_no_keys() -> None:
    """The folders and files of ours that begin like a key are shown; what only begins like them is not."""
    assert safe_text("ima_prefs.json ima_skills/ ima_ledger") == "ima_prefs.json ima_skills/ ima_ledger"
    assert safe_text("ima_prefs-1 ima_skillset") == f"{WITHHELD} {WITHHELD}"


def test_an_error_shows_places_alone(world: World) -> None:
    """Of an error and its causes the classes and places are kept; no message and no local variable."""

    def fails(prompt: str) -> None:
        try:
            {"": 0}[prompt]
        except KeyError as error:
            raise ValueError(prompt + KEY) from error

    with pytest.raises(ValueError, match="a cat") as caught:
        fails("a cat on a mat")
    world.open().error("failed", error=caught.value)
    text = (world.folder / "imastudio-2026-11-20.jsonl").read_text(encoding="ascii")
    assert ("cat" in text, KEY in text) == (False, False)
    chain = world.lines()[0]["error"]
    assert isinstance(chain, list)
    assert [link["type"] for link in chain] == ["ValueError", "KeyError"]
    assert chain[0]["at"][-1].endswith(" fails")


def test_no_error_is_no_error(world: World) -> None:
    """An error line needs no exception."""
    world.open().error("failed")
    assert world.lines()[0]["error"] is None


def test_a_chain_of_errors_ends() -> None:
    """A long chain is cut, and a suppressed context is left out."""
    error: BaseException = ValueError()
    for _ in range(2 * MAX_ERRORS):
        outer = ValueError()
        outer.__context__ = error
        error = outer
    suppressed = ValueError()
    suppressed.__context__ = KeyError()
    suppressed.__suppress_context__ = True
    assert [len(describe(error)), len(describe(suppressed))] == [MAX_ERRORS, 1]


def test_no_value_breaks_a_line(world: World) -> None:
    """Line ends, escape sequences, half characters and objects of any kind stay within one line of ASCII."""
    deep: list[object] = []
    for _ in range(50):
        deep = [deep]
    world.open().info(
        "a\nb",
        controls="\r\n\x00\x1b[2J\x7f\x85\u2028\u202e\ud800",
        many="x" * 10_000,
        deep=deep,
        numbers=[1, 2**70, float("nan"), float("inf"), True, None],
        thing=object(),
        raw=b"bytes",
    )
    data = (world.folder / "imastudio-2026-11-20.jsonl").read_bytes()
    assert [byte for byte in data[:-1] if byte < 0x20 or byte > 0x7E] == []
    (line,) = world.lines()
    assert line["numbers"] == [1, "<int>", "<float>", "<float>", True, None]
    assert (line["thing"], line["raw"], len(str(line["many"]))) == ("<object>", "<bytes>", MAX_TEXT_CHARS + 1)


@given(
    st.recursive(
        st.text() | st.binary() | st.integers() | st.floats(),
        lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    )
)
def test_whatever_is_logged_is_json(value: object) -> None:
    """Any value becomes plain JSON data."""
    json.dumps(safe(value), allow_nan=False)


def _read_only_folder(world: World) -> None:
    world.folder.mkdir(parents=True)
    world.folder.chmod(0o500)


def _read_only_file(world: World) -> None:
    world.folder.mkdir(parents=True)
    (world.folder / "imastudio-2026-11-20.jsonl").touch(0o400)


def _linked_to_nowhere(world: World) -> None:
    world.folder.parent.mkdir(parents=True)
    world.folder.symlink_to(os.devnull)


@pytest.mark.parametrize("spoil", [_read_only_folder, _read_only_file, _linked_to_nowhere])
def test_unwritable_stops_nothing(world: World, spoil: Callable[[World], None]) -> None:
    """A log that can't be written is noted once and stops nothing."""
    spoil(world)
    log = world.open()
    log.info("one")
    log.info("two")
    assert world.notes == [Notice("logs_unwritable")]
