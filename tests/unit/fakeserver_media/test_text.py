"""Any text can be prepared for drawing and for metadata."""

from hypothesis import given
from hypothesis import strategies as st

from imastudio.fakeserver.media.text import DRAWN, KEPT_BYTES, LINE_HEIGHT, drawable, fit, storable

any_text = st.text(st.characters(exclude_categories=()))


def square(_: str) -> float:
    """Every character is as wide as it is high."""
    return 1.0


@given(any_text)
def test_what_is_stored_is_utf_8_without_nul(text: str) -> None:
    """Metadata holds any text as UTF-8, and nothing in it ends a string early."""
    assert b"\0" not in storable(text).encode()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_well_formed_text_is_stored_as_it_is(text: str) -> None:
    """What UTF-8 can hold is not changed."""
    assert storable(text) == text


def test_a_very_long_text_is_cut_between_characters() -> None:
    """The cut falls between two characters, never inside one."""
    assert storable("a" + "图" * 30_000) == "a" + "图" * ((KEPT_BYTES - 1) // 3)


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    """Half a pair has no meaning and is shown as such."""
    assert (storable("a\ud83d"), drawable("a\ud83d")) == ("a\ufffd", "a\ufffd")


def test_controls_become_spaces_and_marks_without_a_shape_go() -> None:
    """Nothing is drawn for them, paragraphs stay."""
    assert drawable("a\tb\r\nc\u2028d\u200be\x07") == "a b\nc\nde"


def test_only_the_beginning_of_a_long_text_is_drawn() -> None:
    """The rest is an ellipsis."""
    assert drawable("x" * 10_000) == "x" * DRAWN + "…"


@given(any_text, st.floats(0, 500), st.floats(0, 500))
def test_the_lines_stay_in_the_box(text: str, width: float, height: float) -> None:
    """No more lines than fit, and none wider than the box, but for a lone character."""
    size, lines = fit(drawable(text), advance=square, width=width, height=height, smallest=5, largest=50)
    assert 5 <= size <= 50
    assert len(lines) * size * LINE_HEIGHT <= height + 1e-6
    assert all(len(line) * size <= width + 1e-6 for line in lines if len(line.rstrip("…")) > 1)


@given(any_text)
def test_with_room_enough_nothing_is_lost(text: str) -> None:
    """Every character but spaces and line feeds is on some line, in order."""
    shown = drawable(text)
    _, lines = fit(shown, advance=square, width=100, height=1e6, smallest=10, largest=10)
    assert "".join("".join(lines).split()) == "".join(shown.split())


def test_lines_break_after_words() -> None:
    """English breaks at spaces."""
    assert fit("one two three", advance=square, width=80, height=100, smallest=10, largest=10) == (
        10,
        ["one two", "three"],
    )


def test_chinese_breaks_anywhere_but_before_punctuation() -> None:
    """A comma goes with the character before it."""
    assert fit("一二三四,五", advance=square, width=40, height=100, smallest=10, largest=10)[1] == ["一二三", "四,五"]


def test_a_word_wider_than_the_line_is_broken() -> None:
    """There is no other way."""
    assert fit("abcdefg", advance=square, width=30, height=100, smallest=10, largest=10)[1] == ["abc", "def", "g"]


def test_the_letters_are_as_large_as_they_fit() -> None:
    """A short text takes the largest size, a longer one a smaller."""
    sizes = [
        fit(text, advance=square, width=100, height=100, smallest=5, largest=40)[0] for text in ("a", "abc", "a" * 99)
    ]
    assert sizes == [40, 33, 8]


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    """The reader sees that there was more."""
    assert fit("一二三四五六七", advance=square, width=30, height=30, smallest=10, largest=10)[1] == ["一二三", "四五…"]


def test_a_box_without_room_gets_no_lines() -> None:
    """A picture of one pixel has no text on it."""
    assert fit("text", advance=square, width=1, height=1, smallest=9, largest=9) == (9, [])
