"""The medium of first words, weighed by all of them together.

Rules: where nothing names the medium, what is very likely is presumed, and shown; where the words as a whole are likely for
another medium than the one that was read, that is asked about; words that are likely no wish order nothing.
"""

from itertools import chain

import attrs

from imastudio.domain.intent.acts import NOTHING, Act, heard_alone, likeliest, media_of
from imastudio.domain.intent.around import inner
from imastudio.domain.intent.features import Situation, words_of
from imastudio.domain.intent.folding import fold, has_han
from imastudio.domain.intent.meaning import talk_of
from imastudio.domain.intent.prompt import kept
from imastudio.domain.intent.proposal import Proposal
from imastudio.domain.intent.proposing import proposal_of
from imastudio.domain.intent.reading import reading_of
from imastudio.domain.intent.tags import NAMES, VALUES, Tag
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.topics import topic_of_question
from imastudio.domain.intent.utterance import Doubt, Utterance

_PRESUMED, _TALK, _WISH, _LONGEST = 0.9, 0.9, 0.6, 300
_NO_WISH, _NO_WISH_NAMED = 0.8, 0.95
_OTHER, _OTHER_NAMED = 0.6, 0.97
_MAX_SHOWN_CHARS, _FEWEST_WORDS = 60, 6


_TELLING = (
    VALUES
    | NAMES
    | {Tag.MOST, Tag.POINTS, Tag.MONEY, Tag.NUMBER, Tag.COUNT, Tag.NOT, Tag.EVER, Tag.READ, Tag.LYRICS, Tag.TIER}
)
"""What no words are left out with, however much they sound like talk."""


def _length(words: str) -> float:
    """Return how many words there are; a Chinese sign is half of one."""
    return sum(0.5 if has_han(one) else 1 for one in words_of(words))


def wish_in(words: str) -> tuple[int, int]:
    """Return where a wish stands in first words, without what surely only talks before it."""
    if len(words) > _LONGEST:
        return 0, len(words)
    segments, led = heard_alone(words, Situation()), 0
    for one in segments:
        told = {token.tag for token in tokens_of(fold(one.of(words)))}
        if one.act is not Act.TALK or one.chance < _TALK or not told.isdisjoint(_TELLING):
            wishes = led > 0 and any(behind.requests > _WISH for behind in chain((one,), segments))
            return (led, len(words)) if wishes else (0, len(words))
        led = one.end
    return 0, len(words)


def weighed(said: Utterance, proposal: Proposal) -> Proposal:
    """Return a proposal for first words with its medium presumed or asked about by the words as a whole."""
    reading = reading_of(said, {})
    words = kept(said.words, [(one.start, one.end) for one in reading.written])
    first, last = inner(fold(words))
    few = _length(words[first:last]) < _FEWEST_WORDS
    if reading.handed is not None or proposal.topic is not None or proposal.lasting or few:
        return proposal
    chances = media_of(words[first:last], Situation())
    medium, doubt = likeliest(chances), proposal.doubt("media")
    other = any(token.tag in {Tag.JOB, Tag.TEXT} for token in reading.tokens)
    # A doubt at the words of a medium, rather than at all of them.
    if (
        doubt is not None
        and len(doubt.words) < last - first
        and not (doubt.facts or other)
        and chances[medium] > _PRESUMED
    ):
        if medium == NOTHING:
            return talk_of(reading, topic_of_question(reading.folded))
        presumed = proposal_of(reading_of(said, {"media": medium}), said.context.pictures)
        return attrs.evolve(presumed, presumed=(*presumed.presumed, "media"))
    if proposal.open or not proposal.orders or proposal.media is None:
        return proposal
    if any(token.tag is Tag.TASK for token in reading.tokens):
        return proposal
    named = "media" not in proposal.presumed
    if chances[NOTHING] > (_NO_WISH_NAMED if named else _NO_WISH):
        return talk_of(reading, topic_of_question(reading.folded))
    if 1 - chances[proposal.media.value] > (_OTHER_NAMED if named else _OTHER):
        media = sorted((one for one in chances if one != NOTHING), key=lambda one: -chances[one])
        doubt = Doubt(field="media", words=said.words[:_MAX_SHOWN_CHARS], choices=media[:2])
        return attrs.evolve(proposal, doubts=(*proposal.doubts, doubt))
    return proposal
