"""How `ima batch` works through its lines, and how `ima budget` shows what is left.

Rules: stdout has one JSON document a line and nothing else; the quote, one bar for the whole and every trouble go to stderr;
a signal ends the waiting, never what was ordered.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

import attrs

from imastudio.adapters.cli.batch_progress import Counting, counting
from imastudio.adapters.cli.line_writer import Pipe
from imastudio.adapters.cli.options import Connection
from imastudio.adapters.cli.ordering import agreed, must_ask
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session, refused, run
from imastudio.adapters.cli.stopping import Stopped
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused, Said
from imastudio.adapters.cli.waiting import GOES_ON
from imastudio.adapters.wiring import open_wishes
from imastudio.domain.documents.encoding import outcome_document, plan_document, standing_document
from imastudio.domain.errors import LedgerUnavailable, refuse
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.lifecycle.batches import Line, Outcome, Plan, Tally
from imastudio.domain.lifecycle.budgets import Standing, read_cap
from imastudio.domain.lifecycle.news import News, Noticed
from imastudio.domain.lifecycle.places import check_place
from imastudio.domain.messages.phrasebook import say_failure, say_notice
from imastudio.domain.orders import Language
from imastudio.ports.batch import Batch, WishLines

STDIN = "-"


def run_batch(
    connection: Connection,
    file: str,
    *,
    deliver_to: str | None,
    concurrency: int,
    max_points: int | None,
    dry_run: bool,
    yes: bool,
    timeout: float | None,
    again: bool = False,
) -> int:
    """Order the lines of `file`; return the highest exit code of them all."""
    try:
        wishes = _wishes(file, deliver_to)
    except LedgerUnavailable as error:
        return refused(connection, error.failure, "rejected")
    with wishes as lines:

        async def body(session: Session) -> int:
            check_place(deliver_to, max(2, len(lines)))  # a file is for one result, not for one line
            batch = session.studio.batch(
                lines,
                concurrency=concurrency,
                max_points=max_points,
                timeout=timeout,
                messenger=lambda line: _Notices(session.out, line),
                again=again,
            )
            return (
                await _quote(session, batch)
                if dry_run
                else await _order(session, batch, yes=yes, max_points=max_points)
            )

        return run(connection, body, status="rejected")


def show_budgets(connection: Connection) -> int:
    """Print what was spent in each period and what is left; return the exit code."""

    async def body(session: Session) -> int:
        standings, out = await session.studio.budgets(), session.out
        if not out.as_json:
            headings = [say(name, out.language) for name in ("period", "spent", "limit", "left")]
            show_table(out, "", headings, [_row(standing, out.language) for standing in standings])
        out.document([standing_document(standing) for standing in standings])
        return 0

    return run(connection.looking, body)


def _wishes(file: str, deliver_to: str | None) -> AbstractContextManager[WishLines]:
    with _source(file) as source:
        return open_wishes(source, deliver_to=deliver_to, environment=os.environ)


def _source(file: str) -> AbstractContextManager[IO[bytes]]:
    if file == STDIN:
        if sys.stdin is None:
            raise Misused("no_stdin")
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise Misused("unreadable", file=file, why=error) from error


async def _quote(session: Session, batch: Batch) -> int:
    """Tell what the whole would cost, and which lines can't be ordered; those decide the exit code."""
    out, tally = session.out, Tally()

    async def refused(outcome: Outcome) -> None:
        tally.add(outcome)
        _tell_trouble(out, outcome)

    plan = await session.stopping.beside(batch.quote(refused))
    for line in _plan_lines(plan, out.language):
        out.show(line)
    out.document(plan_document(plan))
    out.tell(say("dry_run", out.language))
    return tally.code


def _cap_of_all(session: Session, max_points: int | None, plan: Plan) -> int | None:
    """Return the limit that covers the whole, None where none does: that of one order does only where it is large enough."""
    said = session.connection.environment.get("IMA_MAX_POINTS")
    if max_points is not None or not said:
        return max_points
    each = read_cap(said)
    return each if plan.total <= each else None


async def _order(session: Session, batch: Batch, *, yes: bool, max_points: int | None) -> int:
    out, tally = session.out, Tally()
    plan = await session.stopping.beside(batch.quote())
    cap = _cap_of_all(session, max_points, plan)
    for line in _plan_lines(plan, out.language):
        out.tell(line)
    if not yes and must_ask(session, plan.uncapped, cap, whole=plan.whole) and not await agreed(session, plan.total):
        raise refuse(Kind.DECLINED)
    with counting(out, plan.lines) as shown:
        teller = _Teller(out=out, batch=batch, tally=tally, shown=shown)
        try:
            await session.stopping.beside(batch.run(teller.tell))
        except Stopped:
            stopped = "batch_stopped_offline" if session.connection.offline else "batch_stopped"
            out.tell(say(stopped, out.language, count=tally.count, lines=plan.lines))
            return max(tally.code, GOES_ON)
    if teller.unwritten is not None:
        raise teller.unwritten
    out.tell(
        say(
            "batch_ended", out.language, lines=tally.count, points=tally.points, statuses=_statuses(tally, out.language)
        )
    )
    return tally.code


@attrs.define(eq=False, kw_only=True)
class _Teller:
    """Prints what came of each line; the reason that stopped the batch is told once."""

    out: Output
    batch: Batch
    tally: Tally
    shown: Counting
    unwritten: Said | None = attrs.field(default=None, init=False)
    _pipe: Pipe = attrs.field(factory=lambda: Pipe(sys.stdout), init=False)
    _told_stop: bool = attrs.field(default=False, init=False)

    async def tell(self, outcome: Outcome) -> None:
        """Print it, once it can be printed without holding up the others."""
        stopping = outcome.failure is not None and outcome.failure is self.batch.stopped_by
        if not (stopping and self._told_stop):
            _tell_trouble(self.out, outcome)
        self._told_stop = self._told_stop or stopping
        try:
            await self._pipe.write(json.dumps(self.out.kept(outcome_document(outcome, self.out.language))))
        except Said as unwritten:  # what can't be told is not ordered either; the next run tells and goes on
            self.unwritten = unwritten
            self.batch.stopped_by = self.batch.stopped_by or Failure(kind=Kind.INTERRUPTED)
        self.tally.add(outcome)
        self.shown.show(self.tally)


def _tell_trouble(out: Output, outcome: Outcome) -> None:
    if outcome.error is not None:
        facts = {**outcome.error.facts} if outcome.result is None else {"id": outcome.result.id, **outcome.error.facts}
        text = say_failure(attrs.evolve(outcome.error, facts=facts), out.language)
        out.tell(say("line", out.language, line=outcome.line, text=text))


def _plan_lines(plan: Plan, language: Language) -> Iterator[str]:
    counts = {name: getattr(plan, name) for name in ("lines", "to_order", "done", "running", "unknown", "refused")}
    yield say("plan", language, **counts)
    for share, count in plan.orders.most_common():
        each = share.total
        yield say("plan_share", language, count=count, model=share.model_name, n=share.n, each=each, total=each * count)
    yield say("plan_total", language, total=plan.total, spent=plan.spent)


def _statuses(tally: Tally, language: Language) -> str:
    counts = (f"{count} {say(f'status_{status}', language)}" for status, count in tally.statuses.most_common())
    return say("comma", language).join(counts)


def _row(standing: Standing, language: Language) -> list[str]:
    figures = [standing.spent, standing.limit, standing.left]
    return [say(standing.period, language), *("-" if figure is None else str(figure) for figure in figures)]


@attrs.frozen
class _Notices:
    """Tells what a person should know about the order of one line; progress is the bar's business."""

    out: Output
    line: Line

    async def tell(self, news: News) -> None:
        """Say a notice."""
        if isinstance(news, Noticed):
            text = say_notice(news.notice, self.out.language)
            self.out.tell(say("line", self.out.language, line=self.line.number, text=text))
