"""The log: one file of JSON lines a day (UTC), deleted after seven days.

Rules: `redaction` decides what may stand in a line; one line is one write; a log that cannot be written stops nothing
and is noted once. structlog is loaded with the first line: loading it takes as long as loading the HTTP client.
"""

import json
import logging
import os
import re
import weakref
from collections.abc import Callable, MutableMapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from imastudio.adapters.files.redaction import safe_fields
from imastudio.adapters.system.paths import is_read_only, make_private_folder, open_private
from imastudio.domain.orders import Notice

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger

KEEP_DAYS = 7
REOPEN_AFTER = 60.0  # seconds
_NAME = re.compile(r"imastudio-(\d{4}-\d{2}-\d{2})\.jsonl")
_DELETE = "\x7f"  # the one control character that JSON leaves as it is


class Log:
    """Writes what happened, one event a line: a name in words with underscores, and its facts."""

    def __init__(self, build: "Callable[[], BoundLogger]") -> None:
        """Write through the logger that `build` makes when the first line comes."""
        self._build = build
        self._logger: BoundLogger | None = None

    def info(self, event: str, **facts: object) -> None:
        """Write something that is as it should be."""
        self._open.info(event, **facts)

    def warning(self, event: str, **facts: object) -> None:
        """Write something that should be looked at."""
        self._open.warning(event, **facts)

    def error(self, event: str, *, error: BaseException | None = None, **facts: object) -> None:
        """Write something that went wrong, and where."""
        self._open.error(event, error=error, **facts)

    @property
    def _open(self) -> "BoundLogger":
        if self._logger is None:
            self._logger = self._build()
        return self._logger


def open_log(
    folder: Path, *, now: Callable[[], float], note: Callable[[Notice], None], secrets: Sequence[str] = ()
) -> Log:
    """Return a log in `folder`.

    `now` gives the seconds since the epoch; `note` is told once if nothing can be written; `secrets` (the key) are
    withheld wherever they stand.
    """

    def build() -> "BoundLogger":
        import structlog

        logger = logging.Logger("imastudio", logging.INFO)  # noqa: LOG001 - no registry, and no handlers of others
        logger.addHandler(_DailyFile(folder, now, note))

        def stamp(_: object, __: str, line: MutableMapping[str, object]) -> MutableMapping[str, object]:
            return {"at": _instant(now()).isoformat(timespec="milliseconds"), **line}

        def redact(_: object, __: str, line: MutableMapping[str, object]) -> MutableMapping[str, object]:
            return safe_fields(line, secrets)

        built: BoundLogger = structlog.wrap_logger(
            logger,
            processors=[structlog.stdlib.add_log_level, stamp, redact, _render],
            wrapper_class=structlog.stdlib.BoundLogger,
            context_class=dict,
            cache_logger_on_first_use=True,
        )
        return built.bind(process=os.getpid())

    return Log(build)


def _render(_: object, __: str, line: MutableMapping[str, object]) -> str:
    """Return the line in ASCII, every control character escaped."""
    return json.dumps(line).replace(_DELETE, "\\u007f")


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class _DailyFile(logging.Handler):
    """Appends each record, as it is, to the file of its day."""

    def __init__(self, folder: Path, now: Callable[[], float], note: Callable[[Notice], None]) -> None:
        super().__init__()
        self._folder = folder
        self._now = now
        self._note = note
        self._noted = False
        self._today: date | None = None
        self._reopen_at = 0.0
        self._descriptor = -1
        self._close: weakref.finalize[[int], _DailyFile] | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a disk that doesn't take it is noted once."""
        try:
            now = self._now()
            if now >= self._reopen_at or _instant(now).date() != self._today:
                self._open(now)
            os.write(self._descriptor, f"{record.getMessage()}\n".encode())
        except OSError:
            if not self._noted:
                self._noted = True
                self._note(Notice("logs_unwritable"))

    def _open(self, now: float) -> None:
        """Open the file of the day, anew every minute: somebody may have deleted the folder, or made it read-only."""
        if self._close is not None:
            self._close()
            self._reopen_at = 0.0
        today = _instant(now).date()
        make_private_folder(self._folder)
        path = self._folder / f"imastudio-{today}.jsonl"
        if is_read_only(self._folder) or is_read_only(path):
            raise PermissionError(path)
        self._descriptor = open_private(str(path), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._close = weakref.finalize(self, os.close, self._descriptor)
        self._reopen_at = now + REOPEN_AFTER
        if self._today != today:
            self._today = today
            self._sweep(today)

    def _sweep(self, today: date) -> None:
        """Delete our files of more than seven days ago; those of other skills are theirs."""
        for path in self._folder.iterdir():
            name = _NAME.fullmatch(path.name)
            if name and name[1] < str(today - timedelta(days=KEEP_DAYS)):
                path.unlink(missing_ok=True)
