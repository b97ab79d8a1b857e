"""Numbers with their units: 16:9, 4K, 1080P, ten seconds, 20 points, $5, x3, 1.5 times the speed.

Rules: one pattern for all, tried where a number begins; a number without a unit is none of these. "An 80s workout" and
"5K马拉松" hold no length and no size.
"""

import re
from collections.abc import Callable
from types import MappingProxyType

from imastudio.domain.intent.tables.numbers import DIGITS, ENGLISH, RATIOS, value_of
from imastudio.domain.intent.tags import Meaning, Tag

_LEAST_SIDE_PX = 256
_BARE_SIZE_PX = 512
_MAX_RATIO_PART = 32
_MINUTE_S, _HOUR_S = 60, 3600
_MAX_DURATION_S = 3600
_FIRST_DECADE, _SURE_DECADE = 20, 40
_QUICKEST = 10
_HAN = "".join(DIGITS) + "半"
_WORDS = "|".join(sorted(ENGLISH, key=len, reverse=True))
_ONE = (
    rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}}(?:\.[0-9]{{1,2}})?|[{_HAN}]{{1,6}}"
    rf"|(?:{_WORDS})(?![a-z])|half(?: an?)?|an?)"
)
_MANY = re.compile(r" of (?:thousands|hundreds|millions|dozens|billions)\b")
_END = r"(?:(?<![a-z])|(?![a-z0-9]))"
_MEASURE = re.compile(
    rf"(?P<area>[0-9]{{3,4}}) ?[x*] ?(?P<by>[0-9]{{3,4}}){_END}"
    r"|(?<![0-9]:)(?P<wide>[0-9]{1,2}) ?(?::|x|\*|比| by ) ?(?P<tall>[0-9]{1,2})(?![0-9a-z]|[:.][0-9]| ?[ap]m| "
    r"?[秒倍])"
    rf"|(?P<broad>[{_HAN}]{{1,2}})比(?P<high>[{_HAN}]{{1,2}})(?![{_HAN}])"
    rf"|(?P<broader>{_WORDS}|one) by (?P<higher>{_WORDS}|one)(?![a-z])"
    rf"|(?P<size>[1248])k{_END}"
    rf"|(?P<lines>360|480|540|720|768|1080|1440|2160) ?p{_END}"
    rf"|(?P<px>512|1024|2048|4096) ?(?:px|pixels?|像素){_END}"
    rf"|(?P<points>{_ONE})[ -]?[来多]?个?(?:积分|点数|点积分|points?|credits?|pts){_END}"
    rf"|(?P<marks>{_ONE}) ?(?:分(?![钟之数辨享秒别开裂布割手])|点(?![儿钟半亮缀燃心赞击]))"
    rf"|[$¥￥€£] ?(?P<money>[0-9]{{1,5}}(?:\.[0-9]{{1,2}})?)"
    rf"|(?P<cash>{_ONE})[ -]?(?:元|块钱|块(?!的|石|布)|美元|美金|毛钱|毛|角钱|分钱|dollars?|bucks?|quid|pounds?|"
    rf"usd|rmb|cents?|euros?){_END}"
    rf"|语速 ?(?:设?[为到成是])? ?(?P<pace>[0-9]\.[0-9]{{1,2}})(?![0-9x倍])"
    rf"|(?P<speed>[0-9](?:\.[0-9]{{1,2}})?) ?(?:倍速|倍语速|x speed|times speed|times the speed)"
    rf"|(?P<from>{_ONE}) ?(?P<unit>分钟|秒钟|秒)? ?(?:-|~|到|至| to ) ?(?P<till>{_ONE})[ -]?(?P<span>s|secs?|"
    rf"seconds?|秒钟?|分钟|min(?:ute)?s?){_END}"
    rf"|(?P<seconds>{_ONE})来?[ -]?(?P<s>s|secs?|seconds?|secnods|secounds|秒钟?){_END}"
    rf"|(?P<minutes>{_ONE})[ -]?(?:个?半?分钟|mins?|minutes?){_END}"
    rf"|(?P<hours>{_ONE})[ -]?(?:个?半?小时|hours?|hrs?){_END}"
    rf"|(?P<bpm>[0-9]{{2,3}}) ?bpm{_END}"
    rf"|n ?= ?(?P<n>[1-9][0-9]?){_END}|(?<![0-9a-z])[x*] ?(?P<times>[1-9]){_END}"
    rf"|(?P<them>[2-9]|{_WORDS}) of (?:them|these|those){_END}|(?P<bare>{_BARE_SIZE_PX})(?![0-9.])"
)
_UNIT = {"one": 1}
FIRST_SIGNS = frozenset({*_HAN, *"0123456789$¥￥€£xn*语"})
_ALONE = re.compile(r"(?:^|[,.;!。\n] ?)\Z")
_ENDED = re.compile(r" ?(?:\Z|[,.;!。\n])")
_ERA = re.compile(r"(?:\bthe|\ban?|\bearly|\blate|\bmid|roaring|'|19|年代)[ -]?\Z")

Found = tuple[Tag, Meaning, int]


def begins_measure(piece: str) -> bool:
    """Tell whether a number may begin with `piece`."""
    return piece[0] in FIRST_SIGNS or piece in ENGLISH or piece in {"a", "an", "half", "one"}


def measure_at(folded: str, start: int) -> Found | None:
    """Return what a number with its unit at `start` is, what it means and where it ends, or None."""
    found = _MEASURE.match(folded, start)
    if found is None or found.lastgroup is None:
        return None
    group = next(name for name, value in found.groupdict().items() if value is not None and name in _READERS)
    read = _READERS[group](found)
    return None if read is None else (*read, found.end())


def number_of(said: str) -> float | int:
    """Return a number that is written in digits, Chinese or English."""
    said = said.strip()
    if said[0].isdigit():
        value = float(said.replace(",", ""))
        return int(value) if value.is_integer() else value
    if said in {"a", "an"}:
        return 1
    if said.startswith("half") or said == "半":
        return 0.5
    return ENGLISH[said] if said in ENGLISH else value_of(letter for letter in said if letter in DIGITS)


Read = tuple[Tag, Meaning] | None
Reader = Callable[[re.Match[str]], Read]


def _area(found: re.Match[str]) -> Read:
    width, height = int(found["area"]), int(found["by"])
    if min(width, height) < _LEAST_SIDE_PX:
        return None
    return Tag.SIZE, f"{_BARE_SIZE_PX}px" if width == height == _BARE_SIZE_PX else f"{width}x{height}"


def _ratio(found: re.Match[str]) -> Read:
    wide, tall = int(found["wide"]), int(found["tall"])
    ratio = f"{wide}:{tall}"
    plain = ":" in found[0] or "比" in found[0]
    if not 1 <= min(wide, tall) <= max(wide, tall) <= _MAX_RATIO_PART or not (plain or ratio in RATIOS):
        return None
    return Tag.RATIO, ratio


def _spoken_ratio(found: re.Match[str]) -> Read:
    wide, tall = found["broad"] or found["broader"], found["high"] or found["higher"]
    if wide == tall == "one":  # crabs are counted one by one
        return None
    ratio = f"{_UNIT.get(wide) or number_of(wide)}:{_UNIT.get(tall) or number_of(tall)}"
    return (Tag.RATIO, ratio) if ratio in RATIOS else None


def _seconds(found: re.Match[str]) -> Read:
    value = number_of(found["seconds"])
    attached = found["s"] == "s" and found[0][-2].isdigit()
    text, start = found.string, found.start()
    era = (
        attached
        and value % 10 == 0
        and value >= _FIRST_DECADE
        and (value >= _SURE_DECADE or _ERA.search(text, max(0, start - 8), start) is not None)
    )
    if _MANY.match(text, found.end()) is not None:
        return Tag.CONTENT, None
    alone = _ALONE.search(text, max(0, start - 2), start) is not None and _ENDED.match(text, found.end()) is not None
    if (
        (era and not (alone and value <= _MINUTE_S))
        or found["seconds"] in {"a", "an"}
        or not 0 <= value <= _MAX_DURATION_S
    ):
        return Tag.CONTENT, None
    return Tag.SECONDS, value


def _minutes(found: re.Match[str]) -> Read:
    value = number_of(found["minutes"]) + (0.5 if "半分" in found[0] and found["minutes"] != "半" else 0)
    return Tag.SECONDS, round(value * _MINUTE_S)


def _span(found: re.Match[str]) -> Read:
    low = min(number_of(found["from"]), number_of(found["till"]))
    seconds = round(low * _MINUTE_S) if found["span"].startswith(("分", "m")) else low
    return (Tag.SECONDS, seconds) if low > 0 else None


def _cap(tag: Tag, group: str) -> Reader:
    def read(found: re.Match[str]) -> Read:
        value = number_of(found[group])
        sensible = found[group] not in {"a", "an", "半"} and isinstance(value, int)
        return (tag, value) if sensible else (Tag.CONTENT, None)

    return read


def _cash(found: re.Match[str]) -> Read:
    one = found["cash"] in {"a", "an"} and not found.string.endswith("for ", 0, found.start())
    return None if one else (Tag.MONEY, found[0])


def _speed(found: re.Match[str]) -> Read:
    value = number_of(found["speed"] or found["pace"])
    return (Tag.MANNER, ("speed", value)) if 0 < value < _QUICKEST else None


_READERS: MappingProxyType[str, Reader] = MappingProxyType(
    {
        "area": _area,
        "wide": _ratio,
        "broad": _spoken_ratio,
        "broader": _spoken_ratio,
        "size": lambda found: (Tag.SIZE, f"{found['size']}K"),
        "lines": lambda found: (Tag.RESOLUTION, f"{found['lines']}P"),
        "px": lambda found: (Tag.SIZE, f"{found['px']}px"),
        "points": _cap(Tag.POINTS, "points"),
        "marks": _cap(Tag.MARKS, "marks"),
        "money": lambda found: (Tag.MONEY, found[0]),
        "cash": _cash,
        "speed": _speed,
        "pace": _speed,
        "from": _span,
        "seconds": _seconds,
        "minutes": _minutes,
        "hours": lambda found: (Tag.SECONDS, round(number_of(found["hours"]) * _HOUR_S)),
        "bpm": lambda _: (Tag.GENRE, None),
        "n": lambda found: (Tag.COUNT, int(found["n"])),
        "them": lambda found: (Tag.COUNT, number_of(found["them"])),
        "times": lambda found: (Tag.COUNT, int(found["times"])),
        "bare": lambda _: (Tag.SIZE, f"{_BARE_SIZE_PX}px"),
    }
)
