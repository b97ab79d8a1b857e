"""How long tasks of a kind took, and how often one of that kind is therefore asked for.

Rules: where a few are known, a task is asked for seldom before it can be done, and often while it may be; where too few are, or
it takes longer than nearly all, as documented. Never more often than documented: every 2 to 5 s, every 8 s where the model's
row says so. Source: facts section 4 (the seconds between two questions), decision 17.
"""

from collections.abc import Hashable, Sequence

import attrs

from imastudio.domain.lifecycle.generation import Generation, Stage
from imastudio.domain.orders import Order

MIN_KNOWN = 5
"""Of fewer tasks than that nobody can tell how long the next takes."""
MAX_KNOWN = 20
"""The newest count: a vendor gets slower and faster."""
MIN_PAUSE_S, USUAL_PAUSE_S = 2.0, 5.0
MARGIN = 1.5
"""So many usual pauses before the first and after the last that is known a task may be done, too."""
CROWD = 0.3
"""Where so many of the known ones lie within a usual pause, a task is asked for as often as the vendor allows, ..."""
ELSEWHERE = 0.8
"""... and after so much of a usual pause where it merely may be done. Jobs of a minute, give or take ten seconds, are then asked
for some twelve times, and their end is noticed within 1.5 s at the median, within 4 to 5 s nearly always."""
_OUTLIERS = 20  # of so many, one on either side tells nothing


@attrs.frozen
class Window:
    """The window in which tasks of a kind are done, in seconds after their creation."""

    opens: float
    closes: float


def kind_of(order: Order) -> Hashable:
    """Return what tasks that take equally long have in common."""
    return order.task_type, order.model_id, order.version_id, order.n, tuple(sorted(order.params.items(), key=repr))


def duration(generation: Generation) -> float | None:
    """Return the seconds a generation took, as far as it was seen; None where it did not succeed."""
    if generation.stage is not Stage.SUCCEEDED or generation.created_at is None or generation.ended_at is None:
        return None
    return generation.ended_at - generation.created_at


def window(durations: Sequence[float], every: float) -> Window | None:
    """Return when a task is likely done, None where too few durations are known.

    Each was seen only when it was asked for: that task may have been done a usual pause earlier.
    """
    known = sorted(durations[-MAX_KNOWN:])
    if len(known) < MIN_KNOWN:
        return None
    beside = len(known) // _OUTLIERS
    return Window(max(0.0, known[beside] - MARGIN * every), known[-1 - beside] + MARGIN * every)


def pause(age: float, every: float, durations: Sequence[float]) -> float | None:
    """Return the seconds until a task of that age is asked for again, None where `durations` don't tell.

    `every` is the documented interval in seconds.
    """
    likely = window(durations, every)
    if likely is None or age > likely.closes:
        return None
    shortest = min(every, MIN_PAUSE_S) if every <= USUAL_PAUSE_S else every
    if age < likely.opens:
        return max(shortest, min(2 * every, likely.opens - age))
    near = sum(abs(seconds - age) <= every for seconds in durations[-MAX_KNOWN:])
    crowded = near >= CROWD * min(len(durations), MAX_KNOWN)
    return shortest if crowded else max(shortest, ELSEWHERE * every)
