"""The ledgers in memory, on disk and in a database answer alike, whatever two processes do with them, in whatever order."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from imastudio.adapters.memory.ledger import MemoryLedger, MemoryStore
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.lifecycle.events import Entry, Intended, NotYet, Reordered, Sending
from imastudio.domain.lifecycle.generation import Generation, ImpossibleMove, Stage, fold
from imastudio.domain.lifecycle.rows import Begun, Owner, Query
from imastudio.ports.ledger import Ledger
from imastudio.testing.contracts.ledger import after
from imastudio.testing.strategies import an_order, events

pytestmark = pytest.mark.uncounted

T = TypeVar("T")
Shelf = list[Ledger]
"""The ledgers of two processes over one store."""

KEYS = ("old", "new")
PROCESSES = (0, 1)
MOST = 6
limits = st.none() | st.integers(0, 400)


class Agreeing(RuleBasedStateMachine):
    """The same calls at each kind of ledger; what the one in memory answers is what the others have to answer."""

    runner: ClassVar[asyncio.Runner]
    openings: ClassVar[list[Callable[[], Ledger]]]
    shelves: ClassVar[list[Shelf]]
    numbers: ClassVar[Iterator[int]]

    def __init__(self) -> None:
        """Begin with customers that nobody has seen: the stores are those of all examples."""
        super().__init__()
        self.number = next(self.numbers)
        self.generations: dict[str, tuple[Generation, int]] = {}
        self.begun = 0
        self.at = 1000.0

    @precondition(lambda self: len(self.generations) < MOST)
    @rule(
        process=st.sampled_from(PROCESSES),
        key=st.sampled_from(KEYS),
        request=st.sampled_from(["r1", "r2", "r3"]),
        points=st.integers(0, 200),
        limit=limits,
        again=st.booleans(),
    )
    def begin(self, process: int, key: str, request: str, points: int, limit: int | None, again: bool) -> None:  # noqa: FBT001
        """Order something under a request id that may be another's, into purses that may be full."""
        self.begun += 1
        name = f"gen-{self.number}-{self.begun}"
        entries = [Entry(self._later(), Intended(an_order(points=points))), Entry(self._later(), Sending())]
        generation = fold(name, entries)
        whose = Owner(
            account=self._own(key),
            user="al",
            request_id=request,
            fingerprint=f"f of {request}",
            address=self._own("at"),
        )
        purses = {self._own("day"): limit, self._own("batch"): None}
        if self._ask(process, lambda one: one.begin(generation, whose, entries, purses, again=again)) == Begun():
            self.generations[name] = (generation, 2)

    @precondition(lambda self: self.generations)
    @rule(process=st.sampled_from(PROCESSES), data=st.data(), event=events, late=st.booleans())
    def hear(self, process: int, data: st.DataObject, event: Any, late: bool) -> None:  # noqa: FBT001
        """Write what may have happened, or come too late with it."""
        name, generation, seq = self._drawn(data)
        entry = Entry(self._later(), event)
        if isinstance(event, NotYet | Reordered | Sending):
            return
        try:
            heard = after(generation, entry)
        except ImpossibleMove:
            return
        if self._ask(process, lambda one: one.append(heard, [entry], seq - late)) is True:
            self.generations[name] = (heard, seq + 1)

    @precondition(lambda self: self.generations)
    @rule(process=st.sampled_from(PROCESSES), data=st.data(), limit=limits, late=st.booleans(), again=st.booleans())
    def send_again(self, process: int, data: st.DataObject, limit: int | None, late: bool, again: bool) -> None:  # noqa: FBT001
        """Send what was refused again, in another purse."""
        name, generation, seq = self._drawn(data)
        if generation.stage not in {Stage.REFUSED, Stage.REJECTED}:
            return
        anew = [Entry(self._later(), Reordered(order=an_order())), Entry(self._later(), Sending())]
        try:
            sent = after(generation, *anew)
        except ImpossibleMove:
            return
        purses = {self._own("day after"): limit}
        if self._ask(process, lambda one: one.send_again(sent, anew, seq - late, purses, again=again)) == Begun():
            self.generations[name] = (sent, seq + 2)

    @precondition(lambda self: self.generations)
    @rule(process=st.sampled_from(PROCESSES), data=st.data(), force=st.booleans())
    def claim(self, process: int, data: st.DataObject, force: bool) -> None:  # noqa: FBT001
        """Go on with a generation, whoever drives it."""
        name, _, seq = self._drawn(data)
        self._ask(process, lambda one: one.claim(name, force=force))
        self._ask(process, lambda one: one.holds(name, seq))

    @precondition(lambda self: self.generations)
    @rule(process=st.sampled_from(PROCESSES), data=st.data())
    def forget(self, process: int, data: st.DataObject) -> None:
        """Let go of what was said, where it ended: what follows is heard by what is left of it."""
        name, _, _ = self._drawn(data)
        if self._ask(process, lambda one: one.forget(name)):
            del self.generations[name]

    @rule(process=st.sampled_from(PROCESSES), key=st.sampled_from(KEYS))
    def adopt_key(self, process: int, key: str) -> None:
        """Take over what another key ordered."""
        other = self._own(next(one for one in KEYS if one != key))
        self._ask(process, lambda one: one.adopt_key(self._own(key), self._own("at"), other))

    @rule(process=st.sampled_from(PROCESSES))
    def end(self, process: int) -> None:
        """End a process, and begin another in its place."""
        for shelf, opening in zip(self.shelves, self.openings, strict=True):
            self.runner.run(shelf[process].close())
            shelf[process] = opening()

    @invariant()
    def all_tell_the_same(self) -> None:
        """Of every row, purse, name and key."""
        for key in KEYS:
            self._ask(0, lambda one, key=key: one.rows(Query(account=self._own(key))))  # type: ignore[misc]
            self._ask(1, lambda one, key=key: one.rows(Query(account=self._own(key), unsettled=True)))  # type: ignore[misc]
            self._ask(0, lambda one, key=key: one.other_keys(self._own(key), self._own("at")))  # type: ignore[misc]
            self._ask(1, lambda one, key=key: one.find(self._own(key), "r1"))  # type: ignore[misc]
        for purse in ("day", "batch", "day after"):
            self._ask(1, lambda one, purse=purse: one.spent(self._own(purse)))  # type: ignore[misc]

    def _ask(self, process: int, call: Callable[[Ledger], Awaitable[T]]) -> T | str:
        first, *others = [self.runner.run(_answer(call, shelf[process])) for shelf in self.shelves]
        for other in others:
            assert other == first
        return first

    def _drawn(self, data: st.DataObject) -> tuple[str, Generation, int]:
        name = data.draw(st.sampled_from(sorted(self.generations)))
        return name, *self.generations[name]

    def _own(self, name: str) -> str:
        return f"{name} of {self.number}"

    def _later(self) -> float:
        self.at += 1
        return self.at


async def _answer(call: Callable[[Ledger], Awaitable[T]], ledger: Ledger) -> T | str:
    """Return the answer, with lists as lists, or the reason why there is none."""
    try:
        answer = await call(ledger)
    except LedgerUnavailable as error:
        return str(error.failure.facts.get("reason"))
    return list(answer) if isinstance(answer, list | tuple) else answer  # type: ignore[return-value]


def test_all_ledgers_answer_alike(tmp_path: Path, database: str) -> None:
    """In memory, on disk and in a database."""
    store = MemoryStore()
    openings: list[Callable[[], Ledger]] = [
        lambda: MemoryLedger(store),
        lambda: SqliteLedger(tmp_path / "ledger.sqlite3"),
        lambda: PostgresLedger(Database(database)),
    ]
    with asyncio.Runner() as runner:
        shelves = [[opening() for _ in PROCESSES] for opening in openings]
        members = {"runner": runner, "openings": openings, "shelves": shelves, "numbers": count()}
        machine = type("Agreed", (Agreeing,), members)
        try:
            run_state_machine_as_test(
                machine, settings=settings(max_examples=25, stateful_step_count=20, deadline=None)
            )
        finally:
            for ledger in (one for shelf in shelves for one in shelf):
                runner.run(ledger.close())
