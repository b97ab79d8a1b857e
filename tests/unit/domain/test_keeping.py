"""Whether prompts are kept: only on a clear yes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.prompt_retention import read_keeping
from imastudio.domain.messages.error_translation import say_failure


@pytest.mark.parametrize(
    ("text", "kept"),
    [("", False), (" ", False), *((word, True) for word in ("1", "yes", " True ", "ON", "是"))]
    + [(word, False) for word in ("0", "no", "False", "off", "否")],
)
def test_yes_and_no_are_understood(text: str, *, kept: bool) -> None:
    """In the spellings that people use; where nothing is said, nothing is kept."""
    assert read_keeping(text) is kept


@pytest.mark.parametrize(
    ("text", "value"), [("maybe", "maybe"), ("2", "2"), ("y\x1b[2J", "y[2J"), ("x" * 99, "x" * 80)]
)
def test_neither_yes_nor_no_is_refused(text: str, value: str) -> None:
    """By the name of the variable, with what would do."""
    with pytest.raises(WishRefused) as refused:
        read_keeping(text)
    failure = Failure(kind=Kind.VALUE_NOT_OFFERED, parameter="keep_prompts", value=value, choices=("1", "0"))
    assert refused.value.failure == failure
    assert say_failure(refused.value.failure, "en") == f"“{value}” isn't valid: 1 keeps prompts, 0 doesn't."


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else happens."""
    try:
        read_keeping(text)
    except WishRefused:
        return
