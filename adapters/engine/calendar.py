"""The ledger's own clock face: by its time zone days and months are counted, whatever a process takes its own to be."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from re import fullmatch
from zoneinfo import ZoneInfo

from imastudio.domain.kernel import Kind, refuse, shown
from imastudio.ports.clock import Clock
from imastudio.ports.ledger import Ledger

FRESH_S = 60.0
"""So long a time zone that was read is not read again: another process may have changed it."""
_EXAMPLES = ("Europe/Berlin", "Asia/Shanghai", "UTC", "+08:00")


class Calendar:
    """Tells the local time of a ledger."""

    def __init__(self, ledger: Ledger, clock: Clock, default: str) -> None:
        """Ask nothing yet; `default` is the time zone of a ledger that has none."""
        self._ledger = ledger
        self._clock = clock
        self._default = default
        self._zone: tzinfo = UTC
        self._read_at: float | None = None

    async def now(self) -> datetime:
        """Return the local time of this instant. Raises LedgerUnavailable, WishRefused for a zone that this machine lacks."""
        now = self._clock.now()
        if self._read_at is None or not 0 <= now - self._read_at < FRESH_S:
            self._zone = zone_of(await self.name())
            self._read_at = now
        return datetime.fromtimestamp(now, self._zone)

    async def name(self) -> str:
        """Return the name of the time zone. Raises LedgerUnavailable."""
        return await self._ledger.timezone(self._default)

    async def change(self, name: str) -> None:
        """Count by another time zone from now on. Raises WishRefused for one that isn't known, LedgerUnavailable."""
        zone_of(name)
        await self._ledger.set_timezone(name)
        self._read_at = None


def zone_of(name: str) -> tzinfo:
    """Return the time zone called `name`, or so many hours and minutes beside UTC. Raises WishRefused."""
    if offset := fullmatch(r"([+-])([01][0-9]|2[0-3]):([0-5][0-9])", name):
        beside = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(beside if offset[1] == "+" else -beside)
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:  # a name that isn't one, a folder, one that isn't known
        raise refuse(Kind.VALUE_NOT_OFFERED, "timezone", shown(name), _EXAMPLES, expected="timezone") from error
