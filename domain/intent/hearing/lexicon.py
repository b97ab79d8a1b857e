"""All tables as one tree, and the reading of a text into words by it: the longest phrase wins."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from imastudio.domain.intent.hearing.folding import COVER, fold
from imastudio.domain.intent.vocabulary import choosing, glue, media, models, music, numbers, speaking, values, works
from imastudio.domain.intent.vocabulary.entries import Entry, Kind, Meaning
from imastudio.domain.intent.vocabulary.numbers import LINES, MINUTES, PIXELS, SECONDS, THOUSANDS

_PIECE = re.compile(rf"[a-z\u00c0-\u024f]+(?:'[a-z]+)?|[0-9]+(?:\.[0-9]+)?|\n+|\s+|{COVER}+|.", re.DOTALL)
_JOINTS = frozenset(" -_·")
_BREAKS = frozenset(",。;!?\n、…()[]【】|~—/.{}<>•")
_HAN_FIRST, _HAN_LAST = "\u3400", "\u9fff"
_ENTRY = ""
_MOST_GLUED = 4
_UNITS = THOUSANDS | LINES | PIXELS | SECONDS | MINUTES | {"分"}
_SPACED_UNITS = (SECONDS | MINUTES) - {"s"}


class Token(NamedTuple):
    """One word: what it is, what it means, where it stands; `gap` tells of a space before it."""

    kind: Kind
    text: str
    meaning: Meaning
    start: int
    end: int
    gap: bool = False


def kind_at(tokens: Sequence[Token], place: int) -> Kind:
    """Return the kind of the word at `place`, a break beyond both ends."""
    return tokens[place].kind if 0 <= place < len(tokens) else Kind.BREAK


def text_at(tokens: Sequence[Token], place: int) -> str:
    """Return the word at `place`, "" beyond both ends."""
    return tokens[place].text if 0 <= place < len(tokens) else ""


def words_of(tokens: Sequence[Token]) -> str:
    """Return the words as one text, with the gaps between them."""
    return "".join(" " * (token.gap and at > 0) + token.text for at, token in enumerate(tokens))


def regrouped(tokens: Sequence[Token], read_at: Callable[[Sequence[Token], int], tuple[Token, int]]) -> list[Token]:
    """Return `tokens` as `read_at` takes them: at each place one word, and how many of `tokens` it stands for."""
    done: list[Token] = []
    place = 0
    while place < len(tokens):
        token, taken = read_at(tokens, place)
        done.append(token)
        place += taken
    return done


def _pieces(phrase: str) -> list[str]:
    return [piece for piece in _PIECE.findall(fold(phrase)) if piece not in _JOINTS and not piece.isspace()]


def _grow(entries: tuple[Entry, ...]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for entry in entries:
        pieces = _pieces(entry.phrase)
        for spelling in _spellings(pieces):
            node = tree
            for piece in spelling:
                node = node.setdefault(piece, {})
            node.setdefault(_ENTRY, entry)
    return tree


def _spellings(pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the pieces with and without the gaps between words: "nano banana", "nanobanana"; numbers stay apart."""
    if len(pieces) == 1:
        yield tuple(pieces)
        return
    for rest in _spellings(pieces[1:]):
        yield (pieces[0], *rest)
        if _is_word(pieces[0]) and _is_word(rest[0]) and len(pieces) <= _MOST_GLUED:
            yield (pieces[0] + rest[0], *rest[1:])


def _is_word(piece: str) -> bool:
    return piece.isascii() and piece.isalpha()


# An earlier table has the first word where two know the same phrase.
_TREE = _grow(
    (
        *models.TABLE,
        *models.NO_MODELS,
        *models.FOREIGN,
        *speaking.TABLE,
        *music.TABLE,
        *values.TABLE,
        *values.THINGS,
        *choosing.TABLE,
        *works.TABLE,
        *media.TABLE,
        *numbers.TABLE,
        *glue.TABLE,
    )
)


def read(folded: str) -> list[Token]:
    """Return the words of a folded and covered text."""
    pieces = [(found[0], found.start(), found.end()) for found in _PIECE.finditer(folded)]
    tokens: list[Token] = []
    place, gap = 0, False
    while place < len(pieces):
        text, start, end = pieces[place]
        if text.isspace() and "\n" not in text:
            gap, place = True, place + 1
            continue
        entry, after = _longest(pieces, place)
        if entry is not None:
            stop = pieces[after - 1][2]
            tokens.append(Token(entry.kind, folded[start:stop], entry.meaning, start, stop, gap))
        else:
            after = place + 1
            tokens.append(Token(_kind(text, pieces, place), text, None, start, end, gap))
        place, gap = after, False
    return tokens


def _longest(pieces: list[tuple[str, int, int]], place: int) -> tuple[Entry | None, int]:
    node = _TREE.get(pieces[place][0])
    start = after = place
    entry = None
    while node is not None:
        place += 1
        if (found := node.get(_ENTRY)) is not None and not (place > start + 1 and _is_measure(pieces, place - 1)):
            entry, after = found, place
        while place < len(pieces) and pieces[place][0] in _JOINTS and len(node) > (_ENTRY in node):
            place += 1
        if place >= len(pieces):
            break
        node = node.get(pieces[place][0])
    return entry, after


def _is_measure(pieces: list[tuple[str, int, int]], place: int) -> bool:
    """Tell whether a number has its unit behind it: in "nano banana 2K" it is no part of the name."""
    if not pieces[place][0][0].isdigit():
        return False
    following, beyond = (pieces[after][0] if after < len(pieces) else "" for after in (place + 1, place + 2))
    if following.isspace():
        return beyond in _SPACED_UNITS
    return following in _UNITS or (following == ":" and beyond.isdigit())


def _kind(text: str, pieces: list[tuple[str, int, int]], place: int) -> Kind:
    first = text[0]
    if first in _BREAKS:
        return Kind.BREAK
    if first == ":":
        return Kind.COLON
    if first == COVER:
        return Kind.QUOTED
    if first.isdigit() and first.isascii():
        return Kind.DIGITS
    if _HAN_FIRST <= first <= _HAN_LAST:
        return Kind.HAN
    if first.isalpha():
        return Kind.WORD
    if first == "-" and _stands_alone(pieces, place):
        return Kind.BREAK
    return Kind.SIGN


def _stands_alone(pieces: list[tuple[str, int, int]], place: int) -> bool:
    before = pieces[place - 1][0] if place else " "
    after = pieces[place + 1][0] if place + 1 < len(pieces) else " "
    return before.isspace() and after.isspace()
