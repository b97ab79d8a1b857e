"""The commands over a ledger in a database: as over a file, by two processes at once, and told plainly where it is away."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from imastudio import Wish, open_studio
from imastudio.fakeserver import FakeIma, drop_after_charge
from tests import warm
from tests.postgres import Server
from tests.shells import Shell, pointed_at

SPEED = "500"
CAT = ("--model", "gemini-3.1-flash-image", "--size", "512", "--speed", SPEED)
JSON = "--output-json"
PASSWORD = "tops3cret"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast server, to which the environment points."""
    with pointed_at(FakeIma(speed=float(SPEED), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return what runs a command."""
    return Shell(capsys)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch, database: str) -> str:
    """Let the environment name a database, with a password that the server doesn't ask for; there it is just past noon.

    A command's clock runs as fast as the server: near the end of an hour its orders would be of the next one.
    """
    url = database.replace("postgres@", f"postgres:{PASSWORD}@")
    now = datetime.now(UTC)
    ahead = (12 * 60 + 1 - (now.hour * 60 + now.minute) + 12 * 60) % (24 * 60) - 12 * 60
    monkeypatch.setenv("IMA_DATABASE_URL", url)
    monkeypatch.setenv("IMA_TIMEZONE", f"{'-' if ahead < 0 else '+'}{abs(ahead) // 60:02}:{abs(ahead) % 60:02}")
    return url


@pytest.mark.usefixtures("there")
def test_a_day_over_a_database(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Ordered, asked, batched, budgeted, waited for, listed, settled: nothing lies in a file, nothing shows the password."""
    out = tmp_path / "out"
    said = [ima("create", "a cat", *CAT, "-o", str(out), "--budget", "100/day", JSON)]
    assert said[-1].document["status"] == "succeeded"
    assert len(list(out.iterdir())) == 1
    said.append(ima("ask", "画一只猫", "--yes", "--speed", SPEED, JSON))
    assert said[-1].code == 0
    lines = tmp_path / "wishes.jsonl"
    lines.write_text("\n".join(json.dumps({"prompt": f"cat {n}", "model": CAT[1], "size": "512"}) for n in range(5)))
    for _ in range(2):  # the second time nothing is ordered again
        said.append(ima("batch", str(lines), "--yes", "--speed", SPEED))
        assert said[-1].code == 0, said[-1].out + said[-1].err
    assert len(fake.charges) == 7
    fake.fail_next("create", drop_after_charge())
    said.append(ima("create", "a lost cat", *CAT, JSON))
    assert said[-1].code == 5
    lost = said[-1].document["generation_id"]
    said.append(ima("settle", lost, "--task-id", fake.charges[-1].task_id, "--speed", SPEED, JSON))
    said += [ima("resume", "--speed", SPEED, JSON), ima("wait", lost, "--speed", SPEED, JSON)]
    assert said[-1].document["status"] == "succeeded"
    said.append(ima("history", JSON))
    assert {row["status"] for row in said[-1].document} == {"succeeded"}
    assert len(said[-1].document) == len(fake.charges) == 8
    said.append(ima("budget", "--budget", "100/day", JSON))
    assert said[-1].document[0]["spent"] == sum(charge.total for charge in fake.charges)
    said.append(ima("create", "one too many", *CAT, "--budget", "10/day", JSON))
    assert said[-1].kind == "above_budget"
    said += [ima("prefs", "set", "香蕉", JSON), ima("prefs", "list", JSON), ima("doctor", JSON), ima("logs")]
    assert said[-2].document["ok"]
    said += [ima("ledger", "verify", JSON), ima("ledger", "backup", str(tmp_path / "copy.sqlite3"), JSON)]
    assert said[-2].document["generations"] == 8
    assert not any(PASSWORD in text for one in said for text in (one.out, one.err))
    assert not list(Path(os.environ["OPENCLAW_STATE_DIR"]).rglob("ledger.sqlite3"))


@pytest.mark.usefixtures("there")
def test_a_work_over_a_database(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Its steps are ordered once each, within what was agreed to."""
    work = tmp_path / "work.yaml"
    work.write_text(
        "title: cats\nsteps:\n"
        "  a: {task_type: text_to_image, prompt: a cat, model: gemini-3.1-flash-image, params: {size: 512px}}\n"
        "  b: {task_type: image_to_image, prompt: snow, image: a, model: gemini-3.1-flash-image, params: {size: 512px}}\n"
    )
    done = ima("work", "run", str(work), "--yes", "--speed", SPEED, "-o", str(tmp_path / "out"), JSON)
    assert done.code == 0, done.err
    assert len(fake.charges) == 2
    assert len(ima("history", JSON).document) == 2


def test_two_processes_at_once(there: str, fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Of one batch run twice at the same time each line is paid once, and both see all of it."""
    lines = tmp_path / "wishes.jsonl"
    lines.write_text("\n".join(json.dumps({"prompt": f"cat {n}", "model": CAT[1], "size": "512"}) for n in range(20)))
    command = [sys.executable, "-m", "imastudio", "batch", str(lines), "--yes", "--speed", SPEED, "--database", there]
    both = [warm.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert len(fake.charges) == 20
    assert [len(out.splitlines()) for out, _ in told] == [20, 20]
    assert len(ima("history", JSON, "--limit", "50").document) == 20
    assert not any(PASSWORD in text for pair in told for text in pair)


AWAY = [
    ("unreachable", "postgresql://ann:tops3cret@127.0.0.1:1/orders", "can't be reached"),
    ("address", "mysql://ann:tops3cret@127.0.0.1/orders", "postgresql://user@host/database"),
]


@pytest.mark.parametrize(("reason", "url", "words"), AWAY)
def test_a_database_that_will_not_do(
    fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch, reason: str, url: str, words: str
) -> None:
    """Nothing is ordered, exit 3, one sentence with the way out, no password; doctor finds it too."""
    for language in ("en", "zh"):
        said = ima("create", "a cat", *CAT, "--database", url, "--language", language, JSON)
        assert said.code == 3
        assert (said.document["error"]["kind"], said.document["error"]["reason"]) == ("ledger_unavailable", reason)
        assert PASSWORD not in said.out + said.err
        assert words in said.err or language == "zh"
    monkeypatch.setenv("IMA_DATABASE_URL", url)
    found = ima("doctor", "--language", "en", JSON)
    assert found.code != 0
    assert words in found.out
    assert PASSWORD not in found.out + found.err
    assert fake.charges == ()


def test_a_missing_database_and_another_user(fake: FakeIma, ima: Shell, database: str, postgres: Server) -> None:
    """Each is told apart."""
    said = ima("history", "--database", postgres.at("no_such_database"), JSON)
    assert (said.code, said.document["error"]["reason"]) == (3, "no_database")
    said = ima("history", "--database", database.replace("postgres@", f"nobody_there:{PASSWORD}@"), JSON)
    assert (said.code, said.document["error"]["reason"]) == (3, "login")
    assert PASSWORD not in said.out + said.err
    del fake


def test_without_the_extra_it_is_named(
    fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    """A sentence, no traceback."""
    import importlib.util  # noqa: PLC0415 - patched below

    find = importlib.util.find_spec
    monkeypatch.setattr(
        "imastudio.adapters.wiring.ledgers.find_spec", lambda name: None if name == "psycopg" else find(name)
    )
    said = ima("create", "a cat", *CAT, "--database", database, "--language", "en", JSON)
    assert (said.code, said.document["error"]["reason"]) == (3, "no_psycopg")
    assert "pip install 'imastudio[postgres]'" in said.err
    assert fake.charges == ()


def test_a_ledger_moves_to_a_database_and_back(
    fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch, database: str, tmp_path: Path
) -> None:
    """What was ordered over a file is known there, is not ordered again, and comes back whole."""
    state = tmp_path / "state"
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(state))
    file = str(state / "ima_ledger" / "ledger.sqlite3")
    assert ima("create", "a cat", *CAT, "--request-id", "one", JSON).code == 0
    copied = ima("ledger", "copy", file, database, JSON)
    assert copied.code == 0, copied.err
    assert (copied.document["generations"], copied.document["points"]) == (1, fake.charges[0].total)
    monkeypatch.setenv("IMA_DATABASE_URL", database)
    assert ima("create", "a cat", *CAT, "--request-id", "one", JSON).code == 0
    assert len(fake.charges) == 1
    again = ima("ledger", "copy", file, database, "--language", "en", JSON)
    assert (again.code, again.document["error"]["reason"]) == (3, "not_empty")
    back = ima("ledger", "copy", database, str(tmp_path / "back.sqlite3"), JSON)
    assert back.document["digest"] == copied.document["digest"]
    shown = ima("ledger", "copy", "--help").out
    assert re.search("All of it arrives, or nothing", shown)


async def test_the_database_says_what_time_it_is(
    fake: FakeIma, monkeypatch: pytest.MonkeyPatch, database: str, tmp_path: Path
) -> None:
    """What hosts write whose clocks are minutes apart stands in the order in which it happened."""
    wish = Wish(prompt="a cat", model=CAT[1], params={"size": "512px"})
    true, ids = time.time, []
    rows: Sequence[Any] = ()
    for wrong in (300.0, -300.0, 0.0):
        monkeypatch.setattr("imastudio.adapters.system.clock.time.time", lambda wrong=wrong: true() + wrong)
        async with open_studio(database=database, state_dir=tmp_path, workers=False) as studio:
            ids.append((await studio.submit(attrs.evolve(wish, prompt=f"a cat {wrong}"))).id)
            rows = await studio.history()
    monkeypatch.undo()
    assert [row.generation.id for row in rows] == ids[::-1]
    assert all(abs(row.at - time.time()) < 120 for row in rows)
    del fake
