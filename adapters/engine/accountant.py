"""What was spent, and what is left of the budgets."""

from collections.abc import Sequence

from imastudio.adapters.engine.engine import EnginePart
from imastudio.domain.kernel import WishRefused
from imastudio.domain.lifecycle import Standing, Subject, is_everyones, over_budget, period_of, subject_of
from imastudio.domain.quoting import Quote


class Accountant(EnginePart):
    """Counts points."""

    async def budgets(self) -> Sequence[Standing]:
        """Return how this user's periods stand now: points spent or held, and the limits. Raises LedgerUnavailable.

        Those of all users together are among them where they have a limit.
        """
        purses = self._engine.identity.purses(await self._engine.calendar.now())
        return [
            Standing(
                period=period_of(name) or name, spent=await self.spent(name), limit=limit, everyone=is_everyones(name)
            )
            for name, limit in purses.items()
            if limit is not None or not is_everyones(name)
        ]

    async def timezone(self, change_to: str | None = None) -> str:
        """Return the name of the ledger's time zone, by which days and months are counted; change it first where that is said."""
        if change_to is not None:
            await self._engine.calendar.change(change_to)
        return await self._engine.calendar.name()

    async def check_budgets(self, total: int) -> None:
        """Raise WishRefused (ABOVE_BUDGET) where `total` points are more than is left of a period. Reserves nothing."""
        for purse, limit in self._engine.identity.purses(await self._engine.calendar.now()).items():
            if limit is None:
                continue
            left = max(0, limit - await self.spent(purse))
            if total > left:
                raise WishRefused(over_budget(total, purse=purse, limit=limit, left=left))

    async def spent(self, purse: str) -> int:
        """Return the points held or spent in a purse. Raises LedgerUnavailable."""
        return await self._engine.ports.ledger.spent(purse)

    def subject(self, quote: Quote) -> Subject:
        """Return what a person agrees to with `quote`: exactly this order, of this account and user."""
        return subject_of(quote, self._engine.identity.account, self._engine.identity.user)
