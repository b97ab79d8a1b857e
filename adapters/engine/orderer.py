"""Ordering, once: an order of a request id that is there already is the one that is there.

Rules: `submit` returns when the outcome of the paid POST is committed. What can't be ordered raises before anything is spent;
what was ordered comes back as a `Result`, however it ended.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence

import attrs

from imastudio.adapters.engine.flight import Flight, new_flight
from imastudio.adapters.engine.listening import listener
from imastudio.adapters.engine.quoter import Quoter
from imastudio.adapters.engine.recorder import LostRace
from imastudio.adapters.engine.waiter import Waiter
from imastudio.domain.kernel import Kind, check_timeout, refuse
from imastudio.domain.lifecycle import (
    Entry,
    Intended,
    Owner,
    Quoted,
    Reordered,
    Result,
    Row,
    Stage,
    TwinVerdict,
    asks_the_same,
    check_place,
    intended,
    judge_twin,
    known_fingerprints,
    narrowest,
    unsettled,
)
from imastudio.domain.orders import Order, Wish, check_wish
from imastudio.domain.quoting import ChosenBy, Quote, check_agreed, check_cap, check_is_of, check_listed, is_agreed
from imastudio.ports.messenger import Messenger, OnNews


class Orderer(Quoter, Waiter):
    """Orders."""

    async def submit(
        self,
        wish: Wish,
        *,
        quote: Quote | None = None,
        messenger: Messenger | None = None,
        on_news: OnNews | None = None,
        purses: Mapping[str, int | None] | None = None,
        again: bool = False,
        apart_from: Collection[str] = (),
    ) -> Result:
        """Order, and return once the outcome of the paid POST is committed; what is there already comes back as it is."""
        check_wish(wish)
        identity, messenger = self._engine.identity, listener(messenger, on_news)
        again = again or identity.again
        cap = narrowest(wish.max_points, identity.max_points)
        told, quote = quote is not None, quote or await self.quote(wish)
        check_is_of(wish, quote)
        check_cap(quote.order.total, cap)
        generation_id = identity.new_id()
        owner = self._owner(wish.request_id or generation_id, known := known_fingerprints(quote))
        twin = await self.ordered(wish.request_id, again=again) if wish.request_id else None
        if twin is None or twin.generation.stage is Stage.REJECTED:
            if told:
                await self._check_listed(quote)
            else:
                check_agreed(quote.order.total, cap, door="python")
            if not again:
                await self._check_twins(known, twin, apart_from)
            await self._check_place(quote.order)
        result = None
        while result is None:
            try:
                result = await self._order(
                    generation_id, quote, owner, twin, messenger, purses=purses or {}, again=again
                )
            except LostRace as other:
                twin = other.row
        if quote.chosen_by == ChosenBy.SAVED:
            await self._note_use(quote.order)
        return result

    def _owner(self, request_id: str, known: Sequence[str]) -> Owner:
        who = self._engine.identity
        return Owner(
            account=who.account,
            user=who.user,
            request_id=request_id,
            fingerprint=known[0],
            address=who.address,
        )

    async def generate(
        self,
        wish: Wish,
        *,
        quote: Quote | None = None,
        messenger: Messenger | None = None,
        on_news: OnNews | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the task goes on: nothing is cancelled
        again: bool = False,
    ) -> Result:
        """Order and wait: quote, submit, wait. `timeout` as in `wait`, `again` as in `submit`.

        What was ordered before under the same request id is brought to where this wish wants it, too.
        """
        check_wish(wish)
        check_timeout(timeout)
        messenger = listener(messenger, on_news)
        if quote is None:
            quote = await self.quote(wish)
            await self._check_agreed(wish, quote)
        if messenger is not None:
            await self._engine.notifier.tell(messenger, Quoted(quote))
        result = await self.submit(wish, quote=quote, messenger=messenger, again=again)
        into = quote.order.deliver_to
        flight = self._engine.flights.get(result.id)
        if flight is not None:
            del wish, quote, result  # of many that wait, only what is needed is kept
            result = await self._watch(flight, timeout, messenger)
            if result.generation.order.deliver_to == into:
                return result
        elif result.generation.open:
            result = await self.wait(result.id, timeout=timeout, messenger=messenger)
        return result if into is None else await self.deliver(result, into)

    async def _check_agreed(self, wish: Wish, quote: Quote) -> None:
        """Refuse what nobody agreed to the price of, unless it was ordered before. Raises WishRefused (NEEDS_APPROVAL)."""
        cap = self._engine.identity.max_points if wish.max_points is None else wish.max_points
        if is_agreed(quote.order.total, cap):
            return
        before = await self.ordered(wish.request_id) if wish.request_id else None
        if before is None or before.generation.stage is Stage.REJECTED:
            check_agreed(quote.order.total, cap, door="python")

    async def _check_twins(self, known: Sequence[str], own: Row | None, apart_from: Collection[str]) -> None:
        """Refuse what was perhaps paid for before. Raises WishRefused (TWIN_UNSETTLED)."""
        others = {*apart_from, *(() if own is None else (own.generation.id,))}
        for row in await self._engine.customer.twins(known, unknown=True):
            if row.generation.id not in others and (row.alive or not self._engine.ports.offline):
                raise unsettled(row.generation)

    async def _check_place(self, order: Order) -> None:
        """Find out before anything is paid that the results can be put where they are wanted. Raises WishRefused."""
        if order.deliver_to is not None:
            check_place(order.deliver_to, order.n)
            await self._engine.ports.delivery.check(order.deliver_to)

    async def _order(
        self,
        generation_id: str,
        quote: Quote,
        owner: Owner,
        twin: Row | None,
        messenger: Messenger | None,
        *,
        purses: Mapping[str, int | None],
        again: bool,
    ) -> Result:
        identity, now = self._engine.identity, self._engine.ports.clock.now()
        prompt = quote.content.prompt if identity.keep_prompts else None
        if twin is None:
            flight = new_flight(intended(generation_id, quote.order, now, prompt), owner)
            flight.unwritten = (Entry(now, Intended(quote.order, prompt)),)
        elif twin.owner.account != owner.account:
            raise refuse(Kind.OTHER_KEY, "request_id", owner.request_id, id=twin.generation.id, ordering=True)
        else:
            verdict = judge_twin(twin.generation, same=asks_the_same(twin.owner.fingerprint, quote))
            if verdict is TwinVerdict.RETURN:
                return attrs.evolve(self.look_at(twin), at=now, texts=quote.content.texts)
            known = self._engine.flights.get(twin.generation.id)
            if known is not None:
                return await self._joined(known, messenger)
            flight = new_flight(twin.generation, twin.owner, seq=twin.seq)
            kept = None if flight.generation.prompt else prompt
            flight.hear(Reordered(order=quote.order, prompt=kept, anew=True), now)
        flight.content = quote.content
        flight.texts = quote.content.texts
        flight.advice = quote.advice
        flight.again = again
        flight.purses = lambda at: {**self._engine.identity.purses(at), **purses}
        self._engine.driver.start(flight)
        return await self._joined(flight, messenger)

    async def _joined(self, flight: Flight, messenger: Messenger | None) -> Result:
        """Return once the outcome of the paid POST is committed, this one's or that of who sends the same at this moment."""
        if messenger is not None:
            self._engine.announcer.listen(flight, messenger)
        if flight.ordered is not None:
            await asyncio.shield(flight.ordered)
        return self._result(flight)

    async def _check_listed(self, quote: Quote) -> None:
        """Refuse a quote that the product list doesn't bear out: one that was forged, or that is too old (decision 50)."""
        lists, task_type = self._engine.lists, quote.order.task_type
        if not lists.bear_out(quote):
            catalog = await self.models(task_type)
            lists.keep(task_type, catalog)
            check_listed(quote, catalog)

    async def _note_use(self, order: Order) -> None:
        try:
            await self._engine.chooser.used(order.task_type, order.model_id)
        except Exception as error:  # noqa: BLE001 - a date that can't be refreshed may not hide a paid order
            self._engine.ports.journal.error("use_not_noted", error=error)
