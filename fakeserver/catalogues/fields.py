"""The form fields of the vendor's products, built from few words.

Rules this file obeys:
* It knows the *shape* of a `form_config` entry (tags, toggle, textarea, virtual field) and nothing about any model.
* A field's values keep the vendor's types and spelling: `5` and `"5"`, `720P` and `720p` are different things here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Field: TypeAlias = dict[str, Any]
Value: TypeAlias = str | int | bool


def tags(
    field: str,
    label: str,
    description: str,
    value: Value | None,
    values: Sequence[Value],
    *,
    level: int = 1,
    forbidden: Mapping[Value, Mapping[str, Sequence[Value]]] | None = None,
    span: tuple[int, int] | None = None,
) -> Field:
    """Build a choice among values; `forbidden` names combinations that the vendor's page does not offer."""
    options: list[dict[str, Any]] = [{"label": str(each), "value": each} for each in values]
    for option in options:
        if forbidden and option["value"] in forbidden:
            option["disabled"] = {other: list(them) for other, them in forbidden[option["value"]].items()}
    built: Field = {
        "type": "tags",
        "field": field,
        "label": label,
        "description": description,
        "value": value,
        "options": options,
        "level": level,
    }
    if span:
        built["config"] = {"minimum": span[0], "maximum": span[1]}
    return built


def toggle(field: str, label: str, description: str, *, on: bool = False, level: int = 2) -> Field:
    """Build a switch; `on` is its default."""
    return {
        "type": "toggle",
        "field": field,
        "label": label,
        "description": description,
        "value": on,
        "level": level,
    }


def text(
    field: str,
    label: str,
    description: str,
    value: str | None = None,
    *,
    level: int = 2,
    longest: int | None = None,
    shortest: int | None = None,
) -> Field:
    """Build a free text; the limits count characters."""
    built: Field = {
        "type": "textarea",
        "field": field,
        "label": label,
        "description": description,
        "value": value,
        "level": level,
    }
    limits = {"maximum": longest, "minimum": shortest}
    if any(limit is not None for limit in limits.values()):
        built["config"] = {name: limit for name, limit in limits.items() if limit is not None}
    return built


def hidden(field: Field, *cases: tuple[Value, str]) -> Field:
    """Say of a field for which value and in which category the vendor's page hides the control ("*": every value)."""
    conditions = [
        {"enum_value": value, "disabled_key": "", "disabled_value": None, "category": category}
        for value, category in cases
    ]
    return {**field, "disabled_conditions": conditions}


def virtual(field: Field, shown: str, *, label: str, description: str, value: str, mapping: Mapping[str, str]) -> Field:
    """Put a field behind another one: the person sets `shown`, the request carries what `mapping` makes of it."""
    return {
        **field,
        "is_ui_virtual": True,
        "ui_params": [
            {
                "config": {"type": "string"},
                **tags(shown, label, description, value, list(_in_page_order(mapping))),
                "required": True,
            }
        ],
        "value_mapping": {
            "mapping_rules": [
                {"source_values": {shown: source}, "target_value": target} for source, target in mapping.items()
            ],
            "source_params": [shown],
            "target_param": field["field"],
            "type": "simple",
        },
    }


def _in_page_order(mapping: Mapping[str, str]) -> list[str]:
    """Order the choices as the page does: those that name a size ("2k") stand before the ratios."""
    return sorted(mapping, key=lambda source: source not in ("2k", "4k"))
