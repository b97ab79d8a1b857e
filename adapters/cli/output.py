"""What is printed, and where: JSON and results on stdout, everything else for people on stderr.

Rules: no control character of the vendor, a file name or a prompt reaches a terminal; nobody listening (a closed pipe) is no
reason to stop, because the order goes on.
"""

import json
import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import IO

import attrs
import click

from imastudio.adapters.cli.options import spoken_language
from imastudio.adapters.cli.sayings import say
from imastudio.domain.failures import Failure
from imastudio.domain.orders import Language
from imastudio.domain.scalars import Json

USAGE = "usage"
_KEPT = frozenset("\n\t")
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Unwritten(click.ClickException):
    """A result that could not be written to stdout, for another reason than that nobody reads it."""

    def __init__(self, error: OSError) -> None:
        super().__init__(say("unwritten", spoken_language(os.environ), reason=error.strerror or type(error).__name__))


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
    """Write a line; where nobody listens any more, the stream is turned away for good."""
    if stream is None:  # the process was started without it
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    shown = printable(text).encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(f"{shown}\n")
        stream.flush()
    except (BrokenPipeError, ValueError):  # ValueError: the stream is closed
        turn_away(stream)
    except OSError as error:  # a full disk, say
        turn_away(stream)
        if stream is sys.stdout:
            raise Unwritten(error) from None


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


def encode_json(document: Json) -> str:
    """Return `document` as indented JSON; plain ASCII where stdout can take nothing else."""
    wide = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    return json.dumps(plain(document), ensure_ascii=not wide, indent=2)


def plain(value: Json) -> Json:
    """Return `value` made of dicts and lists."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value


@attrs.frozen(kw_only=True)
class Output:
    """Where a command speaks: `as_json` keeps stdout for one JSON document."""

    language: Language
    as_json: bool = False

    def show(self, text: str) -> None:
        """Print a result for people; nothing where a document is printed instead."""
        if not self.as_json:
            write(sys.stdout, text)

    def tell(self, text: str) -> None:
        """Print something for people beside the result."""
        write(sys.stderr, text)

    def document(self, document: Json) -> None:
        """Print the JSON document, if one is wanted."""
        if self.as_json:
            write(sys.stdout, encode_json(document))

    def fail(self, failure: Failure, document: Json) -> int:
        """Say what went wrong, print the document, and return the exit code."""
        from imastudio.domain.phrasebook import say_failure

        self.tell(say_failure(failure, self.language))
        self.document(document)
        return failure.exit_code


def fail_usage(problem: click.ClickException, *, as_json: bool) -> int:
    """Say what is wrong with the command line, as JSON too where it is wanted, and return the exit code."""
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        write(sys.stderr, problem.format_message())
        return problem.exit_code
    if isinstance(problem, click.UsageError) and problem.ctx is not None:
        write(sys.stderr, problem.ctx.get_usage())
    write(sys.stderr, f"Error: {problem.format_message()}")
    if as_json:
        from imastudio.adapters.cli.documents import refusal_document, usage_document

        write(sys.stdout, encode_json(refusal_document(usage_document(problem.format_message()))))
    return problem.exit_code
