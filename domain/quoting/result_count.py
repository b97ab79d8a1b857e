"""How many results one order makes: an option of the leaf's `n` field, else within the task's range (decision 6)."""

from collections.abc import Sequence

from imastudio.domain.kernel import (
    Json,
    Kind,
    Scalar,
    WishRefused,
    canonical,
    is_readable,
    nearest,
    read_whole,
    refuse,
    shown,
)
from imastudio.domain.quoting.catalog import Leaf

COUNT = "n"
MAX_RESULTS = 9999


def count_of(leaf: Leaf, said: Sequence[Json]) -> int:
    """Return n, always an int: the one number in `said`, else the leaf's default, else 1.

    Raises WishRefused (COUNT_NOT_OFFERED), also where `said` holds two different numbers.
    """
    offered = offered_counts(leaf)
    wanted = {_wanted(value, offered) for value in said}
    if len(wanted) > 1:
        raise refuse(Kind.COUNT_NOT_OFFERED, COUNT, None, sorted(wanted), contradicting=True)
    return wanted.pop() if wanted else _default(leaf, offered)


def offered_counts(leaf: Leaf) -> tuple[int, ...]:
    """Return how many results one order of `leaf` may ask for."""
    field = leaf.field(COUNT)
    if field is not None and field.options:
        return tuple(number for value in field.values if (number := _number(value)) is not None)
    outputs = leaf.task_type.outputs
    return tuple(range(outputs.lowest, (outputs.highest or outputs.lowest) + 1))


def _default(leaf: Leaf, offered: tuple[int, ...]) -> int:
    field = leaf.field(COUNT)
    own = None if field is None or field.default is None else _number(field.default)
    return own if own in offered and own is not None else min(offered, default=1)


def _wanted(value: Json, offered: tuple[int, ...]) -> int:
    number = _number(value) if is_readable(value) else None
    if number is None or number not in offered:
        raise _refusal(value, offered)
    return number


def _refusal(value: Json, offered: tuple[int, ...]) -> WishRefused:
    return refuse(Kind.COUNT_NOT_OFFERED, COUNT, shown(value), nearest(value, offered))


def _number(value: Scalar) -> int | None:
    return read_whole(value if isinstance(value, str) else canonical(value), MAX_RESULTS)
