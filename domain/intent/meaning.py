"""What one utterance means: talk that is answered, a change of the last work, or a wish of its own.

Rules: courtesies around the words change nothing; words that may be talk change the last work only where they surely mean it;
what goes on from a work that nobody knows of is asked about.
"""

from collections.abc import Mapping

import attrs

from imastudio.domain.intent.answers import with_answers
from imastudio.domain.intent.around import inner, put_back
from imastudio.domain.intent.fields import read_values
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.following import (
    WishChange,
    asks_to_see,
    base_of,
    change_of,
    is_a_little,
    is_asked_politely,
    is_opinion,
    pays_nothing,
    turned_into,
    wish_of,
)
from imastudio.domain.intent.proposal import PreferenceAction, Proposal, Topic
from imastudio.domain.intent.proposing import proposal_of
from imastudio.domain.intent.questions import asks_zh
from imastudio.domain.intent.reading import Reading, reading_of
from imastudio.domain.intent.tables.following import WORKED_ON
from imastudio.domain.intent.tables.media import VISUAL_MEDIA
from imastudio.domain.intent.tables.models import NAMES
from imastudio.domain.intent.tables.replies import TOLD_OF_OURS
from imastudio.domain.intent.tags import NOUNS, Tag, Token
from imastudio.domain.intent.tones import ASKED, is_for_later, is_put_off, is_remark, question_of
from imastudio.domain.intent.topics import forgetting, is_follow_up, topic_of
from imastudio.domain.intent.turns import unasked
from imastudio.domain.intent.utterance import Last, Utterance
from imastudio.domain.orders import Medium

"""What is looked at, so that words may stand on it."""
MAX_ASIDE_CHARS = 90
"""What is longer describes something."""
# What else words may be that surely go on from the last work: "again", 删掉背景.
_SURE_TOPICS = frozenset({Topic.ORDERS, Topic.ACCOUNT, Topic.CANCEL, Topic.FREE})
# What asks about a wish, so that the wish may be in it: "how much would three be?".
WISHING = frozenset({Topic.PRICES, Topic.MODELS, Topic.HELP, Topic.TIME})
# The values that a price depends on.
_PRICED = frozenset({"duration", "size", "resolution"})
UNSURE = frozenset({Topic.TALK, Topic.OTHER_WORK, Topic.FEEDBACK})
# Of these a question is answered as one: what is cheapest, and what nothing says of its price.
_NOT_WONDERED = frozenset({"prompt", "text", "tier"})
_NAMED_MEDIA = {
    **dict.fromkeys(("video", "videos", "视频"), Medium.VIDEO),
    **dict.fromkeys(("music", "song", "songs", "音乐", "歌曲"), Medium.MUSIC),
    **dict.fromkeys(("audio", "speech", "voice", "voices", "tts", "语音", "配音"), Medium.SPEECH),
}


def understood(said: Utterance, answers: Mapping[str, str]) -> Proposal:
    """Return what words mean by themselves, whatever courtesies stand around them; a text that is handed over keeps its end."""
    folded = fold(said.words)
    start, end = inner(folded)
    kept_to_end = inner(folded, behind=False)
    if (start, end) != kept_to_end:
        whole = attrs.evolve(said, words=said.words[slice(*kept_to_end)])
        start, end = (start, end) if reading_of(whole, answers).handed is None else kept_to_end
    if (start, end) == (0, len(said.words)):
        return _understood_plainly(said, answers)
    inside = _understood_plainly(attrs.evolve(said, words=said.words[start:end]), answers)
    return put_back(inside, said.words, start)


def _understood_plainly(said: Utterance, answers: Mapping[str, str]) -> Proposal:
    reading = reading_of(said, answers)
    covered = reading.folded
    forgets, forgotten = forgetting(covered)
    if forgets:
        return _forgetting(said.words, forgotten)
    topic = None
    if not answers and (reading.handed is None or TOLD_OF_OURS.match(covered)):
        asked = unasked(said.words) if ASKED.search(covered) else None
        free = pays_nothing(covered) or (asked is not None and pays_nothing(fold(asked)))
        topic = Topic.FREE if free else topic_of(reading, covered)
    if topic is Topic.HELP and is_asked_politely(covered) and WORKED_ON.search(covered):
        topic = None
    last = said.context.last if "which_work" not in answers else None
    if last is not None and not said.inputs:
        topic = Topic.FEEDBACK if topic is None and (is_opinion(covered) or is_remark(covered)) else topic
        topic = Topic.ORDERS if topic is None and asks_to_see(covered) else topic
        followed = _after_last(said, last, topic, answers)
        if followed is not None:
            return followed
    if topic is not None:
        return talk_of(reading, topic)
    return _of_its_own(said, reading, answers)


def _after_last(said: Utterance, last: Last, topic: Topic | None, answers: Mapping[str, str]) -> Proposal | None:
    """Return the last work with what words, or a question about it, change of it."""
    following = reading_of(said, answers, seen=last.task_type.medium in VISUAL_MEDIA)
    covered = following.folded
    change = change_of(following, base_of(last, said.context, said.words)) if topic not in _SURE_TOPICS else None
    if change is not None and (change.bare or is_of_another_medium(said, change, last.task_type.medium)):
        change = None
    surely = is_asked_politely(covered) or is_a_little(covered) or _is_surely_meant(covered, topic, change)
    put_off = (
        change is not None
        and not (change.points or change.sure)
        and change.answers.keys() == {"prompt"}
        and is_for_later(covered)
    )
    if change is not None and (put_off or (change.again and is_put_off(covered))):
        return talk_of(following, Topic.HELP)
    if change is not None and (topic is None or surely):
        return followed(said, last, change, following, answers)
    return wondered(said, last, answers) if topic in WISHING else None


def is_of_another_medium(said: Utterance, change: WishChange, medium: Medium | None) -> bool:
    """Tell whether words are a wish of their own for another medium: "now a battle theme", 再配段口播：…."""
    if change.points or change.sure or "source" in change.answers:
        return False
    own = proposal_of(reading_of(said, {}), ())
    return own.media not in {None, medium} and own.orders and not (own.open or own.presumed)


def _is_surely_meant(covered: str, topic: Topic | None, change: WishChange | None) -> bool:
    """Tell whether a change is meant though words may be talk: it can't be anything else, or names values and asks nothing."""
    if change is None:
        return False
    named = topic is Topic.HELP and is_of_values(change) and not (ASKED.search(covered) or asks_zh(covered))
    return named or (topic in UNSURE and change.sure)


def wondered(said: Utterance, last: Last, answers: Mapping[str, str]) -> Proposal | None:
    """Return the last work with the values that a question about it holds: "can it be 1080p?"."""
    wish = unasked(said.words)
    if wish is None:
        return None
    plain = attrs.evolve(said, words=wish)
    reading = reading_of(plain, answers)
    change = change_of(reading, base_of(last, said.context, wish))
    if change is None or not is_of_values(change):
        return None
    return attrs.evolve(followed(plain, last, change, reading, answers), wondered=True)


def followed(said: Utterance, last: Last, change: WishChange, reading: Reading, answers: Mapping[str, str]) -> Proposal:
    """Return the last work again with what the words change of it."""
    context, answered = said.context, {**change.answers, **answers}
    wish = wish_of(last if change.work is None else (*context.earlier, last)[change.work], said.words)
    if change.afresh and last.once:
        wish = attrs.evolve(wish, model=None, version_id=None)
    if "media" in answered and Medium(answered["media"]) is not wish.media:
        wish = turned_into(wish, Medium(answered["media"]))
    doubts = [doubt for doubt in change.doubts if doubt.field not in answers]
    wish = attrs.evolve(
        wish,
        evidence=reading.evidence,
        cap_said=change.again and "max_points" in change.answers,
        once=change.once,
        doubts=doubts,
    )
    return with_answers(wish, answered, context.pictures)


def _of_its_own(said: Utterance, reading: Reading, answers: Mapping[str, str]) -> Proposal:
    """Return what words mean that change nothing that is there: a wish, or a question or remark after all."""
    last, covered = said.context.last, reading.folded
    apart = answers.get("which_work") == "none"  # it goes on from nothing
    if last is None and not apart and reading.handed is None and not said.inputs and is_follow_up(reading, covered):
        return _of_which_work(reading, answers)
    proposal = proposal_of(reading, said.context.pictures)
    asked = question_of(said.words) if last is not None and len(covered) <= MAX_ASIDE_CHARS else None
    if asked is not None and not answers and reading.handed is None and not reading.asks:
        return talk_of(reading, Topic.HELP)
    if last is not None and not answers and proposal.doubt("which_work") is not None:
        return talk_of(reading, Topic.HELP if is_for_later(covered) else Topic.FEEDBACK)
    return proposal


def _of_which_work(reading: Reading, answers: Mapping[str, str]) -> Proposal:
    """Return what asks which work is meant by words that go on from one that nobody knows of."""
    reading.doubt("which_work", 0, len(reading.words))
    return with_answers(Proposal(words=reading.words, doubts=reading.doubts, prompt=reading.words), answers)


def is_of_values(change: WishChange) -> bool:
    """Tell whether words change values alone, so that a question that holds them asks what that would be."""
    told = change.answers.keys() - ({"prompt"} if change.moves else set())
    return bool(told) and not change.doubts and told.isdisjoint(_NOT_WONDERED)


def talk_of(reading: Reading, topic: Topic) -> Proposal:
    """Return what answers words that ask for nothing; the medium and model that a question names are kept for the answer."""
    media = next((_medium_of(token) for token in reading.tokens if token.tag in NOUNS), None)
    named = next((token for token in reading.tokens if token.tag in {Tag.MODEL, Tag.DOUBTFUL_MODEL}), None)
    model = None if named is None else NAMES[str(named.value)][0]
    words = reading.words
    if topic in WISHING:  # "how much is a 10 second video?"
        read_values(reading, media or Medium.VIDEO, model)
    cuts = ((0, len(words)),) if words else ()
    params = {name: value for name, value in reading.params.items() if name in _PRICED}
    return Proposal(words=words, media=media, model=model, topic=topic, params=params, cuts=cuts)


def _medium_of(token: Token) -> Medium | None:
    if token.tag is Tag.FORMAT:
        return Medium.IMAGE
    value = token.value[0] if isinstance(token.value, tuple) else token.value
    return Medium.VIDEO if value == "work" else Medium(str(value))


def _forgetting(words: str, medium: str | None) -> Proposal:
    return Proposal(
        words=words,
        media=_NAMED_MEDIA.get(medium or "", Medium.IMAGE if medium else None),
        preference=PreferenceAction.CLEAR,
        forgets_all=medium is None,
        cuts=((0, len(words)),) if words else (),
    )
