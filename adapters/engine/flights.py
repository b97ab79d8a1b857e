"""The generations that this process drives, and who waits for each of them. One id is driven once."""

import asyncio
from collections.abc import Iterator

from imastudio.adapters.engine.flight import Flight
from imastudio.adapters.engine.scheduling import Scheduler
from imastudio.domain.kernel import unavailable
from imastudio.ports.clock import Clock


class Flights:
    """Flights by their id."""

    def __init__(self, scheduler: Scheduler, clock: Clock) -> None:
        """Hold none yet."""
        self._scheduler = scheduler
        self._clock = clock
        self._flights: dict[str, Flight] = {}

    def __iter__(self) -> Iterator[Flight]:
        """Iterate over those of this moment."""
        return iter(tuple(self._flights.values()))

    def get(self, generation_id: str) -> Flight | None:
        """Return a generation that this process drives, or None."""
        return self._flights.get(generation_id)

    def hold(self, flight: Flight) -> None:
        """Have `flight` found by its id."""
        self._flights[flight.id] = flight

    def check_open(self, flight: Flight) -> None:
        """Let go of `flight` where the studio is closed. Raises LedgerUnavailable there."""
        if self._scheduler.closed:
            self.let_go(flight)
            raise unavailable("closed")

    def watch(self, flight: Flight, seconds: float) -> "asyncio.Future[None]":
        """Return a future that resolves when `flight` ends or after `seconds`; cancelled if the studio closes first."""
        watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if flight.ended:
            watcher.set_result(None)
        elif self._scheduler.closed:
            watcher.cancel()
        else:
            self._scheduler.call(self._clock.now() + seconds, watcher, _release, watcher)
        flight.watchers.append(watcher)
        return watcher

    def unwatch(self, flight: Flight, watcher: "asyncio.Future[None]") -> None:
        """Forget a watcher."""
        flight.watchers.remove(watcher)
        self._scheduler.drop(watcher)

    def end(self, flight: Flight) -> None:
        """Let everybody go on who waits for `flight`, and hold it no more."""
        self._scheduler.drop(flight.id)
        self._flights.pop(flight.id, None)
        flight.ended = True
        flight.settle()
        for watcher in flight.watchers:
            _release(watcher)

    def let_go(self, flight: Flight) -> None:
        """Hold `flight` no more, unfinished; whoever waits for it is cancelled."""
        self._flights.pop(flight.id, None)
        if flight.ordered is not None:
            flight.ordered.cancel()
        for watcher in flight.watchers:
            watcher.cancel()


def _release(watcher: "asyncio.Future[None]") -> None:
    if not watcher.done():
        watcher.set_result(None)
