"""What kind of failure the vendor means, by its code, its HTTP status, or a whole known phrase of its text.

Never by searching text: it may hold the prompt (decisions, "When create is refused"). Source: facts section 6.
"""

import unicodedata

from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.lifecycle.redaction import safe_text

MAX_DETAIL_CHARS = 300  # decision 38

_BY_CODE = {
    401: Kind.UNAUTHORIZED,
    400: Kind.BAD_REQUEST,
    400017: Kind.PIXVERSE_MODEL,
    429: Kind.RATE_LIMITED,
    500: Kind.SERVER_ERROR,
    503: Kind.MODEL_UNAVAILABLE,
    4008: Kind.INSUFFICIENT_POINTS,
    4014: Kind.SUBSCRIPTION_REQUIRED,
    6006: Kind.CREDIT_MISMATCH,
    6009: Kind.NO_RULE_MATCH,
    6010: Kind.ATTRIBUTE_MISMATCH,
}
_BY_PHRASE = {
    "invalid product attribute": Kind.INVALID_ATTRIBUTE,
    "insufficient points": Kind.INSUFFICIENT_POINTS,
    "content policy violation": Kind.MODERATION,
    "model not available": Kind.MODEL_UNAVAILABLE,
    "invalid lyrics format": Kind.LYRICS_FORMAT,
    "prompt length invalid": Kind.PROMPT_LENGTH,
    "tts text length": Kind.TEXT_TOO_LONG,
    "text too long": Kind.TEXT_TOO_LONG,
    "invalid api key": Kind.UNAUTHORIZED,
    "no exact rule match found for parameters": Kind.NO_RULE_MATCH,
    "attribute id does not match the calculated rule": Kind.ATTRIBUTE_MISMATCH,
}


_GENERIC = frozenset({None, Kind.BAD_REQUEST, Kind.SERVER_ERROR, Kind.REFUSED})
"""What says little by itself: only of these the vendor's own words are shown."""


def kind_of_phrase(text: str) -> Kind | None:
    """Return the kind that `text` as a whole is known to mean, or None."""
    return _BY_PHRASE.get(" ".join(text.lower().split()).strip(" .!。！"))


def own_reason(text: str) -> str:
    """Return the vendor's own words as they may be shown: one line of harmless characters, without keys, cut (decision 38).

    Nothing where a text of ours says the same; of a paid task, what its words claim of the account is not believed.
    """
    if kind_of_phrase(text) is not None:
        return ""
    shown = "".join(
        " " if one.isspace() else one for one in text[: 4 * MAX_DETAIL_CHARS] if is_shown(one) or one.isspace()
    )
    line = " ".join(safe_text(shown).split())
    return line if len(line) <= MAX_DETAIL_CHARS else f"{line[: MAX_DETAIL_CHARS - 1]}…"


def is_shown(character: str) -> bool:
    """Tell whether a character may stand in a line for people: none that hides, turns or ends anything."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def failure_of(code: int | None, status: int | None, message: str) -> Failure:
    """Return the failure that a refusal of the vendor means.

    A code that says something decides; a generic one (400, 500 or none known) gives way to a known phrase; the HTTP
    status comes last.
    """
    known = _BY_CODE.get(code) if code is not None else None
    phrase = kind_of_phrase(message)
    if phrase is not None and known in _GENERIC:
        return Failure(kind=phrase, code=code)
    if known is None and code is None and status is not None:
        known = _BY_CODE.get(status)
    said = code if code is not None else status
    return Failure(kind=known or Kind.REFUSED, code=said, detail=own_reason(message) if known in _GENERIC else "")
