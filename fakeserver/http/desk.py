"""What all admin routes have in common: which world is meant, a body that makes sense, an answer that names the instance."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import attrs
from aiohttp import web

from imastudio.fakeserver.http.sandbox import Life, Sandbox
from imastudio.fakeserver.scenario.scenario import Scenario


class AdminHost(Protocol):
    """The server, as far as its admin is concerned."""

    instance: str
    started_at: float
    worlds: dict[str, Sandbox]

    @property
    def url(self) -> str:
        """Give the base url."""

    def sandboxes(self) -> Iterator[Sandbox]:
        """Go through all worlds, its own first."""

    def open_world(self, life: Life, *, scenario: Scenario | None = None, key: str | None = None) -> Sandbox:
        """Open a world of its own."""

    def end_world(self, name: str) -> None:
        """End it."""


@attrs.frozen
class AdminDesk:
    """Reads and answers requests for the admin."""

    home: AdminHost

    def box(self, request: web.Request) -> Sandbox:
        """Find the world that is meant."""
        name = request.match_info.get("world")
        if name is None:
            return next(self.home.sandboxes())
        if name not in self.home.worlds:
            error = {"error": f"there is no world {name}", "instance": self.home.instance}
            raise web.HTTPNotFound(text=json.dumps(error), content_type="application/json")
        return self.home.worlds[name]

    def describe(self, box: Sandbox) -> dict[str, Any]:
        """Describe a world to whoever opened it."""
        paths = {"url": box.url, "admin": self.home.url + box.admin}
        return {"name": box.name, "key": box.key, **paths, "points": box.points, "now": box.clock.now()}

    def answer(self, facts: Mapping[str, Any], *, status: int = 200) -> web.Response:
        """Answer with facts, and name the instance."""
        return web.json_response({**facts, "instance": self.home.instance}, status=status)

    async def body(self, request: web.Request, *, empty_is: str = "") -> dict[str, Any]:
        """Read a body that is an object; `empty_is` says what an empty one means."""
        try:
            body = json.loads(await request.read() or empty_is)
        except (ValueError, RecursionError) as problem:
            raise self.bad("the body is no JSON") from problem
        if not isinstance(body, dict):
            raise self.bad("the body must be an object")
        return body

    def bad(self, why: str) -> web.HTTPBadRequest:
        """Build the refusal of what makes no sense."""
        answer = {"error": why, "instance": self.home.instance}
        return web.HTTPBadRequest(text=json.dumps(answer), content_type="application/json")
