"""The words of the upload service and of the check of inputs. They are known here alone (facts sections 3 and 5)."""

from enum import Enum
from hashlib import sha1

import attrs

from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.formats import Format
from imastudio.domain.kernel import Json
from imastudio.domain.orders import InputKind

TOKEN_PATH = "api/rest/oss/getuploadtoken"  # noqa: S105 - a path, no secret
VERIFY_PATH = "open/v1/assets/verify"
APP_ID = "webAgent"
APP_KEY = "32jdskjdk320eew"  # public: every client sends it
_TYPES = {InputKind.IMAGE: "picture", InputKind.VIDEO: "video", InputKind.AUDIO: "audio"}


@attrs.frozen(kw_only=True)
class UploadToken:
    """Two addresses: where to put the bytes, and where they can be read afterwards."""

    put_url: str = attrs.field(repr=False)
    read_url: str = attrs.field(repr=False)


class Verdict(Enum):
    """The vendor's verdict on an input."""

    FINE = "fine"
    REFUSED = "refused"
    PENDING = "pending"


_VERDICTS = {
    "active": Verdict.FINE,
    "success": Verdict.FINE,
    "failed": Verdict.REFUSED,
    "processing": Verdict.PENDING,
    "pending": Verdict.PENDING,
}


def encode_token_query(api_key: str, kind: InputKind, sent: Format, timestamp: int, nonce: str) -> dict[str, str]:
    """Return the eleven documented parameters. The key is among them: they may stand in no log."""
    return {
        "appUid": api_key,
        "appId": APP_ID,
        "appKey": APP_KEY,
        "cmimToken": api_key,
        "sign": sign(timestamp, nonce),
        "timestamp": str(timestamp),
        "nonce": nonce,
        "fService": "privite",
        "fType": _TYPES[kind],
        "fSuffix": sent.upload_suffix,
        "fContentType": sent.content_type,
    }


def sign(timestamp: int, nonce: str) -> str:
    """Return the documented signature."""
    text = f"{APP_ID}|{APP_KEY}|{timestamp}|{nonce}"
    return sha1(text.encode(), usedforsecurity=False).hexdigest().upper()


def decode_token(data: Json) -> UploadToken:
    """Return the token in an answer. Raises MalformedReply."""
    put_url, read_url = (data.get("ful"), data.get("fdl")) if isinstance(data, dict) else (None, None)
    if not isinstance(put_url, str) or not isinstance(read_url, str):
        raise MalformedReply
    return UploadToken(put_url=put_url, read_url=read_url)


def encode_verify(url: str) -> dict[str, str]:
    """Return the body that asks whether an input will do."""
    return {"url": url}


def decode_verdict(data: Json) -> Verdict:
    """Return what the vendor says of an input. Raises MalformedReply."""
    result = data.get("result") if isinstance(data, dict) else None
    status = result.get("status") if isinstance(result, dict) else None
    verdict = _VERDICTS.get(status.strip().lower()) if isinstance(status, str) else None
    if verdict is None:
        raise MalformedReply
    return verdict
