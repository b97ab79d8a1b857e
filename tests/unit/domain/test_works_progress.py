"""What may be ordered now, what a failed step stops, and that never more is ordered than was agreed to."""

from collections.abc import Mapping, Sequence

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.budgets import period_of, work_purse
from imastudio.domain.lifecycle.events import Created, Event, Failed, Lost, Rejected, Reordered, Sending, Succeeded
from imastudio.domain.lifecycle.generation import Generation, Stage, intended
from imastudio.domain.orders import Order
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.works.planning import judge_moved, plan_of
from imastudio.domain.works.progress import (
    StepStatus,
    WorkProgress,
    progress_of,
    request_id,
)
from imastudio.domain.works.record import WorkRecord, held_points, record_of
from imastudio.domain.works.work import Work, needing
from imastudio.testing.strategies import FAILURE, an_order, media
from tests.works import a_promo, a_step, orders_of, priced_works, works

STAGES: Mapping[str, list[Event]] = {
    "running": [Sending(), Created(task_id="t")],
    "done": [Sending(), Created(task_id="t"), Succeeded((media(),))],
    "failed": [Sending(), Created(task_id="t"), Failed(FAILURE)],
    "unknown": [Sending(), Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))],
    "rejected": [Sending(), Rejected(Failure(kind=Kind.MODEL_UNAVAILABLE))],
    "refused": [Sending(), Rejected(Failure(kind=Kind.MODERATION))],
}


def generation(stage: str, order: Order | None = None) -> Generation:
    """Return a generation that stands so."""
    made = intended("g", order or an_order(), 0.0)
    for event in STAGES[stage]:
        made = made.heard(event, 0.0)
    return made


def statuses(work: Work, stages: Mapping[str, str], *tried: str) -> dict[str, str]:
    """Return where each step stands, in words."""
    progress = progress_of(work, {name: generation(stage) for name, stage in stages.items()}, tried=frozenset(tried))
    return {name: status.value for name, status in progress.statuses.items()}


def test_steps_that_need_nothing_may_begin_at_once() -> None:
    """The others wait."""
    assert statuses(a_promo(), {}) == {"hero": "ready", "run": "waiting", "nap": "waiting", "bgm": "ready"}
    assert statuses(a_promo(), {"hero": "running"})["run"] == "waiting"
    assert statuses(a_promo(), {"hero": "done", "bgm": "done"}) == {
        "hero": "done",
        "run": "ready",
        "nap": "ready",
        "bgm": "done",
    }


def test_a_step_waits_for_all_that_it_needs() -> None:
    """Not for the first of them alone."""
    steps = (
        *(a_step(name, TaskType.TEXT_TO_IMAGE) for name in ("a", "b")),
        a_step("c", TaskType.REFERENCE_IMAGE_TO_VIDEO, "a", "b"),
    )
    assert statuses(Work(steps=steps), {"a": "done"})["c"] == "waiting"
    assert statuses(Work(steps=steps), {"a": "done", "b": "running"})["c"] == "waiting"
    assert statuses(Work(steps=steps), {"a": "done", "b": "done"})["c"] == "ready"


def test_what_was_not_charged_is_tried_once_a_run() -> None:
    """Unless the same words earn the same refusal."""
    assert statuses(a_promo(), {"hero": "rejected"})["hero"] == "ready"
    assert statuses(a_promo(), {"hero": "rejected"}, "hero") == {
        "hero": "refused",
        "run": "blocked",
        "nap": "blocked",
        "bgm": "ready",
    }
    assert statuses(a_promo(), {"hero": "refused"})["hero"] == "refused"


def test_what_nobody_knows_of_is_never_ready() -> None:
    """It may have been paid for."""
    assert statuses(a_promo(), {"hero": "unknown"}) == {
        "hero": "unknown",
        "run": "blocked",
        "nap": "blocked",
        "bgm": "ready",
    }


def test_a_step_that_could_not_be_ordered_stops_what_needs_it() -> None:
    """And can be seen in the progress."""
    progress = progress_of(a_promo(), {}, refused={"hero": Failure(kind=Kind.PRICE_MOVED)})
    assert progress.statuses["hero"] is StepStatus.REFUSED
    assert progress.ready == ("bgm",)
    assert progress.unordered == ("bgm",)


@given(works(), st.data())
def test_a_failed_step_stops_exactly_what_needs_it(work: Work, data: st.DataObject) -> None:
    """Nothing else: everything that does not need it can be finished."""
    failed = data.draw(st.sampled_from(work.names))
    made: dict[str, Generation] = {}
    while True:
        progress = progress_of(work, made)
        if not progress.ready:
            break
        made |= {name: generation("failed" if name == failed else "done") for name in progress.ready}
    stopped = {name for name, status in progress.statuses.items() if status is StepStatus.BLOCKED}
    reached = failed in made
    assert reached
    assert stopped == needing(work, [failed])
    assert set(progress.done) == set(work.names) - stopped - {failed}


def test_request_ids_tell_work_and_step() -> None:
    """Whoever reads the ledger finds them, and the purse of their work."""
    assert request_id("w1", "旺财", 2) == "work:w1/旺财/2"
    assert work_purse("w1") == "work:w1"
    assert [period_of(work_purse("x" * length)) for length in range(1, 20)] == ["work"] * 19


def a_record(work: Work, orders: Mapping[str, Order]) -> WorkRecord:
    """Return the record of a work that nobody has agreed to."""
    plan = plan_of(work, orders)
    return record_of(plan, work_id="w1", account="a", user="u", at=0.0, language="zh", deliver_to="out")


def test_a_record_keeps_its_words_until_all_is_done() -> None:
    """Then names, models and points are left."""
    work = a_promo()
    record = a_record(work, orders_of(work))
    half = progress_of(work, {"hero": generation("done")})
    whole = progress_of(work, dict.fromkeys(work.names, generation("done")))
    assert record.ended(1.0, half, None, keep=False).work == record.work
    assert record.ended(1.0, whole, "film.mp4", keep=True).readable
    ended = record.ended(1.0, whole, "film.mp4", keep=False)
    assert (ended.readable, ended.film, ended.ended_at, ended.total) == (False, "film.mp4", 1.0, 15)
    assert "旺财" not in repr([step.wish.prompt for step in ended.work.steps]) + ended.work.title
    assert ended.work["run"].after == ("hero",)
    filmless = Work(steps=(a_step("a", TaskType.TEXT_TO_IMAGE, prompt="x"),))
    assert a_record(filmless, {"a": an_order()}).forgotten().work.film is None


def test_a_new_agreement_counts_what_is_held() -> None:
    """And what is to be ordered; nothing else."""
    work = a_promo()
    record = a_record(work, orders_of(work))
    assert (record.agreed, record.total) == (None, 15)
    made = {"hero": generation("failed", an_order(points=1))}
    assert record.agreed_to(progress_of(work, {})).agreed == 15
    assert record.agreed_to(progress_of(work, made)).agreed == 1 + 8
    again = record.redone(["hero"], progress_of(work, made))
    assert again.request_ids("hero") == ("work:w1/hero/1", "work:w1/hero/2")
    assert again.request_id("hero") == "work:w1/hero/2"
    assert [again.request_id(name) for name in ("run", "bgm")] == ["work:w1/run/2", "work:w1/bgm/1"]
    assert again.agreed_to(progress_of(work, {}, held=1)).agreed == 1 + 15
    assert again.repriced({"bgm": an_order(points=100)}).total == 107


class AWork(RuleBasedStateMachine):
    """A work among crashes: what is held never exceeds what was agreed to, and nothing is paid for twice."""

    @initialize(priced=priced_works())
    def plan(self, priced: tuple[Work, Mapping[str, Order]]) -> None:
        """Plan a work and agree to it."""
        self.work, orders = priced
        self.prices = dict(orders)  # the vendor's list at this moment
        self.made: dict[str, Generation] = {}  # the ledger, by request id
        self.posts: dict[str, int] = {}  # creates that may have been charged, by request id
        self.tried: frozenset[str] = frozenset()
        self.refused: dict[str, Failure] = {}
        self.record = a_record(self.work, orders)
        self.agree_for(self.progress.unordered)

    def agree_for(self, names: Sequence[str]) -> None:
        """Agree to what is held and to the prices of what is still to be ordered."""
        self.agreed_for = frozenset(names)
        self.record = self.record.agreed_to(self.progress)

    @property
    def progress(self) -> WorkProgress:
        """Return what the driver would work out, now."""
        return progress_of(
            self.work,
            {name: made for name in self.work.names if (made := self.latest(name)) is not None},
            tried=self.tried,
            refused=self.refused,
            held=held_points(self.made.values()),
        )

    def latest(self, name: str) -> Generation | None:
        """Return the generation of the latest attempt at a step."""
        return self.made.get(self.record.request_id(name))

    def hear(self, name: str, event: Event) -> None:
        """Let something happen to a step."""
        self.made[self.record.request_id(name)] = self.made[self.record.request_id(name)].heard(event, 0.0)

    def some(self, data: st.DataObject, *stages: Stage) -> str | None:
        """Draw a step whose latest generation stands so."""
        names = [name for name in self.work.names if (made := self.latest(name)) is not None and made.stage in stages]
        return data.draw(st.sampled_from(names)) if names else None

    @rule(data=st.data())
    def order(self, data: st.DataObject) -> None:
        """Order a step that may be ordered, at the price of now or not at all; the ledger guards the purse."""
        ready = self.progress.ready
        if not ready:
            return
        name = data.draw(st.sampled_from(ready))
        order = self.prices[name]
        if judge_moved(self.record.orders[name], order) is not None:
            self.refused[name] = Failure(kind=Kind.PRICE_MOVED)
            return
        assert all((made := self.latest(other)) and made.stage is Stage.SUCCEEDED for other in self.work[name].after)
        assert self.record.agreed is not None
        if held_points(self.made.values()) + order.total > self.record.agreed:
            assert name not in self.agreed_for, "the purse would refuse what was agreed to"
            self.refused[name] = Failure(kind=Kind.ABOVE_BUDGET)
            return
        self.tried |= {name}
        key = self.record.request_id(name)
        known = self.made.get(key)
        if known is None:
            self.made[key] = intended(key, order, 0.0)
        else:
            self.hear(name, Reordered(order=order))
        self.hear(name, Sending())
        self.posts[key] = self.posts.get(key, 0) + 1

    @rule(data=st.data(), event=st.sampled_from(["created", "lost", "rejected", "moderated"]))
    def answer(self, data: st.DataObject, event: str) -> None:
        """Answer a create, or leave it unknown."""
        name = self.some(data, Stage.SENDING)
        if name is None:
            return
        if event == "created":
            self.hear(name, Created(task_id="t"))
        elif event == "lost":
            self.hear(name, Lost(Failure(kind=Kind.OUTCOME_UNKNOWN)))
        else:
            kind = Kind.MODERATION if event == "moderated" else Kind.MODEL_UNAVAILABLE
            self.hear(name, Rejected(Failure(kind=kind)))
            self.posts[self.record.request_id(name)] -= 1

    @rule(data=st.data(), well=st.booleans())
    def finish(self, data: st.DataObject, *, well: bool) -> None:
        """End a task."""
        name = self.some(data, Stage.CREATED)
        if name is not None:
            self.hear(name, Succeeded((media(),)) if well else Failed(FAILURE))

    @rule(data=st.data(), charged=st.booleans())
    def settle(self, data: st.DataObject, *, charged: bool) -> None:
        """Say what became of an order that nobody knew of."""
        name = self.some(data, Stage.UNKNOWN)
        if name is None:
            return
        self.hear(name, Created(task_id="t") if charged else Rejected(Failure(kind=Kind.NOT_CHARGED)))
        self.posts[self.record.request_id(name)] -= not charged

    @rule()
    def crash(self) -> None:
        """Let the process die and another go on: of what was being sent nobody knows."""
        self.tried, self.refused = frozenset(), {}
        for name in self.work.names:
            made = self.latest(name)
            if made is not None and made.stage is Stage.SENDING:
                self.hear(name, Lost(Failure(kind=Kind.OUTCOME_UNKNOWN)))

    @rule(data=st.data(), points=st.integers(0, 200))
    def move(self, data: st.DataObject, points: int) -> None:
        """Change a price of the vendor."""
        name = data.draw(st.sampled_from(self.work.names))
        self.prices[name] = attrs.evolve(self.prices[name], points=points)

    @precondition(lambda self: self.refused)
    @rule()
    def agree(self) -> None:
        """Agree to the prices of now for all that is still to be ordered."""
        self.refused = {}
        open_ones = self.progress.unordered
        self.record = self.record.repriced({name: self.prices[name] for name in open_ones})
        self.agree_for(open_ones)

    @rule(data=st.data())
    def redo(self, data: st.DataObject) -> None:
        """Want a step anew, and agree to its price."""
        name = self.some(data, Stage.SUCCEEDED, Stage.FAILED)
        if name is None:
            return
        self.record = self.record.redone([name], self.progress)
        self.tried -= {name}
        open_ones = self.progress.unordered
        self.record = self.record.repriced({one: self.prices[one] for one in open_ones})
        self.agree_for(open_ones)

    @invariant()
    def never_more_than_agreed(self) -> None:
        """Hold what is, or may be, spent against what was agreed to."""
        assert self.record.agreed is not None
        assert held_points(self.made.values()) <= self.record.agreed

    @invariant()
    def nothing_twice(self) -> None:
        """Charge an attempt once at most."""
        assert all(count in {0, 1} for count in self.posts.values())

    def teardown(self) -> None:
        """Every path ends: with no further trouble, the work comes to a standstill."""
        if not hasattr(self, "work"):
            return
        for _ in range(3 * len(self.work.names) + 1):
            progress = self.progress
            if not progress.ready and not progress.running:
                return
            for name in progress.running:
                stage = self.made[self.record.request_id(name)].stage
                self.hear(name, Created(task_id="t") if stage is Stage.SENDING else Succeeded((media(),)))
            for name in progress.ready:
                self.refused[name] = Failure(kind=Kind.PRICE_MOVED)
        raise AssertionError("the work goes on for ever")


TestAWork = AWork.TestCase
TestAWork.settings = settings(stateful_step_count=40, deadline=None)
