"""Who is due when: one heap for any number of waiting things, so that waiting costs no coroutine."""

from collections.abc import Hashable
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any, Generic, TypeVar

Do = TypeVar("Do")
_ROOM = 64


class TimerHeap(Generic[Do]):
    """Holds what to do, and with what, at instants in seconds since the epoch; of one key, only the latest counts."""

    def __init__(self) -> None:
        """Start empty."""
        self._heap: list[tuple[float, int, Hashable, Do, Any]] = []
        self._latest: dict[Hashable, int] = {}
        self._count = count()

    def __len__(self) -> int:
        """Return how many things wait."""
        return len(self._latest)

    def put(self, when: float, key: Hashable, do: Do, subject: Any) -> None:
        """Have `do` done with `subject` at `when`, instead of what waits under `key`."""
        number = next(self._count)
        self._latest[key] = number
        heappush(self._heap, (when, number, key, do, subject))
        if len(self._heap) > 2 * len(self._latest) + _ROOM:
            self._heap = [entry for entry in self._heap if self._latest.get(entry[2]) == entry[1]]
            heapify(self._heap)

    def drop(self, key: Hashable) -> None:
        """Forget what waits under `key`."""
        self._latest.pop(key, None)

    @property
    def first(self) -> float | None:
        """Return the instant of the first thing, or None."""
        while self._heap and self._latest.get(self._heap[0][2]) != self._heap[0][1]:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop(self, now: float) -> tuple[Do, Any] | None:
        """Return what to do first of what is due at `now`, and with what; or None."""
        first = self.first
        if first is None or first > now:
            return None
        _, _, key, do, subject = heappop(self._heap)
        del self._latest[key]
        return do, subject
