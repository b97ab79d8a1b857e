"""Races between the rivals: each before a vendor of its own, in turn."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
PATIENCE = 300.0


@attrs.frozen(kw_only=True)
class Race:
    """What is ordered: `count` generations, `at_once` at a time, of tasks that take `seconds`, asked `every` so many.

    Each answer takes `latency` seconds, and with `tls` the vendor is reached as in life.
    """

    count: int
    at_once: int
    seconds: float
    every: float
    tls: bool = False
    latency: float = 0.05


@attrs.frozen(kw_only=True)
class Time:
    """What it took: microseconds of CPU a call, seconds in all and since the last order, and the most memory in MB."""

    calls: int
    cpu: float
    wall: float
    since_last_order: float
    memory: float

    def __str__(self) -> str:
        """Return it in words."""
        return (
            f"{self.calls} calls, {self.cpu:.0f} µs of CPU each, {self.wall:.1f} s,"
            f" {self.since_last_order:.1f} s since the last order, {self.memory:.0f} MB"
        )


def run(rival: str, race: Race) -> Time:
    """Let one rival run the race."""
    with TemporaryDirectory() as folder, _vendor(race, trusted := Path(folder, "trusted.pem")) as vendor:
        assert vendor.stdout is not None
        url = f"http{'s' * race.tls}://127.0.0.1:{vendor.stdout.readline().strip()}"
        program = [sys.executable, str(HERE / "rivals.py"), rival, url]
        done = subprocess.run(
            [*program, str(race.count), str(race.at_once), str(race.every), folder],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=os.environ | ({"SSL_CERT_FILE": str(trusted)} if race.tls else {}),
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        took = json.loads(done.stdout)
        answered, _ = vendor.communicate(timeout=PATIENCE)
        calls, since = answered.split()
    return Time(
        calls=int(calls),
        cpu=took["cpu"] / int(calls) * 1e6,
        wall=took["wall"],
        since_last_order=float(since),
        memory=took["memory"],
    )


@contextmanager
def _vendor(race: Race, trusted: Path) -> "Iterator[subprocess.Popen[str]]":
    program = [sys.executable, str(HERE / "vendor.py"), str(race.seconds), str(race.latency)]
    program += [str(trusted)] * race.tls
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as vendor:
        try:
            yield vendor
        finally:
            vendor.kill()
