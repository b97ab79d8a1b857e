"""The words of an utterance, cut into clauses; which of them hold nothing but instructions.

A clause that is made of values, names of models and small words alone ("16:9", "用香蕉Pro", "cheapest one please") is
*free*: what it says is said to us, not to be drawn.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import attrs

from imastudio.domain.intent.hearing.lexicon import Token
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.glue import TELLING_EN, TELLING_ZH
from imastudio.domain.intent.vocabulary.models import THINGS

VALUES = frozenset("WROKZTSJIMm%FlYCBv")
# What may stand beside values in a clause that is said to us.
SMALL = frozenset("PVALNHhditfaUXbkDgE:rx")
SEAMS = frozenset("|:")
_TELLS_OF = re.compile(rf"(?:(?<![a-z])(?:{'|'.join(TELLING_EN)})(?: the| an?)?|{'|'.join(TELLING_ZH)})\s*\Z")
_TOLD_IN = 16
# Values that are seldom anything else.
_MEASURES = frozenset({Kind.RATIO, Kind.SIZE, Kind.LINES, Kind.SECONDS})
# Names that are plain words: only a length behind them makes them models.
_WORDS = THINGS | {"sora", "wan"}
# Words that no clause ends with: "a poster of 可灵" goes on over the gap.
_LEADS_ON = frozenset(
    {Kind.OF, Kind.SHOWING, Kind.IN, Kind.TO, Kind.FOR, Kind.PLACE, Kind.CONSUMING, Kind.NOT, Kind.USE, Kind.ARTICLE}
)


@attrs.frozen
class Clause:
    """A stretch of words between two breaks: places from `start` up to `end`."""

    start: int
    end: int
    free: bool = False


@attrs.frozen
class Sentence:
    """An utterance as words and clauses."""

    text: str = attrs.field(repr=False)
    tokens: Sequence[Token] = attrs.field(repr=False)
    shape: str
    clauses: Sequence[Clause]
    free: frozenset[int]

    def kind(self, place: int) -> str:
        """Return the letter of the word at `place`; a break beyond both ends."""
        return self.shape[place] if 0 <= place < len(self.shape) else Kind.BREAK

    def word(self, place: int) -> str:
        """Return the word at `place`, "" beyond both ends."""
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def ends(self, place: int) -> bool:
        """Tell whether a clause ends before `place`."""
        return self.kind(place) in SEAMS

    def clause_of(self, place: int) -> Clause:
        """Return the clause that `place` is in."""
        at = bisect_right(self.clauses, place, key=lambda clause: clause.start) - 1
        return self.clauses[at]

    def places(self, *kinds: Kind) -> Iterator[int]:
        """Yield the places of words of some kinds."""
        letters = frozenset(kinds)
        return (place for place, letter in enumerate(self.shape) if letter in letters)

    def after(self, place: int) -> str:
        """Return the folded text that follows the word at `place`, as far as its neighbours go."""
        return self.text[self.tokens[place].end : self.tokens[place].end + 12]

    def is_passed_over(self, place: int) -> bool:
        """Tell whether the word is refused, or told of: "about 4K", 介绍4K的海报."""
        start = self.tokens[place].start
        return self.is_negated(place) or _TELLS_OF.search(self.text, max(0, start - _TOLD_IN), start) is not None

    def is_negated(self, place: int) -> bool:
        """Tell whether "not" stands before the word, with nothing but small words between."""
        for before in range(place - 1, max(-1, place - 6), -1):
            letter = self.shape[before]
            if letter == Kind.NOT:
                return True
            if letter not in "UAgdiPkDVbHhftJSF":
                return False
        return False


def sentence_of(text: str, tokens: Sequence[Token]) -> Sentence:
    """Cut `tokens` of the folded `text` into clauses and see which are free."""
    shape = "".join(token.kind.value for token in tokens)
    clauses: list[Clause] = []
    free: set[int] = set()
    start = 0
    for place in range(len(shape) + 1):
        if place == len(shape) or shape[place] == Kind.BREAK:
            if place > start:
                clauses += _parted(tokens, shape, start, place, free)
            start = place + 1
    return Sentence(text, tokens, shape, clauses, frozenset(free))


def _parted(tokens: Sequence[Token], shape: str, start: int, end: int, free: set[int]) -> list[Clause]:
    """Return the clauses between two breaks: one, or two where a colon parts them."""
    if is_free(tokens, shape, start, end):
        free.update(range(start, end))
        return [Clause(start, end, free=True)]
    parts: list[Clause] = []
    begin = start
    for place in range(start, end + 1):
        if place == end or shape[place] == Kind.COLON:
            if place > begin:
                free.update(_named_first(tokens, shape, begin, place))
                said_to_us = is_free(tokens, shape, begin, place)
                parts.append(Clause(begin, place, free=said_to_us))
                free.update(range(begin, place) if said_to_us else _free_ends(tokens, shape, begin, place))
            begin = place + 1
    return parts


def is_free(tokens: Sequence[Token], shape: str, start: int, end: int) -> bool:
    """Tell whether the words hold at least one value and, beside values, only small words."""
    letters = shape[start:end]
    if not VALUES.isdisjoint(letters):
        return all(letter in VALUES or letter in SMALL for letter in letters)
    return counts(tokens, shape, start, end) and all(letter in SMALL for letter in letters)


def counts(tokens: Sequence[Token], shape: str, start: int, end: int) -> bool:
    """Tell whether the words are a count of results: 三张, two versions."""
    letters = shape[start:end]
    return "NL" in letters and not any(tokens[place].meaning == "个" for place in range(start, end))


def _free_ends(tokens: Sequence[Token], shape: str, start: int, end: int) -> set[int]:
    """Return the places of a stretch at the end (or the beginning) that a space parts from the rest, where it is free."""
    free: set[int] = set()
    for place in range(end - 1, start, -1):
        if shape[place] not in VALUES and shape[place] not in SMALL:
            break
        if tokens[place].gap and _parts_han(tokens, place) and is_free(tokens, shape, place, end):
            free.update(range(place, end))
    for place in range(start + 1, end):
        if tokens[place].gap and _parts_han(tokens, place) and is_free(tokens, shape, start, place):
            free.update(range(start, place))
        if shape[place] not in VALUES and shape[place] not in SMALL:
            break
    return free | _rows_between(tokens, shape, start, end) | _row_at_the_end(tokens, shape, start, end)


def _row_at_the_end(tokens: Sequence[Token], shape: str, start: int, end: int) -> set[int]:
    """Return the places of two measures or names or more that end a stretch: "waves video 10s 1080p kling"."""
    first = end
    while first > start and (shape[first - 1] in _MEASURES or _is_surely_a_name(tokens[first - 1])):
        first -= 1
    row = range(first, end)
    return set(row) if len(row) > 1 and not _MEASURES.isdisjoint(shape[first:end]) else set()


def _is_surely_a_name(token: Token) -> bool:
    return token.kind is Kind.MODEL or (token.kind is Kind.DOUBTFUL_MODEL and token.meaning not in _WORDS)


def _rows_between(tokens: Sequence[Token], shape: str, start: int, end: int) -> set[int]:
    """Return the places of two values or more that spaces part from the Chinese text around: 壁纸 竖屏 4K 樱花."""
    free: set[int] = set()
    place = start
    while place < end:
        after = place
        while after < end and shape[after] in VALUES:
            after += 1
        if after > place + 1 and all(tokens[seam].gap for seam in range(max(place, start + 1), min(after + 1, end))):
            free.update(range(place, after) if place > start and _parts_han(tokens, place) else ())
        place = after + 1
    return free


def _named_first(tokens: Sequence[Token], shape: str, start: int, end: int) -> range:
    """Return the places of a model and the values right behind it, where a stretch opens with them: "Veo 3.1 4s 720p …"."""
    after = start + 1
    while after < end and shape[after] in _MEASURES:
        after += 1
    named = shape[start] == Kind.MODEL or (shape[start] == Kind.DOUBTFUL_MODEL and tokens[start].meaning not in _WORDS)
    timed = shape[start] == Kind.DOUBTFUL_MODEL and shape[start + 1 : start + 2] == Kind.SECONDS
    return range(start, after if after > start + 1 and (named or timed) else start)


def _parts_han(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a space before the word parts Chinese text, which has none between words."""
    if tokens[place - 1].kind in _LEADS_ON:
        return False
    return any(not tokens[side].text[:1].isascii() for side in (place - 1, place))
