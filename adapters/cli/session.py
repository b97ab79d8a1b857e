"""One command at work: a studio is opened, signals are heard, and every failure becomes an exit code (decision 27)."""

import asyncio
import errno
import importlib.util
import os
import threading
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeAlias

import attrs
import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.messenger import Lines, messenger_for
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.starting import leave_at_once
from imastudio.adapters.cli.stopping import Stopped, Stopping
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.domain.documents import Status, failure_document, refusal_document
from imastudio.domain.kernel import Charge, ExitCode, Failure, ImaError, Kind, unavailable
from imastudio.domain.messages import say_notice
from imastudio.domain.orders import Notice
from imastudio.ports.studio import Studio

_HELPER = "ima-helper"
OF_LEDGER = frozenset({"ledger_salvaged", "ledger_loss", "ledger_incomplete"})
_LAST_MOMENT = 0.2  # seconds
_FEWEST_FILES = 16
"""The event loop, the ledger, its lock, a connection, an input and a result: fewer would fail in the middle of an order."""


@attrs.frozen(kw_only=True)
class Session:
    """The studio, the voice and the signals that a command works with."""

    studio: Studio
    out: Output
    stopping: Stopping
    connection: Connection

    def hearing(self, words: str) -> "Session":
        """Return it for what is said later in a conversation: answered in the language of its words."""
        connection = self.connection.hearing(words)
        out = attrs.evolve(self.out, language=connection.language)
        return attrs.evolve(self, connection=connection, out=out)

    def messenger(self) -> Lines:
        """Return what tells this person the news."""
        from imastudio.adapters.wiring.offline import OFFLINE_SPEED

        connection = self.connection
        if connection.tell != "text":
            from imastudio.adapters.cli.chat_output import relayed

            return relayed(self.out)
        return messenger_for(self.out, connection.speed or (OFFLINE_SPEED if connection.offline else 1.0))


Body: TypeAlias = Callable[[Session], Awaitable[int]]


def run(
    connection: Connection,
    body: Body,
    *,
    status: Status | None = None,
    stopped: int = ExitCode.REFUSED,
    look: Body | None = None,
) -> int:
    """Open a studio, do `body`, return the exit code.

    `status` is what the JSON says where `body` raises: "rejected" for a command that then surely ordered nothing.
    `stopped` is the exit code after a signal. `look` is done in a fresh studio instead, where `body` may have ordered
    something and a signal or a defect kept it from saying so.
    """
    need_descriptors()
    out = Output.of(connection)
    if connection.offline and not connection.looks_only:
        need_pillow()
    if connection.unknown_language and connection.tell == "text":
        out.tell(say("language_unknown", out.language, name=connection.unknown_language))
    stopping = Stopping()
    with asyncio.Runner() as runner:
        helpers = ThreadPoolExecutor(thread_name_prefix=_HELPER)
        runner.get_loop().set_default_executor(helpers)
        try:
            code = runner.run(_run(connection, body, look, out, stopping))
        except Stopped:
            failure = Failure(kind=Kind.INTERRUPTED, facts={"goes_on": True} if connection.of_paid else {})
            error = failure_document(failure, of_paid=connection.of_paid, scope=connection.scope)
            out.fail(failure, refusal_document(error, status))
            code = stopped
        except ImaError as error:
            code = refused(connection, connection.naming(error.failure), status, out)
        if stopping.stopped:
            helpers.shutdown(wait=False, cancel_futures=True)
            if _hangs():
                leave_at_once(code)
    return code


def _hangs() -> bool:
    """Tell whether a helper is still at work a moment later: with a name server that doesn't answer, a disk that is stuck."""
    until = time.monotonic() + _LAST_MOMENT
    for thread in threading.enumerate():
        if thread.name.startswith(_HELPER):
            thread.join(max(0.0, until - time.monotonic()))
    return any(thread.name.startswith(_HELPER) for thread in threading.enumerate())


def refused(connection: Connection, failure: Failure, status: Status | None, out: Output | None = None) -> int:
    """Tell why nothing came of a command; return the exit code. `status` as in `run`."""
    out = out or Output.of(connection)
    error = failure_document(failure, of_paid=connection.of_paid, scope=connection.scope)
    code = out.fail(failure, refusal_document(error, status))
    if failure.kind is Kind.NO_KEY and not connection.of_paid:
        out.tell(say("try_offline", out.language))
    return code


def need_descriptors() -> None:
    """Refuse to begin where the process may open too few files to see an order through. Raises LedgerUnavailable."""
    opened: list[int] = []
    try:
        opened.extend(os.open(os.devnull, os.O_RDONLY) for _ in range(_FEWEST_FILES))
    except OSError as error:
        if error.errno in {errno.EMFILE, errno.ENFILE}:
            raise unavailable("too_many_files") from error
        raise
    finally:
        for descriptor in opened:
            os.close(descriptor)


def need_pillow() -> None:
    """Say which extra the fake server needs, if it is missing. Raises Misused."""
    if importlib.util.find_spec("PIL") is None:
        raise Misused("pillow_missing")


async def _run(connection: Connection, body: Body, look: Body | None, out: Output, stopping: Stopping) -> int:
    with stopping:
        try:
            return await _with_studio(connection, body, out, stopping)
        except Exception as problem:
            if look is None or isinstance(problem, ImaError | click.ClickException):
                raise
            if not isinstance(problem, Stopped):
                last = traceback.extract_tb(problem.__traceback__)[-1]
                place = f"{type(problem).__name__}, {last.filename}:{last.lineno}"  # its message may hold the prompt
                out.tell(say("defect", out.language, place=place))
        try:
            return await _with_studio(connection, look, out, stopping)
        except ImaError:
            unknown = Failure(kind=Kind.OUTCOME_UNKNOWN, charge=Charge(0, sure=False))
            return out.fail(unknown, refusal_document(failure_document(unknown), "unknown"))


async def _with_studio(connection: Connection, body: Body, out: Output, stopping: Stopping) -> int:
    async with opened(connection, out) as studio:
        stopping.hurried(studio.hurry)
        return await body(Session(studio=studio, out=out, stopping=stopping, connection=connection))


@asynccontextmanager
async def opened(connection: Connection, out: Output) -> AsyncIterator[Studio]:
    """Open a studio as the options say."""
    from imastudio.adapters.wiring.offline import OFFLINE_SPEED
    from imastudio.adapters.wiring.studio import open_studio

    def note(notice: Notice) -> None:
        out.tell(say_notice(notice, out.language))
        if notice.code in OF_LEDGER:
            out.of_ledger.append(notice)

    opening = open_studio(
        api_key=connection.api_key,
        base_url=connection.base_url,
        allow_dir=connection.allow_dir,
        proxy=connection.proxy,
        language=connection.language,
        user_id=connection.user_id,
        budget=connection.budget,
        keep_prompts=connection.keep_prompts,
        keep_metadata=connection.keep_metadata,
        again=connection.again,
        database=connection.database,
        workers=connection.workers,
        offline=connection.offline,
        looks_only=connection.looks_only,
        offline_speed=connection.speed or OFFLINE_SPEED,
        clock_speed=connection.speed or 1.0,
        environment=connection.environment,
        note=note,
    )
    async with opening as studio:
        yield studio
