"""Digests: what was asked, and who asked, without keeping either (decision 23)."""

import json
from collections.abc import Mapping
from hashlib import sha256

from imastudio.domain.kernel import Json
from imastudio.domain.quoting import Quote


def digest(*parts: str) -> str:
    """Return a short digest of `parts`, which may hold anything, lone surrogates too."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return sha256(joined).hexdigest()[:32]


def fingerprint(quote: Quote) -> str:
    """Return the digest of what a quote asks for: the same wish at another price has the same one."""
    order, content = quote.order, quote.content
    return digest(
        order.task_type.value,
        order.model_id,
        order.version_id,
        str(order.n),
        _canonical(quote.params),
        content.prompt,
        *(f"{given.kind}:{given.source}" for given in content.inputs),
    )


def quote_id(quote: Quote) -> str:
    """Return the name of exactly what a quote would order, at its price. Anybody can make it, so it is no consent."""
    order = quote.order
    parts = (str(order.attribute_id), str(order.points), str(order.strict), order.deliver_to or "")
    return f"q{digest(fingerprint(quote), *parts)[:24]}"


def _canonical(params: Mapping[str, Json]) -> str:
    return _ENCODER.encode(params)


_ENCODER = json.JSONEncoder(sort_keys=True, default=dict)
