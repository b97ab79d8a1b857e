"""All tables as one tree over words: the first table that has a phrase wins, and of several phrases the longest.

Spaces, "-" and "_" between the words of a phrase are optional: "nano banana" is "nano-banana" and "nanobanana".
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from imastudio.domain.intent.folding import SEAL, fold
from imastudio.domain.intent.rows import LexiconEntry
from imastudio.domain.intent.tables import (
    choosing,
    glue,
    media,
    models,
    music,
    numbers,
    speaking,
    talk,
    values,
    voices,
    works,
)

PIECE = re.compile(rf"[a-z\u00c0-\u024f]+(?:'[a-z]+)?|[0-9]+(?:\.[0-9]+)?|\n|[^\S\n]+|{SEAL}+|.", re.DOTALL)
JOINTS = frozenset(" -_·")
_ENTRY = ""
_GLUED_WORDS = 4

Tree: TypeAlias = dict[str, Any]
TABLES: Sequence[Sequence[LexiconEntry]] = (
    talk.TABLE,
    models.TABLE,
    models.MISSPELLED,
    models.NO_MODELS,
    models.FOREIGN,
    speaking.TABLE,
    voices.TABLE,
    music.TABLE,
    values.TABLE,
    values.THINGS,
    choosing.TABLE,
    works.TABLE,
    media.TABLE,
    numbers.TABLE,
    glue.TABLE,
)


def pieces_of(phrase: str) -> list[str]:
    """Return the words and signs of a phrase, as the tree has them."""
    return [piece for piece in PIECE.findall(fold(phrase)) if piece not in JOINTS and not piece.isspace()]


def grow(entries: Iterator[LexiconEntry]) -> Tree:
    """Return the tree of some entries: from word to word, with the entry that ends there."""
    tree: Tree = {}
    for entry in entries:
        for spelling in _spellings(pieces_of(entry.phrase)):
            node = tree
            for piece in spelling:
                node = node.setdefault(piece, {})
            node.setdefault(_ENTRY, entry)
    return tree


def entry_at(node: Tree) -> LexiconEntry | None:
    """Return the entry of the phrase that ends at `node`."""
    found: LexiconEntry | None = node.get(_ENTRY)
    return found


def _spellings(pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the pieces with and without the gaps between words: "nano banana", "nanobanana"; numbers stay apart."""
    if len(pieces) == 1:
        yield tuple(pieces)
        return
    for rest in _spellings(pieces[1:]):
        yield (pieces[0], *rest)
        if _is_word(pieces[0]) and _is_word(rest[0]) and len(pieces) <= _GLUED_WORDS:
            yield (pieces[0] + rest[0], *rest[1:])


def _is_word(piece: str) -> bool:
    return piece.isascii() and piece.isalpha()


TREE = grow(entry for table in TABLES for entry in table)
