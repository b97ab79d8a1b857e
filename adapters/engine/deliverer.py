"""Results of what has ended, brought to disk again or elsewhere, and those that finished since."""

import attrs

from imastudio.adapters.engine.engine import Part
from imastudio.adapters.engine.flight import new_flight
from imastudio.domain.lifecycle.events import Delivered, NotYet
from imastudio.domain.lifecycle.generation import Generation
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.lifecycle.rows import Row


class Deliverer(Part):
    """Fetches results."""

    async def deliver(self, result: Result, into: str) -> Result:
        """Fetch what is ready of an ended `result` into the folder `into`, wherever the order wanted it.

        Where that fails, its error tells so (DELIVERY_FAILED).
        """
        if result.generation.order.deliver_to == into and result.files:
            return result
        return attrs.evolve(result, generation=await self._deliver(result.generation, into))

    async def _deliver(self, generation: Generation, into: str) -> Generation:
        """Return an ended generation with its results in the folder `into`; undelivered, where they can't be had."""
        engine = self._engine
        wanted = attrs.evolve(generation, order=attrs.evolve(generation.order, deliver_to=into), files=None)
        if not wanted.undelivered:
            return generation
        row = await engine.ports.ledger.load(generation.id)
        files = await engine.steps.fetch(generation, into)
        if files is None:
            return wanted
        if row is not None:
            await engine.recorder.record(new_flight(row.generation, row.owner, seq=row.seq), Delivered(files))
        return attrs.evolve(wanted, files=files)

    async def _redeliver(self, row: Row) -> Generation:
        """Return an ended generation with its results on disk: what was delivered and is gone is fetched again."""
        engine, generation = self._engine, row.generation
        if not generation.files or await engine.ports.delivery.has(generation.files):
            return generation
        files = await engine.steps.fetch(generation, generation.order.deliver_to or "")
        if files is None:
            return attrs.evolve(generation, files=None)
        flight = new_flight(generation, row.owner, seq=row.seq)
        await engine.recorder.record(flight, Delivered(files))
        return flight.generation

    async def _collect(self, row: Row) -> Row:
        """Ask once more about a failed generation: results that finished since are kept (decision 18)."""
        engine = self._engine
        event = await engine.steps.ask(row.generation)
        flight = new_flight(row.generation, row.owner, seq=row.seq)
        if not isinstance(event, NotYet):
            await engine.recorder.record(flight, event)
        return attrs.evolve(row, generation=flight.generation, seq=flight.seq)
