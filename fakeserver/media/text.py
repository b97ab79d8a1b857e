"""Prepare any text for drawing and for metadata. Pure: how wide a character is, the caller says.

Rules: nothing here raises for any `str`; a line never holds a line break; a character too wide for a line gets one to
itself.
"""

import unicodedata
from collections.abc import Callable, Iterator

import attrs

Advance = Callable[[str], float]
"""The width of one character, in units of the font size."""

LINE_HEIGHT = 1.3
"""Distance of two lines, in units of the font size."""

DRAWN = 2000
"""More characters than this are not drawn: nobody could read them, and drawing stays quick."""

KEPT_BYTES = 60_000
"""Metadata is cut here: a segment of a JPEG holds no more than 65,533 bytes (ITU-T T.81, B.1.1.4)."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ELLIPSIS = "…"


def storable(text: str) -> str:
    """Return the text as metadata can hold it: UTF-8, no NUL, at most KEPT_BYTES bytes."""
    encoded = well_formed(text).replace("\0", " ").encode()
    return encoded[:KEPT_BYTES].decode(errors="ignore")


def well_formed(text: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot hold."""
    return "".join(_REPLACEMENT if "\ud800" <= char <= "\udfff" else char for char in text)


def drawable(text: str) -> str:
    """Return the beginning of the text with only what can be drawn, and line feeds between paragraphs."""
    cut = text[:DRAWN] + (_ELLIPSIS if len(text) > DRAWN else "")
    return "".join(_drawn(char) for char in cut.replace("\r\n", "\n")).strip()


def _drawn(char: str) -> str:
    if char in "\n\r\u2028\u2029":
        return "\n"
    match unicodedata.category(char):
        case "Cc":
            return " "
        case "Cf":
            return ""
        case "Cs":
            return _REPLACEMENT
        case _:
            return char


@attrs.frozen
class _Piece:
    """What stays on one line: a word with the spaces after it, an ideograph with its punctuation."""

    text: str
    width: float
    """Without the spaces at its end, which may hang over."""
    full_width: float


def fit(
    text: str, *, advance: Advance, width: float, height: float, smallest: int, largest: int
) -> tuple[int, list[str]]:
    """Choose the largest font size at which the drawable text fits the box, and break it into lines.

    Sizes and the box are in pixels. A word is broken only if it is wider than the box at the smallest size. What does
    not fit at that size ends in an ellipsis; a box lower than one line of it gets no lines at all.
    """
    paragraphs = [list(_pieces(paragraph, advance)) for paragraph in text.split("\n")]
    widths = (piece.width for paragraph in paragraphs for piece in paragraph)
    widest = max((one for one in widths if one * smallest <= width), default=0.0)
    low, high = smallest, max(smallest, largest)
    while low < high:
        size = (low + high + 1) // 2
        lines = _lines(paragraphs, advance, width / size)
        if widest * size <= width and len(lines) <= _room(height, size):
            low = size
        else:
            high = size - 1
    lines, room = _lines(paragraphs, advance, width / low), _room(height, low)
    return low, lines if len(lines) <= room else _ended(lines[:room], advance, width / low)


def _room(height: float, size: int) -> int:
    return int(height // (size * LINE_HEIGHT))


def _ended(lines: list[str], advance: Advance, width: float) -> list[str]:
    if not lines:
        return []
    last = lines[-1]
    while last and sum(map(advance, last + _ELLIPSIS)) > width:
        last = last[:-1]
    return [*lines[:-1], last + _ELLIPSIS]


def _lines(paragraphs: list[list[_Piece]], advance: Advance, width: float) -> list[str]:
    return [line for paragraph in paragraphs for line in _wrapped(paragraph, advance, width)]


def _wrapped(paragraph: list[_Piece], advance: Advance, width: float) -> Iterator[str]:
    line, used = "", 0.0
    for piece in paragraph:
        parts = [piece] if piece.width <= width else [_piece(char, advance) for char in piece.text]
        for part in parts:
            if line and used + part.width > width:
                yield line.rstrip()
                line, used = "", 0.0
            line += part.text
            used += part.full_width
    yield line.rstrip()


def _pieces(paragraph: str, advance: Advance) -> Iterator[_Piece]:
    start = 0
    for at in range(1, len(paragraph)):
        if _may_start_a_line(paragraph[at - 1], paragraph[at]):
            yield _piece(paragraph[start:at], advance)
            start = at
    yield _piece(paragraph[start:], advance)


def _piece(text: str, advance: Advance) -> _Piece:
    return _Piece(text, sum(map(advance, text.rstrip())), sum(map(advance, text)))


def _may_start_a_line(before: str, char: str) -> bool:
    """Break after spaces and around ideographs; punctuation and combining marks stay with what they follow."""
    if char == " " or unicodedata.combining(char) or unicodedata.category(char) in {"Po", "Pe", "Pf"}:
        return False
    return before == " " or _is_wide(before) or _is_wide(char)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F"}
