"""What a front end gets back: a generation as it stands, and what the person should know (decision 28)."""

from collections.abc import Mapping

import attrs

from imastudio.domain.kernel import Charge, ExitCode, Failure, Json, Kind, frozen_map, in_words, shares_of
from imastudio.domain.lifecycle.generation import Generation, Stage
from imastudio.domain.lifecycle.news import Ended, News, TaskCreated, WaitEnded
from imastudio.domain.orders import Language, Media, Notice
from imastudio.domain.quoting import NO_ADVICE, Advice, Alternative

RUNNING = frozenset({Stage.PREPARING, Stage.SENDING, Stage.REFUSED, Stage.CREATED})
_ENDED_BADLY = frozenset({Stage.FAILED, Stage.REJECTED, Stage.UNKNOWN})


def missing_of(generation: Generation) -> Alternative | None:
    """Return what to order for the results that failed, at their price, where the others came or are still being made."""
    failure, order = generation.failure, generation.order
    shares = None if failure is None else shares_of(failure)
    if shares is None:
        return None
    return Alternative(
        model_id=order.model_id,
        model_name=order.model_name,
        version_id=order.version_id,
        points=order.points * shares.failed,
        n=shares.failed,
    )


@attrs.frozen(kw_only=True, repr=False)
class Result:
    """A generation as it stands at the instant `at`.

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

    def text(self, language: Language = "en") -> str:
        """Return what a person should read: how it ended, or how it stands."""
        return in_words("say", self._news(), language)

    def __repr__(self) -> str:
        return f"Result(id={self.id!r}, status={self.status!r}, credit={self.credit}, url={self.url!r})"

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        return in_words("show_result", self)

    def _news(self) -> News:
        generation = self.generation
        if not generation.open or (generation.undelivered and not self.wait_ended):
            return Ended(generation, self.advice, offline=self.offline)
        if self.wait_ended or generation.task_id is None:
            return WaitEnded(generation=generation, elapsed=self.elapsed, offline=self.offline)
        return TaskCreated(
            generation_id=self.id, task_id=generation.task_id, order=generation.order, offline=self.offline
        )

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
        failure = self._waiting or self.generation.failure or self._undelivered
        if failure is None or not self.offline:
            return failure
        return attrs.evolve(failure, facts={**failure.facts, "offline": True})

    @property
    def _waiting(self) -> Failure | None:
        """Return the failure of a wait that ended while it goes on, so that points are held or will be."""
        if not self.wait_ended or self.generation.stage in _ENDED_BADLY:
            return None
        held = self.generation.charge or Charge(self.generation.order.total, sure=False)
        facts = {**self.generation.standing, "id": self.id}
        return Failure(kind=Kind.WAIT_ENDED, facts=facts, charge=held)

    @property
    def _undelivered(self) -> Failure | None:
        if not self.generation.undelivered:
            return None
        why = self.generation.unfetched or Failure(kind=Kind.DELIVERY_FAILED)
        facts = {**why.facts, "id": self.id, "code": why.code}
        return Failure(kind=Kind.DELIVERY_FAILED, code=why.code, facts=facts, charge=self.generation.charge)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Return what could be taken instead where it failed and another model may help; of several, only what is missing."""
        failure = self.generation.failure
        if failure is None:
            return ()
        if (missing := missing_of(self.generation)) is not None:
            return (missing,)
        return self.advice.instead if failure.another_may_help else ()

    @property
    def exit_code(self) -> ExitCode:
        """Return the exit code of a command that ends with this result."""
        if self.status == "running":
            return ExitCode.GOES_ON
        return ExitCode.DONE if self.error is None else self.error.exit_code
