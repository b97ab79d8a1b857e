"""The fake upload service and its object store, over real sockets."""

import asyncio
import hashlib
import re
import time
import uuid
from collections.abc import AsyncIterator

import aiohttp
import pytest
from yarl import URL

from imastudio.fakeserver import FakeIma
from tests.unit.fakeserver.orders import body, until

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))


def question(key: str, **changes: str) -> dict[str, str]:
    """Build the eleven parameters; signed unless `sign` is given."""
    asked = {
        "appUid": key,
        "appId": "webAgent",
        "appKey": "32jdskjdk320eew",
        "cmimToken": key,
        "timestamp": str(int(time.time())),
        "nonce": uuid.uuid4().hex[:21],
        "fService": "privite",
        "fType": "picture",
        "fSuffix": "png",
        "fContentType": "image/png",
    } | changes
    words = "|".join(asked[name] for name in ("appId", "appKey", "timestamp", "nonce") if name in asked)
    return {"sign": hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest().upper()} | asked


@pytest.fixture
async def fake() -> AsyncIterator[FakeIma]:
    """Run a strict server whose clock is turned by hand."""
    async with FakeIma(strict=True, hand_clock=True) as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session."""
    async with aiohttp.ClientSession() as session:
        yield session


async def token(http: aiohttp.ClientSession, fake: FakeIma, **changes: str) -> dict[str, str]:
    """Ask for a token that must be given."""
    address = f"{fake.url}/api/rest/oss/getuploadtoken"
    async with http.get(address, params=question(fake.key, **changes)) as response:
        answer = await response.json()
    assert answer["code"] == 0, answer
    data: dict[str, str] = answer["data"]
    return data


async def test_a_token_leads_to_a_place_and_back(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """What is put with the token's url and type is found at its other url, whole and in part."""
    given = await token(http, fake)
    assert sorted(given) == ["fdl", "fdl_expire", "fdl_key", "ful", "ful_expire"]
    assert given["ful"].startswith(given["fdl"] + "?")
    assert re.search(r"/webAgent/privite/\d{4}/\d\d/\d\d/\d+_[0-9a-f]{32}\.png$", given["fdl"])
    async with http.get(given["fdl"]) as early:
        assert early.status == 404
    async with http.put(URL(given["ful"], encoded=True), data=PNG, headers={"Content-Type": "image/png"}) as put:
        assert (put.status, await put.read()) == (200, b"")
        assert put.headers["ETag"] == f'"{hashlib.md5(PNG, usedforsecurity=False).hexdigest().upper()}"'
    async with http.get(given["fdl"]) as response:
        assert (response.status, response.content_type, await response.read()) == (200, "image/png", PNG)
    async with http.get(given["fdl"], headers={"Range": "bytes=-4"}) as part:
        assert (part.status, await part.read()) == (206, PNG[-4:])


async def test_the_same_eleven_work_as_a_form(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """A POST form gives a token too, and the record of it holds no key."""
    async with http.post(f"{fake.url}/api/rest/oss/getuploadtoken", data=question(fake.key)) as response:
        answer = await response.json()
    assert answer["code"] == 0
    assert answer["data"]["ful"]
    assert fake.key not in repr(fake.requests) + repr([entry.body for entry in fake.requests])


async def test_keys_in_queries_are_masked(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """The GET form carries the key twice; neither is kept."""
    await token(http, fake)
    assert fake.requests[0].query["appUid"] == fake.requests[0].query["cmimToken"] == "ima_***"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sign": "0" * 40}, 401),
        ({"timestamp": "yesterday"}, 401),
        ({"appUid": "ima_wrong", "cmimToken": "ima_wrong"}, 401),
        ({"cmimToken": "ima_wrong"}, 401),
        ({"appId": "other"}, 400),
        ({"appKey": "other"}, 400),
        ({"fService": "private"}, 400),
        ({"fType": "document"}, 400),
        ({"fSuffix": "../x"}, 400),
        ({"fContentType": "video/mp4"}, 400),
        ({"fContentType": "image"}, 400),
        ({"nonce": ""}, 400),
        ({"more": "x"}, 400),
    ],
)
async def test_each_parameter_is_checked(
    fake: FakeIma, http: aiohttp.ClientSession, changes: dict[str, str], code: int
) -> None:
    """A wrong, missing or unknown parameter gets no token."""
    address = f"{fake.url}/api/rest/oss/getuploadtoken"
    async with http.get(address, params=question(fake.key, **changes)) as response:
        assert (response.status, (await response.json())["code"]) == (code, code)


async def test_a_missing_parameter_is_named(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """All eleven are required."""
    asked = question(fake.key)
    for name in asked:
        less = {other: value for other, value in asked.items() if other != name}
        async with http.get(f"{fake.url}/api/rest/oss/getuploadtoken", params=less) as response:
            assert name in (await response.json())["message"]


@pytest.mark.parametrize(
    ("query", "headers", "status", "code"),
    [
        ({}, {"Content-Type": "image/jpeg"}, 403, "SignatureDoesNotMatch"),
        ({}, {"Content-Type": "image/png; charset=utf-8"}, 403, "SignatureDoesNotMatch"),
        ({}, {"Authorization": "Bearer ima_x"}, 400, "InvalidArgument"),
        ({"Signature": "x"}, {}, 403, "SignatureDoesNotMatch"),
        ({"Signature": "ü"}, {}, 403, "SignatureDoesNotMatch"),
        ({"Signature": None}, {}, 403, "AccessDenied"),
        ({"OSSAccessKeyId": "x"}, {}, 403, "InvalidAccessKeyId"),
        ({"Expires": "9999999999"}, {}, 403, "SignatureDoesNotMatch"),
        ({"Expires": "never"}, {}, 403, "AccessDenied"),
    ],
)
async def test_a_put_is_held_against_its_url(
    fake: FakeIma,
    http: aiohttp.ClientSession,
    query: dict[str, str | None],
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    """Another type, signature, key id or expiry is refused as an object store does, in XML; nothing is stored."""
    given = await token(http, fake)
    url = URL(given["ful"], encoded=True)
    url = url.with_query({name: value for name, value in {**url.query, **query}.items() if value is not None})
    async with http.put(url, data=PNG, headers={"Content-Type": "image/png"} | headers) as response:
        assert (response.status, response.content_type) == (status, "application/xml")
        assert f"<Code>{code}</Code>" in await response.text()
    async with http.get(given["fdl"]) as found:
        assert found.status == 404


async def test_a_url_expires(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """After seven days a presigned url is worth nothing."""
    given = await token(http, fake)
    fake.clock.advance(7 * 24 * 3600 + 1)
    async with http.put(URL(given["ful"], encoded=True), data=PNG, headers={"Content-Type": "image/png"}) as response:
        assert response.status == 403
        assert "expired" in await response.text()


async def test_a_large_upload_is_streamed_to_disk(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """What is put in pieces, without a length said before, arrives whole."""

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(64):
            yield bytes([number]) * 65_536

    given = await token(http, fake)
    url = URL(given["ful"], encoded=True)
    async with http.put(url, data=pieces(), headers={"Content-Type": "image/png"}) as put:
        assert put.status == 200
    async with http.get(given["fdl"]) as response:
        got = await response.read()
    assert (len(got), got[0], got[-1]) == (64 * 65_536, 0, 63)


async def test_a_put_that_is_cut_stores_nothing(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """A client that hangs up in the middle leaves no file, not even a part of one."""
    given = await token(http, fake)
    url = URL(given["ful"], encoded=True)
    _, writer = await asyncio.open_connection("127.0.0.1", fake.port)
    writer.write(
        f"PUT {url.raw_path_qs} HTTP/1.1\r\nHost: 127.0.0.1:{fake.port}\r\n"
        f"Content-Type: image/png\r\nContent-Length: 1000\r\n\r\n".encode()
        + b"x" * 500
    )
    await writer.drain()
    await until(lambda: len(fake.requests) == 2)
    writer.close()
    await writer.wait_closed()
    await until(lambda: fake.requests[1].dropped)
    async with http.get(given["fdl"]) as found:
        assert found.status == 404


async def test_reset_forgets_uploads(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """After a reset nothing of what was put is there."""
    given = await token(http, fake)
    url = URL(given["ful"], encoded=True)
    async with http.put(url, data=PNG, headers={"Content-Type": "image/png"}) as put:
        assert put.status == 200
    fake.reset()
    async with http.get(given["fdl"]) as found:
        assert found.status == 404


async def test_what_was_put_can_be_ordered_from(fake: FakeIma, http: aiohttp.ClientSession) -> None:
    """An uploaded picture is an input where its type is taken; a place that nothing was put at is none."""
    headers = {"Authorization": f"Bearer {fake.key}", "x-app-source": "ima_skills"}

    async def code(version: str, url: str) -> object:
        content = body("image_to_image", version, [url])
        async with http.post(f"{fake.url}/open/v1/tasks/create", json=content, headers=headers) as response:
            return (await response.json())["code"]

    given = await token(http, fake, fSuffix="webp", fContentType="image/webp")
    assert await code("midjourney", given["fdl"]) == 400
    url = URL(given["ful"], encoded=True)
    async with http.put(url, data=PNG, headers={"Content-Type": "image/webp"}) as put:
        assert put.status == 200
    assert await code("midjourney", given["fdl"]) == 0
    assert await code("doubao-seedream-4-5-251128", given["fdl"]) == 400
    assert await code("midjourney", "https://127.0.0.1:1/elsewhere.webp") == 0
