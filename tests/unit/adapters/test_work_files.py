"""Work documents as YAML: what is written is read again, and what is no plain number stays the text that it is."""

import pytest

from imastudio.adapters.cli.work_files import parse_work, write_work
from imastudio.domain.kernel.errors import WishRefused
from tests.numbers_written import NO_NUMBERS

STEP = "title: t\nsteps:\n  one: {{task_type: text_to_video, prompt: waves, {key}: {value}}}\n"


# What YAML takes for nothing, and so says nothing, is no number either.
WRITTEN = [
    one for one in NO_NUMBERS if one.strip() and one.isascii() and one.isprintable() and one not in {"null", "#10"}
]


@pytest.mark.parametrize(
    ("written", "read"), [("16:9", "16:9"), ("010", "010"), ("0x10", "0x10"), ("10", 10), ("0.5", 0.5)]
)
def test_a_value_is_what_is_written(written: str, read: object) -> None:
    """A ratio is no count of minutes, and no leading zero makes a number octal; written again, it is the same."""
    work = parse_work(STEP.format(key="aspect_ratio", value=written))
    assert work.steps[0].wish.params["aspect_ratio"] == read
    assert parse_work(write_work(work)) == work


@pytest.mark.parametrize("text", WRITTEN)
def test_a_count_in_a_work_is_plain_digits(text: str) -> None:
    """A cap that is none is refused, and never the number that YAML would make of it."""
    with pytest.raises(WishRefused):
        parse_work(STEP.format(key="max_points", value=text))
