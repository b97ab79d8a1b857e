"""Values in a sentence: ratio, size, resolution, length, sound; and when the same words belong to the picture.

A value counts in a free clause, beside the noun that heads the request, beside a word that names it ("比例", "resolution") or
at the end of a clause; "a 4K monitor", "10秒倒计时" and "photo of a square" are words of the picture.
"""

import re
from collections.abc import Iterator

from imastudio.domain.intent.hearing.found import Found
from imastudio.domain.intent.hearing.heads import Head
from imastudio.domain.intent.hearing.measures import BARE
from imastudio.domain.intent.hearing.sentence import Sentence
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.numbers import RATIOS, SURE_RATIOS
from imastudio.domain.intent.vocabulary.values import CROPPING, MOMENT_AFTER, MOMENT_BEFORE, NOT_A_RATIO
from imastudio.domain.tasks import Medium

_NOUNS = frozenset("HhW")
_BESIDE = frozenset("WROKZTSJIkHh")
_MODIFIERS = frozenset("wcdBGWROKZTSLkMmD")
_GOES_ON = frozenset("oifaPUgtyYCX")
_GIVING_WAY = frozenset({Kind.VERB, Kind.TO, Kind.USE, Kind.IN})
_NEAR = 3
_VALUES = frozenset("WROKZT")
_CHANGING = frozenset({"从", "由", "把", "将", "from", "the", "change"})
_FLAG = "ar"
_DEVICE = re.compile(
    r"\s*的?\s*(?:超?高清|超清|u?hd)?\s*(?:电视|显示|屏|相机|摄|投影|monitor|tvs?\b|display|screen|camera|projector|television|race\b|run\b|marathon|follower|like[sd]?\b|view"
    r"|dollar|people|steps|words|miles?\b|m\b|meter|metre|feet|foot|ft\b|inch|cm\b|grid|table\b|matrix|米|厘米|人|元|块|粉丝|公里|步|跑|工资|月薪|薪水|价格|号|房间|lego|truck|engine|restoration)"
)
_SMALL_OR_LARGE = frozenset({"小", "大"})
_DECADE = re.compile("[5-9]0s")
_LONG_AGO = re.compile("[1-9][0-9]{2}0s")
_SHARP = frozenset({"高清", "超清", "超高清", "hd", "full hd"})
_GENRE_NOUNS = frozenset(
    {
        "photo",
        "photos",
        "photograph",
        "photographs",
        "painting",
        "paintings",
        "drawing",
        "drawings",
        "artwork",
        "artworks",
        "art",
        "picture",
        "pictures",
        "illustration",
        "illustrations",
        "sketch",
        "sketches",
        "pic",
        "pics",
        "摄影",
    }
)
_PORTRAIT_NOUNS = frozenset(
    {"wallpaper", "wallpapers", "poster", "posters", "banner", "video", "videos", "clip", "clips", "animation"}
)
# Shapes that are also what a picture shows.
_VIEWS = frozenset({"landscape", "portrait", "square", "方形", "正方形", "正方"})
_SHEETS = frozenset({"张", "幅"})
_MATCHES = ("赛", "球", "队", "比分", "进球", "败", "胜")
_SILENT_OR_LOUD = frozenset({"silent", "mute", "muted", "无声", "静音", "有声"})


def ratios(sentence: Sentence) -> Iterator[Found]:
    """Yield the ratios that were asked for."""
    for place in sentence.places(Kind.RATIO, Kind.FORMAT_NOUN, Kind.SHAPE):
        if sentence.is_passed_over(place) or _is_replaced(sentence, place):
            continue
        letter = sentence.shape[place]
        asked = {Kind.RATIO: _is_ratio, Kind.SHAPE: _is_shape}.get(Kind(letter), _is_format)
        if asked(sentence, place):
            yield _found(sentence, place, "aspect_ratio", str(sentence.tokens[place].meaning))


def _is_replaced(sentence: Sentence, place: int) -> bool:
    """Tell whether a value gives way to another: 把16:9改成9:16, "from 1K to 4K"."""
    return sentence.kind(place + 1) in _GIVING_WAY and sentence.kind(place + 2) == sentence.shape[place]


def _is_format(sentence: Sentence, place: int) -> bool:
    return sentence.kind(place - 1) != Kind.CONSUMING


def _is_ratio(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    if not token.text[0].isdigit() and token.text[0] not in "一二三四五六七八九十":
        before, following = sentence.kind(place - 1), sentence.kind(place + 1)
        if token.text.isascii():
            return following != Kind.WORD
        screen = token.text.endswith("屏") and following == Kind.HAN and before not in {Kind.COUNTER, Kind.VERB}
        return not screen or place in sentence.free
    clause = sentence.clause_of(place)
    if _is_consumed(sentence, place):
        return False
    if any(sentence.word(near) in NOT_A_RATIO for near in range(clause.start, clause.end)) or _DEVICE.match(
        sentence.after(place)
    ):
        return False
    beside = {sentence.kind(place - 1), sentence.kind(place + 1)}
    if Kind.KEY in beside or str(token.meaning) in SURE_RATIOS:
        return True
    if str(token.meaning) not in RATIOS:
        no_time = int(str(token.meaning).rpartition(":")[2]) < 10  # noqa: PLR2004 - 10:30 is one
        return no_time and (place in sentence.free or _is_counted_shape(sentence, place))
    return (
        place in sentence.free
        or not beside.isdisjoint(_BESIDE | {Kind.IN})
        or sentence.ends(place + 1)
        or _stands_before_noun(sentence, place)
    )


def _is_counted_shape(sentence: Sentence, place: int) -> bool:
    """Tell whether a sheet of that ratio is asked for, and no match with that score: 画一张7:3的风景."""
    sheet = sentence.word(place - 1) in _SHEETS and sentence.kind(place + 1) == Kind.DE
    return sheet and not any(word in sentence.text for word in _MATCHES)


def _is_shape(sentence: Sentence, place: int) -> bool:
    word, following = sentence.word(place), sentence.kind(place + 1)
    noun = place + 2 if following == Kind.DE else place + 1
    if sentence.kind(noun) in _NOUNS and not (
        sentence.kind(noun + 1) == Kind.WORD and not sentence.word(noun + 1).endswith("ing")
    ):
        if word == "landscape":
            return sentence.word(noun) not in _GENRE_NOUNS
        return word != "portrait" or sentence.word(noun) in _PORTRAIT_NOUNS
    if following == Kind.KEY or sentence.kind(place - 1) == Kind.KEY:
        return True
    if sentence.kind(place - 1) == Kind.TO and sentence.word(place - 2) in CROPPING and sentence.ends(place + 1):
        return True
    if sentence.kind(place - 1) in {Kind.ARTICLE, Kind.COUNTER} and word not in {"横的", "竖的", "方的"}:
        return False
    if word.isascii() and word != "square" and sentence.kind(place - 1) == Kind.IN and sentence.ends(place + 1):
        return True
    if place not in sentence.free:
        return False
    clause = sentence.clause_of(place)
    letters = sentence.shape[clause.start : clause.end]
    if clause.start > 0 and sentence.kind(place + 1) != Kind.NOUN:
        return (
            Kind.VERB not in letters
            or sentence.kind(place - 1) != Kind.VERB
            or sentence.tokens[place - 1].meaning is None
        )
    if not word.isascii() and clause.end < len(sentence.shape) and len(letters) == 1:
        return True  # 方形，一座山
    beside_values = word not in _VIEWS and not set("MmRKZT").isdisjoint(letters)
    return beside_values or (not {"k", "i", "t", "g"}.isdisjoint(letters) and Kind.NUMERAL not in letters)


def _stands_before_noun(sentence: Sentence, place: int) -> bool:
    """Tell whether a value opens the phrase of a medium's noun: "a 4K cat wallpaper", "一张4K的猫"."""
    before = sentence.kind(place - 1)
    if before not in "AVNLWROKZTSIPH|:":
        return False
    token = sentence.tokens[place - 1] if place else None
    counted = token is not None and token.kind is Kind.COUNTER and token.meaning is None
    if counted and sentence.kind(place + 1) in {Kind.DE, Kind.HAN}:
        return True
    for ahead in range(place + 1, place + 9):
        letter = sentence.kind(ahead)
        if letter in _NOUNS:
            return sentence.kind(ahead + 1) not in {Kind.WORD, Kind.HAN}
        if letter not in _MODIFIERS:
            return False
    return False


def sizes(sentence: Sentence, medium: Medium) -> Iterator[Found]:
    """Yield sizes and resolutions: of a video all are its resolution."""
    resolution = False
    for place in sentence.places(Kind.SIZE, Kind.LINES):
        if sentence.is_passed_over(place) or _is_replaced(sentence, place) or not _is_size(sentence, place):
            continue
        token = sentence.tokens[place]
        is_lines = token.kind is Kind.LINES
        field = "resolution" if is_lines or medium is Medium.VIDEO else "size"
        value = "512px" if token.meaning == BARE else str(token.meaning)
        if token.meaning == BARE and medium is Medium.VIDEO:
            continue
        resolution = resolution or field == "resolution"
        yield _found(sentence, place, field, value)
    if medium is Medium.VIDEO and not resolution:
        yield from _sharpness(sentence)


def _sharpness(sentence: Sentence) -> Iterator[Found]:
    for place in sentence.places(Kind.KEY):
        if (
            sentence.word(place) in _SHARP
            and not sentence.is_negated(place)
            and not _DEVICE.match(sentence.after(place))
        ):
            small = all(letter in "kVPgdULANH" for letter in _letters(sentence, place))
            if (
                small
                or sentence.kind(place + 1) in "HhdWROKZT"
                or sentence.ends(place + 1)
                or _stands_before_noun(sentence, place)
            ):
                yield _found(sentence, place, "resolution", "1080P")
                return


def _is_of_a_thing(sentence: Sentence, place: int) -> bool:
    """Tell whether a number belongs to a salary, a run or a price just before it: 月薪8K, but not 奔跑，4K."""
    for before in range(place - 1, place - 1 - _NEAR, -1):
        if sentence.ends(before) or sentence.kind(before) in _VALUES:
            return False
        if sentence.kind(before) == Kind.NOT_A_SIZE:
            return True
    return False


def _is_consumed(sentence: Sentence, place: int) -> bool:
    """Tell whether a value is of something that is watched, played or held: "watches a 4K movie"."""
    before = place - 1
    if sentence.kind(before) == Kind.ARTICLE:
        before -= 1
    of_a_thing = sentence.word(place - 1) == "of" and sentence.kind(place - 2) != Kind.KEY
    timed = sentence.shape[place] == Kind.SECONDS
    return sentence.kind(before) == Kind.CONSUMING or (of_a_thing and not timed)


def _letters(sentence: Sentence, place: int) -> str:
    clause = sentence.clause_of(place)
    return sentence.shape[clause.start : clause.end]


def _is_size(sentence: Sentence, place: int) -> bool:
    before, following = sentence.kind(place - 1), sentence.kind(place + 1)
    if _is_consumed(sentence, place):
        return False
    if _is_of_a_thing(sentence, place) or _DEVICE.match(sentence.after(place)):
        return False
    token = sentence.tokens[place]
    named = Kind.KEY in {before, following} or (before in "bg" and sentence.kind(place - 2) == Kind.KEY)
    if token.meaning == BARE and token.text.isdigit():
        beside = following in _NOUNS or _is_of_a_picture(sentence, place)
        return named or (place in sentence.free and before not in "HhNL" and following not in "LV") or beside
    if place in sentence.free or named:
        return True
    if following in _BESIDE or (following == Kind.DE and sentence.kind(place + 2) in "HhWk|:"):
        return True
    if sentence.ends(place + 1):
        return before != Kind.BE
    if before == Kind.IN:
        return following != Kind.WORD
    opens = before in "V|" and following == Kind.DE
    drawn = before == Kind.VERB and following == Kind.HAN
    return opens or drawn or following in _GOES_ON or _stands_before_noun(sentence, place)


def _is_of_a_picture(sentence: Sentence, place: int) -> bool:
    """Tell whether a bare number belongs to the noun that ends a clause: 512的图, 512的小图."""
    noun = place + 2 + (sentence.word(place + 2) in _SMALL_OR_LARGE)
    return sentence.kind(place + 1) == Kind.DE and sentence.kind(noun) in _NOUNS and sentence.ends(noun + 1)


def lengths(sentence: Sentence, heads: list[Head]) -> Iterator[Found]:
    """Yield lengths in seconds; moments ("3秒后") and things of the picture ("10秒倒计时的钟") are none."""
    video = any(head.medium is not Medium.IMAGE for head in heads)
    for place in sentence.places(Kind.SECONDS):
        if not sentence.is_passed_over(place) and _is_length(sentence, place, of_video=video):
            yield _found(sentence, place, "duration", _whole(sentence.tokens[place].meaning))


def _whole(value: object) -> int | float:
    assert isinstance(value, int | float)  # noqa: S101 - the reading of numbers makes them so
    return value


def _is_length(sentence: Sentence, place: int, *, of_video: bool) -> bool:
    after = sentence.after(place).lstrip(" -").removeprefix("的").lstrip()
    if sentence.word(place - 1) in MOMENT_BEFORE or any(after.startswith(word) for word in MOMENT_AFTER):
        return False
    before, following = sentence.kind(place - 1), sentence.kind(place + 1)
    if _is_consumed(sentence, place) or (_DECADE.fullmatch(sentence.word(place)) and not of_video):
        return False
    if _LONG_AGO.fullmatch(sentence.word(place)):
        return False
    if place in sentence.free or Kind.KEY in {before, following} or sentence.word(place + 1) == "长":
        return True
    if following in _NOUNS or (following == Kind.DE and sentence.kind(place + 2) in _NOUNS) or before in _NOUNS:
        return True
    if not of_video:
        return False
    if _stands_before_noun(sentence, place):
        return True
    if sentence.ends(place + 1):
        token = sentence.tokens[place]
        return (
            before in "fWRKZ"
            or token.gap != token.text[0].isascii()
            or (token.text.endswith("s") and token.text[:-1].isdigit())
        )
    return (
        following in "WROKZSI"
        or (before == Kind.VERB and following == Kind.DE)
        or (following == Kind.OF and before in "|VAP")
    )


def sounds(sentence: Sentence) -> Iterator[Found]:
    """Yield whether a video is to have sound."""
    for place in sentence.places(Kind.SOUND):
        following = sentence.kind(place + 1)
        noun = place + 2 if following == Kind.DE else place + 1
        beside = sentence.kind(noun) in _NOUNS or sentence.kind(place - 1) in _NOUNS or place in sentence.free
        surely = sentence.word(place) not in _SILENT_OR_LOUD
        described = following == Kind.DE and surely and _stands_before_noun(sentence, place)  # 带声音的海浪视频
        if beside or described or (sentence.ends(place + 1) and surely):
            meaning = sentence.tokens[place].meaning
            on = bool(meaning) and not sentence.is_negated(place)
            yield _found(sentence, place, "generate_audio", on)


def _before_signs(sentence: Sentence, place: int) -> int:
    """Return the place where the hyphens of "--ar" begin."""
    while sentence.word(place - 1) == "-":
        place -= 1
    return place


def _before_change(sentence: Sentence, place: int) -> int:
    """Return where the words begin that change the value at `place` into another: 把分辨率从720p改成…, "from 1K to …"."""
    while sentence.word(place - 1) in _CHANGING or sentence.kind(place - 1) == Kind.KEY:
        place -= 1
    return place


def _found(sentence: Sentence, place: int, field: str, value: str | float) -> Found:
    """Return the value with what goes out of the prompt beside it: "in 4K", "16:9 ratio", "横图的"."""
    first = last = place
    if sentence.kind(first - 1) == Kind.KEY and sentence.word(first - 1) not in _SHARP:
        first -= 1
    if sentence.kind(last + 1) == Kind.KEY:
        last += 1
    if sentence.word(first - 1) == _FLAG and sentence.text[: sentence.tokens[first - 1].start].endswith("--"):
        first = _before_signs(sentence, first - 1)
    if sentence.kind(first - 1) in _GIVING_WAY and sentence.kind(first - 2) == sentence.shape[place]:
        first = _before_change(sentence, first - 2)
    elif sentence.kind(first - 1) in {Kind.IN, Kind.FOR, Kind.USE} or (
        sentence.kind(first - 1) == Kind.TO and sentence.ends(last + 1)
    ):
        first -= 1
    if sentence.kind(last + 1) == Kind.DE:
        last += 1
    token = sentence.tokens[place]
    cut = (sentence.tokens[first].start, sentence.tokens[last].end)
    return Found(field=field, value=value, start=token.start, end=token.end, cut=cut)
