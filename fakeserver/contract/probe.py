"""A client as plain as can be: it sends what it is told, once, and gives back what came.

Rules this file obeys:
* Nothing is repeated, no redirect is followed, and no proxy of the environment is used: the key goes where it was told.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
import attrs

from imastudio.fakeserver.vendor.uploads import APP_ID, APP_KEY

MAX_BODY_BYTES = 32 * 1024 * 1024
_TIMEOUT_S = 30


class Unreachable(Exception):
    """The server did not answer."""


@attrs.frozen(kw_only=True)
class ProbeResponse:
    """An answer; `code`, `message` and `data` are those of the envelope, None where there is none.

    `unanswered` names what went wrong at an address that the server gave: then nothing came back, and the status is 0.
    """

    status: int
    content_type: str
    body: bytes = attrs.field(repr=False)
    charset: str | None = None
    unanswered: str = ""

    @property
    def envelope(self) -> dict[str, Any]:
        """Give the envelope; empty where there is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def code(self) -> Any:
        """Give the envelope's code."""
        return self.envelope.get("code")

    @property
    def data(self) -> Any:
        """Give the envelope's data."""
        return self.envelope.get("data")

    @property
    def brief(self) -> str:
        """Say it in a line."""
        if self.unanswered:
            return f"no answer ({self.unanswered})"
        message = str(self.envelope.get("message") or "")[:80]
        return f"status {self.status}, code {self.code}" + (f", {message!r}" if message else "")


@attrs.define(kw_only=True)
class Probe:
    """The server under test."""

    http: aiohttp.ClientSession
    base_url: str
    upload_url: str
    key: str = attrs.field(repr=False)

    async def products(
        self, category: str, *, key: str | None = None, family: str = "/open/v1", **query: str
    ) -> ProbeResponse:
        """Ask for a list."""
        asked = {"app": "ima", "platform": "web", "category": category, **query}
        return await self._send(
            "GET", f"{self.base_url}{family}/product/list", params=asked, headers=self._headers(key)
        )

    async def post(self, path: str, body: object, *, key: str | None = None) -> ProbeResponse:
        """Post JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = self._headers(key) | {"Content-Type": "application/json"}
        return await self._send("POST", f"{self.base_url}{path}", data=data, headers=headers)

    async def token(self, *, by_form: bool = False, **changes: str) -> ProbeResponse:
        """Ask for a place to upload a picture to, by query or by form."""
        stamp, nonce = str(int(time.time())), secrets.token_hex(8)
        words = f"{APP_ID}|{APP_KEY}|{stamp}|{nonce}"
        asked = {
            "appUid": self.key,
            "appId": APP_ID,
            "appKey": APP_KEY,
            "cmimToken": self.key,
            "sign": hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest().upper(),
            "timestamp": stamp,
            "nonce": nonce,
            "fService": "privite",
            "fType": "picture",
            "fSuffix": "png",
            "fContentType": "image/png",
            **changes,
        }
        url = f"{self.upload_url}/api/rest/oss/getuploadtoken"
        return await (self._send("POST", url, data=asked) if by_form else self._send("GET", url, params=asked))

    async def put(self, url: str, data: bytes, content_type: str) -> ProbeResponse:
        """Put a file where a token says, without the key."""
        return await self._send_there("PUT", url, data=data, headers={"Content-Type": content_type})

    async def fetch(self, url: str) -> ProbeResponse:
        """Fetch a file, without the key."""
        return await self._send_there("GET", url)

    async def _send_there(self, method: str, url: str, **options: Any) -> ProbeResponse:
        """Send to an address that the server gave: that nothing answers there is the server's doing."""
        try:
            return await self._send(method, url, **options)
        except Unreachable as problem:
            return ProbeResponse(status=0, content_type="", body=b"", unanswered=str(problem))

    def _headers(self, key: str | None = None) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.key if key is None else key}",
            "x-app-source": "ima_skills",
            "x_app_language": "en",
        }

    async def _send(self, method: str, url: str, **options: Any) -> ProbeResponse:
        try:
            async with self.http.request(method, url, allow_redirects=False, **options) as response:
                body = await response.content.read(MAX_BODY_BYTES)
                while len(body) < MAX_BODY_BYTES and (more := await response.content.read(MAX_BODY_BYTES - len(body))):
                    body += more
                return ProbeResponse(
                    status=response.status,
                    content_type=response.content_type,
                    body=body,
                    charset=response.charset,
                )
        except (aiohttp.ClientError, TimeoutError, ValueError) as problem:
            raise Unreachable(type(problem).__name__) from None  # its text may hold the address, with the key in it


def open_session() -> aiohttp.ClientSession:
    """Open what a probe sends with."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S), trust_env=False)


def with_key_masked(text: str, key: str) -> str:
    """Mask the key in what a server said."""
    return text.replace(key, "ima_***") if key else text


Json = Mapping[str, Any]
