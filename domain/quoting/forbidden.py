"""Combinations that the vendor's page forbids (`options[].disabled`, decision 3): refused even where a price exists."""

from collections.abc import Collection, Iterator, Mapping

from imastudio.domain.kernel import Kind, Scalar, WishRefused, nearest, refuse, same
from imastudio.domain.quoting.catalog import Field, Leaf


def check_combination(leaf: Leaf, values: Mapping[str, Scalar], given: Collection[str]) -> None:
    """Refuse two of `values` (ui values too) of which one forbids the other; a name in `given` is named first."""
    for field in all_fields(leaf):
        other = _forbidden_beside(field, values)
        if other is not None:
            raise _refusal(leaf, values, *sorted((field.name, other), key=lambda name: name not in given))


def all_fields(leaf: Leaf) -> Iterator[Field]:
    """Return the fields of `leaf`, those that a virtual one is made of too."""
    for field in leaf.fields:
        yield field
        if field.virtual is not None:
            yield from field.virtual.ui_fields


def _forbidden_beside(field: Field, values: Mapping[str, Scalar]) -> str | None:
    """Return the name of a value that the chosen option of `field` forbids."""
    for option in field.options:
        if field.name in values and same(option.value, values[field.name]):
            for other, banned in option.forbids.items():
                if other in values and any(same(values[other], value) for value in banned):
                    return other
    return None


def _refusal(leaf: Leaf, values: Mapping[str, Scalar], name: str, other: str) -> WishRefused:
    return refuse(
        Kind.COMBINATION_FORBIDDEN,
        name,
        values[name],
        _allowed(leaf, values, name),
        with_parameter=other,
        with_value=values[other],
        with_choices=_allowed(leaf, values, other),
    )


def _allowed(leaf: Leaf, values: Mapping[str, Scalar], name: str) -> tuple[Scalar, ...]:
    """Return the values of `name` that fit all the other ones, nearest first."""
    fields = list(all_fields(leaf))
    offered = dict.fromkeys(value for field in fields if field.name == name for value in field.values)
    fitting = [
        value for value in offered if all(_forbidden_beside(field, {**values, name: value}) is None for field in fields)
    ]
    return nearest(values[name], fitting)
