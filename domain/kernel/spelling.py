"""How people spell values, and which of the offered ones they mean.

Rules: what is meant is one of the offered values in the vendor's own type and spelling, or nothing; a spelling that
could mean two of them means none. Source: facts section 2 (types and spelling), decision 4.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeAlias, TypeGuard, TypeVar

from imastudio.domain.kernel.scalars import Json, Scalar

MAX_NUMBER = 10**15
_MAX_SHOWN_CHARS = 80
_MAX_COMPARED_CHARS = 64
_THOUSAND = 1024  # 1K stands beside 1024 and 2K beside 2048
_ON = frozenset({"true", "on", "yes", "1", "enabled", "开", "是", "有"})
_OFF = frozenset({"false", "off", "no", "0", "disabled", "关", "否", "无"})
_UNITS = {"px": "px", "pixel": "px", "pixels": "px", "p": "p"} | dict.fromkeys(
    ("s", "sec", "secs", "second", "seconds", "秒", "秒钟"), "s"
)
_MEASURE = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,17})?)([a-z秒钟]*)")
_RATIO = re.compile(r"([1-9][0-9]{0,2})[:x/比]([1-9][0-9]{0,2})")
_AREA = re.compile(r"([1-9][0-9]{0,5})x([1-9][0-9]{0,5})")
# Letters and signs that are drawn as nothing, or only stand for something that is not there, which their category does not
# tell: fillers and blanks (Default_Ignorable_Code_Point among the letters), U+FFFC and U+FFFD in place of what was lost, and
# the skin tones, which colour what stands before them. https://www.unicode.org/reports/tr44/, Default_Ignorable_Code_Point
_BLANK = frozenset(
    "\u115f\u1160\u3164\uffa0\u2800\ufffc\ufffd\U0001d159\U00013441\U00013442"
    "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
)
# Characters that this Python doesn't know yet are drawn where they are kept for pictographs or ideographs.
_TO_COME = ((0x1F000, 0x1FAFF), (0x20000, 0x2FFFD), (0x30000, 0x3FFFD))
_PLACEHOLDER = re.compile(r"\$?\{.*\}|<.*>|\[.*\]|%\w+%|\$\w+", re.DOTALL)
_LINE_ENDS = frozenset("\n\r\t")

Measure: TypeAlias = tuple[float, str]
T = TypeVar("T")


def is_clean_text(text: str, *, lines: bool = False) -> bool:
    """Tell whether `text` has no control character and no half of a character; with `lines`, line ends are fine."""
    return text.isprintable() or not any(
        unicodedata.category(character) in {"Cc", "Cs"} and not (lines and character in _LINE_ENDS)
        for character in text
    )


def is_sendable(text: str) -> bool:
    """Tell whether `text` arrives as it is: it holds no half of a character and no NUL."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def is_visible(text: str) -> bool:
    """Tell whether there is anything to see in `text`: more than blanks, marks, control and format characters (decision 40)."""
    return any(map(_is_drawn, text))


def _is_drawn(character: str) -> bool:
    """Tell whether a character is drawn by itself."""
    category = unicodedata.category(character)
    if category == "Cn":
        return any(first <= ord(character) <= last for first, last in _TO_COME)
    return category[0] not in "ZCM" and character not in _BLANK


def has_blank_ends(text: str) -> bool:
    """Tell whether `text` begins or ends with what isn't seen: a person can't tell it from the same text without that."""
    return text != "" and (_is_blank(text[0]) or _is_blank(text[-1]))


def settled_text(text: str) -> str:
    """Return the one form of texts that a person can't tell apart: what isn't seen around them, line ends, composed letters."""
    return without_blank_ends(unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


def without_blank_ends(text: str) -> str:
    """Return `text` without what isn't seen around it: blanks, and marks such as those that messengers put around a path."""
    first, last = 0, len(text)
    while first < last and _is_blank(text[first]):
        first += 1
    while last > first and _is_blank(text[last - 1]):
        last -= 1
    return text[first:last]


def _is_blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def is_placeholder(text: str) -> bool:
    """Tell whether `text` still stands for a name that was to be put there: `{user_id}`, `<user>`, `%USER%` (decision 55)."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def is_readable(value: Json) -> TypeGuard[Scalar]:
    """Tell whether `value` is a scalar that can be compared and sent: no NaN, nothing huge, no control characters.

    A line end around it is fine: a line of a file or of a script written on Windows has one.
    """
    if isinstance(value, bool):
        return True
    if isinstance(value, int | float):
        return -MAX_NUMBER <= value <= MAX_NUMBER
    return isinstance(value, str) and is_clean_text(value.strip("\r\n"))


def shown(value: Json) -> Json:
    """Return `value` as it may stand in an error: short and printable, or None."""
    if isinstance(value, str):
        return "".join(character for character in value[:_MAX_SHOWN_CHARS] if is_clean_text(character))
    return value if is_readable(value) else None


@lru_cache(maxsize=1024, typed=True)
def canonical(value: Scalar) -> str:
    """Return the one spelling in which 10, 10.0 and "10" are equal, and so are "1080P" and "1080p"; True is "true"."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFKC", str(value)).strip().casefold()


@lru_cache(maxsize=1024)
def squeezed(text: str) -> str:
    """Return the letters, digits and dots of `text` in lower case and half width: what names are compared by."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum() or character == ".")


def same(one: Scalar, other: Scalar) -> bool:
    """Tell whether two values are equal but for type and letter case."""
    return canonical(one) == canonical(other)


def switched(value: Scalar) -> bool | None:
    """Return what `value` says of a switch: on, off, or None where it says neither."""
    word = canonical(value)
    if word in _ON:
        return True
    return False if word in _OFF else None


def number(value: Scalar) -> int | float | None:
    """Return the number that `value` spells, with or without a unit of seconds or pixels, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _whole(value)
    measured = _measure(_tight(value))
    return None if measured is None else _whole(measured[0])


def meant(said: Scalar, offered: Iterable[Scalar]) -> Scalar | None:
    """Return the one of `offered` that `said` means, as it is offered, or None where it means none or several."""
    values = tuple(offered)
    for alike in (_is_same, _is_same_measure, _is_same_ratio, _is_same_switch):
        hits = {canonical(value): value for value in values if alike(said, value)}
        if hits:
            return next(iter(hits.values())) if len(hits) == 1 else None
    return None


def nearest(said: Json, choices: Iterable[T]) -> tuple[T, ...]:
    """Return `choices`, those next to `said` first: by size where both are sizes, else by spelling."""
    word = _tight(str(shown(said)))
    return tuple(sorted(choices, key=lambda choice: _distance(word, _tight(str(choice)))))


def largest(sizes: Sequence[Scalar]) -> Scalar | None:
    """Return the largest of `sizes` ("512px", "4K", "2560x1440": by the longer side), or None where none is a size."""
    sided = [(side, size) for size in sizes if (side := _side(_tight(size))) is not None]
    return max(sided, key=lambda pair: pair[0])[1] if sided else None


def _tight(value: Scalar) -> str:
    """Spell `value` without spaces, and every sign for "by" as x, every colon as a plain one."""
    word = "".join(canonical(value).split())
    return word.replace("×", "x").replace("*", "x").replace("∶", ":")


def _whole(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value


def _measure(word: str) -> Measure | None:
    found = _MEASURE.fullmatch(word)
    if found is None:
        return None
    unit = found[2]
    if unit and unit not in _UNITS:
        return None
    return float(found[1]), _UNITS.get(unit, "")


def _is_same(said: Scalar, value: Scalar) -> bool:
    return _tight(said) == _tight(value)


def _is_same_measure(said: Scalar, value: Scalar) -> bool:
    """512 is 512px, 1080 is 1080p, 10s is 10: a unit may be left out, and seconds may be added."""
    one, other = _measure(_tight(said)), _measure(_tight(value))
    if one is None or other is None or one[0] != other[0]:
        return False
    return one[1] == other[1] or not one[1] or (one[1], other[1]) == ("s", "")


def _is_same_ratio(said: Scalar, value: Scalar) -> bool:
    one, other = _RATIO.fullmatch(_tight(said)), _RATIO.fullmatch(_tight(value))
    return one is not None and other is not None and one.groups() == other.groups() and ":" in other[0]


def _is_same_switch(said: Scalar, value: Scalar) -> bool:
    return canonical(value) in {"on", "off", "true", "false"} and switched(said) is switched(value)


def _side(word: str) -> float | None:
    if area := _AREA.fullmatch(word):
        return float(max(int(area[1]), int(area[2])))
    return _magnitude(word)


def _magnitude(word: str) -> float | None:
    """Return how large the size or length is that `word` spells; an area as the side of its square."""
    if area := _AREA.fullmatch(word):
        return math.sqrt(int(area[1]) * int(area[2]))
    if measured := _measure(word):
        return measured[0]
    if word.endswith("k") and (thousands := _measure(word[:-1])) is not None and not thousands[1]:
        return thousands[0] * _THOUSAND
    return None


def _distance(word: str, choice: str) -> tuple[int, float]:
    if (one := _RATIO.fullmatch(word)) and (other := _RATIO.fullmatch(choice)):
        return 0, abs(math.log(int(one[1]) / int(one[2]) / (int(other[1]) / int(other[2]))))
    here, there = _magnitude(word), _magnitude(choice)
    if here is not None and there is not None:
        return 0, abs(here - there)
    return 1, 1 - SequenceMatcher(None, word[:_MAX_COMPARED_CHARS], choice[:_MAX_COMPARED_CHARS]).ratio()
