"""Times as a person says them, by their own clock: a day, a month, so long ago, or an instant."""

import re
from datetime import datetime, timedelta
from typing import Any

import click

from imastudio.adapters.cli.usage import Unfit

_NAMED = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_AGO = re.compile(r"([0-9]{1,5})([hdw])")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}")
_MAX_MONTH = timedelta(days=31)


def read_span(text: str, now: datetime) -> tuple[datetime, datetime]:
    """Return the first instant of what is said, and the first after it: of a day, or of an instant, which is no span.

    Raises ValueError for what is no time.
    """
    said = text.strip().lower()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    if said in _NAMED:
        day = midnight - timedelta(days=_NAMED[said])
        return _local(day), _local(day + timedelta(days=1))
    if ago := _AGO.fullmatch(said):
        at = now - int(ago[1]) * _UNITS[ago[2]]
        return at, at
    if month := _MONTH.fullmatch(said):
        first = datetime(int(month[1]), int(month[2]), 1)  # noqa: DTZ001 - made local below
        return _local(first), _local((first + _MAX_MONTH).replace(day=1))
    at = datetime.fromisoformat(said)
    if _DAY.fullmatch(said):
        return _local(at), _local(at + timedelta(days=1))
    return (_local(at), _local(at)) if at.tzinfo is None else (at, at)


def _local(naive: datetime) -> datetime:
    return naive.astimezone()


class Instant(click.ParamType[datetime]):
    """A time; of a whole day or month its begin, or, with `ends`, its end."""

    name = "when"

    def __init__(self, *, ends: bool = False) -> None:
        self._ends = ends

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read a time by this machine's clock."""
        if isinstance(value, datetime):
            return value
        try:
            return read_span(str(value), datetime.now().astimezone())[self._ends]
        except (ValueError, OverflowError) as error:
            raise Unfit("no_instant", param, ctx, value=value) from error
