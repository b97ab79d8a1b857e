"""Events as JSON, tagged by kind: the only place that knows how a ledger spells them.

Rules: a field that is not known is ignored, a missing one has its default, which therefore never changes; any bytes decode or
raise `Unreadable`; what is encoded is ASCII, so that no text, however odd, breaks a row; of a prompt that isn't kept there is
not even the name. An intent says besides whose it is and on which purses it draws: the events alone tell everything.
"""

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from imastudio.adapters.system.json_values import json_converter
from imastudio.domain.kernel import Failure, plain
from imastudio.domain.lifecycle import (
    Created,
    Delivered,
    Failed,
    Intended,
    Lost,
    Recorded,
    Refused,
    Rejected,
    Reordered,
    Sending,
    Succeeded,
    Unsettled,
    Uploaded,
    Yielded,
)
from imastudio.domain.orders import Media, Order

if TYPE_CHECKING:
    from cattrs import Converter

KINDS: dict[str, type[Recorded]] = {
    "intended": Intended,
    "uploaded": Uploaded,
    "sending": Sending,
    "created": Created,
    "refused": Refused,
    "reordered": Reordered,
    "rejected": Rejected,
    "lost": Lost,
    "unsettled": Unsettled,
    "yielded": Yielded,
    "succeeded": Succeeded,
    "failed": Failed,
    "delivered": Delivered,
}
_KIND_OF = {event: kind for kind, event in KINDS.items()}


# Beside an intent's own fields, so that a generation is known by its events alone.
OWNER, PURSES = "owner", "purses"


class Unreadable(Exception):
    """An event that this version cannot read."""


def encode_event(event: Recorded, beside: Mapping[str, Any] = MappingProxyType({})) -> tuple[str, str]:
    """Return the kind and the JSON body of `event`, with what is to stand `beside` its fields."""
    return _KIND_OF[type(event)], _ENCODER.encode({**_converter().unstructure(event), **beside})


def beside(body: bytes | str) -> dict[str, Any]:
    """Return what stands beside the fields of an intent: whose it is, and its purses. Nothing where it can't be read."""
    try:
        parsed = json.loads(body)
        return {name: parsed[name] for name in (OWNER, PURSES) if name in parsed}
    except (ValueError, TypeError, RecursionError):
        return {}


def decode_event(kind: str, body: bytes | str) -> Recorded:
    """Return the event. Raises Unreadable, and nothing else."""
    try:
        event: Recorded = _converter().structure(json.loads(body), KINDS[kind])
    except Exception as error:
        raise Unreadable(kind) from error
    return event


def _failure(failure: Failure) -> dict[str, Any]:
    """Return what is kept of a failure: all but the charge, which follows from the stage."""
    kept = {"kind": failure.kind.value, "code": failure.code, "parameter": failure.parameter}
    return kept | {name: plain(getattr(failure, name)) for name in ("value", "choices", "facts")}


@cache
def _converter() -> "Converter":
    from cattrs.gen import make_dict_unstructure_fn, override

    converter = json_converter()
    short = override(omit_if_default=True)
    for lean in (Order, Media, Created):  # whole pages are written for what they hold: none for what is as ever
        hook = make_dict_unstructure_fn(lean, converter, _cattrs_omit_if_default=True)
        converter.register_unstructure_hook(lean, hook)
    converter.register_unstructure_hook(Intended, make_dict_unstructure_fn(Intended, converter, prompt=short))
    converter.register_unstructure_hook(
        Reordered, make_dict_unstructure_fn(Reordered, converter, prompt=short, anew=short)
    )
    converter.register_unstructure_hook_func(lambda hint: hint is Failure, _failure)
    return converter


_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)
