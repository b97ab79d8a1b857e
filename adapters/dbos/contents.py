"""What a worker needs to send an order, as the bytes that wait in the database until its sending has ended (decision 53)."""

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from imastudio.adapters.system.json_values import json_converter
from imastudio.domain.orders import Content

if TYPE_CHECKING:
    from cattrs import Converter

_CONTENT, _PURSES = "content", "purses"


def encode_content(content: Content, purses: Mapping[str, int | None]) -> bytes:
    """Return what is sent, and the purses that it draws on with their limits."""
    return json.dumps({_CONTENT: _converter().unstructure(content), _PURSES: dict(purses)}).encode()


def decode_content(body: bytes) -> tuple[Content, Mapping[str, int | None]]:
    """Return what `encode_content` was given. Raises ValueError where a version wrote it that this one can't read."""
    try:
        told = json.loads(body)
        return _converter().structure(told[_CONTENT], Content), told[_PURSES]
    except Exception as error:
        raise ValueError("content") from error


@cache
def _converter() -> "Converter":
    return json_converter()
