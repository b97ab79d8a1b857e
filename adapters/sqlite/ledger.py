"""The ledger on disk: what the port promises, over one thread that writes and one that reads.

Rules: nothing is opened before the first call; a call that returned is on the disk; reading never holds a transaction.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from imastudio.adapters.sqlite import reading, settings, writing
from imastudio.adapters.sqlite.files import LedgerFile
from imastudio.adapters.sqlite.marks import owners_folder
from imastudio.adapters.sqlite.owners import Owners
from imastudio.adapters.sqlite.purses import spent
from imastudio.adapters.sqlite.worker import Worker
from imastudio.domain.lifecycle import AppendAnswer, BeginAnswer, Entry, Generation, Loss, OtherKey, Owner, Query, Row
from imastudio.domain.orders import Notice


class SqliteLedger:
    """A ledger in the file at `path`, shared by any number of processes of this machine."""

    def __init__(self, path: Path, *, note: Callable[[Notice], None] | None = None) -> None:
        """Open nothing yet; missing folders are made when something is asked. `note` is told what `notices` tell."""
        self._file = LedgerFile(path)
        self._file.note = note
        self.hurry = self._file.hurry
        """Wait no longer than a moment for another process that holds the file: the person has ended the command."""
        self._owners = Owners(owners_folder(path))
        self._begin = partial(writing.begin, owners=self._owners)
        self._append = partial(writing.append, owners=self._owners)
        self._rows = partial(reading.all_rows, owners=self._owners)
        self._holds = partial(reading.holds, owners=self._owners)
        self._writer = Worker(self._file, writes=True)
        self._reader = Worker(self._file, writes=False)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return what the person should know of the file: what came of a damaged one, and of a loss that nobody accepted."""
        return self._file.notices

    async def begin(
        self,
        generation: Generation,
        owner: Owner,
        entries: Sequence[Entry],
        purses: Mapping[str, int | None],
        *,
        again: bool = False,
    ) -> BeginAnswer:
        """Commit the first entries of a generation, reserving its points; or say why not."""
        step = writing.PendingEntries(generation=generation, entries=entries)
        beginning = writing.Beginning(step=step, owner=owner, purses=purses, again=again)
        return await self._writer.run_for(self._begin, beginning)

    async def append(self, generation: Generation, entries: Sequence[Entry], expected_seq: int) -> AppendAnswer:
        """Commit further entries; False if another writer was first."""
        step = writing.PendingEntries(generation=generation, entries=entries, seq=expected_seq)
        return await self._writer.run_for(self._append, step)

    async def send_again(
        self,
        generation: Generation,
        entries: Sequence[Entry],
        expected_seq: int,
        purses: Mapping[str, int | None],
        *,
        again: bool = False,
    ) -> BeginAnswer:
        """Commit entries that end with another `Sending`, reserving its points anew; or say why not."""
        step = writing.PendingEntries(generation=generation, entries=entries, seq=expected_seq)
        return await self._writer.run(
            lambda connection: writing.send_again(connection, step, purses, self._owners, again=again)
        )

    async def load(self, generation_id: str) -> Row | None:
        """Return a generation by our id, or None."""
        return await self._reader.run(lambda connection: reading.load(connection, self._owners.alive, generation_id))

    async def find(self, account: str, name: str) -> Sequence[Row]:
        """Return the account's generations that `name` may mean, newest first."""
        return await self._reader.run(lambda connection: reading.find(connection, self._owners.alive, account, name))

    async def rows(self, query: Query) -> Sequence[Row]:
        """Return the rows asked for, newest first."""
        return await self._reader.run_for(self._rows, query)

    async def other_keys(self, account: str, address: str) -> Sequence[OtherKey]:
        """Return the other accounts of an address that have generations, and those of which no address is known."""
        return await self._reader.run(lambda connection: reading.other_keys(connection, account, address))

    async def adopt_key(self, account: str, address: str, other: str) -> int:
        """Give the generations of the account `other` to `account`; return how many."""
        return await self._writer.run(lambda connection: writing.adopt_key(connection, account, address, other))

    async def claim(self, generation_id: str, *, force: bool = False) -> Row | None:
        """Make this process the owner of an open generation whose owner is dead (or, with `force`, hangs)."""
        return await self._writer.run(
            lambda connection: writing.claim(connection, self._owners, generation_id, force=force)
        )

    async def holds(self, generation_id: str, seq: int) -> bool:
        """Tell whether this process drives the generation, and nobody has written to it since its entry `seq`."""
        return await self._reader.run_for(self._holds, (generation_id, seq))

    async def changes(self) -> int:
        """Return a number that changes whenever anybody has written."""
        version = await self._reader.run(
            lambda connection: int(connection.execute("PRAGMA data_version").fetchone()[0])
        )
        return (self._reader.openings << 32) + version  # two connections count from different numbers

    async def spent(self, purse: str) -> int:
        """Return the points held or spent in a purse."""
        return await self._reader.run(lambda connection: spent(connection, purse))

    async def timezone(self, default: str) -> str:
        """Return the name of the ledger's own time zone; the first who asks writes `default` into it."""
        known = await self._reader.run(settings.timezone)
        if known is not None:
            return known
        return await self._writer.run(lambda connection: settings.make_timezone(connection, default, time.time()))

    async def set_timezone(self, name: str) -> None:
        """Count days and months by another time zone from now on."""
        await self._writer.run(lambda connection: settings.set_timezone(connection, name, time.time()))

    async def forget(self, generation_id: str) -> bool:
        """Blank the bodies of an ended generation's events, in the file and in its -wal."""
        done = await self._writer.run(lambda connection: writing.forget(connection, generation_id))
        if done:
            await self._reader.run(lambda _: self._file.empty_wal())
        return done

    async def losses(self) -> Sequence[Loss]:
        """Return what a damaged file lost and nobody has accepted, oldest first."""
        return [loss for loss in await self._reader.run(reading.losses) if not loss.accepted]

    async def close(self) -> None:
        """Finish begun commits and let go of owned generations."""

        def stop() -> None:
            self._reader.stop()
            self._writer.stop()
            self._owners.close()

        if self._reader.started or self._writer.started:
            await asyncio.to_thread(stop)
        else:
            stop()
