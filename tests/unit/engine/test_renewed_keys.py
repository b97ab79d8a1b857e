"""A renewed key orders nothing a second time, whenever and by whomever what the other one ordered is taken over (decision 46)."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.answers import Denied, Unclear
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.orders import Wish
from tests.studios import Desk, open_desk, run_unless

pytestmark = pytest.mark.uncounted

CAT = Wish(prompt="a cat", model="香蕉", params={"size": "1K"})
KEYS = ("old", "new")
REQUESTS = ("r1", "r2")
EXPECTED = frozenset({Kind.OTHER_KEY, Kind.TWIN_UNSETTLED, Kind.NOT_FOUND, Kind.NOT_UNKNOWN, Kind.REQUEST_ID_TAKEN})
"""What a person may be answered."""


class Renewed(RuleBasedStateMachine):
    """Two keys of one customer over one ledger, before one vendor."""

    def __init__(self) -> None:
        """Begin with nothing ordered."""
        super().__init__()
        self.runner = asyncio.Runner()
        store = MemoryStore()
        self.desks = {key: self._opened(key, store) for key in KEYS}
        self.desks["new"].service.answer_for(self.desks["old"].service)

    def _opened(self, key: str, store: MemoryStore) -> Desk:
        desk = open_desk(store, prefix=key, seconds=0)
        engine = desk.studio.engine
        engine.identity = attrs.evolve(engine.identity, account=key, address="vendor")
        engine.customer = type(engine.customer)(engine.ports.ledger, engine.identity)
        return desk

    @rule(
        key=st.sampled_from(KEYS), request=st.sampled_from(REQUESTS), answer=st.sampled_from(["fine", "lost", "denied"])
    )
    def order(self, key: str, request: str, answer: str) -> None:
        """Order something of its own under a request id that may have been used with either key."""
        desk = self.desks[key]
        desk.service.create_answers.clear()
        if answer != "fine":
            desk.service.create_answers.append(Unclear() if answer == "lost" else Denied(code=4008))
        wish = attrs.evolve(CAT, prompt=f"a cat for {request}", request_id=request)
        self._told(desk.studio.submit(wish))

    @rule(request=st.sampled_from(REQUESTS), answer=st.sampled_from(["fine", "denied"]))
    def order_with_both_at_once(self, request: str, answer: str) -> None:
        """Order one request with both keys at the same moment, in two processes."""
        wish = attrs.evolve(CAT, prompt=f"a cat for {request}", request_id=request)
        for desk in self.desks.values():
            desk.service.create_answers.clear()
            if answer == "denied":
                desk.service.create_answers.append(Denied(code=4008))

        async def both() -> None:
            found = await asyncio.gather(
                *(desk.studio.submit(wish) for desk in self.desks.values()), return_exceptions=True
            )
            for error in found:
                if isinstance(error, BaseException) and not (
                    isinstance(error, WishRefused) and error.failure.kind in EXPECTED
                ):
                    raise error

        self.runner.run(both())

    @rule(key=st.sampled_from(KEYS))
    def take_over(self, key: str) -> None:
        """Take over what the other key ordered: all of it, to the point."""
        other = next(one for one in KEYS if one != key)
        theirs = self._held(other)
        mine = self._held(key)
        if self._told(self.desks[key].studio.adopt_key()) is not None:
            assert (self._held(key), self._held(other)) == (mine + theirs, 0)

    @rule(key=st.sampled_from(KEYS), data=st.data())
    def say_that_it_was_not_charged(self, key: str, data: st.DataObject) -> None:
        """Settle an order of which nobody knows, where this key may."""
        unknown = [row.generation.id for row in self._rows(key) if row.generation.stage is Stage.UNKNOWN]
        if unknown:
            self._told(self.desks[key].studio.settle(data.draw(st.sampled_from(unknown))))

    @rule(key=st.sampled_from(KEYS))
    def wait_for_all(self, key: str) -> None:
        """Go on with whatever is this key's by now."""
        for row in self._rows(key):
            self._told(self.desks[key].studio.wait(row.generation.id, timeout=10))

    @invariant()
    def nothing_is_paid_for_twice(self) -> None:
        """At most one task for each request, over both of the vendor's books."""
        orders = [order.content.prompt for desk in self.desks.values() for order in desk.service.orders]
        assert max(Counter(orders).values(), default=1) == 1

    @invariant()
    def the_purse_is_the_sum_of_the_rows(self) -> None:
        """Whoever has them; and each generation is one key's alone."""
        rows = [row for key in KEYS for row in self._rows(key)]
        assert len({row.generation.id for row in rows}) == len(rows)
        spent = self.runner.run(self.desks["old"].studio.spent("user"))
        assert spent == sum(row.generation.held for row in rows)

    def teardown(self) -> None:
        """Close both."""
        for desk in self.desks.values():
            self.runner.run(desk.studio.close())
        self.runner.close()

    def _held(self, key: str) -> int:
        return sum(row.generation.held for row in self._rows(key))

    def _rows(self, key: str) -> list[Any]:
        return list(self.runner.run(self.desks[key].studio.history()))

    def _told(self, saying: Coroutine[Any, Any, Result | int]) -> Result | int | None:
        return run_unless(self.runner, saying, EXPECTED)


TestRenewed = Renewed.TestCase
TestRenewed.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
