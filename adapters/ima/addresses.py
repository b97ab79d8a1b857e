"""Which addresses may be used for what (decision 24; "Security").

Rules: https to a public host. Plain http is for a fake server alone: on loopback where the base address is loopback too,
and at the very host that a person named for a fake's key (decision 36). An address never carries credentials. Host names
are not looked up: a private network's proxy may answer for every public name.
"""

import ipaddress
import re
import socket

from yarl import URL

MAX_URL_CHARS = 4096
_LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa", "lan", "intranet", "private", "corp", "home")
_NAME = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}")  # the last label is no number, however spelled
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")  # all else is local, reserved, or hides an IPv4 address
_CLOSED_V4 = ipaddress.IPv4Network("192.0.0.0/24")  # some clouds answer there with credentials


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this machine: localhost, 127.0.0.0/8, also within an IPv6 address, or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return _inner(address).is_loopback


def settled_host(name: str) -> str:
    """Return the one spelling of a host: of a number as `127.0.0.1` or `::1`, however it is written; of a name as it is."""
    try:
        address = _inner(ipaddress.ip_address(name))
    except ValueError:
        try:
            return str(ipaddress.IPv4Address(socket.inet_aton(name)))
        except (OSError, ValueError):
            return name
    return "::1" if address.is_loopback and isinstance(address, ipaddress.IPv6Address) else str(address)


def _inner(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address that an IPv6 one stands for, or the address itself."""
    return getattr(address, "ipv4_mapped", None) or address


def is_public(host: str) -> bool:
    """Tell whether `host` may be somewhere in the open network: no literal private address, no local name."""
    name = host.rstrip(".").lower()
    address = _literal(name)
    if isinstance(address, ipaddress.IPv6Address):
        return address.is_global and address in _OPEN_V6
    if address is not None:
        return address.is_global and not address.is_multicast and address not in _CLOSED_V4
    return _NAME.fullmatch(name) is not None and not name.endswith(tuple(f".{local}" for local in _LOCAL_NAMES))


def safe_address(text: str, *, loopback: bool, own: frozenset[str] = frozenset()) -> URL | None:
    """Return `text` as an address that may be fetched or handed on, or None.

    `loopback` tells whether the fake server is in use on this machine: then http and https to loopback will do as well.
    `own` are the hosts of a fake server elsewhere, which will do as well.
    """
    if len(text) > MAX_URL_CHARS or not text.isprintable() or text.strip() != text:
        return None
    try:
        url = URL(text)
    except ValueError:
        return None
    host = url.raw_host  # as it would be looked up
    if host is None or url.user is not None or url.password is not None:
        return None
    local = url.scheme in {"http", "https"} and ((loopback and is_loopback(host)) or host.lower() in own)
    if not local and not (url.scheme == "https" and is_public(host)):
        return None
    # What is signed must stay as it is spelled.
    return URL(text, encoded=True) if text.isascii() and " " not in text else url


def _literal(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that `name` spells, also as 0x7f.1, 2130706433 or an IPv4 address within an IPv6 one."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(name))
        except (OSError, ValueError):
            return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address.sixtofour or address
    return address
