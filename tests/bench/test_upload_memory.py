"""What an upload costs in memory: nothing to speak of, however large the file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imastudio.fakeserver import FakeIma
from tests.bench.measure import run
from tests.vendor import png

MIB = 1024 * 1024
SIZE = 95 * MIB
MOST = 2 * MIB

UPLOAD = """
import asyncio, sys
from imastudio.adapters.ima.http import Http
from imastudio.adapters.ima.settings import Settings
from imastudio.adapters.ima.uploads import ImaUploads
from imastudio.adapters.system.clock import SystemClock
from imastudio.domain.orders import Input

def memory(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))

async def main(url, key, small, large):
    clock = SystemClock()
    http = Http(Settings.of({}, api_key=key, base_url=url, keep_metadata=True), clock)
    uploads = ImaUploads(http, clock)
    for _ in range(3):
        await uploads.put(Input(small))
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")  # forget the peak so far
    before = memory("VmRSS")
    sent = await uploads.put(Input(large))
    assert sent.facts.size > 90_000_000
    print(memory("VmHWM") - before)
    await http.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="the peak of a process is read from Linux's /proc"
)
def test_a_large_upload_takes_no_memory(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """A picture of 95 MB adds at most 2 MB to the process that sends it, beyond what a small one of 1 MB took."""
    small, large = tmp_path / "small.png", tmp_path / "large.png"
    for path, size in ((small, MIB), (large, SIZE)):
        path.write_bytes(png(640, 480))
        with path.open("r+b") as file:
            file.truncate(size)
    with FakeIma() as fake:
        added = int(run(UPLOAD, fake.url, fake.key, str(small), str(large)))
    record_property("figure", f"a 95 MB upload adds {added / MIB:.2f} MB")
    assert added <= MOST
