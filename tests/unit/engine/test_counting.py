"""Nothing is counted twice, in whatever order a person adopts tasks, settles orders and takes that back (decisions 49, 52)."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.answers import Unclear
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.lifecycle.rows import Row
from imastudio.domain.orders import CreateRequest, Wish
from imastudio.domain.orders.tasks import TaskType
from tests.studios import open_desk, run_unless

pytestmark = pytest.mark.uncounted

CAT = Wish(prompt="a cat", model="香蕉", params={"size": "1K"})
POINTS = 6
MOST = 2
EXPECTED = frozenset({Kind.NOT_UNKNOWN, Kind.NOT_SETTLED, Kind.TASK_TAKEN, Kind.TASK_UNSETTLED})
"""What a person may be answered who says something that doesn't fit."""


class Accounts(RuleBasedStateMachine):
    """Orders of which nobody knows, tasks at the vendor, and a person who says what is what, rightly or wrongly."""

    def __init__(self) -> None:
        """Begin with nothing ordered."""
        super().__init__()
        self.runner = asyncio.Runner()
        self.desk = open_desk(seconds=0)
        self.truth: dict[str, str | None] = {}
        self.tasks: list[str] = []
        self.ordered = 0

    @precondition(lambda self: self.ordered < MOST)
    @rule(charged=st.booleans())
    def order_that_got_lost(self, charged: bool) -> None:  # noqa: FBT001 - hypothesis hands it over
        """Order something; the vendor takes it, or does not, and no answer says so."""
        self.ordered += 1
        self.desk.service.create_answers.append(Unclear())
        wish = Wish(prompt=f"a cat {self.ordered}", model=CAT.model, params=CAT.params)
        result = self.runner.run(self.desk.studio.submit(wish))
        self.truth[result.id] = self._new_task() if charged else None

    @precondition(lambda self: len(self.tasks) < 2 * MOST)
    @rule()
    def task_of_another_machine(self) -> None:
        """Have a task in the vendor's console that no ledger knows."""
        self._new_task()

    @precondition(lambda self: self.truth)
    @rule(data=st.data(), charged=st.booleans())
    def settle(self, data: st.DataObject, charged: bool) -> None:  # noqa: FBT001 - as above
        """Say something of an order, perhaps wrongly."""
        name = data.draw(st.sampled_from(sorted(self.truth)))
        task = data.draw(st.sampled_from(self.tasks)) if charged and self.tasks else None
        self._say(name, task)

    @precondition(lambda self: self.truth)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """Nobody knows again."""
        self._undo(data.draw(st.sampled_from(sorted(self.truth))))

    @precondition(lambda self: self.tasks)
    @rule(data=st.data())
    def adopt(self, data: st.DataObject) -> None:
        """Take in a task; never while it may be that of an unknown order."""
        task = data.draw(st.sampled_from(self.tasks))
        unknown = [row for row in self._rows() if row.generation.stage is Stage.UNKNOWN]
        known = [row for row in self._rows() if row.generation.task_id == task]
        if self._adopt(task) and not known:
            assert unknown == []

    @invariant()
    def the_purse_is_the_sum_of_the_rows(self) -> None:
        """Whatever was said; and no task is two orders'."""
        rows = self._rows()
        assert self.runner.run(self.desk.studio.spent("user")) == sum(row.generation.held for row in rows)
        ids = [row.generation.task_id for row in rows if row.generation.task_id is not None]
        assert len(ids) == len(set(ids))

    def teardown(self) -> None:
        """Say the truth in the end: what is counted is what the vendor charged, to the point."""
        for name in self.truth:
            self._undo(name)
        for name, task in self.truth.items():
            self._say(name, task)
        for task in self.tasks:
            self._adopt(task)
        assert self.runner.run(self.desk.studio.spent("user")) == POINTS * len(self.tasks)
        assert {row.generation.task_id for row in self._rows()} - {None} == set(self.tasks)
        self.runner.run(self.desk.studio.close())
        self.runner.close()

    def _new_task(self) -> str:
        task = f"task_{len(self.tasks) + 1}"
        quote = self.runner.run(self.desk.studio.quote(CAT))
        self.desk.service.take(CreateRequest(quote.order, quote.content), task)
        self.tasks.append(task)
        return task

    def _rows(self) -> list[Row]:
        return list(self.runner.run(self.desk.studio.history()))

    def _say(self, name: str, task: str | None) -> None:
        self._told(self.desk.studio.settle(name, task_id=task))

    def _undo(self, name: str) -> None:
        self._told(self.desk.studio.settle(name, undo=True))

    def _adopt(self, task: str) -> bool:
        adopted = self._told(self.desk.studio.adopt(task, task_type=TaskType.TEXT_TO_IMAGE, points=POINTS))
        assert adopted is None or adopted.generation.task_id == task
        return adopted is not None

    def _told(self, saying: Coroutine[Any, Any, Result]) -> Result | None:
        return run_unless(self.runner, saying, EXPECTED)


TestAccounts = Accounts.TestCase
TestAccounts.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
