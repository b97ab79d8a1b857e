"""`ima contract` finds and explains every deviation: a proxy before the fake breaks one thing at a time."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import attrs
import pytest
from aiohttp import web

from imastudio.fakeserver import FakeIma
from imastudio.fakeserver.contract.explain import explain
from tests.e2e.test_contract_command import findings

LIST, CREATE, DETAIL = "/open/v1/product/list", "/open/v1/tasks/create", "/open/v1/tasks/detail"
VERIFY, TOKEN = "/open/v1/assets/verify", "/api/rest/oss/getuploadtoken"


@attrs.frozen(kw_only=True)
class Answer:
    """What the proxy is about to pass back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Give the body, decoded."""
        return json.loads(self.body)

    def saying(self, value: object) -> "Answer":
        """Give the same answer with another body."""
        return attrs.evolve(self, body=json.dumps(value).encode())


Break = Callable[[Answer], Answer]


@asynccontextmanager
async def proxy(fake: FakeIma, path: str, spoil: Break) -> AsyncIterator[str]:
    """Pass everything on to the fake, and spoil what comes back of one call; give the proxy's address."""
    async with aiohttp.ClientSession() as http:

        async def relay(request: web.Request) -> web.Response:
            url = fake.url + request.raw_path
            headers = {name: value for name, value in request.headers.items() if name != "Accept-Encoding"}
            body = await request.read()
            async with http.request(request.method, url, data=body, headers=headers, allow_redirects=False) as reply:
                kept = {name: reply.headers[name] for name in ("Content-Type", "ETag") if name in reply.headers}
                answer = Answer(status=reply.status, headers=kept, body=await reply.read())
            if request.path.startswith(path):
                answer = spoil(answer)
            return web.Response(status=answer.status, headers=dict(answer.headers), body=answer.body)

        app = web.Application(client_max_size=2**22)
        app.router.add_route("*", "/{tail:.*}", relay)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


def at(value: Any, *path: str | int) -> Any:
    """Go down into a value."""
    for step in path:
        value = value[step]
    return value


def change(*path: str | int, to: Any = None, name: str | None = None, drop: bool = False, new: bool = False) -> Break:
    """Make the break that changes, renames, drops or adds what stands at a place; answers without that place pass."""

    def spoil(answer: Answer) -> Answer:
        try:
            value = answer.json
            place = at(value, *path[:-1])
            old = place.get(path[-1]) if new else place[path[-1]]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            return answer
        if old is None and callable(to):
            return answer
        if drop:
            del place[path[-1]]
        elif name is not None:
            del place[path[-1]]
            place[name] = old
        else:
            place[path[-1]] = to(old) if callable(to) else to
        return answer.saying(value)

    return spoil


def only(code: int, spoil: Break) -> Break:
    """Break an answer of this code alone."""

    def chosen(answer: Answer) -> Answer:
        return spoil(answer) if answer.json.get("code") == code else answer

    return chosen


def status(number: int) -> Break:
    """Answer under another status."""
    return lambda answer: attrs.evolve(answer, status=number)


def body(spoiled: Callable[[bytes], bytes]) -> Break:
    """Answer with other bytes."""
    return lambda answer: attrs.evolve(answer, body=spoiled(answer.body))


def status_without_body(number: int) -> Break:
    """Answer under another status, and with nothing."""
    return lambda answer: attrs.evolve(answer, status=number, body=b"")


def reversed_(old: list[Any]) -> list[Any]:
    """Give a list the other way round."""
    return old[::-1]


def kind(name: str) -> Break:
    """Answer as another content type."""
    return lambda answer: attrs.evolve(answer, headers={**answer.headers, "Content-Type": name})


BANANA = ("data", 0, "children", 0)  # Nano Banana 2, in text_to_image
RULE = (*BANANA, "credit_rules", 1)
SIZE = (*BANANA, "form_config", 1)
MEDIA = ("data", "medias", 0)

DEVIATIONS: list[tuple[str, str, Break, tuple[str, ...]]] = [
    # the envelope
    ("the message is called msg", LIST, change("message", name="msg"), ("message is called msg",)),
    (
        "the message of a refusal is called msg",
        DETAIL,
        only(404, change("message", name="msg")),
        ("message is called msg",),
    ),
    ("the code is a text", DETAIL, only(404, change("code", to=str)), ('code is the text "404" instead of a number',)),
    (
        "the envelope has a new field",
        CREATE,
        lambda answer: answer.saying({**answer.json, "trace_id": "x1"}),
        ('trace_id is new: "x1"',),
    ),
    ("there is no message", TOKEN, change("message", drop=True), ("message is missing",)),
    ("JSON comes as text", LIST, kind("text/plain"), ("it is text/plain, not application/json",)),
    ("a refusal has data", VERIFY, only(400, change("data", to={})), ("data is {} instead of null",)),
    ("a refusal travels under 200", DETAIL, only(404, status(200)), ("status 200, code 404",)),
    # the list
    (
        "a version is gone",
        LIST,
        change("data", 0, "children", to=lambda old: old[1:]),
        ("gemini-3.1-flash-image-preview is not sold any more",),
    ),
    (
        "a version is called otherwise",
        LIST,
        change(*BANANA, "name", to="Banana 3"),
        ('gemini-3.1-flash-image-preview.name is "Banana 3" instead of "Nano Banana 2"',),
    ),
    (
        "the model has another id",
        LIST,
        change(*BANANA, "model_id", to="nano"),
        ('.model_id is "nano" instead of "gemini-3.1-flash-image"',),
    ),
    (
        "the type is a number",
        LIST,
        change(*BANANA, "type", to=3),
        ('gemini-3.1-flash-image-preview.type is the number 3 instead of the text "3"',),
    ),
    (
        "the id is renamed",
        LIST,
        change(*BANANA, "id", name="version_id"),
        ("gemini-3.1-flash-image-preview.id is called version_id",),
    ),
    ("the rules are renamed", LIST, change(*BANANA, "credit_rules", name="rules"), (".credit_rules is called rules",)),
    ("a price is up", LIST, change(*RULE, "points", to=7), ("[price for size 1K].points is 7 instead of 6",)),
    (
        "a price is a text",
        LIST,
        change(*RULE, "points", to=str),
        ('[price for size 1K].points is the text "6" instead of the number 6',),
    ),
    (
        "a price is renamed",
        LIST,
        change(*RULE, "points", name="credits"),
        ("[price for size 1K].points is called credits",),
    ),
    (
        "an id is new",
        LIST,
        change(*RULE, "attribute_id", to=9999),
        ("[price for size 1K].attribute_id is 9999 instead of 4401",),
    ),
    (
        "an id is renamed",
        LIST,
        change(*RULE, "attribute_id", name="attributeId"),
        ("[price for size 1K].attribute_id is called attributeId",),
    ),
    (
        "a price holds for another value",
        LIST,
        change(*RULE, "attributes", "size", to="3K"),
        ('.attributes.size is "3K" instead of "1K"',),
    ),
    (
        "a price is gone",
        LIST,
        change(*BANANA, "credit_rules", to=lambda old: old[:1] + old[2:]),
        ("credit_rules has no price for size 1K any more",),
    ),
    (
        "there is a new price",
        LIST,
        change(
            *BANANA,
            "credit_rules",
            to=lambda old: [*old, {"attribute_id": 1, "points": 99, "origin_point": 99, "attributes": {"size": "8K"}}],
        ),
        ("credit_rules has a new price for size 8K",),
    ),
    (
        "a default is another",
        LIST,
        change(*SIZE, "value", to="2K"),
        ('form_config[size].value is "2K" instead of "1K"',),
    ),
    ("a field is renamed", LIST, change(*SIZE, "field", to="quality"), ('.field is "quality" instead of "size"',)),
    ("the form is renamed", LIST, change(*BANANA, "form_config", name="form"), (".form_config is called form",)),
    (
        "an option is gone",
        LIST,
        change(*SIZE, "options", to=lambda old: old[:-1]),
        ("form_config[size].options has no 4K any more",),
    ),
    (
        "an option is new",
        LIST,
        change(*SIZE, "options", to=lambda old: [*old, {"label": "8K", "value": "8K"}]),
        ("form_config[size].options has a new 8K",),
    ),
    (
        "an option has another kind",
        LIST,
        change(*SIZE, "options", 1, "value", to=1),
        ('the number 1 instead of the text "1K"',),
    ),
    (
        "the options are a text",
        LIST,
        change(*SIZE, "options", to="512px,1K"),
        ('options is the text "512px,1K" instead of the list',),
    ),
    (
        "a tag says another time",
        LIST,
        change(*BANANA, "tags", 2, "tag_value", to="90~95s"),
        ('tag_value is "90~95s" instead of "20~35s"',),
    ),
    ("the list is an object", LIST, change("data", to={}), ("status 200, code 0",)),
    # tokens and assets
    ("a place is renamed", TOKEN, change("data", "ful", name="full"), ("data.ful is called full",)),
    (
        "an expiry is a number",
        TOKEN,
        change("data", "ful_expire", to=int),
        ("data.ful_expire is the number", "instead of a text"),
    ),
    ("a place is missing", TOKEN, change("data", "fdl_key", drop=True), ("data.fdl_key is missing",)),
    (
        "the status of an asset is renamed",
        VERIFY,
        change("data", "result", "status", name="state"),
        ("data.result.status is called state",),
    ),
    (
        "an asset is never good",
        VERIFY,
        change("data", "result", "status", to="Failed"),
        ("data.result.status is 'Failed' instead of \"Active\"",),
    ),
    ("an asset's result is renamed", VERIFY, change("data", "result", name="asset"), ("data.result is called asset",)),
    # orders
    ("the id of a task is renamed", CREATE, change("data", "id", name="task_id"), ("data.id is called task_id",)),
    (
        "the id of a task is a number",
        CREATE,
        change("data", "id", to=17),
        ("data.id is the number 17 instead of a text",),
    ),
    (
        "instants are in seconds",
        CREATE,
        change("data", "created_at", to=lambda old: old // 1000),
        ("data.created_at is", "no milliseconds"),
    ),
    (
        "the count is a text",
        CREATE,
        change("data", "generate_count", to=str),
        ('data.generate_count is the text "1" instead of a number',),
    ),
    (
        "another task type is told",
        CREATE,
        change("data", "task_type", to="text_to_video"),
        ("data.task_type is 'text_to_video' instead of 'text_to_image'",),
    ),
    (
        "a wording that clients look for changed",
        CREATE,
        only(6009, change("message", to="no such rule")),
        ("message is 'no such rule' instead of 'No exact rule match",),
    ),
    (
        "an invalid attribute has another wording",
        CREATE,
        only(400, change("message", to="bad product")),
        ("'bad product' instead of 'Invalid product attribute'",),
    ),
    ("a wrong credit is taken for a wrong id", CREATE, only(6006, change("code", to=6010)), ("status 200, code 6010",)),
    # results
    (
        "the status is a text",
        DETAIL,
        change(*MEDIA, "resource_status", to=lambda old: old if old is None else str(old)),
        ("data.medias[0].resource_status is the text",),
    ),
    (
        "the url is renamed",
        DETAIL,
        change(*MEDIA, "url", name="media_url"),
        ("data.medias[0].url is called media_url",),
    ),
    ("medias is renamed", DETAIL, change("data", "medias", name="results"), ("data.medias is called results",)),
    (
        "success has another word",
        DETAIL,
        change(*MEDIA, "status", to=lambda old: "done" if old == "success" else old),
        ("status 'done'",),
    ),
    ("the width is a text", DETAIL, change(*MEDIA, "width", to=str), ("data.medias[0].width is the text",)),
    (
        "a preview leads nowhere",
        DETAIL,
        change(*MEDIA, "preview_url", to=lambda old: old + ".gone"),
        ("data.medias[0].preview_url leads to status 404",),
    ),
    ("a result is no picture", "/results/", kind("text/html"), ("leads to status 200, text/html: no picture",)),
    (
        "an upload comes back otherwise",
        "/webAgent/",
        lambda answer: attrs.evolve(answer, body=answer.body[:-1]),
        ("bytes of image/png instead of",),
    ),
    # wire and envelope, once more
    ("there is a byte order mark", LIST, body(lambda old: b"\xef\xbb\xbf" + old), ("begins with a byte order mark",)),
    ("another charset", LIST, kind("application/json; charset=gbk"), ("charset is gbk, not utf-8",)),
    ("an answer is cut off", LIST, body(lambda old: old[:-20]), ("there is no envelope",)),
    ("an answer is empty", VERIFY, status_without_body(204), ("there is no envelope: application/json, 0 bytes",)),
    ("a page comes back", CREATE, body(lambda _: b"<html>"), ("there is no envelope: application/json, 6 bytes",)),
    ("the envelope is in a list", DETAIL, lambda answer: answer.saying([answer.json]), ("there is no envelope",)),
    ("the code of a success is a text", CREATE, only(0, change("code", to="0")), ('code is the text "0"',)),
    ("a refusal is a server error", CREATE, only(6009, status(500)), ("status 500, code 6009",)),
    # the list, once more
    ("groups stand in another order", LIST, change("data", to=reversed_), ("data come in another order",)),
    (
        "versions stand in another order",
        LIST,
        change("data", 0, "children", to=reversed_),
        ("children come in another",),
    ),
    ("prices stand in another order", LIST, change(*BANANA, "credit_rules", to=reversed_), ("credit_rules come in",)),
    ("versions are called otherwise", LIST, change("data", 0, "children", name="items"), ("is not sold any more",)),
    ("a price is nothing", LIST, change(*RULE, "points", to=None), ("points is null instead of the number 6",)),
    ("a price has a fraction", LIST, change(*RULE, "points", to=6.5), ("points is 6.5 instead of 6",)),
    ("a former price is another", LIST, change(*RULE, "origin_point", to=99), ("origin_point is 99 instead of 6",)),
    ("a price names no value", LIST, change(*RULE, "attributes", "size", drop=True), ("attributes.size is missing",)),
    (
        "a price names another value too",
        LIST,
        change(*RULE, "attributes", "quality", to="hd", new=True),
        ('attributes.quality is new: "hd"',),
    ),
    ("a field is of another type", LIST, change(*SIZE, "type", to="slider"), ('type is "slider" instead of "tags"',)),
    ("a field has another label", LIST, change(*SIZE, "label", to="Edge"), ('label is "Edge" instead of "Quality"',)),
    (
        "there is a new field",
        LIST,
        change(*BANANA, "form_config", to=lambda old: [*old, {"field": "seed", "type": "number", "value": 0}]),
        ("form_config has a new seed",),
    ),
    ("a field is gone", LIST, change(*BANANA, "form_config", to=lambda old: old[:-1]), ("form_config has no size",)),
    ("an id is spelled otherwise", LIST, change(*BANANA, "id", to=str.upper), ("GEMINI-3.1-FLASH-IMAGE-PREVIEW (",)),
    (
        "more files are taken",
        LIST,
        change(*BANANA, "files", "maxLimit", to=99),
        ("files.maxLimit is 99 instead of 14",),
    ),
    # tokens, once more
    ("a place is no address", TOKEN, change("data", "ful", to="ftp://x"), ("data.ful is 'ftp://x', no address",)),
    ("a token is over", TOKEN, change("data", "ful_expire", to="1"), ("data.ful_expire is '1': no second to come",)),
    (
        "nothing answers at a place",
        TOKEN,
        change("data", "ful", to="http://127.0.0.1:1/x"),
        ("no answer (ClientConnectorError)",),
    ),
    # orders and results, once more
    ("a task has no id", CREATE, change("data", "id", to=""), ("status 200, code 0",)),
    ("an order has no list of results", CREATE, change("data", "medias", drop=True), ("data.medias is missing",)),
    ("an order says more", CREATE, change("data", "cost", to=5, new=True), ("data.cost is new: 5",)),
    ("an order has no end", CREATE, change("data", "timeout_at", drop=True), ("data.timeout_at is missing",)),
    (
        "an answer is about another task",
        DETAIL,
        change("data", "id", to="task_other"),
        ("data.id is 'task_other' instead of", "about another task"),
    ),
    (
        "there are more results than were ordered",
        DETAIL,
        change("data", "medias", to=lambda old: old + old),
        ("data.medias has 2 entries, though one result was ordered",),
    ),
    ("success is spelled otherwise", DETAIL, change(*MEDIA, "status", to=str.upper), ("status 'SUCCESS'",)),
    ("an unknown end", DETAIL, change(*MEDIA, "resource_status", to=lambda old: 5 if old == 1 else old), ("status 5",)),
    ("an address is nothing", DETAIL, change(*MEDIA, "url", to=""), ("data.medias[0].url is '', no address",)),
    ("an address is a path", DETAIL, change(*MEDIA, "url", to="/a.png"), ("url is '/a.png', no address",)),
    (
        "an address leads nowhere",
        DETAIL,
        change(*MEDIA, "watermark_url", to="http://127.0.0.1:1/a.png"),
        ("data.medias[0].watermark_url leads nowhere: no answer",),
    ),
    (
        "the size isn't the picture's",
        DETAIL,
        change(*MEDIA, "width", to=1),
        ("leads to a picture of 512x512, though width and height say 1x512",),
    ),
    ("a result is empty", "/results/", body(lambda _: b""), ("data.medias[0].url leads to an empty file",)),
    ("a result is cut off", "/results/", body(lambda old: old[:-9000]), ("bytes that are no whole picture",)),
    ("a result needs a key", "/results/", status(403), ("data.medias[0].url leads to status 403",)),
    ("an upload fails", "/webAgent/", status(500), ("status 500",)),
]


@pytest.mark.parametrize(
    ("path", "spoil", "told"), [each[1:] for each in DEVIATIONS], ids=[each[0] for each in DEVIATIONS]
)
async def test_a_deviation_is_found_and_explained(path: str, spoil: Break, told: tuple[str, ...]) -> None:
    """The finding names the field, and the old and the new."""
    async with FakeIma(strict=True, speed=1000, seed=1, points=1000) as fake, proxy(fake, path, spoil) as url:
        found = await findings(url, fake.key, spend=100, longest=2)
    differing = [each for each in found.values() if each.verdict == "differs"]
    assert differing
    assert any(all(words in each.found for words in told) for each in differing), [each.found for each in differing]


async def test_what_is_passed_on_unspoiled_agrees() -> None:
    """The proxy itself breaks nothing, so that each finding above is of its break."""
    async with FakeIma(strict=True, speed=1000, seed=1, points=1000) as fake, proxy(fake, "/never", status(500)) as url:
        found = await findings(url, fake.key, spend=100)
    assert [each for each in found.values() if each.verdict != "agrees"] == []


def test_there_are_enough_of_them() -> None:
    """Far more than thirty kinds of deviation are tried, each of another name."""
    assert len({name for name, *_ in DEVIATIONS}) == len(DEVIATIONS) >= 30


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        (1, 1, []),
        (1, True, ["it is true instead of the number 1"]),
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, [], ['it is the list [] instead of the object {"a": 1}']),
        ([1, 2], [2, 1], [" come in another order"]),
        ([1, 2], [1], [" has no 2 any more"]),
        ([{"x": 1}], [{"x": 2}], ['[{"x": 1}].x is 2 instead of 1']),
        ({"icon": "a"}, {"icon": "b"}, []),
        ({"icon": "a"}, {"icon": 1}, ['icon is the number 1 instead of the text "a"']),
    ],
)
def test_any_values_are_explained(ours: Any, theirs: Any, told: list[str]) -> None:
    """Whatever JSON two servers send can be held against each other."""
    assert list(explain(ours, theirs)) == told
