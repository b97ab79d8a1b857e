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

SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
BLANK_LETTERS = f"\u115f\u1160\u2800\u3164\uffa0\ufffc\ufffd\U0001d159\U00013441\U00013442{SKIN_TONES}"
# Default_Ignorable_Code_Point of Unicode 15.1, https://www.unicode.org/Public/15.1.0/ucd/DerivedCoreProperties.txt
IGNORABLE = [
    *(
        (0xAD, 0xAD),
        (0x34F, 0x34F),
        (0x61C, 0x61C),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x200B, 0x200F),
    ),
    *((0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0)),
    *((0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
]
UNSEEN = st.one_of(
    st.characters(categories=["Z", "M", "Cc", "Cf", "Co"], exclude_characters="\0"),
    st.sampled_from(BLANK_LETTERS),
    st.one_of(*(st.integers(*ends).map(chr) for ends in IGNORABLE)),
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
            "\U0001f3fb",
            "\ufffd\ufffd",
            "\U0001f3ff\ufe0f\u200d",
            "\U000e0100",
            "\u1160\u0302",
            "\u0e31",
            "\ufdd0",
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


@pytest.mark.parametrize(
    "prompt",
    [
        "!",
        "?",
        "🐈\u200d⬛",
        "1\ufe0f\u20e3",
        "é",
        "한",
        "・",
        "-",
        "👍🏽",
        "🇩🇪",
        "a\ufffd",
        "_",
        "\U0001fae8",
        "\U0001fac3",
        "𠀀",
    ],
)
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
