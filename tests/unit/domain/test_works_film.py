"""The edit list: every length is measured, every cut a whole number of frames, and what can't be used is left out and said."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.orders import Notice
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.works.film import MAX_PIXELS, MAX_SIDE, Caption, Edit, Measured, MeasuredMedia, Track, edit_of
from imastudio.domain.works.work import Film, Shot
from tests.works import a_picture, a_sound, a_step, a_video, films, parts, unreadable

STEPS = [
    *(a_step(name, TaskType.TEXT_TO_VIDEO) for name in ("run", "nap")),
    *(a_step(name, TaskType.TEXT_TO_IMAGE) for name in ("hero", "pic")),
    *(a_step(name, TaskType.TEXT_TO_MUSIC) for name in ("bgm",)),
    *(a_step(name, TaskType.TEXT_TO_SPEECH) for name in ("read", "tell")),
]
ANY_PARTS = st.fixed_dictionaries({}, optional={step.name: parts for step in STEPS})


def edited(film: Film, given: Mapping[str, MeasuredMedia]) -> Edit:
    """Return the edit of a film that can be made."""
    edit = edit_of(film, given)
    assert edit is not None
    return edit


def shots(*names: str, **film: Any) -> Film:
    """Return a film of these shots."""
    return Film(shots=tuple(Shot(step=name) for name in names), **film)


def codes(edit: Edit) -> list[str]:
    """Return the codes of what is told of an edit."""
    return [notice.code for notice in edit.notices]


@given(films(STEPS), ANY_PARTS)
def test_any_film_of_any_parts_hangs_together(film: Film, given_parts: dict[str, MeasuredMedia]) -> None:
    """Clips of at least a frame of files that can be read; sizes and rates that players show; captions one after another."""
    edit = edit_of(film, given_parts)
    readable = {part.path for part in given_parts.values() if part.measured is not None}
    shown = [shot for shot in film.shots if _is_shown(given_parts.get(shot.step))]
    assert (edit is None) == (not shown)
    if edit is None:
        return
    assert {clip.path for clip in edit.clips} <= readable
    assert all(clip.frames >= 1 for clip in edit.clips)
    assert (edit.width % 2, edit.height % 2) == (0, 0)
    assert max(edit.width, edit.height) <= MAX_SIDE
    assert edit.width * edit.height <= MAX_PIXELS
    assert 12 <= edit.rate <= 60
    assert 0 < edit.fade_seconds <= edit.seconds / 4
    assert all(track.path in readable and 0 <= track.at <= edit.seconds for track in edit.voices)
    assert all(0 <= caption.start < caption.end <= edit.seconds for caption in edit.captions)
    assert all(one.end <= other.start for one, other in pairwise(edit.captions))
    left_out = {notice.facts["step"] for notice in edit.notices if notice.code == "film_left_out"}
    assert left_out == {name for name in film.steps if not _is_used(given_parts.get(name), film, name)}


def _is_shown(part: MeasuredMedia | None) -> bool:
    measured = None if part is None else part.measured
    return measured is not None and measured.frames > 0 and min(measured.width, measured.height) > 1


def _is_used(part: MeasuredMedia | None, film: Film, name: str) -> bool:
    if name in {shot.step for shot in film.shots}:
        return _is_shown(part)
    return part is not None and part.measured is not None and bool(part.measured.sound_seconds)


@given(
    lengths=st.lists(st.floats(0.5, 20), min_size=1, max_size=6),
    wanted=st.none() | st.floats(1, 100),
    music=st.floats(1, 200),
    follows=st.booleans(),
    rate=st.sampled_from([12, 24, 25, 30, 60]),
)
def test_a_film_is_as_long_as_it_is_to_be(
    lengths: list[float], wanted: float | None, music: float, *, follows: bool, rate: int
) -> None:
    """As the music, as wished for, or as its shots; to half a frame, and what is nearly so long is left alone."""
    names = [f"s{number}" for number in range(len(lengths))]
    film = shots(*names, music="bgm", seconds=wanted, follows_music=follows)
    given_parts = {name: a_video(length, rate=rate) for name, length in zip(names, lengths, strict=True)}
    edit = edited(film, {**given_parts, "bgm": a_sound(music)})
    expected = music if follows else wanted or sum(lengths)
    assert abs(edit.seconds - expected) <= 0.15 + 1 / rate
    repeats, cuts = edit.seconds > music + 0.15, edit.seconds < music - 0.15
    assert (edit.music is not None and edit.music.repeated) == repeats
    assert ("film_music_repeated" in codes(edit), "film_music_cut" in codes(edit)) == (repeats, cuts)


def test_each_shot_keeps_its_own_sound() -> None:
    """Not the first one's alone."""
    edit = edited(
        shots("run", "nap", "pic"), {"run": a_video(sound=5.0), "nap": a_video(4.0, sound=2.0), "pic": a_picture()}
    )
    assert [clip.sounds for clip in edit.clips] == [True, True, False]
    assert edit.sounds
    assert not edited(shots("run"), {"run": a_video()}).sounds


def test_size_and_rate_are_those_of_the_first_shot() -> None:
    """The rate is that of the first video, where a picture comes first."""
    edit = edited(shots("pic", "run"), {"pic": a_picture(641, 481), "run": a_video(rate=25)})
    assert (edit.width, edit.height, edit.rate) == (640, 480, Fraction(25))
    assert edited(shots("pic"), {"pic": a_picture()}).rate == 30
    huge = edited(shots("pic"), {"pic": a_picture(6000, 3000)})
    assert (huge.width, huge.height) == (1920, 960)
    assert (edited(shots("run"), {"run": a_video(width=5760, height=2160)}).width) == 3840
    square = edited(shots("run"), {"run": a_video(width=3840, height=3840)})
    assert (square.width, square.height) == (2880, 2880)


def test_a_shot_that_cannot_be_read_is_left_out_and_said() -> None:
    """A missing one as well; the rest makes the film."""
    edit = edited(
        shots("run", "nap", "pic", music="bgm"), {"run": unreadable(), "nap": a_video(4.0), "bgm": unreadable()}
    )
    assert [clip.path for clip in edit.clips] == ["/parts/4.0-320.mp4"]
    assert edit.music is None
    assert edit.notices == (
        Notice("film_left_out", {"step": "run", "missing": False}),
        Notice("film_left_out", {"step": "pic", "missing": True}),
        Notice("film_left_out", {"step": "bgm", "missing": False}),
    )
    assert edit_of(shots("run"), {"run": unreadable()}) is None


def test_a_picture_lasts_as_long_as_its_sentence() -> None:
    """With a pause behind it, whatever the others do; the voice begins with its picture."""
    film = Film(
        shots=(
            Shot(step="hero", voice="read", caption="once"),
            Shot(step="pic", voice="tell"),
            Shot(step="run", voice="gone"),
        )
    )
    edit = edited(
        film, {"hero": a_picture(), "pic": a_picture(), "run": a_video(2.0), "read": a_sound(3.0), "tell": a_sound(1.6)}
    )
    assert [round(float(clip.frames / edit.rate), 2) for clip in edit.clips] == [3.42, 2.0, 2.0]
    assert [(voice.path, round(voice.at, 2)) for voice in edit.voices] == [
        ("/parts/3.0.wav", 0),
        ("/parts/1.6.wav", 3.42),
    ]
    assert edit.captions == (Caption(start=0.0, end=82 / 24, text="once"),)


def test_pictures_share_one_narration() -> None:
    """So that the last one stays until the last word."""
    film = Film(shots=(Shot(step="hero"), Shot(step="pic")), voice="read")
    edit = edited(film, {"hero": a_picture(), "pic": a_picture(), "read": a_sound(19.6)})
    assert [clip.frames for clip in edit.clips] == [300, 300]
    assert edit.voices == (Track(path="/parts/19.6.wav"),)


def test_pictures_are_shown_longer_and_videos_again() -> None:
    """Where the film is to be longer than its shots; what is said and read is not said twice."""
    pictures = edited(shots("hero", "pic", seconds=20.0), {"hero": a_picture(), "pic": a_picture()})
    assert ([clip.frames for clip in pictures.clips], codes(pictures)) == ([300, 300], [])
    film = Film(shots=(Shot(step="run", voice="read", caption="x"), Shot(step="nap")), seconds=11.0)
    again = edited(film, {"run": a_video(5.0), "nap": a_video(4.0), "read": a_sound(1.6)})
    assert [round(float(clip.frames / again.rate), 1) for clip in again.clips] == [2.0, 4.0, 2.0, 3.0]
    assert (len(again.voices), len(again.captions), codes(again)) == (1, 1, ["film_shots_repeated"])


@pytest.mark.parametrize(
    ("film", "lengths"),
    [
        (shots("run", "nap", seconds=4.5), [2.5, 2.0]),
        (Film(shots=(Shot(step="run", seconds=3.0), Shot(step="nap")), seconds=4.5), [3.0, 1.5]),
        (Film(shots=(Shot(step="run", seconds=3.0), Shot(step="nap", seconds=3.0)), seconds=4.5), [2.25, 2.25]),
        (Film(shots=(Shot(step="run", voice="read"), Shot(step="nap", seconds=3.0)), seconds=3.0), [2.0, 1.0]),
        (Film(shots=(Shot(step="run", voice="read"),), seconds=1.0), [2.0]),
        (Film(shots=(Shot(step="run", voice="read"), Shot(step="nap")), seconds=1.0), [2.0, 1 / 24]),
    ],
)
def test_shots_are_cut_by_their_share(film: Film, lengths: list[float]) -> None:
    """First those whose length nobody said; a sentence is never cut."""
    edit = edited(film, {"run": a_video(5.0), "nap": a_video(4.0), "read": a_sound(1.6)})
    assert [float(clip.frames / edit.rate) for clip in edit.clips] == pytest.approx(lengths, abs=0.03)


def test_a_film_lasts_until_the_last_word() -> None:
    """A narration is never cut."""
    edit = edited(shots("run", voice="read", seconds=3.0), {"run": a_video(5.0), "read": a_sound(11.6)})
    assert edit.seconds == 12.0


def test_a_file_of_no_size_is_no_shot() -> None:
    """Whatever claims to be one."""
    nothing = MeasuredMedia(path="x", measured=attrs.evolve(a_video().measured or Measured(), width=1))
    assert edit_of(shots("run"), {"run": nothing}) is None
