"""What a decision comes to where it may refuse, for tests."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Failure

T = TypeVar("T")


def refusal_of(decide: Callable[[], object]) -> Failure:
    """Return the failure with which `decide` refuses; a test that gets anything else fails."""
    with pytest.raises(WishRefused) as refused:
        decide()
    return refused.value.failure


def outcome_of(decide: Callable[[], T]) -> T | Failure:
    """Return what `decide` returns, or the failure with which it refuses."""
    try:
        return decide()
    except WishRefused as refused:
        return refused.failure
