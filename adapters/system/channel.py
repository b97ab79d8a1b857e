"""Who speaks, where a chat platform calls us: the sender in `OPENCLAW_CHANNEL_CONTEXT` (decision 15).

The format is the platform's. What is understood is a JSON object with the sender's id under one of `_NAMES`, at the top or
within one of `_WITHIN` (there also as plain `id`, or as the value itself). Anything else names nobody.
"""

import json
from collections.abc import Mapping

VARIABLE = "OPENCLAW_CHANNEL_CONTEXT"
_NAMES = ("sender_id", "senderId", "user_id", "userId", "open_id", "openId", "from_id", "fromId")
_WITHIN = ("sender", "from", "user", "message", "context")
_MAX_CHARS = 256


def sender(environment: Mapping[str, str]) -> str | None:
    """Return the id of who speaks, or None where nothing tells it."""
    try:
        context = json.loads(environment.get(VARIABLE, ""))
    except (ValueError, RecursionError):
        return None
    if not isinstance(context, dict):
        return None
    parts = [context, *(part for name in _WITHIN if isinstance(part := context.get(name), dict))]
    named = [part.get(name) for part in parts for name in _NAMES]
    plain = [part.get("id") for part in parts[1:]] + [context.get(name) for name in _WITHIN[:3]]
    return next((identity for value in [*named, *plain] if (identity := _as_id(value))), None)


def _as_id(value: object) -> str:
    told = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value).strip()[:_MAX_CHARS] if told else ""
