"""What a front end gets back: a work as it stands."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

from imastudio.domain.kernel import ExitCode, Failure, frozen_map, frozen_row
from imastudio.domain.lifecycle import Result
from imastudio.domain.orders import Notice
from imastudio.domain.works.progress import WorkProgress
from imastudio.domain.works.record import WorkRecord

WorkStatus: TypeAlias = Literal["done", "running", "stopped", "failed"]


@attrs.frozen(kw_only=True)
class WorkOutcome:
    """A work as it stands: its record, where each step stands, the latest result of each, and the film.

    `refused` tells why this run did not order a step; `stopped_by` why it began no further one at all.
    """

    record: WorkRecord
    progress: WorkProgress
    results: Mapping[str, Result] = attrs.field(factory=dict, converter=frozen_map, hash=False)
    refused: Mapping[str, Failure] = attrs.field(factory=dict, converter=frozen_map, hash=False)
    stopped_by: Failure | None = None
    notices: tuple[Notice, ...] = attrs.field(default=(), converter=frozen_row)

    def __repr__(self) -> str:
        return f"WorkOutcome({self.id!r}, {self.credit} points, film={self.film!r})"

    @property
    def id(self) -> str:
        """Return the work's id."""
        return self.record.id

    @property
    def film(self) -> str | None:
        """Return the path of the film, if there is one."""
        return self.record.film

    @property
    def credit(self) -> int:
        """Return the points charged, or perhaps charged, in total."""
        return self.progress.held

    @property
    def ok(self) -> bool:
        """Tell whether every step is done, and its results are where they are wanted."""
        return self.progress.complete and all(result.error is None for result in self.results.values())

    @property
    def exit_code(self) -> ExitCode:
        """Return the exit code of a command that ends so: 0 if all is done, else the highest there is."""
        if self.stopped_by is not None:
            return self.stopped_by.exit_code
        codes = [result.exit_code for result in self.results.values()]
        codes += [failure.exit_code for failure in self.refused.values()]
        codes += [ExitCode.GOES_ON] * bool(self.progress.unordered)
        return ExitCode.DONE if self.ok else max(codes, default=ExitCode.DONE)

    @property
    def status(self) -> WorkStatus:
        """Return "done", "running", "stopped" (it asks), or "failed"."""
        if self.progress.complete:
            return "done"
        if self.progress.running:
            return "running"
        if self.stopped_by is not None or self.progress.unordered:
            return "stopped"
        return "failed"
