"""Where the server listens: open, or shut for a while, when the system itself refuses connections.

Rules this file obeys:
* Shutting it lets what is under way be answered, ends connections that idle, and frees the port.
* When it opens again, the port listens at once, in the thread that turned the clock: who connects after that is served.
"""

import asyncio
import socket
from collections.abc import Collection

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from imastudio.fakeserver.clock import Clock

_BACKLOG = 4096


class Door:
    """One address and what listens there."""

    def __init__(self, runner: web.AppRunner, clock: Clock) -> None:
        self._runner = runner
        self.clock = clock
        self._site: web.BaseSite | None = None
        self._address: tuple[str, int] = ("", 0)
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def is_shut(self) -> bool:
        """Tell whether nothing listens."""
        return self._site is None

    async def open(self, host: str, port: int) -> int:
        """Listen, and give the port. Raise OSError where the address won't do."""
        self._loop = asyncio.get_running_loop()
        self._site = web.TCPSite(self._runner, host, port, backlog=_BACKLOG)
        await self._site.start()
        self._address = (host, self._runner.addresses[0][1])
        return self._address[1]

    async def shut(self, seconds: float, busy: Collection[RequestHandler]) -> None:
        """Refuse connections for that long by the server's clock; `busy` ones end once they are answered.

        A door that is shut already stays so.
        """
        if self._site is None:
            return
        await self._site.stop()
        self._site = None
        for connection in self._runner.server.connections if self._runner.server else ():
            if connection in busy:
                connection.close()
            else:
                connection.force_close()
        self.clock.alarm(seconds, self._open_again)

    def _open_again(self) -> None:
        if self._runner.server is None or self._loop is None or self._loop.is_closed():
            return  # the server was stopped meanwhile
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        listening = socket.create_server(self._address, family=family, backlog=_BACKLOG)
        asyncio.run_coroutine_threadsafe(self._serve(listening), self._loop)

    async def _serve(self, listening: socket.socket) -> None:
        if self._runner.server is None:
            listening.close()
            return
        self._site = web.SockSite(self._runner, listening, backlog=_BACKLOG)
        await self._site.start()
