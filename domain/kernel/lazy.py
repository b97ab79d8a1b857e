"""What is loaded when it is first asked for, so that starting costs next to nothing: names of a face, and words for a value."""

from collections.abc import Callable, Mapping
from importlib import import_module
from sys import modules
from typing import Any


def lazy_face(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and `__dir__` of a package.

    `homes` has the names that each of its modules gives to the face, with blanks between.
    """
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def load(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(modules[package], name, value)
        return value

    return load, lambda: sorted(home_of)


def in_words(of: str, *values: object) -> str:
    """Return what `of`, a function of `messages`, says of values. Called by its name, so that no value knows how it is said."""
    said: str = getattr(import_module("imastudio.domain.messages"), of)(*values)
    return said
