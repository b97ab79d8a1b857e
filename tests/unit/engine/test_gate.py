"""The spend gate: who is let through, who is asked, and that one yes lets one order through."""

import asyncio

import pytest

from imastudio.adapters.engine.gate import SpendGate, nobody
from imastudio.adapters.memory.approvals import MemoryApprovals
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.consent import HOLDS_S, Answer, Subject
from imastudio.ports.gate import Ask
from tests.studios import SkippingClock

ORDER = Subject(key="k", total=40, model_name="Wan 2.6")


def a_gate(allowance: int = 0, *, offline: bool = False) -> SpendGate:
    """Return a gate of its own."""
    return SpendGate(approvals=MemoryApprovals(), clock=SkippingClock(), allowance=allowance, offline=offline)


def saying(answer: Answer, asked: list[Subject]) -> Ask:
    """Return a person who answers so."""

    async def ask(subject: Subject) -> Answer:
        asked.append(subject)
        return answer

    return ask


async def refusal(gate: SpendGate, ask: Ask = nobody, approved: int | None = None) -> Kind | None:
    """Return why an order is not let through, or None."""
    try:
        await gate.admit(ORDER, approved_points=approved, ask=ask)
    except WishRefused as refused:
        return refused.failure.kind
    return None


@pytest.mark.parametrize("offline", [False, True])
@pytest.mark.parametrize("allowance", [0, 39, 40, 100])
@pytest.mark.parametrize("answer", Answer)
@pytest.mark.parametrize("approved", [None, 0, 39, 40, 10**9])
async def test_every_way_in(allowance: int, answer: Answer, approved: int | None, *, offline: bool) -> None:
    """Within the allowance nobody is asked; else a person decides; the agent's figure only ever narrows."""
    asked: list[Subject] = []
    kind = await refusal(a_gate(allowance, offline=offline), saying(answer, asked), approved)
    if approved is not None and approved < 40:
        assert (kind, asked) == (Kind.ABOVE_BUDGET, [])
    elif allowance >= 40 or (offline and approved is not None):
        assert (kind, asked) == (None, [])
    else:
        expected = {Answer.YES: None, Answer.NO: Kind.DECLINED, Answer.NONE: Kind.NEEDS_APPROVAL}[answer]
        assert (kind, asked) == (expected, [ORDER])


async def test_a_yes_at_a_terminal_lets_one_order_through() -> None:
    """The second is asked for again, and so is what comes too late."""
    gate = a_gate()
    assert await refusal(gate) is Kind.NEEDS_APPROVAL
    (waiting,) = await gate.waiting()
    await gate.agree(waiting.id)
    kinds = await asyncio.gather(refusal(gate), refusal(gate), refusal(gate))
    assert sorted(map(str, kinds)) == ["None", "needs_approval", "needs_approval"]
    (waiting,) = await gate.waiting()
    await gate.agree(waiting.id)
    await gate.clock.sleep(HOLDS_S)
    assert await refusal(gate) is Kind.NEEDS_APPROVAL


async def test_who_agreed_at_a_terminal_is_not_asked_again() -> None:
    """The yes is there already."""
    gate, asked = a_gate(), list[Subject]()
    waiting = await gate.approvals.ask(ORDER, gate.clock.now())
    await gate.approvals.agree(waiting.id, gate.clock.now())
    assert await refusal(gate, saying(Answer.NO, asked)) is None
    assert asked == []
