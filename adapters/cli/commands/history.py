"""`ima history`: what was ordered from this machine, newest first."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import attrs
import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.instants import Instant
from imastudio.adapters.cli.options import connected
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.cli.values import Whole
from imastudio.domain.documents import HistoryDocument, HistorySumDocument, row_document, sum_document
from imastudio.domain.lifecycle import Row, Stage, is_of_model
from imastudio.domain.messages import harmless

HISTORY_EPILOG = """\b
Examples:
  ima history
  ima history --unknown          (whose outcome is unknown)
  ima history --open --output-json
  ima history --since 2026-11 --until 2026-11 --sum
  ima history --since 7d --model "Nano Banana" --csv > week.csv

A prompt is kept where its order said so (--keep-prompts, IMA_KEEP_PROMPTS=1), until ima forget."""


COLUMNS = ("generation_id", "at", "status", "task_type", "model_name", "credit")
HEADINGS = ("id", "when", "status", "task", "model", "points")
CSV_COLUMNS = (
    "generation_id", "at", "status", "task_type", "model_id", "model_name", "n", "points", "credit", "task_id", "url", "prompt"
)  # fmt: skip
MAX_PROMPT_CHARS = 40
"""So many characters of a prompt stand in the table."""
SHOWN = 20
_FORMULA = ("=", "+", "-", "@")


@click.command(epilog=HISTORY_EPILOG)
@click.option("--unknown", is_flag=True, help="Only those whose outcome is unknown.")
@click.option("--open", "unfinished", is_flag=True, help="Only those that are unfinished.")
@click.option(
    "--since", type=Instant(), metavar="WHEN", help="From then on: 2026-11-20, 2026-11, today, yesterday, 7d, 12h."
)
@click.option("--until", type=Instant(ends=True), metavar="WHEN", help="Until then; a day or a month is included.")
@click.option("--model", metavar="MODEL", help="Only this model: its id, or how its name begins.")
@click.option("--limit", type=Whole(1, 10_000), help="The newest so many; 20 where a table or JSON is printed.")
@click.option("--csv", "as_csv", is_flag=True, help="Print all of them as CSV, for a spreadsheet.")
@click.option("--sum", "summed", is_flag=True, help="Print what they come to, by model.")
@connected
def history(**given: Any) -> int:
    """List what was ordered from this machine with this key, newest first; with the prompts that are kept."""
    connection = Connection.of(given).for_what_is_paid
    if given["as_csv"] and (connection.as_json or given["summed"]):
        names = "--csv, --sum" if given["summed"] else "--csv, --output-json, --fields"
        raise Misused("one_form", click.get_current_context(silent=True), names=names)
    choice = HistoryChoice(
        unknown=given["unknown"],
        unfinished=given["unfinished"],
        since=given["since"],
        until=given["until"],
        model=given["model"],
        limit=given["limit"] or (None if given["as_csv"] or given["summed"] else SHOWN),
    )
    return list_history(connection, choice, as_csv=given["as_csv"], summed=given["summed"])


@attrs.frozen(kw_only=True)
class HistoryChoice:
    """Which generations are wanted."""

    unknown: bool = False
    unfinished: bool = False
    since: datetime | None = None
    until: datetime | None = None
    model: str | None = None
    limit: int | None = None

    def holds(self, row: Row) -> bool:
        """Tell whether it is one of those that are wanted, of another key."""
        late = self.until is not None and row.at >= self.until.timestamp()
        early = self.since is not None and row.at < self.since.timestamp()
        of_model = self.model is None or is_of_model(row, self.model)
        return not late and not early and of_model and (not self.unknown or row.generation.stage is Stage.UNKNOWN)


def list_history(connection: Connection, choice: HistoryChoice, *, as_csv: bool = False, summed: bool = False) -> int:
    """Print the newest generations, or what they come to; return the exit code."""

    async def body(session: Session) -> int:
        rows = await session.studio.history(
            stage=Stage.UNKNOWN if choice.unknown else None,
            unfinished=choice.unfinished or None,
            since=choice.since,
            until=choice.until,
            model=choice.model,
            limit=choice.limit,
        )
        out = session.out
        if summed:
            return _show_sum(out, sum_document(rows))
        others = await session.studio.elsewhere()
        wanted = list(filter(choice.holds, others))
        rows = sorted([*rows, *wanted], key=lambda row: row.at, reverse=True)
        foreign = {row.generation.id for row in wanted}
        documents = [
            row_document(
                session.studio.look_at(row),
                row.at,
                out.language,
                alive=row.alive,
                other_key=row.generation.id in foreign,
            )
            for row in rows
        ]
        if others:
            out.tell(say("other_keys", out.language, count=len(others)))
        if as_csv:
            _show_csv(out, documents)
        elif not documents:
            out.tell(say("nothing_here", out.language))
        elif not out.as_json:
            _show(session, documents, [row.generation.prompt for row in rows])
        out.document(documents)
        return 0

    return run(connection.looking, body)


def _show(session: Session, documents: Sequence[HistoryDocument], prompts: Sequence[str | None]) -> None:
    """Print the table; the prompts stand in it where one is kept."""
    out = session.out
    now = datetime.now(UTC)
    said: list[dict[str, object]] = [
        {**document, "status": _status(document, session), "at": local(document["at"], now)} for document in documents
    ]
    headings, cells = [*HEADINGS], [[str(line[name]) for name in COLUMNS] for line in said]
    if any(prompt is not None for prompt in prompts):
        headings.append("prompt")
        cells = [[*line, _shortened(prompt)] for line, prompt in zip(cells, prompts, strict=True)]
    show_table(out, "", [say(name, out.language) for name in headings], cells)


def _show_csv(out: Output, documents: Sequence[HistoryDocument]) -> None:
    """Print the rows for a spreadsheet; no cell of it begins as a formula would."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(CSV_COLUMNS)
    for document in documents:
        cells = [_cell(document.get(name)) for name in CSV_COLUMNS]
        lines.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    out.show(written.getvalue().rstrip("\n"))


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return harmless(text, len(text))


def _show_sum(out: Output, document: HistorySumDocument) -> int:
    """Print what they come to."""
    figures = [[one["model_name"], str(one["orders"]), str(one["points"])] for one in document["models"]]
    figures.append([say("in_all", out.language), str(document["orders"]), str(document["points"])])
    if not out.as_json:
        show_table(out, "", [say(name, out.language) for name in ("model", "orders", "points")], figures)
    out.document(document)
    return 0


def local(instant: str, now: datetime) -> str:
    """Return an instant by the person's own clock, with its offset.

    Where a clock ran fast (`--speed`, before a fake server), it is no later than `now`: nobody ordered tomorrow.
    """
    return min(datetime.fromisoformat(instant), now).astimezone().isoformat(sep=" ", timespec="seconds")


def _shortened(prompt: str | None) -> str:
    if prompt is None:
        return "-"
    return harmless(prompt if len(prompt) <= MAX_PROMPT_CHARS else f"{prompt[: MAX_PROMPT_CHARS - 1]}…")


def _status(document: HistoryDocument, session: Session) -> str:
    """Return how it stands, in words: offline nothing runs on without its program; what is made may not be here yet."""
    language, status, error = session.out.language, str(document["status"]), document["error"]
    if session.connection.offline and status == "running" and not document["alive"]:
        status = "gone"
    elif status == "succeeded" and error is not None:
        status = "unfetched"
    said = say(f"status_{status}", language)
    return say("status_other_key", language, status=said) if document["other_key"] else said
