"""How `ima history`, `ima settle` and `ima forget` look back at what this machine ordered."""

from collections.abc import Sequence

from imastudio.adapters.cli.options import Connection
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents.encoding import result_document, row_document
from imastudio.domain.documents.shapes import ForgottenDocument, HistoryDocument
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.messages.phrasebook import say_failure
from imastudio.domain.messages.rendering import harmless

COLUMNS = ("generation_id", "at", "status", "task_type", "model_name", "credit")
HEADINGS = ("id", "when", "status", "task", "model", "points")
LONGEST = 40
"""So many characters of a prompt stand in the table."""


def list_history(connection: Connection, unknown: bool, unfinished: bool, limit: int) -> int:
    """Print the newest generations; return the exit code."""

    async def body(session: Session) -> int:
        stage = Stage.UNKNOWN if unknown else None
        rows = await session.studio.history(stage=stage, unfinished=unfinished or None, limit=limit)
        out = session.out
        documents = [row_document(session.studio.look_at(row), row.at, out.language, alive=row.alive) for row in rows]
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
    said: list[dict[str, object]] = [{**document, "status": _status(document, session)} for document in documents]
    headings, cells = [*HEADINGS], [[str(line[name]) for name in COLUMNS] for line in said]
    if any(prompt is not None for prompt in prompts):
        headings.append("prompt")
        cells = [[*line, _shortened(prompt)] for line, prompt in zip(cells, prompts, strict=True)]
    show_table(out, "", [say(name, out.language) for name in headings], cells)


def _shortened(prompt: str | None) -> str:
    if prompt is None:
        return "-"
    return harmless(prompt if len(prompt) <= LONGEST else f"{prompt[: LONGEST - 1]}…")


def _status(document: HistoryDocument, session: Session) -> str:
    """Return how it stands, in words: offline nothing runs on without its program."""
    gone = session.connection.offline and document["status"] == "running" and not document["alive"]
    return say(f"status_{'gone' if gone else document['status']}", session.out.language)


def settle_one(connection: Connection, name: str, task_id: str | None) -> int:
    """Note that a generation was charged as `task_id`, or (None) not; return the exit code."""

    async def body(session: Session) -> int:
        result = await session.studio.settle(name, task_id=task_id)
        out = session.out
        not_charged = say_failure(Failure(kind=Kind.NOT_CHARGED), out.language)
        out.tell(say("settled", out.language, id=result.id) if task_id else not_charged)
        out.document(result_document(result, out.language))
        return 0

    return run(connection, body)


def forget_one(connection: Connection, name: str) -> int:
    """Blank what the ledger tells of a generation; return the exit code."""

    async def body(session: Session) -> int:
        await session.studio.forget(name)
        session.out.tell(say("forgotten", session.out.language))
        forgotten: ForgottenDocument = {"forgotten": name}
        session.out.document(forgotten)
        return 0

    return run(connection.looking, body)
