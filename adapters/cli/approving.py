"""What `ima approve` does: a person at a terminal says yes or no to an order that waits.

Rules: a yes is typed, at a terminal, after price and model were shown; no option stands in for it.
"""

import asyncio
import sys
from collections.abc import Awaitable
from typing import TypeVar

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.ordering import YES
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import refused as refusal_told
from imastudio.adapters.cli.streams import is_terminal
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.wiring.front_ends import open_gate
from imastudio.domain.documents import approval_document
from imastudio.domain.kernel import ImaError, Kind, refuse
from imastudio.domain.lifecycle import Approval
from imastudio.domain.messages import harmless

T = TypeVar("T")
_HEADINGS = ("id", "points", "model", "task", "prompt")


def list_waiting(connection: Connection) -> int:
    """Print what waits for a person; return the exit code."""
    out = Output.of(connection)
    try:
        gate = open_gate(environment=connection.environment)
        waiting = list(_done(gate.waiting()))
    except ImaError as error:
        return refusal_told(connection, error.failure, None)
    if not waiting:
        out.tell(say("nothing_waits", out.language))
    elif not out.as_json:
        show_table(out, "", [say(name, out.language) for name in _HEADINGS], [_row(approval) for approval in waiting])
    out.document([approval_document(approval) for approval in waiting])
    return 0


def answer_one(connection: Connection, approval_id: str, *, refused: bool) -> int:
    """Show what waits under an id, and note what the person at the terminal says; return the exit code."""
    out = Output.of(connection)
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise Misused("approve_at_terminal", click.get_current_context(silent=True))
    try:
        gate = open_gate(environment=connection.environment)
        waiting = _done(gate.waiting())
        approval = next((one for one in waiting if one.id == approval_id), None)
        if approval is None:
            raise refuse(Kind.NOT_FOUND, "id", approval_id)
        _show(out, approval)
        if refused or not _says_yes(out):
            _done(gate.refuse(approval_id))
            raise refuse(Kind.DECLINED)
        if _done(gate.agree(approval_id)) is None:
            raise refuse(Kind.NOT_FOUND, "id", approval_id)
    except ImaError as error:
        return refusal_told(connection, error.failure, None)
    out.tell(say("approved", out.language))
    out.document([approval_document(approval)])
    return 0


def _done(work: Awaitable[T]) -> T:
    async def wait() -> T:
        return await work

    return asyncio.run(wait())


def _show(out: Output, approval: Approval) -> None:
    subject = approval.subject
    facts = {"model": subject.model_name, "n": subject.n, "total": subject.total, "words": harmless(subject.words)}
    out.tell(say("to_approve", out.language, **facts))


def _says_yes(out: Output) -> bool:
    out.tell(say("approve_it", out.language))
    return sys.stdin.readline().strip().lower() in YES


def _row(approval: Approval) -> list[str]:
    subject = approval.subject
    return [
        approval.id,
        str(subject.total),
        subject.model_name,
        subject.task_type,
        harmless(subject.words),
    ]
