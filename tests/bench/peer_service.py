"""One local service that speaks as the peers' vendors do, over TLS, each task taking the same time.

`python peer_service.py SECONDS LATENCY FILE` writes to FILE whom to trust, prints its port, and when standard input ends how many
calls it answered. Only what the clients' documented calls need is there: an order, its status, its result.
"""

import asyncio
import itertools
import json
import sys
import time
from typing import Any

from aiohttp import web

from tests.bench.vendor import DONE, PENDING, PRODUCTS, certified, envelope

IMAGE = "https://cdn.example/1.png"
DAY = "2026-01-01T00:00:00Z"


class PeerService:
    """Tasks that take `seconds`, each with the instant of its order; each answer takes `latency` seconds."""

    def __init__(self, seconds: float, latency: float) -> None:
        """Begin with none."""
        self.seconds = seconds
        self.latency = latency
        self.began: dict[str, float] = {}
        self.calls = 0
        self._numbers = itertools.count(1)

    def application(self) -> web.Application:
        """Return its pages, one dialect after the other."""
        app = web.Application(middlewares=[self._counted])
        router = app.router
        router.add_get("/open/v1/product/list", self._products)
        router.add_post("/open/v1/tasks/create", self._ima_create)
        router.add_post("/open/v1/tasks/detail", self._ima_detail)
        router.add_post("/v1/images/generations", self._openai)
        router.add_post("/v1/models/{owner}/{name}/predictions", self._replicate_create)
        router.add_get("/v1/predictions/{id}", self._replicate_get)
        router.add_post("/api/v3/{model:.+}", self._wavespeed_create)
        router.add_get("/api/v3/predictions/{id}/result", self._wavespeed_get)
        router.add_post("/api/v2/jobs", self._comfy_create)
        router.add_get("/api/v2/jobs/{id}", self._comfy_get)
        router.add_get("/{owner}/{alias}/requests/{id}/status", self._fal_status)
        router.add_get("/{owner}/{alias}/requests/{id}", self._fal_result)
        router.add_post("/{owner}/{alias}", self._fal_create)
        return app

    @web.middleware
    async def _counted(self, request: web.Request, handler: Any) -> web.StreamResponse:
        await asyncio.sleep(self.latency)
        self.calls += 1
        answer: web.StreamResponse = await handler(request)
        return answer

    def _begin(self) -> str:
        task_id = f"task-{next(self._numbers)}"
        self.began[task_id] = time.monotonic()
        return task_id

    def _done(self, task_id: str) -> bool:
        return time.monotonic() - self.began[task_id] >= self.seconds

    # this client's vendor

    async def _products(self, _: web.Request) -> web.Response:
        return web.Response(body=PRODUCTS, content_type="application/json")

    async def _ima_create(self, request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=envelope({"id": self._begin()}), content_type="application/json")

    async def _ima_detail(self, request: web.Request) -> web.Response:
        done = self._done(json.loads(await request.read())["task_id"])
        return web.Response(body=DONE if done else PENDING, content_type="application/json")

    # the peers'

    async def _openai(self, request: web.Request) -> web.Response:
        await request.read()
        await asyncio.sleep(self.seconds)  # it answers when the picture is there
        return web.json_response({"created": 1, "data": [{"url": IMAGE}]})

    async def _replicate_create(self, request: web.Request) -> web.Response:
        await request.read()
        return web.json_response(self._prediction(request, self._begin()), status=201)

    async def _replicate_get(self, request: web.Request) -> web.Response:
        return web.json_response(self._prediction(request, request.match_info["id"]))

    def _prediction(self, request: web.Request, task_id: str) -> dict[str, Any]:
        done = self._done(task_id)
        urls = {"get": f"https://{request.host}/v1/predictions/{task_id}", "cancel": f"https://{request.host}/none"}
        known = {"id": task_id, "model": "a/b", "version": "1", "input": {}, "logs": "", "error": None, "urls": urls}
        # "starting" is what an order says that was not waited for on the server
        state = {"status": "succeeded" if done else "starting", "output": [IMAGE] if done else None}
        return {**known, **state, "created_at": DAY, "started_at": DAY, "completed_at": DAY if done else None}

    async def _wavespeed_create(self, request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"code": 200, "message": "ok", "data": {"id": self._begin(), "status": "created"}})

    async def _wavespeed_get(self, request: web.Request) -> web.Response:
        done = self._done(request.match_info["id"])
        data = {"id": request.match_info["id"], "status": "completed" if done else "processing"}
        return web.json_response({"code": 200, "message": "ok", "data": {**data, "outputs": [IMAGE] if done else []}})

    async def _comfy_create(self, request: web.Request) -> web.Response:
        await request.read()
        return web.json_response(self._job(self._begin()), status=201)

    async def _comfy_get(self, request: web.Request) -> web.Response:
        return web.json_response(self._job(request.match_info["id"]))

    def _job(self, task_id: str) -> dict[str, Any]:
        done = self._done(task_id)
        urls = {name: f"/api/v2/jobs/{task_id}{path}" for name, path in COMFY_URLS.items()}
        times = {"created_at": DAY, "started_at": DAY, "completed_at": DAY if done else None, "expires_at": DAY}
        known = {"id": task_id, "status": "succeeded" if done else "running", "queue_position": None, "progress": None}
        return {**known, **times, "outputs": [], "error": None, "urls": urls, "metadata": {}}

    async def _fal_create(self, request: web.Request) -> web.Response:
        await request.read()
        task_id = self._begin()
        base = f"https://{request.host}{request.path}/requests/{task_id}"
        urls = {"status_url": f"{base}/status", "response_url": base, "cancel_url": f"{base}/cancel"}
        return web.json_response({"request_id": task_id, "status": "IN_QUEUE", "queue_position": 0, **urls})

    async def _fal_status(self, request: web.Request) -> web.Response:
        done = self._done(request.match_info["id"])
        return web.json_response({"status": "COMPLETED" if done else "IN_PROGRESS", "logs": [], "metrics": {}})

    async def _fal_result(self, _: web.Request) -> web.Response:
        return web.json_response({"images": [{"url": IMAGE}]})


COMFY_URLS = {"self": "", "events": "/events", "cancel": "/cancel"}


async def serve(seconds: float, latency: float, trusted: str) -> None:
    """Serve until standard input ends."""
    service = PeerService(seconds, latency)
    runner = web.AppRunner(service.application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024, ssl_context=certified(trusted))
    await site.start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - it is what this program says
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()
    print(service.calls)  # noqa: T201 - the same


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]), float(sys.argv[2]), sys.argv[3]))
