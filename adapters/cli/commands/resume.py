"""`ima resume`: go on with everything that is unfinished and whose process is gone."""

from collections.abc import Collection, Sequence
from typing import Any

import attrs
import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.messenger import Lines
from imastudio.adapters.cli.options import connected, waiting
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.stopping import Stopped
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.waiting import end_of, show_results, tell_where
from imastudio.domain.documents import result_document
from imastudio.domain.kernel import ExitCode
from imastudio.domain.lifecycle import News, Result

RESUME_EPILOG = """\b
Examples:
  ima resume
  ima resume --take 3f6c9d1e    (from a process that lives but hangs)"""


@click.command(epilog=RESUME_EPILOG)
@click.option("--take", metavar="ID", help="Take this one from a process that hangs.")
@waiting
@connected
def resume(**given: Any) -> int:
    """Pick up every unfinished order whose process is gone.

    Nothing is ordered: what is paid for is waited for and fetched. Ends with the highest exit code of all.
    """
    take = given["take"]

    async def body(session: Session) -> int:
        results = await _resume(session, take, given["timeout"])
        if take is None:
            await _tell_left(session, {result.id for result in results})
        if not results:
            session.out.tell(say("nothing_open", session.out.language))
        tell_where(session.out, results)
        for result in results:
            show_results(session.out, result)
        session.out.document([result_document(result, session.out.language) for result in results])
        return max((result.exit_code for result in results), default=0)

    return run(Connection.of(given).for_what_is_paid, body, stopped=ExitCode.GOES_ON)


async def _tell_left(session: Session, told: Collection[str]) -> None:
    """Say what is left alone, and why: what another process drives, and what another key ordered."""
    out, studio = session.out, session.studio
    for row in await studio.history(unfinished=True):
        if row.alive and row.generation.id not in told:
            left = "left_unfetched" if row.generation.undelivered else "left_alive"
            out.tell(say(left, out.language, id=row.generation.id))
    others = await studio.elsewhere()
    if others:
        out.tell(say("other_keys", out.language, count=len(others)))


async def _resume(session: Session, take: str | None, timeout: float | None) -> Sequence[Result]:  # noqa: ASYNC109 - passed on
    studio, every = session.studio, _every(session.out)
    resuming = studio.resume(take=take, timeout=timeout, messenger=every)
    try:
        return await session.stopping.beside(resuming)
    except Stopped:
        rows = await studio.history(unfinished=True)
        results = [attrs.evolve(studio.look_at(row), wait_ended=True) for row in rows]
        for result in results:
            await every.tell(end_of(result))
        return results


def _every(out: Output) -> Lines:
    """Return what tells of several generations at once, where people are told at this terminal or elsewhere."""
    if out.told == "text":
        return _Every(out)
    from imastudio.adapters.cli.chat_output import Ends

    return Ends(out)


class _Every(Lines):
    """Lines for several generations at once: each has an end."""

    async def tell(self, news: News) -> None:
        """Say it."""
        await Lines(self._out).tell(news)
