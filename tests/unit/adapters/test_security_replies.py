"""Hostile answers: any bytes become a value or a refusal, soon, and in little memory."""

import asyncio
import contextlib
import json
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imastudio.adapters.ima import delivery, http, retries
from imastudio.adapters.ima.envelope import decode_envelope, read_reply
from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.http import HttpResponse, NoReply
from imastudio.adapters.ima.products_wire import decode_products
from imastudio.adapters.ima.strict_json import MAX_DEPTH, decode_json
from imastudio.adapters.ima.tasks_wire import decode_created, decode_detail
from imastudio.adapters.ima.uploads_wire import decode_token, decode_verdict
from imastudio.domain.kernel.errors import ServiceUnavailable
from imastudio.domain.lifecycle.answers import Denied, Unanswered, Unclear
from imastudio.domain.orders import Media
from imastudio.domain.orders.tasks import TaskType
from tests.hostile_servers import ENDLESS, OK, HostileServer, Say, announced, dripping, silent
from tests.vendor import adapters, request

SOON = 10.0
"""Seconds of work for the worst of answers; most take milliseconds. Generous: other tests run beside."""
LITTLE = 48 * 1024 * 1024
HUGE = 1024 * 1024

DECODERS: list[Callable[[Any], object]] = [
    lambda data: decode_products(data, TaskType.TEXT_TO_IMAGE),
    decode_created,
    decode_detail,
    decode_token,
    decode_verdict,
]
BOMBS = {
    "deep lists": b"[" * HUGE,
    "deep and closed": b"[" * (HUGE // 2) + b"]" * (HUGE // 2),
    "deep objects": b'{"a":' * (HUGE // 5),
    "a little too deep": b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
    "digits": b"1" * HUGE,
    "negative digits": b"-" + b"9" * HUGE,
    "an overflow": b"1e400",
    "a negative overflow": b'{"code":0,"data":-1e999999999}',
    "exponents": b"1e" + b"9" * HUGE,
    "NaN": b'{"code":NaN}',
    "Infinity": b"[-Infinity]",
    "a name twice": b'{"code":200,"code":0}',
    "one name often": b"{" + b",".join([b'"code":0'] * 100_000) + b"}",
    "a lone surrogate": b'{"code":"\\ud800"}',
    "no text": b"\xff\xfe\x00\x01",
    "a cut": b'{"code":0,"data":{"id":"1',
    "a string without an end": b'"' + b"a" * HUGE,
    "escapes without an end": b'"' + b"\\u0041" * (HUGE // 6),
    "nothing": b"",
    "zeros": b"\0" * HUGE,
    "two values": b"{}{}",
    "a comment": b"/**/{}",
}


def _nested(depth: int) -> Any:
    value: Any = {}
    for _ in range(depth):
        value = {"id": "1", "type": "3", "model_id": "m", "name": "n", "children": [value], "medias": [value]}
    return value


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_malformed(body: bytes) -> None:
    """What is no proper JSON is refused at once, and what is raised quotes nothing of it."""
    began = time.process_time()
    with pytest.raises(MalformedReply) as caught:
        decode_envelope(body)
    assert time.process_time() - began < SOON
    assert caught.value.__context__ is None
    assert isinstance(read_reply(HttpResponse(status=200, body=body)), Denied)


def _spelled() -> st.SearchStrategy[bytes]:
    """Return JSON as a server may spell it, whole or damaged."""
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=12,
    )
    keys = st.sampled_from(["code", "message", "data", "id", "medias", "children", "points", "attributes", "result"])
    known = st.dictionaries(keys, values, max_size=5)
    whole = (values | known).map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    damaged = st.tuples(whole, st.integers(0, 200), st.binary(max_size=4)).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] + 1 :]
    )
    return st.binary(max_size=200) | whole | damaged


@given(_spelled(), st.integers(100, 599))
@example(b'{"code": 1e308}', 200)
@example(b'{"code": "' + b"9" * 5000 + b'"}', 200)
@example(b'{"code": "\xd9\xa3"}', 200)
def test_any_bytes_decode_or_are_malformed(body: bytes, status: int) -> None:
    """Nothing but MalformedReply leaves a decoder, whatever a server says."""
    try:
        data = decode_json(body)
    except MalformedReply:
        data = None
    answer = read_reply(HttpResponse(status=status, body=body))
    for decode in DECODERS:
        for value in (data, getattr(answer, "data", None)):
            try:
                decode(value)
            except MalformedReply:
                continue


@pytest.mark.parametrize("depth", [1, 49, 99, 1000])
def test_depth_breaks_no_decoder(depth: int) -> None:
    """A tree as deep as JSON may be, and far deeper, is walked or refused."""
    for decode in DECODERS:
        for value in ([_nested(depth)], _nested(depth)):
            with contextlib.suppress(MalformedReply):
                decode(value)


@pytest.mark.parametrize("media", [{}, 0, {"resource_status": 1, "url": "https://cdn.example.com/a.png"}])
def test_a_million_results_are_no_answer(media: Any) -> None:
    """Nobody ordered so many: the answer is asked for again, and none of it is kept."""
    began = time.process_time()
    with pytest.raises(MalformedReply):
        decode_detail({"medias": [media] * 1_000_000})
    assert time.process_time() - began < SOON


@pytest.mark.parametrize("say", ENDLESS, ids=lambda say: say.__qualname__)
@pytest.mark.parametrize("call", ["products", "create", "detail"])
async def test_what_has_no_end_is_cut_off(say: Say, call: str) -> None:
    """An answer without an end, or a bomb, takes little memory and ends by itself; an order stays unclear."""
    async with HostileServer(say) as server, adapters(server.url) as ours:
        calls: dict[str, Callable[[], Awaitable[object]]] = {
            "products": lambda: ours.service._ask_products(TaskType.TEXT_TO_IMAGE),
            "create": lambda: ours.service.create(request()),
            "detail": lambda: ours.service.detail("task"),
        }
        tracemalloc.start()
        try:
            async with asyncio.timeout(60):
                answer = await _outcome(calls[call]())
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < LITTLE
    assert answer in {"Unanswered", "Unclear", "TryAgain"}


@pytest.mark.parametrize(
    "say", [silent, announced, dripping(OK + b"Content-Length: 1000000\r\n\r\n", 0.02), dripping(OK + b"X: ", 0.02)]
)
async def test_who_drips_is_left(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that answers byte by byte for ever is given up at the limit, not after its last byte."""
    for name in ("CREATE_SECONDS", "API_SECONDS"):
        monkeypatch.setattr(http, name, 0.3)
    async with HostileServer(say) as server, adapters(server.url) as ours:
        async with asyncio.timeout(30):
            assert isinstance(await ours.service.create(request()), Unclear)
            assert isinstance(await ours.service.detail("task"), Unanswered)
            reply = await ours.http.call_plainly("GET", ours.uploads._token_url)
        assert isinstance(reply, NoReply)


@pytest.mark.parametrize(
    "say",
    [
        dripping(OK + b"Content-Type: image/png\r\nContent-Length: 1000000\r\n\r\n\x89PNG", 0.02),
        dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", 0.02),
        dripping(OK + b"X-Slow:", 0.02),
        dripping(b"HTTP/1.1 302 Found\r\nLocation: /b.png\r\nX-Slow:", 0.02),
        announced,
    ],
)
async def test_a_download_that_drips_is_given_up(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that comes too slowly to be meant fails, and leaves nothing behind."""
    monkeypatch.setattr(delivery, "PATIENCE", 0.2)
    monkeypatch.setattr(retries, "ATTEMPTS", 2)
    async with HostileServer(say) as server, adapters(server.url) as ours:
        async with asyncio.timeout(30):
            with pytest.raises(ServiceUnavailable):
                await ours.delivery.fetch([Media(url=f"{server.url}/a.png")], str(tmp_path), "a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("say", ENDLESS, ids=lambda say: say.__qualname__)
async def test_a_download_without_an_end_stops_at_the_limit(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more than the largest result reaches the disk, compressed or not, and then nothing is left of it."""
    monkeypatch.setattr(retries, "ATTEMPTS", 1)
    monkeypatch.setattr(delivery, "PATIENCE", 5.0)
    async with HostileServer(say) as server, adapters(server.url, largest_result=1024 * 1024) as ours:
        async with asyncio.timeout(60):
            with pytest.raises(ServiceUnavailable):
                await ours.delivery.fetch([Media(url=f"{server.url}/a.png")], str(tmp_path), "a")
    assert list(tmp_path.iterdir()) == []


async def _outcome(call: Awaitable[object]) -> str:
    try:
        return type(await call).__name__
    except Exception as error:  # noqa: BLE001 - the name is what is looked at
        return type(error).__name__
