"""The pace that an account bears, all workers together: a row of the database, and nothing as long as nobody was refused.

Rules: after a refusal for haste all slow down at once, not just the one that met it; each order takes a slot, at most a
second ahead, since slots far ahead would ignore the next cut; a worker holds one at a time, or their herd would come at once.
"""

import asyncio
import time
from collections import deque

from imastudio.adapters.dbos.statements import CUT, GROW, PACE, SLOT
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.domain.kernel import LedgerUnavailable

AGAIN_S = 0.25
MIN_RATE_PER_S, MAX_RATE_PER_S = 0.2, 1000.0
GROWTH = 0.1
"""A second without a refusal raises the rate by so much, whatever the number of workers."""


class AccountPace:
    """Gives out slots of one account."""

    def __init__(self, ledger: PostgresLedger, account: str) -> None:
        """Ask nothing yet: no pace is kept."""
        self._ledger = ledger
        self._account = account
        self._paced = False
        self._closed = False
        self._turn = asyncio.Lock()
        self._sent: deque[float] = deque(maxlen=int(MAX_RATE_PER_S))

    async def take(self) -> None:
        """Wait until one more order may leave. A database that is away gives no slot, and lets nothing leave either."""
        if self._paced:
            async with self._turn:
                while (wait := await self._slot()) is None and not self._closed:  # noqa: ASYNC110 - the database is asked
                    await asyncio.sleep(AGAIN_S)
                await asyncio.sleep(wait or 0.0)
        self._sent.append(time.monotonic())

    def close(self) -> None:
        """Keep nobody waiting any longer: this worker ends."""
        self._closed = True

    async def cut(self, pause: float | None) -> None:
        """Note that the vendor refused an order for haste, and for how many seconds it asked to wait."""
        second_ago = time.monotonic() - 1.0
        rate = max(1, sum(at > second_ago for at in self._sent))
        values = {"account": self._account, "rate": rate, "least": MIN_RATE_PER_S, "pause": pause or 0.0}
        self._paced = True
        await self._ledger.connections.do(CUT, values)

    async def look(self, workers: int) -> None:
        """See what the others know, and let the pace grow. To be called each second."""
        values = {"account": self._account, "by": 1 + GROWTH / max(1, workers), "most": MAX_RATE_PER_S}
        if self._paced:
            await self._ledger.connections.do(GROW, values)
        found = await self._ledger.connections.read(PACE, [self._account])
        self._paced = bool(found) and (found[0][0] is not None or found[0][1])

    async def _slot(self) -> float | None:
        """Return the seconds until our slot, None where there is none within a second."""
        try:
            found = await self._ledger.connections.read(SLOT, [self._account])
        except LedgerUnavailable:
            return None
        return max(0.0, float(found[0][0])) if found else None
