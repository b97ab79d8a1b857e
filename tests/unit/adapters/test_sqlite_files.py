"""The ledger's file: made privately, migrated, set aside when damaged, and never in the way of the truth."""

import contextlib
import os
import resource
import shutil
import sqlite3
import stat
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from imastudio.adapters.sqlite.files import LedgerFile
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.schema import APPLICATION_ID, MIGRATIONS, is_current, migrate
from imastudio.adapters.sqlite.upkeep import SqliteUpkeep
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.lifecycle.events import Created, Entry
from imastudio.domain.lifecycle.generation import fold
from imastudio.domain.lifecycle.rows import Begun, Query
from imastudio.testing.contracts.ledger import after
from tests import warm
from tests.ledgers import begin, owner, told

NEWER = (*MIGRATIONS, ("ALTER TABLE generation ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'",))
NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the ledger will be."""
    return tmp_path / "state" / "ledger.sqlite3"


@pytest.fixture
async def ledger(path: Path) -> AsyncIterator[SqliteLedger]:
    """Return a ledger at `path`."""
    ledger = SqliteLedger(path)
    yield ledger
    await ledger.close()


async def filled(path: Path, count: int = 1) -> None:
    """Make a ledger with so many generations at `path`, and close it."""
    ledger = SqliteLedger(path)
    for number in range(count):
        await begin(ledger, f"gen-{number:04}", told(Created(task_id=f"t{number}")), purses={"batch": None})
    await ledger.close()


async def refusal(ledger: SqliteLedger) -> object:
    """Return the reason for which an order is refused."""
    with pytest.raises(LedgerUnavailable) as caught:
        await ledger.begin(fold("gen-9999", told()), owner("nine"), told(), {})
    return caught.value.failure.facts["reason"]


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


async def test_everything_is_private(ledger: SqliteLedger, path: Path) -> None:
    """Folders are for the owner alone, and so is every file: ledger, -wal, -shm, owner files, locks."""
    await begin(ledger, "gen-0001", told())
    found = {item: mode(item) for item in path.parent.rglob("*")}
    assert len(found) >= 5
    assert mode(path.parent) == 0o700
    assert found == {item: 0o700 if item.is_dir() else 0o600 for item in found}


async def test_a_file_open_to_others_is_closed_to_them(path: Path) -> None:
    """Permissions that somebody widened are narrowed again."""
    await filled(path)
    path.chmod(0o644)
    await filled(path.with_name("other"))
    ledger = SqliteLedger(path)
    await begin(ledger, "gen-0002", told())
    assert mode(path) == 0o600
    await ledger.close()


async def test_nothing_is_made_before_something_is_asked(ledger: SqliteLedger, path: Path) -> None:
    """Opening a studio leaves the disk alone."""
    await ledger.close()
    assert not path.parent.exists()


async def test_the_file_is_a_ledger_in_wal_mode(ledger: SqliteLedger, path: Path) -> None:
    """The file says whose it is, and how it is written."""
    await begin(ledger, "gen-0001", told())
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


async def test_every_commit_is_synced(path: Path) -> None:
    """The connection that writes waits for the disk at every commit, on macOS for the drive as well."""
    connection = LedgerFile(path).open_writer()
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA fullfsync").fetchone() == (1,)
    connection.close()


# older and newer files


async def test_an_older_file_is_migrated(path: Path) -> None:
    """A file with fewer migrations gets the missing ones and keeps its rows."""
    await filled(path, 3)
    connection = LedgerFile(path, NEWER).open_writer()
    assert connection.execute("SELECT id, mood FROM generation").fetchall() == [
        ("gen-0000", "calm"),
        ("gen-0001", "calm"),
        ("gen-0002", "calm"),
    ]
    assert connection.execute("PRAGMA user_version").fetchone() == (len(NEWER),)
    connection.close()


async def test_a_reader_migrates_too(path: Path) -> None:
    """Who only wants to read an older file finds it current."""
    await filled(path)
    connection = LedgerFile(path, NEWER).open_reader()
    assert connection.execute("SELECT mood FROM generation").fetchall() == [("calm",)]
    connection.close()


async def test_a_migration_happens_whole_or_not_at_all(path: Path) -> None:
    """Where one statement fails, the file is as it was, and works."""
    await filled(path)
    broken = (*NEWER, ("CREATE TABLE later (x) STRICT, WITHOUT ROWID",))
    with pytest.raises(sqlite3.Error):
        LedgerFile(path, broken).open_writer()
    ledger = SqliteLedger(path)
    assert [row.generation.id for row in await ledger.rows(Query())] == ["gen-0000"]
    await ledger.close()


async def test_a_newer_file_orders_nothing(path: Path) -> None:
    """A file that a newer version has changed is neither ordered from nor read, and says which version it is."""
    await filled(path)
    LedgerFile(path, NEWER).open_writer().close()
    ledger = SqliteLedger(path)
    with pytest.raises(LedgerUnavailable) as caught:
        await ledger.begin(fold("g", told()), owner("g"), told(), {})
    assert (
        caught.value.failure.facts.items()
        >= {"reason": "newer_version", "version": len(NEWER), "known": len(MIGRATIONS)}.items()
    )
    with pytest.raises(LedgerUnavailable):
        await ledger.rows(Query())
    await ledger.close()


async def test_a_file_made_newer_meanwhile_orders_nothing_but_records(ledger: SqliteLedger, path: Path) -> None:
    """A process that runs on while the file becomes newer begins nothing, and still records what it has paid for."""
    generation = await begin(ledger, "gen-0001", told())
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    created = Entry(200.0, Created(task_id="t1"))
    assert await refusal(ledger) == "newer_version"
    assert await ledger.append(after(generation, created), [created], 2)


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE theirs (x)", "PRAGMA application_id = 7", "PRAGMA user_version = 1"]
)
async def test_anothers_database_is_left_alone(ledger: SqliteLedger, path: Path, statement: str) -> None:
    """A database that is no ledger is neither changed nor set aside."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.close()
    before = path.read_bytes()
    assert await refusal(ledger) == "not_a_ledger"
    assert (path.read_bytes(), ledger.notices) == (before, ())


@pytest.mark.parametrize("step", range(4))
async def test_tables_that_another_process_makes_during_the_look_are_never_taken_for_anothers(
    path: Path, step: int
) -> None:
    """Whenever they appear, the file was empty or is a ledger: two that start at once both work."""

    class Overtaken(sqlite3.Connection):
        steps = 0

        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            if self.steps == step:
                other = sqlite3.connect(path, timeout=0, isolation_level=None)
                with contextlib.suppress(sqlite3.OperationalError):  # it has to wait until the look is over
                    migrate(other)
                other.close()
            self.steps += 1
            return super().execute(*arguments)

    path.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None, factory=Overtaken)
    assert is_current(connection) in {True, False}
    assert not connection.in_transaction
    connection.close()


def test_who_makes_the_file_leaves_the_locks_of_other_threads_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread that opens the ledger at the moment when another makes it holds on to it: no process may change its mode."""
    opened: list[sqlite3.Connection] = []
    open_file = os.open

    def open_and_read() -> None:
        while not opened:
            with contextlib.suppress(TimeoutError):  # the other one is still at it
                opened.append(LedgerFile(path).open_writer())
        opened[0].execute("SELECT * FROM event").fetchall()

    thread = threading.Thread(target=open_and_read)

    def open_and_dawdle(name: Any, flags: int, *more: Any, **options: Any) -> int:
        descriptor = open_file(name, flags, *more, **options)
        if Path(name).suffix == ".new":
            thread.start()
            thread.join(timeout=0.3)
        return descriptor

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, check_same_thread=False))
    monkeypatch.setattr(os, "open", open_and_dawdle)
    LedgerFile(path).open_writer().close()
    thread.join()
    change = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('PRAGMA journal_mode = DELETE')"
    warm.run([sys.executable, "-c", change, path], capture_output=True, check=False)
    opened[0].close()
    assert path.read_bytes()[18:20] == b"\x02\x02"  # WAL still: https://www.sqlite.org/fileformat2.html


# damaged files


@pytest.mark.parametrize("first", ["reader", "writer"])
@pytest.mark.parametrize("garbage", [b"garbage " * 1000, b"xy", b"SQLite format 3\x00", b"\x00" * 5000])
async def test_what_is_no_database_is_set_aside(ledger: SqliteLedger, path: Path, garbage: bytes, first: str) -> None:
    """Garbage is kept, and a notice names it; whatever it held, nothing is ordered before a person says so."""
    path.parent.mkdir()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).write_bytes(garbage)
    if first == "reader":
        assert await ledger.rows(Query()) == []
    with pytest.raises(LedgerUnavailable) as refused:
        await begin(ledger, "gen-0001", told())
    (notice,) = ledger.notices
    assert notice.code == "ledger_loss"
    aside = str(notice.facts["file"])
    assert path.with_name(aside).read_bytes() == garbage
    facts = refused.value.failure.facts
    assert (facts["reason"], facts["file"], facts["missing"]) == ("loss", aside, 1)
    assert await ledger.load("gen-0001") is None


async def test_an_empty_file_becomes_a_ledger(ledger: SqliteLedger, path: Path) -> None:
    """A file without a byte was never a ledger, so that there is nothing to set aside."""
    path.parent.mkdir()
    path.touch()
    await begin(ledger, "gen-0001", told())
    assert (ledger.notices, mode(path)) == ((), 0o600)


@pytest.mark.parametrize("first", ["reader", "writer"])
async def test_a_file_broken_in_the_middle_is_set_aside(path: Path, first: str) -> None:
    """Pages that fail SQLite's own check give way to a new ledger at the first call, whatever it is; it orders nothing."""
    await filled(path, 200)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 8192) + content[-4096:])
    ledger = SqliteLedger(path)
    if first == "reader":
        await ledger.rows(Query())
    with pytest.raises(LedgerUnavailable):
        await begin(ledger, "gen-0999", told())
    assert [notice.code for notice in ledger.notices] == ["ledger_loss"]
    await ledger.close()


async def test_a_file_that_breaks_while_open_is_set_aside(ledger: SqliteLedger, path: Path) -> None:
    """Damage that comes to light in the middle of a run stops orders from then on, and is kept with its -wal."""
    await filled(path, 200)
    assert len(await ledger.rows(Query(limit=1))) == 1
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))
    with pytest.raises(LedgerUnavailable):
        await begin(ledger, "gen-0300", told())
    (notice,) = ledger.notices
    assert notice.code == "ledger_loss"
    assert {item.name for item in path.parent.glob("*.damaged*")} >= {
        notice.facts["file"],
        f"{notice.facts['file']}-wal",
    }


async def test_a_whole_file_that_is_suspected_stays(ledger: SqliteLedger) -> None:
    """A suspicion that the check does not confirm sets nothing aside."""
    await begin(ledger, "gen-0001", told())
    ledger._file.suspect = True
    assert await ledger.load("gen-0001") is not None
    await begin(ledger, "gen-0002", told())
    assert (ledger.notices, ledger._file.suspect) == ((), False)
    assert len(await ledger.rows(Query())) == 2


async def test_other_processes_follow_to_the_new_file(ledger: SqliteLedger, path: Path) -> None:
    """Who has a file open that was moved away, with all beside it, makes another one, and orders once a person says so."""
    await begin(ledger, "gen-0001", told())
    await ledger.load("gen-0001")
    for item in path.parent.glob("ledger.sqlite3*"):
        item.rename(item.with_name(f"away-{item.name}"))
    assert await refusal(ledger) == "loss"
    assert SqliteUpkeep(path).accept_loss() == 1
    await begin(ledger, "gen-0002", told())
    assert [row.generation.id for row in await ledger.rows(Query())] == ["gen-0002"]
    assert mode(path) == 0o600


# disks that take nothing


async def test_a_parent_that_is_a_file_refuses(tmp_path: Path) -> None:
    """Where no folder can be made, nothing is ordered and nothing is read."""
    (tmp_path / "state").write_text("a file")
    ledger = SqliteLedger(tmp_path / "state" / "ledger.sqlite3")
    assert await refusal(ledger) == "no_place"
    with pytest.raises(LedgerUnavailable):
        await ledger.rows(Query())
    await ledger.close()


async def test_a_folder_in_its_place_refuses(path: Path, ledger: SqliteLedger) -> None:
    """Where a folder stands under the ledger's name, nothing is ordered."""
    path.mkdir(parents=True)
    before = mode(path)
    assert await refusal(ledger) == "not_a_ledger"
    assert mode(path) == before


async def test_a_full_database_refuses_and_recovers(ledger: SqliteLedger) -> None:
    """A commit that finds no room is refused and leaves nothing; when there is room again, it is taken."""
    await begin(ledger, "gen-0001", told(), purses={"batch": None})

    def fill(connection: sqlite3.Connection) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    await ledger._writer.run(fill)
    entries = told(params={"x": "y" * 50_000})
    with pytest.raises(LedgerUnavailable) as caught:
        await ledger.begin(fold("gen-0002", entries), owner("two"), entries, {"batch": None})
    assert caught.value.failure.facts.items() >= {"reason": "disk_full"}.items()
    assert (await ledger.load("gen-0002"), await ledger.spent("batch")) == (None, 6)
    assert await ledger.begin(fold("gen-0002", entries), owner("two"), entries, {"batch": None}) == Begun()


async def test_a_disk_that_stops_taking_bytes_refuses_and_recovers(ledger: SqliteLedger, path: Path) -> None:
    """When the system refuses to let the file grow, nothing half-written stays, and afterwards all goes on."""
    await begin(ledger, "gen-0001", told(), purses={"batch": None})
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.with_name(f"{path.name}-wal").stat().st_size + 100, limits[1]))
    try:
        assert await refusal(ledger) in {"io", "disk_full"}
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert await ledger.spent("batch") == 6
    await begin(ledger, "gen-0002", told(), purses={"batch": None})
    assert [len(await ledger.rows(Query())), await ledger.spent("batch")] == [2, 12]


@contextlib.contextmanager
def _as_nobody() -> Iterator[None]:
    """Act without the rights of root, which may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def foreign() -> Iterator[Path]:
    """Return a folder that nobody in particular owns."""
    folder = Path(tempfile.mkdtemp())
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


async def test_a_read_only_folder_orders_nothing_and_shows_what_is_there(foreign: Path) -> None:
    """On a read-only disk the history can be read, and an order is refused with the reason."""
    with _as_nobody():
        await filled(foreign / "ledger.sqlite3", 2)
        foreign.chmod(0o500)
        ledger = SqliteLedger(foreign / "ledger.sqlite3")
        assert len(await ledger.rows(Query())) == 2
        assert await refusal(ledger) == "read_only"
        assert await ledger.spent("batch") == 12
        foreign.chmod(0o700)
        await begin(ledger, "gen-0005", told())
        assert len(await ledger.rows(Query())) == 3
        await ledger.close()


async def test_an_empty_read_only_folder_refuses(foreign: Path) -> None:
    """Where no ledger can be made, nothing is ordered."""
    with _as_nobody():
        foreign.chmod(0o500)
        ledger = SqliteLedger(foreign / "ledger.sqlite3")
        assert await refusal(ledger) == "read_only"
        await ledger.close()


async def test_a_file_that_may_not_be_read_refuses(foreign: Path) -> None:
    """A ledger without permissions is neither ordered from nor read."""
    with _as_nobody():
        await filled(foreign / "ledger.sqlite3")
        foreign.chmod(0o500)
        (foreign / "ledger.sqlite3").chmod(0o000)
        ledger = SqliteLedger(foreign / "ledger.sqlite3")
        assert await refusal(ledger) == "read_only"
        with pytest.raises(LedgerUnavailable):
            await ledger.rows(Query())
        await ledger.close()


async def test_a_locked_ledger_refuses(ledger: SqliteLedger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another process never lets go of the file, an order is refused rather than kept waiting for ever."""
    monkeypatch.setattr("imastudio.adapters.sqlite.files.BUSY", 0.0)
    await begin(ledger, "gen-0001", told())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await refusal(ledger) == "busy"
    ledger._file.suspect = True
    with FileLock(f"{path}.lock"):
        assert await refusal(ledger) == "busy"
    other.execute("ROLLBACK")
    other.close()
    await begin(ledger, "gen-0002", told())
