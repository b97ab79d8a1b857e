"""A server for tests that look at the wire: it keeps what came and sends what it is told, be it cut, garbage, or nothing at all.

Rules: one answer a connection. A server that many tests share has an address of its own for each of them, so that what another
test left on its way is nobody's. Where a plain expectation will do, tests take the fixture `httpserver`.
"""

import asyncio
import json
import logging
import re
import socket
import struct
import time
from collections import deque
from http import HTTPStatus
from itertools import count
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import attrs
from multidict import CIMultiDict
from pytest_httpserver import HTTPServer
from pytest_httpserver.httpserver import Error
from werkzeug import Request, Response

_PLACE = re.compile("/test-[0-9]+")
_LOOK_AGAIN_S = 0.002


class _Cut(Error, ConnectionAbortedError):
    """A line is cut as it was meant to be: the server drops it, and collects no error."""


@attrs.frozen(kw_only=True)
class Received:
    """A request as it came."""

    method: str
    target: str
    headers: CIMultiDict[str]
    body: bytes

    @property
    def path(self) -> str:
        """Return the path without the query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """Return the decoded query."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True, strict_parsing=True))

    @property
    def json(self) -> Any:
        """Return the decoded body."""
        return json.loads(self.body)


@attrs.frozen(kw_only=True)
class Answer:
    """What is sent: a status, headers and a body, of which `missing` bytes are announced and never sent.

    `raw` replaces all of it. `deaf` closes the connection before anything is read, `silent` after. `after` is waited for
    before the answer, `hold` before the connection is closed.
    """

    status: int = 200
    headers: dict[str, str] = attrs.field(factory=dict)
    body: bytes = b""
    missing: int = 0
    raw: bytes | None = None
    deaf: bool = False
    silent: bool = False
    after: asyncio.Event | None = None
    hold: asyncio.Event | None = None

    @property
    def broken(self) -> bool:
        """Tell whether no proper server would answer so."""
        told = self.raw is not None or self.silent or self.missing > 0 or self.hold is not None
        return told or "Location" in self.headers  # the library would mend one that leads nowhere

    def spelled(self) -> bytes:
        """Return the bytes."""
        if self.raw is not None:
            return self.raw
        headers = {"Content-Length": str(len(self.body) + self.missing), "Connection": "close", **self.headers}
        lines = [f"HTTP/1.1 {self.status} Said", *(f"{name}: {value}" for name, value in headers.items() if value)]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


def said(value: Any, *, status: int = 200, **headers: str) -> Answer:
    """Return an answer in JSON; a header `retry_after` is sent as Retry-After."""
    named = {name.replace("_", "-").title(): text for name, text in headers.items()}
    return Answer(status=status, headers=named, body=json.dumps(value).encode())


class WireServer:
    """The server, one of pytest-httpserver's. `answers` are used up in order, the last one again and again.

    `received` are the requests, `came` tells of the first.
    """

    _numbers = count(1)

    def __init__(self, server: HTTPServer | None = None) -> None:
        self._owns = server is None
        self._place = "" if self._owns else f"/test-{next(self._numbers)}"
        self.server = server or HTTPServer(host="127.0.0.1", port=0, threaded=True)
        self.received: list[Received] = []
        self.answers: deque[Answer] = deque()
        self.connections = 0
        self.came = asyncio.Event()
        self.url = ""

    def answer(self, *answers: Answer) -> None:
        """Say what comes next, and from then on."""
        self.answers = deque(answers)

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self.server.expect_request(re.compile(".*")).respond_with_handler(self._respond)
        if self._owns:
            self.server.start()
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)  # its lines tell what was asked, keys and all
        self.url = self.server.url_for(self._place).rstrip("/")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger("werkzeug").setLevel(logging.NOTSET)
        if self._owns:
            await asyncio.to_thread(self.server.stop)

    def _respond(self, request: Request) -> Response:
        """Answer in the thread of the server, or cut the line; that is no error of a handler, which another test would meet."""
        try:
            return self._answered(request)
        except OSError as ended:
            raise _Cut from ended

    def _answered(self, request: Request) -> Response:
        """Return what a library sends; what none would send is written to the socket itself. Raises OSError at its end."""
        if not self._is_ours(request):
            return Response(status=HTTPStatus.NOT_FOUND)
        self.connections += 1
        answer = self.answers.popleft() if len(self.answers) > 1 else self.answers[0]
        line: socket.socket = request.environ["werkzeug.socket"]
        if answer.deaf:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing it is a reset
            line.shutdown(socket.SHUT_RD)
        else:
            self.received.append(self._received(request))
            self._loop.call_soon_threadsafe(self.came.set)
            self._wait_for(answer.after)
            if not answer.broken:
                return Response(answer.body, answer.status, {"Connection": "close", **answer.headers})
            if not answer.silent:
                line.sendall(answer.spelled())
            self._wait_for(answer.hold)
            line.shutdown(socket.SHUT_RDWR)
        raise ConnectionAbortedError

    def _wait_for(self, event: asyncio.Event | None) -> None:
        """Wait in the server's thread, as long as the test goes on; its loop may end at any moment."""
        while event is not None and not event.is_set():
            if self._loop.is_closed():
                raise ConnectionAbortedError
            time.sleep(_LOOK_AGAIN_S)

    def _is_ours(self, request: Request) -> bool:
        """Tell whether no other test has sent this; a redirect may lead out of the place of a test."""
        place = _PLACE.match(request.path)
        return self._owns or place is None or place[0] == self._place

    def _received(self, request: Request) -> Received:
        headers = CIMultiDict[str](request.headers.items())
        target = request.environ["REQUEST_URI"].removeprefix(self._place)
        return Received(method=request.method, target=target, headers=headers, body=request.get_data())
