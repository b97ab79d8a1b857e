"""What holds for every journal: lines in order, never an error, nothing secret, and of an error its places alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
import structlog
import structlog.testing
from hypothesis import given
from hypothesis import strategies as st

from imastudio import Wish, open_studio
from imastudio.adapters.files.journal import FileJournal
from imastudio.adapters.files.structlog_journal import StructlogJournal
from imastudio.adapters.memory.journal import MemoryJournal
from imastudio.ports.journal import Journal

KEY = "ima_0123456789abcdef"


@attrs.frozen
class Kept:
    """A journal, and what came to rest in it."""

    journal: Journal
    lines: Callable[[], list[dict[str, Any]]]


def _memory(_: Path) -> Kept:
    journal = MemoryJournal(secrets=["hunter2"])
    return Kept(journal, lambda: json.loads(json.dumps(journal.lines)))


def _file(folder: Path) -> Kept:
    journal = FileJournal(folder / "logs", now=lambda: 1_800_000_000.0, note=print, secrets=["hunter2"])

    def lines() -> list[dict[str, Any]]:
        files = sorted((folder / "logs").glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text(encoding="ascii").splitlines()]

    return Kept(journal, lines)


def _structlog(_: Path) -> Kept:
    written = structlog.testing.LogCapture()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(), processors=[written], wrapper_class=structlog.make_filtering_bound_logger(0)
    )
    journal = StructlogJournal(logger, secrets=["hunter2"])
    return Kept(journal, lambda: [{"level": line.pop("log_level"), **line} for line in map(dict, written.entries)])


@pytest.fixture(params=[_memory, _file, _structlog], ids=["memory", "file", "structlog"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """Return each journal."""
    made: Kept = request.param(tmp_path)
    return made


def test_lines_come_to_rest_in_order(kept: Kept) -> None:
    """Each line has its level, its event and its facts."""
    kept.journal.info("ordered", generation="g1", points=6)
    kept.journal.warning("poll_missed", generation="g1", why="unanswered")
    kept.journal.error("step_failed", generation="g1")
    assert [(line["level"], line["event"], line["generation"]) for line in kept.lines()] == [
        ("info", "ordered", "g1"),
        ("warning", "poll_missed", "g1"),
        ("error", "step_failed", "g1"),
    ]
    assert kept.lines()[0]["points"] == 6


def test_nothing_secret_is_kept(kept: Kept) -> None:
    """Keys, secrets that were named, prompts, user ids and queries of addresses are withheld, wherever they stand."""
    facts: dict[str, Any] = {
        "prompt": "a cat",
        "user_id": "al",
        "why": f"{KEY} hunter2",
        "url": "https://x.example/a?sig=abc",
    }
    kept.journal.info("said", **facts)
    kept.journal.warning("said", **facts)
    kept.journal.error("said", **facts)
    text = json.dumps(kept.lines())
    assert [word for word in (KEY, "hunter2", "a cat", '"al"', "sig=") if word in text] == []
    assert len(kept.lines()) == 3


def test_of_an_error_its_places_are_kept(kept: Kept) -> None:
    """Class and places of an error and of its causes, no message: it may quote a prompt."""

    def fails() -> None:
        try:
            {"": 0}["a cat"]
        except KeyError as cause:
            raise RuntimeError("a cat on a mat") from cause

    with pytest.raises(RuntimeError) as caught:
        fails()
    kept.journal.error("messenger_failed", error=caught.value)
    (line,) = kept.lines()
    assert [link["type"] for link in line["error"]] == ["RuntimeError", "KeyError"]
    assert line["error"][0]["at"][-1].endswith(" fails")
    assert "a cat" not in json.dumps(line)


@given(st.dictionaries(st.text(), st.text() | st.binary() | st.integers() | st.floats() | st.lists(st.text())))
def test_any_facts_are_taken(tmp_path_factory: pytest.TempPathFactory, facts: dict[str, object]) -> None:
    """No value and no name of a fact raises, or breaks a line."""
    safe = {name: value for name, value in facts.items() if name not in {"self", "event", "error"}}
    for make in (_memory, _file, _structlog):
        kept = make(tmp_path_factory.mktemp("journal"))
        kept.journal.info("x", **safe)
        kept.journal.error("y", error=ValueError(), **safe)
        assert [line["event"] for line in kept.lines() if "event" not in safe][:2] == ["x", "y"]


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
