"""Many small writes as few: whenever somebody asks, an answer comes."""

import asyncio
from collections.abc import Sequence
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from imastudio.adapters.postgres.batches import WRITERS, Batches

TURNS = 50
STEPS = st.lists(st.sampled_from(["ask", "answer all", "answer one", "turn"]), max_size=16)


@given(steps=STEPS)
@example(steps=["ask", "turn", "ask", "turn", "turn", "answer all", "turn", "ask"])
def test_whoever_asks_is_answered(steps: Sequence[str]) -> None:
    """Also who asks at the moment at which all writers have ended and nobody has noticed; never more write than may."""
    under_way: list[asyncio.Event] = []
    at_once: list[int] = []

    async def write(items: Sequence[dict[str, Any]]) -> Sequence[int]:
        written = asyncio.Event()
        under_way.append(written)
        at_once.append(sum(not event.is_set() for event in under_way))
        await written.wait()
        return [item["number"] for item in items]

    async def live() -> None:
        batches, answers = Batches(write), list[asyncio.Future[int]]()
        for step in steps:
            if step == "ask":
                answers.append(batches.hand_in({"number": len(answers)}))
            elif step == "turn":
                await asyncio.sleep(0)
            else:
                for written in [each for each in under_way if not each.is_set()][: None if step == "answer all" else 1]:
                    written.set()
        for _ in range(TURNS):
            for written in under_way:
                written.set()
            await asyncio.sleep(0)
        assert [answer.done() and answer.result() for answer in answers] == [*range(len(answers))]
        await batches.close()

    asyncio.run(live())
    assert max(at_once, default=0) <= WRITERS
