"""The fake vendor over HTTP: routes, headers, envelopes, and nothing that decides.

Rules this file obeys:
* A handler reads an exchange, asks the world or the checks, and answers; `_serve` around it records the request, lets
  faults have their turn and turns refusals into answers.
* Urls in answers are built on the host that the client used, so they work behind port mappings too.
* A client that hangs up changes nothing: what was begun is finished, and charged.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import attrs
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from imastudio.fakeserver.catalogues.labels import in_language
from imastudio.fakeserver.http.openapi import AnswerCheck
from imastudio.fakeserver.http.sandbox import Sandbox
from imastudio.fakeserver.media import PillowMissing
from imastudio.fakeserver.scenario.faults import Fault, Instead
from imastudio.fakeserver.vendor import inputs, json_readers, results
from imastudio.fakeserver.vendor.answers import Cut, File, answer_of
from imastudio.fakeserver.vendor.checks import APPS, PLATFORM, check_create
from imastudio.fakeserver.vendor.inputs import StoredFile
from imastudio.fakeserver.vendor.records import Recorded, mask_fields, mask_json, mask_text
from imastudio.fakeserver.vendor.refusals import (
    BAD_REQUEST,
    NOT_FOUND,
    SERVER_ERROR,
    TOO_LARGE,
    UNAUTHORIZED,
    VendorRefusal,
    refused,
    success,
)
from imastudio.fakeserver.vendor.results import CONTENT_TYPES, Results, describe
from imastudio.fakeserver.vendor.uploads import FOLDER, PARAMETERS, Store, StoreRefused
from imastudio.fakeserver.vendor.world import TIMEOUT_SECONDS, Account, World

MAX_BODY_BYTES = 4 * 1024 * 1024
MAX_KEPT_ANSWER_BYTES = 16 * 1024
FAMILIES = ("/open/v1", "/api/v3")  # the vendor calls the second one, of its own pages, equivalent
_PIECE = 256 * 1024


class SandboxHost(Protocol):
    """Has the sandboxes."""

    worlds: dict[str, Sandbox]

    def sandboxes(self) -> Iterator[Sandbox]:
        """Go through all of them, the server's own first."""


@attrs.frozen(kw_only=True)
class Exchange:
    """A request on its way through the server. `raw` is the body, empty where it is streamed; `origin` where we are met."""

    request: web.Request
    box: Sandbox
    record: Recorded
    faults: tuple[Fault, ...]
    raw: bytes
    origin: str

    @property
    def world(self) -> World:
        """Give the world that it came to."""
        return self.box.world

    @property
    def store(self) -> Store:
        """Give the object store of that world."""
        assert self.box.store is not None  # noqa: S101 - there is one while it is served
        return self.box.store

    @property
    def results(self) -> Results:
        """Give the results of that world."""
        assert self.box.results is not None  # noqa: S101 - there are some while it is served
        return self.box.results

    @property
    def base(self) -> str:
        """Give what the urls of that world begin with."""
        return self.origin + self.box.prefix

    @property
    def place(self) -> str:
        """Give the path within that world, without a slash before it."""
        return self.request.path.removeprefix(self.box.prefix).removeprefix("/")


Handler = Callable[[Exchange], Awaitable[web.StreamResponse]]


@attrs.define(kw_only=True)
class VendorApi:
    """The vendor's side of the wire. `origin_of` tells by which address the client of a request knows us."""

    home: SandboxHost
    origin_of: Callable[[web.Request], str]
    check: AnswerCheck | None = None
    busy: set[RequestHandler] = attrs.field(factory=set)

    def routes(self) -> list[web.RouteDef]:
        """List what is served: each call at the vendor's path, and once more in the worlds that have a name."""
        token = self._serve("token", self.token)
        place = f"/{FOLDER}/{{tail:[\\s\\S]+}}"
        return [
            route
            for world in ("", "/w/{world}")
            for route in (
                *(route for family in FAMILIES for route in self._family(world + family)),
                web.get(f"{world}/api/rest/oss/getuploadtoken", token),
                web.post(f"{world}/api/rest/oss/getuploadtoken", token),
                web.put(world + place, self._serve("put", self.put, streamed=True)),
                web.get(world + place, self._serve("cdn", self.stored)),
                web.get(f"{world}/results/{{task}}/{{name}}", self._serve("cdn", self.result)),
            )
        ]

    def _family(self, base: str) -> tuple[web.RouteDef, ...]:
        return (
            web.get(f"{base}/product/list", self._serve("products", self.products)),
            web.post(f"{base}/tasks/create", self._serve("create", self.create)),
            web.post(f"{base}/tasks/detail", self._serve("detail", self.detail)),
            web.post(f"{base}/assets/verify", self._serve("verify", self.verify)),
        )

    async def products(self, exchange: Exchange) -> web.StreamResponse:
        """GET /open/v1/product/list."""
        self._account(exchange)
        query = exchange.request.query
        if query.get("app", APPS[0]) not in APPS or query.get("platform", PLATFORM) != PLATFORM:
            return _json(success(None))
        model_ids = [each for each in query.get("model_ids", "").split(",") if each]
        tree = exchange.world.catalogue.tree(query.get("category", ""), model_ids)
        return _json(success(in_language(tree, exchange.request.headers.get("x_app_language", ""))))

    async def create(self, exchange: Exchange) -> web.StreamResponse:
        """POST /open/v1/tasks/create."""
        account = self._account(exchange)
        body = json_readers.decode(exchange.raw)
        order = check_create(body, exchange.world, _Files(exchange, account))
        exchange.record.unknown = order.unknown
        digest = hashlib.sha256(exchange.raw).hexdigest()
        task = exchange.world.accept(order, account, request=exchange.record.number, digest=digest)
        for fault in exchange.faults:
            fault.accepted(task)
        exchange.world.owe(task)
        data = {
            "id": task.id,
            "biz_id": task.biz_id,
            "task_type": order.task_type,
            "medias": [],
            "generate_count": order.n,
            "created_at": int(task.created_at * 1000),
            "timeout_at": int((task.created_at + TIMEOUT_SECONDS) * 1000),
        }
        return _json(success(data))

    async def detail(self, exchange: Exchange) -> web.StreamResponse:
        """POST /open/v1/tasks/detail."""
        account = self._account(exchange)
        body = json_readers.obj(json_readers.decode(exchange.raw), "the body")
        task = exchange.world.task_for(account, json_readers.text(body, "task_id"))
        if task is None:
            raise refused(NOT_FOUND, "no such task")
        return _json(success(describe(task, exchange.world.clock.now(), exchange.base)))

    async def verify(self, exchange: Exchange) -> web.StreamResponse:
        """POST /open/v1/assets/verify: look at an input of Seedance 2.0 before it is used."""
        account = self._account(exchange)
        body = json_readers.obj(json_readers.decode(exchange.raw), "the body")
        url = json_readers.text(body, "url")
        if not isinstance(body.get("name"), str | None):
            raise refused(BAD_REQUEST, "name must be a text")
        exchange.record.unknown = json_readers.strangers(body, ("url", "name"))
        if exchange.world.strict and exchange.record.unknown:
            raise refused(BAD_REQUEST, f"unknown field {exchange.record.unknown[0]}")
        asset = inputs.asset_of(url, body.get("name"), _Files(exchange, account))
        if asset["status"] == "Active":
            exchange.world.assets.add((account.name, url))
        return _json(success({"result": asset}))

    async def token(self, exchange: Exchange) -> web.StreamResponse:
        """GET or POST /api/rest/oss/getuploadtoken."""
        request = exchange.request
        asked = dict(request.query)
        if request.method == "POST" and request.content_type == "application/x-www-form-urlencoded":
            asked |= dict(parse_qsl(exchange.raw.decode(errors="replace"), keep_blank_values=True))
        if not exchange.world.strict and "appUid" not in asked and "ima-token" in request.headers:
            exchange.record.unknown = tuple(asked)
            return _json(
                success(exchange.store.short_token(asked, request.headers, exchange.world.accounts, exchange.base))
            )
        exchange.record.unknown = json_readers.strangers(asked, PARAMETERS)
        if exchange.world.strict and exchange.record.unknown:
            raise refused(BAD_REQUEST, f"unknown field {exchange.record.unknown[0]}")
        return _json(success(exchange.store.token(asked, exchange.world.accounts, exchange.base)))

    async def put(self, exchange: Exchange) -> web.StreamResponse:
        """PUT to a presigned url."""
        request = exchange.request
        place = exchange.place
        exchange.store.check_put(place, request.query, request.headers)
        pieces: AsyncIterator[bytes] = request.content.iter_chunked(_PIECE)
        etag = await exchange.store.put(place, request.headers.get("Content-Type", ""), pieces)
        return web.Response(headers={"ETag": f'"{etag}"'})

    async def stored(self, exchange: Exchange) -> web.StreamResponse:
        """GET what was put, with ranges."""
        place = exchange.place
        file = exchange.store.files.get(place)
        if file is None:
            raise StoreRefused(status=404, code="NoSuchKey", message="The specified key does not exist.")
        return File(exchange.store.path(place), file.content_type, self.busy)

    async def result(self, exchange: Exchange) -> web.StreamResponse:
        """GET a result, with ranges."""
        match = exchange.request.match_info
        found = results.find(exchange.world, match["task"], match["name"])
        if found is None:
            raise StoreRefused(status=404, code="NoSuchKey", message="The specified key does not exist.")
        path = await exchange.results.file(*found, exchange.world.seed)
        return File(path, CONTENT_TYPES[found[3]], self.busy)

    @web.middleware
    async def envelope_strays(self, request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        """Answer in the vendor's envelope where no route or no method fits, and remember who strayed."""
        try:
            response: web.StreamResponse = await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as stray:
            if not request.path.startswith("/_fake/"):
                named = request.match_info.get("world", "")
                box = next(self.home.sandboxes()) if named and named not in self.home.worlds else self._box(request)
                box.log.strays.append(Recorded(number=0, call="", status=stray.status, **_facts(request, box)))
            answer = _json({"code": stray.status, "message": stray.reason, "data": None}, status=stray.status)
            if isinstance(stray, web.HTTPMethodNotAllowed):
                answer.headers["Allow"] = stray.headers["Allow"]  # RFC 9110, 15.5.6
            return answer
        return response

    def _account(self, exchange: Exchange) -> Account:
        headers = exchange.request.headers
        scheme, _, key = headers.get("Authorization", "").partition(" ")
        account = exchange.world.account_of(key.strip()) if scheme.lower() == "bearer" else None
        if account is None:
            raise refused(UNAUTHORIZED)
        if exchange.world.strict and headers.get("x-app-source") != "ima_skills":
            raise refused(BAD_REQUEST, "the header x-app-source is missing")
        return account

    def _box(self, request: web.Request) -> Sandbox:
        """Find the world that a request means: the one its path names, else the one that knows its key, else our own."""
        named = request.match_info.get("world")
        if named is not None:
            if named not in self.home.worlds:
                raise web.HTTPNotFound
            return self.home.worlds[named]
        boxes = self.home.sandboxes()
        own = next(boxes)
        if not self.home.worlds:
            return own
        keys = {
            request.headers.get("Authorization", "").partition(" ")[2].strip(),
            request.headers.get("ima-token", ""),
            request.query.get("appUid", ""),
            *_keys_in_form(request),
        }
        return next((box for box in boxes if not keys.isdisjoint(box.world.accounts)), own)

    def _serve(self, call: str, handler: Handler, *, streamed: bool = False) -> Callable[..., Any]:
        async def serve(request: web.Request) -> web.StreamResponse:
            if call == "token" and request.method == "POST" and self.home.worlds:
                await request.read()  # the key stands in the form, and tells which world is meant
            box = self._box(request)
            record = box.log.open(call=call, **_facts(request, box))
            faults = box.script.take(call)
            record.faults = tuple(str(fault) for fault in faults)
            self.busy.add(request.protocol)
            try:
                response = await self._answer(_Turn(request, box, record, faults), handler, streamed=streamed)
                record.status = 0 if record.dropped else response.status
            finally:
                self.busy.discard(request.protocol)
                box.log.close(record, faults)
            if self.check and not record.dropped and not record.faults:
                path = request.path.removeprefix(box.prefix)
                self.check.look(request.method, path, response.status, response.content_type, _bytes_of(response))
            return response

        return serve

    async def _answer(self, turn: "_Turn", handler: Handler, *, streamed: bool) -> web.StreamResponse:
        request, box = turn.request, turn.box
        try:
            if box.is_refusing:
                raise Cut(reset=True)  # noqa: TRY301 - told to hang up
            for fault in turn.faults:
                await fault.arrived(request.content)
            response = await self._handled(turn, handler, streamed=streamed)
            if turn.faults:
                return await _told(turn, response)
            _keep_answer(turn, _bytes_of(response), response.content_type)
            if box.is_down:
                response.force_close()
        except (Cut, ConnectionError, web.RequestPayloadError) as end:  # told to hang up, or the client did
            turn.record.dropped = True
            (end if isinstance(end, Cut) else Cut()).do(request)
            return web.Response(status=SERVER_ERROR)  # goes nowhere: the connection is gone
        return response

    async def _handled(self, turn: "_Turn", handler: Handler, *, streamed: bool) -> web.StreamResponse:
        request, record, faults = turn.request, turn.record, turn.faults
        try:
            raw = b"" if streamed else await request.read()
            record.body = body_to_keep(record.call, raw, turn.box.world.accounts)
            for fault in faults:
                await fault.before(turn.box)
            exchange = Exchange(
                request=request, box=turn.box, record=record, faults=faults, raw=raw, origin=self.origin_of(request)
            )
            response = await handler(exchange)
            for fault in faults:
                await fault.after(turn.box)
        except Instead as other:
            return web.Response(
                status=other.answer.status,
                headers=other.answer.headers,
                content_type=other.answer.content_type,
                body=other.answer.body,
            )
        except web.HTTPRequestEntityTooLarge:
            record.code = TOO_LARGE
            return _json(refused(TOO_LARGE).envelope(), status=TOO_LARGE)
        except VendorRefusal as no:
            record.code, record.message = no.code, no.message
            return _json(no.envelope(), status=no.status)
        except StoreRefused as no:
            return web.Response(status=no.status, text=no.xml(), content_type="application/xml")
        except PillowMissing as problem:  # what is missing here is no fault of the vendor's: say it plainly
            return web.Response(status=SERVER_ERROR, text=f"{problem}\n")
        return response


@attrs.frozen
class _Turn:
    """A request that has its turn: where it came to, its record, and the faults it meets."""

    request: web.Request
    box: Sandbox
    record: Recorded
    faults: tuple[Fault, ...]


async def _told(turn: _Turn, response: web.StreamResponse) -> web.StreamResponse:
    answer = await answer_of(response)
    for fault in turn.faults:
        answer = fault.told(answer)
    _keep_answer(turn, answer.body, answer.content_type)
    return await answer.send(turn.request, turn.box.world.clock, last=turn.box.is_down)


def _keep_answer(turn: _Turn, body: bytes | None, content_type: str) -> None:
    """Keep the beginning of an answer, where it is text."""
    if body is None or content_type.startswith(("image/", "audio/", "video/")):
        return
    text = mask_text(body[:MAX_KEPT_ANSWER_BYTES].decode(errors="replace"), turn.box.world.accounts)
    rest = len(body) - MAX_KEPT_ANSWER_BYTES
    turn.record.answer = text + (f"\n… and {rest:,} bytes more" if rest > 0 else "")


def _bytes_of(response: web.StreamResponse) -> bytes | None:
    body = response.body if isinstance(response, web.Response) else None
    return body if isinstance(body, bytes) else None


def _keys_in_form(request: web.Request) -> tuple[str, ...]:
    """Give the keys in a form whose bytes are read already."""
    raw = request._read_bytes  # noqa: SLF001 - aiohttp's own memory of what `read` gave; None where nobody read
    if raw is None or request.content_type != "application/x-www-form-urlencoded":
        return ()
    return tuple(value for name, value in parse_qsl(raw.decode(errors="replace")) if name in ("appUid", "cmimToken"))


def _facts(request: web.Request, box: Sandbox) -> dict[str, Any]:
    keys = box.world.accounts
    return {
        "at": box.world.clock.now(),
        "method": request.method,
        "path": mask_text(request.path.removeprefix(box.prefix), keys),
        "query": mask_fields(request.query, keys),
        "headers": mask_fields(request.headers, keys),
    }


def body_to_keep(call: str, raw: bytes, keys: Mapping[str, object]) -> Any:
    """Give a request's body as it may be kept: decoded where it is JSON, without any of the keys."""
    if not raw or call == "token":
        return None  # a form holds the key, and nothing that the query of the same call would not show
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return mask_text(raw.decode(errors="replace"), keys)
    return mask_json(body, keys) if any(key.encode() in raw for key in keys) else body


@attrs.frozen
class _Files:
    """What the checks may know of urls, seen from one request."""

    exchange: Exchange
    account: Account

    def is_own(self, url: str) -> bool:
        """Tell whether a url points here: to the address the client uses, or to the same port of a loopback name."""
        there, here = inputs.locate(url), inputs.locate(self.exchange.origin)
        if there is None or here is None or there.port != here.port:
            return False
        return there.host == here.host or {there.host, here.host} <= set(inputs.LOOPBACK)

    def look_up(self, url: str) -> StoredFile | None:
        """Find what lies at one of our urls: something put, or a result that is there by now."""
        location = inputs.locate(url)
        path = location.path.removeprefix(urlsplit(self.exchange.base).path).removeprefix("/") if location else ""
        if path in self.exchange.store.files:
            return self.exchange.store.files[path]
        folder, _, rest = path.partition("/")
        task_id, _, name = rest.partition("/")
        found = results.find(self.exchange.world, task_id, name) if folder == "results" else None
        return StoredFile(content_type=CONTENT_TYPES[found[3]], size=0) if found else None

    def is_verified(self, url: str) -> bool:
        """Tell whether this account has had the url verified; only strict mode insists on it."""
        world = self.exchange.world
        return not world.strict or (self.account.name, url) in world.assets


def _json(body: object, *, status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=True).encode(), status=status, content_type="application/json"
    )
