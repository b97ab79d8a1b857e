"""Faults to order: what goes wrong with the next request of a kind.

Rules this file obeys:
* A fault is a value that meets an exchange at up to three points: before it is handled, when a task was accepted and
  charged, after it was handled. Several compose: each gets its turn, in the order given.
* Nothing here is random.
"""

from typing import Any

import attrs

from imastudio.fakeserver.clock import Clock
from imastudio.fakeserver.refusals import Refused, refused
from imastudio.fakeserver.world import Task

CALLS = ("products", "create", "detail", "verify", "token", "put", "cdn")


class Fault:
    """What can go wrong; a step that isn't overridden does nothing."""

    async def before(self, clock: Clock, /) -> None:
        """Act before the request is handled; may raise a refusal or `Dropped`."""

    def accepted(self, task: Task, /) -> None:
        """Act on a task that was just accepted and charged."""

    async def after(self, clock: Clock, /) -> None:
        """Act after the request was handled, before it is answered; may raise `Dropped`."""


class Dropped(Exception):
    """Close the connection without an answer."""


_WHOLE = attrs.validators.instance_of(int)


@attrs.frozen
class _Envelope(Fault):
    refusal: Refused

    async def before(self, _: Clock, /) -> None:
        raise attrs.evolve(self.refusal)  # a fresh one each time: a raised one drags its traceback along


@attrs.frozen
class _Slow(Fault):
    seconds: float
    real: bool

    async def before(self, clock: Clock, /) -> None:
        await (Clock() if self.real else clock).sleep(self.seconds)


class _DropBefore(Fault):
    async def before(self, _: Clock, /) -> None:
        raise Dropped


class _DropAfter(Fault):
    async def after(self, _: Clock, /) -> None:
        raise Dropped


@attrs.frozen(kw_only=True)
class _FailMedia(Fault):
    index: int = attrs.field(validator=[_WHOLE, attrs.validators.ge(0)])
    reason: str = attrs.field(validator=attrs.validators.instance_of(str))
    resource_status: int = attrs.field(validator=attrs.validators.in_((1, 2, 3)))

    def accepted(self, task: Task, /) -> None:
        if self.index < len(task.medias):
            task.medias[self.index].error = self.reason
            task.medias[self.index].resource_status = self.resource_status


def envelope(code: int, message: str = "", *, status: int | None = None) -> Fault:
    """Answer with this code instead of handling the request: nothing is charged. `status` is the HTTP status."""
    answer = refused(code, status=status)
    if answer.status not in range(200, 600):
        raise ValueError("status must be an HTTP status")
    return _Envelope(attrs.evolve(answer, message=message) if message else answer)


def slow(seconds: float, *, real: bool = False) -> Fault:
    """Handle the request later: by the server's clock, or in real seconds."""
    if not 0 <= seconds < float("inf"):
        raise ValueError("seconds must not be negative")
    return _Slow(seconds, real)


def drop_before() -> Fault:
    """Close the connection before the request is handled: nothing is charged."""
    return _DropBefore()


def drop_after_charge() -> Fault:
    """Handle the request, a create with its charge, and close the connection instead of answering."""
    return _DropAfter()


def fail_media(index: int = 0, reason: str = "generation failed", *, resource_status: int = 2) -> Fault:
    """Let one result of the next task fail. `resource_status` says 2 failed, 3 deleted, 1 there, yet failed."""
    return _FailMedia(index=index, reason=reason, resource_status=resource_status)


KINDS = {
    "envelope": envelope,
    "slow": slow,
    "drop_before": drop_before,
    "drop_after_charge": drop_after_charge,
    "fail_media": fail_media,
}


def decode_fault(source: dict[str, Any]) -> Fault:
    """Build a fault from its JSON: {"kind": "envelope", "code": 4008}. Raise ValueError if it makes no sense."""
    options = dict(source)
    kind = options.pop("kind", None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    build: Any = KINDS[kind]
    try:
        fault: Fault = build(**options)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{kind} does not take that") from problem
    return fault


@attrs.define
class Script:
    """The faults that are still to come, in order, per call."""

    waiting: dict[str, list[tuple[Fault, ...]]] = attrs.field(factory=dict)

    def add(self, call: str, faults: tuple[Fault, ...], times: int = 1) -> None:
        """Let the next `times` requests of a call meet these faults. Raise ValueError for an unknown call."""
        if call not in CALLS:
            raise ValueError(f"call must be one of {', '.join(CALLS)}")
        self.waiting.setdefault(call, []).extend([faults] * times)

    def take(self, call: str) -> tuple[Fault, ...]:
        """Take the faults that the next request of this call meets."""
        queue = self.waiting.get(call)
        return queue.pop(0) if queue else ()
