"""The ledger in a database, beyond what every ledger promises: lost answers, lost servers, owners, versions, addresses."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from imastudio.adapters.postgres import connections as connecting
from imastudio.adapters.postgres import schema
from imastudio.adapters.postgres.batches import Batches
from imastudio.adapters.postgres.connections import Connections
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.items import READABLE_KINDS, beginning
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.postgres.schema import OFFLINE, REAL, functions, migrations, prepare
from imastudio.adapters.system.storable import MAX_KEY_BYTES, key
from imastudio.domain.kernel.errors import LedgerUnavailable, unavailable
from imastudio.domain.lifecycle.events import Created, Entry, Rejected, Reordered, Sending
from imastudio.domain.lifecycle.generation import Stage, fold
from imastudio.domain.lifecycle.rows import Begun, Query
from imastudio.testing.contracts.ledger import ORDER, OWNER, REFUSAL, after
from imastudio.testing.contracts.ledger import row as row_of
from tests.ledgers import begin, owner, told
from tests.postgres import Server

if TYPE_CHECKING:
    from psycopg import AsyncConnection


@pytest.fixture
async def ledger(database: str) -> AsyncIterator[PostgresLedger]:
    """Return a ledger in an empty database."""
    ledger = PostgresLedger(Database(database))
    yield ledger
    await ledger.close()


async def ask(ledger: PostgresLedger, statement: str, *values: object) -> list[Any]:
    """Return what a statement finds in the ledger's database, and let it change what it will."""
    found = await ledger.connections.read(statement, values)
    return [*found]


def losing(monkeypatch: pytest.MonkeyPatch, *, landed: bool, times: int = 1) -> list[bytes]:
    """Lose the answers of the next writes, after they landed or before; return what was asked."""
    import psycopg  # noqa: PLC0415 - where there is none, this is skipped before

    execute = psycopg.AsyncConnection.execute
    asked: list[bytes] = []

    async def losing_execute(self: "AsyncConnection", query: Any, *arguments: Any, **named: Any) -> Any:
        if b".apply(" not in bytes(query) or len(asked) >= times:
            return await execute(self, query, *arguments, **named)
        asked.append(query)
        if landed:
            await execute(self, query, *arguments, **named)
        await self.close()
        raise psycopg.OperationalError("the connection is lost")

    monkeypatch.setattr(psycopg.AsyncConnection, "execute", losing_execute)
    return asked


@pytest.mark.parametrize("landed", [True, False])
async def test_a_lost_answer_is_looked_for(
    ledger: PostgresLedger,
    monkeypatch: pytest.MonkeyPatch,
    landed: bool,  # noqa: FBT001 - pytest hands it over
) -> None:
    """Whether the commit landed or not, each step is done once, answered as done, and counted once."""
    await ledger.rows(Query())
    lost = losing(monkeypatch, landed=landed, times=2)
    generation = await begin(ledger, "gen-0001", told(), purses={"batch": 6})
    assert len(lost) == 2
    lost.clear()
    rejected = Entry(102.0, Rejected(REFUSAL))
    generation = after(generation, rejected)
    assert await ledger.append(generation, [rejected], 2) is True
    lost.clear()
    again = [Entry(200.0, Reordered(order=generation.order)), Entry(201.0, Sending())]
    generation = after(generation, *again)
    assert await ledger.send_again(generation, again, 3, {"batch": 6}) == Begun()
    assert len(lost) == 2
    row = await ledger.load("gen-0001")
    assert row is not None
    assert (row.generation, row.seq, row.alive) == (generation, 5, True)
    assert await ledger.spent("batch") == 6
    assert await ledger.holds("gen-0001", 5)


async def test_a_server_that_starts_anew_loses_nothing(ledger: PostgresLedger, postgres: Server) -> None:
    """What is written meanwhile waits, and is there afterwards; the owner is the same, and no other one can claim it."""
    generation = await begin(ledger, "gen-0001", told())
    number = ledger.session.number
    other = PostgresLedger(ledger.connections.database)
    await other.rows(Query())
    await asyncio.to_thread(postgres.control, "stop", mode="immediate")
    created = Entry(102.0, Created(task_id="t1"))
    writing = asyncio.create_task(ledger.append(after(generation, created), [created], 2))
    reading = asyncio.create_task(other.load("gen-0001"))
    await asyncio.to_thread(postgres.control, "start")
    assert await writing is True
    assert await reading is not None
    assert await other.claim("gen-0001") is None
    assert ledger.session.number == number
    await other.close()


async def test_a_server_that_stays_away_is_unreachable(
    ledger: PostgresLedger, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while it is said so; nothing is ordered then, nothing is surely ours, and who comes anew is told at once."""
    await begin(ledger, "gen-0001", told())
    ledger.hurry()
    monkeypatch.setattr(connecting, "RETRY_EVERY_S", 0.05)
    await asyncio.to_thread(postgres.control, "stop")
    try:
        with pytest.raises(LedgerUnavailable) as refused:
            await begin(ledger, "gen-0002", told())
        assert refused.value.failure.facts["reason"] == "unreachable"
        with pytest.raises(LedgerUnavailable):
            await ledger.holds("gen-0001", 2)
        fresh = PostgresLedger(ledger.connections.database)
        with pytest.raises(LedgerUnavailable) as refused:
            await fresh.rows(Query())
        assert refused.value.failure.facts["reason"] == "unreachable"
        await fresh.close()
    finally:
        await asyncio.to_thread(postgres.control, "start")
    ledger.connections.patience_s = 20.0
    assert [row.generation.id for row in await ledger.rows(Query())] == ["gen-0001"]


async def test_an_owner_that_was_cut_off_keeps_what_it_drives(ledger: PostgresLedger) -> None:
    """Who claims at that moment waits for it to come back; who is given up for good may record facts and send nothing."""
    generation = await begin(ledger, "gen-0001", told())
    number = ledger.session.start()
    other = PostgresLedger(ledger.connections.database)
    await ask(
        ledger,
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 4242 AND objid = %s::oid",
        number,
    )
    assert await other.claim("gen-0001") is None
    assert ledger.session.number == number
    await ask(ledger, "DELETE FROM ima.owner WHERE id = %s RETURNING id", number)  # given up, and it doesn't know yet
    with pytest.raises(LedgerUnavailable) as refused:
        await begin(ledger, "gen-0002", told())
    assert refused.value.failure.facts["reason"] == "revoked"
    created = Entry(102.0, Created(task_id="t1"))
    assert await ledger.append(after(generation, created), [created], 2) is True
    assert (await row_of(ledger)).generation.task_id == "t1"
    await other.close()


async def test_who_is_about_to_claim_is_not_taken_for_a_dead_owner(ledger: PostgresLedger) -> None:
    """While one claim is not committed yet, the dead owner's other generations are nobody's, and can be claimed."""
    for name in ("gen-0001", "gen-0002", "gen-0003"):
        await begin(ledger, name, told())
    dead = ledger.session.start()
    await asyncio.to_thread(ledger.session.close)
    other = PostgresLedger(ledger.connections.database)
    number = await other.writer.number()
    async with await ledger.connections.database.connect_async() as connection, connection.transaction():
        values = [number, "gen-0001", len(migrations()), READABLE_KINDS]
        claim = b"SELECT ima.claim(%s, %s, FALSE, interval '0', %s, %s)"
        assert await (await connection.execute(claim, values)).fetchone() == ("claimed",)
        assert not (await row_of(other, "gen-0002")).alive
        assert await other.claim("gen-0003") is not None
        assert await ask(other, "SELECT pg_try_advisory_lock(4242, %s)", dead) == [(False,)]  # it can't come back now
    await other.close()


async def test_what_nobody_drives_may_be_claimed(ledger: PostgresLedger) -> None:
    """A generation that was only noted has no owner; its content lies there until the answer to its order is known."""
    noted = told()[:1]
    item = beginning(fold("gen-0001", noted), OWNER, noted, {}, driven=False) | {"content": "YSBjYXQ="}
    assert await ledger.writer.run(item) == Begun()
    assert await ask(ledger, "SELECT body FROM ima.content") == [(b"a cat",)]
    assert await ledger.claim("gen-0001") is None  # it waits for a worker
    row = await ledger.claim("gen-0001", force=True)
    assert row is not None
    sending = Entry(101.0, Sending())
    generation = after(row.generation, sending)
    assert await ledger.send_again(generation, [sending], 1, {"batch": None}) == Begun()
    assert len(await ask(ledger, "SELECT body FROM ima.content")) == 1
    created = Entry(102.0, Created(task_id="t1"))
    assert await ledger.append(after(generation, created), [created], 2) is True
    assert await ask(ledger, "SELECT body FROM ima.content") == []
    assert await ledger.spent("batch") == 6


async def test_who_was_taken_over_sends_nothing_again(ledger: PostgresLedger) -> None:
    """A refused order that another process drives now is a twin of its former owner's next try."""
    refused = told(Rejected(REFUSAL))
    await begin(ledger, "gen-0001", refused)
    again = [Entry(200.0, Reordered(order=ORDER)), Entry(201.0, Sending())]
    generation = after(fold("gen-0001", refused), *again)
    assert await ledger.send_again(generation, again, 3, {}) == Begun()
    other = PostgresLedger(ledger.connections.database)
    assert await other.claim("gen-0001", force=True) is not None
    rejected = Entry(202.0, Rejected(REFUSAL))
    assert await other.append(after(generation, rejected), [rejected], 5) is True
    await other.close()
    row = await ledger.load("gen-0001")
    assert row is not None
    assert row.generation.stage is Stage.REJECTED


async def test_offline_orders_are_kept_apart(ledger: PostgresLedger) -> None:
    """The bundled fake server's orders have a schema of their own: the same ids, other rows, other purses, other owners."""
    offline = PostgresLedger(ledger.connections.database, OFFLINE)
    await begin(offline, "gen-0001", told(), purses={"batch": None})
    await begin(ledger, "gen-0001", told())
    assert await ledger.spent("batch") == 0
    before = await ledger.changes()
    await begin(offline, "gen-0002", told())
    assert await ledger.changes() == before
    await offline.close()
    assert (await row_of(ledger)).alive


async def test_a_newer_version_is_left_alone(ledger: PostgresLedger) -> None:
    """Who finds tables of a newer version orders nothing and claims nothing; who had them open records what is known."""
    generation = await begin(ledger, "gen-0001", told())
    await ask(ledger, "INSERT INTO ima.migration (version) VALUES (%s) RETURNING version", len(migrations()) + 1)
    with pytest.raises(LedgerUnavailable) as refused:
        await begin(ledger, "gen-0002", told())
    assert refused.value.failure.facts["reason"] == "newer_version"
    assert await ledger.claim("gen-0001") is None
    created = Entry(102.0, Created(task_id="t1"))
    assert await ledger.append(after(generation, created), [created], 2) is True
    fresh = PostgresLedger(ledger.connections.database)
    with pytest.raises(LedgerUnavailable) as refused:
        await fresh.rows(Query())
    assert refused.value.failure.facts["reason"] == "newer_version"
    assert refused.value.failure.facts["known"] == len(migrations())
    await fresh.close()


async def test_an_event_of_a_newer_version_is_shown_and_never_driven(ledger: PostgresLedger) -> None:
    """What can't be read is not appended to, not sent again, not claimed."""
    generation = await begin(ledger, "gen-0001", told())
    await ask(ledger, "UPDATE ima.event SET kind = 'teleported' WHERE seq = 2 RETURNING seq")
    row = await ledger.load("gen-0001")
    assert row is not None
    assert (row.readable, row.generation.stage, row.generation.held) == (False, Stage.SENDING, 6)
    created = Entry(102.0, Created(task_id="t1"))
    with pytest.raises(LedgerUnavailable, match="newer_version"):
        await ledger.append(after(generation, created), [created], 2)
    assert await ledger.claim("gen-0001") is None
    assert not await ledger.forget("gen-0001")


async def test_an_older_ledger_becomes_a_current_one(database: str) -> None:
    """What is missing is added, by one of however many come at once; what is there is left."""
    known = [*migrations(), "ALTER TABLE ima.purse ADD COLUMN colour text"]
    async with await Database(database).connect_async() as connection:
        await prepare(connection)
        await connection.execute("INSERT INTO ima.purse VALUES ('batch', 7)")

    async def come() -> None:
        async with await Database(database).connect_async() as connection:
            await prepare(connection, known=known)

    await asyncio.gather(*(come() for _ in range(5)))
    async with await Database(database).connect_async() as connection:
        cursor = await connection.execute("SELECT name, points, colour FROM ima.purse")
        assert await cursor.fetchall() == [("batch", 7, None)]
        cursor = await connection.execute("SELECT version FROM ima.migration ORDER BY version")
        assert await cursor.fetchall() == [(number,) for number in range(1, len(known) + 1)]


async def test_an_older_ledger_gets_the_functions_of_now(database: str) -> None:
    """Whatever they were when it was made."""
    defined = (
        "SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p"
        " WHERE p.pronamespace = 'ima'::regnamespace ORDER BY 1"
    )
    async with await Database(database).connect_async() as connection:
        await prepare(connection)
        made = await (await connection.execute(defined)).fetchall()
        assert len(made) == functions().count("CREATE OR REPLACE FUNCTION")
        await connection.execute(
            "CREATE OR REPLACE FUNCTION ima.landed(item jsonb) RETURNS boolean LANGUAGE sql AS 'SELECT true'"
        )
        await connection.execute("DROP FUNCTION ima.twin_of_closed")
        await connection.execute("DELETE FROM ima.migration WHERE version = %s", [len(migrations())])
        assert await (await connection.execute(defined)).fetchall() != made
        await prepare(connection)
        assert await (await connection.execute(defined)).fetchall() == made


async def test_a_migration_that_fails_changes_nothing(database: str) -> None:
    """All that are missing, or none."""
    async with await Database(database).connect_async() as connection:
        with pytest.raises(Exception, match="nowhere"):
            await prepare(connection, known=[*migrations(), "ALTER TABLE ima.nowhere ADD COLUMN colour text"])
        cursor = await connection.execute("SELECT to_regnamespace('ima')")
        assert await cursor.fetchone() == (None,)


async def test_what_is_somebody_elses_is_left_alone(database: str) -> None:
    """A schema of that name that we didn't make is no ledger."""
    async with await Database(database).connect_async() as connection:
        await connection.execute("CREATE SCHEMA ima")
    assert await reason(database) == "not_a_ledger"


async def test_the_server_must_be_one_that_will_do(
    database: str, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too old a server, a database of another encoding, no right to make tables: each is told by its reason."""
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIN_SERVER_VERSION", 990_000)
        assert await reason(database) == "old_server"
    with Database(postgres.url).connect() as connection:
        connection.execute("CREATE DATABASE ima_latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
        try:
            assert await reason(postgres.at("ima_latin")) == "encoding"
        finally:
            connection.execute("DROP DATABASE ima_latin WITH (FORCE)")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("/ima_test", "/no_such_database_"), "no_database"),
        (("postgres@", "nobody_of_that_name:tops3cret@"), "login"),
        (("?host=/", "?host=/nowhere/"), "unreachable"),
        (("postgresql://", "nonsense:// "), "address"),
    ],
)
async def test_an_address_that_will_not_do(database: str, change: tuple[str, str], expected: str) -> None:
    """Each is told by its reason, with the address and never with the password."""
    url = database.replace(*change)
    assert await reason(url) == expected


async def test_the_password_is_shown_nowhere(database: str) -> None:
    """Not in the address that people see, not in a repr, not in an error of whatever kind."""
    url = "postgresql://ann:tops3cret@127.0.0.1:1/orders?connect_timeout=1"
    ours = Database(url)
    assert ours.shown == "postgresql://ann@127.0.0.1:1/orders"
    ledger = PostgresLedger(ours)
    with pytest.raises(LedgerUnavailable) as refused:
        await ledger.rows(Query())
    told_of = [
        repr(ours),
        str(refused.value),
        repr(refused.value.failure),
        str(refused.value.__cause__),
        repr(vars(ledger)),
    ]
    assert not any("tops3cret" in text for text in told_of)
    with pytest.raises(LedgerUnavailable) as refused:
        _ = Database("postgres//ann:tops3cret@x").parts
    assert "tops3cret" not in f"{refused.value!r} {refused.value.__cause__} {refused.value.__context__}"
    del database


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:s3c/ret@db/orders",  # libpq would read a port s3c
        "postgresql://ann:5432/ret@db/orders",
        "postgresql://ann:s3c@ret@db/orders",
        "postgresql://ann:s3c@ret/5@db/orders",
    ],
)
def test_a_password_that_spoils_its_address_is_not_shown(url: str) -> None:
    """With `/` or `@` in it as it is, a part of it would be taken for the host, the port, or the database."""
    ours = Database(url)
    with pytest.raises(LedgerUnavailable) as refused:
        _ = ours.shown
    assert refused.value.failure.facts == {"reason": "address"}


def test_a_password_is_escaped_in_an_address() -> None:
    """Any password can be given so; sockets, several hosts and IPv6 are none."""
    assert Database("postgresql://ann:s3c%2Fr%40t@[::1]/orders").shown == "postgresql://ann@[::1]/orders"
    assert Database("postgresql://ann@a:1,b:2/orders").parts["port"] == "1,2"
    assert Database("postgresql://ann@/orders?host=@abstract").parts["host"] == "@abstract"


async def reason(url: str) -> str:
    """Return why a ledger at that address can't be used."""
    ledger = PostgresLedger(Database(url))
    with pytest.raises(LedgerUnavailable) as refused:
        await ledger.rows(Query())
    await ledger.close()
    facts = refused.value.failure.facts
    assert "tops3cret" not in str(facts)
    return str(facts["reason"])


async def test_who_is_cancelled_hears_after_the_commit(ledger: PostgresLedger) -> None:
    """The write that had begun is done; where it could not be, the cancellation says why."""
    await ledger.rows(Query())
    writing = asyncio.create_task(begin(ledger, "gen-0001", told()))
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await ledger.load("gen-0001") is not None
    await ledger.close()
    writing = asyncio.create_task(begin(ledger, "gen-0002", told()))
    with pytest.raises(LedgerUnavailable):
        await writing


async def test_who_writes_much_at_once_commits_little(ledger: PostgresLedger) -> None:
    """Whatever waits is written together; a value that no row can hold harms no other."""
    await begin(ledger, "gen-0000", told())

    async def one(number: int) -> object:
        entries = told()
        if number == 7:
            entries = [attrs.evolve(entry, at=float("nan")) for entry in entries]
        generation = fold(f"gen-{number:04}", entries)
        return await ledger.begin(generation, owner(f"r{number}"), entries, {"batch": 10_000})

    answers = await asyncio.gather(*(one(number) for number in range(1, 101)), return_exceptions=True)
    assert [number for number, answer in enumerate(answers, 1) if answer != Begun()] == [7]
    assert isinstance(answers[6], LedgerUnavailable)
    assert answers[6].failure.facts["reason"] == "unstorable"
    assert await ledger.spent("batch") == 99 * 6


def test_what_an_index_holds_is_short() -> None:
    """A text of any length becomes a key; different ones stay different, and a short one stays as it is."""
    long = "x" * 10_000
    assert key("gen-0001") == "gen-0001"
    assert len(key(long).encode()) <= MAX_KEY_BYTES
    assert key(long) != key(long + "x")
    assert "\0" not in key("a\0b")
    assert key("\ud800")


def test_a_schema_is_named_in_every_statement() -> None:
    """What is written for one schema holds for the other, whose locks are others."""
    for text in (*migrations(), functions()):
        there = OFFLINE.sql(text).decode()
        assert "ima." not in there.replace("ima_offline.", "")
        assert "'ima'" not in there
        assert str(REAL.owner_locks) not in there
        assert REAL.sql(text).decode() == text


async def test_a_pool_is_opened_once(database: str) -> None:
    """However many ask at first."""
    connections = Connections(Database(database))
    pools = await asyncio.gather(*(connections.pool() for _ in range(10)))
    assert len({id(pool) for pool in pools}) == 1
    await connections.close()
    with pytest.raises(LedgerUnavailable, match="closed"):
        await connections.pool()


async def test_what_is_asked_at_the_same_moment_is_asked_together(
    ledger: PostgresLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In few round trips, what is alike once; each gets its own answer, and none is older than its question."""
    import psycopg  # noqa: PLC0415 - where there is none, this is skipped before

    names = [f"gen-{number:04}" for number in range(20)]
    for name in names:
        await begin(ledger, name, told(), purses={"batch": None})
    execute, asked = psycopg.AsyncConnection.execute, list[bytes]()

    async def counting(self: "AsyncConnection", query: Any, *arguments: Any, **named: Any) -> Any:
        asked.append(query)
        return await execute(self, query, *arguments, **named)

    monkeypatch.setattr(psycopg.AsyncConnection, "execute", counting)
    rows = await asyncio.gather(*(ledger.load(name) for name in names))
    assert [row.generation.id for row in rows if row is not None] == names
    asked.clear()
    spent = await asyncio.gather(*(ledger.spent(purse) for _ in range(50) for purse in ("batch", "none")))
    assert spent == [120, 0] * 50
    assert len(asked) == 2
    assert await ledger.load("gen-0020") is None
    await begin(ledger, "gen-0020", told())
    assert await ledger.load("gen-0020") is not None


async def test_who_asks_no_longer_is_not_kept(ledger: PostgresLedger) -> None:
    """A question that is cancelled ends at once, however long its answer takes; others get theirs."""
    await begin(ledger, "gen-0001", told())
    async with await ledger.connections.database.connect_async() as connection:
        async with connection.transaction():
            await connection.execute("LOCK TABLE ima.generation IN ACCESS EXCLUSIVE MODE")
            impatient, patient = (asyncio.create_task(ledger.load("gen-0001")) for _ in range(2))
            await asyncio.wait([impatient, patient], timeout=0.2)
            impatient.cancel()
            with pytest.raises(asyncio.CancelledError):
                await impatient
            assert not patient.done()
        assert await patient is not None


@pytest.mark.parametrize(("error", "times"), [(unavailable("unreachable"), 1), (unavailable("unstorable"), 4)])
async def test_what_is_everybodys_fault_is_tried_once(error: LedgerUnavailable, times: int) -> None:
    """Where the server is away, three that wait don't wait three times as long; a value that no row can hold harms no other."""
    tried = list[int]()

    async def write(items: Sequence[dict[str, Any]]) -> Sequence[Any]:
        tried.append(len(items))
        raise error

    batches = Batches(write)
    assert await asyncio.gather(*(batches.run({}) for _ in range(3)), return_exceptions=True) == [error] * 3
    assert len(tried) == times
    await batches.close()
