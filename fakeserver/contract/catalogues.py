"""The list of a server beside ours: what differs, and the patch that makes ours like it.

Rules this file obeys:
* A patch is written as in a story (`catalogue:`), so that it can be played at once.
* Everything is compared but pictures and prose; a patch is made of what an order depends on.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from imastudio.fakeserver.contract.explain import explain
from imastudio.fakeserver.contract.orders import leaves, rules


@attrs.frozen(kw_only=True)
class Change:
    """One thing that differs, in words, and as an entry of a patch; None where ours can't be patched to it."""

    text: str
    patch: Mapping[str, Any] | None = None


def differences(task_type: str, ours: object, theirs: object) -> Iterator[Change]:
    """Go through everything that differs between two lists of a task type."""
    mine, others = ({_name(leaf): leaf for leaf in leaves(tree)} for tree in (ours, theirs))
    if not others and isinstance(theirs, list):
        yield from (Change(text=text) for text in explain(ours, theirs, "data"))
        return
    for name, leaf in mine.items():
        entry = {"model": name, "task_type": task_type}
        if name in others:
            yield from _leaf(entry, leaf, others[name])
        elif (lost := _lost(leaf, theirs, others)) is not None:  # it is there, and no version any more
            yield from (Change(text=text) for text in explain(leaf, lost, name))
        else:
            yield Change(text=f"{name} is not sold any more", patch={**entry, "remove": True})
    for name, leaf in others.items():
        if name not in mine:
            yield Change(text=f"{name} ({leaf.get('name')}) is new: add it to the tables of the fake")
    if mine.keys() == others.keys():
        yield from (Change(text=text) for text in explain(_groups(ours), _groups(theirs), "data"))


def _lost(leaf: Mapping[str, Any], theirs: object, others: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Find what was a version of ours and can't be read as one."""
    nodes = [node for node in _nodes(theirs) if node.get("id") not in others]
    return next(
        (
            node
            for node in nodes
            if node.get("id") == leaf["id"]
            or (node.get("name"), node.get("model_id")) == (leaf["name"], leaf["model_id"])
        ),
        None,
    )


def _nodes(tree: object) -> Iterator[Mapping[str, Any]]:
    for node in tree if isinstance(tree, list) else ():
        if isinstance(node, dict):
            yield node
            yield from _nodes(node.get("children"))


def _groups(tree: object) -> list[Any]:
    """Give the groups of a list, with no more of what is in them than the order of their versions."""
    known = tree if isinstance(tree, list) else []
    return [
        {**group, "children": [leaf["id"] for leaf in leaves(group.get("children"))]}
        if isinstance(group, dict)
        else group
        for group in known
        if not isinstance(group, dict) or group.get("type") != "3"
    ]


def _name(leaf: Mapping[str, Any]) -> str:
    return str(leaf["id"])


def _leaf(entry: dict[str, Any], mine: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Change]:
    """Say all that differs, and put with the first of each kind the patch that makes ours like it."""
    if json.dumps(mine) == json.dumps(other):  # most are the same, and a comparison of values takes 1 for true
        return
    patches = list(_patches(entry, mine, other))
    for text in explain(mine, other, entry["model"]):
        yield Change(text=text, patch=patches.pop(0) if patches else None)


def _patches(entry: dict[str, Any], mine: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if rules(other) and _priced(mine) != _priced(other):
        prices = list(_prices(rules(mine), rules(other)))
        if all(prices):
            yield {**entry, "prices": prices}
        else:  # rules came or went: all of them are named anew
            yield {**entry, "set": {"credit_rules": rules(other)}}
    if _form(mine) != _form(other):
        yield {**entry, "set": {"form_config": other.get("form_config") or []}}
    if isinstance(other.get("name"), str) and mine.get("name") != other["name"]:
        yield {**entry, "set": {"name": other["name"]}}


def _priced(leaf: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    return [(_spell(rule), rule["points"], rule["attribute_id"]) for rule in rules(leaf)]


def _prices(mine: list[dict[str, Any]], others: list[dict[str, Any]]) -> Iterator[dict[str, Any] | None]:
    """Give the entry that changes each price; None where a rule came or went."""
    ours, theirs = ({_spell(rule): rule for rule in each} for each in (mine, others))
    yield from (None for name in ours if name not in theirs)
    for name, rule in theirs.items():
        old = ours.get(name)
        if old is None:
            yield None
            continue
        changed = {key: rule[key] for key in ("points", "attribute_id") if rule[key] != old[key]}
        if changed:
            yield {"when": dict(rule["attributes"]), **changed}


def _spell(rule: Mapping[str, Any]) -> str:
    return repr(sorted((name, str(value).lower()) for name, value in rule["attributes"].items()))


def _form(leaf: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a form offers: per field its default and its values."""
    fields = leaf.get("form_config")
    return {
        str(field.get("field")): (
            field.get("value"),
            [option.get("value") for option in field.get("options") or () if isinstance(option, dict)],
            field.get("value_mapping"),
        )
        for field in (fields if isinstance(fields, list) else ())
        if isinstance(field, dict)
    }
