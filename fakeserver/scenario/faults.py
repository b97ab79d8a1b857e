"""Faults to order: what goes wrong with a request.

Rules this file obeys:
* A fault is a value that meets an exchange at up to five points: when the request arrives and its body is unread, before
  it is handled, when a task was accepted and charged, after it was handled, when it is answered. Several compose: each
  gets its turn, in the order given.
* A fault can be written as JSON: its kind and its options are the name and the arguments of the function that makes it.
* Nothing here is random, and nothing is charged here: the account book knows no faults.
"""

import inspect
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import attrs
from aiohttp import StreamReader

from imastudio.fakeserver.vendor.answers import Cut, PendingResponse
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.refusals import VendorRefusal, refused
from imastudio.fakeserver.vendor.world import Task, World

CALLS = ("products", "create", "detail", "verify", "token", "put", "cdn")
MOMENTS = ("unread", "reading", "handled", "answering")
BODIES = ("truncated", "garbled", "empty", "huge", "text", "html")
MEDIAS = (
    *("none", "null", "absent", "bare", "null_fields", "fewer", "unknown_status"),
    *("no_address", "watermark_only", "preview_only"),
)
IDS = ("same", "new", "turned")
REDIRECTS = (301, 302, 303, 307, 308)
_HUGE = 64 * 1024 * 1024
_HTML = b"<!DOCTYPE html><html><head><title>Bad Gateway</title></head><body><h1>Sorry.</h1></body></html>"
_AGES = 1e9  # seconds: some thirty years
_ADDRESSES = ("url", "watermark_url", "preview_url")


class Scene(Protocol):
    """The place in which faults act."""

    @property
    def world(self) -> World:
        """Give the vendor's world."""

    @property
    def is_down(self) -> bool:
        """Tell whether connections are refused now."""

    async def go_down(self, seconds: float, /) -> None:
        """Refuse connections for that long."""


class Fault:
    """A fault; a step that isn't overridden does nothing."""

    async def arrived(self, content: StreamReader, /) -> None:
        """Act while the body is unread; may raise `Cut`."""

    async def before(self, scene: Scene, /) -> None:
        """Act before the request is handled; may raise `VendorRefusal`, `Instead` or `Cut`."""

    def accepted(self, task: Task, /) -> None:
        """Act on a task that was just accepted and charged."""

    async def after(self, scene: Scene, /) -> None:
        """Act after the request was handled, before it is answered; may raise `Cut`."""

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        """Give what is answered in place of `answer`."""
        return answer


@attrs.frozen
class Instead(Exception):
    """Answer this instead of handling the request."""

    answer: PendingResponse


_WHOLE = attrs.validators.instance_of(int)
_TEXT = attrs.validators.instance_of(str)
_NUMBER: Any = attrs.validators.instance_of((int, float))
_SECONDS = [_NUMBER, attrs.validators.ge(0), attrs.validators.lt(float("inf"))]
_STATUS = [_WHOLE, attrs.validators.ge(200), attrs.validators.lt(600)]
_AFTER = attrs.validators.optional(attrs.validators.instance_of((int, str)))


# what comes too late, or not at all


@attrs.frozen(kw_only=True)
class _Delay(Fault):
    seconds: float = attrs.field(validator=_SECONDS)
    real: bool
    handled: bool

    async def before(self, scene: Scene, /) -> None:
        if not self.handled:
            await self._sleep(scene.world.clock)

    async def after(self, scene: Scene, /) -> None:
        if self.handled:
            await self._sleep(scene.world.clock)

    async def _sleep(self, clock: VendorClock) -> None:
        await (VendorClock() if self.real else clock).sleep(self.seconds)


class Hold(Fault):
    """Stop the request until somebody lets go of it: `reached` is set meanwhile. Works from any thread."""

    def __init__(self, *, handled: bool = False) -> None:
        self.reached = threading.Event()
        self._handled = handled
        self._gate = VendorClock(hand=True)

    async def before(self, _: Scene, /) -> None:
        """Stop here, with nothing charged."""
        if not self._handled:
            await self._stop()

    async def after(self, _: Scene, /) -> None:
        """Stop here, with everything charged."""
        if self._handled:
            await self._stop()

    def release(self) -> None:
        """Let the request go on."""
        self._gate.advance(_AGES)

    async def _stop(self) -> None:
        self.reached.set()
        await self._gate.sleep(1.0)


@attrs.frozen
class _Down(Fault):
    seconds: float = attrs.field(validator=_SECONDS)

    async def after(self, scene: Scene, /) -> None:
        await scene.go_down(self.seconds)


@attrs.frozen
class _Reset(Fault):
    at: str = attrs.field(validator=attrs.validators.in_(MOMENTS))

    async def arrived(self, content: StreamReader, /) -> None:
        if self.at == "reading":
            await content.readany()
        if self.at in ("unread", "reading"):
            raise Cut(reset=True)

    async def after(self, _: Scene, /) -> None:
        if self.at == "handled":
            raise Cut(reset=True)

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        return attrs.evolve(answer, sent=0.5) if self.at == "answering" else answer


@attrs.frozen
class _DropBefore(Fault):
    async def before(self, _: Scene, /) -> None:
        raise Cut


@attrs.frozen
class _DropAfter(Fault):
    async def after(self, _: Scene, /) -> None:
        raise Cut


@attrs.frozen(kw_only=True)
class _Trickle(Fault):
    seconds: float = attrs.field(validator=_SECONDS)
    pieces: int = attrs.field(validator=[_WHOLE, attrs.validators.ge(1)])
    real: bool

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        return attrs.evolve(answer, pieces=self.pieces, pause=self.seconds, real=self.real)


# other answers


@attrs.frozen(kw_only=True)
class _Envelope(Fault):
    refusal: VendorRefusal
    retry_after: int | str | None = attrs.field(validator=_AFTER)

    async def before(self, _: Scene, /) -> None:
        raise attrs.evolve(self.refusal)  # a fresh one each time: a raised one drags its traceback along

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        return _with_retry_after(answer, self.retry_after)


@attrs.frozen(kw_only=True)
class _Bare(Fault):
    status: int = attrs.field(validator=_STATUS)
    handled: bool
    retry_after: int | str | None = attrs.field(validator=_AFTER)

    async def before(self, _: Scene, /) -> None:
        if not self.handled:
            raise Instead(self._answer)

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        return _with_retry_after(self._answer if self.handled else answer, self.retry_after)

    @property
    def _answer(self) -> PendingResponse:
        return PendingResponse(status=self.status, content_type="text/plain")


@attrs.frozen
class _Status(Fault):
    status: int = attrs.field(validator=_STATUS)

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        return attrs.evolve(answer, status=self.status)


@attrs.frozen(eq=False)
class _Json(Fault):
    value: object

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        return answer.with_json(self.value)


@attrs.frozen
class _Body(Fault):
    what: str = attrs.field(validator=attrs.validators.in_(BODIES))

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        if self.what == "huge":
            return attrs.evolve(answer, padding=_HUGE)
        body = answer.body
        spoiled = {
            "truncated": body[: len(body) // 2],
            "garbled": bytes(0xFF if place % 7 == 0 else byte for place, byte in enumerate(body)),
            "empty": b"",
            "text": b"upstream connect error",
            "html": _HTML,
        }[self.what]
        kinds = {"text": "text/plain", "html": "text/html"}
        return attrs.evolve(answer, body=spoiled, content_type=kinds.get(self.what, answer.content_type))


@attrs.frozen(kw_only=True)
class _Redirect(Fault):
    to: str | None = attrs.field(validator=attrs.validators.optional(_TEXT))
    status: int = attrs.field(validator=attrs.validators.in_(REDIRECTS))

    async def before(self, _: Scene, /) -> None:
        headers = {"Location": self.to or "?moved=1"}
        raise Instead(PendingResponse(status=self.status, content_type="text/plain", headers=headers))


# what becomes of tasks


@attrs.frozen(kw_only=True)
class _FailMedia(Fault):
    index: int = attrs.field(validator=[_WHOLE, attrs.validators.ge(0)])
    reason: str = attrs.field(validator=_TEXT)
    resource_status: int = attrs.field(validator=attrs.validators.in_((1, 2, 3)))
    status: str = attrs.field(validator=_TEXT)

    def accepted(self, task: Task, /) -> None:
        if self.index < len(task.medias):
            media = task.medias[self.index]
            media.error, media.resource_status, media.failed_as = self.reason, self.resource_status, self.status


@attrs.frozen
class _NeverEnds(Fault):
    def accepted(self, task: Task, /) -> None:
        for media in task.medias:
            media.ready_at += _AGES


@attrs.frozen
class _Overdue(Fault):
    seconds: float = attrs.field(validator=_SECONDS)

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        said = answer.json
        if isinstance(said, dict) and isinstance(said.get("data"), dict) and "created_at" in said["data"]:
            said["data"]["timeout_at"] = said["data"]["created_at"] - int(self.seconds * 1000)
            return answer.with_json(said)
        return answer


@attrs.frozen
class _Medias(Fault):
    what: str = attrs.field(validator=attrs.validators.in_(MEDIAS))

    def told(self, answer: PendingResponse, /) -> PendingResponse:
        said = answer.json
        data = said.get("data") if isinstance(said, dict) else None
        if not isinstance(data, dict) or not isinstance(data.get("medias"), list):
            return answer
        if self.what == "absent":
            del data["medias"]
        else:
            data["medias"] = _twist(data["medias"], self.what)
        return answer.with_json(said)


def _twist(medias: list[dict[str, Any]], what: str) -> list[dict[str, Any]] | None:
    if what in ("none", "null"):
        return [] if what == "none" else None
    if what == "fewer":
        return medias[:-1]
    changed: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "bare": lambda _: {},
        "null_fields": dict.fromkeys,
        "unknown_status": lambda media: {**media, "status": "dreaming", "resource_status": 7},
        "no_address": lambda media: {name: value for name, value in media.items() if name not in _ADDRESSES},
        "watermark_only": lambda media: {**media, "url": "", "preview_url": None},
        "preview_only": lambda media: {**media, "url": "", "watermark_url": None},
    }
    return [changed[what](media) for media in medias]


@attrs.frozen(kw_only=True)
class _PriceList(Fault):
    points: int = attrs.field(validator=_WHOLE)
    ids: str = attrs.field(validator=attrs.validators.in_(IDS))
    needs: str | None = attrs.field(validator=attrs.validators.optional(_TEXT))

    async def before(self, scene: Scene, /) -> None:
        scene.world.catalogue.change(points=self.points, ids=self.ids, needs=self.needs)


def _with_retry_after(answer: PendingResponse, retry_after: int | str | None) -> PendingResponse:
    return answer if retry_after is None else answer.with_header("Retry-After", retry_after)


# the words for them


def delay(seconds: float, *, real: bool = False, handled: bool = False) -> Fault:
    """Handle the request later, by the server's clock or in real seconds; with `handled` only the answer comes later."""
    return _Delay(seconds=seconds, real=real, handled=handled)


def go_down(seconds: float) -> Fault:
    """Answer what is under way, then refuse all connections for that long by the server's clock."""
    return _Down(seconds)


def reset(at: str = "handled") -> Fault:
    """Reset the connection: "unread", "reading" (the body), "handled" (a create is charged), "answering" (half is out)."""
    return _Reset(at)


def drop_before() -> Fault:
    """Close the connection before the request is handled: nothing is charged."""
    return _DropBefore()


def drop_after_charge() -> Fault:
    """Handle the request, a create with its charge, and close the connection instead of answering."""
    return _DropAfter()


def trickle(seconds: float, pieces: int = 4, *, real: bool = False) -> Fault:
    """Answer in so many pieces, with so many seconds after each."""
    return _Trickle(seconds=seconds, pieces=pieces, real=real)


def envelope(code: int, message: str = "", *, status: int | None = None, retry_after: int | str | None = None) -> Fault:
    """Answer with this code instead of handling the request: nothing is charged. `status` is the HTTP status."""
    answer = refused(code, status=status)
    if answer.status not in range(200, 600):
        raise ValueError("status must be an HTTP status")
    return _Envelope(refusal=attrs.evolve(answer, message=message) if message else answer, retry_after=retry_after)


def bare(status: int, *, handled: bool = False, retry_after: int | str | None = None) -> Fault:
    """Answer with a status and no body, instead of handling the request, or (`handled`) after that: a create is charged."""
    return _Bare(status=status, handled=handled, retry_after=retry_after)


def status(status: int) -> Fault:
    """Handle the request, and answer under another HTTP status."""
    return _Status(status)


def instead(value: object) -> Fault:
    """Handle the request, and answer this JSON."""
    return _Json(value)


def body(what: str) -> Fault:
    """Handle the request, and spoil the body: "truncated", "garbled", "empty", "huge", "text" or "html"."""
    return _Body(what)


def redirect(to: str | None = None, *, status: int = 302) -> Fault:
    """Send the client elsewhere instead of handling the request: by default to the same address with ?moved=1."""
    return _Redirect(to=to, status=status)


def fail_media(
    index: int = 0, reason: str = "generation failed", *, resource_status: int = 2, status: str = "failed"
) -> Fault:
    """Let one result of the next task fail. `resource_status` says 2 failed, 3 deleted, 1 there, yet failed."""
    return _FailMedia(index=index, reason=reason, resource_status=resource_status, status=status)


def never_ends() -> Fault:
    """Let the next task go on for ever."""
    return _NeverEnds()


def overdue(seconds: float = 3600.0) -> Fault:
    """Say of the next task that its `timeout_at` was so many seconds before it was created."""
    return _Overdue(seconds)


def medias(what: str) -> Fault:
    """Twist the medias in the answer to a detail; see `MEDIAS` for the ways."""
    return _Medias(what)


def price_list(*, points: int = 0, ids: str = "same", needs: str | None = None) -> Fault:
    """Change the price list before the request is handled, and for good.

    `points` is added to every price. `ids`: "new" ones that nobody has seen, or "turned": each rule of a version has the
    id of the next. `needs` names a parameter that every rule asks for from now on.
    """
    return _PriceList(points=points, ids=ids, needs=needs)


KINDS: Mapping[str, Callable[..., Fault]] = {
    make.__name__: make
    for make in (
        *(delay, go_down, reset, drop_before, drop_after_charge, trickle),
        *(envelope, bare, status, instead, body, redirect),
        *(fail_media, never_ends, overdue, medias, price_list),
    )
}


def decode_fault(source: Mapping[str, Any]) -> Fault:
    """Build a fault from its JSON: {"kind": "envelope", "code": 4008}. Raise ValueError if it makes no sense."""
    options = dict(source)
    kind = options.pop("kind", None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    make = KINDS[kind]
    flags = [name for name, known in inspect.signature(make).parameters.items() if known.annotation is bool]
    if not all(isinstance(options.get(name, False), bool) for name in flags):
        raise ValueError(f"{kind} does not take that")
    try:
        return make(**options)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{kind} does not take that") from problem
