"""How long the server asks us to stay away: seconds, or a date (RFC 9110, section 10.2.3)."""

import math
from collections.abc import Mapping

from imastudio.ports.clock import Clock

_MAX_PAUSE_S = 86_400.0


def decode_retry_after(headers: Mapping[str, str], clock: Clock) -> float | None:
    """Return the seconds that `Retry-After` asks for, at most a day; None where it is absent or says nothing sensible."""
    spelled = headers.get("Retry-After")
    if spelled is None:
        return None
    seconds = _seconds(spelled, clock)
    return None if seconds is None or math.isnan(seconds) else min(max(seconds, 0.0), _MAX_PAUSE_S)


def _seconds(spelled: str, clock: Clock) -> float | None:
    try:
        return float(spelled)
    except ValueError:
        pass  # not seconds: a date, perhaps
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(spelled).timestamp() - clock.now()
    except (ValueError, TypeError, OverflowError):
        return None
