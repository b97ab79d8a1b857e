"""Who speaks in a chat."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.system.channel import VARIABLE, sender


@pytest.mark.parametrize(
    ("context", "who"),
    [
        ({"sender_id": "ou_1"}, "ou_1"),
        ({"senderId": 42}, "42"),
        ({"channel": "feishu", "sender": {"id": "ou_2"}}, "ou_2"),
        ({"message": {"from_id": "ou_3"}}, "ou_3"),
        ({"from": "al"}, "al"),
        ({"sender": {"id": True}, "user": " "}, None),
        ({"id": "of the message"}, None),
        ([], None),
        ("al", None),
    ],
)
def test_the_sender_is_found(context: object, who: str | None) -> None:
    """At the top, or within who sent it; nothing is guessed."""
    assert who == sender({VARIABLE: json.dumps(context)})


@given(st.text() | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(json.dumps))
def test_any_context_names_somebody_or_nobody(context: str) -> None:
    """It never fails."""
    who = sender({VARIABLE: context})
    assert who is None or 0 < len(who) <= 256


def test_without_a_context_there_is_nobody() -> None:
    """No variable, no sender."""
    assert sender({}) is None
