"""Looking back: what was ordered, and forgetting what was said of it."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from imastudio.adapters.engine.engine import EnginePart
from imastudio.domain.kernel import Kind, check_argument, refuse
from imastudio.domain.lifecycle import Loss, OtherKey, Query, Row, Stage, is_of_model, known_fingerprints
from imastudio.domain.quoting import Quote

WIDER = 8
"""So many times as many rows are read at each further look for those of one model."""
_NOBODY = "a generation that is not there"
"""To claim it takes all that an order takes of the ledger, and changes nothing."""


class Historian(EnginePart):
    """Reads the ledger for an account."""

    async def check_ledger(self) -> None:
        """Try the ledger as an order would, and leave it as it is. Raises LedgerUnavailable."""
        await self._engine.ports.ledger.claim(_NOBODY)

    async def history(
        self,
        *,
        stage: Stage | None = None,
        unfinished: bool | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        model: str | None = None,
        limit: int | None = None,
    ) -> Sequence[Row]:
        """Return this account's generations, newest first; the prompts that are kept stand in them."""
        check_argument("limit", limit, int | None, "a whole number, such as 20, or None")
        asked = Query(
            account=self._engine.identity.account,
            stage=stage,
            open=unfinished,
            since=None if since is None else since.timestamp(),
            until=None if until is None else until.timestamp(),
            limit=limit,
        )
        return await self._engine.ports.ledger.rows(asked) if model is None else await self._of_model(asked, model)

    async def _of_model(self, asked: Query, model: str) -> Sequence[Row]:
        """Return those rows of one model; where a few are wanted, no more is read than holds them, eightfold at most."""
        window = asked.limit
        while True:
            rows = await self._engine.ports.ledger.rows(attrs.evolve(asked, limit=window))
            found = [row for row in rows if is_of_model(row, model)]
            if window is None or asked.limit is None or len(rows) < window or len(found) >= asked.limit:
                return found[: asked.limit]
            window *= WIDER

    async def ordered(self, request_id: str, *, again: bool = False) -> Row | None:
        """Return what this user ordered under a request id, or None. Raises LedgerUnavailable.

        Where this key did not, what another key of this address has under it counts, unless it was surely not charged, or
        is to be ordered `again`.
        """
        return await self._engine.customer.ordered(request_id, again=again)

    async def twins(self, quote: Quote) -> Sequence[Row]:
        """Return this user's orders of the same thing that still run, or of which nobody knows whether they were charged."""
        rows = await self._engine.customer.twins(known_fingerprints(quote))
        return [row for row in rows if row.alive or not self._engine.ports.offline]

    async def other_keys(self) -> Sequence[OtherKey]:
        """Return the other keys of this address that ordered something, the newest first."""
        return await self._engine.customer.other_keys()

    async def elsewhere(self) -> Sequence[Row]:
        """Return what is unfinished or unknown under another key of this address, newest first."""
        return await self._engine.customer.unsettled()

    async def adopt_key(self, other: str | None = None) -> int:
        """Take over what was ordered with another key of this address; return how many generations."""
        return await self._engine.customer.adopt(other)

    async def losses(self) -> Sequence[Loss]:
        """Return what a damaged ledger lost and nobody has accepted yet: what is listed and counted may lack it."""
        return await self._engine.ports.ledger.losses()

    async def forget(self, name: str) -> None:
        """Blank what the ledger tells of an ended generation; points and ids stay."""
        row = await self._find(name)
        if row.generation.open:
            raise refuse(Kind.NOT_ENDED, "id", name)
        if not await self._engine.ports.ledger.forget(row.generation.id):
            raise refuse(Kind.NOT_FOUND, "id", name)

    async def _find(self, name: str) -> Row:
        check_argument("A generation's name", name, str, "text: our id, the vendor's task id, or a request id")
        found = await self._engine.ports.ledger.find(self._engine.identity.account, name)
        if not found:
            await self._engine.customer.refuse_others(name)
        rows = [row for row in found if _is_called(row, name)] or found
        if len(rows) != 1:
            raise refuse(Kind.NOT_FOUND, "id", name, [row.generation.id for row in rows])
        if not rows[0].readable:
            raise refuse(Kind.NOT_READABLE, "id", name, pruned=rows[0].pruned)
        return rows[0]


def _is_called(row: Row, name: str) -> bool:
    """Tell whether that is a whole name of it, which counts for more than the beginning of another's."""
    return name in {row.generation.id, row.generation.task_id, row.owner.request_id}
