"""The fake server where tests run: behind a proxy, under another name, over TLS, on another machine (decision 36)."""

import asyncio
import json
import os
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import trustme

from imastudio.fakeserver import FakeIma
from imastudio.fakeserver.http.addressing import Addressing, read_external_url, read_networks
from imastudio.fakeserver.main import main
from tests import warm
from tests.e2e.test_fakeserver_uploads import question
from tests.unit.fakeserver.orders import body

CREATE, DETAIL, TOKEN = "/open/v1/tasks/create", "/open/v1/tasks/detail", "/api/rest/oss/getuploadtoken"


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session."""
    async with aiohttp.ClientSession() as session:
        yield session


async def places(fake: FakeIma, http: aiohttp.ClientSession, **headers: str) -> list[str]:
    """Give the urls that the server tells a client: of an upload, and of a finished result."""
    async with http.get(f"http://127.0.0.1:{fake.port}{TOKEN}", params=question(fake.key), headers=headers) as answer:
        told = (await answer.json())["data"]
    known = {"Authorization": f"Bearer {fake.key}", **headers}
    url = f"http://127.0.0.1:{fake.port}"
    async with http.post(url + CREATE, json=body("text_to_image", "midjourney"), headers=known) as answer:
        task = (await answer.json())["data"]["id"]
    fake.clock.advance(500)
    async with http.post(url + DETAIL, json={"task_id": task}, headers=known) as answer:
        media = (await answer.json())["data"]["medias"][0]
    return [told["ful"], told["fdl"], media["url"], media["watermark_url"], media["preview_url"]]


def origins(urls: list[str]) -> set[str]:
    """Give what the urls begin with."""
    return {re.match(r"(https?://[^/]+(?:/ima)?)/", url)[1] for url in urls}  # type: ignore[index]


async def test_urls_are_of_the_address_that_was_given(http: aiohttp.ClientSession) -> None:
    """Whatever Host a client names, an external url is what the answers say; a path before ours stays before it."""
    async with FakeIma(hand_clock=True, external_url="https://fake-ima.test:8443/ima/") as fake:
        assert fake.url == "https://fake-ima.test:8443/ima"
        assert origins(await places(fake, http, Host="elsewhere.test")) == {"https://fake-ima.test:8443/ima"}


async def test_urls_follow_a_trusted_proxy(http: aiohttp.ClientSession) -> None:
    """What the proxy says of scheme and host counts; without its headers, the request's own Host does."""
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "fake-ima.test, inner.test"}
    async with FakeIma(hand_clock=True, trusted_proxies=("127.0.0.0/8",)) as fake:
        assert origins(await places(fake, http, **headers)) == {"https://fake-ima.test"}
        assert origins(await places(fake, http)) == {fake.url}
        assert origins(await places(fake, http, **{"X-Forwarded-Proto": "gopher"})) == {fake.url}
    async with FakeIma(hand_clock=True, trusted_proxies=("10.0.0.1", "::/0")) as fake:
        assert origins(await places(fake, http, **headers)) == {fake.url}
    async with FakeIma(hand_clock=True) as fake:
        assert origins(await places(fake, http, **headers)) == {fake.url}


async def test_inputs_at_the_outside_address_are_its_own(http: aiohttp.ClientSession) -> None:
    """A result's url under the external name can be ordered from, http or not; one that nobody put there can't."""
    async with FakeIma(hand_clock=True, external_url="http://fake-ima:8080") as fake:
        known = {"Authorization": f"Bearer {fake.key}"}
        url = f"http://127.0.0.1:{fake.port}"
        picture = (await places(fake, http))[2]
        for source, code in ((picture, 0), (picture.replace("/0.", "/1."), 400), ("http://other:8080/a.png", 400)):
            order = body("image_to_image", "midjourney", inner={"input_images": [source]})
            order["src_img_url"] = [source]
            async with http.post(url + CREATE, json=order, headers=known) as answer:
                assert (await answer.json())["code"] == code, source


async def test_the_page_works_behind_a_proxy(http: aiohttp.ClientSession) -> None:
    """Its knobs take an Origin of the outside address, and of no other."""
    async with FakeIma(external_url="https://fake-ima.test") as fake:
        for origin, status in (("https://fake-ima.test", 200), ("https://evil.test", 403)):
            url = f"http://127.0.0.1:{fake.port}/_fake/page/knobs"
            async with http.post(url, data={"speed": "2"}, headers={"Origin": origin}) as answer:
                assert answer.status == status


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Issue a certificate for 127.0.0.1; give its file, its key's, and the authority's."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1", "fake-ima.test")
    cert, key, root = tmp_path / "cert.pem", tmp_path / "key.pem", tmp_path / "root.pem"
    issued.cert_chain_pems[0].write_to_path(cert)
    issued.private_key_pem.write_to_path(key)
    authority.cert_pem.write_to_path(root)
    return cert, key, root


async def test_it_speaks_tls(http: aiohttp.ClientSession, certificate: tuple[Path, Path, Path]) -> None:
    """With a certificate, everything is https: its url, the urls in answers, and again after it was down."""
    cert, key, root = certificate
    trusting = ssl.create_default_context(cafile=root)
    async with FakeIma(tls_cert=cert, tls_key=key, hand_clock=True) as fake:
        assert fake.url == f"https://127.0.0.1:{fake.port}"
        async with http.get(fake.url + TOKEN, params=question(fake.key), ssl=trusting) as answer:
            assert (await answer.json())["data"]["ful"].startswith(fake.url)
        await fake.go_down(5)
        with pytest.raises(aiohttp.ClientConnectionError):
            await http.get(f"{fake.url}/_fake/health", ssl=trusting)
        fake.clock.advance(6)
        async with http.get(f"{fake.url}/_fake/health", ssl=trusting) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    "options",
    [
        {"external_url": "fake-ima.test"},
        {"external_url": "ftp://fake-ima.test"},
        {"external_url": "http://"},
        {"external_url": "http://[::1"},
        {"external_url": "http://user:pw@host"},
        {"external_url": "http://host/?x=1"},
        {"external_url": "http://ho st"},
        {"trusted_proxies": ("proxy.test",)},
        {"tls_key": "key.pem"},
        {"tls_cert": "/no/such/file.pem"},
        {"tls_cert": __file__},
    ],
)
def test_what_cannot_be_used_is_told(options: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """An address, a proxy or a certificate that won't do is named, in Python and at the shell, before anything listens."""
    with pytest.raises(ValueError, match=r".+"):
        FakeIma(**options)
    ((name, value),) = options.items()
    flag = {"trusted_proxies": "trusted-proxy"}.get(name, name.replace("_", "-"))
    said = value if isinstance(value, str) else value[0]
    assert main([f"--{flag}", said]) == 2
    told = capsys.readouterr().err
    assert ("--tls-cert" if name == "tls_key" else said) in told


def test_an_address_that_is_listened_on_is_met_here() -> None:
    """Nobody can connect to all addresses at once: the url names this machine's."""
    plain = Addressing()
    assert plain.url("0.0.0.0", 80) == "http://127.0.0.1:80"  # noqa: S104 - what is tested
    assert plain.url("::", 80) == "http://[::1]:80"
    assert plain.url("::1", 5) == "http://[::1]:5"
    assert read_external_url(None) is None
    assert read_networks(["::1", "10.0.0.0/8"])


@pytest.mark.parametrize(("key", "code"), [("ima_fake_key_of_a_container", 0), ("ima_real_key", 3)])
async def test_plain_http_beyond_loopback_carries_a_fakes_key_alone(tmp_path: Path, key: str, code: int) -> None:
    """A fake's key orders from a named host by plain http, results and uploads included; any other key never leaves."""
    picture = tmp_path / "in.png"
    async with FakeIma(key=key, speed=1000, external_url="http://0.0.0.0:1") as fake:
        # No loopback by name; yet a connection to it arrives here, so that the test needs no second machine.
        fake.addressing = Addressing(external_url=f"http://0.0.0.0:{fake.port}")
        assert fake._service is not None
        fake._service.origin_of = fake.addressing.origin
        order = await _ima(fake.url, key, tmp_path, "create", "a cat", "--output", str(tmp_path))
        assert order[0] == code, order
        if code:
            assert fake.requests == ()
            return
        made = json.loads(order[1])["medias"][0]["path"]
        Path(made).rename(picture)
        order = await _ima(fake.url, key, tmp_path, "create", "a dog", "--image", str(picture))
        assert order[0] == 0, order
        assert {request.call for request in fake.requests} >= {"token", "put", "cdn", "create", "detail"}


async def _ima(url: str, key: str, folder: Path, *arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "imastudio", *arguments, "--output-json", "--base-url", url, "--speed", "1000"]
    settings = {"IMA_API_KEY": key, "OPENCLAW_STATE_DIR": str(folder / "state"), "PYTHONSAFEPATH": "1"}
    process = await warm.create_subprocess_exec(
        *command,
        env={**os.environ, **settings},
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def test_the_program_takes_all_of_it(certificate: tuple[Path, Path, Path]) -> None:
    """The options of the command line reach the server, and the first line tells the outside address."""
    cert, key, _ = certificate
    options = ["--tls-cert", str(cert), "--tls-key", str(key), "--trusted-proxy", "10.0.0.0/8"]
    command = [sys.executable, "-m", "imastudio.fakeserver", *options, "--external-url", "https://fake-ima.test"]
    with warm.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stdout.readline().startswith("fake IMA at https://fake-ima.test key ")
        program.send_signal(signal.SIGTERM)
        assert program.communicate(timeout=20)[1] == ""
    assert program.returncode == 0
