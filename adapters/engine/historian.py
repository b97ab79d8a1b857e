"""Looking back: what was ordered, and forgetting what was said of it."""

from collections.abc import Sequence

from imastudio.adapters.engine.engine import Part
from imastudio.domain.errors import refuse
from imastudio.domain.failures import Kind
from imastudio.domain.lifecycle.fingerprints import fingerprint
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.rows import Query, Row
from imastudio.domain.quoting.quotes import Quote


class Historian(Part):
    """Reads the ledger for an account."""

    async def history(
        self, *, stage: Stage | None = None, unfinished: bool | None = None, limit: int | None = None
    ) -> Sequence[Row]:
        """Return this account's generations, newest first; the prompts that are kept stand in them."""
        query = Query(account=self._engine.identity.account, stage=stage, open=unfinished, limit=limit)
        return await self._engine.ports.ledger.rows(query)

    async def ordered(self, request_id: str) -> Row | None:
        """Return what this user ordered under a request id, or None. Raises LedgerUnavailable."""
        identity = self._engine.identity
        query = Query(account=identity.account, user=identity.user, request_id=request_id, limit=1)
        return next(iter(await self._engine.ports.ledger.rows(query)), None)

    async def twins(self, quote: Quote) -> Sequence[Row]:
        """Return this user's orders of the same thing that still run, or of which nobody knows whether they were charged.

        Offline nothing runs on without its process.
        """
        identity = self._engine.identity
        query = Query(account=identity.account, user=identity.user, fingerprint=fingerprint(quote), unsettled=True)
        rows = await self._engine.ports.ledger.rows(query)
        return [row for row in rows if row.alive or not self._engine.ports.offline]

    async def forget(self, name: str) -> None:
        """Blank what the ledger tells of an ended generation; points and ids stay.

        Raises WishRefused: NOT_FOUND, NOT_READABLE, NOT_ENDED.
        """
        row = await self._find(name)
        if row.generation.open:
            raise refuse(Kind.NOT_ENDED, "id", name)
        if not await self._engine.ports.ledger.forget(row.generation.id):
            raise refuse(Kind.NOT_FOUND, "id", name)

    async def _find(self, name: str) -> Row:
        found = await self._engine.ports.ledger.find(self._engine.identity.account, name)
        rows = [row for row in found if _is_called(row, name)] or found
        if len(rows) != 1:
            raise refuse(Kind.NOT_FOUND, "id", name, [row.generation.id for row in rows])
        if not rows[0].readable:
            raise refuse(Kind.NOT_READABLE, "id", name)
        return rows[0]


def _is_called(row: Row, name: str) -> bool:
    """Tell whether that is a whole name of it, which counts for more than the beginning of another's."""
    return name in {row.generation.id, row.generation.task_id, row.owner.request_id}
