"""News of an order for programs and chats (`--tell json`, `--tell chat`)."""

from typing import TYPE_CHECKING

from imastudio.adapters.cli.messenger import Lines
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.relay import event_writer, sender
from imastudio.adapters.cli.texts import say
from imastudio.adapters.wiring.front_ends import chat_messenger, json_messenger
from imastudio.domain.lifecycle import Ended, News, WaitEnded

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


class Ends(Lines):
    """Passes on the end of each of several generations, once; what lies between would be nobody's in particular there."""

    def __init__(self, out: Output) -> None:
        super().__init__(out)
        self._told: set[str] = set()

    async def tell(self, news: News) -> None:
        """Pass an end on, as the only news of its generation."""
        if isinstance(news, Ended | WaitEnded) and news.generation.id not in self._told:
            self._told.add(news.generation.id)
            await relayed(self._out).tell(news)


def relayed(out: Output) -> Relayed:
    """Return the messenger that the options ask for. Raises Misused for a command that can't be read."""
    if out.told == "json":
        return Relayed(out, json_messenger(event_writer(out), language=out.language, scope=out.scope))
    return Relayed(out, chat_messenger(sender(out), language=out.language, scope=out.scope))
