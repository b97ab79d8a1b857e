"""What else could be taken after a failure, where the quote is no longer known: after a resume, or in a batch.

Rules: looked for only where another model may help; a product list serves for a minute, so that many failures ask once; a
list that can't be had means no advice, never another failure.
"""

from imastudio.domain.kernel import ImaError
from imastudio.domain.lifecycle import Generation, Stage
from imastudio.domain.orders import TaskType
from imastudio.domain.quoting import NO_ADVICE, Advice, Catalog, advise_again
from imastudio.ports.clock import Clock
from imastudio.ports.service import Service

FRESH = 60.0
_WITHOUT_SUCCESS = frozenset({Stage.FAILED, Stage.REJECTED})


class Advisor:
    """Finds advice about ended generations."""

    def __init__(self, service: Service, clock: Clock) -> None:
        """Ask nothing yet."""
        self._service = service
        self._clock = clock
        self._lists: dict[TaskType, tuple[float, Catalog]] = {}

    async def about(self, generation: Generation, known: Advice | None = None) -> Advice:
        """Return what may be said besides the end of `generation`; `known` is the advice of its quote."""
        failure = generation.failure
        if known is not None or generation.stage not in _WITHOUT_SUCCESS:
            return known or NO_ADVICE
        if failure is None or not failure.another_may_help:
            return NO_ADVICE
        try:
            catalog = await self._products(generation.order.task_type)
        except ImaError:
            return NO_ADVICE
        return advise_again(generation.order, catalog, generation.order.scope)

    async def _products(self, task_type: TaskType) -> Catalog:
        now = self._clock.now()
        fetched, catalog = self._lists.get(task_type, (None, None))
        if fetched is None or catalog is None or now - fetched > FRESH:
            catalog = await self._service.products(task_type)
            self._lists[task_type] = (now, catalog)
        return catalog
