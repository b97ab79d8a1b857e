"""What words change of a wish that is there: one that waits for its price, or the last work.

Rules: a change is a set of answers, the same that a doubt takes, so that whatever may be asked may be said unasked; the values
are read by the readers of every utterance, and only what asks for more, points at what is there or says what shall be
different makes a change of it. What nothing is left of but words of the person's own is told apart: behind "the same, but" they
stand beside the description, behind "another one" they take its place. A picture that is there is taken where it is pointed at,
and asked about where it may be meant.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from imastudio.domain.intent.belonging import belongs_to, is_hum, is_talk_with_us, restates
from imastudio.domain.intent.choosing import chosen_of, names_said, shown_name
from imastudio.domain.intent.context import ADDRESS, name_alone
from imastudio.domain.intent.counts import cap_of, number_of_results
from imastudio.domain.intent.doubting import offer_what_there_is
from imastudio.domain.intent.fields import read_values
from imastudio.domain.intent.folding import ENDS, fold, has_han
from imastudio.domain.intent.media import RequestedMedium
from imastudio.domain.intent.proposal import Proposal
from imastudio.domain.intent.reading import KnownWords, Reading
from imastudio.domain.intent.sounds import read_music, read_speech
from imastudio.domain.intent.swapping import is_setting, phrases_for, qualifies, recounted, swapped, swaps_for
from imastudio.domain.intent.tables.belonging import (
    ADDED,
    AFRESH,
    AND,
    NOT_USUAL,
    ONLY,
    ONLY_ADDRESS,
    RATHER,
    RESTARTS,
    SHOULD_BE,
    WANTED,
)
from imastudio.domain.intent.tables.following import (
    A_LITTLE,
    ADDS_MUSIC,
    AGAIN,
    ASIDE,
    ASKED_FOR,
    ASKED_POLITELY,
    BACK,
    BARE_NUMBER,
    BECOMES,
    BUT,
    CHANGES,
    CORRECTED,
    DOES_IT,
    ENDING,
    FILLER,
    FOR_ANOTHER,
    FREE,
    FREE_WORK,
    INTO,
    IT,
    LOOKS,
    MORE_OR_LESS,
    MOVES,
    NUMBERS,
    OF,
    OF_SETTINGS,
    OF_THAT,
    ONLY_CHANGES,
    ONLY_POINTS,
    OPINION,
    OTHER_TEXT,
    OUT_OF_IT,
    POINTS,
    RETRIED,
    RETRY,
    SHAPED,
    SHOWS,
    SOMEBODY,
    SPOKEN_BESIDE,
    THE_SAME,
    TIERS,
    VOICED,
    VOICES,
    WORKED_ON,
    WRITES_ON,
)
from imastudio.domain.intent.tables.media import AUDIO_MEDIA, GENERIC_NOUNS, PLAIN_NOUNS, VISUAL_MEDIA
from imastudio.domain.intent.tables.models import NAMES as NAMED
from imastudio.domain.intent.tables.models import medium_of
from imastudio.domain.intent.tables.voices import BY_GENDER
from imastudio.domain.intent.tags import MEASURES, NAMES, NO_WORDS, NOUNS, VALUES, Tag, Token
from imastudio.domain.intent.tones import is_remark, tone_of
from imastudio.domain.intent.topics import is_talk
from imastudio.domain.intent.utterance import Context, Doubt, Last
from imastudio.domain.kernel import Json
from imastudio.domain.orders import Input, Medium, TaskType

NONE = "none"
_LONGEST_FREE = 240
_FREE_THINGS = frozenset({"free", "免费", "免费的", "没钱", "不要钱", "the free"})
_LONGEST_LINE, _LONGEST_CHANGE = 120, 60  # characters: what is longer describes something of its own
_MAX_SLIP_CHARS, _MIN_WISH_CHARS = 8, 2
_PARTS = re.compile(r"[^,，。.;；!！?？\n]+")
_CLAUSES = re.compile(r"[,，。.;；!！?？\n]+|\bbut\b|但是?|不过|可是")
_NUMBER_INSIDE = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_LETTER = re.compile(r"[a-z0-9\u3400-\u9fff]")
_MAKE_IT = re.compile(
    r"(?:make|turn|change|do|have|get) (?:it|this|that|them)(?: be| look| to| into)? |(?:把|让|给|将)(?:它|这个|那个)"
)
_BESIDE = re.compile(
    r".*(?:的|版|风格?|吧)\Z|(?:with|without|in|at|on|under|during|by|as|from|wearing|holding|but|no)\b"
)
_ARTICLE, _ARTICLE_AT_END = re.compile(r"(?:a|an|the) "), re.compile(r"\b(?:a|an|the) \Z", re.IGNORECASE)
_REPEATS = re.compile(r"[次遍]|\btime\b")
_OTHERS = re.compile(r"(?:别的|其他的?|其它的?|不同的?)[^,。]")
_GENERIC = PLAIN_NOUNS | GENERIC_NOUNS
_SPEEDS: Mapping[str, tuple[float, float]] = {"speed": (0.8, 1.2), "volume": (0.8, 1.2)}
_STEP, _SLOWEST, _QUICKEST = 0.1, 0.5, 2.0
_MEASURED = MEASURES | {Tag.SHAPE}
_ONLY_PLAYS = frozenset({"GenBGM"})
_KEPT_OF_A_MEDIUM = frozenset({"aspect_ratio"})
_MOST_RESULTS, _MOST_PHRASES = 4, 2


@attrs.frozen(kw_only=True)
class Base:
    """What words may change: a wish, the works and pictures that are there, and what the wish was made with."""

    wish: Proposal
    context: Context
    made: Mapping[str, Json] = attrs.field(factory=dict)
    offered: Mapping[str, Sequence[Json]] = attrs.field(factory=dict)
    waits: bool = False

    @property
    def told(self) -> Mapping[str, str]:
        """Return what is known before words are read: beside a song, what comes in its parts is its lyrics."""
        return {"media": Medium.MUSIC.value} if self.wish.media is Medium.MUSIC else {}


@attrs.frozen(kw_only=True)
class WishChange:
    """What words change: answers by field, and doubts about them.

    `afresh` tells that another thing is to be shown, `sure` that the words can't mean anything else, `work` which of several
    works is meant, `bare` that words of their own stand beside the description, that may as well be meant alone, `points` that
    they speak of what is there, `moves` that a picture is made a film, with no words for what it shows.
    """

    answers: Mapping[str, str]
    doubts: Sequence[Doubt] = ()
    afresh: bool = False
    again: bool = False
    sure: bool = False
    once: bool = False
    work: int | None = None
    bare: bool = False
    points: bool = False
    exchanged: bool = False
    moves: bool = False


@attrs.define(kw_only=True)
class _Line:
    """A line at work: what its parts have said so far."""

    again: bool = False
    same: bool = False
    more: bool = False
    turned: bool = False
    follows: bool = False
    count: str | None = None
    place: int | None = None
    points: bool = False
    it: bool = False
    moves: bool = False
    worked_on: bool = False
    somebody: bool = False
    once: bool = False
    becomes: str = ""
    exchanged: str = ""
    media: Medium | None = None
    answers: dict[str, str] = attrs.field(factory=dict)
    beside: list[str] = attrs.field(factory=list)
    instead: list[str] = attrs.field(factory=list)
    alone: bool = False
    marked: bool = False
    adds: bool = False
    anew: bool = False


def wish_of(last: Last, words: str) -> Proposal:
    """Return the last work as a wish, once more."""
    return Proposal(
        words=words,
        media=last.task_type.medium,
        task_type=last.task_type,
        model=last.model,
        version_id=last.version_id,
        tier=last.tier,
        params=last.params,
        n=last.n,
        max_points=last.max_points,
        prompt=last.prompt,
        inputs=tuple(Input(source) for source in last.inputs),
        continues=True,
    )


def turned_into(wish: Proposal, medium: Medium) -> Proposal:
    """Return a wish as one for another medium: of its values only those that all media have are kept."""
    tasks = {
        Medium.IMAGE: TaskType.TEXT_TO_IMAGE,
        Medium.VIDEO: TaskType.TEXT_TO_VIDEO,
        Medium.MUSIC: TaskType.TEXT_TO_MUSIC,
        Medium.SPEECH: TaskType.TEXT_TO_SPEECH,
    }
    seen = medium in VISUAL_MEDIA
    kept = {name: value for name, value in wish.params.items() if seen and name in _KEPT_OF_A_MEDIUM}
    return attrs.evolve(
        wish,
        prompt=_undirected(wish.prompt),
        media=medium,
        task_type=tasks[medium],
        model=None,
        version_id=None,
        params=kept,
        n=None,
        max_points=None,
        inputs=(),
    )


def _undirected(prompt: str) -> str:
    """Return a description without the words at its beginning that ask for its medium."""
    asked = ASKED_FOR.match(prompt)
    return prompt if asked is None or not prompt[asked.end() :].strip(ENDS) else prompt[asked.end() :]


def base_of(last: Last, context: Context, words: str) -> Base:
    """Return the last work as what words may change."""
    return Base(wish=wish_of(last, words), context=context, made={**last.made, **last.params}, offered=last.offered)


def change_of(reading: Reading, base: Base) -> WishChange | None:
    """Return what words change of what is there, or None where they are words of their own."""
    whole = _changed_whole(reading, base)
    if whole is not None:
        return whole
    if reading.handed is not None:
        return _lyrics(reading, base)
    folded = reading.folded
    if not folded.strip(ENDS) or len(folded) > _LONGEST_LINE:
        return None
    line = _Line()
    parts = [found.span() for found in _PARTS.finditer(_NUMBER_INSIDE.sub("·", folded))]
    parts = [one for span in _behind_restart(line, folded, parts) for one in _split_at_and(reading, span)]
    parts = [
        span
        for span in parts
        if len(parts) == 1 or not (is_hum(folded[slice(*span)]) or _is_praised(line, folded, span))
    ]
    rests = [_ended(reading, _opened(base, line, folded, start, end), end) for start, end in parts]
    values = _values(reading, base, line, rests)
    if not all(_read_rest(reading, base, line, start, end) for start, end in rests if start < end):
        return _corrected(reading, base)
    if line.alone and not line.follows and (corrected := _corrected(reading, base)) is not None:
        return corrected
    said = line.follows or line.alone or bool(values or line.answers or reading.doubts)
    spoken = base.wish.media is Medium.SPEECH and bool(line.beside or line.instead)
    named = _medium_said(reading)
    other = line.media is not None or named not in {None, base.wish.media}
    turned = line.alone and other and not (base.waits or line.it or line.points)
    if not said or turned or (spoken and _shows_other(reading.tokens)):
        return None
    line.answers = _sung_or_played(base, _taken_off(base, {**values, **line.answers}))
    if "tier" in line.answers:  # "a better model" is no name
        reading.doubts[:] = [doubt for doubt in reading.doubts if doubt.field != "model"]
    return _with_unread_name(reading, base, _with_name(reading, _settled(reading, base, line)))


def _behind_restart(line: _Line, folded: str, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts of a line behind what gives up all that was said before: "forget all that. A barn, at night"."""
    only = ONLY.match(folded) or AFRESH.match(folded)
    start = 0 if only is None else only.end()
    for first, last in parts:
        if RESTARTS.fullmatch(folded[first:last].strip(ENDS)):
            start = last
    left = [
        (max(first, start), last)
        for first, last in parts
        if last > start and folded[max(first, start) : last].strip(ENDS)
    ]
    line.anew = line.follows = start > 0 and bool(left)
    return left if line.anew else list(parts)


def _split_at_and(reading: Reading, span: tuple[int, int]) -> Sequence[tuple[int, int]]:
    """Return a part of a line in two where an "and" stands beside words that are all ours: "portrait and put a cat in it"."""
    found = AND.search(reading.folded, *span)
    if found is None:
        return (span,)
    halves = ((span[0], found.start()), (found.end(), span[1]))
    for start, end in halves:
        tokens = [token for token in reading.tokens if start <= token.start and token.end <= end]
        if (
            tokens
            and any(token.tag in VALUES for token in tokens)
            and all(token.tag not in NO_WORDS for token in tokens)
        ):
            return halves
    return (span,)


def _shows_other(tokens: Sequence[Token]) -> bool:
    """Tell whether words beside a speech ask for something to be seen or sung: 给这首诗画幅水墨画."""
    seen = {Medium.IMAGE, Medium.VIDEO, Medium.MUSIC}
    return any(token.value in seen for token in tokens if token.tag in {Tag.VERB, Tag.NOUN, Tag.WEAK_NOUN})


def _taken_off(base: Base, answers: dict[str, str]) -> dict[str, str]:
    """Return answers without a style both wanted and not: 不要摇滚了 takes off the rock that was asked for."""
    tags, unwanted = str(base.wish.params.get("tags", "")).lower(), answers.get("negative_tags", "").lower()
    if not tags or tags != unwanted:
        return answers
    return {**{field: value for field, value in answers.items() if field != "negative_tags"}, "tags": NONE}


def _sung_or_played(base: Base, answers: dict[str, str]) -> dict[str, str]:
    """Return answers in which what is sung is no instrumental, and an instrumental has no singer and no words."""
    if base.wish.media is not Medium.MUSIC:
        return answers
    if answers.get("make_instrumental") == "on":
        gone = dict.fromkeys({"vocal_gender", "lyrics"} & base.wish.params.keys(), NONE)
        return {**gone, **answers}
    sung = bool({"vocal_gender", "lyrics"} & answers.keys())
    if sung and base.wish.model in _ONLY_PLAYS:
        return {"model": "suno", **answers}
    return {**answers, "make_instrumental": "off"} if sung and base.wish.params.get("make_instrumental") else answers


def _with_name(reading: Reading, change: WishChange) -> WishChange:
    """Return a change with the model that is tried once more, where words of ours alone stand around its name: 用MJ重画一遍."""
    name = name_alone(RETRY.sub(" ", reading.folded)) if RETRIED.search(reading.folded) else None
    if name is None or all(doubt.field != "model" for doubt in change.doubts):
        return change
    doubts = [doubt for doubt in change.doubts if doubt.field != "model"]
    return attrs.evolve(change, answers={**change.answers, "model": name}, doubts=doubts)


def _picture_alone(reading: Reading, base: Base) -> WishChange | None:
    """Return the picture whose address or path is all that a line says: "no! use the file …"."""
    address = ADDRESS.search(reading.words)
    if address is None or base.wish.media not in VISUAL_MEDIA:
        return None
    around = f"{reading.folded[: address.start()]} {reading.folded[address.end() :]}".strip(ENDS)
    return WishChange(answers={"inputs": address[0]}, sure=True) if ONLY_ADDRESS.fullmatch(around) else None


def _rather(reading: Reading, base: Base, text: str) -> WishChange | None:
    """Return what is wanted after all: a model this once alone, another thing, or the other one of two media."""
    if NOT_USUAL.search(text) is not None and not any(token.tag in NAMES for token in reading.tokens):
        return WishChange(answers={"preference": NONE}, sure=True)
    rather = RATHER.fullmatch(text)
    if rather is None or is_remark(text) or not any(token.tag in NO_WORDS for token in reading.tokens):
        return _contrasted(reading, base)
    begin = reading.folded.find(rather["new"])
    new = reading.words[begin : begin + len(rather["new"])]
    return _instead(base, reading.words.strip(ENDS), new, beside=new)


def _contrasted(reading: Reading, base: Base) -> WishChange | None:
    """Return the one of two media that is not refused: "a PICTURE, not a video"."""
    lead = FILLER.match(reading.folded)
    said = [token for token in reading.tokens if lead is None or token.start >= lead.end()]
    two = sum(token.tag in NOUNS for token in said) > 1 and any(token.tag is Tag.NOT for token in said)
    if not two or any(token.tag in NO_WORDS for token in said):
        return None
    medium = _into(reading.folded, said, 0, len(reading.folded))
    return None if medium in {None, base.wish.media} else WishChange(answers={"media": str(medium)}, sure=True)


def _with_unread_name(reading: Reading, base: Base, change: WishChange) -> WishChange:
    """Return a change with a doubt about a model that is named and was not read: "again but in SeedDream so i can compare"."""
    held = fold(base.wish.prompt)
    named = [one for one in reading.tokens if one.tag in {Tag.MODEL, Tag.DOUBTFUL_MODEL} and one.text not in held]
    refused = any(token.tag is Tag.NOT for token in reading.tokens)
    known = "model" in change.answers or any(doubt.field == "model" for doubt in change.doubts)
    if not named or refused or known:
        return change
    doubt = Doubt(field="model", words=named[0].text, choices=[shown_name(named[0]), NONE])
    return attrs.evolve(change, doubts=(*change.doubts, doubt), bare=False)


def _changed_whole(reading: Reading, base: Base) -> WishChange | None:
    """Return what a line as a whole changes: one thing or text for another, who reads it, music beside it, or back."""
    words, folded = reading.words, reading.folded
    text = folded.strip(ENDS)
    if base.wish.media is not Medium.SPEECH and (beside := SPOKEN_BESIDE.fullmatch(fold(words))) is not None:
        spoken = unquoted_whole(words[beside.start("text") :])
        return WishChange(answers={"media": Medium.SPEECH.value, "text": spoken}, sure=True)
    other = OTHER_TEXT.fullmatch(fold(words)) if base.wish.media is Medium.SPEECH else None
    if other is not None:
        return WishChange(answers={"text": unquoted_whole(words[other.start("text") :])}, sure=True)
    if not text or len(folded) > _LONGEST_LINE:
        return None
    picture = _picture_alone(reading, base)
    if picture is not None:
        return picture
    if ADDS_MUSIC.fullmatch(text) and base.wish.media in {Medium.VIDEO, Medium.IMAGE}:
        choices = [Medium.MUSIC.value, Medium.VIDEO.value]
        return WishChange(
            answers={}, doubts=[Doubt(field="media", words=words.strip(ENDS), choices=choices)], sure=True
        )
    if reading.handed is not None:
        line = _Line()
        if base.wish.media is not Medium.SPEECH or not _is_whole_value(line, base, text):
            return None
        return WishChange(answers=line.answers, sure=True)
    turned = _rather(reading, base, text)
    if turned is not None:
        return turned
    works = base.context.works
    if BACK.fullmatch(text) and len(works) > 1:
        return WishChange(answers={}, again=True, sure=True, work=len(works) - 2)
    description = swapped(folded, words, base.wish.prompt) or recounted(folded, words, base.wish.prompt)
    return None if description is None else WishChange(answers={"prompt": description}, sure=True)


def _is_praised(line: _Line, folded: str, span: tuple[int, int]) -> bool:
    """Tell whether a part of a line is only a word about what is there: 挺好看的, "I love the second one". Note which one."""
    part = folded[span[0] : span[1]].strip(ENDS)
    praise = (is_talk(part) and tone_of(part) == "praise") or OPINION.fullmatch(part) is not None or is_remark(part)
    if praise:
        _note_place(line, POINTS.search(folded, *span))
    return praise


def unquoted_whole(text: str) -> str:
    """Return a text without the quotes that stand around the whole of it."""
    plain = text.strip()
    pairs = {"“": "”", '"': '"', "「": "」", "『": "』"}
    inner = plain[1:-1]
    return inner if len(plain) > 2 and plain[-1] == pairs.get(plain[0]) and plain[0] not in inner else plain  # noqa: PLR2004


def _corrected(reading: Reading, base: Base) -> WishChange | None:
    """Return what takes back the description: 不对，是要两个宇航员; asked about where it can't be told what it replaces."""
    found = CORRECTED.fullmatch(reading.folded.strip(ENDS))
    if found is None:
        return None
    begin = reading.folded.find(found["new"])
    tokens = [token for token in reading.tokens if begin <= token.start]
    if _asks(tokens) or not any(token.tag in NO_WORDS for token in tokens):
        return None
    new = reading.words[begin:].strip(ENDS)
    return _instead(base, reading.words.strip(ENDS), new, beside=new)


def _instead(base: Base, said: str, new: str, *, beside: str) -> WishChange:
    """Return the description with something new in the place of what it may replace, asked about where that can't be told."""
    prompt = base.wish.prompt
    found = swaps_for(prompt, new)
    if len(found) == 1:
        return WishChange(answers={"prompt": found[0]}, sure=True, exchanged=True)
    choices = found or (*phrases_for(prompt, new)[:_MOST_PHRASES], _joined([prompt, beside]), new)
    return WishChange(answers={}, doubts=[which_description(said, choices)], sure=True)


def which_description(words: str, choices: Sequence[str]) -> Doubt:
    """Return the doubt which of several descriptions is meant."""
    return Doubt(field="prompt", words=words, choices=choices, facts={"instead": True})


def joined_with(prompt: str, new: str) -> tuple[str, str]:
    """Return a description with words beside it, and the words alone."""
    return _joined([prompt, new]), new


def is_a_little(folded: str) -> bool:
    """Tell whether words ask for a little more of something."""
    return A_LITTLE.fullmatch(folded.strip(ENDS)) is not None


def is_opinion(folded: str) -> bool:
    """Tell whether words only say what somebody thinks of what is there."""
    said = folded.strip(ENDS)
    return OPINION.fullmatch(said) is not None or ASIDE.fullmatch(said) is not None


def asks_to_see(folded: str) -> bool:
    """Tell whether somebody wants to see what is there: 三张都给我看看."""
    return SHOWS.fullmatch(folded.strip(ENDS)) is not None


def is_asked_politely(folded: str) -> bool:
    """Tell whether a question asks for something to be done: "can you make it bluer?"."""
    return ASKED_POLITELY.match(folded.strip(ENDS)) is not None


def is_slip(words: str) -> bool:
    """Tell whether words at the question of the price are a slip of the fingers, rather than a wish: "yess"."""
    said = words.strip()
    if not said.isascii():
        return len(said) < _MIN_WISH_CHARS
    return len(said) <= _MAX_SLIP_CHARS and " " not in said


def pays_nothing(folded: str) -> bool:
    """Tell whether somebody wants to spend nothing, whatever else is said: 画只猫，但别花我的钱."""
    if len(folded) > _LONGEST_FREE:
        return False
    if FREE_WORK.search(folded.strip(ENDS)):
        return True
    parts = [part.strip(ENDS) for part in _CLAUSES.split(folded)]
    return any(FREE.fullmatch(part) and (len(parts) == 1 or part not in _FREE_THINGS) for part in parts if part)


# one part of a line


def _opened(base: Base, line: _Line, folded: str, start: int, end: int) -> int:
    """Read the words at the beginning of a part that ask for more or point at what is there; return where the rest begins."""
    while start < end:
        begun = start
        while start < end and folded[start] in ENDS:
            start += 1
        for pattern in (FILLER, BUT, SHOULD_BE, WANTED):
            found = pattern.match(folded, start, end)
            if found is not None:
                line.adds = line.adds or ADDED.search(found[0]) is not None
                line.turned = line.turned or (pattern is BUT and found.end() > start)
                start = found.end()
        rest = folded[start:end].strip(ENDS)
        if start >= end or _is_whole_value(line, base, rest) or _is_whole_value(line, base, ENDING.sub("", rest)):
            return end
        found = AGAIN.match(folded, start, end)
        if found is not None and found.end() > start:
            _note_again(line, found)
            start = found.end()
        found = POINTS.match(folded, start, end) if not line.points else None
        if found is not None and found.end() > start:
            _note_place(line, found)
            start = found.end()
        if start == begun:
            break
    return start


def _ended(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Return a part without the small words at its end, where all before them are words of ours: "use Kling instead"."""
    found = ENDING.search(reading.folded, start, end)
    if found is None:
        return start, end
    before = [token for token in reading.tokens if start <= token.start and token.end <= found.start()]
    return (start, found.start()) if before and all(token.tag not in NO_WORDS for token in before) else (start, end)


def _is_whole_value(line: _Line, base: Base, rest: str) -> bool:
    """Note what is said of the price, or of more or less of a value, as a whole."""
    for tier, pattern in TIERS:
        if pattern.fullmatch(rest):
            line.answers |= {"tier": tier, "model": NONE}
            line.follows = True
            return True
    if ASIDE.fullmatch(rest):
        return True
    number = BARE_NUMBER.fullmatch(rest)
    count = 0 if number is None else NUMBERS.get(number["number"]) or int(number["number"])
    if number is not None and (base.wish.media is Medium.VIDEO or count <= _MOST_RESULTS):
        spelled = number["number"].isdecimal() and base.wish.media is Medium.VIDEO
        line.answers["duration" if spelled else "n"] = str(count)
        line.follows = True
        return True
    if _is_voice(line, base, rest) or _is_shape(line, base, rest):
        line.follows = True
        return True
    for medium, field, up, pattern in MORE_OR_LESS:
        if base.wish.media == medium and pattern.fullmatch(rest):
            value = _stepped(base, field, up=up)
            line.follows = True
            if value is None:
                line.beside.append(rest)
            else:
                line.answers[field] = value
            return True
    return False


def _is_voice(line: _Line, base: Base, rest: str) -> bool:
    """Note who speaks or sings; what else is said of a voice that sings stands beside the description."""
    if base.wish.media not in {Medium.SPEECH, Medium.MUSIC}:
        return False
    plain = next((one for one, pattern in VOICES if pattern.fullmatch(rest)), None)
    gender = plain or next((one for one, pattern in VOICED if pattern.fullmatch(rest)), None)
    if gender is None:
        return False
    line.answers |= _voice(base, gender)
    if plain is None and base.wish.media is Medium.MUSIC:
        line.beside.append(rest)
    return True


def _is_shape(line: _Line, base: Base, rest: str) -> bool:
    """Note the shape that a word about height or width asks for."""
    shape = next((one for one, pattern in SHAPED if pattern.fullmatch(rest)), None)
    if shape is None or base.wish.media not in VISUAL_MEDIA:
        return False
    line.answers["aspect_ratio"] = shape
    return True


def _voice(base: Base, gender: str) -> dict[str, str]:
    """Return who speaks or sings, in the language of the text."""
    if base.wish.media is Medium.MUSIC:
        return {"vocal_gender": gender}
    language = "zh" if has_han(base.wish.prompt) else "en"
    return {"speaker": str(BY_GENDER[language, gender])}


def _stepped(base: Base, field: str, *, up: bool) -> str | None:
    """Return the next value of a field: of what its model offers, or of how a text is read; None where there is none."""
    if field in _SPEEDS:
        now = base.made.get(field)
        if not isinstance(now, int | float) or now == 1:
            return str(_SPEEDS[field][up])
        return str(round(min(_QUICKEST, max(_SLOWEST, now + (_STEP if up else -_STEP))), 1))
    offered = [str(value) for value in base.offered.get(field, ())]
    now = str(base.made.get(field, ""))
    at = next((at for at, value in enumerate(offered) if value.lower() == now.lower()), None)
    ahead = None if at is None else at + (1 if up else -1)
    return offered[ahead] if ahead is not None and 0 <= ahead < len(offered) else None


def _note_again(line: _Line, found: re.Match[str]) -> None:
    line.again = line.follows = True
    line.more = line.more or not (found["e"] or DOES_IT.fullmatch(found[0].strip()))
    line.same = line.same or (THE_SAME.search(found[0]) is not None and OF_SETTINGS.search(found[0]) is None)
    count = next((value for value in found.groupdict().values() if value), None)
    once = _REPEATS.search(found[0]) is not None and (count is None or NUMBERS.get(count) == 1)
    line.same = line.same or once
    if count is not None and not once:
        line.count = str(NUMBERS[count]) if count in NUMBERS else ""


def _note_place(line: _Line, found: re.Match[str] | None) -> None:
    """Note what is pointed at: a place among several, the last one, or what is at hand."""
    if found is None or line.points:
        return
    line.points = line.follows = True
    said = found["a"] or found["b"]
    line.place = NUMBERS[said] if said is not None else -1 if found["last"] or found["end"] else None
    line.again = line.again or found["like"] is not None


def _read_rest(reading: Reading, base: Base, line: _Line, start: int, end: int) -> bool:
    """Read what is left of a part behind the words that ask for more or point."""
    folded = reading.folded
    tokens = [token for token in reading.tokens if start <= token.start and token.end <= end]
    rest = folded[start:end].strip(ENDS)
    tokens = _without_again(reading, line, tokens, start, end)
    known = not any(token.tag in NO_WORDS for token in tokens)
    if known and base.wish.media is Medium.MUSIC and any("纯" in token.text for token in tokens):
        line.answers["make_instrumental"] = "on"
        line.follows = True
        return True
    line.it = line.it or IT.search(folded, start, end) is not None
    if _needs_picture(reading, line, rest, start, end):
        return True
    medium = _into(folded, tokens, start, end)
    if medium is not None and (known or line.it or line.points):
        line.media, line.follows = medium, True
        behind = _behind(tokens, end)
        if behind is None or not _LETTER.search(folded, behind, end):
            if medium is base.wish.media and _says_more(base, tokens):
                line.media = None
                line.beside.append(_own(reading, start, end))
            return True
        start, rest, tokens = behind, folded[behind:end].strip(ENDS), [one for one in tokens if one.start >= behind]
        known = not any(token.tag in NO_WORDS for token in tokens)
    if known and not _is_unread(reading, base, rest, tokens):
        return not any(
            token.tag in {Tag.READ, Tag.EVER, Tag.LIKING, Tag.CLEAR, Tag.TASK, Tag.INPUT} for token in tokens
        )
    if known and _lasts(reading, base, line, tokens):
        return True
    own = _own(reading, start, end)
    says_nothing = ONLY_CHANGES.fullmatch(own) or (reading.cuts and ONLY_POINTS.fullmatch(own))
    if not _LETTER.search(own.lower()) or says_nothing:
        return True
    if _takes_place(reading, base, line, start, end) or (line.media is not None and OUT_OF_IT.fullmatch(rest)):
        return True
    writes = base.wish.media in VISUAL_MEDIA and WRITES_ON.match(rest) is not None
    line.follows = line.follows or writes
    return _describe(line, base.wish.prompt, rest, own, asks=_asks(tokens) and not (line.it or writes))


def _lasts(reading: Reading, base: Base, line: _Line, tokens: Sequence[Token]) -> bool:
    """Ask whether a picture that shall last so long is a film, and note how long."""
    told = next((one for one in tokens if one.tag is Tag.SECONDS), None)
    if told is None or base.wish.media is not Medium.IMAGE or line.media is not None:
        return False
    reading.doubt("media", told.start, told.end, [Medium.VIDEO.value, Medium.IMAGE.value])
    line.answers["duration"], line.follows = str(told.value), True
    return True


def _takes_place(reading: Reading, base: Base, line: _Line, start: int, end: int) -> bool:
    """Note what takes the place of something: return True where it is named and stands in the description."""
    part, folded = reading.words[start:end], reading.folded[start:end]
    exchanged = swapped(folded, part, base.wish.prompt)
    if exchanged is not None:
        line.exchanged, line.follows = exchanged, True
        return True
    if qualifies(folded, part, base.wish.prompt):
        line.follows = line.marked = True
        line.beside.append(_own(reading, start, end))
        return True
    becomes = next((found["new"] for pattern in BECOMES if (found := pattern.fullmatch(folded.strip(ENDS)))), None)
    if becomes is not None and not reading.cuts:
        begin = folded.find(becomes)
        line.becomes = part[begin : begin + len(becomes)].strip(ENDS)
    return False


def _says_more(base: Base, tokens: Sequence[Token]) -> bool:
    """Tell whether a noun says more than its medium, and it is not said yet: a watercolor, a poster."""
    held = base.wish.prompt.lower()
    return any(token.tag in NOUNS and token.text not in _GENERIC and token.text not in held for token in tokens)


def _is_unread(reading: Reading, base: Base, rest: str, tokens: Sequence[Token]) -> bool:
    """Tell whether known words say something that no value was read of: 别的花, a watercolor."""
    left = [token for token in tokens if not any(a <= token.start and token.end <= b for a, b in reading.cuts)]
    valued = any(one.tag is Tag.MANNER or one.tag in _MEASURED for one in left)
    if base.wish.media is not Medium.SPEECH and (valued or A_LITTLE.fullmatch(rest)):
        return True
    return _OTHERS.match(rest) is not None or _says_more(base, left)


def _without_again(reading: Reading, line: _Line, tokens: list[Token], start: int, end: int) -> list[Token]:
    """Return the words of a part without those that ask for more behind words of ours: 用MJ再来一张."""
    again = AGAIN.search(reading.folded, start, end)
    if again is None or again.end() == again.start():
        return tokens
    if any(one.tag in NO_WORDS for one in tokens if one.start < again.start()):
        return tokens
    _note_again(line, again)
    reading.cut(*again.span())
    return [one for one in tokens if one.start >= again.end() or one.end <= again.start()]


def _needs_picture(reading: Reading, line: _Line, rest: str, start: int, end: int) -> bool:
    """Note what is done to a picture that is there: it is set in motion, or worked on."""
    moves, worked_on = MOVES.search(rest) is not None, WORKED_ON.match(rest.removeprefix("把")) is not None
    if not (moves or worked_on):
        return False
    _note_place(line, POINTS.search(reading.folded, start, end))
    line.follows = True
    if moves:
        line.moves, line.media = True, Medium.VIDEO
        told = reading.folded.find(":", start, end) + 1  # "animate it: a slow push-in"
        if told and (motion := _own(reading, told, end)):
            line.beside.append(motion)
    else:
        line.worked_on = True
        line.beside.append(_own(reading, start, end))
    return True


def _describe(line: _Line, prompt: str, rest: str, own: str, *, asks: bool) -> bool:
    """Note words of the person's own: beside the description, or in its place; return False where they stand for themselves."""
    if len(rest) > _LONGEST_CHANGE and not line.follows:
        return False
    if asks and not (line.points or line.again or line.anew):
        return False
    if line.anew:
        line.beside.append(own)
        return True
    if is_talk_with_us(own) and not (line.points or line.again):
        return True
    if SOMEBODY.match(rest):
        line.somebody = line.follows = line.marked = True
        line.beside.append(own)
    elif CHANGES.match(rest) or line.turned or line.same or line.points or (line.again and _BESIDE.match(rest)):
        line.follows = line.marked = True
        line.beside.append(own)
    elif line.follows and (line.again or line.media is None or line.it):
        (line.instead if line.again and not line.beside else line.beside).append(own)
    elif line.adds or belongs_to(prompt, own):
        line.follows = line.marked = True
        line.beside.append(own)
    elif asks or (line.media is not None and not line.it):
        return False  # a work of another medium, that this describes
    else:
        line.alone = True
        line.beside.append(own)
    return True


def _asks(tokens: Sequence[Token]) -> bool:
    """Tell whether words ask for something of their own: they begin with a verb for making, and say what."""
    first = next((token for token in tokens if token.tag not in {Tag.POLITE, Tag.GLUE, Tag.USE, *NAMES}), None)
    named = any(token.tag in NOUNS for token in tokens)
    return first is not None and first.tag in {Tag.VERB, Tag.READ} and (named or first.text not in _CHANGING)


_CHANGING = frozenset(
    {
        "make",
        "turn",
        "change",
        "edit",
        "transform",
        "convert",
        "改成",
        "变成",
        "换成",
        "变为",
        "加个",
        "加一个",
        "弄",
        "做成",
    }
)


def _into(folded: str, tokens: Sequence[Token], start: int, end: int) -> Medium | None:
    """Return another medium that is asked for: 做成视频, "as a song", 图片就好."""
    nouns = [token for token in tokens if token.tag in {Tag.NOUN, Tag.WEAK_NOUN} and not isinstance(token.value, tuple)]
    refused = [at for at, token in enumerate(tokens) if token.tag is Tag.NOT]
    if refused and len(nouns) > 1:  # "a PICTURE not a video": the other one of the two
        behind = next((noun for noun in nouns if tokens.index(noun) > refused[0]), None)
        others = [noun for noun in nouns if behind is not None and noun.value != behind.value]
        return Medium(str(others[0].value)) if others and others[0].value != "work" else None
    noun = next(iter(nouns), None)
    if noun is None or noun.value == "work" or refused:
        return None
    alone = len(tokens) == 1 and noun.text in _GENERIC
    return Medium(str(noun.value)) if alone or INTO.search(folded, start, end) else None


def _behind(tokens: Sequence[Token], end: int) -> int | None:
    noun = next((token for token in tokens if token.tag in NOUNS), None)
    return None if noun is None else min(noun.end, end)


def _own(reading: Reading, start: int, end: int) -> str:
    """Return the words of a passage as they were said, without the values that were read in it."""
    cuts = sorted((a, b) for a, b in reading.cuts if a < end and b > start)
    pieces, last = [], start
    for first, behind in cuts:
        pieces.append(reading.words[last : max(first, last)])
        last = max(last, behind)
    text = "".join([*pieces, reading.words[last:end]])
    lead = _MAKE_IT.match(text.lstrip().lower())
    return (text.lstrip()[lead.end() :] if lead is not None else text).strip(ENDS)


# values


def _values(reading: Reading, base: Base, line: _Line, rests: Sequence[tuple[int, int]]) -> dict[str, str]:
    """Return the values that are said, as answers: read as in every utterance, in known words as if they stood alone."""
    medium = _medium_said(reading) or _medium_of(reading, rests) or base.wish.media or Medium.VIDEO
    asked = RequestedMedium(media=medium, heads=())
    reading.parts = list(_parts_of(reading, rests))
    chosen = chosen_of(reading, names_said(reading), medium)
    read_values(reading, medium, None)
    if medium is Medium.MUSIC:
        read_music(reading)
    if medium is Medium.SPEECH:
        read_speech(reading, base.wish.prompt)
    again = any(AGAIN.search(reading.folded, start, end) for start, end in rests)
    n = None if again or line.count else number_of_results(reading, asked, medium)
    cap = cap_of(reading, n)
    values: dict[str, Json] = {**reading.params, "n": n, "max_points": cap}
    answers = {field: _spelled(value) for field, value in values.items() if value is not None}
    if chosen is not None:
        answers["model"] = chosen.name
        line.once = chosen.once
    elif "tier" in answers:
        answers["model"] = NONE
    return answers


def _medium_of(reading: Reading, rests: Sequence[tuple[int, int]]) -> Medium | None:
    """Return the medium that the wish is turned into, whose values are said: 做成5秒视频, "animate it, 5 seconds"."""
    for start, end in rests:
        tokens = [token for token in reading.tokens if start <= token.start and token.end <= end]
        moves = MOVES.search(reading.folded, start, end) is not None
        medium = Medium.VIDEO if moves else _into(reading.folded, tokens, start, end)
        if medium is not None:
            return medium
    return None


def _parts_of(reading: Reading, rests: Sequence[tuple[int, int]]) -> Iterator[KnownWords]:
    """Yield what is left of a line's parts, whole where every word is known, else the known words at its ends."""
    for start, end in rests:
        tokens = [token for token in reading.tokens if start <= token.start and token.end <= end]
        if not any(token.tag in NO_WORDS for token in tokens):
            for number, request in enumerate(reading.requests):
                its = tuple(token for token in tokens if token in request.fragment.tokens)
                if its:
                    yield KnownWords(tokens=its, request=request, number=number, whole=True)
            continue
        for part in reading.parts:
            if any(token in tokens for token in part.tokens):
                yield part


def _spelled(value: Json) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _medium_said(reading: Reading) -> Medium | None:
    """Return what the model that is named makes."""
    names = [token for token in reading.tokens if token.tag in {Tag.MODEL, Tag.DOUBTFUL_MODEL}]
    media = {medium_of(NAMED[str(token.value)][0]) for token in names}
    return media.pop() if len(media) == 1 else None


# what it makes of the wish


def _settled(reading: Reading, base: Base, line: _Line) -> WishChange:
    """Return the change that the parts of a line say together."""
    wish, answers = base.wish, line.answers
    target = line.media or _medium_said(reading) or wish.media
    if target is not wish.media and target is not None:
        answers["media"] = target.value
    if line.count:
        answers["n"] = line.count
    elif line.count == "":
        reading.doubt("n", 0, len(reading.words), ["2", "3", "4"])
    elif line.again and not line.same and wish.n is not None and not base.waits:
        answers.setdefault("n", "1")
    other = line.same or line.beside or line.instead or answers.keys() - {"n"}  # one that is otherwise is no second one
    if line.more and not other and base.waits:
        answers["n"] = str((wish.n or 1) + int(line.count or 1))
    work = _work_meant(base, line)
    if work is None:
        _source(reading, base, line, target)
    offer_what_there_is(reading, target)
    said = _description(reading, base, line, target)
    if said is not None:
        answers["prompt"] = said
    return WishChange(
        answers=answers,
        doubts=tuple(reading.doubts),
        afresh=bool(line.instead) or line.anew,
        again=line.again,
        sure=line.again or line.anew or line.worked_on or line.moves,
        once=line.once,
        work=work,
        bare=line.alone and not line.follows and answers.keys() <= {"prompt"},
        points=line.it or line.points,
        exchanged=bool(line.exchanged),
        moves=target is Medium.VIDEO and not (line.beside or line.instead),
    )


def _work_meant(base: Base, line: _Line) -> int | None:
    """Return which of several works is to be made once more: "three of the first one"."""
    works = base.context.works
    if not line.again or line.place is None or not works[1:] or len(works[-1].results) > 1:
        return None
    at = line.place - 1 if line.place > 0 else len(works) + line.place
    return at if at < len(works) else None


def _source(reading: Reading, base: Base, line: _Line, target: Medium | None) -> None:
    """Take the picture that is pointed at, and ask about one that may be meant."""
    whole = base.waits and line.place is None and not (line.moves or line.worked_on)  # "it" is what waits
    if whole or target not in VISUAL_MEDIA:
        return
    pictures = base.context.pictures
    moved = target is Medium.VIDEO and base.wish.media is Medium.IMAGE
    told = line.beside or line.media is not None or not line.answers
    last = base.context.last
    several = len(last.results) if last is not None and last.task_type.medium is Medium.IMAGE else 1
    picked = line.place is not None and several > 1 and not line.again
    pointed = line.points or (line.it and (moved or line.somebody))
    surely = line.worked_on or line.moves or picked or (pointed and not line.again and told)
    perhaps = line.somebody or moved
    filmed = base.wish.media is Medium.VIDEO and bool(base.wish.inputs)
    if not (surely or perhaps) or (filmed and not line.points and not line.worked_on):
        return
    if not pictures:
        of_film = target is Medium.IMAGE and base.wish.media is Medium.VIDEO  # nobody can take a picture out of one
        if surely and not base.waits and not of_film:
            reading.doubt("inputs", 0, len(reading.words))
        return
    latest = [str(at + 1) for at in range(len(pictures) - max(several, 1), len(pictures))]
    at = line.place if line.place is None or line.place > 0 else len(pictures)
    if at is not None and at <= len(pictures):
        line.answers["source"] = str(at)
        line.answers.setdefault("n", "1")
    elif surely and len(latest) == 1 and at is None:
        line.answers["source"] = latest[0]
    else:
        reading.doubt("source", 0, len(reading.words), [*latest, NONE], several=len(latest) > 1)
        if surely:  # whichever it is, it is one
            line.answers.setdefault("n", "1")


def _description(reading: Reading, base: Base, line: _Line, target: Medium | None) -> str | None:
    """Return the description that is meant, None where it stays, with a doubt where it can't be told."""
    wish = base.wish
    if line.beside and (line.anew or (base.waits and not line.marked and restates(wish.prompt, reading.words))):
        return _joined(line.beside)
    read = wish.media is Medium.SPEECH and "media" not in line.answers
    if read and (line.beside or line.instead) and not line.exchanged:
        if not line.answers:  # what else is said of how it is read can't be set, and is no text to be read
            reading.doubt("text", 0, len(reading.words))
        return None
    if line.exchanged or line.instead:
        return _joined([*([line.exchanged] if line.exchanged else line.instead), *line.beside])
    if not line.beside:
        _doubt_description(reading, base, line, target)
        return _shown(base) if line.media not in {None, wish.media} else None
    worked_on = line.worked_on and (bool(wish.inputs) or "source" in line.answers or not base.waits)
    if worked_on or (line.points and "source" in line.answers and line.media is None):
        return _joined(line.beside)
    pictured = bool(wish.inputs) and wish.task_type is not None and wish.task_type.medium is Medium.IMAGE
    shown = any(OF_THAT.match(one) for one in line.beside)
    filmed = line.moves or (target is Medium.VIDEO and "source" in line.answers and not shown)
    if (filmed and wish.media is Medium.IMAGE) or (pictured and not (line.same or base.waits)):
        return _joined([OF.sub("", one) for one in line.beside])  # the picture shows what it was made of
    if len(line.beside) > 1:
        return _joined([wish.prompt, *line.beside])
    return _beside_or_becoming(reading, base, line)


def _shown(base: Base) -> str | None:
    """Return what a picture that was worked on shows: what the one that it was made from shows, and what was done to it."""
    if not (base.wish.inputs and base.wish.media is Medium.IMAGE):
        return None
    made = (one for one in reversed(base.context.works) if one.task_type is TaskType.TEXT_TO_IMAGE)
    return next((_joined([one.prompt, base.wish.prompt]) for one in made), None)


def _beside_or_becoming(reading: Reading, base: Base, line: _Line) -> str | None:
    """Return the description with words beside it, or with what they name in the place of something."""
    wish, (beside,) = base.wish, line.beside
    if line.becomes and (line.same or not line.again):
        return _becoming(reading, base, line)
    other = FOR_ANOTHER.fullmatch(beside.lower()) if line.same else None
    if other is not None:
        line.becomes = beside[other.start("new") :]
        return _becoming(reading, base, line)
    if line.same and len(found := swaps_for(wish.prompt, beside)) == 1:
        return found[0]
    return _joined([wish.prompt, beside])


def _doubt_description(reading: Reading, base: Base, line: _Line, target: Medium | None) -> None:
    """Ask what is wanted where a work is only pointed at, or made anew in another medium."""
    pointed = line.points and not line.again and not line.answers.keys() - {"source"} and line.media is None
    heard = "text" if target is Medium.SPEECH else "prompt"
    anew = line.media in AUDIO_MEDIA and line.media is not base.wish.media
    if pointed and not line.moves:
        reading.doubt("prompt", 0, len(reading.words))
    if anew and (heard == "text" or not line.it):
        reading.doubt(heard, 0, len(reading.words))


def _becoming(reading: Reading, base: Base, line: _Line) -> str | None:
    """Return the description with what shall be there instead, None with a doubt where it can't be told of what."""
    change = _instead(base, reading.words.strip(ENDS), line.becomes, beside=line.beside[0])
    looks = LOOKS.search(line.becomes.lower()) is not None or is_setting(line.becomes)
    if not change.answers and not looks and base.wish.media is not Medium.MUSIC:
        reading.doubts.extend(change.doubts)
        return None
    return change.answers.get("prompt") or _joined([base.wish.prompt, *line.beside])


def _joined(pieces: Sequence[str]) -> str:
    han = has_han("".join(pieces))
    return ("，" if han else ", ").join(piece for piece in pieces if piece)


def _lyrics(reading: Reading, base: Base) -> WishChange | None:
    """Return lyrics that are handed over for the song that is there."""
    handed = reading.handed
    if handed is None or handed.kind != "lyrics" or base.wish.media is not Medium.MUSIC or handed.missing:
        return None
    before = [token for token in reading.tokens if token.end <= handed.asked[0]]
    same = THE_SAME.search(reading.folded, 0, handed.asked[0]) is not None
    if any(token.tag in {Tag.VERB, Tag.GENRE, *NOUNS, *NAMES} for token in before) and not same:
        return None
    if not (base.waits or same) and any(token.tag is Tag.CONTENT for token in before):  # another song
        return None
    lyrics = {"lyrics": reading.words[handed.start : handed.end], "custom_mode": "on"}
    singers = [str(one.value) for one in before if one.tag is Tag.VOCALS and one.value in {"male", "female"}]
    sung_by = {"vocal_gender": singers[0]} if singers else {}
    return WishChange(answers=_sung_or_played(base, {**lyrics, **sung_by}))
