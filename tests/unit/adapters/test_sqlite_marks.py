"""What was committed and is there no more is a loss, however whole the file looks that is left."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.marks import Mark
from imastudio.adapters.sqlite.upkeep import SqliteUpkeep
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.lifecycle.events import Created
from imastudio.domain.lifecycle.rows import Query
from tests.ledgers import begin, told


async def killed(folder: Path, count: int = 20) -> Path:
    """Return a ledger as a process leaves it that was killed: a few orders in the file, `count` in the -wal alone."""
    path, copy = folder / "living" / "ledger.sqlite3", folder / "state" / "ledger.sqlite3"
    first = SqliteLedger(path)
    await begin(first, "gen-first", told(Created(task_id="first")))
    await first.close()
    ledger = SqliteLedger(path)
    for number in range(count):
        await begin(ledger, f"gen-{number:04}", told(Created(task_id=f"t{number}")))
    copy.parent.mkdir(mode=0o700)
    for part in ("", "-wal", "-mark"):
        if path.with_name(path.name + part).exists():
            shutil.copy(f"{path}{part}", f"{copy}{part}")
    await ledger.close()
    return copy


async def refused(ledger: SqliteLedger, name: str = "gen-0000") -> object:
    """Return the reason for which an order is refused."""
    with pytest.raises(LedgerUnavailable) as caught:
        await begin(ledger, name, told())
    return caught.value.failure.facts["reason"]


def cut(wal: Path) -> None:
    """Leave the first half."""
    with wal.open("r+b") as file:
        file.truncate(wal.stat().st_size // 2)


def zeroed(wal: Path) -> None:
    """Overwrite the header and a part of the first frame."""
    with wal.open("r+b") as file:
        file.write(b"\x00" * 64)


DAMAGES: dict[str, Callable[[Path], None]] = {"deleted": Path.unlink, "cut": cut, "zeroed": zeroed}


@pytest.mark.parametrize("first", ["writer", "reader", "verify"])
@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_wal_that_lost_orders_orders_nothing(tmp_path: Path, damage: str, first: str) -> None:
    """SQLite takes what is left for whole; the mark tells otherwise, until a person accepts it."""
    path = await killed(tmp_path)
    DAMAGES[damage](path.with_name(f"{path.name}-wal"))
    upkeep = SqliteUpkeep(path)
    if first == "verify":
        assert not upkeep.verify().ok
    ledger = SqliteLedger(path)
    if first == "reader":
        await ledger.rows(Query())
    for _ in range(2):
        assert await refused(ledger) == "loss"
    assert await ledger.load("gen-first") is not None
    await ledger.close()
    assert upkeep.salvage().missing  # what was set aside is whole to SQLite, and doesn't hold what its mark says
    assert not upkeep.verify().ok
    assert upkeep.accept_loss() == 1
    assert upkeep.verify().ok
    again = SqliteLedger(path)
    await begin(again, "gen-9999", told())
    assert again.notices == ()
    await again.close()


async def test_a_wal_deleted_under_a_living_process_orders_nothing(tmp_path: Path) -> None:
    """Who comes while another still writes to it pays nothing again, whatever it makes of the file."""
    path = tmp_path / "ledger.sqlite3"
    living, rerun = SqliteLedger(path), SqliteLedger(path)
    await begin(living, "gen-0000", told(Created(task_id="t")))
    path.with_name(f"{path.name}-wal").unlink()
    await refused(rerun)
    await living.close()
    await rerun.close()


async def test_a_whole_wal_is_no_loss(tmp_path: Path) -> None:
    """A process that was killed leaves everything, and orders go on."""
    path = await killed(tmp_path)
    ledger = SqliteLedger(path)
    await begin(ledger, "gen-9999", told())
    assert (len(await ledger.rows(Query())), ledger.notices) == (22, ())
    await ledger.close()


async def test_a_ledger_without_a_mark_gets_one(tmp_path: Path) -> None:
    """An older one is taken as it is, and has its mark from then on."""
    path = await killed(tmp_path)
    path.with_name(f"{path.name}-mark").unlink()
    assert SqliteUpkeep(path).verify().ok
    assert Mark(path).read() == 63


async def test_a_mark_is_never_lowered_and_never_ahead(tmp_path: Path) -> None:
    """Two writers: the highest counts, and it is what the file holds."""
    path = tmp_path / "ledger.sqlite3"
    one, two = SqliteLedger(path), SqliteLedger(path)
    for number in range(10):
        await begin(one if number % 2 else two, f"gen-{number:04}", told())
    Mark(path).keep(3)
    connection = sqlite3.connect(path)
    assert (Mark(path).read(),) == connection.execute("SELECT max(id) FROM event").fetchone()
    connection.close()
    assert (one.notices, two.notices) == ((), ())
    await one.close()
    await two.close()


async def test_an_older_copy_in_its_place_is_a_loss(tmp_path: Path) -> None:
    """What was ordered since the copy was made is missing: that is for a person to accept."""
    path, copy = tmp_path / "ledger.sqlite3", tmp_path / "copy.sqlite3"
    ledger = SqliteLedger(path)
    await begin(ledger, "gen-0000", told())
    SqliteUpkeep(path).backup(str(copy))
    await begin(ledger, "gen-0001", told())
    await ledger.close()
    shutil.copy(copy, path)
    ledger = SqliteLedger(path)
    assert await refused(ledger, "gen-0001") == "loss"
    assert await ledger.load("gen-0000") is not None
    await ledger.close()


@pytest.mark.parametrize("first", ["writer", "reader"])
@pytest.mark.parametrize("how", ["folder", "files"])
async def test_a_ledger_that_goes_under_a_running_process_orders_nothing(tmp_path: Path, how: str, first: str) -> None:
    """Who had a ledger knows that it held something: the new one says so, to this process and to the next."""
    path = tmp_path / "state" / "ledger.sqlite3"
    told_of: list[str] = []
    ledger = SqliteLedger(path, note=lambda notice: told_of.append(notice.code))
    other = SqliteLedger(path)
    for number in range(3):
        await begin(ledger, f"gen-{number:04}", told(Created(task_id=f"t{number}")))
    await other.load("gen-0000")
    await begin(other, "gen-other", told())
    if how == "folder":
        shutil.rmtree(path.parent)
    else:
        for item in path.parent.glob("ledger.sqlite3*"):
            shutil.rmtree(item) if item.is_dir() else item.unlink()
    if first == "reader":
        assert await ledger.rows(Query()) == []
    for _ in range(2):
        assert await refused(ledger) == "loss"
    assert told_of == ["ledger_loss"]
    rerun = SqliteLedger(path)
    assert await refused(rerun) == "loss"
    await rerun.close()
    assert SqliteUpkeep(path).accept_loss() == 1
    await begin(ledger, "gen-9999", told())
    await begin(other, "gen-9998", told())  # it knew of the former one too: what was accepted is not asked anew
    await ledger.close()
    await other.close()


async def test_a_new_ledger_that_lacks_what_was_known_orders_nothing(tmp_path: Path) -> None:
    """Another process made it where ours was: what that one ordered is kept, and nothing more is ordered."""
    path = tmp_path / "state" / "ledger.sqlite3"
    ledger = SqliteLedger(path)
    for number in range(3):
        await begin(ledger, f"gen-{number:04}", told(Created(task_id=f"t{number}")))
    shutil.rmtree(path.parent)
    rerun = SqliteLedger(path)
    await begin(rerun, "gen-anew", told())
    assert await refused(ledger) == "loss"
    assert await refused(rerun) == "loss"
    assert await ledger.load("gen-anew") is not None
    await ledger.close()
    await rerun.close()


def test_what_is_no_file_in_the_marks_place_is_told_and_not_waited_for(tmp_path: Path) -> None:
    """A pipe there would keep its reader for ever."""
    ledger = tmp_path / "ledger.sqlite3"
    os.mkfifo(f"{ledger}-mark")
    with pytest.raises(OSError, match="Invalid argument"):
        Mark(ledger).read()
