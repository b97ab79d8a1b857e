"""`ima batch`: order every line of a file of wishes.

Rules: stdout has one JSON document a line and nothing else; the quote, one bar for the whole and every trouble go to stderr;
a signal ends the waiting, never what was ordered.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

import attrs
import click

from imastudio.adapters.cli.batch_progress import Counting, counting
from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.line_writer import Pipe
from imastudio.adapters.cli.options import connected, delivering, keeping, repeating, waiting
from imastudio.adapters.cli.ordering import agreed, must_ask
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.said_once import SaidOnce
from imastudio.adapters.cli.session import Session, refused, run
from imastudio.adapters.cli.stopping import Stopped
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import CliError, Misused
from imastudio.adapters.cli.values import PathThere, Whole
from imastudio.adapters.cli.wish_options import target_of
from imastudio.adapters.wiring.front_ends import open_wishes
from imastudio.domain.documents import outcome_document, plan_document
from imastudio.domain.kernel import ExitCode, Failure, Kind, LedgerUnavailable, refuse
from imastudio.domain.lifecycle import BatchQuote, Line, News, Noticed, Outcome, Tally, check_place, read_cap
from imastudio.domain.messages import say_failure, say_notice
from imastudio.domain.orders import Language
from imastudio.ports.batch import Batch, WishLines
from imastudio.ports.messenger import Messenger

BATCH_EPILOG = """\b
Examples:
  ima batch wishes.jsonl -o out/ --max-points 500 > results.jsonl
  ima batch wishes.jsonl -o out/ --dry-run
  generate-wishes | ima batch - -o out/ --concurrency 20 --yes

\b
A line of FILE is a JSON object with the keys of ima create:
  {"prompt": "a lighthouse at dusk", "size": "2K", "aspect_ratio": "16:9"}
  {"prompt": "make it snow", "images": ["puppy.png"], "model": "Nano Banana Pro"}
  {"prompt": "waves", "task_type": "text_to_video", "params": {"duration": 10}}

Run it again after whatever interrupted it: what was ordered is not ordered again. The exit code is 0 if all lines are
done, else the highest of its lines."""


STDIN = "-"


@click.command(cls=SaidOnce, epilog=BATCH_EPILOG)
@click.argument("file", metavar="FILE|-", type=PathThere(exists=True, dir_okay=False, allow_dash=True))
@delivering
@click.option("--concurrency", type=Whole(1, 1000), default=8, show_default=True, help="So many lines at a time.")
@click.option("--max-points", type=Whole(min=0), help="The most the whole may cost, earlier runs included.")
@keeping
@click.option("--dry-run", is_flag=True, help="Quote the whole and order nothing.")
@click.option("-y", "--yes", is_flag=True, help="Agree to the price: more than 50 points need that, or a limit.")
@repeating
@waiting
@connected
def batch(**given: Any) -> int:
    """Order every line of a file, and print what came of each as a line of JSON.

    The whole is quoted before anything is ordered. A line that fails stops no other; when the points are gone, nothing more
    is ordered and what runs is waited for.
    """
    connection, deliver_to = Connection.of(given), target_of(given)
    try:
        wishes = _wishes(given["file"], deliver_to)
    except LedgerUnavailable as error:
        return refused(connection, error.failure, "rejected")
    with wishes as lines:

        async def body(session: Session) -> int:
            check_place(deliver_to, max(2, len(lines)))  # a file is for one result, not for one line
            batch = session.studio.batch(
                lines,
                concurrency=given["concurrency"],
                max_points=given["max_points"],
                timeout=given["timeout"],
                messenger=_messengers(session.out),
                again=given["again"],
            )
            if given["dry_run"]:
                return await _quote(session, batch)
            return await _order(session, batch, yes=given["yes"], max_points=given["max_points"])

        return run(connection, body, status="rejected")


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


def _cap_of_all(session: Session, max_points: int | None, plan: BatchQuote) -> int | None:
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
            return max(tally.code, ExitCode.GOES_ON)
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
    unwritten: CliError | None = attrs.field(default=None, init=False)
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
        except CliError as unwritten:  # what can't be told is not ordered either; the next run tells and goes on
            self.unwritten = unwritten
            self.batch.stopped_by = self.batch.stopped_by or Failure(kind=Kind.INTERRUPTED)
        self.tally.add(outcome)
        self.shown.show(self.tally)


def _messengers(out: Output) -> Callable[[Line], Messenger]:
    """Return what is told the news of each line: notices at the terminal, ends in a chat or by a program."""
    if out.told == "text":
        return lambda line: _Notices(out, line)
    from imastudio.adapters.cli.chat_output import Ends

    ends = Ends(out)
    return lambda _: ends


def _tell_trouble(out: Output, outcome: Outcome) -> None:
    if outcome.error is not None and out.told != "text":
        if outcome.result is None:  # of a generation its own end tells
            from imastudio.adapters.cli.relay import relay_refusal

            relay_refusal(out, outcome.error, line=outcome.line)
    elif outcome.error is not None:
        facts = {**outcome.error.facts} if outcome.result is None else {"id": outcome.result.id, **outcome.error.facts}
        text = say_failure(attrs.evolve(outcome.error, facts=facts), out.language)
        out.tell(say("line", out.language, line=outcome.line, text=text))


def _plan_lines(plan: BatchQuote, language: Language) -> Iterator[str]:
    counts = {name: getattr(plan, name) for name in ("lines", "to_order", "done", "running", "unknown", "refused")}
    yield say("plan", language, **counts)
    for share, count in plan.orders.most_common():
        each = share.total
        yield say("plan_share", language, count=count, model=share.model_name, n=share.n, each=each, total=each * count)
    yield say("plan_total", language, total=plan.total, spent=plan.spent)


def _statuses(tally: Tally, language: Language) -> str:
    counts = (f"{count} {say(f'status_{status}', language)}" for status, count in tally.statuses.most_common())
    return say("comma", language).join(counts)


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
