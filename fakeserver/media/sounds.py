"""Play a short phrase over and over: a WAV file, 16 bits, mono.

Rules: exactly the length asked for, to the sample; gentle (soft attacks, a quarter of full volume, silent at the end);
the melody comes from the seed. Only one phrase is computed; a longer sound repeats its bytes.
"""

import functools
import io
import math
import random
from array import array

SOUND_RATE = 16_000
"""Samples a second."""

MAX_SOUND_S = 3_600
"""In seconds: a nonsense length does not eat the memory."""

_NOTE = SOUND_RATE // 2
_NOTES = 8
_PENTATONIC = (220.0, 247.5, 275.0, 330.0, 367.5, 440.0)  # hertz; any order of these sounds friendly
_LOUDNESS = 8_000
_FADE = SOUND_RATE // 20


def sound(seconds: float, *, seed: int = 0) -> bytes:
    """Return a playable WAV file of that many seconds.

    Raises:
        ValueError: The length is negative, not a number, or above MAX_SOUND_S.
    """
    if not 0 <= seconds <= MAX_SOUND_S:
        raise ValueError(f"cannot play for {seconds} seconds")
    import wave  # noqa: PLC0415 - needed by no other part of the server

    samples = round(seconds * SOUND_RATE)
    phrase = _phrase(seed)
    played = array("h", phrase * (samples // len(phrase)) + phrase[: samples % len(phrase)])
    fade = min(_FADE, samples)
    for left in range(fade):
        played[samples - 1 - left] = played[samples - 1 - left] * left // fade
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SOUND_RATE)
        file.writeframes(played.tobytes())
    return out.getvalue()


@functools.lru_cache(maxsize=16)
def _phrase(seed: int) -> "array[int]":
    chance = random.Random(seed)  # noqa: S311 - a melody, no secret
    return array("h", (sample for _ in range(_NOTES) for sample in _note(chance.choice(_PENTATONIC))))


@functools.cache
def _note(hertz: float) -> tuple[int, ...]:
    """Compute one note, which begins and ends in silence."""
    turn = 2 * math.pi * hertz / SOUND_RATE
    swell = math.pi / _NOTE
    return tuple(round(_LOUDNESS * math.sin(swell * at) * math.sin(turn * at)) for at in range(_NOTE))
