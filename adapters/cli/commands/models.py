"""`ima models`: what can be ordered, with prices, as a table or as data."""

from collections.abc import Sequence
from typing import Any

import click

from imastudio.adapters.cli.completing import model_ids
from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected, scoped, task_types
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.adapters.wiring.front_ends import listed_models
from imastudio.domain.documents import ModelCardDocument, ModelDocument, card_document, leaf_document
from imastudio.domain.orders import Language, Scope, TaskType
from imastudio.domain.quoting import Catalog, find_leaf, listed, within
from imastudio.domain.quoting import task_types as task_types_of

MODELS_EPILOG = """\b
Examples:
  ima models
  ima models --task-type text_to_video
  ima models --task-type text_to_speech --output-json
  ima models "Nano Banana 2"
  ima models kling-video-o1 --task-type image_to_video --output-json
  ima models --offline"""


_MAX_SHOWN = 8


@click.command(epilog=MODELS_EPILOG)
@click.argument("name", metavar="[MODEL]", required=False, shell_complete=model_ids)
@task_types
@scoped
@connected
def models(**given: Any) -> int:
    """List what can be ordered, with prices in points for one result; or all that MODEL offers. Costs nothing."""
    connection, scope = Connection.of(given), Scope(given["scope"])
    if given["name"] is not None:
        return show_model(connection, given["name"], given["task_type"], scope)
    return list_models(connection, given["task_type"], scope)


def show_model(connection: Connection, name: str, task_type: str | None, scope: Scope) -> int:
    """Print all that is known of one model: each of its versions, for each task type that lists it."""
    wanted = [TaskType(task_type)] if task_type else list(task_types_of(scope))

    async def body(session: Session) -> int:
        catalogs = [within(scope, await session.stopping.beside(session.studio.models(one))) for one in wanted]
        meant = [leaf for catalog in catalogs if (leaf := listed(catalog, name)) is not None]
        if not meant:
            find_leaf(Catalog(wanted[0], tuple(leaf for catalog in catalogs for leaf in catalog.leaves)), name)
        cards = [card_document(leaf) for leaf in meant]
        for card in () if session.out.as_json else cards:
            _show_card(session.out, card)
        session.out.document(cards)
        return 0

    return run(connection.looking if connection.offline else connection, body)


def list_models(connection: Connection, task_type: str | None, scope: Scope) -> int:
    """Print the models of one task type, or of all that the scope knows."""
    wanted = [TaskType(task_type)] if task_type else list(task_types_of(scope))

    async def body(session: Session) -> int:
        catalogs = [await session.stopping.beside(session.studio.models(one)) for one in wanted]
        documents = [leaf_document(leaf) for catalog in catalogs for leaf in within(scope, catalog).leaves]
        listed_models(connection.environment).keep(documents)
        if not session.out.as_json:
            _show(session.out, documents)
        session.out.document(documents)
        return 0

    return run(connection.looking if connection.offline else connection, body)


def _show(out: Output, documents: Sequence[ModelDocument]) -> None:
    language = out.language
    names = ("model", "model_id", "version", "points", "sizes", "ratios", "time")
    for task_type in dict.fromkeys(str(document["task_type"]) for document in documents):
        rows = [_row(document, language) for document in documents if document["task_type"] == task_type]
        show_table(out, task_type, [say(name, language) for name in names], rows)
    if not documents:
        out.tell(say("nothing_here", language))


def _show_card(out: Output, card: ModelCardDocument) -> None:
    """Print one version of a model in full, and the command that orders it."""
    language = out.language
    facts = {
        "version": card["version_id"],
        "points": _span(card["points"]),
        "time": say("in_seconds", language, span=_span(card["estimated_seconds"])),
        "inputs": _inputs(card, language),
        "formats": "; ".join(f"{kind}: {' '.join(formats)}" for kind, formats in card["input_formats"].items()),
    }
    out.show(f"{card['model_name']} ({card['model_id']}) · {card['task_type'].value}")
    for name, text in facts.items():
        if text:
            out.show(say("labelled", language, name=say(name, language), text=text))
    if card["params"]:
        rows = [
            [name, _value(one["default"]), " ".join(map(str, one["choices"])) or "…"]
            for name, one in card["params"].items()
        ]
        show_table(out, "", [say(name, language) for name in ("parameters", "default", "offered")], rows)
    priced = [
        [
            ", ".join(f"{name}={value}" for name, value in one["params"].items()) or say("always", language),
            one["points"],
        ]
        for one in card["prices"]
    ]
    show_table(out, say("prices", language), ["", say("points", language)], [[str(it) for it in row] for row in priced])


def _value(value: object) -> str:
    return "-" if value is None or value == "" else str(value)


def _inputs(card: ModelCardDocument, language: Language) -> str:
    if card["inputs"] is None:
        return ""
    lowest, highest = card["inputs"]
    saying = "of_any_inputs" if highest is None else "of_inputs"
    return str(lowest) if lowest == highest else say(saying, language, lowest=lowest, highest=highest)


def _row(document: ModelDocument, language: Language) -> list[str]:
    lengths = _some(document["durations"])
    sizes = [_some(document["sizes"]), say("in_seconds", language, span=lengths) if lengths else ""]
    return [
        str(document["model_name"]),
        str(document["model_id"]),
        str(document["version_id"]),
        _span(document["points"]),
        " · ".join(part for part in sizes if part),
        _some(document["aspect_ratios"]),
        say("in_seconds", language, span=_span(document["estimated_seconds"])),
    ]


def _some(values: object) -> str:
    shown = [str(value) for value in values] if isinstance(values, list) else []
    return " ".join(shown[:_MAX_SHOWN] + ["…"] * (len(shown) > _MAX_SHOWN))


def _span(ends: object) -> str:
    if not isinstance(ends, list):
        return "-"
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}"
