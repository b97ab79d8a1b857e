"""The envelope around every answer: `{"code", "message", "data"}` (facts section 1).

Rules: the envelope is read first, then the HTTP status; success is code 0 or 200; a body that is no envelope is a bare
status.
"""

import attrs

from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.http import HttpResponse
from imastudio.adapters.ima.strict_json import decode_json
from imastudio.domain.kernel import Json
from imastudio.domain.lifecycle import Denied

SUCCESS = frozenset({0, 200})
_CODE_LIMIT = 2**31
_MAX_CODE_CHARS = 12


@attrs.frozen(kw_only=True)
class Envelope:
    """A decoded answer. `message` and `data` may quote the prompt."""

    code: int
    message: str = attrs.field(default="", repr=False)
    data: Json = attrs.field(default=None, repr=False)


def decode_envelope(body: bytes) -> Envelope:
    """Return the envelope in `body`; the code may be a number or its spelling. Raises MalformedReply."""
    value = decode_json(body)
    if not isinstance(value, dict):
        raise MalformedReply
    message = value.get("message")
    return Envelope(
        code=_decode_code(value.get("code")),
        message=message if isinstance(message, str) else "",
        data=value.get("data"),
    )


def read_reply(reply: HttpResponse) -> Envelope | Denied:
    """Return the envelope of a success, else what was denied."""
    try:
        envelope = decode_envelope(reply.body)
    except MalformedReply:
        return Denied(status=reply.status, retry_after=reply.retry_after)
    if envelope.code in SUCCESS:
        return envelope
    return Denied(code=envelope.code, status=reply.status, message=envelope.message, retry_after=reply.retry_after)


def _decode_code(value: Json) -> int:
    if isinstance(value, str) and len(value) <= _MAX_CODE_CHARS and value.strip().removeprefix("-").isdecimal():
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _CODE_LIMIT:
        raise MalformedReply
    return value
