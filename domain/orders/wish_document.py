"""The wish document: one JSON object that says a wish, wherever one is said.

A line of a batch, `ima create --wish`, a step of a work, a tool call over MCP and `Wish.from_document` all read it here.

Rules: the keys are those of the command line, and the other names that they have there; `null` says nothing. A document is
read whole or refused with the key that is wrong and what would do, nearest first. Nothing is guessed: a number that is
written as a text is a number only where the command line takes it so (`n`). What is written is read as it was.
"""

import json
from collections.abc import Callable, Container, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import attrs

from imastudio.domain.kernel import (
    Json,
    Kind,
    distinct,
    has_blank_ends,
    nearest,
    no_constant,
    refuse,
    settled_text,
    shown,
)
from imastudio.domain.orders.tasks import InputKind, Scope, TaskType, Tier

__all__ = [
    "KEYS",
    "NAMES",
    "Key",
    "KeyShape",
    "canonical",
    "combined",
    "own_request_id",
    "own_text",
    "parse_document",
    "read_fields",
    "write_fields",
]

ValuesByName: TypeAlias = Mapping[str, Json]
Source: TypeAlias = tuple[str, InputKind]
Closed = TypeVar("Closed", bound=StrEnum)

DOCUMENT = "wish"


class KeyShape(StrEnum):
    """What kind of value a key holds."""

    TEXT = "text"
    WORD = "word"
    VALUE = "value"
    PARAMS = "params"
    COUNT = "count"
    POINTS = "points"
    SWITCH = "switch"
    SOURCES = "sources"
    INPUTS = "inputs"


@attrs.frozen(kw_only=True)
class Key:
    """One key: its other names, what it holds, the words it takes where they are a closed set, and what it means."""

    name: str
    shape: KeyShape
    en: str
    zh: str
    aliases: tuple[str, ...] = ()
    words: type[StrEnum] | None = None


_PARAMS = "params"
_INPUTS = "inputs"
_SOURCES: Mapping[str, InputKind] = MappingProxyType(
    {"images": InputKind.IMAGE, "videos": InputKind.VIDEO, "audios": InputKind.AUDIO}
)
_SHORTHANDS = ("size", "aspect_ratio", "resolution", "duration", "quality")

KEYS: tuple[Key, ...] = (
    Key(
        name="prompt",
        shape=KeyShape.TEXT,
        en="What to make, in any language; for text_to_speech the text to speak.",
        zh="要生成什么，任何语言都可以；朗读时是要读的文字。",
    ),
    Key(
        name="task_type",
        shape=KeyShape.WORD,
        words=TaskType,
        en="What is made of what. Without inputs text_to_image is assumed, with one image image_to_image.",
        zh="任务：由什么做成什么。没有输入时按文生图，有一张图时按图生图。",
    ),
    Key(
        name="model",
        shape=KeyShape.TEXT,
        aliases=("model_id",),
        en="A model id or a name people use. Left out: the user's saved model, else a good default.",
        zh="模型的编号或常用名。不写时用已保存的模型，否则用默认模型。",
    ),
    Key(
        name="version_id",
        shape=KeyShape.TEXT,
        en="One version of the model; left out, the highest.",
        zh="模型的某个版本；不写时用最高版本。",
    ),
    Key(
        name="tier",
        shape=KeyShape.WORD,
        words=Tier,
        en="What kind of model, if none is named.",
        zh="没有指定模型时，要哪一档。",
    ),
    Key(
        name="scope",
        shape=KeyShape.WORD,
        words=Scope,
        en="Which models there are to choose from.",
        zh="可选模型的范围。",
    ),
    Key(
        name="images",
        shape=KeyShape.SOURCES,
        aliases=("image", "input_images"),
        en="Pictures to start from or to refer to: local paths or https addresses.",
        zh="作为起点或参考的图片：本地路径或 https 地址。",
    ),
    Key(
        name="videos",
        shape=KeyShape.SOURCES,
        aliases=("video",),
        en="Videos to refer to: local paths or https addresses.",
        zh="参考视频：本地路径或 https 地址。",
    ),
    Key(
        name="audios",
        shape=KeyShape.SOURCES,
        aliases=("audio",),
        en="Sounds to refer to: local paths or https addresses.",
        zh="参考音频：本地路径或 https 地址。",
    ),
    Key(
        name=_INPUTS,
        shape=KeyShape.INPUTS,
        en="All media in one list, instead of images, videos and audios, where their order across kinds matters.",
        zh="按顺序列出所有素材，代替 images、videos、audios；不同种类之间的先后重要时用它。",
    ),
    Key(name="size", shape=KeyShape.VALUE, en="As the model offers it, such as 2K.", zh="模型提供的尺寸，例如 2K。"),
    Key(name="aspect_ratio", shape=KeyShape.VALUE, en="Such as 16:9.", zh="画面比例，例如 16:9。"),
    Key(name="resolution", shape=KeyShape.VALUE, en="Such as 1080p.", zh="分辨率，例如 1080p。"),
    Key(name="duration", shape=KeyShape.VALUE, en="Length of a video in seconds.", zh="视频时长，秒。"),
    Key(name="quality", shape=KeyShape.VALUE, en="Where the model has a quality.", zh="画质，部分模型有。"),
    Key(
        name=_PARAMS,
        shape=KeyShape.PARAMS,
        aliases=("param", "extra_params"),
        en="Any other parameter of the model, by its name.",
        zh="模型的其他参数，按名称填写。",
    ),
    Key(
        name="n",
        shape=KeyShape.COUNT,
        en="How many results; each is charged.",
        zh="要几个结果；每个都要扣积分。",
    ),
    Key(
        name="max_points",
        shape=KeyShape.POINTS,
        en="The most the whole order may cost, in points. A dearer one is refused.",
        zh="整个订单最多花多少积分，超过就不下单。",
    ),
    Key(
        name="request_id",
        shape=KeyShape.TEXT,
        en=(
            "A name of your own for this order: sent again with it, for the same user on the same machine, the first order comes "
            "back and nothing is paid twice."
        ),
        zh="你给这次订单起的名字：同一用户在同一台机器上带着它再发一次，得到的是原来的订单，不会重复扣积分。",
    ),
    Key(
        name="strict",
        shape=KeyShape.SWITCH,
        en="Order exactly this or nothing, also after a refusal.",
        zh="只按原样下单，被拒绝后也不调整。",
    ),
    Key(
        name="deliver_to",
        shape=KeyShape.TEXT,
        en="A folder on this machine into which the results are downloaded; a last part such as {date}-{model}-{n} names them.",
        zh="把结果下载到本机的这个文件夹；最后一段写成 {date}-{model}-{n} 这样，就按它命名。",
    ),
)
# Every name of a key, with the one that it is known by here.
NAMES: Mapping[str, str] = MappingProxyType(
    {alias: key.name for key in KEYS for alias in (key.name, *key.aliases)},
)


def field_meant(name: str, fields: Sequence[str]) -> str:
    """Return what a Python caller writes who wrote a field of a wish as `name`."""
    key = next((key for key in KEYS if key.name == NAMES.get(name)), None)
    if key is not None and key.name in fields:
        return f"It is called {key.name!r} here."
    if key is not None and key.shape is KeyShape.SOURCES:
        return "Media are handed in as inputs, such as Wish(inputs=['cat.png']) or [Input('cat.mp4', 'video')]."
    if key is not None:
        return f"It is a parameter of the model: Wish(params={{{name!r}: ...}})."
    near = nearest(name, fields)[0]
    return f"Did you mean {near!r}? A parameter of the model goes into params: Wish(params={{{name!r}: ...}})."


# reading


def parse_document(text: bytes | str, what: str = DOCUMENT) -> dict[str, Json]:
    """Return the JSON object that `text` is. Raises WishRefused, which calls it `what`."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise refuse(Kind.VALUE_NOT_OFFERED, what, expected="utf8") from None
    try:
        parsed = json.loads(decoded, object_pairs_hook=distinct, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise refuse(Kind.VALUE_NOT_OFFERED, what, expected="json") from None
    if not isinstance(parsed, dict):
        raise refuse(Kind.VALUE_NOT_OFFERED, what, expected="json")
    return parsed


def canonical(document: Mapping[str, Json], what: str = DOCUMENT) -> dict[str, Json]:
    """Return what a document says, by canonical key. Raises WishRefused, which calls it `what` where it is no object."""
    if not isinstance(document, Mapping):
        raise refuse(Kind.VALUE_NOT_OFFERED, what, expected="json")
    said: dict[str, Json] = {}
    for key, value in document.items():
        name = NAMES.get(key)
        if name is None:
            raise refuse(Kind.UNKNOWN_PARAMETER, str(shown(str(key))), None, nearest(str(key), NAMES))
        if value is not None:
            said[name] = _agreed(name, said.get(name), value)
    return said


def combined(one: ValuesByName, other: ValuesByName) -> dict[str, Json]:
    """Return what two documents say together, by canonical key. Raises WishRefused where they contradict each other."""
    both = dict(one)
    for name, value in other.items():
        both[name] = _agreed(name, both.get(name), value)
    return both


def read_fields(said: ValuesByName, without: Container[str] = ()) -> dict[str, Any]:
    """Return the fields of the wish that `said` means, by canonical key; inputs as pairs of source and kind.

    Fields in `without` are not looked at. Raises WishRefused for a value of the wrong kind.
    """
    return {name: read(said) for name, read in _READERS.items() if name not in without}


def own_text(said: ValuesByName, name: str) -> str | None:
    """Return a name or a place that has something in it: an empty one, such as an unset variable's, is a mistake.

    Raises WishRefused.
    """
    value = _text(said, name)
    if value is not None and not value.strip():
        raise refuse(Kind.VALUE_NOT_OFFERED, name, expected="text")
    return value


def own_request_id(said: ValuesByName) -> str | None:
    """Return the request id, which holds nothing unseen around it: with that, it would be another order's. Raises WishRefused."""
    value = own_text(said, "request_id")
    if value is not None and has_blank_ends(value):
        raise refuse(Kind.VALUE_NOT_OFFERED, "request_id", value, (settled_text(value),))
    return value


# writing


def write_fields(fields: Mapping[str, Any]) -> dict[str, Json]:
    """Return the document that says a wish with these fields; what it leaves open is left out."""
    task_type, tier, scope = fields["task_type"], fields["tier"], fields["scope"]
    document: dict[str, Json] = {
        "prompt": fields["prompt"] or None,
        "task_type": task_type and task_type.value,
        "model": fields["model"],
        "version_id": fields["version_id"],
        "tier": tier and tier.value,
        "scope": None if scope is Scope.ALL_IN_ONE else scope.value,
        **_sources_of(fields[_INPUTS]),
        _PARAMS: dict(fields[_PARAMS]) or None,
        "n": fields["n"],
        "max_points": fields["max_points"],
        "request_id": fields["request_id"],
        "strict": fields["strict"] or None,
        "deliver_to": fields["deliver_to"],
    }
    return {name: value for name, value in document.items() if value is not None}


def _sources_of(inputs: Sequence[Source]) -> dict[str, Json]:
    """Return inputs by kind, or as one list where their order would be lost by that."""
    by_kind: dict[str, Json] = {}
    for name, wanted in _SOURCES.items():
        by_kind |= {name: sources} if (sources := [source for source, kind in inputs if kind is wanted]) else {}
    if list(_listed(by_kind)) == list(inputs):
        return by_kind
    return {_INPUTS: [{"kind": kind.value, "source": source} for source, kind in inputs]}


# reading values


def _agreed(name: str, before: Json, value: Json) -> Json:
    """Return what two names of one key say together."""
    if before is None or before == value:
        return value
    if isinstance(before, Mapping) and isinstance(value, Mapping) and not before.keys() & value.keys():
        return {**before, **value}
    raise refuse(Kind.COMBINATION_FORBIDDEN, name, contradicting=True)


def _text(said: ValuesByName, name: str) -> str | None:
    value = said.get(name)
    if value is None or isinstance(value, str):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, name, expected="text")


def _word(said: ValuesByName, name: str, kind: type[Closed]) -> Closed | None:
    """Return a member of a closed set of words."""
    value = _text(said, name)
    if value is None:
        return None
    known = [one.value for one in kind]
    if value not in known:
        raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), nearest(value, known))
    return kind(value)


def _count(said: ValuesByName) -> int | str | None:
    value = said.get("n")
    if isinstance(value, float) and value.is_integer():  # 2.0 is how some programs write 2
        value = int(value)
    if value is None or isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise refuse(Kind.COUNT_NOT_OFFERED, "n", shown(value))


def _points(said: ValuesByName) -> int | None:
    value = said.get("max_points")
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, "max_points", shown(value))


def _switch(said: ValuesByName, name: str) -> bool:
    value = said.get(name, False)
    if isinstance(value, bool):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), (True, False))


def _inputs(said: ValuesByName) -> tuple[Source, ...]:
    listed = said.get(_INPUTS)
    if listed is None:
        return _listed(said)
    doubled = next((name for name in _SOURCES if name in said), None)
    if doubled is not None:
        raise refuse(Kind.COMBINATION_FORBIDDEN, doubled, with_parameter=_INPUTS, contradicting=True)
    if not isinstance(listed, list | tuple):
        raise refuse(Kind.VALUE_NOT_OFFERED, _INPUTS, expected="object")
    return tuple(map(_input, listed))


def _input(given: Json) -> Source:
    """Return one of the listed inputs: `{"kind": …, "source": …}`, or a text, which is a picture's source."""
    if isinstance(given, str):
        given = {"source": given}
    if not isinstance(given, Mapping) or not {"source"} <= given.keys() <= {"source", "kind"}:
        raise refuse(Kind.VALUE_NOT_OFFERED, _INPUTS, None, ("source", "kind"), expected="object")
    source, kind = given["source"], _word(given, "kind", InputKind)
    if not isinstance(source, str) or not source:
        raise refuse(Kind.VALUE_NOT_OFFERED, _INPUTS, expected="text")
    return source, kind or InputKind.IMAGE


def _listed(said: ValuesByName) -> tuple[Source, ...]:
    return tuple((source, kind) for name, kind in _SOURCES.items() for source in _sources(said, name))


def _sources(said: ValuesByName, name: str) -> list[str]:
    value = said.get(name, [])
    listed = value if isinstance(value, list | tuple) else [value]
    sources = [source for source in listed if isinstance(source, str) and source]
    if len(sources) < len(listed):
        raise refuse(Kind.VALUE_NOT_OFFERED, name, expected="text")
    return sources


def _params(said: ValuesByName) -> dict[str, Json]:
    params = said.get(_PARAMS, {})
    if not isinstance(params, Mapping) or not all(isinstance(name, str) for name in params):
        raise refuse(Kind.VALUE_NOT_OFFERED, _PARAMS)
    merged = dict(params)
    for name in _SHORTHANDS:
        if name in said:
            merged[name] = _agreed(name, merged.get(name), said[name])
    return merged


_READERS: Mapping[str, Callable[[ValuesByName], Any]] = MappingProxyType(
    {
        "prompt": lambda said: _text(said, "prompt") or "",
        "task_type": lambda said: _word(said, "task_type", TaskType),
        "model": lambda said: _text(said, "model"),
        "version_id": lambda said: _text(said, "version_id"),
        "tier": lambda said: _word(said, "tier", Tier),
        "scope": lambda said: _word(said, "scope", Scope) or Scope.ALL_IN_ONE,
        _PARAMS: _params,
        "n": _count,
        _INPUTS: _inputs,
        "max_points": _points,
        "request_id": own_request_id,
        "strict": lambda said: _switch(said, "strict"),
        "deliver_to": lambda said: own_text(said, "deliver_to"),
    }
)
