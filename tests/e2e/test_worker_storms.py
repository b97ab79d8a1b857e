"""The storm over several machines in its short form; the long one is in tests/bench/test_machines.py."""

from collections.abc import Callable

from tests.postgres import start
from tests.storms import cut, kill, restart, storm, swallow


async def test_nothing_is_paid_twice_and_nothing_paid_is_lost(record_property: Callable[[str, object], None]) -> None:
    """Killed workers, a restarted server, lines that are cut and that swallow: unknown is what was on its way, nothing else."""
    report = await storm(start(), count=240, workers=3, blows=[kill, cut, restart, swallow, kill], seed=1, at_once=40)
    record_property("figure", f"several machines: {report}")
    assert (report.twice, report.unfinished, report.lost, len(report.unexplained)) == (0, 0, 0, 0), report
    assert {result.status for result in report.results.values()} <= {"succeeded", "unknown"}, report
