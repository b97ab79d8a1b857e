"""Instants for people are in their own zone, with the offset of that day; in JSON all of them are UTC."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from imastudio.adapters.cli.commands.history import local
from imastudio.domain.documents.encoding import instant

LATE = datetime(2030, 1, 1, tzinfo=UTC)
TABLE = (
    ("UTC", "2026-03-29T00:59:59+00:00", "2026-03-29 00:59:59+00:00"),
    ("Asia/Shanghai", "2026-12-31T16:00:00+00:00", "2027-01-01 00:00:00+08:00"),
    ("America/St_Johns", "2026-01-15T12:00:00+00:00", "2026-01-15 08:30:00-03:30"),
    ("Asia/Kathmandu", "2026-01-15T12:00:00+00:00", "2026-01-15 17:45:00+05:45"),
    ("Pacific/Kiritimati", "2026-01-15T12:00:00+00:00", "2026-01-16 02:00:00+14:00"),
    # Clocks go forward: an hour that is not there.
    ("Europe/Berlin", "2026-03-29T00:59:59+00:00", "2026-03-29 01:59:59+01:00"),
    ("Europe/Berlin", "2026-03-29T01:00:00+00:00", "2026-03-29 03:00:00+02:00"),
    # Clocks go back: the same hour twice, told apart by the offset.
    ("Europe/Berlin", "2026-10-25T00:30:00+00:00", "2026-10-25 02:30:00+02:00"),
    ("Europe/Berlin", "2026-10-25T01:30:00+00:00", "2026-10-25 02:30:00+01:00"),
    ("Australia/Lord_Howe", "2026-04-04T14:59:00+00:00", "2026-04-05 01:59:00+11:00"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00+00:00", "2026-04-05 01:30:00+10:30"),
)


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the machine's clock in a time zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("zone", "said", "shown"), TABLE, indirect=["zone"])
@pytest.mark.usefixtures("zone")
def test_rows_are_in_the_person_s_own_zone(said: str, shown: str) -> None:
    """With the offset of that very instant, summer or winter."""
    assert local(said, LATE) == shown
    assert instant(datetime.fromisoformat(said).timestamp()) == said  # JSON stays in UTC, whatever the zone


def test_no_clock_that_ran_fast_dates_a_row_into_the_future() -> None:
    """`--speed 500` makes hours of a minute; for people it is now."""
    now = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
    assert datetime.fromisoformat(local("2026-05-01T20:00:00+00:00", now)) == now
