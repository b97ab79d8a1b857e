"""The dialogue acts of a turn: which of its segments agree, decline, set, change, wish, ask, or only talk.

Rules: the chances are learnt (`classifier`); a turn holds a wish or a change of what stands, not both, whichever its segments
together fit better, and where nothing tells, rather a change.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import attrs

from imastudio.domain.intent.classifier import classifier_of
from imastudio.domain.intent.features import Situation, act_features, medium_features
from imastudio.domain.intent.segmenting import segments_of


class Act(StrEnum):
    """What a segment of a turn does."""

    YES = "yes"
    NO = "no"
    SET = "set"
    CHANGE = "change"
    WISH = "wish"
    AGAIN = "again"
    PICK = "pick"
    ASK = "ask"
    OTHER = "other"
    TALK = "talk"


REQUESTS = frozenset({Act.SET, Act.CHANGE, Act.WISH, Act.AGAIN, Act.PICK})
"""Acts that say what shall be."""
_KINDS: Sequence[Sequence[Act]] = (
    (Act.SET, Act.CHANGE, Act.WISH, Act.AGAIN, Act.PICK),
    (Act.TALK, Act.ASK, Act.OTHER),
    (Act.YES,),
    (Act.NO,),
)
NOTHING = "none"
"""The medium of words that wish for nothing."""
_RATHER_CHANGE = math.log(2)


@attrs.frozen(kw_only=True)
class Segment:
    """A segment of a turn, from `start` up to `end`, what it most likely does, and the chance of each act."""

    start: int
    end: int
    act: Act
    chances: Mapping[str, float] = attrs.field(repr=False)

    def of(self, words: str) -> str:
        """Return the words of the segment, of those of its turn."""
        return words[self.start : self.end]

    @property
    def chance(self) -> float:
        """Return how likely it does that."""
        return self.chances[self.act]

    @property
    def requests(self) -> float:
        """Return how likely it says what shall be."""
        return sum(self.chances[act] for act in REQUESTS)


def acts_of(words: str, situation: Situation) -> Sequence[Segment]:
    """Return the segments of a turn with what each does."""
    segments = tuple(heard_alone(words, situation))
    found = [one.chances for one in segments]
    change, wish = _fit(found, Act.CHANGE), _fit(found, Act.WISH)
    kept, left = (Act.CHANGE, Act.WISH) if change + _RATHER_CHANGE > wish else (Act.WISH, Act.CHANGE)
    found = [{**one, kept: one[kept] + one[left], left: 0.0} for one in found]
    return [
        attrs.evolve(one, act=_likeliest(chances), chances=chances)
        for one, chances in zip(segments, found, strict=True)
    ]


def heard_alone(words: str, situation: Situation) -> Iterator[Segment]:
    """Yield the segments of a turn, each as it is heard by itself, one by one as they are asked for."""
    spans, classifier = segments_of(words), classifier_of("acts")
    for (start, end), features in zip(spans, act_features(words, spans, situation), strict=True):
        chances = classifier.chances(features)
        yield Segment(start=start, end=end, act=_likeliest(chances), chances=chances)


def media_of(words: str, situation: Situation) -> Mapping[str, float]:
    """Return the chance of each medium that words may be for, and of none."""
    return classifier_of("media").chances(medium_features(words, situation))


def likeliest(chances: Mapping[str, float]) -> str:
    """Return the class with the highest chance."""
    return max(chances, key=chances.__getitem__)


def _fit(found: Sequence[Mapping[str, float]], held: Act) -> float:
    """Return how well the segments of a turn fit one that holds a wish, or a change: the logarithm of their chance."""
    other = Act.CHANGE if held is Act.WISH else Act.WISH
    return sum(math.log(max(chance for act, chance in one.items() if act != other)) for one in found)


def _likeliest(chances: Mapping[str, float]) -> Act:
    """Return the likeliest act of the likeliest kind."""
    kind = max(_KINDS, key=lambda acts: sum(chances[act] for act in acts))
    return max(kind, key=lambda act: chances[act])
