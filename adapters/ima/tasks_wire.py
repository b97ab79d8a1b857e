"""The vendor's JSON for creating a task and for asking how it stands. Its keys are known here alone.

Rules: what is sent is exactly what facts section 3 shows. `prompt`, `n`, `input_images` and `cast` are written last, so
nothing a person passes can override them. What is received may lack any field or have it in the wrong type: then it is
None. Source: facts sections 3 and 4.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.strict_json import decode_json
from imastudio.domain.kernel import Json
from imastudio.domain.lifecycle import Accepted, Detail, MediaState
from imastudio.domain.orders import Content, InputKind, Media, Order, SentInput
from imastudio.domain.quoting import needs_verification

Body: TypeAlias = dict[str, Any]
_SOURCES = {InputKind.IMAGE: "src_image", InputKind.VIDEO: "src_video", InputKind.AUDIO: "src_audio"}
_DESCRIBED = {
    InputKind.IMAGE: ("width", "height"),
    InputKind.VIDEO: ("duration", "width", "height"),
    InputKind.AUDIO: ("duration",),
}
_MAX_ID_CHARS = 200
_MAX_WORD_CHARS = 64
_MAX_URL_CHARS = 4096
_NUMBER_LIMIT = 2**31
_MAX_MEDIAS = 100
_LATEST = 1e14
"""Milliseconds: what is later is no instant."""


def encode_create(order: Order, content: Content) -> Body:
    """Return the body of the paid POST."""
    urls = [sent.url for sent in content.sent]
    seedance = needs_verification(order)
    pictures = [sent.url for sent in content.sent if sent.facts.kind is InputKind.IMAGE] if seedance else urls
    return {
        "task_type": order.task_type.value,
        "enable_multi_model": False,
        "src_img_url": pictures,
        "upload_img_src": "",
        **(_describe(content.sent) if seedance else {}),
        "parameters": [
            {
                "attribute_id": order.attribute_id,
                "model_id": order.model_id,
                "model_name": order.model_name,
                "model_version": order.version_id,
                "app": "ima",
                "platform": "web",
                "category": order.task_type.value,
                "credit": order.points,
                "parameters": {
                    **order.params,
                    **content.texts,
                    "prompt": content.prompt,
                    "n": order.n,
                    "input_images": urls,
                    "cast": {"points": order.points, "attribute_id": order.attribute_id},
                },
            }
        ],
    }


def encode_detail(task_id: str) -> Body:
    """Return the body that asks how a task stands."""
    return {"task_id": task_id}


def decode_created(data: Json) -> Accepted | None:
    """Return what the answer to a create accepted; None where it names no task: then nobody knows (decision 18 bis)."""
    if not isinstance(data, dict):
        return None
    task_id = _decode_id(data.get("id"))
    if task_id is None:
        return None
    timeout_at = data.get("timeout_at")
    milliseconds = timeout_at if isinstance(timeout_at, int | float) and not isinstance(timeout_at, bool) else 0
    return Accepted(task_id=task_id, timeout_at=milliseconds / 1000 if 0 < milliseconds < _LATEST else None)


_ID_NAMES = frozenset({"taskid", "bizid"})
_TASK_IN_WORDS = re.compile(r"\btask[\s_#:=-]*(?:id)?[\s_#:=\"'-]*([A-Za-z0-9_-]*\d[A-Za-z0-9_-]*)", re.IGNORECASE)


def decode_named_task(body: bytes) -> str | None:
    """Return the task that the body of a refused create names in any way, or None (decision 48).

    Where it might be a task's id, it counts as one: an order that is wrongly called unknown can be settled, one that is wrongly
    called not charged is paid again.
    """
    try:
        value = decode_json(body)
    except MalformedReply:
        return None
    return next(filter(None, map(_decode_id, _task_ids(value))), None)


def _task_ids(value: Json) -> Iterator[Json]:
    """Yield whatever may be a task's id, the likeliest first: under its own name, an `id` of the answer, or in its words."""
    yield from _named_ids(value)
    if not isinstance(value, Mapping):
        return
    data, message = value.get("data"), value.get("message")
    for part in data if isinstance(data, list) else (data,):
        yield part.get("id") if isinstance(part, Mapping) else part
    yield value.get("id")
    if isinstance(message, str):
        yield from _TASK_IN_WORDS.findall(message)


def _named_ids(value: Json) -> Iterator[Json]:
    """Yield what stands under a name of a task's id, however deep. An `id` deeper down may be that of a rule."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name.lower().replace("_", "") in _ID_NAMES:
                yield inner
            elif name == "task" and isinstance(inner, Mapping):
                yield inner.get("id")
            yield from _named_ids(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _named_ids(inner)


def _decode_id(value: Json) -> str | None:
    """Return an id of a task that can be asked about: one printable word, or a number above 0."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if 0 < value < 2**64 else None
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_ID_CHARS or not _is_one_word(value):
        return None
    return value


def decode_detail(data: Json) -> Detail:
    """Return how a task stands. Raises MalformedReply where the answer isn't about a task."""
    if not isinstance(data, dict):
        raise MalformedReply
    said = data.get("id")
    about = _decode_id(said) or ("" if said is not None else None)
    medias = data.get("medias")
    if medias is None:
        return Detail((), about)
    if not isinstance(medias, list) or len(medias) > _MAX_MEDIAS:
        raise MalformedReply
    return Detail(tuple(_decode_media(media) if isinstance(media, dict) else MediaState() for media in medias), about)


def _decode_media(media: Mapping[str, Any]) -> MediaState:
    status = _word(media.get("status"))
    error = media.get("error_msg")
    return MediaState(
        resource_status=_number(media.get("resource_status")),
        status=None if status is None else status.strip().lower(),
        media=Media(
            url=_address(media.get("url")),
            watermark_url=_address(media.get("watermark_url")),
            preview_url=_address(media.get("preview_url")),
            cover=_address(media.get("cover")),
            format=_word(media.get("format")),
            width=_number(media.get("width")) or None,
            height=_number(media.get("height")) or None,
            duration=_word(media.get("duration_str")),
        ),
        error=error if isinstance(error, str) else "",
    )


def _describe(inputs: Sequence[SentInput]) -> Body:
    """Return what Seedance 2.0 is told besides about its inputs, by kind; what isn't known is left out."""
    described: Body = {}
    for sent in inputs:
        facts = sent.facts
        known = {name: getattr(facts, name) for name in _DESCRIBED[facts.kind] if getattr(facts, name) is not None}
        described.setdefault(_SOURCES[facts.kind], []).append({"url": sent.url, **known})
    return described


def _number(value: Json) -> int | None:
    if isinstance(value, str) and len(value) <= _MAX_WORD_CHARS:
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if abs(value) < _NUMBER_LIMIT else None


def _word(value: Json) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:g}" if abs(value) < _NUMBER_LIMIT else None
    return value if isinstance(value, str) and 0 < len(value) <= _MAX_WORD_CHARS and value.isprintable() else None


def _address(value: Json) -> str | None:
    """Return an address that can be shown and fetched; what is no web address, or could steer a terminal, is none."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > _MAX_URL_CHARS:
        return None
    return value if value.startswith(("https://", "http://")) else None


def _is_one_word(text: str) -> bool:
    return text.isprintable() and not any(map(str.isspace, text))
