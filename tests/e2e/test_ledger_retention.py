"""`ima ledger stats` and `ima ledger prune`: what is old goes once that is agreed to, and nothing is paid for twice by it."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.domain.lifecycle import Created, Entry, Intended, Query, Row, Sending, Succeeded
from imastudio.fakeserver import FakeIma
from imastudio.testing.contracts.ledger import begin_all
from imastudio.testing.strategies import media
from tests.shells import Shell, pointed_at

YEAR_S = 365 * 86_400.0
ORDER = ("create", "a cat", "--model", "gemini-3.1-flash-image", "--size", "512", "--speed", "500", "--output-json")


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeIma]:
    """Return a fast server that the environment points to, before a fresh state folder."""
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(tmp_path / "state"))
    with pointed_at(FakeIma(speed=500, strict=True), monkeypatch) as fake:
        yield fake


def old_ones(folder: Path, like: Row, names: list[str]) -> None:
    """Put orders into the ledger that were made two years ago, by whoever made `like` and for the same, under these names."""

    async def put() -> None:
        ledger = SqliteLedger(folder / "ima_ledger" / "ledger.sqlite3")
        for number, name in enumerate(names):
            at = time.time() - 2 * YEAR_S + number
            entries = [
                Entry(at, Intended(like.generation.order)),
                Entry(at + 1, Sending()),
                Entry(at + 2, Created(task_id=f"task-{name}")),
                Entry(at + 3, Succeeded((media(),))),
            ]
            whose = attrs.evolve(like.owner, request_id=name)
            await begin_all(ledger, f"{number:018x}", entries, owner=whose, purses={"mine": None})
        await ledger.close()

    asyncio.run(put())


def rows(folder: Path) -> list[Row]:
    """Return what the ledger lists."""

    async def read() -> list[Row]:
        ledger = SqliteLedger(folder / "ima_ledger" / "ledger.sqlite3")
        found = list(await ledger.rows(Query()))
        await ledger.close()
        return found

    return asyncio.run(read())


def test_what_is_old_goes_and_is_not_paid_for_again(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Rehearsed, agreed to, done: the new order stays, sums stay, and an old request id gives the old order back, uncharged."""
    folder = tmp_path / "state"
    assert ima(*ORDER, "--request-id", "yesterday").code == 0
    (yesterday,) = rows(folder)
    old_ones(folder, yesterday, ["chosen", "another"])
    assert ima(*ORDER, "--request-id", "today").code == 0
    before = ima("ledger", "stats", "--output-json").document
    assert (before["generations"], before["pruned"], len(before["months"])) == (4, 0, 2)

    rehearsed = ima("ledger", "prune", "--older", "1y", "--dry-run", "--output-json").document
    assert (rehearsed["dry_run"], rehearsed["generations"], rehearsed["named"]) == (True, 2, 2)
    unsaid = ima("ledger", "prune", "--older", "1y")
    assert (unsaid.code, len(rows(folder))) == (2, 4)
    done = ima("ledger", "prune", "--older", "1y", "--yes", "--output-json").document
    assert {row.owner.request_id for row in rows(folder)} == {"today", "yesterday"}
    assert {**done, "bytes": 0, "dry_run": True, "before": 0} == {**rehearsed, "bytes": 0, "before": 0}
    after = ima("ledger", "stats", "--output-json").document
    assert (after["generations"], after["pruned"], after["months"]) == (2, 2, before["months"])

    charges = len(fake.charges)
    again = ima(*ORDER, "--request-id", "chosen")
    assert (again.code, len(fake.charges)) == (0, charges)
    result = again.document
    assert (result["task_id"], result["status"], result["url"]) == ("task-chosen", "succeeded", None)
    assert [notice["code"] for notice in result["notices"]] == ["pruned"]
    gone = ima("wait", "task-chosen", "--output-json")
    assert (gone.code, gone.kind) == (3, "not_readable")
    assert ima("ledger", "verify", "--output-json").document["ok"]
    assert ima(*ORDER, "--request-id", "another one").code == 0
    assert len(fake.charges) == charges + 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_told_in_both_languages(fake: FakeIma, ima: Shell, tmp_path: Path, language: str) -> None:
    """With what goes, since when, and what stays."""
    del fake
    assert ima(*ORDER).code == 0
    (today,) = rows(tmp_path / "state")
    old_ones(tmp_path / "state", today, ["chosen"])
    assert ima(*ORDER).code == 0
    words = ("--language", language)
    stats = ima("ledger", "stats", *words)
    assert stats.code == 0
    assert ("份订单" in stats.out) is (language == "zh")
    assert str(today.generation.held) in stats.out
    unsaid = ima("ledger", "prune", "--older", "1y", *words)
    assert (unsaid.code, "--dry-run" in unsaid.err, "清理" in unsaid.err) == (2, True, language == "zh")
    would = ima("ledger", "prune", "--older", "1y", "--dry-run", *words)
    assert (would.code, "清理" in would.err) == (0, language == "zh")
    assert ima("ledger", "prune", "--older", "1y", "--yes", *words).code == 0
    assert ima("ledger", "prune", "--older", "1y", "--yes", *words).code == 0


@pytest.mark.parametrize("older", ["", "x", "0d", "1 year"])
def test_what_is_no_age_is_refused(ima: Shell, older: str) -> None:
    """With what may be said, before anything is looked at."""
    said = ima("ledger", "prune", "--older", older)
    assert said.code == 3
    assert "90d" in said.err
