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
from imastudio.domain.orders import Language, Medium, TaskType

Run: TypeAlias = Callable[[AgentStudio, Call], Awaitable[ToolReply]]
Made: TypeAlias = Callable[[Language], Schema]

INSTRUCTIONS = """\
IMA Studio makes images, videos, music and speech for points, which are real money of the user.
Fill in a wish document, call quote, tell the user model, price and time, then create with a request_id of your own; the \
same request_id never orders twice on this machine. If create answers needs_approval, ask the user to run the command it \
names, then call create again unchanged: no argument of yours stands in for the user. create returns at once; call wait \
until status is no longer running. Show the user the result's url. On status unknown never order again; tell the user."""


@attrs.frozen(kw_only=True)
class Tool:
    """One tool. `takes` and `answers` make its schemas in a language; `once` tells that a repeat changes nothing more."""

    name: str
    says: str
    takes: Made
    answers: Made
    run: Run
    reads: bool = True
    once: bool = True
    destroys: bool = False
    open_world: bool = True


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


_TASK = {"enum": [one.value for one in TaskType]}
_MEDIUM = {"enum": [one.value for one in Medium]}
_ID = {"type": "string", "description": "generation_id, the service's task id, or your request_id."}
_SOURCES = {"type": "array", "items": {"type": "string", "minLength": 1}}
_POINTS = {"type": "integer", "minimum": 0}

_WORK: Mapping[str, Any] = {
    "brief": {"type": "string", "description": "What it is to be, in the user's words."},
    "work": {"type": "object", "description": "A work document: steps by name, each a wish, and a film."},
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
        says="List the models of a task type with prices in points. Free.",
        takes=lambda _: _object({"task_type": _TASK}, "task_type"),
        answers=_holding("models", list[ModelDocument]),
        run=AgentStudio.list_models,
    ),
    Tool(
        name="describe_model",
        says="All parameters of one model, and the JSON Schema of a wish for its task type. Free.",
        takes=lambda _: _object({"task_type": _TASK, "model": {"type": "string"}}, "task_type", "model"),
        answers=_model,
        run=AgentStudio.describe_model,
    ),
    Tool(
        name="quote",
        says="Exactly what a wish would order and cost. Free; orders nothing. Call it before create.",
        takes=lambda language: _object({"wish": _wish(language)}, "wish"),
        answers=_answer("quote"),
        run=AgentStudio.quote,
    ),
    Tool(
        name="interpret",
        says=(
            "Understand the user's own words (Chinese or English): a proposal with its wish, price and doubts. "
            "Ask the user each doubt, then call again with answers. Never orders. Not needed if you fill in the wish yourself."
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
        says=(
            "Order a wish, or exactly what was quoted (quote_id). Spends the user's points once the user agreed. "
            "Returns at once: call wait. Put a request_id of your own into the wish, so that a repeat never orders twice on "
            "this machine."
        ),
        takes=lambda language: _object(
            {
                "wish": _wish(language),
                "quote_id": {"type": "string", "description": "Of a quote: order exactly that or refuse."},
                "approved_points": {**_POINTS, "description": "A cap on the whole. Never a consent."},
            }
        ),
        answers=_answer("result"),
        run=AgentStudio.create,
        reads=False,
        once=False,
    ),
    Tool(
        name="wait",
        says=f"Wait for a generation, {MAX_WAIT_S} s at most; call again while status is running. Spends nothing.",
        takes=lambda _: _object(
            {"generation_id": _ID, "timeout_seconds": {"type": "number", "minimum": 0, "maximum": MAX_WAIT_S}},
            "generation_id",
        ),
        answers=_answer("result"),
        run=AgentStudio.wait,
    ),
    Tool(
        name="status",
        says="How a generation stands now. Spends nothing.",
        takes=lambda _: _object({"generation_id": _ID}, "generation_id"),
        answers=_answer("result"),
        run=AgentStudio.status,
    ),
    Tool(
        name="plan_work",
        says=(
            "Plan a work of several media (promo with music, music video, series of one hero, story read aloud) from a brief, "
            "or price a changed work document. Free; orders nothing."
        ),
        takes=lambda _: _object({**_WORK, "images": {"type": "array", "items": {"type": "string"}}}),
        answers=_planned,
        run=plan_work,
    ),
    Tool(
        name="run_work",
        says=(
            "Run a work as planned: pass the `work` that plan_work answered. Spends the user's points once the user agreed "
            "to the whole. Returns at once: call work_status. The same work never runs twice."
        ),
        takes=lambda _: _object(
            {
                **_WORK,
                "deliver_to": {"type": "string", "description": "A folder for the parts and film.mp4."},
                "approved_points": {**_POINTS, "description": "A cap on the whole. Never a consent."},
            }
        ),
        answers=_answer("work"),
        run=run_work,
        reads=False,
    ),
    Tool(
        name="work_status",
        says=f"How a work stands, after at most {MAX_WAIT_S} s; goes on with an interrupted one, as agreed.",
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
        says="What was ordered from this machine, newest first; also what an interrupted session left.",
        takes=lambda _: _object(
            {
                "limit": {"type": "integer", "minimum": 1, "maximum": MAX_HISTORY},
                "unfinished": {"type": "boolean"},
                "unknown": {"type": "boolean", "description": "Only those whose outcome nobody knows."},
            }
        ),
        answers=_history,
        run=AgentStudio.history,
        open_world=False,
    ),
    Tool(
        name="settle",
        says="Say what became of an order whose status is unknown: charged as a task_id; not_charged only with the user's yes.",
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
        says="Show, save or clear the models taken when none is named. Save only when the user says so.",
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
