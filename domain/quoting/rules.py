"""The one price rule that fits, and which rules a person can reach at all.

Rules: a price holds where all its attributes equal the effective parameters (types and letter case aside; "default"
holds always). Where several hold, the one that has all the attributes of the others and more is the exact one;
otherwise, and where none holds, there is no price. Never a neighbour. Source: facts sections 2 and 9.1, decision 1.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

import attrs

from imastudio.domain.kernel import Json, Kind, Scalar, WishRefused, frozen_map, refuse, same
from imastudio.domain.quoting.catalog import Field, FieldShape, Leaf, Rule, sent_as
from imastudio.domain.quoting.forbidden import all_fields
from imastudio.domain.quoting.parameters import Effective, destination, effective, form
from imastudio.domain.quoting.result_count import COUNT
from imastudio.domain.quoting.virtual import names_of

_ALWAYS, _ENABLED = "default", "enabled"
# More combinations than any leaf has by far; a list gone mad must not stop a quote.
_MAX_COMBINATIONS = 5000


@attrs.frozen(kw_only=True)
class ReachableRule:
    """A rule that can be reached, and the parameters that reach it (besides those given)."""

    rule: Rule
    params: Mapping[str, Scalar] = attrs.field(converter=frozen_map, hash=False)
    effective: Effective


def exact_rule(leaf: Leaf, parameters: Effective) -> Rule:
    """Return the rule for `parameters`. Raises WishRefused (NO_PRICE) with what does have a price, nearest first."""
    rule = _exact(leaf.rules, _priced_values(parameters))
    if rule is None:
        raise _no_price(leaf, parameters)
    return rule


def offers(leaf: Leaf, given: Mapping[str, Json] | None = None, n: Json = None) -> Iterator[ReachableRule]:
    """Return each combination of the leaf's own values that has a price, beside what is given; defaults come first."""
    said = given or {}
    for combination in islice(_combinations(leaf, said), _MAX_COMBINATIONS):
        try:
            parameters = effective(leaf, {**said, **combination}, n)
        except WishRefused:
            continue
        rule = _exact(leaf.rules, _priced_values(parameters))
        if rule is not None:
            yield ReachableRule(rule=rule, params=combination, effective=parameters)


def reachable(leaf: Leaf) -> tuple[ReachableRule, ...]:
    """Return every rule that the leaf's own values reach, each with one way to reach it, in the leaf's order."""
    found: dict[Rule, ReachableRule] = {}
    for offer in offers(leaf):
        found.setdefault(offer.rule, offer)
    return tuple(sorted(found.values(), key=lambda offer: leaf.rules.index(offer.rule)))


def cheapest(leaf: Leaf, given: Mapping[str, Json] | None = None, n: Json = None) -> ReachableRule | None:
    """Return the cheapest combination beside what is given; of equal ones that which is nearest to the defaults."""
    return min(offers(leaf, given, n), key=lambda offer: offer.rule.points, default=None)


def price_range(leaf: Leaf, given: Mapping[str, Json] | None = None) -> tuple[int, int] | None:
    """Return the lowest and the highest price of one result with what is given, in points, or None where nothing has a price."""
    points = [offer.rule.points for offer in offers(leaf, given)]
    return (min(points), max(points)) if points else None


def priced_values(rule: Rule) -> dict[str, Scalar]:
    """Return the values that a price holds for; the number of results is none of them."""
    return {name: rule.attributes[name] for name in rule.attributes if name in _conditions(rule) and name != COUNT}


def _priced_values(parameters: Effective) -> dict[str, Scalar]:
    return {**parameters.closed, COUNT: parameters.n}


def _exact(rules: Sequence[Rule], values: Mapping[str, Scalar]) -> Rule | None:
    holding = [rule for rule in rules if _holds(rule, values)]
    if not holding:
        return None
    exact = max(holding, key=lambda rule: len(_conditions(rule)))
    clear = all(
        _conditions(rule) < _conditions(exact) or (rule.points, rule.attribute_id) == (exact.points, exact.attribute_id)
        for rule in holding
    )
    return exact if clear and exact.attribute_id > 0 else None


def _holds(rule: Rule, values: Mapping[str, Scalar]) -> bool:
    return all(
        _is_always(name, value) or (name in values and same(values[name], value))
        for name, value in rule.attributes.items()
    )


def _conditions(rule: Rule) -> frozenset[str]:
    return frozenset(name for name, value in rule.attributes.items() if not _is_always(name, value))


def _is_always(name: str, value: Scalar) -> bool:
    return name == _ALWAYS and same(value, _ENABLED)


def _no_price(leaf: Leaf, parameters: Effective) -> WishRefused:
    values = _priced_values(parameters)
    wanting = {
        offer.rule: sum(not same(values.get(name, ""), value) for name, value in offer.rule.attributes.items())
        for offer in reachable(leaf)
    }
    choices = [dict(rule.attributes) for rule in sorted(wanting, key=lambda rule: wanting[rule])]
    return refuse(Kind.NO_PRICE, None, None, choices, model=leaf.name)


def _combinations(leaf: Leaf, given: Mapping[str, Json]) -> Iterator[dict[str, Scalar]]:
    """Return the ways to set what decides over price or permission and was not given, each default first."""
    fixed = {destination(leaf, name) for name in given}
    deciding = _deciding_names(leaf)
    ways = [
        _ways(leaf, field)
        for field in form(leaf)
        if deciding.intersection(_names(field)) and fixed.isdisjoint(_names(field))
    ]
    for parts in product(*ways):
        yield {name: value for part in parts for name, value in part.items()}


def _deciding_names(leaf: Leaf) -> frozenset[str]:
    priced = {name for rule in leaf.rules for name in rule.attributes}
    forbidding = {
        name
        for field in all_fields(leaf)
        for option in field.options
        for other in option.forbids
        for name in (field.name, other)
    }
    return frozenset(priced | forbidding)


def _names(field: Field) -> tuple[str, ...]:
    return (sent_as(field),) if field.virtual is None else names_of(field.virtual)


def _ways(leaf: Leaf, field: Field) -> list[dict[str, Scalar]]:
    """Return the parameters that set `field` to each of its values."""
    if field.virtual is not None:
        usual = {ui.name: ui.default for ui in field.virtual.ui_fields}
        sources = [dict(rule.source) for rule in field.virtual.rules]
        return sorted(sources, key=lambda source: source != usual)
    if field.shape is FieldShape.SWITCH:
        values: Sequence[Scalar] = (True, False)
    elif field.shape is FieldShape.CHOICE:
        values = field.values
    else:
        values = tuple(rule.attributes[field.name] for rule in leaf.rules if field.name in rule.attributes)
    unset: list[dict[str, Scalar]] = [{}]
    return unset + [{field.name: value} for value in dict.fromkeys(values) if value != field.default]
