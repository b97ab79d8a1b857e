"""The fake server's faults over real sockets: what reaches a client, and what the account book says."""

import asyncio
import json
import struct
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from imastudio.fakeserver import (
    FakeIma,
    Hold,
    bare,
    body,
    delay,
    drop_before,
    envelope,
    fail_media,
    go_down,
    instead,
    medias,
    never_ends,
    overdue,
    price_list,
    redirect,
    reset,
    status,
    trickle,
)
from imastudio.fakeserver.scenario.faults import Fault
from tests.unit.fakeserver import orders
from tests.unit.fakeserver.orders import until

BANANA = ("text_to_image", "gemini-3.1-flash-image-preview")


@pytest.fixture
async def fake() -> AsyncIterator[FakeIma]:
    """Run a server whose clock is turned by hand."""
    async with FakeIma(hand_clock=True, points=1000, seed=3) as server:
        yield server


@pytest.fixture
async def http(fake: FakeIma) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a client of it."""
    headers = {"Authorization": f"Bearer {fake.key}"}
    async with aiohttp.ClientSession(fake.url, headers=headers, auto_decompress=False) as session:
        yield session


async def post(http: aiohttp.ClientSession, path: str, content: object) -> tuple[int, bytes, dict[str, str]]:
    """Post JSON; give status, body and headers."""
    async with http.post(f"/open/v1/tasks/{path}", json=content, allow_redirects=False) as response:
        return response.status, await response.read(), dict(response.headers)


async def create(http: aiohttp.ClientSession, **inner: object) -> tuple[int, bytes, dict[str, str]]:
    """Order a picture."""
    return await post(http, "create", orders.body(*BANANA, inner=inner))


def code(answer: tuple[int, bytes, dict[str, str]]) -> int:
    """Read the code of an answer."""
    return int(json.loads(answer[1])["code"])


@pytest.mark.parametrize(
    ("fault", "charges"),
    [
        (reset("unread"), 0),
        (reset("reading"), 0),
        (drop_before(), 0),
        (reset("handled"), 1),
        (reset("answering"), 1),
    ],
)
async def test_a_connection_can_end_anywhere(
    fake: FakeIma, http: aiohttp.ClientSession, fault: Fault, charges: int
) -> None:
    """The client sees an error, the book tells whether it was charged, and the record which fault it met."""
    fake.fail_next("create", fault)
    with pytest.raises(aiohttp.ClientError):
        await create(http)
    assert len(fake.charges) == charges
    assert [(entry.dropped, entry.status, len(entry.faults)) for entry in fake.requests] == [(True, 0, 1)]


async def test_a_reset_is_no_proper_end(fake: FakeIma) -> None:
    """The other side hears of a reset, not of an end."""
    fake.fail_next("products", reset("handled"))
    reader, writer = await asyncio.open_connection(fake.host, fake.port)
    writer.write(f"GET /open/v1/product/list HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {fake.key}\r\n\r\n".encode())
    with pytest.raises(ConnectionResetError):
        await reader.read()
    writer.close()


@pytest.mark.parametrize(
    ("fault", "seen", "charges"),
    [
        (bare(503), (503, b""), 0),
        (bare(504, handled=True), (504, b""), 1),
        (body("empty"), (200, b""), 1),
        (body("text"), (200, b"upstream connect error"), 1),
        (instead({"ok": 1}), (200, b'{"ok": 1}'), 1),
    ],
)
async def test_an_answer_can_be_another(
    fake: FakeIma, http: aiohttp.ClientSession, fault: Fault, seen: tuple[int, bytes], charges: int
) -> None:
    """What is answered and what is charged are two things."""
    fake.fail_next("create", fault)
    assert (await create(http))[:2] == seen
    assert len(fake.charges) == charges


@pytest.mark.parametrize("fault", [envelope(429, retry_after=7), bare(429, retry_after=7)])
async def test_a_refusal_can_say_when_to_come_again(fake: FakeIma, http: aiohttp.ClientSession, fault: Fault) -> None:
    """With an envelope or bare."""
    fake.fail_next("create", fault)
    answer = await create(http)
    assert (answer[0], answer[2]["Retry-After"], fake.charges) == (429, "7", ())


async def test_a_status_and_its_envelope_can_disagree(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """Success under 500, and a refusal under 200."""
    fake.fail_next("create", status(500))
    answer = await create(http)
    assert (answer[0], code(answer), len(fake.charges)) == (500, 0, 1)
    fake.fail_next("create", envelope(500, status=200))
    answer = await create(http)
    assert (answer[0], code(answer), len(fake.charges)) == (200, 500, 1)


async def test_a_body_can_be_huge(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """It is announced, and comes in pieces; who hangs up ends it."""
    fake.fail_next("create", body("huge"))
    async with http.post("/open/v1/tasks/create", json=orders.body(*BANANA)) as response:
        assert int(response.headers["Content-Length"]) > 60_000_000
        assert await response.content.readany() != b""
    assert len(fake.charges) == 1


async def test_faults_compose(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """Late, refused, and in HTML: each has its turn."""
    fake.fail_next("create", delay(3), envelope(500), body("html"))
    asked = asyncio.create_task(create(http))
    await until(lambda: fake.clock.next_at)
    assert not asked.done()
    fake.clock.advance(3)
    answer = await asked
    assert (answer[0], answer[1][:9], fake.charges) == (500, b"<!DOCTYPE", ())


async def test_an_answer_can_be_late(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """Charged at once, told later."""
    fake.fail_next("create", delay(3, handled=True))
    asked = asyncio.create_task(create(http))
    await until(lambda: fake.clock.next_at)
    assert (asked.done(), len(fake.charges)) == (False, 1)
    fake.clock.advance(3)
    assert code(await asked) == 0


@pytest.mark.parametrize("handled", [False, True])
async def test_a_request_can_be_held(fake: FakeIma, http: aiohttp.ClientSession, handled: bool) -> None:  # noqa: FBT001 - a case
    """It stops before or after the charge, until it is let go."""
    hold = Hold(handled=handled)
    fake.fail_next("create", hold)
    asked = asyncio.create_task(create(http))
    await asyncio.to_thread(hold.reached.wait, 10)
    assert (asked.done(), len(fake.charges)) == (False, int(handled))
    hold.release()
    assert code(await asked) == 0


async def test_connections_are_refused_while_it_is_down(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """What is under way is answered; then the port is closed, until the clock has moved on."""
    hold = Hold()
    fake.fail_next("detail", hold)
    slow = asyncio.create_task(post(http, "detail", {"task_id": "none"}))
    await asyncio.to_thread(hold.reached.wait, 10)
    fake.fail_next("create", go_down(5), times=2)
    assert code(await create(http)) == 0
    for _ in range(2):
        with pytest.raises(aiohttp.ClientConnectorError):
            await create(http)
        fake.clock.advance(2)
    hold.release()
    assert code(await slow) == 404
    fake.clock.advance(1)
    assert code(await create(http)) == 0
    assert len(fake.charges) == 2


async def test_a_server_that_is_down_can_be_stopped() -> None:
    """An alarm that comes after the end does nothing."""
    async with FakeIma(hand_clock=True) as fake:
        await fake.go_down(5)
    fake.clock.advance(10)
    await fake.go_down(5)


@pytest.mark.parametrize(("ids", "points", "needs", "expected"), [
    ("new", 0, None, 400),
    ("turned", 0, None, 6010),
    ("same", 1, None, 6006),
    ("same", 0, "tier", 6009),
])  # fmt: skip
async def test_the_price_list_moves_before_the_order(
    fake: FakeIma, http: aiohttp.ClientSession, ids: str, points: int, needs: str | None, expected: int
) -> None:
    """An order at the old prices is refused with the code that belongs to it, and nothing is charged."""
    fake.fail_next("create", price_list(ids=ids, points=points, needs=needs))
    assert (code(await create(http)), fake.charges) == (expected, ())


async def test_what_becomes_of_a_task(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """Its deadline can be over, its end never come, its result be deleted under another word."""
    fake.fail_next("create", overdue(60), never_ends())
    fake.fail_next("create", fail_media(resource_status=3, status="deleted"))
    first, second = [json.loads((await create(http))[1])["data"] for _ in range(2)]
    assert first["created_at"] - first["timeout_at"] == 60_000
    fake.clock.advance(1_000_000)

    async def seen(task_id: str) -> Any:
        media = json.loads((await post(http, "detail", {"task_id": task_id}))[1])["data"]["medias"][0]
        return media["resource_status"], media["status"]

    assert await seen(first["id"]) == (0, "processing")
    assert await seen(second["id"]) == (3, "deleted")


async def test_medias_can_be_twisted(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """For one answer; the next tells the truth."""
    task_id = json.loads((await create(http))[1])["data"]["id"]
    fake.fail_next("detail", medias("none"))
    said = [json.loads((await post(http, "detail", {"task_id": task_id}))[1])["data"]["medias"] for _ in range(2)]
    assert [len(each) for each in said] == [0, 1]


async def finished(fake: FakeIma, http: aiohttp.ClientSession) -> str:
    """Order a picture, and give its path when it is there."""
    task_id = json.loads((await create(http, size="512px"))[1])["data"]["id"]
    fake.clock.advance(1000)
    return f"/results/{task_id}/0.png"


async def test_a_file_can_be_late_cut_or_elsewhere(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """Not there yet, moved, cut, trickling: and in the end all of it, under the same mark."""
    path = await finished(fake, http)
    fake.fail_next("cdn", bare(404))
    fake.fail_next("cdn", redirect())
    async with http.get(path) as response:
        assert response.status == 404
    async with http.get(path) as response:
        whole, etag = await response.read(), response.headers["ETag"]
        assert str(response.url).endswith("?moved=1")
    fake.fail_next("cdn", reset("answering"))
    async with http.get(path) as response:
        assert (response.headers["ETag"], response.content_length) == (etag, len(whole))
        with pytest.raises(aiohttp.ClientError):
            await response.read()
    fake.fail_next("cdn", trickle(1, pieces=3))
    asked = asyncio.create_task(http.get(path))
    for _ in range(3):
        await until(lambda: fake.clock.next_at)
        fake.clock.advance(1)
    async with await asked as response:
        assert await response.read() == whole


async def test_a_trickle_can_be_real(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """In real seconds it needs no hand."""
    fake.fail_next("products", trickle(0.005, pieces=3, real=True))
    async with http.get("/open/v1/product/list") as response:
        assert (await response.json())["code"] == 0


async def test_a_put_can_be_cut_in_the_middle(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """Nothing is kept of it."""
    fake.fail_next("put", reset("reading"), times=2)  # the client repeats a PUT once of its own accord
    with pytest.raises(aiohttp.ClientError):
        await http.put("/webAgent/privite/a.png", data=struct.pack("q", 0) * 100_000)
    assert fake.store is not None
    assert fake.store.files == {}


async def test_chaos_is_asked_for_by_route_too(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """Rates, the usual ones, none, and what makes no sense."""

    async def ask(content: object) -> int:
        async with http.post("/_fake/chaos", json=content) as response:
            return response.status

    assert (
        await ask({"seed": 1, "rates": {"create": [{"rate": 1, "faults": [{"kind": "envelope", "code": 4008}]}]}})
        == 200
    )
    assert code(await create(http)) == 4008
    assert await ask({"rates": {}}) == 200
    assert code(await create(http)) == 0
    assert await ask({"seed": 5}) == 200
    assert fake.script.waiting == {}
    often = {"create": [{"rate": 2, "faults": []}]}
    odd: list[Any] = [{"seed": "x"}, {"rates": []}, {"rates": {"pay": []}}, {"rates": often}]
    assert [await ask(each) for each in odd] == [400] * 4
