"""One line of a conversation: which work it is about, then what it means, then whether it is only a remark after all.

Rules: a line is read in its plain form; where a question waits, what it means beside that comes first; what only remarks or asks
something orders nothing; a bare description beside the last work is asked about.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs

from imastudio.domain.intent.around import put_back
from imastudio.domain.intent.context import leaves_all
from imastudio.domain.intent.dialogue import Ground, said_to
from imastudio.domain.intent.folding import ENDS, fold, has_han
from imastudio.domain.intent.following import WishChange, base_of
from imastudio.domain.intent.meaning import MAX_ASIDE_CHARS, WISHING, followed, talk_of, understood, wondered
from imastudio.domain.intent.proposal import Proposal, Topic
from imastudio.domain.intent.questions import asks_en, asks_zh
from imastudio.domain.intent.reading import reading_of
from imastudio.domain.intent.tables.belonging import ASKS_ON, BY_NAMED, TAKES_NAMED
from imastudio.domain.intent.tags import NOUNS
from imastudio.domain.intent.tones import ASKED, is_for_later, is_remark, subject_of
from imastudio.domain.intent.topics import topic_of_question
from imastudio.domain.intent.turns import PlainTurn, turn_of
from imastudio.domain.intent.utterance import Doubt, Utterance
from imastudio.domain.intent.weighing import weighed, wish_in

Beside: TypeAlias = Callable[[Utterance], Proposal | None]
"""What a line in its plain form means beside a question that waits, or None where it is a wish of its own."""

_ASKED_ON = frozenset({Topic.PRICES.value, Topic.MODELS.value, Topic.TIME.value})


def in_conversation(said: Utterance, answers: Mapping[str, str], beside: Beside | None = None) -> Proposal:
    """Return what a line means after what went before, heard `beside` a question where one waits."""
    given, said = dict(answers), attrs.evolve(said, words=_named(said))
    talks = not said.inputs and (beside is not None or said.context.last is not None)
    turn = turn_of(said.words, said.context) if talks else PlainTurn(words=said.words)
    plain = attrs.evolve(said, words=turn.words)
    if not given and not said.inputs and _is_of_subject(plain):
        return attrs.evolve(talk_of(reading_of(plain, {}), Topic.HELP), said=said)
    if not given and _asks_on(plain):
        return attrs.evolve(talk_of(reading_of(plain, {}), Topic(said.context.topic)), said=said)
    if turn.unknown and not given and not reading_of(plain, {}).asks:
        doubt = Doubt(field="which_work", words=turn.unknown, facts={"unknown": True})
        return Proposal(words=said.words, doubts=(doubt,), prompt=said.words, said=said)
    if turn.work is not None:
        plain = attrs.evolve(plain, context=said.context.turned_to(turn.work))
    elif beside is not None and (heard := beside(plain)) is not None:
        return heard
    elif beside is None and (done := _said_to_last(plain, given)) is not None:
        return attrs.evolve(done, answers={**done.answers, **given}, said=done.said or said, spoken_of=turn.spoken_of)
    first = said.context.last is None and beside is None
    proposal = _understood_first(plain, given) if first else understood(plain, given)
    if talks and not given:
        proposal = _replied(plain, proposal)
    return attrs.evolve(proposal, answers=given, said=said, spoken_of=turn.spoken_of)


def _understood_first(said: Utterance, given: Mapping[str, str]) -> Proposal:
    """Return what the first words of a conversation mean, whatever is told before the wish in them."""
    start, end = wish_in(said.words)
    wish = attrs.evolve(said, words=said.words[start:end])
    proposal = understood(wish, given)
    if not (given or said.inputs):
        proposal = weighed(wish, proposal)
    return put_back(proposal, said.words, start) if start else proposal


def _said_to_last(said: Utterance, given: Mapping[str, str]) -> Proposal | None:
    """Return what a turn makes of the last work, or of a wish that was left."""
    last = said.context.last
    if last is None or "which_work" in given:
        return None
    reading = reading_of(said, given)

    def once_more() -> Proposal:
        return talk_of(reading, Topic.TALK) if last.order else change(WishChange(answers={}, again=True))

    def change(told: WishChange) -> Proposal:
        return followed(said, last, told, reading_of(said, given), given)

    def leave() -> Proposal:
        disliked = last.order and not leaves_all(fold(said.words).strip(ENDS))
        return talk_of(reading, Topic.FEEDBACK if disliked else Topic.CANCEL)

    return said_to(
        said,
        Ground(
            state="D" if last.order else "N",
            base=base_of(last, said.context, said.words),
            given=given,
            change=change,
            leave=leave,
            agree=once_more,
            wait=once_more,
            wonder=lambda own: wondered(said, last, given) if own.topic in WISHING else None,
        ),
    )


def _named(said: Utterance) -> str:
    """Return a line with the model that an answer named in the place of "that one": 那就换它, 用它拍一段视频."""
    named, folded = said.context.named, fold(said.words)
    if not named:
        return said.words
    if TAKES_NAMED.fullmatch(folded.strip(ENDS)) is not None:
        return f"用{named}" if has_han(said.words) else f"use {named}"
    found = BY_NAMED.search(folded)
    if found is None or reading_of(said, {}).handed is not None:
        return said.words
    lead = f"用{named}" if has_han(found[0]) else f"with {named}"
    return f"{said.words[: found.start()]}{lead}{said.words[found.end() :]}"


def _asks_on(said: Utterance) -> bool:
    """Tell whether words go on with the question that was just answered: "and what about videos, 10 seconds?"."""
    folded = fold(said.words).strip(" \n")
    if said.context.topic not in _ASKED_ON or len(folded) > MAX_ASIDE_CHARS or ASKS_ON.fullmatch(folded) is None:
        return False
    return not reading_of(said, {}).asks


def _is_of_subject(said: Utterance) -> bool:
    """Tell whether somebody asks about something that nothing can be made of: where results are, 失败了会扣钱吗."""
    folded = fold(said.words)
    if len(folded) > MAX_ASIDE_CHARS or ":" in folded or subject_of(folded) is None:
        return False
    reading = reading_of(said, {})
    return not reading.asks


def _replied(said: Utterance, proposal: Proposal) -> Proposal:
    """Return the reply to what only remarks or asks something, where a conversation goes on; else the proposal as it is."""
    folded = fold(said.words)
    if proposal.topic is not None or proposal.continues or len(folded) > MAX_ASIDE_CHARS:
        return proposal
    reading = reading_of(said, {})
    if reading.handed is not None or reading.asks:
        return proposal
    presumed = "media" in proposal.presumed
    nothing = proposal.doubt("media") is not None and not any(token.tag in NOUNS for token in reading.tokens)
    if not (nothing or is_remark(folded) or (presumed and is_for_later(folded))):
        return proposal
    asks = ASKED.search(folded) is not None or is_for_later(folded) or asks_zh(folded) or asks_en(folded)
    return talk_of(reading, topic_of_question(folded) if asks else Topic.FEEDBACK)
