"""`ima models`: what can be ordered, with prices, as a table or as data."""

from collections.abc import Sequence
from typing import Any

import click

from imastudio.adapters.cli.options import (
    Connection,
    connected,
    scoped,
    task_types,
)
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents import ModelDocument, leaf_document
from imastudio.domain.orders import Language, Scope, TaskType
from imastudio.domain.quoting import task_types as task_types_of
from imastudio.domain.quoting import within

MODELS_EPILOG = """\b
Examples:
  ima models
  ima models --task-type text_to_video
  ima models --task-type text_to_speech --output-json
  ima models --offline"""


_MOST_SHOWN = 8


@click.command(epilog=MODELS_EPILOG)
@task_types
@scoped
@connected
def models(**given: Any) -> int:
    """List what can be ordered, with prices in points for one result. Costs nothing."""
    return list_models(Connection.of(given), given["task_type"], Scope(given["scope"]))


def list_models(connection: Connection, task_type: str | None, scope: Scope) -> int:
    """Print the models of one task type, or of all that the scope knows."""
    wanted = [TaskType(task_type)] if task_type else list(task_types_of(scope))

    async def body(session: Session) -> int:
        catalogs = [await session.stopping.beside(session.studio.models(one)) for one in wanted]
        documents = [leaf_document(leaf) for catalog in catalogs for leaf in within(scope, catalog).leaves]
        if not session.out.as_json:
            _show(session.out, documents)
        session.out.document(documents)
        return 0

    return run(connection, body)


def _show(out: Output, documents: Sequence[ModelDocument]) -> None:
    language = out.language
    names = ("model", "model_id", "version", "points", "sizes", "ratios", "time")
    for task_type in dict.fromkeys(str(document["task_type"]) for document in documents):
        rows = [_row(document, language) for document in documents if document["task_type"] == task_type]
        show_table(out, task_type, [say(name, language) for name in names], rows)
    if not documents:
        out.tell(say("nothing_here", language))


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
    return " ".join(shown[:_MOST_SHOWN] + ["…"] * (len(shown) > _MOST_SHOWN))


def _span(ends: object) -> str:
    if not isinstance(ends, list):
        return "-"
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}"
