"""The tools about works of several media: plan, run, look.

Rules: a plan orders nothing; a work runs once a person agreed to its whole price, or the operator lets it through; it goes on
in the background, and a repeat of the same work is the same work; whoever looks at one that nobody drives goes on with it.
"""

import asyncio
import json
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

import attrs

from imastudio.adapters.mcp.calls import Call, ToolReply
from imastudio.adapters.mcp.desk import MAX_WAIT_S, AgentStudio
from imastudio.adapters.mcp.folders import placed
from imastudio.domain.documents import outcome_work_document, work_document
from imastudio.domain.kernel import ImaError, Json, Kind, WishRefused, refuse
from imastudio.domain.lifecycle import digest, narrowest, read_approved, without_template
from imastudio.domain.messages import say_plan
from imastudio.domain.orders import Input, Wish
from imastudio.domain.quoting import check_cap
from imastudio.domain.works import Plan, Work, WorkOutcome, decode_work, encode_work, plan_of
from imastudio.domain.works import plan as plan_words

ID_CHARS = 12
LOOK_EVERY_S = 0.2
_UNDER_WAY = frozenset({"running", "stopped"})


async def plan_work(desk: AgentStudio, call: Call) -> ToolReply:
    """Turn a brief, or a work document, into a plan with its price."""
    work = _work(desk, call)
    plan = await desk.studio.price(work)
    return _planned(plan, call)


async def run_work(desk: AgentStudio, call: Call) -> ToolReply:
    """Run a work, once a person agreed to the whole of it; return as soon as it is under way."""
    approved = read_approved(call.arguments.get("approved_points"))
    work = _work(desk, call)
    deliver_to = placed(Wish(deliver_to=call.text("deliver_to")), desk.folder).deliver_to
    work_id = await desk.studio.works.own_id(_id_of(work, deliver_to))
    if work_id in desk.works or await _is_known(desk, work_id):
        return await _looked(desk, call, work_id)
    plan = await desk.studio.price(work)
    check_cap(plan.total, narrowest(work.max_points, desk.studio.works.ceiling))
    await desk.studio.check_budgets(plan.total)

    await desk.gate.admit(desk.studio.works.subject(plan), approved_points=approved, ask=call.ask)
    if deliver_to is not None:
        await asyncio.to_thread(Path(without_template(deliver_to)).mkdir, parents=True, exist_ok=True)
    _drive(desk, work_id, desk.studio.run(plan, work_id=work_id, deliver_to=deliver_to, language=call.language))
    return await _looked(desk, call, work_id)


async def work_status(desk: AgentStudio, call: Call) -> ToolReply:
    """Look how a work stands, after a while or when it has ended; go on with one that nobody drives."""
    record = await desk.studio.works.find(call.needed("work_id"))
    seconds = call.number("timeout_seconds", 0, MAX_WAIT_S)
    outcome = await desk.studio.works.show(record.id)
    if record.id not in desk.works and outcome.status in _UNDER_WAY and outcome.record.readable:
        _drive(desk, record.id, desk.studio.works.resume(record.id))
    driving = desk.works.get(record.id)
    if driving is not None and seconds:
        await asyncio.wait({driving}, timeout=seconds)
    return await _looked(desk, call, record.id)


def _drive(desk: AgentStudio, work_id: str, running: Coroutine[Any, Any, WorkOutcome]) -> None:
    """Have a work run in the background; what comes of it is in its record and the ledger."""

    async def drive() -> ImaError | None:
        try:
            await running
        except ImaError as error:  # once it is begun, whoever looks is told by the record how it stands
            return error
        return None

    task = asyncio.ensure_future(drive())
    desk.works[work_id] = task
    task.add_done_callback(lambda _: desk.works.pop(work_id, None))


async def _looked(desk: AgentStudio, call: Call, work_id: str) -> ToolReply:
    """Return how a work stands, once its record is there."""
    running = desk.works.get(work_id)
    while running is not None and not await _is_known(desk, work_id):
        if running.done() and (error := running.result()) is not None:
            raise error
        await asyncio.wait({running}, timeout=LOOK_EVERY_S)
    outcome = await desk.studio.works.show(work_id)
    document = outcome_work_document(outcome, call.language)
    if work_id in desk.works and document["status"] != "done":
        document["status"] = "running"
    plan = plan_of(outcome.record.work, outcome.record.orders)
    text = f"work_id={work_id}, {document['status']}\n{say_plan(plan, call.language, outcome.progress)}"
    urls = [str(result.url) for result in outcome.results.values() if result.url]
    shown = [*urls, *([outcome.film] if outcome.film else [])]
    return ToolReply(document=document, text=_short("\n".join([text, *shown])), failed=document["status"] == "failed")


def _planned(plan: Plan, call: Call) -> ToolReply:
    document: dict[str, Any] = {**work_document(plan, call.language), "work": encode_work(plan.work)}
    return ToolReply(document=document, text=_short(say_plan(plan, call.language)))


def _work(desk: AgentStudio, call: Call) -> Work:
    """Return the work that a call says, by a brief or a document. Raises WishRefused."""
    document, brief = call.arguments.get("work"), call.text("brief")
    if document is not None:
        return _placed(decode_work(_parsed(document)), desk.folder)
    if brief is None:
        raise refuse(Kind.VALUE_NOT_OFFERED, "work", None, ("brief", "work"))
    given = call.arguments.get("images")
    work = plan_words(brief, () if given is None else Wish.from_document({"images": given}).inputs)
    if work is None:
        raise refuse(Kind.VALUE_NOT_OFFERED, "brief", expected="work")
    return _placed(work, desk.folder)


def _parsed(document: Json) -> Json:
    if not isinstance(document, str):
        return document
    try:
        parsed: Json = json.loads(document)
    except (ValueError, RecursionError):
        raise refuse(Kind.VALUE_NOT_OFFERED, "work", expected="json") from None
    return parsed


def _placed(work: Work, folder: Path | None) -> Work:
    """Return the work with all its files within the operator's folder. Raises WishRefused."""
    steps = []
    for step in work.steps:
        files = [given for given in step.inputs if isinstance(given, Input)]
        within = iter(placed(attrs.evolve(step.wish, inputs=files), folder).inputs)
        inputs = tuple(next(within) if isinstance(given, Input) else given for given in step.inputs)
        steps.append(attrs.evolve(step, inputs=inputs))
    return attrs.evolve(work, steps=tuple(steps))


def _id_of(work: Work, deliver_to: str | None) -> str:
    said: Mapping[str, Json] = encode_work(work)
    return digest("mcp", json.dumps(said, sort_keys=True, default=dict), without_template(deliver_to or ""))[:ID_CHARS]


async def _is_known(desk: AgentStudio, work_id: str) -> bool:
    try:
        return (await desk.studio.works.find(work_id)).id == work_id
    except WishRefused:
        return False


def _short(text: str) -> str:
    return text if len(text) <= MAX_TEXT_CHARS else text[: MAX_TEXT_CHARS - 1] + "…"


MAX_TEXT_CHARS = 2500
"""What an answer says in words; the document has all of it."""
