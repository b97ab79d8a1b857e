"""Documents made from JSON Schemas of ours: those that a schema allows, and those that an agent gets nearly right."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

MAX_ITEMS = 3
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
_NEARLY = ("5", "-1", "true", "", " ", "null", "[]", "{}", "approved", "∞", "\x00", "\ud800")


def documents(schema: Mapping[str, Any], whole: Mapping[str, Any] | None = None) -> st.SearchStrategy[Any]:
    """Return documents of a schema; conditions (`if`, `allOf`, `not`) are not looked at."""
    root = whole if whole is not None else schema
    if "$ref" in schema:
        return documents(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    for either in ("oneOf", "anyOf"):
        if either in schema and "properties" not in schema:
            return st.one_of([documents({**_rest(schema, either), **one}, root) for one in schema[either]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(list(schema["enum"]))
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return st.one_of([_of_type(kind, schema, root) for kind in kinds])
    return _ANY if kinds is None else _of_type(kinds, schema, root)


def nearly(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Return documents of a schema with one or two things wrong: a value of another kind, a key that is gone, or made up."""
    return documents(schema).flatmap(
        lambda document: _spoilt(document) if isinstance(document, dict) else st.just(document)
    )


@st.composite
def _spoilt(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    spoilt = dict(document)
    for _ in range(draw(st.integers(1, 2))):
        keys = sorted(spoilt)
        change = draw(st.sampled_from(["value", "gone", "made up"]))
        if change == "made up" or not keys:
            name = draw(st.sampled_from(["approved", "promt", "modle", "n_images", ""]) | st.text(max_size=4))
        else:
            name = draw(st.sampled_from(keys))
        if change == "gone":
            spoilt.pop(name, None)
        else:
            spoilt[name] = draw(_ANY | st.sampled_from(_NEARLY))
    return spoilt


def _rest(schema: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: part for name, part in schema.items() if name not in {key, "description", "default"}}


def _of_type(kind: str, schema: Mapping[str, Any], root: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if kind == "object":
        return _objects(schema, root)
    if kind == "array":
        least = schema.get("minItems", 0)
        most = min(schema.get("maxItems", MAX_ITEMS), max(least, MAX_ITEMS))
        return st.lists(documents(schema.get("items", {}), root), min_size=least, max_size=most)
    if kind == "string" and "pattern" in schema:
        return st.from_regex(schema["pattern"]).map(lambda text: text[: schema.get("maxLength", 40)])
    if kind == "string":
        return st.text(min_size=schema.get("minLength", 0), max_size=max(schema.get("minLength", 0), 8))
    if kind == "integer":
        return st.integers(schema.get("minimum", -5), schema.get("maximum", 10**6))
    if kind == "number":
        return st.floats(schema.get("minimum", -5), schema.get("maximum", 1e6), allow_nan=False)
    return st.booleans() if kind == "boolean" else st.none()


@st.composite
def _objects(draw: st.DrawFn, schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    required: Sequence[str] = schema.get("required", [])
    others = [name for name in properties if name not in required]
    chosen = draw(st.lists(st.sampled_from(others), max_size=5, unique=True)) if others else []
    made = {name: draw(documents(properties[name], root)) for name in (*required, *chosen)}
    more = schema.get("additionalProperties")
    if isinstance(more, Mapping):
        made |= draw(st.dictionaries(st.text(max_size=5), documents(more, root), max_size=2))
    return made
