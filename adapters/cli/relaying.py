"""News for programs and chats (`--tell json`, `--tell chat`): a line of JSON each on stderr, or to a command's stdin."""

import json
import shlex
from typing import TYPE_CHECKING

import click

from imastudio.adapters.cli.messenger import Lines
from imastudio.adapters.cli.output import Output
from imastudio.adapters.messengers.chat import Chat
from imastudio.adapters.messengers.command import Command
from imastudio.adapters.messengers.json_lines import JsonLines
from imastudio.adapters.messengers.payloads import Payload
from imastudio.domain.news import News

if TYPE_CHECKING:
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
        except Exception as error:  # noqa: BLE001 - a foreign command may do anything, and the order goes on
            if not self._failed:
                self._failed = True
                self._out.tell(f"A message could not be sent ({type(error).__name__}); the order goes on.")


def relayed(out: Output, connection: "Connection") -> Relayed:
    """Return the messenger that the options ask for. Raises click.UsageError for a command that can't be read."""
    language, scope = connection.language, connection.scope
    if connection.tell == "json":
        return Relayed(out, JsonLines(out.tell, language=language, scope=scope))
    try:
        words = shlex.split(connection.tell_command or "")
    except ValueError as error:
        raise click.UsageError(f"--tell-command can't be read: {error}.") from error

    async def show(payload: Payload) -> None:
        out.tell(json.dumps(payload))

    return Relayed(out, Chat(Command(words) if words else show, language=language, scope=scope))
