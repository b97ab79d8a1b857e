"""How people spell values, and what is nearest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.scalars import Json, Scalar
from imastudio.domain.kernel.spelling import (
    canonical,
    is_clean_text,
    is_readable,
    largest,
    meant,
    nearest,
    number,
    shown,
    squeezed,
    switched,
)
from imastudio.testing.strategies import HUGE, JSON, SCALARS, spellings

SIZES: tuple[Scalar, ...] = ("512px", "1K", "2K", "4K")
RATIOS: tuple[Scalar, ...] = ("1:1", "16:9", "9:16", "4:3", "21:9")


@pytest.mark.parametrize(
    ("said", "offered", "expected"),
    [
        ("1k", SIZES, "1K"),
        ("512", SIZES, "512px"),
        (512, SIZES, "512px"),
        ("512 PX", SIZES, "512px"),
        ("4 k", SIZES, "4K"),
        ("1080p", ("720P", "1080P"), "1080P"),
        (1080, ("720p", "1080p"), "1080p"),
        ("10", (5, 10), 10),
        ("10s", (5, 10), 10),
        ("10 seconds", (5, 10), 10),
        ("10秒", ("5", "10"), "10"),
        (10, ("5", "10"), "10"),
        (10.0, ("5", "10"), "10"),
        ("１０", (5, 10), 10),
        ("16：9", RATIOS, "16:9"),
        ("16x9", RATIOS, "16:9"),
        ("16/9", RATIOS, "16:9"),
        ("16 比 9", RATIOS, "16:9"),
        ("2560×1440", ("2048x2048", "2560x1440"), "2560x1440"),
        ("2560*1440", ("2048x2048", "2560x1440"), "2560x1440"),
        (True, ("on", "off"), "on"),
        ("False", ("on", "off"), "off"),
        ("yes", (True, False), True),
        ("PRO", ("std", "pro"), "pro"),
    ],
)
def test_a_value_is_understood_however_it_is_spelled(
    said: Scalar, offered: tuple[Scalar, ...], expected: Scalar
) -> None:
    """What is meant comes back in the vendor's own type and spelling."""
    hit = meant(said, offered)
    assert (hit, type(hit)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("8K", SIZES),
        ("2", SIZES),  # 2 is not 2K
        ("1024", SIZES),
        ("512p", SIZES),  # lines are not pixels
        ("10p", (5, 10)),  # lines are not seconds
        ("10 parsecs", (5, 10)),
        ("720", ("720p", "720px")),  # could mean either
        ("9:16", ("16:9",)),
        ("2560x1440", RATIOS),
        ("16x9", ("16x10",)),
        (True, (1, 0)),
        ("", SIZES),
        ("maybe", ("on", "off")),
    ],
)
def test_what_means_no_value_or_several_means_none(said: Scalar, offered: tuple[Scalar, ...]) -> None:
    """A guess is never made."""
    assert meant(said, offered) is None


@given(st.data())
def test_every_spelling_of_an_offered_value_means_it(data: st.DataObject) -> None:
    """All ways in which people write a value lead back to it."""
    offered = data.draw(
        st.sampled_from([SIZES, RATIOS, (5, 10, 15), ("5", "10"), ("720p", "1080p"), ("720P",), (True, False)])
    )
    value = data.draw(st.sampled_from(offered))
    said = data.draw(spellings(value))
    assert is_readable(said)
    assert meant(said, offered) is value


@given(SCALARS, st.lists(st.one_of(st.text(max_size=6), st.integers(0, 9999)), max_size=5))
def test_only_offered_values_are_ever_meant(said: Scalar, offered: list[Scalar]) -> None:
    """Whatever is said, the answer is one of the offered values, as it is offered, or none."""
    if is_readable(said):
        hit = meant(said, offered)
        assert hit is None or any(hit is value for value in offered)


@pytest.mark.parametrize(
    ("said", "choices", "expected"),
    [
        ("8K", SIZES, "4K"),
        ("2560x1440", SIZES, "2K"),
        ("600", SIZES, "512px"),
        (12, (5, 10, 15), 10),
        ("1440p", ("720p", "1080p"), "1080p"),
        ("2:1", RATIOS, "16:9"),
        ("7:3", RATIOS, "21:9"),
        ("sonic-v6", ("sonic-v4", "m", "f"), "sonic-v4"),
        (None, ("a",), "a"),
    ],
)
def test_the_nearest_choice_comes_first(said: Json, choices: tuple[Scalar, ...], expected: Scalar) -> None:
    """Sizes are near by size, ratios by ratio, words by spelling."""
    assert nearest(said, choices)[0] == expected


@given(JSON, st.lists(st.one_of(st.text(max_size=6), st.integers(0, 9999)), max_size=6))
def test_nearest_keeps_every_choice(said: Json, choices: list[Scalar]) -> None:
    """Only the order changes, whatever was said."""
    assert sorted(nearest(said, choices), key=repr) == sorted(choices, key=repr)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        (SIZES, "4K"),
        (("2k", "4k", "3024x1296"), "4k"),
        (("2048x2048", "3024x1296"), "3024x1296"),
        (("big", "small"), None),
        ((), None),
    ],
)
def test_the_largest_size_is_found_across_ways_to_write_it(sizes: tuple[Scalar, ...], expected: Scalar | None) -> None:
    """Pixels, K and areas are compared by their longer side."""
    assert largest(sizes) == expected


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), -float("inf"), HUGE, -HUGE, 10**5000, 1e300, "\x00", "a\nb", "\ud800", None, [], {}],
    ids=lambda value: type(value).__name__,  # the digits of some are too many to be printed
)
def test_what_cannot_be_compared_or_sent_is_not_readable(value: Json) -> None:
    """NaN, endless and huge numbers, control characters, halves of characters and structures are no values."""
    assert not is_readable(value)


@given(JSON)
def test_what_is_shown_is_short_and_printable(value: Json) -> None:
    """An error shows nothing that could steer a terminal or fill a screen."""
    text = shown(value)
    assert text is None or (len(str(text)) <= 80 and is_clean_text(str(text)))


def test_a_line_end_around_a_value_is_no_part_of_it() -> None:
    """A value out of a file, or of a script written on Windows, ends with one."""
    assert (is_readable("4k\r"), meant("4k\r\n", ["2k", "4k"]), number("10\n")) == (True, "4k", 10)


def test_line_ends_are_fine_in_texts_alone() -> None:
    """Lyrics have lines, an option has none within."""
    assert (is_clean_text("a\nb", lines=True), is_clean_text("a\nb"), is_clean_text("a\x1bb", lines=True)) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1.5", 1.5), ("10s", 10), (2.0, 2), (-5, -5), ("-5", -5), (True, None), ("x", None), ("5 cats", None)],
)
def test_a_number_is_read_with_its_unit(value: Scalar, expected: float | None) -> None:
    """Whole numbers are ints; a switch is no number."""
    assert number(value) == expected


@pytest.mark.parametrize(("value", "expected"), [("ON", True), (1, True), ("0", False), ("关", False), ("2", None)])
def test_a_switch_is_read_from_words(value: Scalar, expected: bool | None) -> None:  # noqa: FBT001 - a table's column
    """What says neither on nor off says nothing."""
    assert switched(value) is expected


def test_types_and_letter_case_make_no_difference() -> None:
    """10, 10.0 and "10" are equal, True is "true", and 1 is not."""
    assert canonical(10) == canonical(10.0) == canonical(" 10 ") == canonical("１０")
    assert canonical(value=True) == canonical("TRUE") != canonical(1)
    assert canonical(0.5) == "0.5"


def test_names_are_compared_by_letters_digits_and_dots() -> None:
    """Case, width, spaces, hyphens and emoji don't matter."""
    assert squeezed("Nano－Banana ２ 💚") == "nanobanana2"
    assert squeezed("Pixverse V4.5") != squeezed("Pixverse V45")
