"""What holds for every journal: lines in order, never an error, nothing secret, and of an error its places alone."""

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imastudio.ports.journal import Journal

KEY = "ima_0123456789abcdef"


@attrs.frozen
class KeptJournal:
    """A journal, and what came to rest in it."""

    journal: Journal
    lines: Callable[[], list[dict[str, Any]]]


class JournalContract:
    """The suite. Override the fixture `make_journal`."""

    SECRET = "hunter2"
    """A secret that the journal is to be told of when it is made."""

    @pytest.fixture
    def make_journal(self) -> Callable[[], KeptJournal]:
        """Return what makes a journal that knows `SECRET`, with a way to read its lines back as dicts."""
        raise NotImplementedError

    @pytest.fixture
    def kept(self, make_journal: Callable[[], KeptJournal]) -> KeptJournal:
        """Return one journal."""
        return make_journal()

    def test_lines_come_to_rest_in_order(self, kept: KeptJournal) -> None:
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

    def test_nothing_secret_is_kept(self, kept: KeptJournal) -> None:
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

    def test_of_an_error_its_places_are_kept(self, kept: KeptJournal) -> None:
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

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors])
    @given(st.dictionaries(st.text(), st.text() | st.binary() | st.integers() | st.floats() | st.lists(st.text())))
    def test_any_facts_are_taken(self, make_journal: Callable[[], KeptJournal], facts: dict[str, object]) -> None:
        """No value and no name of a fact raises, or breaks a line."""
        safe = {name: value for name, value in facts.items() if name not in {"self", "event", "error"}}
        kept = make_journal()
        before = len(kept.lines())
        kept.journal.info("x", **safe)
        kept.journal.error("y", error=ValueError(), **safe)
        assert [line["event"] for line in kept.lines()[before:] if "event" not in safe] == ["x", "y"]
