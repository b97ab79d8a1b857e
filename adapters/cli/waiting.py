"""How commands wait: a signal ends the waiting, never the task."""

import asyncio
from collections.abc import Sequence

import attrs

from imastudio.adapters.cli.messenger import Lines
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session
from imastudio.adapters.cli.stopping import Stopped
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents import result_document
from imastudio.domain.lifecycle import DeliveryStarted, Ended, Result, WaitEnded

_LAST_LOOK = 1.0  # seconds that may pass between a signal and the last word


async def wait_for(session: Session, name: str, timeout: float | None, messenger: Lines) -> Result:  # noqa: ASYNC109 - passed on
    """Wait for one generation and say how the waiting ended."""
    studio = session.studio
    try:
        result = await session.stopping.beside(studio.wait(name, timeout=timeout, messenger=messenger))
    except Stopped:
        try:
            async with asyncio.timeout(_LAST_LOOK):
                result = await studio.wait(name, timeout=0)  # the messenger may be what hangs; it is told of the end
        except TimeoutError:
            raise Stopped from None
    await messenger.tell(end_of(result))
    return result


def end_of(result: Result) -> Ended | WaitEnded:
    """Return the last news of a result."""
    if result.wait_ended:
        return WaitEnded(generation=result.generation, elapsed=result.elapsed, offline=result.offline)
    return Ended(result.generation, result.advice, offline=result.offline)


def finish(out: Output, result: Result) -> int:
    """Print a result and return its exit code."""
    show_results(out, result)
    out.document(result_document(result, out.language))
    return result.exit_code


async def bring(session: Session, result: Result, into: str) -> Result:
    """Fetch the results to where they are wanted; a signal ends the fetching, and they can be fetched again."""
    if result.files and await session.studio.lie_in(result.files, into):
        return result
    lines = Lines(session.out)
    if session.connection.tell == "text":
        await lines.tell(DeliveryStarted(count=len(result.medias)))
    try:
        fetched = await session.stopping.beside(session.studio.deliver(result, into))
    except Stopped:
        fetched = attrs.evolve(result, wait_ended=True)
    if session.connection.tell == "text" and not fetched.files:
        await lines.tell(end_of(fetched))
    return fetched


def tell_where(out: Output, results: Sequence[Result]) -> None:
    """Say that addresses are no longer good where the vendor ended with another program."""
    if any(result.offline and result.medias and not result.files for result in results):
        out.tell(say("offline_there", out.language))


def show_results(out: Output, result: Result) -> None:
    """Print where the results are: their paths, else their addresses."""
    for media, path in zip(result.medias, result.files or [None] * len(result.medias), strict=False):
        out.show(path or media.address or "")
