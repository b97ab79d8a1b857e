"""The schema of a work document: what `ima work run FILE` and the tools for works read.

Rules: a step has the keys of a wish, but for those that are the work's business; whatever the schema can't tell, such as a step
that is named and not there, the plan still refuses with a reason.
"""

from typing import Any

from imastudio.domain.documents.schema import DIALECT, Schema
from imastudio.domain.documents.wish_schemas import wish_schema
from imastudio.domain.messages import Text
from imastudio.domain.orders import Language
from imastudio.domain.works import MAX_STEP_NAME_CHARS, MAX_STEPS

_OF_THE_WORK = frozenset({"request_id", "deliver_to"})
_ONE_STEP = {"type": "string", "minLength": 1}
_SECONDS = {"type": "number", "exclusiveMinimum": 0}
_SOURCE = Text(
    en="The name of a step, whose first result it starts from; a file (./cat.png) or an https address.",
    zh="另一个步骤的名字（从它的第一个结果开始），或文件（./cat.png）、https 地址。",
)
_SEVERAL = Text(en="Several of them, in order.", zh="几个，按顺序写。")
_TEXTS = {
    "title": Text(en="What it is called.", zh="作品的名字。"),
    "steps": Text(
        en="Steps by name, each a wish. Those that start from nothing run at once.",
        zh="按名字写步骤，每步是一份下单文档；互不相关的同时进行。",
    ),
    "film": Text(
        en="What is laid together as film.mp4; leave it out for none.", zh="拼成 film.mp4 的内容；不要片子就不写。"
    ),
    "max_points": Text(en="The most the whole may cost, in points.", zh="整个作品最多花多少积分。"),
    "shots": Text(en="Steps that make videos or pictures, in order.", zh="按顺序写出做视频或图片的步骤。"),
    "music": Text(
        en="A step that makes music: cut or repeated to the film's length.", zh="做音乐的步骤；按片长剪短或重复。"
    ),
    "voice": Text(en="A step that makes speech.", zh="做语音的步骤。"),
    "seconds": Text(en="How long it is to be.", zh="时长（秒）。"),
    "length": Text(en="music: as long as its music.", zh="music 表示和音乐一样长。"),
    "caption": Text(en="Words that are shown below.", zh="字幕。"),
}


def work_schema(language: Language = "en") -> Schema:
    """Return the schema of every work document."""

    def told(name: str, value: Schema) -> Schema:
        return {**value, "description": _TEXTS[name].within(language)}

    shot = {"show": _ONE_STEP} | {
        name: told(name, value)
        for name, value in (("voice", _ONE_STEP), ("seconds", _SECONDS), ("caption", {"type": "string"}))
    }
    film = {
        "shots": told("shots", {"type": "array", "items": {"anyOf": [_ONE_STEP, _object(shot, "show")]}}),
        "music": told("music", _ONE_STEP),
        "voice": told("voice", _ONE_STEP),
        "seconds": told("seconds", _SECONDS),
        "length": told("length", {"enum": ["shots", "music"]}),
    }
    step = {"$ref": "#/$defs/step"}
    steps: Schema = {
        "type": "object",
        "propertyNames": {"minLength": 1, "maxLength": MAX_STEP_NAME_CHARS},
        "additionalProperties": step,
        "minProperties": 1,
        "maxProperties": MAX_STEPS,
    }
    whole = {
        "title": told("title", {"type": "string"}),
        "steps": told("steps", steps),
        "film": told("film", _object(film, "shots")),
        "max_points": told("max_points", {"type": "integer", "minimum": 0}),
    }
    return {"$schema": DIALECT, "title": "work-document", **_object(whole, "steps"), "$defs": {"step": _step(language)}}


def _step(language: Language) -> Schema:
    keys: dict[str, Any] = {
        name: value for name, value in wish_schema(language)["properties"].items() if name not in _OF_THE_WORK
    }
    for many, one in (("images", "image"), ("videos", "video"), ("audios", "audio")):
        keys[one] = {"type": "string", "minLength": 1, "description": _SOURCE.within(language)}
        keys[many] = {**keys[many], "description": _SEVERAL.within(language)}
    return _object(keys, "task_type", "prompt")


def _object(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
