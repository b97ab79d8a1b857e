"""News for programs and chats (`--tell json`, `--tell chat`): a line of JSON each on stderr, or to a command's stdin.

Rules: what people at a terminal are told besides stays unsaid there; each refusal, doubt and reply is told once.
"""

import asyncio
import json
import shlex
from collections.abc import Awaitable, Callable, Mapping
from threading import Thread
from typing import TYPE_CHECKING

from imastudio.adapters.cli.messenger import Lines
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.printing import checked
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.wiring import chat_messenger, command_sender, json_messenger, text_payload
from imastudio.domain.kernel import Failure, Json
from imastudio.domain.lifecycle import News
from imastudio.domain.messages import say_failure

if TYPE_CHECKING:
    from imastudio.ports.messenger import Messenger


class Relayed(Lines):
    """Passes news on; a messenger that fails is told of once and stops no order."""

    def __init__(self, out: Output, messenger: "Messenger") -> None:
        super().__init__(out)
        self._messenger = messenger
        self._failed = False

    async def tell(self, news: News) -> None:
        """Pass it on."""
        try:
            await self._messenger.tell(news)
        except Exception:  # noqa: BLE001 - a foreign command may do anything, and the order goes on
            if not self._failed:
                self._failed = True
                self._out.line(say("unsent_goes_on", self._out.language))


def relayed(out: Output) -> Relayed:
    """Return the messenger that the options ask for. Raises Misused for a command that can't be read."""
    if out.told == "json":
        return Relayed(out, json_messenger(event_writer(out), language=out.language, scope=out.scope))
    return Relayed(out, chat_messenger(sender(out), language=out.language, scope=out.scope))


def relay_refusal(out: Output, failure: Failure) -> None:
    """Say in the chat's words why nothing came of it; nothing follows."""
    text = say_failure(failure, out.language, audience="chat", scope=out.scope)
    relay(out, "refused", text, {"error": failure.kind.value})


def relay(out: Output, kind: str, text: str, data: Mapping[str, Json]) -> bool:
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

    async def send() -> None:
        try:
            await sending
        except Exception as error:  # noqa: BLE001 - raised below, in the caller's thread
            failed.append(error)

    thread = Thread(target=lambda: asyncio.run(send()), name="ima-last-word")
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def _line(out: Output, name: str, line: str) -> None:
    """Print a document on a line of its own."""
    checked(json.loads(line), (name,))
    out.line(line)


def event_writer(out: Output) -> Callable[[str], object]:
    """Return what prints each event on a line of its own."""
    return lambda line: _line(out, "event", line)


def sender(out: Output) -> Callable[[dict[str, str]], Awaitable[None]]:
    """Return what sends into the chat that the options name. Raises Misused for a command that can't be read."""
    try:
        words = shlex.split(out.tell_command or "")
    except ValueError as error:
        raise Misused("tell_command", why=str(error)) from error

    async def show(payload: dict[str, str]) -> None:
        _line(out, "message", json.dumps(payload))

    return command_sender(words) if words else show
