"""The plan of a work: what each step orders and costs, the total, the time along the longest path, what will be cut or looped.

Rules: a price is that of the exact order, also where the step's input does not exist yet: no rule of a list depends on what
a picture shows. Choices that a person left open are pinned here, so that what is ordered later is what was agreed to.
Source: architecture, "Works of several media"; decisions 44, 55.
"""

from collections.abc import Mapping, Sequence

import attrs

from imastudio.domain.kernel import Failure, Kind, frozen_row
from imastudio.domain.orders import Notice, Order
from imastudio.domain.works.lengths import expected_seconds, music_seconds, shown_steps
from imastudio.domain.works.work import Film, Work, order_of

RATIO = "aspect_ratio"
_CLOSE = 0.5
"""Lengths that differ by less than this, in seconds, are the same to whoever watches."""


@attrs.frozen(kw_only=True)
class PlannedStep:
    """A step's order, and the steps it waits for."""

    name: str
    order: Order
    after: tuple[str, ...] = attrs.field(default=(), converter=frozen_row)

    @property
    def total(self) -> int:
        """Return the points of this step."""
        return self.order.total


@attrs.frozen(kw_only=True)
class Plan:
    """A work with its models and lengths pinned, and what each of its steps orders."""

    work: Work
    steps: tuple[PlannedStep, ...] = attrs.field(converter=frozen_row)
    film_seconds: float | None = None
    notices: tuple[Notice, ...] = attrs.field(default=(), converter=frozen_row)

    def __repr__(self) -> str:
        return f"Plan({self.work!r}, {self.total} points)"

    @property
    def total(self) -> int:
        """Return what the whole costs, in points."""
        return sum(step.total for step in self.steps)

    @property
    def orders(self) -> Mapping[str, Order]:
        """Return the orders by step."""
        return {step.name: step.order for step in self.steps}

    @property
    def lowest_seconds(self) -> int:
        """Return the shortest time it is expected to take, in seconds."""
        return _longest_path(self.work, {step.name: step.order.estimate.lowest for step in self.steps})

    @property
    def estimated_seconds(self) -> int:
        """Return the longest time it is expected to take, in seconds: steps that can run at once do."""
        return _longest_path(self.work, {step.name: step.order.estimate.highest for step in self.steps})


def plan_of(work: Work, orders: Mapping[str, Order]) -> Plan:
    """Return the plan of `work`, whose steps were quoted as `orders`."""
    steps = [PlannedStep(name=step.name, order=orders[step.name], after=step.after) for step in work.steps]
    seconds, notices = _film(work, orders)
    own = (Notice(notice.code, {**notice.facts, "step": name}) for name in orders for notice in orders[name].notices)
    said = (*work.notices, *own, *notices, *_above_cap(work, steps))
    return Plan(work=_pinned(work, orders), steps=steps, film_seconds=seconds, notices=said)


def judge_moved(planned: Order, now: Order) -> Failure | None:
    """Return why a step may not be ordered as it is quoted `now`, or None where it is what was agreed to (decision 44)."""
    agreed = (planned.task_type, planned.model_id, planned.version_id, planned.points, planned.n, dict(planned.params))
    if agreed == (now.task_type, now.model_id, now.version_id, now.points, now.n, dict(now.params)):
        return None
    return Failure(
        kind=Kind.PRICE_MOVED, facts={"total": now.total, "agreed": planned.total, "model_name": now.model_name}
    )


def _above_cap(work: Work, steps: Sequence[PlannedStep]) -> tuple[Notice, ...]:
    """Return what to tell where a work costs more than it says it may."""
    total = sum(step.total for step in steps)
    above = work.max_points is not None and total > work.max_points
    return (Notice("work_above_cap", {"total": total, "cap": work.max_points}),) if above else ()


# how long it takes


def _longest_path(work: Work, seconds: Mapping[str, int]) -> int:
    ends: dict[str, int] = {}
    for name in order_of(work):
        ends[name] = seconds[name] + max((ends[other] for other in work[name].after), default=0)
    return max(ends.values(), default=0)


# pinning


def _pinned(work: Work, orders: Mapping[str, Order]) -> Work:
    steps = []
    for step in work.steps:
        order = orders[step.name]
        wish = attrs.evolve(step.wish, model=order.model_id, version_id=order.version_id, n=order.n)
        steps.append(attrs.evolve(step, wish=wish))
    return attrs.evolve(work, steps=steps)


# lengths


def _film(work: Work, orders: Mapping[str, Order]) -> tuple[float | None, tuple[Notice, ...]]:
    """Return how long the film is expected to be (None: as long as what is spoken), and what will be done to fit it."""
    film = work.film
    if film is None:
        return None, ()
    notices = [*_ratios(work, film, orders)]
    shots = [expected_seconds(shot, orders[shot.step]) for shot in film.shots]
    music = None if film.music is None else music_seconds(orders[film.music].model_id)
    if film.voice is not None or any(shot.voice is not None for shot in film.shots):
        return None, (*notices, Notice("film_follows_speech"))
    laid = sum(shots)
    seconds = music if film.follows_music and music is not None else film.seconds or laid
    notices += _fitting("film_shots", laid, seconds)
    notices += [] if music is None else _fitting("film_music", music, seconds)
    return seconds, tuple(notices)


def _fitting(code: str, length: float, seconds: float) -> list[Notice]:
    if abs(length - seconds) < _CLOSE:
        return []
    facts = {"seconds": round(length), "film": round(seconds)}
    return [Notice(f"{code}_cut" if length > seconds else f"{code}_repeated", facts)]


def _ratios(work: Work, film: Film, orders: Mapping[str, Order]) -> list[Notice]:
    ratios = {name: ratio for name in shown_steps(film) if (ratio := _ratio(work, name, orders)) is not None}
    if len(set(ratios.values())) < 2:  # noqa: PLR2004 - one ratio is no difference
        return []
    return [
        Notice("film_ratios_differ", {"ratios": sorted(set(ratios.values())), "first": next(iter(ratios.values()))})
    ]


def _ratio(work: Work, name: str, orders: Mapping[str, Order]) -> str | None:
    """Return the ratio that a step says, else that of the picture it starts from, else None."""
    said = work[name].wish.params.get(RATIO, orders[name].params.get(RATIO))
    if isinstance(said, str):
        return said
    return next((ratio for other in work[name].after if (ratio := _ratio(work, other, orders)) is not None), None)
