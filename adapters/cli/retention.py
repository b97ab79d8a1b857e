"""How large the record of orders is, and letting go of what is old: for `ima ledger stats` and `ima ledger prune`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, tzinfo
from functools import partial

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.ordering import YES
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import refused
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.wiring.ledgers import open_retention, zone_of_ledger
from imastudio.domain.documents import PrunedDocument, SizeDocument
from imastudio.domain.kernel import ImaError, WishRefused, given_as
from imastudio.domain.lifecycle import LedgerSize, Pruned, prunable_before, read_age
from imastudio.ports.retention import Retention

MB = 1_000_000


def show_size(connection: Connection) -> int:
    """Tell how large the ledger is; return the exit code."""

    async def work(retention: Retention, zone: tzinfo, out: Output) -> int:
        size = await retention.size(partial(_day, zone=zone))
        if not out.as_json:
            _show(out, size, zone)
        out.document(_document(size))
        return 0

    return _looked_after(connection, work)


def prune_ledger(connection: Connection, older: str, *, dry_run: bool, yes: bool) -> int:
    """Let go of what is older, once that is agreed to; return the exit code."""
    age = _age(older)

    async def work(retention: Retention, zone: tzinfo, out: Output) -> int:
        before = prunable_before(datetime.now(zone), age)

        async def prune(*, rehearsal: bool) -> Pruned:
            return await retention.prune(before.timestamp(), partial(_day, zone=zone), dry_run=rehearsal)

        found = await prune(rehearsal=True)
        day = f"{before:%Y-%m-%d}"
        if found.generations and not dry_run:
            if not yes and not _agreed(out, found, day):
                return 0
            found = await prune(rehearsal=False)
        saying = "prune_nothing" if not found.generations else "prune_would" if dry_run else "pruned"
        facts = {"count": found.generations, "points": found.points, "day": day, "named": found.named}
        out.tell(say(saying, out.language, size=f"{found.bytes / MB:.1f} MB", **facts))
        document: PrunedDocument = {
            "before": before.timestamp(),
            "dry_run": dry_run,
            "generations": found.generations,
            "points": found.points,
            "named": found.named,
            "bytes": found.bytes,
        }
        out.document(document)
        return 0

    return _looked_after(connection, work)


def _looked_after(connection: Connection, work: Callable[[Retention, tzinfo, Output], Awaitable[int]]) -> int:
    out = Output.of(connection)

    async def body() -> int:
        retention = open_retention(
            offline=connection.offline, environment=connection.environment, database=connection.database
        )
        try:
            return await work(retention, await zone_of_ledger(retention, connection.environment), out)
        finally:
            await retention.close()

    try:
        return asyncio.run(body())
    except ImaError as error:
        return refused(connection, error.failure, None)


def _day(at: float, zone: tzinfo) -> str:
    """Return the day of an instant in a time zone, as 2026-11-29."""
    return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d}"


def _age(older: str) -> timedelta:
    try:
        return read_age(older)
    except WishRefused as refusal:
        raise given_as(refusal, "--older") from None


def _agreed(out: Output, found: Pruned, day: str) -> bool:
    """Ask whether so much may go. Raises Misused where nobody can answer."""
    if not out.can_ask:
        raise Misused("prune_needs_yes")
    out.tell(say("prune_confirm", out.language, count=found.generations, points=found.points, day=day))
    return sys.stdin.readline().strip().lower() in YES


def _show(out: Output, size: LedgerSize, zone: tzinfo) -> None:
    language = out.language
    mb = f"{size.bytes / MB:.1f} MB"
    out.show(say("size_whole", language, count=size.generations, events=size.events, size=mb, pruned=size.pruned))
    if size.oldest is not None and size.newest is not None:
        first, last = (_day(at, zone) for at in (size.oldest, size.newest))
        out.show(say("size_span", language, first=first, last=last))
    for month in size.months:
        out.show(say("size_month", language, month=month.month, count=month.generations, points=month.points))
    for name, bytes_ in size.largest:
        out.show(say("size_largest", language, id=name, size=f"{bytes_ / 1000:.1f} kB"))


def _document(size: LedgerSize) -> SizeDocument:
    return {
        "generations": size.generations,
        "events": size.events,
        "bytes": size.bytes,
        "pruned": size.pruned,
        "oldest": size.oldest,
        "newest": size.newest,
        "months": [
            {"month": month.month, "generations": month.generations, "points": month.points} for month in size.months
        ],
        "largest": [{"id": name, "bytes": bytes_} for name, bytes_ in size.largest],
    }
