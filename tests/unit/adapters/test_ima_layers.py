"""Why a server can't be reached: the layer that failed, whatever library said so."""

import errno
import socket
import ssl
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from yarl import URL

from imastudio.adapters.ima.layers import StudioClosed, layer_of, way_facts
from imastudio.adapters.ima.service import ImaService
from imastudio.adapters.ima.settings import Settings
from imastudio.domain.kernel.errors import LedgerUnavailable, ServiceUnavailable, WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle import Slowed, Unanswered, Unsent, Why
from imastudio.domain.messages.phrasebook import say, say_failure
from imastudio.domain.orders import Input, InputKind, Language, Media, Medium, Scope, TaskType
from tests.vendor import KEY, PNG, adapters, request

TO = cast("Any", SimpleNamespace(host="api.example.com", port=443, is_ssl=True, ssl=True))


@pytest.mark.parametrize(
    ("error", "layer"),
    [
        (aiohttp.ClientConnectorDNSError(TO, OSError(-2, "no name")), "name_lookup"),
        (socket.gaierror(-2, "no name"), "name_lookup"),
        (aiohttp.ClientConnectorError(TO, ConnectionRefusedError(errno.ECONNREFUSED, "no")), "refused"),
        (aiohttp.ClientConnectorError(TO, OSError(errno.EHOSTUNREACH, "no")), "unreachable"),
        (aiohttp.ClientConnectorError(TO, OSError(errno.ETIMEDOUT, "no")), "time_out"),
        (aiohttp.ClientConnectorError(TO, OSError(errno.EMFILE, "no")), "descriptors"),
        (aiohttp.ClientProxyConnectionError(TO, ConnectionRefusedError(errno.ECONNREFUSED, "no")), "proxy"),
        (aiohttp.ClientHttpProxyError(cast("Any", None), (), status=407), "proxy"),
        (aiohttp.ClientConnectorCertificateError(TO, ssl.SSLCertVerificationError("no")), "certificate"),
        (aiohttp.ClientConnectorSSLError(TO, ssl.SSLError(1, "no")), "tls"),
        (ssl.SSLError(1, "no"), "tls"),
        (TimeoutError(), "time_out"),
        (aiohttp.ServerTimeoutError(), "time_out"),
        (aiohttp.ServerDisconnectedError(), "cut"),
        (aiohttp.ClientPayloadError(), "cut"),
        (ConnectionResetError(errno.ECONNRESET, "no"), "cut"),
        (StudioClosed(), "closed"),
        (OSError(errno.EIO, "no"), "other"),
        (aiohttp.InvalidURL("http://"), "other"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_each_layer_has_a_word(error: Exception, layer: str) -> None:
    """It follows from class and number alone."""
    assert layer_of(error) == layer


@pytest.mark.parametrize(
    "reason",
    [
        "name_lookup",
        "refused",
        "unreachable",
        "time_out",
        "cut",
        "tls",
        "certificate",
        "certificate_file",
        "proxy",
        "proxy_name",
        "descriptors",
    ],
)
def test_each_layer_is_said(reason: str) -> None:
    """With the host, in both languages, and nobody says the same of two; the usual words stay for what is not known."""
    facts = {"reason": reason, "host": "api.imastudio.com", "file": "/etc/mine.pem"}
    unnamed = Failure(kind=Kind.NETWORK, facts=facts)
    named = Failure(kind=Kind.NETWORK, facts={**facts, "address": "https://mine.example.com"})
    for language in ("zh", "en"):
        assert "api.imastudio.com" in say_failure(unnamed, language)
        assert "https://mine.example.com" in say_failure(named, language)
    assert ("SSL_CERT_FILE" in say_failure(unnamed, "en")) is reason.startswith("certificate")
    assert ("IMA_PROXY" in say_failure(unnamed, "en")) is reason.startswith("proxy")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_call_names_the_layer_that_failed(language: Language) -> None:
    """An upload, a poll and a delivery as well as a price list, in every scope; nobody in a chat reads of it."""
    way = {"reason": "refused", "host": "store.example.com"}
    refused = {"zh": "拒绝连接", "en": "refused"}[language]
    said = [
        say_failure(Failure(kind=kind, facts={"id": "7", **way}), language, scope=scope, medium=medium)
        for kind in (Kind.NETWORK, Kind.UPLOAD_FAILED, Kind.DELIVERY_FAILED)
        for scope in Scope
        for medium in Medium
    ]
    said.append(say(Slowed(why=Why.UNANSWERED, pause=5, way=way), language))
    assert all("store.example.com" in text and refused in text for text in said)
    chat = [
        say_failure(Failure(kind=kind, facts=way), language, audience="chat", scope=scope)
        for kind in (Kind.NETWORK, Kind.UPLOAD_FAILED, Kind.DELIVERY_FAILED)
        for scope in Scope
    ]
    chat.append(say(Slowed(why=Why.UNANSWERED, pause=5, way=way), language, audience="chat"))
    assert not any("example.com" in text or "{" in text for text in chat)


async def test_uploads_polls_and_orders_tell_what_failed(unused_tcp_port: int, tmp_path: Path) -> None:
    """Each with the host that it was on the way to."""
    file = tmp_path / "a.png"
    file.write_bytes(PNG)
    host = f"127.0.0.1:{unused_tcp_port}"
    async with adapters(f"http://{host}") as vendor:
        answered = await vendor.service.detail("task-1")
        sent = await vendor.service.create(request())
        with pytest.raises(ServiceUnavailable) as caught:
            await vendor.uploads.put(Input(kind=InputKind.IMAGE, source=str(file)))
        with pytest.raises(ServiceUnavailable) as undelivered:
            await vendor.delivery.fetch([Media(url=f"http://{host}/1.png")], str(tmp_path), "1")
    assert isinstance(answered, Unanswered)
    assert isinstance(sent, Unsent)
    ways = (answered.way, sent.way, caught.value.failure.facts, undelivered.value.failure.facts)
    assert [(way["reason"], way["host"]) for way in ways] == [("refused", host)] * 4


@pytest.mark.parametrize(
    ("error", "reason", "host"),
    [
        (aiohttp.ClientConnectorDNSError(TO, OSError(-2, "no name")), "proxy_name", "proxy.example.com:3128"),
        (aiohttp.ClientHttpProxyError(cast("Any", None), (), status=407), "proxy", "proxy.example.com:3128"),
        (ssl.SSLCertVerificationError("no"), "certificate", "api.example.com"),
    ],
)
def test_a_proxy_is_blamed_for_what_it_did(
    error: Exception, reason: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own name and refusals; a certificate is that of the server behind it."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    proxy = URL("http://proxy.example.com:3128")
    assert way_facts(error, URL("https://api.example.com/x?key=secret"), proxy) == {"reason": reason, "host": host}


def test_certificates_that_can_not_be_read_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """SSL_CERT_FILE is what is wrong then, not the server."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/mine.pem")
    way = way_facts(ssl.SSLCertVerificationError("no"), URL("https://api.example.com:8443"), None)
    assert way == {"reason": "certificate_file", "host": "api.example.com:8443", "file": "/nowhere/mine.pem"}


async def test_a_service_that_refuses_is_told_with_its_layer(unused_tcp_port: int) -> None:
    """The product list says why it isn't there."""
    async with adapters(f"http://127.0.0.1:{unused_tcp_port}") as vendor:
        with pytest.raises(ServiceUnavailable) as caught:
            await vendor.service.products(TaskType.TEXT_TO_IMAGE)
    assert caught.value.failure.facts["reason"] == "refused"


async def test_a_closed_studio_says_that_it_is_closed() -> None:
    """Not that the network is unstable."""
    async with adapters("http://127.0.0.1:9") as vendor:
        await vendor.http.close()
        with pytest.raises(LedgerUnavailable) as caught:
            await ImaService(vendor.http).products(TaskType.TEXT_TO_IMAGE)
    assert caught.value.failure.facts["reason"] == "closed"
    assert "closed" in say_failure(caught.value.failure, "en")


@pytest.mark.parametrize(
    ("proxy", "way"),
    [
        ("http://proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("http://li:secret@proxy.example.com:3128/", "http://li:secret@proxy.example.com:3128/"),
        ("https://proxy.example.com", "https://proxy.example.com"),
    ],
)
def test_a_proxy_is_named_on_purpose(proxy: str, way: str) -> None:
    """By IMA_PROXY or as an argument; nothing on this machine goes through it, and no other variable counts."""
    environment = {"IMA_API_KEY": KEY, "IMA_PROXY": proxy, "HTTPS_PROXY": "http://other.example.com"}
    assert Settings.of(environment).way_out == URL(way)
    assert Settings.of({"IMA_API_KEY": KEY}, proxy=proxy).way_out == URL(way)
    assert Settings.of({**environment, "IMA_BASE_URL": "http://127.0.0.1:8765"}).way_out is None
    assert Settings.of({"IMA_API_KEY": KEY, "HTTPS_PROXY": proxy}).way_out is None
    assert "secret" not in repr(Settings.of(environment))


@pytest.mark.parametrize("proxy", ["proxy", "socks5://proxy:1080", "http://", "http://proxy/path", "http://proxy?a=b"])
def test_what_is_no_proxy_is_refused(proxy: str) -> None:
    """The variable is named, and how it is written; what stood there isn't shown."""
    with pytest.raises(WishRefused) as refused:
        Settings.of({"IMA_API_KEY": KEY, "IMA_PROXY": proxy})
    text = say_failure(refused.value.failure, "en")
    assert text.startswith("IMA_PROXY: A proxy is written as http://host:port")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "ftp://example.com"),
        ("IM_BASE_URL", "http://example.com"),
        ("UPLOAD_TOKEN_METHOD", "put"),
    ],
)
def test_a_wrong_setting_names_its_variable(name: str, value: str) -> None:
    """Where it was given by one; an argument is named by its own name."""
    with pytest.raises(WishRefused) as refused:
        Settings.of({"IMA_API_KEY": KEY, f"IMA_{name}": value})
    assert refused.value.failure.facts["given_as"] == f"IMA_{name}"
    with pytest.raises(WishRefused) as given:
        Settings.of({"IMA_API_KEY": KEY}, **{name.lower(): value})
    assert "given_as" not in given.value.failure.facts
    assert given.value.failure.parameter == name.lower()
