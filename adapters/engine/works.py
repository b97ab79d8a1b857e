"""Works over a studio: priced as a whole, agreed to as a whole, then ordered step by step through its public calls.

Rules:
- The record of a work is on the disk, with what was agreed to, before its first order leaves.
- Each step is ordered under a request id of its own, which is the same in every run: nothing is ordered twice.
- All steps draw on the work's purse, which is limited to what was agreed to: the ledger refuses more, whoever asks.
- A step is ordered exactly as it was quoted, or the work stops there and asks; what is under way is waited for.
- Steps that can run at once do; a step that fails stops what needs it, nothing else.
- Cancelling stops nothing that was ordered: `resume` goes on.
"""

from collections.abc import Iterable, Mapping
from typing import Unpack

import attrs

from imastudio.adapters.engine.work_run import Teller, WorkRun, handed_facts, unheard
from imastudio.adapters.engine.work_shelf import ID_CHARS, WorkShelf
from imastudio.domain.kernel import Json, Kind, WishRefused, check_argument, refuse
from imastudio.domain.lifecycle import Subject, digest, narrowest
from imastudio.domain.orders import Order, TaskType, Tier, Wish
from imastudio.domain.quoting import Catalog, Preference, check_cap
from imastudio.domain.works import (
    ORDERED,
    Length,
    Plan,
    Step,
    Work,
    WorkOutcome,
    WorkProposal,
    WorkRecord,
    WorkStarted,
    changed,
    check_work,
    fitted,
    judge_moved,
    offered_lengths,
    plan_of,
    progress_of,
    record_of,
    subject_of_work,
    wanted_seconds,
    wish_of_step,
)
from imastudio.ports.clock import Clock
from imastudio.ports.films import Films
from imastudio.ports.journal import Journal
from imastudio.ports.works import Running, Tell

HANDED = "https://handed-on.invalid/"
"""Stands for the address of a result that does not exist yet; it is never sent."""


@attrs.frozen(kw_only=True)
class AsyncioWorks(WorkShelf):
    """Plans, runs and looks after works of one studio."""

    films: Films
    clock: Clock
    journal: Journal
    offline: bool = False

    # before anything is spent

    async def price(self, work: Work) -> Plan:
        """Return what a work would order and cost, exactly; lengths that were left open are chosen here."""
        check_argument("work", work, Work, "a Work, such as plan('a promo with music, starring a fox') makes")
        catalogs: dict[TaskType, Catalog] = {}
        saved = await self.studio.saved_models()
        settled = [await self._settled(step, catalogs, saved) for step in check_work(work).steps]
        orders = {step.name: order for step, order in settled}
        work = attrs.evolve(work, steps=[step for step, _ in settled])
        seconds = wanted_seconds(work, orders)
        longer = fitted(work, {} if seconds is None else self._lengths(work, orders, catalogs), seconds)
        changed_steps = [step for step in longer.steps if step != work[step.name]]
        orders |= await self._orders(changed_steps, catalogs)
        return plan_of(longer, {name: orders[name] for name in work.names})

    async def run(self, plan: Plan, **how: Unpack[Running]) -> WorkOutcome:
        """Order a plan, which is to agree to its total, and lay the film together; return how the work stands."""
        check_argument("plan", plan, Plan, "a plan with its price: await studio.price(work)")
        work_id = how.get("work_id") or self.new_id()
        on_news, timeout = how.get("on_news", unheard), how.get("timeout")
        async with self.work_records.held(work_id) as held:
            if not held:
                raise refuse(Kind.WORK_BUSY, "id", work_id)
            known = await self.work_records.load(work_id)
            if known is not None and known.id == work_id:
                known = await self._own(known)
                if known is None:
                    raise await self._no_work(work_id)
                return await self._go_on(known, on_news, timeout, how.get("max_points"))
            check_cap(plan.total, narrowest(how.get("max_points"), plan.work.max_points, self.identity.max_points))
            await self.studio.check_budgets(plan.total)
            record = record_of(
                plan,
                work_id=work_id,
                account=self.identity.account,
                user=self.identity.user,
                at=self.clock.now(),
                language=how.get("language", "en"),
                deliver_to=how.get("deliver_to"),
            )
            record = record.agreed_to(progress_of(record.work, {}))
            await self.work_records.save(record)
            return await self._drive(record, on_news, timeout, plan)

    # going on

    async def resume(
        self,
        work_id: str,
        *,
        agreed: WorkProposal | None = None,
        on_news: Tell = unheard,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the tasks go on
        max_points: int | None = None,
    ) -> WorkOutcome:
        """Go on with a work: nothing is ordered twice, nothing lost. With `agreed`, at what that proposes."""
        record = await self.find(work_id)
        async with self.work_records.held(record.id) as held:
            if not held:
                raise refuse(Kind.WORK_BUSY, "id", record.id)
            record = await self.find(record.id)
            if agreed is not None and agreed.record.id == record.id:
                record = agreed.record.agreed_to(agreed.progress)
                await self.work_records.save(record)
            return await self._go_on(record, on_news, timeout, max_points)

    async def propose(
        self,
        work_id: str,
        *,
        redo: Iterable[str] = (),
        changes: Mapping[str, Mapping[str, Json]] | None = None,
        words: Work | None = None,
    ) -> WorkProposal:
        """Return what is left of a work at the prices of now, with some steps anew or changed. Nothing is kept of it."""
        record = await self.find(work_id)
        if words is not None and not record.readable:
            record = record.reminded((await self.price(words)).work)
        progress = await self._progress(record)
        again = tuple(redo)
        for name in (*again, *(changes or {})):
            if name not in record.work.names:
                raise refuse(Kind.VALUE_NOT_OFFERED, "step", name, record.work.names)
        for name in again:
            if progress.statuses[name] not in ORDERED or name in (*progress.running, *progress.unknown):
                raise refuse(Kind.VALUE_NOT_OFFERED, "redo", name, [*progress.done, *progress.failed])
        record = record.redone(again, progress) if again else record
        record = attrs.evolve(record, work=changed(record.work, changes or {}))
        progress = await self._progress(record)
        open_ones = [record.work[name] for name in progress.unordered]
        if open_ones and not record.readable:
            raise refuse(Kind.NOT_READABLE, "id", record.id)
        orders = await self._orders(open_ones, {})
        moved = tuple(name for name in orders if name in again or judge_moved(record.orders[name], orders[name]))
        return WorkProposal(record=record.repriced(orders), progress=progress, moved=moved)

    @property
    def ceiling(self) -> int | None:
        """Return the most that the operator lets a whole work cost; None where there is no such word."""
        return self.identity.max_points

    def subject(self, plan: Plan) -> Subject:
        """Return what a person agrees to with a plan: exactly these steps, at this price, of this account and user."""
        return subject_of_work(plan, self.identity.account, self.identity.user)

    def new_id(self) -> str:
        """Return an id for a work that was never begun."""
        return digest("work", self.identity.new_id(), str(self.clock.now()))[:ID_CHARS]

    # within

    async def _go_on(
        self,
        record: WorkRecord,
        on_news: Tell,
        timeout: float | None,  # noqa: ASYNC109 - as above
        max_points: int | None,
    ) -> WorkOutcome:
        progress = await self._progress(record)
        if progress.unordered and not record.readable:
            raise refuse(Kind.NOT_READABLE, "id", record.id)
        if progress.unordered:  # a cap that is lower than what was agreed to holds from now on
            check_cap(progress.held + record.to_pay(progress), narrowest(max_points, self.identity.max_points))
        plan = plan_of(record.work, record.orders)
        return await self._drive(record, on_news, timeout, plan)

    async def _drive(
        self,
        record: WorkRecord,
        on_news: Tell,
        timeout: float | None,  # noqa: ASYNC109 - as above
        plan: Plan,
    ) -> WorkOutcome:
        teller = Teller(on_news, self.journal)
        run = WorkRun(
            studio=self.studio, films=self.films, record=record, teller=teller, timeout=timeout, offline=self.offline
        )
        try:
            before = await self._progress(record)
            if before.unordered or before.running:
                teller.say(WorkStarted(plan, record.to_pay(before)))
            outcome = await run.film(await run.drive())
            ended = run.record.ended(self.clock.now(), outcome.progress, outcome.film, keep=self.identity.keep_prompts)
            await self.work_records.save(ended)
            run.end(outcome)
            return attrs.evolve(outcome, record=ended)
        finally:
            await teller.close()

    async def _settled(
        self, step: Step, catalogs: dict[TaskType, Catalog], saved: Mapping[TaskType, Preference]
    ) -> tuple[Step, Order]:
        """Return a step with the first of its wishes that is listed, or the cheapest where that is wanted; and its order.

        Where several will do, the one of the model that the person saved comes first (decision 11).
        """
        found: list[tuple[Step, Order]] = []
        gone: list[WishRefused] = []
        own = saved.get(step.task_type)
        wishes = (step.wish, *step.instead)
        for wish in wishes if own is None else sorted(wishes, key=lambda wish: wish.model != own.model_id):
            one = attrs.evolve(step, wish=wish, instead=())
            try:
                found.append((one, (await self._orders([one], catalogs))[step.name]))
            except WishRefused as refusal:
                if refusal.failure.kind is not Kind.MODEL_UNKNOWN:
                    raise
                gone.append(refusal)
            if found and wish.tier is not Tier.BUDGET:
                break
        if not found:
            raise gone[0]
        return min(found, key=lambda pair: pair[1].total)

    def _lengths(
        self, work: Work, orders: Mapping[str, Order], catalogs: Mapping[TaskType, Catalog]
    ) -> Mapping[str, Mapping[float, Length]]:
        """Return the lengths that each shot may have; those that wish for the same alike are looked up once."""
        found: dict[tuple[Wish, str], Mapping[float, Length]] = {}
        lengths = {}
        for step in work.steps:
            wish, order = attrs.evolve(step.wish, prompt=""), orders[step.name]
            key = (wish, order.version_id)
            if key not in found:
                found[key] = offered_lengths(catalogs[step.task_type], order, wish)
            lengths[step.name] = found[key]
        return lengths

    async def _orders(self, steps: Iterable[Step], catalogs: dict[TaskType, Catalog]) -> dict[str, Order]:
        """Return the exact order of each step. Raises WishRefused with the step that can't be ordered."""
        orders: dict[str, Order] = {}
        for step in steps:
            addresses = {name: f"{HANDED}{name}" for name in step.after}
            wish = wish_of_step(step, addresses, deliver_to=None, request_id="work")
            if step.task_type not in catalogs:
                catalogs[step.task_type] = await self.studio.models(step.task_type)
            try:
                quote = await self.studio.quote(wish, catalog=catalogs[step.task_type], facts=handed_facts(step, wish))
            except WishRefused as refusal:
                facts = {**refusal.failure.facts, "step": step.name, "given_as": step.name}
                raise WishRefused(attrs.evolve(refusal.failure, facts=facts)) from refusal
            orders[step.name] = quote.order
        return orders
