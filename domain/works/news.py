"""What is told of a work to the person who waits, as values; `messages.works` makes the words.

Rules: one word at its beginning, one start with the whole price and time, each step as it is ordered and as it ends with i/N,
one end. A work that stops and asks says why, once.
"""

from typing import TypeAlias

import attrs

from imastudio.domain.kernel import Failure, frozen_row
from imastudio.domain.lifecycle import Result
from imastudio.domain.orders import Medium, Notice
from imastudio.domain.works.planning import Plan
from imastudio.domain.works.progress import WorkProgress


@attrs.frozen(kw_only=True)
class WorkAcknowledged:
    """The brief was understood as a work that makes these media."""

    media: tuple[Medium, ...] = attrs.field(converter=frozen_row)


@attrs.frozen
class WorkStarted:
    """The work is agreed to and begins; `plan` has the whole price and time."""

    plan: Plan
    to_pay: int


@attrs.frozen(kw_only=True)
class StepStarted:
    """A step is ordered: the vendor has it."""

    step: str
    medium: Medium
    model_name: str
    points: int


@attrs.frozen(kw_only=True)
class StepEnded:
    """A step has ended, well or not; `done` of `count` are done."""

    step: str
    result: Result
    done: int
    count: int


@attrs.frozen(kw_only=True)
class StepRefused:
    """A step was not ordered, and nothing charged for it; where `stops`, no further step is begun until a person agrees."""

    step: str
    failure: Failure
    stops: bool


@attrs.frozen
class FilmStarted:
    """The parts are being laid together."""


@attrs.frozen(kw_only=True)
class FilmMade:
    """The film is there, `seconds` long."""

    path: str
    seconds: float
    notices: tuple[Notice, ...] = attrs.field(default=(), converter=frozen_row)


@attrs.frozen
class FilmLeftOut:
    """There is no film; the notice tells why. The parts are there all the same."""

    notice: Notice


@attrs.frozen(kw_only=True)
class WorkEnded:
    """Nothing more will be said. `stopped_by` is why no further step was begun, where that is so.

    `unsaved` are steps whose results are made and paid for, and could not be put on the disk.
    """

    work_id: str
    progress: WorkProgress
    film: str | None = None
    stopped_by: Failure | None = None
    unsaved: tuple[str, ...] = attrs.field(default=(), converter=frozen_row)
    wait_ended: bool = False
    offline: bool = False


WorkNews: TypeAlias = (
    WorkAcknowledged
    | WorkStarted
    | StepStarted
    | StepEnded
    | StepRefused
    | FilmStarted
    | FilmMade
    | FilmLeftOut
    | WorkEnded
)
