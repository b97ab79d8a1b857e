"""Turns that people labelled: what stood, what was said, and what each part of it does.

A line of `turns/*.tsv`: the state, the medium, the description of what stands, and the turn with a label before each part. The
states and labels are told in docs/reference/words.md. Of ten turns one is kept apart: nothing is learnt from it, and it is
judged; `cases.tsv` has what other tests hold, and all of it is learnt.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import attrs

from imastudio.domain.intent.features import Situation

HERE = Path(__file__).parent
_PART = re.compile(r"\[([a-z:?]+)\]((?:(?!\[[a-z:?]+\]).)*)")
_ONE_OF = 10


@attrs.frozen
class LabelledTurn:
    """A turn as its parts, each with its label: an act, for a wish with its medium ("wish:video")."""

    situation: Situation
    parts: Sequence[tuple[str, str]]
    of_cases: bool = False

    @property
    def words(self) -> str:
        """Return what was said."""
        return "".join(words for _, words in self.parts)

    @property
    def kept_apart(self) -> bool:
        """Tell whether nothing is learnt from it."""
        return not self.of_cases and crc32(f"{self.situation.state}{self.words}".encode()) % _ONE_OF == 0

    @property
    def acts(self) -> frozenset[str]:
        """Return what the turn does, talk aside."""
        return frozenset(label.partition(":")[0] for label, _ in self.parts) - {"talk"}

    def act_of(self, start: int, end: int) -> str:
        """Return the act that most of a span is labelled with."""
        labels = [label.partition(":")[0] for label, words in self.parts for _ in words][start:end]
        return max(dict.fromkeys(labels), key=labels.count)


def labelled_turns() -> Iterator[LabelledTurn]:
    """Yield the turns of all tables."""
    for path in sorted((HERE / "turns").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or not line:
                continue
            state, medium, described, turn = line.split("\t")
            situation = Situation(state=state, medium=medium, described="" if described == "-" else described)
            yield LabelledTurn(situation, _PART.findall(turn), path.stem == "cases")


def fingerprint() -> str:
    """Return what tells whether the tables of weights are those of the turns and the unseen utterances that stand here."""
    paths = sorted([*(HERE / "turns").glob("*.tsv"), *(HERE / "unseen").glob("*.tsv")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
