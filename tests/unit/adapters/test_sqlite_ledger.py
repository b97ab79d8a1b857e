"""The ledger on disk, beyond what every ledger promises: rows follow from events, versions share a file, owners hold locks."""

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.owners import Owners
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.events import (
    Created,
    Entry,
    Failed,
    Lost,
    Rejected,
    Reordered,
    Sending,
)
from imastudio.domain.lifecycle.generation import Stage, fold
from imastudio.domain.lifecycle.rows import Query, Twin
from imastudio.domain.orders import Notice
from imastudio.testing.contracts.ledger import after
from imastudio.testing.strategies import an_order, media
from tests.ledgers import begin, histories, owner, told, write_as_another_version, wrong_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the ledger will be."""
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
async def ledger(path: Path) -> AsyncIterator[SqliteLedger]:
    """Return a ledger at `path`."""
    ledger = SqliteLedger(path)
    yield ledger
    await ledger.close()


def change(path: Path, statement: str, *values: object) -> None:
    """Change the file behind the ledger's back."""
    connection = sqlite3.connect(path)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


@given(st.lists(histories(), min_size=1, max_size=4))
@settings(max_examples=30)  # each opens a ledger on the disk
async def test_rows_follow_from_events(tmp_path_factory: pytest.TempPathFactory, told_of: list[list[Entry]]) -> None:
    """What is loaded is the fold of what was written, the purse is what all of them hold, and so are the rows."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite3"
    ledger = SqliteLedger(path)
    for number, entries in enumerate(told_of):
        whose = owner("one", account=f"account {number}")  # whose tasks may be called alike
        purses: dict[str, int | None] = {"batch": None, f"own-{number}": None}
        await begin(ledger, f"gen-{number:04}", entries, whose=whose, purses=purses)
    expected = [fold(f"gen-{number:04}", entries) for number, entries in enumerate(told_of)]
    rows = {row.generation.id: row for row in await ledger.rows(Query())}
    assert [rows[generation.id].generation for generation in expected] == expected
    assert [rows[generation.id].seq for generation in expected] == [len(entries) for entries in told_of]
    opened = await ledger.rows(Query(open=True))
    assert {row.generation.id for row in opened} == {generation.id for generation in expected if generation.open}
    assert await ledger.spent("batch") == sum(generation.held for generation in expected)
    assert wrong_in(path) == []
    await ledger.close()


async def test_points_of_what_only_a_newer_version_can_read_stay_held(ledger: SqliteLedger, path: Path) -> None:
    """The row says what the events can't tell this version."""
    await begin(ledger, "gen-0001", told(Created(task_id="t1")), purses={"batch": None})
    write_as_another_version(path, "UPDATE event SET kind = 'painted' WHERE seq = 3")
    assert wrong_in(path) == []
    assert await ledger.spent("batch") == an_order().total


# versions share a file


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET kind = 'painted' WHERE seq = 3",
        "UPDATE event SET body = '{' WHERE seq = 1",
        "UPDATE event SET body = CAST(x'ff00' AS TEXT) WHERE seq = 3",
        "DELETE FROM event WHERE seq = 1",
        "DELETE FROM event",
        "UPDATE event SET kind = 'delivered', body = '{\"files\": []}' WHERE seq = 3",
    ],
)
async def test_what_cannot_be_read_is_shown_and_never_driven(ledger: SqliteLedger, path: Path, statement: str) -> None:
    """A generation with an event of a newer version, or a broken one, shows its stage and points, and can't be claimed."""
    await begin(ledger, "gen-0001", told(Created(task_id="t1")))
    await begin(ledger, "gen-0002", told(Created(task_id="t2")))
    narrowed = statement.replace("seq =", "generation = 'gen-0001' AND seq =") if "seq" in statement else statement
    write_as_another_version(path, narrowed)
    row = await ledger.load("gen-0001")
    assert row is not None
    shown = (row.readable, row.generation.stage, row.generation.held, row.generation.task_id, row.owner.request_id)
    assert shown == (False, Stage.CREATED, 6, "t1", "gen-0001")
    assert len(await ledger.rows(Query(open=True))) == 2
    assert await ledger.claim("gen-0001", force=True) is None
    answer = await ledger.begin(fold("gen-0003", told()), owner("gen-0001"), told(), {})
    assert isinstance(answer, Twin)
    assert not answer.row.readable


async def test_a_stage_of_a_newer_version_is_unknown(ledger: SqliteLedger, path: Path) -> None:
    """A stage without a name here is shown as one of which nobody knows the outcome."""
    await begin(ledger, "gen-0001", told(Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))))
    write_as_another_version(path, "UPDATE event SET kind = 'painted' WHERE seq = 3")
    write_as_another_version(path, "UPDATE generation SET stage = 'drying'")
    row = await ledger.load("gen-0001")
    assert row is not None
    assert (row.generation.stage, row.generation.held) == (Stage.UNKNOWN, 6)


async def test_nothing_is_added_to_what_cannot_be_read(ledger: SqliteLedger, path: Path) -> None:
    """A process that knows less than another adds nothing to the other's story, and forgets none of it."""
    generation = await begin(ledger, "gen-0001", told(Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))))
    write_as_another_version(path, "UPDATE event SET kind = 'painted' WHERE seq = 2")
    created = Entry(200.0, Created(task_id="t1"))
    with pytest.raises(LedgerUnavailable) as caught:
        await ledger.append(after(generation, created), [created], 3)
    assert caught.value.failure.facts.items() >= {"reason": "newer_version"}.items()
    assert not await ledger.forget("gen-0001")


async def test_fields_of_a_newer_version_are_kept(ledger: SqliteLedger, path: Path) -> None:
    """What a newer version wrote beside is read over, and stays in the file when more is added."""
    generation = await begin(ledger, "gen-0001", told())
    write_as_another_version(
        path, "UPDATE event SET body = json_insert(body, '$.mood', 'calm', '$.order.mood', 'calm')"
    )
    row = await ledger.load("gen-0001")
    assert row is not None
    assert (row.generation, row.readable) == (generation, True)
    created = Entry(200.0, Created(task_id="t1"))
    assert await ledger.append(after(generation, created), [created], 2)
    assert b"mood" in path.with_name(f"{path.name}-wal").read_bytes()


# what is forgotten, and what is never there


async def test_what_is_forgotten_leaves_the_disk(ledger: SqliteLedger, path: Path) -> None:
    """Not a byte of parameters, folders or addresses is left in any file of the ledger."""
    secret = "a-very-secret-thing"
    failure = Failure(kind=Kind.DELETED, facts={"x": secret})
    happened = (Created(task_id="t1"), Failed(failure, (attrs.evolve(media(), url=secret),)))
    entries = told(*happened, params={"x": secret}, notices=(Notice("x", {"x": secret}),))
    await begin(ledger, "gen-0001", entries)
    await begin(ledger, "gen-0002", told(Created(task_id="t2")))

    def found() -> bool:
        return any(secret.encode() in item.read_bytes() for item in path.parent.rglob("*") if item.is_file())

    assert found()
    assert await ledger.forget("gen-0001")
    assert not found()
    await ledger.close()
    assert not found()


@pytest.mark.parametrize("words", [1, 20_000], ids=["short", "long"])
async def test_a_forgotten_prompt_leaves_the_disk(ledger: SqliteLedger, path: Path, words: int) -> None:
    """Not a byte of a prompt that was kept is left in any file of the ledger, however many pages it filled."""
    prompt = "zqsecret " * words
    rejected = Rejected(Failure(kind=Kind.BAD_REQUEST))
    again = Reordered(order=an_order(), prompt=prompt)
    await begin(ledger, "gen-0001", told(rejected, again, Sending(), rejected, prompt=prompt))
    await begin(ledger, "gen-0002", told(Created(task_id="t2")))

    def found() -> bool:
        return any(b"zqsecret" in item.read_bytes() for item in path.parent.rglob("*") if item.is_file())

    assert found()
    assert await ledger.forget("gen-0001")
    assert not found()
    await ledger.close()
    assert not found()


async def test_a_ledger_from_before_prompts_could_be_kept_is_read(ledger: SqliteLedger, path: Path) -> None:
    """A body without the field is one whose prompt isn't kept, and goes on from there."""
    rejected = Rejected(Failure(kind=Kind.BAD_REQUEST))
    generation = await begin(ledger, "gen-0001", told(rejected, prompt="a cat"))
    write_as_another_version(path, "UPDATE event SET body = json_remove(body, '$.prompt')")
    row = await ledger.load("gen-0001")
    assert row is not None
    assert (row.generation, row.readable) == (attrs.evolve(generation, prompt=None), True)
    again = Entry(200.0, Reordered(order=an_order(), prompt="a cat"))
    assert await ledger.append(after(row.generation, again), [again], row.seq)
    assert [row.generation.prompt for row in await ledger.rows(Query())] == ["a cat"]


# owners


def test_a_name_is_alive_while_its_lock_is_held(tmp_path: Path) -> None:
    """An owner lives for others while it holds its file, and leaves none behind."""
    one, two = Owners(tmp_path / "owners"), Owners(tmp_path / "owners")
    name = one.own()
    assert one.own() == name
    assert [one.alive(name), two.alive(name), two.alive(None), two.alive("nobody")] == [True, True, False, False]
    one.close()
    assert not two.alive(name)
    assert list((tmp_path / "owners").iterdir()) == []
    assert one.own() != name
    one.close()


def test_files_of_the_dead_are_swept(tmp_path: Path) -> None:
    """Who starts removes what killed processes left, and nothing of the living."""
    folder = tmp_path / "owners"
    one, two = Owners(folder), Owners(folder)
    living = one.own()
    (folder / "123-dead.lock").touch()
    (folder / "readme.txt").touch()
    own = two.own()
    assert {item.name for item in folder.iterdir()} == {f"{living}.lock", f"{own}.lock", "readme.txt"}
    one.close()
    two.close()


def test_who_asks_is_not_taken_for_the_owner(tmp_path: Path) -> None:
    """Two processes that ask at the same moment whether a third lives both learn that it does not."""
    owners = Owners(tmp_path)
    path = tmp_path / "123-dead.lock"
    path.touch()
    descriptor = os.open(path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    assert not owners.alive("123-dead")
    os.close(descriptor)


def test_importing_the_ledger_brings_in_nothing_heavy() -> None:
    """A command that orders nothing pays for no database, no converters and no locks."""
    program = (
        "import sys, imastudio.adapters.sqlite.ledger\n"
        "print(*sorted({'sqlite3', 'cattrs', 'filelock', 'aiohttp'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], env={}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


async def test_sending_comes_back_as_it_was(ledger: SqliteLedger) -> None:
    """The event without a field is an empty body, not a missing one."""
    await begin(ledger, "gen-0001", told())
    row = await ledger.load("gen-0001")
    assert row is not None
    assert row.generation.stage is Stage.SENDING
    assert fold("gen-0001", [told()[0], Entry(101.0, Sending())]) == row.generation
