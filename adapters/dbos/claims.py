"""Taking generations up: as many as are asked for at once, with one look at the database."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from imastudio.adapters.dbos.contents import decode_content
from imastudio.adapters.dbos.following import DRIVEN
from imastudio.adapters.dbos.statements import CONTENTS, LEAVE, TAKE
from imastudio.adapters.postgres.batches import Batches
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.postgres.reading import LOAD_ALL, folded
from imastudio.domain.lifecycle import Row
from imastudio.domain.orders import Content


@attrs.frozen
class Taken:
    """A generation that is ours now; without a row it is another's for the time being."""

    row: Row | None
    content: Content | None = attrs.field(default=None, repr=False)
    purses: Mapping[str, int | None] = attrs.field(factory=dict)


class Claims:
    """Takes generations up for one owner. To ask twice is no harm: an answer may have been lost."""

    def __init__(self, ledger: PostgresLedger) -> None:
        """Take nothing yet."""
        self._ledger = ledger
        self._batches = Batches(self._take)

    async def take(self, generation_id: str) -> Taken | None:
        """Return a generation that is ours from now on; None where nothing of it is a worker's. Raises LedgerUnavailable."""
        taken: Taken | None = await self._batches.run({"id": generation_id})
        return taken

    async def release(self, generation_id: str) -> None:
        """Let go of a generation whose results are to be fetched by whoever waits for it."""
        await self._ledger.connections.do(LEAVE, [generation_id, await self._ledger.writer.number()])

    async def _take(self, asked: Sequence[dict[str, Any]]) -> Sequence[Taken | None]:
        ids = [each["id"] for each in asked]
        ours = {
            found[0] for found in await self._ledger.connections.read(TAKE, [await self._ledger.writer.number(), ids])
        }
        rows = {row.generation.id: row for row in folded(await self._ledger.connections.read(LOAD_ALL, {"ids": ids}))}
        sendable = [name for name in ours if rows[name].generation.task_id is None]
        bodies = dict(await self._ledger.connections.read(CONTENTS, [sendable])) if sendable else {}
        return [self._taken(rows.get(name), bodies.get(name), ours=name in ours) for name in ids]

    @staticmethod
    def _taken(row: Row | None, body: bytes | None, *, ours: bool) -> Taken | None:
        if row is None or (row.readable and row.generation.stage not in DRIVEN):
            return None
        if not ours or not row.readable:
            return Taken(None)
        return Taken(row, *(decode_content(body) if body is not None else ()))
