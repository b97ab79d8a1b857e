"""The journal's contract, over memory, files and a program's own structlog."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import structlog
import structlog.testing

from imastudio import Wish, open_studio
from imastudio.adapters.files.journal import FileJournal
from imastudio.adapters.files.structlog_journal import StructlogJournal
from imastudio.adapters.memory.journal import MemoryJournal
from imastudio.testing.contracts import JournalContract, KeptJournal


def _memory(_: Path) -> KeptJournal:
    journal = MemoryJournal(secrets=["hunter2"])
    return KeptJournal(journal, lambda: json.loads(json.dumps(journal.lines)))


def _file(folder: Path) -> KeptJournal:
    journal = FileJournal(folder / "logs", now=lambda: 1_800_000_000.0, note=print, secrets=["hunter2"])

    def lines() -> list[dict[str, Any]]:
        files = sorted((folder / "logs").glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text(encoding="ascii").splitlines()]

    return KeptJournal(journal, lines)


def _structlog(_: Path) -> KeptJournal:
    written = structlog.testing.LogCapture()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(), processors=[written], wrapper_class=structlog.make_filtering_bound_logger(0)
    )
    journal = StructlogJournal(logger, secrets=["hunter2"])
    return KeptJournal(
        journal, lambda: [{"level": line.pop("log_level"), **line} for line in map(dict, written.entries)]
    )


class TestMemoryJournal(JournalContract):
    """In memory."""

    @pytest.fixture
    def make_journal(self, tmp_path: Path) -> Callable[[], KeptJournal]:
        """Return what makes one."""
        return lambda: _memory(tmp_path)


class TestFileJournal(JournalContract):
    """In a file."""

    @pytest.fixture
    def make_journal(self, tmp_path: Path) -> Callable[[], KeptJournal]:
        """Return what makes one."""
        return lambda: _file(tmp_path)


class TestStructlogJournal(JournalContract):
    """In the log of a program."""

    @pytest.fixture
    def make_journal(self, tmp_path: Path) -> Callable[[], KeptJournal]:
        """Return what makes one."""
        return lambda: _structlog(tmp_path)


def test_a_logger_that_fails_stops_nothing() -> None:
    """It is counted, and the order goes on."""

    def broken(*_: object) -> structlog.typing.EventDict:
        raise LookupError

    journal = StructlogJournal(
        structlog.wrap_logger(
            structlog.PrintLogger(), processors=[broken], wrapper_class=structlog.make_filtering_bound_logger(0)
        )
    )
    journal.info("ordered")
    assert journal.failures == 1


async def test_a_studio_writes_to_the_program_s_own_log(tmp_path: Path) -> None:
    """And to no file of ours."""
    kept = _structlog(tmp_path)
    async with open_studio(offline=True, state_dir=tmp_path, journal=kept.journal) as studio:
        await studio.generate(Wish(prompt="a cat"))
    assert "ordered" in {line["event"] for line in kept.lines()}
    assert list(tmp_path.rglob("*.jsonl")) == []
