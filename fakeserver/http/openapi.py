"""The vendor's API as a document: served as it lies in the package, and held against what the server answers.

Rules this file obeys:
* Serving it needs nothing; reading it needs PyYAML, holding answers against it jsonschema-rs. Both are imported late.
* An answer is held against the document only where the server says it itself: one that met a fault is meant to be odd.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs

DOCUMENT = Path(__file__).parent / "openapi.yaml"
METHODS = ("get", "put", "post", "delete", "patch")
_PLACEHOLDER = re.compile(r"\{[^}]+\}")


class AnswersDiffer(AssertionError):
    """The server answered what the document does not say."""


class PartMissing(RuntimeError):
    """Something is not installed that only this needs."""


@cache
def document() -> Mapping[str, Any]:
    """Read the document. Raise `PartMissing` without PyYAML."""
    yaml = _part("yaml", "PyYAML")
    read: Mapping[str, Any] = yaml.load(DOCUMENT.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read


def resolve(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a node's `$ref`, if it is one."""
    found: Any = node
    while "$ref" in found:
        place = found["$ref"]
        found = document()
        for name in place.removeprefix("#/").split("/"):
            found = found[name]
    return dict(found)


@attrs.define
class AnswerCheck:
    """Holds answers against the document, and collects what differs."""

    differences: list[str] = attrs.field(factory=list)

    def look(self, method: str, path: str, status: int, content_type: str, body: bytes | None) -> None:
        """Hold one answer against the document; `body` is None where it is a file."""
        operation = _operation(method.lower(), path)
        if operation is None:
            return
        problem = _problem(operation, status, content_type, body)
        if problem:
            self.differences.append(f"{method} {path} -> {status} {content_type}: {problem}")

    def finish(self) -> None:
        """Raise `AnswersDiffer` if anything differed, once."""
        told, self.differences = self.differences, []
        if told:
            raise AnswersDiffer("the server's answers are not those of docs/openapi.yaml:\n" + "\n".join(told))


def _operation(method: str, path: str) -> Mapping[str, Any] | None:
    """Find what the document says of a call; None where it says nothing. HEAD is answered as GET is, without the body."""
    wanted = "get" if method == "head" else method
    for pattern, item in _patterns():
        if pattern.fullmatch(path) and wanted in item:
            found: Mapping[str, Any] = item[wanted]
            return found
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
    return tuple(
        (re.compile("[^/]+".join(map(re.escape, _PLACEHOLDER.split(path)))), item)
        for path, item in document()["paths"].items()
    )


def _problem(operation: Mapping[str, Any], status: int, content_type: str, body: bytes | None) -> str | None:
    responses = operation["responses"]
    if str(status) not in responses:
        return f"only {', '.join(responses)} are known"
    content = resolve(responses[str(status)]).get("content")
    if not content or body == b"":
        return None
    kind = next((each for each in content if re.fullmatch(each.replace("*", ".*"), content_type)), None)
    if kind is None:
        return f"only {', '.join(content)} are known"
    return _mismatch(json.dumps(content[kind]["schema"]), body) if kind == "application/json" and body else None


def _mismatch(schema: str, body: bytes) -> str | None:
    try:
        value = json.loads(body)
    except ValueError:
        return "no JSON"
    problem = next(_validator(schema).iter_errors(value), None)
    return None if problem is None else f"{problem.message} at /{'/'.join(map(str, problem.instance_path))}"


@cache
def _validator(schema: str) -> Any:
    root = {**json.loads(schema), "components": document()["components"]}
    return _part("jsonschema_rs", "jsonschema-rs").Draft202012Validator(root)


def _part(module: str, name: str) -> Any:
    try:
        return import_module(module)
    except ImportError as problem:
        raise PartMissing(f"this needs {name}: pip install {name}") from problem
