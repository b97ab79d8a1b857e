"""Where the vendor is and as whom we come: addresses, key, language (decisions 24, 25).

Rules: https; plain http to loopback alone, and for a fake's key to the host that was named (decision 36); no credentials in
an address; the key goes to the vendor's two hosts, to loopback, and to a host that the person named, so an address is only
ever the default or a given one. The key is in no repr and no message.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias, get_args

import attrs
from yarl import URL

from imastudio.adapters.ima.addresses import is_loopback, settled_host
from imastudio.domain.kernel import AccountProblem, Failure, Kind, WishRefused, given_as, refuse, shown, switched
from imastudio.domain.lifecycle import digest
from imastudio.domain.orders import Language, language_of_tag

BASE_URL = "https://api.imastudio.com"
IM_BASE_URL = "https://imapi.liveme.com"
NEVER = "imapi-qa.liveme.com"  # the documents' test host: decision 25
TokenMethod: TypeAlias = Literal["get", "post"]
_KEY = re.compile(r"[\x21-\x7e]{1,512}")
_FORM: TokenMethod = "post"
_GIB = 1024**3
_LOOPBACK = ("127.0.0.1", "localhost", "::1", "::ffff:7f00:1", "0.0.0.0")  # noqa: S104 - where a server says it listens
FAKE_KEYS = ("ima_fake_", "ima_offline_")  # what a key of a fake server begins with: it opens nothing else


def is_fake_key(key: str) -> bool:
    """Tell whether a key is a fake server's, which nobody needs to keep secret."""
    return key.startswith(FAKE_KEYS)


def _base_url(text: str, parameter: str) -> str:
    """Return an address of a server. What is refused isn't shown: it may hold a password."""
    url = _parsed(text)
    host = (url.host or "").rstrip(".")
    allowed = url.scheme in {"https", "http"} and host not in {"", NEVER}
    if not allowed or url.user is not None or url.password is not None or url.query_string or url.fragment:
        raise refuse(Kind.VALUE_NOT_OFFERED, parameter)
    return str(url).rstrip("/")


def _parsed(text: str) -> URL:
    """Return `text` as an address, an empty one where it is none."""
    try:
        url = URL(text.strip())
        return url if url.host is None else url.with_host(url.raw_host or "")  # a host that is none is known by its use
    except ValueError:
        return URL()


def spellings(base_url: str) -> tuple[str, ...]:
    """Return the ways in which the address of one service is spelled, the one that stands for all of them first.

    Letter case, the scheme's own port, and slashes at the end are the same already. `0.0.0.0` is what servers on this machine say
    that they listen to.
    """
    url = _parsed(base_url)
    name = settled_host((url.raw_host or "").rstrip("."))
    hosts = _LOOPBACK if name in _LOOPBACK else (name,)
    dotted = [f"{host}." for host in hosts if ":" not in host and not host[-1:].isdigit()]
    return tuple(str(url.with_host(host)).rstrip("/") for host in (*hosts, *dotted)) if name else (base_url,)


def _api_address(text: str) -> str:
    return _base_url(text, "base_url")


def _upload_address(text: str) -> str:
    return _base_url(text, "im_base_url")


def _proxy(text: str) -> str:
    """Return the address of a proxy, which may hold a name and a password."""
    url = _parsed(text)
    if (
        url.scheme not in {"http", "https"}
        or not url.host
        or url.path not in {"", "/"}
        or url.query_string
        or url.fragment
    ):
        raise refuse(Kind.VALUE_NOT_OFFERED, "proxy")
    return str(url)


def _token_method(text: str) -> str:
    return text.strip().lower()


def _folder(text: str) -> str:
    """Return a folder that is there, whole: a missing one would keep nothing out that it was meant to."""
    folder = os.path.expanduser(text)  # noqa: PTH111 - what is no user's home is no folder, and nothing to raise
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        raise refuse(Kind.VALUE_NOT_OFFERED, "allow_dir", shown(text), expected="folder")
    return str(Path(folder).resolve())


def _language(tag: str) -> Any:
    """Return the language of a tag such as zh-CN, or what was said, which is refused then."""
    return language_of_tag(tag) or tag


def _switch(said: str | bool) -> bool:  # noqa: FBT001 - a converter
    """Return a switch, such as that of a variable: 1 or 0."""
    switched_on = said if isinstance(said, bool) else switched(said)
    if switched_on is None:
        raise refuse(Kind.VALUE_NOT_OFFERED, "keep_metadata", shown(said), ("1", "0"))
    return switched_on


def _check_plain(settings: "Settings", field: "attrs.Attribute[str]", address: str) -> None:
    """Refuse plain http to another machine, unless the key is a fake's."""
    url = _parsed(address)
    if url.scheme == "http" and not is_loopback(url.host or "") and not is_fake_key(settings.api_key):
        raise refuse(Kind.VALUE_NOT_OFFERED, field.name)


def _check_key(_: "Settings", __: "attrs.Attribute[str]", key: str) -> None:
    if not key:
        raise AccountProblem(Failure(kind=Kind.NO_KEY))
    if not _KEY.fullmatch(key):
        raise AccountProblem(Failure(kind=Kind.UNAUTHORIZED, parameter="api_key"))


def _check_choice(choices: tuple[str, ...]) -> Any:
    def check(_: "Settings", field: "attrs.Attribute[str]", value: str) -> None:
        if value not in choices:
            raise refuse(Kind.VALUE_NOT_OFFERED, field.name, value, choices)

    return check


@attrs.frozen(kw_only=True)
class Settings:
    """The settings of the vendor's adapters. Sizes are bytes.

    `allow_dir` is the only folder that inputs may come from (None: any); `proxy` is the way to everything that is not on this
    machine (decision 39); with `keep_metadata`, pictures are uploaded with what a camera wrote into them. Raises WishRefused or
    AccountProblem.
    """

    api_key: str = attrs.field(repr=False, validator=_check_key)
    base_url: str = attrs.field(default=BASE_URL, converter=_api_address, validator=_check_plain)
    im_base_url: str = attrs.field(default=IM_BASE_URL, converter=_upload_address, validator=_check_plain)
    language: Language = attrs.field(default="en", converter=_language, validator=_check_choice(get_args(Language)))
    upload_token_method: TokenMethod = attrs.field(
        default="get", converter=_token_method, validator=_check_choice(get_args(TokenMethod))
    )
    allow_dir: str | None = attrs.field(default=None, converter=attrs.converters.optional(_folder))
    proxy: str | None = attrs.field(default=None, repr=False, converter=attrs.converters.optional(_proxy))
    largest_input: int = 2 * _GIB
    most_pixels: int = 200_000_000
    largest_result: int = 4 * _GIB
    overwrite: bool = False
    keep_metadata: bool = attrs.field(default=False, converter=_switch)

    @classmethod
    def of(cls, environment: Mapping[str, str], **given: Any) -> Self:
        """Return the settings that `environment` says, overridden by those given (None: not given).

        Reads IMA_API_KEY, IMA_BASE_URL, IMA_IM_BASE_URL, IMA_LANGUAGE, IMA_UPLOAD_TOKEN_METHOD, IMA_ALLOW_DIR, IMA_PROXY and
        IMA_KEEP_METADATA.
        A refusal names the variable that was given, as `given_as`. Where
        the base address is a fake server's, uploads go there as well unless told otherwise: it serves both.
        A given allow_dir can only narrow that of the environment: whoever passes arguments may have been talked into it.
        """
        said = {name: environment.get(f"IMA_{name.upper()}", "").strip() for name in _FROM_ENVIRONMENT}
        chosen: dict[str, Any] = {name: value for name, value in said.items() if value}
        if "language" in chosen:
            chosen["language"] = language_of_tag(chosen["language"]) or "en"
        chosen |= {name: value for name, value in given.items() if value is not None}
        base_url = chosen.get("base_url")
        fake = base_url is not None and (_is_local(base_url) or is_fake_key(chosen.get("api_key", "")))
        if fake and "im_base_url" not in chosen:
            chosen["im_base_url"] = base_url
        try:
            _check_within(given.get("allow_dir"), said["allow_dir"])
            return cls(**{"api_key": "", **chosen})
        except (WishRefused, AccountProblem) as refusal:
            name = refusal.failure.parameter or ""
            raise given_as(refusal, f"IMA_{name.upper()}" if name and given.get(name) is None else None) from None

    @property
    def way_out(self) -> URL | None:
        """Return the proxy, or None: nothing on this machine is reached through another."""
        return None if self.proxy is None or self.is_local else URL(self.proxy)

    @property
    def is_local(self) -> bool:
        """Tell whether the fake server is in use here: then loopback addresses will do for media (decision 24)."""
        return _is_local(self.base_url)

    @property
    def fake_hosts(self) -> frozenset[str]:
        """Return the hosts that were named for a fake's key: media may come from there, and go there (decision 36)."""
        named = (self.base_url, self.im_base_url) if is_fake_key(self.api_key) else ()
        hosts = {(_parsed(each).raw_host or "").lower() for each in named if each not in {BASE_URL, IM_BASE_URL}}
        return frozenset(hosts)

    @property
    def token_by_form(self) -> bool:
        """Tell whether the key goes to the upload service in a form rather than in an address (decision 25)."""
        return self.upload_token_method == _FORM

    @property
    def address_digest(self) -> str:
        """Return what stands for the service's address in the ledger: all keys of it are one customer's (decision 46).

        However an address is spelled, it is one: `localhost` is `127.0.0.1` and `[::1]`, and a name may end with a dot.
        """
        return digest("address", spellings(self.base_url)[0])

    @property
    def former_address_digests(self) -> tuple[str, ...]:
        """Return what stood for the same address in ledgers of older versions, where it was spelled another way."""
        return tuple(digest("address", spelled) for spelled in spellings(self.base_url)[1:])

    @property
    def account_digest(self) -> str:
        """Return what stands for the account in the ledger: a digest of base address and key (decision 23)."""
        return digest(spellings(self.base_url)[0], self.api_key)


_FROM_ENVIRONMENT = (
    "api_key",
    "base_url",
    "im_base_url",
    "language",
    "upload_token_method",
    "allow_dir",
    "proxy",
    "keep_metadata",
)


def _check_within(folder: str | None, outer: str) -> None:
    """Refuse a given folder that lies outside of the operator's; a wrong one of the operator's is named as such."""
    if folder is None or not outer:
        return
    try:
        place = _folder(outer)
    except WishRefused as refusal:
        raise given_as(refusal, "IMA_ALLOW_DIR") from None
    if not Path(_folder(folder)).is_relative_to(place):
        raise refuse(Kind.VALUE_NOT_OFFERED, "allow_dir", folder, (outer,))


def _is_local(base_url: str) -> bool:
    return is_loopback(_parsed(base_url).host or "")
