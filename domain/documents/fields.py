"""Documents as plain JSON, and what is left of one where only some of its fields are wanted: `--fields a,b.c`.

Rules: a name that no document of the schema has is refused before anything is done; a list is trimmed part by part; an error
stays whatever is asked for, because who doesn't see it takes a failure for an answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from imastudio.domain.kernel import Json, Kind, nearest, plain, refuse, shown

_ERROR = "error"


class Tree(dict[str, "Tree | None"]):
    """Fields by name, each with those of it that are wanted; None: the whole field."""


def read_fields(text: str, schema: Mapping[str, Any]) -> Tree:
    """Return the fields that `text` names, `a,b.c`, as a tree. Raises WishRefused for one that `schema` does not have."""
    tree = Tree()
    for path in filter(None, (part.strip() for part in text.split(","))):
        _check(path.split("."), schema, schema)
        _add(tree, path.split("."))
    if not tree:
        raise refuse(Kind.VALUE_NOT_OFFERED, "fields", shown(text), _names(_ways(schema, schema)))
    return tree


def trimmed(document: object, tree: Tree) -> Json:
    """Return what `tree` keeps of a document."""
    if isinstance(document, Sequence) and not isinstance(document, str):
        return [trimmed(part, tree) for part in document]
    if not isinstance(document, Mapping):
        return plain(document)
    kept = {name: _part(document[name], below) for name, below in tree.items() if name in document}
    if document.get(_ERROR) is not None and _ERROR not in kept:
        kept[_ERROR] = plain(document[_ERROR])
    return kept


def _part(value: object, below: Tree | None) -> Json:
    return plain(value) if below is None else trimmed(value, below)


def _add(tree: Tree, path: Sequence[str]) -> None:
    """Put a path into a tree; a whole field holds every part of it."""
    name, *rest = path
    if not rest:
        tree[name] = None
    elif (branch := tree.setdefault(name, Tree())) is not None:
        _add(branch, rest)


def _check(path: Sequence[str], schema: Mapping[str, Any], root: Mapping[str, Any]) -> None:
    """Refuse a name that no document of `schema` has; an object of open names has any."""
    name, *rest = path
    ways = list(_ways(schema, root))
    below = [way["properties"][name] for way in ways if name in way.get("properties", {})]
    below += [way.get("additionalProperties", {}) for way in ways if "properties" not in way and _is_open(way)]
    if not below:
        raise refuse(Kind.UNKNOWN_PARAMETER, str(shown(name)), None, nearest(name, _names(ways)))
    if rest:
        _check(rest, {"anyOf": below}, root)


def _names(ways: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the fields of all documents that a schema allows."""
    return list(dict.fromkeys(name for way in ways for name in way.get("properties", {})))


def _is_open(way: Mapping[str, Any]) -> bool:
    return not way or way.get("type") == "object"


def _ways(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the objects that a schema allows: of a list those within it, of a choice each."""
    if "$ref" in schema:
        yield from _ways(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    elif "anyOf" in schema:
        for way in schema["anyOf"]:
            yield from _ways(way, root)
    elif "items" in schema:
        yield from _ways(schema["items"], root)
    else:
        yield schema
