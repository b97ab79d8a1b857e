"""A generation that this process drives: the pure machine, and what only this process knows of it."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

import attrs

from imastudio.adapters.engine.notifier import Subscriber
from imastudio.domain.kernel import Json
from imastudio.domain.lifecycle import Ended, Entry, Generation, Owner, Verdict
from imastudio.domain.orders import Content
from imastudio.domain.quoting import Advice


def no_purses(_: datetime) -> Mapping[str, int | None]:
    """Return no purses, whatever the time."""
    return {}


@attrs.define(eq=False, kw_only=True)
class Flight:
    """One generation in the hands of the engine.

    `unwritten` holds entries that are heard but not in the ledger: all before the first `Sending`, later only those that the
    disk refused. `purses` tells what an order that leaves at a local time draws on; it and `content` are dropped once the vendor
    has it. `again` tells that what stands under another key is ordered anew. `pauses_told` is how far its refusals had doubled
    when its wait was last told (-1: never). `end` is what is said last. `ordered` is done, and gone, when the outcome of the
    paid POST is committed; those of `watchers` are done when it has `ended`. `logged_at` is when the log last had a line of it.
    While it is `elsewhere`, another process drives it: here it is only told about.
    """

    generation: Generation
    owner: Owner
    seq: int = 0
    begun: bool = False
    again: bool = False
    unwritten: tuple[Entry, ...] = ()
    content: Content | None = attrs.field(default=None, repr=False)
    texts: Mapping[str, Json] = attrs.field(factory=dict, repr=False)
    advice: Advice | None = None
    listeners: tuple[Subscriber, ...] = ()
    end: Ended | None = None
    purses: Callable[[datetime], Mapping[str, int | None]] = attrs.field(default=no_purses)
    ordered: asyncio.Future[None] | None = attrs.field(factory=lambda: asyncio.get_running_loop().create_future())
    ended: bool = False
    pauses_told: int = -1
    watchers: list[asyncio.Future[None]] = attrs.field(factory=list)
    error: Exception | None = None
    logged_at: float = 0.0
    elsewhere: bool = False

    @property
    def id(self) -> str:
        """Return our id of the generation."""
        return self.generation.id

    def settle(self) -> None:
        """Let those go on who wait for the outcome of the paid POST."""
        if self.ordered is not None and not self.ordered.done():
            self.ordered.set_result(None)
        self.ordered = None

    def hear(self, event: Verdict, at: float) -> bool:
        """Hear an event that is to be recorded; False if it changed nothing."""
        after = self.generation.heard(event, at)
        if after.stage is self.generation.stage and after == self.generation:
            return False
        self.generation = after
        self.unwritten += (Entry(at, event),)
        return True


def new_flight(generation: Generation, owner: Owner, seq: int = 0) -> Flight:
    """Return `generation` in the hands of the running loop; `seq` counts its entries in the ledger, 0 without a row."""
    return Flight(generation=generation, owner=owner, seq=seq, begun=seq > 0)
