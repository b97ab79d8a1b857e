"""A studio learns from its ledger how long tasks take, and asks accordingly."""

import attrs

from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.domain.lifecycle.pacing import MIN_KNOWN
from imastudio.domain.orders import Wish
from tests.studios import Desk, open_desk

CAT = Wish(prompt="a cat")
TAKES = 63.0


async def _made(d: Desk, number: int) -> tuple[int, float]:
    """Order one picture; return how often its task was asked for, and how many seconds after its end that was noticed."""
    before = d.service.questions
    result = await d.studio.generate(attrs.evolve(CAT, prompt=f"cat {number}"))
    generation = result.generation
    assert generation.created_at is not None
    assert generation.ended_at is not None
    return d.service.questions - before, generation.ended_at - generation.created_at - TAKES


async def test_a_studio_learns_from_what_it_made() -> None:
    """After some of a kind the end is noticed sooner, with fewer questions; another process knows it from the ledger."""
    store = MemoryStore()
    d = open_desk(store, seconds=TAKES)
    async with d.studio:
        first = [await _made(d, number) for number in range(MIN_KNOWN)]
        later = [await _made(d, number) for number in range(100, 110)]
    assert max(questions for questions, _ in later) < min(questions for questions, _ in first)
    assert max(lag for _, lag in later) <= 2.5
    other = open_desk(store, seconds=TAKES, prefix="other")
    other.service.answer_for(d.service)
    async with other.studio:
        questions, lag = await _made(other, 200)
    assert questions < min(questions for questions, _ in first)
    assert lag <= 2.5
