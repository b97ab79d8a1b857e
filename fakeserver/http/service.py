"""The fake vendor over HTTP: routes, headers, envelopes, and nothing that decides.

Rules this file obeys:
* A handler reads an exchange, asks the world or the checks, and answers; `_serve` around it records the request, lets
  faults have their turn and turns refusals into answers.
* Urls in answers are built on the host that the client used, so they work behind port mappings too.
* A client that hangs up changes nothing: what was begun is finished, and charged.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import attrs
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from imastudio.fakeserver.catalogues.labels import in_language
from imastudio.fakeserver.http.openapi import AnswerCheck
from imastudio.fakeserver.media import PillowMissing
from imastudio.fakeserver.scenario.fault_queue import Script
from imastudio.fakeserver.scenario.faults import Fault, Instead, Scene
from imastudio.fakeserver.vendor import inputs, json_readers, results
from imastudio.fakeserver.vendor.answers import Cut, File, answer_of
from imastudio.fakeserver.vendor.checks import APPS, PLATFORM, check_create
from imastudio.fakeserver.vendor.inputs import StoredFile
from imastudio.fakeserver.vendor.records import Log, Recorded, mask_fields, mask_json, mask_text
from imastudio.fakeserver.vendor.refusals import (
    BAD_REQUEST,
    NOT_FOUND,
    SERVER_ERROR,
    TOO_LARGE,
    UNAUTHORIZED,
    Refused,
    refused,
    success,
)
from imastudio.fakeserver.vendor.results import CONTENT_TYPES, Results, describe
from imastudio.fakeserver.vendor.uploads import FOLDER, PARAMETERS, Store, StoreRefused
from imastudio.fakeserver.vendor.world import TIMEOUT_SECONDS, Account, World

LARGEST_BODY = 4 * 1024 * 1024
FAMILIES = ("/open/v1", "/api/v3")  # the vendor calls the second one, of its own pages, equivalent
_PIECE = 256 * 1024


@attrs.frozen(kw_only=True)
class Exchange:
    """A request on its way through the server. `raw` is the body, empty where it is streamed."""

    request: web.Request
    record: Recorded
    faults: tuple[Fault, ...]
    raw: bytes

    @property
    def origin(self) -> str:
        """Give the address that the client knows us by."""
        return f"{self.request.scheme}://{self.request.headers.get('Host', 'localhost')}"


Handler = Callable[[Exchange], Awaitable[web.StreamResponse]]


@attrs.define(kw_only=True)
class Service:
    """The vendor's side of the wire."""

    world: World
    log: Log
    script: Script
    scene: Scene
    store: Store
    results: Results
    check: AnswerCheck | None = None
    busy: set[RequestHandler] = attrs.field(factory=set)

    def routes(self) -> list[web.RouteDef]:
        """List what is served."""
        token = self._serve("token", self.token)
        place = f"/{FOLDER}/{{tail:[\\s\\S]+}}"
        families = [
            route
            for family in FAMILIES
            for route in (
                web.get(f"{family}/product/list", self._serve("products", self.products)),
                web.post(f"{family}/tasks/create", self._serve("create", self.create)),
                web.post(f"{family}/tasks/detail", self._serve("detail", self.detail)),
                web.post(f"{family}/assets/verify", self._serve("verify", self.verify)),
            )
        ]
        return [
            *families,
            web.get("/api/rest/oss/getuploadtoken", token),
            web.post("/api/rest/oss/getuploadtoken", token),
            web.put(place, self._serve("put", self.put, streamed=True)),
            web.get(place, self._serve("cdn", self.stored)),
            web.get("/results/{task}/{name}", self._serve("cdn", self.result)),
        ]

    async def products(self, exchange: Exchange) -> web.StreamResponse:
        """GET /open/v1/product/list."""
        self._account(exchange)
        query = exchange.request.query
        if query.get("app", APPS[0]) not in APPS or query.get("platform", PLATFORM) != PLATFORM:
            return _json(success(None))
        model_ids = [each for each in query.get("model_ids", "").split(",") if each]
        tree = self.world.catalogue.tree(query.get("category", ""), model_ids)
        return _json(success(in_language(tree, exchange.request.headers.get("x_app_language", ""))))

    async def create(self, exchange: Exchange) -> web.StreamResponse:
        """POST /open/v1/tasks/create."""
        account = self._account(exchange)
        body = json_readers.decode(exchange.raw)
        order = check_create(body, self.world, _Files(self, exchange, account))
        exchange.record.unknown = order.unknown
        digest = hashlib.sha256(exchange.raw).hexdigest()
        task = self.world.accept(order, account, request=exchange.record.number, digest=digest)
        for fault in exchange.faults:
            fault.accepted(task)
        self.world.owe(task)
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
        task = self.world.task_for(account, json_readers.text(body, "task_id"))
        if task is None:
            raise refused(NOT_FOUND, "no such task")
        return _json(success(describe(task, self.world.clock.now(), exchange.origin)))

    async def verify(self, exchange: Exchange) -> web.StreamResponse:
        """POST /open/v1/assets/verify: look at an input of Seedance 2.0 before it is used."""
        account = self._account(exchange)
        body = json_readers.obj(json_readers.decode(exchange.raw), "the body")
        url = json_readers.text(body, "url")
        if not isinstance(body.get("name"), str | None):
            raise refused(BAD_REQUEST, "name must be a text")
        exchange.record.unknown = json_readers.strangers(body, ("url", "name"))
        if self.world.strict and exchange.record.unknown:
            raise refused(BAD_REQUEST, f"unknown field {exchange.record.unknown[0]}")
        asset = inputs.asset_of(url, body.get("name"), _Files(self, exchange, account))
        if asset["status"] == "active":
            self.world.assets.add((account.name, url))
        return _json(success({"result": asset}))

    async def token(self, exchange: Exchange) -> web.StreamResponse:
        """GET or POST /api/rest/oss/getuploadtoken."""
        request = exchange.request
        asked = dict(request.query)
        if request.method == "POST" and request.content_type == "application/x-www-form-urlencoded":
            asked |= dict(parse_qsl(exchange.raw.decode(errors="replace"), keep_blank_values=True))
        if not self.world.strict and "appUid" not in asked and "ima-token" in request.headers:
            exchange.record.unknown = tuple(asked)
            return _json(success(self.store.short_token(asked, request.headers, self.world.accounts, exchange.origin)))
        exchange.record.unknown = json_readers.strangers(asked, PARAMETERS)
        if self.world.strict and exchange.record.unknown:
            raise refused(BAD_REQUEST, f"unknown field {exchange.record.unknown[0]}")
        return _json(success(self.store.token(asked, self.world.accounts, exchange.origin)))

    async def put(self, exchange: Exchange) -> web.StreamResponse:
        """PUT to a presigned url."""
        request = exchange.request
        place = request.path.removeprefix("/")
        self.store.check_put(place, request.query, request.headers)
        pieces: AsyncIterator[bytes] = request.content.iter_chunked(_PIECE)
        etag = await self.store.put(place, request.headers.get("Content-Type", ""), pieces)
        return web.Response(headers={"ETag": f'"{etag}"'})

    async def stored(self, exchange: Exchange) -> web.StreamResponse:
        """GET what was put, with ranges."""
        place = exchange.request.path.removeprefix("/")
        file = self.store.files.get(place)
        if file is None:
            raise StoreRefused(status=404, code="NoSuchKey", message="The specified key does not exist.")
        return File(self.store.path(place), file.content_type, self.busy)

    async def result(self, exchange: Exchange) -> web.StreamResponse:
        """GET a result, with ranges."""
        match = exchange.request.match_info
        found = results.find(self.world, match["task"], match["name"])
        if found is None:
            raise StoreRefused(status=404, code="NoSuchKey", message="The specified key does not exist.")
        path = await self.results.file(*found, self.world.seed)
        return File(path, CONTENT_TYPES[found[3]], self.busy)

    @web.middleware
    async def envelope_strays(self, request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        """Answer in the vendor's envelope where no route or no method fits, and remember who strayed."""
        try:
            response: web.StreamResponse = await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as stray:
            if not request.path.startswith("/_fake/"):
                self.log.strays.append(Recorded(number=0, call="", status=stray.status, **self._facts(request)))
            answer = _json({"code": stray.status, "message": stray.reason, "data": None}, status=stray.status)
            if isinstance(stray, web.HTTPMethodNotAllowed):
                answer.headers["Allow"] = stray.headers["Allow"]  # RFC 9110, 15.5.6
            return answer
        return response

    def _account(self, exchange: Exchange) -> Account:
        headers = exchange.request.headers
        scheme, _, key = headers.get("Authorization", "").partition(" ")
        account = self.world.account_of(key.strip()) if scheme.lower() == "bearer" else None
        if account is None:
            raise refused(UNAUTHORIZED)
        if self.world.strict and headers.get("x-app-source") != "ima_skills":
            raise refused(BAD_REQUEST, "the header x-app-source is missing")
        return account

    def _serve(self, call: str, handler: Handler, *, streamed: bool = False) -> Callable[..., Any]:
        async def serve(request: web.Request) -> web.StreamResponse:
            record = self._open_record(request, call)
            faults = self.script.take(call)
            record.faults = tuple(str(fault) for fault in faults)
            self.busy.add(request.protocol)
            try:
                response = await self._answer(request, record, handler, faults, streamed=streamed)
                record.status = 0 if record.dropped else response.status
            finally:
                self.busy.discard(request.protocol)
                self.log.close(record, faults)
            if self.check and not record.dropped and not record.faults:
                body = response.body if isinstance(response, web.Response) else None
                kept = body if isinstance(body, bytes) else None
                self.check.look(request.method, request.path, response.status, response.content_type, kept)
            return response

        return serve

    async def _answer(
        self, request: web.Request, record: Recorded, handler: Handler, faults: tuple[Fault, ...], *, streamed: bool
    ) -> web.StreamResponse:
        try:
            for fault in faults:
                await fault.arrived(request.content)
            response = await self._handled(request, record, handler, faults, streamed=streamed)
            if faults:
                response = await self._told(request, response, faults)
            elif self.scene.is_down:
                response.force_close()
        except (Cut, ConnectionError, web.RequestPayloadError) as end:  # told to hang up, or the client did
            record.dropped = True
            (end if isinstance(end, Cut) else Cut()).do(request)
            return web.Response(status=SERVER_ERROR)  # goes nowhere: the connection is gone
        return response

    async def _handled(
        self, request: web.Request, record: Recorded, handler: Handler, faults: tuple[Fault, ...], *, streamed: bool
    ) -> web.StreamResponse:
        try:
            raw = b"" if streamed else await request.read()
            record.body = self._body_to_keep(record.call, raw)
            for fault in faults:
                await fault.before(self.scene)
            response = await handler(Exchange(request=request, record=record, faults=faults, raw=raw))
            for fault in faults:
                await fault.after(self.scene)
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
        except Refused as no:
            record.code, record.message = no.code, no.message
            return _json(no.envelope(), status=no.status)
        except StoreRefused as no:
            return web.Response(status=no.status, text=no.xml(), content_type="application/xml")
        except PillowMissing as problem:  # what is missing here is no fault of the vendor's: say it plainly
            return web.Response(status=SERVER_ERROR, text=f"{problem}\n")
        return response

    async def _told(
        self, request: web.Request, response: web.StreamResponse, faults: tuple[Fault, ...]
    ) -> web.StreamResponse:
        answer = await answer_of(response)
        for fault in faults:
            answer = fault.told(answer)
        return await answer.send(request, self.world.clock, last=self.scene.is_down)

    def _open_record(self, request: web.Request, call: str) -> Recorded:
        return self.log.open(call=call, **self._facts(request))

    def _facts(self, request: web.Request) -> dict[str, Any]:
        keys = self.world.accounts
        return {
            "at": self.world.clock.now(),
            "method": request.method,
            "path": mask_text(request.path, keys),
            "query": mask_fields(request.query, keys),
            "headers": mask_fields(request.headers, keys),
        }

    def _body_to_keep(self, call: str, raw: bytes) -> Any:
        if not raw or call == "token":
            return None  # a form holds the key, and nothing that the query of the same call would not show
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError):
            return mask_text(raw.decode(errors="replace"), self.world.accounts)
        return mask_json(body, self.world.accounts) if any(key.encode() in raw for key in self.world.accounts) else body


@attrs.frozen
class _Files:
    """What the checks may know of urls, seen from one request."""

    service: Service
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
        path = location.path.removeprefix("/") if location else ""
        if path in self.service.store.files:
            return self.service.store.files[path]
        folder, _, rest = path.partition("/")
        task_id, _, name = rest.partition("/")
        found = results.find(self.service.world, task_id, name) if folder == "results" else None
        return StoredFile(content_type=CONTENT_TYPES[found[3]], size=0) if found else None

    def is_verified(self, url: str) -> bool:
        """Tell whether this account has had the url verified; only strict mode insists on it."""
        world = self.service.world
        return not world.strict or (self.account.name, url) in world.assets


def _json(body: object, *, status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=True).encode(), status=status, content_type="application/json"
    )
