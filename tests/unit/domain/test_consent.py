"""Consent: what is enough, what is a cap, and what is neither."""

from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imastudio.domain.documents.encoding import failure_document
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.consent import (
    Approval,
    Consent,
    Subject,
    first_words,
    judge,
    needs_approval,
    read_allowance,
    read_approved,
    subject_of,
)
from imastudio.domain.orders import Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.pricing import quote
from tests.leaves import small_catalog

points = st.integers(0, 200)


@given(total=points, allowance=points, approved=st.none() | points, offline=st.booleans())
@example(total=20, allowance=20, approved=None, offline=False)
@example(total=21, allowance=20, approved=None, offline=False)
def test_an_order_goes_through_within_the_allowance_alone(
    total: int, allowance: int, approved: int | None, *, offline: bool
) -> None:
    """What the agent says is a cap; offline, where nothing real is spent, it is enough."""
    if approved is not None and total > approved:
        with pytest.raises(WishRefused) as refused:
            judge(total, allowance=allowance, approved_points=approved, offline=offline)
        assert (refused.value.failure.kind, refused.value.failure.parameter) == (Kind.ABOVE_BUDGET, "approved_points")
        return
    consent = judge(total, allowance=allowance, approved_points=approved, offline=offline)
    assert (consent is Consent.GIVEN) is (total <= allowance or (offline and approved is not None))


@pytest.mark.parametrize(("text", "allowance"), [("", 0), (" 20 ", 20), ("0", 0)])
def test_the_allowance_is_the_operator_s(text: str, allowance: int) -> None:
    """None by default."""
    assert read_allowance(text) == allowance


@pytest.mark.parametrize("text", ["-1", "many", "1.5", "9" * 99])
def test_an_allowance_that_is_none_is_refused(text: str) -> None:
    """By its name."""
    with pytest.raises(WishRefused) as refused:
        read_allowance(text)
    assert refused.value.failure.parameter == "unattended_points"


@pytest.mark.parametrize("value", [-1, "20", True, 1.5, [], {}])
def test_a_cap_that_is_none_is_refused(value: Any) -> None:
    """Negative points, and points as text."""
    with pytest.raises(WishRefused) as refused:
        read_approved(value)
    assert refused.value.failure.parameter == "approved_points"
    assert [read_approved(None), read_approved(0), read_approved(7)] == [None, 0, 7]


def test_a_person_agrees_to_exactly_one_order_of_one_account() -> None:
    """Anything that differs is another subject."""
    catalog = small_catalog(TaskType.TEXT_TO_IMAGE)
    wish = Wish(prompt="a cat\n on  grass")
    quoted = quote(wish, catalog)
    subject = subject_of(quoted, "account", "user")
    assert (subject.words, subject.total, subject.n) == ("a cat on grass", quoted.order.total, 1)
    others = [
        subject_of(quoted, "other", "user"),
        subject_of(quoted, "account", "other"),
        subject_of(quote(attrs.evolve(wish, prompt="a dog"), catalog), "account", "user"),
        subject_of(quote(attrs.evolve(wish, n=2), catalog), "account", "user"),
        subject_of(quote(attrs.evolve(wish, deliver_to="/out"), catalog), "account", "user"),
        subject_of(attrs.evolve(quoted, order=attrs.evolve(quoted.order, points=1)), "account", "user"),
    ]
    assert subject.key not in {other.key for other in others}
    assert subject.key == subject_of(quote(wish, catalog), "account", "user").key


@given(st.text(max_size=200))
def test_first_words_stand_on_one_short_line(prompt: str) -> None:
    """Whatever the prompt."""
    words = first_words(prompt)
    assert len(words) <= 60
    assert "\n" not in words


def test_what_waits_is_told_with_how_to_agree() -> None:
    """To people in words, to programs as data."""
    subject = Subject(key="k", total=70, model_name="Wan 2.6")
    failure = needs_approval(Approval(id="ab12", subject=subject, asked_at=0.0)).failure
    document = failure_document(failure)
    assert document["approval"] == {
        "id": "ab12",
        "command": "ima approve ab12",
        "total": 70,
        "model_name": "Wan 2.6",
        "expires_at": "1970-01-01T01:00:00+00:00",
    }
    assert document["command"] == "ima approve ab12"
    assert "ima " not in str(document["text_en"]) + str(document["text_zh"])
    assert (failure.exit_code, document["retry"], failure.retry_safe) == (3, "after_change", True)
