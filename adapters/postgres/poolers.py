"""Poolers between us and the server: whoever gives each transaction another session is refused.

A lock that belongs to a session tells who lives. Behind such a pooler it would be that of whoever asks next: a living owner
could be taken for a dead one, and a dead one for a living.
"""

from typing import TYPE_CHECKING

from imastudio.adapters.postgres.database import Database
from imastudio.domain.kernel import unavailable

if TYPE_CHECKING:
    from psycopg import AsyncConnection


async def refuse_swapping(database: Database, connection: "AsyncConnection") -> None:
    """Look whether each connection has a session of its own. Raises LedgerUnavailable: pooler.

    The server itself tells a client the number of its session, a pooler tells one of its own making. Only behind one is
    looked further: whether another connection gets our session, or we get another, while that one is within a transaction.
    """
    from psycopg.errors import ProtocolViolation

    first = await _session(connection)
    if first == connection.info.backend_pid:
        return
    async with await database.connect_async() as other:
        try:
            async with other.transaction():
                theirs, second = await _session(other), await _session(connection)
        except (
            ProtocolViolation
        ) as error:  # https://www.pgbouncer.org/features.html: statement pooling has no transactions
            raise unavailable("pooler") from error
    if first != second or theirs == second:
        raise unavailable("pooler")


async def _session(connection: "AsyncConnection") -> int:
    found = await (await connection.execute("SELECT pg_backend_pid()")).fetchone()
    return int(found[0]) if found is not None else 0
