"""Every question to the ledger costs the same however much was ordered before: SQLite finds rows by an index, and sorts none."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.sqlite import reading, writing
from imastudio.adapters.sqlite.checking import is_whole
from imastudio.adapters.sqlite.files import LedgerFile
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.owners import Owners
from imastudio.adapters.sqlite.purses import decode_names, encode_names
from imastudio.adapters.sqlite.schema import MIGRATIONS
from imastudio.adapters.sqlite.sqlite_text import column
from imastudio.adapters.system.event_codec import encode_event
from imastudio.domain.lifecycle.generation import Stage, fold
from imastudio.domain.lifecycle.rows import Query
from tests.ledgers import owner, told

SMALL, LARGE = 60, 3000
QUESTIONS = {
    "generation_newest": Query(account="acme", limit=20),
    "generation_open": Query(account="acme", open=True),
    "generation_unknown": Query(account="acme", stage=Stage.UNKNOWN, limit=20),
    "generation_open and generation_doubted": Query(account="acme", user="al", fingerprint="f-new", unsettled=True),
    "generation_doubted": Query(user="al", fingerprint="f-new", unknown=True),
    "sqlite_autoindex_generation_2": Query(account="acme", user="al", request_id="r-00000007", limit=1),
}


def filled(path: Path, count: int) -> sqlite3.Connection:
    """Return a ledger of `count` ended generations of one account and user, and a few that are open or unknown."""
    connection = LedgerFile(path).open_writer()
    events = [encode_event(entry.event) for entry in told()]
    connection.execute("BEGIN")
    for number in range(count):
        stage = {3: "created", 5: "unknown"}.get(number, "succeeded")
        connection.execute(
            "INSERT INTO generation (id, account, user, request_id, fingerprint, seq, stage, open, held, purses, at)"
            " VALUES (?, 'acme', 'al', ?, ?, 2, ?, ?, 10, '[]', ?)",
            (
                f"g-{number:08}",
                f"r-{number:08}",
                "f-new" if number == 5 else f"f-{number % 7}",
                stage,
                stage == "created",
                number,
            ),
        )
        for seq, (kind, body) in enumerate(events, start=1):
            connection.execute(
                "INSERT INTO event (generation, seq, at, kind, body) VALUES (?, ?, 1.0, ?, ?)",
                (f"g-{number:08}", seq, kind, body),
            )
    connection.execute("COMMIT")
    return connection


def steps(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], object]) -> int:
    """Return how many instructions SQLite needs for `work`: the same on every machine."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection.set_progress_handler(step, 1)
    try:
        work(connection)
    finally:
        connection.set_progress_handler(None, 0)
    return count


SPAN = Query(account="acme", since=5.0, until=9.0, limit=20)


@pytest.mark.parametrize(("index", "query"), [*QUESTIONS.items(), ("generation_newest", SPAN)])
def test_every_question_has_its_index(tmp_path: Path, index: str, query: Query) -> None:
    """Rows are found by the index that was made for the question, and those of a page come sorted out of it."""
    where, values = reading.choose(query)
    connection = LedgerFile(tmp_path / "ledger.sqlite3").open_writer()
    plan = [
        line[3]
        for line in connection.execute(f"EXPLAIN QUERY PLAN {reading.SELECT.format(where=where)}", values).fetchall()
    ]
    connection.close()
    chosen = [line for line in plan if " generation " in f"{line} " and "INTEGER PRIMARY KEY" not in line]
    indices = [word for line in chosen for word in line.split() if word.startswith(("generation_", "sqlite_autoindex"))]
    assert indices == index.split(" and "), plan
    sorts = [line for line in plan if "TEMP B-TREE" in line]
    assert len(sorts) <= 1, plan  # the events of the page, in the end


QUERIES: Sequence[Callable[[sqlite3.Connection], object]] = [
    *[
        lambda connection, query=query: reading.rows(connection, lambda _: False, query)
        for query in (*QUESTIONS.values(), SPAN)
    ],
    lambda connection: reading.find(connection, lambda _: False, "acme", "g-00000001"),
    lambda connection: reading.find(connection, lambda _: False, "acme", "r-00000001"),
    lambda connection: reading.load(connection, lambda _: False, "g-00000001"),
]


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_a_question_costs_the_same_in_a_large_ledger(tmp_path: Path, number: int) -> None:
    """SQLite does as much for a question in a ledger of thousands as in one of a few dozen, a tenth more at most."""
    small, large = filled(tmp_path / "small.sqlite3", SMALL), filled(tmp_path / "large.sqlite3", LARGE)
    cost = [steps(connection, QUERIES[number]) for connection in (small, large)]
    small.close()
    large.close()
    assert cost[1] <= 1.1 * cost[0], cost


async def test_what_runs_here_is_not_read_before_an_order(tmp_path: Path) -> None:
    """The look for unknown twins costs the same beside ten and beside a thousand orders of the same thing that run."""
    path, cost, begun = tmp_path / "ledger.sqlite3", [], 0
    ledger, connection = SqliteLedger(path), LedgerFile(path).open_reader()
    for count in (10, 1000):
        for number in range(begun, count):
            whose = attrs.evolve(owner(f"g-{number}"), fingerprint="f-same")
            await ledger.begin(fold(f"g-{number}", told()), whose, told(), {})
        begun = count
        (own,) = connection.execute("SELECT DISTINCT owner FROM generation").fetchone()
        query = Query(user="al", fingerprint="f-same", unknown=True)
        look = partial(reading.rows, alive=lambda _: True, query=query, own=own)
        cost.append(steps(connection, look))
    connection.close()
    await ledger.close()
    assert cost[1] <= 1.1 * cost[0], cost


async def test_rows_of_an_older_version_are_kept(tmp_path: Path) -> None:
    """A migration loses no row, and what it makes is whole."""
    path = tmp_path / "ledger.sqlite3"
    old = LedgerFile(path, MIGRATIONS[:5]).open_writer()
    for number in range(50):
        begin = writing.Beginning(
            step=writing.PendingEntries(generation=fold(f"g-{number}", told()), entries=told()),
            owner=owner(f"g-{number}"),
            purses={"user:al/2026-11": None, "batch": 700},
        )
        old.execute("BEGIN")
        writing.begin(old, [begin], Owners(tmp_path / "owners"))
        old.execute("COMMIT")
    rows = old.execute("SELECT * FROM generation ORDER BY id").fetchall()
    old.close()
    new = LedgerFile(path).open_writer()
    assert new.execute("SELECT * FROM generation ORDER BY id").fetchall() == rows
    assert is_whole(new)
    new.close()


@given(st.lists(st.text() | st.builds("{}/{}".format, st.sampled_from("ab"), st.text()), unique=True))
def test_the_names_of_purses_come_back(names: list[str]) -> None:
    """Whatever purses are called, a row holds each, in a form that an older row's names have, too."""
    assert sorted(decode_names(encode_names(names))) == sorted(
        decode_names(json.dumps([column(name) for name in names]))
    )


def test_a_ledger_of_the_first_version_gets_the_indices(tmp_path: Path) -> None:
    """A file that exists is migrated: the same indices as in a new one, its rows kept."""
    old = LedgerFile(tmp_path / "old.sqlite3", MIGRATIONS[:1])
    connection = old.open_writer()
    connection.execute("INSERT INTO purse VALUES ('batch', 7)")
    connection.close()
    new = LedgerFile(tmp_path / "new.sqlite3").open_writer()
    migrated = LedgerFile(old.path).open_writer()
    listed = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"
    assert migrated.execute(listed).fetchall() == new.execute(listed).fetchall()
    assert migrated.execute("SELECT * FROM purse").fetchall() == [("batch", 7)]
    migrated.close()
    new.close()
