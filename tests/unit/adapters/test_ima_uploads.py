"""Uploads on the wire: the token, the PUT, the check; and where none of it may go."""

import asyncio
import logging
import os
import re
import traceback
from collections.abc import Callable
from contextlib import closing
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from pytest_httpserver import HTTPServer
from yarl import URL

from imastudio.adapters.ima import local_files, upload_body
from imastudio.adapters.ima import uploads as uploads_module
from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.local_files import Opened, open_input
from imastudio.adapters.ima.settings import Settings
from imastudio.adapters.ima.upload_body import FilePayload
from imastudio.adapters.ima.uploads import ImaUploads
from imastudio.adapters.ima.uploads_wire import Verdict, decode_token, decode_verdict
from imastudio.adapters.memory.upload_addresses import MemoryUploadAddresses
from imastudio.domain.kernel.errors import AccountProblem, ImaError, ServiceUnavailable, WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Input, InputFacts, SentInput
from imastudio.domain.orders.tasks import InputKind
from imastudio.fakeserver import FakeIma
from tests.vendor import ACCOUNT, KEY, NOW, PNG, adapters, base_of, mp4, png
from tests.wire import Answer, WireServer, said

SENT = SentInput(url="https://a.example.com/1.png", facts=InputFacts(kind=InputKind.IMAGE))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Return a small picture."""
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    return path


def token(wire: WireServer, **changes: Any) -> Answer:
    """Return the answer to the question for a token, pointing back at the server."""
    addresses = {"ful": f"{wire.url}/put?Signature=a%2Bb%3D", "fdl": f"{wire.url}/get/1.png", **changes}
    return said({"code": 0, "data": {**addresses, "ful_expire": "1"}})


@pytest.mark.parametrize("method", ["get", "post"])
async def test_the_eleven_words_are_signed_as_documented(wire: WireServer, picture: Path, method: Any) -> None:
    """The token is asked for with exactly the documented parameters, in the query or in a form."""
    wire.answer(token(wire), Answer())
    async with adapters(wire.url, upload_token_method=method) as vendor:
        await vendor.uploads.put(Input(str(picture)))
    asked = wire.received[0]
    assert (asked.method, asked.path) == (method.upper(), "/api/rest/oss/getuploadtoken")
    words = asked.query if method == "get" else dict(_form(asked.body))
    assert re.fullmatch("[0-9a-f]{21}", words["nonce"])
    assert words == {
        "appUid": KEY,
        "appId": "webAgent",
        "appKey": "32jdskjdk320eew",
        "cmimToken": KEY,
        "sign": sha1(f"webAgent|32jdskjdk320eew|{NOW:.0f}|{words['nonce']}".encode()).hexdigest().upper(),  # noqa: S324 - documented
        "timestamp": f"{NOW:.0f}",
        "nonce": words["nonce"],
        "fService": "privite",
        "fType": "picture",
        "fSuffix": "png",
        "fContentType": "image/png",
    }
    assert KEY not in (asked.target if method == "post" else "")


async def test_token_put_and_check_are_three_requests(httpserver: HTTPServer, picture: Path) -> None:
    """In this order: the question for a token, the bytes to where it says, and the check of what lies there then."""
    base = base_of(httpserver)
    addresses = {"ful": f"{base}/put", "fdl": f"{base}/get/1.png", "ful_expire": "1"}
    httpserver.expect_ordered_request("/api/rest/oss/getuploadtoken").respond_with_json({"code": 0, "data": addresses})
    httpserver.expect_ordered_request(
        "/put", method="PUT", data=PNG, headers={"Content-Type": "image/png", "Content-Length": str(len(PNG))}
    ).respond_with_data()
    httpserver.expect_ordered_request(
        "/open/v1/assets/verify", method="POST", headers=ACCOUNT, json={"url": addresses["fdl"]}
    ).respond_with_json({"code": 0, "data": {"result": {"status": "active"}}})
    async with adapters(base) as vendor:
        await vendor.uploads.verify(await vendor.uploads.put(Input(str(picture))))
    httpserver.check()
    (_, put, _) = [sent for sent, _ in httpserver.log]
    assert set(ACCOUNT) & set(put.headers.keys()) == set()


async def test_the_bytes_are_put_without_credentials(wire: WireServer, picture: Path) -> None:
    """The presigned address is used as it is spelled, with the content type and length, and nothing of ours."""
    wire.answer(token(wire), Answer())
    async with adapters(wire.url) as vendor:
        sent = await vendor.uploads.put(Input(str(picture)))
    assert sent == SentInput(
        url=f"{wire.url}/get/1.png",
        facts=InputFacts(kind=InputKind.IMAGE, format="png", size=len(PNG), width=1, height=1),
    )
    put = wire.received[1]
    assert (put.method, put.target, put.body) == ("PUT", "/put?Signature=a%2Bb%3D", PNG)
    assert put.headers["Content-Type"] == "image/png"
    assert put.headers["Content-Length"] == str(len(PNG))
    assert {"Authorization", "x-app-source", "Cookie", "Transfer-Encoding"} & set(put.headers) == set()
    assert KEY not in f"{put}"


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (mp4(64, 48, 3), InputKind.VIDEO, ("video", "mp4", "video/mp4")),
        (b"ID3\x04" + bytes(200), InputKind.AUDIO, ("audio", "mp3", "audio/mpeg")),
        (
            b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(11) + b"\xff\xc0\0\x11\x08\0\x10\0\x10\x03" + bytes(20),
            InputKind.IMAGE,
            ("picture", "jpeg", "image/jpeg"),
        ),
    ],
)
async def test_each_kind_is_named_as_documented(
    wire: WireServer, tmp_path: Path, content: bytes, kind: InputKind, words: tuple[str, ...]
) -> None:
    """Type, suffix and content type follow the content."""
    path = tmp_path / "media"
    path.write_bytes(content)
    wire.answer(token(wire), Answer())
    async with adapters(wire.url) as vendor:
        await vendor.uploads.put(Input(str(path), kind))
    query = wire.received[0].query
    assert (query["fType"], query["fSuffix"], query["fContentType"]) == words


async def test_each_token_has_a_nonce_of_its_own(wire: WireServer, picture: Path) -> None:
    """No nonce is used twice, not even for a repeated question."""
    wire.answer(Answer(status=502), token(wire), Answer())
    async with adapters(wire.url) as vendor:
        await vendor.uploads.put(Input(str(picture)))
    assert wire.received[0].query["nonce"] != wire.received[1].query["nonce"]


@pytest.mark.parametrize(
    "trouble", [Answer(silent=True), Answer(status=503), Answer(status=200, missing=4), Answer(deaf=True)]
)
async def test_a_put_that_fails_is_repeated_whole(wire: WireServer, tmp_path: Path, trouble: Answer) -> None:
    """What may pass is tried again, from the first byte."""
    path = tmp_path / "a.png"
    path.write_bytes(PNG + os.urandom(300_000))
    wire.answer(token(wire), trouble, trouble, Answer())
    async with adapters(wire.url, keep_metadata=True) as vendor:
        await vendor.uploads.put(Input(str(path)))
    puts = [received for received in wire.received if received.method == "PUT"]
    assert {received.body for received in puts} == {path.read_bytes()}


@pytest.mark.parametrize(
    ("answers", "connections"),
    [
        ([said({"code": 500})], 5),
        ([said({"code": 400})], 1),
        ([said({"code": 0, "data": {"ful": 1, "fdl": 2}})], 5),
        ([Answer(body=b"<html>")], 5),
        ([Answer(status=302, headers={"Location": "/x"})], 1),
        (["token", Answer(status=403)], 2),
        (["token", Answer(status=301, headers={"Location": "/x"})], 2),
        (["token", Answer(status=500)], 6),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_an_upload_that_fails_says_so(
    wire: WireServer, picture: Path, answers: list[Any], connections: int
) -> None:
    """Five attempts where it may pass, one where it won't; the error has a kind and no address."""
    wire.answer(*(token(wire) if answer == "token" else answer for answer in answers))
    async with adapters(wire.url) as vendor:
        with pytest.raises(ServiceUnavailable) as caught:
            await vendor.uploads.put(Input(str(picture)))
    assert caught.value.failure.kind is Kind.UPLOAD_FAILED
    assert wire.connections == connections


async def test_a_refused_key_is_a_matter_of_the_account(wire: WireServer, picture: Path) -> None:
    """The upload service says 401 when the key is wrong."""
    wire.answer(said({"code": 401}, status=401))
    async with adapters(wire.url) as vendor:
        with pytest.raises(AccountProblem):
            await vendor.uploads.put(Input(str(picture)))
    assert wire.connections == 1


@pytest.mark.parametrize(
    "addresses",
    [
        {"ful": "http://10.0.0.1/put"},
        {"ful": "file:///etc/passwd"},
        {"ful": "https://user:pw@oss.example.com/put"},
        {"fdl": "http://example.com/1.png"},
        {"fdl": "javascript:alert(1)"},
        {"fdl": ""},
    ],
    ids=str,
)
async def test_bytes_go_to_no_unsafe_address(wire: WireServer, picture: Path, addresses: dict[str, str]) -> None:
    """An upload service that points elsewhere gets nothing."""
    wire.answer(token(wire, **addresses))
    async with adapters(wire.url) as vendor:
        with pytest.raises(ServiceUnavailable):
            await vendor.uploads.put(Input(str(picture)))
    assert wire.connections == 1


async def test_a_file_that_shrinks_is_not_sent_short(tmp_path: Path) -> None:
    """A file that loses bytes while it is sent fails, rather than passing for the whole."""
    path = tmp_path / "a.png"
    path.write_bytes(PNG + bytes(1000))
    with closing(open_input(Input(str(path)), Settings(api_key=KEY))) as held:
        os.truncate(path, 10)
        payload = FilePayload(held, lambda: None)
        with pytest.raises(TypeError):
            payload.decode()
        with pytest.raises(OSError, match="shorter"):
            await payload.write(_Sink())  # type: ignore[arg-type]  # all that is called of a writer


async def test_a_put_that_stalls_is_given_up(wire: WireServer, picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that takes no bytes and says nothing doesn't hold the upload for ever."""
    monkeypatch.setattr(upload_body, "STALLED", 0.02)
    never = asyncio.Event()
    wire.answer(token(wire), Answer(after=never))
    async with adapters(wire.url) as vendor:
        with pytest.raises(ServiceUnavailable):
            await vendor.uploads.put(Input(str(picture)))
    never.set()


@pytest.mark.parametrize("source", ["https://a.example.com/1.png", "https://a.example.com/%E7%8C%AB.png?x=1"])
async def test_an_https_address_passes_through(source: str) -> None:
    """An address is handed on as it is, and nothing is fetched or sent."""
    async with adapters("https://api.imastudio.com") as vendor:
        assert await vendor.uploads.inspect(Input(source)) == InputFacts(kind=InputKind.IMAGE)
        assert await vendor.uploads.put(Input(source)) == SentInput(url=source, facts=InputFacts(kind=InputKind.IMAGE))


@pytest.mark.parametrize(
    "source",
    [
        "http://a.example.com/1.png",
        "ftp://a.example.com/1",
        "https://10.0.0.1/1.png",
        "http://127.0.0.1/1",
        "https://localhost/1.png",
        "https://me:pw@a.example.com/1.png",
        "://",
        "s3://bucket/1.png",
        "file://elsewhere/etc/passwd",
    ],
)
async def test_other_addresses_are_refused(source: str) -> None:
    """For anything but a public https address the person is asked for one, or for a file."""
    async with adapters("https://api.imastudio.com") as vendor:
        for call in (vendor.uploads.inspect, vendor.uploads.put):
            with pytest.raises(WishRefused) as caught:
                await call(Input(source))
            assert caught.value.failure.kind is Kind.INPUT_URL


async def test_data_is_no_address_and_no_file() -> None:
    """A picture spelled out in the address is refused."""
    async with adapters("https://api.imastudio.com") as vendor:
        with pytest.raises(WishRefused):
            await vendor.uploads.inspect(Input("data:image/png;base64,AAAA"))


@pytest.mark.parametrize(
    ("states", "questions"),
    [(["active"], 1), (["success"], 1), (["processing", "Pending", "active"], 3)],
)
async def test_an_input_is_checked_until_it_is_fine(wire: WireServer, states: list[str], questions: int) -> None:
    """The vendor is asked again while it is still looking."""
    wire.answer(*(said({"code": 0, "data": {"result": {"status": state}}}) for state in states))
    async with adapters(wire.url) as vendor:
        await vendor.uploads.verify(SENT)
    assert [received.path for received in wire.received] == ["/open/v1/assets/verify"] * questions
    assert wire.received[0].json == {"url": SENT.url}
    assert wire.received[0].headers["Authorization"] == f"Bearer {KEY}"


async def test_an_input_that_is_refused_is_refused(wire: WireServer) -> None:
    """The vendor's no is a refusal of the wish."""
    wire.answer(said({"code": 0, "data": {"result": {"status": "failed"}}}))
    async with adapters(wire.url) as vendor:
        with pytest.raises(WishRefused) as caught:
            await vendor.uploads.verify(SENT)
    assert caught.value.failure.kind is Kind.INPUT_NOT_ALLOWED


@pytest.mark.parametrize("state", ["processing", "unheard of"])
async def test_a_check_that_never_ends_is_given_up(wire: WireServer, state: str) -> None:
    """After five minutes by the clock, or when nothing sensible is said, the upload has failed."""
    wire.answer(said({"code": 0, "data": {"result": {"status": state}}}))
    async with adapters(wire.url) as vendor:
        with pytest.raises(ServiceUnavailable) as caught:
            await vendor.uploads.verify(SENT)
        assert vendor.clock.now() - NOW <= uploads_module.VERIFY_TIMEOUT_S
    assert caught.value.failure.kind is Kind.UPLOAD_FAILED


@pytest.mark.parametrize(
    "data", [None, [], {}, {"ful": "x"}, {"ful": 1, "fdl": 2}, {"result": None}, {"result": {"status": 1}}]
)
def test_senseless_answers_are_malformed(data: Any) -> None:
    """What is neither a token nor a verdict is malformed."""
    for decode in (decode_token, decode_verdict):
        with pytest.raises(MalformedReply):
            decode(data)
    assert decode_verdict({"result": {"status": " ACTIVE "}}) is Verdict.FINE


async def test_the_key_is_in_no_log_and_no_error(
    wire: WireServer, picture: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """The key travels in an address here: nothing that is logged, raised or printed may hold that address."""
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    shown: list[str] = []
    for answer in (
        Answer(silent=True),
        Answer(status=302, headers={"Location": "/x"}),
        Answer(raw=b"\0"),
        Answer(deaf=True),
    ):
        wire.answer(answer)
        async with adapters(wire.url) as vendor:
            with pytest.raises(ImaError) as caught:
                await vendor.uploads.put(Input(str(picture)))
        error: BaseException | None = caught.value
        while error is not None:
            shown += [repr(error), str(error), *traceback.format_exception(error)]
            error = error.__context__
    shown += capfd.readouterr()
    assert KEY not in f"{shown} {caplog.text}"


class _Sink:
    async def write(self, chunk: bytes) -> None:
        """Take some bytes."""


def _form(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode(), strict_parsing=True)


@pytest.fixture
def remembered() -> MemoryUploadAddresses:
    """Return addresses that are remembered."""
    return MemoryUploadAddresses()


async def test_the_same_bytes_are_uploaded_once(remembered: MemoryUploadAddresses, tmp_path: Path) -> None:
    """Under any name, one after the other or at once; other bytes, and another account, have an address of their own."""
    first, second, other = (tmp_path / name for name in ("1.png", "2.png", "3.png"))
    for path, width in ((first, 640), (second, 640), (other, 320)):
        path.write_bytes(png(width, 480))
    with FakeIma(strict=True) as fake:
        async with adapters(fake.url, key=fake.key, remembered=remembered) as vendor:
            several = await asyncio.gather(*(vendor.uploads.put(Input(str(path))) for path in (first, second, first)))
            again = await vendor.uploads.put(Input(str(second)))
            apart = await vendor.uploads.put(Input(str(other)))
        calls = [request.call for request in fake.requests]
    assert len({sent.url for sent in (*several, again)}) == 1
    assert apart.url != again.url
    assert calls.count("token") == 2
    assert len(remembered.kept) == 2


async def test_what_is_distrusted_is_uploaded_again(remembered: MemoryUploadAddresses, tmp_path: Path) -> None:
    """Though it can be read where it lies: perhaps the vendor can't."""
    path = tmp_path / "1.png"
    path.write_bytes(png(640, 480))
    with FakeIma(strict=True) as fake:
        async with adapters(fake.url, key=fake.key, remembered=remembered) as vendor:
            first = await vendor.uploads.put(Input(str(path)))
            await vendor.uploads.distrust()
            assert remembered.kept == {}
            assert (await vendor.uploads.put(Input(str(path)))).url != first.url


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch, picture: Path) -> Path:
    """Return a picture that counts as long, and as one that has lain still."""
    monkeypatch.setattr(local_files, "HASHED_BYTES", len(PNG) - 1)
    monkeypatch.setattr(local_files, "SETTLED_NS", 0)
    return picture


def _recognised(path: Path) -> str:
    with closing(open_input(Input(str(path)), Settings(api_key=KEY))) as held:
        return held.digest()


def _written_in_place(path: Path) -> None:
    """Change a byte in the middle and set the time back, as some programs do that change what is written in a file."""
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(before.st_size // 2 + 20_000)  # between two samples
        file.write(b"x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _replaced(path: Path) -> None:
    other = path.with_name("other.png")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def _copied_over(path: Path) -> None:
    path.write_bytes(path.read_bytes())


def _await_tick(path: Path) -> None:
    """Return when the file system's clock, which nobody can turn, says another time than at the last change."""
    other = path.with_name("tick")
    other.touch()
    while other.stat().st_ctime_ns <= path.stat().st_ctime_ns:
        other.touch()


def _longer(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x")


_LONG = 400_000


@pytest.mark.parametrize("change", [_written_in_place, _replaced, _copied_over, _longer])
def test_a_long_file_that_was_touched_is_another(still: Path, change: Callable[[Path], None]) -> None:
    """Whatever was done to it, and whatever time it says it was changed at; one that lies still stays the same."""
    still.write_bytes(PNG + bytes(_LONG))
    before = _recognised(still)
    assert _recognised(still) == before
    _await_tick(still)
    change(still)
    assert _recognised(still) != before


@pytest.mark.parametrize("size", [0, _LONG])
def test_what_was_changed_just_now_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Long or not: a change within the same tick would leave no mark."""
    monkeypatch.setattr(local_files, "HASHED_BYTES", 0)
    monkeypatch.setattr(local_files, "SETTLED_NS", 3600 * 10**9)
    path = tmp_path / "a.png"
    path.write_bytes(PNG + bytes(size))
    assert _recognised(path) == sha256(path.read_bytes()).hexdigest()


async def test_a_long_file_is_uploaded_once(remembered: MemoryUploadAddresses, still: Path) -> None:
    """One after the other or at once; a copy of it is another file."""
    copy = still.with_name("copy.png")
    copy.write_bytes(still.read_bytes())
    with FakeIma(strict=True) as fake:
        async with adapters(fake.url, key=fake.key, remembered=remembered) as vendor:
            several = await asyncio.gather(*(vendor.uploads.put(Input(str(still))) for _ in range(3)))
            again = await vendor.uploads.put(Input(str(still)))
            apart = await vendor.uploads.put(Input(str(copy)))
        calls = [request.call for request in fake.requests]
    assert len({sent.url for sent in (*several, again)}) == 1
    assert apart.url != again.url
    assert calls.count("token") == 2


async def test_what_changes_while_it_is_sent_is_remembered_by_nobody(
    remembered: MemoryUploadAddresses, still: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies there may be half of the one and half of the other; the next order uploads the file as it is then."""
    send = ImaUploads._send

    async def changed_meanwhile(uploads: ImaUploads, held: Opened, url: URL) -> None:
        await send(uploads, held, url)
        _await_tick(still)
        _written_in_place(still)

    monkeypatch.setattr(ImaUploads, "_send", changed_meanwhile)
    with FakeIma(strict=True) as fake:
        async with adapters(fake.url, key=fake.key, remembered=remembered) as vendor:
            await vendor.uploads.put(Input(str(still)))
    assert remembered.kept == {}


@pytest.mark.parametrize("lies", ["nothing", "other", "longer"])
async def test_an_address_that_is_not_good_any_more_is_not_used(
    lies: str, wire: WireServer, picture: Path, remembered: MemoryUploadAddresses
) -> None:
    """Whatever lies there now: the bytes are uploaded again, and the new address is kept."""
    found = {"nothing": Answer(status=404), "other": Answer(body=png(2, 2)), "longer": Answer(body=PNG + b"1")}[lies]
    async with adapters(wire.url, remembered=remembered) as vendor:
        wire.answer(token(wire), Answer())
        await vendor.uploads.put(Input(str(picture)))
        (digest,) = remembered.kept
        remembered.kept[digest] = f"{wire.url}/old/1.png"
        wire.answer(found, token(wire), Answer())
        sent = await vendor.uploads.put(Input(str(picture)))
        assert (sent.url, remembered.kept[digest]) == (f"{wire.url}/get/1.png", sent.url)
        wire.answer(Answer(body=PNG))
        assert (await vendor.uploads.put(Input(str(picture)))).url == sent.url
    assert [asked.method for asked in wire.received].count("PUT") == 2


async def test_an_address_for_a_time_is_not_kept(
    wire: WireServer, picture: Path, remembered: MemoryUploadAddresses
) -> None:
    """It may end before the vendor reads it; nor is one kept of a file that changed while it was sent."""
    wire.answer(token(wire, fdl=f"{wire.url}/get/1.png?X-Amz-Expires=3600"), Answer())
    async with adapters(wire.url, remembered=remembered) as vendor:
        await vendor.uploads.put(Input(str(picture)))
    assert remembered.kept == {}


async def test_an_unsafe_address_is_never_asked(
    wire: WireServer, picture: Path, remembered: MemoryUploadAddresses
) -> None:
    """Whoever wrote it there."""
    remembered.kept[sha256(PNG).hexdigest()] = "http://169.254.169.254/1.png"
    wire.answer(token(wire), Answer())
    async with adapters(wire.url, remembered=remembered) as vendor:
        assert (await vendor.uploads.put(Input(str(picture)))).url == f"{wire.url}/get/1.png"
