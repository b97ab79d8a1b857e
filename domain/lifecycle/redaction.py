"""What may stand in a log: no key, prompt, free text, user id, or query of an address; nothing that could break a line.

Rules: fields are withheld by name, keys by their looks and by what they are, addresses lose everything behind the path.
Of an exception only classes and places are kept: its message may quote anything.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from traceback import walk_tb
from typing import Any

WITHHELD = "[withheld]"
MAX_TEXT_CHARS = 500
MAX_DEPTH = 5
MAX_ERRORS = 10
NUMBER_LIMIT = 2**63  # beyond it JSON readers differ; NaN is not below it either
_SECRET_NAMES = re.compile(
    r"key|token|secret|authorization|cookie|password|appuid|sign|user|prompt|lyrics|title|tags|text|description|content",
    re.IGNORECASE,
)
_KEY = re.compile(r"ima_(?!(?:skills|prefs|ledger)(?![\w-]))[\w-]+")  # but for the names of our own files
_BEARER = re.compile(r"\bBearer\s+\S+", re.IGNORECASE)
_QUERY = re.compile(r"(\w+://)(?:[^\s/@?#]*@)?([^\s?#\"']*)(?:[?#][^\s\"']*)?")


def safe(value: object, secrets: Sequence[str] = (), depth: int = 0) -> object:
    """Return `value` as plain JSON data without secrets; what is neither data nor text gives its class name alone."""
    if isinstance(value, str):
        return safe_text(value, secrets)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):  # of every number in a log: a union takes three times as long
        return value if abs(value) < NUMBER_LIMIT else f"<{type(value).__name__}>"
    if depth == MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return safe_fields(value, secrets, depth)
    if isinstance(value, list | tuple | set | frozenset):
        return [safe(item, secrets, depth + 1) for item in value]
    if isinstance(value, BaseException):
        return describe(value)
    return f"<{type(value).__name__}>"


def safe_fields(fields: Mapping[Any, object], secrets: Sequence[str] = (), depth: int = 0) -> dict[str, object]:
    """Return `fields` by name, the values made safe, those with a secret's name withheld."""
    known = tuple(secrets)
    safe_by_name: dict[str, object] = {}
    for name, value in fields.items():
        safe_name, is_secret = _named(str(name), known)
        safe_by_name[safe_name] = WITHHELD if is_secret else safe(value, known, depth + 1)
    return safe_by_name


def safe_text(text: str, secrets: Sequence[str] = ()) -> str:
    """Return `text` without keys, bearer tokens, `secrets`, and the queries of addresses; long ones are cut."""
    for secret in secrets:
        if secret and secret in text:
            text = text.replace(secret, WITHHELD)
    if "ima_" in text:
        text = _KEY.sub(WITHHELD, text)
    if "bearer" in text.lower():
        text = _BEARER.sub(f"Bearer {WITHHELD}", text)
    if "://" in text:
        text = _QUERY.sub(r"\1\2", text)
    return text if len(text) <= MAX_TEXT_CHARS else text[:MAX_TEXT_CHARS] + "…"


@lru_cache(maxsize=256)  # a log has the same few names in every line
def _named(name: str, secrets: tuple[str, ...]) -> tuple[str, bool]:
    return safe_text(name, secrets), _SECRET_NAMES.search(name) is not None


def describe(error: BaseException) -> list[dict[str, object]]:
    """Return an exception and what led to it: class and places, no message, no source line, no local variable."""
    chain: list[dict[str, object]] = []
    cause: BaseException | None = error
    while cause is not None and len(chain) < MAX_ERRORS:
        places = [
            f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}" for frame, line in walk_tb(cause.__traceback__)
        ]
        chain.append({"type": type(cause).__qualname__, "at": places})
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return chain
