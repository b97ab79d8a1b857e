"""Server-sent events: what the page shows is sent again when it has changed, to each browser that looks.

Rules this file obeys:
* Nothing is kept for browsers that aren't there; one that is too slow misses requests, not the state.
* It looks twice a second, and sooner when a request was answered; never more than ten times a second.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Hashable, Iterable
from typing import TypeVar

import attrs

Item = TypeVar("Item")

PAUSE = 0.1
LOOK = 0.5
MAX_WAITING = 300


@attrs.define(eq=False)
class Follower:
    """One browser: what it waits for, and what it has seen."""

    known: list[object] = attrs.field(factory=list)
    waiting: deque[object] = attrs.field(factory=lambda: deque(maxlen=MAX_WAITING))
    woken: asyncio.Event = attrs.field(factory=asyncio.Event)
    _seen: dict[str, Hashable] = attrs.field(factory=dict)

    def news(self, parts: Iterable[tuple[str, Hashable, Item]]) -> list[Item]:
        """Keep what this browser has not seen yet, of parts with their names and keys."""
        fresh = [(name, key, item) for name, key, item in parts if self._seen.get(name) != key]
        self._seen.update((name, key) for name, key, _ in fresh)
        return [item for _, _, item in fresh]

    def take(self) -> list[object]:
        """Take what waits, before it what was known when the browser came."""
        taken = [*self.known, *self.waiting]
        self.known.clear()
        self.waiting.clear()
        return taken


@attrs.define(eq=False)
class Events:
    """Everybody who looks."""

    followers: set[Follower] = attrs.field(factory=set)
    closed: bool = False

    def tell(self, item: object) -> None:
        """Tell everybody of something."""
        for follower in self.followers:
            follower.waiting.append(item)
            follower.woken.set()

    def close(self) -> None:
        """Let everybody go."""
        self.closed = True
        for follower in self.followers:
            follower.woken.set()

    async def follow(self, look: Callable[[Follower], bytes], known: Iterable[object]) -> AsyncGenerator[bytes, None]:
        """Give what is to be sent to one browser until it, or the server, is gone; `known` is what came before."""
        follower = Follower(known=list(known))
        self.followers.add(follower)
        try:
            while not self.closed:
                follower.woken.clear()
                yield look(follower)
                await asyncio.sleep(PAUSE)
                try:
                    async with asyncio.timeout(LOOK - PAUSE):
                        await follower.woken.wait()
                except TimeoutError:
                    continue  # time for another look
        finally:
            self.followers.discard(follower)


def encode_event(data: str, name: str = "") -> bytes:
    """Write one event; see https://html.spec.whatwg.org/multipage/server-sent-events.html, 9.2.5."""
    head = f"event: {name}\n" if name else ""
    lines = data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return (head + "".join(f"data: {line}\n" for line in lines) + "\n").encode()
