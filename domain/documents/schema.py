"""JSON Schemas (2020-12), made from the shapes.

Rules: a shape's keys are all required but for those that are `NotRequired`, and there are no others; every shape used within
another stands once, under `$defs`; descriptions are those of the keys, in one language.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType, NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from imastudio.domain.messages import Text
from imastudio.domain.orders import Language

Schema: TypeAlias = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: Mapping[Any, str] = MappingProxyType(
    {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
)


def schema_of(shape: Any, language: Language = "en", title: str | None = None) -> Schema:
    """Return the schema of a shape: a TypedDict, or a list or dict of one."""
    definitions: dict[str, Schema] = {}
    whole = _schema(shape, language, definitions)
    if is_typeddict(shape):
        whole = definitions.pop(_name(shape)) if not _is_used(_name(shape), definitions) else whole
    head: Schema = {"$schema": DIALECT, **({"title": title} if title else {})}
    return {**head, **whole, **({"$defs": definitions} if definitions else {})}


def _schema(shape: Any, language: Language, definitions: dict[str, Schema]) -> Schema:
    origin, parts = get_origin(shape), get_args(shape)
    if origin is Annotated:
        meaning = next(part for part in parts[1:] if isinstance(part, Text))
        return {**_schema(parts[0], language, definitions), "description": meaning.within(language)}
    if origin is NotRequired:
        return _schema(parts[0], language, definitions)
    if origin in {Union, UnionType} and any(get_origin(part) is Sequence for part in parts):
        return {}  # any JSON: its name is lost where it stands within another type
    if is_typeddict(shape):
        return _reference(shape, language, definitions)
    if shape in _PLAIN:
        return {"type": _PLAIN[shape]}
    if origin in {Union, UnionType}:
        return _either([_schema(part, language, definitions) for part in parts])
    if origin is list:
        return {"type": "array", "items": _schema(parts[0], language, definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(parts[1], language, definitions)}
    return {"type": "string", "enum": list(_words(shape))}


def _words(shape: Any) -> Sequence[str]:
    """Return the words of a closed set."""
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return [one.value for one in shape]
    assert get_origin(shape) is Literal, shape  # noqa: S101 - the shapes are ours
    return get_args(shape)


def _reference(shape: Any, language: Language, definitions: dict[str, Schema]) -> Schema:
    name = _name(shape)
    if name not in definitions:
        definitions[name] = {}  # so that a shape within itself ends
        hints = get_type_hints(shape, include_extras=True)
        definitions[name] = {
            "type": "object",
            "description": (shape.__doc__ or "").splitlines()[0] if shape.__doc__ and language == "en" else None,
            "properties": {key: _schema(hint, language, definitions) for key, hint in hints.items()},
            "required": [key for key in hints if key in shape.__required_keys__],
            "additionalProperties": False,
        }
        definitions[name] = {key: value for key, value in definitions[name].items() if value is not None}
    return {"$ref": f"#/$defs/{name}"}


def _name(shape: Any) -> str:
    return str(shape.__name__).removesuffix("Document").lower()


def _is_used(name: str, definitions: Mapping[str, Schema]) -> bool:
    """Tell whether a shape stands within itself or within what it is made of."""
    return f"'#/$defs/{name}'" in repr(definitions)


def _either(ways: Sequence[Schema]) -> Schema:
    """Return the schema of what fits one of `ways`: of plain types and words in short."""
    words = [word for way in ways for word in way.get("enum", ())]
    types = list(dict.fromkeys(name for way in ways for name in _types(way)))
    if words and all("enum" in way or way == {"type": "null"} for way in ways):
        nullable = "null" in types
        return {"type": types if nullable else "string", "enum": [*words, *([None] if nullable else [])]}
    if all(set(way) <= {"type"} for way in ways):
        return {"type": types}
    described = [{key: part for key, part in way.items() if key != "description"} for way in ways]
    return {"anyOf": described}


def _types(way: Schema) -> Sequence[str]:
    kinds = way.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)
