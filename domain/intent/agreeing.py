"""Whether a turn says yes to the price that waits: what is learnt never spends on its own.

Rules: one segment at least is a yes of the tables, or surely one whose words are all known as such; each of the others only talks
beside it; none names a value or a model, judges, asks whether, or hesitates.
"""

from collections.abc import Sequence

from imastudio.domain.intent.acts import Act, Segment, is_told_of_yes
from imastudio.domain.intent.belonging import is_hum
from imastudio.domain.intent.context import agrees_to, is_small
from imastudio.domain.intent.features import words_of
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.following import is_opinion
from imastudio.domain.intent.tables.following import HESITATES, UNCHANGED
from imastudio.domain.intent.tags import NAMES, VALUES, Tag
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.tones import POLITE_TONES, tone_of

_AGREED, _PLAINLY, _TALKING, _TALKS, _HARDLY = 0.9, 0.97, 0.8, 0.7, 0.2
_SHORT = 2  # words
_FRIENDLY = POLITE_TONES | {"praise"}
_NO_YES = frozenset({Tag.NOT, Tag.INSTEAD, *NAMES, *(VALUES - {Tag.POINTS})})


def surely_agrees(words: str, segments: Sequence[Segment]) -> bool:
    """Tell whether a segment surely says yes, and the others only talk beside it."""
    if is_small(words) or HESITATES.search(fold(words)) is not None:
        return False
    yes = [one for one in segments if _is_plain_yes(one.of(words), one)]
    return bool(yes) and all(one in yes or _is_beside_yes(one.of(words), one) for one in segments)


def _is_plain_yes(words: str, segment: Segment) -> bool:
    """Tell whether a segment is a yes of the tables, or surely one whose words are known."""
    if segment.act is not Act.YES or "?" in fold(words) or _names(words, segment):
        return False
    told = (segment.chance > _PLAINLY or is_told_of_yes(words)) and tone_of(words) is None
    return bool(agrees_to(words)) or (segment.chance > _AGREED and told)


def _is_beside_yes(words: str, segment: Segment) -> bool:
    """Tell whether a segment only talks beside a yes, or is too short to say what shall be."""
    judges = is_opinion(fold(words)) or tone_of(words) == "complaint"
    if judges or (segment.act is Act.YES and "?" in fold(words)) or _names(words, segment):
        return False
    if is_hum(fold(words)) or tone_of(words) in _FRIENDLY:
        return True
    short = len(words_of(words)) <= _SHORT and segment.requests < _HARDLY and segment.chances[Act.NO] < _HARDLY
    return short or segment.chances[Act.YES] + segment.chances[Act.TALK] > _TALKS


def _names(words: str, segment: Segment) -> bool:
    """Tell whether a segment names a value or a model, or refuses something else than a change."""
    named = {token.tag for token in tokens_of(UNCHANGED.sub(" ", fold(words)))}
    talks = segment.act is Act.TALK and segment.chance > _TALKING
    return not named.isdisjoint(_NO_YES - {Tag.NOT, Tag.TIER} if talks else _NO_YES)
