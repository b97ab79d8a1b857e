"""A prompt with nothing to see is missing (decision 40)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.kernel.spelling import is_placeholder, is_visible
from imastudio.domain.lifecycle.batches import price_key
from imastudio.domain.orders import Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.pricing import quote
from tests.leaves import small_catalog

BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0\ufffc\U0001d159"
UNSEEN = st.one_of(
    st.characters(categories=["Z", "M", "Cc", "Cf", "Co", "Cn"], exclude_characters="\0"),
    st.sampled_from(BLANK_LETTERS),
)
SEEN = st.characters(categories=["L", "N", "P", "S"], exclude_characters=BLANK_LETTERS)


@given(st.text(UNSEEN), st.text(UNSEEN), SEEN)
def test_what_shows_nothing_is_missing(before: str, after: str, letter: str) -> None:
    """However many blanks, marks and invisible characters: one thing to see makes it a prompt."""
    assert not is_visible(before + after)
    assert is_visible(before + letter + after)


@pytest.mark.parametrize(
    "prompt",
    [
        *("", " ", "\n\t", "\u200b\u200d\u2060\ufeff", "\u3000", "\u00ad", "\u202e\u2066", "\ufe0f", "\u0301\u0489"),
        *(
            "\u3164\u3164",
            "\uffa0 \u115f",
            "\u2800" * 40,
            "\ufffc",
            "\U000e0041\U000e007f",
            "\ue000",
            "\u180e",
            "\u034f",
        ),
    ],
)
@pytest.mark.parametrize("task_type", TaskType)
def test_nothing_is_ordered_for_nothing_to_see(prompt: str, task_type: TaskType) -> None:
    """For every task type, at the same place where an empty prompt is refused; a batch prices it so, too."""
    with pytest.raises(WishRefused) as refused:
        quote(Wish(prompt=prompt), small_catalog(task_type))
    assert refused.value.failure.kind is Kind.PROMPT_MISSING
    assert price_key(Wish(prompt=prompt)) == price_key(Wish()) != price_key(Wish(prompt="a cat"))


@pytest.mark.parametrize("prompt", ["!", "?", "🐈\u200d⬛", "1\ufe0f\u20e3", "é", "한", "・", "-", "\ufffd"])
def test_signs_and_emoji_are_something_to_see(prompt: str) -> None:
    """They are drawn, and so may be asked for."""
    assert is_visible(prompt)
    assert is_visible(unicodedata.normalize("NFD", prompt))


@pytest.mark.parametrize(
    "text", ["{user_id}", "<user>", " <USER_ID> ", "${USER}", "$USER", "%USER%", "[user]", "{}", "{{id}}"]
)
def test_what_stands_for_a_name_is_none(text: str) -> None:
    """It was to be replaced: its saved models and its purse would be everybody's."""
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["al", "ou_123", "a{b}", "user <al@example.com>", "小王", "100%", "$"])
def test_a_name_may_hold_any_sign(text: str) -> None:
    """As long as it is one."""
    assert not is_placeholder(text)
