"""Whether sending the same order again can help, for each kind of failure: `error.retry`.

Rules: `never` where it would end the same way, or where the order was or may have been charged: that one is waited for,
settled or looked up, not repeated. `after_change` where something else must change first: the wish, the account, this
machine, a person's mind. `later` where time alone may help, with the seconds after which to try. This says nothing of money:
whether it may be sent again without paying twice is `retry_safe`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import attrs

from imastudio.domain.kernel import BEFORE_SPENDING, Failure, Kind


class Retry(StrEnum):
    """The moment from which the same order may be sent again with a hope of another answer."""

    NEVER = "never"
    AFTER_CHANGE = "after_change"
    LATER = "later"


@attrs.frozen
class RetryAdvice:
    """Advice on sending the same again: when, and for `later` after how many seconds."""

    retry: Retry
    after_seconds: int | None = None


_NEVER = frozenset(
    {
        Kind.DECLINED,
        Kind.GENERATION_FAILED,
        Kind.NO_DETAILS,
        Kind.DELETED,
        Kind.OFFLINE_GONE,
        Kind.DELIVERY_FAILED,
        Kind.WAIT_ENDED,
        Kind.OUTCOME_UNKNOWN,
        Kind.TWIN_UNSETTLED,
        Kind.NOT_FOUND,
        Kind.NOT_UNKNOWN,
    }
)
_LATER_S: Mapping[Kind, int] = MappingProxyType(
    {
        Kind.INTERRUPTED: 0,
        Kind.NOT_CHARGED: 0,
        Kind.NETWORK: 10,
        Kind.MALFORMED_REPLY: 30,
        Kind.UPLOAD_FAILED: 10,
        Kind.RATE_LIMITED: 60,
        Kind.SERVER_ERROR: 60,
        Kind.CREDIT_MISMATCH: 60,
        Kind.NO_RULE_MATCH: 60,
        Kind.ATTRIBUTE_MISMATCH: 60,
        Kind.INVALID_ATTRIBUTE: 60,
        Kind.MODEL_UNAVAILABLE: 600,
        Kind.NOT_ENDED: 10,
    }
)
_BUSY_S = 10
# Until when a budget is used up at most; what is said of it tells more.
_PERIOD_S: Mapping[str, int] = MappingProxyType({"hour": 3600, "day": 86_400, "week": 604_800, "month": 2_678_400})


def retry_advice(failure: Failure) -> RetryAdvice:
    """Return whether sending the same order again can help."""
    if failure.charge is not None or failure.kind in _NEVER:
        return RetryAdvice(Retry.NEVER)
    seconds = _seconds(failure)
    return RetryAdvice(Retry.AFTER_CHANGE) if seconds is None else RetryAdvice(Retry.LATER, seconds)


def _seconds(failure: Failure) -> int | None:
    if failure.kind is Kind.LEDGER_UNAVAILABLE:
        return _BUSY_S if failure.facts.get("reason") == "busy" else None
    if failure.kind is Kind.ABOVE_BUDGET:
        return _PERIOD_S.get(str(failure.facts.get("period")))
    if failure.kind in BEFORE_SPENDING and failure.kind not in _LATER_S:
        return None
    asked = failure.facts.get("retry_after")
    usual = _LATER_S.get(failure.kind)
    return max(usual, round(asked)) if usual is not None and isinstance(asked, int | float) else usual
