"""Giving a person's media an address: a token, a PUT, the address to read it from (facts section 5).

Rules: the bytes are streamed and go out without credentials; the file that was looked at is the one that is sent; the key
travels in the token call alone, and in no error. Addresses of the upload service are used only if they are safe. The same bytes
are not uploaded again to the same account while they can be read where they lie.
"""

import asyncio
import os
import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TypeVar
from weakref import WeakValueDictionary

from yarl import URL

from imastudio.adapters.ima.addresses import safe_address
from imastudio.adapters.ima.envelope import read_reply
from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.http import NOTHING_FAILED, Http, HttpResponse, NoReply
from imastudio.adapters.ima.local_files import Opened, open_input, open_to_send
from imastudio.adapters.ima.remote_inputs import look_at_head, read_head
from imastudio.adapters.ima.retries import TryAgain, repeated
from imastudio.adapters.ima.uploads_wire import (
    TOKEN_PATH,
    VERIFY_PATH,
    Verdict,
    decode_token,
    decode_verdict,
    encode_token_query,
    encode_verify,
)
from imastudio.adapters.system.opening import open_in_thread
from imastudio.domain.kernel import ACCOUNT, AccountProblem, Failure, ImaError, Json, Kind, error_for, refuse
from imastudio.domain.lifecycle import Denied, failure_of
from imastudio.domain.orders import Input, InputFacts, SentInput
from imastudio.ports.clock import Clock
from imastudio.ports.upload_addresses import UploadAddresses

VERIFY_PAUSE = 3.0
VERIFY_TIMEOUT_S = 300.0
T = TypeVar("T")
_PASSING = frozenset({408, 429, 500, 502, 503, 504})


class ImaUploads:
    """The `Uploads` port, over HTTP."""

    def __init__(self, http: Http, clock: Clock, addresses: UploadAddresses | None = None) -> None:
        """Remember where uploads lie in `addresses` (None: nowhere)."""
        self._http = http
        self._addresses = addresses
        self._under_way: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._clock = clock
        self._settings = http.settings
        self._token_url = URL(http.settings.im_base_url) / TOKEN_PATH
        self._verify_url = URL(http.settings.base_url) / VERIFY_PATH

    async def inspect(self, given: Input) -> InputFacts:
        """Look at an input without sending anything. Raises WishRefused."""
        if given.is_url:
            return self._inspect_url(given)
        return await asyncio.to_thread(self._inspect_file, given)

    async def measure(self, given: Input) -> InputFacts:
        """Read the head of an input at an address, and look at it as at a file. Raises WishRefused."""
        self._inspect_url(given)
        head = await read_head(self._http, given.source)
        facts = None if head is None else await asyncio.to_thread(look_at_head, head, given, self._settings)
        if facts is None:
            raise refuse(Kind.INPUT_URL, given.kind.value, given.shown, wrong="unmeasured")
        return facts

    async def put(self, given: Input) -> SentInput:
        """Upload a file, or pass an https url through. Raises WishRefused, ServiceUnavailable or AccountProblem."""
        if given.is_url:
            return SentInput(url=given.source, facts=self._inspect_url(given))
        with closing(await open_in_thread(lambda: open_to_send(given, self._settings))) as held:
            address = await (self._upload(held) if self._addresses is None else self._reused(held, self._addresses))
            return SentInput(url=address, facts=held.facts, stripped=held.stripped)

    async def _reused(self, held: Opened, addresses: UploadAddresses) -> str:
        """Return where these very bytes lie already, while that address is good, else where they are uploaded to.

        Of several who send the same at once, one uploads it.
        """
        digest = await asyncio.to_thread(held.digest)
        lock = self._under_way.setdefault(digest, asyncio.Lock())
        async with lock:
            known = await addresses.find(digest)
            if known is not None:
                if await self._is_good(known, held):
                    return known
                await addresses.drop(digest)
            address = await self._upload(held)
            unchanged = held.stripped or digest == await asyncio.to_thread(held.digest)
            if unchanged and not _expires(address):  # what changed while it was sent is nobody's but this order's
                await addresses.keep(digest, address)
            return address

    async def _is_good(self, address: str, held: Opened) -> bool:
        """Tell whether what lies at an address is as long as the file, and begins as it does."""
        if safe_address(address, loopback=self._settings.is_local, own=self._settings.fake_hosts) is None:
            return False
        head = await read_head(self._http, address)
        if head is None or head.size != held.facts.size:
            return False
        own = await asyncio.to_thread(os.pread, held.file.fileno(), len(head.content), 0)
        return bool(own) and own == head.content

    async def _upload(self, held: Opened) -> str:
        """Upload a file, and return where it lies."""
        put_url, read_url = await repeated(lambda: self._ask_token(held))
        await repeated(lambda: self._send(held, put_url))
        return read_url

    async def verify(self, sent: SentInput) -> None:
        """Have the vendor check an input. Raises WishRefused (INPUT_NOT_ALLOWED) or ServiceUnavailable."""
        deadline = self._clock.now() + VERIFY_TIMEOUT_S
        while True:
            verdict = await repeated(lambda: self._ask_verdict(sent))
            if verdict is Verdict.FINE:
                return
            if verdict is Verdict.REFUSED:
                raise refuse(Kind.INPUT_NOT_ALLOWED, sent.facts.kind.value)
            if self._clock.now() + VERIFY_PAUSE > deadline:
                raise _failed()
            await self._clock.sleep(VERIFY_PAUSE)

    async def distrust(self) -> None:
        """Upload everything anew from now on."""
        if self._addresses is not None:
            await self._addresses.clear()

    def _inspect_url(self, given: Input) -> InputFacts:
        if safe_address(given.source, loopback=self._settings.is_local, own=self._settings.fake_hosts) is None:
            raise refuse(Kind.INPUT_URL, given.kind.value, given.source)
        return InputFacts(kind=given.kind)

    def _inspect_file(self, given: Input) -> InputFacts:
        with closing(open_input(given, self._settings)) as held:
            return held.facts

    async def _ask_token(self, held: Opened) -> tuple[URL, str]:
        """Return where to put the bytes, and where they can be read afterwards."""
        words = encode_token_query(
            self._settings.api_key, held.facts.kind, held.format, int(self._clock.now()), uuid.uuid4().hex[:21]
        )
        if self._settings.token_by_form:
            reply = await self._http.call_plainly("POST", self._token_url, data=words)
        else:
            reply = await self._http.call_plainly("GET", self._token_url, params=words)
        token = _decoded(reply, decode_token)
        put_url = safe_address(token.put_url, loopback=self._settings.is_local, own=self._settings.fake_hosts)
        if (
            put_url is None
            or safe_address(token.read_url, loopback=self._settings.is_local, own=self._settings.fake_hosts) is None
        ):
            raise _failed()
        return put_url, token.read_url

    async def _ask_verdict(self, sent: SentInput) -> Verdict:
        reply = await self._http.ask(self._verify_url, encode_verify(sent.url), seconds=VERIFY_TIMEOUT_S)
        return _decoded(reply, decode_verdict)

    async def _send(self, held: Opened, url: URL) -> None:
        from imastudio.adapters.ima.upload_body import put_file

        status = await put_file(self._http.media, url, held)
        if isinstance(status, Exception):
            raise TryAgain(_failed(way=self._http.way(status, url)))
        if status in _PASSING:
            raise TryAgain(_failed(status))
        if status not in range(200, 300):
            raise _failed(status)


def _expires(address: str) -> bool:
    """Tell whether an address says that it is good for a time only: it may end before the vendor reads it."""
    return any("expire" in name.lower() for name in URL(address, encoded=True).query)


def _decoded(reply: HttpResponse | NoReply, decode: Callable[[Json], T]) -> T:
    """Return what a reply holds. Raises TryAgain where asking again may help, else what the refusal means."""
    if isinstance(reply, NoReply):
        raise TryAgain(_failed(way=reply.way))
    answer = read_reply(reply)
    if isinstance(answer, Denied):
        raise _refusal(answer)
    try:
        return decode(answer.data)
    except MalformedReply:
        raise TryAgain(_failed()) from None


def _refusal(answer: Denied) -> Exception:
    failure = failure_of(answer.code, answer.status, answer.message)
    if failure.kind in ACCOUNT:
        return AccountProblem(failure)
    said = answer.code if answer.code is not None else answer.status
    passing = said in _PASSING or (answer.code is None and answer.status in range(200, 300))
    return TryAgain(_failed(said), answer.retry_after) if passing else _failed(said)


def _failed(code: int | None = None, way: Mapping[str, Json] = NOTHING_FAILED) -> ImaError:
    return error_for(Failure(kind=Kind.UPLOAD_FAILED, code=code, facts=way))
