"""The MCP server: the protocol around the tools, over stdio or over HTTP on this machine.

Rules: what goes wrong in a tool is an answer with the keys of the command line's JSON, never a broken call; over HTTP it
listens on loopback alone and answers nobody without the token.
"""

import asyncio
import json
import os
import secrets
import selectors
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, TypeAlias

import attrs
import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from imastudio.adapters.mcp.calls import Call, ToolReply, check_names
from imastudio.adapters.mcp.desk import AgentStudio
from imastudio.adapters.mcp.elicitation import PATIENCE_S, Elicitor, InputNeeded, Questions
from imastudio.adapters.mcp.media import Thumbnails, content_of
from imastudio.adapters.mcp.texts import say_error
from imastudio.adapters.mcp.tools import BY_NAME, INSTRUCTIONS, TOOLS, Tool
from imastudio.domain.documents import failure_document, refusal_document
from imastudio.domain.kernel import ImaError, plain
from imastudio.domain.orders import Language

Context: TypeAlias = ServerRequestContext[Any, Any]
Message: TypeAlias = MutableMapping[str, Any]
App: TypeAlias = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]
LOOPBACK = "127.0.0.1"
MAX_MESSAGE_BYTES = 16 * 1024 * 1024


@attrs.frozen(kw_only=True, eq=False)
class Front:
    """The tools before a desk, in one language."""

    desk: AgentStudio
    language: Language = "en"
    patience: float = PATIENCE_S
    questions: Questions = attrs.field(factory=Questions)
    thumbnails: Thumbnails = attrs.field(factory=Thumbnails)

    def server(self) -> Server[Any]:
        """Return the server."""
        return Server(
            "ima",
            version=version("imastudio"),
            title="IMA Studio",
            instructions=INSTRUCTIONS.within(self.language),
            on_list_tools=self._list,
            on_call_tool=self._call,
        )

    async def _list(self, _: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(tool, self.language) for tool in TOOLS])

    async def _call(
        self, ctx: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        tool = BY_NAME.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool {params.name!r}. There are: {', '.join(BY_NAME)}.")
        asking = Elicitor(ctx=ctx, params=params, questions=self.questions, patience=self.patience)

        async def tell(percent: float, text: str) -> None:
            await ctx.session.report_progress(percent, 100, text)

        call = Call(arguments=params.arguments or {}, confirm=asking.confirm, tell=tell, language=self.language)
        try:
            check_names(call.arguments, tool.takes(self.language)["properties"])
            return await self._result(await tool.run(self.desk, call))
        except InputNeeded as needed:
            return needed.result
        except ImaError as error:
            return _refused(error, self.language)
        except MCPError:
            raise
        except Exception as defect:  # its message may hold the prompt
            raise MCPError(types.INTERNAL_ERROR, f"A defect in imastudio: {type(defect).__name__}.") from defect

    async def _result(self, reply: ToolReply) -> types.CallToolResult:
        return types.CallToolResult(
            content=[
                types.TextContent(text=reply.text),
                *await content_of(reply.result, self.thumbnails, self.language),
            ],
            structured_content=json.loads(json.dumps(plain(reply.document))),
            is_error=reply.failed,
        )


def _tool(tool: Tool, language: Language) -> types.Tool:
    hints = types.ToolAnnotations(
        read_only_hint=tool.reads,
        destructive_hint=tool.destroys,
        idempotent_hint=tool.once,
        open_world_hint=tool.open_world,
    )
    return types.Tool(
        name=tool.name,
        description=tool.says.within(language),
        input_schema=tool.input_schema(language),
        output_schema=tool.output_schema(language),
        annotations=hints,
    )


def _refused(error: ImaError, language: Language) -> types.CallToolResult:
    """Return why nothing came of a call: all keys of a result, as on the command line."""
    told = failure_document(error.failure)
    document = refusal_document(told, "rejected")
    return types.CallToolResult(
        content=[types.TextContent(text=say_error(told, language))],
        structured_content=json.loads(json.dumps(plain(document))),
        is_error=True,
    )


# over stdio and over HTTP


async def serve_stdio(front: Front) -> None:
    """Serve one client over stdin and stdout, until it goes away."""
    server = front.server()
    try:
        async with stdio_server(stdin=await _stdin()) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
    except* (BrokenPipeError, ConnectionResetError):  # it went away before it was answered
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # so that the interpreter's last flush finds it open
        os.close(nowhere)
    finally:
        await front.desk.close()


@attrs.frozen
class _Lines:
    """The lines of a stream."""

    stream: asyncio.StreamReader

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield each that is no longer than a message may be, without waiting in a thread that no signal would end."""
        while True:
            try:
                line = await self.stream.readline()
            except ValueError:  # too long: what is left of it is no message, either
                continue
            if not line:
                return
            yield line.decode("utf-8", "replace")


async def _stdin() -> Any:
    """Return stdin as lines that can be waited for and left; None where the system can't wait for it, as for a file."""
    stream = asyncio.StreamReader(limit=MAX_MESSAGE_BYTES)
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(sys.stdin, selectors.EVENT_READ)  # asyncio finds out too late, as of /dev/null
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), sys.stdin)
    except (ValueError, OSError):
        return None
    return _Lines(stream)


async def serve_http(front: Front, *, port: int, token: str | None, announce: Callable[[str, str], None]) -> None:
    """Serve over HTTP on loopback until cancelled; `announce` is told the address and the token."""
    import uvicorn

    class Quiet(uvicorn.Server):
        """Leaves signals to whoever started it."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Capture none."""
            yield

    secret = token or secrets.token_urlsafe(24)
    listener = socket.create_server((LOOPBACK, port))
    app = guarded(front.server().streamable_http_app(host=LOOPBACK), secret)
    server = Quiet(uvicorn.Config(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=2))
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    announce(f"http://{LOOPBACK}:{listener.getsockname()[1]}/mcp", secret)
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await asyncio.wait([serving])
        await front.desk.close()


def guarded(app: App, token: str) -> App:
    """Return `app` behind a token: who doesn't bring it hears nothing but 401."""
    wanted = token.encode()

    async def guard(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        brought = next((value for name, value in scope.get("headers", ()) if name == b"authorization"), b"")
        scheme, _, shown = brought.partition(b" ")
        knows = scheme.lower() == b"bearer" and secrets.compare_digest(shown.strip(), wanted)
        if scope["type"] != "http" or knows:
            await app(scope, receive, send)
            return
        headers = [(b"www-authenticate", b"Bearer"), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 401, "headers": headers})
        await send({"type": "http.response.body", "body": b"A token is needed: Authorization: Bearer TOKEN\n"})

    return guard
