"""Budgets: how many points a user may spend in an hour, a day, a week, a month, and the purses that count them.

Rules: every period is counted all the time, so that a budget set in the middle of one knows what was spent before; periods
are those of the calendar and of the user's own clock; of two budgets for one period the smaller counts. Whoever may spend
nothing more is told what is left. The ledger keeps the purses (architecture, "One generation").
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

import attrs

from imastudio.domain.kernel import Failure, Kind, read_whole, refuse, shown

BUDGET = "budget"
BATCH = "batch"
WORK = "work"
TOTAL = "total"
EXAMPLES = ("200/day", "50/hour,1000/month", "total:200/day")


class Period(StrEnum):
    """A stretch of the calendar."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


# How a period is spelled in a purse's name, and the number of characters by which it is told from the others.
_SPELLED: Mapping[Period, tuple[str, int]] = MappingProxyType(
    {
        Period.HOUR: ("%Y-%m-%dT%H", 13),
        Period.DAY: ("%Y-%m-%d", 10),
        Period.WEEK: ("%G-W%V", 8),
        Period.MONTH: ("%Y-%m", 7),
    }
)
_ONE = re.compile(r"([^/]*)/\s*([a-z]+)\s*", re.ASCII)


@attrs.frozen(kw_only=True)
class Budget:
    """So many points in each period: of each user, or of `everyone` together."""

    points: int
    period: Period
    everyone: bool = False


@attrs.frozen(kw_only=True)
class Standing:
    """A period as it stands: points spent or held, and the limit (None: none). `period` is also "batch".

    `everyone` tells that all users count together.
    """

    period: str
    spent: int
    limit: int | None = None
    everyone: bool = False

    @property
    def left(self) -> int | None:
        """Return the points that may still be spent, None where there is no limit."""
        return None if self.limit is None else max(0, self.limit - self.spent)


def read_budgets(text: str) -> tuple[Budget, ...]:
    """Return the budgets that `text` says: "200/day", or several with commas between.

    From a "total:" on they are those of all users together: a prefix narrows what follows, and never less than was meant.
    Raises WishRefused for any other text, an empty one too: a limit that can't be read is never taken for none.
    """
    budgets: list[Budget] = []
    everyone = False
    for part in text.casefold().split(","):
        head, colon, tail = part.partition(":")
        everyone = everyone or (bool(colon) and head.strip() == TOTAL)
        budgets.append(_read(tail if colon and head.strip() == TOTAL else part, everyone=everyone))
    return tuple(budgets)


def read_cap(text: str) -> int:
    """Return the most that one order may cost, in points. Raises WishRefused for any text that is no number."""
    cap = read_whole(text)
    if cap is None:
        raise refuse(Kind.VALUE_NOT_OFFERED, "max_points", shown(text), expected="points")
    return cap


def narrowest(*caps: int | None) -> int | None:
    """Return the lowest of several caps, None where none is said: a later word narrows an earlier one, and never widens it."""
    return min((cap for cap in caps if cap is not None), default=None)


def purses_of(user: str, local: datetime, budgets: Iterable[Budget] = ()) -> dict[str, int | None]:
    """Return the purses that an order of `user` draws on at the instant `local` of their clock, each with its limit.

    First come the user's own, then those of everyone, which have no user in their names.
    """
    said = sorted(budgets, key=lambda budget: -budget.points)
    limits = {(budget.everyone, budget.period): budget.points for budget in said}  # the smallest comes last and counts
    return {
        f"{whose}/{local.strftime(spelling)}": limits.get((everyone, period))
        for everyone, whose in ((False, f"user:{user}"), (True, TOTAL))
        for period, (spelling, _) in _SPELLED.items()
    }


def is_everyones(purse: str) -> bool:
    """Tell whether all users together draw on a purse."""
    return purse.startswith(f"{TOTAL}/")


def batch_purse(*parts: str) -> str:
    """Return the name of a batch's own purse."""
    return f"{BATCH}:{'/'.join(parts)}"


def work_purse(work_id: str) -> str:
    """Return the name of a work's own purse."""
    return f"{WORK}:{work_id}"


def period_of(purse: str) -> str | None:
    """Return the period that a purse counts, "batch" or "work" for one of those, or None where the name tells none of it."""
    owner = next((kind for kind in (BATCH, WORK) if purse.startswith(f"{kind}:")), None)
    if owner is not None:
        return owner
    _, _, spelled = purse.rpartition("/")
    return next((period.value for period, (_, length) in _SPELLED.items() if length == len(spelled)), None)


def over_budget(total: int, *, purse: str, limit: int, left: int) -> Failure:
    """Return the failure of an order of `total` points where `left` are left of `limit` in `purse`."""
    facts = {"limit": limit, "left": left, "period": period_of(purse), "everyone": is_everyones(purse)}
    return Failure(kind=Kind.ABOVE_BUDGET, parameter=BUDGET, value=total, facts=facts)


def _read(part: str, *, everyone: bool) -> Budget:
    found = _ONE.fullmatch(part)
    points = None if found is None else read_whole(found[1])
    if found is None or points is None or found[2] not in set(Period):
        raise refuse(Kind.VALUE_NOT_OFFERED, BUDGET, shown(part.strip()), EXAMPLES)
    return Budget(points=points, period=Period(found[2]), everyone=everyone)
