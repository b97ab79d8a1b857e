"""What a person says of a paid task: what became of an unknown order, and that a task which no ledger knows is theirs.

Rules (decisions 49, 52): the service is asked about a task first, which costs nothing; a task belongs to one order; what was said
can be taken back as long as no result came of it; what is adopted is counted like any order, whatever the budget says. Nothing
is counted twice: a task that may be that of an unknown order is settled, not adopted, and an adopted one goes over to the order
that is settled by its id.
"""

import re

from imastudio.adapters.engine.historian import Historian
from imastudio.domain.kernel import ACCOUNT, Failure, Kind, error_for, refuse, shown
from imastudio.domain.lifecycle import (
    Created,
    Denied,
    Detail,
    Entry,
    Generation,
    Gone,
    ImpossibleMove,
    Intended,
    Owner,
    Query,
    Rejected,
    Result,
    Row,
    Sending,
    Stage,
    TaskTaken,
    Twin,
    Unanswered,
    Unsettled,
    Verdict,
    Yielded,
    digest,
    failure_of,
    fold,
    is_unknown,
    may_be,
)
from imastudio.domain.orders import Order, TaskType
from imastudio.domain.quoting import usual

_TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
_PASSING = frozenset({Kind.RATE_LIMITED, Kind.SERVER_ERROR, Kind.MODEL_UNAVAILABLE})


class Settler(Historian):
    """Settles what is unknown, and adopts what was found elsewhere."""

    async def settle(self, name: str, *, task_id: str | None = None, undo: bool = False) -> Result:
        """Say what became of a generation whose outcome is unknown: charged, as the vendor's `task_id`, or (None) not charged."""
        after = None
        while after is None:
            row = await self._given_up(await self._find(name))
            after = await self._note(row, await self._said_of(row, name, task_id, undo=undo))
        return self._now(after)

    async def adopt(self, task_id: str, *, task_type: TaskType, points: int, deliver_to: str | None = None) -> Result:
        """Take in a paid task that no ledger knows, such as one found in the vendor's console (decision 52)."""
        ports, identity = self._engine.ports, self._engine.identity
        if deliver_to is not None:
            await ports.delivery.check(deliver_to)
        await self._look_up(task_id)
        await self._refuse_unknown(task_id, TaskType(task_type))
        now = ports.clock.now()
        order = _adopted(TaskType(task_type), points, deliver_to)
        entries = [Entry(now, Intended(order)), Entry(now, Sending()), Entry(now, Created(task_id=task_id))]
        generation = fold(identity.new_id(), entries)
        owner = Owner(
            account=identity.account,
            user=identity.user,
            request_id=f"adopted-{task_id}",
            fingerprint=digest("adopted", task_id),
            address=identity.address,
        )
        purses = dict.fromkeys(
            identity.purses(await self._engine.calendar.now())
        )  # it is paid for: no limit can refuse it
        answer = await ports.ledger.begin(generation, owner, entries, purses)
        if isinstance(answer, TaskTaken):
            raise refuse(Kind.TASK_TAKEN, "task_id", task_id, id=answer.generation_id)
        if not isinstance(answer, Twin):
            return self._now(generation)
        row = answer.row
        if (
            row.generation.stage is Stage.REJECTED
        ):  # it went over to an order that was settled by it, and that was taken back
            back = await self._note(row, Created(task_id=task_id))
            return self._now(back or row.generation)
        return self._now(row.generation)

    async def _refuse_unknown(self, task_id: str, task_type: TaskType) -> None:
        """Refuse a task that may be that of an unknown order, whose points are counted there. Raises WishRefused."""
        ledger, account = self._engine.ports.ledger, self._engine.identity.account
        if any(row.generation.task_id == task_id for row in await ledger.find(account, task_id)):
            return  # whose it is, is known
        own = await ledger.rows(Query(account=account, unsettled=True))
        for row in [*own, *await self._engine.customer.unsettled()]:
            if is_unknown(row) and may_be(row, task_id, task_type):
                raise refuse(Kind.TASK_UNSETTLED, "task_id", task_id, id=row.generation.id)

    async def _given_up(self, row: Row) -> Row:
        """Return the row of an order; one whose process died while it was on its way is unknown from now on."""
        if row.generation.stage is not Stage.SENDING or row.alive:
            return row
        claimed = await self._engine.ports.ledger.claim(row.generation.id)
        if claimed is None:
            return row
        await self._engine.adopt(claimed, None)
        return await self._find(row.generation.id)

    async def _said_of(self, row: Row, name: str, task_id: str | None, *, undo: bool) -> Verdict:
        """Return what a person says, as an event; a task is looked up first."""
        if undo:
            return Unsettled(Failure(kind=Kind.OUTCOME_UNKNOWN))
        corrected = row.generation.stage is Stage.REJECTED and row.generation.settled and task_id is not None
        if row.generation.stage is not Stage.UNKNOWN and not corrected:
            raise refuse(Kind.NOT_UNKNOWN, "id", name, stage=row.generation.stage.value)
        if task_id is None:
            return Rejected(Failure(kind=Kind.NOT_CHARGED))
        await self._look_up(task_id)
        return Created(task_id=task_id, settled=True)

    async def _note(self, row: Row, event: Verdict) -> Generation | None:
        """Record the event; None where another writer was first."""
        now = self._engine.ports.clock.now()
        try:
            after = row.generation.heard(event, now)
        except ImpossibleMove:  # of an undo: the others were looked at
            raise refuse(Kind.NOT_SETTLED, "id", row.generation.id) from None
        answer = await self._engine.ports.ledger.append(after, [Entry(now, event)], row.seq)
        if isinstance(answer, TaskTaken):
            await self._take_over(answer, row)
            return None
        return after if answer else None

    async def _take_over(self, taken: TaskTaken, row: Row) -> None:
        """Have an adopted task go over to the order that it turned out to be of. Raises WishRefused (TASK_TAKEN)."""
        ledger = self._engine.ports.ledger
        there = await ledger.load(taken.generation_id)
        if there is None or not there.readable or not there.generation.order.is_adopted or await self._is_driven(there):
            raise refuse(Kind.TASK_TAKEN, "task_id", taken.task_id, id=taken.generation_id)
        facts = {"id": row.generation.id, "yielded": True}
        yielded = Yielded(Failure(kind=Kind.TASK_TAKEN, parameter="task_id", value=taken.task_id, facts=facts))
        now = self._engine.ports.clock.now()
        await ledger.append(there.generation.heard(yielded, now), [Entry(now, yielded)], there.seq)

    async def _is_driven(self, row: Row) -> bool:
        """Tell whether somebody waits for it: here, or in another process."""
        if self._engine.flights.get(row.generation.id) is not None:
            return True
        return row.alive and not await self._engine.ports.ledger.holds(row.generation.id, row.seq)

    async def _look_up(self, task_id: str) -> None:
        """Ask the service about a task, so that a typo is found before it is noted."""
        if not _TASK_ID.fullmatch(task_id):
            raise refuse(Kind.VALUE_NOT_OFFERED, "task_id", shown(task_id))
        answer = await self._engine.ports.service.detail(task_id)
        match answer:
            case Detail(about=about) if about in {None, task_id}:
                return
            case Denied(code=code, status=status, message=message):
                failure = failure_of(code, status, message)
                if failure.kind in ACCOUNT | _PASSING:
                    raise error_for(failure)
            case Detail():
                pass
            case Unanswered(way=way):
                raise error_for(Failure(kind=Kind.NETWORK, facts=way))
            case Gone():
                pass
        raise refuse(Kind.TASK_NOT_FOUND, "task_id", task_id)


def _adopted(task_type: TaskType, points: int, deliver_to: str | None) -> Order:
    """Return the order of a task of which its type and points alone are known; its results are as many as there are."""
    return Order(
        task_type=task_type,
        model_id="",
        model_name="",
        version_id="",
        attribute_id=0,
        points=points,
        n=1,
        estimate=usual(task_type),
        agreed_points=points,
        deliver_to=deliver_to,
    )
