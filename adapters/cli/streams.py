"""Lines on stdout and stderr, whoever reads them.

Rules: no control character of the vendor, a file name or a prompt reaches a terminal; nobody listening (a closed pipe) is no
reason to stop, because the order goes on. Help needs nothing but this, so nothing heavy is imported.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import IO

_KEPT = frozenset("\n\t")
_PLAINER = {"•": "-", "…": "...", "“": '"', "”": '"', "’": "'", "─": "-", "—": "-", "×": "x", "·": "-", "～": "~"}
_ORNAMENTS = re.compile("[\u2190-\u2bff\ufe0f\U0001f300-\U0001faff]+ ?")
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Return `text` with every character escaped that could steer a terminal or turn the reading direction."""
    return "".join(_escaped(character) if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    if character in _KEPT:
        return False
    return character in _TURNING or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def _escaped(character: str) -> str:
    """Return the escape that JSON and people both know."""
    return f"\\u{ord(character):04x}"


def write(stream: IO[str] | None, text: str) -> None:
    """Write a line; where nobody listens any more, the stream is turned away for good.

    Raises CliError where a result can't be written for another reason than that nobody reads it.
    """
    if stream is None:  # the process was started without it
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    shown = fitted(printable(text), encoding)
    try:
        stream.write(f"{shown}\n")
        stream.flush()
    except (BrokenPipeError, ValueError):  # ValueError: the stream is closed
        turn_away(stream)
    except OSError as error:  # a full disk, say
        turn_away(stream)
        if stream is sys.stdout:
            from imastudio.adapters.cli.usage import CliError

            raise CliError("unwritten", reason=error) from None


def write_version() -> None:
    """Print the version. Whoever asks for that alone waits for nothing else to be loaded."""
    from imastudio import __version__

    write(sys.stdout, f"ima {__version__}")


def fitted(text: str, encoding: str) -> str:
    """Return `text` as a stream of that encoding can show it: without ornaments that it lacks, other signs spelled out."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plainer = "".join(one if _fits(one, encoding) else _PLAINER.get(one, one) for one in text)
        return _ORNAMENTS.sub("", plainer).encode(encoding, "backslashreplace").decode(encoding)
    return text


def _fits(character: str, encoding: str) -> bool:
    return character.encode(encoding, "ignore") != b""


@contextmanager
def gathered() -> Iterator[None]:
    """Print at the end, as lines of ours, what others print within the block."""
    text = StringIO()
    try:
        with redirect_stdout(text):
            yield
    finally:
        if text.getvalue():
            write(sys.stdout, text.getvalue().removesuffix("\n"))


def is_terminal(stream: IO[str] | None) -> bool:
    """Tell whether a person sits at the other end; nobody does where the process was started without the stream."""
    return stream is not None and not stream.closed and stream.isatty()


def turn_away(stream: IO[str]) -> None:
    """Point a broken stream at nothing, so that the interpreter's last flush finds it open."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return  # not a file at all: there is no last flush to care for
