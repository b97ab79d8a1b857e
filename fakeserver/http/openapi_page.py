"""The document as a page to read: HTML in the style of the other page, no script, nothing fetched from elsewhere.

Rules this file obeys:
* It says what the document says, in its order, and adds nothing but marks for guesses and for what only the fake has.
* Everything is escaped; a description's `code` and **weight** are the only markup that is kept.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from imastudio.fakeserver.http.openapi import METHODS, document, resolve


def page() -> str:
    """Build the page."""
    api = document()
    info = api["info"]
    title = _text(info["title"])
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f'<title>{title}</title><link rel="icon" href="/_fake/page/icon.svg"><link rel="stylesheet" href="/_fake/page/page.css">'
        '</head><body><a class="skip" href="#api">Skip to the API</a><header class="top">'
        f'<h1>{title}</h1><nav aria-label="Pages"><a href="/_fake/">← Back to the requests</a>'
        '<a href="/_fake/openapi.yaml">openapi.yaml</a></nav></header><main id="api" class="api">'
    )
    parts = [
        f"<section><p>{_text(info['summary'])}</p>{_prose(info['description'])}",
        f'<nav aria-label="Calls">{"".join(_links(api))}</nav></section>',
        *(_operation(path, method, each, shared) for path, method, each, shared in _operations(api)),
        '<section><h2 id="schemas">Schemas</h2>',
        *(_schema(name, schema) for name, schema in api["components"]["schemas"].items()),
        "</section>",
    ]
    return f"{head}{''.join(parts)}</main></body></html>"


def _operations(api: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any], list[Any]]]:
    for path, item in api["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method], item.get("parameters", [])


def _links(api: Mapping[str, Any]) -> Iterator[str]:
    for _, _, operation, _ in _operations(api):
        yield f'<a href="#{_text(operation["operationId"])}">{_text(operation["operationId"])}</a>'
    yield '<a href="#schemas">schemas</a>'


def _operation(path: str, method: str, operation: Mapping[str, Any], shared: list[Any]) -> str:
    parameters = [resolve(each) for each in (*shared, *operation.get("parameters", ()))]
    rows = [
        (f"<code>{_text(each['name'])}</code> {_marks(each)}", f"{_text(each['in'])}{_required(each)}", _about(each))
        for each in parameters
    ]
    answers = [(f"<code>{code}</code>", _answer(resolve(each))) for code, each in operation["responses"].items()]
    name = _text(operation["operationId"])
    title = f'<h2 id="{name}">{method.upper()} <code>{_text(path)}</code> {_marks(operation)}</h2>'
    parts = [
        f"<section>{title}<p>{_prose_line(operation['summary'])}</p>",
        _prose(operation.get("description", "")),
        _table(("parameter", "where", ""), rows),
        _content("Body", operation.get("requestBody", {}).get("content", {})),
        _table(("status", "answer"), answers),
        "</section>",
    ]
    return "".join(parts)


def _answer(response: Mapping[str, Any]) -> str:
    return (
        f"{_prose_line(response['description'])} {_marks(response)}{_content('Content', response.get('content', {}))}"
    )


def _content(title: str, content: Mapping[str, Any]) -> str:
    parts = []
    for kind, media in content.items():
        parts.append(f"<p>{title}: <code>{_text(kind)}</code> {_kind(media['schema'])}</p>")
        for name, example in media.get("examples", {}).items():
            shown = json.dumps(resolve(example)["value"], indent=2, ensure_ascii=False)
            parts.append(f"<details><summary>Example: {_text(name)}</summary><pre>{_text(shown)}</pre></details>")
    return "".join(parts)


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    fields = schema.get("properties", {})
    needed = schema.get("required", ())
    rows = [
        (
            f"<code>{_text(field)}</code> {_marks(each)}",
            f"{_kind(each)}{' (required)' if field in needed else ''}",
            _about(each),
        )
        for field, each in fields.items()
    ]
    return (
        f'<h3 id="schema-{_text(name)}">{_text(name)}</h3>{_prose(schema.get("description", ""))}'
        f"{_table(('field', 'type', ''), rows) if rows else f'<p>{_kind(schema)}</p>'}"
    )


def _kind(schema: Mapping[str, Any]) -> str:
    """Say in a word or two what a schema takes, with links to the named ones."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f'<a href="#schema-{_text(name)}">{_text(name)}</a>'
    for joined, word in (("oneOf", " or "), ("allOf", " and ")):
        if joined in schema:
            return word.join(_kind(each) for each in schema[joined])
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return ", ".join(f"<code>{_text(json.dumps(each))}</code>" for each in values)
    kinds = schema.get("type", "object" if "properties" in schema else "anything")
    said = " or ".join(kinds) if isinstance(kinds, list) else kinds
    if "properties" in schema:
        said += " of " + ", ".join(f"{_text(name)}: {_kind(each)}" for name, each in schema["properties"].items())
    return f"{said} of {_kind(schema['items'])}" if "items" in schema else said


def _about(thing: Mapping[str, Any]) -> str:
    limits = thing.get("schema", thing)
    words = [
        f"{name} {_text(json.dumps(limits[name]))}"
        for name in ("default", "minimum", "maximum", "pattern")
        if name in limits
    ]
    return " ".join([_prose_line(thing.get("description", "")), *words])


def _required(parameter: Mapping[str, Any]) -> str:
    return ", required" if parameter.get("required") else ""


def _marks(thing: Mapping[str, Any]) -> str:
    guess = '<span class="guess">guess</span>' if thing.get("x-guess") else ""
    return guess + ('<span class="fake">fake server only</span>' if thing.get("x-fake") else "")


def _table(head: Iterable[str], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{''.join(f'<th>{each}</th>' for each in head)}</tr></thead><tbody>{body}</tbody></table>"


def _prose(text: str) -> str:
    return "".join(f"<p>{_prose_line(each)}</p>" for each in text.strip().split("\n\n") if each)


def _prose_line(text: str) -> str:
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", _text(text.strip()))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked)


def _text(words: object) -> str:
    return html.escape(str(words))
