"""JSON from an untrusted server: any bytes become values or `MalformedReply`.

Stricter than the standard library where leniency would hide a difference: a name twice in an object, NaN and Infinity,
numbers that overflow, lone surrogates, and nesting too deep to walk safely are refused. A byte order mark is forgiven.
"""

import json
import math
import re
from typing import Any

from imastudio.adapters.ima.errors import MalformedReply
from imastudio.domain.kernel import Json, distinct, no_constant

MAX_DEPTH = 100
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def decode_json(body: bytes) -> Json:
    """Return the value that `body` spells. The caller bounds its length."""
    try:
        text = body.decode("utf-8-sig")
        value: Json = _DECODER.decode(text)
        if _SURROGATE_ESCAPE.search(text):
            _refuse_lone_surrogates(value)
        if text.count("[") + text.count("{") > MAX_DEPTH:
            _refuse_depth(value)
    except (ValueError, RecursionError):
        pass  # answered below, outside of the handler: the error's context would quote the body
    else:
        return value
    raise MalformedReply


def _finite(spelled: str) -> float:
    number = float(spelled)
    if not math.isfinite(number):
        raise ValueError("a number overflows")
    return number


def _refuse_lone_surrogates(value: Json) -> None:
    json.dumps(value, ensure_ascii=False).encode()  # UnicodeEncodeError is a ValueError


def _refuse_depth(value: Json) -> None:
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise ValueError("nested too deeply")


_DECODER = json.JSONDecoder(object_pairs_hook=distinct, parse_float=_finite, parse_constant=no_constant)
