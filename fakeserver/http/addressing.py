"""Which address clients know the server by, and the certificate it shows them.

Rules this file obeys:
* An address that was given is used as it is. Otherwise the request's own Host is, so that urls work behind port mappings.
* `X-Forwarded-Proto` and `X-Forwarded-Host` count only where the peer is one of the trusted proxies: anybody else could
  have urls written as they please.
"""

import ipaddress
import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import attrs
from aiohttp import web

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - what is listened on, and where it is met


def read_external_url(text: str | None) -> str | None:
    """Check an address that clients use: http or https, a host, perhaps a path. Raise ValueError."""
    if text is None:
        return None
    if not _is_usable(text):
        raise ValueError(f"{text!r} is no address of a server: give one such as https://fake-ima.test:8443")
    return text.rstrip("/")


def _is_usable(text: str) -> bool:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket without its twin, a port that is none
        return False
    return usable and text.isprintable() and " " not in text and not (parts.username or parts.query or parts.fragment)


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Read addresses and networks such as 172.16.0.0/12. Raise ValueError."""
    networks = []
    for text in texts:
        try:
            networks.append(ipaddress.ip_network(text, strict=False))
        except ValueError as problem:
            raise ValueError(f"{text!r} is no address or network: give one such as 172.16.0.0/12") from problem
    return tuple(networks)


def read_certificate(cert: Path | str | None, key: Path | str | None) -> ssl.SSLContext | None:
    """Load a certificate chain and its key (PEM). Raise ValueError where one is missing or they don't go together."""
    if cert is None and key is None:
        return None
    if cert is None:
        raise ValueError("a TLS key needs its certificate beside it: --tls-cert")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(cert, key)
    except ssl.SSLError as problem:
        raise ValueError(f"{cert} and {key or cert} are no PEM certificate and its key: {problem.reason}") from problem
    except OSError as problem:
        raise ValueError(f"{problem.filename or cert or key}: {problem.strerror}") from problem
    return context


@attrs.frozen(kw_only=True)
class Addressing:
    """Knows how the server is reached."""

    external_url: str | None = attrs.field(default=None, converter=read_external_url)
    trusted_proxies: tuple[Network, ...] = attrs.field(default=(), converter=read_networks)
    tls: ssl.SSLContext | None = None

    def url(self, host: str, port: int) -> str:
        """Give the base url of a server that listens there, without a slash at the end."""
        if self.external_url:
            return self.external_url
        met = _ANYWHERE.get(host, host)
        return f"{'https' if self.tls else 'http'}://{f'[{met}]' if ':' in met else met}:{port}"

    def origin(self, request: web.Request) -> str:
        """Give the address that the client of a request knows us by."""
        if self.external_url:
            return self.external_url
        scheme, host = request.scheme, request.headers.get("Host", "localhost")
        if self._is_proxy(request.remote):
            scheme = _first(request.headers.get("X-Forwarded-Proto")) or scheme
            host = _first(request.headers.get("X-Forwarded-Host")) or host
        return f"{scheme if scheme in ('http', 'https') else request.scheme}://{host}"

    def _is_proxy(self, peer: str | None) -> bool:
        try:
            address = ipaddress.ip_address(peer or "")
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self.trusted_proxies if network.version == address.version)


def _first(header: str | None) -> str:
    """Give what the proxy nearest to the client wrote."""
    return (header or "").split(",")[0].strip()
