"""Which layer of the way to a server failed, in a word: never the error's own text, which may hold an address with the key."""

import errno
import socket
import ssl

_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN})
_DESCRIPTORS = frozenset({errno.EMFILE, errno.ENFILE})
_CUT = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED})


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
