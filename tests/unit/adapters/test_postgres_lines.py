"""How a database is reached: encrypted or not, past a pooler or through one; what will not do is told, and nothing is ordered."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self, TypeAlias

import attrs
import pytest
import trustme

from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.postgres.poolers import refuse_swapping
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.lifecycle.events import Created
from imastudio.domain.lifecycle.rows import Query
from tests.fleets import Line
from tests.ledgers import begin, told
from tests.poolers import pgbouncer

Lay: TypeAlias = Callable[[str | None], Awaitable[str]]


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    """Return one whom `ca.pem` in the test's folder names; `other.pem` names another one."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    key = authority.issue_cert("ann@db.example")
    key.private_key_pem.write_to_path(str(tmp_path / "ann.key"))
    key.cert_chain_pems[0].write_to_path(str(tmp_path / "ann.pem"))
    (tmp_path / "ann.key").chmod(0o644)
    return authority


@pytest.fixture
async def lay(database: str, authority: trustme.CA) -> AsyncIterator[Lay]:
    """Return what lays a line to the database, encrypted by a certificate for a name, and returns its address."""
    async with AsyncExitStack() as stack:

        async def laying(name: str | None) -> str:
            tls = None
            if name is not None:
                tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                authority.issue_cert(name).configure_cert(tls)
            line = await stack.enter_async_context(Line(database, tls).laid())
            return line.url.replace("@", ":tops3cret@")

        yield laying


@pytest.mark.parametrize("query", ["sslmode=require", "sslmode=verify-full&sslrootcert={folder}/ca.pem"])
async def test_an_encrypted_line_does(lay: Lay, tmp_path: Path, query: str) -> None:
    """All connections of a ledger are, those of its owner and of who watches too."""
    url = f"{await lay('127.0.0.1')}?{query.format(folder=tmp_path)}"
    ledger = PostgresLedger(Database(url))
    before = await ledger.changes()
    await begin(ledger, "gen-0001", told(Created(task_id="t1")))
    assert await ledger.holds("gen-0001", 3)
    assert await ledger.changes() != before
    await ledger.close()
    async with await Database(url).connect_async() as connection:
        assert connection.pgconn.ssl_in_use


@pytest.mark.parametrize(
    ("name", "query", "lacks"),
    [
        (None, "sslmode=require", "support"),
        (None, "sslmode=verify-full&sslrootcert={folder}/ca.pem", "support"),
        ("127.0.0.1", "sslmode=verify-ca&sslrootcert={folder}/other.pem", "trust"),
        ("127.0.0.1", "sslmode=verify-full&sslrootcert={folder}/none.pem", "trust"),
        ("127.0.0.1", "sslmode=verify-full&sslrootcert=system", "trust"),
        ("db.example", "sslmode=verify-full&sslrootcert={folder}/ca.pem", "trust"),
        ("127.0.0.1", "sslmode=require&sslcert={folder}/ann.pem&sslkey={folder}/ann.key", "key"),
        ("127.0.0.1", "sslmode=require&sslcert={folder}/ann.pem&sslkey={folder}/none.key", "key"),
        ("127.0.0.1", "sslmode=very", None),
    ],
)
async def test_tls_that_comes_to_nothing_is_told(
    lay: Lay, tmp_path: Path, name: str | None, query: str, lacks: str | None
) -> None:
    """By what is lacking: never as a server that is away or a wrong password, and without the password."""
    failure = await refused(f"{await lay(name)}?{query.format(folder=tmp_path)}")
    assert failure.facts.get("lacks") == lacks
    assert failure.facts["reason"] == ("tls" if lacks else "address")


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ('FATAL:  no pg_hba.conf entry for host "::1", user "ann", database "orders", no encryption', "demand"),
        ("FATAL:  connection requires a valid client certificate", "client"),
    ],
)
def test_a_server_that_demands_tls_is_told(words: str, lacks: str) -> None:
    """As its own refusal, which is none of the password."""
    psycopg = pytest.importorskip("psycopg")
    ours = Database("postgresql://ann:tops3cret@db.example/orders")
    translated = ours.translated(psycopg.OperationalError(f'connection failed: connection to "db" failed: {words}'))
    assert isinstance(translated, LedgerUnavailable)
    assert translated.failure.facts["reason"] == "tls"
    assert translated.failure.facts["lacks"] == lacks


async def test_a_pooler_that_gives_each_client_a_session_does(database: str) -> None:
    """Who lives is known through it, and who died."""
    with pgbouncer(database, "session") as url:
        one, two = PostgresLedger(Database(url)), PostgresLedger(Database(url))
        await begin(one, "gen-0001", told(Created(task_id="t1")))
        before = await two.changes()
        assert await two.claim("gen-0001") is None
        await one.close()
        assert await two.claim("gen-0001") is not None
        assert await two.changes() != before
        await two.close()


@pytest.mark.parametrize("mode", ["transaction", "statement"])
async def test_a_pooler_that_swaps_sessions_is_refused(database: str, mode: str) -> None:
    """Before anything is ordered, however quiet it is behind it."""
    with pgbouncer(database, mode) as url:
        for _ in range(3):
            assert (await refused(url)).facts["reason"] == "pooler"


@attrs.define
class Pooled:
    """A connection as a pooler gives it: `sessions` are those that its next questions reach."""

    connection: Any
    sessions: list[int]

    backend_pid = -1

    @property
    def info(self) -> Self:
        """Return what knows the number that the pooler made up."""
        return self

    async def execute(self, _: str) -> Self:
        """Return what has the answer."""
        return self

    async def fetchone(self) -> tuple[int]:
        """Return the session that was reached."""
        return (self.sessions.pop(0),)

    def transaction(self) -> Any:
        """Begin one."""
        return self.connection.transaction()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    ("ours", "theirs", "does"), [([7, 7], [8], True), ([7, 7], [7], False), ([7, 9], [8], False), ([7, 8], [7], False)]
)
async def test_sessions_are_compared(
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    ours: list[int],
    theirs: list[int],
    does: bool,  # noqa: FBT001 - a table
) -> None:
    """One of our own, that stays the same, and is nobody else's: or it is refused."""
    there = Database(database)
    async with await there.connect_async() as connection:

        async def another(_: Database) -> Pooled:
            return Pooled(connection, [*theirs])

        monkeypatch.setattr(Database, "connect_async", another)
        asking: Any = refuse_swapping(there, Pooled(connection, [*ours]))  # type: ignore[arg-type]
        if does:
            await asking
            return
        with pytest.raises(LedgerUnavailable, match="pooler"):
            await asking


async def refused(url: str) -> Any:
    """Return why a ledger there can't be used."""
    ledger = PostgresLedger(Database(url))
    with pytest.raises(LedgerUnavailable) as refusal:
        await ledger.rows(Query())
    await ledger.close()
    failure = refusal.value.failure
    assert "tops3cret" not in f"{failure} {refusal.value.text('en')} {refusal.value.text('zh')}"
    return failure
