"""What the vendor offers for one task type: leaves (versions of models) with their fields and price rules.

Values only; finding one of them is in `finding`. Options decide what is offered (decision 3), a virtual field is set
through the fields a person sees and sent as one value (facts section 2).
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

import attrs

from imastudio.domain.kernel import FrozenMap, Scalar, frozen_map
from imastudio.domain.orders import InputKind, TaskType

_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})*")


class FieldShape(StrEnum):
    """The shapes of a field's value."""

    CHOICE = "choice"
    SWITCH = "switch"
    NUMBER = "number"
    TEXT = "text"


@attrs.frozen(kw_only=True)
class Option:
    """One offered value; `forbids` names the values of other fields that it can't stand beside."""

    value: Scalar
    label: str = ""
    forbids: Mapping[str, tuple[Scalar, ...]] = attrs.field(factory=dict, converter=frozen_map, hash=False)


@attrs.frozen(kw_only=True)
class MappingRule:
    """Which values of the ui fields make which value of the parameter that is sent."""

    source: Mapping[str, Scalar] = attrs.field(converter=frozen_map, hash=False)
    target: Scalar


@attrs.frozen(kw_only=True)
class VirtualMapping:
    """The way a virtual field gets its value: from `ui_fields`, by `rules`, sent under the name `target`."""

    ui_fields: tuple["Field", ...]
    rules: tuple[MappingRule, ...]
    target: str


@attrs.frozen(kw_only=True)
class Field:
    """One parameter of a leaf. `kind` is the vendor's word for its control; a default of None is not sent.

    `minimum` and `maximum` bound a number, or the length of a text; where options exist, they decide instead.
    """

    name: str
    kind: str = ""
    label: str = ""
    default: Scalar | None = None
    options: tuple[Option, ...] = ()
    minimum: int | float | None = None
    maximum: int | float | None = None
    virtual: VirtualMapping | None = None

    @property
    def values(self) -> tuple[Scalar, ...]:
        """Return the offered values."""
        return tuple(option.value for option in self.options)

    @property
    def shape(self) -> FieldShape:
        """Return what kind of value it takes; a control that is not known takes what its default is."""
        if self.options:
            return FieldShape.CHOICE
        if self.kind == "toggle" or isinstance(self.default, bool):
            return FieldShape.SWITCH
        if self.kind in {"slider", "number"} or isinstance(self.default, int | float):
            return FieldShape.NUMBER
        return FieldShape.TEXT


@attrs.frozen(kw_only=True)
class Rule:
    """One price: it holds where all its attributes do. `points` are per result."""

    attribute_id: int
    points: int
    attributes: Mapping[str, Scalar] = attrs.field(converter=frozen_map, hash=False)


def _frozen_formats(formats: Mapping[InputKind, frozenset[str]]) -> Mapping[InputKind, frozenset[str]]:
    return FrozenMap(formats)


@attrs.frozen(kw_only=True)
class AcceptedInputs:
    """The input media that a leaf takes; a kind without formats takes every format, a limit of None says nothing."""

    formats: Mapping[InputKind, frozenset[str]] = attrs.field(factory=dict, converter=_frozen_formats, hash=False)
    lowest: int | None = None
    highest: int | None = None


@attrs.frozen(kw_only=True)
class Leaf:
    """One version of a model for one task type. `version_id` is what is sent as the version (the vendor's leaf id)."""

    task_type: TaskType
    model_id: str
    version_id: str
    name: str
    group: str = ""
    fields: tuple[Field, ...] = ()
    rules: tuple[Rule, ...] = ()
    accepted_inputs: AcceptedInputs | None = None
    estimate_tag: str | None = None
    features: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Leaf({self.name!r}, {self.model_id!r}, {self.task_type.value})"

    @property
    def version(self) -> tuple[int, ...]:
        """Return the version that the name ends in, as numbers to compare: "Pixverse V5.5" is (5, 5)."""
        return version_in(self.name)

    def field(self, name: str) -> Field | None:
        """Return the field that is sent as `name`."""
        return next((field for field in self.fields if sent_as(field) == name), None)


@attrs.frozen
class Catalog:
    """The leaves of one task type, in the vendor's order."""

    task_type: TaskType
    leaves: tuple[Leaf, ...] = ()

    def __repr__(self) -> str:
        return f"Catalog({self.task_type.value}, {len(self.leaves)} leaves)"

    def of_model(self, model_id: str) -> tuple[Leaf, ...]:
        """Return the leaves of a model, the highest version first."""
        return tuple(
            sorted((leaf for leaf in self.leaves if leaf.model_id == model_id), key=lambda it: it.version, reverse=True)
        )


def sent_as(field: Field) -> str:
    """Return the parameter name under which `field` is sent."""
    return field.name if field.virtual is None else field.virtual.target


def version_in(text: str) -> tuple[int, ...]:
    """Return the last number with dots in `text` as numbers, () where there is none; 2.0 is the same as 2."""
    found = _VERSION.findall(unicodedata.normalize("NFKC", text))
    return _without_zeros([int(part) for part in found[-1].split(".")]) if found else ()


def _without_zeros(parts: list[int]) -> tuple[int, ...]:
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
