"""The way out: what a call came to, as a value.

Rules: no redirect is followed; nothing of aiohttp's errors gets out, since they may hold an address with the key in it.
Sessions are made when first used, in the loop that runs then.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from yarl import URL

from imastudio.adapters.ima.deadlines import Deadlines
from imastudio.adapters.ima.layers import StudioClosed, way_facts
from imastudio.adapters.ima.retry_after import decode_retry_after
from imastudio.adapters.ima.settings import Settings
from imastudio.domain.kernel import Json, frozen_map
from imastudio.ports.clock import Clock

if TYPE_CHECKING:
    from aiohttp import BytesPayload, ClientResponse, ClientSession

    from imastudio.adapters.ima.order_body import OrderBody

MIB = 1024 * 1024
NOTHING_FAILED: Mapping[str, Json] = {}
CREATE_SECONDS = 180.0  # more than connecting (30) and reading (120) may take
API_SECONDS = 60.0


@attrs.frozen(kw_only=True)
class HttpResponse:
    """A whole answer. `retry_after` is in seconds."""

    status: int
    body: bytes = attrs.field(repr=False)
    retry_after: float | None = None


@attrs.frozen(kw_only=True)
class NoReply:
    """No whole answer came. `sent` tells whether anything of the request may have left, `way` what failed (see `layers`)."""

    sent: bool
    way: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, eq=False)


class Http:
    """The sessions of one account."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self._clock = clock
        self._deadlines = Deadlines()
        self._create: ClientSession | None = None
        self._api: ClientSession | None = None
        self._media: ClientSession | None = None
        self.closed = False

    async def create(self, url: URL, body: Any, may_leave: "Callable[[], Awaitable[bool]]") -> HttpResponse | NoReply:
        """POST `body` as JSON, exactly once, unless `may_leave` says no.

        It is asked inside the body, so that resolving, connecting and TLS lie before: whoever was stopped for hours in one of
        them sends nothing that another process has decided about meanwhile. The length is announced, so that a request that
        ends before its first byte is no order, whatever ended it.
        """
        try:
            encoded = _ENCODER.encode(body).encode()
        except (ValueError, TypeError, RecursionError):
            return NoReply(sent=False)
        from imastudio.adapters.ima.order_body import OrderBody

        order = OrderBody(encoded, may_leave)
        return await self._call(self._creating, "POST", url, seconds=CREATE_SECONDS, leaving=order, data=order)

    async def ask(self, url: URL, body: Any, *, seconds: float | None = None) -> HttpResponse | NoReply:
        """POST `body` as JSON to the api: a question, which costs nothing."""
        return await self._call(self._asking, "POST", url, seconds=seconds, data=_encode(body))

    async def get(self, url: URL, params: Mapping[str, str], *, most: int) -> HttpResponse | NoReply:
        """GET from the api; an answer longer than `most` bytes is none."""
        return await self._call(self._asking, "GET", url, most=most, params=params)

    async def call_plainly(self, method: str, url: URL, **options: Any) -> HttpResponse | NoReply:
        """Make a call without the account's headers."""
        options["headers"] = {"Accept-Encoding": "identity"}
        return await self._call(lambda: self.media, method, url, **options)

    def way(self, error: BaseException, url: URL) -> Mapping[str, Json]:
        """Return what failed on the way to `url`, as the facts of a failure."""
        return way_facts(error, url, self.settings.way_out)

    def _creating(self) -> "ClientSession":
        """Return the session for the paid POST."""
        self._check()
        if self._create is None:
            from imastudio.adapters.ima.sessions import create_session

            self._create = create_session(self.settings)
        return self._create

    def _asking(self) -> "ClientSession":
        """Return the session for what costs nothing."""
        self._check()
        if self._api is None:
            from imastudio.adapters.ima.sessions import api_session

            self._api = api_session(self.settings)
        return self._api

    @property
    def media(self) -> "ClientSession":
        """Return the session for media. Raises ConnectionAbortedError after closing."""
        self._check()
        if self._media is None:
            from imastudio.adapters.ima.sessions import media_session

            self._media = media_session(self.settings)
        return self._media

    def _check(self) -> None:
        if self.closed:  # a session that is opened now would be closed by nobody
            raise StudioClosed

    async def close(self) -> None:
        """Close what is open; no call leaves any more."""
        self.closed = True
        self._deadlines.close()
        sessions = (self._create, self._api, self._media)
        self._create = self._api = self._media = None
        for session in sessions:
            if session is not None:
                await session.close()

    async def _call(
        self,
        session: "Callable[[], ClientSession]",
        method: str,
        url: URL,
        *,
        most: int = MIB,
        seconds: float | None = None,
        leaving: "OrderBody | None" = None,
        **options: Any,
    ) -> HttpResponse | NoReply:
        try:
            with self._deadlines.within(seconds or API_SECONDS):
                async with session().request(method, url, allow_redirects=False, **options) as response:
                    body = await _read_at_most(response, most)
        except Exception as error:  # noqa: BLE001 - aiohttp has no common base, and whatever it was: `sent` says what it means
            return NoReply(sent=leaving is None or leaving.sent, way=self.way(error, url))
        if body is None:
            return NoReply(sent=True)
        retry_after = decode_retry_after(response.headers, self._clock)
        return HttpResponse(status=response.status, body=body, retry_after=retry_after)


async def _read_at_most(response: "ClientResponse", most: int) -> bytes | None:
    """Return the whole body, or None where it is longer than `most` bytes."""
    length = response.content_length
    if length is not None and length > most:
        return None
    if length is not None and "Content-Encoding" not in response.headers:
        return await response.read()  # as long as it says; what is packed may be longer
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def _encode(body: Any) -> "BytesPayload":
    """Return `body` as JSON that aiohttp sends without looking for what it might be."""
    from aiohttp import BytesPayload

    return BytesPayload(_ENCODER.encode(body).encode(), content_type="application/json")


_ENCODER = json.JSONEncoder(allow_nan=False, check_circular=False, separators=(",", ":"))
