"""Driving: what a front end may ask about works of several media.

Rules that every engine keeps: a work is agreed to as a whole, and never more is ordered; a step is ordered exactly as it was
quoted, or the work stops there and asks; nothing is ordered twice, whatever is interrupted.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias, TypedDict, Unpack

from imastudio.domain.kernel import Json
from imastudio.domain.lifecycle import Subject
from imastudio.domain.orders import Language
from imastudio.domain.works import Hero, Plan, Work, WorkNews, WorkOutcome, WorkProposal, WorkRecord

Tell: TypeAlias = Callable[[WorkNews], Awaitable[None]]


class Running(TypedDict, total=False):
    """Ways to run a plan.

    `max_points` caps the total; `deliver_to` is the folder for the parts and the film (without, there is no film); `work_id` a
    name under which it is begun once; `on_news` is told how it goes; `timeout` is the longest wait for each step in seconds.
    """

    max_points: int | None
    deliver_to: str | None
    language: Language
    work_id: str | None
    on_news: Tell
    timeout: float | None


class Works(Protocol):
    """Plan works, run them, and look after them."""

    async def price(self, work: Work) -> Plan:
        """Return what a work would order and cost, exactly, open lengths chosen. Raises WishRefused, which names the step."""

    async def run(self, plan: Plan, **how: Unpack[Running]) -> WorkOutcome:
        """Order a plan, which is to agree to its total, and lay the film together; return how the work stands.

        A `work_id` that was begun before is gone on with. Raises WishRefused (ABOVE_BUDGET) where the total is more than
        `max_points` or a budget allows, before anything is ordered; WORK_BUSY where another program is at it.
        """

    async def own_id(self, name: str) -> str:
        """Return the id for a work called `name`: that, unless another service's work has it. Raises WishRefused (OTHER_KEY)."""

    async def propose(
        self,
        work_id: str,
        *,
        redo: Iterable[str] = (),
        changes: Mapping[str, Mapping[str, Json]] | None = None,
        words: Work | None = None,
    ) -> WorkProposal:
        """Return what is left of a work at the prices of now, with some steps anew or changed. Nothing is kept of it.

        `words` is its document, for words that are forgotten. Raises WishRefused: as `price`, NOT_FOUND, NOT_READABLE, and
        VALUE_NOT_OFFERED for a step that is none, or runs.
        """

    async def resume(
        self,
        work_id: str,
        *,
        agreed: WorkProposal | None = None,
        on_news: Tell = ...,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the tasks go on
        max_points: int | None = None,
    ) -> WorkOutcome:
        """Go on with a work: nothing is ordered twice, nothing lost. With `agreed`, at what that proposes.

        Raises WishRefused: NOT_FOUND, NOT_READABLE (its words are forgotten, and something is left to order), WORK_BUSY,
        ABOVE_BUDGET (with what is left it would cost more than `max_points` in all, whatever was agreed to before).
        """

    @property
    def ceiling(self) -> int | None:
        """Return the most that the operator lets a whole work cost; None where there is no such word."""

    def subject(self, plan: Plan) -> Subject:
        """Return what a person agrees to with a plan: exactly these steps, at this price, of this account and user."""

    async def find(self, work_id: str) -> WorkRecord:
        """Return the record of a work of this account. Raises WishRefused (NOT_FOUND)."""

    async def show(self, work_id: str) -> WorkOutcome:
        """Return how a work stands. Raises WishRefused (NOT_FOUND)."""

    async def all(self) -> Sequence[WorkOutcome]:
        """Return all works of this account, newest first."""

    async def last_hero(self) -> Hero | None:
        """Return the hero of this user's latest work that has one, for a picture that is to show the same."""

    async def forget(self, work_id: str) -> None:
        """Forget the words of a work; nothing of it can be ordered any more, what was ordered stays."""
