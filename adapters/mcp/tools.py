"""The tools: what each is called, takes, answers and does, as one table.

Rules: schemas come from the same source as `ima schema`; annotations are true: what may spend is not read-only, and
idempotent only where a request id makes it so; texts are short, because every client pays for them with each request.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import attrs

from imastudio.adapters.mcp.calls import Call, ToolReply
from imastudio.adapters.mcp.desk import MAX_HISTORY, MAX_WAIT_S, AgentStudio
from imastudio.adapters.mcp.works import plan_work, run_work, work_status
from imastudio.domain.documents import (
    HistoryDocument,
    ModelDocument,
    PreferenceDocument,
    Schema,
    schema_named,
    schema_of,
    wish_schema,
)
from imastudio.domain.messages import Text
from imastudio.domain.orders import Language, Medium, TaskType

Run: TypeAlias = Callable[[AgentStudio, Call], Awaitable[ToolReply]]
Made: TypeAlias = Callable[[Language], Schema]


INSTRUCTIONS = Text(
    en="""\
IMA Studio makes images, videos, music and speech for points, which are real money of the user.
Fill in a wish document, call quote, tell the user model, price and time, then create with a request_id of your own; the \
same request_id never orders twice on this machine. If create answers needs_approval, ask the user to run the command it \
names, then call create again unchanged: no argument of yours stands in for the user. create returns at once; call wait \
until status is no longer running. Show the user the result's url. On status unknown never order again; tell the user.""",
    zh="""\
IMA Studio 用积分生成图片、视频、音乐和语音，积分是用户的真钱。
填好 wish 文档，调用 quote，把模型、价格和时间告诉用户，再带上自己的 request_id 调用 create；在这台机器上、对同一个用户，\
同一个 request_id 绝不重复下单。create 回答 needs_approval 时，请用户运行它给出的命令，然后原样再调用一次：\
你的任何参数都不能代替用户。\
create 立刻返回；一直调用 wait，直到 status 不再是 running。把结果的 url 给用户看。status 是 unknown 时绝不再下单，告诉用户。""",
)


@attrs.frozen(kw_only=True)
class Tool:
    """One tool. `takes` and `answers` make its schemas in a language; `once` tells that a repeat changes nothing more."""

    name: str
    says: Text
    takes: Made
    answers: Made
    run: Run
    reads: bool = True
    once: bool = True
    destroys: bool = False
    open_world: bool = True

    def output_schema(self, language: Language) -> Schema:
        """Return the schema of what it answers: its document, or that of a refusal.

        Clients look at what a refusal holds, too: one that does not fit is thrown away, and with it why and what to do.
        """
        answer = dict(self.answers(language))
        around: Schema = {key: answer.pop(key) for key in ("$schema", "$defs") if key in answer}
        return {**around, "type": "object", "anyOf": [answer, _REFUSAL]}

    def input_schema(self, language: Language) -> Schema:
        """Return the schema of its arguments, described in a language."""
        schema = self.takes(language)
        return {**schema, "properties": {name: _said(one, language) for name, one in schema["properties"].items()}}


def _said(schema: Schema, language: Language) -> Schema:
    told = schema.get("description")
    return {**schema, "description": told.within(language)} if isinstance(told, Text) else schema


def _object(properties: Mapping[str, Any], *required: str) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _wish(language: Language) -> Schema:
    return {key: part for key, part in wish_schema(language).items() if key not in {"$schema", "title"}}


def _answer(name: str) -> Made:
    return lambda language: schema_named(name, language)


def _holding(key: str, shape: Any) -> Made:
    """Return what makes the schema of an object that holds one thing."""

    def made(language: Language) -> Schema:
        schema = schema_of(shape, language)
        definitions = schema.pop("$defs", {})
        dialect = schema.pop("$schema")
        return {"$schema": dialect, **_object({key: schema}, key), **({"$defs": definitions} if definitions else {})}

    return made


def _history(language: Language) -> Schema:
    schema = _holding("generations", list[HistoryDocument])(language)
    schema["properties"]["notices"] = {"type": "array", "items": {"$ref": "#/$defs/notice"}}
    schema["required"] = ["generations", "notices"]
    return schema


def _model(language: Language) -> Schema:
    schema = _holding("model", ModelDocument)(language)
    schema["properties"]["wish_schema"] = {"type": "object"}
    schema["required"] = ["model", "wish_schema"]
    return schema


_REFUSAL: Schema = {
    "type": "object",
    "properties": {
        "status": {"const": "rejected"},
        "error": {"type": "object", "required": ["kind", "text_zh", "text_en", "retry"]},
    },
    "required": ["status", "error"],
}
_TASK = {"enum": [one.value for one in TaskType]}
_MEDIUM = {"enum": [one.value for one in Medium]}
_ID = {
    "type": "string",
    "description": Text(
        en="generation_id, the service's task id, or your request_id.",
        zh="generation_id、服务方的任务编号，或你的 request_id。",
    ),
}
_SOURCES = {"type": "array", "items": {"type": "string", "minLength": 1}}
_POINTS = {"type": "integer", "minimum": 0}

_WORK: Mapping[str, Any] = {
    "brief": {
        "type": "string",
        "description": Text(en="What it is to be, in the user's words.", zh="要做成什么，用用户的原话。"),
    },
    "work": {
        "type": "object",
        "description": Text(
            en="A work document: steps by name, each a wish, and a film.",
            zh="作品文档：按名字列出的步骤（每个是一份 wish）和片子。",
        ),
    },
}


def _planned(language: Language) -> Schema:
    """Return the schema of a plan: a work, and its document to be changed and run."""
    schema = schema_named("work", language)
    schema["properties"] = {**schema["properties"], "work": {"type": "object"}}
    schema["required"] = [*schema["required"], "work"]
    return schema


TOOLS: tuple[Tool, ...] = (
    Tool(
        name="list_models",
        says=Text(
            en="List the models of a task type with prices in points. Free.",
            zh="列出一种任务的模型和积分价格。免费。",
        ),
        takes=lambda _: _object({"task_type": _TASK}, "task_type"),
        answers=_holding("models", list[ModelDocument]),
        run=AgentStudio.list_models,
    ),
    Tool(
        name="describe_model",
        says=Text(
            en="All parameters of one model, and the JSON Schema of a wish for its task type. Free.",
            zh="一个模型的全部参数，以及这种任务的下单文档的 JSON Schema。免费。",
        ),
        takes=lambda _: _object({"task_type": _TASK, "model": {"type": "string"}}, "task_type", "model"),
        answers=_model,
        run=AgentStudio.describe_model,
    ),
    Tool(
        name="quote",
        says=Text(
            en="Exactly what a wish would order and cost. Free; orders nothing. Call it before create.",
            zh="一份下单文档到底会下什么单、花多少积分。免费，不下单。下单前先调用它。",
        ),
        takes=lambda language: _object({"wish": _wish(language)}, "wish"),
        answers=_answer("quote"),
        run=AgentStudio.quote,
    ),
    Tool(
        name="interpret",
        says=Text(
            en=(
                "Understand the user's own words (Chinese or English): a proposal with its wish, price and doubts. "
                "Ask the user each doubt, then call again with answers. Never orders. Not needed if you fill in the "
                "wish yourself."
            ),
            zh=(
                "理解用户的原话（中文或英文）：给出带价格和疑问的方案。把每个疑问问用户，再带上 answers 调用一次。"
                "绝不下单。自己填好 wish 时不需要它。"
            ),
        ),
        takes=lambda _: _object(
            {
                "words": {"type": "string", "minLength": 1},
                "images": _SOURCES,
                "videos": _SOURCES,
                "audios": _SOURCES,
                "answers": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
            },
            "words",
        ),
        answers=_answer("proposal"),
        run=AgentStudio.interpret,
    ),
    Tool(
        name="create",
        says=Text(
            en=(
                "Order a wish, or exactly what was quoted (quote_id). Spends the user's points once the user agreed. "
                "Returns at once: call wait. Put a request_id of your own into the wish, so that a repeat never orders twice on "
                "this machine."
            ),
            zh=(
                "按 wish 下单，或按报价（quote_id）原样下单。用户同意后才花积分。立刻返回，之后调用 wait。"
                "在 wish 里放一个自己的 request_id，重复调用就不会在这台机器上重复下单。"
            ),
        ),
        takes=lambda language: _object(
            {
                "wish": _wish(language),
                "quote_id": {
                    "type": "string",
                    "description": Text(
                        en="Of a quote: order exactly that or refuse.", zh="报价的编号：原样下单，否则拒绝。"
                    ),
                },
                "approved_points": {
                    **_POINTS,
                    "description": Text(en="A cap on the whole. Never a consent.", zh="总价上限，绝不算作同意。"),
                },
            }
        ),
        answers=_answer("result"),
        run=AgentStudio.create,
        reads=False,
        once=False,
    ),
    Tool(
        name="wait",
        says=Text(
            en=f"Wait for a generation, {MAX_WAIT_S} s at most; call again while status is running. Spends nothing.",
            zh=f"等待一份订单，最多 {MAX_WAIT_S} 秒；status 还是 running 就再调用。不花积分。",
        ),
        takes=lambda _: _object(
            {"generation_id": _ID, "timeout_seconds": {"type": "number", "minimum": 0, "maximum": MAX_WAIT_S}},
            "generation_id",
        ),
        answers=_answer("result"),
        run=AgentStudio.wait,
    ),
    Tool(
        name="status",
        says=Text(
            en="How a generation stands now. Spends nothing.",
            zh="一份订单现在的状态。不花积分。",
        ),
        takes=lambda _: _object({"generation_id": _ID}, "generation_id"),
        answers=_answer("result"),
        run=AgentStudio.status,
    ),
    Tool(
        name="plan_work",
        says=Text(
            en=(
                "Plan a work of several media (promo with music, music video, series of one hero, story read aloud) from a "
                "brief, or price a changed work document. Free; orders nothing."
            ),
            zh="由一段需求规划多媒体作品（宣传片加配乐、MV、同一主角的系列、配图朗读的故事），或给改过的作品文档报价。免费，不下单。",
        ),
        takes=lambda _: _object({**_WORK, "images": {"type": "array", "items": {"type": "string"}}}),
        answers=_planned,
        run=plan_work,
    ),
    Tool(
        name="run_work",
        says=Text(
            en=(
                "Run a work as planned: pass the `work` that plan_work answered. Spends the user's points once the user agreed "
                "to the whole. Returns at once: call work_status. The same work never runs twice."
            ),
            zh=(
                "按规划运行作品：把 plan_work 返回的 `work` 传进来。用户同意总价后才花积分。"
                "立刻返回，之后调用 work_status。同一个作品不会运行两次。"
            ),
        ),
        takes=lambda _: _object(
            {
                **_WORK,
                "deliver_to": {
                    "type": "string",
                    "description": Text(en="A folder for the parts and film.mp4.", zh="放各部分和 film.mp4 的文件夹。"),
                },
                "approved_points": {
                    **_POINTS,
                    "description": Text(en="A cap on the whole. Never a consent.", zh="总价上限，绝不算作同意。"),
                },
            }
        ),
        answers=_answer("work"),
        run=run_work,
        reads=False,
    ),
    Tool(
        name="work_status",
        says=Text(
            en=f"How a work stands, after at most {MAX_WAIT_S} s; goes on with an interrupted one, as agreed.",
            zh=f"一个作品现在怎样，最多等 {MAX_WAIT_S} 秒；中断的会按同意过的接着做。",
        ),
        takes=lambda _: _object(
            {
                "work_id": {"type": "string"},
                "timeout_seconds": {"type": "number", "minimum": 0, "maximum": MAX_WAIT_S},
            },
            "work_id",
        ),
        answers=_answer("work"),
        run=work_status,
        reads=False,
    ),
    Tool(
        name="history",
        says=Text(
            en="What was ordered from this machine, newest first; also what an interrupted session left.",
            zh="这台机器上下过的订单，新的在前；也包括中断的会话留下的。",
        ),
        takes=lambda _: _object(
            {
                "limit": {"type": "integer", "minimum": 1, "maximum": MAX_HISTORY},
                "unfinished": {"type": "boolean"},
                "unknown": {
                    "type": "boolean",
                    "description": Text(en="Only those whose outcome nobody knows.", zh="只列结果不明的。"),
                },
            }
        ),
        answers=_history,
        run=AgentStudio.history,
        open_world=False,
    ),
    Tool(
        name="settle",
        says=Text(
            en="Say what became of an order whose status is unknown: charged as a task_id; not_charged only with the user's yes.",
            zh="说明一份结果不明的订单怎样了：扣过费就给 task_id；没扣费（not_charged）要用户亲口确认。",
        ),
        takes=lambda _: _object(
            {"generation_id": _ID, "task_id": {"type": "string"}, "not_charged": {"type": "boolean"}}, "generation_id"
        ),
        answers=_answer("result"),
        run=AgentStudio.settle,
        reads=False,
        destroys=True,
    ),
    Tool(
        name="preferences",
        says=Text(
            en="Show, save or clear the models taken when none is named. Save only when the user says so.",
            zh="查看、保存或清除没有指定模型时用的模型。用户说了才保存。",
        ),
        takes=lambda _: _object(
            {
                "save_model": {"type": "string"},
                "clear": {"type": "boolean"},
                "task_type": _TASK,
                "medium": _MEDIUM,
            }
        ),
        answers=_holding("preferences", dict[str, PreferenceDocument]),
        run=AgentStudio.preferences,
        reads=False,
        destroys=True,
    ),
)
BY_NAME: Mapping[str, Tool] = {tool.name: tool for tool in TOOLS}
