"""Progress, results, twins and digests."""

import errno
import json
import unicodedata
from typing import Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import AccountProblem, LedgerUnavailable, ServiceUnavailable, WishRefused, error_for
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.kernel.scalars import Json
from imastudio.domain.kernel.spelling import settled_text
from imastudio.domain.lifecycle.events import (
    Created,
    Delivered,
    Failed,
    Lost,
    NotYet,
    Rejected,
    Sending,
    Succeeded,
    Why,
)
from imastudio.domain.lifecycle.fingerprints import asks_the_same, digest, fingerprint, quote_id
from imastudio.domain.lifecycle.generation import Generation, Stage, intended
from imastudio.domain.lifecycle.news import WaitEnded
from imastudio.domain.lifecycle.progress import frozen, percent, speaks, tell_after
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.lifecycle.twins import TwinVerdict, judge_twin, twin_notice
from imastudio.domain.messages import say, say_failure
from imastudio.domain.orders import Content, Estimate, Input, Language, Media, Notice
from imastudio.domain.orders.tasks import InputKind, Medium, Range, TaskType
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.quoting.seedance import needs_verification
from imastudio.testing.strategies import ESTIMATE, FAILURE, an_order, media

VIDEO = Estimate(lowest=180, highest=360, poll_every=8, tell_every=60)
HALF_DAY = 43_200


def ended(*happened: object, **order: object) -> Generation:
    """Return a generation that was created at 100 and to which `happened` at 130."""
    generation = intended("g", an_order(**order), 90.0).heard(Sending(), 95.0).heard(Created(task_id="t"), 100.0)
    for event in happened:
        generation = generation.heard(event, 130.0)  # type: ignore[arg-type] # any verdict
    return generation


@pytest.mark.parametrize(("elapsed", "shown"), [(0, 0), (120, 33), (250, 69), (341, 94), (342, 95), (400, 95)])
def test_percent_is_that_of_the_documents(elapsed: float, shown: int) -> None:
    """For a video of 360 s at most: 33 % at 120 s, 69 % at 250 s, 95 % from then on."""
    assert shown == percent(VIDEO, elapsed)


@given(first=st.floats(-10, 1e9), second=st.floats(-10, 1e9), highest=st.integers(1, 4000))
def test_percent_is_monotone_and_at_most_95(first: float, second: float, highest: int) -> None:
    """It never goes back and never says that it is done."""
    estimate = Estimate(lowest=1, highest=highest, poll_every=5, tell_every=15)
    early, late = sorted((first, second))
    assert 0 <= percent(estimate, early) <= percent(estimate, late) <= 95
    assert frozen(estimate, late) == (late > highest)


@given(elapsed=st.floats(0, HALF_DAY), every=st.integers(10, 60))
def test_words_come_at_multiples_of_the_interval(elapsed: float, every: int) -> None:
    """The next word is later than now, by at most one interval."""
    estimate = Estimate(lowest=1, highest=100, poll_every=5, tell_every=every)
    assert elapsed < tell_after(estimate, elapsed) <= elapsed + every + 1e-6


@pytest.mark.parametrize(
    ("elapsed", "after"), [(-1, 0), (0, 60), (0.1, 60), (59.9, 60), (60, 120), (60.1, 120), (119.9, 120), (120, 180)]
)
def test_when_the_next_word_is_due(elapsed: float, after: float) -> None:
    """At a word's own instant the next is due one whole interval later: none is said twice, none is left out."""
    assert after == tell_after(VIDEO, elapsed)


@pytest.mark.parametrize(("elapsed", "stands_still"), [(359.9, False), (360, False), (360.1, True)])
def test_the_percentage_stands_still_after_the_estimate(elapsed: float, stands_still: bool) -> None:  # noqa: FBT001 - pytest hands it over
    """Not at its last second, but after it; 95 is reached with it."""
    assert (stands_still, 95 if elapsed >= 360 else 94 + (elapsed > 342)) == (
        frozen(VIDEO, elapsed),
        percent(VIDEO, elapsed),
    )


def test_short_tasks_are_not_talked_about() -> None:
    """No progress where at most 19 s are expected."""
    assert not speaks(Estimate(lowest=5, highest=19, poll_every=3, tell_every=10))
    assert speaks(Estimate(lowest=5, highest=20, poll_every=3, tell_every=10))


def test_a_success_is_told_whole() -> None:
    """All results, what was charged, and how long it took."""
    result = Result(generation=ended(Succeeded((media(1), media(2))), n=2), at=999.0)
    assert (
        result.ok,
        result.status,
        result.exit_code,
        result.credit,
        result.elapsed,
    ) == (True, "succeeded", 0, 12, 30.0)
    assert ("g", (media(1), media(2)), media(1).url, None, ()) == (
        result.id,
        result.medias,
        result.url,
        result.cover_url,
        result.notices,
    )


@pytest.mark.parametrize(
    ("result", "status", "exit_code", "kind", "credit"),
    [
        (Result(generation=ended(), at=150.0), "running", 4, None, 6),
        (Result(generation=ended(), at=150.0, wait_ended=True), "running", 4, Kind.WAIT_ENDED, 6),
        (Result(generation=ended(Failed(FAILURE)), at=150.0), "failed", 1, Kind.GENERATION_FAILED, 6),
        (
            Result(generation=ended(Succeeded((media(),)), deliver_to="o"), at=150.0),
            "succeeded",
            1,
            Kind.DELIVERY_FAILED,
            6,
        ),
    ],
)
def test_other_ends(result: Result, status: str, exit_code: int, kind: Kind | None, credit: int) -> None:
    """Running, failed and undelivered results say so, and none may be sent again."""
    assert (status, exit_code, credit) == (result.status, result.exit_code, result.credit)
    assert kind == (result.error.kind if result.error else None)
    assert not result.ok
    assert result.error is None or not result.error.retry_safe


def test_before_the_create_time_runs_from_the_intent() -> None:
    """A rejected order cost nothing and nothing of it is on disk."""
    sending = intended("g", an_order(), 90.0).heard(Sending(), 95.0)
    rejected = Result(generation=sending.heard(Rejected(Failure(kind=Kind.UNAUTHORIZED)), 96.0), at=200.0)
    assert (
        rejected.elapsed,
        rejected.credit,
        rejected.exit_code,
        rejected.url,
        rejected.files,
    ) == (6.0, 0, 6, None, ())
    lost = Result(generation=sending.heard(Lost(Failure(kind=Kind.OUTCOME_UNKNOWN)), 96.0), at=200.0)
    assert (lost.status, lost.exit_code, lost.credit) == ("unknown", 5, 6)
    delivered = ended(Succeeded((media(),)), Delivered(("a.png",)), deliver_to="o")
    assert Result(generation=delivered, at=200.0).files == ("a.png",)


def test_a_media_is_fetched_from_the_best_address() -> None:
    """The url, else the watermarked one, else the preview."""
    assert Media(url="u", watermark_url="w", preview_url="p").address == "u"
    assert Media(watermark_url="w", preview_url="p").address == "w"
    assert Media(preview_url="p").address == "p"
    assert Media().address is None


@pytest.mark.parametrize(
    ("stage", "verdict"),
    [(Stage.REJECTED, TwinVerdict.RESEND)]
    + [(stage, TwinVerdict.RETURN) for stage in Stage if stage not in {Stage.REJECTED, Stage.UNKNOWN}],
)
def test_a_twin_is_returned_or_sent_again_if_nothing_was_charged(stage: Stage, verdict: TwinVerdict) -> None:
    """Only a rejected one is sent again."""
    import attrs  # noqa: PLC0415 - for this one line

    twin = attrs.evolve(ended(), stage=stage)
    assert verdict is judge_twin(twin, same=True)
    with pytest.raises(WishRefused) as taken:
        judge_twin(twin, same=False)
    assert Kind.REQUEST_ID_TAKEN is taken.value.failure.kind


def test_a_twin_that_nobody_knows_of_is_settled_first() -> None:
    """It may have been charged: never sent again by itself."""
    unknown = intended("g", an_order(), 1.0).heard(Sending(), 2.0).heard(Lost(FAILURE), 3.0)
    with pytest.raises(WishRefused) as refused:
        judge_twin(unknown, same=True)
    assert Kind.TWIN_UNSETTLED is refused.value.failure.kind
    assert not refused.value.failure.retry_safe


def test_who_orders_the_same_again_is_told_of_the_first() -> None:
    """By its id, and whether it runs or is unknown."""
    sending = intended("g", an_order(), 1.0).heard(Sending(), 2.0)
    assert Notice("twin_unknown", {"id": "g"}) == twin_notice(sending.heard(Lost(FAILURE), 3.0))
    assert Notice("twin_running", {"id": "g"}) == twin_notice(ended())


def a_quote(prompt: str = "a cat", price: int = 6, **texts: str) -> Quote:
    """Return a quote with one input."""
    content = Content(prompt=prompt, texts=texts, inputs=(Input("a.png"),))
    return Quote(order=an_order(points=price), content=content)


@given(st.text(), st.text())
def test_fingerprint_tells_wishes_apart_and_not_prices(one: str, other: str) -> None:
    """The same wish has one fingerprint, whatever it costs; any text has one."""
    assert fingerprint(a_quote(one, 6)) == fingerprint(a_quote(one, 10))
    assert (fingerprint(a_quote(one)) == fingerprint(a_quote(other))) == (settled_text(one) == settled_text(other))
    assert quote_id(a_quote(one)) == quote_id(a_quote(other)) or one != other
    assert fingerprint(a_quote(one)) != fingerprint(a_quote(one, tags="x"))


AROUND = st.text(st.sampled_from(" \n\r\t\u3000\u00a0\u2028\ufeff\u200b\u0085"), max_size=4)
LINE_END = st.sampled_from(["\n", "\r\n", "\r"])


@given(
    st.text(st.characters(exclude_characters="\r")), AROUND, AROUND, st.sampled_from(["NFC", "NFD"]), LINE_END, LINE_END
)
def test_what_a_person_can_t_tell_apart_is_the_same(
    text: str, before: str, after: str, form: Literal["NFC", "NFD"], end: str, other_end: str
) -> None:
    """Blanks around, line ends and the way letters are composed change no order: of the prompt, and of any other text."""
    written = before + unicodedata.normalize(form, text.replace("\n", end)) + after
    same = a_quote(text.replace("\n", other_end), lyrics=written)
    assert asks_the_same(fingerprint(a_quote(written, lyrics=text)), same)
    assert settled_text(settled_text(written)) == settled_text(written)


def test_texts_in_a_list_are_told_apart_likewise() -> None:
    """One by one: what isn't seen around each changes nothing, their words and their order do."""
    one, same, other = (
        Quote(order=an_order(), content=Content(prompt="a cat", texts={"tags": tags}))
        for tags in (["calm", "piano"], [" calm", "piano\r\n"], ["piano", "calm"])
    )
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)


@given(st.text())
def test_digests_of_older_versions_are_known(text: str) -> None:
    """They were made of the texts letter by letter."""
    order = an_order()
    former = digest(
        order.task_type.value,
        order.model_id,
        order.version_id,
        str(order.n),
        json.dumps({**order.params, "tags": text}, sort_keys=True),
        text,
        "image:a.png",
    )
    assert asks_the_same(former, a_quote(text, tags=text))
    assert not asks_the_same(former, a_quote(text + "x", tags=text))


def test_digests_take_any_text_and_tell_nothing() -> None:
    """Half a character does no harm; parts don't run into each other."""
    assert len(digest("\ud800")) == 32
    assert digest("ab", "c") != digest("a", "bc")


def test_task_types_know_their_medium_and_inputs() -> None:
    """Eight task types; five take inputs."""
    assert {medium: sum(task_type.medium is medium for task_type in TaskType) for medium in Medium} == {
        Medium.IMAGE: 2,
        Medium.VIDEO: 4,
        Medium.MUSIC: 1,
        Medium.SPEECH: 1,
    }
    assert {TaskType.TEXT_TO_IMAGE, TaskType.TEXT_TO_VIDEO, TaskType.TEXT_TO_MUSIC, TaskType.TEXT_TO_SPEECH} == {
        task_type for task_type in TaskType if not task_type.takes_inputs and task_type.inputs == Range(0, 0)
    }
    assert Range(2, 2) == TaskType.FIRST_LAST_FRAME_TO_VIDEO.inputs
    assert Range(1, 2) == TaskType.TEXT_TO_MUSIC.outputs
    assert Range(1, 4) == TaskType.TEXT_TO_IMAGE.outputs


def test_ranges_say_themselves() -> None:
    """In words that stand in an error."""
    assert [str(Range(2, 2)), str(Range(1, 4)), str(Range(1, None))] == ["2", "1-4", "1 or more"]
    assert [4 in Range(1, 4), 5 in Range(1, 4), 99 in Range(1, None)] == [True, False, True]


def test_only_seedance_2_with_inputs_is_verified() -> None:
    """`ima-pro` and `ima-pro-fast`, where there is something to look at."""
    assert needs_verification(an_order(model_id="ima-pro", input_count=1))
    assert not needs_verification(an_order(model_id="ima-pro"))
    assert not needs_verification(an_order(input_count=1))


@pytest.mark.parametrize(
    ("kind", "error", "exit_code"),
    [
        (Kind.UNAUTHORIZED, AccountProblem, 6),
        (Kind.LEDGER_UNAVAILABLE, LedgerUnavailable, 3),
        (Kind.VALUE_NOT_OFFERED, WishRefused, 3),
        (Kind.NETWORK, ServiceUnavailable, 1),
    ],
)
def test_each_failure_has_the_error_that_its_caller_needs(kind: Kind, error: type[Exception], exit_code: int) -> None:
    """One class for each thing a caller does differently; its text says something."""
    raised = error_for(Failure(kind=kind))
    assert (error, exit_code) == (type(raised), raised.failure.exit_code)
    assert str(raised)


def test_an_input_is_a_file_or_an_address() -> None:
    """What has a scheme is an address."""
    assert Input("https://x/y.png").is_url
    assert not Input("C:/y.png", InputKind.VIDEO).is_url


def test_totals_and_media_of_an_order() -> None:
    """Points each, times n."""
    assert (an_order(n=2).total, an_order().medium) == (12, Medium.IMAGE)
    assert dict(a_quote(tags="x").params) == {"size": "1K", "tags": "x"}
    assert an_order().estimate == ESTIMATE


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"reason": "refused", "host": "cdn.example.com"}, ("cdn.example.com", "refused", "拒绝连接")),
        ({"reason": "name_lookup", "host": "cdn.example.com"}, ("cdn.example.com", "DNS", "查不到")),
        ({"reason": "certificate", "host": "cdn.example.com"}, ("cdn.example.com", "certificate", "证书")),
        ({"reason": "time_out", "host": "cdn.example.com"}, ("cdn.example.com", "in time", "及时")),
        ({"reason": "proxy", "host": "proxy:3128"}, ("proxy:3128", "proxy", "代理")),
        ({"errno": errno.ENOSPC}, ("", "disk is full", "磁盘已满")),
    ],
)
def test_a_wait_that_ends_tells_what_keeps_results_from_the_disk(
    facts: dict[str, Json], said: tuple[str, str, str]
) -> None:
    """Who can't be reached and why, or what the disk says; that nothing is to be ordered again; and the same as news."""
    host, en, zh = said
    made = ended(Succeeded(medias=(Media(url="https://cdn.example.com/a"),)), deliver_to="/out")
    missed = NotYet(
        why=Why.UNDELIVERED, pause=5.0, missed=True, failure=Failure(kind=Kind.DELIVERY_FAILED, facts=facts)
    )
    result = Result(generation=made.heard(missed, 140.0), at=150.0, wait_ended=True)
    assert result.error is not None
    spoken: tuple[tuple[Language, str, str], ...] = (("en", en, "don't order it again"), ("zh", zh, "不要重新下单"))
    for language, word, again in spoken:
        text = say_failure(result.error, language)
        assert host in text
        assert word in text
        assert again in text
        news = WaitEnded(generation=result.generation, elapsed=50.0)
        assert say(news, language) == text
    assert result.error.facts.get("reason") == facts.get("reason")


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.REFUSED, Stage.SENDING, Stage.CREATED])
def test_a_wait_that_ends_calls_nothing_paid_for_that_was_not_sent(stage: Stage) -> None:
    """What no worker has taken yet is neither running nor paid for; it isn't to be ordered again all the same."""
    waiting = Result(generation=attrs.evolve(intended("g", an_order(), 1.0), stage=stage), at=2.0, wait_ended=True)
    assert waiting.error is not None
    unsent = stage in {Stage.PREPARING, Stage.REFUSED}
    spoken: tuple[tuple[Language, str, str], ...] = (
        ("en", "paid for", "don't order it again"),
        ("zh", "积分已付", "不要重新下单"),
    )
    for language, paid, again in spoken:
        text = say_failure(waiting.error, language)
        assert (paid in text) is not unsent
        assert again in text
    assert (waiting.exit_code, waiting.error.retry_safe) == (4, False)
