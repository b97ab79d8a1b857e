"""What the page shows, as values: parts of it that are sent again when they have changed.

Rules this file obeys:
* It reads the world and changes nothing; only the latest of everything is shown.
* A part has a key that differs when it would look different.
"""

import json
import time
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from imastudio.fakeserver.page.snippets import as_curl, as_pytest, call_of
from imastudio.fakeserver.scenario.differences import Choice, explain
from imastudio.fakeserver.scenario.faults import CALLS, KINDS, Fault
from imastudio.fakeserver.scenario.recording import encode_fault, is_known_fault
from imastudio.fakeserver.vendor.orders import Media
from imastudio.fakeserver.vendor.records import Recorded, mask_text
from imastudio.fakeserver.vendor.results import describe
from imastudio.fakeserver.vendor.world import Task

SHOWN_TASKS = 60
SHOWN_CHARGES = 100
_SHOWN_TURNS = 20
_REFUSED = 400


@attrs.frozen(kw_only=True)
class Part:
    """A piece of the page: a template, what it is filled with, and a key that changes when that does."""

    name: str
    template: str
    key: Hashable
    context: Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Moment:
    """A point on a result's timeline."""

    at: float
    what: str
    past: bool


def whole(fake: Any) -> dict[str, Any]:
    """Give all that the page needs to begin with."""
    context: dict[str, Any] = {"url": fake.url, "calls": CALLS, "kinds": list(KINDS)}
    for part in _small_parts(fake):
        context |= part.context
    return context


def parts(fake: Any) -> Iterator[Part]:
    """Go through everything that may have changed, apart from the requests; tasks oldest first."""
    yield from _small_parts(fake)
    now = fake.clock.now()
    for task in reversed(list(islice(reversed(fake.world.tasks.values()), SHOWN_TASKS))):
        yield _task(task, now, fake.world.accounts)


def request(record: Recorded, faults: tuple[object, ...]) -> Part:
    """Give the row of a request."""
    told = "no answer" if record.dropped else str(record.status) + (f" · {record.code}" if record.code else "")
    kind = "gone" if record.dropped else "refused" if record.code or record.status >= _REFUSED else "ok"
    context = {
        "record": record,
        "told": told,
        "kind": kind,
        "hint": _hint(record),
        "faults": [written(each) for each in faults],
    }
    return Part(name=f"request-{record.number}", template="request.html", key=record.number, context=context)


def exchange(record: Recorded, faults: tuple[object, ...], fake: Any) -> dict[str, Any]:
    """Give everything about one request."""
    known = [written(each) for each in faults if is_known_fault(each)]
    return {
        "record": record,
        "explained": explain(record, fake.world.catalogue),
        "snippets": {"curl": as_curl(record, fake.url), "pytest": as_pytest(record, known)},
    }


def written(fault: object) -> str:
    """Write a fault as Python."""
    if not isinstance(fault, Fault) or not is_known_fault(fault):
        return type(fault).__name__
    ((kind, said),) = encode_fault(fault).items()
    return call_of(kind, said)


def show_time(seconds: float) -> str:
    """Write an instant: the time of day, UTC."""
    return time.strftime("%H:%M:%S", time.gmtime(seconds))


def show_value(value: Any) -> str:
    """Write a value of a request, with indents."""
    return str(value) if isinstance(value, Choice) else json.dumps(value, ensure_ascii=False, indent=2, default=repr)


def _small_parts(fake: Any) -> Iterator[Part]:
    world, log = fake.world, fake.log
    charges = world.charges[-SHOWN_CHARGES:]
    summary = {
        "points": fake.account.points,
        "spent": sum(charge.total for charge in world.charges),
        "orders": len(world.charges),
        "requests": log.count,
        "now": world.clock.now(),
        "hand": world.clock.hand,
        "speed": world.speed,
        "strict": world.strict,
    }
    yield _part("summary", summary, {**summary, "now": int(summary["now"])})
    accounts = list(world.accounts.values())
    book = {"charges": charges[::-1], "accounts": accounts}
    yield _part("account", book, (len(world.charges), tuple((each.name, each.points) for each in accounts)))
    waiting = {call: list(_turns(queue)) for call, queue in fake.script.waiting.items() if queue}
    yield _part("faults", {"waiting": waiting}, waiting)
    replay = {"replays": fake.replays, "found": fake.expectations.found, "unmet": fake.expectations.unmet()}
    yield _part("expected", replay, replay)


def _part(name: str, context: Mapping[str, Any], key: object) -> Part:
    return Part(name=name, template=f"{name}.html", key=repr(key), context=context)


def _turns(queue: Any) -> Iterator[str]:
    """Write the first faults of those that wait."""
    for faults in islice(queue, _SHOWN_TURNS):
        yield " and ".join(written(each) for each in faults) or "ok"
    if len(queue) > _SHOWN_TURNS:
        yield f"and {len(queue) - _SHOWN_TURNS} more"


def _task(task: Task, now: float, keys: Iterable[str]) -> Part:
    described = describe(task, now, "/_fake")["medias"]
    medias = [_media(task, media, said, now) for media, said in zip(task.medias, described, strict=True)]
    key = tuple((each["phase"], each["percent"]) for each in medias)
    prompt = mask_text(task.order.prompt, keys)
    context = {"task": task, "prompt": prompt, "phase": task.phase(now), "medias": medias}
    return Part(name=f"task-{task.id}", template="task.html", key=key, context=context)


def _media(task: Task, media: Media, said: Mapping[str, Any], now: float) -> dict[str, Any]:
    span = media.ready_at - task.created_at
    percent = 100 if now >= media.ready_at or not span else int(10 * (now - task.created_at) / span) * 10
    ends = "failed" if media.error else "ready"
    return {
        "phase": media.phase(now),
        "percent": percent,
        "error": media.error,
        "url": said.get("url"),
        "preview": said.get("preview_url"),
        "cover": said.get("cover"),
        "timeline": [
            Moment(at=at, what=what, past=at <= now)
            for at, what in (
                (task.created_at, "ordered"),
                (media.starts_at, "begun"),
                (media.ready_at, ends if media.ready_at <= now else f"to be {ends}"),
            )
        ],
    }


def _hint(record: Recorded) -> str:
    """Say in a few words what a request is about."""
    body = record.body if isinstance(record.body, dict) else {}
    if record.call == "create":
        entries = body.get("parameters")
        outer = entries[0] if isinstance(entries, list) and entries and isinstance(entries[0], dict) else {}
        return " ".join(str(each) for each in (outer.get("model_version"), body.get("task_type")) if each)
    found = {
        "products": record.query.get("category"),
        "token": record.query.get("fContentType"),
        "detail": body.get("task_id"),
        "verify": body.get("url"),
    }
    return str(found.get(record.call) or "")
