"""A context as a document, so that a chat can keep it between two calls.

Rules: what can't be read is refused whole (ValueError, TypeError, KeyError, AttributeError); results are not in it, only the name
of the order that made them; but for these `decode_context(encode_context(c)) == c`.
"""

from collections.abc import Mapping
from typing import Any

from imastudio.domain.intent.utterance import Context, Doubt, Last, Pending

_VERSION = 2
_ASKED = frozenset({"doubt", "approve", "refused", "retry", "save"})


def encode_context(context: Context) -> dict[str, Any]:
    """Return the document of a context."""
    return {
        "version": _VERSION,
        "pending": None if context.pending is None else _pending_document(context.pending),
        "last": None if context.last is None else _work_document(context.last),
        "earlier": [_work_document(work) for work in context.earlier],
        "left": None if context.left is None else _work_document(context.left),
        "named": context.named,
        "topic": context.topic,
    }


def _pending_document(pending: Pending) -> dict[str, Any]:
    return {
        "words": pending.words,
        "asked": pending.asked,
        "answers": dict(pending.answers),
        "choices": list(pending.choices),
        "doubts": [
            {"field": one.field, "words": one.words, "choices": list(one.choices), "facts": dict(one.facts)}
            for one in pending.doubts
        ],
        **_made_document(pending),
    }


def _work_document(work: Last) -> dict[str, Any]:
    return {
        "task_type": work.task_type.value,
        "prompt": work.prompt,
        "model": work.model,
        "version_id": work.version_id,
        "tier": work.tier,
        "params": dict(work.params),
        "n": work.n,
        "max_points": work.max_points,
        "inputs": list(work.inputs),
        "order": work.order,
        "model_name": work.model_name,
        "points": work.points,
        "once": work.once,
        "failed": work.failed,
        **_made_document(work),
    }


def _made_document(one: Pending | Last) -> dict[str, Any]:
    return {"made": dict(one.made), "offered": {name: list(values) for name, values in one.offered.items()}}


def decode_context(document: Mapping[str, Any]) -> Context:
    """Return the context that a document says."""
    if document["version"] != _VERSION:
        raise ValueError(document["version"])
    pending, last, left = document["pending"], document["last"], document.get("left")
    return Context(
        pending=None if pending is None else _pending(pending),
        last=None if last is None else _work(last),
        earlier=[_work(work) for work in document["earlier"]],
        left=None if left is None else _work(left),
        named=_text(document.get("named", "")),
        topic=_text(document.get("topic", "")),
    )


def _pending(document: Mapping[str, Any]) -> Pending:
    if document["asked"] not in _ASKED:
        raise ValueError(document["asked"])
    return Pending(
        words=_text(document["words"]),
        asked=document["asked"],
        answers={_text(name): _text(value) for name, value in document["answers"].items()},
        choices=[_text(one) for one in document["choices"]],
        doubts=[_doubt(one) for one in document["doubts"]],
        **_made(document),
    )


def _work(document: Mapping[str, Any]) -> Last:
    return Last(
        task_type=document["task_type"],
        prompt=_text(document["prompt"]),
        model=_maybe_text(document["model"]),
        version_id=_maybe_text(document["version_id"]),
        tier=document["tier"],
        params=dict(document["params"]),
        n=_maybe_number(document["n"]),
        max_points=_maybe_number(document["max_points"]),
        inputs=[_text(one) for one in document["inputs"]],
        order=_text(document["order"]),
        model_name=_text(document["model_name"]),
        points=_maybe_number(document["points"]),
        once=document["once"] is True,
        failed=document["failed"] is True,
        **_made(document),
    )


def _made(document: Mapping[str, Any]) -> dict[str, Any]:
    offered = {_text(name): tuple(values) for name, values in document["offered"].items()}
    return {"made": dict(document["made"]), "offered": offered}


def _doubt(document: Mapping[str, Any]) -> Doubt:
    return Doubt(
        field=_text(document["field"]),
        words=_text(document["words"]),
        choices=[_text(one) for one in document["choices"]],
        facts=dict(document["facts"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _maybe_text(value: Any) -> str | None:
    return None if value is None else _text(value)


def _maybe_number(value: Any) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError(value)
    return value
