"""What people do about their ledger, in real processes: a damaged one, a renewed key, a task found in the vendor's console."""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import pytest

from imastudio.domain.lifecycle import digest
from imastudio.fakeserver import FakeIma, drop_after_charge
from tests import warm
from tests.shells import Shell, pointed_at

SPEED = "500"
MODEL = ("--model", "gemini-3.1-flash-image", "--size", "512")


@attrs.frozen
class Place:
    """A machine with one state folder, on which commands are run."""

    fake: FakeIma
    folder: Path

    def run(self, *arguments: str, **environment: str) -> tuple[int, Any, str]:
        """Run `ima` in a process of its own; return its exit code, its JSON and what people read."""
        fast = () if arguments[0] == "ledger" else ("--speed", SPEED)
        done = warm.run(
            [sys.executable, "-m", "imastudio", *arguments, *fast, "--output-json"],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, "OPENCLAW_STATE_DIR": str(self.folder), **environment},
        )
        return done.returncode, json.loads(done.stdout), done.stderr

    @property
    def ledger(self) -> Path:
        """Return where the ledger lies."""
        return self.folder / "ima_ledger" / "ledger.sqlite3"

    def order(self, *more: str, **environment: str) -> tuple[int, Any, str]:
        """Order a small picture."""
        return self.run("create", "a cat", *MODEL, *more, **environment)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Place]:
    """Return a fresh machine before a fast server."""
    with pointed_at(FakeIma(speed=float(SPEED), strict=True), monkeypatch) as fake:
        yield Place(fake, tmp_path / "state")


def batch(place: Place, count: int, *more: str, **environment: str) -> tuple[int, list[Any]]:
    """Run a batch of so many lines; return its exit code and what came of each."""
    wishes = place.folder.parent / "wishes.jsonl"
    lines = [{"prompt": f"cat {number}", "model": MODEL[1], "size": "512"} for number in range(count)]
    wishes.write_text("\n".join(map(json.dumps, lines)))
    done = warm.run(
        [sys.executable, "-m", "imastudio", "batch", str(wishes), "--yes", "--speed", SPEED, *more],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        env={**os.environ, "OPENCLAW_STATE_DIR": str(place.folder), **environment},
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def renewed_key(fake: FakeIma) -> dict[str, str]:
    """Give the account another key; return the environment with it. The former one is good for nothing any more."""
    key = "ima_fake_renewed_key_for_tests"
    fake.world.accounts[key] = fake.world.accounts.pop(fake.key)
    return {"IMA_API_KEY": key}


@pytest.mark.parametrize("damage", ["emptied", "gone", "first page", "garbage"])
def test_a_damaged_ledger_pays_nothing_twice(place: Place, damage: str) -> None:
    """The same batch again orders nothing that was paid for, until a person accepts what is missing."""
    assert batch(place, 8)[0] == 0
    before = len(place.fake.charges)
    assert place.run("ledger", "verify")[0] == 0
    content = place.ledger.read_bytes()
    match damage:
        case "emptied":
            place.ledger.write_bytes(b"")
        case "gone":
            place.ledger.unlink()
        case "first page":
            place.ledger.write_bytes(b"\x00" * 4096 + content[4096:])
        case "garbage":
            place.ledger.write_bytes(b"x" * len(content))
    batch(place, 8)
    batch(place, 8)
    assert len(place.fake.charges) == before
    known = {row["generation_id"] for row in place.run("history")[1]}
    assert len(known) == (8 if damage == "first page" else 0)
    code, check, told = place.run("ledger", "verify")
    assert (code, check["ok"], len(check["losses"])) == (3, False, 1)
    assert "accept-loss" in told
    code, refused, _ = place.order()
    assert (code, refused["error"]["kind"]) == (3, "ledger_unavailable")
    assert place.run("ledger", "accept-loss")[1] == {"accepted": 1}
    assert place.order()[0] == 0
    assert len(place.fake.charges) == before + 1


READERS = (
    ("history",),
    ("history", "--unknown"),
    ("resume",),
    ("budget",),
    ("wait", "{id}"),
    ("settle", "{id}", "--undo"),
    ("forget", "{id}"),
    ("work", "list"),
    ("work", "show", "nothing"),
    ("work", "resume", "nothing"),
    ("doctor",),
    ("create", "a dog", *MODEL),
)


@pytest.mark.usefixtures("place")
def test_everything_that_reads_the_ledger_tells_of_its_loss(capsys: pytest.CaptureFixture[str]) -> None:
    """Each command, in text and in every JSON document that has notices, with what to do, until the loss is accepted."""
    ima = Shell(capsys)
    ledger = Path(os.environ["OPENCLAW_STATE_DIR"]) / "ima_ledger" / "ledger.sqlite3"
    done = ima("create", "a cat", *MODEL, "--speed", SPEED, "--output-json").document["generation_id"]
    ledger.write_bytes(b"")
    assert "ima ledger verify" in ima("history").err  # finds it
    for words in READERS:
        said = ima(*(word.format(id=done) for word in words), "--output-json")
        assert "ima ledger accept-loss" in said.err, words
        for part in said.document if isinstance(said.document, list) else [said.document]:
            if "notices" in part:
                assert "ledger_incomplete" in [notice["code"] for notice in part["notices"]], words
        assert "ima ledger accept-loss" in ima(*(word.format(id=done) for word in words), "--language", "zh").err, words
    ima("ledger", "accept-loss")
    for words in READERS[:4]:
        assert "accept-loss" not in ima(*words).err, words
    assert "ledger_incomplete" not in ima("budget", "--output-json").out


def test_what_was_paid_for_is_taken_in_after_a_loss(place: Place) -> None:
    """A task that the damaged file held is adopted before the loss is accepted: nothing is ordered by that."""
    task = place.order()[1]["task_id"]
    place.ledger.write_bytes(b"")
    code, result, _ = place.run("adopt", task, "--task-type", "text_to_image", "--points", "4")
    assert (code, result["status"], [one["code"] for one in result["notices"]]) == (0, "succeeded", ["ledger_loss"])
    assert len(place.fake.charges) == 1


@pytest.mark.measured
def test_a_copy_brings_back_what_was_lost(place: Place, tmp_path: Path) -> None:
    """A copy is made while the ledger is in use, overwrites nothing, and what it holds is not paid again."""
    assert batch(place, 4)[0] == 0
    copy = tmp_path / "copy.sqlite3"
    assert place.run("ledger", "backup", str(copy))[1] == {"backup": str(copy)}
    assert place.run("ledger", "backup", str(copy))[0] == 2
    place.ledger.write_bytes(b"")
    assert place.run("history")[1] == []
    code, found, _ = place.run("ledger", "salvage", str(copy))
    assert (code, found["generations"], found["missing"]) == (0, 4, 0)
    assert len(place.run("history")[1]) == 4
    assert place.order()[0] == 3
    assert place.run("ledger", "accept-loss")[0] == 0
    before = len(place.fake.charges)
    assert batch(place, 4)[0] == 0
    assert len(place.fake.charges) == before


@pytest.mark.measured
def test_a_renewed_key_forgets_nothing(place: Place) -> None:
    """The batch of the former key is not ordered again, its unfinished orders are shown, and can be taken over."""
    assert batch(place, 3)[0] == 0
    place.fake.fail_next("create", drop_after_charge())
    lost = place.order("--request-id", "mine")
    assert lost[0] == 5
    before = len(place.fake.charges)
    renewed = renewed_key(place.fake)
    code, lines = batch(place, 3, **renewed)
    assert (code, [line["status"] for line in lines]) == (0, ["succeeded"] * 3)
    assert len(place.fake.charges) == before
    code, refused, _ = place.order("--request-id", "mine", **renewed)
    assert (code, refused["error"]["kind"]) == (3, "other_key")
    _, rows, told = place.run("history", **renewed)
    assert [(row["generation_id"], row["status"], row["other_key"]) for row in rows] == [
        (lost[1]["generation_id"], "unknown", True)
    ]
    assert "ima ledger adopt-key" in told
    assert "ima ledger adopt-key" in place.run("resume", **renewed)[2]
    code, refused, _ = place.run("wait", lost[1]["generation_id"], **renewed)
    assert (code, refused["error"]["kind"]) == (3, "other_key")
    assert place.run("ledger", "adopt-key", **renewed)[1] == {"adopted": 4}
    assert len(place.run("history", **renewed)[1]) == 4
    assert len(place.fake.charges) == before
    assert (
        place.order("--request-id", "mine", "--again", **renewed)[0] != 0
    )  # unknown, and ours now: to be settled first


def test_what_another_key_has_is_ordered_anew_at_a_word(place: Place) -> None:
    """With --again, and only then."""
    assert place.order("--request-id", "mine")[0] == 0
    renewed = renewed_key(place.fake)
    assert place.order("--request-id", "mine", "--again", **renewed)[0] == 0
    assert len(place.fake.charges) == 2
    assert place.order("--request-id", "mine", **renewed)[0] == 0  # this key's own by now
    assert len(place.fake.charges) == 2


def test_a_typo_in_a_task_id_can_be_taken_back(place: Place, tmp_path: Path) -> None:
    """Settling asks the service, refuses what it doesn't know or another order has, and can be undone."""
    done = place.order()
    place.fake.fail_next("create", drop_after_charge())
    lost = place.order("-o", str(tmp_path / "out"))[1]["generation_id"]
    task = place.fake.charges[-1].task_id
    for typo, kind in (
        (f"{task}x", "task_not_found"),
        (done[1]["task_id"], "task_taken"),
        ("a b", "value_not_offered"),
    ):
        code, refused, _ = place.run("settle", lost, "--task-id", typo)
        assert (code, refused["error"]["kind"]) == (3, kind)
    assert place.run("settle", lost, "--not-charged")[1]["status"] == "rejected"
    assert place.run("settle", lost, "--undo")[1]["status"] == "unknown"
    assert place.run("settle", lost, "--task-id", task)[1]["status"] == "running"
    code, _, _ = place.run("wait", lost)
    assert (code, len(list((tmp_path / "out").iterdir()))) == (0, 1)
    assert place.run("settle", lost, "--undo")[0] == 3


def test_a_task_from_the_console_is_taken_in(place: Place, tmp_path: Path) -> None:
    """Counted, waited for and delivered; nothing is ordered."""
    other = attrs.evolve(place, folder=tmp_path / "other")
    task = other.order()[1]["task_id"]
    before = len(place.fake.charges)
    code, result, _ = place.run(
        "adopt", task, "--task-type", "text_to_image", "--points", "4", "-o", str(tmp_path / "out")
    )
    assert (code, result["status"], result["credit"], result["task_id"]) == (0, "succeeded", 4, task)
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert len(place.fake.charges) == before
    spent = {period["period"]: period["spent"] for period in place.run("budget")[1]}
    assert spent["day"] == 4
    code, refused, _ = place.run("adopt", "nothing", "--task-type", "text_to_image", "--points", "4")
    assert (code, refused["error"]["kind"]) == (3, "task_not_found")


def test_an_address_is_one_however_it_is_spelled(place: Place) -> None:
    """The same request id at `localhost` is the order at 127.0.0.1; what an older version kept under that spelling is shown."""
    assert place.order("--request-id", "mine")[0] == 0
    local = {"IMA_BASE_URL": place.fake.url.replace("127.0.0.1", "LOCALHOST") + "/"}
    code, again, _ = place.order("--request-id", "mine", **local)
    assert (code, again["status"], len(place.fake.charges)) == (0, "succeeded", 1)
    with closing(sqlite3.connect(place.ledger)) as connection, connection:  # as an older version has it
        spelled = place.fake.url.replace("127.0.0.1", "localhost")
        account, address = digest(spelled, place.fake.key), digest("address", spelled)
        connection.execute("UPDATE generation SET account = ?", (account,))
        connection.execute("UPDATE account SET name = ?, address = ?", (account, address))
    assert place.order("--request-id", "mine", **local)[1]["error"]["kind"] == "other_key"
    assert place.run("ledger", "adopt-key")[1] == {"adopted": 1}
    assert place.order("--request-id", "mine")[1]["status"] == "succeeded"
    assert len(place.fake.charges) == 1
