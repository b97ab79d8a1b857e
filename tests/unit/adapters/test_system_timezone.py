"""The machine's time zone by name: what a new ledger gets."""

import time
from pathlib import Path

import pytest

from imastudio.adapters.engine.calendar import zone_of
from imastudio.adapters.system.timezone import machine_timezone


def test_what_is_said_counts_first() -> None:
    """TZ, also in the form that begins with a colon."""
    assert machine_timezone({"TZ": "Asia/Tokyo"}) == "Asia/Tokyo"
    assert machine_timezone({"TZ": ":Asia/Tokyo"}) == "Asia/Tokyo"


def test_else_it_is_that_of_the_machine(tmp_path: Path) -> None:
    """Whose name is in the link that the machine has for it."""
    place = tmp_path / "zoneinfo" / "Europe"
    place.mkdir(parents=True)
    (place / "Berlin").touch()
    link = tmp_path / "localtime"
    link.symlink_to(place / "Berlin")
    assert machine_timezone({}, link) == "Europe/Berlin"


@pytest.mark.parametrize(("zone", "name"), [("UTC0", "UTC"), ("XYZ-5:30", "+05:30"), ("XYZ11", "-11:00")])
def test_one_without_a_name_is_so_far_beside_utc(
    zone: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As POSIX spells it; what comes of it is a zone."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert machine_timezone({"TZ": zone}, tmp_path / "nothing") == name
    finally:
        monkeypatch.undo()
        time.tzset()
    zone_of(name)
