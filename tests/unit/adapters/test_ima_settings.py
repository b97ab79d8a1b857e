"""Settings and addresses: where the key may go, and what may be fetched."""

from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.ima.addresses import is_loopback, is_public, safe_address
from imastudio.adapters.ima.settings import BASE_URL, IM_BASE_URL, Settings
from imastudio.domain.kernel.errors import AccountProblem, WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle import digest
from tests.vendor import KEY

FAKE_KEY = "ima_fake_key"
"""Goes to plain http, too."""


def test_defaults_are_the_vendors_hosts() -> None:
    """With nothing but a key, everything goes to the vendor."""
    settings = Settings.of({"IMA_API_KEY": f" {KEY}\n"})
    assert (settings.base_url, settings.im_base_url) == (BASE_URL, IM_BASE_URL)
    assert (settings.api_key, settings.language, settings.is_local, settings.token_by_form) == (KEY, "en", False, False)


def test_what_is_given_overrides_the_environment(tmp_path: Path) -> None:
    """A given value wins over the environment, the environment over the default."""
    environment = {
        "IMA_API_KEY": "ima_other",
        "IMA_BASE_URL": "https://gateway.example.com/ima/",
        "IMA_IM_BASE_URL": "https://im.example.com",
        "IMA_LANGUAGE": "zh",
        "IMA_UPLOAD_TOKEN_METHOD": "post",
        "IMA_ALLOW_DIR": str(tmp_path),
    }
    settings = Settings.of(environment, api_key=KEY, language=None)
    assert settings == Settings(
        api_key=KEY,
        base_url="https://gateway.example.com/ima",
        im_base_url="https://im.example.com",
        language="zh",
        upload_token_method="post",
        allow_dir=str(tmp_path),
    )


def test_uploads_follow_a_local_base_address() -> None:
    """The fake server gets the uploads too, so that nothing of an experiment reaches the vendor."""
    assert Settings.of({}, api_key=KEY, base_url="http://[::1]:80/").im_base_url == "http://[::1]"
    assert Settings.of({}, api_key=KEY, base_url="https://gateway.example.com").im_base_url == IM_BASE_URL


@pytest.mark.parametrize("name", ["base_url", "im_base_url"])
@pytest.mark.parametrize(
    "address",
    [
        "",
        "api.imastudio.com",
        "http://api.imastudio.com",
        "http://192.168.0.7:8000",
        "http://127.0.0.1.example.com",
        "https://imapi-qa.liveme.com",
        "https://user:s3cret@api.imastudio.com",
        "https://api.imastudio.com?key=s3cret",
        "https://api.imastudio.com#s3cret",
        "ftp://api.imastudio.com",
        "https://",
        "https://[s3cret",
        "file:///etc/passwd",
    ],
)
def test_the_key_goes_nowhere_else(name: str, address: str) -> None:
    """An address that isn't https, or hides something, is refused, without being shown."""
    with pytest.raises(WishRefused) as caught:
        Settings.of({}, api_key=KEY, **{name: address})
    assert caught.value.failure == Failure(kind=Kind.VALUE_NOT_OFFERED, parameter=name)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://127.9.9.9", "http://localhost:80", "http://[::1]:8"])
def test_plain_http_is_for_this_machine(address: str) -> None:
    """Loopback may be spoken to without encryption."""
    assert Settings(api_key=KEY, base_url=address).is_local


@pytest.mark.parametrize("key", ["ima_\n1", "ima_\x1b[31m", "ima_é", "ima 1", "x" * 513, "ima_\ud800"])
def test_a_key_that_could_steer_something_is_refused_unseen(key: str) -> None:
    """A key with control or foreign characters is no key, and is not shown."""
    with pytest.raises(AccountProblem) as caught:
        Settings.of({}, api_key=key)
    assert caught.value.failure == Failure(kind=Kind.UNAUTHORIZED, parameter="api_key")
    assert key not in f"{caught.value!r} {caught.value}"


def test_without_a_key_the_account_must_be_seen_to() -> None:
    """A missing key has a kind of its own."""
    with pytest.raises(AccountProblem) as caught:
        Settings.of({"IMA_API_KEY": " "})
    assert caught.value.failure == Failure(kind=Kind.NO_KEY)


@pytest.mark.parametrize(("name", "choices"), [("language", ("zh", "en")), ("upload_token_method", ("get", "post"))])
def test_closed_sets_are_closed(name: str, choices: tuple[str, ...]) -> None:
    """Another language or method is refused with those there are."""
    with pytest.raises(WishRefused) as caught:
        Settings.of({}, api_key=KEY, **{name: "fr"})
    assert caught.value.failure == Failure(kind=Kind.VALUE_NOT_OFFERED, parameter=name, value="fr", choices=choices)


def test_the_key_is_in_no_repr_and_the_digest_tells_accounts_apart() -> None:
    """The ledger's account is a digest of address and key, and neither can be read from it."""
    ours = Settings(api_key=KEY)
    assert KEY not in repr(ours)
    assert KEY not in ours.account_digest
    assert ours.account_digest == Settings(api_key=KEY).account_digest
    assert len({ours.account_digest, Settings(api_key="ima_2").account_digest}) == 2
    assert ours.account_digest != Settings(api_key=KEY, base_url="https://gateway.example.com").account_digest


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost.",
        "sub.localhost",
        "printer.local",
        "metadata.google.internal",
        "intranet",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nothing listens there
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_private_hosts_are_not_public(host: str) -> None:
    """However a private address is spelled, it is none of the open network."""
    assert not is_public(host)


@pytest.mark.parametrize("host", ["ima-ga.esxscloud.com", "8.8.8.8", "2606:4700::1111", "xn--fiq228c.example.com"])
def test_public_hosts_are_public(host: str) -> None:
    """Names and addresses of the open network are public."""
    assert is_public(host)


@pytest.mark.parametrize(
    "address",
    [
        "http://cdn.example.com/a.png",
        "ftp://cdn.example.com/a.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "//cdn.example.com/a.png",
        "https:///a.png",
        "https://user@cdn.example.com/a.png",
        "https://127.0.0.1/a.png",
        "https://cdn.example.com/\x1b]0;x\x07.png",
        "https://cdn.example.com/a\r\nX-Evil: 1",
        " https://cdn.example.com/a.png",
        "https://cdn.example.com/" + "a" * 5000,
        "https://[::1/a.png",
        "https://cdn.example.com:99999/a.png",
        "https://①②⑦.⓪.⓪.①/a.png",
        "https://１２７.0.0.1/a.png",
        "https://127。0。0。1/a.png",
        "",
    ],
)
def test_unsafe_addresses_are_none(address: str) -> None:
    """What isn't https to a public host, or could steer something, is no address."""
    assert safe_address(address, loopback=False) is None


@pytest.mark.parametrize(
    ("address", "raw"),
    [
        ("https://cdn.example.com/a%2Fb.png?Signature=a%2Bb%3D&x=+", "/a%2Fb.png?Signature=a%2Bb%3D&x=+"),
        ("https://cdn.example.com/图.png", "/%E5%9B%BE.png"),
        ("https://cdn.example.com/a b.png", "/a%20b.png"),
    ],
)
def test_a_signed_address_stays_as_it_is_spelled(address: str, raw: str) -> None:
    """Nothing of what is escaped is escaped in another way."""
    url = safe_address(address, loopback=False)
    assert url is not None
    assert url.raw_path_qs == raw


def test_loopback_is_for_the_fake_server() -> None:
    """Only where the base address is loopback, loopback will do."""
    assert safe_address("http://127.0.0.1:8000/a.png", loopback=True) is not None
    assert safe_address("http://127.0.0.1:8000/a.png", loopback=False) is None
    assert safe_address("http://10.0.0.1/a.png", loopback=True) is None
    assert safe_address("https://cdn.example.com/a.png", loopback=True) is not None


@given(st.text())
def test_any_text_is_an_address_or_none(text: str) -> None:
    """No text breaks the look at an address."""
    safe_address(text, loopback=True)
    safe_address(f"https://{text}", loopback=False)
    is_loopback(text)
    is_public(text)


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "http://127.0.0.1:8000",
            "http://localhost:8000/",
            "http://LocalHost:8000",
            "http://[::1]:8000",
            "http://[0:0::1]:8000//",
            "http://[::1%25lo]:8000",
            "http://[::ffff:127.0.0.1]:8000",
            "http://[::FFFF:7F00:1]:8000/",
            "http://127.1:8000",
            "http://2130706433:8000",
            "http://0x7f.0.0.1:08000",
            "http://127.0.0.1.:8000",
            "http://１２７.0.0.1:8000",
            "http://0.0.0.0:8000",
            " http://localhost:8000/./a/..",
            "http://LOCALHOST.:8000?",
        ),
        ("https://127.0.0.1/a", "https://localhost/%61", "https://[::ffff:127.0.0.1]:443/a/"),
        (
            "https://xn--bcher-kva.example",
            "https://bücher.example",
            "https://BÜCHER。example./",
            "https://bücher.example:0443",
        ),
        ("https://198.51.100.7", "https://[::ffff:198.51.100.7]", "https://3325256711:443"),
        ("https://127.0.0.1", "https://localhost:443", "https://localhost./", "HTTPS://LOCALHOST"),
        (
            "https://gateway.example.com",
            "https://Gateway.Example.com./",
            "https://gateway.example.com:443",
            "https://gateway.example.com//",
        ),
        (BASE_URL, f"{BASE_URL}/", "https://API.imastudio.com:443", "https://api.imastudio.com."),
    ],
)
def test_one_address_is_one_customer_however_it_is_spelled(spellings: tuple[str, ...]) -> None:
    """Letter case, the usual port, slashes and dots at the end, the names of this machine; and it is what older ledgers have."""
    said = [Settings(api_key=FAKE_KEY, base_url=spelled) for spelled in spellings]
    assert len({one.account_digest for one in said}) == len({one.address_digest for one in said}) == 1
    assert said[0].account_digest == digest(spellings[0], FAKE_KEY)
    assert len({frozenset((one.address_digest, *one.former_address_digests)) for one in said}) == 1


@pytest.mark.parametrize(
    "address",
    ["http://[::", "http://%zz/", "http://xn--a", "http://h:99999", "http://[::1%25lo", "", "http://", "localhost:80"],
)
@pytest.mark.parametrize("name", ["base_url", "im_base_url", "proxy"])
def test_what_is_no_address_is_refused_by_name(address: str, name: str) -> None:
    """Not as a defect of whatever would take it apart."""
    with pytest.raises(WishRefused) as refused:
        Settings(api_key=FAKE_KEY, **cast("Any", {name: address}))
    assert refused.value.failure.parameter == name


@given(st.text() | st.from_regex(r"https?://[\[\]:.%0-9a-f\u3002]{1,20}(:[0-9]{0,6})?/?", fullmatch=True))
def test_any_text_is_one_service_or_none(text: str) -> None:
    """And what is one is the same as its own settled spelling."""
    try:
        said = Settings(api_key=FAKE_KEY, base_url=text)
    except WishRefused:
        return
    assert Settings(api_key=FAKE_KEY, base_url=said.base_url).account_digest == said.account_digest


@pytest.mark.parametrize(
    "other", ["http://127.0.0.1:8001", "https://127.0.0.1:8000", "http://127.0.0.1:8000/x", "http://127.0.0.2:8000"]
)
def test_another_address_is_another_customer(other: str) -> None:
    """Another port, scheme, path or host."""
    one, another = (Settings(api_key=KEY, base_url=address) for address in ("http://127.0.0.1:8000", other))
    assert one.address_digest not in {another.address_digest, *another.former_address_digests}
