"""The types of parameter values, and of JSON."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

Scalar: TypeAlias = str | int | float | bool
Json: TypeAlias = Scalar | Sequence["Json"] | Mapping[str, "Json"] | None


def plain(value: object) -> Json:
    """Return `value` with the dicts and lists that JSON is made of in the place of other mappings and sequences."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return cast("Json", value)
