"""The types of parameter values."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, Union

Scalar: TypeAlias = str | int | float | bool
Json: TypeAlias = Union[Scalar, Sequence["Json"], Mapping[str, "Json"], None]
