"""The same orders twice: by a bare aiohttp loop, and by a studio with its ledger on the disk. Both run as programs.

`python rivals.py bare|ours URL COUNT AT_ONCE POLL_EVERY FOLDER` prints what it took, as JSON: CPU seconds of the whole process,
seconds by the wall, and the most memory it had, in MB.
"""

import asyncio
import json
import random
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import attrs

from imastudio import Quote, Wish, open_studio

KEY = "ima_made_up"
PROMPT = "a red fox in the snow"
MODEL = "gemini-3.1-flash-image"
CREATES_AT_ONCE = 32
CALLS_AT_ONCE = 128
IDLE_CREATE = 2.0
WARM = 3  # as many as the vendor does at once


def body(prompt: str) -> dict[str, Any]:
    """Return what the paid POST carries."""
    order = {"attribute_id": 4400, "model_id": MODEL, "model_name": "Nano Banana2", "model_version": MODEL}
    place = {"app": "ima", "platform": "web", "category": "text_to_image", "credit": 6}
    cast = {"points": 6, "attribute_id": 4400}
    parameters = {"prompt": prompt, "n": 1, "input_images": [], "cast": cast, "size": "1K", "aspect_ratio": "1:1"}
    task = {"task_type": "text_to_image", "enable_multi_model": False, "src_img_url": [], "upload_img_src": ""}
    return {**task, "parameters": [{**order, **place, "parameters": parameters}]}


async def measured(ordered: Callable[[], Awaitable[None]], count: int, at_once: int) -> dict[str, float]:
    """Run `ordered` `count` times, never more than `at_once` at a time, and return what that took."""
    places = asyncio.Semaphore(at_once)

    async def placed() -> None:
        async with places:
            await ordered()

    await asyncio.gather(*(ordered() for _ in range(WARM)))
    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*((ordered if at_once >= count else placed)() for _ in range(count)))
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


async def bare(url: str, count: int, at_once: int, every: float, _: str) -> dict[str, float]:
    """Make the calls, and nothing else."""
    headers = {"Authorization": f"Bearer {KEY}", "x-app-source": "ima_skills", "x_app_language": "en"}

    async def call(session: aiohttp.ClientSession, path: str, sent: Any) -> Any:
        async with session.post(url + path, json=sent) as response:
            return (await response.json())["data"]

    creates = aiohttp.TCPConnector(limit=CREATES_AT_ONCE, keepalive_timeout=IDLE_CREATE)
    async with (
        aiohttp.ClientSession(headers=headers, connector=creates) as creating,
        aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=CALLS_AT_ONCE)) as asking,
    ):
        query = {"app": "ima", "platform": "web", "category": "text_to_image"}

        async def one() -> None:
            if at_once == 1:
                async with asking.get(url + "/open/v1/product/list", params=query) as response:
                    await response.json()
            task = await call(creating, "/open/v1/tasks/create", body(PROMPT))
            await asyncio.sleep(random.random() * every)  # noqa: S311 - where in the interval its questions fall
            while True:
                if (await call(asking, "/open/v1/tasks/detail", {"task_id": task["id"]}))["medias"]:
                    return
                await asyncio.sleep(every)

        return await measured(one, count, at_once)


async def ours(url: str, count: int, at_once: int, every: float, folder: str) -> dict[str, float]:
    """Order from a studio: alone, each with its own quote; many, at one price."""
    wish = Wish(prompt=PROMPT, model=MODEL)
    async with open_studio(api_key=KEY, base_url=url, im_base_url=url, state_dir=folder, environment={}) as studio:

        async def quote() -> Quote:
            quoted = await studio.quote(wish)
            estimate = attrs.evolve(quoted.order.estimate, poll_every=every)
            return attrs.evolve(quoted, order=attrs.evolve(quoted.order, estimate=estimate))

        shared = await quote() if at_once > 1 else None

        async def one() -> None:
            result = await studio.generate(wish, quote=shared or await quote())
            assert result.ok, result.generation.failure

        return await measured(one, count, at_once)


def most_memory() -> float:
    """Return the most memory this program had, in MB: its own, not that of who started it, where the system tells."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


async def main() -> None:
    """Run the one that is named, and print what it took."""
    rival = {"bare": bare, "ours": ours}[sys.argv[1]]
    _, _, url, count, at_once, every, folder = sys.argv
    took = await rival(url, int(count), int(at_once), float(every), folder)
    took["memory"] = most_memory()
    print(json.dumps(took))  # noqa: T201 - it is what this program says


if __name__ == "__main__":
    asyncio.run(main())
