"""A mapping that nobody changes, and that can be copied, pickled and printed as JSON."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, NoReturn, Self, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class FrozenMap(dict[Key, Value]):
    """A read-only dict: what changes a dict raises TypeError.

    `types.MappingProxyType` will not do for a value that crosses processes: it can be neither pickled nor copied deeply.
    """

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} can't be changed; make a new one, such as {{**this, 'key': value}}")

    __setitem__ = _refuse
    __delitem__ = _refuse
    __ior__ = _refuse
    clear = _refuse
    pop = _refuse
    popitem = _refuse
    setdefault = _refuse
    update = _refuse

    def copy(self) -> dict[Key, Value]:
        """Return a plain dict with the same content."""
        return dict(self)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "FrozenMap[Key, Value]":
        return FrozenMap({deepcopy(key, memo): deepcopy(value, memo) for key, value in self.items()})

    def __reduce__(self) -> tuple[type["FrozenMap[Key, Value]"], tuple[dict[Key, Value]]]:
        return FrozenMap, (dict(self),)


def frozen_map(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a read-only copy of `mapping`."""
    return FrozenMap(mapping)


def frozen_row(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return a read-only copy of `values`."""
    return tuple(values)
