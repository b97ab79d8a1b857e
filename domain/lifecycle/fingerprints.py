"""Digests: what was asked, and who asked, without keeping either (decision 23)."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from imastudio.domain.kernel import Json, settled_text
from imastudio.domain.quoting import Quote


def digest(*parts: str) -> str:
    """Return a short digest of `parts`, which may hold anything, lone surrogates too."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return sha256(joined).hexdigest()[:32]


def fingerprint(quote: Quote) -> str:
    """Return the digest of what a quote asks for: the same wish at another price has the same one.

    Texts that a person can't tell apart (blanks around, line ends, composed letters) are the same.
    """
    return _asked(quote, _settled(dict(quote.params)), settled_text(quote.content.prompt))


def asks_the_same(known: str, quote: Quote) -> bool:
    """Tell whether `known`, a digest of now or of an older version, is that of what a quote asks for."""
    return known in known_fingerprints(quote)


def known_fingerprints(quote: Quote) -> tuple[str, ...]:
    """Return the digests under which what a quote asks for may be known: older versions took texts letter by letter."""
    params, prompt = _settled(dict(quote.params)), settled_text(quote.content.prompt)
    known = _asked(quote, params, prompt)
    if params == quote.params and prompt == quote.content.prompt:
        return (known,)
    return tuple(dict.fromkeys((known, _exact(quote))))


def _exact(quote: Quote) -> str:
    return _asked(quote, quote.params, quote.content.prompt)


def _asked(quote: Quote, params: Json, prompt: str) -> str:
    order = quote.order
    return digest(
        order.task_type.value,
        order.model_id,
        order.version_id,
        str(order.n),
        _ENCODER.encode(params),
        prompt,
        *(f"{given.kind}:{given.source}" for given in quote.content.inputs),
    )


def _settled(value: Json) -> Json:
    """Return a value with the settled form of every text in it."""
    if isinstance(value, str):
        return settled_text(value)
    if isinstance(value, Mapping):
        return {name: _settled(part) for name, part in value.items()}
    if isinstance(value, Sequence):
        return [_settled(part) for part in value]
    return value


def quote_id(quote: Quote) -> str:
    """Return the name of exactly what a quote would order, at its price. Anybody can make it, so it is no consent."""
    order = quote.order
    parts = (str(order.attribute_id), str(order.points), str(order.strict), order.deliver_to or "")
    return f"q{digest(_exact(quote), *parts)[:24]}"


_ENCODER = json.JSONEncoder(sort_keys=True, default=dict)
