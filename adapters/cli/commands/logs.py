"""`ima logs`: what the log says of a day, to read or as JSON. It asks nobody and spends nothing."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from imastudio.adapters.cli.connection import spoken_language
from imastudio.adapters.cli.options import as_json
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.domain.kernel import Json
from imastudio.domain.orders import Language

if TYPE_CHECKING:
    from imastudio.domain.documents import LogsDocument

LOGS_EPILOG = """\b
Examples:
  ima logs
  ima logs --day yesterday
  ima logs --day 2026-11-20 --generation 3f6c9d1e
  ima logs --output-json

One line for each step of a generation: ordered, created, refused, succeeded or failed, delivered, and what went
wrong. It holds no prompts, keys or user ids. Days are UTC; after seven days they are deleted."""
_COLUMNS = ("event", "generation", "task_id", "model", "points", "milliseconds")
_HEADINGS = ("log_time", "log_event", "id", "log_task", "model", "points", "log_milliseconds", "log_more")
_OWN = frozenset({"at", "level", "process", *_COLUMNS})
_ID_CHARS = 8


@click.command(epilog=LOGS_EPILOG)
@click.option("--day", metavar="DAY", default="today", help="today, yesterday, or a date such as 2026-11-20 (UTC).")
@click.option("--generation", metavar="ID", help="Only what is said of this one; the first characters do.")
@click.option("--problems", is_flag=True, help="Only what should be looked at.")
@click.option("--language", metavar="TAG", help="Language of the headings: zh or en, or a tag such as zh-CN.")
@as_json
def logs(**given: Any) -> int:
    """Show what was written into the log on one day, oldest first."""
    from imastudio.adapters.wiring.front_ends import open_logs

    out = Output(
        language=spoken_language(os.environ, option=given["language"])[0],
        as_json=given["output_json"] or given["fields"] is not None,
        fields=given["fields"],
    )
    kept = open_logs(os.environ)
    wanted = _day(given["day"], kept.today)
    try:
        day = kept.read(wanted)
    except OSError as problem:
        raise Misused("logs_unreadable", why=problem) from problem
    lines = [line for line in day.lines if _fits(line, given["generation"], given["problems"])]
    if not lines:
        days = kept.days()
        others = say("list", out.language).join(days)
        out.tell(say("logs_elsewhere" if days else "logs_none", out.language, day=day.day, days=others))
    elif not out.as_json:
        _show(out, day.day, lines)
    if day.unread:
        out.tell(say("logs_unread", out.language, count=day.unread))
    document: LogsDocument = {"day": day.day, "file": str(day.path), "unread": day.unread, "lines": lines}
    out.document(document)
    return 0


def _day(text: str, today: date) -> date:
    """Read a day. Raises Misused for what is none."""
    named = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}
    if text.strip().lower() in named:
        return date.fromordinal(today.toordinal() - named[text.strip().lower()])
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise Misused("no_day", day=text) from problem


def _fits(line: Mapping[str, Json], generation: str | None, problems: bool) -> bool:
    names = (str(line.get("generation") or ""), str(line.get("task_id") or ""))
    named = generation is None or any(name.startswith(generation) for name in names)
    return named and (not problems or line.get("level") != "info")


def _show(out: Output, day: str, lines: Sequence[Mapping[str, Json]]) -> None:
    from imastudio.adapters.cli.tables import show_table

    rows = [[_time(line), *(_cell(line, name) for name in _COLUMNS), _more(line, out.language)] for line in lines]
    show_table(out, f"{day} (UTC)", [say(name, out.language) for name in _HEADINGS], rows)


def _time(line: Mapping[str, Json]) -> str:
    return str(line.get("at", ""))[11:23]


def _cell(line: Mapping[str, Json], name: str) -> str:
    value = line.get(name)
    if value is None:
        return ""
    return str(value)[:_ID_CHARS] if name == "generation" else str(value)


def _more(line: Mapping[str, Json], language: Language) -> str:
    """Say the rest: of an error its class and the place where it happened."""
    parts = [
        f"{name} {value}" for name, value in line.items() if name not in _OWN and name != "error" and value is not None
    ]
    error = line.get("error")
    if isinstance(error, list) and error and isinstance(error[0], dict):
        places = error[0].get("at")
        last = str(places[-1]) if isinstance(places, list) and places else ""
        parts.append(f"{error[0].get('type')} ({last})" if last else str(error[0].get("type")))
    return say("comma", language).join(parts)
