"""A context as a document, so that a chat can keep it between two calls.

Rules: what can't be read is refused whole (ValueError, TypeError, KeyError); `decode_context(encode_context(c)) == c`.
"""

from collections.abc import Mapping
from typing import Any

from imastudio.domain.intent.utterance import Context, Doubt, Last, Pending

_VERSION = 1


def encode_context(context: Context) -> dict[str, Any]:
    """Return the document of a context."""
    pending, last = context.pending, context.last
    return {
        "version": _VERSION,
        "pending": None
        if pending is None
        else {
            "words": pending.words,
            "asked": pending.asked,
            "answers": dict(pending.answers),
            "choices": list(pending.choices),
            "doubts": [
                {"field": one.field, "words": one.words, "choices": list(one.choices), "facts": dict(one.facts)}
                for one in pending.doubts
            ],
        },
        "last": None
        if last is None
        else {
            "task_type": last.task_type.value,
            "prompt": last.prompt,
            "model": last.model,
            "version_id": last.version_id,
            "tier": last.tier,
            "params": dict(last.params),
            "failed": last.failed,
        },
    }


def decode_context(document: Mapping[str, Any]) -> Context:
    """Return the context that a document says."""
    if document["version"] != _VERSION:
        raise ValueError(document["version"])
    pending, last = document["pending"], document["last"]
    return Context(
        pending=None
        if pending is None
        else Pending(
            words=str(pending["words"]),
            asked=str(pending["asked"]),
            answers={str(name): str(value) for name, value in pending["answers"].items()},
            choices=[str(one) for one in pending["choices"]],
            doubts=[_doubt(one) for one in pending["doubts"]],
        ),
        last=None
        if last is None
        else Last(
            task_type=last["task_type"],
            prompt=str(last["prompt"]),
            model=last["model"],
            version_id=last["version_id"],
            tier=last["tier"],
            params=dict(last["params"]),
            failed=bool(last["failed"]),
        ),
    )


def _doubt(document: Mapping[str, Any]) -> Doubt:
    return Doubt(
        field=str(document["field"]),
        words=str(document["words"]),
        choices=[str(one) for one in document["choices"]],
        facts=dict(document["facts"]),
    )
