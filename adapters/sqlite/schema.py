"""The tables of the ledger, and how an older file becomes a current one.

Rules: a migration is never changed once released, only followed by another; all that are missing run in one transaction;
a file of a newer version, or of another application, is left alone.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from imastudio.domain.kernel import unavailable

if TYPE_CHECKING:
    from sqlite3 import Connection

APPLICATION_ID = 0x494D414C  # "IMAL", at byte 68 of the file: https://www.sqlite.org/fileformat2.html
PAGE_BYTES = 1024
"""Of a new file. A commit writes whole pages, some nine of them: these are a third of the bytes of SQLite's usual 4,096 each."""

Migration: TypeAlias = tuple[str, ...]
COUNTED = ("account", "loss", "purse", "setting")
"""The tables that no other one tells of: a census counts their rows."""


def _counting(table: str) -> Migration:
    change = "UPDATE census SET rows = rows {sign} 1 WHERE name = '{table}'"
    return (
        f"INSERT INTO census SELECT '{table}', count(*), 'census' FROM {table}",  # noqa: S608 - our own words
        *(
            f"CREATE TRIGGER {table}_{when} AFTER {when} ON {table} BEGIN {change.format(sign=sign, table=table)}; END"
            for when, sign in (("INSERT", "+"), ("DELETE", "-"))
        ),
    )


MIGRATIONS: tuple[Migration, ...] = (
    (
        """
        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            generation TEXT NOT NULL,
            seq INTEGER NOT NULL,
            at REAL NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            UNIQUE (generation, seq)
        ) STRICT
        """,
        """
        CREATE TABLE generation (
            id TEXT PRIMARY KEY,
            account TEXT NOT NULL,
            user TEXT NOT NULL,
            request_id TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            seq INTEGER NOT NULL,
            stage TEXT NOT NULL,
            open INTEGER NOT NULL,
            held INTEGER NOT NULL,
            purses TEXT NOT NULL,
            task_id TEXT,
            owner TEXT,
            at REAL NOT NULL,
            UNIQUE (account, request_id, user)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE purse (name TEXT PRIMARY KEY, points INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE INDEX generation_open ON generation (at) WHERE open = 1",
        "CREATE INDEX generation_unknown ON generation (at) WHERE stage = 'unknown'",
        "CREATE INDEX generation_task ON generation (task_id) WHERE task_id IS NOT NULL",
        "CREATE INDEX generation_user ON generation (user, at)",
        "CREATE INDEX generation_at ON generation (at)",
    ),
    (  # whose index begins with the account finds the newest of it without sorting the others
        "DROP INDEX generation_open",
        "DROP INDEX generation_unknown",
        "DROP INDEX generation_user",
        "DROP INDEX generation_at",
        "CREATE INDEX generation_newest ON generation (account, at)",
        "CREATE INDEX generation_open ON generation (account, at) WHERE open = 1",
        "CREATE INDEX generation_unknown ON generation (account, at) WHERE stage = 'unknown'",
        "CREATE INDEX generation_unsettled ON generation (fingerprint) WHERE open = 1 OR stage = 'unknown'",
    ),
    (  # which keys are of one customer (no address: not known), and what of a damaged file could not be read
        "CREATE TABLE account (name TEXT PRIMARY KEY, address TEXT NOT NULL, since REAL NOT NULL) STRICT, WITHOUT ROWID",
        "INSERT INTO account SELECT DISTINCT account, '', 0 FROM generation",
        """
        CREATE TABLE loss (
            file TEXT PRIMARY KEY, at REAL NOT NULL, generations INTEGER NOT NULL, missing INTEGER NOT NULL, accepted REAL
        ) STRICT, WITHOUT ROWID
        """,
    ),
    (  # what holds for the whole ledger, such as the time zone by which it counts days
        "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL, at REAL NOT NULL) STRICT, WITHOUT ROWID",
    ),
    (  # what SQLite's own check can't see: content that changed, and small tables that lost a page (`checking`)
        "ALTER TABLE event ADD COLUMN checksum INTEGER",
        "ALTER TABLE generation ADD COLUMN checksum INTEGER",
        "CREATE TABLE census (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, kind TEXT NOT NULL) STRICT, WITHOUT ROWID",
        *(statement for table in COUNTED for statement in _counting(table)),
    ),
    (  # rows that fit on a page with all that they hold, and indices that a step in between doesn't touch
        "ALTER TABLE generation RENAME TO old_generation",
        """
        CREATE TABLE generation (
            id TEXT PRIMARY KEY NOT NULL,
            account TEXT NOT NULL,
            user TEXT NOT NULL,
            request_id TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            seq INTEGER NOT NULL,
            stage TEXT NOT NULL,
            open INTEGER NOT NULL,
            held INTEGER NOT NULL,
            purses TEXT NOT NULL,
            task_id TEXT,
            owner TEXT,
            at REAL NOT NULL,
            checksum INTEGER,
            UNIQUE (account, request_id, user)
        ) STRICT
        """,
        "INSERT INTO generation SELECT * FROM old_generation ORDER BY at",
        "DROP TABLE old_generation",
        "CREATE INDEX generation_task ON generation (task_id) WHERE task_id IS NOT NULL",
        "CREATE INDEX generation_newest ON generation (account, at, id)",
        "CREATE INDEX generation_open ON generation (fingerprint, owner) WHERE open = 1",
        "CREATE INDEX generation_unknown ON generation (account, at, id) WHERE stage = 'unknown'",
        "CREATE INDEX generation_doubted ON generation (fingerprint) WHERE stage = 'unknown'",
    ),
)
VERSION = len(MIGRATIONS)
CHECKED_SINCE = 5
"""The version from which on a file says what it ought to hold."""


def is_current(connection: "Connection", known: int = VERSION) -> bool:
    """Tell whether the file has today's tables. Raises LedgerUnavailable: newer_version, not_a_ledger."""
    connection.execute("BEGIN")  # one look: another process may make the tables at this moment
    try:
        version = version_of(connection)
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        connection.rollback()
    if version > known:
        raise unavailable("newer_version", version=version, known=known)
    if application == APPLICATION_ID:
        return version == known
    if application or version or tables:
        raise unavailable("not_a_ledger")
    return False


def version_of(connection: "Connection") -> int:
    """Return the number of migrations that made the file."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: "Connection", migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Run the migrations that are missing: all of them, or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for migration in migrations[version_of(connection) :]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()  # SQLite may have done so already
        raise
