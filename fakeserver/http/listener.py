"""Where the server listens: open, or shut for a while, when the system itself refuses connections.

Rules this file obeys:
* Shutting it lets what is under way be answered, ends connections that idle, and frees the port.
* When it opens again, the port listens at once, in the thread that turned the clock: who connects after that is served.
"""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Coroutine
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from imastudio.fakeserver.vendor.clock import VendorClock

_BACKLOG = 4096


class Door:
    """One address and what listens there."""

    def __init__(self, handlers: web.Server, clock: VendorClock, tls: ssl.SSLContext | None = None) -> None:
        self._handlers = handlers
        self.clock = clock
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._address: tuple[str, int] = ("", 0)
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def is_shut(self) -> bool:
        """Tell whether nothing listens."""
        return self._server is None

    async def open(self, host: str, port: int) -> int:
        """Listen, and give the port. Raise OSError where the address won't do."""
        self._loop = asyncio.get_running_loop()
        self._server = await self._loop.create_server(self._handlers, host, port, backlog=_BACKLOG, ssl=self._tls)
        self._address = (host, self._server.sockets[0].getsockname()[1])
        return self._address[1]

    async def shut(self, seconds: float, busy: Collection[RequestHandler]) -> None:
        """Refuse connections for that long by the server's clock; `busy` ones end once they are answered.

        A door that is shut already stays so.
        """
        if self._server is None:
            return
        await self._stop_listening()
        for connection in self._handlers.connections:
            if connection in busy:
                connection.close()
            else:
                connection.force_close()
        self.clock.alarm(seconds, self._open_again)

    async def close(self) -> None:
        """Listen no more, and never again."""
        self._loop = None
        await self._stop_listening()

    async def _stop_listening(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        for listening in server.sockets:
            asyncio.get_running_loop().remove_reader(listening.fileno())
        for _ in range(2):  # a connection that was accepted in this turn of the loop gets its handler in the next
            await asyncio.sleep(0)
        server.close()

    def _open_again(self) -> None:
        if self._loop is None:
            return  # the server was stopped meanwhile
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        listening = socket.create_server(self._address, family=family, backlog=_BACKLOG)
        asyncio.run_coroutine_threadsafe(self._serve(listening), self._loop)

    async def _serve(self, listening: socket.socket) -> None:
        if self._loop is None:
            listening.close()
            return
        self._server = await self._loop.create_server(self._handlers, sock=listening, backlog=_BACKLOG, ssl=self._tls)


class Served:
    """Can be started and stopped: `async with` in the running event loop, `with` in a thread of its own."""

    _thread: "LoopThread | None" = None

    async def start(self) -> None:
        """Listen, in the running event loop."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Stop listening."""
        raise NotImplementedError

    def finish(self) -> None:
        """Do what is to be done once it has stopped, and nothing went wrong."""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if error is None:
            self.finish()

    def __enter__(self) -> Self:
        self._thread = LoopThread(self.start, self.stop)
        self._thread.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread:
            self._thread.end()
            self._thread = None
        if error is None:
            self.finish()


class LoopThread:
    """An event loop in a thread, with a server in it."""

    def __init__(
        self, start: Callable[[], Coroutine[Any, Any, None]], stop: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        self._start = start
        self._stop = stop
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-ima", daemon=True)

    def begin(self) -> None:
        """Start, and return when the server listens."""
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        except BaseException:
            self._close()
            raise

    def end(self) -> None:
        """Stop the server, then the loop, then the thread."""
        try:
            asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        finally:
            self._close()

    def _close(self) -> None:
        asyncio.run_coroutine_threadsafe(_let_go(), self._loop).result()
        asyncio.run_coroutine_threadsafe(self._loop.shutdown_default_executor(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _let_go() -> None:
    """End what still waits: requests whose clients have gone meanwhile."""
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
