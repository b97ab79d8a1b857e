"""The checks, and what they found.

Rules this file obeys:
* Without leave to spend, nothing is sent that a server could charge for or that leaves something there.
* Before a create leaves, its price is set aside; only an answer that surely refuses gives it back. No create is repeated.
* A server that answers anything at all is a finding; one that doesn't answer ends the run.
"""

import asyncio
import struct
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import attrs

from imastudio.fakeserver.contract.explain import ASSET, CREATED, DETAIL, PICTURE, WAITING, ObjectShape
from imastudio.fakeserver.contract.findings import (
    AGREES,
    SKIPPED,
    SUCCESS,
    Finding,
    is_address,
    judge,
    refused_with,
    succeeded,
    time_differences,
)
from imastudio.fakeserver.contract.orders import Cheapest, cheapest
from imastudio.fakeserver.contract.pictures import picture_differences
from imastudio.fakeserver.contract.probe import ProbeResponse
from imastudio.fakeserver.contract.reading import DETAIL_PATH, VERIFY_PATH, FreeChecks

_PACE = 3.0
_MAX_WAIT_S = 600.0
_CREATE = "/open/v1/tasks/create"
_FINE = 200
_EDGE = 512  # pixels: enough for all that looks at inputs


def _png() -> bytes:
    """Draw a grey square without a library (PNG, second edition, 5.3 and 9)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", _EDGE, _EDGE, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x80" * _EDGE) * _EDGE
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


_PNG = _png()


@attrs.define
class Purse:
    """The points that may be spent: None is nothing, and no create at all; `spent` is what was, or may have been."""

    limit: int | None
    spent: int = 0

    def covers(self, points: int) -> bool:
        """Tell whether so much is left."""
        return self.limit is not None and self.spent + points <= self.limit


@attrs.define(kw_only=True)
class Suite(FreeChecks):
    """One run against one server. `pace` is the seconds between two looks at a task, `longest` how long one may take."""

    purse: Purse
    pace: float = _PACE
    longest: float = _MAX_WAIT_S
    _task: str | None = None
    _uploaded: str | None = None

    async def run(self) -> AsyncIterator[Finding]:
        """Run all checks, and give each finding as it comes. Raise Unreachable."""
        async for finding in self.reading():
            yield finding
            if finding.name == "key" and finding.verdict != AGREES:
                return  # nothing else could be learnt
        async for finding in self._spending():
            yield finding

    # Spending

    async def _spending(self) -> AsyncIterator[Finding]:
        offer = cheapest(self._trees.get("text_to_image"))
        if offer is None or not self.purse.covers(offer.points):
            price = f"{offer.points} points" if offer else "nothing is sold"
            why = "nothing may be spent" if self.purse.limit is None else f"not enough may be spent ({price})"
            for name, title in _SPENDING.items():
                yield Finding(name=name, title=title, verdict=SKIPPED, found=why)
            return
        yield await self.upload_is_found_again()
        yield await self.upload_is_verified()
        for name in _REFUSALS:
            yield await self._afford(name, offer, partial(self.order_is_refused, name))
        yield await self._afford("order", offer, self.order_is_accepted)
        yield await self.task_ends_with_a_picture()

    async def _afford(self, name: str, offer: Cheapest, check: Callable[[Cheapest], Awaitable[Finding]]) -> Finding:
        if not self.purse.covers(offer.points):
            return Finding(name=name, title=_SPENDING[name], verdict=SKIPPED, found="what may be spent is spent")
        return await check(offer)

    async def _create(self, offer: Cheapest, body: Mapping[str, Any]) -> ProbeResponse:
        """Order once; what may have been charged counts as spent."""
        self.purse.spent += offer.points
        answer = await self.probe.post(_CREATE, body)
        if type(answer.code) is int and answer.code not in SUCCESS:
            self.purse.spent -= offer.points
        return answer

    async def order_is_refused(self, name: str, offer: Cheapest) -> Finding:
        """Check that an order with this mistake is refused, with the code that we say."""
        code, change = _REFUSALS[name]
        body = change(offer)
        if body == offer.body():
            return Finding(name=name, title=_SPENDING[name], verdict=SKIPPED, found="no such mistake can be made here")
        return refused_with(name, _SPENDING[name], await self._create(offer, body), code)

    async def upload_is_found_again(self) -> Finding:
        """Check that what was put is found."""
        name, title = "upload", _SPENDING["upload"]
        token = await self.probe.token()
        places = token.data if isinstance(token.data, dict) else {}
        if not (isinstance(places.get("ful"), str) and isinstance(places.get("fdl"), str)):
            return judge(name, title, "a token", token, agrees=False)
        put = await self.probe.put(places["ful"], _PNG, "image/png")
        if put.status != _FINE:
            return judge(name, title, "status 200 for the PUT", put, agrees=False, enveloped=False)
        got = await self.probe.fetch(places["fdl"])
        agrees = (got.status, got.content_type, got.body) == (200, "image/png", _PNG)
        self._uploaded = places["fdl"] if agrees else None
        wrong = () if agrees else (f"{len(got.body)} bytes of {got.content_type} instead of {len(_PNG)} of image/png",)
        return judge(
            name, title, "the same bytes and type", got, agrees=got.status == _FINE, wrong=wrong, enveloped=False
        )

    async def upload_is_verified(self) -> Finding:
        """Check that what was put is a good asset."""
        name, title = "verify", _SPENDING["verify"]
        if self._uploaded is None:
            return Finding(name=name, title=title, verdict=SKIPPED, found="nothing was uploaded")
        answer = await self.probe.post(VERIFY_PATH, {"url": self._uploaded, "name": "grey.png"})
        data = answer.data if isinstance(answer.data, dict) else {}
        wrong = list(ObjectShape(fields={"result": ("object",)}).differences(answer.data, "data"))
        if isinstance(data.get("result"), dict):
            wrong = [*wrong, *ASSET.differences(data["result"], "data.result")]
            status = data["result"].get("status")
            if isinstance(status, str) and status.lower() not in ("active", "success"):
                wrong.append(f'data.result.status is {status!r} instead of "Active": {data["result"].get("error")}')
        return judge(name, title, "data.result with status Active", answer, agrees=succeeded(answer), wrong=wrong)

    async def order_is_accepted(self, offer: Cheapest) -> Finding:
        """Check that an order at the list's price is accepted."""
        name = "order"
        answer = await self._create(offer, offer.body())
        data = answer.data if isinstance(answer.data, dict) else {}
        if isinstance(data.get("id"), str):
            self._task = data["id"]
        wrong = list(CREATED.differences(answer.data, "data")) if succeeded(answer) else []
        for field, value in (("medias", []), ("generate_count", 1), ("task_type", "text_to_image")):
            if field in data and data[field] != value:
                wrong.append(f"data.{field} is {data[field]!r} instead of {value!r}")
        wrong += time_differences(data, "created_at", "timeout_at")
        agrees = succeeded(answer) and bool(self._task)
        return judge(
            name, _SPENDING[name], "data with id, medias [], generate_count 1", answer, agrees=agrees, wrong=wrong
        )

    async def task_ends_with_a_picture(self) -> Finding:
        """Check that the task goes on to a picture that can be fetched without the key."""
        name, title = "task", _SPENDING["task"]
        if self._task is None:
            return Finding(name=name, title=title, verdict=SKIPPED, found="nothing was ordered")
        ends = time.monotonic() + self.longest
        wrong: list[str] = []
        while True:
            answer = await self.probe.post(DETAIL_PATH, {"task_id": self._task})
            data = answer.data if isinstance(answer.data, dict) else {}
            medias = data.get("medias")
            media = medias[0] if isinstance(medias, list) and medias and isinstance(medias[0], dict) else {}
            shape = WAITING if media.get("resource_status") in (None, 0) else PICTURE
            wrong += [*DETAIL.differences(answer.data, "data"), *shape.differences(media, "data.medias[0]")]
            wrong += time_differences(data, "created_at")
            wrong += _of_this_task(data, self._task)
            if wrong or shape is PICTURE or time.monotonic() > ends:
                break
            await asyncio.sleep(self.pace)
        if shape is WAITING:
            wrong = wrong or [f"still {media.get('status')} after {self.longest:g} seconds"]
        elif (media.get("resource_status"), media.get("status")) != (1, "success"):
            wrong.append(f"it ended with {_facts(media)}")
        return await self._judge_picture(answer, media, list(dict.fromkeys(wrong)))

    async def _judge_picture(self, answer: ProbeResponse, media: Mapping[str, Any], wrong: list[str]) -> Finding:
        """Fetch each address that a picture has: all of them must lead to a picture, without the key."""
        for name in ("url", "watermark_url", "preview_url"):
            address = media.get(name)
            if not is_address(address):
                wrong += [f"data.medias[0].{name} is {address!r}, no address"] if name in media and not wrong else []
                continue
            told = picture_differences(await self.probe.fetch(str(address)), media if name == "url" else {})
            wrong += [f"data.medias[0].{name} {each}" for each in told]
        agrees = succeeded(answer) and media.get("resource_status") == 1
        return judge(
            "task",
            _SPENDING["task"],
            "resource_status 1, status success, a picture",
            answer,
            agrees=agrees,
            wrong=wrong,
        )


_REFUSALS: Mapping[str, tuple[int, Callable[[Cheapest], Mapping[str, Any]]]] = {
    "attribute_id_0": (400, lambda offer: offer.body(outer={"attribute_id": 0})),
    "wrong_credit": (6006, lambda offer: offer.body(outer={"credit": offer.points + 1})),
    "wrong_cast": (6010, lambda offer: offer.body(inner={"cast": {"points": offer.points, "attribute_id": 1}})),
    "no_rule": (
        6009,
        lambda offer: offer.body(inner={name: None for name in offer.rule["attributes"] if name != "default"}),
    ),
    "no_prompt": (400, lambda offer: offer.body(inner={"prompt": None})),
}
_SPENDING: Mapping[str, str] = {
    "upload": "what was uploaded is found again",
    "verify": "what was uploaded is a good asset",
    "attribute_id_0": "attribute_id 0 is refused",
    "wrong_credit": "a credit that isn't the price is refused",
    "wrong_cast": "an id that isn't the rule's is refused",
    "no_rule": "parameters without a rule are refused",
    "no_prompt": "an order needs a prompt",
    "order": "an order at the list's price is accepted",
    "task": "a task ends with a picture",
}


def _of_this_task(data: Mapping[str, Any], task: str) -> list[str]:
    """Tell where an answer is about another task, or about other results than the one that was ordered."""
    wrong = []
    if isinstance(data.get("id"), str) and data["id"] != task:
        wrong.append(f"data.id is {data['id']!r} instead of {task!r}: an answer about another task")
    medias = data.get("medias")
    if isinstance(medias, list) and len(medias) > 1:
        wrong.append(f"data.medias has {len(medias)} entries, though one result was ordered")
    return wrong


def _facts(media: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {media.get(name)!r}" for name in ("resource_status", "status", "url", "error_msg"))
