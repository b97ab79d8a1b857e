"""Readers for JSON that strangers send: each gives a value of the wanted kind or refuses with 400.

Rules this file obeys:
* As strict as a typed decoder: `"5"` is no int, `true` is no int, `null` is the same as absent.
* A refusal names the place, never the value: it may be a prompt.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from imastudio.fakeserver.vendor.refusals import BAD_REQUEST, refused

Object = dict[str, Any]


def decode(body: bytes) -> object:
    """Decode a JSON body (RFC 8259: no NaN, no Infinity)."""
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        raise refused(BAD_REQUEST, "the body is no JSON") from problem


def obj(value: object, where: str) -> Object:
    """Read an object."""
    if not isinstance(value, dict):
        raise refused(BAD_REQUEST, f"{where} must be an object")
    return value


def text(source: Mapping[str, Any], key: str, where: str = "") -> str:
    """Read a text that must be there and say something."""
    value = source.get(key)
    if not isinstance(value, str) or not value.strip():
        raise refused(BAD_REQUEST, f"{where}{key} is required")
    return value


def number(source: Mapping[str, Any], key: str) -> int | None:
    """Read an int; anything else counts as not sent."""
    value = source.get(key)
    return value if type(value) is int else None


def texts(source: Mapping[str, Any], key: str, where: str = "") -> tuple[str, ...]:
    """Read a list of texts; absent is empty."""
    value = source.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise refused(BAD_REQUEST, f"{where}{key} must be a list of texts")
    return tuple(value)


def objects(source: Mapping[str, Any], key: str) -> tuple[Object, ...]:
    """Read a list of objects; absent is empty."""
    value = source.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise refused(BAD_REQUEST, f"{key} must be a list")
    return tuple(obj(each, f"{key}[{index}]") for index, each in enumerate(value))


def strangers(source: Mapping[str, Any], known: Iterable[str], where: str = "") -> tuple[str, ...]:
    """Name the keys that nobody knows."""
    familiar = set(known)
    return tuple(f"{where}{key}" for key in source if key not in familiar)


def spell(value: object) -> str:
    """Write a value as the price rules compare it: 5 and "5" are the same, so are true and "true"."""
    if isinstance(value, list | dict):
        return ""  # no rule and no option is one
    return str(value).lower() if isinstance(value, bool) else str(value)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
