"""What becomes of orders that a story tells of: refused, slow, failed, never done.

Rules this file obeys:
* The first outcome that fits an order decides, alone; one that is told `times` often fits no longer after that.
* A refusal is told before the points are looked at; whatever else an outcome says is charged as usual.
* Seconds are the vendor's: `speed` divides them as it does with the published estimates.
"""

import re

import attrs

from imastudio.fakeserver.vendor.orders import AcceptedOrder, PendingMedia
from imastudio.fakeserver.vendor.refusals import VendorRefusal

_FOR_EVER = 1e9  # seconds: some thirty years


@attrs.frozen(kw_only=True)
class ScriptedFailure:
    """A failure of results: which one (None: all), why, and the `resource_status` they end in (see `fail_media`)."""

    reason: str = "generation failed"
    index: int | None = None
    resource_status: int = 2


@attrs.frozen(kw_only=True)
class ScriptedOutcome:
    """Which orders are meant, and what becomes of them.

    In `prompt` a `*` stands for anything; it need not be the whole prompt, and case does not matter. `model` is a
    model's id or a version's.
    """

    prompt: str | None = None
    task_type: str | None = None
    model: str | None = None
    times: int | None = None
    takes: tuple[float, float] | None = None
    fails: ScriptedFailure | None = None
    refuse: VendorRefusal | None = None
    never_ends: bool = False

    def fits(self, order: AcceptedOrder) -> bool:
        """Tell whether an order is meant."""
        wanted = ".*".join(map(re.escape, (self.prompt or "").split("*")))
        return (
            (self.task_type is None or self.task_type == order.task_type)
            and (self.model is None or self.model in (order.leaf["model_id"], order.leaf["id"]))
            and re.search(wanted, order.prompt, re.IGNORECASE | re.DOTALL) is not None
        )

    def check(self) -> None:
        """Refuse the order, if that is what becomes of it."""
        if self.refuse is not None:
            raise attrs.evolve(self.refuse)  # a fresh one each time: a raised one drags its traceback along

    def shape(self, medias: list[PendingMedia]) -> None:
        """Do to the results what is told of them."""
        for index, media in enumerate(medias):
            if self.never_ends:
                media.ready_at += _FOR_EVER
            if self.fails is not None and self.fails.index in (None, index):
                media.error, media.resource_status = self.fails.reason, self.fails.resource_status


USUAL = ScriptedOutcome()


@attrs.define
class Outcomes:
    """The outcomes of a story, and how often each of them is still to come."""

    told: tuple[ScriptedOutcome, ...] = ()
    _left: dict[int, int] = attrs.field(factory=dict)

    def take(self, order: AcceptedOrder) -> ScriptedOutcome:
        """Give what becomes of this order."""
        for number, outcome in enumerate(self.told):
            if self._left.get(number, outcome.times) != 0 and outcome.fits(order):
                if outcome.times is not None:
                    self._left[number] = self._left.get(number, outcome.times) - 1
                return outcome
        return USUAL
