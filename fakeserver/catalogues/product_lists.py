"""Product lists to sell from in place of the captured ones: as a vendor's answer was saved, or as a test wrote them.

Rules this file obeys:
* A list may be the vendor's whole answer, its tree, or the tree's versions alone.
* What the checks read of a version must be there, with the right type; the rest is sent as it came.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES, Leaf

Groups: TypeAlias = list[dict[str, Any]]


def read_lists(source: Mapping[str, Any] | Path | str) -> dict[str, Groups]:
    """Read lists by task type: a mapping, a JSON file of one, or a folder of files named …<task type>.json.

    Raise ValueError where they make no sense, OSError where they can't be read.
    """
    lists: Any
    if isinstance(source, Mapping):
        lists = source
    elif Path(source).is_dir():
        lists = {
            task_type: _load(path)
            for task_type in TASK_TYPES
            for path in sorted(Path(source).glob(f"*{task_type}.json"))
        }
    else:
        lists = _load(Path(source))
    if not isinstance(lists, Mapping) or not lists:
        raise ValueError("a catalogue is an object: task types with their lists")
    return {task_type: _groups(task_type, told) for task_type, told in lists.items()}


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError as problem:
        raise ValueError(f"{path} is no JSON") from problem


def _groups(task_type: str, told: Any) -> Groups:
    if task_type not in TASK_TYPES:
        raise ValueError(f"{task_type} is no task type; these are: {', '.join(TASK_TYPES)}")
    nodes = told.get("data") if isinstance(told, dict) else told
    if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
        raise ValueError(f"{task_type}: a list of groups or versions is wanted")
    groups: dict[str, dict[str, Any]] = {}
    for group, leaf in _leaves(nodes):
        _check(task_type, leaf)
        shown = groups.setdefault(group["id"], {**group, "children": []})
        shown["children"].append({**leaf, "form_config": leaf.get("form_config") or []})
    return list(groups.values())


def _leaves(nodes: Groups, above: Mapping[str, Any] | None = None) -> Iterator[tuple[Mapping[str, Any], Leaf]]:
    for node in nodes:
        if str(node.get("type")) == "3":
            name = node.get("group_name") or node.get("parent_id") or node.get("name")
            own = {"id": node.get("parent_id") or name, "type": "2", "name": name, "model_id": ""}
            yield own if above is None else above, node
        else:
            yield from _leaves(node.get("children") or [], node)


def _check(task_type: str, leaf: Leaf) -> None:
    where = f"{task_type}, {leaf.get('id')!r}"
    for key in ("id", "name", "model_id"):
        if not isinstance(leaf.get(key), str) or not leaf[key]:
            raise ValueError(f"{where}: {key} must be a text")
    rules = leaf.get("credit_rules")
    if not isinstance(rules, list) or not rules or not all(_is_rule(rule) for rule in rules):
        raise ValueError(f"{where}: credit_rules must have attribute_id, points and attributes each")
    fields = leaf.get("form_config") or []
    if not isinstance(fields, list) or not all(_is_field(field) for field in fields):
        raise ValueError(
            f"{where}: each field of form_config must have field and type, and each of its options a value"
        )


def _is_rule(rule: Any) -> bool:
    return (
        isinstance(rule, dict)
        and type(rule.get("attribute_id")) is int
        and type(rule.get("points")) is int
        and isinstance(rule.get("attributes"), dict)
    )


def _is_field(field: Any) -> bool:
    if not isinstance(field, dict) or not isinstance(field.get("field"), str) or not isinstance(field.get("type"), str):
        return False
    options = field.get("options", [])
    return isinstance(options, list) and all(isinstance(each, dict) and "value" in each for each in options)
