"""One value for one field: it is sent in the vendor's own type and spelling, or refused with what would do."""

import re
from collections.abc import Sequence

from imastudio.domain.kernel import (
    Json,
    Kind,
    Scalar,
    WishRefused,
    is_clean_text,
    is_readable,
    meant,
    nearest,
    number,
    refuse,
    same,
    shown,
    switched,
)
from imastudio.domain.quoting.catalog import Field, FieldShape


def read(field: Field, value: Json) -> Scalar:
    """Return `value` as `field` takes it. Raises WishRefused (VALUE_NOT_OFFERED)."""
    if field.shape is FieldShape.TEXT:
        return read_text(field.name, value, field.minimum, field.maximum)
    if not is_readable(value):
        raise not_offered(field, value)
    if field.shape is FieldShape.CHOICE:
        hit = meant(value, field.values)
    elif field.shape is FieldShape.SWITCH:
        hit = switched(value)
    else:
        hit = _within(field, value)
    if hit is None:
        raise not_offered(field, value)
    return hit


def read_all(field: Field, values: Sequence[Json]) -> Scalar:
    """Return the one value that all of `values` mean. Raises WishRefused where they differ."""
    readings = [read(field, value) for value in values]
    if field.shape is FieldShape.TEXT:
        if len(set(readings)) > 1:
            raise refuse(Kind.COMBINATION_FORBIDDEN, field.name, contradicting=True)
        return readings[0]
    return agreed(field.name, readings)


def agreed(name: str, readings: Sequence[Scalar]) -> Scalar:
    """Return what was said under several names for one thing. Raises WishRefused where that differs."""
    first = readings[0]
    for other in readings[1:]:
        if not same(first, other):
            # sorted, so that the order in which they were given changes nothing
            raise refuse(Kind.COMBINATION_FORBIDDEN, name, None, sorted([first, other], key=str), contradicting=True)
    return first


def read_text(name: str, value: Json, lowest: float | None = None, highest: float | None = None) -> str:
    """Return free text of fitting length. Raises WishRefused without the text: it may be as private as the prompt."""
    text = value if isinstance(value, str) else _as_text(value)
    if text is None or not is_clean_text(text, lines=True):
        raise refuse(Kind.VALUE_NOT_OFFERED, name, expected="text")
    length = len(text)
    if (lowest is not None and length < lowest) or (highest is not None and length > highest):
        raise refuse(Kind.VALUE_NOT_OFFERED, name, expected="text", length=length, minimum=lowest, maximum=highest)
    return text


def not_offered(field: Field, value: Json, choices: Sequence[Scalar] | None = None) -> WishRefused:
    """Return the refusal of `value`, with the values that would do, nearest first."""
    # nearest first; a named size before those in pixels: 2K, 4K, 2048x2048
    offered = list(nearest(value, _offers(field) if choices is None else choices))
    if not _in_pixels(shown(value)):
        offered.sort(key=_in_pixels)
    bounds: dict[str, Json] = {}
    if field.shape is FieldShape.NUMBER:
        bounds = {"minimum": field.minimum, "maximum": field.maximum}
    return refuse(Kind.VALUE_NOT_OFFERED, field.name, shown(value), tuple(offered), **bounds)


def _in_pixels(value: Json) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9]{3,5}[x*×][0-9]{3,5}", value) is not None


def _offers(field: Field) -> tuple[Scalar, ...]:
    if field.shape is FieldShape.SWITCH:
        return (True, False)
    if field.shape is FieldShape.NUMBER:
        return tuple(bound for bound in (field.minimum, field.maximum) if bound is not None)
    return field.values


def _within(field: Field, value: Scalar) -> int | float | None:
    said = number(value)
    if said is None:
        return None
    if isinstance(field.default, int) and not isinstance(said, int):
        return None
    too_low = field.minimum is not None and said < field.minimum
    too_high = field.maximum is not None and said > field.maximum
    return None if too_low or too_high else said


def _as_text(value: Json) -> str | None:
    """Spell a number as text: a title may be 1984."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not is_readable(value):
        return None
    return str(value)
