"""What an upload costs beside a bare PUT of the same file: no memory to speak of, however large the file, and little CPU."""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import attrs
import pytest

from imastudio.fakeserver import FakeIma
from tests.bench.measure import run
from tests.vendor import png

MIB = 1024 * 1024
SIZE = 95 * MIB
MOST = 2 * MIB
ROUNDS = 5

SETUP = """
import asyncio, sys, time
from imastudio.adapters.ima import local_files
from imastudio.adapters.ima.http import Http
from imastudio.adapters.ima.settings import Settings
from imastudio.adapters.ima.uploads import ImaUploads
from imastudio.adapters.memory.upload_addresses import MemoryUploadAddresses
from imastudio.adapters.system.clock import SystemClock
from imastudio.domain.orders import Input

local_files.SETTLED_NS = 0  # the file counts as one that wasn't made just now

def opened(url, key):
    clock = SystemClock()
    http = Http(Settings.of({}, api_key=key, base_url=url, keep_metadata=True), clock)
    return http, ImaUploads(http, clock, MemoryUploadAddresses())
"""
MEMORY = f"""{SETUP}
def memory(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))

async def main(url, key, small, large):
    http, uploads = opened(url, key)
    for _ in range(3):
        await uploads.put(Input(small))
        uploads._addresses.kept.clear()
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")  # forget the peak so far
    before = memory("VmRSS")
    sent = await uploads.put(Input(large))
    assert sent.facts.size > 90_000_000
    print(memory("VmHWM") - before)
    await http.close()

asyncio.run(main(*sys.argv[1:]))
"""
OURS = f"""{SETUP}
async def main(url, key, small, large):
    http, uploads = opened(url, key)
    await uploads.put(Input(small))
    start = time.process_time()
    await uploads.put(Input(large))
    print(time.process_time() - start)
    await http.close()

asyncio.run(main(*sys.argv[1:]))
"""
BARE = f"""{SETUP}
import aiohttp

async def main(url, key, small, large):
    http, uploads = opened(url, key)
    held = local_files.open_input(Input(small), http.settings)
    async with aiohttp.ClientSession() as session:
        for path in (small, large):
            address, _ = await uploads._ask_token(held)
            start = time.process_time()
            with open(path, "rb") as file:
                async with session.put(address, data=file, headers={{"Content-Type": "image/png"}}) as response:
                    assert response.status == 200
        print(time.process_time() - start)
    held.close()
    await http.close()

asyncio.run(main(*sys.argv[1:]))
"""


@attrs.frozen
class Files:
    """A picture of 1 MB and one of 95."""

    small: Path
    large: Path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Return both."""
    made = Files(tmp_path / "small.png", tmp_path / "large.png")
    for path, size in ((made.small, MIB), (made.large, SIZE)):
        path.write_bytes(png(640, 480))
        with path.open("r+b") as file:
            file.truncate(size)
    return made


@pytest.fixture
def service() -> Iterator[Callable[[str, Files], float]]:
    """Return what runs a program before a fake server, and what it printed."""
    with FakeIma() as fake:
        yield lambda program, files: float(run(program, fake.url, fake.key, str(files.small), str(files.large)))


@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="the peak of a process is read from Linux's /proc"
)
def test_a_large_upload_takes_no_memory(
    files: Files, service: Callable[[str, Files], float], record_property: Callable[[str, object], None]
) -> None:
    """A picture of 95 MB adds at most 2 MB to the process that sends it, beyond what a small one of 1 MB took."""
    added = service(MEMORY, files)
    record_property("figure", f"a 95 MB upload adds {added / MIB:.2f} MB")
    assert added <= MOST


def test_an_upload_costs_little_more_than_its_put(
    files: Files, service: Callable[[str, Files], float], record_property: Callable[[str, object], None]
) -> None:
    """Token, look-up and all: to be 1.1 times the CPU of a bare PUT; four times as much on any machine is a defect."""
    turns = [(service(BARE, files), service(OURS, files)) for _ in range(ROUNDS)]
    bare, ours = (median(times) for times in zip(*turns, strict=True))
    record_property("figure", f"a 95 MB upload: {ours / bare:.2f} x the CPU of a bare PUT ({bare * 1000:.0f} ms)")
    assert ours <= 4 * bare
