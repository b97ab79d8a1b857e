"""News for programs and chats (`--tell json`, `--tell chat`): a line of JSON each on stderr, or to a command's stdin."""

import json
import shlex
from typing import TYPE_CHECKING

from imastudio.adapters.cli.messenger import Lines
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.printing import checked
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.wiring import chat_messenger, command_sender, json_messenger, text_payload
from imastudio.domain.kernel import Failure
from imastudio.domain.lifecycle import News
from imastudio.domain.messages import say_failure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from imastudio.adapters.cli.options import Connection
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
                self._out.tell(say("unsent_goes_on", self._out.language))


def relayed(out: Output, connection: "Connection") -> Relayed:
    """Return the messenger that the options ask for. Raises Misused for a command that can't be read."""
    language, scope = connection.language, connection.scope
    if connection.tell == "json":
        return Relayed(out, json_messenger(lambda line: _line(out, "event", line), language=language, scope=scope))
    return Relayed(out, chat_messenger(sender(out, connection), language=language, scope=scope))


async def relay_refusal(out: Output, connection: "Connection", failure: Failure) -> None:
    """Say in the chat's words why nothing was ordered; nothing follows."""
    text = say_failure(failure, connection.language, audience="chat", scope=connection.scope)
    payload = text_payload(text)
    if connection.tell == "json":
        data = {"error": failure.kind.value, "messages": [payload]}
        _line(out, "event", json.dumps({"kind": "refused", "text": text, "data": data}))
        return
    try:
        await sender(out, connection)(payload)
    except Exception:  # noqa: BLE001 - a foreign command may do anything, and the exit code still tells
        out.tell(say("unsent", out.language))


def _line(out: Output, name: str, line: str) -> None:
    """Print a document on a line of its own."""
    checked(json.loads(line), (name,))
    out.tell(line)


def event_writer(out: Output) -> "Callable[[str], object]":
    """Return what prints each event on a line of its own."""
    return lambda line: _line(out, "event", line)


def sender(out: Output, connection: "Connection") -> "Callable[[dict[str, str]], Awaitable[None]]":
    """Return what sends into the chat that the options name. Raises Misused for a command that can't be read."""
    try:
        words = shlex.split(connection.tell_command or "")
    except ValueError as error:
        raise Misused("tell_command", why=str(error)) from error

    async def show(payload: dict[str, str]) -> None:
        _line(out, "message", json.dumps(payload))

    return command_sender(words) if words else show
