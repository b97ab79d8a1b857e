"""What ffmpeg is asked to do follows from the edit alone."""

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.film.arguments import (
    MAX_GAIN_DB,
    film_arguments,
    gain_for,
    loudness_arguments,
    measure_arguments,
    mix_arguments,
    subtitles,
)
from imastudio.domain.works.film import Caption, Clip, Edit, Track


def an_edit(**changes: Any) -> Edit:
    """Return an edit of a video with sound, one without, and a picture, with music and a voice."""
    values: dict[str, Any] = {
        "clips": (
            Clip(path="a.mp4", still=False, sounds=True, frames=48),
            Clip(path="b.mp4", still=False, sounds=False, frames=24),
            Clip(path="c.png", still=True, sounds=False, frames=24),
        ),
        "width": 320,
        "height": 180,
        "rate": Fraction(24),
        "music": Track(path="m.wav", repeated=True),
        "voices": (Track(path="v.wav", at=3.0),),
    }
    return Edit(**(values | changes))


def graph_of(arguments: list[str]) -> str:
    """Return the graph of filters."""
    return arguments[arguments.index("-filter_complex") + 1]


def test_the_same_edit_asks_the_same() -> None:
    """Nothing of this machine or this moment is in it."""
    assert mix_arguments(an_edit(), "mix.wav") == mix_arguments(an_edit(), "mix.wav")
    made = [film_arguments(an_edit(), "f.mp4", mix="mix.wav", gain_db=3.0, captions=None) for _ in range(2)]
    assert made[0] == made[1]


def test_every_shot_is_heard_or_silent() -> None:
    """Its own sound where it has one, else silence of its length."""
    graph = graph_of(mix_arguments(an_edit(), "mix.wav"))
    assert graph.count("anullsrc") == 2
    assert "[s0][s1][s2]concat=n=3:v=0:a=1[shots]" in graph
    assert [f"atrim=end_sample={samples}" in graph for samples in (96_000, 48_000, 192_000)] == [True] * 3


@given(st.booleans(), st.booleans())
def test_no_level_is_divided_by_the_number_of_sounds(music: bool, voice: bool) -> None:  # noqa: FBT001 - drawn
    """Every mix says so."""
    edit = an_edit(music=Track(path="m.wav") if music else None, voices=(Track(path="v.wav"),) if voice else ())
    graph = graph_of(mix_arguments(edit, "mix.wav"))
    assert all("normalize=0" in mix for mix in re.findall(r"amix=[^,;\[]*", graph))
    assert ("sidechaincompress" in graph) == (music and voice)
    assert ("afade=t=out:st=2.000:d=" in graph or "afade=t=out:st=3.000:d=1.000" in graph) == music


def test_music_is_repeated_where_it_is_short() -> None:
    """And only then."""
    assert "-stream_loop" in mix_arguments(an_edit(), "mix.wav")
    assert "-stream_loop" not in mix_arguments(an_edit(music=Track(path="m.wav")), "mix.wav")


def test_the_film_plays_everywhere() -> None:
    """H.264, yuv420p, AAC, its index in front, and as many frames as were cut."""
    arguments = film_arguments(an_edit(), "f.mp4", mix="mix.wav", gain_db=-3.0, captions="c.srt")
    pairs = set(pairwise(arguments))
    assert pairs >= {
        ("-c:v", "libx264"),
        ("-pix_fmt", "yuv420p"),
        ("-c:a", "aac"),
        ("-movflags", "+faststart"),
        ("-r", "24"),
        ("-frames:v", "96"),
        ("-c:s", "mov_text"),
    }
    graph = graph_of(arguments)
    assert "volume=-3.00dB,alimiter=" in graph
    assert graph.count("scale=w=320:h=180") == graph.count("fps=24") == graph.count("setsar=1,format=yuv420p") == 3
    silent = film_arguments(an_edit(), "f.mp4", mix=None, gain_db=0.0, captions=None)
    assert not {"aac", "mov_text"} & set(silent)


def test_gain_brings_a_sound_to_its_loudness() -> None:
    """Silence stays silence, and what is nearly so is not blown up."""
    assert (gain_for(-23.0), gain_for(-10.0), gain_for(None), gain_for(-69.0)) == (7.0, -6.0, 0.0, MAX_GAIN_DB)


def test_captions_are_lines_with_their_instants() -> None:
    """An empty line would end one."""
    captions = [Caption(start=0.0, end=3.5, text="one\n\ntwo"), Caption(start=3725.25, end=3726.0, text="你好")]
    assert subtitles(captions) == (
        "1\n00:00:00,000 --> 00:00:03,500\none two\n\n2\n01:02:05,250 --> 01:02:06,000\n你好\n"
    )


def test_measuring_decodes_everything() -> None:
    """Pictures and sound, and prints a line for each frame."""
    assert measure_arguments("a.mp4")[-4:] == ["passthrough", "-f", "framecrc", "-"]
    assert "ebur128=framelog=quiet" in loudness_arguments("a.wav")
