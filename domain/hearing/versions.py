"""A model's name and the version behind it, as one name: "Veo v3.1" is Veo 3.1, and "Veo 4" a model that is not offered.

A version that nobody offers never stands for another one. A number is a version where nothing can be counted by it: it
touches the name or has a point, or the request goes on behind it; "用可灵 3个女孩" and "Kling 2 cats" name no version.
"""

import re
from collections.abc import Sequence

from imastudio.domain.hearing.lexicon import Token, kind_at, regrouped, text_at, words_of
from imastudio.domain.spelling import squeezed
from imastudio.domain.vocabulary.entries import Kind, Meaning
from imastudio.domain.vocabulary.media import PLURALS
from imastudio.domain.vocabulary.models import DOUBTFUL, EDITIONS, GENERATION, NAMES, THINGS, medium_of
from imastudio.domain.vocabulary.numbers import COUNTING

_NAMES = {squeezed(name): name for name in NAMES}
_LETTERS = frozenset("vqo")
_NUMBER = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})?")
_TELLING = frozenset({Kind.USE, Kind.EVER, Kind.LIKING})
_ENDS = frozenset({Kind.BREAK, Kind.COLON})
_NOUNS = frozenset("HhW")
# Where these follow, a request goes on and nothing is counted.
_GOES_ON = frozenset("|:VPANQatfiUdDkqrEYgCIFXROKZTSJMm")


def versioned(tokens: Sequence[Token]) -> list[Token]:
    """Return `tokens` with every model's name and the version behind it as one word."""
    return regrouped(tokens, _named)


def _named(tokens: Sequence[Token], place: int) -> tuple[Token, int]:
    name = tokens[place]
    if name.kind not in {Kind.MODEL, Kind.DOUBTFUL_MODEL} or _has_version(str(name.meaning)):
        return name, 1
    lettered = text_at(tokens, place + 1) in _LETTERS and text_at(tokens, place + 2) != "" and not tokens[place + 2].gap
    last = place + 1 + lettered
    if not _NUMBER.fullmatch(text_at(tokens, last)) or not _is_version(tokens, place, last):
        return name, 1
    number, letter = text_at(tokens, last), text_at(tokens, place + 1) * lettered
    edition = text_at(tokens, last + 1) if text_at(tokens, last + 1) in EDITIONS else ""
    known = _known(str(name.meaning), letter, number, edition)
    taken = last - place + 1 + bool(edition)
    if known is None:
        said = " ".join(filter(None, (str(name.meaning), letter + number, edition)))
        return _joined(tokens, place, taken, (medium_of(NAMES[str(name.meaning)][0]), said)), taken
    return _joined(tokens, place, taken, known), taken


def _joined(tokens: Sequence[Token], place: int, taken: int, meaning: Meaning) -> Token:
    whole = tokens[place : place + taken]
    return whole[0]._replace(kind=Kind.MODEL, text=words_of(whole), meaning=meaning, end=whole[-1].end)


def _has_version(name: str) -> bool:
    return name[-1].isdigit() or name.rsplit(maxsplit=1)[-1] in EDITIONS


def _known(name: str, letter: str, number: str, edition: str) -> str | None:
    """Return the name that is offered: "Sora 2.0" is Sora 2, and "Hailuo 2" is Hailuo 2.0."""
    letters = ("", letter) if letter in {"", "v"} else (letter,)
    numbers = (number, number.removesuffix(".0"), f"{number}.0")
    kind = edition.removeprefix(GENERATION)
    spelled = (squeezed(f"{name} {sign}{one} {kind}") for sign in letters for one in numbers)
    return next((_NAMES[one] for one in spelled if one in _NAMES), None)


def _is_version(tokens: Sequence[Token], place: int, last: int) -> bool:
    """Tell whether a number is a version of the model before it."""
    name, before, following = tokens[place].meaning, kind_at(tokens, place - 1), kind_at(tokens, last + 1)
    if text_at(tokens, last + 1) in COUNTING:
        return False
    sure = last > place + 1 or "." in tokens[last].text
    alone = sure or (before is Kind.BREAK and following in _ENDS)
    if (name in THINGS or (name in DOUBTFUL and not alone)) and before not in _TELLING:
        return False
    if sure or text_at(tokens, last + 1) in EDITIONS or following.value in _GOES_ON:
        return True
    if following.value in _NOUNS:
        return text_at(tokens, last + 1) not in PLURALS
    return following is Kind.HAN and name not in THINGS
