"""Sending for who has workers: the order is put into their queue, and followed from then on."""

from functools import partial
from typing import Any

import attrs

from imastudio.adapters.dbos.following import Following
from imastudio.adapters.dbos.queue import HandoverUnclear, PostgresQueue
from imastudio.adapters.engine.flight import Flight, no_purses
from imastudio.adapters.engine.sender import Sender
from imastudio.domain.kernel import Failure, Kind, LedgerUnavailable
from imastudio.domain.lifecycle import Lost, Rejected, Sending


class Handover(Sender):
    """Hands orders over, or sends them where the queue takes none.

    Inputs are uploaded by then: a worker of another machine has none of the files.
    """

    def __init__(self, *parts: Any, queue: PostgresQueue, following: Following) -> None:
        """Hand nothing over yet."""
        super().__init__(*parts)
        self._queue = queue
        self._following = following

    async def send(self, flight: Flight) -> None:
        """Put the order into the queue, unless the studio closes or the ledger says no. Raises LostRace."""
        content = flight.content
        try:
            if content is None or self._scheduler.closed or not await self._queue.takes():
                await super().send(flight)
                return
        except LedgerUnavailable as error:
            await self._recorder.record(flight, Rejected(error.failure))
            return
        hand_over = partial(
            self._queue.hand_over,
            flight.generation,
            flight.owner,
            flight.unwritten,
            flight.seq,
            content=attrs.evolve(content, inputs=()),
            again=flight.again,
        )
        try:
            done = await self._recorder.commit_handover(flight, hand_over)
        except HandoverUnclear:  # a worker may send it: whoever orders it once more may pay twice
            unknown = Lost(Failure(kind=Kind.OUTCOME_UNKNOWN, facts={"reason": "handover_unclear"}))
            await self._recorder.record(flight, Sending(), unknown)
            return
        if done:
            flight.content, flight.purses = None, no_purses
            self._following.follow(flight)
