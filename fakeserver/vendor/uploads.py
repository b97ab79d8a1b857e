"""The upload service and the object store behind it: a token, a presigned PUT, a file on disk.

Rules this file obeys:
* A token names one place, one content type and an expiry; the signature covers all three, as an object store's does
  (Aliyun OSS, signature version 1 in a url), so a PUT with another Content-Type does not match.
* Bytes go to a temporary folder, in pieces; a file appears when it is complete, never before.
"""

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import attrs

from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.inputs import StoredFile
from imastudio.fakeserver.vendor.refusals import BAD_REQUEST, UNAUTHORIZED, refused

APP_ID = "webAgent"
APP_KEY = "32jdskjdk320eew"  # the same for everybody, published by the vendor
PARAMETERS = (
    "appUid",
    "appId",
    "appKey",
    "cmimToken",
    "sign",
    "timestamp",
    "nonce",
    "fService",
    "fType",
    "fSuffix",
    "fContentType",
)
EXPIRES_AFTER = 7 * 24 * 3600
ACCESS_KEY_ID = "FAKEOSSACCESSKEY"
FOLDER = "webAgent/privite"  # the vendor's spelling
_MAIN_TYPES = {"picture": "image", "video": "video", "audio": "audio"}
_SUFFIX = re.compile(r"[a-z0-9]{1,8}")
_CONTENT_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")


@attrs.frozen(kw_only=True)
class StoreRefused(Exception):
    """Say no as an object store does: in XML."""

    status: int
    code: str
    message: str

    def xml(self) -> str:
        """Build the body of the answer."""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<Error><Code>{self.code}</Code><Message>{escape(self.message)}</Message></Error>"
        )


@attrs.define(kw_only=True)
class Store:
    """Everything that was put, on disk under `folder`."""

    folder: Path
    clock: VendorClock
    files: dict[str, StoredFile] = attrs.field(factory=dict)
    _secret: bytes = attrs.field(factory=lambda: secrets.token_bytes(20), repr=False)

    def token(self, asked: Mapping[str, str], keys: Mapping[str, object], origin: str) -> dict[str, str]:
        """Answer a request for a token: `ful` is where to PUT, `fdl` where it will be found."""
        _check_token_request(asked, keys)
        return self._place(asked["fSuffix"], asked["fContentType"], origin)

    def short_token(
        self, asked: Mapping[str, str], headers: Mapping[str, str], keys: Mapping[str, object], origin: str
    ) -> dict[str, str]:
        """Answer the short question of one published client: suffix and content_type, and the key in a header.

        Whether the vendor answers it is unknown.
        """
        if headers.get("ima-token") not in keys:
            raise refused(UNAUTHORIZED)
        content_type = asked.get("content_type", "")
        kind = next((kind for kind, main in _MAIN_TYPES.items() if content_type.startswith(f"{main}/")), "")
        suffix = asked.get("suffix", "")
        _check_file({"fService": "privite", "fType": kind, "fSuffix": suffix, "fContentType": content_type})
        return self._place(suffix, content_type, origin)

    def _place(self, suffix: str, content_type: str, origin: str) -> dict[str, str]:
        now = self.clock.now()
        day = time.strftime("%Y/%m/%d", time.gmtime(now))
        place = f"{FOLDER}/{day}/{int(now * 1000)}_{secrets.token_hex(16)}.{suffix}"
        expires = str(int(now) + EXPIRES_AFTER)
        query = {
            "Expires": expires,
            "OSSAccessKeyId": ACCESS_KEY_ID,
            "Signature": self._sign(place, content_type, expires),
        }
        return {
            "ful": f"{origin}/{place}?{urlencode(query)}",
            "fdl": f"{origin}/{place}",
            "ful_expire": expires,
            "fdl_expire": expires,
            "fdl_key": place.rsplit("/", 1)[-1],
        }

    def check_put(self, place: str, query: Mapping[str, str], headers: Mapping[str, str]) -> None:
        """Refuse a PUT that its url does not allow."""
        if "Authorization" in headers:  # a presigned url is the only credential; the key has no business here
            raise StoreRefused(status=400, code="InvalidArgument", message="Only one auth mechanism is allowed.")
        missing = [name for name in ("Expires", "OSSAccessKeyId", "Signature") if name not in query]
        if missing:
            raise StoreRefused(status=403, code="AccessDenied", message="The url is not signed.")
        if query["OSSAccessKeyId"] != ACCESS_KEY_ID:
            raise StoreRefused(status=403, code="InvalidAccessKeyId", message="No such access key.")
        if not query["Expires"].isdigit() or int(query["Expires"]) < self.clock.now():
            raise StoreRefused(status=403, code="AccessDenied", message="Request has expired.")
        expected = self._sign(place, headers.get("Content-Type", ""), query["Expires"])
        if not hmac.compare_digest(expected.encode(), query["Signature"].encode()):
            raise StoreRefused(
                status=403,
                code="SignatureDoesNotMatch",
                message="The signature does not cover this place, Content-Type and expiry.",
            )

    async def put(self, place: str, content_type: str, pieces: AsyncIterator[bytes]) -> str:
        """Write what arrives and keep it under its place once all of it is there; return its MD5."""
        path = self.path(place)
        partial = path.with_suffix(f".{secrets.token_hex(4)}.part")
        seen = hashlib.md5(usedforsecurity=False)  # what an object store calls an ETag
        size = 0
        try:
            with partial.open("wb") as file:
                async for piece in pieces:
                    file.write(piece)
                    seen.update(piece)
                    size += len(piece)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        self.files[place] = StoredFile(content_type=content_type, size=size, path=path)
        return seen.hexdigest().upper()

    def path(self, place: str) -> Path:
        """Give the file on disk for a place; the name is a digest, so no place leads out of the folder."""
        return self.folder / hashlib.sha256(place.encode()).hexdigest()

    def clear(self) -> None:
        """Forget everything that was put."""
        for place in self.files:
            self.path(place).unlink(missing_ok=True)
        self.files.clear()

    def _sign(self, place: str, content_type: str, expires: str) -> str:
        words = f"PUT\n\n{content_type}\n{expires}\n/{place}"
        return base64.b64encode(hmac.new(self._secret, words.encode(), hashlib.sha1).digest()).decode()


def _check_token_request(asked: Mapping[str, str], keys: Mapping[str, object]) -> None:
    """Hold the eleven parameters against what is documented of them.

    How old a timestamp may be is not known: it must be a number, no more.
    """
    missing = [name for name in PARAMETERS if not asked.get(name)]
    if missing:
        raise refused(BAD_REQUEST, f"{missing[0]} is required")
    if asked["appId"] != APP_ID or asked["appKey"] != APP_KEY:
        raise refused(BAD_REQUEST, "unknown appId or appKey")
    words = f"{APP_ID}|{APP_KEY}|{asked['timestamp']}|{asked['nonce']}"
    sign = hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest().upper()
    if asked["sign"] != sign or not asked["timestamp"].isdigit():
        raise refused(UNAUTHORIZED, "sign does not match")
    if asked["appUid"] not in keys or asked["cmimToken"] != asked["appUid"]:
        raise refused(UNAUTHORIZED)
    _check_file(asked)


def _check_file(asked: Mapping[str, str]) -> None:
    main = _MAIN_TYPES.get(asked["fType"])
    if asked["fService"] != "privite":
        raise refused(BAD_REQUEST, "fService must be privite")
    if main is None:
        raise refused(BAD_REQUEST, "fType must be picture, video or audio")
    if not _SUFFIX.fullmatch(asked["fSuffix"]):
        raise refused(BAD_REQUEST, "fSuffix must be a file extension")
    content_type = asked["fContentType"]
    if not _CONTENT_TYPE.fullmatch(content_type) or not content_type.startswith(f"{main}/"):
        raise refused(BAD_REQUEST, "fContentType does not go with fType")
