"""What is asked for: the noun or the verb that names a medium, where it is the head of a request and not a word of the picture.

"a music festival poster" is headed by the poster, "画一个正在听音乐的女孩" by the verb; a noun that another noun follows, or
that is watched, heard or held, heads nothing.
"""

import re
from collections.abc import Iterator

import attrs

from imastudio.domain.intent.hearing.lexicon import Token
from imastudio.domain.intent.hearing.sentence import SMALL, VALUES, Clause, Sentence
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.media import LAST_NOUNS, TURNING, WHERE
from imastudio.domain.intent.vocabulary.music import TAGS
from imastudio.domain.tasks import Medium

_LEADERS = frozenset("PgaFYUMm%DkiICKZRTWJvlBrqXAEdt")
_MODIFIERS = frozenset("ANLWROKZTSJIMmBGvkdwcDq")
_CLOSE = frozenset("ANLWROKZTSJIMmBdVkGv")
_FOLLOW = frozenset("%|:oitafyPgUkbXBWROKZTSJIYCNDxjeqFrl")
_TRAILING = frozenset("WROKZTSJIkgPYDNLxC")
_COUNTING = frozenset({Kind.ARTICLE, Kind.NUMERAL, Kind.COUNTER})
_MEASURES = frozenset({Kind.RATIO, Kind.SIZE, Kind.LINES, Kind.SECONDS})
_STOPS = frozenset("oiftyUjerXa")
_ACCOMPANY = frozenset(
    {
        "bgm",
        "背景音乐",
        "背景乐",
        "配乐",
        "background music",
        "soundtrack",
        "voiceover",
        "voice over",
        "narration",
        "旁白",
        "配音",
        "原声",
        "backing track",
    }
)
_MUSIC = frozenset({"music", "音乐"})
_WITH = frozenset(
    {
        "with",
        "带",
        "有",
        "配",
        "加",
        "配上",
        "加上",
        "还要",
        "再加",
        "并",
        "and",
        "和",
        "plus",
        "&",
        "+",
        "以及",
        "外加",
        "再配",
        "含",
    }
)
_NO_GERUND = frozenset(
    {
        "editing",
        "streaming",
        "gaming",
        "recording",
        "sharing",
        "making",
        "writing",
        "mixing",
        "producing",
        "calling",
        "conferencing",
        "lighting",
        "building",
        "painting",
        "ceiling",
        "king",
        "ring",
        "string",
        "wing",
        "thing",
        "spring",
        "evening",
        "morning",
    }
)
# 把这张图做成…, 给我的短片配…: what is worked on comes first, then the verb.
_OBJECT_FIRST = frozenset("把将给为替")
# 用这些人物做…, with these characters make …
_POINTERS = ("这", "these", "this", "those")
_FOR = frozenset("给为替")
_OBJECT_MARKS = frozenset({"把", "将"})
_ADDING = frozenset({"配", "配上", "加", "加上"})
_FROM = frozenset({"从", "由", "from", "change"})
_CHANGE = re.compile("(?:R[VUtig]+R|K[VUtig]+K|Z[VUtig]+Z|T[VUtig]+T)g*")
_LONGEST_TAG = 24
_TOLD = re.compile("[PgaYFk]*U(?:[AICMm%DHd]*[ICMm%D]|[AwNJ]{1,4}D)f")
_FOR_WHAT = re.compile("[Pga]*f(?=[ANLROKZTSIJ]*H)")
_PAIR = re.compile("aw{1,2}[Hh]o")
WORK = "work"


@attrs.frozen
class Head:
    """A request for a medium, and the word that makes it."""

    medium: Medium
    place: int
    is_noun: bool = True
    work: bool = False
    model: str | None = None


def heads(sentence: Sentence) -> list[Head]:
    """Return what is asked for, in order."""
    found: list[Head] = []
    first = True
    for clause in sentence.clauses:
        heard = [head for head in _of_clause(sentence, clause, first=first) if not sentence.is_negated(head.place)]
        found += [] if _is_for_another(sentence, clause, heard) else heard
        first = first and (clause.free or _only_refuses(sentence, clause) or _only_changes(sentence, clause))
    return found


def _is_for_another(sentence: Sentence, clause: Clause, heard: list[Head]) -> bool:
    """Tell whether a clause only says what the work is for: "背景音乐，给我的短片用"."""
    opens = clause.start > 0 and sentence.word(clause.start)[:1] in _FOR and sentence.shape[clause.start] == Kind.GLUE
    return opens and len(heard) == 1 and lead(sentence, clause) is None


def _only_refuses(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether a clause only says what is not wanted: "不要音乐"."""
    letters = sentence.shape[clause.start : clause.end]
    return Kind.NOT in letters and all(letter in "XUgPAHh" for letter in letters)


def _only_changes(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether a clause only puts one value in the place of another: 分辨率从720p改成1080p."""
    start = clause.start
    while start < clause.end and (sentence.shape[start] in "PgkA" or sentence.word(start) in _FROM):
        start += 1
    return _CHANGE.fullmatch(sentence.shape, start, clause.end) is not None


def lead(sentence: Sentence, clause: Clause) -> int | None:
    """Return the place of the verb that a clause asks with, None where it opens with something else."""
    openings = {sentence.word(clause.start)[:1], sentence.word(clause.start + 1)[:1]}
    pointed = sentence.kind(clause.start) == Kind.USE and sentence.word(clause.start + 1).startswith(_POINTERS)
    opened_by_object = pointed or not openings.isdisjoint(_OBJECT_FIRST)
    for place in range(clause.start, clause.end):
        letter = sentence.shape[place]
        if letter == Kind.VERB or (opened_by_object and sentence.word(place) in _ADDING):
            while sentence.kind(place + 1) == Kind.VERB:
                place += 1  # noqa: PLW2901 - 来做, 帮我做: the last verb asks
            return place
        of_a_model = letter == Kind.NOUN and sentence.kind(place + 1) == Kind.MODEL_KEY
        if letter not in _LEADERS and not (opened_by_object or of_a_model):
            return None
    return None


def _of_clause(sentence: Sentence, clause: Clause, *, first: bool) -> Iterator[Head]:
    verb = lead(sentence, clause)
    start = _start(sentence, clause, first=first) if verb is None else verb + 1
    if verb is None and (made := _made_into(sentence, clause)) is not None:
        yield made
        return
    small = all(letter in SMALL or letter in VALUES for letter in sentence.shape[clause.start : clause.end])
    asks = verb is not None or start > clause.start or clause.free or small
    medium = sentence.tokens[verb].meaning if verb is not None else None
    if not (asks or first or _is_phrase(sentence, start, clause.end)):
        return
    if verb is not None and (converted := _converted(sentence, start, clause.end)) is not None:
        yield converted
        return
    nouns = list(_nouns(sentence, start, clause.end, asks=asks))
    if not nouns and medium is None and (last := _last_in_english(sentence, start, clause.end)) is not None:
        nouns = [last]
    if medium is Medium.IMAGE:
        nouns = _drawn(sentence, start, nouns)
    if verb is not None and not nouns:
        nouns = [
            _head(sentence.tokens[place], place)
            for place in range(clause.start, verb)
            if sentence.shape[place] == Kind.NOUN
        ]
    if nouns:
        yield from nouns
    elif isinstance(medium, Medium) and verb is not None:
        yield Head(medium, verb, is_noun=False)


def _start(sentence: Sentence, clause: Clause, *, first: bool) -> int:
    """Return where the request of a clause without a verb begins: behind "please" and "use the best model for"."""
    told = _TOLD.match(sentence.shape, clause.start, clause.end)
    if told is None and first and Kind.USE in sentence.shape and Kind.VERB not in sentence.shape:
        told = _FOR_WHAT.match(sentence.shape, clause.start, clause.end)  # for a video of a storm, use …
    start = clause.start if told is None else told.end()
    while start < clause.end and sentence.shape[start] in "Pga":
        start += 1
    return start


def _drawn(sentence: Sentence, start: int, nouns: list[Head]) -> list[Head]:
    """Return the nouns that a drawing verb asks for: 画一段动画, "draw a poster AND A VIDEO", but not "paint a song"."""
    drawn: list[Head] = []
    for head in nouns:
        close = head.medium is Medium.VIDEO and _is_close(sentence, start, head.place)
        if head.medium is Medium.IMAGE or close or (drawn and _is_added(sentence, drawn[-1].place, head)):
            drawn.append(head)
    return drawn


def _is_added(sentence: Sentence, place: int, head: Head) -> bool:
    """Tell whether a noun is one more work beside the noun at `place`: 和视频, 和一首歌."""
    between = sentence.shape[place + 1 : head.place]
    counted = head.medium is Medium.VIDEO or not _COUNTING.isdisjoint(between)
    return between[:1] == Kind.AND and counted and _is_close(sentence, place + 2, head.place)


def _is_phrase(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a clause reads "an image of …"."""
    opens = next((place for place in range(start, end) if sentence.shape[place] not in "ANLWROKZTSJIMmBdVkv"), start)
    return opens > start and sentence.shape[opens] in "Hh" and sentence.kind(opens + 1) == Kind.OF


def _converted(sentence: Sentence, start: int, end: int) -> Head | None:
    """Return the head behind "into": turn this into a video."""
    for place in range(start, end):
        if sentence.shape[place] == Kind.TO:
            return next((head for head in _prefix(sentence, place + 1, end, strict=True)), None)
    return None


def _made_into(sentence: Sentence, clause: Clause) -> Head | None:
    """Return the noun at the end of "…, but make it a video"."""
    noun = article = clause.end - 1
    while article > clause.start and (article == noun or sentence.shape[article] in VALUES):
        article -= 1
    first = article - 2
    asked = first > clause.start and (sentence.word(first), sentence.word(first + 1)) == ("make", "it")
    if not asked or sentence.word(first - 1) not in TURNING or not _is_described(sentence, clause.start, first - 1):
        return None
    named = sentence.kind(article) == Kind.ARTICLE and sentence.kind(noun) == Kind.NOUN
    return _head(sentence.tokens[noun], noun) if named else None


def _is_described(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether words only describe a thing: nobody in them speaks, writes or is told of."""
    return all(letter in "AGNOHhwijo" for letter in sentence.shape[start:end])


def _last_in_english(sentence: Sentence, start: int, end: int) -> Head | None:
    """Return the noun that ends an English phrase: "ocean waves at dawn video", but not "people laughing at a video"."""
    noun = end - 1
    where = next((place for place in range(start, noun) if sentence.word(place) in WHERE), noun)
    first = start + (sentence.kind(start) == Kind.ARTICLE)
    plain = all(
        place == where or (sentence.shape[place] in "wG" and not sentence.word(place).endswith("ing"))
        for place in range(first, noun)
    )
    if not (first < where < noun - 1 and plain and sentence.word(noun) in LAST_NOUNS):
        return None
    return _head(sentence.tokens[noun], noun)


def asks_behind(sentence: Sentence, place: int) -> bool:
    """Tell whether "for" at `place` leads to what is to be made: "use Kling for a video of a storm"."""
    if sentence.kind(place) != Kind.FOR:
        return False
    place += 1
    while sentence.kind(place) in _MODIFIERS:
        place += 1
    return sentence.kind(place) in "Hh"


def _nouns(sentence: Sentence, start: int, end: int, *, asks: bool) -> Iterator[Head]:
    seen: set[int] = set()
    last = _last_noun(sentence, start, end, asks=asks)
    for head in _prefix(sentence, start, end, strict=asks, alone=last is None):
        if last is None or last.place == head.place or sentence.word(head.place - 1) not in _OBJECT_MARKS:
            seen.add(head.place)
            yield head
    if last is not None and last.place not in seen:
        yield last
        seen.add(last.place)
    for place in range(start, end):
        if place not in seen and sentence.shape[place] == Kind.NOUN and _accompanies(sentence, place):
            before = place - 1
            while before > start and sentence.shape[before] in "ANLw":
                before -= 1
            if (
                sentence.word(before) in _WITH
                and before >= start
                and (sentence.kind(place + 1) in "|:xgPYaoRKTZ" or _closes_a_pair(sentence, place))
                and seen
            ):
                yield _head(sentence.tokens[place], place)


def _closes_a_pair(sentence: Sentence, place: int) -> bool:
    """Tell whether two of a film's companions stand before it: 带音乐和旁白的短片."""
    before = sentence.word(place - 2)
    paired = sentence.kind(place - 1) == Kind.AND and (before in _ACCOMPANY or before in _MUSIC)
    return paired and sentence.kind(place + 1) == Kind.DE


def _accompanies(sentence: Sentence, place: int) -> bool:
    """Tell whether a noun is made for a film: narration always, music beside narration ("music and voiceover")."""
    if sentence.word(place) in _ACCOMPANY:
        return True
    beside = (sentence.word(place + 2), sentence.word(place - 2)) if sentence.word(place) in _MUSIC else ()
    signs = (sentence.kind(place + 1), sentence.kind(place - 1))
    return any(sign == Kind.AND and word in _ACCOMPANY for sign, word in zip(signs, beside, strict=False))


def _prefix(sentence: Sentence, start: int, end: int, *, strict: bool, alone: bool = False) -> Iterator[Head]:
    """Read the first noun phrase: articles, numbers, modifiers, then the noun that is not itself a modifier."""
    doing = False
    for place in range(start, end):
        letter = sentence.shape[place]
        if letter == Kind.ARTICLE and doing:
            return  # an old man humming a tune
        doing = doing or letter == Kind.PERSON or (letter == Kind.WORD and sentence.word(place).endswith("ing"))
        stops = letter in _STOPS and _PAIR.match(sentence.shape, place, end) is None
        if stops or (letter == Kind.VERB and place > start and sentence.word(place) != "design"):
            return
        if letter == Kind.FORMAT_NOUN and sentence.kind(place + 1) not in "Hh":
            yield Head(Medium.IMAGE, place)
            return
        close = _is_close(sentence, start, place)
        is_noun = letter == Kind.NOUN or (letter == Kind.WEAK_NOUN and _counts(sentence, start, place, strict=strict))
        direct = strict and (place == start or (alone and close and _is_measured(sentence, place)))
        if is_noun and _heads_its_phrase(sentence, place, close=close, direct=direct):
            beside = sentence.kind(place + 1) == Kind.AND
            second = _second(sentence, place + 2, end) if beside else None
            asked = strict and (place == start or sentence.word(place).isascii())
            if second is not None or asked or not beside:
                yield _head(sentence.tokens[place], place)
            if second is not None:
                yield second
            return


def _is_measured(sentence: Sentence, place: int) -> bool:
    """Tell whether a measure stands right before a noun, as before no thing: 10秒视频海浪, "10s video waves"."""
    timed = sentence.kind(place - 1) == Kind.SECONDS
    return timed or (sentence.kind(place - 1) in _MEASURES and not sentence.word(place).isascii())


def _counts(sentence: Sentence, start: int, place: int, *, strict: bool) -> bool:
    """Tell whether a noun of many things means a medium here: right behind the request, or behind a kind of music."""
    token = sentence.tokens[place]
    if token.meaning is Medium.MUSIC:
        before = sentence.text[max(0, token.start - _LONGEST_TAG) : token.start].rstrip(" -")
        if before.endswith(TAGS) or sentence.word(place + 1) == "about":
            return True
    if sentence.kind(place + 1) == Kind.BE:  # the score is 4:3
        return False
    return _is_close(sentence, start, place) and (strict or place > start)


def _second(sentence: Sentence, start: int, end: int) -> Head | None:
    """Return the noun of "an image AND A VIDEO", where nothing but small words stands before it."""
    for place in range(start, end):
        letter = sentence.shape[place]
        if letter in "Hh" and _heads_its_phrase(sentence, place, close=True, direct=False):
            return _head(sentence.tokens[place], place)
        if letter not in _CLOSE and letter not in "Pwa":
            return None
    return None


def _heads_its_phrase(sentence: Sentence, place: int, *, close: bool, direct: bool) -> bool:
    follower = sentence.kind(place + 1)
    if follower == Kind.QUOTED and sentence.kind(place + 2) == Kind.DE:
        return False  # 钢琴曲《月光》的封面
    if follower == Kind.VOCALS and sentence.kind(place + 2) == Kind.DE and sentence.kind(place + 3) == Kind.HAN:
        return False  # 山歌对唱的苗寨
    if follower in _FOLLOW:
        return follower != Kind.CONSUMING or close
    word = sentence.word(place + 1)
    if follower == Kind.WORD:
        gerund = word.endswith("ing") and word not in _NO_GERUND
        return (gerund or sentence.kind(place - 1) == Kind.SECONDS) and sentence.word(place).isascii()
    if follower in {Kind.HAN, Kind.QUOTED, Kind.VERB, Kind.GENRE, Kind.PERSON}:
        gap = sentence.tokens[place + 1].gap if place + 1 < len(sentence.tokens) else False
        return gap or direct
    return False


def _is_close(sentence: Sentence, start: int, place: int) -> bool:
    """Tell whether only numbers, articles and values stand between the request and its noun."""
    return all(letter in _CLOSE for letter in sentence.shape[start:place])


def _last_noun(sentence: Sentence, start: int, end: int, *, asks: bool) -> Head | None:
    """Return the noun that ends a Chinese phrase: there the head comes last."""
    place = end - 1
    while place > start and sentence.shape[place] in _TRAILING:
        place -= 1
    if (
        place < start
        or sentence.shape[place] not in "Hh"
        or (sentence.word(place).isascii() and not _in_han(sentence, place))
    ):
        return None
    before = place - 1
    while before >= start and sentence.shape[before] in "NLdWROKZTS":
        before -= 1
    letter = sentence.kind(before) if before >= start else ""
    de = before != place - 1 and sentence.shape[place - 1] == Kind.DE
    if letter in {Kind.CONSUMING, Kind.AND, Kind.VERB, Kind.PLACE} and not de:
        return None
    if sentence.shape[place] == Kind.WEAK_NOUN and not (de or (asks and letter in _CLOSE)):
        return None
    return _head(sentence.tokens[place], place)


def _in_han(sentence: Sentence, place: int) -> bool:
    return not sentence.word(place - 1)[:1].isascii()


def _head(token: Token, place: int) -> Head:
    meaning = token.meaning
    if meaning == WORK:
        return Head(Medium.VIDEO, place, work=True)
    if isinstance(meaning, tuple):
        medium, model = meaning
        assert isinstance(medium, Medium)  # noqa: S101 - the table is ours
        return Head(medium, place, model=str(model))
    assert isinstance(meaning, Medium)  # noqa: S101 - the table is ours
    return Head(meaning, place)
