"""Where an input is, however an agent or a person writes it: a path, an address, or the media itself.

Rules: what isn't seen around a source, quotes, the mark `MEDIA:` and the signs of a link in a text are no part of it; `file://`
addresses of this machine are paths; a `data:` address is the media itself. Sources: RFC 8089 (file), RFC 2397 (data).
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as BinasciiError
from urllib.parse import unquote, unquote_to_bytes

from imastudio.domain.kernel import without_blank_ends

_MARK = "media:"
_MARKED = f"[{_MARK}"
_DATA = "data:"
_QUOTES = ('""', "''", "``", "“”", "‘’", "<>", "「」", "『』")
_LINK = re.compile(r"!?\[[^\]]*\]\((.+)\)", re.DOTALL)
_SHOWN_CHARS = 40


def read_source(text: str) -> str:
    """Return a source in its plain spelling: a path, an https address, or a `data:` address."""
    said = without_blank_ends(text)
    while (bare := _barer(said)) != said:
        said = bare
    return _path_of(said)


def _barer(said: str) -> str:
    """Return a source without the outermost of what is no part of it."""
    if said[: len(_MARK)].lower() == _MARK:
        said = said[len(_MARK) :]
    elif len(said) > 1 and (
        f"{said[0]}{said[-1]}" in _QUOTES or (said[-1] == "]" and said[: len(_MARKED)].lower() == _MARKED)
    ):
        said = said[1:-1]
    elif link := _LINK.fullmatch(said):
        said = link[1]
    return without_blank_ends(said)


def is_data(source: str) -> bool:
    """Tell whether a source is the media itself."""
    return source[: len(_DATA)].lower() == _DATA


def encode_data(media: bytes) -> str:
    """Return the `data:` address that is `media` itself; what it holds, its content tells."""
    return f"{_DATA}application/octet-stream;base64,{b64encode(media).decode('ascii')}"


def decode_data(source: str, most: int) -> bytes | None:
    """Return the media in a `data:` address; None where it can't be decoded, or is longer than `most` bytes."""
    head, comma, body = source.partition(",")
    if not comma or len(body) > most * 3:  # three characters stand for a byte at the worst
        return None
    if not head.lower().endswith(";base64"):
        return unquote_to_bytes(body)
    plain = unquote(body).translate(_URL_SAFE)
    joined = "".join(plain.split())
    try:
        return b64decode(joined + "=" * (-len(joined) % 4), validate=True)
    except (BinasciiError, ValueError):
        return None


def shown_source(source: str) -> str:
    """Return a source as it may stand in an error: of media itself only the beginning."""
    return f"{source[:_SHOWN_CHARS]}…" if is_data(source) and len(source) > _SHOWN_CHARS else source


_URL_SAFE = str.maketrans("-_", "+/")


def _path_of(said: str) -> str:
    """Return the path that a `file:` address of this machine means; anything else as it is."""
    if said[:5].lower() != "file:":
        return said
    rest = said[5:]
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        if host.lower() not in {"", "localhost", "127.0.0.1"} or not slash:
            return said  # another machine's: refused as an address that can't be used
        rest = f"/{path}"
    return unquote(rest) if rest.startswith("/") else said
