"""Virtual fields: what a person sets becomes the one value that is sent. Mapped once (decision 2, facts 9.2).

A person may set the ui fields, or the target with one of the values it can get; both are fine as long as they agree.
"""

from collections.abc import Mapping, Sequence

import attrs

from imastudio.domain.kernel import Json, Kind, Scalar, WishRefused, is_readable, meant, refuse, same
from imastudio.domain.quoting.catalog import Field, MappingRule, VirtualMapping
from imastudio.domain.quoting.field_values import agreed, not_offered, read_all


@attrs.frozen
class Mapped:
    """The outcome of a virtual field: the value that is sent (None: nothing is), and the ui values it was made of."""

    target: Scalar | None
    ui: Mapping[str, Scalar]


def names_of(mapping: VirtualMapping) -> tuple[str, ...]:
    """Return the names under which a person may set it."""
    return tuple(dict.fromkeys([*(field.name for field in mapping.ui_fields), mapping.target]))


def targets_of(mapping: VirtualMapping) -> tuple[Scalar, ...]:
    """Return the values that can be sent."""
    return tuple({rule.target: None for rule in mapping.rules})


def mapped(field: Field, mapping: VirtualMapping, said: Mapping[str, Sequence[Json]]) -> Mapped:
    """Return what `said` (values by name) and the defaults of the ui fields come to.

    Raises WishRefused: a value that is not offered or leads nowhere, or ui fields and target contradicting each other.
    """
    ui, targets = _parted(mapping, said)
    if targets:
        return _by_target(mapping, ui, agreed(mapping.target, targets))
    defaults = {ui_field.name: ui_field.default for ui_field in mapping.ui_fields if ui_field.default is not None}
    source = defaults | ui
    if not source:
        return Mapped(None, {})
    for rule in mapping.rules:
        if _fits(rule, source, whole=True):
            return Mapped(rule.target, source)
    raise _leads_nowhere(field, mapping, source, ui)


def _parted(mapping: VirtualMapping, said: Mapping[str, Sequence[Json]]) -> tuple[dict[str, Scalar], list[Scalar]]:
    """Tell ui values from target values. Where both have one name, a value of the ui is a value of the ui."""
    ui: dict[str, Scalar] = {}
    targets: list[Scalar] = []
    for field in mapping.ui_fields:
        values = list(said.get(field.name, ()))
        if field.name == mapping.target:
            only = [target for value in values if (target := _only_target(field, mapping, value)) is not None]
            values = [value for value in values if _only_target(field, mapping, value) is None]
            targets += only
        if values:
            ui[field.name] = read_all(field, values)
    if mapping.target not in {field.name for field in mapping.ui_fields}:
        as_choice = Field(name=mapping.target)
        for value in said.get(mapping.target, ()):
            hit = meant(value, targets_of(mapping)) if is_readable(value) else None
            if hit is None:
                raise not_offered(as_choice, value, targets_of(mapping))
            targets.append(hit)
    return ui, targets


def _only_target(field: Field, mapping: VirtualMapping, value: Json) -> Scalar | None:
    if not is_readable(value) or meant(value, field.values) is not None:
        return None
    return meant(value, targets_of(mapping))


def _by_target(mapping: VirtualMapping, ui: Mapping[str, Scalar], target: Scalar) -> Mapped:
    fitting = [rule for rule in mapping.rules if same(rule.target, target)]
    for rule in fitting:
        if _fits(rule, ui, whole=False):
            return Mapped(rule.target, rule.source)
    name, value = next(iter(sorted(ui.items())))
    raise refuse(
        Kind.COMBINATION_FORBIDDEN,
        name,
        value,
        ({name: value}, {mapping.target: target}),
        with_parameter=mapping.target,
        with_value=target,
    )


def _fits(rule: MappingRule, values: Mapping[str, Scalar], *, whole: bool) -> bool:
    """Tell whether `rule` is made of `values`: of all that it wants, or (not whole) of those that are there."""
    wanted = rule.source if whole else rule.source.keys() & values.keys()
    return all(name in values and same(rule.source[name], values[name]) for name in wanted)


def _leads_nowhere(
    field: Field, mapping: VirtualMapping, source: Mapping[str, Scalar], ui: Mapping[str, Scalar]
) -> WishRefused:
    for ui_field in mapping.ui_fields:
        if ui_field.name in ui:
            rest = {name: value for name, value in source.items() if name != ui_field.name}
            reaching = [
                value
                for value in ui_field.values
                if any(_fits(rule, {**rest, ui_field.name: value}, whole=True) for rule in mapping.rules)
            ]
            return not_offered(ui_field, ui[ui_field.name], reaching)
    return not_offered(Field(name=field.name), field.default, targets_of(mapping))
