"""Every line of the tables earns its place: without it some case is understood differently.

A sample is tried each time; all of them with `IMA_ALL_ROWS=1`. Lines that no case needs yet are named in `UNHELD`, which may
only shrink: a line that is added brings a case with it.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import groupby

import attrs
import pytest

from imastudio.domain.intent import lexicon, tokens
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.interpreter import interpret
from imastudio.domain.intent.rows import LexiconEntry
from imastudio.domain.intent.tables import models
from imastudio.domain.intent.tags import Tag
from imastudio.domain.orders.tasks import InputKind
from tests.intent.cases import Case, cases

EVERY_ROW = os.environ.get("IMA_ALL_ROWS") == "1"
SAMPLED = 12
_MOST_TRIED = 60
CASES = tuple(cases())
FOLDED = tuple((fold(case.words), case) for case in CASES)
# Closed lists are tried where their words stand: a voice and a number need no case of their own.
LISTED = {Tag.SPEAKER: "用{}的声音朗读：你好", Tag.NUMBER: "make {} images of a wolf"}
# Rows, by their first phrase, that no case of ours needs yet.
UNHELD = frozenset[str]()


@attrs.frozen
class Row:
    """One line of a table: the phrases that play one part and mean one thing."""

    table: int
    entries: tuple[LexiconEntry, ...]

    @property
    def name(self) -> str:
        """Return its first phrase and its part."""
        return f"{self.entries[0].phrase} ({self.entries[0].tag})"


def rows() -> Iterator[Row]:
    """Yield all lines of all tables."""
    for number, table in enumerate(lexicon.TABLES):
        if table is models.TABLE:  # the names of what is sold: held by `test_every_name_is_understood`
            continue
        for _, entries in groupby(table, key=lambda entry: (entry.tag, str(entry.value))):
            yield Row(number, tuple(entries))


ROWS = tuple(rows())
TRIED = ROWS if EVERY_ROW else ROWS[:: max(1, len(ROWS) // SAMPLED)]


def _without(row: Row) -> lexicon.Tree:
    dropped = set(map(id, row.entries))
    return lexicon.grow(entry for table in lexicon.TABLES for entry in table if id(entry) not in dropped)


def _touched(row: Row) -> Sequence[Case]:
    phrases = [fold(entry.phrase) for entry in row.entries]
    form = LISTED.get(row.entries[0].tag)
    if form is not None:
        words = form.format(row.entries[0].phrase)
        return [Case(pictures=0, expected="right", meaning="", words=words, prompt="")]
    touched = [case for text, case in FOLDED if any(phrase in text for phrase in phrases)]
    return touched[:: max(1, len(touched) // _MOST_TRIED)]


def _meant(case: Case) -> object:
    proposal = interpret(case.words, [InputKind.IMAGE] * case.pictures)
    return attrs.evolve(proposal, evidence=())


@pytest.mark.parametrize("row", TRIED, ids=lambda row: row.name)
def test_a_line_of_a_table_is_needed(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dropped, it changes what some case means."""
    touched = _touched(row)
    before = [_meant(case) for case in touched]
    monkeypatch.setattr(tokens, "TREE", _without(row))
    held = any(_meant(case) != meant for case, meant in zip(touched, before, strict=True))
    assert held or row.name in UNHELD, f"{row.name}: add a case to tests/intent, or drop the line"


def test_every_name_is_understood() -> None:
    """Whatever it is called, the model is the one that the name stands for."""
    other = {}
    for name, stands_for in models.NAMES.items():
        proposal = interpret(f"for this once use {name} please, a wolf in the snow")
        if proposal.model not in stands_for and "model" not in [doubt.field for doubt in proposal.doubts]:
            other[name] = proposal.model
    assert other == {}
