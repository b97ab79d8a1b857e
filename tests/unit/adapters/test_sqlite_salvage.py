"""A damaged ledger loses as little as its pages allow, and orders nothing while anything is missing."""

import shutil
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from imastudio.adapters.sqlite.files import LedgerFile
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.salvage import salvage
from imastudio.adapters.sqlite.schema import PAGE_BYTES
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.events import Created, Entry, Lost, Rejected, Succeeded, Unsettled
from imastudio.domain.lifecycle.generation import Stage, fold
from imastudio.domain.lifecycle.losses import Salvage
from imastudio.domain.lifecycle.rows import Query, Row, Twin
from imastudio.testing.contracts.ledger import after
from imastudio.testing.strategies import media
from tests.ledgers import begin, owner, told, wrong_in

PAGE = PAGE_BYTES
LOST = Failure(kind=Kind.OUTCOME_UNKNOWN)
ENDS = (
    (Created(task_id="task {}"),),
    (Created(task_id="task {}"), Succeeded((media(),))),
    (Lost(LOST),),
    (Rejected(Failure(kind=Kind.INSUFFICIENT_POINTS)),),
)


async def fill(path: Path, count: int, prompt: str | None = None) -> list[Row]:
    """Make a ledger of `count` generations that stand in different ways; return its rows."""
    ledger = SqliteLedger(path)
    for number in range(count):
        events = [
            attrs.evolve(event, task_id=f"task {number}") if isinstance(event, Created) else event
            for event in ENDS[number % len(ENDS)]
        ]
        name = f"gen-{number:04}"
        entries = told(*events, at=100.0 + number, prompt=prompt)
        await begin(ledger, name, entries, whose=owner(name, address="vendor"), purses={"user": None, "batch": 9999})
    rows = list(await ledger.rows(Query()))
    await ledger.close()
    return rows


async def read(path: Path) -> tuple[list[Row], int, list[str]]:
    """Open the ledger and return its rows, what its purse holds, and the codes of what was told."""
    ledger = SqliteLedger(path)
    rows = [attrs.evolve(row, alive=False) for row in await ledger.rows(Query())]
    spent = await ledger.spent("user")
    await ledger.close()
    return rows, spent, [notice.code for notice in ledger.notices]


def overwrite(path: Path, start: int, content: bytes) -> None:
    """Write over a part of the file."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


def pages_of(path: Path, name: str) -> list[int]:
    """Return the numbers of the pages of a table or an index, where SQLite tells."""
    connection = sqlite3.connect(path)
    root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
    connection.close()
    return [int(root)]


DAMAGES: dict[str, Callable[[Path], None]] = {
    "the first bytes": lambda path: overwrite(path, 0, b"\x00" * 100),
    "an index": lambda path: overwrite(path, (pages_of(path, "generation_newest")[0] - 1) * PAGE + 3, b"\xff\xff"),
}


async def test_a_file_of_large_pages_is_read_without_its_first_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of older versions have pages of 4,096 bytes: where the file can't say so any more, its pages do."""
    monkeypatch.setattr("imastudio.adapters.sqlite.files.PAGE_BYTES", 4096)
    path = tmp_path / "ledger.sqlite3"
    before = [attrs.evolve(row, alive=False) for row in await fill(path, 300)]
    assert struct.unpack_from(">H", path.read_bytes(), 16) == (4096,)
    DAMAGES["the first bytes"](path)
    rows, _, told_of = await read(path)
    assert told_of == ["ledger_salvaged"]
    assert rows == before


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("count", [8, 300])
async def test_what_can_all_be_read_is_all_there(tmp_path: Path, damage: str, count: int) -> None:
    """Every row, every task, every point: and since nothing is missing, orders go on."""
    path = tmp_path / "ledger.sqlite3"
    before = [attrs.evolve(row, alive=False) for row in await fill(path, count)]
    DAMAGES[damage](path)
    rows, spent, told_of = await read(path)
    if told_of == ["ledger_salvaged"]:
        assert rows == before
        ledger = SqliteLedger(path)
        entries = told()
        twin = await ledger.begin(fold("another", entries), owner("gen-0001", address="vendor"), entries, {})
        assert isinstance(twin, Twin)
        await begin(ledger, "gen-9999", told(), purses={"user": None})
        assert wrong_in(path) == []
        await ledger.close()
    else:
        assert told_of == ["ledger_loss"]
        assert damage == "an index"  # a broken page may have been anything
        assert rows == before
    assert spent == sum(row.generation.held for row in before)


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("prompt", [None, "a cat " * 3000])
async def test_every_row_is_told_by_its_events_alone(tmp_path: Path, prompt: str | None, *, marked: bool) -> None:
    """Without the table of rows: the events say whose each is, how it stands, and what it holds."""
    path = tmp_path / "ledger.sqlite3"
    before = [attrs.evolve(row, alive=False) for row in await fill(path, 60, prompt)]
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM generation")
    connection.execute("DELETE FROM purse")
    connection.execute("DELETE FROM account")
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    if not marked:
        for mark in (path.with_name(f"{path.name}-mark"), path.with_name(f"{path.name}-owners") / "mark"):
            mark.unlink()
    fresh = LedgerFile(tmp_path / "fresh.sqlite3")
    target = fresh.open_writer()
    found = salvage(path, target, fresh=True)
    target.close()
    assert (found.generations, found.events) == (60, sum(row.seq for row in before))
    assert bool(found.missing) is not marked  # without it, nothing says that there are no more
    rows, spent, _ = await read(fresh.path)
    assert rows == before
    assert spent == sum(row.generation.held for row in before)


async def test_a_ledger_without_damage_is_salvaged_whole_and_once(tmp_path: Path) -> None:
    """Nothing is missing of it, its -wal counts, and bringing it in again changes nothing."""
    path = tmp_path / "ledger.sqlite3"
    before = [attrs.evolve(row, alive=False) for row in await fill(path, 100)]
    fresh = LedgerFile(tmp_path / "fresh.sqlite3")
    target = fresh.open_writer()
    assert salvage(path, target, fresh=True) == Salvage(
        generations=100, events=sum(row.seq for row in before), missing=0
    )
    again = salvage(path, target, fresh=False)
    assert (again.generations, again.missing) == (0, 0)
    target.close()
    rows, spent, _ = await read(fresh.path)
    assert (rows, spent) == (before, sum(row.generation.held for row in before))


async def test_what_stands_in_the_wal_alone_is_read_too(tmp_path: Path) -> None:
    """A process that was killed leaves its last commits there."""
    path, copy = tmp_path / "ledger.sqlite3", tmp_path / "copy.sqlite3"
    ledger = SqliteLedger(path)
    for number in range(20):
        await begin(ledger, f"gen-{number:04}", told(Created(task_id=f"t{number}")))
    for part in ("", "-wal"):
        shutil.copy(f"{path}{part}", f"{copy}{part}")
    await ledger.close()
    assert copy.with_name(f"{copy.name}-wal").stat().st_size > 0
    overwrite(copy, 0, b"\xa5" * 16)
    fresh = LedgerFile(tmp_path / "fresh.sqlite3")
    target = fresh.open_writer()
    assert salvage(copy, target, fresh=True) == Salvage(generations=20, events=60, missing=0)
    target.close()
    rows, _, _ = await read(fresh.path)
    assert [row.generation.id for row in reversed(rows)] == [f"gen-{number:04}" for number in range(20)]


@pytest.mark.parametrize("how", ["empty", "gone"])
async def test_an_emptied_ledger_orders_nothing(tmp_path: Path, how: str) -> None:
    """Where owners or locks stand, an empty file is damage, and so is none: what it held is known to nobody."""
    path = tmp_path / "ledger.sqlite3"
    await fill(path, 3)
    path.unlink()
    if how == "empty":
        path.touch()
    ledger = SqliteLedger(path)
    for _ in range(2):
        with pytest.raises(LedgerUnavailable) as refused:
            await begin(ledger, "gen-0000", told())
        assert refused.value.failure.facts["reason"] == "loss"
    assert [notice.code for notice in ledger.notices] == ["ledger_loss"]
    await ledger.close()


async def test_a_loss_outlives_the_next_damage(tmp_path: Path) -> None:
    """What nobody accepted is not forgotten because the file breaks once more, in a way that leaves it readable."""
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(b"garbage")
    await read(path)
    overwrite(path, 0, b"\x00" * 16)
    ledger = SqliteLedger(path)
    with pytest.raises(LedgerUnavailable):
        await begin(ledger, "gen-0000", told())
    await ledger.close()


async def test_what_people_decided_is_salvaged(tmp_path: Path) -> None:
    """The time zone, purses whose orders are gone, keys that were taken over, settlements, and whether they can be taken back."""
    path = tmp_path / "ledger.sqlite3"
    await fill(path, 12)
    ledger = SqliteLedger(path)
    await ledger.set_timezone("Asia/Kathmandu")
    old = told(Created(task_id="theirs"))
    await begin(ledger, "of-another-key", old, whose=owner("r", account="former", address="vendor"))
    await begin(ledger, "of-the-third", told(), whose=owner("other", account="third", address="vendor"))
    assert await ledger.adopt_key("acme", "vendor", "former") == 1
    unknown = await begin(ledger, "settled", told(Lost(LOST)), purses={"user": None})
    entry = Entry(200.0, Created(task_id="found", settled=True))
    settled = after(unknown, entry)
    assert await ledger.append(settled, [entry], 3)
    await ledger.close()
    change = sqlite3.connect(path)
    change.execute("INSERT INTO purse VALUES ('budget of a year ago', 77)")
    change.commit()
    change.close()
    keys = [(key.account, key.unsettled) for key in await SqliteLedger(path).other_keys("acme", "vendor")]
    overwrite(path, 0, b"\x00" * 100)

    ledger = SqliteLedger(path)
    assert await ledger.timezone("UTC") == "Asia/Kathmandu"
    assert [notice.code for notice in ledger.notices] == ["ledger_salvaged"]
    assert await ledger.spent("budget of a year ago") == 77
    adopted, kept = await ledger.load("of-another-key"), await ledger.load("settled")
    assert adopted is not None
    assert adopted.owner.account == "acme"
    assert [(key.account, key.unsettled) for key in await ledger.other_keys("acme", "vendor")] == keys
    assert kept is not None
    assert kept.generation == settled
    back = Entry(300.0, Unsettled(LOST))
    undone = after(kept.generation, back)
    assert (undone.stage, undone.task_id) == (Stage.UNKNOWN, None)
    assert await ledger.append(undone, [back], kept.seq)
    assert wrong_in(path) == []
    await ledger.close()


async def test_rows_of_an_older_page_are_brought_up_to_their_events(tmp_path: Path) -> None:
    """Where a page of yesterday stands in the place of today's rows, the events tell how each stands."""
    path = tmp_path / "ledger.sqlite3"
    ledger = SqliteLedger(path)
    for number in range(3):
        await begin(ledger, f"gen-{number:04}", told(), purses={"user": None})
    await ledger.close()
    yesterday = path.read_bytes()
    ledger = SqliteLedger(path)
    for row in await ledger.rows(Query()):
        entry = Entry(300.0, Created(task_id=f"task of {row.generation.id}"))
        assert await ledger.append(after(row.generation, entry), [entry], row.seq)
    before = [attrs.evolve(row, alive=False) for row in await ledger.rows(Query())]
    await ledger.close()
    (root,) = pages_of(path, "generation")
    overwrite(path, (root - 1) * PAGE, yesterday[(root - 1) * PAGE : root * PAGE])
    rows, spent, told_of = await read(path)
    assert (rows, spent, told_of) == (before, 18, ["ledger_salvaged"])
