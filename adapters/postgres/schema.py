"""Where a ledger lies in its database, and how an older one becomes a current one.

Rules: a migration is never changed once released, only followed by another; all that are missing run in one transaction, one
process at a time, and then the functions are replaced by those of now: who changes one adds a migration, if an empty one. A
schema of a newer version, or of somebody else, is left alone.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import attrs

from imastudio.domain.kernel import unavailable

if TYPE_CHECKING:
    from psycopg import AsyncConnection

MIN_SERVER_VERSION = 140_000
"""Postgres 14: the first that ends an idle session by itself (`idle_session_timeout`)."""
_SCHEMA, _OWNER_LOCKS, _WATCHER_LOCKS = "ima", 4242, 4243
_STANDING = """
    SELECT to_regnamespace(%(schema)s) IS NOT NULL, to_regclass(%(schema)s || '.migration') IS NOT NULL,
           current_setting('server_encoding'), current_setting('server_version_num')::integer
"""


@attrs.frozen
class Place:
    """A schema of the database, and the classes of its advisory locks: owners lock (`owner_locks`, their number)."""

    schema: str = _SCHEMA
    owner_locks: int = _OWNER_LOCKS
    watcher_locks: int = _WATCHER_LOCKS

    def sql(self, text: str) -> bytes:
        """Return `text`, which is written for the schema `ima`, as it is for this one."""
        text = text.replace(str(_OWNER_LOCKS), str(self.owner_locks))
        text = text.replace(str(_WATCHER_LOCKS), str(self.watcher_locks))
        return text.replace(f"{_SCHEMA}.", f"{self.schema}.").replace(f"'{_SCHEMA}'", f"'{self.schema}'").encode()


REAL = Place()
OFFLINE = Place("ima_offline", 4244, 4245)
"""Orders of the bundled fake server are kept apart: they hold no points of the real budgets."""


@cache
def migrations() -> tuple[str, ...]:
    """Return the text of every migration, in their order."""
    folder = files(__package__) / "migrations"
    return tuple(each.read_text(encoding="utf-8") for each in sorted(folder.iterdir(), key=lambda file: file.name))


@cache
def functions() -> str:
    """Return the text of all functions that a writer calls."""
    return (files(__package__) / "functions.sql").read_text(encoding="utf-8")


async def prepare(connection: "AsyncConnection", place: Place = REAL, known: Sequence[str] | None = None) -> None:
    """Bring the schema up to date. Raises LedgerUnavailable: newer_version, not_a_ledger, old_server, encoding."""
    known = migrations() if known is None else known
    cursor = await connection.execute(_STANDING, {"schema": place.schema})
    found = await cursor.fetchone()
    assert found is not None  # noqa: S101 - a SELECT without FROM has one row
    there, ours, encoding, server = found
    if server < MIN_SERVER_VERSION:
        raise unavailable("old_server", version=server // 10_000, known=MIN_SERVER_VERSION // 10_000)
    if encoding != "UTF8":
        raise unavailable("encoding", encoding=encoding)
    if there and not ours:
        raise unavailable("not_a_ledger")
    if ours and await _version(connection, place, len(known)) == len(known):
        return
    async with connection.transaction():
        await connection.execute(place.sql("SELECT pg_advisory_xact_lock(4242, 0)"))
        await connection.execute(
            place.sql("CREATE SCHEMA IF NOT EXISTS ima ").replace(b" ima ", f" {place.schema} ".encode())
        )
        await connection.execute(
            place.sql(
                "CREATE TABLE IF NOT EXISTS ima.migration"
                " (version integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())"
            )
        )
        for version in range(await _version(connection, place, len(known)), len(known)):
            await connection.execute(place.sql(known[version]))
            await connection.execute(place.sql("INSERT INTO ima.migration (version) VALUES (%s)"), [version + 1])
        await connection.execute(place.sql(functions()))


async def _version(connection: "AsyncConnection", place: Place, known: int) -> int:
    cursor = await connection.execute(place.sql("SELECT coalesce(max(version), 0) FROM ima.migration"))
    found = await cursor.fetchone()
    version = int(found[0]) if found is not None else 0
    if version > known:
        raise unavailable("newer_version", version=version, known=known)
    return version
