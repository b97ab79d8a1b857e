"""What a person said, understood: an utterance in Chinese, English or both becomes a proposal, or is asked about.

Rules: pure and deterministic; a fragment is an instruction only if every word of it is known; what looks like an instruction
and could not be read is a doubt, and a doubt is asked, never ordered; quotes, lyrics and texts to read are never opened; the
prompt is the person's own words. Sources: the vendor's "User Input Parsing", "When to Write" and "When to Clear"; facts
sections 7, 8 and 10; decisions 9 to 15, 22 and 31.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import attrs

from imastudio.domain.intent import wishes
from imastudio.domain.intent.answers import read_answer, with_answers
from imastudio.domain.intent.around import inner, put_back
from imastudio.domain.intent.choosing import (
    Named,
    chosen_of,
    id_for,
    names_said,
    setting_of,
    version_of,
)
from imastudio.domain.intent.consistency import same_again
from imastudio.domain.intent.context import ADDRESS, HeardAnswer, answer_of, heads_of_answer
from imastudio.domain.intent.counts import cap_of, number_of_results
from imastudio.domain.intent.fields import read_values
from imastudio.domain.intent.folding import SEAL, fold, sealed, seals, unquoted
from imastudio.domain.intent.following import (
    Base,
    WishChange,
    asks_to_see,
    base_of,
    change_of,
    is_a_little,
    is_asked_politely,
    is_opinion,
    is_slip,
    joined_with,
    pays_nothing,
    turned_into,
    which_description,
    wish_of,
)
from imastudio.domain.intent.fragments import Fragment
from imastudio.domain.intent.handed import ProvidedText, handed_over
from imastudio.domain.intent.media import RequestedMedium, asked_for, points_at_picture, task_of
from imastudio.domain.intent.preferences import clearing, lasting_words, saved_by, saving
from imastudio.domain.intent.prompt import cuts_of, kept, stumps
from imastudio.domain.intent.proposal import PreferenceAction, Proposal, Topic
from imastudio.domain.intent.questions import asks_en, asks_zh
from imastudio.domain.intent.reading import KnownWords, Reading, reading_of
from imastudio.domain.intent.requests import Head
from imastudio.domain.intent.scoped import scoped
from imastudio.domain.intent.sounds import read_music, read_speech, song_model
from imastudio.domain.intent.tables.following import BEHIND_ADDRESS, LEADS_TO_ADDRESS, WORKED_ON
from imastudio.domain.intent.tables.media import GENERIC_NOUNS, PLAIN_NOUNS
from imastudio.domain.intent.tables.models import NAMES, OFFERED
from imastudio.domain.intent.tables.replies import EARLIER, TOLD_OF_OURS
from imastudio.domain.intent.tags import NAMES as NAME_TAGS
from imastudio.domain.intent.tags import NOUNS, Tag, Token
from imastudio.domain.intent.tokens import retyped, tokens_of
from imastudio.domain.intent.tones import is_for_later, is_put_off, is_remark, question_of, subject_of, tone_of
from imastudio.domain.intent.topics import (
    forgetting,
    is_follow_up,
    is_no_description,
    is_of_own_day,
    is_said_to_us,
    is_talk,
    topic_of,
    topic_of_question,
)
from imastudio.domain.intent.turns import PlainTurn, turn_of, unasked
from imastudio.domain.intent.unread import doubt_unread, doubt_unsettled
from imastudio.domain.intent.utterance import NO_CONTEXT, Context, Doubt, Last, Pending, Utterance
from imastudio.domain.kernel import check_argument
from imastudio.domain.orders import InputKind, Medium, Scope, TaskType, Tier

_USING = re.compile(r"(?:用|使用|选|选择|use|using|with|model|模型)[ :]?\Z")
_SEEN = frozenset({Medium.IMAGE, Medium.VIDEO})
_UNTIL = re.compile(r"[0-9]+ ?(?:s|秒)? ?[-~到至] ?([0-9]{1,3}) ?(?:s|秒)")
# What stands behind these is there, and something is to be done to it: 给视频加字幕.
_GIVEN = frozenset({"给", "把", "将", "对"})
_SUNO = "sonic"
_SERIES = re.compile(r"系列|\bseries\b")
_MAX_NAME_CHARS = 40
_NEAR_CHOICES = 4
_MAX_ASIDE_CHARS = 90  # characters: what is longer describes something
# What else words may be that surely go on from the last work: "again", 删掉背景.
_SURE_QUESTIONS = frozenset({Topic.PRICES, Topic.ORDERS, Topic.ACCOUNT, Topic.FREE})
_SURE_TOPICS = frozenset({Topic.ORDERS, Topic.ACCOUNT, Topic.CANCEL, Topic.FREE})
# What asks about a wish, so that the wish may be in it: "how much would three be?".
_WISHING = frozenset({Topic.PRICES, Topic.MODELS, Topic.HELP, Topic.TIME})
_ASKED = re.compile(r"(?:\?|[吗呢么][啊呀]?)[ ~!。]*\Z")
# Of these a question is answered as one: what is cheapest, and what nothing says of its price.
_NOT_WONDERED = frozenset({"prompt", "text", "tier"})
_POLITE_TONES = frozenset({"thanks", "greeting", "bye"})
_UNSURE = frozenset({Topic.TALK, Topic.OTHER_WORK, Topic.FEEDBACK})
_GENERIC = PLAIN_NOUNS | GENERIC_NOUNS | {"动图", "gif", "影片", "曲子", "图像", "music track"}


def interpret(
    words: str,
    inputs: Sequence[InputKind] = (),
    saved: Mapping[TaskType, str] | None = None,
    *,
    scope: Scope = Scope.ALL_IN_ONE,
    context: Context = NO_CONTEXT,
    answers: Mapping[str, str] | None = None,
) -> Proposal:
    """Understand `words`, said with some inputs by a person with some saved models, after what `context` holds.

    Never raises for any words; `answers` are values for fields, by name: AnswerRefused for one that can't be read.
    """
    check_argument("words", words, str, "text, such as 'a red fox in the snow'")
    said = Utterance(words=words, inputs=inputs, saved=saved or {}, scope=scope, context=context)
    return interpret_again(said, answers or {})


def interpret_again(said: Utterance, answers: Mapping[str, str]) -> Proposal:
    """Understand what was said with answers to its doubts. Raises AnswerRefused."""
    given, pending = dict(answers), said.context.pending
    talks = not said.inputs and (pending is not None or said.context.last is not None)
    turn = turn_of(said.words, said.context) if talks else PlainTurn(words=said.words)
    said = attrs.evolve(said, context=attrs.evolve(said.context, pending=None))
    plain = attrs.evolve(said, words=turn.words)
    if not given and not said.inputs and _is_of_subject(plain):
        return attrs.evolve(_talk(_reading(plain, {}), Topic.HELP), said=said)
    if turn.unknown and not given and not _asks_to_make(_reading(plain, {})):
        doubt = Doubt(field="which_work", words=turn.unknown, facts={"unknown": True})
        return Proposal(words=said.words, doubts=(doubt,), prompt=said.words, said=said)
    if pending is not None and turn.work is None:
        heard = _heard(plain, pending, given)
        if heard is not None:
            return heard
    elif turn.work is not None:
        plain = attrs.evolve(plain, context=said.context.turned_to(turn.work))
    proposal = _understood(plain, given)
    if talks and not given:
        proposal = _replied(plain, proposal)
    return attrs.evolve(proposal, answers=given, said=said, spoken_of=turn.spoken_of)


def _is_of_subject(said: Utterance) -> bool:
    """Tell whether somebody asks about something that nothing can be made of: where results are, 失败了会扣钱吗."""
    folded = fold(said.words)
    if len(folded) > _MAX_ASIDE_CHARS or ":" in folded or subject_of(folded) is None:
        return False
    reading = _reading(said, {})
    return not _asks_to_make(reading)


def _beside_last(proposal: Proposal, last: Last) -> Proposal:
    """Return what asks what a bare description is for, where the last work was no picture, or values stand beside it."""
    words, medium = proposal.prompt.strip(), last.task_type.medium
    if is_slip(words) or (medium is Medium.IMAGE and not (proposal.params or proposal.n)):
        return proposal
    if medium is Medium.SPEECH:
        media = [Medium.IMAGE.value, Medium.VIDEO.value, Medium.SPEECH.value]
        return attrs.evolve(proposal, doubts=(Doubt(field="media", words=words, choices=media),))
    wish = wish_of(last, proposal.words)
    params, doubt = {**wish.params, **proposal.params}, which_description(words, joined_with(last.prompt, words))
    return attrs.evolve(wish, params=params, n=proposal.n or wish.n, doubts=(doubt,))


def _replied(said: Utterance, proposal: Proposal) -> Proposal:
    """Return the reply to what only remarks or asks something, where a conversation goes on; else the proposal as it is."""
    folded = fold(said.words)
    if proposal.topic is not None or proposal.continues or len(folded) > _MAX_ASIDE_CHARS:
        return proposal
    reading = _reading(said, {})
    if reading.handed is not None or _asks_to_make(reading):
        return proposal
    presumed, last = "media" in proposal.presumed, said.context.last
    nothing = proposal.doubt("media") is not None and not any(token.tag in NOUNS for token in reading.tokens)
    if not (nothing or is_remark(folded) or (presumed and is_for_later(folded))):
        return _beside_last(proposal, last) if last is not None and presumed and not proposal.open else proposal
    if tone_of(said.words) in _POLITE_TONES:
        return _talk(reading, Topic.TALK)
    asks = _ASKED.search(folded) is not None or is_for_later(folded) or asks_zh(folded) or asks_en(folded)
    return _talk(reading, topic_of_question(folded) if asks else Topic.FEEDBACK)


# beside a question that waits


def _heard(said: Utterance, pending: Pending, given: Mapping[str, str]) -> Proposal | None:
    """Return what words mean beside a question that waits, or None where they are a wish of their own."""
    answer, alone = answer_of(said.words, pending), None
    if answer is not None and answer.free and _is_of_its_own(said, pending):
        alone = _understood(said, {})
        if alone.orders and not alone.open:
            return None
    elif answer is not None:
        return _answered(said, pending, answer, given)
    known = said.context.last is None or not pending.doubts or pending.doubts[0].field != "which_work"
    change = _change_beside(said, pending, {}, given) if known else None
    opened = _opened(said, pending, change)
    if opened is not None:
        return _heard_behind(said, pending, *opened, given)
    if _only_remarks(said, change):
        return _talk(_reading(said, {}), Topic.FEEDBACK)
    alone = alone or _understood(said, {})
    if change is not None and change.work is not None:
        return None
    return _wondered_beside(said, pending, alone, given) or _changed_or_beside(said, pending, alone, change, given)


def _only_remarks(said: Utterance, change: WishChange | None) -> bool:
    """Tell whether words only judge what is there, and surely change nothing."""
    folded = fold(said.words)
    return (is_remark(folded) and (change is None or not change.sure)) or (change is None and is_opinion(folded))


def _changed_or_beside(
    said: Utterance, pending: Pending, alone: Proposal, change: WishChange | None, given: Mapping[str, str]
) -> Proposal | None:
    """Return the wish that waits with a change, the answer to a question, or what asks about a bare description."""
    asks = alone.topic is None and question_of(said.words) is not None and len(said.words) <= _MAX_ASIDE_CHARS
    if change is None and asks:
        return _talk(_reading(said, {}), Topic.HELP)
    sure = alone.topic is None or (alone.topic in _UNSURE and change is not None and bool(change.answers))
    refused = pending.asked == "refused" and not pending.doubts
    if change is not None and sure and not (change.again and pending.asked != "approve" and not refused):
        return _changed(said, pending, HeardAnswer(), change, given)
    return _beside_or_instead(said, pending, alone, given) if change is None else None


def _wondered_beside(said: Utterance, pending: Pending, alone: Proposal, given: Mapping[str, str]) -> Proposal | None:
    """Return the wish that waits with the values that a question about it holds: "how much would three be?"."""
    wish = unasked(said.words) if pending.asked == "approve" and alone.topic in _WISHING else None
    if wish is None:
        return None
    change = _change_beside(attrs.evolve(said, words=wish), pending, {}, given)
    if change is None or not _is_of_values(change):
        return None
    proposal = _changed(said, pending, HeardAnswer(), change, given)
    return None if proposal is None else attrs.evolve(proposal, wondered=True)


def _is_of_values(change: WishChange) -> bool:
    """Tell whether words change values alone, so that a question that holds them asks what that would be."""
    return bool(change.answers) and not change.doubts and change.answers.keys().isdisjoint(_NOT_WONDERED)


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
            taken_back = opening.agrees is False and change is not None and "prompt" in change.answers
            return None if taken_back else (opening, tail)
    return None


def _beside_or_instead(said: Utterance, pending: Pending, alone: Proposal, given: Mapping[str, str]) -> Proposal | None:
    """Return what asks whether a bare description stands beside that of the wish that waits for its price, or in its place."""
    told = [doubt.field for doubt in alone.doubts] == ["media"] and not _ASKED.search(fold(said.words))
    bare = alone.topic is None and not alone.lasting and (told if alone.open else "media" in alone.presumed)
    if pending.asked != "approve" or not bare or len(said.words) > _MAX_ASIDE_CHARS or is_slip(said.words):
        return None
    wish = _pending_wish(said, pending, given)
    if not wish.orders or wish.media is Medium.SPEECH:
        return None
    proposal = _gone_on(said, pending, HeardAnswer(), given)
    choices = joined_with(wish.prompt, said.words.strip())
    return attrs.evolve(proposal, doubts=(*proposal.doubts, which_description(said.words.strip(), choices)))


def _heard_behind(
    said: Utterance, pending: Pending, opening: HeardAnswer, tail: str, given: Mapping[str, str]
) -> Proposal | None:
    """Return what an answer means together with the words behind it: 好，不过用便宜的."""
    behind = attrs.evolve(said, words=tail)
    alone = _understood(behind, {})
    change = _change_beside(behind, pending, opening.answers, given)
    if alone.topic is Topic.CANCEL:
        return _gone_on(said, pending, HeardAnswer(agrees=False, leaves=True), given)
    if alone.topic is Topic.TALK:
        return _gone_on(said, pending, opening, given)
    if alone.topic is not None:
        return attrs.evolve(alone, said=behind)
    if _only_remarks(behind, change):
        return _talk(_reading(behind, {}), Topic.FEEDBACK)
    if change is None:
        return interpret_again(behind, given) if not opening.answers else None
    return _changed(said, pending, attrs.evolve(opening, agrees=None, leaves=False), change, given)


def _with_values(said: Utterance, pending: Pending, answer: HeardAnswer, given: Mapping[str, str]) -> HeardAnswer:
    """Return an answer with the other values that the same words say: 好的，用Veo，8秒."""
    if not answer.answers:
        return answer
    change = _change_beside(said, pending, answer.answers, given)
    return answer if change is None else attrs.evolve(answer, answers={**change.answers, **answer.answers})


def _change_beside(
    said: Utterance, pending: Pending, answers: Mapping[str, str], given: Mapping[str, str]
) -> WishChange | None:
    wish = _pending_wish(said, pending, {**answers, **given})
    base = Base(
        wish=wish, context=said.context, made={**pending.made, **wish.params}, offered=pending.offered, waits=True
    )
    return change_of(_reading(said, {}), base)


def _pending_wish(said: Utterance, pending: Pending, answers: Mapping[str, str]) -> Proposal:
    return interpret_again(attrs.evolve(said, words=pending.words), {**pending.answers, **answers})


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
    proposal = _pending_wish(said, pending, {**answer.answers, **given})
    if answer.leaves:
        return attrs.evolve(proposal, agrees=False, topic=Topic.CANCEL, doubts=())
    # A yes to "is that the most you want to spend?" is none to a price that nobody has told yet.
    capped = "max_points" in answer.answers and pending.asked != "doubt"
    return attrs.evolve(proposal, agrees=answer.agrees, wondered=False, cap_said=capped)


def _is_question(said: Utterance) -> bool:
    """Tell whether words ask something, though they hold a choice: "what does Veo 3.1 cost?"."""
    topic = _understood(attrs.evolve(said, inputs=()), {}).topic
    return topic in _SURE_QUESTIONS or (topic is not None and fold(said.words).rstrip().endswith("?"))


def _is_of_its_own(said: Utterance, pending: Pending) -> bool:
    """Tell whether what might be the content that was asked for is a question, a follow-up, or a wish of its own."""
    folded = fold(said.words).strip()
    short = len(folded) <= _MAX_ASIDE_CHARS
    field = pending.doubts[0].field
    own = _understood(attrs.evolve(said, inputs=()), {})
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


def _understood(said: Utterance, answers: Mapping[str, str]) -> Proposal:
    """Return what words mean by themselves, whatever courtesies stand around them; a text that is handed over keeps its end."""
    folded = fold(said.words)
    start, end = inner(folded)
    kept_to_end = inner(folded, behind=False)
    if (start, end) != kept_to_end:
        whole = attrs.evolve(said, words=said.words[slice(*kept_to_end)])
        start, end = (start, end) if _reading(whole, answers).handed is None else kept_to_end
    if (start, end) == (0, len(said.words)):
        return _understood_plainly(said, answers)
    inside = _understood_plainly(attrs.evolve(said, words=said.words[start:end]), answers)
    return put_back(inside, said.words, start)


def _understood_plainly(said: Utterance, answers: Mapping[str, str]) -> Proposal:
    reading = _reading(said, answers)
    covered = reading.folded
    forgets, forgotten = forgetting(covered)
    if forgets:
        return _forgetting(said.words, forgotten)
    topic = None
    if not answers and (reading.handed is None or TOLD_OF_OURS.match(covered)):
        free = pays_nothing(covered) or pays_nothing(fold(unasked(said.words) or ""))
        topic = Topic.FREE if free else topic_of(reading, covered)
    if topic is Topic.HELP and is_asked_politely(covered) and WORKED_ON.search(covered):
        topic = None
    last = said.context.last
    if last is not None and not said.inputs:
        topic = Topic.FEEDBACK if topic is None and (is_opinion(covered) or is_remark(covered)) else topic
        topic = Topic.ORDERS if topic is None and asks_to_see(covered) else topic
        followed = _after_last(said, last, topic, answers)
        if followed is not None:
            return followed
    if topic is not None:
        return _talk(reading, topic)
    return _of_its_own(said, reading, answers)


def _after_last(said: Utterance, last: Last, topic: Topic | None, answers: Mapping[str, str]) -> Proposal | None:
    """Return the last work with what words, or a question about it, change of it."""
    following = _reading(said, answers)
    covered = following.folded
    change = change_of(following, base_of(last, said.context, said.words)) if topic not in _SURE_TOPICS else None
    surely = is_asked_politely(covered) or is_a_little(covered) or _is_surely_meant(covered, topic, change)
    if change is not None and change.again and is_put_off(covered):
        return _talk(following, Topic.HELP)
    if change is not None and (topic is None or surely):
        return _followed(said, last, change, following, answers)
    return _wondered(said, last, answers) if topic in _WISHING else None


def _is_surely_meant(covered: str, topic: Topic | None, change: WishChange | None) -> bool:
    """Tell whether a change is meant though words may be talk: it can't be anything else, or names values and asks nothing."""
    if change is None:
        return False
    named = topic is Topic.HELP and _is_of_values(change) and not (_ASKED.search(covered) or asks_zh(covered))
    return named or (topic in _UNSURE and change.sure)


def _of_its_own(said: Utterance, reading: Reading, answers: Mapping[str, str]) -> Proposal:
    """Return what words mean that change nothing that is there: a wish, or a question or remark after all."""
    last, covered = said.context.last, reading.folded
    if last is None and reading.handed is None and not said.inputs and is_follow_up(reading, covered):
        return _of_which_work(reading, answers)
    proposal = _proposal(reading, said.context.pictures)
    asked = question_of(said.words) if last is not None and len(covered) <= _MAX_ASIDE_CHARS else None
    if asked is not None and not answers and reading.handed is None and not _asks_to_make(reading):
        return _talk(reading, Topic.HELP)
    if last is not None and not answers and proposal.doubt("which_work") is not None:
        return _talk(reading, Topic.HELP if is_for_later(covered) else Topic.FEEDBACK)
    return proposal


def _wondered(said: Utterance, last: Last, answers: Mapping[str, str]) -> Proposal | None:
    """Return the last work with the values that a question about it holds: "can it be 1080p?"."""
    wish = unasked(said.words)
    if wish is None:
        return None
    inner = attrs.evolve(said, words=wish)
    reading = _reading(inner, answers)
    change = change_of(reading, base_of(last, said.context, wish))
    if change is None or not _is_of_values(change):
        return None
    return attrs.evolve(_followed(inner, last, change, reading, answers), wondered=True)


def _asks_to_make(reading: Reading) -> bool:
    return any(request.asks for request in reading.requests)


def _reading(said: Utterance, answers: Mapping[str, str]) -> Reading:
    """Return the reading of an utterance at its beginning."""
    folded = fold(said.words)
    spans = seals(said.words, folded)
    named = [span for span in spans if _is_used_name(folded, span)]
    covered = unquoted(sealed(folded, [span for span in spans if span not in named]), named)
    tokens = retyped(scoped(tokens_of(covered), said.scope))
    handed = handed_over(tokens, said.words, covered)
    if handed is not None:
        tokens = _covered(tokens, handed)
    return reading_of(
        said.words, covered, tokens, handed, inputs=said.inputs, saved=said.saved, scope=said.scope, answers=answers
    )


def _is_used_name(folded: str, span: tuple[int, int]) -> bool:
    """Tell whether a quoted passage is exactly a model's name behind "use": 用“可灵”."""
    inside = folded[span[0] + 1 : span[1] - 1]
    if len(inside) > _MAX_NAME_CHARS:
        return False
    tokens = tokens_of(inside)
    named = len(tokens) == 1 and tokens[0].tag in NAME_TAGS
    return named and _USING.search(folded, max(0, span[0] - 8), span[0]) is not None


def _covered(tokens: Sequence[Token], handed: ProvidedText) -> list[Token]:
    """Return the words with the text that was handed over as a single one."""
    before = [token for token in tokens if token.start < handed.start and token.end <= handed.start]
    behind = [token for token in tokens if token.start >= handed.end]
    if handed.end == handed.start:
        return [*before, *behind]
    return [*before, Token(Tag.SEALED, SEAL, None, handed.start, handed.end), *behind]


def _forgetting(words: str, medium: str | None) -> Proposal:
    return Proposal(
        words=words,
        media=_NAMED_MEDIA.get(medium or "", Medium.IMAGE if medium else None),
        preference=PreferenceAction.CLEAR,
        forgets_all=medium is None,
        cuts=((0, len(words)),) if words else (),
    )


_NAMED_MEDIA = {
    **dict.fromkeys(("video", "videos", "视频"), Medium.VIDEO),
    **dict.fromkeys(("music", "song", "songs", "音乐", "歌曲"), Medium.MUSIC),
    **dict.fromkeys(("audio", "speech", "voice", "voices", "tts", "语音", "配音"), Medium.SPEECH),
}


def _talk(reading: Reading, topic: Topic) -> Proposal:
    """Return what answers words that ask for nothing; the medium and model that a question names are kept for the answer."""
    media = next((_medium_of(token) for token in reading.tokens if token.tag in NOUNS), None)
    named = next((token for token in reading.tokens if token.tag in {Tag.MODEL, Tag.DOUBTFUL_MODEL}), None)
    model = None if named is None else NAMES[str(named.value)][0]
    words = reading.words
    return Proposal(words=words, media=media, model=model, topic=topic, cuts=((0, len(words)),) if words else ())


def _medium_of(token: Token) -> Medium | None:
    if token.tag is Tag.FORMAT:
        return Medium.IMAGE
    value = token.value[0] if isinstance(token.value, tuple) else token.value
    return Medium.VIDEO if value == "work" else Medium(str(value))


def _of_which_work(reading: Reading, answers: Mapping[str, str]) -> Proposal:
    """Return what asks which work is meant by words that go on from one that nobody knows of."""
    reading.doubt("which_work", 0, len(reading.words))
    return with_answers(Proposal(words=reading.words, doubts=reading.doubts, prompt=reading.words), answers)


def _followed(
    said: Utterance, last: Last, change: WishChange, reading: Reading, answers: Mapping[str, str]
) -> Proposal:
    """Return the last work again with what the words change of it."""
    context, answered = said.context, {**change.answers, **answers}
    wish = wish_of(last if change.work is None else (*context.earlier, last)[change.work], said.words)
    if change.afresh and last.once:
        wish = attrs.evolve(wish, model=None, version_id=None)
    if "media" in answered and Medium(answered["media"]) is not wish.media:
        wish = turned_into(wish, Medium(answered["media"]))
    doubts = [doubt for doubt in change.doubts if doubt.field not in answers]
    wish = attrs.evolve(
        wish, evidence=reading.evidence, cap_said="max_points" in change.answers, once=change.once, doubts=doubts
    )
    return with_answers(wish, answered, context.pictures)


def _proposal(reading: Reading, pictures: Sequence[str]) -> Proposal:
    """Return what was understood of a request."""
    named = names_said(reading)
    asked = asked_for(reading, named)
    _doubt_presumed(reading, asked)
    medium = _answered_medium(reading, asked)
    task = _answered_task(reading, medium)
    chosen = _chosen(reading, named, medium)
    model = _model(reading, chosen, asked, medium, task)
    tier = _values(reading, asked, chosen, medium, model)
    n = None if medium is None else number_of_results(reading, asked, medium)
    cap = cap_of(reading, n)
    lasting_words(reading)
    _doubt_tier(reading, chosen, model, tier)
    preference = _preference(reading, chosen, model, task, tier)
    _other_doubts(reading, medium, asked)
    _offer(reading, medium)
    lasting, same = chosen is not None and chosen.ever, same_again(reading)
    prompt, cuts = _made(reading, asked, lasting=lasting or preference is PreferenceAction.CLEAR)
    _doubt_inputs(reading, task, n, medium, same=same)
    proposal = Proposal(
        words=reading.words,
        media=medium,
        task_type=task,
        model=model,
        models=saved_by(chosen, named),
        version_id=None if chosen is None else version_of(chosen.name),
        tier=None if tier is None or model is not None else Tier(tier),
        n=n,
        max_points=cap,
        cap_said=cap is not None,
        once=chosen is not None and chosen.once,
        preference=preference,
        lasting=lasting,
        steps=asked.steps if medium is None else (medium,),
        consistency=same,
        prompt=prompt,
        cuts=cuts,
        presumed=("media",) if prompt and _is_presumed(reading, asked, task) else (),
    )
    return with_answers(_with_findings(proposal, reading), reading.answers, pictures)


def _is_presumed(reading: Reading, asked: RequestedMedium, task: TaskType | None) -> bool:
    """Tell whether nobody said that it is to be a picture."""
    return asked.presumed and task is TaskType.TEXT_TO_IMAGE and "media" not in reading.answers


def _with_findings(proposal: Proposal, reading: Reading) -> Proposal:
    """Return the proposal with what all steps together found: values, doubts, and the words that say so."""
    return attrs.evolve(
        proposal,
        params=reading.params,
        notices=reading.notices,
        doubts=reading.doubts,
        evidence=reading.evidence,
    )


def _doubt_presumed(reading: Reading, asked: RequestedMedium) -> None:
    """Ask what is to be made where nothing says it, and the words describe nothing."""
    if reading.handed is None and not reading.inputs and (is_of_own_day(reading) or wishes.is_talk(reading)):
        reading.doubt("media", 0, len(reading.words), [Medium.IMAGE.value, Medium.VIDEO.value])
    named = not asked.presumed and any(head.kind != "verb" for head in asked.heads)
    if not named and reading.handed is None and not reading.inputs and wishes.points_back(reading):
        reading.doubt("which_work", 0, len(reading.words))
    if not asked.presumed or reading.inputs or reading.handed is not None:
        return
    if wishes.lacks_content(reading):
        reading.doubt("prompt", 0, len(reading.words))
    if points_at_picture(reading) is not None and WORKED_ON.search(reading.folded):
        return
    if is_said_to_us(reading.folded):
        reading.doubt("which_work", 0, len(reading.words))
    if is_no_description(reading):
        reading.doubt("media", 0, len(reading.words), [Medium.IMAGE.value, Medium.VIDEO.value])


def _values(
    reading: Reading, asked: RequestedMedium, chosen: Named | None, medium: Medium | None, model: str | None
) -> str | None:
    """Read the values that are said, and those that the words for a model stand for; return the tier."""
    if medium is not None:
        read_values(reading, medium, model)
        _sounds(reading, medium)
    if model == _SUNO and any(head.model is not None and "纯" in head.token.text for head in asked.heads):
        reading.params.setdefault("make_instrumental", True)
        reading.because("params.make_instrumental", asked.heads[0].token.start, asked.heads[0].token.end)
    if chosen is not None and (setting := setting_of(chosen.name)) is not None:
        reading.params.setdefault(*setting)
    return str(reading.params.pop("tier")) if "tier" in reading.params else None


def _doubt_tier(reading: Reading, chosen: Named | None, model: str | None, tier: str | None) -> None:
    """Ask whether "cheap" is meant where a model is named besides."""
    if tier == Tier.BUDGET and model is not None:
        start, end = (chosen.said.token.start, chosen.said.token.end) if chosen is not None else (0, 0)
        reading.doubt("tier", start, end, ["none", Tier.BUDGET.value])


def _doubt_address(reading: Reading, medium: Medium | None) -> None:
    """Ask whether a picture whose address or path is said is to be worked on, and cut it where it is; not within quotes."""
    found = None if medium not in _SEEN or reading.inputs else ADDRESS.search(reading.words)
    if found is None:
        return
    sealed_up = seals(reading.words, fold(reading.words))
    if any(start < found.start() and found.end() < end for start, end in sealed_up):
        return
    if reading.answers.get("inputs") == found[0]:
        reading.cut(*_with_small_words(reading.folded, *found.span()))
    reading.doubt("inputs", *found.span(), [found[0], "none"], named=True)


def _with_small_words(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of an address with the words that only lead to it: 把 … 这张图, "see …"."""
    before, behind = LEADS_TO_ADDRESS.search(folded, 0, start), BEHIND_ADDRESS.match(folded, end)
    return (start if before is None else before.start(), end if behind is None else behind.end())


def _doubt_inputs(reading: Reading, task: TaskType | None, n: int | None, medium: Medium | None, *, same: bool) -> None:
    """Without inputs, ask whether a series of the same is several pictures, and for what is pointed at or worked on."""
    if reading.inputs:
        return
    heads = [token for request in reading.requests for token in request.begins if token.tag in NOUNS]
    for before, noun in pairwise(reading.tokens):
        if before.text in _GIVEN and heads == [noun] and medium in _SEEN and reading.tokens[-1].tag not in NOUNS:
            reading.doubt("inputs", noun.start, noun.end)
    series = _SERIES.search(reading.folded)
    if series is not None and same and n is None and medium is Medium.IMAGE:
        reading.doubt("n", *series.span(), ["4", "1"])
    pointed = points_at_picture(reading) is not None and reading.handed is None
    if task is not None and (task.takes_inputs or pointed):
        reading.doubt("inputs", 0, len(reading.words))


def _offer(reading: Reading, medium: Medium | None) -> None:
    """Give a doubt about a model that is not offered the ones that are, where only the medium tells which."""
    reading.doubts[:] = [
        attrs.evolve(doubt, choices=OFFERED[medium][:_NEAR_CHOICES])
        if doubt.field == "model" and not doubt.choices and medium is not None
        else doubt
        for doubt in reading.doubts
    ]


def _answered_medium(reading: Reading, asked: RequestedMedium) -> Medium | None:
    if "media" in reading.answers:
        answer = read_answer("media", reading.answers["media"])
        return Medium.IMAGE if answer is None else Medium(str(answer))
    return asked.media


def _answered_task(reading: Reading, medium: Medium | None) -> TaskType | None:
    if medium is None:
        return None
    task = task_of(reading, medium)
    if "task_type" in reading.answers:
        answer = read_answer("task_type", reading.answers["task_type"])
        return task if answer is None else TaskType(str(answer))
    return task


def _chosen(reading: Reading, named: Sequence[Named], medium: Medium | None) -> Named | None:
    chosen = chosen_of(reading, named, medium)
    if chosen is not None and medium is not None and chosen.medium is not medium:
        token = chosen.said.token
        reading.doubt("media", token.start, token.end, [chosen.medium.value, medium.value], model=token.text)
    return chosen


def _model(
    reading: Reading, chosen: Named | None, asked: RequestedMedium, medium: Medium | None, task: TaskType | None
) -> str | None:
    if chosen is not None:
        return id_for(chosen.ids, task or TaskType.IMAGE_TO_VIDEO)
    return song_model(reading, list(asked.heads)) if medium is Medium.MUSIC else None


def _sounds(reading: Reading, medium: Medium) -> None:
    handed = reading.handed
    if medium is Medium.SPEECH:
        read_speech(reading, reading.words[handed.start : handed.end] if handed is not None else reading.words)
    if medium is Medium.MUSIC:
        read_music(reading)


def _preference(
    reading: Reading, chosen: Named | None, model: str | None, task: TaskType | None, tier: str | None
) -> PreferenceAction:
    if chosen is not None:
        return saving(reading, chosen, model, task)
    for number, fragment in enumerate(reading.fragments):
        if forgetting(reading.folded[fragment.begin : fragment.stop])[0]:
            reading.cut(fragment.begin, fragment.stop)
            reading.used.add(number)
            reading.because("preference", fragment.begin, fragment.stop)
            return PreferenceAction.CLEAR
    return PreferenceAction.CLEAR if clearing(reading, tier) else PreferenceAction.NONE


def _other_doubts(reading: Reading, medium: Medium | None, asked: RequestedMedium) -> None:
    handed = reading.handed
    if medium is Medium.SPEECH and (handed is None or handed.missing):
        start, end = handed.asked if handed is not None else (0, len(reading.words))
        reading.doubt("text", start, end)
    if handed is not None and handed.unsure is not None:
        reading.doubt("text", *handed.unsure, [reading.words[handed.start : handed.end]])
    if (
        handed is not None
        and handed.kind == "shots"
        and medium in {None, Medium.VIDEO}
        and "duration" not in reading.params
    ):
        lengths = [
            token for token in tokens_of(fold(reading.words[handed.start : handed.end])) if token.tag is Tag.SECONDS
        ]
        if lengths:
            ends = [int(found[1]) for found in _UNTIL.finditer(fold(reading.words[handed.start : handed.end]))]
            total = max(ends) if ends else sum(token.value for token in lengths if isinstance(token.value, int))
            reading.doubt("duration", handed.start, handed.end, [f"{total}s", "none"])
    doubt_unread(reading, medium, presumed=asked.presumed)
    doubt_unsettled(reading)
    earlier = EARLIER.search(reading.folded) if handed is None and not reading.inputs else None
    if earlier is not None:
        reading.doubt("which_work", *earlier.span())
    if medium is Medium.IMAGE:
        seconds = next((t for part in reading.parts for t in part.tokens if t.tag is Tag.SECONDS), None)
        if seconds is not None and any(head.kind != "verb" for head in asked.heads):
            reading.doubt("media", seconds.start, seconds.end, [Medium.VIDEO.value, Medium.IMAGE.value])
    _doubt_address(reading, medium)


def _made(reading: Reading, asked: RequestedMedium, *, lasting: bool) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the prompt and the cuts, with a doubt where something is asked for and nothing says what it shows."""
    words, cuts = reading.words, cuts_of(reading)
    for start, end in stumps(reading, cuts) if reading.handed is None else ():
        reading.doubt("correction", start, end, ["none"])
    prompt = kept(words, cuts)
    whole = ((0, len(words)),) if words else ()
    if reading.handed is not None and reading.handed.kind != "shots":
        if reading.handed.kind == "lyrics" and not any(_asks_or_tells(fragment) for fragment in _said_beside(reading)):
            return str(reading.params.get("lyrics", prompt)), cuts
        return prompt, cuts
    if lasting and is_talk(fold(prompt)):
        return "", whole
    unknown = any(not request.fragment.known for request in reading.requests)
    sung = any(part.has(Tag.GENRE) for part in reading.parts) or any(head.model is not None for head in asked.heads)
    told = any(_says_more(head) for head in asked.heads) or any(
        part.has(Tag.TASK) or _points(part) or _tells_of(part.tokens) for part in reading.parts
    )
    if unknown or (asked.media is Medium.MUSIC and sung) or (told and not lasting):
        if not prompt.strip() and not lasting and not reading.doubts:
            reading.doubt("prompt", 0, len(words))
        return prompt, cuts
    if reading.inputs and not lasting:
        return words, ()
    if not words.strip():
        reading.doubt("prompt", 0, 0)
        return "", whole
    if not lasting and not reading.doubts:
        reading.doubt("prompt", 0, len(words))
    return "", whole


def _points(part: KnownWords) -> bool:
    """Tell whether words point at something that was handed in: 这张图, not "the text"."""
    return any(token.tag is Tag.INPUT and token.value is not Medium.SPEECH for token in part.tokens)


def _tells_of(tokens: Sequence[Token]) -> bool:
    """Tell whether known words say what the work is about: 关于照片的歌."""
    subject = next((at for at, token in enumerate(tokens) if token.tag is Tag.OF), len(tokens))
    return any(token.tag in NOUNS for token in tokens[subject + 1 : -1])


def _says_more(head: Head) -> bool:
    """Tell whether a noun says more than its medium: a lullaby, an avatar, not a picture."""
    return head.kind != "verb" and head.token.tag is Tag.NOUN and head.token.text not in _GENERIC


def _asks_or_tells(fragment: Fragment) -> bool:
    return not fragment.known or fragment.has(Tag.VERB, Tag.GENRE, *NOUNS)


def _said_beside(reading: Reading) -> Sequence[Fragment]:
    sealed_up = [one for one in reading.fragments if all(token.tag is Tag.SEALED for token in one.tokens)]
    return [one for one in reading.fragments if one not in sealed_up]
