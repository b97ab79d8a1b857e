"""The machine: what may happen next, and what never may."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from imastudio.domain.kernel.failures import Charge, Failure, Kind
from imastudio.domain.lifecycle.creating import judge_interrupted
from imastudio.domain.lifecycle.events import (
    Created,
    Delivered,
    Entry,
    Event,
    Failed,
    Intended,
    Lost,
    NotYet,
    Recorded,
    Refused,
    Rejected,
    Reordered,
    Sending,
    Succeeded,
    Unsettled,
    Uploaded,
    Why,
    Yielded,
)
from imastudio.domain.lifecycle.generation import (
    FINISH,
    IN_FLIGHT,
    MAX_ATTEMPTS,
    MAX_DELIVERIES,
    MOVES,
    AskDetail,
    CreateTask,
    Deliver,
    Generation,
    ImpossibleMove,
    Recover,
    Stage,
    UploadInputs,
    fold,
    intended,
)
from imastudio.testing.strategies import FAILURE, an_order, events, media, orders, prompts

REFUSAL = Failure(kind=Kind.SERVER_ERROR)


def a_generation(*happened: Event, **order: Any) -> Generation:
    """Return a generation to which `happened`, one a second from 100 on."""
    generation = intended("g", an_order(**order), 100.0)
    for at, event in enumerate(happened, start=101):
        generation = generation.heard(event, float(at))
    return generation


class Life(RuleBasedStateMachine):
    """A vendor that does anything at any time, and a shell that does what the machine says."""

    def __init__(self) -> None:
        """Order something."""
        super().__init__()
        self.now = 1.75e9
        self.entries: list[Entry] = []
        self.generation = intended("g", an_order(), self.now)
        self.possibly_charged = 0
        self.creates = 0

    @precondition(lambda self: not self.entries)
    @rule(order=orders, prompt=prompts)
    def intend(self, order: Any, prompt: str | None) -> None:
        """Order it."""
        self.generation = intended("g", order, self.now, prompt)
        self.entries = [Entry(self.now, Intended(order, prompt))]

    @precondition(lambda self: self.entries)
    @rule(event=events, pause=st.floats(0, 30))
    def hear(self, event: Event, pause: float) -> None:
        """Hear anything: it is impossible, or it is applied and recorded."""
        self.now += pause
        before = self.generation
        try:
            after = before.heard(event, self.now)
        except ImpossibleMove:
            return
        if isinstance(event, Sending):
            assert isinstance(before.next, CreateTask)
            self.creates += 1
            self.possibly_charged += 1
        if isinstance(event, Refused | Rejected):
            self.possibly_charged -= before.stage in {Stage.SENDING, Stage.UNKNOWN}
        if isinstance(event, Created) and before.stage is Stage.REJECTED:  # a person was wrong, or too quick
            self.possibly_charged += 1
        if isinstance(event, Unsettled) and before.stage is Stage.REJECTED:
            self.possibly_charged += 1
        self.generation = after
        if not isinstance(event, NotYet):
            self.entries.append(Entry(self.now, event))

    @invariant()
    def never_two_creates_unless_surely_not_charged(self) -> None:
        """At most one request is charged, or may be."""
        assert self.possibly_charged in {0, 1}
        assert self.possibly_charged == (self.generation.held > 0 or self._free())

    def _free(self) -> bool:
        holding = {Stage.SENDING, Stage.UNKNOWN, Stage.CREATED, Stage.SUCCEEDED, Stage.FAILED}
        return self.generation.order.total == 0 and self.generation.stage in holding

    @invariant()
    def every_path_ends_waits_or_is_unknown(self) -> None:
        """There is always one next thing, and an end is an end."""
        effect = self.generation.next
        assert isinstance(effect, UploadInputs | CreateTask | Recover | AskDetail | Deliver) or effect in {
            FINISH,
            IN_FLIGHT,
        }
        if effect is FINISH and self.generation.misses < MAX_DELIVERIES:
            assert not self.generation.open
        assert isinstance(effect, CreateTask | UploadInputs) == (self.generation.stage is Stage.PREPARING)

    @invariant()
    def the_fold_gives_the_same(self) -> None:
        """Fold what was recorded: it tells the whole story."""
        if self.entries:
            assert fold("g", self.entries) == self.generation


TestLife = Life.TestCase


@given(orders, st.lists(events, max_size=30))
def test_points_are_held_from_sending_until_surely_not_charged(order: Any, happened: list[Event]) -> None:
    """What may be spent is the whole order, or nothing."""
    generation = intended("g", order, 0.0)
    for event in happened:
        if (generation.stage, type(event)) in MOVES:
            try:
                generation = generation.heard(event, 1.0)
            except ImpossibleMove:
                continue
        safe = generation.stage in {Stage.PREPARING, Stage.REFUSED, Stage.REJECTED}
        assert generation.held == (0 if safe else generation.order.points * generation.order.n)


SURE = {Stage.CREATED: True, Stage.SUCCEEDED: True, Stage.FAILED: True, Stage.SENDING: False, Stage.UNKNOWN: False}
"""The stages that hold points, and whether these are surely spent."""


@pytest.mark.parametrize("stage", Stage)
def test_a_charge_is_sure_once_the_vendor_took_the_task(stage: Stage) -> None:
    """On its way, or lost there, it may have been charged or not; people are told so."""
    generation = attrs.evolve(a_generation(points=7, n=2), stage=stage)
    assert generation.charge == (Charge(14, sure=SURE[stage]) if stage in SURE else None)


def test_order_without_inputs_is_sent_at_once() -> None:
    """Nothing to upload: the order may leave."""
    assert CreateTask(100.0) == a_generation().next


def test_inputs_are_uploaded_before_the_order_leaves() -> None:
    """Two pictures: first the upload, then the order."""
    assert UploadInputs(100.0) == a_generation(input_count=2).next
    assert CreateTask(100.0) == a_generation(Uploaded(), input_count=2).next
    with pytest.raises(ImpossibleMove):
        a_generation(Sending(), input_count=2)


def test_an_order_that_is_repeated_anew_never_leaves_without_its_inputs() -> None:
    """What was uploaded before its refusal is forgotten; within one run it is not, and old ledgers are read as they were."""
    before = (Uploaded(), Sending(), Rejected(REFUSAL))
    order = an_order(input_count=1)
    assert isinstance(a_generation(*before, Reordered(order=order, anew=True), input_count=1).next, UploadInputs)
    assert isinstance(a_generation(*before, Reordered(order=order), input_count=1).next, CreateTask)
    refused = (Uploaded(), Sending(), Refused(REFUSAL), Reordered(order=order))
    assert isinstance(a_generation(*refused, input_count=1).next, CreateTask)


def test_sending_takes_the_offer_away() -> None:
    """While the POST is on its way there is nothing to do but hear."""
    assert IN_FLIGHT is a_generation(Sending()).next


def test_a_refusal_brings_the_offer_back_at_most_three_times() -> None:
    """The fourth attempt is impossible."""
    again = (Sending(), Refused(REFUSAL), Reordered(order=an_order(), pause=5))
    generation = a_generation(*again * (MAX_ATTEMPTS - 1))
    assert CreateTask(generation.due) == generation.next
    third = generation.heard(Sending(), 200.0).heard(Refused(REFUSAL), 201.0)
    assert Recover(201.0) == third.next
    with pytest.raises(ImpossibleMove):
        third.heard(Reordered(order=an_order()), 202.0).heard(Sending(), 203.0)


def test_orders_that_come_too_soon_are_counted_from_the_first() -> None:
    """The patience runs from the first 429; any other refusal ends the row."""
    soon = Refused(Failure(kind=Kind.RATE_LIMITED))
    again = (Sending(), soon, Reordered(order=an_order(), pause=5))
    generation = a_generation(*again, *again, *again)
    assert (generation.throttles, generation.throttled_since, generation.attempts) == (3, 102.0, 0)
    generation = generation.heard(Sending(), 200.0).heard(Refused(REFUSAL), 201.0)
    assert (generation.throttles, generation.throttled_since, generation.attempts) == (0, None, 1)


@given(due=st.floats(0, 2e9), at=st.floats(0, 2e9))
def test_what_is_taken_up_is_due_within_one_interval(due: float, at: float) -> None:
    """Whatever clock told when it is due: one that ran ahead delays nothing, and what is due sooner stays so."""
    generation = attrs.evolve(a_generation(Sending(), Created(task_id="t")), due=due)
    latest = at + generation.order.estimate.poll_every
    assert generation.taken_up(at).due == (due if due <= latest else at)


def test_a_person_may_send_a_rejected_order_again() -> None:
    """Nothing was charged, so the attempts start anew."""
    generation = a_generation(Sending(), Rejected(REFUSAL), Reordered(order=an_order(points=10), pause=3.0))
    assert (
        generation.stage,
        generation.attempts,
        generation.order.total,
        generation.failure,
    ) == (Stage.PREPARING, 0, 10, None)
    assert CreateTask(106.0) == generation.next


@pytest.mark.parametrize(
    ("first", "repeated", "kept"), [(None, None, None), ("a", None, "a"), (None, "a", "a"), ("a", "again", "a")]
)
def test_a_prompt_is_kept_once_that_was_said(first: str | None, repeated: str | None, kept: str | None) -> None:
    """The first that is kept stays, whatever is told later, and stands in no repr."""
    again = Reordered(order=an_order(), prompt=repeated)
    told: list[Recorded] = [Intended(an_order(), first), Sending(), Rejected(REFUSAL), again]
    assert fold("g", [Entry(1.0, event) for event in told]).prompt == kept
    secret = Intended(an_order(), "zqsecret"), Reordered(order=an_order(), prompt="zqsecret")
    assert "zqsecret" not in repr((*secret, intended("g", an_order(), 1.0, "zqsecret")))


def test_an_unknown_outcome_is_never_sent_again() -> None:
    """Only a person or late news can tell what became of it."""
    generation = a_generation(Sending(), Lost(FAILURE))
    assert FINISH is generation.next
    assert generation.held == 6
    for event in (Sending(), Reordered(order=an_order()), Refused(REFUSAL)):
        with pytest.raises(ImpossibleMove):
            generation.heard(event, 200.0)
    assert Stage.CREATED is generation.heard(Created(task_id="t"), 200.0).stage
    assert generation.heard(Rejected(REFUSAL), 200.0).held == 0


def test_an_impossible_move_says_what_and_where() -> None:
    """The stage and the event stand in its fields."""
    event = Created(task_id="a")
    with pytest.raises(ImpossibleMove) as impossible:
        a_generation().heard(event, 101.0)
    assert (Stage.PREPARING, event) == (impossible.value.stage, impossible.value.event)


def test_another_task_id_for_the_same_generation_is_impossible() -> None:
    """Two tasks would be two charges."""
    created = a_generation(Sending(), Created(task_id="a"))
    assert created == created.heard(Created(task_id="a"), 300.0)
    with pytest.raises(ImpossibleMove):
        created.heard(Created(task_id="b"), 300.0)


def test_what_a_person_settled_can_be_taken_back() -> None:
    """Charged or not, as long as no result came of it: then nobody knows again, and the points are held."""
    unknown = a_generation(Sending(), Lost(FAILURE))
    undo = Unsettled(FAILURE)
    for said in (Created(task_id="typo", settled=True), Rejected(REFUSAL)):
        back = unknown.heard(said, 300.0).heard(undo, 301.0)
        assert (back.stage, back.task_id, back.held, back.open) == (Stage.UNKNOWN, None, 6, False)
        assert Stage.CREATED is back.heard(Created(task_id="right", settled=True), 302.0).stage
    done = unknown.heard(Created(task_id="t", settled=True), 300.0).heard(Succeeded((media(),)), 301.0)
    with pytest.raises(ImpossibleMove):
        done.heard(undo, 302.0)


def test_what_the_service_said_cannot_be_taken_back() -> None:
    """Its answer is a fact, in time or late, and so is a refusal."""
    late = a_generation(Sending(), Lost(FAILURE), Created(task_id="t"))
    refused = a_generation(Sending(), Rejected(REFUSAL))
    corrected = a_generation(Sending(), Lost(FAILURE), Rejected(REFUSAL), Created(task_id="t"))
    for generation in (late, refused, corrected, a_generation(Sending(), Created(task_id="t"))):
        with pytest.raises(ImpossibleMove):
            generation.heard(Unsettled(FAILURE), 300.0)


def test_a_task_id_opens_nothing_that_never_left() -> None:
    """A rejected order that was sent may turn out to be paid for; one that was refused before the POST can't be."""
    late = Created(task_id="stray")
    never_sent = a_generation(Rejected(REFUSAL))
    with pytest.raises(ImpossibleMove):
        never_sent.heard(late, 300.0)
    again = never_sent.heard(Reordered(order=an_order()), 301.0).heard(Rejected(REFUSAL), 302.0)
    with pytest.raises(ImpossibleMove):
        again.heard(late, 303.0)
    sent = a_generation(Sending(), Rejected(REFUSAL)).heard(late, 300.0)
    assert (sent.stage, sent.task_id) == (Stage.CREATED, "stray")


def test_first_question_falls_within_one_interval_by_the_id() -> None:
    """Many generations ask evenly, and the same one always at the same phase."""
    phases = sorted(intended(f"g{number}", an_order(), 0.0).phase for number in range(1000))
    assert all(0 <= phase < 1 for phase in phases)
    assert all(abs(phase - number / 1000) < 0.1 for number, phase in enumerate(phases))
    generation = a_generation(Sending(), Created(task_id="a"))
    assert AskDetail(102.0 + generation.phase * 5) == generation.next


def test_not_yet_asks_again_after_the_pause_and_counts_misses() -> None:
    """A poll that finds nothing moves only the next question."""
    created = a_generation(Sending(), Created(task_id="a"))
    missed = created.heard(NotYet(why=Why.UNANSWERED, pause=7, missed=True), 110.0)
    assert (AskDetail(117.0), 1) == (missed.next, missed.misses)
    assert missed.heard(NotYet(why=Why.PENDING, pause=5), 120.0).misses == 0


def test_results_are_delivered_where_that_was_asked_for() -> None:
    """With a folder there is a delivery, and the generation stays open until it is done."""
    done = Succeeded((media(),))
    assert FINISH is a_generation(Sending(), Created(task_id="a"), done).next
    wanted = a_generation(Sending(), Created(task_id="a"), done, deliver_to="out")
    assert (Deliver(103.0), True) == (wanted.next, wanted.open)
    delivered = wanted.heard(Delivered(("out/g.png",)), 110.0)
    assert (delivered.next, delivered.open, delivered.files) == (FINISH, False, ("out/g.png",))


def test_a_delivery_that_fails_again_and_again_is_left_to_a_later_resume() -> None:
    """After so many tries this process stops; the generation stays open."""
    wanted = a_generation(Sending(), Created(task_id="a"), Succeeded((media(),)), deliver_to="out")
    for _ in range(MAX_DELIVERIES):
        assert isinstance(wanted.next, Deliver)
        wanted = wanted.heard(NotYet(why=Why.UNDELIVERED, pause=5, missed=True), 110.0)
    assert FINISH is wanted.next
    assert wanted.open


def test_results_that_finish_after_a_failure_are_kept() -> None:
    """Asked again, a failed generation may turn out well, and its new results are delivered."""
    failed = a_generation(Sending(), Created(task_id="a"), Failed(FAILURE, (media(1),)), n=2, deliver_to="out")
    delivered = failed.heard(Delivered(("1.png",)), 110.0)
    assert delivered == delivered.heard(Failed(FAILURE, (media(1),)), 111.0)
    better = delivered.heard(Succeeded((media(1), media(2))), 112.0)
    assert (better.stage, better.failure, len(better.medias)) == (Stage.SUCCEEDED, None, 2)
    assert isinstance(better.next, Deliver)


def test_a_fold_without_an_intent_is_an_error() -> None:
    """Events of nothing make no generation."""
    with pytest.raises(ValueError, match="no Intended"):
        fold("g", [Entry(1.0, Sending())])


@pytest.mark.parametrize(
    ("happened", "verdict"),
    [
        ((), Rejected(Failure(kind=Kind.INTERRUPTED))),
        ((Sending(),), Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))),
        ((Sending(), Refused(REFUSAL)), Rejected(Failure(kind=Kind.INTERRUPTED))),
        ((Sending(), Created(task_id="a")), None),
        ((Sending(), Lost(FAILURE)), None),
    ],
)
def test_what_became_of_an_interrupted_generation(happened: tuple[Event, ...], verdict: Event | None) -> None:
    """Killed in the middle of the POST it is unknown; before that, not sent; after it, it goes on."""
    assert verdict == judge_interrupted(a_generation(*happened))


def test_only_what_was_taken_in_gives_up_its_task() -> None:
    """An adopted task goes over to the order that it is of; no order of ours ever gives up what is paid for."""
    failure = Failure(kind=Kind.TASK_TAKEN)
    for order in (an_order(), an_order(model_id="")):
        paid = intended("g", order, 1.0).heard(Sending(), 2.0).heard(Created(task_id="t"), 3.0)
        for generation in (
            paid,
            paid.heard(Succeeded((media(1),)), 4.0),
            paid.heard(Failed(FAILURE, (media(1),)), 4.0),
        ):
            if order.model_id:
                with pytest.raises(ImpossibleMove):
                    generation.heard(Yielded(failure), 5.0)
                continue
            given_up = generation.heard(Yielded(failure), 5.0)
            assert (given_up.stage, given_up.held, given_up.task_id, given_up.medias) == (Stage.REJECTED, 0, None, ())
            assert given_up.heard(Created(task_id="t"), 6.0).held == order.total
