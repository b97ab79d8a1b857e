"""What the tools do: each asks the studio, and answers with the documents that the command line prints.

Rules: an order goes through the spend gate, and nothing that a call says stands in for a person; a repeat of what was
ordered returns that and needs no yes; a cancelled call stops a wait, never an order that is on its way; a quote that was
told is ordered as it was told, or refused.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from imastudio.adapters.mcp.calls import Call, ToolReply
from imastudio.adapters.mcp.folders import placed
from imastudio.adapters.mcp.texts import say_models, say_proposal, say_quote, say_result, settle_question
from imastudio.domain.documents import (
    QUOTE_HOLDS_S,
    NoticeDocument,
    ProposalStatus,
    encode_proposal,
    leaf_document,
    narrow_wish_schema,
    notice_documents,
    preference_documents,
    quote_document,
    result_document,
    row_document,
)
from imastudio.domain.intent import AnswerRefused, Proposal, interpret, to_wish
from imastudio.domain.kernel import Failure, ImaError, Kind, WishRefused, refuse, shown
from imastudio.domain.lifecycle import (
    Answer,
    News,
    Progressed,
    Result,
    Row,
    Stage,
    asks_the_same,
    incomplete,
    is_unknown,
    judge_twin,
    quote_id,
    read_approved,
    unsettled,
)
from imastudio.domain.orders import Medium, TaskType, Wish, parse_document
from imastudio.domain.quoting import Catalog, Quote, find_leaf
from imastudio.ports.gate import Gate
from imastudio.ports.studio import Studio

MAX_WAIT_S = 45
"""Many clients give up a call after 60 seconds."""
MAX_HISTORY = 100
MAX_HELD_QUOTES = 200
_MEDIA = ("images", "videos", "audios")
_NOT_BAD = frozenset({"running", "succeeded"})


@attrs.define(eq=False, kw_only=True)
class AgentStudio:
    """The studio as agents see it. `now` is the machine's clock; `folder` the one that local paths may lie in."""

    studio: Studio
    gate: Gate
    now: Callable[[], float]
    folder: Path | None = None
    has_key: bool = True
    _held: dict[str, tuple[Wish, Quote, float]] = attrs.field(factory=dict, init=False)
    works: dict[str, "asyncio.Future[ImaError | None]"] = attrs.field(factory=dict, init=False)
    """The works that run in the background, by their ids."""
    _orders: set[asyncio.Future[Result]] = attrs.field(factory=set, init=False)

    async def close(self) -> None:
        """Wait a moment for orders that are on their way; the ledger knows of them in any case."""
        if self._orders:
            await asyncio.wait(self._orders, timeout=2)
        for running in tuple(self.works.values()):  # what was ordered goes on; the next look goes on with the work
            running.cancel()
        if self.works:
            await asyncio.wait(set(self.works.values()), timeout=2)

    # seeing and asking the price

    async def list_models(self, call: Call) -> ToolReply:
        """List the models of a task type."""
        catalog = await self._catalog(call)
        models = [leaf_document(leaf) for leaf in catalog.leaves]
        return ToolReply(document={"models": models}, text=say_models(models))

    async def describe_model(self, call: Call) -> ToolReply:
        """Tell all of one model, and the schema of a wish for its task type."""
        catalog = await self._catalog(call)
        model = leaf_document(find_leaf(catalog, call.needed("model"), None))
        schema = narrow_wish_schema(catalog, call.language)
        return ToolReply(document={"model": model, "wish_schema": schema}, text=say_models([model]))

    async def quote(self, call: Call) -> ToolReply:
        """Tell exactly what a wish would order and cost."""
        _, quoted = await self._priced(self._wish(call))
        document = quote_document(quoted, call.language, self.now())
        return ToolReply(document=document, text=say_quote(document, call.language))

    async def interpret(self, call: Call) -> ToolReply:
        """Understand plain words: a proposal with its doubts and its price. Orders, saves and clears nothing."""
        self._check_key()
        given = {name: call.arguments[name] for name in _MEDIA if call.arguments.get(name) is not None}
        inputs = placed(Wish.from_document(given), self.folder).inputs
        saved = {task_type: one.model_id for task_type, one in (await self.studio.saved_models()).items()}
        kinds = [one.kind for one in inputs]
        try:
            proposal = interpret(call.needed("words"), kinds, saved, answers=_answers(call))
        except AnswerRefused as refusal:
            raise refuse(Kind.VALUE_NOT_OFFERED, refusal.field, shown(refusal.value)) from refusal
        wish, quoted, failure = to_wish(proposal, inputs), None, None
        if proposal.orders and not proposal.open and not proposal.workflow:
            try:
                wish, quoted = await self._priced(wish)
            except WishRefused as refusal:
                failure = refusal.failure
        document = encode_proposal(
            proposal, wish, quoted, failure, call.language, at=self.now(), status=_status(proposal, failure)
        )
        return ToolReply(document=document, text=say_proposal(document, call.language))

    # ordering

    async def create(self, call: Call) -> ToolReply:
        """Order, once a person agreed or the operator lets it through; return as soon as it is ordered."""
        approved = read_approved(call.arguments.get("approved_points"))
        wish, quoted = await self._chosen(call)
        known = await self.studio.ordered(wish.request_id) if wish.request_id else None
        if known is not None and known.generation.stage is not Stage.REJECTED:
            return _told(self._repeated(known, quoted), call)

        await self.studio.check_budgets(quoted.order.total)
        unknown = [row for row in await self.studio.twins(quoted) if is_unknown(row)]
        if unknown:
            raise unsettled(unknown[0].generation)
        await self.gate.admit(self.studio.subject(quoted), approved_points=approved, ask=call.ask)
        return _told(await self._ordered(wish, quoted), call)

    async def _chosen(self, call: Call) -> tuple[Wish, Quote]:
        """Return what is to be ordered: a wish at its price, or exactly what was quoted."""
        named = call.text("quote_id")
        if named is None or call.arguments.get("wish") is not None:
            wish, quoted = await self._priced(self._wish(call))
            if named is not None and quote_id(quoted) != named:
                raise refuse(Kind.QUOTE_CHANGED, "quote_id", named, (quote_id(quoted),), total=quoted.order.total)
            return wish, quoted
        held = self._held.get(named)
        if held is None or held[2] <= self.now():
            raise refuse(Kind.QUOTE_CHANGED, "quote_id", named)
        return held[0], held[1]

    async def _ordered(self, wish: Wish, quoted: Quote) -> Result:
        """Order; who cancels the call does not cancel that."""
        own = wish.request_id or f"mcp-{secrets.token_hex(8)}"
        exact = attrs.evolve(quoted.wish or wish, request_id=own, max_points=quoted.order.total)
        order = asyncio.ensure_future(self.studio.submit(exact, quote=quoted))
        self._orders.add(order)
        order.add_done_callback(self._orders.discard)
        return await asyncio.shield(order)

    def _repeated(self, known: Row, quoted: Quote) -> Result:
        """Return what was ordered under this request id before. Raises WishRefused where that is something else."""
        if not known.readable:
            raise refuse(Kind.NOT_READABLE, "request_id", id=known.generation.id)
        judge_twin(known.generation, same=asks_the_same(known.owner.fingerprint, quoted))
        return self.studio.look_at(known)

    # waiting and looking back

    async def wait(self, call: Call) -> ToolReply:
        """Watch a generation for less than a minute."""
        seconds = call.number("timeout_seconds", MAX_WAIT_S, MAX_WAIT_S)
        return _told(
            await self.studio.wait(call.needed("generation_id"), timeout=seconds, messenger=_Teller(call)), call
        )

    async def status(self, call: Call) -> ToolReply:
        """Look how a generation stands."""
        return _told(await self.studio.wait(call.needed("generation_id"), timeout=0), call)

    async def history(self, call: Call) -> ToolReply:
        """List what was ordered from this machine, newest first."""
        rows = await self.studio.history(
            stage=Stage.UNKNOWN if call.switch("unknown") else None,
            unfinished=call.switch("unfinished") or None,
            limit=max(1, int(call.number("limit", 20, MAX_HISTORY))),
        )
        looks = [(self.studio.look_at(row), row) for row in rows]
        lines = [row_document(look, row.at, call.language, alive=row.alive) for look, row in looks]
        rows_said = [f"{one['generation_id']} {one['status']} {one['model_name']} {one['credit']}" for one in lines]
        notices = await self._losses(call)
        text = "\n".join([*(one["text"] for one in notices), *rows_said])
        return ToolReply(document={"generations": lines, "notices": notices}, text=text or "-")

    async def _losses(self, call: Call) -> list[NoticeDocument]:
        """Return what is to be told of orders that the ledger lost (decision 45)."""
        return notice_documents([incomplete(loss) for loss in await self.studio.losses()], call.language)

    async def settle(self, call: Call) -> ToolReply:
        """Say what became of an order that nobody knows of; that it was not charged, a person says."""
        name, task_id, not_charged = call.needed("generation_id"), call.text("task_id"), call.switch("not_charged")
        if not_charged is (task_id is not None):
            raise refuse(Kind.VALUE_NOT_OFFERED, "task_id", None, ("task_id", "not_charged"), expected="object")
        if not_charged:
            answer = await call.confirm(settle_question(name, call.language), f"settle:{name}")
            if answer is not Answer.YES:
                raise refuse(Kind.DECLINED if answer is Answer.NO else Kind.PERSON_NEEDED, "not_charged", id=name)
        return _told(await self.studio.settle(name, task_id=task_id), call)

    # saved models

    async def preferences(self, call: Call) -> ToolReply:
        """Show, save or clear the models that are taken when none is named."""
        model, clear = call.text("save_model"), call.switch("clear")
        if model is not None or clear:
            wanted = _task_types(call)
            if clear:
                await self.studio.clear_models(wanted)
            if model is not None:
                await self.studio.save_model(wanted, model)
        saved = preference_documents(await self.studio.saved_models())
        text = "\n".join(f"{task_type}: {one['model_name']}" for task_type, one in saved.items())
        return ToolReply(document={"preferences": saved}, text=text or "-")

    # parts

    def _wish(self, call: Call) -> Wish:
        self._check_key()
        document = call.arguments.get("wish")
        if document is None:
            raise refuse(Kind.VALUE_NOT_OFFERED, "wish", expected="json")
        parsed = parse_document(document) if isinstance(document, str) else document
        return placed(Wish.from_document(parsed), self.folder)  # type: ignore[arg-type] # what is no object is refused

    async def _priced(self, wish: Wish) -> tuple[Wish, Quote]:
        """Return a wish with its quote, which is held for a while."""
        quoted = await self.studio.quote(wish)
        now = self.now()
        self._held = {name: held for name, held in self._held.items() if held[2] > now}
        while len(self._held) >= MAX_HELD_QUOTES:
            del self._held[next(iter(self._held))]
        self._held[quote_id(quoted)] = (wish, quoted, now + QUOTE_HOLDS_S)
        return wish, quoted

    async def _catalog(self, call: Call) -> Catalog:
        self._check_key()
        task_type = call.word("task_type", TaskType)
        if task_type is None:
            raise refuse(Kind.TASK_TYPE_UNCLEAR, "task_type", None, [one.value for one in TaskType])
        return await self.studio.models(task_type)

    def _check_key(self) -> None:
        if not self.has_key:
            from imastudio.domain.kernel import error_for

            raise error_for(Failure(kind=Kind.NO_KEY))


def _task_types(call: Call) -> list[TaskType]:
    task_type, medium = call.word("task_type", TaskType), call.word("medium", Medium)
    if task_type is not None:
        return [task_type]
    if medium is None:
        raise refuse(Kind.VALUE_NOT_OFFERED, "medium", None, [one.value for one in Medium])
    return [one for one in TaskType if one.medium is medium]


def _told(result: Result, call: Call) -> ToolReply:
    """Return how a generation stands; that a wait ended is no failure here."""
    document = result_document(result, call.language)
    if result.wait_ended:
        document["error"] = None
    failed = result.status not in _NOT_BAD or document["error"] is not None
    return ToolReply(document=document, text=say_result(document, call.language), failed=failed, result=result)


def _answers(call: Call) -> dict[str, str]:
    """Return answers to doubts, by field. Raises WishRefused."""
    value = call.arguments.get("answers") or {}
    if not isinstance(value, Mapping) or not all(isinstance(one, str | int | float) for one in value.values()):
        raise refuse(Kind.VALUE_NOT_OFFERED, "answers", expected="json")
    return {str(field): str(answer) for field, answer in value.items()}


def _status(proposal: Proposal, failure: Failure | None) -> ProposalStatus:
    """Return how far a proposal has come."""
    if proposal.topic is not None:
        return "answered"
    if proposal.open:
        return "needs_answer"
    return "understood" if failure is None else "refused"


@attrs.frozen
class _Teller:
    """Tells the client how far it has come."""

    call: Call

    async def tell(self, news: News) -> None:
        """Pass on progress, and nothing else."""
        if isinstance(news, Progressed):
            await self.call.tell(news.percent, f"{news.percent}%, {round(news.elapsed)} s")
