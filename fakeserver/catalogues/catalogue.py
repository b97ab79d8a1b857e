"""The catalogue that the fake vendor sells from: the tables of `offers.py`, expanded to the tree clients are sent.

Rules this file obeys:
* A leaf is a plain dict, exactly as it travels; the checks read the same dict, so price and list can't disagree.
* Nothing is computed from prices except the `point` tag, which is their span.
"""

import copy
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from imastudio.fakeserver.catalogues import fields
from imastudio.fakeserver.catalogues.offers import CATEGORY_NAMES, MODELS, OFFERS, Offer

Leaf: TypeAlias = dict[str, Any]

TASK_TYPES = tuple(CATEGORY_NAMES)
_NEW_IDS = 1_000_000
_PLAIN = "standard"
_ICONS = "https://ima.esxscloud.com/ima/images2"


@attrs.define
class Catalogue:
    """The products of every task type. All catalogues share one expansion until one of them is `open`ed to change."""

    groups: dict[str, list[dict[str, Any]]] = attrs.field(factory=lambda: dict(_original()))

    def open(self, category: str) -> list[dict[str, Any]]:
        """Give the groups of one task type to be changed, for this catalogue alone: prices and ids move."""
        self.groups[category] = copy.deepcopy(self.groups[category])
        return self.groups[category]

    def change(self, *, points: int = 0, ids: str = "same", needs: str | None = None) -> None:
        """Change all prices: `points` more, other `ids` ("new", or "turned" within a version), a parameter more to name."""
        for category in TASK_TYPES:
            for group in self.open(category):
                for leaf in group["children"]:
                    _change_leaf(leaf, points, ids, needs)

    def tree(self, category: str, model_ids: Iterable[str] = ()) -> list[dict[str, Any]] | None:
        """Give the groups of one task type, only those of certain models if any are named; None for an unknown type."""
        wanted = set(model_ids)
        if category not in self.groups:
            return None
        if not wanted:
            return self.groups[category]
        thinned = (
            {**group, "children": [leaf for leaf in group["children"] if leaf["model_id"] in wanted]}
            for group in self.groups[category]
        )
        return [group for group in thinned if group["children"]]

    def leaves(self, category: str) -> Iterator[Leaf]:
        """Go through the versions of one task type."""
        for group in self.groups.get(category, ()):
            yield from group["children"]

    def find(self, category: str, model_id: str, version: str) -> Leaf | None:
        """Find the version that an order names, or None."""
        for leaf in self.leaves(category):
            if (leaf["model_id"], leaf["id"]) == (model_id, version):
                return leaf
        return None

    def knows_attribute(self, attribute_id: int) -> bool:
        """Tell whether an id is the id of any rule in any list."""
        return any(
            rule["attribute_id"] == attribute_id
            for category in self.groups
            for leaf in self.leaves(category)
            for rule in leaf["credit_rules"]
        )


def expand(category: str) -> list[dict[str, Any]]:
    """Build the groups of one task type from the tables, in the vendor's order."""
    groups: dict[str, dict[str, Any]] = {}
    behind = (model.offers[category] for model in MODELS.values() if category in model.offers)
    for offer in (*OFFERS[category], *behind):
        group = MODELS[offer.version].group
        node = groups.setdefault(
            group.id, {"id": group.id, "type": "2", "name": group.name, "model_id": "", "children": []}
        )
        node["children"].append(_leaf(category, offer))
    return list(groups.values())


def _original() -> dict[str, list[dict[str, Any]]]:
    if not _EXPANDED:
        _EXPANDED.update((category, expand(category)) for category in TASK_TYPES)
    return _EXPANDED


_EXPANDED: dict[str, list[dict[str, Any]]] = {}


def _leaf(category: str, offer: Offer) -> Leaf:
    model = MODELS[offer.version]
    form = offer.form or model.form
    leaf: Leaf = {
        "id": offer.version,
        "parent_id": model.group.id,
        "type": "3",
        "name": model.name,
        "icon": f"{_ICONS}/{model.icon}-2.png",
        "model_id": model.model_id,
        "tags": [{"tag_type": kind, "tag_value": word} for kind, word in (*model.tags, _point_tag(offer))],
        "model_types": list(offer.kinds or model.kinds),
        "category_code": category,
        "category_name": CATEGORY_NAMES[category],
        "credit_rules": list(_rules(offer)),
    }
    optional: Mapping[str, Any] = {
        "description": model.description,
        "form_config": list(form) if form else None,
        "files": offer.files,
    }
    return leaf | {key: value for key, value in optional.items() if value is not None}


def _change_leaf(leaf: Leaf, points: int, ids: str, needs: str | None) -> None:
    rules = leaf["credit_rules"]
    numbers = [rule["attribute_id"] for rule in rules]
    if ids == "new":
        numbers = [number + _NEW_IDS for number in numbers]
    elif ids == "turned":
        numbers = [*numbers[1:], *numbers[:1]]
    for rule, number in zip(rules, numbers, strict=True):
        rule["attribute_id"] = number
        if points:
            rule["points"] = rule["origin_point"] = max(1, rule["points"] + points)
        if needs is not None:
            rule["attributes"] = {**rule["attributes"], needs: _PLAIN}
    if needs is not None:
        leaf["form_config"] = [*leaf.get("form_config", ()), fields.tags(needs, needs, "", _PLAIN, [_PLAIN])]


def _rules(offer: Offer) -> Iterator[dict[str, Any]]:
    combinations = itertools.product(*offer.axes.values())
    for number, (values, points) in enumerate(zip(combinations, offer.points, strict=True)):
        attributes = dict(sorted(zip(offer.axes, values, strict=True)))
        yield {
            "attribute_id": offer.first_id + number,
            "points": points,
            "origin_point": points,
            "attributes": attributes,
        }


def _point_tag(offer: Offer) -> tuple[str, str]:
    lowest, highest = min(offer.points), max(offer.points)
    return ("point", str(lowest) if lowest == highest else f"{lowest}~{highest}")
