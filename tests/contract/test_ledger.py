"""The ledger's contract, over the one in memory, the one on disk and the one in a database."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import attrs
import pytest

from imastudio.adapters.memory.ledger import MemoryLedger, MemoryStore
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.upkeep import SqliteUpkeep
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.lifecycle.events import Created, Entry, Intended, Sending
from imastudio.domain.lifecycle.generation import fold
from imastudio.domain.lifecycle.losses import Loss
from imastudio.domain.lifecycle.rows import Begun
from imastudio.ports.ledger import Ledger
from imastudio.testing.contracts import LedgerContract
from imastudio.testing.contracts.ledger import ORDER, OWNER, begin


class _OpenLedgers(LedgerContract):
    def _make(self, folder: Path) -> Callable[[], Ledger]:
        raise NotImplementedError

    @pytest.fixture
    async def open_ledger(self, tmp_path: Path) -> AsyncIterator[Callable[[], Ledger]]:
        """Return what opens another ledger over the same store, as another process would."""
        opened: list[Ledger] = []
        make = self._make(tmp_path)

        def opening() -> Ledger:
            opened.append(make())
            return opened[-1]

        yield opening
        for ledger in opened:
            await ledger.close()


class TestMemoryLedger(_OpenLedgers):
    """In memory."""

    def _make(self, folder: Path) -> Callable[[], Ledger]:
        del folder
        store = MemoryStore()
        return lambda: MemoryLedger(store)


class TestSqliteLedger(_OpenLedgers):
    """On disk."""

    def _make(self, folder: Path) -> Callable[[], Ledger]:
        return lambda: SqliteLedger(folder / "deep" / "ledger.sqlite3")


class TestPostgresLedger(LedgerContract):
    """In a database."""

    @pytest.fixture
    async def open_ledger(self, database: str) -> AsyncIterator[Callable[[], Ledger]]:
        """Return what opens another ledger over the same database, as another host would."""
        opened: list[Ledger] = []

        def opening() -> Ledger:
            opened.append(PostgresLedger(Database(database)))
            return opened[-1]

        yield opening
        for ledger in opened:
            await ledger.close()


async def test_a_loss_is_known_to_every_reader_until_it_is_accepted(tmp_path: Path) -> None:
    """It is listed, no order leaves, a task that was found is taken in all the same; once accepted it is none."""
    store = MemoryStore(losses=(Loss(file="x", at=1.0, generations=0, missing=1, accepted=False),))
    file = tmp_path / "ledger.sqlite3"
    owners = tmp_path / "ledger.sqlite3-owners"
    owners.mkdir()  # somebody ordered here, and the file is gone
    for ledger in (MemoryLedger(store), SqliteLedger(file)):
        [loss] = await ledger.losses()
        assert (loss.accepted, loss.generations) == (False, 0)
        with pytest.raises(LedgerUnavailable) as refused:
            await begin(ledger)
        assert refused.value.failure.facts["reason"] == "loss"
        found = [Entry(100.0, Intended(ORDER)), Entry(100.0, Sending()), Entry(100.0, Created(task_id="t9"))]
        assert await ledger.begin(fold("gen-0009", found), OWNER, found, {}) == Begun()
        assert len(await ledger.losses()) == 1
        await ledger.close()
    store.losses = (attrs.evolve(store.losses[0], accepted=True),)
    assert SqliteUpkeep(file).accept_loss() == 1
    for ledger in (MemoryLedger(store), SqliteLedger(file)):
        assert await ledger.losses() == []
        await begin(ledger, owner=attrs.evolve(OWNER, request_id="two"))
        await ledger.close()
