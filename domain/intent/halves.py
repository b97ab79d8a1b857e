"""A pattern in two halves: its English alternatives are tried only where letters stand.

Most of what people say is in one language, and a search for what begins at a word's edge costs a look at each sign.
"""

import re
from collections.abc import Iterator

from imastudio.domain.intent.folding import has_han

_ESCAPED = re.compile(r"\\.")
_LETTER = re.compile("[a-z]")
# What may stand in a pattern without beginning a group or parting alternatives.
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


class Halves:
    """A pattern whose alternatives without a Chinese sign need a letter; it finds what the whole pattern finds."""

    def __init__(self, pattern: str) -> None:
        english = [one for one in _alternatives(pattern) if not has_han(one) and _LETTER.search(_ESCAPED.sub("", one))]
        others = [one for one in _alternatives(pattern) if one not in english]
        self._english = re.compile("|".join(english)) if english else None
        self._others = re.compile("|".join(others)) if others else None

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first place where an alternative holds, or None."""
        found = None if self._others is None else self._others.search(text)
        said = None if self._english is None or _LETTER.search(text) is None else self._english.search(text)
        return min((one for one in (found, said) if one is not None), key=re.Match.start, default=None)


def _alternatives(pattern: str) -> Iterator[str]:
    """Yield what stands between the bars of a pattern that are in no group."""
    depth, piece = 0, ""
    for sign in _PIECE.findall(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            yield piece
            piece = ""
        else:
            piece += sign
    yield piece
