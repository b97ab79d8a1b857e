"""A file that let go of what was old is whole, smaller, and as safe as before: checks, mark and salvage know what went."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from imastudio.adapters.sqlite import retention as retention_module
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.retention import SqliteRetention
from imastudio.adapters.sqlite.upkeep import SqliteUpkeep
from imastudio.domain.lifecycle.events import Created, Rejected, Succeeded
from imastudio.domain.lifecycle.generation import Stage, fold
from imastudio.domain.lifecycle.rows import Begun, Query, Twin
from imastudio.testing.contracts.retention import REFUSAL, day_of
from imastudio.testing.strategies import media
from tests.ledgers import begin, owner, told, wrong_in
from tests.unit.adapters.test_sqlite_salvage import PAGE, fill, overwrite, pages_of, read

COUNT = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the ledger lies."""
    return tmp_path / "ledger.sqlite3"


def month_of(at: float) -> str:
    """Return a day, another for each ten instants."""
    return day_of(at * 86_400 / 10)


async def pruned(path: Path, before: float) -> int:
    """Let go of what is older; return how many orders that were."""
    retention = SqliteRetention(path)
    found = await retention.prune(before, month_of)
    await retention.close()
    return found.generations


@pytest.mark.parametrize("before", [130.0, 1e9])
async def test_the_file_is_whole_afterwards(path: Path, before: float) -> None:
    """What is left is what it was, every check holds, also where all that has ended goes, and the next process finds it whole."""
    rows = await fill(path, COUNT)
    went = await pruned(path, before)
    stays = [
        row
        for row in rows
        if row.at >= before or row.generation.open or row.generation.stage is Stage.UNKNOWN or row is rows[0]
    ]
    after, spent, notices = await read(path)
    assert [row.generation.id for row in after] == [row.generation.id for row in stays]
    assert went == COUNT - len(stays)
    assert (spent, notices) == (sum(row.generation.held for row in rows), [])
    assert wrong_in(path) == []
    assert SqliteUpkeep(path).verify().ok
    ledger = SqliteLedger(path)
    assert await ledger.begin(fold("new", told()), owner("new"), told(), {"user": None}) == Begun()
    await ledger.close()
    assert await pruned(path, before) <= (rows[0].at < before)  # it isn't the newest any more


async def test_a_commit_of_many_lets_go_of_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few go at once, all go, and the sums are the same."""
    few = retention_module._OLD.replace(f"LIMIT {retention_module.AT_ONCE}", "LIMIT 7")
    monkeypatch.setattr(retention_module, "_OLD", few)
    rows = await fill(path, COUNT)
    retention = SqliteRetention(path)
    before = await retention.size(month_of)
    found = await retention.prune(1e9, month_of)
    after = await retention.size(month_of)
    await retention.close()
    assert (found.generations, after.generations) == (after.pruned, len(rows) - found.generations)
    assert after.months == before.months
    assert wrong_in(path) == []


async def test_the_disk_gets_its_room_back(path: Path) -> None:
    """The file is smaller by what is told."""
    ledger = SqliteLedger(path)
    for number in range(300):
        name = f"gen-{number:04}"
        entries = told(Created(task_id=f"t{number}"), Succeeded((media(),)), prompt="x" * 500)
        await begin(ledger, name, entries)
    await ledger.close()
    retention = SqliteRetention(path)
    before = await retention.size(month_of)
    found = await retention.prune(1e9, month_of)
    after = await retention.size(month_of)
    await retention.close()
    assert found.generations == 299
    assert found.bytes == before.bytes - after.bytes > before.bytes / 2


@pytest.mark.parametrize("damage", ["the first bytes", "a page of events"])
async def test_a_file_that_is_damaged_later_keeps_what_is_left(path: Path, damage: str) -> None:
    """What went is not missed, what is left is saved, the names of what went still keep it from being paid for twice."""
    ledger = SqliteLedger(path)
    charged = (Created(task_id="t-old"), Succeeded((media(),)))
    await begin(ledger, "gen-old", told(*charged, at=1.0), whose=owner("chosen"), purses={"user": None})
    for number in range(40):
        name = f"gen-{number:04}"
        await begin(ledger, name, told(Rejected(REFUSAL), at=100.0 + number), purses={"user": None})
    await ledger.close()
    assert await pruned(path, 110.0) == 11
    if damage == "the first bytes":
        overwrite(path, 0, bytes(100))
    else:
        overwrite(path, (pages_of(path, "event")[0] - 1) * PAGE + 3, b"\xff\xff")
    rows, _, (code, *_) = await read(path)
    ledger = SqliteLedger(path)
    assert code == ("ledger_salvaged" if damage == "the first bytes" else "ledger_loss")
    if damage == "the first bytes":
        assert len(rows) == 30
        answer = await ledger.begin(fold("again", told()), owner("chosen"), told(), {})
        assert isinstance(answer, Twin)
        assert answer.row.pruned
        assert wrong_in(path) == []
    assert [row.generation.id for row in await ledger.rows(Query(request_id="chosen"))] == ["gen-old"]
    await ledger.close()
    retention = SqliteRetention(path)
    assert (await retention.size(month_of)).pruned == 11
    await retention.close()


def test_a_day_is_ten_instants_here() -> None:
    """So that a few orders make several months."""
    assert month_of(0.0) == datetime.fromtimestamp(0, UTC).date().isoformat()
    assert month_of(500.0) > month_of(100.0)
