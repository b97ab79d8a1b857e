"""What a ledger may let go of after a while, and what it keeps of that (decision 57).

Rules: only what has ended and whose outcome is known; nothing of a day, week or month that still runs, since its budget is
counted by it. Of each day and model the number of orders and their points stay, and so does everything by which an order could
be paid for twice: an order under a request id that somebody chose stays as its row alone, the first under that id as before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from re import compile as compile_pattern
from re import fullmatch
from typing import Any, TypeAlias

import attrs

from imastudio.domain.kernel import Kind, refuse
from imastudio.domain.lifecycle.generation import Generation, Stage, intended
from imastudio.domain.lifecycle.rows import Row
from imastudio.domain.orders import Estimate, Notice, Order, TaskType

MAX_LARGEST = 5
"""So many of the largest orders are named to whoever asks how large a ledger is."""
PRUNABLE = frozenset({Stage.SUCCEEDED, Stage.FAILED, Stage.REJECTED})
_MADE_UP = compile_pattern(r"cli-[0-9a-f]{16}")  # one command's own, known to nobody else
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_AGES = ("1y", "6m", "90d")
DayOf: TypeAlias = Callable[[float], str]
"""Returns the day of an instant by the ledger's own clock face, as 2026-11-29."""
DaySums: TypeAlias = Mapping[tuple[str, str], tuple[int, int]]
"""So many orders, and points, by day and model."""


@attrs.frozen(kw_only=True)
class Pruned:
    """The yield of a pruning, real or rehearsed: orders, their points, those that keep their request id, and the bytes freed."""

    generations: int = 0
    points: int = 0
    named: int = 0
    bytes: int = 0

    def plus(self, rows: Iterable[Row]) -> "Pruned":
        """Return it with these rows."""
        some = list(rows)
        return attrs.evolve(
            self,
            generations=self.generations + len(some),
            points=self.points + sum(row.generation.held for row in some),
            named=self.named + sum(map(keeps_name, some)),
        )


@attrs.frozen(kw_only=True)
class MonthTally:
    """A month's orders and points, those that were let go of since among them."""

    month: str
    generations: int
    points: int


@attrs.frozen(kw_only=True)
class LedgerSize:
    """The size of a ledger: what is in it, bytes on the disk, its months, and the ids of the largest with the bytes they take.

    `pruned` counts what was let go of. `oldest` and `newest` are instants of orders.
    """

    generations: int
    events: int
    bytes: int
    pruned: int = 0
    oldest: float | None = None
    newest: float | None = None
    months: tuple[MonthTally, ...] = ()
    largest: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, orders: Sequence[tuple[float, int]], sums: DaySums, day_of: DayOf, **known: Any) -> "LedgerSize":
        """Return the size of a ledger with these orders, each an instant and its points, and the sums of what it let go of."""
        instants = [at for at, _ in orders]
        return cls(
            generations=len(orders),
            pruned=sum(count for count, _ in sums.values()),
            oldest=min(instants, default=None),
            newest=max(instants, default=None),
            months=month_tallies(orders, sums, day_of),
            **known,
        )


def read_age(text: str) -> timedelta:
    """Return how long ago a person means by `90d`, `8w`, `6m` or `1y`. Raises WishRefused."""
    said = fullmatch(r"\s*([0-9]{1,4})\s*([dwmy])\s*", text.lower())
    if said is None or int(said[1]) == 0:
        raise refuse(Kind.VALUE_NOT_OFFERED, "older", text, _AGES)
    return timedelta(days=int(said[1]) * _DAYS[said[2]])


def prunable_before(now: datetime, age: timedelta) -> datetime:
    """Return before when an order must have been made to be let go of at `now`, a local time of the ledger."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    week, month = today - timedelta(days=today.weekday()), today.replace(day=1)
    return min(now - age, week, month)


def is_prunable(row: Row) -> bool:
    """Tell whether a row may be let go of: it has ended, and everybody knows how."""
    return row.readable and not row.generation.open and row.generation.stage in PRUNABLE


def keeps_name(row: Row) -> bool:
    """Tell whether its request id must stay: somebody chose it, and may say it again for what was, or may have been, charged."""
    named = row.owner.request_id
    return (
        row.generation.stage is not Stage.REJECTED and named != row.generation.id and _MADE_UP.fullmatch(named) is None
    )


def day_sums(rows: Iterable[Row], day_of: DayOf, before: DaySums) -> DaySums:
    """Return the sums with these rows."""
    sums = dict(before)
    for row in rows:
        which = day_of(row.at), row.generation.order.model_id
        orders, points = sums.get(which, (0, 0))
        sums[which] = orders + 1, points + row.generation.held
    return sums


def month_tallies(orders: Iterable[tuple[float, int]], sums: DaySums, day_of: DayOf) -> tuple[MonthTally, ...]:
    """Return the months of `orders`, each an instant and its points, and of `sums`, oldest first."""
    months: dict[str, tuple[int, int]] = {}
    there = ((day_of(at), 1, points) for at, points in orders)
    gone = ((day, *sum_) for (day, _), sum_ in sums.items())
    for day, count, points in (*there, *gone):
        month = day.rpartition("-")[0]
        before = months.get(month, (0, 0))
        months[month] = before[0] + count, before[1] + points
    return tuple(MonthTally(month=name, generations=n, points=p) for name, (n, p) in sorted(months.items()))


def remnant(generation_id: str, *, stage: Stage, held: int, task_id: str | None, at: float, pruned: bool) -> Generation:
    """Return what a row alone tells: id, stage, points, task id, instant; the rest of the order means nothing."""
    order = Order(
        task_type=TaskType.TEXT_TO_IMAGE,
        model_id="",
        model_name="",
        version_id="",
        attribute_id=0,
        points=held,
        n=1,
        estimate=Estimate(lowest=0, highest=0, poll_every=0.0, tell_every=0.0),
        agreed_points=held,
        notices=(Notice("pruned"),) if pruned else (),
    )
    return attrs.evolve(intended(generation_id, order, at), stage=stage, task_id=task_id)
