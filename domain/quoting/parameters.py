"""Defaults and what a person said, made into the parameters that are sent.

Rules: every value that is sent is one that the leaf offers, in its own type and spelling; anything else is refused with
what would do, never replaced (8K for an image is the one exception, with a notice). A default of None is not sent, ""
and False are. The order of what was said changes nothing. Source: facts section 2; decisions 2 to 6 and 8.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import (
    Json,
    Kind,
    Scalar,
    frozen_map,
    is_readable,
    largest,
    meant,
    nearest,
    refuse,
    same,
    shown,
    squeezed,
)
from imastudio.domain.orders import Medium, Notice
from imastudio.domain.quoting.catalog import Field, FieldShape, Leaf, Option
from imastudio.domain.quoting.extras import SPEAKER, VOCAL_GENDER, check_speaker, extra_names, extra_texts, vocal_gender
from imastudio.domain.quoting.field_values import read_all
from imastudio.domain.quoting.forbidden import check_combination
from imastudio.domain.quoting.result_count import COUNT, count_of
from imastudio.domain.quoting.virtual import mapped, names_of, targets_of

# What a person may not set: the order itself does.
RESERVED = frozenset({"prompt", "cast", "input_images", COUNT})
SIZE = "size"
DURATION = "duration"
LONGEST = "longest"  # said for a duration: the longest that is offered
_MODEL = "model"
_PIXVERSE = "pixverse"
# Words for one thing: said under a name that the leaf lacks, it goes to the first name of the group that the leaf has.
_GROUPS = (
    ("resolution", "quality", SIZE),
    ("generate_audio", "sound", "audio", "with_audio"),
    (SPEAKER, "voice_id", "voice_type", "voice"),
)

Said: TypeAlias = dict[str, list[Json]]


@attrs.frozen(kw_only=True)
class Effective:
    """The parameters that are sent: values of closed sets, free texts and structures, the number of results; and notices."""

    closed: Mapping[str, Scalar] = attrs.field(converter=frozen_map, hash=False)
    texts: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    n: int = 1
    notices: tuple[Notice, ...] = ()


def effective(leaf: Leaf, given: Mapping[str, Json], n: Json = None) -> Effective:
    """Return the effective parameters of `leaf` for the values a person gave. Raises WishRefused."""
    said = _routed(leaf, given)
    counts = said.pop(COUNT, [])
    said, notices = _adapted(leaf, said)
    closed: dict[str, Scalar] = {}
    texts: dict[str, Json] = {}
    seen: dict[str, Scalar] = {}
    for field in form(leaf):
        if field.virtual is not None:
            result = mapped(field, field.virtual, said)
            seen |= result.ui
            if result.target is not None:
                closed[field.virtual.target] = result.target
        elif (value := _value(field, said)) is not None:
            (texts if field.shape is FieldShape.TEXT else closed)[field.name] = value
    if SPEAKER in texts and isinstance(speaker := texts[SPEAKER], str):
        check_speaker(leaf, speaker)
    check_combination(leaf, {**closed, **seen}, said.keys())
    return Effective(
        closed=closed,
        texts={**texts, **extra_texts(leaf, said)},
        n=count_of(leaf, counts if n is None else [*counts, n]),
        notices=notices,
    )


def form(leaf: Leaf) -> tuple[Field, ...]:
    """Return the fields that a person may set.

    A Pixverse leaf without a `model` field gets one that is read off its name (facts section 3).
    """
    fields = tuple(field for field in leaf.fields if RESERVED.isdisjoint(_names(field)))
    if leaf.model_id != _PIXVERSE or leaf.field(_MODEL) is not None or not leaf.version:
        return fields
    version = "v" + ".".join(map(str, leaf.version))
    return (*fields, Field(name=_MODEL, kind="tags", default=version, options=(Option(value=version),)))


def accepted_names(leaf: Leaf) -> tuple[str, ...]:
    """Return the names of all parameters that a person may give for `leaf`."""
    names: list[str] = []
    for field in form(leaf):
        names += _names(field)
    return tuple(dict.fromkeys([*names, *extra_names(leaf), COUNT]))


def destination(leaf: Leaf, name: str) -> str:
    """Return the parameter of `leaf` that `name` means. Raises WishRefused (UNKNOWN_PARAMETER) with its names."""
    names = accepted_names(leaf)
    key = squeezed(name)
    own = next((known for known in names if squeezed(known) == key), None)
    if own is not None:
        return own
    for group in _GROUPS:
        if key in {squeezed(word) for word in group}:
            there = next((word for word in group if word in names), None)
            if there is not None:
                return there
    raise refuse(Kind.UNKNOWN_PARAMETER, str(shown(name)), None, nearest(name, names))


def _names(field: Field) -> tuple[str, ...]:
    return (field.name,) if field.virtual is None else names_of(field.virtual)


def _routed(leaf: Leaf, given: Mapping[str, Json]) -> Said:
    said: Said = {}
    for name, value in given.items():
        said.setdefault(destination(leaf, name), []).append(value)
    return said


def _adapted(leaf: Leaf, said: Said) -> tuple[Said, tuple[Notice, ...]]:
    """Return what was said in the leaf's words, where people have other ones, and what they should know of it."""
    adapted = dict(said)
    notices: tuple[Notice, ...] = ()
    if SIZE in said and leaf.task_type.medium is Medium.IMAGE:
        adapted[SIZE], notices = _sizes(leaf, said[SIZE])
    if DURATION in said and leaf.task_type.medium is Medium.VIDEO:
        adapted[DURATION], more = _durations(leaf, said[DURATION])
        notices += more
    if VOCAL_GENDER in said:
        adapted[VOCAL_GENDER], more = vocal_gender(leaf, said[VOCAL_GENDER])
        notices += more
    return {name: values for name, values in adapted.items() if values}, notices


def _sizes(leaf: Leaf, values: Sequence[Json]) -> tuple[list[Json], tuple[Notice, ...]]:
    """Put the leaf's largest size in the place of 8K, which no model makes (decision 8)."""
    field = leaf.field(SIZE)
    offered = () if field is None else field.values if field.virtual is None else targets_of(field.virtual)
    best = largest(offered)
    if best is None or meant("8k", offered) is not None:
        return list(values), ()
    sizes = [best if is_readable(value) and same(value, "8k") else value for value in values]
    notice = Notice("8k_downgraded", {"parameter": SIZE, "value": "8K", "used": best})
    return sizes, (notice,) if sizes != list(values) else ()


def _durations(leaf: Leaf, values: Sequence[Json]) -> tuple[list[Json], tuple[Notice, ...]]:
    """Put the longest offered length in the place of "longest" (decision 22)."""
    field = leaf.field(DURATION)
    best = None if field is None else largest(field.values)
    if best is None or not any(value == LONGEST for value in values):
        return list(values), ()
    return [best if value == LONGEST else value for value in values], (
        Notice("longest_duration", {"parameter": DURATION, "used": best}),
    )


def _value(field: Field, said: Said) -> Scalar | None:
    values = [value for value in said.get(field.name, ()) if value is not None or field.default is not None]
    return read_all(field, values) if values else field.default
