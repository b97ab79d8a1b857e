"""How `ima history`, `ima settle` and `ima forget` look back at what this machine ordered."""

from imastudio.adapters.cli.documents import result_document, row_document
from imastudio.adapters.cli.options import Connection
from imastudio.adapters.cli.sayings import say
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.tables import show_table
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.generation import Stage
from imastudio.domain.phrasebook import say_failure
from imastudio.domain.results import Result

COLUMNS = ("generation_id", "at", "status", "task_type", "model_name", "credit")
HEADINGS = ("id", "when", "status", "task", "model", "points")


def list_history(connection: Connection, unknown: bool, unfinished: bool, limit: int) -> int:
    """Print the newest generations; return the exit code."""

    async def body(session: Session) -> int:
        stage = Stage.UNKNOWN if unknown else None
        rows = await session.studio.history(stage=stage, unfinished=unfinished or None, limit=limit)
        out = session.out
        documents = [
            row_document(Result(generation=row.generation, at=row.at), row.at, out.language, alive=row.alive)
            for row in rows
        ]
        if not documents:
            out.tell(say("nothing_here", out.language))
        elif not out.as_json:
            headings = [say(name, out.language) for name in HEADINGS]
            show_table(out, "", headings, [[str(document[name]) for name in COLUMNS] for document in documents])
        out.document(documents)
        return 0

    return run(connection, body)


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
        session.out.document({"forgotten": name})
        return 0

    return run(connection, body)
