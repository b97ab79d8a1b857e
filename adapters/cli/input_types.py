"""Kinds of values that make an order: names, places, words, media, parameters.

Rules: as for `values`; `-` stands for standard input, which is read once (decision 41).
"""

import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from imastudio.adapters.cli.usage import Misused, Unfit
from imastudio.adapters.cli.values import WordOf, at_home
from imastudio.domain.kernel import Json, WishRefused, distinct, has_blank_ends, is_sendable, no_constant, settled_text
from imastudio.domain.lifecycle import FIELDS, check_place, place_of
from imastudio.domain.orders import TaskType, encode_data

STDIN = "-"
MAX_DOCUMENT_BYTES = 1024 * 1024
_MAX_MEDIA_BYTES = 100 * 1024 * 1024
_STDIN_READ = "imastudio.stdin_read"


class RequestId(click.ParamType[str]):
    """A name for one order. An empty one, such as that of an unset variable, would let the order be repeated."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take any name that has something in it, and nothing unseen around it."""
        text = str(value)
        if not text.strip():
            raise Unfit("empty_id", param, ctx)
        if has_blank_ends(text):
            raise Unfit("loose_id", param, ctx, value=text, plain=settled_text(text))
        return text


class Target(click.ParamType[str]):
    """A folder that results can be put into, there or possible to make; or the name of a file for one result."""

    name = "dir|file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the absolute path, or say at once what would only show after paying."""
        from imastudio.adapters.wiring.front_ends import check_folder

        try:
            if not value:
                raise FileNotFoundError(errno.ENOENT, "it is empty")
            value = at_home(value)  # no shell does it behind an equals sign
            path = str(Path(value).absolute())
            is_folder = value.endswith("/") or os.path.isdir(value)  # noqa: PTH112 - False where nobody may look
            path = f"{path}/" if is_folder and place_of(path).name is not None else path
            check_folder(Path(place_of(path).folder))
        except (OSError, ValueError) as error:
            raise Unfit("no_folder", param, ctx, value=value, why=error) from error
        return path


class NameTemplate(click.ParamType[str]):
    """A template for the names of results, with fields in braces."""

    name = "template"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a name, without folders, whose fields are all known."""
        place = place_of(f"./{value}")
        fields = " ".join(f"{{{field}}}" for field in FIELDS)
        if not place.is_template or place.name != value:
            raise Unfit("no_template", param, ctx, value=value, fields=fields)
        try:
            check_place(f"./{value}", 1)
        except WishRefused as refusal:
            raise Unfit("no_such_field", param, ctx, field=refusal.failure.value, fields=fields) from refusal
        return str(value)


class Parameter(click.ParamType[tuple[str, Json]]):
    """One `key=value`; the value is JSON where it parses as such, else the text itself."""

    name = "key=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Json]:
        """Part key and value at the first equals sign."""
        if isinstance(value, tuple):
            return value
        key, equals, text = value.partition("=")
        if not equals or not key.strip():
            raise Unfit("not_key_value", param, ctx, value=value)
        return key.strip(), _lenient(text)


class Words(click.ParamType[str]):
    """A prompt; `-` stands for what comes through standard input (decision 41)."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take the words as they are, or read them; what this locale could not decode is UTF-8, or no text."""
        if value == STDIN:
            return _text_of(read_stdin(), param, ctx)
        words = str(value)
        if is_sendable(words):
            return words
        try:
            return _text_of(os.fsencode(words), param, ctx)
        except UnicodeEncodeError:  # half a character, which no locale leaves behind: refused as any prompt with one
            return words


class WordsFile(click.ParamType[str]):
    """A file that holds the words; `-` stands for standard input."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it, up to more than any prompt has."""
        if value == STDIN:
            return _text_of(read_stdin(), param, ctx)
        try:
            with Path(value).open("rb") as source:
                return _text_of(source.read(MAX_DOCUMENT_BYTES), param, ctx)
        except (OSError, ValueError) as error:
            raise Unfit("no_place", param, ctx, value=value, why=error) from error


class MediaSource(click.ParamType[str]):
    """A path or an address of media; `-` stands for the media on standard input (decision 41)."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's
        """Take the source as it is, or read the media."""
        return encode_data(read_stdin(_MAX_MEDIA_BYTES)) if value == STDIN else str(value)


class JsonObject(click.ParamType[dict[str, Json]]):
    """A JSON object."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Json]:
        """Read an object; a list or a number is none."""
        if isinstance(value, dict):
            return value
        try:
            parsed = _strict(value)
        except (ValueError, RecursionError):
            raise Unfit("not_json", param, ctx) from None
        if not isinstance(parsed, dict):
            raise Unfit("not_object", param, ctx)
        return parsed


class TaskTypes(WordOf):
    """One of the kinds of tasks."""

    saying = "no_task_type"

    def __init__(self) -> None:
        super().__init__([task_type.value for task_type in TaskType])


def read_stdin(most: int = MAX_DOCUMENT_BYTES) -> bytes:
    """Return all of standard input, up to `most` bytes; it can be said once alone. Raises Misused."""
    ctx = click.get_current_context(silent=True)
    said = {} if ctx is None else ctx.meta
    if said.setdefault(_STDIN_READ, False):
        raise Misused("stdin_twice", ctx)
    said[_STDIN_READ] = True
    if sys.stdin is None:
        raise Misused("no_stdin", ctx)
    return sys.stdin.buffer.read(most)


def _text_of(read: bytes, param: click.Parameter | None, ctx: click.Context | None) -> str:
    try:
        return read.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Unfit("not_text", param, ctx) from None


def _strict(text: str) -> Any:
    return json.loads(text, parse_constant=no_constant, object_pairs_hook=distinct)


def _lenient(text: str) -> Json:
    try:
        parsed: Json = _strict(text)
    except (ValueError, RecursionError):
        return text
    return parsed
