"""The schema of a wish document: of any, and of one for a task type as the live list offers it today.

Rules: made from the table of keys and from the list, so that it can't tell other than what is read. The narrow one has the
models with names and points, each model's parameters with choices, defaults and what excludes what, and fits a tool's
description: what is too large loses detail, never truth; whatever it leaves out, the quote still refuses with a reason.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from imastudio.domain.documents.schema import DIALECT, Schema
from imastudio.domain.documents.wish_texts import MEANINGS
from imastudio.domain.orders import KEYS, InputKind, Key, KeyShape, Language
from imastudio.domain.quoting import (
    COUNT,
    Catalog,
    Field,
    Leaf,
    extra_names,
    form,
    offered_counts,
    price_range,
    taken_count,
    taken_formats,
)
from imastudio.domain.quoting import FieldShape as Value

MAX_BYTES = 7_700
"""So that it fits a tool's description of 8 kB, with what stands around it; written without spaces."""
_MAX_LEAVES = 200
"""Leaves of a list; more can't be told in so few bytes."""
_SHORTHANDS = frozenset(key.name for key in KEYS if key.shape is KeyShape.VALUE)
_DECIDED = frozenset({"task_type", "tier", "scope", "inputs", "strict", "version_id"})
_KINDS: Mapping[str, InputKind] = MappingProxyType(
    {"images": InputKind.IMAGE, "videos": InputKind.VIDEO, "audios": InputKind.AUDIO}
)
_VALUES: Mapping[KeyShape, Schema] = MappingProxyType(
    {
        KeyShape.TEXT: {"type": "string"},
        KeyShape.VALUE: {"type": ["string", "number"]},
        KeyShape.PARAMS: {"type": "object"},
        KeyShape.COUNT: {"type": "integer", "minimum": 1},
        KeyShape.POINTS: {"type": "integer", "minimum": 0},
        KeyShape.SWITCH: {"type": "boolean"},
        KeyShape.SOURCES: {"type": "array", "items": {"type": "string", "minLength": 1}},
        KeyShape.INPUTS: {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "source": {"type": "string", "minLength": 1},
                    "kind": {"enum": [kind.value for kind in InputKind]},
                },
                "required": ["source"],
                "additionalProperties": False,
            },
        },
    }
)
_TYPES = {Value.SWITCH: "boolean", Value.NUMBER: "number", Value.TEXT: "string"}
_NAMES_OF_ORDERS = frozenset({"request_id", "deliver_to"})


def wish_schema(language: Language = "en") -> Schema:
    """Return the schema of every wish document, by the names that its keys are known by."""
    return _document("wish", {key.name: _told(key, language) for key in KEYS}, ["prompt"])


def narrow_wish_schema(catalog: Catalog, language: Language = "en") -> Schema:
    """Return the schema of a wish for the task type of `catalog`, in MAX_BYTES at most."""
    ways = (_Details(excludes=True, defaults=True), _Details(defaults=True), _Details(), _Details(params=False))
    if not 0 < len(catalog.leaves) <= _MAX_LEAVES:
        return _without_models(catalog, language)
    models = {leaf.model_id: catalog.of_model(leaf.model_id) for leaf in catalog.leaves}
    titles = {model: _title(leaves, language) for model, leaves in models.items()}
    schemas = (_narrow(catalog, models, titles, language, details) for details in ways)
    return next((schema for schema in schemas if _size(schema) <= MAX_BYTES), _without_models(catalog, language))


class _Details:
    """How much is told of each model."""

    def __init__(self, *, excludes: bool = False, defaults: bool = False, params: bool = True) -> None:
        self.excludes, self.defaults, self.params = excludes, defaults, params


def _document(title: str, properties: Schema, required: Sequence[str]) -> Schema:
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _told(key: Key, language: Language) -> Schema:
    """Return the schema of one key."""
    if key.words is not None:
        value: Schema = {"enum": [word.value for word in key.words]}
    else:
        value = dict(_VALUES[key.shape])
    if key.name in _NAMES_OF_ORDERS:
        value |= {"pattern": r"\S"}
    return {**value, "description": MEANINGS[key.name].within(language)}


def _narrow(
    catalog: Catalog,
    models: Mapping[str, Sequence[Leaf]],
    titles: Mapping[str, str],
    language: Language,
    details: _Details,
) -> Schema:
    properties = _common(catalog, language)
    properties["model"] = {
        **properties["model"],
        "oneOf": [{"const": model, "title": title} for model, title in titles.items()],
    }
    del properties["model"]["type"]
    versions = [leaf.version_id for leaves in models.values() if len(leaves) > 1 for leaf in leaves]
    if versions:
        properties["version_id"] = {"enum": versions}
    schema = _document(f"wish for {catalog.task_type.value}", properties, _required(catalog))
    if not details.params:
        return schema
    params = {model: _params(leaves, details, language) for model, leaves in models.items()}
    return {**schema, "allOf": list(_conditions(params))}


def _without_models(catalog: Catalog, language: Language) -> Schema:
    """Return what can be told of a list that is empty, or too long to be told."""
    return _document(f"wish for {catalog.task_type.value}", _common(catalog, language), _required(catalog))


def _common(catalog: Catalog, language: Language) -> Schema:
    """Return the schemas of the keys that a wish of this task type has."""
    kept = [key for key in KEYS if key.name not in _DECIDED | _SHORTHANDS and key.name not in _KINDS]
    properties: Schema = {"task_type": {"const": catalog.task_type.value}}
    properties |= {key.name: _told(key, language) for key in kept}
    properties |= _inputs(catalog, language)
    counts = sorted({count for leaf in catalog.leaves for count in offered_counts(leaf)})
    properties[COUNT] |= {"maximum": counts[-1]} if counts else {}
    return properties


def _required(catalog: Catalog) -> list[str]:
    """Return the keys that a wish must have: with inputs of one kind alone, those too."""
    kinds = {kind for leaf in catalog.leaves for kind in taken_formats(leaf)}
    needs_pictures = catalog.task_type.takes_inputs and kinds <= {InputKind.IMAGE}
    return ["task_type", "prompt", *(["images"] if needs_pictures else [])]


def _inputs(catalog: Catalog, language: Language) -> Schema:
    """Return the schemas of the media that models of this list take."""
    if not catalog.task_type.takes_inputs:
        return {}
    counts = [taken_count(leaf) for leaf in catalog.leaves]
    kinds = {kind for leaf in catalog.leaves for kind in taken_formats(leaf)}
    lowest = min((count.lowest for count in counts), default=1)
    highest = [count.highest for count in counts]
    limits: Schema = {"minItems": lowest} if kinds <= {InputKind.IMAGE} else {}
    limits |= {"maxItems": max(filter(None, highest))} if highest and None not in highest else {}
    return {key.name: {**_told(key, language), **limits} for key in KEYS if _KINDS.get(key.name) in kinds}


def _title(leaves: Sequence[Leaf], language: Language) -> str:
    """Return a model's name and what one result costs."""
    points = [ends for leaf in leaves if (ends := price_range(leaf)) is not None]
    name = (leaves[0].group if len(leaves) > 1 else "") or leaves[0].name
    if not points:
        return name
    lowest, highest = min(low for low, _ in points), max(high for _, high in points)
    span = str(lowest) if lowest == highest else f"{lowest}-{highest}"
    return f"{name}，{span} 积分" if language == "zh" else f"{name}, {span} points"


def _conditions(params: Mapping[str, Schema]) -> Iterator[Schema]:
    """Return which parameters go with which model, each set of parameters once."""
    models_of: dict[str, list[str]] = {}
    for model, schema in params.items():
        models_of.setdefault(json.dumps(schema), []).append(model)
    for text, models in models_of.items():
        which: Schema = {"const": models[0]} if len(models) == 1 else {"enum": models}
        yield {
            "if": {"properties": {"model": which}, "required": ["model"]},
            "then": {"properties": {"params": json.loads(text)}},
        }


def _params(leaves: Sequence[Leaf], details: _Details, language: Language) -> Schema:
    """Return the schema of a model's parameters, those of all its versions."""
    properties: Schema = {}
    for leaf in leaves:
        for name, field in settable_fields(leaf).items():
            known = properties.setdefault(name, _value(field, details))
            if "enum" in known:
                known["enum"] = list(dict.fromkeys([*known["enum"], *field.values]))
        for name in extra_names(leaf):
            properties.setdefault(name, {})
    schema: Schema = {"properties": properties, "additionalProperties": False}
    excluded = list(dict.fromkeys(pair for leaf in leaves for pair in _excluded(leaf))) if details.excludes else []
    if excluded:
        never = "不能同时用" if language == "zh" else "Not together"
        schema["description"] = f"{never}: {'; '.join(excluded)}"
    return schema


def _value(field: Field, details: _Details) -> Schema:
    schema = _shape(field)
    if details.defaults and field.default not in {None, ""}:
        schema["default"] = field.default
    return schema


def _shape(field: Field) -> Schema:
    if field.shape is Value.CHOICE:
        return {"enum": list(field.values)}
    bounds = {"minimum": field.minimum, "maximum": field.maximum} if field.shape is Value.NUMBER else {}
    return {"type": _TYPES[field.shape], **{name: bound for name, bound in bounds.items() if bound is not None}}


def settable_fields(leaf: Leaf) -> Mapping[str, Field]:
    """Return the fields that a person sets, by name: of a virtual one those behind it."""
    fields = [seen for field in form(leaf) for seen in (field.virtual.ui_fields if field.virtual else (field,))]
    return {field.name: field for field in fields}


def _excluded(leaf: Leaf) -> Iterable[str]:
    """Yield each pair of values that can't stand beside each other, once."""
    seen: set[frozenset[tuple[str, object]]] = set()
    for name, field in settable_fields(leaf).items():
        for option in field.options:
            for other, values in option.forbids.items():
                for value in values:
                    pair = frozenset({(name, option.value), (other, value)})
                    if pair not in seen:
                        seen.add(pair)
                        yield f"{name}={option.value} + {other}={value}"


def _size(schema: Schema) -> int:
    return len(json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode())
