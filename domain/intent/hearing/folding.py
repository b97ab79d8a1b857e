"""One spelling for all: half width, lower case, simplified characters; what is quoted or an address is covered.

Rules: a folded text is as long as the text, so that a place in one is a place in the other; time grows with the length only.
"""

import re
import string

from imastudio.domain.intent.vocabulary.characters import SIMPLER

COVER = "\ue000"
_HEAD, _TAIL = 2000, 1000
_WIDE = {0xFF01 + place: 0x21 + place for place in range(94)}
_LOWER = {ord(letter): ord(letter.lower()) for letter in string.ascii_uppercase}
_WIDE_LOWER = {wide: _LOWER.get(narrow, narrow) for wide, narrow in _WIDE.items()}
_SIGNS = {
    0x3000: 0x20,
    0xA0: 0x20,
    ord("’"): ord("'"),
    ord("‘"): ord("'"),
    ord("∶"): ord(":"),
    ord("－"): ord("-"),
    ord("–"): ord("-"),
    ord("—"): ord("—"),
    ord("×"): ord("x"),
    ord("\r"): ord("\n"),
    ord(COVER): 0x20,
}
_FOLDED = _LOWER | _WIDE_LOWER | SIMPLER | _SIGNS
# No pattern crosses another opening sign, so an opening without an end costs nothing.
_QUOTED = re.compile(
    r"“[^“”]{1,4000}”|「[^「」]{1,4000}」|『[^『』]{1,4000}』|《[^《》]{1,4000}》|‘[^‘’]{1,4000}’|\"[^\"]{1,4000}\"|＂[^＂]{1,4000}＂"
    r"|(?<![\w'])'(?!\s)[^'\n]{1,400}(?<!\s)'(?!\w)|`[^`\n]{1,400}`"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]+|(?<![a-z0-9_\-./\\])[a-z0-9_\-./\\]+\.(?:png|jpe?g|webp|gif|mp4|mov|mp3|wav|bmp)\b",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Return `text` in the one spelling that the tables have."""
    return text.translate(_FOLDED)


def quotes(text: str) -> list[tuple[int, int]]:
    """Return where quoted passages begin and end, signs included."""
    return [found.span() for found in _QUOTED.finditer(text)]


def addresses(text: str) -> list[tuple[int, int]]:
    """Return where addresses and names of files stand."""
    return [found.span() for found in _ADDRESS.finditer(text)]


def middle(text: str) -> list[tuple[int, int]]:
    """Return what lies too far from both ends of a long text to be said to us: nobody reads on for instructions there."""
    return [(_HEAD, len(text) - _TAIL)] if len(text) > _HEAD + _TAIL else []


def covered(folded: str, spans: list[tuple[int, int]], sign: str = COVER) -> str:
    """Return `folded` with the passages of `spans` covered by `sign`."""
    if not spans:
        return folded
    pieces: list[str] = []
    last = 0
    for begin, end in sorted(spans):
        start = max(begin, last)
        if end > start:
            pieces += [folded[last:start], sign * (end - start)]
            last = end
    return "".join([*pieces, folded[last:]])
