"""Results of what has ended, brought to disk again or elsewhere, and those that finished since."""

from collections.abc import Sequence

import attrs

from imastudio.adapters.engine.engine import EnginePart
from imastudio.adapters.engine.flight import new_flight
from imastudio.domain.kernel import Failure
from imastudio.domain.lifecycle import Generation, NotYet, Result, Row


class Deliverer(EnginePart):
    """Fetches results."""

    async def deliver(self, result: Result, into: str) -> Result:
        """Fetch what is ready of an ended `result` to the place `into`, wherever the order wanted it."""
        if result.files and await self.lie_in(result.files, into):
            return result
        return attrs.evolve(result, generation=await self._deliver(result.generation, into))

    async def lie_in(self, files: Sequence[str], into: str) -> bool:
        """Tell whether fetched files are at the place `into`, however that is spelled."""
        return await self._engine.ports.delivery.has(files, into)

    async def _deliver(self, generation: Generation, into: str) -> Generation:
        """Return an ended generation with its results in the folder `into`; undelivered, where they can't be had."""
        engine = self._engine
        wanted = attrs.evolve(generation, order=attrs.evolve(generation.order, deliver_to=into), files=None)
        if not wanted.undelivered:
            return generation
        row = await engine.ports.ledger.load(generation.id)
        delivered = await engine.steps.fetch(generation, into)
        if isinstance(delivered, Failure):
            return attrs.evolve(wanted, unfetched=delivered)
        if row is not None:
            await engine.recorder.record(new_flight(row.generation, row.owner, seq=row.seq), delivered)
        return attrs.evolve(wanted, files=delivered.files, medias=delivered.medias or wanted.medias)

    async def _redeliver(self, row: Row) -> Generation:
        """Return an ended generation with its results on disk: what never came, or is gone since, is fetched again."""
        engine, generation = self._engine, row.generation
        if generation.undelivered:
            return await self._deliver(generation, generation.order.deliver_to or "")
        if not generation.files or await engine.ports.delivery.has(generation.files):
            return generation
        delivered = await engine.steps.fetch(generation, generation.order.deliver_to or "")
        if isinstance(delivered, Failure):
            return attrs.evolve(generation, files=None, unfetched=delivered)
        flight = new_flight(generation, row.owner, seq=row.seq)
        await engine.recorder.record(flight, delivered)
        return flight.generation

    async def _collect(self, row: Row) -> Row:
        """Ask once more about a failed generation: results that finished since are kept (decision 18)."""
        engine = self._engine
        event = await engine.steps.ask(row.generation)
        flight = new_flight(row.generation, row.owner, seq=row.seq)
        if not isinstance(event, NotYet):
            await engine.recorder.record(flight, event)
        return attrs.evolve(row, generation=flight.generation, seq=flight.seq)
