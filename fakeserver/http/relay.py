"""A recording proxy: everything goes on to a real service and comes back unchanged; what was said becomes a tape.

Rules this file obeys:
* The client's key goes to the upstream that was named, and nowhere else: not to the tape, not to a log, to no redirect.
* Nothing is sent twice and nothing is invented: where the upstream doesn't answer, the client's connection ends, too.
* A client that hangs up changes nothing: what was begun is finished, so that the tape knows what it cost.
"""

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import aiohttp
from aiohttp import web

from imastudio.fakeserver.http.addressing import Addressing, read_certificate, read_external_url
from imastudio.fakeserver.http.listener import Served
from imastudio.fakeserver.http.service import FAMILIES, MAX_BODY_BYTES, body_to_keep
from imastudio.fakeserver.scenario.tape import Tape
from imastudio.fakeserver.vendor.answers import Cut
from imastudio.fakeserver.vendor.inputs import LOOPBACK
from imastudio.fakeserver.vendor.records import Recorded, mask_fields, mask_text

VENDOR, VENDOR_UPLOADS = "api.imastudio.com", "https://imapi.liveme.com"
_TOKEN = "/api/rest/oss/getuploadtoken"  # noqa: S105 - a path
_CALLS = {
    **{f"{family}/product/list": "products" for family in FAMILIES},
    **{f"{family}/tasks/create": "create" for family in FAMILIES},
    **{f"{family}/tasks/detail": "detail" for family in FAMILIES},
    **{f"{family}/assets/verify": "verify" for family in FAMILIES},
    _TOKEN: "token",
}
_TIMEOUT_S = 180  # a verification may take minutes
_OF_THE_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding"}
    | {"upgrade", "host", "content-length", "accept-encoding", "content-encoding", "date", "server"}
)  # RFC 9110, 7.6.1, and what each side writes itself


class Relay(Served):
    """Listen like the fake, and pass on to `upstream` (and `uploads`, its upload service). Raise ValueError for bad addresses.

    Plain http upstream is for this machine alone: the key is a real one.
    """

    def __init__(
        self,
        upstream: str,
        tape: Tape,
        *,
        uploads: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        external_url: str | None = None,
        tls_cert: Path | str | None = None,
        tls_key: Path | str | None = None,
    ) -> None:
        self.upstream = _read_upstream(upstream)
        usual = VENDOR_UPLOADS if urlsplit(self.upstream).hostname == VENDOR else self.upstream
        self.uploads = _read_upstream(uploads) if uploads else usual
        self.tape = tape
        self.host = host
        self.port = port
        self.addressing = Addressing(external_url=external_url, tls=read_certificate(tls_cert, tls_key))
        self._http: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None
        self._count = 0

    @property
    def url(self) -> str:
        """Give the base url for clients."""
        return self.addressing.url(self.host, self.port)

    async def start(self) -> None:
        """Listen, in the running event loop."""
        timeout = aiohttp.ClientTimeout(total=_TIMEOUT_S)
        self._http = aiohttp.ClientSession(timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar())
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app.router.add_route("*", "/{tail:.*}", self._pass_on)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_TIMEOUT_S)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, ssl_context=self.addressing.tls)
        try:
            await site.start()
        except OSError:
            await self.stop()
            raise
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening, once what is under way has been answered."""
        if self._runner:
            await self._runner.cleanup()
        if self._http:
            await self._http.close()
        self._runner = self._http = None

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        record = self._record(request, raw)
        answered = await asyncio.shield(self._send(request, raw, record))
        if answered is None:
            Cut().do(request)
            return web.Response(status=502)  # goes nowhere: the connection is gone
        return answered

    async def _send(self, request: web.Request, raw: bytes, record: Recorded) -> web.Response | None:
        assert self._http is not None  # noqa: S101 - there is one while it listens
        base = self.uploads if request.path == _TOKEN else self.upstream
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _OF_THE_HOP}
        try:
            async with self._http.request(
                request.method, f"{base}{request.raw_path}", data=raw or None, headers=headers, allow_redirects=False
            ) as reply:
                body = await reply.read()
        except (aiohttp.ClientError, TimeoutError):
            record.dropped = True
            self._note(record, None, "")
            return None
        record.status = reply.status
        self._note(record, body, reply.content_type)
        kept = {name: value for name, value in reply.headers.items() if name.lower() not in _OF_THE_HOP}
        return web.Response(status=reply.status, headers=kept, body=body)

    def _note(self, record: Recorded, body: bytes | None, content_type: str) -> None:
        if record.call:
            self.tape.note(record, body, content_type)

    def _record(self, request: web.Request, raw: bytes) -> Recorded:
        keys = dict.fromkeys(_keys(request, raw))
        self._count += 1
        call = _CALLS.get(request.path, "")
        query = dict(request.query)
        if call == "token" and request.content_type == "application/x-www-form-urlencoded":
            query |= dict(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True))
        return Recorded(
            number=self._count,
            at=time.time(),
            call=call,
            method=request.method,
            path=mask_text(request.path, keys),
            query=mask_fields(query, keys),
            headers=mask_fields(request.headers, keys),
            body=body_to_keep(call, raw, keys),
        )


def _keys(request: web.Request, raw: bytes) -> Iterable[str]:
    """Give the keys that a request carries, wherever the API has them."""
    yield from filter(None, [request.headers.get("Authorization", "").partition(" ")[2].strip()])
    yield from filter(
        None, [request.headers.get("ima-token"), request.query.get("appUid"), request.query.get("cmimToken")]
    )
    if request.content_type == "application/x-www-form-urlencoded":
        yield from (value for name, value in parse_qsl(raw.decode(errors="replace")) if name in ("appUid", "cmimToken"))


def _read_upstream(text: str) -> str:
    address = read_external_url(text)
    assert address is not None  # noqa: S101 - there is a text
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError(f"{text!r}: a real service is spoken to over https")
    return address
