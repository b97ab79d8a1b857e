"""Work documents as YAML: what is written is read again, and what is no plain number stays the text that it is."""

from pathlib import Path

import pytest

from imastudio.adapters.cli.work_files import parse_work, read_work, write_work
from imastudio.domain.kernel.errors import WishRefused
from tests.numbers_written import NO_NUMBERS

STEP = "title: t\nsteps:\n  one: {{task_type: text_to_video, prompt: waves, {key}: {value}}}\n"


# What YAML takes for nothing, and so says nothing, is no number either.
WRITTEN = [
    one for one in NO_NUMBERS if one.strip() and one.isascii() and one.isprintable() and one not in {"null", "#10"}
]


@pytest.mark.parametrize(
    ("written", "read"),
    [("16:9", "16:9"), ("010", "010"), ("0x10", "0x10"), ("10", 10), ("0.5", 0.5)]
    + [(word, word) for word in ("no", "On", "yes", "off", "y", "2024-01-01", "2001-12-14 21:59:43", ".nan", ".inf")]
    + [("true", True), ("False", False)],
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


@pytest.mark.parametrize("name", ["no", "on", "1", "2024-01-01"])
def test_a_step_may_be_called_whatever_a_name_may_be(name: str) -> None:
    """What YAML 1.1 takes for a truth or a day is a name here."""
    work = parse_work(f"steps:\n  {name}: {{task_type: text_to_image, prompt: no}}\n")
    assert [(step.name, step.wish.prompt) for step in work.steps] == [(name, "no")]


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ("steps:\n  a: {prompt: x}\n  a: {prompt: y}\n", 3, "a"),
        ("steps:\n  a: {prompt: x,\n    prompt: y}\n", 3, "prompt"),
        ('{"title": "x",\n"title": "y"}', 2, "title"),
        ("1: x\n'1': y\n", 2, "1"),
        ("steps:\n\ta: {prompt: x}\n", 2, None),
    ],
)
def test_what_is_written_wrongly_is_told_with_its_line(text: str, line: int, name: str | None) -> None:
    """A name that stands twice is named; neither of the two is taken."""
    with pytest.raises(WishRefused) as refused:
        parse_work(text)
    failure = refused.value.failure
    assert (failure.facts["line"], failure.value) == (line, name)
    assert str(line) in refused.value.text("en")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "gbk"])
def test_characters_that_can_not_be_read_are_not_guessed(encoding: str, tmp_path: Path) -> None:
    """A prompt that nobody wrote is not offered."""
    file = tmp_path / "work.yaml"
    file.write_bytes("steps:\n  a: {task_type: text_to_image, prompt: un ça é}\n".encode(encoding, errors="ignore"))
    with pytest.raises(WishRefused) as refused:
        read_work(str(file))
    assert refused.value.failure.facts["expected"] == "utf8"
