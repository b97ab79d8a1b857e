"""Days and months are counted by the ledger's own time zone."""

from datetime import UTC, datetime, timedelta

import pytest

from imastudio.adapters.engine.calendar import FRESH_S, Calendar, zone_of
from imastudio.adapters.memory.clock import HandClock
from imastudio.adapters.memory.ledger import MemoryLedger, MemoryStore
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.lifecycle.budgets import purses_of


async def test_the_ledgers_zone_decides() -> None:
    """Not that of a process; one that another process changes holds within a minute."""
    clock, store = HandClock(), MemoryStore()
    first = Calendar(MemoryLedger(store), clock, "Pacific/Kiritimati")
    other = Calendar(MemoryLedger(store), clock, "Pacific/Pago_Pago")
    assert purses_of("al", await first.now()) == purses_of("al", await other.now())
    assert (await first.now()).utcoffset() == timedelta(hours=14)
    await other.change("-11:00")
    assert (await other.now()).utcoffset() == timedelta(hours=-11)
    await clock.advance(FRESH_S)
    assert (await first.now()).utcoffset() == timedelta(hours=-11)
    assert (await first.now()).astimezone(UTC) == datetime.fromtimestamp(clock.now(), UTC)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "+25:00", "8", "\0", "Europe"])
async def test_a_zone_that_nobody_knows_is_refused(name: str) -> None:
    """And nothing is written."""
    calendar = Calendar(MemoryLedger(), HandClock(), "UTC")
    with pytest.raises(WishRefused) as refused:
        await calendar.change(name)
    assert refused.value.failure.parameter == "timezone"
    assert await calendar.name() == "UTC"


@pytest.mark.parametrize(("name", "minutes"), [("+05:30", 330), ("-11:00", -660), ("+00:00", 0), ("UTC", 0)])
def test_a_zone_may_be_so_far_beside_utc(name: str, minutes: int) -> None:
    """Where a machine has no name for its own."""
    assert zone_of(name).utcoffset(datetime(2026, 7, 1)) == timedelta(minutes=minutes)  # noqa: DTZ001 - of a local time
