"""The checks, and what they found.

Rules this file obeys:
* Without leave to spend, nothing is sent that a server could charge for or that leaves something there.
* Before a create leaves, its price is set aside; only an answer that surely refuses gives it back. No create is repeated.
* A server that answers anything at all is a finding; one that doesn't answer ends the run.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import attrs

from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES, Catalogue
from imastudio.fakeserver.contract.catalogues import differences
from imastudio.fakeserver.contract.orders import Cheapest, cheapest, leaves
from imastudio.fakeserver.contract.probe import Answer, Probe

AGREES, DIFFERS, SKIPPED = "agrees", "differs", "skipped"
SUCCESS = (0, 200)
_PACE = 3.0
_LONGEST = 600.0
_CREATE, _DETAIL = "/open/v1/tasks/create", "/open/v1/tasks/detail"
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080000000000003a7e9b550000000a49444154789c6360000000020001e221bc33"
    "0000000049454e44ae426082"
)


@attrs.frozen(kw_only=True)
class Finding:
    """What one check found. `changes` are entries for the `catalogue:` of a story."""

    name: str
    title: str
    verdict: str
    expected: str = ""
    found: str = ""
    changes: tuple[Mapping[str, Any], ...] = ()


@attrs.define
class Purse:
    """What may be spent: None is nothing, and no create at all; `spent` is what was, or may have been."""

    limit: int | None
    spent: int = 0

    def covers(self, points: int) -> bool:
        """Tell whether so much is left."""
        return self.limit is not None and self.spent + points <= self.limit


@attrs.define(kw_only=True)
class Suite:
    """One run against one server. `pace` is the seconds between two looks at a task, `longest` how long one may take."""

    probe: Probe
    purse: Purse
    pace: float = _PACE
    longest: float = _LONGEST
    catalogue: Catalogue = attrs.field(factory=Catalogue)
    _trees: dict[str, object] = attrs.field(factory=dict)
    _task: str | None = None

    async def run(self) -> AsyncIterator[Finding]:
        """Run all checks, and give each finding as it comes. Raise Unreachable."""
        first = await self.key_is_accepted()
        yield first
        if first.verdict != AGREES:
            return  # nothing else could be learnt
        for task_type in TASK_TYPES:
            yield await self.list_is_ours(task_type)
        for check in (
            self.wrong_key_is_refused,
            self.unknown_category_is_null,
            self.web_agent_is_ima,
            self.models_are_filtered,
            self.unknown_task_is_refused,
            self.task_id_is_required,
            self.body_must_be_json,
            self.unknown_route_has_an_envelope,
            self.token_has_its_places,
            self.wrong_signature_is_refused,
        ):
            yield await check()
        async for finding in self._spending():
            yield finding

    # Reading

    async def key_is_accepted(self) -> Finding:
        """Check that the key opens the product list."""
        answer = await self.probe.products("text_to_image")
        return _judge("key", "the key is accepted", "status 200, code 0 or 200", answer, _succeeded(answer))

    async def wrong_key_is_refused(self) -> Finding:
        """Check that another key is refused with 401."""
        answer = await self.probe.products("text_to_image", key="ima_no_such_key")
        return _refused_with("wrong_key", "another key is refused", answer, 401)

    async def list_is_ours(self, task_type: str) -> Finding:
        """Check that the list is a tree of groups and versions, and sells what ours sells, at the same prices."""
        name, title = f"list_{task_type}", f"{task_type} is sold as we say"
        answer = await self.probe.products(task_type)
        self._trees[task_type] = answer.data
        if not _succeeded(answer) or not isinstance(answer.data, list) or not any(leaves(answer.data)):
            return _judge(name, title, "a tree of versions", answer, agrees=False)
        changes = list(differences(task_type, self.catalogue.groups[task_type], answer.data))
        return Finding(
            name=name,
            title=title,
            verdict=DIFFERS if changes else AGREES,
            expected="the fake's list",
            found="\n".join(change.text for change in changes) or "the same",
            changes=tuple(change.patch for change in changes if change.patch),
        )

    async def unknown_category_is_null(self) -> Finding:
        """Check that a category nobody knows has no list."""
        answer = await self.probe.products("text_to_smell")
        agrees = _succeeded(answer) and answer.data is None
        return _judge("unknown_category", "an unknown category has null", "success, data null", answer, agrees)

    async def web_agent_is_ima(self) -> Finding:
        """Check that `app=webAgent` is the same as `app=ima`."""
        answer = await self.probe.products("text_to_image", app="webAgent")
        agrees = answer.data == self._trees.get("text_to_image")
        return _judge("web_agent", "app=webAgent has the list of app=ima", "the same list", answer, agrees)

    async def models_are_filtered(self) -> Finding:
        """Check that `model_ids` thins the list."""
        name, title = "model_ids", "model_ids names the models wanted"
        known = [str(leaf.get("model_id")) for leaf in leaves(self._trees.get("text_to_image"))]
        if not known:
            return Finding(name=name, title=title, verdict=SKIPPED, found="nothing is sold")
        answer = await self.probe.products("text_to_image", model_ids=known[-1])
        got = {str(leaf.get("model_id")) for leaf in leaves(answer.data)}
        return _judge(name, title, f"{known[-1]} alone", answer, got == {known[-1]})

    async def unknown_task_is_refused(self) -> Finding:
        """Check that a task nobody knows is refused with 404."""
        answer = await self.probe.post(_DETAIL, {"task_id": "task_0000000000000000"})
        return _refused_with("unknown_task", "an unknown task is refused", answer, 404)

    async def task_id_is_required(self) -> Finding:
        """Check that detail without a task is refused with 400."""
        answer = await self.probe.post(_DETAIL, {})
        return _refused_with("no_task_id", "detail needs a task_id", answer, 400)

    async def body_must_be_json(self) -> Finding:
        """Check that what isn't JSON is refused with 400."""
        return _refused_with("no_json", "a body must be JSON", await self.probe.post(_DETAIL, b"{"), 400)

    async def unknown_route_has_an_envelope(self) -> Finding:
        """Check that a route nobody knows is refused with 404, in the envelope."""
        answer = await self.probe.post("/open/v1/no/such/route", {})
        return _refused_with("unknown_route", "an unknown route is refused", answer, 404)

    async def token_has_its_places(self) -> Finding:
        """Check that a token names where to put and where to find."""
        answer = await self.probe.token()
        places = answer.data if isinstance(answer.data, dict) else {}
        agrees = _succeeded(answer) and all(places.get(name) for name in ("ful", "fdl", "ful_expire"))
        return _judge("token", "an upload token has its places", "ful, fdl, ful_expire", answer, agrees)

    async def wrong_signature_is_refused(self) -> Finding:
        """Check that a token is signed."""
        return _refused_with("token_sign", "a wrong sign is refused", await self.probe.token(sign="0" * 40), 401)

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
        for name in _REFUSALS:
            yield await self._afford(name, offer, partial(self.order_is_refused, name))
        yield await self._afford("order", offer, self.order_is_accepted)
        yield await self.task_ends_with_a_picture()

    async def _afford(self, name: str, offer: Cheapest, check: Callable[[Cheapest], Awaitable[Finding]]) -> Finding:
        if not self.purse.covers(offer.points):
            return Finding(name=name, title=_SPENDING[name], verdict=SKIPPED, found="what may be spent is spent")
        return await check(offer)

    async def _create(self, offer: Cheapest, body: Mapping[str, Any]) -> Answer:
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
        return _refused_with(name, _SPENDING[name], await self._create(offer, body), code)

    async def upload_is_found_again(self) -> Finding:
        """Check that what was put is found."""
        name, title = "upload", _SPENDING["upload"]
        token = await self.probe.token()
        places = token.data if isinstance(token.data, dict) else {}
        if not (isinstance(places.get("ful"), str) and isinstance(places.get("fdl"), str)):
            return _judge(name, title, "a token", token, agrees=False)
        put = await self.probe.put(places["ful"], _PNG, "image/png")
        if put.status != 200:  # noqa: PLR2004 - HTTP
            return _judge(name, title, "status 200 for the PUT", put, agrees=False)
        got = await self.probe.fetch(places["fdl"])
        agrees = (got.status, got.content_type, got.body) == (200, "image/png", _PNG)
        return _judge(name, title, "the same bytes and type", got, agrees)

    async def order_is_accepted(self, offer: Cheapest) -> Finding:
        """Check that an order at the list's price is accepted."""
        answer = await self._create(offer, offer.body())
        data = answer.data if isinstance(answer.data, dict) else {}
        if isinstance(data.get("id"), str):
            self._task = data["id"]
        agrees = _succeeded(answer) and data.get("medias") == [] and data.get("generate_count") == 1
        return _judge(
            "order",
            _SPENDING["order"],
            "data with id, medias [], generate_count 1",
            answer,
            agrees and bool(self._task),
        )

    async def task_ends_with_a_picture(self) -> Finding:
        """Check that the task goes on to a picture that can be fetched without the key."""
        name, title = "task", _SPENDING["task"]
        if self._task is None:
            return Finding(name=name, title=title, verdict=SKIPPED, found="nothing was ordered")
        ends = time.monotonic() + self.longest
        while True:
            answer = await self.probe.post(_DETAIL, {"task_id": self._task})
            medias = answer.data.get("medias") if isinstance(answer.data, dict) else None
            media = medias[0] if isinstance(medias, list) and medias and isinstance(medias[0], dict) else {}
            if media.get("resource_status") not in (None, 0):
                break
            if time.monotonic() > ends:
                return Finding(
                    name=name, title=title, verdict=DIFFERS, expected="an end", found=f"still {media.get('status')}"
                )
            await asyncio.sleep(self.pace)
        if media.get("resource_status") != 1 or not isinstance(media.get("url"), str) or not media["url"]:
            return Finding(
                name=name, title=title, verdict=DIFFERS, expected="resource_status 1, a url", found=_facts(media)
            )
        picture = await self.probe.fetch(media["url"])
        agrees = media.get("status") == "success" and picture.content_type.startswith("image/")
        return _judge(name, title, "status success, a picture", picture, agrees)


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
    "attribute_id_0": "attribute_id 0 is refused",
    "wrong_credit": "a credit that isn't the price is refused",
    "wrong_cast": "an id that isn't the rule's is refused",
    "no_rule": "parameters without a rule are refused",
    "no_prompt": "an order needs a prompt",
    "order": "an order at the list's price is accepted",
    "task": "a task ends with a picture",
}


def _succeeded(answer: Answer) -> bool:
    return answer.status == 200 and answer.code in SUCCESS  # noqa: PLR2004 - HTTP


def _judge(name: str, title: str, expected: str, answer: Answer, agrees: bool) -> Finding:  # noqa: FBT001 - the verdict
    verdict = AGREES if agrees else DIFFERS
    return Finding(name=name, title=title, verdict=verdict, expected=expected, found=answer.brief)


def _refused_with(name: str, title: str, answer: Answer, code: int) -> Finding:
    """Hold a refusal against ours: the code, and the status that it travels under with us."""
    status = code if code < 600 else 200  # noqa: PLR2004 - the span of HTTP errors
    agrees = (answer.status, answer.code) == (status, code)
    return _judge(name, title, f"status {status}, code {code}", answer, agrees)


def _facts(media: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {media.get(name)!r}" for name in ("resource_status", "status", "url", "error_msg"))
