"""The cheapest order that a list allows, as a body for create.

Rules this file obeys:
* It reads the list that the server itself sent: prices and ids are the server's.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

PROMPT = "a plain grey square"


@attrs.frozen(kw_only=True)
class Cheapest:
    """A version and the rule under which it costs least."""

    leaf: Mapping[str, Any]
    rule: Mapping[str, Any]

    @property
    def points(self) -> int:
        """Give the price of one result."""
        return int(self.rule["points"])

    def body(self, *, outer: Mapping[str, Any] | None = None, inner: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Build the order, with changes; None leaves a parameter out."""
        attributes = {name: value for name, value in self.rule["attributes"].items() if name != "default"}
        parameters = {
            **dict(_defaults(self.leaf)),
            **attributes,
            "prompt": PROMPT,
            "n": 1,
            "input_images": [],
            "cast": {"points": self.points, "attribute_id": self.rule["attribute_id"]},
            **(inner or {}),
        }
        return {
            "task_type": "text_to_image",
            "enable_multi_model": False,
            "src_img_url": [],
            "parameters": [
                {
                    "attribute_id": self.rule["attribute_id"],
                    "model_id": self.leaf["model_id"],
                    "model_name": self.leaf["name"],
                    "model_version": self.leaf["id"],
                    "app": "ima",
                    "platform": "web",
                    "category": "text_to_image",
                    "credit": self.points,
                    "parameters": {name: value for name, value in parameters.items() if value is not None},
                    **(outer or {}),
                }
            ],
        }


def leaves(tree: object) -> Iterator[dict[str, Any]]:
    """Go through the versions of a list, however deep they stand; whatever isn't one is passed over."""
    for node in tree if isinstance(tree, list) else ():
        if isinstance(node, dict):
            if node.get("type") == "3" and isinstance(node.get("id"), str):
                yield node
            yield from leaves(node.get("children"))


def rules(leaf: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the rules of a version that can be read."""
    found = leaf.get("credit_rules")
    return [rule for rule in found if _readable(rule)] if isinstance(found, list) else []


def cheapest(tree: object) -> Cheapest | None:
    """Find what costs least; None where nothing is sold."""
    offers = [Cheapest(leaf=leaf, rule=rule) for leaf in leaves(tree) for rule in rules(leaf)]
    return min(offers, key=lambda offer: offer.points, default=None)


def _readable(rule: object) -> bool:
    return (
        isinstance(rule, dict)
        and type(rule.get("points")) is int
        and type(rule.get("attribute_id")) is int
        and isinstance(rule.get("attributes"), dict)
    )


def _defaults(leaf: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Give the defaults that a list names, virtual fields mapped (see the vendor's form_config)."""
    for field in leaf.get("form_config") or ():
        value = field.get("value")
        if field.get("is_ui_virtual"):
            shown = {each["field"]: each.get("value") for each in field.get("ui_params") or ()}
            mapped = (field.get("value_mapping") or {}).get("mapping_rules") or ()
            value = next((rule["target_value"] for rule in mapped if rule.get("source_values") == shown), value)
        if value is not None:
            yield field["field"], value
