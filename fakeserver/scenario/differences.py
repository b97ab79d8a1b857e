"""What a request says, held against what it should have said.

Rules this file obeys:
* It explains; it decides nothing. Any JSON at all may be looked at.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from imastudio.fakeserver.catalogues.catalogue import Catalogue, Leaf
from imastudio.fakeserver.vendor.json_readers import spell
from imastudio.fakeserver.vendor.records import Recorded

_INNER = "parameters[0].parameters"


class _Nothing:
    def __repr__(self) -> str:
        return "nothing"


NOTHING = _Nothing()


@attrs.frozen(kw_only=True)
class Difference:
    """One place where a request is not as expected; `NOTHING` stands for what isn't there."""

    where: str
    sent: Any
    expected: Any

    def __str__(self) -> str:
        return f"{self.where}: sent {self.sent!r}, expected {self.expected!r}"


class OneOf(str):
    """Values of which one is expected."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def compare(sent: Any, expected: Any, where: str) -> Iterator[Difference]:
    """Go through every place where two JSON values differ; 1 and 1.0 are the same, 1 and true are not."""
    if isinstance(sent, dict) and isinstance(expected, dict):
        for name in [*expected, *(name for name in sent if name not in expected)]:
            yield from compare(sent.get(name, NOTHING), expected.get(name, NOTHING), f"{where}.{name}")
    elif isinstance(sent, list) and isinstance(expected, list):
        for index in range(max(len(sent), len(expected))):
            came, wanted = (each[index] if index < len(each) else NOTHING for each in (sent, expected))
            yield from compare(came, wanted, f"{where}[{index}]")
    elif sent != expected or isinstance(sent, bool) != isinstance(expected, bool):
        yield Difference(where=where, sent=sent, expected=expected)


def explain(record: Recorded, catalogue: Catalogue) -> tuple[Difference, ...]:
    """Name what the vendor would have expected: fields that nobody knows, and what makes a create be refused."""
    strange = tuple(
        Difference(where=name, sent=_at(record.body, name), expected=OneOf("no such field")) for name in record.unknown
    )
    if record.call != "create" or not record.code:
        return strange
    return (*strange, *_explain_create(record.body, catalogue))


def _explain_create(body: Any, catalogue: Catalogue) -> Iterator[Difference]:
    task_type = _at(body, "task_type")
    if not isinstance(task_type, str) or task_type not in catalogue.groups:
        yield Difference(where="task_type", sent=task_type, expected=_one_of(catalogue.groups))
        return
    leaves = list(catalogue.leaves(task_type))
    model_id, version = _at(body, "parameters[0].model_id"), _at(body, "parameters[0].model_version")
    leaf = next((leaf for leaf in leaves if (leaf["model_id"], leaf["id"]) == (model_id, version)), None)
    if leaf is None:
        versions = [leaf["id"] for leaf in leaves if leaf["model_id"] == model_id]
        if versions:
            yield Difference(where="parameters[0].model_version", sent=version, expected=_one_of(versions))
        else:
            models = dict.fromkeys(leaf["model_id"] for leaf in leaves)
            yield Difference(where="parameters[0].model_id", sent=model_id, expected=_one_of(models))
        return
    inner = _at(body, _INNER)
    yield from _explain_price(body, inner if isinstance(inner, dict) else {}, leaf)


def _explain_price(body: Any, inner: Mapping[str, Any], leaf: Leaf) -> Iterator[Difference]:
    rules = leaf["credit_rules"]
    rule = max(rules, key=lambda rule: sum(_has(inner, *each) for each in rule["attributes"].items()))
    missed = [name for name, value in rule["attributes"].items() if not _has(inner, name, value)]
    if missed:
        for name in missed:
            values = dict.fromkeys(str(rule["attributes"][name]) for rule in rules if name in rule["attributes"])
            yield Difference(where=f"{_INNER}.{name}", sent=inner.get(name, NOTHING), expected=_one_of(values))
        return
    for where, expected in (
        ("parameters[0].attribute_id", rule["attribute_id"]),
        ("parameters[0].credit", rule["points"]),
        (f"{_INNER}.cast.attribute_id", rule["attribute_id"]),
        (f"{_INNER}.cast.points", rule["points"]),
    ):
        yield from compare(_at(body, where), expected, where)


def _has(inner: Mapping[str, Any], name: str, value: object) -> bool:
    return (name, value) == ("default", "enabled") or (name in inner and spell(inner[name]) == spell(value))


def _at(body: Any, where: str) -> Any:
    """Find what stands at a place such as `parameters[0].credit`."""
    for name in where.replace("[0]", ".0").split("."):
        if isinstance(body, list) and name == "0" and body:
            body = body[0]
        elif isinstance(body, dict) and name in body:
            body = body[name]
        else:
            return NOTHING
    return body


def _one_of(choices: Any) -> OneOf:
    return OneOf(" or ".join(str(each) for each in choices))
