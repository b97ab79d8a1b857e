"""`ima history`: what was ordered from this machine, newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from imastudio.adapters.cli.options import (
    Connection,
    connected,
)
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents import HistoryDocument, row_document
from imastudio.domain.lifecycle import Stage
from imastudio.domain.messages import harmless

HISTORY_EPILOG = """\b
Examples:
  ima history
  ima history --unknown          (nobody knows whether these were taken)
  ima history --open --output-json

A prompt is kept where its order said so (--keep-prompts, IMA_KEEP_PROMPTS=1), until ima forget."""


COLUMNS = ("generation_id", "at", "status", "task_type", "model_name", "credit")
HEADINGS = ("id", "when", "status", "task", "model", "points")
LONGEST = 40
"""So many characters of a prompt stand in the table."""


@click.command(epilog=HISTORY_EPILOG)
@click.option("--unknown", is_flag=True, help="Only those whose outcome is unknown.")
@click.option("--open", "unfinished", is_flag=True, help="Only those that are unfinished.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="The newest so many.")
@connected
def history(**given: Any) -> int:
    """List what was ordered from this machine with this key, newest first; with the prompts that are kept."""
    return list_history(Connection.of(given).for_what_is_paid, given["unknown"], given["unfinished"], given["limit"])


def list_history(connection: Connection, unknown: bool, unfinished: bool, limit: int) -> int:
    """Print the newest generations; return the exit code."""

    async def body(session: Session) -> int:
        stage = Stage.UNKNOWN if unknown else None
        rows = await session.studio.history(stage=stage, unfinished=unfinished or None, limit=limit)
        out = session.out
        others = await session.studio.elsewhere()
        wanted = [row for row in others if not unknown or row.generation.stage is Stage.UNKNOWN]
        rows = sorted([*rows, *wanted], key=lambda row: row.at, reverse=True)
        foreign = {row.generation.id for row in wanted}
        documents = [
            row_document(
                session.studio.look_at(row),
                row.at,
                out.language,
                alive=row.alive,
                other_key=row.generation.id in foreign,
            )
            for row in rows
        ]
        if others:
            out.tell(say("other_keys", out.language, count=len(others)))
        if not documents:
            out.tell(say("nothing_here", out.language))
        elif not out.as_json:
            _show(session, documents, [row.generation.prompt for row in rows])
        out.document(documents)
        return 0

    return run(connection.looking, body)


def _show(session: Session, documents: Sequence[HistoryDocument], prompts: Sequence[str | None]) -> None:
    """Print the table; the prompts stand in it where one is kept."""
    out = session.out
    said: list[dict[str, object]] = [
        {**document, "status": _status(document, session), "at": _local(document["at"])} for document in documents
    ]
    headings, cells = [*HEADINGS], [[str(line[name]) for name in COLUMNS] for line in said]
    if any(prompt is not None for prompt in prompts):
        headings.append("prompt")
        cells = [[*line, _shortened(prompt)] for line, prompt in zip(cells, prompts, strict=True)]
    show_table(out, "", [say(name, out.language) for name in headings], cells)


def _local(instant: str) -> str:
    """Return an instant by the person's own clock, with its offset."""
    return datetime.fromisoformat(instant).astimezone().isoformat(sep=" ", timespec="seconds")


def _shortened(prompt: str | None) -> str:
    if prompt is None:
        return "-"
    return harmless(prompt if len(prompt) <= LONGEST else f"{prompt[: LONGEST - 1]}…")


def _status(document: HistoryDocument, session: Session) -> str:
    """Return how it stands, in words: offline nothing runs on without its program."""
    if document["other_key"]:
        return say(
            "status_other_key", session.out.language, status=say(f"status_{document['status']}", session.out.language)
        )
    gone = session.connection.offline and document["status"] == "running" and not document["alive"]
    return say(f"status_{'gone' if gone else document['status']}", session.out.language)
