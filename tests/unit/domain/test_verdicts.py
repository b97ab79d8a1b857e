"""What the vendor's answers mean: to a create, and to a question about a task."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.answers import (
    Accepted,
    CreateAnswer,
    Denied,
    Detail,
    Gone,
    MediaState,
    Unanswered,
    Unclear,
    Unsent,
)
from imastudio.domain.lifecycle.creating import NOT_CHARGED_STATUSES, judge_create
from imastudio.domain.lifecycle.events import Created, Failed, Lost, NotYet, Refused, Rejected, Sending, Succeeded, Why
from imastudio.domain.lifecycle.generation import Generation, intended
from imastudio.domain.lifecycle.polling import MAX_PAUSE_S, judge_detail, pause
from imastudio.domain.lifecycle.refusals import failure_of, kind_of_phrase
from imastudio.domain.orders import Media
from imastudio.testing.strategies import an_order, media

KNOWN_CODES = {
    401: Kind.UNAUTHORIZED,
    400: Kind.BAD_REQUEST,
    400017: Kind.PIXVERSE_MODEL,
    429: Kind.RATE_LIMITED,
    500: Kind.SERVER_ERROR,
    503: Kind.MODEL_UNAVAILABLE,
    4008: Kind.INSUFFICIENT_POINTS,
    4014: Kind.SUBSCRIPTION_REQUIRED,
    6006: Kind.CREDIT_MISMATCH,
    6009: Kind.NO_RULE_MATCH,
    6010: Kind.ATTRIBUTE_MISMATCH,
}


SENDING = intended("g", an_order(strict=True), 990.0).heard(Sending(), 991.0)


def created(n: int = 1, misses: int = 0, timeout_at: float | None = None) -> Generation:
    """Return a generation that the vendor took at 1000."""
    generation = intended("g", an_order(n=n), 990.0).heard(Sending(), 991.0)
    generation = generation.heard(Created(task_id="t", timeout_at=timeout_at), 1000.0)
    return attrs.evolve(generation, misses=misses)


def ready(number: int = 1) -> MediaState:
    """Return a result that is there."""
    return MediaState(resource_status=1, status="success", media=media(number))


@given(status=st.none() | st.integers(100, 599), message=st.text())
def test_bare_status_is_lost_unless_it_surely_charged_nothing(status: int | None, message: str) -> None:
    """A status without an envelope is a refusal for the seven that say so, and unknown for all others."""
    verdict = judge_create(SENDING, Denied(status=status, message=message))
    assert isinstance(verdict, Refused | Rejected) == (status in NOT_CHARGED_STATUSES)
    assert isinstance(verdict, Lost) == (status not in NOT_CHARGED_STATUSES)


def test_no_other_status_says_surely_that_nothing_was_charged() -> None:
    """These seven are answered before a task is made (decision 18 bis); a timeout or a gateway's error proves nothing."""
    safe = {status for status in range(100, 600) if not isinstance(judge_create(SENDING, Denied(status=status)), Lost)}
    assert safe == {401, 403, 404, 405, 413, 415, 429}


@given(code=st.integers().filter(lambda code: code not in {0, 200}), status=st.integers(100, 599))
def test_an_envelope_with_a_code_is_a_refusal_whatever_the_status(code: int, status: int) -> None:
    """The envelope comes first."""
    verdict = judge_create(SENDING, Denied(code=code, status=status))
    assert isinstance(verdict, Refused | Rejected)
    assert KNOWN_CODES.get(code, Kind.REFUSED) == verdict.failure.kind
    assert code == verdict.failure.code


@given(code=st.none() | st.integers(), status=st.none() | st.integers(100, 599))
def test_a_refusal_that_names_a_task_is_no_refusal(code: int | None, status: int | None) -> None:
    """Whatever the code: it may have been charged, is never sent again, and the id is kept for whoever settles it."""
    verdict = judge_create(SENDING, Denied(code=code, status=status, task_id="task_9"))
    assert isinstance(verdict, Lost)
    assert (verdict.failure.kind, dict(verdict.failure.facts)) == (Kind.OUTCOME_UNKNOWN, {"task_id": "task_9"})
    assert verdict.failure.code == (status if code is None else code)


@given(states=st.lists(st.builds(ready, st.integers(1, 3)), max_size=2), about=st.text())
def test_an_answer_about_another_task_is_none(states: list[MediaState], about: str) -> None:
    """Whatever it says of that task, ours is asked about again; an answer that names no task is about ours."""
    verdict = judge_detail(created(), Detail(tuple(states), about), 1010.0)
    if about != "t":
        assert isinstance(verdict, NotYet)
        assert (verdict.why, verdict.missed) == (Why.OTHER_TASK, True)
    else:
        assert verdict == judge_detail(created(), Detail(tuple(states)), 1010.0)
    assert not isinstance(verdict, Failed)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Accepted(task_id="t", timeout_at=5.0), Created(task_id="t", timeout_at=5.0)),
        (Unsent(), Refused(Failure(kind=Kind.NETWORK))),
        (Unclear(), Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))),
    ],
)
def test_answers_to_a_create(answer: CreateAnswer, verdict: object) -> None:
    """Taken, surely not sent, or nobody knows."""
    assert verdict == judge_create(SENDING, answer)


@pytest.mark.parametrize(
    ("code", "status", "message", "kind"),
    [
        (400, 200, "Invalid product attribute", Kind.INVALID_ATTRIBUTE),
        (7777, 200, " invalid  Product attribute. ", Kind.INVALID_ATTRIBUTE),
        (400, 400, "Content policy violation", Kind.MODERATION),
        (500, 500, "Invalid lyrics format", Kind.LYRICS_FORMAT),
        (4008, 200, "Invalid product attribute", Kind.INSUFFICIENT_POINTS),
        (None, 401, "", Kind.UNAUTHORIZED),
        (None, 404, "", Kind.REFUSED),
        (7777, 401, "", Kind.REFUSED),
        (400, 200, "the prompt says: invalid product attribute", Kind.BAD_REQUEST),
    ],
)
def test_refusals_are_known_by_code_or_whole_phrase(code: int | None, status: int, message: str, kind: Kind) -> None:
    """A phrase inside other words (the prompt, say) means nothing."""
    assert kind == failure_of(code, status, message).kind


@given(prefix=st.text(min_size=1), suffix=st.text(min_size=1))
def test_a_phrase_within_a_prompt_changes_no_diagnosis(prefix: str, suffix: str) -> None:
    """Only a text that is the phrase as a whole is recognised."""
    text = f"x{prefix} insufficient points {suffix}x"
    assert kind_of_phrase(text) is None


@given(states=st.lists(st.sampled_from([ready(), MediaState(), MediaState(resource_status=0, status="processing")])))
def test_done_only_when_all_medias_are(states: list[MediaState]) -> None:
    """With three ordered: done when at least three are there and every one is ready."""
    verdict = judge_detail(created(n=3), Detail(tuple(states)), 1010.0)
    done = len(states) >= 3 and all(state.resource_status == 1 for state in states)
    assert isinstance(verdict, Succeeded) == done
    assert isinstance(verdict, NotYet) == (not done)
    if isinstance(verdict, Succeeded):
        assert len(states) == len(verdict.medias)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (MediaState(resource_status=2), Kind.GENERATION_FAILED),
        (MediaState(resource_status=2, status="processing"), Kind.GENERATION_FAILED),
        (MediaState(resource_status=3), Kind.DELETED),
        (MediaState(resource_status=1, status="failed"), Kind.NO_DETAILS),
        (MediaState(resource_status=None, status="failed"), Kind.NO_DETAILS),
        (MediaState(resource_status=2, status="failed"), Kind.GENERATION_FAILED),
        (MediaState(resource_status=2, error="Content policy violation"), Kind.MODERATION),
        (MediaState(resource_status=1, status="failed", error="TTS text length"), Kind.TEXT_TOO_LONG),
        (MediaState(resource_status=2, error="Insufficient points"), Kind.GENERATION_FAILED),
        (MediaState(resource_status=2, error="Invalid API key"), Kind.GENERATION_FAILED),
        (MediaState(resource_status=0, status="failed", error="Invalid product attribute"), Kind.NO_DETAILS),
    ],
)
def test_any_media_that_failed_or_was_deleted_ends_it(state: MediaState, kind: Kind) -> None:
    """At once, and what is ready is kept."""
    verdict = judge_detail(created(n=3), Detail((ready(1), state, MediaState())), 1010.0)
    assert Failed(Failure(kind=kind, facts={"index": 1, "ordered": 3, "ready": 1, "failed": 1}), (media(1),)) == verdict


def test_what_was_made_offline_ends_with_its_program() -> None:
    """A later program ends it at once, asks no more, and offers no other model."""
    failure = Failure(kind=Kind.OFFLINE_GONE)
    assert Failed(failure) == judge_detail(created(), Gone(), 1010.0)
    assert (failure.exit_code, failure.retry_safe, failure.another_may_help) == (1, True, False)


def test_null_is_not_yet() -> None:
    """A missing or null resource_status is 0, whatever the status text says."""
    for status in (None, "pending", "processing", "success", "something new"):
        verdict = judge_detail(created(), Detail((MediaState(status=status),)), 1010.0)
        assert NotYet(why=Why.PENDING, pause=5) == verdict


def test_too_few_medias_are_not_yet() -> None:
    """Empty, or fewer than ordered, even if all that are there are ready."""
    assert NotYet(why=Why.PENDING, pause=5) == judge_detail(created(), Detail(()), 1010.0)
    assert NotYet(why=Why.PENDING, pause=5) == judge_detail(created(n=2), Detail((ready(),)), 1010.0)


def test_a_result_without_any_address_is_not_yet() -> None:
    """Ready, but nowhere to be fetched; a watermarked or preview address is one."""
    bare = MediaState(resource_status=1, status="success")
    assert NotYet(why=Why.NO_ADDRESS, pause=5) == judge_detail(created(), Detail((bare,)), 1010.0)
    for only in (Media(watermark_url="https://w"), Media(preview_url="https://p")):
        state = MediaState(resource_status=1, media=only)
        assert Succeeded((only,)) == judge_detail(created(), Detail((state,)), 1010.0)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Unanswered(why=Why.UNANSWERED), Why.UNANSWERED),
        (Denied(code=404), Why.NOT_FOUND),
        (Denied(status=404), Why.NOT_FOUND),
        (Denied(code=401, status=200), Why.UNAUTHORIZED),
        (Denied(status=429, retry_after=33), Why.RATE_LIMITED),
        (Denied(code=500, status=500), Why.DENIED),
    ],
)
def test_no_answer_ends_a_paid_wait(answer: Unanswered | Denied, why: Why) -> None:
    """Whatever goes wrong with a question, it is asked again, Retry-After respected."""
    verdict = judge_detail(created(), answer, 1010.0)
    assert NotYet(why=why, pause=max(5, answer.retry_after or 0), missed=True) == verdict


@given(misses=st.integers(0, 10_000), retry_after=st.none() | st.floats(0, 1e9))
def test_questions_back_off_within_bounds(misses: int, retry_after: float | None) -> None:
    """Never sooner than the interval, never later than a minute, but for a Retry-After of at most ten."""
    verdict = judge_detail(created(misses=misses), Unanswered(why=Why.UNANSWERED, retry_after=retry_after), 1010.0)
    assert isinstance(verdict, NotYet)
    assert 5 <= verdict.pause <= max(MAX_PAUSE_S, min(retry_after or 0, 600))


@given(late=st.floats(0, 1e6), timeout_at=st.none() | st.floats(0, 2000))
def test_overdue_tasks_are_asked_more_slowly(late: float, timeout_at: float | None) -> None:
    """Within the estimate and the vendor's deadline at the interval; later up to a minute apart; never not at all."""
    generation = created(timeout_at=timeout_at)
    due = max(1040.0, timeout_at or 0)
    assert pause(generation, 1000.0) == 5
    assert 5 <= pause(generation, due + late) <= MAX_PAUSE_S
    assert pause(generation, due + 10_000) == MAX_PAUSE_S


@given(late=st.floats(0, 2000), timeout_at=st.none() | st.floats(0, 2000))
def test_how_much_more_slowly_overdue_tasks_are_asked(late: float, timeout_at: float | None) -> None:
    """A tenth of what they are late is added to the interval, up to a minute: 5 s, 15 s after 100 s, 60 s from 550 s on."""
    generation = created(timeout_at=timeout_at)
    due = max(1040.0, timeout_at or 0)
    assert pause(generation, due + late) == pytest.approx(min(60.0, 5 + late / 10))
