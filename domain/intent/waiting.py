"""What words mean beside a question that waits: its answer, a change of the wish it is about, or words of their own.

Rules: an answer is what words as a whole say, or what they begin with; a change goes on with the wish, whose price is told
anew; whatever else may be meant is asked about, and agrees to nothing.
"""

from collections.abc import Mapping

import attrs

from imastudio.domain.intent.amending import unset
from imastudio.domain.intent.answering import heard_as_answer
from imastudio.domain.intent.answers import OF_A_MEDIUM
from imastudio.domain.intent.belonging import stands_alone
from imastudio.domain.intent.context import HeardAnswer, answer_of, heads_of_answer, is_place
from imastudio.domain.intent.conversation import in_conversation
from imastudio.domain.intent.dialogue import Ground, said_to
from imastudio.domain.intent.folding import ENDS, fold
from imastudio.domain.intent.following import (
    Base,
    WishChange,
    change_of,
    is_opinion,
    is_slip,
)
from imastudio.domain.intent.meaning import (
    MAX_ASIDE_CHARS,
    UNSURE,
    WISHING,
    is_of_another_medium,
    is_of_values,
    talk_of,
    understood,
)
from imastudio.domain.intent.proposal import Proposal, Topic
from imastudio.domain.intent.reading import reading_of
from imastudio.domain.intent.tables.media import VISUAL_MEDIA
from imastudio.domain.intent.tags import Tag
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.tones import is_remark, question_of
from imastudio.domain.intent.turns import unasked
from imastudio.domain.intent.utterance import NO_CONTEXT, Pending, Utterance
from imastudio.domain.orders import Medium

_SHAPES = frozenset({"aspect_ratio"})
_NUMBERS = frozenset({"n", "duration"})
_SURE_QUESTIONS = frozenset({Topic.PRICES, Topic.ORDERS, Topic.ACCOUNT, Topic.FREE})


def heard_beside(said: Utterance, pending: Pending, given: Mapping[str, str]) -> Proposal | None:
    """Return what words mean beside a question that waits, or None where they are a wish of their own."""
    answer = answer_of(said.words, pending)
    free = answer is None or answer.free
    if free and pending.asked == "doubt" and (heard := _heard_as_answer(said, pending, given)) is not None:
        return heard
    if answer is not None and not (answer.free and _is_of_its_own(said, pending)):
        return _answered(said, pending, answer, given)
    gone = unset(said, said.words, _base(said, pending, given)) if pending.asked == "refused" else None
    if gone is not None:
        return _changed(said, pending, HeardAnswer(), gone, given)
    if pending.asked in {"approve", "refused"} and (heard := _heard_at_price(said, pending, given)) is not None:
        return heard
    alone = understood(said, {})
    if answer is not None and alone.orders and not alone.open:
        return None
    return _heard_as_whole(said, pending, alone, given)


def _heard_at_price(said: Utterance, pending: Pending, given: Mapping[str, str]) -> Proposal | None:
    """Return what a turn makes of the wish that waits for its price, or None where it is read as a whole."""
    ground = _ground(said, pending, given)
    return (
        None if ground.base.wish.workflow else said_to(said, ground)
    )  # of several works, each has its own description


def _heard_as_whole(said: Utterance, pending: Pending, alone: Proposal, given: Mapping[str, str]) -> Proposal | None:
    """Return what words as a whole mean beside a question that waits."""
    known = said.context.last is None or not pending.doubts or pending.doubts[0].field != "which_work"
    change = _change_beside(said, pending, {}, given) if known else None
    opened = _opened(said, pending, change)
    if opened is not None:
        return _heard_behind(said, pending, *opened, given)
    if _only_remarks(said, change):
        return talk_of(reading_of(said, {}), Topic.FEEDBACK)
    if change is not None and (change.work is not None or _is_other(said, pending, change)):
        return None
    return _wondered_beside(said, pending, alone, given) or _changed_or_asked(said, pending, alone, change, given)


def _heard_as_answer(said: Utterance, pending: Pending, given: Mapping[str, str]) -> Proposal | None:
    """Return what words that are no exact answer make of the wish that was asked about, or None."""
    heard = heard_as_answer(said, pending, _pending_wish(said, pending, given)) if pending.doubts else None
    if heard is None:
        return None
    if heard.alone is not None:
        return heard.alone
    answer = HeardAnswer(answers=heard.answers, agrees=False if heard.leaves else None, leaves=heard.leaves)
    before = attrs.evolve(said, words=heard.before)
    change = _change_beside(before, pending, heard.answers, given) if heard.before.strip(ENDS) else None
    values = {} if change is None else {name: value for name, value in change.answers.items() if name != "prompt"}
    return _gone_on(said, pending, attrs.evolve(answer, answers={**values, **heard.answers}), given)


def _ground(said: Utterance, pending: Pending, given: Mapping[str, str]) -> Ground:
    """Return the wish that waits for its price, as what a turn is said to."""
    return Ground(
        state="P",
        base=_base(said, pending, given),
        given=given,
        change=lambda change: _changed(said, pending, HeardAnswer(), change, given),
        leave=lambda: _gone_on(said, pending, HeardAnswer(agrees=False, leaves=True), given),
        agree=lambda: _gone_on(said, pending, HeardAnswer(agrees=pending.asked == "approve" or None), given),
        wait=lambda: _gone_on(said, pending, HeardAnswer(), given),
        wonder=lambda own: _wondered_beside(said, pending, own, given),
    )


def _only_remarks(said: Utterance, change: WishChange | None) -> bool:
    """Tell whether words only judge what is there, and surely change nothing."""
    folded = fold(said.words)
    return (is_remark(folded) and (change is None or not change.sure)) or (change is None and is_opinion(folded))


def _changed_or_asked(
    said: Utterance, pending: Pending, alone: Proposal, change: WishChange | None, given: Mapping[str, str]
) -> Proposal | None:
    """Return the wish that waits with a change, the answer to a question, or that the same is asked again."""
    asks = alone.topic is None and question_of(said.words) is not None and len(said.words) <= MAX_ASIDE_CHARS
    if change is None and asks:
        return talk_of(reading_of(said, {}), Topic.HELP)
    sure = alone.topic is None or (alone.topic in UNSURE and change is not None and bool(change.answers))
    refused = pending.asked == "refused" and not pending.doubts
    if (
        change is not None
        and not change.bare
        and sure
        and not (change.again and pending.asked != "approve" and not refused)
    ):
        return _changed(said, pending, HeardAnswer(), change, given)
    asked_again = pending.asked == "approve" and alone.topic is None and not is_slip(said.words)
    if asked_again and not _is_sure(said, alone):
        return talk_of(reading_of(said, {}), Topic.FEEDBACK)
    return None


def _is_other(said: Utterance, pending: Pending, change: WishChange) -> bool:
    """Tell whether words at a price are a wish of their own for another medium."""
    return pending.asked == "approve" and is_of_another_medium(said, change, _pending_wish(said, pending, {}).media)


def _is_sure(said: Utterance, alone: Proposal) -> bool:
    """Tell whether words are surely a wish of their own, so that it takes the place of the one that waits for its price."""
    unsure = any(alone.doubt(field) is not None for field in ("media", "which_work", "prompt"))
    named = alone.media is not None and "media" not in alone.presumed
    return alone.lasting or not (alone.orders or alone.open) or (named and not unsure) or stands_alone(said.words)


def _wondered_beside(said: Utterance, pending: Pending, alone: Proposal, given: Mapping[str, str]) -> Proposal | None:
    """Return the wish that waits with the values that a question about it holds: "how much would three be?"."""
    wish = unasked(said.words) if pending.asked == "approve" and alone.topic in WISHING else None
    if wish is None:
        return None
    change = _change_beside(attrs.evolve(said, words=wish), pending, {}, given)
    if change is None or not is_of_values(change):
        return None
    proposal = _changed(said, pending, HeardAnswer(), change, given)
    return None if proposal is None else attrs.evolve(proposal, wondered=True)


def _answered(said: Utterance, pending: Pending, answer: HeardAnswer, given: Mapping[str, str]) -> Proposal | None:
    """Return the wish that waits with an answer to its question, or None where the words only ask something."""
    if answer.free:
        return _gone_on(said, pending, answer, given)
    if answer.answers and _is_question(said):
        return None
    return _gone_on(said, pending, _with_values(said, pending, answer, given), given)


def _opened(said: Utterance, pending: Pending, change: WishChange | None) -> tuple[HeardAnswer, str] | None:
    """Return the answer at the beginning of words, and the words behind it; not of a "no" that takes the description back."""
    for head, tail in heads_of_answer(said.words):
        opening = answer_of(head, pending)
        if opening is not None and not opening.free:
            told = () if change is None else change.answers.keys() & {"prompt", "preference"}
            taken_back = bool(told) and (opening.agrees is False or (change is not None and change.afresh))
            return None if taken_back else (opening, tail)
    return None


def _heard_behind(
    said: Utterance, pending: Pending, opening: HeardAnswer, tail: str, given: Mapping[str, str]
) -> Proposal | None:
    """Return what an answer means together with the words behind it: 好，不过用便宜的."""
    behind = attrs.evolve(said, words=tail)
    turned = answer_of(tail, pending)
    if turned is not None and turned.agrees is False and opening.agrees:  # "yeah nah"
        return talk_of(reading_of(said, {}), Topic.FEEDBACK)
    alone = understood(behind, {})
    change = _change_beside(behind, pending, opening.answers, given)
    change = None if change is not None and change.bare and opening.answers else change
    if alone.topic is Topic.TALK:  # beside a choice; what agrees is known as a whole
        return _gone_on(said, pending, attrs.evolve(opening, agrees=None), given)
    if alone.topic is not None:
        return attrs.evolve(alone, said=behind)
    if change is None:
        return in_conversation(behind, given) if not opening.answers else None
    return _changed(said, pending, attrs.evolve(opening, agrees=None, leaves=False), change, given)


def _with_values(said: Utterance, pending: Pending, answer: HeardAnswer, given: Mapping[str, str]) -> HeardAnswer:
    """Return an answer with the other values that the same words say: 好的，用Veo，8秒."""
    if not answer.answers or is_place(said.words):  # "2" is no number of results
        return answer
    change = _change_beside(said, pending, answer.answers, given)
    if change is None or change.bare:
        return answer
    picked = answer.answers.values()  # in "2, vertical" the number is no length
    values = {name: value for name, value in change.answers.items() if name not in _NUMBERS or value not in picked}
    return attrs.evolve(answer, answers={**values, **answer.answers})


def _change_beside(
    said: Utterance, pending: Pending, answers: Mapping[str, str], given: Mapping[str, str]
) -> WishChange | None:
    base = _base(said, pending, {**answers, **given})
    return change_of(reading_of(said, base.told, seen=base.wish.media in VISUAL_MEDIA), base)


def _base(said: Utterance, pending: Pending, answers: Mapping[str, str]) -> Base:
    """Return the wish that waits, with some answers, as what words may change."""
    wish = _pending_wish(said, pending, answers)
    made = {**pending.made, **wish.params}
    return Base(wish=wish, context=said.context, made=made, offered=pending.offered, waits=True)


def _pending_wish(said: Utterance, pending: Pending, answers: Mapping[str, str]) -> Proposal:
    return in_conversation(attrs.evolve(said, words=pending.words), {**pending.answers, **answers})


def _changed(
    said: Utterance, pending: Pending, answer: HeardAnswer, change: WishChange, given: Mapping[str, str]
) -> Proposal | None:
    """Return the wish that waits with what words change of it."""
    answered = {**change.answers, **answer.answers}
    proposal = _gone_on(said, pending, attrs.evolve(answer, answers=answered), given)
    known = {doubt.field for doubt in proposal.doubts} | set(answered)
    doubts = [doubt for doubt in change.doubts if doubt.field not in known]
    return attrs.evolve(proposal, doubts=(*proposal.doubts, *doubts))


def _gone_on(said: Utterance, pending: Pending, answer: HeardAnswer, given: Mapping[str, str]) -> Proposal:
    """Return the wish that waits with what was answered."""
    proposal = _pending_wish(said, _turned(said, pending, answer, given), {**answer.answers, **given})
    if answer.leaves:
        return attrs.evolve(proposal, agrees=False, topic=Topic.CANCEL, doubts=())
    return attrs.evolve(proposal, agrees=answer.agrees, wondered=False, cap_said=False)


def _turned(said: Utterance, pending: Pending, answer: HeardAnswer, given: Mapping[str, str]) -> Pending:
    """Return the wish that waits without the values that another medium has none of, where it becomes one of that."""
    medium = answer.answers.get("media")
    if medium is None or medium == _pending_wish(said, pending, given).media:
        return pending
    gone = OF_A_MEDIUM - _SHAPES if medium in VISUAL_MEDIA else OF_A_MEDIUM
    kept = {name: value for name, value in pending.answers.items() if name not in gone}
    return attrs.evolve(pending, answers=kept)


def _is_question(said: Utterance) -> bool:
    """Tell whether words ask something, though they hold a choice: "what does Veo 3.1 cost?"."""
    topic = understood(attrs.evolve(said, inputs=()), {}).topic
    return topic in _SURE_QUESTIONS or (topic is not None and fold(said.words).rstrip().endswith("?"))


def _is_of_its_own(said: Utterance, pending: Pending) -> bool:
    """Tell whether what might be the content that was asked for is a question, a follow-up, or a wish of its own."""
    folded = fold(said.words).strip()
    short = len(folded) <= MAX_ASIDE_CHARS
    field = pending.doubts[0].field
    # A text to be read may go on from the last work in its own words.
    told = attrs.evolve(said, inputs=(), context=NO_CONTEXT if field == "text" else said.context)
    own = understood(told, {})
    if own.topic is not None or own.continues or any(own.doubt(one) for one in ("which_work", "max_points")):
        return short
    first = next(iter(tokens_of(folded)), None)
    asks = first is not None and first.tag in {Tag.VERB, Tag.POLITE, Tag.USE}
    shown = own.media not in {None, Medium.SPEECH} and "media" not in own.presumed and bool(own.params)
    if field == "text" and not (short and (asks or shown)):
        return False
    if own.model is not None:
        return True
    waiting = _pending_wish(said, pending, {})
    named = own.media is not None and "media" not in own.presumed
    return named and (own.media is not waiting.media or bool(own.params) or own.n is not None)
