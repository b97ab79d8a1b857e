"""What ffmpeg prints, made into measures: pure.

Source: the "framecrc" muxer prints `#name stream: value` lines, then one line a frame
(`stream, dts, pts, duration, size, checksum`, times in units of the stream's time base).
"""

import re
from collections import defaultdict
from fractions import Fraction

from imastudio.domain.works import Measured

_LOUDNESS = re.compile(r"^\s+I:\s+(-?[0-9.]+) LUFS", re.MULTILINE)
_SILENCE_LUFS = -69.0
"""ffmpeg measures no less than -70."""
MAX_RATE_DENOMINATOR = 1001
"""So that 29.97 is 30000/1001."""


def read_measures(printed: str) -> Measured | None:
    """Return what the frames that were printed tell of a file, or None where there is none."""
    heads: dict[str, dict[str, str]] = defaultdict(dict)
    spans: dict[str, list[int]] = {}
    for line in printed.splitlines():
        if line.startswith("#"):
            name, _, value = line[1:].partition(": ")
            word, _, stream = name.rpartition(" ")
            heads[stream][word] = value.strip()
        elif (frame := _frame(line)) is not None:
            stream, start, length = frame
            span = spans.setdefault(stream, [start, start, 0])
            span[0], span[1], span[2] = min(span[0], start), max(span[1], start + length), span[2] + 1
    seconds = {stream: (end - start) * _base(heads[stream]) for stream, (start, end, _) in spans.items()}
    picture = next((stream for stream in spans if heads[stream].get("media_type") == "video"), None)
    sound = next((stream for stream in spans if heads[stream].get("media_type") == "audio"), None)
    heard = float(seconds[sound]) if sound is not None else None
    if picture is None:
        return None if heard is None else Measured(sound_seconds=heard)
    width, height = _pixels(heads[picture])
    frames = spans[picture][2]
    rate = (frames / seconds[picture]).limit_denominator(MAX_RATE_DENOMINATOR) if seconds[picture] else None
    return Measured(
        width=width,
        height=height,
        frames=frames,
        rate=rate,
        seconds=float(seconds[picture]),
        sound_seconds=heard,
    )


def read_loudness(printed: str) -> float | None:
    """Return the loudness that `ebur128` found, in LUFS; None for silence, or where it found none."""
    found = _LOUDNESS.findall(printed)
    loudness = float(found[-1]) if found else _SILENCE_LUFS
    return None if loudness <= _SILENCE_LUFS else loudness


def _frame(line: str) -> tuple[str, int, int] | None:
    """Return stream, start and length of a frame, or None where the line tells of none."""
    parts = [part.strip() for part in line.split(",")]
    try:
        return parts[0], int(parts[2]), int(parts[3])
    except (IndexError, ValueError):
        return None


def _base(head: dict[str, str]) -> Fraction:
    return Fraction(head.get("tb", "1/1"))


def _pixels(head: dict[str, str]) -> tuple[int, int]:
    """Return width and height as they are shown: with square pixels."""
    width, _, height = head.get("dimensions", "0x0").partition("x")
    shape = head.get("sar", "1/1").replace(":", "/")
    ratio = Fraction(shape) if not shape.endswith("/0") else Fraction(1)
    return round(int(width) * (ratio or 1)), int(height)
