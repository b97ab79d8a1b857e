"""What is heard goes into the ledger.

Rules:
- A decision that lost against another writer gives way; a fact is heard again by what is there now.
- A fact that can't be written goes on in memory, is tried again with the next, and its task id is told to the person.
- An order whose `Sending` may be committed and that never left is recorded as not sent.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from imastudio.adapters.engine.announcer import Announcer
from imastudio.adapters.engine.calendar import Calendar
from imastudio.adapters.engine.context import Ports
from imastudio.adapters.engine.flight import Flight
from imastudio.domain.kernel import Failure, Kind, LedgerUnavailable, WishRefused, unavailable
from imastudio.domain.lifecycle import (
    SURPRISES,
    AppendAnswer,
    BeginAnswer,
    Created,
    Entry,
    Generation,
    ImpossibleMove,
    Intended,
    Lost,
    Noticed,
    OverBudget,
    Refused,
    Rejected,
    Row,
    Sending,
    Stage,
    TaskTaken,
    Twin,
    Verdict,
    journal_line,
    over_budget,
)
from imastudio.domain.orders import Notice

HandOver: TypeAlias = Callable[..., Awaitable[BeginAnswer]]
"""Commits what is unwritten of an order, which others send and which draws on the `purses` it is given."""


class LostRace(Exception):
    """Another writer has this request already: `row` is what is there."""

    def __init__(self, row: Row) -> None:
        """Keep the row."""
        super().__init__(row)
        self.row = row

    def __str__(self) -> str:
        return self.row.generation.id


class EventRecorder:
    """Writes what a flight heard, and tells of what could not be written.

    `never_sent` is recorded of an order that surely did not leave.
    """

    never_sent: Refused | Rejected = Rejected(Failure(kind=Kind.INTERRUPTED))

    def __init__(self, ports: Ports, announcer: Announcer, calendar: Calendar) -> None:
        """Write nothing yet."""
        self._calendar = calendar
        self._ledger = ports.ledger
        self._clock = ports.clock
        self._journal = ports.journal
        self._announcer = announcer

    async def record(self, flight: Flight, *events: Verdict) -> None:
        """Hear `events`, and commit all that is unwritten; before the first `Sending` nothing is."""
        for event in events:
            flight.hear(event, self._clock.now())
        if not flight.begun or not flight.unwritten:
            return
        try:
            while (answer := await self._append(flight)) is not True:
                if isinstance(answer, TaskTaken):
                    flight.unwritten = tuple(_doubted(entry, answer) for entry in flight.unwritten)
                for task_id in _hear_again(flight, await self._row(flight)):
                    self._note(flight, "second_task", task_id)
                if not flight.unwritten:
                    return
        except LedgerUnavailable:
            self._note(flight, "ledger_unwritten", flight.generation.task_id)
            return
        except asyncio.CancelledError as cancelled:
            if isinstance(cancelled.__cause__, LedgerUnavailable):
                self._note(flight, "ledger_unwritten", flight.generation.task_id)
            raise
        self._log(flight, flight.unwritten)
        flight.seq += len(flight.unwritten)
        flight.unwritten = ()

    def _log(self, flight: Flight, entries: Sequence[Entry]) -> None:
        """Write a line for each step that matters, now that it is in the ledger (decision 43)."""
        for entry in entries:
            since = flight.logged_at or entries[0].at
            line = journal_line(flight.generation, entry.event, round((entry.at - since) * 1000))
            if line is not None:
                name, facts = line
                (self._journal.warning if name in SURPRISES else self._journal.info)(name, **facts)
                flight.logged_at = entry.at

    async def _append(self, flight: Flight) -> AppendAnswer:
        return await self._ledger.append(flight.generation, flight.unwritten, flight.seq)

    async def holds(self, flight: Flight) -> bool:
        """Tell whether the order is still this process's to send: nobody took it over since `Sending` was committed."""
        try:
            return await self._ledger.holds(flight.id, flight.seq)
        except LedgerUnavailable:
            return False

    async def commit_sending(self, flight: Flight) -> bool:
        """Commit that the order is about to leave; False if it may not. Raises LostRace where another was first."""
        before, seq = flight.generation, flight.seq
        flight.hear(Sending(), self._clock.now())
        try:
            failure = await self._commit(flight)
        except asyncio.CancelledError:  # comes after a begun commit: see the ledger's port
            await self._take_back(flight, seq + len(flight.unwritten))
            raise
        if failure is not None:
            flight.generation = before
            flight.unwritten = flight.unwritten[:-1]
            await self.record(flight, Rejected(failure))
        return failure is None

    async def commit_handover(self, flight: Flight, hand_over: HandOver) -> bool:
        """Commit that others send the order; False if it may not be. Raises LostRace where another was first."""
        failure = await self._commit(flight, hand_over)
        if failure is not None:
            await self.record(flight, Rejected(failure))
        return failure is None

    async def _commit(self, flight: Flight, hand_over: HandOver | None = None) -> Failure | None:
        """Commit the unwritten entries, to be sent here or by others, or return why that was refused."""
        entries = flight.unwritten
        try:
            purses = flight.purses(await self._calendar.now())
            if hand_over is not None:
                answer = await hand_over(purses=purses)
            elif flight.begun:
                answer = await self._ledger.send_again(
                    flight.generation, entries, flight.seq, purses, again=flight.again
                )
            else:
                answer = await self._ledger.begin(flight.generation, flight.owner, entries, purses, again=flight.again)
        except (LedgerUnavailable, WishRefused) as error:
            return error.failure
        if isinstance(answer, Twin):
            raise LostRace(answer.row)
        if isinstance(answer, OverBudget):
            return _over_budget(flight.generation, answer)
        flight.begun = True
        self._log(flight, entries)
        flight.seq += len(entries)
        flight.unwritten = ()
        return None

    async def _take_back(self, flight: Flight, sent: int) -> None:
        """Record that an order whose `Sending` may be committed, as its entry `sent`, never left; another's is let alone."""
        row = await self._ledger.load(flight.id)
        if row is not None and row.generation.stage is Stage.SENDING and await self._ledger.holds(flight.id, sent):
            now = self._clock.now()
            after = row.generation.heard(self.never_sent, now)
            await self._ledger.append(after, [Entry(now, self.never_sent)], row.seq)

    async def _row(self, flight: Flight) -> Row:
        row = await self._ledger.load(flight.id)
        if row is None:
            raise unavailable("gone")
        return row

    def _note(self, flight: Flight, code: str, task_id: str | None) -> None:
        """Tell of a task that the ledger doesn't know, in the log and to those who listen."""
        self._journal.warning(code, generation=flight.id, task_id=task_id)
        self._announcer.say(flight, Noticed(Notice(code, {"task_id": task_id})))


def _over_budget(generation: Generation, answer: OverBudget) -> Failure:
    return over_budget(generation.order.total, purse=answer.purse, limit=answer.limit, left=answer.left)


def _doubted(entry: Entry, taken: TaskTaken) -> Entry:
    """Return what an answer means that names another generation's task: nobody knows what became of ours (decision 47)."""
    if not isinstance(entry.event, Created) or entry.event.task_id != taken.task_id:
        return entry
    facts = {"task_id": taken.task_id, "taken_by": taken.generation_id}
    return Entry(entry.at, Lost(Failure(kind=Kind.OUTCOME_UNKNOWN, facts=facts)))


def _hear_again(flight: Flight, row: Row) -> list[str]:
    """Hear what is unwritten by what is there now; return the ids of tasks that found another one in their place."""
    entries, displaced = flight.unwritten, []
    flight.unwritten = ()
    flight.generation = row.generation
    flight.seq = row.seq
    for entry in entries:
        if isinstance(entry.event, Intended):
            continue
        try:
            flight.hear(entry.event, entry.at)
        except ImpossibleMove:  # what no longer fits gives way
            if isinstance(entry.event, Created) and entry.event.task_id != flight.generation.task_id:
                displaced.append(entry.event.task_id)
    return displaced
