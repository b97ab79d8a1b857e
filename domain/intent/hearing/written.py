"""Words that are to be seen in the picture although nobody put them in quotes: a sign that says 4K, 写着最便宜的招牌.

They are no values, names or wishes: they become plain words.
"""

from collections.abc import Sequence

from imastudio.domain.intent.hearing.lexicon import Token
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.glue import LABELS, WRITING

_VALUES = frozenset("ROKZTSJIMm%FlYCBvW")
_ENDS = frozenset({Kind.BREAK, Kind.DE, Kind.IN, Kind.FOR, Kind.USE, Kind.NOUN, Kind.QUOTED})
_NOUNS = frozenset({Kind.NOUN, Kind.WEAK_NOUN, Kind.TASK})
_MOST = 6


def written(tokens: Sequence[Token]) -> list[Token]:
    """Return `tokens` with what is written in the picture as plain words."""
    plain = list(tokens)
    for place, token in enumerate(tokens):
        behind = place + 1
        colon = behind < len(tokens) and tokens[behind].kind is Kind.COLON
        if token.text in WRITING or (colon and token.text in LABELS):
            _plain(plain, behind + colon, ends=frozenset({Kind.BREAK}) if colon else _ENDS)
    return plain


def _plain(tokens: list[Token], start: int, *, ends: frozenset[Kind]) -> None:
    for place in range(start, min(start + _MOST, len(tokens))):
        token = tokens[place]
        if place == start and token.kind in _NOUNS and ends is _ENDS:
            tokens[place] = token._replace(kind=Kind.WORD if token.text.isascii() else Kind.HAN, meaning=None)
            return
        if token.kind in ends or (place > start and token.gap and not tokens[place - 1].text.isascii()):
            return
        if token.kind in _VALUES:
            tokens[place] = token._replace(kind=Kind.WORD if token.text.isascii() else Kind.HAN, meaning=None)
