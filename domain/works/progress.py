"""Where a work stands, and which of its steps may be ordered now: a pure function of what the ledger tells of each step.

Rules: a step is ordered only when all it needs is there; a step that failed stops exactly what needs it; a step of which
nobody knows whether it was charged is never ordered again; one that was surely not charged is tried once more in each run.
Every work comes to a standstill: each step is tried once a run, and what is not ready waits for what is under way.
Source: architecture, "Works of several media"; decisions 44, 34.
"""

from collections.abc import Mapping
from enum import StrEnum

import attrs

from imastudio.domain.kernel import Failure, frozen_map
from imastudio.domain.lifecycle import RUNNING, WORK, Generation, Stage, sends_again
from imastudio.domain.works.work import Work, order_of


class StepStatus(StrEnum):
    """The stages of a step."""

    WAITING = "waiting"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    BLOCKED = "blocked"


STOPPED = frozenset({StepStatus.FAILED, StepStatus.UNKNOWN, StepStatus.REFUSED, StepStatus.BLOCKED})
"""What needs a step of these is not ordered."""
ORDERED = frozenset({StepStatus.RUNNING, StepStatus.DONE, StepStatus.FAILED, StepStatus.UNKNOWN})
"""Points are, or may be, spent on a step of these."""


@attrs.frozen(kw_only=True)
class WorkProgress:
    """Each step's stage, in the work's order. `held` are the points spent, or perhaps spent, on the work."""

    statuses: Mapping[str, StepStatus] = attrs.field(converter=frozen_map, hash=False)
    held: int = 0

    @property
    def ready(self) -> tuple[str, ...]:
        """Return the steps that may be ordered now."""
        return self._of(StepStatus.READY)

    @property
    def running(self) -> tuple[str, ...]:
        """Return the steps that are under way."""
        return self._of(StepStatus.RUNNING)

    @property
    def done(self) -> tuple[str, ...]:
        """Return the steps whose results are there."""
        return self._of(StepStatus.DONE)

    @property
    def failed(self) -> tuple[str, ...]:
        """Return the steps that were paid for, or perhaps, and failed."""
        return self._of(StepStatus.FAILED)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the steps of which nobody knows whether they were charged."""
        return self._of(StepStatus.UNKNOWN)

    @property
    def complete(self) -> bool:
        """Tell whether every step is done."""
        return len(self.done) == len(self.statuses)

    @property
    def unordered(self) -> tuple[str, ...]:
        """Return the steps that may still be ordered, now or later."""
        return self._of(StepStatus.READY) + self._of(StepStatus.WAITING)

    def _of(self, status: StepStatus) -> tuple[str, ...]:
        return tuple(name for name, its in self.statuses.items() if its is status)


def progress_of(
    work: Work,
    generations: Mapping[str, Generation],
    *,
    tried: frozenset[str] = frozenset(),
    refused: Mapping[str, Failure] | None = None,
    held: int | None = None,
) -> WorkProgress:
    """Return where `work` stands.

    `generations` are the latest of each step that has one; `tried` are the steps that this run has sent; `refused` tells why
    this run could not order a step at all; `held` counts earlier generations of redone steps too (default: the latest alone).
    """
    statuses: dict[str, StepStatus] = {}
    for name in order_of(work):
        statuses[name] = _status(
            generations.get(name),
            [statuses[other] for other in work[name].after],
            again=name not in tried,
            refused=name in (refused or {}),
        )
    total = sum(generation.held for generation in generations.values()) if held is None else held
    return WorkProgress(statuses={name: statuses[name] for name in work.names}, held=total)


def _status(generation: Generation | None, before: list[StepStatus], *, again: bool, refused: bool) -> StepStatus:
    if generation is not None and generation.stage is not Stage.REJECTED:
        return _of_generation(generation)
    if not STOPPED.isdisjoint(before):
        return StepStatus.BLOCKED
    if refused or (generation is not None and not (again and sends_again(generation))):
        return StepStatus.REFUSED
    return StepStatus.READY if all(its is StepStatus.DONE for its in before) else StepStatus.WAITING


def _of_generation(generation: Generation) -> StepStatus:
    if generation.stage in RUNNING:
        return StepStatus.RUNNING
    if generation.stage is Stage.UNKNOWN:
        return StepStatus.UNKNOWN
    return StepStatus.DONE if generation.stage is Stage.SUCCEEDED else StepStatus.FAILED


# names in the ledger


def request_id(work_id: str, step: str, attempt: int = 1) -> str:
    """Return the request id of a step: the same step is never ordered twice, whoever asks and however often."""
    return f"{WORK}:{work_id}/{step}/{attempt}"
