"""An order as the body of the paid POST: it leaves only while it may, and tells whether any of it did."""

import asyncio
import select
from collections.abc import Awaitable, Callable

from aiohttp import Payload
from aiohttp.abc import AbstractStreamWriter

_ENDED = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR if hasattr(select, "poll") else 0


class OrderBody(Payload):
    """The bytes of an order. `may_leave` is asked when the line is there; `sent` is what is known of their leaving.

    Raises ConnectionAbortedError where they may not leave, or where the line has ended: nothing was sent then. A server that
    closes a line that idles, or goes away, is found out here and not by an order on its way.
    """

    def __init__(self, encoded: bytes, may_leave: Callable[[], Awaitable[bool]]) -> None:
        super().__init__(encoded, content_type="application/json")
        self._size = len(encoded)
        self._may_leave = may_leave
        self.sent = False

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return the order as text."""
        return str(self._value, encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Send the order, after the last question."""
        transport: asyncio.Transport | None = getattr(writer, "transport", None)
        if not await self._may_leave() or (transport is not None and _has_ended(transport)):
            raise ConnectionAbortedError
        self.sent = True
        # One try at once; of what the system doesn't take then, the rest later.
        await writer.write(self._value, drain=False)  # type: ignore[call-arg]
        if transport is not None and transport.is_closing():
            self.sent = False  # the system took nothing of it
            raise ConnectionAbortedError


def _has_ended(transport: asyncio.Transport) -> bool:
    """Tell whether the line has ended, though the event loop may not have come to it yet."""
    socket = transport.get_extra_info("socket")
    if transport.is_closing() or socket is None or not _ENDED:
        return transport.is_closing()
    poll = select.poll()
    poll.register(socket.fileno(), _ENDED)
    return bool(poll.poll(0))
