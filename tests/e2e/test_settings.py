"""Settings: which variable, option or file was wrong, in which language it is said, and the way through a proxy."""

import json
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from imastudio.adapters.wiring.studio import open_studio
from imastudio.domain.kernel.errors import ServiceUnavailable
from imastudio.domain.orders.tasks import TaskType
from imastudio.fakeserver import FakeIma
from tests.shells import Shell, pointed_at
from tests.wire import Answer, WireServer

FAST = "500"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=float(FAST), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("IMA_BASE_URL", "ftp://x"),
        ("IMA_IM_BASE_URL", "ftp://example.com"),
        ("IMA_BUDGET", "a lot"),
        ("IMA_PROXY", "somewhere"),
        ("IMA_UPLOAD_TOKEN_METHOD", "carry"),
        ("IMA_KEEP_PROMPTS", "perhaps"),
        ("IMA_KEEP_METADATA", "perhaps"),
        ("IMA_TIMEZONE", "Mars/Phobos"),
        ("IMA_ALLOW_DIR", "/nowhere"),
        ("IMA_ALLOW_DIR", "~nobody-of-that-name/x"),
        ("IMA_BUDGET", "  "),
        ("IMA_BUDGET", "5.5/day"),
    ],
)
def test_a_wrong_variable_is_named(variable: str, value: str, ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no option that nobody gave."""
    monkeypatch.setenv(variable, value)
    said = ima("create", "a puppy", "--output-json")
    assert said.code == 3
    assert said.err.count(variable) == 1
    assert said.document["error"]["text_zh"].startswith(f"{variable}：")
    assert "--" not in said.err


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("key", ["a b", "钥匙", "x" * 600, "\ufeffkey"])
def test_what_can_be_no_key_is_named_and_not_shown(key: str, ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variable or by the option that gave it; nothing is sent."""
    given = ima("create", "a puppy", "--api-key", key, "--output-json")
    monkeypatch.setenv("IMA_API_KEY", key)
    for said, name in ((given, "--api-key"), (ima("create", "a puppy", "--output-json"), "IMA_API_KEY")):
        assert said.code == 6
        assert said.err.startswith(f"{name}: ")
        assert key not in said.err + said.out


@pytest.mark.usefixtures("fake")
def test_the_operators_wrong_folder_is_not_blamed_on_the_option(
    ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what is paid for can be had whatever the folder is."""
    monkeypatch.setenv("IMA_ALLOW_DIR", "/nowhere")
    assert ima("create", "a puppy", "--allow-dir", str(tmp_path)).err.startswith("IMA_ALLOW_DIR: ")
    assert ima("history").code == 0


@pytest.mark.usefixtures("fake")
def test_a_wrong_time_zone_is_named_by_its_option(ima: Shell) -> None:
    """With how to write one."""
    said = ima("budget", "--timezone", "Mars", "--output-json")
    assert (said.code, said.err.startswith("--timezone: “Mars”")) == (3, True)


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("place", ["/dev/null", "/proc/nowhere", "/" + "x" * 300])
def test_a_state_folder_that_cannot_be_is_said_to_be_none(
    place: str, ima: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than that its disk is broken; `doctor` says the same."""
    monkeypatch.setenv("OPENCLAW_STATE_DIR", place)
    error = ima("create", "a puppy", "--output-json").document["error"]
    assert (error["kind"], error["reason"]) == ("ledger_unavailable", "no_place")
    assert f"{place}/ima_ledger" in error["text_zh"]
    assert error["text_en"] in ima("doctor").out


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    ("option", "value"), [("--base-url", "ftp://x"), ("--budget", "a lot"), ("--proxy", "somewhere")]
)
def test_a_wrong_option_is_named(option: str, value: str, ima: Shell) -> None:
    """And no variable that nobody set."""
    said = ima("create", "a puppy", option, value, "--output-json")
    assert said.code == 3
    assert said.err.startswith(f"{option}: ")


@pytest.mark.usefixtures("fake")
def test_a_wrong_document_is_named(ima: Shell, tmp_path: Path) -> None:
    """The file that the value stood in."""
    file = tmp_path / "wish.json"
    file.write_text('{"prompt": "a puppy", "tier": "golden"}', encoding="utf-8")
    said = ima("create", "--wish", str(file), "--output-json")
    assert said.code == 3
    assert str(file) in said.err


@pytest.mark.parametrize("command", [["create", "画一只小狗"], ["quote", "一只小狗"], ["create", "--prompt", "小狗"]])
def test_who_asks_in_chinese_is_answered_in_chinese(command: list[str], fake: FakeIma, ima: Shell) -> None:
    """Whatever the locale of the machine."""
    said = ima(*command, "--max-points", "1", "--output-json")
    assert said.code == 3
    assert "积分" in said.err
    assert fake.charges == ()


def test_an_unknown_language_is_noted(fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """English is spoken, and the variable is named; zh-CN is Chinese."""
    del fake
    monkeypatch.setenv("IMA_LANGUAGE", "xx_YY")
    noted = ima("quote", "一只小狗")
    assert (noted.code, "IMA_LANGUAGE" in noted.err, "English" in noted.err) == (0, True, True)
    monkeypatch.setenv("IMA_LANGUAGE", "zh-CN")
    assert "积分" in ima("quote", "a puppy").out


async def test_the_proxy_that_is_named_is_asked_for_a_tunnel(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no other: where it lets nothing through, that is said, and neither key nor password."""
    async with WireServer() as proxy, WireServer() as other:
        proxy.answer(Answer(status=403))
        monkeypatch.setenv("HTTPS_PROXY", other.url)
        way = proxy.url.replace("http://", "http://li:secret@")
        async with open_studio(api_key="ima_test_key", base_url="https://service.example.com", proxy=way) as studio:
            with pytest.raises(ServiceUnavailable) as caught:
                await studio.models(TaskType.TEXT_TO_IMAGE)
        assert caught.value.failure.facts["reason"] == "proxy"
        assert proxy.received[0].method == "CONNECT"
        assert proxy.received[0].target.startswith("service.example.com")
        assert "ima_test_key" not in f"{proxy.received}"
        assert "secret" not in f"{caught.value.failure}"
        assert other.connections == 0


def test_a_certificate_that_is_not_trusted_is_told(ima: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With what to do where a network inspects the traffic; then it is trusted."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate = authority.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    for number, blob in enumerate(certificate.cert_chain_pems):
        blob.write_to_path(tmp_path / "cert.pem", append=number > 0)
    with FakeIma(tls_cert=tmp_path / "cert.pem", tls_key=tmp_path / "key.pem", speed=float(FAST)) as server:
        monkeypatch.setenv("IMA_API_KEY", server.key)
        monkeypatch.setenv("IMA_BASE_URL", server.url.replace("127.0.0.1", "localhost"))
        checks = {it["name"]: it for it in json.loads(ima("doctor", "--output-json").out)["checks"]}
    assert not checks["service"]["ok"]
    assert "SSL_CERT_FILE" in checks["service"]["text"]
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED


def test_the_doctor_says_that_a_foreign_proxy_stays_unused(
    fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the name of the variable, and of the one that would be used."""
    del fake
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    said = ima("doctor", "--output-json")
    service = next(it for it in json.loads(said.out)["checks"] if it["name"] == "service")
    assert service["ok"]
    assert "HTTPS_PROXY" in service["text"]
    assert "IMA_PROXY" in service["text"]
