"""The three aiohttp sessions (architecture, "One generation"). Loaded with the first call: opening a studio needs no HTTP client.

Rules: certificates are always checked; no cookie is kept. The session for creates keeps idle connections for two seconds
at most (a dead one may look like a lost order). The session for media has no default headers, so it can't carry the key.
"""

from typing import Any

import aiohttp

from imastudio.adapters.ima.settings import Settings

CREATE_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=30, sock_read=120)
API_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=15)
MEDIA_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=30, sock_read=60)
CALLS_AT_ONCE = 128
MEDIA_AT_ONCE = 16
IDLE_CREATE = 2.0  # seconds; on a connection that died meanwhile an order would be lost, though it never left


def create_session(settings: Settings) -> aiohttp.ClientSession:
    """Return the session for the paid POST.

    It has no limit of its own: how many orders leave at once is the engine's to say, which learns what the account bears.
    """
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_CREATE)
    return _account_session(settings, connector, CREATE_TIMEOUT)


def api_session(settings: Settings) -> aiohttp.ClientSession:
    """Return the session for what costs nothing."""
    return _account_session(settings, aiohttp.TCPConnector(limit=CALLS_AT_ONCE), API_TIMEOUT)


def media_session(settings: Settings) -> aiohttp.ClientSession:
    """Return the session for media and for the upload service; what it fetches arrives as it is stored.

    A request may carry a function that is called when its head has left: only then does somebody let us wait.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=MEDIA_AT_ONCE),
        timeout=MEDIA_TIMEOUT,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        proxy=settings.way_out,
        trace_configs=[_telling()],
    )


def _account_session(
    settings: Settings, connector: aiohttp.TCPConnector, timeout: aiohttp.ClientTimeout
) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={
            "Authorization": f"Bearer {settings.api_key}",
            "x-app-source": "ima_skills",
            "x_app_language": settings.language,
            "Content-Type": "application/json",
        },
        proxy=settings.way_out,
    )


def _telling() -> aiohttp.TraceConfig:
    async def tell(_: aiohttp.ClientSession, context: Any, __: aiohttp.TraceRequestHeadersSentParams) -> None:
        if context.trace_request_ctx is not None:
            context.trace_request_ctx()

    tracing = aiohttp.TraceConfig()
    tracing.on_request_headers_sent.append(tell)
    return tracing
