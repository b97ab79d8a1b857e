"""A model's name and the version behind it, as one name: "Veo v3.1" is Veo 3.1, and "Veo 4" a model that is not offered.

A version that nobody offers never stands for another one. A number is a version where nothing can be counted by it: it
touches the name or has a point, or the request goes on behind it; "用可灵 3个女孩" and "Kling 2 cats" name no version.
"""

import re
from collections.abc import Sequence

from imastudio.domain.intent.hearing.lexicon import Token, kind_at, regrouped, text_at, words_of
from imastudio.domain.intent.vocabulary.entries import Kind, Meaning
from imastudio.domain.intent.vocabulary.media import GENERIC_NOUNS, PLURALS
from imastudio.domain.intent.vocabulary.models import (
    DOUBTFUL,
    EDITION_ENDS,
    EDITIONS,
    GENERATION,
    NAMES,
    THINGS,
    medium_of,
)
from imastudio.domain.intent.vocabulary.numbers import COUNTING
from imastudio.domain.spelling import squeezed

_NAMES = {squeezed(name): name for name in NAMES}
_LETTERS = frozenset("vqo")
_NUMBER = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})?")
_TELLING = frozenset({Kind.USE, Kind.EVER, Kind.LIKING})
_ENDS = frozenset({Kind.BREAK, Kind.COLON})
_NOUNS = frozenset("HhW")
_MEASURES = frozenset({Kind.RATIO, Kind.SIZE, Kind.LINES, Kind.SECONDS})
_OPENING = frozenset({Kind.BREAK, Kind.ARTICLE, Kind.POLITE, Kind.VERB})
_AFTER_A_NAME = EDITIONS - {GENERATION}
# Editions that are plain words, too: only where nothing can be meant by them are they editions.
_SOFT = frozenset({"fast", "plus", "ultra", "max", "flash", "preview", "mini", "lite"})
_MODE_ZH = ("模", "式")
_PLAINLY_ON = frozenset("|:VHhWTdqE")
_ON = frozenset("|:VPANQatfiUdDqrEYgCIFXROKZTSJMmHhWc")
# Where these follow, a request goes on and nothing is counted.
_GOES_ON = frozenset("|:VPANQatfiUdDkqrEYgCIFXROKZTSJMm")


def versioned(tokens: Sequence[Token]) -> list[Token]:
    """Return `tokens` with every model's name and the version behind it as one word."""
    return regrouped(tokens, _named)


def _named(tokens: Sequence[Token], place: int) -> tuple[Token, int]:
    name = tokens[place]
    if name.kind is Kind.FOREIGN_MODEL and text_at(tokens, place + 1) in _AFTER_A_NAME and _is_edition(tokens, place):
        return _joined(tokens, place, 2, None)._replace(kind=name.kind), 2
    if name.kind not in {Kind.MODEL, Kind.DOUBTFUL_MODEL}:
        return name, 1
    return _with_edition(tokens, place) or (name, 1) if _has_version(str(name.meaning)) else _with_number(tokens, place)


def _with_edition(tokens: Sequence[Token], place: int) -> tuple[Token, int] | None:
    """Return a name and the edition behind it as one word: "Kling O1 pro mode", "Veo 3.1 fast"."""
    name, edition = str(tokens[place].meaning), text_at(tokens, place + 1)
    if edition not in _AFTER_A_NAME or name.rsplit(maxsplit=1)[-1] in EDITIONS or not _is_edition(tokens, place):
        return None
    taken = 2 + _ending(tokens, place + 2)
    return _joined(tokens, place, taken, _NAMES.get(squeezed(f"{name} {edition}")) or _unknown(name, edition)), taken


def _ending(tokens: Sequence[Token], place: int) -> int:
    """Return how many words at `place` only say that an edition stands before them: "pro mode", pro版."""
    texts = (text_at(tokens, place), text_at(tokens, place + 1))
    return 2 if texts == _MODE_ZH else int(texts[0] in EDITION_ENDS)


def _unknown(name: str, *said: str) -> Meaning:
    return medium_of(NAMES[name][0]), " ".join(filter(None, (name, *said)))


def _is_edition(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the word behind a name is an edition of it, and does not say how something is: "Kling fast cars"."""
    name, edition = tokens[place].meaning, text_at(tokens, place + 1)
    before, following = kind_at(tokens, place - 1), kind_at(tokens, place + 2)
    told = before in _TELLING
    if (name in THINGS or (name in DOUBTFUL and not _opens_a_noun(tokens, place, place + 2))) and not told:
        return False
    if _ending(tokens, place + 2):
        return True
    return following.value in (_PLAINLY_ON if edition in _SOFT else _ON)


def _opens_a_noun(tokens: Sequence[Token], place: int, behind: int) -> bool:
    """Tell whether a request opens with the name and a noun of its medium follows: "veo 3 10s video of …"."""
    noun = behind
    while kind_at(tokens, noun) in _MEASURES:
        noun += 1
    meant = noun < len(tokens) and tokens[noun].meaning is medium_of(NAMES[str(tokens[place].meaning)][0])
    generic = text_at(tokens, noun) in GENERIC_NOUNS and text_at(tokens, noun) not in PLURALS
    return kind_at(tokens, place - 1) in _OPENING and meant and generic


def _with_number(tokens: Sequence[Token], place: int) -> tuple[Token, int]:
    name = tokens[place]
    lettered = text_at(tokens, place + 1) in _LETTERS and text_at(tokens, place + 2) != "" and not tokens[place + 2].gap
    last = place + 1 + lettered
    if not _NUMBER.fullmatch(text_at(tokens, last)) or not _is_version(tokens, place, last):
        return _with_edition(tokens, place) or (name, 1)
    number, letter = text_at(tokens, last), text_at(tokens, place + 1) * lettered
    edition = text_at(tokens, last + 1) if text_at(tokens, last + 1) in EDITIONS else ""
    known = _known(str(name.meaning), letter, number, edition)
    taken = last - place + 1 + bool(edition)
    taken += _ending(tokens, place + taken) * bool(edition)
    return _joined(tokens, place, taken, known or _unknown(str(name.meaning), letter + number, edition)), taken


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
    alone = sure or (before is Kind.BREAK and following in _ENDS) or _opens_a_noun(tokens, place, last + 1)
    if (name in THINGS or (name in DOUBTFUL and not alone)) and before not in _TELLING:
        return False
    if sure or text_at(tokens, last + 1) in EDITIONS or following.value in _GOES_ON:
        return True
    if following.value in _NOUNS:
        return text_at(tokens, last + 1) not in PLURALS
    return following is Kind.HAN and name not in THINGS
