"""What an order costs with a ledger in a file, with one in Postgres, and with workers: orders a second, CPU of all that is ours.

`python machines.py order …` is who orders, in a process of its own. CPU counts who orders, the workers and the database, not the
vendor, which does next to nothing on the same machine.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import attrs

from tests.fleets import CAT, IMA, READY_WITHIN_S
from tests.postgres import Server

HERE = Path(__file__).parent
KEY = "ima_fake_key_for_tests"
LATENCY_S = 0.05


@attrs.frozen(kw_only=True)
class Cost:
    """What it took. `memory` is the most that a worker held, in MB; `connections` those of all to the database."""

    orders_a_second: float
    cpu_ms: float
    wall: float
    memory: float
    connections: int

    def __str__(self) -> str:
        return (
            f"{self.orders_a_second:.0f} orders/s, {self.cpu_ms:.2f} ms of CPU each, {self.wall:.1f} s in all, "
            f"{self.memory:.0f} MB, {self.connections} connections"
        )


def cost(server: Server, *, count: int, seconds: float, database: bool, workers: int, concurrency: int = 2500) -> Cost:
    """Order `count` at once of tasks that take `seconds`, by one process, or by one for so many workers."""
    import psutil  # noqa: PLC0415 - comes with the embedded server

    with ExitStack() as stack:
        vendor = stack.enter_context(
            subprocess.Popen(
                [sys.executable, str(HERE / "vendor.py"), str(seconds), str(LATENCY_S)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        stack.callback(vendor.kill)
        assert vendor.stdout is not None
        url = f"http://127.0.0.1:{vendor.stdout.readline().strip()}"
        address = stack.enter_context(server.database()) if database else ""
        environment = {**os.environ, "IMA_API_KEY": KEY, "IMA_BASE_URL": url, "IMA_DATABASE_URL": address}
        environment["PYTHONPATH"] = str(HERE.parents[1])
        lives = [_worker(stack, environment, concurrency) for _ in range(workers)]
        for life in lives:
            _until_ready(life)
        ours = [psutil.Process(life.pid) for life in lives]
        before = sum(map(_cpu, ours)) + _cpu_of(server)
        done = subprocess.run(
            [sys.executable, str(HERE / "machines.py"), "order", str(count), str(workers)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        took = json.loads(done.stdout)
        cpu = took["cpu"] + sum(map(_cpu, ours)) + _cpu_of(server) - before
        memory = max([_peak(life.pid) for life in lives], default=took["memory"])
        answered, _ = vendor.communicate(timeout=60)
        ordering = took["wall"] - float(answered.split()[1])
    return Cost(
        orders_a_second=count / ordering,
        cpu_ms=cpu / count * 1000,
        wall=took["wall"],
        memory=memory,
        connections=took["connections"],
    )


def _worker(stack: ExitStack, environment: dict[str, str], concurrency: int) -> "subprocess.Popen[str]":
    life = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-c", IMA, "worker", "--concurrency", str(concurrency)],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**environment, "LC_ALL": "C.UTF-8"},
        )
    )
    stack.callback(life.kill)
    return life


def _until_ready(life: "subprocess.Popen[str]") -> None:
    assert life.stderr is not None
    until = time.monotonic() + READY_WITHIN_S
    while "is at work" not in life.stderr.readline():
        assert time.monotonic() < until


def _cpu(process: Any) -> float:
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def _cpu_of(server: Server) -> float:
    """Return the CPU seconds of an embedded server and all its sessions, those that ended too."""
    import psutil  # noqa: PLC0415 - as above

    folder = server.url.partition("host=")[2]
    if not folder:
        return 0.0
    postmaster = psutil.Process(int(Path(folder, "postmaster.pid").read_text(encoding="utf-8").split()[0]))
    sessions = 0.0
    for each in postmaster.children():
        with suppress(psutil.NoSuchProcess):  # it ended at this moment: its parent has counted it
            sessions += _cpu(each)
    return _cpu(postmaster) + sessions


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def _order(count: int, workers: bool) -> dict[str, float]:  # noqa: FBT001 - of a command line
    from imastudio import open_studio  # noqa: PLC0415 - what is measured

    address = os.environ["IMA_DATABASE_URL"]
    async with open_studio(workers=workers if address else None, environment=os.environ) as studio:
        quote = await studio.quote(CAT)
        began, cpu = time.monotonic(), time.process_time()
        results = await asyncio.gather(*(_one(studio, quote, number) for number in range(count)))
        wall, cpu = time.monotonic() - began, time.process_time() - cpu
        assert {result.status for result in results} == {"succeeded"}, {result.status for result in results}
        connections = await _connections(address) if address else 0
    return {
        "wall": wall,
        "cpu": cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "connections": connections,
    }


async def _one(studio: Any, quote: Any, number: int) -> Any:
    return await studio.generate(attrs.evolve(CAT, request_id=f"r{number}"), quote=quote)


async def _connections(address: str) -> int:
    import psycopg  # noqa: PLC0415 - of an extra

    async with await psycopg.AsyncConnection.connect(address) as connection:
        asked = "SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()"
        found = await (await connection.execute(asked)).fetchone()
    return int(found[0]) if found else 0


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_order(int(sys.argv[2]), sys.argv[3] != "0"))))  # noqa: T201 - read by who measures
