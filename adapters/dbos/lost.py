"""Orders that were on their way when nobody had them any more."""

from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.lifecycle import Entry, Lost, Stage
from imastudio.ports.ledger import Ledger


async def tell_lost(ledger: Ledger, generation_id: str, now: float) -> None:
    """Record of an order that is being sent that nobody knows what became of it; of others nothing is recorded."""
    row = await ledger.load(generation_id)
    if row is not None and row.generation.stage is Stage.SENDING:
        lost = Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))
        await ledger.append(row.generation.heard(lost, now), [Entry(now, lost)], row.seq)
