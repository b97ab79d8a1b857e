"""The spend gate: the one place where an agent's order is let through, or a person is asked (decision 56).

Rules: within the operator's allowance it goes through; else a yes that a person gave at a terminal for exactly this is used
up; else the person is asked through the client, where that can ask; else it is refused with what waits and how to agree.
Nothing that the agent says lets it through.
"""

from collections.abc import Sequence

import attrs

from imastudio.domain.kernel import Kind, refuse
from imastudio.domain.lifecycle import Answer, Approval, Consent, Subject, judge, needs_approval
from imastudio.ports.approvals import Approvals
from imastudio.ports.clock import Clock
from imastudio.ports.gate import Ask


async def nobody(_: Subject) -> Answer:
    """Ask nobody."""
    return Answer.NONE


@attrs.frozen(kw_only=True)
class SpendGate:
    """Lets orders of agents through. `allowance` is the operator's, in points for one order."""

    approvals: Approvals
    clock: Clock
    allowance: int = 0
    offline: bool = False

    async def admit(self, subject: Subject, *, approved_points: int | None = None, ask: Ask = nobody) -> None:
        """Return where this may be ordered now, once: see the port."""
        consent = judge(subject.total, allowance=self.allowance, approved_points=approved_points, offline=self.offline)
        if consent is Consent.GIVEN or await self.approvals.use(subject.key, self.clock.now()):
            return
        answer = await ask(subject)
        if answer is Answer.NO:
            raise refuse(Kind.DECLINED)
        if answer is Answer.NONE:
            raise needs_approval(await self.approvals.ask(subject, self.clock.now()))

    async def waiting(self) -> Sequence[Approval]:
        """Return what waits for a person, oldest first."""
        return await self.approvals.waiting(self.clock.now())

    async def agree(self, approval_id: str) -> Approval | None:
        """Note that a person agreed; None where nothing with this id waits any more."""
        return await self.approvals.agree(approval_id, self.clock.now())

    async def refuse(self, approval_id: str) -> bool:
        """Let something no longer wait; False where it did not."""
        return await self.approvals.refuse(approval_id, self.clock.now())
