"""Changes to the catalogue, as a story or somebody who compares two catalogues writes them.

Rules this file obeys:
* A patch names versions that are sold; it changes its own catalogue and no other.
* What it does not name stays as it is.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES, Catalogue, Leaf


@attrs.frozen(kw_only=True)
class Price:
    """The rules whose attributes hold `when`, and what they shall have."""

    when: Mapping[str, Any] = attrs.field(factory=dict)
    points: int | None = None
    attribute_id: int | None = None

    def change(self, leaf: Leaf) -> int:
        """Change the rules that are meant; return how many these are."""
        meant = [rule for rule in leaf["credit_rules"] if _holds(rule["attributes"], self.when)]
        for rule in meant:
            if self.points is not None:
                rule["points"] = rule["origin_point"] = self.points
            if self.attribute_id is not None:
                rule["attribute_id"] = self.attribute_id
        return len(meant)


@attrs.frozen(kw_only=True)
class Patch:
    """Changes to the versions of a model: by the model's id or a version's, in one task type or in all."""

    model: str
    task_type: str | None = None
    remove: bool = False
    prices: tuple[Price, ...] = ()
    fields: Mapping[str, Any] = attrs.field(factory=dict)

    def apply(self, catalogue: Catalogue) -> None:
        """Change the catalogue. Raise ValueError where nothing is meant."""
        categories = [self.task_type] if self.task_type else TASK_TYPES
        found = sum(self._apply(catalogue, category) for category in categories)
        if not found:
            raise ValueError(f"{self.model} is not sold{f' as {self.task_type}' if self.task_type else ''}")

    def _apply(self, catalogue: Catalogue, category: str) -> int:
        if not any(self._means(leaf) for leaf in catalogue.leaves(category)):
            return 0
        groups = catalogue.open(category)
        for group in groups:
            if self.remove:
                group["children"] = [leaf for leaf in group["children"] if not self._means(leaf)]
            for leaf in group["children"]:
                if self._means(leaf):
                    leaf.update(self.fields)
                    self._price(leaf)
        groups[:] = [group for group in groups if group["children"]]
        return 1

    def _price(self, leaf: Leaf) -> None:
        for price in self.prices:
            if not price.change(leaf):
                raise ValueError(f"no price of {leaf['id']} has {dict(price.when)}")

    def _means(self, leaf: Leaf) -> bool:
        return self.model in (leaf["model_id"], leaf["id"])


def _holds(attributes: Mapping[str, Any], when: Mapping[str, Any]) -> bool:
    return all(
        name in attributes and str(attributes[name]).lower() == str(value).lower() for name, value in when.items()
    )
