"""The list of a server beside ours: what differs, and the patch that makes ours like it.

Rules this file obeys:
* A patch is written as in a story (`catalogue:`), so that it can be played at once.
* Only what an order depends on is compared: versions, prices, ids, what is offered, and what goes when nothing is said.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from imastudio.fakeserver.contract.orders import leaves, rules


@attrs.frozen(kw_only=True)
class Change:
    """One thing that differs, in words, and as an entry of a patch; None where ours can't be patched to it."""

    text: str
    patch: Mapping[str, Any] | None = None


def differences(task_type: str, ours: object, theirs: object) -> Iterator[Change]:
    """Go through everything that differs between two lists of a task type."""
    mine, others = ({_name(leaf): leaf for leaf in leaves(tree)} for tree in (ours, theirs))
    for name, leaf in mine.items():
        entry = {"model": leaf["id"], "task_type": task_type}
        if name not in others:
            yield Change(text=f"{leaf['id']} is not sold any more", patch={**entry, "remove": True})
        else:
            yield from _leaf(entry, leaf, others[name])
    for name, leaf in others.items():
        if name not in mine:
            yield Change(text=f"{leaf['id']} ({leaf.get('name')}) is new: add it to the tables of the fake")


def _name(leaf: Mapping[str, Any]) -> tuple[str, str]:
    return (str(leaf.get("model_id")), leaf["id"])


def _leaf(entry: dict[str, Any], mine: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Change]:
    version = entry["model"]
    prices = list(_prices(rules(mine), rules(other)))
    if prices:
        words = "; ".join(text for text, _ in prices)
        if all(price for _, price in prices):
            patch = {**entry, "prices": [price for _, price in prices]}
        else:  # rules came or went: all of them are named anew
            patch = {**entry, "set": {"credit_rules": rules(other)}}
        yield Change(text=f"{version}: {words}", patch=patch)
    if _form(mine) != _form(other):
        changed = sorted(
            name for name in {*_form(mine), *_form(other)} if _form(mine).get(name) != _form(other).get(name)
        )
        patch = {**entry, "set": {"form_config": other.get("form_config") or []}}
        yield Change(text=f"{version}: other values or defaults for {', '.join(changed)}", patch=patch)
    if mine.get("name") != other.get("name"):
        yield Change(
            text=f"{version} is called {other.get('name')!r}", patch={**entry, "set": {"name": other.get("name")}}
        )


def _prices(mine: list[dict[str, Any]], others: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    ours, theirs = ({_spell(rule): rule for rule in each} for each in (mine, others))
    for name, rule in theirs.items():
        when = rule["attributes"]
        said = ", ".join(f"{key} {value}" for key, value in when.items())
        old = ours.get(name)
        if old is None:
            yield f"a new price for {said}, {rule['points']} points", None
            continue
        changed = {key: rule[key] for key in ("points", "attribute_id") if rule[key] != old[key]}
        if changed:
            words = ", ".join(f"{key} {value} instead of {old[key]}" for key, value in changed.items())
            yield f"{said}: {words}", {"when": dict(when), **changed}
    for name, rule in ours.items():
        if name not in theirs:
            yield (
                f"no price for {', '.join(f'{key} {value}' for key, value in rule['attributes'].items())} any more",
                None,
            )


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
