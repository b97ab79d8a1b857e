"""The admin routes under /_fake/: look into a world and turn its knobs, from any language.

Rules this file obeys:
* JSON in, JSON out, without envelope; a request that makes no sense gets 400 and {"error": …}.
* Each answer names the instance, so that nobody takes another's server for their own; a request that names another one
  (header X-Fake-Instance) is refused with 409.
* What stands under /_fake/ stands under /_fake/worlds/<name>/ too, and then means that world.
* They need no key, so the server must not be reachable by strangers; it listens on loopback unless told otherwise.
"""

import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import attrs
from aiohttp import web

from imastudio.fakeserver.http import openapi
from imastudio.fakeserver.http.desk import AdminDesk
from imastudio.fakeserver.http.knobs import Knobs
from imastudio.fakeserver.http.sandbox import Sandbox
from imastudio.fakeserver.http.worlds import Worlds
from imastudio.fakeserver.scenario.faults import CALLS

INSTANCE = "X-Fake-Instance"
_MAX_SHOWN = 200  # requests, tasks, charges: the latest ones


@attrs.frozen
class Admin(AdminDesk):
    """The admin's side of the server."""

    def routes(self) -> list[web.RouteDef]:
        """List what is served."""
        worlds, knobs = Worlds(self.home), Knobs(self.home)
        return [
            web.get("/_fake/openapi.yaml", self.openapi),
            web.get("/_fake/docs", self.docs),
            *worlds.routes(),
            *(
                route
                for base in ("/_fake", "/_fake/worlds/{world}")
                for route in (*self._views(base), *knobs.routes(base))
            ),
        ]

    def _views(self, base: str) -> tuple[web.RouteDef, ...]:
        return (
            web.get(f"{base}/health", self.health),
            web.get(f"{base}/state", self.state),
            web.get(f"{base}/requests", self.requests),
            web.get(f"{base}/faults", self.waiting),
            web.get(f"{base}/catalogue", self.catalogue),
        )

    @web.middleware
    async def name_instance(self, request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        """Refuse what is meant for another server, and name this one in every answer under /_fake/."""
        if not request.path.startswith("/_fake"):
            response: web.StreamResponse = await handler(request)
            return response
        meant = request.headers.get(INSTANCE, self.home.instance)
        if meant != self.home.instance:
            error = f"this is instance {self.home.instance}, not {meant}: another server answers at this address"
            response = web.json_response({"error": error, "instance": self.home.instance}, status=409)
        else:
            response = await handler(request)
        if not response.prepared:
            response.headers[INSTANCE] = self.home.instance
        return response

    async def health(self, request: web.Request) -> web.Response:
        """Say that the server is there, and which one it is."""
        self.box(request)
        facts = {"version": _version(), "pid": os.getpid(), "started_at": self.home.started_at, "url": self.home.url}
        return self.answer({"ok": True, **facts})

    async def state(self, request: web.Request) -> web.Response:
        """Show everything there is, the latest of each kind."""
        return self.answer(_state(self.box(request)))

    async def requests(self, request: web.Request) -> web.Response:
        """Give the log with bodies and answers: all that is kept, of one `call` perhaps, `after` a number perhaps."""
        box, call, after = self.box(request), request.query.get("call"), request.query.get("after", "0")
        if call not in (None, *CALLS) or not after.isdecimal():
            raise self.bad(f"call must be one of {', '.join(CALLS)}, after a number")
        chosen = [each for each in box.requests if call in (None, each.call) and each.number > int(after)]
        return self.answer({"requests": [attrs.asdict(each) for each in chosen]})

    async def waiting(self, request: web.Request) -> web.Response:
        """Give the faults that wait, as they were posted or as a scenario would write them."""
        from imastudio.fakeserver.scenario.recording import write_waiting  # noqa: PLC0415 - few ask for it

        return self.answer({"waiting": write_waiting(self.box(request).script)})

    async def catalogue(self, request: web.Request) -> web.Response:
        """Show what is sold, by task type."""
        return web.json_response(self.box(request).world.catalogue.groups)

    async def openapi(self, _: web.Request) -> web.FileResponse:
        """Give the vendor's API as a document."""
        return web.FileResponse(openapi.DOCUMENT, headers={"Content-Type": "application/yaml; charset=utf-8"})

    async def docs(self, _: web.Request) -> web.Response:
        """Give the same as a page to read."""
        from imastudio.fakeserver.http.openapi_page import page  # noqa: PLC0415 - few ask for it

        try:
            return web.Response(text=page(), content_type="text/html")
        except openapi.PartMissing as problem:
            return web.Response(text=f"{problem}\n", status=500)


def _state(box: Sandbox) -> dict[str, Any]:
    world, log = box.world, box.log
    world.settle()
    now = world.clock.now()
    return {
        "now": now,
        "speed": world.speed,
        "strict": world.strict,
        "accounts": [{"name": account.name, "points": account.points} for account in world.accounts.values()],
        "refunds": [attrs.asdict(refund) for refund in world.refunds[-_MAX_SHOWN:]],
        "charges": [attrs.asdict(charge) | {"total": charge.total} for charge in world.charges[-_MAX_SHOWN:]],
        "tasks": [
            {
                "id": task.id,
                "account": task.account,
                "task_type": task.order.task_type,
                "model_id": task.order.leaf["model_id"],
                "status": task.phase(now),
                "created_at": task.created_at,
                "medias": [attrs.asdict(media) for media in task.medias],
            }
            for task in list(world.tasks.values())[-_MAX_SHOWN:]
        ],
        "request_count": log.count,
        "requests": [_without_answer(attrs.asdict(entry)) for entry in list(log.entries)[-_MAX_SHOWN:]],
        "faults": {call: len(queue) for call, queue in box.script.waiting.items() if queue},
    }


def _without_answer(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out what `requests` gives: a state is asked for often, and is to stay small."""
    return {name: value for name, value in record.items() if name != "answer"}


def _version() -> str:
    try:
        return version("imastudio")
    except PackageNotFoundError:  # it runs from a folder that was never installed
        return "unknown"
