"""The three calls on the wire: what leaves, and what becomes of every kind of answer."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import attrs
import pytest
import structlog.testing
from pytest_httpserver import HTTPServer

from imastudio.adapters.ima import sessions, slow_service_notice
from imastudio.adapters.ima.http import MIB
from imastudio.adapters.ima.tasks_wire import encode_create
from imastudio.domain.kernel.errors import AccountProblem, ImaError, LedgerUnavailable, ServiceUnavailable
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.answers import Accepted, Denied, Detail, MediaState, Unanswered, Unclear, Unsent
from imastudio.domain.lifecycle.creating import judge_create
from imastudio.domain.lifecycle.events import Lost, Sending, Why
from imastudio.domain.lifecycle.generation import intended
from imastudio.domain.messages.error_translation import say_failure
from imastudio.domain.orders import Content, CreateRequest, Media, Notice
from imastudio.domain.orders.tasks import TaskType
from tests.hostile_servers import HostileServer
from tests.vendor import ACCOUNT, KEY, NOW, PROMPT, adapters, base_of, request
from tests.wire import Answer, WireServer, said

SENDING = intended("g", request().order, NOW).heard(Sending(), NOW)
ACCEPTED = said({"code": 0, "data": {"id": "task_1", "timeout_at": 1_700_000_000_000}})


async def test_create_sends_the_documented_request(httpserver: HTTPServer) -> None:
    """One POST with the account's headers and the body of the documents."""
    body = encode_create(request().order, request().content)
    httpserver.expect_ordered_request(
        "/open/v1/tasks/create", method="POST", headers={**ACCOUNT, "Content-Type": "application/json"}, json=body
    ).respond_with_json({"code": 0, "data": {"id": "task_1", "timeout_at": 1_700_000_000_000}})
    async with adapters(base_of(httpserver)) as vendor:
        answer = await vendor.service.create(request())
    assert answer == Accepted(task_id="task_1", timeout_at=1_700_000_000.0)
    httpserver.check()
    assert [sent.headers.get("Cookie") for sent, _ in httpserver.log] == [None]
    assert body["parameters"][0]["parameters"]["prompt"] == PROMPT


async def test_the_language_goes_along() -> None:
    """In the vendor's own spelling, which servers of the WSGI kind don't see."""
    async with HostileServer(accepting) as server, adapters(server.url, language="zh") as vendor:
        await vendor.service.create(request())
    assert b"x_app_language: zh\r\n" in server.requests[0]


async def accepting() -> AsyncIterator[bytes]:
    """Take the order, and say nothing of it."""
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.parametrize("path", ["", "/prefix", "/prefix/"])
async def test_a_base_address_may_have_a_path(wire: WireServer, path: str) -> None:
    """A gateway may serve the vendor's calls below a path."""
    wire.answer(ACCEPTED)
    async with adapters(wire.url + path) as vendor:
        await vendor.service.create(request())
    assert wire.received[0].path == f"{path.rstrip('/')}/open/v1/tasks/create"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            said({"code": 4008, "message": "Insufficient points"}),
            Denied(code=4008, status=200, message="Insufficient points"),
        ),
        (said({"code": "6009"}, status=400), Denied(code=6009, status=400)),
        (said({"code": 429}, status=429, retry_after="7"), Denied(code=429, status=429, retry_after=7.0)),
        (said({"code": 500, "message": ""}, status=500), Denied(code=500, status=500)),
        (said({"code": 500, "data": {"id": "task_9"}}), Denied(code=500, status=200, task_id="task_9")),
        (said({"task_id": 9}, status=429), Denied(status=429, task_id="9")),
        (Answer(status=401), Denied(status=401)),
        (Answer(status=429, headers={"Retry-After": "9"}), Denied(status=429, retry_after=9.0)),
        (said({"code": 200, "data": {"id": "t"}}, status=500), Accepted(task_id="t")),
    ],
)
async def test_what_the_vendor_says_is_the_answer(wire: WireServer, answer: Answer, expected: object) -> None:
    """Envelope first, then the status; one request whatever it says."""
    wire.answer(answer)
    async with adapters(wire.url) as vendor:
        assert await vendor.service.create(request()) == expected
    assert len(wire.received) == 1


@pytest.mark.parametrize(
    "answer",
    [
        said({"code": 0}),
        said({"code": 0, "data": {"id": ""}}),
        said({"data": {"id": "task_1"}}),
        said([]),
        Answer(body=b""),
        Answer(body=b"<html>busy</html>"),
        Answer(body=b'{"code":0,"data":{"id":"task_1"}}', missing=5),
        Answer(body=b'{"code":0,"code":401}'),
        Answer(body=b"x" * (MIB + 1)),
        Answer(raw=b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MIB + 1)),
        Answer(status=500),
        Answer(status=502, body=b"<html>"),
        Answer(status=504),
        Answer(status=302, headers={"Location": "/elsewhere"}),
        Answer(status=307, headers={"Location": "/elsewhere"}),
        Answer(status=401, missing=9),
        Answer(raw=b"\x16\x03\x01 what"),
        Answer(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Encoding: gzip\r\n\r\nnot gzip!"),
        Answer(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n"),
        Answer(silent=True),
    ],
    ids=lambda value: str(value)[:80],
)
async def test_whatever_may_have_been_charged_is_lost(wire: WireServer, answer: Answer) -> None:
    """No proper answer after the request left: nobody knows, and it isn't sent again nor anywhere else."""
    wire.answer(answer)
    async with adapters(wire.url) as vendor:
        got = await vendor.service.create(request())
    assert got == Unclear() or (isinstance(got, Denied) and got.code is None)
    assert isinstance(judge_create(SENDING, got), Lost)
    assert [received.path for received in wire.received] == ["/open/v1/tasks/create"]


async def test_a_server_that_reads_nothing_may_have_read_all(wire: WireServer) -> None:
    """Bytes that left may have arrived, even if the connection was closed at once."""
    wire.answer(Answer(deaf=True))
    async with adapters(wire.url) as vendor:
        assert await vendor.service.create(request()) == Unclear()
    assert wire.connections == 1


async def test_nothing_left_when_nobody_listens() -> None:
    """A refused connection is surely not charged."""
    async with WireServer() as server:
        url = server.url
    async with adapters(url) as vendor:
        assert await vendor.service.create(request()) == Unsent()


async def test_nothing_left_when_the_last_question_fails(wire: WireServer) -> None:
    """Whatever went wrong while it was asked: without its answer no byte of the order was sent."""

    async def failing() -> bool:
        raise RuntimeError("nobody answers")

    async with adapters(wire.url) as vendor:
        answer = await vendor.service.create(attrs.evolve(request(), may_leave=failing))
    assert isinstance(answer, Unsent)


async def test_nothing_left_when_the_order_cannot_be_spelled(wire: WireServer) -> None:
    """A value that JSON doesn't know stops the order before it leaves."""
    async with adapters(wire.url) as vendor:
        assert await vendor.service.create(request(params={"size": float("nan")})) == Unsent()
    assert wire.connections == 0


async def test_a_prompt_of_any_characters_is_sent(wire: WireServer) -> None:
    """A lone surrogate, as a shell may hand it over, breaks nothing."""
    wire.answer(ACCEPTED)
    odd = CreateRequest(request().order, Content(prompt="a\udc80b\0猫😀"))
    async with adapters(wire.url) as vendor:
        assert isinstance(await vendor.service.create(odd), Accepted)
    assert wire.received[0].json["parameters"][0]["parameters"]["prompt"] == "a\udc80b\0猫😀"


async def test_a_slow_answer_is_unclear(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read time-out after the request left: nobody knows."""
    monkeypatch.setattr(sessions, "CREATE_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.01))
    never = asyncio.Event()
    wire.answer(Answer(after=never))
    async with adapters(wire.url) as vendor:
        assert await vendor.service.create(request()) == Unclear()
    never.set()


async def test_a_cancelled_create_is_cancelled(wire: WireServer) -> None:
    """Cancellation goes through, so that who drives it can record that nobody knows."""
    never = asyncio.Event()
    wire.answer(Answer(after=never))
    async with adapters(wire.url) as vendor:
        posting = asyncio.create_task(vendor.service.create(request()))
        await wire.came.wait()
        posting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await posting
    never.set()


async def test_detail_asks_once_and_understands(httpserver: HTTPServer) -> None:
    """One POST with the id; the medias are the answer."""
    medias = [{"resource_status": 1, "url": "https://a.example.com/1.png"}]
    httpserver.expect_oneshot_request(
        "/open/v1/tasks/detail", method="POST", headers=ACCOUNT, json={"task_id": "task_1"}
    ).respond_with_json({"code": 0, "data": {"medias": medias}})
    async with adapters(base_of(httpserver)) as vendor:
        answer = await vendor.service.detail("task_1")
    assert answer == Detail((MediaState(resource_status=1, media=Media(url="https://a.example.com/1.png")),))
    httpserver.check()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said({"code": 401}, status=401), Denied(code=401, status=401)),
        (Answer(status=404), Denied(status=404)),
        (Answer(status=503, headers={"Retry-After": "30"}), Denied(status=503, retry_after=30.0)),
        (Answer(status=302, headers={"Location": "/x"}), Denied(status=302)),
        (Answer(body=b"<html>"), Unanswered(why=Why.MALFORMED)),
        (said({"code": 0, "data": None}), Unanswered(why=Why.MALFORMED)),
        (said({"code": 0, "data": {"medias": 3}}), Unanswered(why=Why.MALFORMED)),
        (Answer(body=b"{}", missing=1), Unanswered(why=Why.UNANSWERED)),
        (Answer(silent=True), Unanswered(why=Why.UNANSWERED)),
    ],
    ids=lambda value: str(value)[:80],
)
async def test_detail_is_always_a_value(wire: WireServer, answer: Answer, expected: object) -> None:
    """A question that found no proper answer says why, after one request."""
    wire.answer(answer)
    async with adapters(wire.url) as vendor:
        assert await vendor.service.detail("task_1") == expected
    assert len(wire.received) == 1


async def test_a_list_that_has_not_changed_is_not_read_anew(wire: WireServer) -> None:
    """It is asked for each time; the same bytes are the same list, and others are another."""
    rule = {"attribute_id": 1, "attributes": {"default": "enabled"}}
    leaf = {"id": "v", "type": "3", "name": "N", "model_id": "m"}
    answers = [said({"code": 0, "data": [{**leaf, "credit_rules": [{**rule, "points": n}]}]}) for n in (3, 3, 4)]
    wire.answer(*answers)
    async with adapters(wire.url) as vendor:
        first, second, third = [await vendor.service.products(TaskType.TEXT_TO_IMAGE) for _ in range(3)]
    assert len(wire.received) == 3
    assert second is first
    assert [leaf.rules[0].points for leaf in (*first.leaves, *third.leaves)] == [3, 4]


async def test_products_asks_as_documented(httpserver: HTTPServer) -> None:
    """The query names the task type; null is an empty list."""
    query = {"app": "ima", "platform": "web", "category": "text_to_speech"}
    httpserver.expect_oneshot_request(
        "/open/v1/product/list", method="GET", headers=ACCOUNT, query_string=query
    ).respond_with_json({"code": 200, "data": None})
    async with adapters(base_of(httpserver)) as vendor:
        catalog = await vendor.service.products(TaskType.TEXT_TO_SPEECH)
    assert (catalog.task_type, catalog.leaves) == (TaskType.TEXT_TO_SPEECH, ())
    httpserver.check()


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(silent=True),
        Answer(status=502),
        Answer(status=429, headers={"Retry-After": "1"}),
        said({"code": 500}, status=500),
        Answer(body=b"<html>"),
        Answer(body=b'{"code":0,"data":3}'),
        Answer(body=b"{}", missing=3),
    ],
    ids=lambda value: str(value)[:80],
)
async def test_products_are_asked_for_again(wire: WireServer, trouble: Answer) -> None:
    """What may pass is waited out."""
    wire.answer(trouble, trouble, said({"code": 0, "data": []}))
    async with adapters(wire.url) as vendor:
        assert (await vendor.service.products(TaskType.TEXT_TO_IMAGE)).leaves == ()
    assert wire.connections == 3


LIST = said({"code": 0, "data": []})


async def test_who_waits_for_products_is_told_once(wire: WireServer) -> None:
    """After the first failure, however many follow and however many wait; after an answer a new silence is told anew."""
    told: list[Notice] = []
    async with adapters(wire.url, note=told.append) as vendor:

        async def ask(*answers: Answer) -> None:
            wire.answer(*answers)
            asked = [vendor.service.products(task_type) for task_type in list(TaskType)[:2]]
            await asyncio.gather(*asked, return_exceptions=True)

        await ask(LIST)
        assert told == []
        trouble = Answer(status=503)
        await ask(*[trouble] * 4, LIST)
        await ask(LIST)
        await ask(Answer(body=b"{}", missing=1))
    assert told == [Notice("service_silent", {"address": wire.url})] * 2


async def test_who_waits_in_silence_is_told_before_the_call_has_failed(
    wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing at all comes it takes long until a call has failed; who gives up waiting hears no more."""
    monkeypatch.setattr(slow_service_notice, "SILENCE_S", 0.0)
    answering, told = asyncio.Event(), asyncio.Event()
    wire.answer(attrs.evolve(LIST, after=answering))
    async with adapters(wire.url, note=lambda _: told.set()) as vendor:
        asked = asyncio.create_task(vendor.service.products(TaskType.TEXT_TO_IMAGE))
        await told.wait()
        assert not asked.done()
        answering.set()
        assert (await asked).leaves == ()


@pytest.mark.parametrize(
    "refusal", [said({"code": 401}, status=401), Answer(status=404)], ids=["the key", "nothing there"]
)
async def test_who_is_refused_at_once_is_told_of_no_silence(wire: WireServer, refusal: Answer) -> None:
    """What isn't asked again is no silence."""
    told: list[Notice] = []
    wire.answer(refusal)
    async with adapters(wire.url, note=told.append) as vendor:
        with pytest.raises(ImaError):
            await vendor.service.products(TaskType.TEXT_TO_IMAGE)
    assert told == []


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Answer(body=b"{}", missing=1), "{url} can't be reached"),
        (Answer(status=404), "no IMA Open API at {url} (it answered 404)"),
    ],
    ids=["unreached", "nothing there"],
)
async def test_an_address_that_a_person_gave_is_named(wire: WireServer, answer: Answer, text: str) -> None:
    """Who mistyped it sees it."""
    wire.answer(answer)
    async with adapters(wire.url) as vendor:
        with pytest.raises(ServiceUnavailable) as caught:
            await vendor.service.products(TaskType.TEXT_TO_IMAGE)
    assert text.format(url=wire.url) in say_failure(caught.value.failure, "en")


@pytest.mark.parametrize(
    ("answer", "error", "kind", "times"),
    [
        (Answer(body=b"{}", missing=1), ServiceUnavailable, Kind.NETWORK, 5),
        (Answer(body=b"<html>"), ServiceUnavailable, Kind.MALFORMED_REPLY, 5),
        (Answer(status=302, headers={"Location": "/x"}), ServiceUnavailable, Kind.MALFORMED_REPLY, 5),
        (said({"code": 0, "data": 3}), ServiceUnavailable, Kind.MALFORMED_REPLY, 5),
        (said({"code": 503}, status=503), ServiceUnavailable, Kind.MODEL_UNAVAILABLE, 5),
        (Answer(status=404, body=b"<html>"), ServiceUnavailable, Kind.NO_API, 1),
        (said({"code": 404}), ServiceUnavailable, Kind.NO_API, 1),
        (said({"code": 401}, status=401), AccountProblem, Kind.UNAUTHORIZED, 1),
        (said({"code": 400}), ServiceUnavailable, Kind.BAD_REQUEST, 1),
    ],
    ids=lambda value: str(value)[:80],
)
async def test_products_give_up(
    wire: WireServer, answer: Answer, error: type[ImaError], kind: Kind, times: int
) -> None:
    """After five attempts, or at once where another would say the same, the error says what it was."""
    wire.answer(answer)
    async with adapters(wire.url) as vendor:
        with pytest.raises(error) as caught:
            await vendor.service.products(TaskType.TEXT_TO_IMAGE)
    assert caught.value.failure.kind is kind
    assert wire.connections == times


@pytest.mark.parametrize(
    ("spelled", "seconds"),
    [
        ("5", 5.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("1e9", 86_400.0),
        ("nan", None),
        ("inf", 86_400.0),
        ("soon", None),
        ("", None),
        ("Fri, 15 Jan 2027 08:01:00 GMT", 60.0),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0),
        ("Fri, 99 Jan 2027 99:99:99 GMT", None),
    ],
)
async def test_retry_after_is_seconds_or_a_date(wire: WireServer, spelled: str, seconds: float | None) -> None:
    """However the vendor asks for patience, it is seconds from now, at most a day."""
    assert NOW == 1_800_000_000
    wire.answer(Answer(raw=f"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\nRetry-After: {spelled}\r\n\r\n".encode()))
    async with adapters(wire.url) as vendor:
        assert await vendor.service.detail("t") == Denied(status=429, retry_after=seconds)


async def test_certificates_are_checked(wire: WireServer) -> None:
    """Every session checks certificates, and keeps no cookies; media carry nothing of ours."""
    wire.answer(ACCEPTED)
    async with adapters(wire.url) as vendor:
        await vendor.service.create(request())
        await vendor.service.detail("t")
        made = [vendor.http._create, vendor.http._api, vendor.http.media]
        for session in made:
            assert session is not None
            assert session.connector is not None
            assert session.connector._ssl is True  # type: ignore[attr-defined]  # there is no public way to ask
        assert dict(vendor.http.media.headers) == {}
        assert made[0].connector._keepalive_timeout == 2.0  # type: ignore[union-attr]  # the same


async def test_key_and_prompt_are_in_no_log_and_no_error(wire: WireServer, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong, neither can be read off anything that is shown or kept."""
    caplog.set_level(logging.DEBUG)
    shown: list[Any] = []
    answers = [Answer(silent=True), Answer(status=500), Answer(body=f"{KEY} {PROMPT}".encode()), Answer(deaf=True)]
    with structlog.testing.capture_logs() as logs:
        async with adapters(wire.url) as vendor:
            shown += [vendor.http.settings, request(), request().content]
            for answer in answers:
                wire.answer(answer)
                shown += [await vendor.service.create(request()), await vendor.service.detail("t")]
                with pytest.raises(ImaError) as caught:
                    await vendor.service.products(TaskType.TEXT_TO_IMAGE)
                shown += [_chain(caught.value), *traceback.format_exception(caught.value)]
    everything = f"{shown} {logs} {caplog.text}"
    assert KEY not in everything
    assert PROMPT not in everything


def _chain(error: BaseException | None) -> list[str]:
    """Return how an error and all that hangs on it show themselves."""
    return [] if error is None else [repr(error), str(error), *_chain(error.__cause__), *_chain(error.__context__)]


async def test_after_closing_nothing_leaves_and_no_session_is_opened(wire: WireServer) -> None:
    """Who asks a closed client is told at once, an order surely not sent, and nothing is left open."""
    async with adapters(wire.url) as vendor:
        await vendor.http.close()
        assert isinstance(await vendor.service.create(request()), Unsent)
        assert isinstance(await vendor.service.detail("task_1"), Unanswered)
        with pytest.raises(LedgerUnavailable):
            await vendor.service.products(TaskType.TEXT_TO_IMAGE)
        with pytest.raises(ConnectionAbortedError):
            vendor.http.media  # noqa: B018 - to ask for it is what is tried
        assert vendor.clock.now() == NOW
    assert wire.received == []
