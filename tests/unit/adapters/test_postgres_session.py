"""This process as an owner: alive while its session holds the lock, sure of it no longer than its own clock allows."""

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from imastudio.adapters.postgres import session as owning
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.schema import prepare
from imastudio.adapters.postgres.session import OwnerSession
from imastudio.domain.kernel.errors import LedgerUnavailable
from tests import warm
from tests.postgres import Server
from tests.processes import happens

HOLDING = """
import sys, time
from imastudio.adapters.postgres import session
from imastudio.adapters.postgres.database import Database
session.IDLE_S, session.SURE_FOR_S, session.BEAT_EVERY_S = 1, 0.5, 0.1
ours = session.OwnerSession(Database(sys.argv[1]))
print(ours.start(), flush=True)
for line in sys.stdin:
    print(int(ours.may_send()), flush=True)
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owning, "BEAT_EVERY_S", 0.05)
    monkeypatch.setattr(owning, "RECONNECT_EVERY_S", 0.05)


@pytest.fixture
def database(database: str) -> Database:
    """Return a database that has the tables."""

    async def make() -> None:
        async with await Database(database).connect_async() as connection:
            await prepare(connection)

    asyncio.run(make())
    return Database(database)


@pytest.fixture
def ask(database: Database) -> Iterator[Callable[..., list[Any]]]:
    """Return what asks the database and returns the first column."""
    with database.connect() as connection:

        def asking(statement: str, *values: object) -> list[Any]:
            cursor = connection.execute(statement.encode(), values)
            return [row[0] for row in cursor.fetchall()] if cursor.description else []

        yield asking


@pytest.fixture
def session(database: Database) -> Iterator[OwnerSession]:
    """Return one that has a number."""
    session = OwnerSession(database)
    session.start()
    yield session
    session.close()


CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND classid = 4242 AND objid = %s::oid AND pid <> pg_backend_pid()
"""


def test_who_has_a_number_lives_until_it_closes(session: OwnerSession, ask: Callable[..., list[Any]]) -> None:
    """Its lock is held, its row is there, it may send; afterwards none of it, and closing again does no harm."""
    number = session.start()
    assert session.may_send()
    assert ask("SELECT ima.living()") == [number] == ask("SELECT id FROM ima.owner")
    session.close()
    session.close()
    assert not session.may_send()
    assert ask("SELECT ima.living()") == [] == ask("SELECT id FROM ima.owner")
    with pytest.raises(LedgerUnavailable, match="closed"):
        session.start()


def test_two_have_two_numbers(session: OwnerSession, database: Database) -> None:
    """A number is that of one life of one process."""
    other = OwnerSession(database)
    assert other.start() != session.start()
    other.close()


def test_a_cut_line_changes_nothing(session: OwnerSession, ask: Callable[..., list[Any]]) -> None:
    """Who loses the connection takes the same number again, and whoever missed it is told so no more."""
    number = session.start()
    ask("UPDATE ima.owner SET missed = clock_timestamp()")
    ask(CUT, number)
    assert happens(lambda: not ask("SELECT 1 FROM ima.owner WHERE missed IS NOT NULL"))
    assert happens(session.may_send)
    assert (session.start(), session.given_up) == (number, False)


@pytest.mark.parametrize("renews", [True, False])
def test_a_number_that_was_given_up_is_none_any_more(
    database: Database,
    ask: Callable[..., list[Any]],
    renews: bool,  # noqa: FBT001 - pytest hands it over
) -> None:
    """Somebody took its lock and its row meanwhile: it may never send by it again; one that renews gets another number."""
    session = OwnerSession(database, renews=renews)
    told = threading.Event()
    session.on_given_up = told.set
    number = session.start()
    with database.connect() as other:
        assert happens(lambda: taken(other, number))
        other.execute("DELETE FROM ima.owner WHERE id = %s", [number])
    if renews:
        assert happens(lambda: session.number != number and session.may_send())
        assert ask("SELECT id FROM ima.owner") == [session.number]
    else:
        assert told.wait(30)
        assert (session.number, session.given_up, session.may_send()) == (number, True, False)
    session.close()


def taken(connection: Any, number: int) -> bool:
    """Cut whoever holds the lock of a number, and take it."""
    connection.execute(CUT.encode(), [number])
    return bool(connection.execute("SELECT pg_try_advisory_lock(4242, %s)", [number]).fetchone()[0])


def test_nobody_is_sure_for_long(session: OwnerSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an answer, half the time in which the server ends a silent session is all that one may still send."""
    monkeypatch.setattr(session, "_beat", lambda _: None)
    answered = session._sure_until - owning.SURE_FOR_S
    monkeypatch.setattr(owning, "steady", lambda: answered + owning.IDLE_S / 2 - 0.01)
    assert session.may_send()
    monkeypatch.setattr(owning, "steady", lambda: answered + owning.IDLE_S / 2 + 0.01)
    assert not session.may_send()


def test_a_stopped_process_is_dead_soon(database: Database, ask: Callable[..., list[Any]]) -> None:
    """The server ends the session of a process that is stopped; when it goes on it may not send, then comes back."""
    with warm.Popen(
        [sys.executable, "-c", HOLDING, database.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        number = int(process.stdout.readline())
        assert ask("SELECT ima.living()") == [number]
        process.send_signal(signal.SIGSTOP)
        assert happens(lambda: ask("SELECT ima.living()") == [])
        process.stdin.write("\n" * 3)
        process.stdin.flush()
        process.send_signal(signal.SIGCONT)
        assert process.stdout.readline() == "0\n"
        assert happens(lambda: ask("SELECT ima.living()") == [number])
        process.kill()


def test_the_server_starts_anew(session: OwnerSession, postgres: Server) -> None:
    """The number outlasts the server's restart; while it is away nothing may be sent."""
    number = session.start()
    postgres.control("stop")
    assert happens(lambda: not session.may_send())
    postgres.control("start")
    assert happens(session.may_send)
    assert session.start() == number


def test_a_server_that_is_away_keeps_nobody_from_closing(database: Database, postgres: Server) -> None:
    """Closing then takes a moment, and the row is left to whoever comes."""
    session = OwnerSession(database)
    session.start()
    postgres.control("stop", mode="immediate")
    try:
        session.close()
    finally:
        postgres.control("start")
    assert not session.may_send()


def test_the_rows_of_the_dead_are_swept(
    session: OwnerSession, database: Database, ask: Callable[..., list[Any]]
) -> None:
    """Who comes notes whose lock nobody holds, and deletes what was noted long ago, unless it drives something."""
    ask("INSERT INTO ima.owner (name, missed) VALUES ('new', NULL), ('old', '2020-01-01'), ('busy', '2020-01-01')")
    ask(
        "INSERT INTO ima.generation SELECT 'g', '', '', '', '', 1, 'created', true, 0, '{}', 't', id, 0"
        " FROM ima.owner WHERE name = 'busy'"
    )
    other = OwnerSession(database)
    other.start()
    assert set(ask("SELECT name FROM ima.owner WHERE missed IS NOT NULL")) == {"new", "busy"}
    assert session.start() in ask("SELECT id FROM ima.owner WHERE missed IS NULL")
    other.close()


def test_the_clock_of_the_database_is_known(session: OwnerSession, ask: Callable[..., list[Any]]) -> None:
    """How far it is ahead of ours is measured with each beat."""
    assert happens(lambda: session.ahead_s)
    (now,) = ask("SELECT extract(epoch FROM clock_timestamp())::double precision")
    assert abs(owning.steady() + session.ahead_s - now) < 5


def test_a_pooler_that_swaps_sessions_is_found_out(
    session: OwnerSession, ask: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the lock isn't that of the session we ask, nothing may be sent."""
    del ask
    monkeypatch.setattr(owning, "_BACK", "SELECT false")
    held = session._connection
    assert held is not None
    held.execute("SELECT pg_advisory_unlock_all()")
    assert happens(lambda: not session.may_send())


def test_the_folder_of_migrations_is_whole(repository: Path) -> None:
    """Their names count up, so that their order is that of their names."""
    names = sorted(path.name for path in (repository / "adapters" / "postgres" / "migrations").iterdir())
    assert names == [f"{number:04}.sql" for number in range(1, len(names) + 1)]
