"""How `ima mcp` serves: a studio is opened, and the tools are served before it until the client goes away."""

import importlib.util
import time
from pathlib import Path

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.stopping import Stopped
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.cli.values import at_home
from imastudio.adapters.wiring.front_ends import delivery_of, open_gate


def serve(connection: Connection, *, http: bool, port: int, token: str | None) -> int:
    """Serve over stdio, or over HTTP on this machine; return the exit code."""
    if importlib.util.find_spec("mcp") is None:
        raise Misused("mcp_missing")

    named = connection.allow_dir or connection.environment.get("IMA_ALLOW_DIR")
    folder = Path(at_home(named)) if named else None

    async def body(session: Session) -> int:
        from imastudio.adapters.mcp.desk import AgentStudio
        from imastudio.adapters.mcp.media import Thumbnails
        from imastudio.adapters.mcp.server import Front, serve_http, serve_stdio

        gate = open_gate(offline=connection.offline, environment=connection.environment)
        desk = AgentStudio(
            studio=session.studio,
            gate=gate,
            now=time.time,
            folder=folder,
            has_key=connection.has_key,
        )
        thumbnails = Thumbnails(delivery_of(session.studio))
        front = Front(desk=desk, language=connection.language, thumbnails=thumbnails)

        def announce(address: str, secret: str) -> None:
            session.out.tell(f"{address}\nAuthorization: Bearer {secret}")

        serving = serve_http(front, port=port, token=token, announce=announce) if http else serve_stdio(front)
        try:
            await session.stopping.beside(serving)
        except Stopped:
            await desk.close()
        return 0

    return run(connection.local, body)
