"""What the page shows, as values: parts of it that are sent again when they have changed.

Rules this file obeys:
* It reads the world and changes nothing; only the latest of everything is shown.
* A part has a key that differs when it would look different.
"""

import json
import time
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from itertools import islice
from typing import Any, Protocol

import attrs

from imastudio.fakeserver.http.sandbox import Sandbox
from imastudio.fakeserver.media.fonts import chinese_font
from imastudio.fakeserver.page.fault_forms import fault_form
from imastudio.fakeserver.page.snippets import as_curl, as_pytest, call_of
from imastudio.fakeserver.scenario.differences import OneOf, explain
from imastudio.fakeserver.scenario.fault_queue import spell_turn
from imastudio.fakeserver.scenario.faults import CALLS, KINDS, Fault
from imastudio.fakeserver.scenario.recording import encode_fault, is_known_fault
from imastudio.fakeserver.vendor.orders import PendingMedia
from imastudio.fakeserver.vendor.records import Recorded, mask_text
from imastudio.fakeserver.vendor.results import describe
from imastudio.fakeserver.vendor.world import Task

SHOWN_TASKS = 60
SHOWN_CHARGES = 100
_SHOWN_TURNS = 20
_REFUSED = 400
_MAX_SEARCHED_CHARS = 1500


class ViewHost(Protocol):
    """The server, as far as the page shows it."""

    def sandboxes(self) -> Iterator[Sandbox]:
        """Go through all worlds, its own first."""


@attrs.frozen(kw_only=True)
class PageFragment:
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


def whole(box: Sandbox, home: ViewHost) -> dict[str, Any]:
    """Give all that the page needs to begin with."""
    context: dict[str, Any] = {
        "url": box.url,
        "base": box.admin,
        "name": box.name,
        "worlds": [(each.name, each.admin) for each in home.sandboxes()],
        "calls": CALLS,
        "kinds": list(KINDS),
        "form": fault_form("drop_after_charge"),
        "missing": _missing(),
    }
    for part in _small_parts(box):
        context |= part.context
    return context


def parts(box: Sandbox) -> Iterator[PageFragment]:
    """Go through everything that may have changed, apart from the requests; tasks oldest first."""
    yield from _small_parts(box)
    now = box.clock.now()
    for task in reversed(list(islice(reversed(box.world.tasks.values()), SHOWN_TASKS))):
        yield _task(task, now, box)


def request(record: Recorded, faults: tuple[object, ...], base: str = "/_fake") -> PageFragment:
    """Give the row of a request."""
    said = _json_of(record.answer)
    told = "no answer" if record.dropped else str(record.status) + (f" · {record.code}" if record.code else "")
    phase = "" if record.dropped else _phase(record, said)
    kind = "gone" if record.dropped else "refused" if record.code or record.status >= _REFUSED else "ok"
    context = {
        "record": record,
        "base": base,
        "told": told,
        "phase": phase,
        "kind": kind,
        "hint": _hint(record),
        "find": _find(record, said),
        "faults": [written(each) for each in faults],
        "matters": record.call == "create",
    }
    return PageFragment(name=f"request-{record.number}", template="request.html", key=record.number, context=context)


def exchange(record: Recorded, faults: tuple[object, ...], box: Sandbox) -> dict[str, Any]:
    """Give everything about one request."""
    said = _json_of(record.answer)
    known = [written(each) for each in faults if is_known_fault(each)]
    return {
        "record": record,
        "answer": record.answer if said is None else show_value(said),
        "explained": explain(record, box.world.catalogue),
        "snippets": {"curl": as_curl(record, box.url), "pytest": as_pytest(record, known)},
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
    return str(value) if isinstance(value, OneOf) else json.dumps(value, ensure_ascii=False, indent=2, default=repr)


def _small_parts(box: Sandbox) -> Iterator[PageFragment]:
    world, log = box.world, box.log
    charges = world.charges[-SHOWN_CHARGES:]
    summary = {
        "points": box.account.points,
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
    waiting = {call: list(_turns(queue)) for call, queue in box.script.waiting.items() if queue}
    yield _part("faults", {"waiting": waiting, "base": box.admin}, waiting)
    replay = {"replays": box.replays, "found": box.expectations.found, "unmet": box.expectations.unmet()}
    yield _part("expected", replay, replay)


def _part(name: str, context: Mapping[str, Any], key: object) -> PageFragment:
    return PageFragment(name=name, template=f"{name}.html", key=repr(key), context=context)


def _turns(queue: Any) -> Iterator[tuple[str, int, str]]:
    """Write the first faults of those that wait, each with its place and what it is recognised by."""
    for index, faults in enumerate(islice(queue, _SHOWN_TURNS)):
        yield " and ".join(written(each) for each in faults) or "ok", index, spell_turn(faults)
    if len(queue) > _SHOWN_TURNS:
        yield f"and {len(queue) - _SHOWN_TURNS} more", -1, ""


def _task(task: Task, now: float, box: Sandbox) -> PageFragment:
    described = describe(task, now, box.admin)["medias"]
    medias = [_media(task, media, said, now) for media, said in zip(task.medias, described, strict=True)]
    key = tuple((each["phase"], each["percent"]) for each in medias)
    prompt = mask_text(task.order.prompt, box.world.accounts)
    context = {"task": task, "prompt": prompt, "phase": task.phase(now), "medias": medias}
    return PageFragment(name=f"task-{task.id}", template="task.html", key=key, context=context)


def _media(task: Task, media: PendingMedia, said: Mapping[str, Any], now: float) -> dict[str, Any]:
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


def _json_of(answer: str | None) -> Any:
    """Read an answer, None where it is no JSON."""
    try:
        return None if answer is None else json.loads(answer)
    except ValueError:
        return None


def _phase(record: Recorded, said: Any) -> str:
    """Say in a word or two what became of what was asked: how far a task is, which task an order made."""
    data = said.get("data") if isinstance(said, dict) else None
    if record.code or not isinstance(data, dict):
        return ""
    if record.call == "create":
        return f"accepted: {data.get('id')}"
    if record.call == "verify":
        result = data.get("result")
        return str(result.get("status")) if isinstance(result, dict) else ""
    medias = data.get("medias")
    if record.call != "detail" or not isinstance(medias, list):
        return ""
    counts = Counter(str(each.get("status")) if isinstance(each, dict) else "?" for each in medias)
    if len(counts) == 1:
        return next(iter(counts))
    return ", ".join(f"{count} {status}" for status, count in counts.items()) or "no medias"


def _find(record: Recorded, said: Any) -> str:
    """Give the words by which a request is found: those of its body and its answer, as far as they are short."""
    answer = "" if said is None else json.dumps(said, ensure_ascii=False)[:_MAX_SEARCHED_CHARS]
    body = "" if record.body is None else json.dumps(record.body, ensure_ascii=False)[:_MAX_SEARCHED_CHARS]
    return f"{body} {answer} {record.message}".strip()


def _missing() -> str:
    """Say what this machine lacks to draw what is ordered; empty where it lacks nothing."""
    try:
        import PIL  # noqa: F401, PLC0415 - an extra: only whether it is there is asked
    except ImportError:
        return "Pictures can't be drawn here: pip install 'imastudio[fake]'"
    if chinese_font() is None:
        return (
            "This machine has no font with Chinese, so pictures show blanks for it: install one, such as Noto Sans CJK."
        )
    return ""
