"""The most that an order may cost, as it is said: 不超过20积分, "make a kite, max 20 points".

It counts as a clause of its own, or as a part of one that tells of no game, scale or inscription.
"""

import re
from collections.abc import Iterator

from imastudio.domain.hearing.found import Found
from imastudio.domain.vocabulary.caps import CAPS, INSIDE, OF_A_THING, TAILS
from imastudio.domain.vocabulary.numbers import DIGITS, ENGLISH

_SPOKEN = re.compile(r"积分|点|分|points?|credits?|pts|budget|limit|\bcap\b|max")
_CLAUSE = re.compile(r"(?:[^,，。、;；!?！？….~()\[\]【】\n]|(?<=[0-9])[.,](?=[0-9]))+")
_CAPS = [re.compile(pattern) for pattern in CAPS]
_PARTS = [re.compile(rf"(?<![a-z0-9])(?:{pattern})\Z") for pattern in TAILS] + [re.compile(one) for one in INSIDE]
_OF_A_THING = re.compile(OF_A_THING)
_LONGEST = 60
_TEN, _HUNDRED = 10, 100


def caps(folded: str) -> Iterator[Found]:
    """Yield the caps that are said; each may go out of the prompt."""
    if _SPOKEN.search(folded) is None:
        return
    for clause in _CLAUSE.finditer(folded):
        said = clause[0].strip()
        start = clause.start() + len(clause[0]) - len(clause[0].lstrip())
        whole = _whole(said) if len(said) <= _LONGEST else None
        found = _part(said) if whole is None else whole
        if found is not None:
            span = (start + found.start(), start + found.end())
            yield Found(field="max_points", value=_number(found["n"]), start=span[0], end=span[1], cut=span)


def _whole(said: str) -> re.Match[str] | None:
    return next((found for pattern in _CAPS if (found := pattern.fullmatch(said)) is not None), None)


def _part(said: str) -> re.Match[str] | None:
    first = max(0, len(said) - _LONGEST)
    found = next((found for pattern in _PARTS if (found := pattern.search(said, first)) is not None), None)
    return None if found is None or _OF_A_THING.search(said, 0, found.start()) else found


def _number(said: str) -> int:
    """Return a number in digits, 二十五, or "twenty"."""
    if said[0].isdigit():
        return int(said.replace(",", ""))
    if said in ENGLISH:
        return ENGLISH[said]
    total = digit = 0
    for letter in said:
        value = DIGITS[letter]
        if value in {_TEN, _HUNDRED}:
            total, digit = total + (digit or 1) * value, 0
        else:
            digit = value
    return total + digit
