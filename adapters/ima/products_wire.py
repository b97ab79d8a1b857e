"""The vendor's product tree, made into a `Catalog`. Its JSON keys are known here alone.

Rules: any JSON decodes or raises `MalformedReply`, nothing else. One leaf that can't be understood does not hide the
others, and never misleads about a price: without id, model and name it is left out; where any field or rule is unclear it
stays, without rules, so that ordering it is refused. Tags and captions decide over no money: unclear ones are left out.
Source: facts section 2.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from imastudio.adapters.ima.errors import MalformedReply
from imastudio.domain.kernel import MAX_NUMBER, Json, Scalar, is_clean_text, is_readable
from imastudio.domain.orders import InputKind, TaskType
from imastudio.domain.quoting import (
    AcceptedInputs,
    Catalog,
    Field,
    Leaf,
    MappingRule,
    Option,
    Rule,
    VirtualMapping,
    plain_format,
)

_LEAF = "3"
_MAX_TEXT_CHARS = 200
_MAX_POINTS = 10**9


def decode_products(data: Json, task_type: TaskType) -> Catalog:
    """Return what can be ordered for `task_type` from the `data` of the product list. Raises MalformedReply."""
    if data is None:
        return Catalog(task_type)
    leaves = (_leaf(node, group, task_type) for node, group in _walk(data))
    return Catalog(task_type, tuple(leaf for leaf in leaves if leaf is not None))


def _walk(data: Json) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Return each leaf with the name of the group above it, in the tree's order; the depth of the tree is no matter."""
    waiting = [(node, "") for node in reversed(_rows(data))]
    while waiting:
        node, group = waiting.pop()
        if not isinstance(node, dict):
            raise MalformedReply
        if node.get("type") == _LEAF:
            yield node, group
        name = _text(node.get("name"))
        waiting += [(child, name) for child in reversed(_rows(node.get("children")))]


def _leaf(node: Mapping[str, Any], group: str, task_type: TaskType) -> Leaf | None:
    version_id, model_id, name = (_text(node.get(key)) for key in ("id", "model_id", "name"))
    if not (version_id and model_id and name):
        return None
    try:
        fields = tuple(_field(row) for row in _rows(node.get("form_config")))
        rules = tuple(_rule(row) for row in _rows(node.get("credit_rules")))
        if len({field.name for field in fields}) != len(fields):
            raise MalformedReply  # noqa: TRY301 - two fields of one name are as unclear as one that can't be read
    except MalformedReply:
        fields, rules = (), ()
    tags = list(_tags(node.get("tags")))
    return Leaf(
        task_type=task_type,
        model_id=model_id,
        version_id=version_id,
        name=name,
        group=group,
        fields=fields,
        rules=rules,
        accepted_inputs=_accepted_inputs(node.get("files")),
        estimate_tag=next((value for kind, value in tags if kind == "EET"), None),
        features=tuple(value for kind, value in tags if kind == "feature"),
    )


def _field(row: Json) -> Field:
    entry = _entry(row)
    config = entry.get("config")
    bounds = config if isinstance(config, dict) else {}
    return Field(
        name=_name(entry.get("field")),
        kind=_text(entry.get("type")),
        label=_text(entry.get("label")),
        default=_optional(entry.get("value")),
        options=tuple(_option(option) for option in _rows(entry.get("options"))),
        minimum=_bound(bounds.get("minimum")),
        maximum=_bound(bounds.get("maximum")),
        virtual=_virtual(entry) if entry.get("is_ui_virtual") is True else None,
    )


def _option(row: Json) -> Option:
    entry = _entry(row)
    disabled = entry.get("disabled")
    forbids = {} if disabled is None or disabled is False else _entry(disabled)
    return Option(
        value=_scalar(entry.get("value")),
        label=_text(entry.get("label")),
        forbids={_name(name): tuple(_scalar(value) for value in _rows(values)) for name, values in forbids.items()},
    )


def _virtual(entry: Mapping[str, Any]) -> VirtualMapping:
    mapping = _entry(entry.get("value_mapping"))
    rules = [_entry(rule) for rule in _rows(mapping.get("mapping_rules"))]
    target = mapping.get("target_param")
    return VirtualMapping(
        ui_fields=tuple(_field(row) for row in _rows(entry.get("ui_params"))),
        rules=tuple(
            MappingRule(source=_scalars(rule.get("source_values")), target=_scalar(rule.get("target_value")))
            for rule in rules
        ),
        target=_name(entry.get("field") if target is None else target),
    )


def _rule(row: Json) -> Rule:
    entry = _entry(row)
    return Rule(
        attribute_id=_whole(entry.get("attribute_id")),
        points=_whole(entry.get("points")),
        attributes=_scalars(entry.get("attributes")),
    )


def _accepted_inputs(files: Json) -> AcceptedInputs | None:
    """Return what a leaf says of its inputs; "image/jpg,png" is two formats of one kind, "image/*" is any."""
    if not isinstance(files, dict):
        return None
    formats: dict[InputKind, frozenset[str]] = {}
    accepted = files.get("acceptType")
    for entry in accepted if isinstance(accepted, list) else ():
        kind, _, names = _text(entry).partition("/")
        if kind in set(InputKind):
            named = frozenset(plain_format(name.rpartition("/")[2]) for name in names.split(",") if name.strip())
            known = formats.get(InputKind(kind), frozenset())
            formats[InputKind(kind)] = frozenset() if "*" in named else known | named
    lowest, highest = _limit(files.get("minLimit")), _limit(files.get("maxLimit"))
    return AcceptedInputs(formats=formats, lowest=lowest, highest=highest)


def _limit(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_TEXT_CHARS else None


def _tags(rows: Json) -> Iterator[tuple[str, str]]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and (value := _text(row.get("tag_value"))):
            yield _text(row.get("tag_type")), value


def _rows(value: Json) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise MalformedReply
    return value


def _entry(value: Json) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MalformedReply
    return value


def _scalar(value: Json) -> Scalar:
    if not is_readable(value):
        raise MalformedReply
    return value


def _optional(value: Json) -> Scalar | None:
    return None if value is None else _scalar(value)


def _scalars(value: Json) -> dict[str, Scalar]:
    return {_name(name): _scalar(part) for name, part in _entry(value).items()}


def _name(value: Json) -> str:
    name = _text(value)
    if not name:
        raise MalformedReply
    return name


def _whole(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_POINTS:
        raise MalformedReply
    return value


def _bound(value: Json) -> int | float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -MAX_NUMBER <= value <= MAX_NUMBER:
        raise MalformedReply
    return value


def _text(value: Json) -> str:
    """Return a short text as it is, "" for anything else."""
    return value if isinstance(value, str) and len(value) <= _MAX_TEXT_CHARS and is_clean_text(value) else ""
