"""The wish document: one JSON object that says a wish, wherever one is said.

A line of a batch, `ima create --wish`, a step of a work, a tool call over MCP and `Wish.from_document` all read it here.

Rules: the keys are those of the command line, and the other names that they have there; `null` says nothing. A document is
read whole or refused with the key that is wrong and what would do, nearest first. Nothing is guessed: a number that is
written as a text is a number only where the command line takes it so (`n`). What is written is read as it was.
"""

import json
from collections.abc import Callable, Container, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import attrs

from imastudio.domain.kernel import (
    Json,
    Kind,
    distinct,
    has_blank_ends,
    nearest,
    no_constant,
    refuse,
    settled_text,
    shown,
)
from imastudio.domain.orders.tasks import InputKind, Scope, TaskType, Tier

__all__ = [
    "KEYS",
    "NAMES",
    "Key",
    "KeyShape",
    "canonical",
    "combined",
    "own_request_id",
    "own_text",
    "parse_document",
    "read_fields",
    "write_fields",
]

ValuesByName: TypeAlias = Mapping[str, Json]
Source: TypeAlias = tuple[str, InputKind]
Closed = TypeVar("Closed", bound=StrEnum)

DOCUMENT = "wish"


class KeyShape(StrEnum):
    """The shapes of a key's value."""

    TEXT = "text"
    WORD = "word"
    VALUE = "value"
    PARAMS = "params"
    COUNT = "count"
    POINTS = "points"
    SWITCH = "switch"
    SOURCES = "sources"
    INPUTS = "inputs"


@attrs.frozen(kw_only=True)
class Key:
    """One key: its other names, what it holds, and the words it takes where they are a closed set."""

    name: str
    shape: KeyShape
    aliases: tuple[str, ...] = ()
    words: type[StrEnum] | None = None


_PARAMS = "params"
_INPUTS = "inputs"
_SOURCES: Mapping[str, InputKind] = MappingProxyType(
    {"images": InputKind.IMAGE, "videos": InputKind.VIDEO, "audios": InputKind.AUDIO}
)
_SHORTHANDS = ("size", "aspect_ratio", "resolution", "duration", "quality")

KEYS: tuple[Key, ...] = (
    Key(name="prompt", shape=KeyShape.TEXT),
    Key(name="task_type", shape=KeyShape.WORD, words=TaskType),
    Key(name="model", shape=KeyShape.TEXT, aliases=("model_id",)),
    Key(name="version_id", shape=KeyShape.TEXT),
    Key(name="tier", shape=KeyShape.WORD, words=Tier),
    Key(name="scope", shape=KeyShape.WORD, words=Scope),
    Key(name="images", shape=KeyShape.SOURCES, aliases=("image", "input_images")),
    Key(name="videos", shape=KeyShape.SOURCES, aliases=("video",)),
    Key(name="audios", shape=KeyShape.SOURCES, aliases=("audio",)),
    Key(name=_INPUTS, shape=KeyShape.INPUTS),
    Key(name="size", shape=KeyShape.VALUE),
    Key(name="aspect_ratio", shape=KeyShape.VALUE),
    Key(name="resolution", shape=KeyShape.VALUE),
    Key(name="duration", shape=KeyShape.VALUE),
    Key(name="quality", shape=KeyShape.VALUE),
    Key(name=_PARAMS, shape=KeyShape.PARAMS, aliases=("param", "extra_params")),
    Key(name="n", shape=KeyShape.COUNT),
    Key(name="max_points", shape=KeyShape.POINTS),
    Key(name="request_id", shape=KeyShape.TEXT),
    Key(name="strict", shape=KeyShape.SWITCH),
    Key(name="deliver_to", shape=KeyShape.TEXT),
)
# Every name of a key, with the one that it is known by here.
NAMES: Mapping[str, str] = MappingProxyType(
    {alias: key.name for key in KEYS for alias in (key.name, *key.aliases)},
)


def field_meant(name: str, fields: Sequence[str]) -> str:
    """Return what a Python caller writes who wrote a field of a wish as `name`."""
    key = next((key for key in KEYS if key.name == NAMES.get(name)), None)
    if key is not None and key.name in fields:
        return f"It is called {key.name!r} here."
    if key is not None and key.shape is KeyShape.SOURCES:
        return "Media are handed in as inputs, such as Wish(inputs=['cat.png']) or [Input('cat.mp4', 'video')]."
    if key is not None:
        return f"It is a parameter of the model: Wish(params={{{name!r}: ...}})."
    near = nearest(name, fields)[0]
    return f"Did you mean {near!r}? A parameter of the model goes into params: Wish(params={{{name!r}: ...}})."


# reading


def parse_document(text: bytes | str, what: str = DOCUMENT) -> dict[str, Json]:
    """Return the JSON object that `text` is. Raises WishRefused, which calls it `what`."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise refuse(Kind.VALUE_NOT_OFFERED, what, expected="utf8") from None
    try:
        parsed = json.loads(decoded, object_pairs_hook=distinct, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise refuse(Kind.VALUE_NOT_OFFERED, what, expected="json") from None
    if not isinstance(parsed, dict):
        raise refuse(Kind.VALUE_NOT_OFFERED, what, expected="json")
    return parsed


def canonical(document: Mapping[str, Json], what: str = DOCUMENT) -> dict[str, Json]:
    """Return what a document says, by canonical key. Raises WishRefused, which calls it `what` where it is no object."""
    if not isinstance(document, Mapping):
        raise refuse(Kind.VALUE_NOT_OFFERED, what, expected="json")
    said: dict[str, Json] = {}
    for key, value in document.items():
        name = NAMES.get(key)
        if name is None:
            raise refuse(Kind.UNKNOWN_PARAMETER, str(shown(str(key))), None, nearest(str(key), NAMES))
        if value is not None:
            said[name] = _agreed(name, said.get(name), value)
    return said


def combined(one: ValuesByName, other: ValuesByName) -> dict[str, Json]:
    """Return what two documents say together, by canonical key. Raises WishRefused where they contradict each other."""
    both = dict(one)
    for name, value in other.items():
        both[name] = _agreed(name, both.get(name), value)
    return both


def read_fields(said: ValuesByName, without: Container[str] = ()) -> dict[str, Any]:
    """Return the fields of the wish that `said` means, by canonical key; inputs as pairs of source and kind.

    Fields in `without` are not looked at. Raises WishRefused for a value of the wrong kind.
    """
    return {name: read(said) for name, read in _READERS.items() if name not in without}


def own_text(said: ValuesByName, name: str) -> str | None:
    """Return a name or a place that has something in it: an empty one, such as an unset variable's, is a mistake.

    Raises WishRefused.
    """
    value = _text(said, name)
    if value is not None and not value.strip():
        raise refuse(Kind.VALUE_NOT_OFFERED, name, expected="text")
    return value


def own_request_id(said: ValuesByName) -> str | None:
    """Return the request id, which holds nothing unseen around it: with that, it would be another order's. Raises WishRefused."""
    value = own_text(said, "request_id")
    if value is not None and has_blank_ends(value):
        raise refuse(Kind.VALUE_NOT_OFFERED, "request_id", value, (settled_text(value),))
    return value


# writing


def write_fields(fields: Mapping[str, Any]) -> dict[str, Json]:
    """Return the document that says a wish with these fields; what it leaves open is left out."""
    task_type, tier, scope = fields["task_type"], fields["tier"], fields["scope"]
    document: dict[str, Json] = {
        "prompt": fields["prompt"] or None,
        "task_type": task_type and task_type.value,
        "model": fields["model"],
        "version_id": fields["version_id"],
        "tier": tier and tier.value,
        "scope": None if scope is Scope.ALL_IN_ONE else scope.value,
        **_sources_of(fields[_INPUTS]),
        _PARAMS: dict(fields[_PARAMS]) or None,
        "n": fields["n"],
        "max_points": fields["max_points"],
        "request_id": fields["request_id"],
        "strict": fields["strict"] or None,
        "deliver_to": fields["deliver_to"],
    }
    return {name: value for name, value in document.items() if value is not None}


def _sources_of(inputs: Sequence[Source]) -> dict[str, Json]:
    """Return inputs by kind, or as one list where their order would be lost by that."""
    by_kind: dict[str, Json] = {}
    for name, wanted in _SOURCES.items():
        by_kind |= {name: sources} if (sources := [source for source, kind in inputs if kind is wanted]) else {}
    if list(_listed(by_kind)) == list(inputs):
        return by_kind
    return {_INPUTS: [{"kind": kind.value, "source": source} for source, kind in inputs]}


# reading values


def _agreed(name: str, before: Json, value: Json) -> Json:
    """Return what two names of one key say together."""
    if before is None or before == value:
        return value
    if isinstance(before, Mapping) and isinstance(value, Mapping) and not before.keys() & value.keys():
        return {**before, **value}
    raise refuse(Kind.COMBINATION_FORBIDDEN, name, contradicting=True)


def _text(said: ValuesByName, name: str) -> str | None:
    value = said.get(name)
    if value is None or isinstance(value, str):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, name, expected="text")


def _word(said: ValuesByName, name: str, kind: type[Closed]) -> Closed | None:
    """Return a member of a closed set of words."""
    value = _text(said, name)
    if value is None:
        return None
    known = [one.value for one in kind]
    if value not in known:
        raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), nearest(value, known))
    return kind(value)


def _count(said: ValuesByName) -> int | str | None:
    value = said.get("n")
    if isinstance(value, float) and value.is_integer():  # 2.0 is how some programs write 2
        value = int(value)
    if value is None or isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise refuse(Kind.COUNT_NOT_OFFERED, "n", shown(value))


def _points(said: ValuesByName) -> int | None:
    value = said.get("max_points")
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, "max_points", shown(value))


def _switch(said: ValuesByName, name: str) -> bool:
    value = said.get(name, False)
    if isinstance(value, bool):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), (True, False))


def _inputs(said: ValuesByName) -> tuple[Source, ...]:
    listed = said.get(_INPUTS)
    if listed is None:
        return _listed(said)
    doubled = next((name for name in _SOURCES if name in said), None)
    if doubled is not None:
        raise refuse(Kind.COMBINATION_FORBIDDEN, doubled, with_parameter=_INPUTS, contradicting=True)
    if not isinstance(listed, list | tuple):
        raise refuse(Kind.VALUE_NOT_OFFERED, _INPUTS, expected="object")
    return tuple(map(_input, listed))


def _input(given: Json) -> Source:
    """Return one of the listed inputs: `{"kind": …, "source": …}`, or a text, which is a picture's source."""
    if isinstance(given, str):
        given = {"source": given}
    if not isinstance(given, Mapping) or not {"source"} <= given.keys() <= {"source", "kind"}:
        raise refuse(Kind.VALUE_NOT_OFFERED, _INPUTS, None, ("source", "kind"), expected="object")
    source, kind = given["source"], _word(given, "kind", InputKind)
    if not isinstance(source, str) or not source:
        raise refuse(Kind.VALUE_NOT_OFFERED, _INPUTS, expected="text")
    return source, kind or InputKind.IMAGE


def _listed(said: ValuesByName) -> tuple[Source, ...]:
    return tuple((source, kind) for name, kind in _SOURCES.items() for source in _sources(said, name))


def _sources(said: ValuesByName, name: str) -> list[str]:
    value = said.get(name, [])
    listed = value if isinstance(value, list | tuple) else [value]
    sources = [source for source in listed if isinstance(source, str) and source]
    if len(sources) < len(listed):
        raise refuse(Kind.VALUE_NOT_OFFERED, name, expected="text")
    return sources


def _params(said: ValuesByName) -> dict[str, Json]:
    params = said.get(_PARAMS, {})
    if not isinstance(params, Mapping) or not all(isinstance(name, str) for name in params):
        raise refuse(Kind.VALUE_NOT_OFFERED, _PARAMS)
    merged = dict(params)
    for name in _SHORTHANDS:
        if name in said:
            merged[name] = _agreed(name, merged.get(name), said[name])
    return merged


_READERS: Mapping[str, Callable[[ValuesByName], Any]] = MappingProxyType(
    {
        "prompt": lambda said: _text(said, "prompt") or "",
        "task_type": lambda said: _word(said, "task_type", TaskType),
        "model": lambda said: _text(said, "model"),
        "version_id": lambda said: _text(said, "version_id"),
        "tier": lambda said: _word(said, "tier", Tier),
        "scope": lambda said: _word(said, "scope", Scope) or Scope.ALL_IN_ONE,
        _PARAMS: _params,
        "n": _count,
        _INPUTS: _inputs,
        "max_points": _points,
        "request_id": own_request_id,
        "strict": lambda said: _switch(said, "strict"),
        "deliver_to": lambda said: own_text(said, "deliver_to"),
    }
)
