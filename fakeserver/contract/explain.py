"""What differs between what the fake says and what another server says, in words that name the place.

Rules this file obeys:
* A field that is missing beside a new one of the same value was renamed: both names are told.
* A value of another kind is told with both kinds and both values; a value that changed with the old and the new one.
* Entries of a list are told apart by what names them (a field, a price's parameters), not by where they stand.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

ANY = "anything"
_COSMETIC = frozenset({"icon", "description"})  # the vendor's pictures and prose change all the time
_MAX_SHOWN_CHARS = 80
_MIN_TELLING_CHARS = 3  # a name as short as "id" begins too many others


def explain(ours: Any, theirs: Any, where: str = "") -> Iterator[str]:
    """Go through every difference between two JSON values, ours first."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        yield from _explain_objects(ours, theirs, where)
    elif isinstance(ours, list) and isinstance(theirs, list):
        yield from _explain_lists(ours, theirs, where)
    elif _kind(ours) != _kind(theirs):
        yield f"{where or 'it'} is {_spell(theirs)} instead of {_spell(ours)}"
    elif ours != theirs and where.rpartition(".")[2] not in _COSMETIC:
        yield f"{where or 'it'} is {_show(theirs)} instead of {_show(ours)}"


@attrs.frozen(kw_only=True)
class ObjectShape:
    """The fields an object must have, each with the kinds its value may be of ("text", "number", "list", …)."""

    fields: Mapping[str, tuple[str, ...]]
    optional: frozenset[str] = frozenset()

    def differences(self, value: object, where: str) -> Iterator[str]:
        """Go through every field that is missing, new, renamed, or of another kind."""
        if not isinstance(value, dict):
            yield f"{where} is {_spell(value)} instead of an object"
            return
        missing = [name for name in self.fields if name not in value and name not in self.optional]
        strange = [name for name in value if name not in self.fields]
        for name in list(missing):
            twin = next((new for new in strange if self._fits(name, value[new]) and _alike(name, new)), None)
            twin = twin or (
                strange[0] if len(strange) == len(missing) == 1 and self._fits(name, value[strange[0]]) else None
            )
            if twin is not None:
                missing.remove(name)
                strange.remove(twin)
                yield f"{_at(where, name)} is called {twin}"
        yield from (f"{_at(where, name)} is missing" for name in missing)
        yield from (f"{_at(where, name)} is new: {_show(value[name])}" for name in strange)
        for name in self.fields:
            if name in value and not self._fits(name, value[name]):
                kinds = " or ".join(_A.get(kind, kind) for kind in self.fields[name])
                yield f"{_at(where, name)} is {_spell(value[name])} instead of {kinds}"

    def _fits(self, name: str, value: object) -> bool:
        return ANY in self.fields[name] or _kind(value) in self.fields[name]


ENVELOPE = ObjectShape(fields={"code": ("number",), "message": ("text",), "data": (ANY,)})
CREATED = ObjectShape(
    fields={
        "id": ("text",),
        "biz_id": ("text",),
        "task_type": ("text",),
        "medias": ("list",),
        "generate_count": ("number",),
        "created_at": ("number",),
        "timeout_at": ("number",),
    }
)
DETAIL = ObjectShape(
    fields={
        "id": ("text",),
        "biz_id": ("text",),
        "task_type": ("text",),
        "created_at": ("number",),
        "medias": ("list",),
    }
)
PICTURE = ObjectShape(
    fields={
        "resource_status": ("number",),
        "status": ("text",),
        "url": ("text",),
        "watermark_url": ("text",),
        "preview_url": ("text",),
        "format": ("text",),
        "width": ("number",),
        "height": ("number",),
        "error_msg": ("text",),
        "remark": ("text",),
    }
)
WAITING = ObjectShape(fields={"resource_status": ("number", "null"), "status": ("text",), "url": ("text",)})
TOKEN = ObjectShape(fields=dict.fromkeys(("ful", "fdl", "ful_expire", "fdl_expire", "fdl_key"), ("text",)))
ASSET = ObjectShape(
    fields={**dict.fromkeys(("id", "name", "url", "asset_type", "status"), ("text",)), "error": ("object",)},
    optional=frozenset({"error"}),
)


def _explain_objects(ours: Mapping[str, Any], theirs: Mapping[str, Any], where: str) -> Iterator[str]:
    missing = [name for name in ours if name not in theirs]
    strange = [name for name in theirs if name not in ours]
    for name in list(missing):
        twin = next((new for new in strange if theirs[new] == ours[name]), None)
        twin = twin or next((new for new in strange if _alike(name, new)), None)
        if twin is not None:
            missing.remove(name)
            strange.remove(twin)
            yield f"{_at(where, name)} is called {twin}"
            yield from explain(ours[name], theirs[twin], _at(where, name))
    yield from (f"{_at(where, name)} is missing" for name in missing)
    yield from (f"{_at(where, name)} is new: {_show(theirs[name])}" for name in strange)
    for name in ours:
        if name in theirs:
            yield from explain(ours[name], theirs[name], _at(where, name))


def _explain_lists(ours: Sequence[Any], theirs: Sequence[Any], where: str) -> Iterator[str]:
    pairs, gone, fresh = _match(ours, theirs)
    for mine, other in pairs:
        if isinstance(mine, dict):
            yield from explain(mine, other, f"{where}[{_name(mine)}]")
        elif mine != other or _kind(mine) != _kind(other):
            yield from explain(mine, other, f"{where}[{_show(mine)}]")
    yield from (f"{where} has no {_name(each)} any more" for each in gone)
    yield from (f"{where} has a new {_name(each)}: {_show(each)}" for each in fresh)
    if not gone and not fresh and [other for _, other in pairs] != list(theirs):
        yield f"{where} come in another order"


def _match(ours: Sequence[Any], theirs: Sequence[Any]) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Pair what is the same entry: by the surest name first, at last by place; give what is left on each side."""
    mine, others = list(enumerate(ours)), list(enumerate(theirs))
    pairs: list[tuple[int, Any, Any]] = []
    for identify in _IDENTITIES:
        known = {identify(each): (place, each) for place, each in reversed(others) if identify(each) is not None}
        for place, each in list(mine):
            name = identify(each)
            if name is not None and name in known:
                twin = known.pop(name)
                pairs.append((place, each, twin[1]))
                mine.remove((place, each))
                others.remove(twin)
    if len(mine) == len(others) and all(
        _kind(a) == _kind(b) or not isinstance(a, dict) for (_, a), (_, b) in zip(mine, others, strict=True)
    ):
        pairs += [(place, each, twin) for (place, each), (_, twin) in zip(mine, others, strict=True)]
        mine, others = [], []
    return [(a, b) for _, a, b in sorted(pairs, key=lambda pair: pair[0])], [x for _, x in mine], [x for _, x in others]


def _by(*names: str) -> Callable[[Any], str | None]:
    def identify(entry: Any) -> str | None:
        if not isinstance(entry, dict) or not all(name in entry for name in names):
            return None
        return json.dumps([_folded(entry[name]) for name in names], sort_keys=True)

    return identify


def _by_itself(entry: Any) -> str | None:
    return None if isinstance(entry, dict | list) else json.dumps(_folded(entry))


def _folded(value: Any) -> Any:
    """Give a value as the price rules compare it, so that 5 and "5" name the same entry."""
    if isinstance(value, dict):
        return {name: _folded(each) for name, each in value.items()}
    return value if isinstance(value, list) else str(value).lower()


_IDENTITIES: tuple[Callable[[Any], str | None], ...] = (
    *(
        _by("attributes"),
        _by("attribute_id"),
        _by("field"),
        _by("model_id", "id"),
        _by("id"),
        _by("tag_type", "tag_value"),
    ),
    *(
        _by("tag_type"),
        _by("enum_value", "category"),
        _by("value"),
        _by("source_values"),
        _by("target_value"),
        _by("label"),
    ),
    _by_itself,
)


def _name(entry: Any) -> str:
    """Name an entry of a list by what tells it apart."""
    if not isinstance(entry, dict):
        return _show(entry)
    if isinstance(entry.get("attributes"), dict):
        return "price for " + (
            ", ".join(f"{name} {value}" for name, value in entry["attributes"].items()) or "anything"
        )
    return next(
        (str(entry[name]) for name in ("field", "id", "value", "tag_type", "label") if entry.get(name)), _show(entry)
    )


def _at(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _alike(one: str, other: str) -> bool:
    """Tell whether one name is the other in another spelling, or the beginning or end of it."""
    a, b = (name.replace("_", "").replace("-", "").lower() for name in (one, other))
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) >= _MIN_TELLING_CHARS and (long.startswith(short) or long.endswith(short)))


_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "number",
    float: "number",
    str: "text",
    list: "list",
    dict: "object",
    type(None): "null",
}
_A = {"number": "a number", "text": "a text", "list": "a list", "object": "an object"}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "something else")


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_SHOWN_CHARS else f"{text[:_MAX_SHOWN_CHARS]}…"


def _spell(value: object) -> str:
    """Say a value with its kind."""
    kind = _kind(value)
    return _show(value) if kind in ("null", "true or false") else f"the {kind} {_show(value)}"
