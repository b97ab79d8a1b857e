"""The admin routes under /_fake/: look into the world and turn its knobs, from any language.

Rules this file obeys:
* JSON in, JSON out, without envelope; a request that makes no sense gets 400 and {"error": …}.
* They need no key, so the server must not be reachable from outside; it listens on loopback unless told otherwise.
"""

import json
from collections.abc import Mapping
from typing import Any, Protocol

import attrs
from aiohttp import web

from imastudio.fakeserver.http import openapi
from imastudio.fakeserver.scenario.fault_queue import Rates, Script, decode_faults, decode_rates
from imastudio.fakeserver.scenario.faults import IDS
from imastudio.fakeserver.vendor.records import Log
from imastudio.fakeserver.vendor.world import World

_SHOWN = 200  # requests, tasks, charges: the latest ones


class Resettable(Protocol):
    """What the admin routes turn."""

    world: World
    log: Log
    script: Script

    def reset(self) -> None:
        """Begin again."""

    def sell(self, lists: Mapping[str, Any]) -> None:
        """Sell other lists."""

    def chaos(self, *, seed: int = 0, rates: Rates | None = None) -> None:
        """Let requests meet faults by chance."""


@attrs.frozen
class Admin:
    """The admin's side of the server."""

    fake: Resettable

    def routes(self) -> list[web.RouteDef]:
        """List what is served."""
        return [
            web.get("/_fake/health", self.health),
            web.get("/_fake/state", self.state),
            web.post("/_fake/reset", self.reset),
            web.post("/_fake/clock", self.clock),
            web.post("/_fake/faults", self.faults),
            web.post("/_fake/chaos", self.chaos),
            web.post("/_fake/accounts", self.accounts),
            web.get("/_fake/catalogue", self.catalogue),
            web.post("/_fake/catalogue", self.change_catalogue),
            web.get("/_fake/openapi.yaml", self.openapi),
            web.get("/_fake/docs", self.docs),
        ]

    async def health(self, _: web.Request) -> web.Response:
        """Say that the server is there."""
        return web.json_response({"ok": True})

    async def state(self, _: web.Request) -> web.Response:
        """Show everything there is, the latest of each kind."""
        world, log = self.fake.world, self.fake.log
        world.settle()
        now = world.clock.now()
        tasks = list(world.tasks.values())[-_SHOWN:]
        return web.json_response(
            {
                "now": now,
                "speed": world.speed,
                "strict": world.strict,
                "accounts": [{"name": account.name, "points": account.points} for account in world.accounts.values()],
                "refunds": [attrs.asdict(refund) for refund in world.refunds[-_SHOWN:]],
                "charges": [attrs.asdict(charge) | {"total": charge.total} for charge in world.charges[-_SHOWN:]],
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
                    for task in tasks
                ],
                "request_count": log.count,
                "requests": [attrs.asdict(entry) for entry in list(log.entries)[-_SHOWN:]],
                "faults": {call: len(queue) for call, queue in self.fake.script.waiting.items() if queue},
            }
        )

    async def catalogue(self, _: web.Request) -> web.Response:
        """Show what is sold, by task type."""
        return web.json_response(self.fake.world.catalogue.groups)

    async def change_catalogue(self, request: web.Request) -> web.Response:
        """Change what is sold until the next reset: {"lists": {"text_to_image": […]}, "points": 1, "ids": "new"}."""
        body = await _body(request)
        points, ids = body.get("points", 0), body.get("ids", "same")
        if type(points) is not int or ids not in IDS:
            raise _bad(f"points must be a whole number, ids one of {', '.join(IDS)}")
        if not isinstance(body.get("lists", {}), dict):  # a text would name a file of this machine
            raise _bad("lists must be an object")
        try:
            if "lists" in body:
                self.fake.sell(body["lists"])
        except ValueError as problem:
            raise _bad(str(problem)) from problem
        if points or ids != "same":
            self.fake.world.catalogue.change(points=points, ids=ids)
        return web.json_response({"ok": True})

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

    async def reset(self, _: web.Request) -> web.Response:
        """Begin again: no tasks, no charges, full points, no faults."""
        self.fake.reset()
        return web.json_response({"ok": True})

    async def clock(self, request: web.Request) -> web.Response:
        """Turn the clock: {"advance": seconds}."""
        seconds = (await _body(request)).get("advance")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < float("inf"):
            raise _bad("advance must be a number of seconds, not negative")
        return web.json_response({"now": self.fake.world.clock.advance(seconds)})

    async def faults(self, request: web.Request) -> web.Response:
        """Script faults: {"call": "create", "faults": [{"kind": "envelope", "code": 4008}], "times": 1, "skip": 0}."""
        body = await _body(request)
        times, skip = body.get("times", 1), body.get("skip", 0)
        if type(times) is not int or times < 1 or type(skip) is not int or skip < 0:
            raise _bad("times must be a number from 1, skip one from 0")
        try:
            self.fake.script.add(str(body.get("call")), decode_faults(body.get("faults")), times, skip)
        except ValueError as problem:
            raise _bad(str(problem)) from problem
        return web.json_response({"ok": True})

    async def chaos(self, request: web.Request) -> web.Response:
        """Let chance decide: {"seed": 1, "rates": {"create": [{"rate": 0.01, "faults": [{"kind": "drop_before"}]}]}}."""
        body = await _body(request)
        seed, rates = body.get("seed", 0), body.get("rates")
        if type(seed) is not int:
            raise _bad("seed must be a whole number")
        try:
            self.fake.chaos(seed=seed, rates=None if rates is None else decode_rates(rates))
        except ValueError as problem:
            raise _bad(str(problem)) from problem
        return web.json_response({"ok": True})

    async def accounts(self, request: web.Request) -> web.Response:
        """Open an account, or give one other points: {"key": "ima_…", "points": 100, "name": …}."""
        body = await _body(request)
        key, points, name = body.get("key"), body.get("points"), body.get("name")
        if not isinstance(key, str) or not key or type(points) is not int:
            raise _bad("key must be a text, points a number")
        account = self.fake.world.open_account(key, points, name if isinstance(name, str) else None)
        return web.json_response({"name": account.name, "points": account.points})


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError) as problem:
        raise _bad("the body is no JSON") from problem
    if not isinstance(body, dict):
        raise _bad("the body must be an object")
    return body


def _bad(why: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"error": why}), content_type="application/json")
