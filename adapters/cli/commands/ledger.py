"""`ima ledger`: look after the record of orders as a whole (decisions 45 and 46)."""

from collections.abc import Callable
from typing import Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.retention import prune_ledger, show_size
from imastudio.adapters.cli.session import Session, refused, run
from imastudio.adapters.cli.suggesting import Suggesting
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.cli.values import PathThere
from imastudio.adapters.wiring.ledgers import copy_ledger, open_upkeep, shown_place
from imastudio.domain.documents import (
    AcceptedDocument,
    AdoptedDocument,
    BackupDocument,
    CopiedDocument,
    LedgerDocument,
    LossDocument,
    SalvagedDocument,
)
from imastudio.domain.kernel import ExitCode, ImaError
from imastudio.domain.lifecycle import Verification
from imastudio.ports.upkeep import Upkeep

LEDGER_EPILOG = """\b
Examples:
  ima ledger verify
  ima ledger backup ledger-copy.sqlite3
  ima ledger salvage                  (what was set aside as damaged)
  ima ledger salvage ledger-copy.sqlite3
  ima ledger copy ~/.openclaw/ima_ledger/ledger.sqlite3 postgresql://ima@db/ima
  ima ledger copy postgresql://ima@db/ima ledger.sqlite3
  ima ledger accept-loss
  ima ledger adopt-key                (what a former key of yours ordered)
  ima ledger stats
  ima ledger prune --older 1y --dry-run

Where the ledger was damaged and something can't be read, nothing is ordered, so that nothing is paid for twice. Look at
ima history and at your account; then bring in a copy, or accept the loss."""


@click.group(cls=Suggesting, epilog=LEDGER_EPILOG)
def ledger() -> None:
    """Look after the order record: check it, copy it, repair it, prune what is old."""


@ledger.command()
@connected
def verify(**given: Any) -> int:
    """Check every page, row and sum. Exit code 0 if all is well, 1 if something is wrong, 3 if orders are stopped."""

    def work(upkeep: Upkeep, out: Output) -> int:
        if not upkeep.exists:
            out.tell(say("no_ledger", out.language))
            out.document(_checked(Verification(generations=0)))
            return 0
        found = upkeep.verify()
        _tell_check(out, found)
        out.document(_checked(found))
        if any(not loss.accepted for loss in found.losses):
            return ExitCode.REFUSED
        return ExitCode.DONE if found.ok else ExitCode.FAILED

    return _looked_after(Connection.of(given), work)


@ledger.command()
@click.argument("file", metavar="[FILE]", required=False, type=PathThere(exists=True, dir_okay=False))
@connected
def salvage(**given: Any) -> int:
    """Bring in what a damaged file, or a copy, holds. What is there already stays as it is."""
    file = given["file"]

    def work(upkeep: Upkeep, out: Output) -> int:
        try:
            found = upkeep.salvage(file)
        except OSError as error:
            raise Misused("unreadable", file=file or "", why=error) from error
        out.tell(say("salvaged", out.language, count=found.generations))
        if file is not None or found.missing:
            out.tell(say("salvage_next", out.language))
        document: SalvagedDocument = {
            "generations": found.generations,
            "events": found.events,
            "missing": found.missing,
        }
        out.document(document)
        return 0

    return _looked_after(Connection.of(given), work)


@ledger.command()
@click.argument("file", metavar="FILE", type=PathThere(dir_okay=False))
@connected
def backup(**given: Any) -> int:
    """Write a copy of the whole record to FILE, which may not exist yet."""
    file = given["file"]

    def work(upkeep: Upkeep, out: Output) -> int:
        try:
            upkeep.backup(file)
        except OSError as error:
            raise Misused("unreadable", file=file, why=error) from error
        out.show(file)
        document: BackupDocument = {"backup": file}
        out.document(document)
        return 0

    return _looked_after(Connection.of(given), work)


@ledger.command()
@click.argument("source", metavar="SOURCE")
@click.argument("target", metavar="TARGET")
@connected
def copy(**given: Any) -> int:
    """Copy a whole record of orders to a database or a file that holds none, and check it there.

    SOURCE and TARGET are files or addresses such as postgresql://user@host/name. All of it arrives, or nothing; no program may
    be at work on either. A password is best left to PGPASSWORD or ~/.pgpass, which no process list shows.
    """
    connection, source, target = Connection.of(given), given["source"], given["target"]
    out = Output.of(connection)
    try:
        tally = copy_ledger(source, target)
        shown = {"source": shown_place(source), "target": shown_place(target)}
    except ImaError as error:
        return refused(connection, error.failure, None)
    out.tell(say("ledger_copied", out.language, count=tally.generations, points=tally.points, **shown))
    document: CopiedDocument = {
        "source": shown["source"],
        "target": shown["target"],
        "generations": tally.generations,
        "events": tally.events,
        "points": tally.points,
        "digest": tally.digest,
    }
    out.document(document)
    return 0


@ledger.command("accept-loss")
@connected
def accept_loss(**given: Any) -> int:
    """Let orders leave again although something is missing: what is missing may then be ordered, and paid, a second time."""

    def work(upkeep: Upkeep, out: Output) -> int:
        count = upkeep.accept_loss() if upkeep.exists else 0
        out.tell(say("loss_accepted" if count else "no_loss", out.language))
        document: AcceptedDocument = {"accepted": count}
        out.document(document)
        return 0

    return _looked_after(Connection.of(given), work)


@ledger.command("adopt-key")
@click.argument("key", metavar="[KEY]", required=False)
@connected
def adopt_key(**given: Any) -> int:
    """Take over what another key of the same address ordered, such as your former one.

    KEY is the beginning of its digest, needed where there are several: without it they are listed.
    """

    async def body(session: Session) -> int:
        out = session.out
        others = await session.studio.other_keys()
        count = await session.studio.adopt_key(given["key"]) if others else 0
        out.tell(say("key_adopted" if others else "no_other_key", out.language, count=count))
        document: AdoptedDocument = {"adopted": count}
        out.document(document)
        return 0

    return run(Connection.of(given).for_what_is_paid, body)


@ledger.command()
@connected
def stats(**given: Any) -> int:
    """Tell how large the record is: orders, bytes, each month with its points, and the largest orders."""
    return show_size(Connection.of(given))


@ledger.command()
@click.option("--older", metavar="AGE", required=True, help="Let go of what was ordered longer ago: 90d, 8w, 6m, 1y.")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("-y", "--yes", is_flag=True, help="Don't ask.")
@connected
def prune(**given: Any) -> int:
    """Let go of orders that ended long ago: what they were and where their results are. It can't be undone; see backup.

    The points and the number of orders of each day and model stay, and so does whatever is open or unknown, and what belongs to
    a budget of this week or month. A request id that you chose stays too: who says it again gets that order back, without its
    results, and pays nothing.
    """
    return prune_ledger(Connection.of(given), given["older"], dry_run=given["dry_run"], yes=given["yes"])


def _looked_after(connection: Connection, work: Callable[[Upkeep, Output], int]) -> int:
    out = Output.of(connection)
    try:
        upkeep = open_upkeep(
            offline=connection.offline, database=connection.database, environment=connection.environment
        )
        return work(upkeep, out)
    except ImaError as error:
        return refused(connection, error.failure, None)


def _tell_check(out: Output, found: Verification) -> None:
    language = out.language
    out.tell(say("ledger_ok" if found.ok else "ledger_wrong", language, count=found.generations))
    for problem in found.problems:
        out.tell(f"  {problem}")
    if found.wrong_rows or found.wrong_purses:
        out.tell(say("ledger_sums", language, rows=found.wrong_rows, purses=found.wrong_purses))
    for loss in found.losses:
        saying = "loss_there" if loss.accepted else "loss_open"
        out.tell(say(saying, language, file=loss.file, count=loss.generations))


def _checked(found: Verification) -> LedgerDocument:
    losses: list[LossDocument] = [
        {
            "file": loss.file,
            "at": loss.at,
            "generations": loss.generations,
            "missing": loss.missing,
            "accepted": loss.accepted,
        }
        for loss in found.losses
    ]
    return {
        "ok": found.ok,
        "generations": found.generations,
        "problems": list(found.problems),
        "wrong_rows": found.wrong_rows,
        "wrong_purses": found.wrong_purses,
        "losses": losses,
    }
