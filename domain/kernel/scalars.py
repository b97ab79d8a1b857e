"""The types of parameter values."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool
Json: TypeAlias = Scalar | Sequence["Json"] | Mapping[str, "Json"] | None
