"""What `ima ask` does: plain words become a proposal, doubts are asked, and what was agreed to is ordered.

Rules: nothing is ordered, saved or cleared while something is in doubt; nothing is ordered whose price nobody agreed to
(decision 30): a yes at the terminal to exactly what was offered there, `--yes`, or a cap in the words of the order itself or
`--max-points` that covers it; a context file agrees to nothing. Words that only save or clear a model order nothing; a dry run
saves nothing. Words that ask for nothing to be made are answered, and what waits goes on waiting.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from secrets import token_hex
from shlex import quote
from typing import TYPE_CHECKING, Any

import attrs

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.dialogue import (
    EDIT,
    Memory,
    ToldPrice,
    chosen,
    memory_in,
    new_words,
    question_about,
    question_of_price,
    read_line,
    results_of,
)
from imastudio.adapters.cli.ordering import answer_to_price, look_up, order_quoted, print_quote
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.proposing import Interpreted, proposal_document, show_proposal
from imastudio.adapters.cli.replying import answer
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.cli.wish_options import inputs_of, target_of
from imastudio.domain.intent import (
    FIELDS,
    NO_CONTEXT,
    AnswerRefused,
    Context,
    Doubt,
    Last,
    Pending,
    PreferenceAction,
    Proposal,
    Topic,
    interpret,
    is_slip,
    read_answer,
    stands_alone,
    to_wish,
    without,
)
from imastudio.domain.kernel import ExitCode, Failure, ImaError, Kind, WishRefused, refuse
from imastudio.domain.lifecycle import Noticed, Result
from imastudio.domain.messages import say_choice, say_doubt, say_failure, say_lacking, say_notice, say_reply
from imastudio.domain.orders import Medium, Notice, TaskType, Tier, Wish, language_of_words
from imastudio.domain.quoting import Quote, alternatives_in
from imastudio.domain.works import Hero, Work, is_film_with_sound, plan

if TYPE_CHECKING:
    from imastudio.domain.documents import ProposalStatus

_PENDING_CHOICES = 3
# What a work answers by itself: which media, and how many of a series.
_SETTLED_BY_A_WORK = frozenset({"media", "n"})
# How a work is told which models to take: "something cheaper" alone says nothing beside a whole wish.
_TIERS_SAID: Mapping[tuple[Tier | None, bool], str] = {
    (Tier.BUDGET, True): "用最便宜的模型",
    (Tier.BUDGET, False): "with the cheapest model",
    (Tier.PREMIUM, True): "用最好的模型",
    (Tier.PREMIUM, False): "with the best model",
}
_CHANGED = frozenset({Kind.VALUE_NOT_OFFERED, Kind.COUNT_NOT_OFFERED})


def ask_for(connection: Connection, given: Mapping[str, Any]) -> int:
    """Understand, show, ask and order; without words, hold a conversation. Return the exit code."""
    request_id = given["request_id"] or f"cli-{token_hex(8)}"
    asked_for = {**given, "request_id": request_id}
    if given["words"] is None:
        return _converse(connection, given)

    async def body(session: Session) -> int:
        return await _wish(session, asked_for, str(given["words"]), await _memory(session, given))

    async def look(session: Session) -> int:
        return await look_up(session, Wish(request_id=request_id))

    return run(connection, body, status="rejected", look=None if given["dry_run"] else look)


async def _memory(session: Session, given: Mapping[str, Any]) -> Memory:
    out = session.out
    return await memory_in(
        session, given["context"], lambda why: out.tell(say("context_unread", out.language, why=why))
    )


def _converse(connection: Connection, given: Mapping[str, Any]) -> int:
    """Greet, and answer line after line until the end of the input; each order has a name of its own."""

    async def body(session: Session) -> int:
        if not session.out.can_ask:
            raise Misused("words_missing")
        memory = await _memory(session, given)
        session.out.tell(say("greeting", session.out.language))
        while (line := await read_line(session)) is not None:
            session = session.hearing(line)
            if line.strip() and not await _guarded(session, given, line, memory):
                return 0
            session.out.tell(say("what_next", session.out.language))
        return 0

    return run(connection, body)


async def _guarded(session: Session, given: Mapping[str, Any], line: str, memory: Memory) -> bool:
    """See one wish of a conversation through: a refusal is told and the talk goes on. Return False at the end of the input."""
    try:
        await _wish(session, {**given, "request_id": f"cli-{token_hex(8)}"}, line, memory)
    except WishRefused as refusal:
        if refusal.failure.facts.get("ended"):
            return False
        language = session.out.language
        session.out.tell(
            say_reply(Topic.CANCEL, {"nothing": True}, language)  # of what waited
            if refusal.failure.kind is Kind.DECLINED
            else say_failure(refusal.failure, language)
        )
    return True


async def _wish(session: Session, given: Mapping[str, Any], words: str, memory: Memory) -> int:
    """See a wish through: act on its words, then on each line that is typed, as long as a question of ours waits."""
    code = await _act(session, given, words, memory)
    told: ToldPrice | None = None
    while memory.question is not None and memory.context.pending is not None:
        again = memory.offer is not None and memory.offer.is_as(told)
        told = memory.offer
        line = await _line_at(session, memory, again=again)
        if line is None:
            raise refuse(Kind.DECLINED, ended=True)
        if again and not line.strip():
            continue
        session = session.hearing(line)
        code = await _answered(session, given, line, memory)
    return code


async def _line_at(session: Session, memory: Memory, *, again: bool) -> str | None:
    """Put the question that waits, and read the line that answers it; None at the end."""
    if memory.offer is None:
        session.out.tell("" if memory.question is None else memory.question(session.out.language))
        return await read_line(session)
    line = await answer_to_price(session, question_of_price(memory.offer.quoted, session.out.language, again=again))
    return line.rstrip("\n") if line else None


async def _answered(session: Session, given: Mapping[str, Any], line: str, memory: Memory) -> int:
    """Act on a line that was typed at a question of ours."""
    pending, said = memory.context.pending, line.strip()
    doubt = pending.doubts[0] if pending is not None and pending.doubts else None
    if said.lower() == EDIT:
        memory.asks(None)
        try:
            return await _act(session, given, await new_words(session), memory, afresh=True)
        except EOFError:
            raise refuse(Kind.DECLINED, ended=True) from None
    choice = None if doubt is None else chosen(doubt, line, session.out.language)
    if choice is not None and doubt is not None:
        return await _act(session, given, line, memory, (doubt.field, choice))
    if not said and memory.offer is None:
        return 0
    if said and _is_no_answer(await _understand(session, given, line, memory), line, doubt):
        session.out.tell(say("no_answer", session.out.language))
        return 0
    return await _act(session, given, line or "y", memory)


def _is_no_answer(asked: Interpreted, line: str, doubt: Doubt | None) -> bool:
    """Tell whether a line at a question is neither an answer nor surely a wish of its own: a slip, that must cost nothing."""
    proposal = asked.proposal
    own = proposal.said is not None and proposal.said.words == line and proposal.topic is None
    if not own or proposal.lasting:
        return False
    if proposal.doubt("which_work") is not None:
        return True
    presumed = "media" in proposal.presumed
    if doubt is not None:
        return presumed and doubt.field != "which_work" and not stands_alone(line)
    return presumed and is_slip(line)


async def _understand(
    session: Session,
    given: Mapping[str, Any],
    words: str,
    memory: Memory,
    answer: tuple[str, str] | None = None,
    *,
    afresh: bool = False,
) -> Interpreted:
    """Return what words mean, or what the wish that waits means with the answer that was chosen.

    What is said `afresh` goes on from nothing, unless it says nothing by itself.
    """
    saved = await session.studio.saved_models()
    kinds = [one.kind for one in inputs_of(given)]
    models = {task_type: preference.model_id for task_type, preference in saved.items()}
    answers = {field: value if isinstance(value, str) else json.dumps(value) for field, value in given["answers"]}
    for field in answers:
        if field not in FIELDS:
            raise Misused("answer_unknown", field=field, known=", ".join(FIELDS))
    context, pending = memory.context, memory.context.pending
    if answer is not None and pending is not None:
        words, context = pending.words, attrs.evolve(context, pending=None)
        answers = {**pending.answers, **answers, answer[0]: answer[1]}
    try:
        proposal = interpret(
            words, kinds, models, scope=given["scope"], context=NO_CONTEXT if afresh else context, answers=answers
        )
    except AnswerRefused as refusal:
        raise Misused("answer_refused", field=refusal.field, value=refusal.value) from refusal
    if afresh and proposal.doubt("which_work") is not None:
        return await _understand(session, given, words, memory)
    return _wished(Interpreted(wish=Wish(), proposal=proposal, saved=saved), given)


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


async def _act(
    session: Session,
    given: Mapping[str, Any],
    words: str,
    memory: Memory,
    answer: tuple[str, str] | None = None,
    *,
    afresh: bool = False,
) -> int:
    """Act on words: answer them, ask about them, tell the price, or order what was offered."""
    asked = await _understand(session, given, words, memory, answer, afresh=afresh)
    proposal, offer, dry = asked.proposal, memory.offer, given["dry_run"]
    memory.medium = proposal.media or memory.medium
    memory.context = attrs.evolve(memory.context, named="", topic="")
    if offer is not None and not proposal.agrees and _leaves(proposal, memory.context.pending):
        memory.context = attrs.evolve(memory.context, left=_work_in(offer.asked, offer.quoted, memory.context.pending))
        asked = _apart(asked)
    if proposal.agrees and offer is not None:
        return await _place(session, given, offer.asked, offer.quoted, memory)
    if proposal.topic is Topic.CANCEL and offer is not None:
        memory.asks(None)
        raise refuse(Kind.DECLINED)
    if proposal.topic is not None:
        return await _reply(session, asked, memory, dry=dry)
    work = _work_of(proposal, given, words)
    if work is not None:
        return await _make_work(session, given, asked, work, memory)
    show_proposal(session, proposal)
    if proposal.open:
        return _ask(session, given, asked, memory)
    if dry:
        return await _show_only(session, asked)
    if not proposal.orders:
        memory.asks(None)
        return await _prefer(session, asked)
    return await _propose(session, given, asked, memory)


def _leaves(proposal: Proposal, pending: Pending | None) -> bool:
    """Tell whether words leave the wish that waits for its price: another takes its place, or none."""
    if proposal.topic is not None or proposal.continues:
        return proposal.topic is Topic.CANCEL
    return pending is None or proposal.said is None or proposal.said.words != pending.words


def _apart(asked: Interpreted) -> Interpreted:
    """Return a wish that took the place of another, so that it is none of that one when it is read again."""
    proposal = asked.proposal
    if proposal.topic is not None or proposal.media is None:
        return asked
    return attrs.evolve(asked, proposal=attrs.evolve(proposal, answers={"which_work": "none", **proposal.answers}))


def _asks_here(session: Session, given: Mapping[str, Any]) -> bool:
    """Tell whether questions are put to somebody at the terminal."""
    return session.out.can_ask and not given["yes"] and not given["dry_run"]


def _work_of(proposal: Proposal, given: Mapping[str, Any], words: str) -> Work | None:
    """Return the work that words ask for where they ask for several media, or for a series of the same, as one piece."""
    if not (proposal.workflow or proposal.consistency or is_film_with_sound(words)):
        return None
    if "media" in proposal.answers or any(doubt.field not in _SETTLED_BY_A_WORK for doubt in proposal.doubts):
        return None
    return plan(words, given["images"])


async def _make_work(session: Session, given: Mapping[str, Any], asked: Interpreted, work: Work, memory: Memory) -> int:
    """Propose a work of several media, and order it where it is agreed to; its hero is what may be spoken of next."""
    from imastudio.adapters.cli.working import PriorConsent, order_work, show_plan

    if given["dry_run"]:
        return await show_plan(session, work)
    gate = session.connection.environment.get("IMA_GATE", "").strip() not in {"", "0"}
    consent = PriorConsent(max_points=asked.wish.max_points, yes=given["yes"], gate=gate)
    work_id, target, timeout = token_hex(6), target_of(given), given["timeout"]
    memory.asks(None)

    async def hears(line: str) -> bool:
        return await _heard_at_plan(session, given, asked.proposal.words, line, memory)

    try:
        code = await order_work(
            session, work, work_id, deliver_to=target, consent=consent, timeout=timeout, hears=hears
        )
    except _OtherWords as other:
        return await _act(session, given, other.words, memory)
    hero = await session.studio.works.last_hero()
    if hero is not None and hero.work_id == work_id:
        memory.keep(memory.context.ordered(_last_of(hero)))
    return code


class _OtherWords(Exception):
    """The person says something else at the price of a work: a wish of its own, or the same one with a change."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


async def _heard_at_plan(session: Session, given: Mapping[str, Any], before: str, line: str, memory: Memory) -> bool:
    """Answer a line at the price of a work, where it asks for nothing to be made. Raises _OtherWords."""
    spoken_of = Last(task_type=TaskType.TEXT_TO_VIDEO, prompt=before)
    asked = await _understand(session, given, line, Memory(context=Context(last=spoken_of)))
    proposal = asked.proposal
    if proposal.topic is not None:
        await answer(session, asked, memory)
        return True
    if is_slip(line):
        return False
    if proposal.continues:
        zh = language_of_words(line) == "zh"
        said = _TIERS_SAID.get((proposal.tier, zh), line)
        changed = f"{before}，{said}" if zh else f"{before}, {said}"
        work = plan(changed, given["images"])
        if work is not None and work != plan(before, given["images"]):
            raise _OtherWords(changed)
        return False
    if _is_no_answer(asked, line, None):
        return False
    raise _OtherWords(line)


def _last_of(hero: Hero) -> Last:
    wish = hero.wish
    return Last(
        task_type=wish.task_type or TaskType.TEXT_TO_IMAGE,
        prompt=wish.prompt,
        model=hero.model_name,
        model_name=hero.model_name,
        results=[hero.address],
        order=hero.request_id,
    )


async def _reply(session: Session, asked: Interpreted, memory: Memory, *, dry: bool) -> int:
    """Answer words that ask for nothing to be made; what waits goes on waiting, unless it is given up."""
    reply, judged = await answer(session, asked, memory), asked.proposal.spoken_of
    if judged is not None and memory.context.pending is None and not dry:
        memory.keep(memory.context.turned_to(judged))
    if asked.proposal.topic is Topic.CANCEL and not dry:
        memory.asks(None)
    session.out.document(proposal_document(asked, None, None, session.out.language, status="answered", reply=reply))
    return 0


def _pending(asked: Interpreted, how: str, **more: Any) -> Pending:
    """Return the question about a wish: its own words, where what was said last only answered one."""
    proposal = asked.proposal
    words = proposal.words if proposal.said is None else proposal.said.words
    return Pending(words=words, asked=how, answers=proposal.answers, **more)


def _ask(session: Session, given: Mapping[str, Any], asked: Interpreted, memory: Memory) -> int:
    """Ask what is in doubt at the terminal, else say it as data; nothing is ordered, saved or cleared."""
    out, language, doubts = session.out, session.out.language, asked.proposal.doubts
    pending = _pending(asked, "doubt", doubts=doubts)
    if _asks_here(session, given):
        memory.asks(pending, partial(question_about, doubts[0]))
        return ExitCode.REFUSED
    failure = refuse(Kind.NEEDS_ANSWER).failure
    if out.told != "text":
        _relay_doubts(out, doubts)
    for doubt in doubts:
        out.tell(say_doubt(doubt, language))
        for choice in doubt.choices:
            out.tell(f"  --answer {doubt.field}={quote(choice)}  ({say_choice(choice, language, doubt.field)})")
        if not doubt.choices and doubt.field in FIELDS and doubt.field != "inputs":
            out.tell(f"  --answer {doubt.field}='…'")
    out.tell(say_failure(failure, language))
    if not given["dry_run"]:
        memory.asks(pending)
    out.document(proposal_document(asked, None, failure, language, status="needs_answer"))
    return failure.exit_code


def _relay_doubts(out: Output, doubts: Sequence[Doubt]) -> None:
    """Ask a person in a chat, in one message, what is in doubt."""
    from imastudio.adapters.cli.relay import relay

    lines: list[str] = []
    for doubt in doubts:
        lines.append(say_doubt(doubt, out.language, bare=True))
        lines += [
            f"{number}. {say_choice(choice, out.language, doubt.field)}"
            for number, choice in enumerate(doubt.choices, 1)
        ]
    relay(out, "refused", "\n".join(lines), {"error": Kind.NEEDS_ANSWER, "doubts": [one.field for one in doubts]})


async def _propose(session: Session, given: Mapping[str, Any], asked: Interpreted, memory: Memory) -> int:
    """Tell the price of a wish and get the agreement to it; what can't be made is told with what can."""
    out, language = session.out, session.out.language
    try:
        quoted = await _quote(session, _as_if_cleared(asked))
    except WishRefused as refusal:
        return _refused(session, given, asked, memory, refusal)
    here = _asks_here(session, given)
    if (given["yes"] or _is_covered(given, asked, quoted, here=here)) and not asked.proposal.wondered:
        return await _place(session, given, asked, quoted, memory)
    pending = _pending(asked, "approve", made=quoted.params, offered=await _offered(session, quoted))
    if here:
        for notice in quoted.order.notices:
            out.tell(say("labelled", language, name=say("notice", language), text=say_notice(notice, language)))
        memory.asks(pending, partial(question_of_price, quoted), ToldPrice(asked=asked, quoted=quoted))
        return ExitCode.REFUSED
    failure = refuse(Kind.NEEDS_APPROVAL, total=quoted.order.total, model=quoted.order.model_name).failure
    print_quote(out, quoted)
    memory.asks(pending)
    return out.fail(failure, proposal_document(asked, quoted, failure, language, status="needs_approval"))


def _is_covered(given: Mapping[str, Any], asked: Interpreted, quoted: Quote, *, here: bool) -> bool:
    """Tell whether a cap agrees to the price: an option's, or where nobody can be asked one in these very words.

    What a context holds only limits.
    """
    said = asked.proposal.max_points if asked.proposal.cap_said and not here else None
    caps = [cap for cap in (given["max_points"], said) if cap is not None]
    return bool(caps) and quoted.order.total <= min(caps)


def _refused(
    session: Session, given: Mapping[str, Any], asked: Interpreted, memory: Memory, refusal: WishRefused
) -> int:
    """Tell why a wish can't be made as it is, and ask for what can; elsewhere than at a terminal the refusal is the answer."""
    failure = refusal.failure
    doubt = _of_refusal(asked, failure)
    pending = _pending(asked, "refused", doubts=() if doubt is None else (doubt,))
    if not _asks_here(session, given) or doubt is None:
        memory.asks(pending)
        raise refusal
    memory.asks(pending, lambda language: question_about(doubt, language, text=_why(failure, language)))
    return failure.exit_code


def _of_refusal(asked: Interpreted, failure: Failure) -> Doubt | None:
    """Return what may be chosen instead of what was refused: a value that is offered, else a model that can make it."""
    if failure.kind in _CHANGED and failure.parameter in FIELDS:
        choices = [str(choice) for choice in failure.choices if isinstance(choice, str | int | float)]
        if choices:
            return Doubt(field=failure.parameter, choices=choices)
    if failure.kind is Kind.MODEL_UNKNOWN or asked.proposal.media is None:
        return None
    names = [*_models_told(failure), *(one.model_name for one in alternatives_in(failure))]
    known = [name for name in dict.fromkeys(str(name) for name in names) if _is_readable("model", name)]
    return Doubt(field="model", choices=known) if known else None


def _models_told(failure: Failure) -> Sequence[Any]:
    """Return the models that a refusal names as those that can."""
    models = failure.facts.get("models")
    return models if isinstance(models, list | tuple) else ()


def _is_readable(field: str, value: str) -> bool:
    try:
        read_answer(field, value)
    except AnswerRefused:
        return False
    return True


def _why(failure: Failure, language: Any) -> str:
    """Return why a wish was refused, in words that people know."""
    others = [one.model_name for one in alternatives_in(failure)] or _models_told(failure)
    model = failure.facts.get("model_name") or failure.facts.get("model")
    if failure.kind is Kind.UNKNOWN_PARAMETER and isinstance(model, str):
        return say_lacking(model, failure.parameter or "", others, language)
    return say_failure(failure, language)


async def _place(session: Session, given: Mapping[str, Any], asked: Interpreted, quoted: Quote, memory: Memory) -> int:
    """Order what was agreed to, and keep what came of it for what is said next."""
    out, proposal = session.out, asked.proposal
    if proposal.preference is PreferenceAction.ASK:
        quoted = _with_question(quoted, await _about_preference(session, asked, quoted))
        which = " ".join(f"--task-type {task_type.value}" for task_type in asked.task_types)
        out.tell(say("to_save", out.language, model=proposal.model, which=which))

    async def remember(result: Result) -> Sequence[Notice]:
        return await _remember(session, asked, quoted, result)

    memory.asks(None)
    again, timeout = given.get("again", False), given["timeout"]
    code = await order_quoted(session, asked.wish, quoted, yes=True, timeout=timeout, again=again, afterwards=remember)
    memory.estimate = quoted.order.estimate
    memory.keep(await _afterwards(session, asked, quoted, memory.context, failed=code == ExitCode.FAILED))
    return code


async def _offered(session: Session, quoted: Quote) -> dict[str, Any]:
    """Return what the model of a quote offers for each of its fields, in order."""
    order = quoted.order
    catalog = await session.stopping.beside(session.studio.models(order.task_type))
    leaf = next((one for one in catalog.leaves if one.version_id == order.version_id), None)
    return {} if leaf is None else {field.name: field.values for field in leaf.fields if field.values}


def _work_in(asked: Interpreted, quoted: Quote, pending: Pending | None) -> Last:
    """Return a wish that was told its price as a work that one may speak of, ordered or not."""
    wish, proposal = asked.wish, asked.proposal
    return Last(
        task_type=quoted.order.task_type,
        prompt=wish.prompt,
        model=wish.model,
        version_id=wish.version_id,
        tier=wish.tier,
        params=proposal.params,
        n=proposal.n,
        max_points=proposal.max_points,
        inputs=[one.source for one in wish.inputs],
        made=quoted.params,
        offered={} if pending is None else pending.offered,
        model_name=quoted.order.model_name,
        once=proposal.once,
    )


async def _afterwards(
    session: Session, asked: Interpreted, quoted: Quote, context: Context, *, failed: bool
) -> Context:
    """Return what the next utterance may speak of: this work, and a question that was put."""
    order, name = quoted.order, asked.wish.request_id or ""
    row = await session.studio.ordered(name)
    result = None if row is None else session.studio.look_at(row)
    last = attrs.evolve(
        _work_in(asked, quoted, None),
        results=() if result is None else results_of(result, here=True),
        offered=await _offered(session, quoted),
        order=name,
        points=order.total,
        failed=failed,
    )
    pending = None
    if failed:
        names = [one.model_name for one in (() if result is None else result.alternatives)][:_PENDING_CHOICES]
        pending = _pending(asked, "retry", choices=names) if names else None
    elif asked.proposal.preference is PreferenceAction.ASK:
        pending = Pending(words=f"always use {order.model_name}", asked="save", choices=[order.model_name])
    return attrs.evolve(context.ordered(last), pending=pending)


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
