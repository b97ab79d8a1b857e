"""Many at once, and one alone: a studio with its ledger beside a bare aiohttp loop that makes the same calls.

`IMASTUDIO_BENCH=full` races 10,000 generations in flight, each asked every 5 s, of tasks that take 30 s: 35 s are ideal. It
also has one alone without TLS, and one that is asked for as often as a video.
"""

import os
from collections.abc import Callable

import pytest

from tests.bench.racing import Race, run

FULL = os.environ.get("IMASTUDIO_BENCH") == "full"
LARGE = Race(count=10_000, at_once=10_000, seconds=30.0, every=5.0)
SMALL = Race(count=200, at_once=200, seconds=2.0, every=0.5)
MANY = LARGE if FULL else SMALL
ALONE = {"over TLS, nine polls": Race(count=5 if FULL else 3, at_once=1, seconds=2.2, every=0.25, tls=True)}
if FULL:
    ALONE["a picture, six polls"] = Race(count=15, at_once=1, seconds=0.5, every=0.1)
    ALONE["a video, thirty polls"] = Race(count=5, at_once=1, seconds=2.9, every=0.1)


def test_many_at_once_cost_little_more_than_their_calls(record_property: Callable[[str, object], None]) -> None:
    """CPU a call is to be 1.1 times that of the bare loop; four times as much on any machine is a defect."""
    bare, ours = run("bare", MANY), run("ours", MANY)
    record_property("figure", f"{MANY.count} in flight: {ours.cpu / bare.cpu:.2f} x a bare loop ({ours}; bare: {bare})")
    assert ours.cpu <= 4 * bare.cpu


@pytest.mark.parametrize("kind", ALONE)
def test_one_generation_costs_little_more_than_its_calls(
    kind: str, record_property: Callable[[str, object], None]
) -> None:
    """One after another, quote, ledger and all: to be 1.25 times the CPU of the calls; eight times is a defect."""
    bare, ours = run("bare", ALONE[kind]), run("ours", ALONE[kind])
    record_property("figure", f"{kind}: {ours.cpu / bare.cpu:.2f} x its bare calls ({ours.cpu:.0f} µs a call)")
    assert ours.cpu <= 8 * bare.cpu
