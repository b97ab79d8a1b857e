"""What ffmpeg prints is made into measures, whatever it prints."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.film.reading import read_loudness, read_measures
from imastudio.domain.works.film import Measured

HEAD = """#software: Lavf
#tb 0: 1/24
#media_type 0: video
#codec_id 0: rawvideo
#dimensions 0: 320x180
#sar 0: {sar}
#tb 1: 1/48000
#media_type 1: audio
#codec_id 1: pcm_s16le
#sample_rate 1: 48000
"""


def test_lengths_count_to_the_end_of_the_last_frame() -> None:
    """Of each stream for itself; pictures are measured as they are shown, with square pixels."""
    frames = """0, 0, 0, 1, 86400, 0x1
1, 0, 0, 24000, 96000, 0x2
0, 1, 1, 1, 86400, 0x3
1, 24000, 24000, 12000, 9, 0x4
"""
    printed = HEAD.format(sar="4/3") + frames
    assert read_measures(printed) == Measured(
        width=427, height=180, frames=2, rate=Fraction(24), seconds=2 / 24, sound_seconds=0.75
    )


@pytest.mark.parametrize("sar", ["0/1", "1/0", "0:1", "1:1"])
def test_an_unknown_shape_of_pixels_is_square(sar: str) -> None:
    """As players take it."""
    measured = read_measures(HEAD.format(sar=sar) + "0, 0, 0, 1, 86400, 0x1\n")
    assert measured is not None
    assert (measured.width, measured.height, measured.sound_seconds) == (320, 180, None)


def test_a_sound_has_no_picture() -> None:
    """And a file without frames nothing at all; a stream whose frames have no length has no rate."""
    assert read_measures(HEAD.format(sar="1/1") + "1, 0, 0, 48000, 9, 0x1\n") == Measured(sound_seconds=1.0)
    assert read_measures(HEAD.format(sar="1/1")) is None
    still = read_measures(HEAD.format(sar="1/1") + "0, 0, 0, 0, 9, 0x1\n")
    assert still is not None
    assert (still.is_still, still.rate) == (True, None)


@given(st.text())
def test_anything_is_read(printed: str) -> None:
    """Or is nothing."""
    assert isinstance(read_measures(printed), Measured | None)
    assert read_loudness(printed) is None


def test_loudness_is_that_of_the_summary() -> None:
    """The last that is told; what is silent has none."""
    summary = "  Integrated loudness:\n    I:         {} LUFS\n    Threshold: -33.1 LUFS\n"
    assert read_loudness(summary.format("-70.0") + summary.format("-23.1")) == -23.1
    assert read_loudness(summary.format("-70.0")) is None
