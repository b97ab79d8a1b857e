"""A server on a plain socket, for tests that look at the very bytes: it keeps what came and sends what it is told.

Rules: one answer a connection; an answer may be cut, may be garbage, may never come.
"""

import asyncio
import json
from collections import deque
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import attrs
from multidict import CIMultiDict


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
    """The server. `answers` are used up in order, the last one again and again.

    `received` are the requests, `came` tells of the first.
    """

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: deque[Answer] = deque()
        self.connections = 0
        self.came = asyncio.Event()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Return the base address."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def answer(self, *answers: Answer) -> None:
        """Say what comes next, and from then on."""
        self.answers = deque(answers)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        answer = self.answers.popleft() if len(self.answers) > 1 else self.answers[0]
        try:
            if not answer.deaf:
                self.received.append(await _read(reader))
                self.came.set()
                if answer.after is not None:
                    await answer.after.wait()
                if not answer.silent:
                    writer.write(answer.spelled())
                    await writer.drain()
                if answer.hold is not None:
                    await answer.hold.wait()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has gone: it says so itself
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Received:
    first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, target, _ = first.split(" ")
    headers = CIMultiDict[str](tuple(line.split(": ", 1)) for line in rest if line)  # type: ignore[misc]  # pairs
    body = await reader.readexactly(int(headers.get("Content-Length", "0")))
    return Received(method=method, target=target, headers=headers, body=body)
