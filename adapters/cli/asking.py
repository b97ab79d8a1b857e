"""What `ima ask` does: plain words become a proposal, doubts are asked, and what was agreed to is ordered.

Rules: nothing is ordered, saved or cleared while something is in doubt; nothing is ordered whose price nobody agreed to
(decision 30): a yes at the terminal, `--yes`, or a cap that covers it; words that only save or clear a model order nothing; a
dry run saves nothing. Words that ask for nothing to be made are answered.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from secrets import token_hex
from shlex import quote
from typing import TYPE_CHECKING, Any

import attrs

from imastudio.adapters.cli.dialogue import (
    Edited,
    Memory,
    agrees,
    memory_in,
    read_line,
    settle_doubts,
    somebody_answers,
)
from imastudio.adapters.cli.options import Connection, inputs_of, target_of
from imastudio.adapters.cli.ordering import look_up, order_quoted, print_quote
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.proposing import Interpreted, proposal_document, show_proposal
from imastudio.adapters.cli.replying import answer
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.domain.intent import (
    FIELDS,
    AnswerRefused,
    Context,
    Doubt,
    Last,
    Pending,
    PreferenceAction,
    Proposal,
    Topic,
    interpret,
    to_wish,
    without,
)
from imastudio.domain.kernel import Failure, ImaError, Kind, WishRefused, refuse
from imastudio.domain.lifecycle import Noticed, Result
from imastudio.domain.messages import say_choice, say_doubt, say_failure, say_notice
from imastudio.domain.orders import Medium, Notice, TaskType, Tier, Wish
from imastudio.domain.quoting import Quote
from imastudio.domain.works import Work, is_film_with_sound, plan

if TYPE_CHECKING:
    from imastudio.domain.documents import ProposalStatus

REFUSED = 3
_FAILED = 1
_PENDING_CHOICES = 3
# What a work answers by itself: which media, and how many of a series.
_SETTLED_BY_A_WORK = frozenset({"media", "n"})


def ask_for(connection: Connection, given: Mapping[str, Any]) -> int:
    """Understand, show, ask and order; without words, hold a conversation. Return the exit code."""
    request_id = given["request_id"] or f"cli-{token_hex(8)}"
    asked_for = {**given, "request_id": request_id}
    if given["words"] is None:
        return _converse(connection, given)

    async def body(session: Session) -> int:
        memory = memory_in(
            given["context"], lambda why: session.out.tell(say("context_unread", session.out.language, why=why))
        )
        return await _utterance(session, asked_for, str(given["words"]), memory)

    async def look(session: Session) -> int:
        return await look_up(session, Wish(request_id=request_id))

    return run(connection, body, status="rejected", look=None if given["dry_run"] else look)


def _converse(connection: Connection, given: Mapping[str, Any]) -> int:
    """Greet, and answer line after line until the end of the input; each order has a name of its own."""

    async def body(session: Session) -> int:
        if not somebody_answers(session):
            raise Misused("words_missing")
        memory = memory_in(
            given["context"], lambda why: session.out.tell(say("context_unread", session.out.language, why=why))
        )
        session.out.tell(say("greeting", session.out.language))
        while (line := await read_line(session)) is not None:
            if line.strip():
                await _guarded(session, {**given, "request_id": f"cli-{token_hex(8)}"}, line, memory)
            session.out.tell(say("what_next", session.out.language))
        return 0

    return run(connection, body)


async def _guarded(session: Session, given: Mapping[str, Any], line: str, memory: Memory) -> None:
    """Answer one line of a conversation: a refusal is told, and the conversation goes on."""
    try:
        await _utterance(session, given, line, memory)
    except WishRefused as refusal:
        session.out.tell(say_failure(refusal.failure, session.out.language))


async def _utterance(session: Session, given: Mapping[str, Any], words: str, memory: Memory) -> int:
    """Understand one utterance and act on it, again where the person says it anew."""
    while True:
        try:
            return await _act(session, given, words, memory)
        except Edited as edited:
            words = edited.words
            memory.keep(attrs.evolve(memory.context, pending=None))
        except EOFError:
            raise refuse(Kind.DECLINED) from None


async def _understand(session: Session, given: Mapping[str, Any], words: str, context: Context) -> Interpreted:
    saved = await session.studio.saved_models()
    inputs = inputs_of(given)
    models = {task_type: preference.model_id for task_type, preference in saved.items()}
    kinds = [one.kind for one in inputs]
    answers = {field: value if isinstance(value, str) else json.dumps(value) for field, value in given["answers"]}
    for field in answers:
        if field not in FIELDS:
            raise Misused("answer_unknown", field=field, known=", ".join(FIELDS))
    try:
        proposal = interpret(words, kinds, models, scope=given["scope"], context=context, answers=answers)
    except AnswerRefused as refusal:
        raise Misused("answer_refused", field=refusal.field, value=refusal.value) from refusal
    asked = Interpreted(wish=Wish(), proposal=proposal, saved=saved)
    return _wished(asked, given)


def _wished(asked: Interpreted, given: Mapping[str, Any]) -> Interpreted:
    """Return what was asked with the wish that the proposal and the options make."""
    proposal = asked.proposal
    caps = [cap for cap in (given["max_points"], proposal.max_points) if cap is not None]
    wish = attrs.evolve(
        to_wish(proposal, inputs_of(given)),
        scope=given["scope"],
        max_points=min(caps, default=None),
        request_id=given["request_id"],
        strict=given["strict"],
        deliver_to=target_of(given),
    )
    return attrs.evolve(asked, wish=wish)


async def _act(session: Session, given: Mapping[str, Any], words: str, memory: Memory) -> int:
    asked = await _understand(session, given, words, memory.context)
    if asked.proposal.topic is not None:
        return await _reply(session, asked, memory, dry=given["dry_run"])
    show_proposal(session, asked.proposal)
    work = _work_of(asked.proposal, given, words)
    if work is not None:
        return await _make_work(session, given, asked, work)
    if asked.proposal.open and somebody_answers(session) and not given["yes"] and not given["dry_run"]:
        asked = _wished(attrs.evolve(asked, proposal=await settle_doubts(session, asked.proposal)), given)
        if asked.proposal.topic is not None:
            memory.keep(attrs.evolve(memory.context, pending=None))
            return await _reply(session, asked, memory, dry=False)
        show_proposal(session, asked.proposal)
    if asked.proposal.open:
        return _needs_answer(session, asked, words, memory, dry=given["dry_run"])
    if given["dry_run"]:
        return await _show_only(session, asked)
    if not asked.proposal.orders:
        return await _prefer(session, asked)
    return await _order(session, given, asked, words, memory)


def _work_of(proposal: Proposal, given: Mapping[str, Any], words: str) -> Work | None:
    """Return the work that words ask for where they ask for several media, or for a series of the same, as one piece."""
    if not (proposal.workflow or proposal.consistency or is_film_with_sound(words)):
        return None
    if any(doubt.field not in _SETTLED_BY_A_WORK for doubt in proposal.doubts):
        return None
    return plan(words, given["images"])


async def _make_work(session: Session, given: Mapping[str, Any], asked: Interpreted, work: Work) -> int:
    """Propose a work of several media, and order it where it is agreed to."""
    from imastudio.adapters.cli.working import PriorConsent, order_work, show_plan

    if given["dry_run"]:
        return await show_plan(session, work)
    gate = session.connection.environment.get("IMA_GATE", "").strip() not in {"", "0"}
    consent = PriorConsent(max_points=asked.wish.max_points, yes=given["yes"], gate=gate)
    return await order_work(
        session, work, token_hex(6), deliver_to=target_of(given), consent=consent, timeout=given["timeout"]
    )


async def _reply(session: Session, asked: Interpreted, memory: Memory, *, dry: bool) -> int:
    """Answer words that ask for nothing to be made."""
    reply = await answer(session, asked)
    if asked.proposal.topic is Topic.CANCEL and not dry:
        memory.keep(attrs.evolve(memory.context, pending=None))
    session.out.document(proposal_document(asked, None, None, session.out.language, status="answered", reply=reply))
    return 0


def _wish_in(asked: Interpreted, words: str) -> str:
    """Return the words of the wish itself where what was said last only answered a question about it."""
    said = asked.proposal.said
    return words if said is None else said.words


def _needs_answer(session: Session, asked: Interpreted, words: str, memory: Memory, *, dry: bool) -> int:
    """Say what is in doubt, for people and as data; nothing is ordered, saved or cleared."""
    out, language = session.out, session.out.language
    failure = refuse(Kind.NEEDS_ANSWER).failure
    if out.told != "text":
        _relay_doubts(out, asked.proposal.doubts)
    for doubt in asked.proposal.doubts:
        out.tell(say_doubt(doubt, language))
        for choice in doubt.choices:
            out.tell(f"  --answer {doubt.field}={quote(choice)}  ({say_choice(choice, language)})")
        if not doubt.choices and doubt.field in FIELDS:
            out.tell(f"  --answer {doubt.field}='…'")
    out.tell(say_failure(failure, language))
    pending = Pending(words=_wish_in(asked, words), doubts=asked.proposal.doubts, answers=asked.proposal.answers)
    if not dry:
        memory.keep(attrs.evolve(memory.context, pending=pending))
    out.document(proposal_document(asked, None, failure, language, status="needs_answer"))
    return failure.exit_code


def _relay_doubts(out: Output, doubts: Sequence[Doubt]) -> None:
    """Ask a person in a chat, in one message, what is in doubt."""
    from imastudio.adapters.cli.chat_output import relay

    lines: list[str] = []
    for doubt in doubts:
        lines.append(say_doubt(doubt, out.language, bare=True))
        lines += [f"{number}. {say_choice(choice, out.language)}" for number, choice in enumerate(doubt.choices, 1)]
    relay(out, "refused", "\n".join(lines), {"error": Kind.NEEDS_ANSWER, "doubts": [one.field for one in doubts]})


async def _show_only(session: Session, asked: Interpreted) -> int:
    """Show the quote where there is something to make; a refusal is part of the answer."""
    out, failure, quoted = session.out, None, None
    if asked.proposal.orders:
        failure, quoted = await _tried(session, asked)
    if quoted is not None:
        print_quote(out, quoted)
    status: ProposalStatus = "refused" if failure is not None else "understood"
    document = proposal_document(asked, quoted, failure, out.language, status=status)
    if failure is None:
        out.document(document)
    else:
        out.fail(failure, document)
    out.tell(say("dry_run", out.language))
    return 0 if failure is None else failure.exit_code


async def _tried(session: Session, asked: Interpreted) -> tuple[Failure | None, Quote | None]:
    """Return why a wish can't be ordered, or its quote."""
    try:
        quoted = await _quote(session, _as_if_cleared(asked))
        await session.studio.check_budgets(quoted.order.total)
    except WishRefused as refusal:
        return refusal.failure, None
    return None, quoted


async def _prefer(session: Session, asked: Interpreted) -> int:
    """Save or clear a model where nothing else is asked for."""
    if asked.proposal.preference is PreferenceAction.CLEAR:
        await session.studio.clear_models(asked.task_types)
    notices = await _about_preference(session, asked, None)
    async with session.messenger() as messenger:
        for notice in notices:
            await messenger.tell(Noticed(notice))
    session.out.document(proposal_document(asked, None, None, session.out.language, status="understood"))
    return 0


async def _order(session: Session, given: Mapping[str, Any], asked: Interpreted, words: str, memory: Memory) -> int:
    """Quote, get the agreement, and order."""
    out, proposal = session.out, asked.proposal
    quoted = await _quote(session, _as_if_cleared(asked))
    if not await _agreed(session, given, asked, quoted):
        failure = refuse(Kind.NEEDS_APPROVAL, total=quoted.order.total, model=quoted.order.model_name).failure
        print_quote(out, quoted)
        pending = Pending(words=_wish_in(asked, words), asked="approve", answers=proposal.answers)
        memory.keep(attrs.evolve(memory.context, pending=pending))
        return out.fail(failure, proposal_document(asked, quoted, failure, out.language, status="needs_approval"))
    if proposal.preference is PreferenceAction.ASK:
        quoted = _with_question(quoted, await _about_preference(session, asked, quoted))
        which = " ".join(f"--task-type {task_type.value}" for task_type in asked.task_types)
        out.tell(say("to_save", out.language, model=proposal.model, which=which))

    async def remember(result: Result) -> Sequence[Notice]:
        return await _remember(session, asked, quoted, result)

    again, timeout = given.get("again", False), given["timeout"]
    code = await order_quoted(session, asked.wish, quoted, yes=True, timeout=timeout, again=again, afterwards=remember)
    memory.keep(await _afterwards(session, asked, quoted, words, failed=code == _FAILED))
    return code


async def _agreed(session: Session, given: Mapping[str, Any], asked: Interpreted, quoted: Quote) -> bool:
    """Tell whether the price is agreed to: by --yes, by a cap that covers it, or by the person at the terminal."""
    cap, total = asked.wish.max_points, quoted.order.total
    if given["yes"] or (cap is not None and total <= cap):
        return True
    if not somebody_answers(session):
        return False
    language, estimate = session.out.language, quoted.order.estimate
    time = say("seconds", language, lowest=estimate.lowest, highest=estimate.highest)
    session.out.tell(say("labelled", language, name=quoted.order.model_name, text=time))
    for notice in quoted.order.notices:
        session.out.tell(say("labelled", language, name=say("notice", language), text=say_notice(notice, language)))
    if not await agrees(session, total):
        raise refuse(Kind.DECLINED)
    return True


async def _afterwards(session: Session, asked: Interpreted, quoted: Quote, words: str, *, failed: bool) -> Context:
    """Return what the next utterance may speak of: this work, and a question that was put."""
    wish, order = asked.wish, quoted.order
    last = Last(
        task_type=order.task_type,
        prompt=wish.prompt,
        model=wish.model,
        version_id=wish.version_id,
        tier=wish.tier,
        params=wish.params,
        failed=failed,
    )
    pending = None
    if failed:
        row = await session.studio.ordered(wish.request_id or "")
        others = () if row is None else session.studio.look_at(row).alternatives
        names = [one.model_name for one in others][:_PENDING_CHOICES]
        pending = Pending(words=words, asked="retry", answers=asked.proposal.answers, choices=names) if names else None
    elif asked.proposal.preference is PreferenceAction.ASK:
        pending = Pending(words=f"always use {order.model_name}", asked="save", choices=[order.model_name])
    return Context(last=last, pending=pending)


def _as_if_cleared(asked: Interpreted) -> Interpreted:
    """Return what was asked for as it will be once the saved model is cleared."""
    cleared = asked.proposal.preference is PreferenceAction.CLEAR and asked.wish.tier is None
    return attrs.evolve(asked, wish=attrs.evolve(asked.wish, tier=Tier.BALANCED)) if cleared else asked


async def _quote(session: Session, asked: Interpreted) -> Quote:
    """Return the quote; a value that the model has no field for is left out where that changes nothing that is paid for."""
    wish, notices = asked.wish, list(asked.proposal.notices)
    while True:
        try:
            quoted = await session.stopping.beside(session.studio.quote(wish))
        except WishRefused as refusal:
            fewer = without(wish, refusal.failure)
            if fewer is None:
                raise
            wish = fewer
            notices.append(Notice("not_taken", {"parameter": refusal.failure.parameter}))
            continue
        known = {notice.code for notice in quoted.order.notices}
        added = tuple(notice for notice in notices if notice.code not in known)
        return attrs.evolve(quoted, order=attrs.evolve(quoted.order, notices=(*quoted.order.notices, *added)))


def _with_question(quoted: Quote, notices: Sequence[Notice]) -> Quote:
    return attrs.evolve(quoted, order=attrs.evolve(quoted.order, notices=(*quoted.order.notices, *notices)))


async def _remember(session: Session, asked: Interpreted, quoted: Quote, result: Result) -> Sequence[Notice]:
    """Save or clear a model with the outcome of the create: where the order was not taken, the person keeps their choice."""
    action, charge = asked.proposal.preference, result.generation.charge
    if action not in {PreferenceAction.SAVE, PreferenceAction.CLEAR}:
        return ()
    if charge is None or not charge.sure:
        return [Notice("preference_unchanged")]
    try:
        if action is PreferenceAction.CLEAR:
            await session.studio.clear_models(asked.task_types)
        return await _about_preference(session, asked, quoted)
    except (ImaError, OSError):  # what is paid for is waited for in any case
        return [Notice("preference_unchanged")]


async def _about_preference(session: Session, asked: Interpreted, quoted: Quote | None) -> list[Notice]:
    """Save what is to be saved, and return what the person should know of their usual model."""
    proposal = asked.proposal
    if proposal.preference is PreferenceAction.CLEAR:
        given_up = dict.fromkeys(one.medium for one in asked.saved) if proposal.forgets_all else {}
        media = given_up or (proposal.media or Medium.IMAGE,)
        return [Notice("preference_cleared", asked.part_of(medium)) for medium in media]
    if proposal.preference is PreferenceAction.ASK and proposal.task_type is not None:
        old = asked.saved[proposal.task_type].model_name
        new = quoted.order.model_name if quoted else proposal.model
        return [Notice("preference_question", {"old": old, "new": new})]
    if proposal.preference is not PreferenceAction.SAVE:
        return []
    names: dict[Medium, str] = {}
    for task_types, model in _unsaved(asked):
        kept = await session.stopping.beside(session.studio.save_model(task_types, model))
        names |= {task_type.medium: preference.model_name for task_type, preference in kept.items()}
    return [Notice("preference_saved", {**asked.part_of(medium), "model_name": name}) for medium, name in names.items()]


def _unsaved(asked: Interpreted) -> Iterable[tuple[list[TaskType], str]]:
    """Yield each model that is to be saved, with its task types: Wan has one for text and one for pictures."""
    saved = {task_type: preference.model_id for task_type, preference in asked.saved.items()}
    wanted = {task: model for task, model in asked.proposal.models.items() if task in asked.task_types}
    for model in dict.fromkeys(wanted.values()):
        task_types = [task for task, its in wanted.items() if its == model and saved.get(task) != model]
        if task_types:
            yield task_types, model
