"""What a Python caller hands over, looked at when it is handed over: a wrong value is named with its field and what would do.

Rules: a wrong type is a TypeError, a wrong word a ValueError; what is secret (`repr=False`) is never shown in either.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import wraps
from inspect import signature
from types import UnionType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, runtime_checkable

from imastudio.domain.kernel.frozen import FrozenMap
from imastudio.domain.kernel.spelling import has_blank_ends, settled_text

if TYPE_CHECKING:
    import attrs

Checked = TypeVar("Checked", bound=StrEnum)
Made = TypeVar("Made")
Validator: TypeAlias = Callable[[Any, "attrs.Attribute[Any]", Any], None]
_MAX_SHOWN_CHARS = 80
_FOREVER_S = 1e9
"""Seconds: some thirty years."""


@runtime_checkable
class PathLike(Protocol):
    """A path of the file system, such as `pathlib.Path`."""

    def __fspath__(self) -> str:
        """Return its text."""
        ...


@runtime_checkable
class Readable(Protocol):
    """A file that is open for reading bytes."""

    def read(self) -> bytes:
        """Return what it holds."""
        ...


def instance(kind: type | UnionType, wanted: str) -> Validator:
    """Return the validator of a field that holds one `kind`, which is called `wanted`."""

    def check(owner: object, field: "attrs.Attribute[Any]", value: Any) -> None:
        if not isinstance(value, kind):
            raise _wrong(owner, field, value, wanted)

    return check


def points(owner: object, field: "attrs.Attribute[Any]", value: Any) -> None:
    """Check a number of points, 0 or more, or None: a limit that can't be read is never taken for none."""
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise _wrong(owner, field, value, "a whole number, such as 5, or None")
    if value is not None and value < 0:
        raise ValueError(f"{_name(owner, field)} must be 0 or more, or None, not {_shown(value)}.")


def each(kind: type, wanted: str) -> Validator:
    """Return the validator of a row of one `kind`."""

    def check(owner: object, field: "attrs.Attribute[Any]", value: Any) -> None:
        for number, one in enumerate(value):
            if not isinstance(one, kind):
                raise TypeError(f"{_name(owner, field)}[{number}] must be {wanted}, not {_shown(one)}.")

    return check


def word_of(kind: type[Checked], value: str, name: str) -> Checked:
    """Return a member of a closed set of words, for the field called `name`."""
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"{name} must be one of {', '.join(kind)}, not {_shown(value)}.") from None


def named(owner: object, field: "attrs.Attribute[Any]", value: Any) -> None:
    """Check that the keys of a mapping are names."""
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"The keys of {_name(owner, field)} must be text (str), not {_shown(key)}.")


def telling(owner: object, field: "attrs.Attribute[Any]", value: Any) -> None:
    """Check that a text, where there is one, has something in it, and nothing unseen around it."""
    if isinstance(value, str) and not value.strip():
        raise ValueError(f"{_name(owner, field)} is empty, so it would not keep the order from being repeated.")
    if isinstance(value, str) and has_blank_ends(
        value
    ):  # "a\r" of a file with such line ends would be another order than "a"
        raise ValueError(
            f"{_name(owner, field)} begins or ends with a blank or something unseen: write {settled_text(value)!r}."
        )


def check_argument(name: str, value: Any, kind: type | UnionType, wanted: str) -> None:
    """Check an argument of a call: one `kind`, which is called `wanted`. A text is never shown: it may be a prompt."""
    if not isinstance(value, kind) or isinstance(value, bool):
        shown = _shown(value) if value is None or isinstance(value, int) else f"a value of type {type(value).__name__}"
        raise TypeError(f"{name} must be {wanted}, not {shown}.")


def explained(wanted: Callable[[str], str]) -> Callable[[type[Made]], type[Made]]:
    """Return what makes a class say, for a name that it does not take, what would do: `wanted` says that."""

    def explain(kind: type[Made]) -> type[Made]:
        made = kind.__init__
        known = frozenset(signature(made).parameters)

        @wraps(made)
        def __init__(self: Made, *args: Any, **given: Any) -> None:  # noqa: N807 - it takes its place
            for name in given:
                if name not in known:
                    raise TypeError(f"{kind.__name__} takes no {name!r}. {wanted(name)}")
            made(self, *args, **given)

        setattr(kind, "__init__", __init__)  # noqa: B010 - mypy knows the class by its fields; the same arguments do
        return kind

    return explain


def check_timeout(value: Any) -> None:
    """Check a time to wait: seconds, 0 or more, or None."""
    if value is None:
        return
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"timeout must be a number of seconds, such as 60, or None, not {_shown(value)}.")
    if not 0 <= value <= _FOREVER_S:
        raise ValueError(f"timeout must be 0 to {_FOREVER_S:.0f} seconds, not {_shown(value)}.")


def row(value: Iterable[Any]) -> tuple[Any, ...]:
    """Return a row as a tuple; a text, or what is no row, as the only part of one: for the validator to refuse."""
    return (value,) if isinstance(value, str) or not hasattr(value, "__iter__") else tuple(value)


def path_text(value: "str | PathLike") -> str:
    """Return the text of a path; what is neither text nor path is returned as it is, for the validator to refuse."""
    return value.__fspath__() if isinstance(value, PathLike) else value


def mapping(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a read-only copy of a mapping, and anything else as it is: for the validator to refuse."""
    return FrozenMap(value) if hasattr(value, "keys") else value


def _wrong(owner: object, field: "attrs.Attribute[Any]", value: Any, wanted: str) -> TypeError:
    shown = _shown(value) if field.repr or value is None else f"a value of type {type(value).__name__}"
    return TypeError(f"{_name(owner, field)} must be {wanted}, not {shown}.")


def _name(owner: object, field: "attrs.Attribute[Any]") -> str:
    return f"{type(owner).__name__}.{field.name}"


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= _MAX_SHOWN_CHARS else f"{shown[:_MAX_SHOWN_CHARS]}…"
