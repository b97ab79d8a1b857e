"""A vendor that does next to nothing, so that the client is what is measured, and answers as late as one that is far away.

`python vendor.py SECONDS LATENCY [FILE]` has tasks that take so many seconds; the first few, by which a client warms up, take
no time. With FILE it speaks TLS, and writes there whom to trust. It prints its port, and when standard input ends, how many
calls it has answered and how many seconds lay between the last order and the last answer.
"""

import asyncio
import json
import ssl
import sys
import time

import trustme
from aiohttp import web

from imastudio.fakeserver.catalogues.catalogue import expand


def envelope(data: object) -> bytes:
    """Return the body of a success."""
    return json.dumps({"code": 0, "message": "ok", "data": data}).encode()


MEDIA = {"resource_status": 1, "status": "success", "url": "https://cdn.example/1.png", "format": "png"}
WARM = 3
PRODUCTS = envelope(expand("text_to_image"))
PENDING = envelope({"medias": []})
DONE = envelope({"medias": [MEDIA]})


class Vendor:
    """Tasks that take `seconds`, each with the instant of its order; each answer takes `latency` seconds."""

    def __init__(self, seconds: float, latency: float) -> None:
        """Begin with none."""
        self.seconds = seconds
        self.latency = latency
        self.created: dict[str, float] = {}
        self.calls = 0
        self.last = 0.0

    def application(self) -> web.Application:
        """Return its pages."""
        app = web.Application()
        app.router.add_get("/open/v1/product/list", self.products)
        app.router.add_post("/open/v1/tasks/create", self.create)
        app.router.add_post("/open/v1/tasks/detail", self.detail)
        return app

    async def products(self, _: web.Request) -> web.Response:
        """Answer with the list as it was captured."""
        return await self._answer(PRODUCTS)

    async def create(self, request: web.Request) -> web.Response:
        """Take an order, whatever it is."""
        await request.read()
        task_id = f"task_{len(self.created) + 1}"
        self.created[task_id] = time.monotonic() - (self.seconds if len(self.created) < WARM else 0.0)
        return await self._answer(envelope({"id": task_id}))

    async def detail(self, request: web.Request) -> web.Response:
        """Tell how a task stands."""
        task_id = json.loads(await request.read())["task_id"]
        done = time.monotonic() - self.created[task_id] >= self.seconds
        return await self._answer(DONE if done else PENDING)

    async def _answer(self, body: bytes) -> web.Response:
        if self.latency:
            await asyncio.sleep(self.latency)
        self.calls += 1
        self.last = time.monotonic()
        return web.Response(body=body, content_type="application/json")


def certified(file: str) -> ssl.SSLContext:
    """Return a context for this machine, and write to `file` who vouches for it."""
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.cert_pem.write_to_path(file)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


async def serve(seconds: float, latency: float, trusted: str | None = None) -> None:
    """Serve until standard input ends."""
    vendor = Vendor(seconds, latency)
    runner = web.AppRunner(vendor.application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(
        runner, "127.0.0.1", 0, backlog=4096, ssl_context=None if trusted is None else certified(trusted)
    )
    await site.start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - it is what this program says
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()
    since_last_order = vendor.last - max(vendor.created.values(), default=vendor.last)
    print(vendor.calls, since_last_order)  # noqa: T201 - the same


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:]))
