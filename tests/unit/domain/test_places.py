"""Where results are wanted: a folder, or one file in it."""

import pytest

from imastudio.domain.errors import WishRefused
from imastudio.domain.lifecycle.places import Destination, check_place, place_of
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
