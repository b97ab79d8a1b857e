"""Which input media a leaf takes, and how many (decision 7; for Seedance 2.0 facts section 3).

What is not known of an input (everything, for an address) is left for the vendor to judge.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import attrs

from imastudio.domain.kernel import Kind, nearest, refuse
from imastudio.domain.orders import InputFacts, InputKind, Range
from imastudio.domain.quoting.catalog import AcceptedInputs, Leaf
from imastudio.domain.quoting.seedance import SEEDANCE_MODELS as SEEDANCE

_INPUTS = "inputs"
_MIB = 1024 * 1024
_ANY_IMAGE = AcceptedInputs(formats={InputKind.IMAGE: frozenset()})


@attrs.frozen(kw_only=True)
class _Limits:
    """What Seedance 2.0 takes of one kind: how many, bytes each, seconds each and together, formats."""

    most: int
    size: int
    seconds: tuple[float, float] | None = None
    together: float | None = None
    formats: frozenset[str] = frozenset()


_SEEDANCE_LIMITS: Mapping[InputKind, _Limits] = MappingProxyType(
    {
        InputKind.IMAGE: _Limits(most=9, size=30 * _MIB - 1),
        InputKind.VIDEO: _Limits(
            most=3, size=50 * _MIB, seconds=(2, 15), together=15, formats=frozenset({"mp4", "mov"})
        ),
        InputKind.AUDIO: _Limits(most=3, size=15 * _MIB, together=15, formats=frozenset({"mp3", "wav"})),
    }
)
_SIDE_PX = (300, 6000)
_RATIO = (0.4, 2.5)


def check_inputs(leaf: Leaf, inputs: Sequence[InputFacts], *, complete: bool = True) -> None:
    """Refuse inputs that `leaf` does not take; with `complete` False, too few are not minded.

    Raises WishRefused: INPUT_NOT_ALLOWED, INPUT_COUNT, INPUT_FORMAT or INPUT_TOO_LARGE.
    """
    if not leaf.task_type.takes_inputs:
        if inputs:
            raise refuse(Kind.INPUT_NOT_ALLOWED, _INPUTS, len(inputs), task_type=leaf.task_type.value)
        return
    _check_count(len(inputs), leaf, complete=complete)
    for given in inputs:
        _check_format(given, taken_formats(leaf))
    if leaf.model_id in SEEDANCE:
        _check_seedance(inputs)


def taken_count(leaf: Leaf) -> Range:
    """Return how many inputs `leaf` takes: at least one, where its task takes any."""
    usual, own = leaf.task_type.inputs, leaf.accepted_inputs or _ANY_IMAGE
    lowest = usual.lowest if own.lowest is None else max(1, own.lowest)
    return Range(lowest, usual.highest if own.highest is None else own.highest)


def taken_formats(leaf: Leaf) -> Mapping[InputKind, frozenset[str]]:
    """Return the formats that `leaf` takes by kind; an empty set is any format."""
    own = leaf.accepted_inputs
    listed = own.formats if own is not None and own.formats else _ANY_IMAGE.formats
    if leaf.model_id not in SEEDANCE:
        return listed
    return {kind: _narrowed(formats, _SEEDANCE_LIMITS[kind].formats) for kind, formats in listed.items()}


def plain_format(name: str) -> str:
    """Return the one name of a format that has several: jpeg is jpg."""
    lowered = name.strip().casefold()
    return "jpg" if lowered == "jpeg" else lowered


def _narrowed(listed: frozenset[str], taken: frozenset[str]) -> frozenset[str]:
    """Return the formats that are both listed and taken; an empty set is any format."""
    return (listed & taken) or taken or listed


def _check_count(count: int, leaf: Leaf, *, complete: bool) -> None:
    taken = taken_count(leaf)
    if count in taken or (not complete and count < taken.lowest):
        return
    choices = nearest(count, range(taken.lowest, (taken.highest or taken.lowest) + 1))
    exact = {"exactly": taken.lowest} if taken.lowest == taken.highest else {}
    task_type = leaf.task_type.value
    limits = {"minimum": taken.lowest, "maximum": taken.highest, **exact}
    raise refuse(Kind.INPUT_COUNT, _INPUTS, count, choices, task_type=task_type, **limits)


def _check_format(given: InputFacts, taken: Mapping[InputKind, frozenset[str]]) -> None:
    if given.kind not in taken:
        raise refuse(Kind.INPUT_FORMAT, _INPUTS, given.kind.value, sorted(kind.value for kind in taken), wrong="kind")
    formats = taken[given.kind]
    if given.format is not None and formats and plain_format(given.format) not in formats:
        raise refuse(
            Kind.INPUT_FORMAT, _INPUTS, given.format, sorted(formats), wrong="format", kind_of_input=given.kind.value
        )


def _check_seedance(inputs: Sequence[InputFacts]) -> None:
    counts = Counter(given.kind for given in inputs)
    for kind, limits in _SEEDANCE_LIMITS.items():
        if counts[kind] > limits.most:
            raise refuse(Kind.INPUT_COUNT, _INPUTS, counts[kind], (limits.most,), kind_of_input=kind.value)
        together = sum(given.duration or 0 for given in inputs if given.kind is kind)
        if limits.together is not None and together > limits.together:
            raise refuse(Kind.INPUT_TOO_LARGE, "duration", together, (limits.together,), kind_of_input=kind.value)
    for given in inputs:
        _check_seedance_input(given, _SEEDANCE_LIMITS[given.kind])


def _check_seedance_input(given: InputFacts, limits: _Limits) -> None:
    if given.size is not None and given.size > limits.size:
        raise refuse(Kind.INPUT_TOO_LARGE, "size", given.size, (limits.size,), kind_of_input=given.kind.value)
    if limits.seconds is not None:
        _check_within("duration", given.duration, limits.seconds, given)
    if given.kind is InputKind.IMAGE and given.width and given.height:
        _check_within("width", given.width, _SIDE_PX, given)
        _check_within("height", given.height, _SIDE_PX, given)
        _check_within("ratio", given.width / given.height, _RATIO, given)


def _check_within(name: str, value: float | None, bounds: tuple[float, float], given: InputFacts) -> None:
    if value is not None and not bounds[0] <= value <= bounds[1]:
        raise refuse(Kind.INPUT_TOO_LARGE, name, value, nearest(value, bounds), kind_of_input=given.kind.value)
