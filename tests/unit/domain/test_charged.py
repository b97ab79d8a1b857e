"""What a failure says of the points: by the stage alone, whatever its kind (decision 32)."""

from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.failures import Failure, Kind, shares_of
from imastudio.domain.lifecycle.answers import Detail, MediaState
from imastudio.domain.lifecycle.events import Created, Failed, Lost, Sending
from imastudio.domain.lifecycle.generation import Generation, Stage, intended
from imastudio.domain.lifecycle.news import Ended
from imastudio.domain.lifecycle.polling import judge_detail
from imastudio.domain.lifecycle.results import Result, missing_of
from imastudio.domain.messages.phrasebook import say, say_failure
from imastudio.domain.messages.rendering import Audience
from imastudio.domain.orders import Language, Scope
from imastudio.domain.orders.tasks import Medium
from imastudio.domain.quoting.advice import Alternative
from imastudio.testing.strategies import an_order, media

LANGUAGES: list[Language] = ["zh", "en"]
HOLDING = {
    Stage.SENDING: 5,
    Stage.UNKNOWN: 5,
    Stage.CREATED: 1,
    Stage.SUCCEEDED: 1,
    Stage.FAILED: 1,
}
"""The stages in which points are, or may be, spent, and the exit code of a failure there."""
# What nobody may read who has paid: that nothing was made or charged, or that the account is to blame.
UNTRUE = (
    *(
        "没有下单",
        "没有扣积分",
        "无法创建任务",
        "积分不足",
        "购买积分",
        "密钥",
        "订阅",
        "还没有下单",
        "可以重新下单",
        "没有上传成功",
    ),
    *("nothing was ordered", "nothing was charged", "nothing is charged", "to create this task", "insufficient"),
    *(
        "buy credits",
        "api key",
        "subscription",
        "may be ordered again",
        "can order again",
        "can order it again",
        "was ordered",
        "isn't ordered",
    ),
)
SPENT = ("已扣", "积分已付", "可能已经扣了积分", "pts were spent", "paid for", "may have been charged")

stages, kinds = st.sampled_from(Stage), st.sampled_from(Kind)
facts = st.sampled_from([{}, {"id": "g1"}, {"agreed": 5, "total": 9}, {"adjusted": True}, {"ready": 0, "index": 1}])


def standing(stage: Stage, failure: Failure) -> Generation:
    """Return a generation of 12 points that stands in `stage` with `failure`."""
    return attrs.evolve(intended("g1", an_order(n=2), 1.0), stage=stage, failure=failure)


@given(stages, kinds, facts)
def test_sending_again_is_safe_exactly_where_nothing_is_held(
    stage: Stage, kind: Kind, known: dict[str, object]
) -> None:
    """For every stage and every failure: `retry_safe` where no point is, or may be, held, and the exit code of the charge."""
    result = Result(generation=standing(stage, Failure(kind=kind, facts=known)), at=2.0)
    assert result.error is not None
    assert result.error.retry_safe == (result.credit == 0) == (stage not in HOLDING)
    if stage in HOLDING and kind is not Kind.WAIT_ENDED:
        assert result.error.exit_code == HOLDING[stage]
    assert result.generation.failure is not None
    assert result.generation.failure.retry_safe == (stage not in HOLDING)


@given(
    st.sampled_from(sorted(HOLDING)),
    kinds,
    facts,
    st.sampled_from(LANGUAGES),
    st.none() | st.sampled_from(Medium),
    st.sampled_from(get_args(Audience)),
    st.sampled_from(Scope),
)
def test_who_paid_reads_that_they_did(
    stage: Stage,
    kind: Kind,
    known: dict[str, object],
    language: Language,
    medium: Medium | None,
    audience: Audience,
    scope: Scope,
) -> None:
    """Never that nothing was made or that the account is empty; always that points were spent, or may have been."""
    failure = standing(stage, Failure(kind=kind, facts=known)).failure
    assert failure is not None
    said = say_failure(failure, language, medium=medium, audience=audience, scope=scope).lower()
    assert [words for words in UNTRUE if words in said] == []
    assert kind is Kind.OFFLINE_GONE or [words for words in SPENT if words in said] != []


@given(kinds, st.sampled_from(LANGUAGES), st.sampled_from(get_args(Audience)), st.sampled_from(Scope))
def test_the_end_of_a_paid_failure_says_so_too(
    kind: Kind, language: Language, audience: Audience, scope: Scope
) -> None:
    """The same holds for the last word of a conversation."""
    news = Ended(standing(Stage.FAILED, Failure(kind=kind)))
    said = say(news, language, audience=audience, scope=scope).lower()
    assert [words for words in UNTRUE if words in said] == []
    assert kind is Kind.OFFLINE_GONE or [words for words in SPENT if words in said] != []


def test_who_paid_for_what_was_deleted_is_told_so() -> None:
    """It was made, and it is gone: another try of the same model would not be advised for that."""
    failure = standing(Stage.FAILED, Failure(kind=Kind.DELETED)).failure
    assert failure is not None
    assert "deleted" in say_failure(failure, "en")
    assert "已被删除" in say_failure(failure, "zh")
    assert "12" in say_failure(failure, "en")


def test_a_wait_that_ended_is_never_safe_to_repeat() -> None:
    """What goes on may come to cost what it does not cost yet."""
    for stage in (Stage.PREPARING, Stage.REFUSED, Stage.SENDING, Stage.CREATED):
        waiting = Result(generation=attrs.evolve(intended("g", an_order(), 1.0), stage=stage), at=2.0, wait_ended=True)
        assert waiting.error is not None
        assert (waiting.error.kind, waiting.error.retry_safe, waiting.exit_code) == (Kind.WAIT_ENDED, False, 4)


# some of several


def created(n: int) -> Generation:
    """Return a generation of `n` results at 6 points each, which the vendor took."""
    return intended("g1", an_order(n=n), 1.0).heard(Sending(), 2.0).heard(Created(task_id="t"), 3.0)


def state(number: int, what: str) -> MediaState:
    """Return a result that is ready, failed, or still being made."""
    return MediaState(
        resource_status={"ready": 1, "failed": 2, "deleted": 3}.get(what, 0),
        status="success" if what == "ready" else "processing",
        media=media(number),
    )


@given(st.lists(st.sampled_from(["ready", "failed", "deleted", "running"]), min_size=2, max_size=4))
def test_only_what_is_missing_is_offered(stood: list[str]) -> None:
    """Where some of several failed: the number that came, that failed and that go on, and the missing ones at their price."""
    generation = created(len(stood))
    verdict = judge_detail(generation, Detail(tuple(state(number, it) for number, it in enumerate(stood))), 10.0)
    failed = stood.count("failed") + stood.count("deleted")
    assert isinstance(verdict, Failed) == (failed > 0)
    if not isinstance(verdict, Failed):
        return
    ended = generation.heard(verdict, 10.0)
    shares, offered = shares_of(verdict.failure), Result(generation=ended, at=11.0).alternatives
    if failed == len(stood):
        assert (shares, offered) == (None, ())
        return
    assert shares is not None
    assert (shares.ordered, shares.ready, shares.failed, shares.running) == (
        len(stood),
        stood.count("ready"),
        failed,
        stood.count("running"),
    )
    order = ended.order
    same = Alternative(
        model_id=order.model_id,
        model_name=order.model_name,
        version_id=order.version_id,
        points=6 * failed,
        n=failed,
    )
    assert offered == (same,)


def partly(*stood: str) -> Ended:
    """Return the end of several results at 6 points each."""
    states = Detail(tuple(state(number, it) for number, it in enumerate(stood)))
    return Ended(created(len(stood)).heard(judge_detail(created(len(stood)), states, 10.0), 10.0))


@pytest.mark.parametrize(
    ("stood", "zh", "en"),
    [
        (
            ("ready", "failed", "ready"),
            (
                "⚠️ 3 张里有 1 张没成功，已完成的 2 张在上面（共扣 18 积分）。\n"
                "• 原因：服务方没能生成\n要补做 1 张吗？（6 积分）"
            ),
            (
                "⚠️ 2 of 3 are ready above (18 pts in all).\n"
                "• Reason: the service couldn't make it\nMake the missing one for 6 pts?"
            ),
        ),
        (
            ("failed", "running", "deleted", "ready"),
            (
                "⚠️ 4 张里有 2 张没成功，已完成的 1 张在上面（共扣 24 积分）。还有 1 张在生成。\n"
                "• 原因：服务方没能生成\n要补做 2 张吗？（12 积分）"
            ),
            (
                "⚠️ 1 of 4 is ready above (24 pts in all). 1 more on the way.\n"
                "• Reason: the service couldn't make it\nMake the missing 2 for 12 pts?"
            ),
        ),
        (
            ("failed", "running"),
            (
                "⚠️ 2 张里有 1 张没成功（共扣 12 积分）。还有 1 张在生成。\n"
                "• 原因：服务方没能生成\n要补做 1 张吗？（6 积分）"
            ),
            (
                "⚠️ 1 of 2 failed (12 pts in all). 1 more on the way.\n"
                "• Reason: the service couldn't make it\nMake the missing one for 6 pts?"
            ),
        ),
    ],
)
def test_a_chat_hears_what_came_and_is_asked_for_the_rest(stood: tuple[str, ...], zh: str, en: str) -> None:
    """After the finished ones: how many came, what all cost, what goes on, and what the missing ones would cost."""
    assert [say(partly(*stood), language, audience="chat").split("\n\n")[-1] for language in LANGUAGES] == [zh, en]


def test_a_terminal_reads_the_same_without_a_question() -> None:
    """With the command that waits for those that are still being made."""
    said = say(partly("ready", "failed", "running"), "en")
    assert said == (
        "⚠️ 1 of 3 is ready (18 pts in all). 1 more on the way; to wait for them: ima wait g1\n"
        "• Reason: the service couldn't make it\nThe missing one would cost 6 pts."
    )
    error = Result(generation=partly("ready", "failed").generation, at=11.0).error
    assert error is not None
    assert say_failure(error, "en", medium=Medium.IMAGE).startswith("⚠️ 1 of 2 is ready (12 pts in all).")


def test_results_that_failed_later_are_counted_again() -> None:
    """One was still being made when the first failed: asked again, it is told among those that failed."""
    first = partly("ready", "failed", "running").generation
    states = Detail(tuple(state(number, it) for number, it in enumerate(("ready", "failed", "failed"))))
    again = first.heard(judge_detail(first, states, 20.0), 20.0)
    assert again.failure is not None
    assert (shares_of(again.failure), missing_of(again)) != (None, missing_of(first))
    assert again.heard(judge_detail(again, states, 30.0), 30.0) is again


def test_one_result_that_failed_is_no_share() -> None:
    """Nor is anything of an order that nobody knows of."""
    assert missing_of(partly("failed").generation) is None
    lost = intended("g", an_order(n=2), 1.0).heard(Sending(), 2.0).heard(Lost(Failure(kind=Kind.OUTCOME_UNKNOWN)), 3.0)
    assert missing_of(lost) is None
    assert missing_of(created(2)) is None


def test_an_order_may_be_among_what_a_ledger_misses() -> None:
    """While orders are missing, none is safe to send again, and none is told as not charged (decision 45)."""
    missing = Failure(kind=Kind.LEDGER_UNAVAILABLE, facts={"reason": "loss", "file": "x"})
    busy = Failure(kind=Kind.LEDGER_UNAVAILABLE, facts={"reason": "busy", "file": "x"})
    assert (missing.retry_safe, busy.retry_safe) == (False, True)


def test_a_task_of_another_order_is_no_way_to_settle() -> None:
    """The order it belongs to is named, and another task is to be looked for."""
    failure = Failure(kind=Kind.OUTCOME_UNKNOWN, facts={"id": "g1", "task_id": "t9", "taken_by": "g0"})
    for language in ("zh", "en"):
        text = say_failure(failure, language)
        assert ("g0" in text, "--task-id t9" in text) == (True, False)
