"""What no JSON may say, whoever sends it: a name twice in an object, and numbers that are none. Hooks for `json`."""

from typing import Any, NoReturn


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; an `object_pairs_hook`. Raises ValueError where a name stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def no_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which are not JSON; a `parse_constant`. Raises ValueError."""
    raise ValueError(name)
