"""One spelling for all, and the passages that nobody looks into.

Rules: a folded text is as long as the text, so that a place in one is a place in the other; time grows with the length only.
"""

import re
import string
from collections.abc import Sequence
from functools import lru_cache

from imastudio.domain.intent.tables.characters import SIMPLER

# Settings at the end of prompts for Midjourney, as its pages have them: "--ar 2:3 --v 6 --stylize 250".
_FLAG = re.compile(
    r"(?<!\S)(?P<flag>(?:--|—)(?:ar|aspect)[ =](?=(?P<ratio>[0-9]{1,2}:[0-9]{1,2}))|--no [^\n-]+|--[a-z]+(?: (?!--)[^\s,]+)?)"
)
SEAL = "\ue000"
# What stands around words and says nothing.
ENDS = " \n,.:。!?;~、，！？；…"
HAN_FIRST, HAN_LAST = "\u3400", "\u9fff"
HEAD_CHARS, TAIL_CHARS = 2000, 1000
_KEPT_TEXTS = 16
_WIDE = {0xFF01 + place: 0x21 + place for place in range(94)}
_LOWER = {ord(letter): ord(letter.lower()) for letter in string.ascii_uppercase}
_WIDE_LOWER = {wide: _LOWER.get(narrow, narrow) for wide, narrow in _WIDE.items()}
_SIGNS = {
    0x3000: 0x20,
    0xA0: 0x20,
    ord("’"): ord("'"),
    ord("‘"): ord("'"),
    ord("∶"): ord(":"),
    ord("–"): ord("-"),
    ord("×"): ord("x"),
    ord("\r"): ord("\n"),
    ord("\t"): ord(" "),
    ord("～"): ord("~"),
    ord(SEAL): 0x20,
}
_FOLDED = _LOWER | _WIDE_LOWER | SIMPLER | _SIGNS
# No pattern crosses another opening sign, so an opening without an end costs nothing.
QUOTED = re.compile(
    r"```[^`]{1,4000}```|“[^“”]{1,4000}”|「[^「」]{1,4000}」|『[^『』]{1,4000}』|《[^《》]{1,4000}》|‘[^‘’]{1,4000}’"
    r"|\"[^\"]{1,4000}\"|＂[^＂]{1,4000}＂|(?<![\w'])'(?!\s)[^'\n]{1,400}(?<!\s)'(?!\w)|`[^`\n]{1,400}`"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]+"
    r"|(?<![a-z0-9_\-./\\])[a-z0-9_\-./\\]+\.(?:png|jpe?g|webp|gif|mp4|mov|mp3|wav|bmp)(?![a-z0-9_])",
    re.IGNORECASE,
)


@lru_cache(maxsize=_KEPT_TEXTS)
def fold(text: str) -> str:
    """Return `text` in the one spelling that the tables have; what is at hand is folded once."""
    return text.translate(_FOLDED)


def seals(text: str, folded: str) -> list[tuple[int, int]]:
    """Return where passages stand that nobody looks into: quotes, addresses, and the middle of a long text."""
    far = [(HEAD_CHARS, len(text) - TAIL_CHARS)] if len(text) > HEAD_CHARS + TAIL_CHARS else []
    ends = [(0, len(text))] if not far else [(0, HEAD_CHARS), (len(text) - TAIL_CHARS, len(text))]
    return far + [
        found.span()
        for start, end in ends
        for pattern, source in ((QUOTED, text), (_ADDRESS, folded))
        for found in pattern.finditer(source, start, end)
    ]


def sealed(folded: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `folded` with the passages of `spans` covered."""
    pieces: list[str] = []
    last = 0
    for begin, end in sorted(spans):
        start = max(begin, last)
        if end > start:
            pieces += [folded[last:start], SEAL * (end - start)]
            last = end
    return "".join([*pieces, folded[last:]])


def unquoted(folded: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `folded` with spaces in the place of the quotes at the ends of `spans`."""
    for start, end in spans:
        folded = f"{folded[:start]} {folded[start + 1 : end - 1]} {folded[end:]}"
    return folded


def without_flags(folded: str) -> tuple[str, list[tuple[int, int]]]:
    """Return `folded` without the flags of a pasted prompt, but for the ratio of "--ar 2:3", and where the words for it stand."""
    ratios = [found.span() for found in _FLAG.finditer(folded) if found["ratio"]]
    for found in _FLAG.finditer(folded):
        start, end = found.span("flag")
        folded = f"{folded[:start]},{' ' * (end - start - 1)}{folded[end:]}"
    return folded, ratios


def is_han(sign: str) -> bool:
    """Tell whether a sign is a Chinese one; no sign is none."""
    return HAN_FIRST <= sign <= HAN_LAST


def has_han(text: str) -> bool:
    """Tell whether Chinese signs are in a text."""
    return any(map(is_han, text))
