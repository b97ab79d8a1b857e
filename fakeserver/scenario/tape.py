"""What a real service answered, written down as a story that the fake plays again.

Rules this file obeys:
* No key is written: what comes here is masked already, and nothing of an answer is kept but what a story can say.
* A story has the fake's ids and addresses: those of the real tasks, results and uploads are put in their place.
* What goes straight to other hosts (uploads, results) is told as `direct`, so that a replay does not look for it.
"""

import json
from collections.abc import Mapping
from typing import Any

import attrs

from imastudio.fakeserver.catalogues.estimates import medium
from imastudio.fakeserver.scenario.faults import Fault, bare, body, envelope, instead
from imastudio.fakeserver.scenario.recording import Recording
from imastudio.fakeserver.scenario.yaml_source import write_yaml
from imastudio.fakeserver.vendor.records import Recorded
from imastudio.fakeserver.vendor.refusals import status_of
from imastudio.fakeserver.vendor.results import ending_of
from imastudio.fakeserver.vendor.uploads import FOLDER
from imastudio.fakeserver.vendor.world import task_id

DIRECT = ("put", "cdn")
_POINTS = 100_000
_DONE = 200
_KINDS = {"url": "", "watermark_url": "-watermark", "preview_url": "-preview", "cover": "-cover"}


@attrs.define(kw_only=True)
class _Order:
    """An order that was accepted: which, and what became of it."""

    number: int
    at: float
    body: Mapping[str, Any]
    ended: float | None = None
    failed: tuple[Mapping[str, Any], ...] = ()
    count: int = 1


@attrs.define(kw_only=True)
class Tape:
    """The story so far. `seed` makes the fake give the ids that the story names."""

    seed: int
    _recording: Recording = attrs.field(factory=Recording)
    _lists: dict[str, Any] = attrs.field(factory=dict)
    _orders: dict[str, _Order] = attrs.field(factory=dict)
    _names: dict[str, str] = attrs.field(factory=dict)
    _points: int = 0

    def note(self, record: Recorded, answer: bytes | None, content_type: str = "application/json") -> None:
        """Take down a request and what the real service answered to it; None: nothing."""
        said = _decode(answer)
        data: Any = said.get("data") if isinstance(said, dict) else None
        accepted = record.status == _DONE and isinstance(said, dict) and said.get("code") in (0, _DONE)
        renamed = attrs.evolve(record, body=self._rename(record.body))
        if accepted:
            self._learn(record, data)
        self._recording.note(renamed, () if accepted else _faults(record, said, content_type))

    def tell(self) -> str:
        """Write the story down, as YAML."""
        story: dict[str, Any] = {"points": max(_POINTS, self._points), "seed": self.seed}
        story |= {"lists": self._lists} if self._lists else {}
        orders = [told for order in self._orders.values() if (told := _outcome(order))]
        story |= {"orders": orders} if orders else {}
        story |= {"direct": list(DIRECT)} | self._recording.story()
        head = "What a real service did: play it with --scenario, hold another run against it with --replay."
        return f"# {head}\n{write_yaml(story)}"

    def _learn(self, record: Recorded, data: Any) -> None:
        """Keep what the fake needs to do the same: lists, orders and how they end, names to put in place of others."""
        facts = data if isinstance(data, dict) else {}
        if record.call == "products" and isinstance(data, list) and data and "model_ids" not in record.query:
            self._lists.setdefault(record.query.get("category", ""), data)
        elif record.call == "create" and isinstance(facts.get("id"), str) and isinstance(record.body, dict):
            number = len(self._orders) + 1
            self._orders[facts["id"]] = _Order(number=number, at=record.at, body=self._rename(record.body))
            self._names[facts["id"]] = task_id(self.seed, number)
        elif record.call == "token" and isinstance(facts.get("fdl"), str):
            self._names[facts["fdl"]] = f"{FOLDER}/upload"
        elif record.call == "detail" and isinstance(record.body, dict):
            order = self._orders.get(str(record.body.get("task_id")))
            if order is not None and isinstance(facts.get("medias"), list):
                self._look(order, [each for each in facts["medias"] if isinstance(each, dict)], record.at)

    def _look(self, order: _Order, medias: list[dict[str, Any]], at: float) -> None:
        """See how far an order is; each address of a result gets the one that the fake will give it."""
        model, task_type = _parameters(order.body).get("model_id", ""), str(order.body.get("task_type", ""))
        for index, media in enumerate(medias):
            for name, kind in _KINDS.items():
                address = media.get(name)
                if isinstance(address, str) and address:
                    ending = "jpg" if name == "cover" else ending_of(medium(task_type), str(model), kind)
                    self._names[address] = f"results/{task_id(self.seed, order.number)}/{index}{kind}.{ending}"
        if medias and order.ended is None and all(media.get("resource_status") not in (None, 0) for media in medias):
            order.ended, order.count = at, len(medias)
            order.failed = tuple(
                {"index": index, "reason": str(media.get("error_msg") or "generation failed")[:300]}
                | ({"resource_status": 3} if media.get("resource_status") == 3 else {})  # noqa: PLR2004 - deleted
                for index, media in enumerate(medias)
                if media.get("resource_status") != 1 or media.get("status") == "failed"
            )

    def _rename(self, value: Any) -> Any:
        match value:
            case str():
                return self._names.get(value, value)
            case list():
                return [self._rename(each) for each in value]
            case dict():
                return {name: self._rename(each) for name, each in value.items()}
            case _:
                return value


def _outcome(order: _Order) -> dict[str, Any] | None:
    """Write what became of an order; None where nobody waited for it."""
    inner = _parameters(order.body).get("parameters")
    prompt = inner.get("prompt") if isinstance(inner, dict) else None
    if order.ended is None:
        return None
    told: dict[str, Any] = {"prompt": prompt} if isinstance(prompt, str) and prompt else {}
    told |= {
        "task_type": order.body.get("task_type"),
        "model": _parameters(order.body).get("model_version"),
        "times": 1,
    }
    if order.failed:
        first = dict(order.failed[0])
        if len(order.failed) == order.count:
            del first["index"]
        told["fails"] = first
    return told | {"takes": round(max(0.1, order.ended - order.at), 1)}


def _parameters(body: Mapping[str, Any]) -> Mapping[str, Any]:
    entries = body.get("parameters")
    return entries[0] if isinstance(entries, list) and entries and isinstance(entries[0], dict) else {}


def _faults(record: Recorded, said: Any, content_type: str) -> tuple[Fault, ...]:
    """Give the fault by which the fake answers the same."""
    if record.dropped:
        return (bare(502),)
    code = said.get("code") if isinstance(said, dict) else None
    if type(code) is int and code not in (0, _DONE):
        return (
            envelope(
                code, str(said.get("message") or ""), status=None if record.status == status_of(code) else record.status
            ),
        )
    if record.status != _DONE:
        return (bare(max(_DONE, record.status)),)
    if said is not None:
        return (instead(said),)
    return (body("html" if content_type == "text/html" else "text"),)


def _decode(answer: bytes | None) -> Any:
    try:
        return None if answer is None else json.loads(answer)
    except (ValueError, RecursionError):
        return None
