"""What a front end gets back: a generation as it stands, and what the person should know (decision 28)."""

from collections.abc import Mapping

import attrs

from imastudio.domain.failures import Failure, Kind
from imastudio.domain.frozen import frozen_map
from imastudio.domain.lifecycle.generation import Generation, Stage
from imastudio.domain.orders import Media, Notice
from imastudio.domain.quoting.advice import NO_ADVICE, Advice, Alternative
from imastudio.domain.scalars import Json

RUNNING = frozenset({Stage.PREPARING, Stage.SENDING, Stage.REFUSED, Stage.CREATED})


@attrs.frozen(kw_only=True)
class Result:
    """How a generation stands at the instant `at`.

    `texts` are parameters of free text, known only to the process that ordered; `advice` is what may be said besides.
    `offline` tells that the vendor runs inside the program, and everything ends with it.
    """

    generation: Generation
    at: float
    texts: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    wait_ended: bool = False
    advice: Advice = NO_ADVICE
    offline: bool = False

    @property
    def id(self) -> str:
        """Return our id of the generation."""
        return self.generation.id

    @property
    def status(self) -> str:
        """Return "succeeded", "failed", "rejected" (nothing was charged), "unknown" or "running"."""
        return "running" if self.generation.stage in RUNNING else self.generation.stage.value

    @property
    def ok(self) -> bool:
        """Tell whether everything ordered is there."""
        return self.status == "succeeded" and self.error is None

    @property
    def params(self) -> Mapping[str, Json]:
        """Return the effective parameters, without the prompt."""
        return {**self.generation.order.params, **self.texts}

    @property
    def medias(self) -> tuple[Media, ...]:
        """Return the results that are ready."""
        return self.generation.medias

    @property
    def files(self) -> tuple[str, ...]:
        """Return the paths of the results on disk, in the order of `medias`."""
        return self.generation.files or ()

    @property
    def url(self) -> str | None:
        """Return the address of the first result."""
        return self.medias[0].address if self.medias else None

    @property
    def cover_url(self) -> str | None:
        """Return the address of the first result's cover picture."""
        return self.medias[0].cover if self.medias else None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return what the person should know about the order."""
        return self.generation.order.notices

    @property
    def credit(self) -> int:
        """Return the points charged in total: 0 where surely nothing was."""
        return self.generation.held

    @property
    def elapsed(self) -> float:
        """Return the seconds from the order to its end, or until now."""
        start = self.generation.created_at if self.generation.created_at is not None else self.generation.intended_at
        end = self.generation.ended_at if self.generation.ended_at is not None else self.at
        return max(0.0, end - start)

    @property
    def error(self) -> Failure | None:
        """Return what went wrong, or None."""
        failure = self.generation.failure or self._unfinished
        if failure is None or not self.offline:
            return failure
        return attrs.evolve(failure, facts={**failure.facts, "offline": True})

    @property
    def _unfinished(self) -> Failure | None:
        if self.wait_ended:
            return Failure(kind=Kind.WAIT_ENDED, facts={"id": self.id})
        return Failure(kind=Kind.DELIVERY_FAILED, facts={"id": self.id}) if self.generation.undelivered else None

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Return what could be taken instead, where it failed and another model may help."""
        failure = self.generation.failure
        return self.advice.instead if failure is not None and failure.another_may_help else ()

    @property
    def exit_code(self) -> int:
        """Return the exit code of a command that ends with this result (decision 27)."""
        if self.status == "running":
            return 4
        return 0 if self.error is None else self.error.exit_code
