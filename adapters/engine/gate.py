"""The spend gate: the one place where an agent's order is let through, or a person is asked (decision 56).

Rules: within the operator's allowance it goes through; else a yes that a person gave at a terminal for exactly this is used
up; else the person is asked through the client, where that can ask; else it is refused with what waits and how to agree.
Nothing that the agent says lets it through.
"""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import attrs

from imastudio.domain.errors import refuse
from imastudio.domain.failures import Kind
from imastudio.domain.lifecycle.consent import Answer, Consent, Subject, judge, needs_approval
from imastudio.ports.approvals import Approvals
from imastudio.ports.clock import Clock

Ask: TypeAlias = Callable[[Subject], Awaitable[Answer]]


async def nobody(_: Subject) -> Answer:
    """Ask nobody: the client can't."""
    return Answer.NONE


@attrs.frozen(kw_only=True)
class SpendGate:
    """Lets orders of agents through. `allowance` is the operator's, in points for one order."""

    approvals: Approvals
    clock: Clock
    allowance: int = 0
    offline: bool = False

    async def admit(self, subject: Subject, *, approved_points: int | None = None, ask: Ask = nobody) -> None:
        """Return where this may be ordered now, once.

        Raises WishRefused: ABOVE_BUDGET where it costs more than `approved_points`, DECLINED where the person said no,
        NEEDS_APPROVAL with an id where nobody has agreed yet; LedgerUnavailable. What `ask` raises is passed on.
        """
        consent = judge(subject.total, allowance=self.allowance, approved_points=approved_points, offline=self.offline)
        if consent is Consent.GIVEN or await self.approvals.use(subject.key, self.clock.now()):
            return
        answer = await ask(subject)
        if answer is Answer.NO:
            raise refuse(Kind.DECLINED)
        if answer is Answer.NONE:
            raise needs_approval(await self.approvals.ask(subject, self.clock.now()))
