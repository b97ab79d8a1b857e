"""A model's name and the version or edition behind it, as one name: "Veo v3.1" is Veo 3.1, "Veo 4" is not offered.

A number is no version where things can be counted by it or a unit follows: "用可灵 3个女孩", "Kling 2 cats", "MJ 4K".
"""

import re

from imastudio.domain.intent.rows import LexiconEntry
from imastudio.domain.intent.tables.models import DOUBTFUL, EDITIONS, GENERATION, NAMES, THINGS, medium_of
from imastudio.domain.intent.tables.numbers import COUNTING
from imastudio.domain.intent.tags import Meaning, Tag
from imastudio.domain.kernel import squeezed

_BY_SPELLING = {squeezed(name): name for name in NAMES}
_VERSION = re.compile(
    r"(?P<gap>[ -]?)(?P<letter>v|o|q|version )?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9a-z]|[:.][0-9])"
)
_NO_VERSION = re.compile(
    rf" ?(?:[{''.join(COUNTING)}]|(?:s|secs?|seconds?|k|p|px|mins?|minutes?|points?|credits?|x|by|times)(?![a-z])|"
    rf"[-~*]|:[0-9]|比)"
)
_DECIMAL = re.compile(r"[0-9]\.[0-9]{1,2}\Z")
_UNIT = re.compile(r" ?(?:(?:s|secs?|seconds?|k|p|px|mins?|minutes?)(?![a-z])|[秒分]|:[0-9])")
_WORDS = "|".join(sorted((re.escape(one) for one in EDITIONS), key=len, reverse=True))
_EDITION = re.compile(
    rf"[ -]?(?P<edition>{_WORDS})(?![a-z])(?: ?(?:mode|edition|version|tier|版本|版|模式))?"
    r"(?=\s*(?:$|[^a-z\s]|(?:an?|the|video|videos|clip|image|picture|photo|song|of|for|please|to|and|with|in|at|"
    r"make|do"
    r"|draw|create|generate|[0-9]+)\b))"
)
_PLURAL = re.compile(r" (?!this\b|is\b|it's\b|always\b|plus\b|as\b)[a-z]{2,}(?<!s)s\b")


def named_at(folded: str, entry: LexiconEntry, end: int) -> tuple[Tag, Meaning, int]:
    """Return the whole name that begins with `entry` and goes on at `end`: its tag, what it means, and its end."""
    name = str(entry.value)
    if entry.tag is Tag.UNKNOWN_MODEL:
        return _foreign(folded, end)
    number = None if _has_version(name) else _version(folded, name, end)
    after = end if number is None else number.end()
    edition = None if name.rsplit(maxsplit=1)[-1] in EDITIONS else _EDITION.match(folded, after)
    if edition is not None and name in THINGS and _known(name, number, edition["edition"]) is None:
        edition = None
    if number is None and edition is None:
        return entry.tag, name, end
    said = edition["edition"] if edition is not None else ""
    after = edition.end() if edition is not None else after
    known = _known(name, number, said)
    if known is not None:
        sure = known not in DOUBTFUL
        return (Tag.MODEL if sure else Tag.DOUBTFUL_MODEL), known, after
    if number is None and said in {"max", "mini", "plus", "preview", "flash", "lite"} and folded[end : end + 1] == " ":
        return entry.tag, name, end
    version = "" if number is None else f"{number['letter'] or ''}{number['number']}"
    return Tag.UNKNOWN_MODEL, (medium_of(NAMES[name][0]), " ".join(filter(None, (name, version, said)))), after


def is_counting(folded: str, end: int) -> bool:
    """Tell whether a unit or a measure word follows the number that ends at `end`."""
    if _DECIMAL.search(folded, max(0, end - 5), end) is not None:
        return _UNIT.match(folded, end) is not None
    return _NO_VERSION.match(folded, end) is not None


def _foreign(folded: str, end: int) -> tuple[Tag, Meaning, int]:
    number = _VERSION.match(folded, end)
    if number is not None and not is_counting(folded, number.end()):
        end = number.end()
    edition = _EDITION.match(folded, end)
    return Tag.UNKNOWN_MODEL, None, end if edition is None else edition.end()


def _version(folded: str, name: str, end: int) -> re.Match[str] | None:
    """Return the version behind a name, or None where the number counts something."""
    found = _VERSION.match(folded, end)
    if found is None or is_counting(folded, found.end()):
        return None
    if found["letter"] is not None or "." in found["number"]:
        return found
    if _PLURAL.match(folded, found.end()) is not None or (name in THINGS and found["gap"]):
        return None
    return found


def _has_version(name: str) -> bool:
    return name[-1].isdigit() or name.rsplit(maxsplit=1)[-1] in EDITIONS


def _known(name: str, number: re.Match[str] | None, edition: str) -> str | None:
    """Return the name that is offered: "Sora 2.0" is Sora 2, and "Hailuo 2" is Hailuo 2.0."""
    letter, digits = ("", "") if number is None else (number["letter"] or "", number["number"])
    letters = ("", letter) if letter in {"", "v"} else (letter,)
    numbers = (digits, digits.removesuffix(".0"), f"{digits}.0") if digits else ("",)
    kind = edition.removeprefix(GENERATION)
    spelled = (squeezed(f"{name} {sign}{one} {kind}") for sign in letters for one in numbers)
    return next((_BY_SPELLING[one] for one in spelled if one in _BY_SPELLING), None)
