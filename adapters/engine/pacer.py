"""What this account's own tasks tell of how long the next will take: read once, when the first is asked for, then kept up."""

from collections import deque
from collections.abc import Hashable, Sequence

from imastudio.adapters.engine.context import Identity, Ports
from imastudio.domain.kernel import LedgerUnavailable
from imastudio.domain.lifecycle import MAX_KNOWN, Generation, Query, Stage, duration, kind_of
from imastudio.domain.orders import Order

READ = 200
"""So many of the newest generations are looked at: some ten kinds of orders that are made again and again."""


class Pacer:
    """Knows how long tasks took."""

    def __init__(self, ports: Ports, identity: Identity) -> None:
        """Know nothing yet."""
        self._ports = ports
        self._identity = identity
        self._durations: dict[Hashable, deque[float]] | None = None

    async def durations(self, order: Order) -> Sequence[float]:
        """Return the seconds that tasks like that of `order` took, oldest first."""
        if self._durations is None:
            self._durations = {}  # whoever else asks meanwhile goes on as documented
            await self._learn()
        return tuple(self._durations.get(kind_of(order), ())) if self._durations else ()

    def note(self, generation: Generation) -> None:
        """Remember how long `generation` took, where it succeeded."""
        seconds = duration(generation)
        if seconds is not None and self._durations is not None:
            self._durations.setdefault(kind_of(generation.order), deque(maxlen=MAX_KNOWN)).append(seconds)

    async def _learn(self) -> None:
        try:
            query = Query(account=self._identity.account, stage=Stage.SUCCEEDED, limit=READ)
            rows = await self._ports.ledger.rows(query)
        except LedgerUnavailable:
            return  # what can't be read paces nothing; the commits tell what is wrong with it
        for row in reversed(rows):
            if row.readable:
                self.note(row.generation)
