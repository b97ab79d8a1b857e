"""The most that an order may cost, as it is said: 不超过20积分, "make a kite, max 20 points".

It counts as a clause of its own, or as a part of one that tells of no game, scale or inscription.
"""

import re

from imastudio.domain.intent.hearing.found import Found
from imastudio.domain.intent.hearing.mending import marks_alone
from imastudio.domain.intent.vocabulary.caps import ALONE, CAPS, INSIDE, OF_A_THING, TAILS
from imastudio.domain.intent.vocabulary.numbers import ENGLISH, value_of

_SPOKEN = re.compile(r"积分|点|分|points?|credits?|pts|budget|limit|\bcap\b|max")
_CLAUSE = re.compile(r"(?:[^,，。、;；!?！？….~()\[\]【】\n]|(?<=[0-9])[.,](?=[0-9]))+")
_CAPS = [re.compile(pattern) for pattern in CAPS]
_PARTS = [re.compile(rf"(?<![a-z0-9])(?:{pattern})\Z") for pattern in TAILS] + [re.compile(one) for one in INSIDE]
_ALONE = re.compile(ALONE)
_OF_A_THING = re.compile(OF_A_THING)
_LONGEST = 60


def caps(folded: str) -> list[Found]:
    """Return the caps that are said; each may go out of the prompt, with those that it corrects."""
    found: list[Found] = []
    for clause in _CLAUSE.finditer(folded) if _SPOKEN.search(folded) is not None else ():
        said = clause[0].strip()
        start = clause.start() + len(clause[0]) - len(clause[0].lstrip())
        last = found[-1] if found else None
        corrects = last is not None and marks_alone(folded[last.end : start])
        match = _said(said) or (_ALONE.fullmatch(said) if corrects else None)
        if match is None:
            continue
        span = (start + match.start(), start + match.end())
        cut = span
        if last is not None and marks_alone(folded[last.end : span[0]]):
            cut = ((last.cut or span)[0], span[1])
            found.pop()
        found.append(Found(field="max_points", value=_number(match["n"]), start=span[0], end=span[1], cut=cut))
    return found


def _said(said: str) -> re.Match[str] | None:
    whole = _whole(said) if len(said) <= _LONGEST else None
    return _part(said) if whole is None else whole


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
    return value_of(said)
