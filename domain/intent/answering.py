"""Words beside a question of ours that answer it in no exact way, read by what their segments do.

Rules: a text is what stands behind words that announce it, and what stands before them is how it is read; a sure no leaves the
wish; a medium is the one of the choices that the words are likely for; a sure question is answered, and ours is asked again; a
sure wish that names its medium takes the place of the one that was asked about.
"""

from collections.abc import Mapping

import attrs

from imastudio.domain.intent.acts import REQUESTS, Act, acts_of, media_of
from imastudio.domain.intent.context import is_picked
from imastudio.domain.intent.features import Situation
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.meaning import understood
from imastudio.domain.intent.proposal import Proposal
from imastudio.domain.intent.tables.speaking import TEXT_IS
from imastudio.domain.intent.tags import NOUNS, Tag
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.tones import tone_of
from imastudio.domain.intent.utterance import NO_CONTEXT, Pending, Utterance

_SURE, _LIKELY, _LONGEST = 0.85, 0.7, 300
_CONTENT = frozenset({"prompt", "text"})


@attrs.frozen(kw_only=True)
class Heard:
    """What words answer: values by field, whether they leave the wish, or a wish of its own."""

    answers: Mapping[str, str] = attrs.field(factory=dict)
    before: str = ""
    leaves: bool = False
    alone: Proposal | None = None


def heard_as_answer(said: Utterance, pending: Pending, wish: Proposal) -> Heard | None:
    """Return what words that are no exact answer mean beside the first doubt that waits, or None."""
    doubt, words = pending.doubts[0], said.words
    announced = TEXT_IS.search(fold(words)) if doubt.field == "text" else None
    if announced is not None and words[announced.end() :].strip():
        return Heard(answers={"text": words[announced.end() :].strip()}, before=words[: announced.start()])
    if len(words) > _LONGEST:
        return None
    described = f"{wish.prompt} // {' '.join(doubt.choices)}"
    situation = Situation(state="Q", medium=wish.media.value if wish.media else "image", described=described)
    segments = acts_of(words, situation)
    acts = {one.act for one in segments if one.act is not Act.TALK}
    sure = bool(acts) and all(one.chance > _SURE for one in segments if one.act in acts)
    if (acts == {Act.NO} and sure) or (not acts and tone_of(words) == "bye"):
        return Heard(leaves=True)
    if doubt.field == "text":
        return None
    own = understood(attrs.evolve(said, context=NO_CONTEXT), {})
    if acts <= {Act.ASK, Act.OTHER} and sure:
        return Heard(alone=own) if own.topic is not None else None
    wishes = Act.WISH in acts and max(one.chances[Act.WISH] for one in segments) > _SURE
    if doubt.field == "media" and acts & REQUESTS:
        return _of_medium(said, doubt.choices, media_of(words, situation), own, wishes=wishes)
    named = own.media is not None and "media" not in own.presumed and own.orders and not own.open
    return Heard(alone=attrs.evolve(own, said=said)) if wishes and named and doubt.field not in _CONTENT else None


def _of_medium(
    said: Utterance, choices: tuple[str, ...], chances: Mapping[str, float], own: Proposal, *, wishes: bool
) -> Heard | None:
    """Return which of some media words are for; words that describe what is wished for are a wish for it."""
    likely = {medium: chances[medium] for medium in choices if medium in chances}
    medium = max(likely, key=likely.__getitem__, default="")
    if not likely or likely[medium] < _LIKELY * max(sum(likely.values()), _LIKELY):
        return None
    if not wishes or not own.prompt:
        return Heard(answers={"media": medium}) if _names_it(said.words, medium) else None
    return Heard(alone=attrs.evolve(understood(said, {"media": medium}), answers={"media": medium}, said=said))


def _names_it(words: str, medium: str) -> bool:
    """Tell whether a noun or a verb of words is of a medium, and nothing refuses or asks."""
    tokens = tokens_of(fold(words))
    named = any(token.tag in {Tag.VERB, *NOUNS} and token.value == medium for token in tokens)
    return named and is_picked(fold(words))
