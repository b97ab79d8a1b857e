"""Where results are wanted: a folder, or one file in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.lifecycle.places import Destination, check_place, filled, numbered, place_of
from imastudio.domain.messages.phrasebook import say_failure


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("out", Destination("out")),
        ("out/", Destination("out/")),
        ("/a/b", Destination("/a/b")),
        ("cat.png", Destination(".", "cat.png")),
        ("/cat.PNG", Destination("/", "cat.PNG")),
        ("/a/cat.mp4", Destination("/a", "cat.mp4")),
        ("../a.b/song.mp3", Destination("../a.b", "song.mp3")),
        ("/a/cat.png/", Destination("/a/cat.png/")),
        ("/a/.png", Destination("/a/.png")),
        ("/a/v1.2", Destination("/a/v1.2")),
        ("", Destination("")),
    ],
)
def test_what_a_target_means(said: str, place: Destination) -> None:
    """A media suffix makes a file, a slash at the end a folder."""
    assert place_of(said) == place


@pytest.mark.parametrize(("said", "n"), [(None, 4), ("out", 4), ("cat.png", 1), ("cat.png/", 2)])
def test_what_fits(said: str | None, n: int) -> None:
    """Any number into a folder, one into a file."""
    check_place(said, n)


def test_several_do_not_fit_into_a_file() -> None:
    """The folder that would do is named."""
    with pytest.raises(WishRefused) as refused:
        check_place("a/cat.png", 3)
    assert refused.value.failure.choices == ("a/cat/",)
    assert "3 results" in say_failure(refused.value.failure, "en")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("out/{date}-{n}", Destination("out", "{date}-{n}")),
        ("{id}.png", Destination(".", "{id}.png")),
        ("out/{date}", Destination("out", "{date}")),
        ("out/{date}/", Destination("out/{date}/")),
        ("out/{date}/{owner}", Destination("out/{date}/{owner}")),
        ("out/{}", Destination("out/{}")),
    ],
)
def test_what_a_template_is(said: str, place: Destination) -> None:
    """A last part with a field that there is; any other part in braces is a folder's name."""
    assert place_of(said) == place
    assert place.file is None
    check_place(said, 4)


def test_an_unknown_field_is_refused_with_those_that_there_are() -> None:
    """In a template alone."""
    with pytest.raises(WishRefused) as refused:
        check_place("out/{date}-{prompt}", 1)
    assert "{prompt}" in say_failure(refused.value.failure, "en")
    assert "{model}" in say_failure(refused.value.failure, "en")


def test_a_template_is_filled() -> None:
    """What it doesn't hold is not put there, and what is in a value is not filled in again."""
    said = filled("{date} {time}{model}_{task}.{id}-{n}", date="d", time="t", model="Nano {id} 2", task="k", id="7")
    assert said == "d tNano-{id}-2_k.7-{n}"


@given(name=st.text(max_size=12), count=st.integers(1, 6))
def test_results_of_one_order_never_share_a_name(name: str, count: int) -> None:
    """With the number in the template or without."""
    assert len(set(numbered(name, count))) == count


@pytest.mark.parametrize(
    ("name", "names"), [("cat", ["cat"]), ("{n}-cat", ["1-cat"]), ("{n}{n}", ["11"]), ("a.png", ["a.png"])]
)
def test_one_result_needs_no_number(name: str, names: list[str]) -> None:
    """Unless it was asked for."""
    assert list(numbered(name, 1)) == names


@pytest.mark.parametrize("said", ["a\0b", "out/\0", "\0.png"])
def test_what_no_disk_can_have_is_refused_before_it_is_paid_for(said: str) -> None:
    """By its name, in one sentence."""
    with pytest.raises(WishRefused) as caught:
        check_place(said, 1)
    assert caught.value.failure.parameter == "deliver_to"
    assert say_failure(caught.value.failure, "en") == "The deliver_to must be plain text."
