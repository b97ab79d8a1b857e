"""What a supervisor asks a worker, on loopback: is it well, and how much goes through it.

`/healthz` answers 200 while the worker serves and may send, else 503 with the reason; `/metrics` is Prometheus's text format
(https://prometheus.io/docs/instrumenting/exposition_formats/). Neither names an order, a user or a key.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from imastudio.adapters.dbos.process import WorkerProcess

if TYPE_CHECKING:
    from aiohttp import web

HOST = "127.0.0.1"


def metrics(process: WorkerProcess) -> str:
    """Return what there is to count."""
    adopted = process.adoption.adopted if process.adoption is not None else 0
    told = [
        ("ima_worker_ready", "gauge", "Whether it serves its queues and may send.", int(process.ready)),
        ("ima_worker_in_hand", "gauge", "Generations that it drives.", process.workflows.in_hand),
        (
            "ima_worker_creates_allowed",
            "gauge",
            "Paid requests that may go at once.",
            process.engine.driver.creates.allowed,
        ),
        ("ima_worker_adopted_total", "counter", "Workflows taken over from dead workers.", adopted),
    ]
    lines = [
        line
        for name, kind, help_, value in told
        for line in (f"# HELP {name} {help_}", f"# TYPE {name} {kind}", f"{name} {value}")
    ]
    lines += ["# HELP ima_events_total Lines of the log, by their event.", "# TYPE ima_events_total counter"]
    lines += [f'ima_events_total{{event="{event}"}} {count}' for event, count in sorted(process.journal.counts.items())]
    return "\n".join(lines) + "\n"


@asynccontextmanager
async def health_served(process: WorkerProcess, port: int) -> AsyncIterator[int]:
    """Answer on `port` (0: a free one) within the block; yield the port. Raises OSError where it is taken."""
    from aiohttp import web

    async def healthz(_: "web.Request") -> "web.Response":
        return web.Response(text="ok\n") if process.ready else web.Response(status=503, text=f"{_why(process)}\n")

    async def told(_: "web.Request") -> "web.Response":
        return web.Response(text=metrics(process), content_type="text/plain", charset="utf-8")

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", told)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _why(process: WorkerProcess) -> str:
    if process.workflows.closing:
        return "ending"
    if process.ledger.session.given_up:
        return "given up"
    return "starting" if process.adoption is None else "the database does not answer"
