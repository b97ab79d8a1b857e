"""What the log says of a generation: a line for each step that matters, with nothing that names a person."""

import json

from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.lifecycle.events import NotYet, Refused, Reordered, Sending, Unsettled, Uploaded, Yielded
from imastudio.domain.lifecycle.generation import Generation, Stage
from imastudio.domain.lifecycle.journal_lines import NAMES, SURPRISES, journal_line
from imastudio.testing.strategies import an_order, events


@given(events, st.integers(0, 10**9))
def test_every_event_has_its_line_or_none(event: object, milliseconds: int) -> None:
    """Steps that cost, end or go wrong have one; facts are plain data, and no prompt, address or file is among them."""
    generation = Generation(id="g1", order=an_order(), stage=Stage.SENDING, intended_at=0.0, due=0.0)
    line = journal_line(generation, event, milliseconds)  # type: ignore[arg-type]
    if isinstance(event, Uploaded | Reordered | Unsettled | Yielded | NotYet):
        assert line is None
        return
    assert line is not None
    name, facts = line
    assert name == NAMES[type(event)]  # type: ignore[index]
    assert (facts["generation"], facts["points"], facts["milliseconds"]) == ("g1", 6, milliseconds)
    assert not {"prompt", "url", "user", "files_at"} & set(facts)
    assert "https://" not in json.dumps(dict(facts))


def test_surprises_are_names() -> None:
    """What should be looked at is among what has a line; leaving is none of it."""
    assert set(NAMES.values()) > SURPRISES
    assert NAMES[Sending] not in SURPRISES
    assert NAMES[Refused] in SURPRISES
