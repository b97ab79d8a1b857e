"""The words of the product list in the language that `x_app_language` asks for.

Rules this file obeys:
* The captured lists are English but for `category_name`, which is Chinese in them; they are sent as they are.
* The vendor's Chinese labels are not published. Only the fields that its Chinese documents have a word for are
  translated, with that word; every other label stays English.
"""

from collections.abc import Mapping, Sequence
from typing import Any

CHINESE: Mapping[str, str] = {
    "aspect_ratio": "比例",
    "resolution": "分辨率",
    "size": "尺寸",
    "duration": "时长",
    "audio": "音频",
    "generate_audio": "音频",
    "sound": "音频",
}


def in_language(groups: list[dict[str, Any]] | None, language: str) -> list[dict[str, Any]] | None:
    """Give the groups of a list with labels in that language; what isn't `zh` is English."""
    if groups is None or language.lower().partition("-")[0] != "zh":
        return groups
    return [{**group, "children": [_leaf(leaf) for leaf in group["children"]]} for group in groups]


def _leaf(leaf: dict[str, Any]) -> dict[str, Any]:
    return {**leaf, "form_config": _fields(leaf["form_config"])} if "form_config" in leaf else leaf


def _fields(fields: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    translated = []
    for field in fields:
        shown = {"ui_params": _fields(field["ui_params"])} if "ui_params" in field else {}
        translated.append({**field, "label": CHINESE.get(field["field"], field.get("label", "")), **shown})
    return translated
