"""What is taken back: of 4K，不对，2K the second counts, where the first stood.

Whoever corrects a value names another of its kind right behind a word such as 不对 or "no wait". Every earlier value of that
kind then means what the last one does; the correction goes out of the prompt with the value that it corrects.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

import attrs

from imastudio.domain.intent.hearing.lexicon import Token, kind_at, text_at
from imastudio.domain.intent.hearing.sentence import VALUES, Sentence, sentence_of
from imastudio.domain.intent.vocabulary.entries import Kind, Meaning
from imastudio.domain.intent.vocabulary.media import PLURALS
from imastudio.domain.intent.vocabulary.mending import BEHIND, BETWEEN, CHANGING, LOOSE, SURE
from imastudio.domain.intent.vocabulary.models import DOUBTFUL, NAMES, medium_of

_SEPARATOR = r"[,，。、;；!！….~—\n]"
_SIGNS = rf"(?:\s|-|{_SEPARATOR})*+"


def _any(phrases: Sequence[str]) -> str:
    said = sorted(phrases, key=len, reverse=True)
    return "|".join(rf"(?<![a-z]){re.escape(one)}(?![a-z'])" if one.isascii() else re.escape(one) for one in said)


_MARKS = re.compile(rf"(?:(?:{_any((*SURE, *CHANGING, *LOOSE))}){_SIGNS})++")
_ALONE = re.compile(rf"{_SIGNS}{_MARKS.pattern}")
_SURE = re.compile(_any(SURE))
_CHANGING = re.compile(_any(CHANGING))
_BREAK_AT_END = re.compile(rf"{_SEPARATOR}[\s-]*\Z")
_FURTHEST = 6
_SEAMS = frozenset({Kind.BREAK, Kind.COLON})
_FIELDS = {
    Kind.SIZE: "size",
    Kind.LINES: "size",
    Kind.RATIO: "ratio",
    Kind.SHAPE: "ratio",
    Kind.FORMAT_NOUN: "ratio",
    Kind.SECONDS: "length",
    Kind.SOUND: "sound",
    Kind.TIER: "tier",
    Kind.VOCALS: "vocals",
}
_MEASURES = frozenset({"size", "length"})


@attrs.frozen
class Mended:
    """Where the words stand that count in the place of others, and what goes out of the prompt with those."""

    said: tuple[int, int]
    cuts: tuple[tuple[int, int], ...] = ()


def mended(sentence: Sentence) -> tuple[Sentence, dict[int, Mended]]:
    """Return `sentence` with what was taken back meaning what was said last, and where a value that is so begins."""
    tokens = list(sentence.tokens)
    changed: dict[int, Mended] = {}
    for marks in _MARKS.finditer(sentence.text):
        first = next((at for at, token in enumerate(tokens) if token.start >= marks.start()), len(tokens))
        place = _meant(tokens, first, marks)
        if place is None or not _takes_back(sentence.text, tokens, first, marks):
            continue
        earlier = [at for at in range(first) if _is_of_a_kind(tokens, at, place)]
        end = _end_of(tokens, place)
        token = tokens[place]
        heard = token.kind is Kind.VOCALS  # the prompts of songs say who sings
        cuts = () if end is None else ((marks.start(), token.start if heard else tokens[end - 1].end),)
        for at in earlier:
            old = tokens[at]
            tokens[at] = _meaning(tokens[at], token)
            kept = changed[old.start].cuts if old.start in changed else ()
            own = ((old.start, old.end),) if heard else ()
            changed[old.start] = Mended((token.start, token.end), (*kept, *own, *cuts))
        if earlier and end is not None:
            seam = Token(Kind.BREAK, ",", None, marks.start(), tokens[end - 1].end)
            tokens[first:end] = [seam]
    return (sentence_of(sentence.text, tokens), changed) if changed else (sentence, changed)


def marks_alone(said: str) -> bool:
    """Tell whether a text says that something is taken back, and nothing else: "，不对，"."""
    return _ALONE.fullmatch(said) is not None


def _meant(tokens: Sequence[Token], first: int, marks: re.Match[str]) -> int | None:
    """Return the place of the value that is named behind the marks, with small words between."""
    place = first
    while place < len(tokens) and tokens[place].start < marks.end():
        place += 1
    last = place + _FURTHEST
    while place < min(last, len(tokens)) and (tokens[place].kind in _SEAMS or tokens[place].text in BETWEEN):
        place += 1
    return place if place < len(tokens) and _field(tokens, place) is not None else None


def _takes_back(text: str, tokens: Sequence[Token], first: int, marks: re.Match[str]) -> bool:
    """Tell whether the marks take something back: "no wait", "…, make it", "no, …"."""
    said = marks[0]
    if _SURE.search(said) or _BREAK_AT_END.search(said):
        return True
    behind = not text[: marks.start()].strip() or kind_at(tokens, first - 1) in _SEAMS
    return behind and _CHANGING.search(said) is not None


def _field(tokens: Sequence[Token], place: int) -> str | None:
    """Return what a word says something of, None where it is no value; counts say of what they count."""
    token = tokens[place]
    if token.kind is Kind.MANNER and isinstance(token.meaning, tuple):
        return str(token.meaning[0])
    if token.kind in {Kind.MODEL, Kind.DOUBTFUL_MODEL}:
        named = token.meaning
        return str(named[0] if isinstance(named, tuple) else medium_of(NAMES[str(named)][0]))
    return "count" if token.kind is Kind.NUMERAL else _FIELDS.get(token.kind)


def _is_of_a_kind(tokens: Sequence[Token], one: int, other: int) -> bool:
    if _field(tokens, one) != _field(tokens, other):
        return False
    counter = text_at(tokens, other + 1)
    counted = tokens[other].kind is Kind.NUMERAL and kind_at(tokens, other + 1) is Kind.COUNTER
    return not counted or text_at(tokens, one + 1) == counter


def _meaning(one: Token, other: Token) -> Token:
    """Return the word `one` with the meaning of `other`; a measure stands in its place wholly."""
    if _FIELDS.get(one.kind) in _MEASURES:
        return one._replace(kind=other.kind, text=other.text, meaning=other.meaning)
    if one.kind in {Kind.MODEL, Kind.DOUBTFUL_MODEL}:
        kind = Kind.MODEL if Kind.MODEL in {one.kind, other.kind} else Kind.DOUBTFUL_MODEL
        return one._replace(kind=kind, meaning=_surely(other.meaning) if kind is Kind.MODEL else other.meaning)
    return one._replace(meaning=other.meaning)


def _surely(meaning: Meaning) -> Meaning:
    """Return another name of the same model that is no plain word, where there is one: hailuo for 海螺."""
    if not isinstance(meaning, str) or meaning not in DOUBTFUL:
        return meaning
    return next((name for name, ids in NAMES.items() if ids == NAMES[meaning] and name not in DOUBTFUL), meaning)


def _end_of(tokens: Sequence[Token], place: int) -> int | None:
    """Return the place behind a correction that stands alone, None where it goes on: 不对，2K的狗."""
    behind = place + 1
    if tokens[place].kind is Kind.NUMERAL and (
        kind_at(tokens, behind) is Kind.COUNTER or text_at(tokens, behind) in PLURALS
    ):
        behind += 1
    behind += len(list(takewhile(lambda token: token.text in BEHIND, tokens[behind:])))
    following = kind_at(tokens, behind)
    return behind if following in _SEAMS or following.value in VALUES else None
