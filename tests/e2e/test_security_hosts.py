"""Whom the key is told: the hosts that were named, over connections whose certificates hold; nobody can turn that off."""

import re
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import trustme
from aiohttp import web

from imastudio.adapters.ima import retries
from imastudio.adapters.ima.http import NoReply
from imastudio.adapters.ima.sessions import api_session, create_session, media_session
from imastudio.adapters.ima.settings import BASE_URL, IM_BASE_URL, Settings
from imastudio.domain.kernel.errors import ServiceUnavailable, WishRefused
from imastudio.domain.lifecycle.answers import Unanswered, Unsent
from imastudio.domain.orders import Input, Media
from imastudio.domain.orders.tasks import TaskType
from tests.vendor import KEY, PNG, adapters, request
from tests.wire import Answer, WireServer, said


@pytest.fixture(autouse=True)
def _tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing: what fails here fails again."""
    monkeypatch.setattr(retries, "ATTEMPTS", 1)


TRUST = ("SSL_VERIFY", "PYTHONHTTPSVERIFY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_TLS_REJECT_UNAUTHORIZED")


@pytest.fixture(params=["localhost", "elsewhere.example.com"])
async def impostor(request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, list[web.BaseRequest]]]:
    """Serve https with a certificate that nobody vouches for; return the address and what came."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(request.param).configure_cert(context)
    came: list[web.BaseRequest] = []

    async def serve(asked: web.BaseRequest) -> web.Response:
        came.append(asked)
        return web.json_response({"code": 200, "data": {"id": "1"}})

    runner = web.ServerRunner(web.Server(serve))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    yield f"https://localhost:{runner.addresses[0][1]}", came
    await runner.cleanup()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_a_certificate_nobody_vouches_for_is_refused(
    impostor: tuple[str, list[web.BaseRequest]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a call nor an upload nor a download speaks to an impostor; no variable of the environment changes that."""
    url, came = impostor
    for name in TRUST:
        monkeypatch.setenv(name, "0")
    (tmp_path / "a.png").write_bytes(PNG)
    async with adapters(url) as ours:
        assert isinstance(await ours.service.create(request()), Unsent)
        assert isinstance(await ours.service.detail("task"), Unanswered)
        assert isinstance(await ours.http.call_plainly("GET", ours.uploads._token_url), NoReply)
        with pytest.raises(ServiceUnavailable):
            await ours.service.products(TaskType.TEXT_TO_IMAGE)
        with pytest.raises(ServiceUnavailable):
            await ours.delivery.fetch([Media(url=f"{url}/a.png")], str(tmp_path / "out"), "a")
    assert came == []


async def test_every_session_checks_certificates_and_trusts_no_environment() -> None:
    """No connector has its checks turned off, and no proxy or login of the environment is read."""
    settings = Settings(api_key=KEY)
    for session in (create_session(settings), api_session(settings), media_session(settings)):
        async with session:
            assert isinstance(session.connector, aiohttp.TCPConnector)
            assert session.connector._ssl is True
            assert session.trust_env is False


def test_no_line_turns_a_check_off(repository: Path) -> None:
    """Nothing in the adapters gives a connection another idea of whom to trust, or follows a redirect by itself."""
    off = re.compile(r"ssl\s*=|verify_ssl|verify\s*=\s*False|CERT_NONE|check_hostname|trust_env|allow_redirects=True")
    lines = [
        f"{path.name}: {line}"
        for path in (repository / "adapters").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if off.search(line) and "re.compile" not in line
    ]
    assert lines == []


@pytest.mark.parametrize("name", ["base_url", "im_base_url"])
@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://api.imastudio.com",
            "http://10.0.0.1",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
        ),
        *("http://2130706433", "http://0x7f.1", "ftp://127.0.0.1", "https://imapi-qa.liveme.com", "https://"),
        *("https://IMAPI-QA.liveme.com", "https://imapi-qa.liveme.com.", "https://user:password@example.com"),
        *(
            "https://api.imastudio.com?x=1",
            "https://api.imastudio.com#x",
            "file:///etc",
            "//api.imastudio.com",
            "http://[::2]",
        ),
    ],
)
def test_the_key_goes_over_https_to_a_plain_address(name: str, address: str) -> None:
    """Without encryption only this machine is spoken to; the test host of the documents is never."""
    with pytest.raises(WishRefused):
        Settings.of({}, api_key=KEY, **{name: address})


def test_without_a_word_the_key_goes_to_the_vendor_alone() -> None:
    """Two hosts get the key by default; another one must be named, each by itself."""
    plain = Settings.of({}, api_key=KEY)
    assert (plain.base_url, plain.im_base_url) == (BASE_URL, IM_BASE_URL)
    named = Settings.of({}, api_key=KEY, base_url="https://gateway.example.com")
    assert (named.base_url, named.im_base_url) == ("https://gateway.example.com", IM_BASE_URL)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_call_follows_a_redirect(status: int, tmp_path: Path) -> None:
    """Wherever a call is sent, nobody hears of it there; a create that is redirected stays unclear."""
    (tmp_path / "a.png").write_bytes(PNG)
    async with WireServer() as trap, WireServer() as server:
        trap.answer(said({"code": 200, "data": {"id": "1"}}))
        server.answer(Answer(status=status, headers={"Location": f"{trap.url}/?x"}))
        async with adapters(server.url) as ours:
            await ours.service.create(request())
            await ours.service.detail("task")
            for failing in (
                ours.service.products(TaskType.TEXT_TO_IMAGE),
                ours.uploads.put(Input(str(tmp_path / "a.png"))),
            ):
                with pytest.raises(ServiceUnavailable):
                    await failing
        assert trap.connections == 0


async def test_the_bytes_of_an_upload_follow_no_redirect_and_carry_no_key(tmp_path: Path) -> None:
    """The PUT goes to the address of the token, without the key, and nowhere else."""
    (tmp_path / "a.png").write_bytes(PNG)
    async with WireServer() as trap, WireServer() as server:
        trap.answer(Answer())
        token = {"code": 0, "data": {"ful": f"{server.url}/put", "fdl": f"{server.url}/a.png"}}
        server.answer(said(token), Answer(status=307, headers={"Location": trap.url}))
        async with adapters(server.url) as ours:
            with pytest.raises(ServiceUnavailable):
                await ours.uploads.put(Input(str(tmp_path / "a.png")))
        assert trap.connections == 0
        [put] = [one for one in server.received if one.method == "PUT"]
        assert KEY not in f"{put.target} {dict(put.headers)}{put.body!r}"


REDIRECTS = """
    http://example.com/a.png https://10.0.0.1/a.png https://169.254.169.254/latest https://[fd00::1]/a.png file:///etc/passwd
    https://[64:ff9b::a9fe:a9fe]/ https://user:password@example.com/a.png data:image/png;base64,AAAA //10.0.0.1/a.png
    https://localhost./a.png javascript:alert(1) https://2130706433/a.png http://192.168.1.1/a.png
""".split()  # noqa: SIM905 - one a line would be a page


@pytest.mark.parametrize("target", REDIRECTS)
async def test_a_download_is_not_led_into_the_own_network(target: str, tmp_path: Path) -> None:
    """A result whose address leads to a private one is not fetched, and nothing is left of it."""
    async with WireServer() as server:
        server.answer(Answer(status=302, headers={"Location": target}))
        async with adapters(server.url) as ours:
            with pytest.raises(ServiceUnavailable):
                await ours.delivery.fetch([Media(url=f"{server.url}/a.png")], str(tmp_path), "a")
        assert len(server.received) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a.png", "https://127.0.0.1:1/a.png", *REDIRECTS[1:]])
async def test_results_of_the_vendor_are_fetched_from_the_open_network_alone(address: str, tmp_path: Path) -> None:
    """Where the base address is not this machine, an address of a result that is private or plain is not even tried."""
    async with adapters("https://gateway.example.com") as ours:
        with pytest.raises(ServiceUnavailable):
            await ours.delivery.fetch([Media(url=address)], str(tmp_path), "a")
    assert list(tmp_path.iterdir()) == []
