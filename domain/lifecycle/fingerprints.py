"""Digests: what was asked, and who asked, without keeping either (decision 23)."""

import json
from collections.abc import Mapping
from hashlib import sha256

from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.scalars import Json


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


def _canonical(params: Mapping[str, Json]) -> str:
    return _ENCODER.encode(params)


_ENCODER = json.JSONEncoder(sort_keys=True, default=dict)
