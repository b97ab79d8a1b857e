"""Which layer of the way to a server failed, in a word: never the error's own text, which may hold an address with the key."""

import errno
import os
import socket
import ssl
from typing import TYPE_CHECKING

from imastudio.domain.kernel import Json

if TYPE_CHECKING:
    from yarl import URL

_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN})
_DESCRIPTORS = frozenset({errno.EMFILE, errno.ENFILE})
_CUT = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED})
_AT_THE_PROXY = frozenset({"proxy", "proxy_name"})


def layer_of(error: BaseException) -> str:
    """Return name_lookup, refused, unreachable, proxy, certificate, tls, time_out, cut, descriptors, closed or other."""
    import aiohttp

    match error:
        case StudioClosed():
            return "closed"
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return "proxy"
        case aiohttp.ClientConnectorCertificateError() | ssl.SSLCertVerificationError():
            return "certificate"
        case aiohttp.ClientConnectorDNSError() | socket.gaierror():
            return "name_lookup"
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return "tls"
        case TimeoutError():
            return "time_out"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError():
            return "cut"
        case OSError(errno=number):
            return _of_system(number)
    return "other"


def way_facts(error: BaseException, url: "URL", proxy: "URL | None") -> dict[str, Json]:
    """Return what failed on the way to `url` as the facts of a failure: `reason`, and `host`, whom the connection goes to."""
    layer = layer_of(error)
    if layer == "name_lookup" and proxy is not None:
        layer = "proxy_name"
    to = proxy if proxy is not None and layer in _AT_THE_PROXY else url
    shown = to.host if to.is_default_port() else f"{to.host}:{to.port}"
    certificates = os.environ.get("SSL_CERT_FILE")
    if layer == "certificate" and certificates and not os.access(certificates, os.R_OK):
        return {"reason": "certificate_file", "host": shown, "file": certificates}
    return {"reason": layer, "host": shown}


def _of_system(number: int | None) -> str:
    if number == errno.ECONNREFUSED:
        return "refused"
    if number == errno.ETIMEDOUT:
        return "time_out"
    for numbers, layer in ((_UNREACHABLE, "unreachable"), (_DESCRIPTORS, "descriptors"), (_CUT, "cut")):
        if number in numbers:
            return layer
    return "other"


class StudioClosed(ConnectionAbortedError):
    """A call of a studio that was closed meanwhile: it never leaves."""
