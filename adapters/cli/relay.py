"""What a program or a chat is told at once (`--tell json`, `--tell chat`): a line of JSON on stderr, or on a command's stdin.

Rules: what people at a terminal are told besides stays unsaid there; each refusal, doubt and reply is told once. A command
that hangs is given up a moment after a signal, wherever it is waited for.
"""

import asyncio
import json
import shlex
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from threading import Event, Thread
from typing import Protocol

from imastudio.adapters.cli.printing import checked
from imastudio.adapters.cli.starting import SIGNALLED
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.wiring.front_ends import command_sender, text_payload
from imastudio.domain.kernel import Failure, Json
from imastudio.domain.messages import say_failure
from imastudio.domain.orders import Language, Scope

_LAST_WORD_S = 1.2  # from a signal on; the process has to end within two seconds
_LOOK_S = 0.05


class Told(Protocol):
    """What it takes of a command's voice: how it is told (`told`), in which language, and by which command."""

    @property
    def language(self) -> Language:
        """Return the language of what is told."""

    @property
    def scope(self) -> Scope:
        """Return whose models are spoken of."""

    @property
    def told(self) -> str:
        """Return how it is told: "json", or "chat"."""

    @property
    def tell_command(self) -> str | None:
        """Return the command that takes a message, if any."""

    def line(self, text: str) -> None:
        """Print a line to people."""


def relay_refusal(out: Told, failure: Failure, *, line: int | None = None) -> None:
    """Say in the chat's words why nothing came of it, or of one `line` of a batch; nothing follows."""
    text = say_failure(failure, out.language, audience="chat", scope=out.scope)
    if line is not None:
        text = say("line", out.language, line=line, text=text)
    relay(out, "refused", text, {"error": failure.kind.value, **({} if line is None else {"line": line})})


def relay(out: Told, kind: str, text: str, data: Mapping[str, Json]) -> bool:
    """Pass on a text that is no news of an order, with what a program needs of it; tell whether it was taken."""
    payload = text_payload(text)
    if out.told == "json":
        _line(out, "event", json.dumps({"kind": kind, "text": text, "data": {**data, "messages": [payload]}}))
        return True
    try:
        _apart(sender(out)(payload))
    except Exception:  # noqa: BLE001 - a foreign command may do anything, and the exit code still tells
        out.line(say("unsent", out.language))
        return False
    return True


def _apart(sending: Awaitable[None]) -> None:
    """Send to the end, inside or outside of a running loop. Raises what the sending raised."""
    failed: list[Exception] = []
    left = Event()

    async def send() -> None:
        try:
            await _unless(left.is_set, sending)
        except Exception as error:  # noqa: BLE001 - raised below, in the caller's thread
            failed.append(error)

    thread = Thread(target=lambda: asyncio.run(send()), name="ima-last-word")
    thread.start()
    try:
        thread.join()
    finally:
        left.set()  # a signal may end the joining, and must find nothing that still runs
    if failed:
        raise failed[0]


async def _unless(given_up: Callable[[], bool], sending: Awaitable[None]) -> None:
    """Send to the end. Raises TimeoutError where it is given up before."""
    task = asyncio.ensure_future(sending)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=_LOOK_S)
            if not task.done() and given_up():
                raise TimeoutError
        task.result()
    finally:
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def _line(out: Told, name: str, line: str) -> None:
    """Print a document on a line of its own."""
    checked(json.loads(line), (name,))
    out.line(line)


def event_writer(out: Told) -> Callable[[str], object]:
    """Return what prints each event on a line of its own."""
    return lambda line: _line(out, "event", line)


def sender(out: Told) -> Callable[[dict[str, str]], Awaitable[None]]:
    """Return what sends into the chat that the options name. Raises Misused for a command that can't be read."""
    try:
        words = shlex.split(out.tell_command or "")
    except ValueError as error:
        raise Misused("tell_command", why=str(error)) from error

    async def show(payload: dict[str, str]) -> None:
        _line(out, "message", json.dumps(payload))

    send = command_sender(words)

    async def pass_on(payload: dict[str, str]) -> None:
        await _unless(lambda: SIGNALLED.passed(_LAST_WORD_S), send(payload))

    return pass_on if words else show
