"""Looking after a ledger as a whole: checking it, keeping a copy, bringing back what a damaged one held, living with a loss.

Rules: what is read is never changed; a copy overwrites nothing; a loss is accepted by a person's word alone (decision 45).
"""

import os
import time
from collections import Counter
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from imastudio.adapters.sqlite.checking import known_wrong, wrong
from imastudio.adapters.sqlite.files import LedgerFile
from imastudio.adapters.sqlite.purses import decode_names
from imastudio.adapters.sqlite.reading import load, losses
from imastudio.adapters.sqlite.salvage import salvage
from imastudio.adapters.sqlite.sqlite_errors import translated
from imastudio.domain.lifecycle import Salvage, Verification

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

MAX_PROBLEMS = 20


class SqliteUpkeep:
    """The `Upkeep` port, for the ledger at `path`."""

    def __init__(self, path: Path) -> None:
        """Touch nothing yet."""
        self.path = path
        self._file = LedgerFile(path)

    @property
    def exists(self) -> bool:
        """Tell whether anything was ever kept here. Raises LedgerUnavailable, where nobody may look."""
        try:
            return self.path.exists() or self._file.has_stood()
        except OSError as error:
            raise translated(error, self.path) from error

    def verify(self) -> Verification:
        """Check every page, row and purse."""
        with self._opened() as connection:
            problems = [line for (line,) in connection.execute(f"PRAGMA integrity_check({MAX_PROBLEMS})").fetchall()]
            held: Counter[str] = Counter()
            wrong_rows = generations = 0
            for name, seq, stage, points, purses in connection.execute(
                "SELECT id, seq, stage, held, purses FROM generation"
            ):
                generations += 1
                row = load(connection, lambda _: False, name)
                if row is not None and row.readable:
                    folded = row.generation
                    entries = connection.execute("SELECT count(*) FROM event WHERE generation = ?", (name,)).fetchone()[
                        0
                    ]
                    wrong_rows += (entries, folded.stage.value, folded.held) != (seq, stage, points)
                held.update(dict.fromkeys(decode_names(purses), points))
            kept = dict(connection.execute("SELECT name, points FROM purse").fetchall())
            news = list(islice(wrong(connection), known_wrong(connection) + MAX_PROBLEMS))
            if len(news) > known_wrong(connection):
                problems = [*(line for line in problems if line != "ok"), *news][:MAX_PROBLEMS]
            return Verification(
                generations=generations,
                problems=tuple(problems) if problems != ["ok"] else (),
                wrong_rows=wrong_rows,
                wrong_purses=sum(kept.get(name, 0) < points for name, points in held.items()),
                losses=losses(connection),
            )

    def salvage(self, source: str | None = None) -> Salvage:
        """Bring in what a damaged file or a copy holds: `source`, else those that were set aside here."""
        with self._opened() as connection:
            asides = [loss.file for loss in losses(connection) if not loss.accepted]
            found = [salvage(Path(source), connection, fresh=False)] if source is not None else []
            for name in asides if source is None else ():
                aside = self.path.with_name(name)
                if aside.exists():
                    found.append(salvage(aside, connection, fresh=False))
                    if not found[-1].missing:
                        connection.execute("UPDATE loss SET accepted = ? WHERE file = ?", (time.time(), name))
            return Salvage(
                generations=sum(one.generations for one in found),
                events=sum(one.events for one in found),
                missing=sum(one.missing for one in found),
            )

    def backup(self, target: str) -> None:
        """Write a copy of the whole ledger to `target`, which may not exist."""
        import sqlite3

        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with self._opened() as connection, closing(sqlite3.connect(target)) as copy:
            connection.backup(copy)

    def accept_loss(self) -> int:
        """Let orders leave again although something is missing; return how many losses were accepted."""
        with self._opened() as connection:
            return connection.execute("UPDATE loss SET accepted = ? WHERE accepted IS NULL", (time.time(),)).rowcount

    @contextmanager
    def _opened(self) -> "Iterator[Connection]":
        try:
            connection = self._file.open_writer()
        except Exception as error:
            raise translated(error, self.path) from error
        try:
            with self._file.seal.renewed():
                yield connection
        finally:
            self._file.seal.close(connection)
