"""The way out: three aiohttp sessions, and what a call came to, as a value.

Rules: certificates are always checked; no redirect is followed; no cookie is kept; nothing of aiohttp's errors gets out,
since they may hold an address with the key in it. The session for creates keeps idle connections for two seconds at most
(a dead one would look like a lost order) and tells whether anything left. The session for media has no default headers,
so it can't carry the key. Sessions are made when first used, in the loop that runs then. Source: design section 2.
"""

import json
from typing import Any

import aiohttp
import attrs
from yarl import URL

from imastudio.adapters.ima.retry_after import decode_retry_after
from imastudio.adapters.ima.settings import Settings
from imastudio.ports.clock import Clock

MIB = 1024 * 1024
CREATE_TIMEOUT = aiohttp.ClientTimeout(total=180, sock_connect=30, sock_read=120)
API_TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=15, sock_read=30)
MEDIA_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=30, sock_read=60)
CREATES_AT_ONCE = 32
CALLS_AT_ONCE = 64
MEDIA_AT_ONCE = 16
_IDLE_CREATE = 2.0


@attrs.frozen(kw_only=True)
class Reply:
    """A whole answer. `retry_after` is in seconds."""

    status: int
    body: bytes = attrs.field(repr=False)
    retry_after: float | None = None


@attrs.frozen(kw_only=True)
class NoReply:
    """No whole answer came. `sent` tells whether anything of the request may have left."""

    sent: bool


@attrs.define
class _Trail:
    sent: bool = False


class Http:
    """The sessions of one account."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self._clock = clock
        self._create: aiohttp.ClientSession | None = None
        self._api: aiohttp.ClientSession | None = None
        self._media: aiohttp.ClientSession | None = None

    async def create(self, url: URL, body: Any) -> Reply | NoReply:
        """POST `body` as JSON, exactly once."""
        try:
            payload = _encode(body)
        except (ValueError, TypeError, RecursionError):
            return NoReply(sent=False)
        if self._create is None:
            self._create = self._account_session(
                aiohttp.TCPConnector(limit=CREATES_AT_ONCE, keepalive_timeout=_IDLE_CREATE), CREATE_TIMEOUT, _tracing()
            )
        trail = _Trail()
        return await self._call(self._create, "POST", url, trail, MIB, data=payload, trace_request_ctx=trail)

    async def call(
        self, method: str, url: URL, *, body: Any = None, most: int = MIB, **options: Any
    ) -> Reply | NoReply:
        """Make a call to the api that costs nothing; an answer longer than `most` bytes is none."""
        if self._api is None:
            self._api = self._account_session(aiohttp.TCPConnector(limit=CALLS_AT_ONCE), API_TIMEOUT)
        data = None if body is None else _encode(body)
        return await self._call(self._api, method, url, _Trail(sent=True), most, data=data, **options)

    async def call_plainly(self, method: str, url: URL, **options: Any) -> Reply | NoReply:
        """Make a call without the account's headers, and with no more time than the api has."""
        headers = {"Accept-Encoding": "identity"}
        return await self._call(
            self.media, method, url, _Trail(sent=True), MIB, headers=headers, **{"timeout": API_TIMEOUT, **options}
        )

    @property
    def media(self) -> aiohttp.ClientSession:
        """Return the session for media: no key, no default headers; what is fetched arrives as it is stored."""
        if self._media is None:
            self._media = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=MEDIA_AT_ONCE),
                timeout=MEDIA_TIMEOUT,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        return self._media

    async def close(self) -> None:
        """Close what is open."""
        sessions = (self._create, self._api, self._media)
        self._create = self._api = self._media = None
        for session in sessions:
            if session is not None:
                await session.close()

    def _account_session(
        self, connector: aiohttp.TCPConnector, timeout: aiohttp.ClientTimeout, *traces: aiohttp.TraceConfig
    ) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=connector,
            timeout=timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={
                "Authorization": f"Bearer {self.settings.api_key}",
                "x-app-source": "ima_skills",
                "x_app_language": self.settings.language,
                "Content-Type": "application/json",
            },
            trace_configs=list(traces),
        )

    async def _call(
        self, session: aiohttp.ClientSession, method: str, url: URL, trail: _Trail, most: int, **options: Any
    ) -> Reply | NoReply:
        try:
            async with session.request(method, url, allow_redirects=False, **options) as response:
                body = await read_at_most(response, most)
                if body is not None:
                    return Reply(
                        status=response.status,
                        body=body,
                        retry_after=decode_retry_after(response.headers, self._clock),
                    )
        except Exception:  # noqa: BLE001 - aiohttp has no common base, and whatever it was: `sent` says what it means
            return NoReply(sent=trail.sent)
        return NoReply(sent=True)


async def read_at_most(response: aiohttp.ClientResponse, most: int) -> bytes | None:
    """Return the whole body, or None where it is longer than `most` bytes."""
    if response.content_length is not None and response.content_length > most:
        return None
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def _encode(body: Any) -> bytes:
    return json.dumps(body, allow_nan=False, separators=(",", ":")).encode()


def _tracing() -> aiohttp.TraceConfig:
    """Return the tracing that marks a request as sent, before its first byte leaves."""

    async def mark(_: aiohttp.ClientSession, context: Any, __: aiohttp.TraceRequestHeadersSentParams) -> None:
        context.trace_request_ctx.sent = True

    tracing = aiohttp.TraceConfig()
    tracing.on_request_headers_sent.append(mark)
    return tracing
