"""The lines of a batch file in UTF-8, whatever it is written in: JSON lines or one JSON array, UTF-8, UTF-16 or GBK.

Rules: memory does not grow with the file; a line that is too long, or that nobody can read, is something no line may be, so that
it is refused by its number; the bytes of a line that is UTF-8 stay as they are. What may be Chinese or Japanese in an encoding
that is none of these is not read as the wrong words, which somebody would pay for. A comment (`#`, `//`) says nothing.
"""

import codecs
import io
import json
from collections.abc import Iterator
from typing import IO

MAX_LINE_CHARS = 1024 * 1024
_PIECE_CHARS = 64 * 1024
_HEAD_BYTES = 4
_BAD = b"{"
_COMMENTS = (b"#", b"//")
_PRIVATE = range(0xE000, 0xF900)
_KANA = range(0x3041, 0x30FF)
_FIRST = (b"{", b"[", b"#", b"/", b" ", b"\t", b"\r", b"\n")
_TWO_BYTES = 0x7FF
_SCRIPTS = (0x80, 0x250, 0x370, 0x400, 0x530, 0x590, 0x600, 0x700, 0x750, 0x780, 0x7C0)
"""Where Latin, phonetics, Greek, Cyrillic, Armenian, Hebrew, Arabic, Syriac and what follows begin."""
_BLANKS = " \t\r\n\ufeff"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def wish_lines(source: IO[bytes]) -> Iterator[bytes]:
    """Yield each line, or each element of an array, without space around it; an empty line, or a comment, as nothing."""
    return (b"" if line.startswith(_COMMENTS) else line for line in _all_lines(source))


def _all_lines(source: IO[bytes]) -> Iterator[bytes]:
    head = source.read(_HEAD_BYTES)
    mark, encoding = next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), (b"", _guess(head)))
    rest = _Joined(head[len(mark) :], source)
    if encoding != "utf-8":
        return _of_text(_decoding(rest, encoding))
    return _of_bytes(io.BufferedReader(rest))


def _guess(head: bytes) -> str:
    """Return the encoding of a file without a mark: every second byte of ASCII in UTF-16 is a zero."""
    if head[:1] in _FIRST and head[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if head[:1] == b"\0" and head[1:2] in _FIRST else "utf-8"


class _Joined(io.RawIOBase):
    """What was read already, then the rest."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override] # any that can be written to
        head, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        piece = head + self._rest.read(len(buffer) - len(head)) if len(head) < len(buffer) else head
        buffer[: len(piece)] = piece
        return len(piece)


def _decoding(source: io.RawIOBase, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(source), encoding, errors="replace", newline="\n")


def _of_bytes(source: io.BufferedReader) -> Iterator[bytes]:
    first = _first_byte(source)
    if first == b"[":
        yield from _elements(_reading(source))
        return
    is_gbk = False
    while line := source.readline(MAX_LINE_CHARS + 1):
        if len(line) > MAX_LINE_CHARS and not line.endswith(b"\n"):
            while (rest := source.readline(MAX_LINE_CHARS)) and not rest.endswith(b"\n"):
                pass
            yield _BAD
            continue
        chinese = _as_gbk(line, seen=is_gbk)
        is_gbk = is_gbk or chinese is not None
        yield line.strip() if chinese is None else chinese.strip(_BLANKS).encode()


def _first_byte(source: io.BufferedReader) -> bytes:
    """Return the first byte that is no blank, which stays to be read, as do the blanks before it where they fit the buffer."""
    return source.peek()[:8192].lstrip()[:1]


def _reading(source: io.BufferedReader) -> io.TextIOBase:
    """Return an array's text: in UTF-8, else in GBK, told by its first piece."""
    piece = source.peek()
    encoding = "utf-8" if _as_gbk(piece, seen=False, whole=False) is None else "gb18030"
    return io.TextIOWrapper(source, encoding, errors="replace", newline="\n")


def _as_gbk(text: bytes, *, seen: bool, whole: bool = True) -> str | None:
    """Return what a text means as GBK, or None where it is rather UTF-8.

    `seen` tells that GBK stood before it, `whole` that it doesn't end in the middle of a character. Few Chinese characters may
    happen to be UTF-8, too: of letters of several scripts that nobody writes together.
    """
    if text.isascii():
        return None
    try:
        chinese = codecs.getincrementaldecoder("gb18030")().decode(text, whole)
    except UnicodeDecodeError:
        return None
    try:
        other = codecs.getincrementaldecoder("utf-8")().decode(text, whole)
    except UnicodeDecodeError:
        return None if _may_be_another(text, chinese) else chinese
    letters = [character for character in other if not character.isascii()]
    if any(ord(character) > _TWO_BYTES for character in letters):
        return None
    scripts = {sum(ord(character) >= start for start in _SCRIPTS) for character in letters}
    return chinese if len(scripts) > 1 or (seen and letters) else None


def _may_be_another(text: bytes, chinese: str) -> bool:
    """Tell whether what GBK can be read as is rather Big5 or Shift JIS: signs that nobody has, or mostly rare ones."""
    letters = [character for character in chinese if not character.isascii()]
    if any(ord(character) in _PRIVATE for character in letters):
        return True
    common = sum(bool(character.encode("gb2312", "ignore")) for character in letters)
    if 4 * common >= 3 * len(letters):
        return False
    japanese = text.decode("cp932", "ignore")
    return any(ord(character) in _KANA for character in japanese) or _is_big5(text)


def _is_big5(text: bytes) -> bool:
    try:
        text.decode("big5")
    except UnicodeDecodeError:
        return False
    return True


def _of_text(source: io.TextIOWrapper) -> Iterator[bytes]:
    text = _Peeking(source)
    if text.first() == "[":
        yield from _elements(text)
        return
    while line := text.readline(MAX_LINE_CHARS + 1):
        if len(line) > MAX_LINE_CHARS and not line.endswith("\n"):
            while (rest := text.readline(MAX_LINE_CHARS)) and not rest.endswith("\n"):
                pass
            yield _BAD
        else:
            yield line.strip(_BLANKS).encode("utf-8", "replace")


class _Peeking(io.TextIOBase):
    """A text whose beginning can be looked at."""

    def __init__(self, source: io.TextIOWrapper) -> None:
        self._source = source
        self._head = ""

    def first(self) -> str:
        """Return the first character that is no blank, which stays to be read."""
        while not self._head.strip(_BLANKS):
            piece = self._source.read(_PIECE_CHARS)
            if not piece:
                return ""
            self._head += piece
        return self._head.strip(_BLANKS)[0]

    def read(self, size: int | None = -1) -> str:
        """Read on."""
        head, self._head = self._head, ""
        return head or self._source.read(size)

    def readline(self, size: int = -1) -> str:  # type: ignore[override] # as those who call it here do
        """Read a line."""
        end = self._head.find("\n") + 1
        if end:
            line, self._head = self._head[:end][:size], self._head[len(self._head[:end][:size]) :]
            return line
        head, self._head = self._head, ""
        return head + self._source.readline(max(0, size - len(head)) if size >= 0 else size)


def _elements(source: io.TextIOBase) -> Iterator[bytes]:
    """Yield the elements of an array, each in one line; what follows a broken one is lost with it."""
    decoder, buffer, place = json.JSONDecoder(), source.read(_PIECE_CHARS).lstrip(_BLANKS)[1:], 0
    while True:
        buffer, place = buffer[place:].lstrip(f"{_BLANKS},"), 0
        piece = ""
        try:
            _, place = decoder.raw_decode(buffer)
        except (ValueError, RecursionError):
            if buffer.startswith("]"):
                return
            piece = source.read(_PIECE_CHARS)
            if not piece or len(buffer) > MAX_LINE_CHARS:
                if buffer.strip(_BLANKS):
                    yield _BAD
                return
            buffer += piece
            place = 0
            continue
        yield " ".join(buffer[:place].split("\n")).replace("\r", " ").encode("utf-8", "replace")
