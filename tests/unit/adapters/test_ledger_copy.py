"""Copying a whole ledger, from a file to a database and back: all of it arrives, checked, or nothing does."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.postgres.moving import PostgresMover
from imastudio.adapters.postgres.retention import PostgresRetention
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.moving import SqliteMover
from imastudio.adapters.sqlite.retention import SqliteRetention
from imastudio.adapters.sqlite.upkeep import SqliteUpkeep
from imastudio.adapters.system.ledger_contents import LedgerContents, tally_of
from imastudio.adapters.wiring.ledgers import copy_ledger, open_upkeep, shown_place
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.lifecycle import LedgerSize
from imastudio.domain.lifecycle.events import Created, Entry, Lost, Rejected
from imastudio.domain.lifecycle.losses import LedgerTally
from imastudio.domain.lifecycle.rows import Query, Row
from imastudio.ports.ledger import Ledger
from imastudio.testing.contracts.ledger import REFUSAL
from tests.ledgers import begin, histories, owner, told
from tests.postgres import Server


@attrs.frozen
class Two:
    """A file and a database, in both of which there is nothing yet."""

    file: str
    url: str

    def open(self, place: str) -> Ledger:
        """Open the ledger at one of them."""
        return SqliteLedger(Path(place)) if place == self.file else PostgresLedger(Database(place))

    def of(self, place: str) -> "tuple[list[Row], int, int]":
        """Return what stands at one of them: its rows, and what two purses hold."""

        async def look() -> "tuple[list[Row], int, int]":
            ledger = self.open(place)
            rows = [attrs.evolve(row, alive=False) for row in await ledger.rows(Query())]
            found = rows, await ledger.spent("batch"), await ledger.spent("ödd")
            await ledger.close()
            return found

        return asyncio.run(look())


@pytest.fixture
def two(tmp_path: Path, database: str) -> Two:
    """Return a file and a database."""
    return Two(str(tmp_path / "state" / "ledger.sqlite3"), database)


async def fill(ledger: Ledger, told_of: list[list[Entry]]) -> None:
    """Put several histories into a ledger, with purses, a time zone and two keys of one address."""
    await ledger.timezone("Asia/Shanghai")
    for number, entries in enumerate(told_of):
        whose = owner(f"one {number}", account=f"account {number}", address="vendor" if number % 2 else "")
        await begin(ledger, f"gen-{number:04}", entries, whose=whose, purses={"batch": None, "ödd": None})
    await ledger.close()


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told_of=st.lists(histories(), min_size=1, max_size=5), into_database=st.booleans())
def test_all_of_it_arrives(
    tmp_path_factory: pytest.TempPathFactory,
    postgres: Server,
    told_of: list[list[Entry]],
    into_database: bool,  # noqa: FBT001 - hypothesis hands it over
) -> None:
    """Rows, purses, time zone and addresses are the same there, it verifies, and copied back it is the same again."""
    folder = tmp_path_factory.mktemp("copy")
    with postgres.database() as url, postgres.database() as third:
        two = Two(str(folder / "a.sqlite3"), url)
        source, target = (two.file, two.url) if into_database else (two.url, two.file)
        asyncio.run(fill(two.open(source), told_of))
        tally = copy_ledger(source, target)
        assert tally.generations == len(told_of)
        assert tally.events == sum(map(len, told_of))
        assert two.of(target) == two.of(source)
        assert SqliteUpkeep(Path(two.file)).verify().ok
        assert open_upkeep(database=two.url).verify().ok
        back = third if not into_database else str(folder / "b.sqlite3")
        assert copy_ledger(target, back) == tally


def test_a_copied_ledger_goes_on(two: Two) -> None:
    """What was open is nobody's there and can be claimed; the same request is still a twin, purses still hold."""
    asyncio.run(fill(two.open(two.file), [told(Created(task_id="t1")), told(Lost(REFUSAL))]))
    copy_ledger(two.file, two.url)

    async def go_on() -> None:
        ledger = two.open(two.url)
        assert await ledger.timezone("Europe/Berlin") == "Asia/Shanghai"
        row = await ledger.claim("gen-0000")
        assert row is not None
        assert row.generation.task_id == "t1"
        with pytest.raises(AssertionError):
            await begin(ledger, "gen-0009", told(), whose=owner("one 1", account="account 1", address="vendor"))
        await ledger.close()

    asyncio.run(go_on())


@contextmanager
def refused(reason: str) -> Iterator[None]:
    """Expect a copy that doesn't come about for that reason."""
    with pytest.raises(LedgerUnavailable) as caught:
        yield
    assert caught.value.failure.facts["reason"] == reason


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_not_empty_stays_as_it_is(two: Two, turned: bool) -> None:  # noqa: FBT001 - pytest hands it over
    """Nothing is copied over orders, into nowhere, or from nothing."""
    source, target = (two.url, two.file) if turned else (two.file, two.url)
    with refused("no_ledger"):
        copy_ledger(source, target)
    asyncio.run(fill(two.open(source), [told()]))
    copy_ledger(source, target)
    before = two.of(target)
    with refused("not_empty"):
        copy_ledger(source, target)
    assert two.of(target) == before


@pytest.mark.parametrize("turned", [False, True])
async def test_nobody_may_be_at_work(two: Two, turned: bool) -> None:  # noqa: FBT001 - as above
    """Neither on what is copied nor on where it goes."""
    source, target = (two.url, two.file) if turned else (two.file, two.url)
    ledger = two.open(source)
    await begin(ledger, "gen-0001", told())
    with refused("running"):
        await asyncio.to_thread(copy_ledger, source, target)
    await ledger.close()
    ledger = two.open(target)
    assert await ledger.claim("gen-0001") is None  # it has a number now, or a lock
    await begin(ledger, "gen-0002", told())
    with refused("running"):
        await asyncio.to_thread(copy_ledger, source, target)
    await ledger.close()


@pytest.mark.parametrize("turned", [False, True])
def test_what_arrives_otherwise_is_not_kept(
    two: Two,
    monkeypatch: pytest.MonkeyPatch,
    turned: bool,  # noqa: FBT001 - as above
) -> None:
    """Where the target holds something else in the end, it holds nothing."""
    source, target = (two.url, two.file) if turned else (two.file, two.url)
    asyncio.run(fill(two.open(source), [told()]))

    def another(contents: LedgerContents) -> LedgerTally:
        return attrs.evolve(tally_of(contents), points=7)

    monkeypatch.setattr("imastudio.adapters.sqlite.moving.tally_of", another)
    monkeypatch.setattr("imastudio.adapters.postgres.moving.tally_of", another)
    with refused("differs"):
        copy_ledger(source, target)
    assert two.of(target) == ([], 0, 0)
    monkeypatch.undo()
    copy_ledger(source, target)
    assert two.of(target) == two.of(source)


def test_what_does_not_add_up_is_not_copied(two: Two) -> None:
    """A row that isn't the fold of its events, or a purse that lacks something, is found by the check and refused."""
    asyncio.run(fill(two.open(two.url), [told(Created(task_id="t1"))]))
    with Database(two.url).connect() as connection:
        connection.execute("UPDATE ima.generation SET held = held + 1")
    found = open_upkeep(database=two.url).verify()
    assert (found.wrong_rows, found.wrong_purses, found.ok) == (1, 2, False)
    with refused("unsound"):
        copy_ledger(two.url, two.file)
    asyncio.run(fill(two.open(two.file), [told()]))
    with closing(sqlite3.connect(two.file)) as file:
        file.execute("UPDATE purse SET points = 1")
        file.commit()
    with pytest.raises(LedgerUnavailable):
        copy_ledger(two.file, two.url)


def test_losses_go_along(two: Two) -> None:
    """Where a file lost something that nobody accepted, nothing is ordered in its copy either, until it is accepted there."""
    asyncio.run(fill(two.open(two.file), [told()]))
    with SqliteMover(Path(two.file)).reading() as contents:
        lossy = attrs.evolve(contents, losses=(("gone.sqlite3", 1.0, 2, 3, None),))
        PostgresMover(Database(two.url)).write(lossy)

    async def order() -> Any:
        ledger = two.open(two.url)
        try:
            return len(await ledger.losses()), await begin(ledger, "gen-0009", told())
        finally:
            await ledger.close()

    with refused("loss"):
        asyncio.run(order())
    upkeep = open_upkeep(database=two.url)
    assert not upkeep.verify().ok
    assert upkeep.accept_loss() == 1
    assert upkeep.verify().ok
    assert asyncio.run(order())[0] == 0


async def test_a_database_in_use_can_be_backed_up(two: Two) -> None:
    """The copy is a ledger in a file, as it stood at one moment; what is there is left alone; mending is no business here."""
    upkeep = open_upkeep(database=two.url)
    assert not upkeep.exists
    ledger = two.open(two.url)
    await begin(ledger, "gen-0001", told(Created(task_id="t1")))
    assert upkeep.exists
    Path(two.file).parent.mkdir()
    await asyncio.to_thread(upkeep.backup, two.file)
    with pytest.raises(FileExistsError):
        await asyncio.to_thread(upkeep.backup, two.file)
    await ledger.close()
    assert await asyncio.to_thread(two.of, two.file) == await asyncio.to_thread(two.of, two.url)
    with refused("no_salvage"):
        upkeep.salvage(two.file)


def test_a_password_is_not_shown() -> None:
    """Of an address as little as of anything else."""
    assert shown_place("postgresql://ann:tops3cret@db.example:5433/orders") == "postgresql://ann@db.example:5433/orders"
    assert shown_place("ledger.sqlite3") == "ledger.sqlite3"
    for file in ("ledger.sqlite3", "C:/Users/ann@home/ledger.sqlite3", r"C:\ann@home", "/a:b/c@d", "~/users=2/ledger"):
        assert shown_place(file) == file


@pytest.mark.parametrize(
    "place",
    ["mysql://ann:tops3cret@db/orders", "ann:tops3cret@db/orders", "user=ann password=tops3cret port=1 host=127.0.0.1"],
)
def test_what_was_meant_as_an_address_is_no_file(place: str) -> None:
    """Its error as a file would repeat it, password and all."""
    with pytest.raises(LedgerUnavailable) as refused:
        copy_ledger(place, "copy.sqlite3")
    assert refused.value.failure.facts["reason"] in {"address", "unreachable"}
    assert "tops3cret" not in repr(refused.value.failure)


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_let_go_of_stays_counted(two: Two, turned: bool) -> None:  # noqa: FBT001 - as above
    """Sums of pruned orders, and rows without events, go along; the copy verifies, and can be copied back."""
    source, target = (two.url, two.file) if turned else (two.file, two.url)
    asyncio.run(fill(two.open(source), [told(Rejected(REFUSAL)), told(Created(task_id="t1"))]))

    def retention(place: str) -> SqliteRetention | PostgresRetention:
        return SqliteRetention(Path(place)) if place == two.file else PostgresRetention(Database(place))

    async def size(place: str, *, prune: bool = False) -> LedgerSize:
        kept = retention(place)
        if prune:
            assert (await kept.prune(10.0**10, lambda _: "2026-11-01")).generations == 1
        found = await kept.size(lambda _: "2026-11-01")
        await kept.close()
        return found

    before = asyncio.run(size(source, prune=True))
    copy_ledger(source, target)
    after = asyncio.run(size(target))
    assert (after.generations, after.events, after.pruned) == (before.generations, before.events, before.pruned)
    assert two.of(target) == two.of(source)
    assert SqliteUpkeep(Path(two.file)).verify().ok
    assert open_upkeep(database=two.url).verify().ok
