"""Numbers put together with their units: 16:9, 4K, 1080P, ten seconds, 1.5 times the speed."""

from collections.abc import Callable, Sequence
from itertools import takewhile

from imastudio.domain.intent.hearing.lexicon import Token, regrouped, text_at
from imastudio.domain.intent.vocabulary.entries import Kind, Meaning
from imastudio.domain.intent.vocabulary.numbers import (
    BY,
    DIGITS,
    LINES,
    MINUTES,
    PIXELS,
    RATIOS,
    SECONDS,
    THOUSANDS,
    value_of,
)

BARE = 512
_LEAST_SIDE = 256
_LARGEST_K = 8
_LARGEST_PART = 32
_MINUTE = 60
_LONGEST_NUMBER = 9
_UP_TO = frozenset({"-", "~", "到", "至", "to"})
_SPEED = frozenset({"倍速", "倍语速", "x speed", "times speed", "times the speed"})
_QUICKEST = 10


def measured(tokens: Sequence[Token]) -> list[Token]:
    """Return `tokens` with every number and its unit as one word."""
    return regrouped(tokens, _measure)


def _measure(tokens: Sequence[Token], place: int) -> tuple[Token, int]:
    number, taken = _number(tokens, place)
    if tokens[place].kind is Kind.COLON and text_at(tokens, place - 1).isdigit() and _goes_on(tokens, place + 1):
        return tokens[place]._replace(kind=Kind.SIGN), 1  # 10:30 is no "10, namely 30"
    if number is None:
        return tokens[place], 1
    for reading in (_ratio, _range, _with_unit):
        if (found := reading(tokens, place, taken, number)) is not None:
            return found
    if tokens[place].kind is Kind.DIGITS and number == BARE:
        return _joined(tokens, place, 1, Kind.SIZE, BARE), 1
    if isinstance(number, int) and tokens[place].kind in {Kind.DIGITS, Kind.NUMERAL}:
        return _joined(tokens, place, taken, Kind.NUMERAL, number), taken
    return tokens[place], 1


def _number(tokens: Sequence[Token], place: int) -> tuple[float | int | None, int]:
    token = tokens[place]
    if token.kind is Kind.DIGITS:
        if len(token.text) > _LONGEST_NUMBER:
            return None, 1
        value = float(token.text)
        return (int(value) if value.is_integer() and "." not in token.text else value), 1
    if token.kind is not Kind.NUMERAL or not isinstance(token.meaning, int):
        return None, 1
    if token.text not in DIGITS:
        return token.meaning, 1
    texts = [token.text for token in tokens[place : place + _LONGEST_NUMBER]]
    letters = list(takewhile(DIGITS.__contains__, texts))
    return value_of(letters), len(letters)


def _joined(tokens: Sequence[Token], place: int, taken: int, kind: Kind, meaning: Meaning) -> Token:
    first, last = tokens[place], tokens[place + taken - 1]
    text = "".join(token.text for token in tokens[place : place + taken])
    return Token(kind, text, meaning, first.start, last.end, first.gap)


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a number goes on at `place`; a space behind a colon ends it."""
    return text_at(tokens, place).isdigit() and (not tokens[place].gap or tokens[place - 1].gap)


def _ratio(tokens: Sequence[Token], place: int, taken: int, number: float) -> tuple[Token, int] | None:
    """Read 16:9, 16比9, 16 by 9, and 2048x2048."""
    sign, end = text_at(tokens, place + taken), place + taken + 1
    if sign not in BY or end >= len(tokens) or not isinstance(number, int):
        return None
    other, more = _number(tokens, end)
    if not isinstance(other, int) or other < 1 or number < 1:
        return None
    whole = taken + 1 + more
    if number >= _LEAST_SIDE and other >= _LEAST_SIDE:
        meaning: Meaning = BARE if number == other == BARE else f"{number}x{other}"
        return _joined(tokens, place, whole, Kind.SIZE, meaning), whole
    ratio = f"{number}:{other}"
    if max(number, other) > _LARGEST_PART or (sign not in {":", "比"} and ratio not in RATIOS):
        return None
    if text_at(tokens, place + whole) == ":" and _goes_on(tokens, place + whole + 1):  # 1:2:3, 10:30:00
        return None
    return _joined(tokens, place, whole, Kind.RATIO, ratio), whole


def _range(tokens: Sequence[Token], place: int, taken: int, number: float) -> tuple[Token, int] | None:
    """Read 10-15秒 and "10 to 15 seconds" as the shorter of the two: it is within what was said."""
    end = place + taken + 1
    if text_at(tokens, place + taken) not in _UP_TO or end >= len(tokens):
        return None
    other, more = _number(tokens, end)
    found = None if other is None or other <= number else _with_unit(tokens, end, more, number, ranged=True)
    if found is None or found[0].kind is not Kind.SECONDS:
        return None
    whole = taken + 1 + found[1]
    return _joined(tokens, place, whole, Kind.SECONDS, found[0].meaning), whole


def _with_unit(
    tokens: Sequence[Token], place: int, taken: int, number: float, *, ranged: bool = False
) -> tuple[Token, int] | None:
    at = place + taken
    if text_at(tokens, at) == "-" and at + 1 < len(tokens):
        at += 1
    if at >= len(tokens):
        return None
    unit, gap = tokens[at].text, tokens[at].gap
    if text_at(tokens, at) == "秒" and text_at(tokens, at + 1) == "钟":
        unit, at = "秒钟", at + 1
    elif text_at(tokens, at) == "分" and text_at(tokens, at + 1) == "钟":
        unit, at = "分钟", at + 1
    elif text_at(tokens, at) == "像" and text_at(tokens, at + 1) == "素":
        unit, at = "像素", at + 1
    whole = at - place + 1
    for units, read in _UNITS:
        if (
            unit in units
            and (kind_and_meaning := read(number, gap=gap, after_range=not ranged and _in_range(tokens, place)))
            is not None
        ):
            return _joined(tokens, place, whole, *kind_and_meaning), whole
    return None


def _in_range(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the number ends a range such as 10-15."""
    return place > 1 and tokens[place - 1].text in _UP_TO and tokens[place - 2].kind in {Kind.DIGITS, Kind.NUMERAL}


_Read = Callable[..., tuple[Kind, Meaning] | None]


def _thousands(number: float, *, gap: bool, after_range: bool) -> tuple[Kind, Meaning] | None:
    fits = isinstance(number, int) and 1 <= number <= _LARGEST_K and not gap and not after_range
    return (Kind.SIZE, f"{number}K") if fits else None


def _lines(number: float, *, gap: bool, after_range: bool) -> tuple[Kind, Meaning] | None:
    fits = number in {360, 480, 512, 540, 720, 768, 1080, 1440, 2160} and not gap and not after_range
    return (Kind.LINES, f"{number}P") if fits else None


def _pixels(number: float, *, gap: bool, after_range: bool) -> tuple[Kind, Meaning] | None:
    del gap
    fits = number in {BARE, 1024, 2048, 4096} and not after_range
    return (Kind.SIZE, BARE if number == BARE else f"{number}px") if fits else None


def _seconds(number: float, *, gap: bool, after_range: bool) -> tuple[Kind, Meaning] | None:
    del gap
    return None if after_range or not number else (Kind.SECONDS, number)


def _minutes(number: float, *, gap: bool, after_range: bool) -> tuple[Kind, Meaning] | None:
    del gap
    return None if after_range or not number else (Kind.SECONDS, round(number * _MINUTE))


def _times(number: float, *, gap: bool, after_range: bool) -> tuple[Kind, Meaning] | None:
    del gap
    return None if after_range or not 0 < number < _QUICKEST else (Kind.MANNER, ("speed", number))


_UNITS: tuple[tuple[frozenset[str], _Read], ...] = (
    (THOUSANDS, _thousands),
    (LINES, _lines),
    (PIXELS, _pixels),
    (SECONDS, _seconds),
    (MINUTES, _minutes),
    (_SPEED, _times),
)
