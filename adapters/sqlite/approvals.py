"""Approvals in a file of their own, beside the ledger: whoever orders and whoever agrees are different processes.

Rules: 0600; every call is one transaction, so that one yes is used once; the first words of a prompt lie in it as long as
something waits, an hour at most, and are overwritten with it (`secure_delete`).
"""

import asyncio
import os
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

import attrs

from imastudio.adapters.sqlite.sqlite_errors import translated
from imastudio.adapters.system.paths import make_private_folder, open_private
from imastudio.domain.lifecycle import HOLDS_S, MAX_WAITING, Approval, Subject

T = TypeVar("T")
_BUSY_S = 10.0
_TABLE = """
    CREATE TABLE IF NOT EXISTS approval (
        id TEXT PRIMARY KEY, key TEXT NOT NULL, total INTEGER NOT NULL, model_name TEXT NOT NULL, n INTEGER NOT NULL,
        task_type TEXT NOT NULL, words TEXT NOT NULL, asked_at REAL NOT NULL, agreed_at REAL
    ) STRICT
"""
_COLUMNS = "id, key, total, model_name, n, task_type, words, asked_at, agreed_at"
_EXPIRED = "DELETE FROM approval WHERE coalesce(agreed_at, asked_at) + ? <= ?"
_OLDEST = """
    DELETE FROM approval WHERE agreed_at IS NULL AND id NOT IN (
        SELECT id FROM approval WHERE agreed_at IS NULL ORDER BY asked_at DESC, rowid DESC LIMIT ?
    )
"""


class SqliteApprovals:
    """Keeps what waits for a person, in one file."""

    def __init__(self, path: Path) -> None:
        """Touch nothing yet."""
        self._path = path

    async def ask(self, subject: Subject, at: float) -> Approval:
        """Return what waits for exactly this, or let it wait from now on."""

        def work(connection: sqlite3.Connection) -> Approval:
            known = _select(connection, "key = ? AND agreed_at IS NULL", subject.key)
            if known:
                return known[0]
            approval = Approval(id=secrets.token_hex(4), subject=subject, asked_at=at)
            connection.execute(f"INSERT INTO approval ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _row(approval))  # noqa: S608 - our own words
            connection.execute(_OLDEST, (MAX_WAITING,))
            return approval

        return await self._within(work, at)

    async def waiting(self, at: float) -> Sequence[Approval]:
        """Return what waits and nobody has agreed to, oldest first."""
        return await self._within(lambda connection: _select(connection, "agreed_at IS NULL"), at)

    async def agree(self, approval_id: str, at: float) -> Approval | None:
        """Note that a person agreed; None where nothing with this id waits any more."""

        def work(connection: sqlite3.Connection) -> Approval | None:
            connection.execute(
                "UPDATE approval SET agreed_at = ? WHERE id = ? AND agreed_at IS NULL", (at, approval_id)
            )
            changed = connection.execute("SELECT changes()").fetchone()[0]
            return _select(connection, "id = ?", approval_id)[0] if changed else None

        return await self._within(work, at)

    async def use(self, key: str, at: float) -> bool:
        """Use up one yes for exactly this."""

        def work(connection: sqlite3.Connection) -> bool:
            found = _select(connection, "key = ? AND agreed_at IS NOT NULL", key)
            connection.execute("DELETE FROM approval WHERE id = ?", (found[0].id if found else "",))
            return bool(found)

        return await self._within(work, at)

    async def refuse(self, approval_id: str, at: float) -> bool:
        """Let something no longer wait."""

        def work(connection: sqlite3.Connection) -> bool:
            deleted = connection.execute("DELETE FROM approval WHERE id = ? AND agreed_at IS NULL", (approval_id,))
            return deleted.rowcount > 0

        return await self._within(work, at)

    async def _within(self, work: Callable[[sqlite3.Connection], T], at: float) -> T:
        return await asyncio.to_thread(self._transact, work, at)

    def _transact(self, work: Callable[[sqlite3.Connection], T], at: float) -> T:
        try:
            _make(self._path)
            with closing(sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_TABLE)
                connection.execute(_EXPIRED, (HOLDS_S, at))
                done = work(connection)
                connection.execute("COMMIT")
                return done
        except (OSError, sqlite3.Error) as error:
            raise translated(error, self._path) from error


def _make(path: Path) -> None:
    """Make the file for this user alone, before SQLite does; one that is there is not touched, for the sake of its locks."""
    make_private_folder(path.parent)
    if not path.exists():
        with suppress(FileExistsError):
            os.close(open_private(str(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY))


def _select(connection: sqlite3.Connection, where: str, *values: str) -> list[Approval]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM approval WHERE {where} ORDER BY asked_at, rowid", values)  # noqa: S608 - our own words
    return list(map(_approval, rows))


def _approval(row: sqlite3.Row) -> Approval:
    subject = Subject(**{field.name: row[field.name] for field in attrs.fields(Subject)})
    return Approval(id=row["id"], subject=subject, asked_at=row["asked_at"], agreed_at=row["agreed_at"])


def _row(approval: Approval) -> tuple[str | int | float | None, ...]:
    subject = approval.subject
    words = subject.words.encode(errors="replace").decode()
    return (
        *(approval.id, subject.key, subject.total, subject.model_name, subject.n, subject.task_type, words),
        *(approval.asked_at, approval.agreed_at),
    )
