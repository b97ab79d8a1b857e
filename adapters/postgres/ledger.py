"""The ledger in a Postgres database: what the port promises, for any number of hosts.

Rules: nothing is connected before the first call; what is written with every generation is one statement (`writing`), so that
a process that stops halfway holds up nobody.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from imastudio.adapters.postgres.connections import RETRY_EVERY_S, Connections
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.items import READABLE_KINDS, appending, beginning, sending_again
from imastudio.adapters.postgres.reading import (
    FIND,
    HISTORY,
    HOLDS,
    LOAD,
    LOSSES,
    OTHER_KEYS,
    SPENT,
    chosen,
    folded,
    found_by_name,
)
from imastudio.adapters.postgres.schema import REAL, Place, migrations
from imastudio.adapters.postgres.session import OwnerSession
from imastudio.adapters.postgres.settings import MAKE_SETTING, SET_SETTING, SETTING
from imastudio.adapters.postgres.shared_reads import SharedReads
from imastudio.adapters.postgres.watching import Watcher
from imastudio.adapters.postgres.writing import Writer
from imastudio.adapters.system.event_codec import Unreadable, beside, decode_event, encode_event
from imastudio.adapters.system.ledger_settings import TIMEZONE
from imastudio.adapters.system.storable import key
from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import (
    AppendAnswer,
    BeginAnswer,
    Begun,
    Entry,
    Generation,
    Loss,
    OtherKey,
    OverBudget,
    Owner,
    Query,
    Row,
    TaskTaken,
    Twin,
    forgotten,
)

if TYPE_CHECKING:
    from psycopg import AsyncConnection

GRACE_S = 1.5
"""So long an owner whose lock nobody holds may come back: its line was cut, or the server started anew."""
HOLDS_WITHIN_S = 1.0
"""So long an order waits for the answer whether it is still ours: the service has its head, and waits for its body."""
_CLAIM = "SELECT ima.claim(%s, %s, %s, make_interval(secs => %s), %s, %s)"
_RENAME = """
    UPDATE ima.generation g SET request_id = left(g.request_id, 200) || ' (' || g.id || ')'
    WHERE account = %(other)s AND EXISTS (SELECT 1 FROM ima.generation own WHERE own.account = %(account)s
                                          AND own.request_id = g.request_id AND own.user_id = g.user_id)
"""
_ADDRESS = """
    INSERT INTO ima.account AS a (name, address, since) VALUES (%(account)s, %(address)s, 0)
    ON CONFLICT (name) DO UPDATE SET address = excluded.address WHERE a.address = ''
"""


class PostgresLedger:
    """The `Ledger` port. `session` is this process as an owner; engines over the same database share `connections`, `writer`."""

    def __init__(self, database: Database, place: Place = REAL, session: OwnerSession | None = None) -> None:
        """Connect to nothing yet."""
        self.connections = Connections(database, place)
        self.session = session or OwnerSession(database, place)
        self.writer = Writer(self.connections, self.session)
        self._watcher = Watcher(database, place)
        self.hurry = self.connections.hurry
        self._do, self._transact = self.connections.do, self.connections.transact
        self._reads = SharedReads(self.connections)
        self._last_reads = SharedReads(self.connections, HOLDS_WITHIN_S)
        self._ask = self._reads.ask

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
        return await _begun(self, await self.writer.run(beginning(generation, owner, entries, purses, again=again)))

    async def append(self, generation: Generation, entries: Sequence[Entry], expected_seq: int) -> AppendAnswer:
        """Commit further entries; False if another writer was first."""
        answer: AppendAnswer = await self.writer.run(appending(generation, entries, expected_seq))
        return answer

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
        item = sending_again(generation, entries, expected_seq, purses, again=again)
        return await _begun(self, await self.writer.run(item))

    async def load(self, generation_id: str) -> Row | None:
        """Return a generation by our id, or None."""
        return next(iter(folded(await self._ask(LOAD, {"id": key(generation_id)}))), None)

    async def load_known(self, generation_id: str) -> Row:
        """Return a generation that the database has just named. Raises LedgerUnavailable (gone)."""
        row = await self.load(generation_id)
        if row is None:
            raise unavailable("gone")
        return row

    async def find(self, account: str, name: str) -> Sequence[Row]:
        """Return the account's generations that `name` may mean, newest first."""
        return folded(await self._ask(FIND, found_by_name(account, name)))

    async def rows(self, query: Query) -> Sequence[Row]:
        """Return the rows asked for, newest first."""
        return folded(await self._ask(*chosen(query)))

    async def other_keys(self, account: str, address: str) -> Sequence[OtherKey]:
        """Return the other accounts of an address that have generations, and those of which no address is known."""
        found = await self._ask(OTHER_KEYS, [key(address), key(account)])
        return [OtherKey(account=name, unsettled=unsettled, at=at) for name, unsettled, at in found]

    async def adopt_key(self, account: str, address: str, other: str) -> int:
        """Give the generations of the account `other` to `account`; return how many."""
        names = {"account": key(account), "other": key(other), "address": key(address)}
        if names["account"] == names["other"]:
            return 0

        async def work(connection: "AsyncConnection") -> int:
            await connection.execute(self.connections.place.sql(_RENAME), names)
            moved = await connection.execute(
                self.connections.place.sql("UPDATE ima.generation SET account = %(account)s WHERE account = %(other)s"),
                names,
            )
            await connection.execute(self.connections.place.sql(_ADDRESS), names)
            await connection.execute(self.connections.place.sql("SELECT ima.notify()"))
            return int(moved.rowcount)

        return await self._transact(work)

    async def claim(self, generation_id: str, *, force: bool = False) -> Row | None:
        """Make this process the owner of an open generation whose owner is dead (or, with `force`, hangs).

        An owner that has just lost its connection may come back: that is waited for.
        """
        while True:
            asker = await self.writer.number()
            values = [asker, key(generation_id), force, GRACE_S, len(migrations()), READABLE_KINDS]
            [(answer,)] = await self.connections.read(_CLAIM, values)
            if answer == "claimed":
                return await self.load(generation_id)
            if answer not in {"wait", "revoked"}:
                return None
            await asyncio.sleep(RETRY_EVERY_S)

    async def holds(self, generation_id: str, seq: int) -> bool:
        """Tell whether this process drives the generation, surely lives, and nobody has written since its entry `seq`."""
        found = await self._last_reads.ask(HOLDS, [key(generation_id), seq, self.session.number])
        return bool(found) and self.session.may_send()

    async def changes(self) -> int:
        """Return a number that changes whenever anybody has written."""
        await self.connections.pool()
        return await self._watcher.count()

    async def spent(self, purse: str) -> int:
        """Return the points held or spent in a purse."""
        found = await self._ask(SPENT, [key(purse)])
        return int(found[0][0]) if found else 0

    async def timezone(self, default: str) -> str:
        """Return the name of the ledger's own time zone; the first who asks writes `default` into it."""
        if not (found := await self._ask(SETTING, [TIMEZONE])):
            await self._do(MAKE_SETTING, [TIMEZONE, default])
            found = await self._ask(SETTING, [TIMEZONE])
        return str(found[0][0])

    async def set_timezone(self, name: str) -> None:
        """Count days and months by another time zone from now on."""
        await self._do(SET_SETTING, [TIMEZONE, name])

    async def forget(self, generation_id: str) -> bool:
        """Blank the bodies of an ended generation's events, keeping points and ids."""

        async def work(connection: "AsyncConnection") -> bool:
            open_ = "SELECT open OR seq = 0 FROM ima.generation WHERE id = %s FOR UPDATE"
            row = await (await connection.execute(self.connections.place.sql(open_), [key(generation_id)])).fetchone()
            if row is None or row[0]:
                return False
            cursor = await connection.execute(self.connections.place.sql(HISTORY), [key(generation_id)])
            blanked = []
            for seq, at, kind, body in await cursor.fetchall():
                entry = forgotten(Entry(at, decode_event(kind, body)))
                blanked.append(
                    (encode_event(entry.event, beside(body) if seq == 1 else {})[1], key(generation_id), seq)
                )
            blank = self.connections.place.sql("UPDATE ima.event SET body = %s WHERE generation = %s AND seq = %s")
            await connection.cursor().executemany(blank, blanked)
            await connection.execute(self.connections.place.sql("SELECT ima.notify()"))
            return True

        try:
            return await self._transact(work)
        except Unreadable:
            return False

    async def losses(self) -> Sequence[Loss]:
        """Return what a damaged file lost, of which this ledger is a copy, and nobody has accepted, oldest first."""
        found = await self._ask(LOSSES, [])
        return [
            Loss(file=file, at=at, generations=count, missing=missing, accepted=False)
            for file, at, count, missing in found
        ]

    async def close(self) -> None:
        """Finish begun commits and let go of owned generations."""
        await self.writer.close()
        await self._reads.close()
        await self._last_reads.close()
        await self._watcher.close()
        await asyncio.to_thread(self.session.close)
        await self.connections.close()


async def _begun(ledger: PostgresLedger, answer: Begun | OverBudget | TaskTaken | str) -> BeginAnswer:
    """Return the answer, with the row of a twin in the place of its id."""
    return Twin(await ledger.load_known(answer)) if isinstance(answer, str) else answer
