"""The vendor's refusals: an envelope with a code that isn't success.

Rules this file obeys:
* A code between 400 and 599 travels under the HTTP status of the same number; the vendor's own numbers (4008, 6010,
  400017 …) travel under 200. The documents only say that a status of 400 and more may carry the envelope.
* The wordings that clients are known to look for stand here, letter by letter.
"""

from typing import Any

import attrs

OK = 0
BAD_REQUEST = 400
UNAUTHORIZED = 401
NOT_FOUND = 404
TOO_LARGE = 413
SERVER_ERROR = 500
NO_POINTS = 4008
NO_SUBSCRIPTION = 4014
WRONG_CREDIT = 6006
NO_RULE = 6009
WRONG_ATTRIBUTE = 6010
WRONG_MODEL = 400017

WORDINGS = {
    BAD_REQUEST: "Bad request",
    UNAUTHORIZED: "Unauthorized",
    403: "Forbidden",
    NOT_FOUND: "Not found",
    TOO_LARGE: "Request entity too large",
    429: "Too many requests",
    SERVER_ERROR: "Internal server error",
    503: "Model unavailable",
    NO_POINTS: "Insufficient points",
    NO_SUBSCRIPTION: "A subscription is required for this model",
    WRONG_CREDIT: "Credit does not match the calculated rule",
    NO_RULE: "No exact rule match found for parameters",
    WRONG_ATTRIBUTE: "Attribute ID does not match the calculated rule",
    WRONG_MODEL: "Invalid value for model",
}
INVALID_ATTRIBUTE = "Invalid product attribute"


@attrs.frozen(kw_only=True)
class VendorRefusal(Exception):
    """Say no, in the vendor's words. `status` is the HTTP status, the code's own by default."""

    code: int
    message: str
    status: int

    def envelope(self) -> dict[str, Any]:
        """Build the body of the answer."""
        return {"code": self.code, "message": self.message, "data": None}


def refused(code: int, detail: str = "", *, status: int | None = None) -> VendorRefusal:
    """Build a refusal; the detail follows the wording that belongs to the code."""
    wording = WORDINGS.get(code, "")
    message = f"{wording}: {detail}" if wording and detail else wording or detail or f"error {code}"
    return VendorRefusal(code=code, message=message, status=status or status_of(code))


def invalid_attribute() -> VendorRefusal:
    """Build the refusal of an attribute_id that no product has: it has a wording and no code of its own."""
    return VendorRefusal(code=BAD_REQUEST, message=INVALID_ATTRIBUTE, status=BAD_REQUEST)


def success(data: object) -> dict[str, Any]:
    """Wrap data in the envelope of success."""
    return {"code": OK, "message": "success", "data": data}


def status_of(code: int) -> int:
    """Give the HTTP status that a code travels under."""
    return code if 400 <= code <= 599 else 200  # noqa: PLR2004 - the span of HTTP errors
