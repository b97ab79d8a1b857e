"""The fake server under load: thousands of tasks in flight, polled without pause, and what a finished task leaves behind.

Small by default; IMA_BENCH=full for 10 000 tasks. Server and clients are two processes, as they would be.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import aiohttp
import pytest

from imastudio.fakeserver.vendor.records import KEPT
from tests.unit.fakeserver.orders import body

FULL = os.environ.get("IMA_BENCH") == "full"
TASKS = 10_000 if FULL else 500
POLLS = 40_000 if FULL else 2_000
CLIENTS = 64
KEPT_PER_TASK = 16 * 1024  # bytes; what the account book, the task and its request may take
KEY = "ima_fake_key_for_tests"
HEADERS = {"Authorization": f"Bearer {KEY}", "x-app-source": "ima_skills"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """Run the server as a program; give its url and its process."""
    monkeypatch.delenv("IMA_FAKE_CHECK_ANSWERS")
    command = [sys.executable, "-m", "imastudio.fakeserver", "--points", "1000000000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        yield program.stdout.readline().split()[3], program.pid
        program.terminate()


def memory(process: int) -> int:
    """Give the bytes that a process holds in memory, 0 where that can't be seen."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def cpu_seconds(process: int) -> float:
    """Give the CPU time that a process has used so far, 0 where that can't be seen."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def ordered(http: aiohttp.ClientSession, url: str, count: int) -> list[str]:
    """Order so many pictures; give the ids."""
    content = body("text_to_image", "midjourney")
    turns, ids = iter(range(count)), []

    async def client() -> None:
        for _ in turns:
            async with http.post(f"{url}/open/v1/tasks/create", json=content, headers=HEADERS) as response:
                ids.append((await response.json())["data"]["id"])

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return ids


async def polled(http: aiohttp.ClientSession, url: str, ids: list[str], count: int) -> float:
    """Ask so many times how tasks stand; give the polls a second."""
    turns = iter(range(count))

    async def client() -> None:
        for turn in turns:
            content = {"task_id": ids[turn % len(ids)]}
            async with http.post(f"{url}/open/v1/tasks/detail", json=content, headers=HEADERS) as response:
                assert response.status == 200
                await response.read()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return count / (time.perf_counter() - began)


async def test_many_tasks_are_polled_without_growing(
    server: tuple[str, int], record_property: Callable[[str, object], None]
) -> None:
    """All are accepted and answered; polling leaves nothing behind, and neither does a finished task beyond its record."""
    url, process = server
    connector = aiohttp.TCPConnector(limit=CLIENTS)
    async with aiohttp.ClientSession(connector=connector) as http:
        await polled(http, url, await ordered(http, url, 50), 200)  # everything is loaded and warm now
        if FULL:
            await polled(http, url, await ordered(http, url, 1), KEPT)  # as many requests as are ever remembered
        empty = memory(process)
        ids = await ordered(http, url, TASKS)
        filled = memory(process)
        began = cpu_seconds(process)
        rate = await polled(http, url, ids, POLLS)
        spent = (cpu_seconds(process) - began) / POLLS
        async with http.post(f"{url}/_fake/clock", json={"advance": 1000}) as answer:
            assert answer.status == 200
        await polled(http, url, ids, POLLS)
        after = memory(process)
    each = (filled - empty) / TASKS
    record_property(
        "figure",
        f"fake server: {TASKS} tasks in flight, {rate:.0f} polls/s ({spent * 1e6:.0f} us CPU each), "
        f"{each / 1024:.1f} KiB a task, "
        f"{(after - filled) / 1024 / 1024:+.1f} MiB after {2 * POLLS} polls",
    )
    assert len(set(ids)) == TASKS
    assert each <= KEPT_PER_TASK
    if FULL:
        assert after - filled <= KEPT_PER_TASK * 1000
