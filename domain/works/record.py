"""What is kept of a work from its plan to its end, so that it can be gone on with after any crash.

Rules: the ledger knows what was ordered, the record what was agreed to. A record only ever changes by `agreed_to`, `redone`,
`changed`, `ended`, `forgotten` and `reminded`. Prompts, inputs and the title are in it until all is done or a person has
them forgotten, and no longer (decision 53); what was agreed to, the models and the points stay.
"""

from collections.abc import Iterable, Mapping

import attrs

from imastudio.domain.kernel import frozen_map
from imastudio.domain.lifecycle import Generation
from imastudio.domain.orders import Language, Order
from imastudio.domain.works.planning import Plan
from imastudio.domain.works.progress import ORDERED, WorkProgress, request_id
from imastudio.domain.works.work import Step, StepOutput, Work, needing

FIRST_ATTEMPT = 1


@attrs.frozen(kw_only=True)
class WorkRecord:
    """A work as it is kept.

    `orders` is what each step was quoted as; `agreed` the most that the whole may cost, earlier orders of it included (None:
    nobody has agreed yet); `attempts` counts for each step how often a person wanted it; a new film takes the place of the one
    that is `replaced`. Where `readable` is False the
    words of it are forgotten, and nothing more can be ordered.
    """

    id: str
    account: str
    user: str
    at: float
    work: Work
    orders: Mapping[str, Order] = attrs.field(converter=frozen_map, hash=False)
    film_seconds: float | None = None
    language: Language = "en"
    deliver_to: str | None = None
    agreed: int | None = None
    attempts: Mapping[str, int] = attrs.field(factory=dict, converter=frozen_map, hash=False)
    ended_at: float | None = None
    film: str | None = None
    replaced: str | None = None
    readable: bool = True

    def __repr__(self) -> str:
        return f"WorkRecord({self.id!r}, {self.work!r})"

    @property
    def total(self) -> int:
        """Return what its steps cost together, each ordered once."""
        return sum(order.total for order in self.orders.values())

    def request_id(self, step: str) -> str:
        """Return the request id of the latest attempt at a step."""
        return request_id(self.id, step, self.attempts.get(step, FIRST_ATTEMPT))

    def request_ids(self, step: str) -> tuple[str, ...]:
        """Return the request ids of all attempts at a step, the first first."""
        return tuple(request_id(self.id, step, number) for number in range(1, self.attempts.get(step, 1) + 1))

    def to_pay(self, progress: WorkProgress) -> int:
        """Return what the steps cost that may still be ordered."""
        return sum(self.orders[name].total for name in progress.unordered)

    def agreed_to(self, progress: WorkProgress) -> "WorkRecord":
        """Return the record after a person agreed to what is still to be ordered, beside what was before."""
        return attrs.evolve(self, agreed=progress.held + self.to_pay(progress), ended_at=None)

    def repriced(self, orders: Mapping[str, Order]) -> "WorkRecord":
        """Return the record with other quotes for some steps: nobody has agreed to them yet."""
        return attrs.evolve(self, orders={**self.orders, **orders})

    def redone(self, steps: Iterable[str], progress: WorkProgress) -> "WorkRecord":
        """Return the record after a person wanted some steps anew.

        What needs them and was not ordered starts from other pictures than before: that makes it another order, too.
        """
        wanted = tuple(steps)
        open_ones = {name for name in needing(self.work, wanted) if progress.statuses[name] not in ORDERED}
        again = {step: self.attempts.get(step, FIRST_ATTEMPT) + 1 for step in (*wanted, *sorted(open_ones))}
        replaced = self.film or self.replaced
        return attrs.evolve(self, attempts={**self.attempts, **again}, ended_at=None, film=None, replaced=replaced)

    def ended(self, at: float, progress: WorkProgress, film: str | None, *, keep: bool) -> "WorkRecord":
        """Return the record after its end; its words are forgotten where all is done, unless a person wants them kept."""
        after = attrs.evolve(self, ended_at=at, film=film)
        return after.forgotten() if progress.complete and not keep else after

    def reminded(self, work: Work) -> "WorkRecord":
        """Return the record with its words as a person's own document says them, after they were forgotten."""
        return attrs.evolve(self, work=work, readable=True)

    def forgotten(self) -> "WorkRecord":
        """Return the record without words: prompts, inputs, captions, title, and parameters that are no order's own."""
        return attrs.evolve(self, work=blanked(self.work), readable=False)


@attrs.frozen(kw_only=True)
class WorkProposal:
    """The rest of a begun work and its price, before a person agrees: the record with the quotes of now, and what is done."""

    record: WorkRecord
    progress: WorkProgress
    moved: tuple[str, ...] = ()

    @property
    def to_pay(self) -> int:
        """Return the points that would be spent from here on."""
        return self.record.to_pay(self.progress)

    @property
    def needs_agreement(self) -> bool:
        """Tell whether somebody must agree before it goes on: at another price, or for more than was agreed to."""
        agreed = self.record.agreed
        return bool(self.moved) or agreed is None or self.progress.held + self.to_pay > agreed


def record_of(
    plan: Plan,
    *,
    work_id: str,
    account: str,
    user: str,
    at: float,
    language: Language,
    deliver_to: str | None,
) -> WorkRecord:
    """Return the record of a plan that nobody has agreed to yet."""
    return WorkRecord(
        id=work_id,
        account=account,
        user=user,
        at=at,
        work=plan.work,
        orders=plan.orders,
        film_seconds=plan.film_seconds,
        language=language,
        deliver_to=deliver_to,
    )


def held_points(generations: Iterable[Generation]) -> int:
    """Return the points that are, or may be, spent on all generations of a work."""
    return sum(generation.held for generation in generations)


def blanked(work: Work) -> Work:
    """Return a work with its shape alone: names, tasks, models, and what waits for what."""
    film = work.film
    if film is not None:
        film = attrs.evolve(film, shots=tuple(attrs.evolve(shot, caption=None) for shot in film.shots))
    return Work(steps=tuple(map(_blanked, work.steps)), film=film)


def _blanked(step: Step) -> Step:
    kept = tuple(given for given in step.inputs if isinstance(given, StepOutput))
    return attrs.evolve(step, wish=attrs.evolve(step.wish, prompt="", params={}), inputs=kept)
