"""Where an input is, however an agent or a person writes it: a path, an address, or the media itself.

Rules: blanks, quotes and the mark `MEDIA:` around a source are no part of it; `file://` addresses of this machine are paths;
a `data:` address is the media itself. Sources: RFC 8089 (file), RFC 2397 (data).
"""

from base64 import b64decode, b64encode
from binascii import Error as BinasciiError
from urllib.parse import unquote, unquote_to_bytes

_MARK = "media:"
_DATA = "data:"
_QUOTES = ('""', "''", "``", "“”", "‘’", "<>")
_SHOWN_CHARS = 40


def read_source(text: str) -> str:
    """Return a source in its plain spelling: a path, an https address, or a `data:` address."""
    said = text.strip()
    while True:
        before = said
        if said[: len(_MARK)].lower() == _MARK:
            said = said[len(_MARK) :].strip()
        if len(said) > 1 and f"{said[0]}{said[-1]}" in _QUOTES:
            said = said[1:-1].strip()
        if said == before:
            break
    return _path_of(said)


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
