"""What `ima work` does: a brief becomes steps, the whole is priced and agreed to, ordered, and laid together.

Rules: nothing is ordered before somebody agreed to the whole price; the same file into the same folder is the same work; a
signal ends the waiting, never what was ordered, and how to go on is told; whoever asks about a work reads the ledger first,
and so is told of what that has lost.
"""

import asyncio
import json
import os
import shlex
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.ordering import answer_to_price
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.stopping import Stopped
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.cli.work_files import parse_work, read_work, write_work
from imastudio.domain.documents import outcome_work_document, work_document
from imastudio.domain.intent import Topic, agrees_to, interpret, question_of
from imastudio.domain.kernel import ExitCode, Failure, Json, Kind, WishRefused, refuse
from imastudio.domain.lifecycle import Subject, check_place, digest, without_template
from imastudio.domain.messages import say_failure, say_plan, say_work
from imastudio.domain.works import Plan, Work, WorkAcknowledged, WorkNews, WorkOutcome, encode_work, media_of, plan_of
from imastudio.domain.works import plan as plan_words
from imastudio.ports.works import Tell

ID_CHARS = 12
EDIT = frozenset({"e", "edit", "改"})
# What becomes of a line at the price that is neither yes nor no: true where it was answered.
Hears: TypeAlias = Callable[[str], Awaitable[bool]]
_RETOLD = frozenset({Topic.PRICES, Topic.TIME})
_PRICED = frozenset({"price", "total", "time"})


def plan_brief(connection: Connection, words: str, images: Sequence[str], file: str | None) -> int:
    """Say what a brief would become and cost, and write its document; return the exit code."""
    work = plan_words(words, images)
    if work is None:
        raise Misused("no_work")

    async def body(session: Session) -> int:
        plan = await session.stopping.beside(session.studio.price(work))
        text, out = write_work(plan.work), session.out
        if file is not None:
            _write(file, text)
        elif not out.as_json:
            out.show(text.rstrip())
        tell_plan(out, plan)
        if file is not None:
            out.tell(say("work_written", out.language, file=file, line=_line(connection, "run", file)))
        out.document(work_document(plan, out.language))
        return 0

    return run(connection, body, status="rejected")


def tell_plan(out: Output, plan: Plan) -> None:
    """Say what a work would cost, at the terminal or in a chat."""
    text = say_plan(plan, out.language)
    if out.told == "text":
        out.tell(text)
        return
    from imastudio.adapters.cli.relay import relay

    relay(out, "planned", text, {"steps": [step.name for step in plan.steps], "total": plan.total})


def _words_of(work: Work) -> str:
    """Return what a person wrote in a work: it is answered in that language."""
    return "\n".join([work.title, *(step.wish.prompt for step in work.steps)])


def show_work(connection: Connection, name: str) -> int:
    """Print a work as a tree; return the exit code."""
    work = read_work(name) if _is_file(name) else None
    connection = connection if work is None else connection.hearing(_words_of(work))

    async def body(session: Session) -> int:
        out = session.out
        if work is not None:
            plan = await session.stopping.beside(session.studio.price(work))
            out.show(say_plan(plan, out.language))
            out.document(work_document(plan, out.language))
            return 0
        await session.studio.losses()
        outcome = await session.studio.works.show(name)
        out.show(say_plan(_plan_of(outcome), out.language, outcome.progress))
        for path in _files(outcome):
            out.show(path)
        out.document(outcome_work_document(outcome, out.language))
        return 0

    return run(connection, body)


def run_work(
    connection: Connection,
    name: str,
    *,
    deliver_to: str | None,
    redo: Sequence[str],
    changes: Sequence[tuple[str, Json]],
    consent: Mapping[str, Any],
    timeout: float | None,
) -> int:
    """Order a work, or go on with one; return the exit code."""
    work = read_work(name) if _is_file(name) else None
    connection = connection if work is None else connection.hearing(_words_of(work))
    agreed = PriorConsent(**consent)
    changed = _changes(changes)

    async def body(session: Session) -> int:
        if work is None:
            await session.studio.losses()
            return await go_on(session, name, redo=redo, changes=changed, consent=agreed, timeout=timeout)
        ids = [await session.studio.works.own_id(name) for name in ids_of(work, deliver_to)]
        known = [work_id for work_id in ids if await _is_known(session, work_id)]
        if known:
            return await go_on(
                session, known[0], redo=redo, changes=changed, consent=agreed, timeout=timeout, words=work
            )
        return await order_work(session, work, ids[0], deliver_to=deliver_to, consent=agreed, timeout=timeout)

    return run(connection, body, status="rejected")


def list_works(connection: Connection) -> int:
    """Print the works of this account; return the exit code."""

    async def body(session: Session) -> int:
        outcomes, out = await session.studio.works.all(), session.out
        await session.studio.losses()
        if not outcomes:
            out.tell(say("nothing_here", out.language))
        elif not out.as_json:
            headings = [say(heading, out.language) for heading in ("id", "status", "steps", "points", "film")]
            show_table(out, "", headings, [_row(outcome, session) for outcome in outcomes])
        out.document([outcome_work_document(outcome, out.language) for outcome in outcomes])
        return 0

    return run(connection.looking, body)


def forget_work(connection: Connection, name: str) -> int:
    """Forget the words of a work; return the exit code."""

    async def body(session: Session) -> int:
        await session.studio.works.forget(name)
        session.out.tell(say("forgotten", session.out.language))
        session.out.document({"forgotten": name})
        return 0

    return run(connection, body)


# ordering


@attrs.frozen(kw_only=True)
class PriorConsent:
    """An agreement given beforehand: a cap on the whole, or whatever is shown. With `gate` a person must agree."""

    max_points: int | None = None
    yes: bool = False
    gate: bool = False

    def within(self, cap: int | None) -> "PriorConsent":
        """Return the consent with a cap that the work itself says, too: the lower one holds (decision 30)."""
        caps = [one for one in (self.max_points, cap) if one is not None]
        return attrs.evolve(self, max_points=min(caps, default=None))

    def covers(self, to_pay: int, whole: int) -> bool:
        """Tell whether it holds for `to_pay` points more, `whole` in all. Raises WishRefused (ABOVE_BUDGET)."""
        if self.max_points is not None and whole > self.max_points:
            raise refuse(Kind.ABOVE_BUDGET, "max_points", self.max_points, (whole,), total=whole, cap=self.max_points)
        return to_pay == 0 or self.yes or self.max_points is not None


async def order_work(
    session: Session,
    work: Work,
    work_id: str,
    *,
    deliver_to: str | None,
    consent: PriorConsent,
    timeout: float | None,  # noqa: ASYNC109 - passed on
    hears: Hears | None = None,
) -> int:
    """Price a work, have it agreed to, order it, and tell how it goes; return the exit code. `hears` as in `_asked`."""
    out, tell = session.out, teller(session)
    check_place(deliver_to, len(work.steps) + 1)  # a file is for one result
    if deliver_to is None and work.film is not None:
        deliver_to = str(Path.cwd() / f"ima-{work_id}")
    if session.connection.tell != "text":
        await session.stopping.beside(_acknowledge(session, tell, work))
    plan = await session.stopping.beside(session.studio.price(work))
    if session.connection.tell == "text":
        out.tell(say_plan(plan, out.language))
    await session.studio.check_budgets(plan.total)
    plan = await _agreed_plan(session, plan, consent, hears)
    running = session.studio.run(
        plan,
        deliver_to=deliver_to,
        language=out.language,
        work_id=work_id,
        on_news=tell,
        timeout=timeout,
        max_points=consent.within(plan.work.max_points).max_points,
    )
    return await _finish(session, work_id, running)


async def _acknowledge(session: Session, tell: Tell, work: Work) -> None:
    """Say that a work was understood; a messenger that fails keeps nobody from it."""
    try:
        await tell(WorkAcknowledged(media=media_of(work)))
    except Exception:  # noqa: BLE001 - a foreign command may do anything
        session.out.line(say("unsent", session.out.language))


async def go_on(
    session: Session,
    name: str,
    *,
    redo: Sequence[str],
    changes: Mapping[str, Mapping[str, Json]],
    consent: PriorConsent,
    timeout: float | None,  # noqa: ASYNC109 - passed on
    words: Work | None = None,
) -> int:
    """Go on with a work at the prices of now, agreed to anew where that is needed; return the exit code.

    `words` are its document, where that is at hand.
    """
    works, out = session.studio.works, session.out
    try:
        proposal = await session.stopping.beside(works.propose(name, redo=redo, changes=changes, words=words))
    except WishRefused as refusal:
        _hint_at_change(session, name, refusal.failure)
        raise
    record = proposal.record
    agreed = None
    if proposal.needs_agreement or redo or changes:
        out.tell(say_plan(plan_of(record.work, record.orders), out.language, proposal.progress))
        subject = session.studio.works.subject(plan_of(record.work, record.orders))
        key = digest(subject.key, str(proposal.to_pay), *sorted(record.attempts))
        left = attrs.evolve(subject, key=key, total=proposal.to_pay)
        await _agree(session, consent, left, proposal.progress.held + proposal.to_pay)
        agreed = proposal
    running = works.resume(
        record.id, agreed=agreed, on_news=teller(session), timeout=timeout, max_points=consent.max_points
    )
    return await _finish(session, record.id, running)


def _hint_at_change(session: Session, name: str, failure: Failure) -> None:
    """Say with which line a step whose model is gone can have another."""
    step, choices = failure.facts.get("step"), failure.choices
    if failure.kind is Kind.MODEL_UNKNOWN and isinstance(step, str) and choices:
        line = _line(session.connection, "resume", name, "--change", f"{step}.model={choices[0]}")
        session.out.tell(say("work_change", session.out.language, line=line))


async def show_plan(session: Session, work: Work) -> int:
    """Say what a work would cost, and order nothing; return the exit code."""
    out = session.out
    plan = await session.stopping.beside(session.studio.price(work))
    await session.studio.check_budgets(plan.total)
    out.show(say_plan(plan, out.language))
    if out.told != "text":
        tell_plan(out, plan)
    out.tell(say("dry_run", out.language))
    out.document(work_document(plan, out.language))
    return 0


def ids_of(work: Work, deliver_to: str | None) -> Sequence[str]:
    """Return the id under which a work document is run into a folder, and that of the folder as it is spelled.

    A folder is the same where it is the same on the disk; works of earlier versions go by the spelling.
    """
    said = json.dumps(encode_work(work), sort_keys=True, ensure_ascii=True, default=dict)
    spelled = without_template(deliver_to or "")
    places = dict.fromkeys((os.path.realpath(spelled) if spelled else "", spelled))
    return [digest("work", said, place)[:ID_CHARS] for place in places]


def teller(session: Session) -> Tell:
    """Return what tells this person how a work goes: lines of text, or a chat's messages."""
    connection, out = session.connection, session.out
    language, scope = connection.language, connection.scope
    if connection.tell == "chat":
        from imastudio.adapters.cli.relay import sender
        from imastudio.adapters.wiring.front_ends import chat_messenger

        return chat_messenger(sender(out), language=language, scope=scope).tell_work
    if connection.tell == "json":
        from imastudio.adapters.cli.relay import event_writer
        from imastudio.adapters.wiring.front_ends import json_messenger

        return json_messenger(event_writer(out), language=language, scope=scope).tell_work

    async def tell(news: WorkNews) -> None:
        out.tell(say_work(news, out.language))

    return tell


async def _finish(session: Session, work_id: str, running: Coroutine[Any, Any, WorkOutcome]) -> int:
    out = session.out
    try:
        outcome = await session.stopping.beside(running)
    except Stopped:
        out.tell(say("work_stopped", out.language, line=_line(session.connection, "resume", work_id)))
        outcome = await session.studio.works.show(work_id)
        out.document(outcome_work_document(outcome, out.language))
        return ExitCode.GOES_ON
    for path in _files(outcome):
        out.show(path)
    out.document(outcome_work_document(outcome, out.language))
    return outcome.exit_code


async def _agreed_plan(session: Session, plan: Plan, consent: PriorConsent, hears: Hears | None) -> Plan:
    """Return the plan that a person agrees to, changed as they like. Raises WishRefused (NEEDS_APPROVAL, DECLINED)."""
    while True:
        try:
            capped = consent.within(plan.work.max_points)
            subject = session.studio.works.subject(plan)
            await _agree(session, capped, subject, plan.total, plan=plan, hears=hears)
        except _Edited:
            plan = await _edited(session, plan)
            session.out.tell(say_plan(plan, session.out.language))
        else:
            return plan


class _Edited(Exception):
    """The person wants to change the plan first."""


async def _agree(
    session: Session,
    consent: PriorConsent,
    subject: Subject,
    whole: int,
    *,
    plan: Plan | None = None,
    hears: Hears | None = None,
) -> None:
    """Return where what is left to pay is agreed to. Raises WishRefused (NEEDS_APPROVAL, DECLINED), or _Edited.

    A `plan` that nothing was ordered of yet may be changed first.

    Where agents order behind the gate, options are no consent (decision 56): only the operator or a person lets it through.
    """
    covered = consent.covers(subject.total, whole)
    if covered and (subject.total == 0 or not consent.gate):
        return
    if consent.gate:
        from imastudio.adapters.wiring.front_ends import open_gate

        gate = open_gate(offline=session.connection.offline, environment=session.connection.environment)
        await gate.admit(subject, approved_points=consent.max_points)
        return
    if not session.out.can_ask:
        raise refuse(Kind.NEEDS_APPROVAL, total=subject.total)
    while not await _asked(session, subject.total, plan, hears):
        pass


async def _asked(session: Session, total: int, plan: Plan | None, hears: Hears | None) -> bool:
    """Ask once for the agreement to a price; tell whether it was given.

    A question about the price tells the plan anew, and what is neither yes nor no is for `hears`. Raises WishRefused
    (DECLINED), or _Edited.
    """
    out = session.out
    question = say("work_confirm" if plan is None else "work_confirm_edit", out.language, total=total)
    said = (await answer_to_price(session, question)).strip()
    if plan is not None and said.lower() in EDIT:
        raise _Edited
    agrees = agrees_to(said)
    if agrees is False or not said:
        raise refuse(Kind.DECLINED)
    if agrees:
        return True
    if plan is not None and (interpret(said).topic in _RETOLD or question_of(said) in _PRICED):
        out.tell(say_plan(plan, out.language))
    elif hears is None or not await hears(said):
        out.tell(say("no_answer", out.language))
    return False


async def _edited(session: Session, plan: Plan) -> Plan:
    """Let the person change the plan in their editor; what can't be read or ordered is told, and the old one stays."""
    import click

    text = await asyncio.to_thread(click.edit, write_work(plan.work), extension=".yaml")
    if text is None:
        return plan
    try:
        return await session.stopping.beside(session.studio.price(parse_work(text)))
    except WishRefused as refusal:
        session.out.tell(say_failure(refusal.failure, session.out.language))
        return plan


# small things


def _line(connection: Connection, *words: str) -> str:
    """Return the command that does the next thing with a work, before the same service."""
    return shlex.join(["ima", "work", *words, *(["--offline"] if connection.offline else [])])


async def _is_known(session: Session, work_id: str) -> bool:
    try:
        return (await session.studio.works.find(work_id)).id == work_id
    except WishRefused:
        return False


def _is_file(name: str) -> bool:
    there = os.path.isfile(name)  # noqa: PTH113 - False where nobody may look
    return there or name.endswith((".yaml", ".yml", ".json")) or os.sep in name


def _write(file: str, text: str) -> None:
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Misused("unreadable", file=file, why=error) from error


def _changes(changes: Sequence[tuple[str, Json]]) -> dict[str, dict[str, Json]]:
    """Return values by step and key, from names such as "bgm.model"."""
    found: dict[str, dict[str, Json]] = {}
    for name, value in changes:
        step, dot, key = name.partition(".")
        if not dot or not key:
            raise refuse(Kind.VALUE_NOT_OFFERED, "change", name, ("STEP.KEY=VALUE",))
        found.setdefault(step, {})[key] = value
    return found


def _plan_of(outcome: WorkOutcome) -> Plan:
    return plan_of(outcome.record.work, outcome.record.orders)


def _files(outcome: WorkOutcome) -> list[str]:
    parts = [path for result in outcome.results.values() for path in result.files]
    return [*parts, *([] if outcome.film is None else [outcome.film])]


def _row(outcome: WorkOutcome, session: Session) -> list[str]:
    progress, language = outcome.progress, session.out.language
    steps = f"{len(progress.done)}/{len(progress.statuses)}"
    return [outcome.id, say(f"work_{outcome.status}", language), steps, str(outcome.credit), outcome.film or "-"]
