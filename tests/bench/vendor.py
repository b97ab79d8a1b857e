"""A vendor that does next to nothing, so that the client is what is measured: `python vendor.py SECONDS` prints its port."""

import asyncio
import itertools
import json
import sys
import time

from aiohttp import web

LEAF = {
    "id": "m-1",
    "type": "3",
    "name": "Model 1",
    "model_id": "m",
    "credit_rules": [{"attribute_id": 1, "points": 1, "attributes": {"default": "enabled"}}],
    "form_config": [],
    "children": None,
}


def application(seconds: float) -> web.Application:
    """Return the vendor, whose tasks take `seconds`."""
    numbers = itertools.count(1)
    created: dict[str, float] = {}
    products = json.dumps({"code": 0, "message": "ok", "data": [LEAF]}).encode()
    pending = json.dumps({"code": 0, "message": "ok", "data": {"id": "t", "medias": []}}).encode()
    media = {"resource_status": 1, "status": "success", "url": "https://cdn.example/1.png", "format": "png"}
    done = json.dumps({"code": 0, "message": "ok", "data": {"id": "t", "medias": [media]}}).encode()

    def answer(body: bytes) -> web.Response:
        return web.Response(body=body, content_type="application/json")

    async def listed(_: web.Request) -> web.Response:
        return answer(products)

    async def create(request: web.Request) -> web.Response:
        await request.read()
        task_id = f"task_{next(numbers)}"
        created[task_id] = time.monotonic()
        return answer(json.dumps({"code": 0, "message": "ok", "data": {"id": task_id}}).encode())

    async def detail(request: web.Request) -> web.Response:
        task_id = json.loads(await request.read())["task_id"]
        return answer(done if time.monotonic() - created[task_id] >= seconds else pending)

    app = web.Application()
    app.router.add_get("/open/v1/product/list", listed)
    app.router.add_post("/open/v1/tasks/create", create)
    app.router.add_post("/open/v1/tasks/detail", detail)
    return app


async def serve(seconds: float) -> None:
    """Serve until standard input ends."""
    runner = web.AppRunner(application(seconds), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
    await site.start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - it is what this program says
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
