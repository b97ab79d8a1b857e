"""Numbers as people write them: plain digits are read as what they are, anything else is none."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.figures import MAX_WHOLE, read_decimal, read_whole
from imastudio.domain.lifecycle.budgets import read_budgets, read_cap
from imastudio.domain.lifecycle.consent import read_allowance
from tests.numbers_written import NO_NUMBERS

FULL_WIDTH = {ord(digit): chr(0xFF10 + int(digit)) for digit in string.digits}


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_plain_number_is_none(text: str) -> None:
    """However Python, YAML, C or another script would read it; and no cap, budget or allowance is made of it."""
    assert read_whole(text) is None
    assert read_decimal(text) is None
    for read in (read_cap, read_allowance, lambda said: read_budgets(f"{said}/day")):
        if text.strip():  # an allowance of nothing is none
            with pytest.raises(WishRefused):
                read(text)


@given(st.integers(0, MAX_WHOLE), st.booleans(), st.sampled_from(["", " ", "\n", "\u3000"]), st.integers(0, 3))
def test_a_plain_number_is_read_as_what_it_is(number: int, wide: bool, blank: str, zeros: int) -> None:  # noqa: FBT001
    """With full-width digits, blanks around and zeros before it, too."""
    spelled = "0" * zeros + str(number)
    text = blank + (spelled.translate(FULL_WIDTH) if wide else spelled) + blank
    assert read_whole(text) == number
    assert read_cap(text) == number
    assert read_budgets(f"{text}/day")[0].points == number
    assert read_decimal(text) == number


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_decimal_is_read_as_what_it_is(whole: int, part: int) -> None:
    """Digits, a point and digits."""
    assert read_decimal(f"{whole}.{part}") == float(f"{whole}.{part}")


@given(st.text(max_size=8))
def test_no_text_is_read_as_another_number(text: str) -> None:
    """Whatever is read is spelled in digits from 0 to 9 alone, plain or full-width."""
    number = read_whole(text)
    if number is not None:
        assert all(unicodedata.name(one).startswith(("DIGIT ", "FULLWIDTH DIGIT ")) for one in text.strip())
        assert number == int(text.strip())


def test_more_than_there_is_is_none() -> None:
    """A number of points has an end."""
    assert read_whole(str(MAX_WHOLE + 1)) is None
    assert read_whole("9" * 5000) is None
    assert read_decimal("9" * 5000) is None
