"""Sounds play, and last as long as was asked."""

import io
import wave
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.fakeserver.media import MAX_SOUND_S, SOUND_RATE, sound


@given(st.floats(0, 30), st.integers())
def test_a_sound_lasts_as_long_as_asked(seconds: float, seed: int) -> None:
    """To the sample: 16 bits, mono."""
    with wave.open(io.BytesIO(sound(seconds, seed=seed))) as file:
        found = (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes())
    assert found == (1, 2, SOUND_RATE, round(seconds * SOUND_RATE))


def test_two_minutes_are_two_minutes() -> None:
    """A long sound is whole."""
    assert len(sound(120)) == 44 + 120 * SOUND_RATE * 2


def test_it_is_heard_gently_and_ends_in_silence() -> None:
    """Neither silent nor loud, and no click at the end."""
    with wave.open(io.BytesIO(sound(3.3))) as file:
        samples = array("h", file.readframes(file.getnframes()))
    assert 4_000 < max(samples) <= 8_000
    assert samples[-1] == 0


def test_the_seed_makes_the_melody() -> None:
    """The same seed plays the same, another plays another."""
    assert (sound(2, seed=1) == sound(2, seed=1), sound(4, seed=1) == sound(4, seed=2)) == (True, False)


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), MAX_SOUND_S + 1])
def test_nonsense_lengths_are_refused(seconds: float) -> None:
    """Nothing endless is computed."""
    with pytest.raises(ValueError, match="cannot play"):
        sound(seconds)
