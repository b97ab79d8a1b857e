"""The checks that only read: nothing is ordered, nothing is left behind."""

import time
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import attrs

from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES, Catalogue
from imastudio.fakeserver.contract.catalogues import differences
from imastudio.fakeserver.contract.explain import TOKEN, explain
from imastudio.fakeserver.contract.findings import (
    AGREES,
    DIFFERS,
    SKIPPED,
    Finding,
    envelope_differences,
    is_address,
    judge,
    refused_with,
    succeeded,
)
from imastudio.fakeserver.contract.orders import leaves
from imastudio.fakeserver.contract.probe import Probe, ProbeResponse

DETAIL_PATH, VERIFY_PATH = "/open/v1/tasks/detail", "/open/v1/assets/verify"


@attrs.define(kw_only=True)
class FreeChecks:
    """The checks that cost nothing, against one server."""

    probe: Probe
    catalogue: Catalogue = attrs.field(factory=Catalogue)
    _trees: dict[str, object] = attrs.field(factory=dict)

    async def reading(self) -> AsyncIterator[Finding]:
        """Run them all, and give each finding as it comes. Raise Unreachable."""
        first = await self.key_is_accepted()
        yield first
        if first.verdict != AGREES:
            return
        for task_type in TASK_TYPES:
            yield await self.list_is_ours(task_type)
        for check in (
            self.wrong_key_is_refused,
            self.unknown_category_is_null,
            self.web_agent_is_ima,
            self.second_family_is_the_first,
            self.models_are_filtered,
            self.unknown_task_is_refused,
            self.task_id_is_required,
            self.body_must_be_json,
            self.unknown_route_has_an_envelope,
            self.token_has_its_places,
            self.token_is_given_for_a_form,
            self.wrong_signature_is_refused,
            self.asset_needs_a_url,
            self.asset_needs_a_key,
        ):
            yield await check()

    async def key_is_accepted(self) -> Finding:
        """Check that the key opens the product list."""
        answer = await self.probe.products("text_to_image")
        return judge("key", "the key is accepted", "status 200, code 0 or 200", answer, agrees=succeeded(answer))

    async def wrong_key_is_refused(self) -> Finding:
        """Check that another key is refused with 401."""
        answer = await self.probe.products("text_to_image", key="ima_no_such_key")
        return refused_with("wrong_key", "another key is refused", answer, 401)

    async def list_is_ours(self, task_type: str) -> Finding:
        """Check that the list is a tree of groups and versions, and sells what ours sells, at the same prices."""
        name, title = f"list_{task_type}", f"{task_type} is sold as we say"
        answer = await self.probe.products(task_type)
        self._trees[task_type] = answer.data
        if not succeeded(answer) or not isinstance(answer.data, list) or not answer.data:
            return judge(name, title, "a tree of versions", answer, agrees=False)
        ours = self.catalogue.groups[task_type]
        changes = list(differences(task_type, ours, answer.data))
        wrong = [*envelope_differences(answer), *(change.text for change in changes)]
        return Finding(
            name=name,
            title=title,
            verdict=DIFFERS if wrong else AGREES,
            expected="the fake's list",
            found="\n".join(wrong) or "the same",
            changes=tuple(change.patch for change in changes if change.patch),
        )

    async def unknown_category_is_null(self) -> Finding:
        """Check that a category nobody knows has no list."""
        answer = await self.probe.products("text_to_smell")
        agrees = succeeded(answer) and answer.data is None
        return judge("unknown_category", "an unknown category has null", "success, data null", answer, agrees=agrees)

    async def web_agent_is_ima(self) -> Finding:
        """Check that `app=webAgent` is the same as `app=ima`."""
        answer = await self.probe.products("text_to_image", app="webAgent")
        wrong = explain(self._trees.get("text_to_image"), answer.data, "data")
        return judge(
            "web_agent", "app=webAgent has the list of app=ima", "the same list", answer, agrees=True, wrong=wrong
        )

    async def second_family_is_the_first(self) -> Finding:
        """Check that `/api/v3` is the same as `/open/v1`."""
        answer = await self.probe.products("text_to_image", family="/api/v3")
        wrong = explain(self._trees.get("text_to_image"), answer.data, "data")
        return judge(
            "api_v3", "/api/v3 has the list of /open/v1", "the same list", answer, agrees=succeeded(answer), wrong=wrong
        )

    async def models_are_filtered(self) -> Finding:
        """Check that `model_ids` thins the list."""
        name, title = "model_ids", "model_ids names the models wanted"
        known = [str(leaf.get("model_id")) for leaf in leaves(self._trees.get("text_to_image"))]
        if not known:
            return Finding(name=name, title=title, verdict=SKIPPED, found="nothing is sold")
        answer = await self.probe.products("text_to_image", model_ids=known[-1])
        got = {str(leaf.get("model_id")) for leaf in leaves(answer.data)}
        return judge(name, title, f"{known[-1]} alone", answer, agrees=got == {known[-1]})

    async def unknown_task_is_refused(self) -> Finding:
        """Check that a task nobody knows is refused with 404."""
        answer = await self.probe.post(DETAIL_PATH, {"task_id": "task_0000000000000000"})
        return refused_with("unknown_task", "an unknown task is refused", answer, 404)

    async def task_id_is_required(self) -> Finding:
        """Check that detail without a task is refused with 400."""
        answer = await self.probe.post(DETAIL_PATH, {})
        return refused_with("no_task_id", "detail needs a task_id", answer, 400)

    async def body_must_be_json(self) -> Finding:
        """Check that what isn't JSON is refused with 400."""
        return refused_with("no_json", "a body must be JSON", await self.probe.post(DETAIL_PATH, b"{"), 400)

    async def unknown_route_has_an_envelope(self) -> Finding:
        """Check that a route nobody knows is refused with 404, in the envelope."""
        answer = await self.probe.post("/open/v1/no/such/route", {})
        return refused_with("unknown_route", "an unknown route is refused", answer, 404)

    async def token_has_its_places(self) -> Finding:
        """Check that a token names where to put and where to find."""
        return self._token("token", "an upload token has its places", await self.probe.token())

    async def token_is_given_for_a_form(self) -> Finding:
        """Check that the same eleven do as a form, which keeps the key out of addresses."""
        return self._token("token_form", "a form has an upload token too", await self.probe.token(by_form=True))

    def _token(self, name: str, title: str, answer: ProbeResponse) -> Finding:
        wrong = list(TOKEN.differences(answer.data, "data")) if succeeded(answer) else []
        if isinstance(answer.data, dict) and not wrong:
            wrong += _token_differences(answer.data)
        return judge(name, title, ", ".join(TOKEN.fields), answer, agrees=succeeded(answer), wrong=wrong)

    async def wrong_signature_is_refused(self) -> Finding:
        """Check that a token is signed."""
        return refused_with("token_sign", "a wrong sign is refused", await self.probe.token(sign="0" * 40), 401)

    async def asset_needs_a_url(self) -> Finding:
        """Check that there is a way to have an asset verified, and that it asks for one."""
        return refused_with("verify_no_url", "assets/verify needs a url", await self.probe.post(VERIFY_PATH, {}), 400)

    async def asset_needs_a_key(self) -> Finding:
        """Check that nobody without a key has an asset verified."""
        answer = await self.probe.post(VERIFY_PATH, {"url": "https://example.com/a.png"}, key="ima_no_such_key")
        return refused_with("verify_wrong_key", "assets/verify refuses another key", answer, 401)


def _token_differences(data: Mapping[str, Any]) -> Iterator[str]:
    """Tell which places of a token are no addresses, and which are over already."""
    for name in ("ful", "fdl"):
        if not is_address(data[name]):
            yield f"data.{name} is {data[name]!r}, no address"
    for name in ("ful_expire", "fdl_expire"):
        if not data[name].isdigit() or int(data[name]) <= time.time():
            yield f"data.{name} is {data[name]!r}: no second to come, since 1970"
