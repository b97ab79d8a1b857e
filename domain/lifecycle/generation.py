"""One generation from intent to files: a pure machine, and the only place that decides what happens next.

Rules it obeys:
- `next` is the effect to be done, not before its instant `at`; `heard` is the generation after an event.
- A missing key in `MOVES` is the impossible move.
- The order is sent (`CreateTask`) from *preparing* alone. `Sending` takes the offer away; only an answer that surely
  charged nothing brings it back, and at most `MAX_ATTEMPTS` times. One that only came too soon (a rate limit) counts for
  none: it has a patience of its own (`recovery`). A task id that comes after all tells that it was paid.
- A fold applies, it never decides: verdicts are made beside it (`creating`, `polling`, `recovery`) and recorded.
- Time is an argument, in seconds since the epoch.

Source: architecture, "One generation"; the vendor's "Polling stop condition"; decisions 18, 19, 18 bis.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeAlias, assert_never
from zlib import crc32

import attrs

from imastudio.domain.kernel import Charge, Failure, Json, Kind
from imastudio.domain.lifecycle.events import (
    Created,
    Delivered,
    Entry,
    Event,
    Failed,
    Intended,
    Lost,
    NotYet,
    Refused,
    Rejected,
    Reordered,
    Sending,
    Succeeded,
    Unsettled,
    Uploaded,
    Yielded,
)
from imastudio.domain.orders import Media, Order

MAX_ATTEMPTS = 3  # decision 18 bis
MAX_DELIVERIES = 5


class Stage(StrEnum):
    """The stages of a generation."""

    PREPARING = "preparing"
    SENDING = "sending"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CREATED = "created"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REJECTED = "rejected"


MOVES: dict[tuple[Stage, type[Event]], Stage] = {
    (Stage.PREPARING, Uploaded): Stage.PREPARING,
    (Stage.PREPARING, Sending): Stage.SENDING,
    (Stage.PREPARING, Rejected): Stage.REJECTED,
    (Stage.SENDING, Created): Stage.CREATED,
    (Stage.SENDING, Refused): Stage.REFUSED,
    (Stage.SENDING, Rejected): Stage.REJECTED,
    (Stage.SENDING, Lost): Stage.UNKNOWN,
    (Stage.REFUSED, Reordered): Stage.PREPARING,
    (Stage.REFUSED, Rejected): Stage.REJECTED,
    (Stage.UNKNOWN, Created): Stage.CREATED,
    (Stage.UNKNOWN, Rejected): Stage.REJECTED,
    (Stage.UNKNOWN, Lost): Stage.UNKNOWN,
    (Stage.CREATED, NotYet): Stage.CREATED,
    (Stage.CREATED, Succeeded): Stage.SUCCEEDED,
    (Stage.CREATED, Failed): Stage.FAILED,
    (Stage.CREATED, Created): Stage.CREATED,
    (Stage.CREATED, Unsettled): Stage.UNKNOWN,
    (Stage.CREATED, Yielded): Stage.REJECTED,
    (Stage.SUCCEEDED, Delivered): Stage.SUCCEEDED,
    (Stage.SUCCEEDED, NotYet): Stage.SUCCEEDED,
    (Stage.SUCCEEDED, Succeeded): Stage.SUCCEEDED,
    (Stage.SUCCEEDED, Yielded): Stage.REJECTED,
    (Stage.FAILED, Delivered): Stage.FAILED,
    (Stage.FAILED, NotYet): Stage.FAILED,
    (Stage.FAILED, Failed): Stage.FAILED,
    (Stage.FAILED, Succeeded): Stage.SUCCEEDED,
    (Stage.FAILED, Yielded): Stage.REJECTED,
    (Stage.REJECTED, Reordered): Stage.PREPARING,
    (Stage.REJECTED, Created): Stage.CREATED,
    (Stage.REJECTED, Unsettled): Stage.UNKNOWN,
}
_PAID = frozenset({Stage.CREATED, Stage.SUCCEEDED, Stage.FAILED})
_HOLDING = _PAID | {Stage.SENDING, Stage.UNKNOWN}
_RUNNING = frozenset({Stage.PREPARING, Stage.SENDING, Stage.REFUSED, Stage.CREATED})


class ImpossibleMove(Exception):
    """An event that cannot happen in this stage: a defect of the caller."""

    def __init__(self, stage: Stage, event: Event) -> None:
        """Keep the stage and the event."""
        super().__init__(stage, event)
        self.stage = stage
        self.event = event

    def __str__(self) -> str:
        return f"{type(self.event).__name__} in stage {self.stage.value}"


@attrs.frozen
class UploadInputs:
    """Give every input an address."""

    at: float


@attrs.frozen
class CreateTask:
    """Send the paid order, once."""

    at: float


@attrs.frozen
class Recover:
    """Decide what follows a refusal."""

    at: float


@attrs.frozen
class AskDetail:
    """Ask the vendor how the task stands, once."""

    at: float


@attrs.frozen
class Deliver:
    """Fetch the results to disk."""

    at: float


@attrs.frozen
class Finish:
    """Nothing is left to do."""


@attrs.frozen
class InFlight:
    """Somebody's bytes are on the way: only hear."""


FINISH = Finish()
IN_FLIGHT = InFlight()
Effect: TypeAlias = UploadInputs | CreateTask | Recover | AskDetail | Deliver | Finish | InFlight


@attrs.frozen(kw_only=True)
class Generation:
    """One generation as a value. Made by `intended` or `fold`; changed by `heard` alone.

    `prompt` is None unless the person said that it is to be kept. `failure` tells what is held, by the stage. `settled` tells
    that a person said what became of an unknown outcome, and may still take it back.
    `unfetched` is why the results could not be brought to disk when this process last tried; no ledger knows it.
    `throttles` counts the creates that came too soon one after another, the first of them at `throttled_since`.
    """

    id: str
    order: Order
    stage: Stage
    intended_at: float
    due: float = attrs.field(eq=False)
    uploaded: bool = False
    attempts: int = 0
    throttles: int = 0
    throttled_since: float | None = None
    task_id: str | None = None
    created_at: float | None = None
    timeout_at: float | None = None
    medias: tuple[Media, ...] = ()
    files: tuple[str, ...] | None = None
    failure: Failure | None = None
    ended_at: float | None = None
    settled: bool = False
    misses: int = attrs.field(default=0, eq=False)
    unfetched: Failure | None = attrs.field(default=None, eq=False)
    prompt: str | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        """Let the failure tell what is held, however this value was made."""
        if self.failure is not None:
            object.__setattr__(self, "failure", attrs.evolve(self.failure, charge=self.charge))

    def __repr__(self) -> str:
        return f"Generation({self.id!r}, {self.stage.value}, {self.order.model_name!r}, {self.held} points)"

    @property
    def next(self) -> Effect:
        """Return what is to be done now."""
        if self.stage is Stage.PREPARING:
            if self.order.input_count and not self.uploaded:
                return UploadInputs(self.due)
            return CreateTask(self.due)
        if self.stage is Stage.SENDING:
            return IN_FLIGHT
        if self.stage is Stage.REFUSED:
            return Recover(self.due)
        if self.stage is Stage.CREATED:
            return AskDetail(self.due)
        if self.undelivered and self.misses < MAX_DELIVERIES:
            return Deliver(self.due)
        return FINISH

    @property
    def undelivered(self) -> bool:
        """Tell whether results are ready, wanted on disk, and not there yet."""
        ended = self.stage in {Stage.SUCCEEDED, Stage.FAILED}
        return ended and bool(self.medias) and self.order.deliver_to is not None and self.files is None

    @property
    def standing(self) -> Mapping[str, Json]:
        """Return what a wait that ends tells of it: that it is `unsent`, or `made`, and what kept it from the disk so far."""
        if not self.undelivered:
            return {"unsent": True} if self.charge is None else {}
        return {"made": True} if self.unfetched is None else {**self.unfetched.facts, "made": True}

    @property
    def open(self) -> bool:
        """Tell whether something is left to do, now or by a later process."""
        return self.stage in _RUNNING or self.undelivered

    @property
    def held(self) -> int:
        """Return the points that are, or may be, spent on it."""
        return self.order.total if self.stage in _HOLDING else 0

    @property
    def charge(self) -> Charge | None:
        """Return what it costs as far as it has come, None where surely nothing is held: it follows from the stage alone."""
        return Charge(self.order.total, sure=self.stage in _PAID) if self.stage in _HOLDING else None

    @property
    def phase(self) -> float:
        """Return where in a poll interval its questions fall, in [0, 1): even over many ids, without randomness."""
        return crc32(self.id.encode()) / 2**32

    def taken_up(self, at: float) -> "Generation":
        """Return the generation as it is taken up at `at`: due within one interval, whatever clock told `due` before."""
        latest = at + self.order.estimate.poll_every
        return self if self.due <= latest else attrs.evolve(self, due=at)

    def heard(self, event: Event, at: float) -> "Generation":  # noqa: C901 - one case for each event
        """Return the generation after `event`, heard at the instant `at`.

        Raises ImpossibleMove where the event cannot happen.
        """
        stage = MOVES.get((self.stage, type(event)))
        if stage is None:
            raise ImpossibleMove(self.stage, event)
        match event:
            case NotYet(pause=pause, missed=missed, failure=failure):  # first, because it is heard most
                return attrs.evolve(self, due=at + pause, misses=self.misses + 1 if missed else 0, unfetched=failure)
            case Uploaded():
                return attrs.evolve(self, uploaded=True)
            case Sending():
                return self._sending(event)
            case Created():
                return self._created(event, at)
            case Reordered():
                return self._reordered(event, at)
            case Refused():
                return self._refused(event, at)
            case Rejected(failure=failure) | Lost(failure=failure):
                settled = self.stage is Stage.UNKNOWN and stage is Stage.REJECTED
                return attrs.evolve(self, stage=stage, failure=failure, ended_at=at, settled=settled)
            case Unsettled() | Yielded():
                return self._withdrawn(stage, event, at)
            case Succeeded(medias=medias):
                return self._ended(stage, medias, None, at)
            case Failed(failure=failure, medias=medias):
                return self._ended(stage, medias, failure, at)
            case Delivered(files=files, medias=medias):
                return attrs.evolve(self, files=files, medias=medias or self.medias)
        assert_never(event)

    def _sending(self, event: Sending) -> "Generation":
        if self.attempts == MAX_ATTEMPTS or isinstance(self.next, UploadInputs):
            raise ImpossibleMove(self.stage, event)
        return attrs.evolve(self, stage=Stage.SENDING, attempts=self.attempts + 1)

    def _refused(self, event: Refused, at: float) -> "Generation":
        soon = event.failure.kind is Kind.RATE_LIMITED
        since = self.throttled_since if self.throttled_since is not None else at
        return attrs.evolve(
            self,
            stage=Stage.REFUSED,
            failure=event.failure,
            due=at,
            attempts=self.attempts - 1 if soon else self.attempts,
            throttles=self.throttles + 1 if soon else 0,
            throttled_since=since if soon else None,
        )

    def _reordered(self, event: Reordered, at: float) -> "Generation":
        anew = self.stage is Stage.REJECTED
        return attrs.evolve(
            self,
            stage=Stage.PREPARING,
            order=event.order,
            due=at + event.pause,
            attempts=0 if anew else self.attempts,
            throttles=0 if anew else self.throttles,
            throttled_since=None if anew else self.throttled_since,
            failure=None,
            ended_at=None,
            settled=False,
            uploaded=self.uploaded and not event.anew,
            prompt=self.prompt or event.prompt,  # the same request asks for the same thing: the first one stays
        )

    def _created(self, event: Created, at: float) -> "Generation":
        if self.stage is Stage.CREATED:
            if event.task_id != self.task_id:
                raise ImpossibleMove(self.stage, event)
            return self
        if self.stage is Stage.REJECTED and not self.attempts:
            raise ImpossibleMove(self.stage, event)
        first = at + self.phase * self.order.estimate.poll_every
        return attrs.evolve(
            self,
            stage=Stage.CREATED,
            task_id=event.task_id,
            created_at=at,
            timeout_at=event.timeout_at,
            due=first,
            failure=None,
            ended_at=None,
            settled=event.settled,
        )

    def _withdrawn(self, stage: Stage, event: Unsettled | Yielded, at: float) -> "Generation":
        """Give up the task: what a person said is taken back, or a task that was taken in is another order's."""
        if not (self.settled if isinstance(event, Unsettled) else self.order.is_adopted):
            raise ImpossibleMove(self.stage, event)
        return attrs.evolve(
            self,
            stage=stage,
            task_id=None,
            created_at=None,
            timeout_at=None,
            medias=(),
            files=None,
            failure=event.failure,
            ended_at=at,
            settled=False,
            misses=0,
        )

    def _ended(self, stage: Stage, medias: tuple[Media, ...], failure: Failure | None, at: float) -> "Generation":
        if stage is self.stage and medias == self.medias and failure == self.failure:
            return self
        files = self.files if medias == self.medias else None
        return attrs.evolve(
            self,
            stage=stage,
            medias=medias,
            files=files,
            failure=failure,
            ended_at=at,
            settled=False,
            due=at,
            misses=0,
        )


def intended(generation_id: str, order: Order, at: float, prompt: str | None = None) -> Generation:
    """Return a new generation of `order`, with the `prompt` where it is to be kept."""
    return Generation(id=generation_id, order=order, stage=Stage.PREPARING, intended_at=at, due=at, prompt=prompt)


def fold(generation_id: str, entries: Iterable[Entry]) -> Generation:
    """Return the generation that `entries` tell of; the first is `Intended`."""
    generation: Generation | None = None
    for entry in entries:
        if isinstance(entry.event, Intended):
            generation = intended(generation_id, entry.event.order, entry.at, entry.event.prompt)
        elif generation is not None:
            generation = generation.heard(entry.event, entry.at)
    if generation is None:
        msg = f"no Intended among the events of {generation_id}"
        raise ValueError(msg)
    return generation
