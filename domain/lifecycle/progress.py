"""How far a wait has come, and when to say so: read off the clock, never recorded (decision 17)."""

from math import floor

from imastudio.domain.orders import Estimate

MAX_PERCENT = 95
MIN_TOLD_S = 20
"""What is surely done sooner is told when it is done (decision 17)."""


def percent(estimate: Estimate, elapsed: float) -> int:
    """Return how far it has come, in percent: at most 95 until the vendor says that it is done."""
    if elapsed >= estimate.highest:
        return MAX_PERCENT
    return min(MAX_PERCENT, max(0, floor(elapsed / estimate.highest * 100)))


def frozen(estimate: Estimate, elapsed: float) -> bool:
    """Tell whether the wait has outlasted the estimate, so that the percentage stands still."""
    return elapsed > estimate.highest


def speaks(estimate: Estimate) -> bool:
    """Tell whether progress is said at all: not for tasks that are expected within 20 s."""
    return estimate.highest >= MIN_TOLD_S


def tell_after(estimate: Estimate, elapsed: float) -> float:
    """Return the elapsed seconds at which the next word is due."""
    return (floor(elapsed / estimate.tell_every) + 1) * estimate.tell_every
