"""Who hears of a generation, and what is said to them while nothing happens: how far it has come.

Rules: each messenger hears of a generation once, however many waits it has; progress is read off the clock, and is said to
nobody where nobody listens.
"""

from imastudio.adapters.engine.flight import Flight
from imastudio.adapters.engine.notifier import Notifier, Subscriber
from imastudio.adapters.engine.scheduling import Scheduler
from imastudio.domain.lifecycle import News, Progressed, Stage, frozen, percent, speaks, tell_after
from imastudio.ports.clock import Clock
from imastudio.ports.messenger import Messenger


class Announcer:
    """Tells those who listen to a flight."""

    def __init__(self, notifier: Notifier, scheduler: Scheduler, clock: Clock) -> None:
        """Tell nobody yet."""
        self._notifier = notifier
        self._scheduler = scheduler
        self._clock = clock

    def say(self, flight: Flight, news: News) -> None:
        """Have `news` told to all who listen to `flight`."""
        self._notifier.say(flight.listeners, news)

    def listen(self, flight: Flight, messenger: Messenger) -> Subscriber:
        """Tell `messenger` too; return what it listens by."""
        listener = next((one for one in flight.listeners if one.messenger is messenger), None)
        if listener is None:
            listener = Subscriber(messenger)
            flight.listeners += (listener,)
            self.schedule_progress(flight)
            if flight.end is not None:
                self._notifier.say((listener,), flight.end)
        return listener

    def attend(self, flight: Flight, messenger: Messenger | None) -> tuple[Subscriber, ...]:
        """Tell `messenger`, if there is one, until `dismiss`; return what it listens by."""
        if messenger is None:
            return ()
        listener = self.listen(flight, messenger)
        listener.waits += 1
        return (listener,)

    def dismiss(self, flight: Flight, listeners: tuple[Subscriber, ...]) -> None:
        """Tell `listeners` no more, except those who still wait elsewhere."""
        for listener in listeners:
            listener.waits -= 1
            if listener.waits == 0:
                listener.news.clear()
                flight.listeners = tuple(other for other in flight.listeners if other is not listener)

    def schedule_progress(self, flight: Flight) -> None:
        """Have the next word about progress said when it is due, if there is one and anybody to hear it."""
        generation = flight.generation
        estimate = generation.order.estimate
        if generation.stage is not Stage.CREATED or not flight.listeners or not speaks(estimate):
            return
        created = generation.created_at or 0.0
        elapsed = self._clock.now() - created  # below 0 where a clock was set back: it is told all the same
        self._scheduler.call(created + tell_after(estimate, elapsed), _progress_key(flight), self._progress, flight)

    def drop_progress(self, flight: Flight) -> None:
        """Say no more about the progress of `flight`."""
        self._scheduler.drop(_progress_key(flight))

    def _progress(self, flight: Flight) -> None:
        generation = flight.generation
        if generation.stage is not Stage.CREATED:
            return
        estimate = generation.order.estimate
        elapsed = max(0.0, self._clock.now() - (generation.created_at or 0.0))
        news = Progressed(
            percent=percent(estimate, elapsed),
            elapsed=elapsed,
            longest=estimate.highest,
            frozen=frozen(estimate, elapsed),
            order=generation.order,
        )
        self.say(flight, news)
        self.schedule_progress(flight)


def _progress_key(flight: Flight) -> str:
    return f"word {flight.id}"
