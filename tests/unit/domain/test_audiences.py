"""Who reads what: commands stand in the texts of terminals alone, and beside those for agents as data."""

import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.documents import failure_document
from imastudio.domain.intent import Doubt, Topic
from imastudio.domain.kernel import Charge, Failure, Kind
from imastudio.domain.messages import say_doubt, say_failure, say_reply
from imastudio.domain.messages.failure_texts import FAILURES
from imastudio.domain.orders import Language, Medium, Scope

FACTS = {
    "id": "7f",
    "task_id": "task-1",
    "taken_by": "8a",
    "approval": "ab12",
    "model": "Wan 2.6",
    "total": 40,
    "expires_at": 0,
    "file": "/s/ledger.sqlite3",
    "folder": "/s",
    "host": "api.example.com",
    "goes_on": True,
    "ordering": True,
}
REASONS = sorted({str(text.when["reason"]) for text in FAILURES[Kind.LEDGER_UNAVAILABLE] if "reason" in text.when})
COMMAND = re.compile(r"\bima [a-z]|(?<![-\w])--[a-z]|\[\[|\]\]")


@given(
    st.sampled_from(Kind),
    st.sampled_from(Scope),
    st.sampled_from([None, *Medium]),
    st.sets(st.sampled_from(sorted(FACTS))),
    st.sampled_from([None, "refused", "proxy", *REASONS]),
    st.sampled_from([None, Charge(5), Charge(5, sure=False)]),
    st.sampled_from([{}, {"ordered": 3, "ready": 1, "failed": 1}]),
)
def test_agents_read_no_command(
    kind: Kind,
    scope: Scope,
    medium: Medium | None,
    known: set[str],
    reason: str | None,
    charge: Charge | None,
    shares: dict[str, int],
) -> None:
    """Whatever is known of a failure; where a terminal's text holds one, the document has it besides."""
    facts = {**{name: FACTS[name] for name in known - {"approval"}}, "reason": reason, **shares}
    if "approval" in known:
        facts |= {name: FACTS[name] for name in ("approval", "model", "total", "expires_at")}
    failure = Failure(kind=kind, value="x", facts=facts, charge=charge)
    document = failure_document(failure, medium, scope=scope)
    for text in (document["text_zh"], document["text_en"]):
        assert not COMMAND.search(text)
    for language in ("zh", "en"):
        terminal = say_failure(failure, language, medium=medium, scope=scope)
        assert "[[" not in terminal
        assert not COMMAND.search(say_failure(failure, language, medium=medium, audience="chat", scope=scope))
        if document["command"] is None:
            assert not re.search(r"\bima (?!ledger salvage)[a-z]", terminal)
    if document["command"] is not None:
        assert document["command"].startswith("ima ")


def test_a_command_can_be_typed_as_it_is() -> None:
    """Whatever a service calls its tasks."""
    failure = Failure(
        kind=Kind.OUTCOME_UNKNOWN, facts={"id": "7f", "task_id": "a b; rm -rf $HOME"}, charge=Charge(5, sure=False)
    )
    command = failure_document(failure)["command"]
    assert command is not None
    assert shlex.split(command) == ["ima", "settle", "7f", "--task-id", "a b; rm -rf $HOME"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_questions_and_replies_in_a_chat_hold_no_command(language: Language) -> None:
    """They are the same otherwise."""
    assert "--image" in say_doubt(Doubt(field="inputs", words=""), language)
    assert not COMMAND.search(say_doubt(Doubt(field="inputs", words=""), language, bare=True))
    for topic in Topic:
        assert not COMMAND.search(say_reply(topic, {"points": 5, "count": 1, "orders": []}, language, bare=True))
