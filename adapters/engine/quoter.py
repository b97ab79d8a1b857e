"""Seeing what there is and asking the price: costs nothing, sends no input."""

from collections.abc import Mapping

import attrs

from imastudio.adapters.engine.engine import EnginePart
from imastudio.domain.kernel import WishRefused, unavailable, word_of
from imastudio.domain.lifecycle import check_place, narrowest
from imastudio.domain.orders import Input, InputFacts, TaskType, Wish, check_wish
from imastudio.domain.quoting import SEEDANCE_MODELS as MEASURED
from imastudio.domain.quoting import Catalog, Quote, advise, explain, infer_task_type, with_alternatives
from imastudio.domain.quoting import quote as price


class Quoter(EnginePart):
    """Tells models and prices."""

    async def models(self, task_type: TaskType | str) -> Catalog:
        """Return what can be ordered for a task type. Raises ServiceUnavailable, AccountProblem, LedgerUnavailable (closed)."""
        if (
            self._engine.scheduler.closed
        ):  # the service may still be asked then, and a price that is told be ordered at nowhere
            raise unavailable("closed")
        return await self._engine.ports.service.products(word_of(TaskType, task_type, "task_type"))

    async def quote(
        self, wish: Wish, *, catalog: Catalog | None = None, facts: Mapping[Input, InputFacts] | None = None
    ) -> Quote:
        """Return the exact order that a wish leads to, and its price."""
        check_wish(wish)
        many = catalog is not None
        task_type, notices = infer_task_type(wish)
        known = facts or {}
        seen = [known.get(given) or await self._engine.ports.uploads.inspect(given) for given in wish.inputs]
        if catalog is None:
            catalog = await self.models(task_type)
        said = wish
        wish = attrs.evolve(wish, max_points=narrowest(wish.max_points, self._engine.identity.max_points))
        self._engine.lists.keep(task_type, catalog)
        choice = await self._engine.chooser.choose(wish, catalog)
        if choice.selected.leaf.model_id in MEASURED:
            pairs = zip(wish.inputs, seen, strict=True)  # what another step is to make can't be looked at yet
            seen = [it if given in known else await self._measured(given, it) for given, it in pairs]
        try:
            quoted = price(wish, catalog, selected=choice.selected, inputs=seen, notices=notices)
        except WishRefused as refusal:
            leaf = choice.selected.leaf
            told = explain(refusal.failure, wish, catalog, leaf)
            raise WishRefused(told if many else with_alternatives(told, wish, catalog, leaf.model_id)) from refusal
        check_place(quoted.order.deliver_to, quoted.order.n)
        advice = None if many else advise(wish, catalog, quoted, choice.recommended)
        made = attrs.evolve(quoted, recommended=choice.recommended, advice=advice, wish=said)
        self._engine.lists.vouch_for(made, catalog)
        return made

    async def _measured(self, given: Input, seen: InputFacts) -> InputFacts:
        """Return what is known of an input, with the measures that a model wants which looks at its inputs first."""
        if given.is_url and seen.size is None:
            return await self._engine.ports.uploads.measure(given)
        return seen
