"""Questions to the ledger, as few round trips: what is asked while others are answered is asked together, what is alike once.

Rules: an answer is never older than its question; only what reads alone is asked here.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from imastudio.adapters.postgres.batches import Batches
from imastudio.adapters.postgres.connections import Connections

if TYPE_CHECKING:
    from psycopg import AsyncConnection

Found = Sequence[tuple[Any, ...]]


class SharedReads:
    """Asks what `statement` and its values say. With `patience_s`, no longer than that."""

    def __init__(self, connections: Connections, patience_s: float | None = None) -> None:
        """Ask nothing yet."""
        self._connections = connections
        self._patience_s = patience_s
        self._batches = Batches(self._ask)

    async def ask(self, statement: str, values: Any) -> Found:
        """Return what a statement, written for the schema `ima`, finds. Raises LedgerUnavailable."""
        found: Found = await self._batches.hand_in({"statement": statement, "values": values})
        return found

    async def close(self) -> None:
        """Answer what was asked."""
        await self._batches.close()

    async def _ask(self, items: Sequence[dict[str, Any]]) -> Sequence[Found]:
        keys = [(item["statement"], repr(item["values"])) for item in items]
        asked = {key: item["values"] for key, item in zip(keys, items, strict=True)}

        async def work(connection: "AsyncConnection") -> Sequence[Found]:
            place = self._connections.place
            if len(asked) == 1:
                [((statement, _), values)] = asked.items()
                return [await (await connection.execute(place.sql(statement), values)).fetchall()]
            async with connection.pipeline():
                cursors = [
                    await connection.execute(place.sql(statement), values) for (statement, _), values in asked.items()
                ]
                return [await cursor.fetchall() for cursor in cursors]

        found = dict(zip(asked, await self._connections.patiently(work, self._patience_s), strict=True))
        return [found[key] for key in keys]
