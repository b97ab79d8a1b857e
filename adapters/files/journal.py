"""The journal on disk: one file of JSON lines a day (UTC); what is older than seven days goes whenever it is opened.

Rules: `redaction` decides what may stand in a line; one line is one write, so that processes can share a file; a journal
that cannot be written stops nothing and is noted once. No logging library: the lines of an order are written while
somebody waits for it, and loading one takes longer than all of them together.
"""

import json
import os
import re
import weakref
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs

from imastudio.adapters.system.journal_levels import JournalLevels
from imastudio.adapters.system.paths import is_read_only, make_private_folder, open_private
from imastudio.domain.kernel import Json
from imastudio.domain.lifecycle import safe_fields
from imastudio.domain.orders import Notice

KEEP_DAYS = 7  # decision 43
REOPEN_AFTER_S = 60.0
_NAME = re.compile(r"imastudio-(\d{4}-\d{2}-\d{2})\.jsonl")
_DELETE = "\x7f"  # the one control character that JSON leaves as it is


class FileJournal(JournalLevels):
    """Appends each line to the file of its day."""

    def __init__(
        self, folder: Path, *, now: Callable[[], float], note: Callable[[Notice], None], secrets: Sequence[str] = ()
    ) -> None:
        """Write nothing yet; what is too old goes at once."""
        self._folder = folder
        self._now = now
        self._note = note
        self._secrets = secrets
        self._noted = False
        self._today: date | None = None
        self._reopen_at = 0.0
        self._descriptor = -1
        self._close: weakref.finalize[[int], FileJournal] | None = None
        sweep(folder, _instant(now()).date())

    def write(self, level: str, event: str, facts: dict[str, object]) -> None:
        """Append a line."""
        try:
            now = self._now()
            at = _instant(now)
            if now >= self._reopen_at or at.date() != self._today:
                self._open(now)
            os.write(self._descriptor, self._line(at, level, event, facts))
        except OSError:
            if not self._noted:
                self._noted = True
                self._note(Notice("logs_unwritable"))

    def _line(self, at: datetime, level: str, event: str, facts: dict[str, object]) -> bytes:
        """Return the line in ASCII, every control character escaped."""
        said = at.isoformat(timespec="milliseconds")
        head: dict[str, object] = {"at": said, "level": level, "process": os.getpid(), "event": event}
        line = safe_fields(head | facts, self._secrets)
        return (json.dumps(line).replace(_DELETE, "\\u007f") + "\n").encode("ascii")

    def _open(self, now: float) -> None:
        """Open the file of the day, anew every minute: somebody may have deleted the folder, or made it read-only."""
        if self._close is not None:
            self._close()
            self._reopen_at = 0.0
        today = _instant(now).date()
        make_private_folder(self._folder)
        path = self._folder / _name(today)
        if is_read_only(self._folder) or is_read_only(path):
            raise PermissionError(path)
        self._descriptor = open_private(str(path), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._close = weakref.finalize(self, os.close, self._descriptor)
        self._reopen_at = now + REOPEN_AFTER_S
        if self._today != today:
            self._today = today
            sweep(self._folder, today)


def sweep(folder: Path, today: date) -> None:
    """Delete our files of more than seven days ago; those of other skills are theirs. What can't be deleted stays."""
    for day, path in _files(folder):
        if day < today - timedelta(days=KEEP_DAYS):
            try:
                path.unlink(missing_ok=True)
            except OSError:
                return  # a folder that is not ours to change: the note comes when a line is to be written


@attrs.frozen(kw_only=True)
class JournalDay:
    """The lines of one day, oldest first; `unread` counts what is none."""

    day: str
    path: Path
    lines: tuple[dict[str, Json], ...] = ()
    unread: int = 0


def days_kept(folder: Path) -> tuple[str, ...]:
    """Name the days that have a file, oldest first."""
    return tuple(sorted(str(day) for day, _ in _files(folder)))


def read_day(folder: Path, day: date) -> JournalDay:
    """Read the lines of a day; none where nothing was written. Raises OSError where a file is there and can't be read."""
    path = folder / _name(day)
    try:
        texts = path.read_bytes().splitlines()
    except FileNotFoundError:
        texts = []
    read = [_read(text) for text in texts]
    lines = tuple(line for line in read if line is not None)
    return JournalDay(day=str(day), path=path, lines=lines, unread=len(read) - len(lines))


def _read(text: bytes) -> dict[str, Json] | None:
    """Return a line as it was written; None for what somebody else, or a disk that was full, left there."""
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) and isinstance(line.get("event"), str) else None


def _files(folder: Path) -> Iterator[tuple[date, Path]]:
    """Go through our files; a folder that isn't there, or is closed to us, has none."""
    try:
        paths = list(folder.iterdir())
    except OSError:
        return
    for path in paths:
        name = _NAME.fullmatch(path.name)
        try:
            day = date.fromisoformat(name[1]) if name else None
        except ValueError:  # no day of any month
            continue
        if day is not None:
            yield day, path


def _name(day: date) -> str:
    return f"imastudio-{day}.jsonl"


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
