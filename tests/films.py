"""Small real films, pictures and sounds, and an independent reader of what comes of them.

The reader is MediaInfo, which shares nothing with ffmpeg. Of what is seen and heard, ffmpeg decodes the samples.
"""

import math
import subprocess
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from pymediainfo import MediaInfo

from imastudio.adapters.film.reading import read_loudness

PROGRAM = imageio_ffmpeg.get_ffmpeg_exe()


def ffmpeg(*arguments: str, folder: Path | None = None) -> bytes:
    """Run ffmpeg; return what it prints."""
    quiet = ["-nostdin", "-v", "error", "-y"]
    return subprocess.run([PROGRAM, *quiet, *arguments], check=True, capture_output=True, cwd=folder).stdout


def tracks(path: str | Path) -> Mapping[str, dict[str, Any]]:
    """Return what MediaInfo says of a file: "General", "Video", "Audio", "Text"."""
    return {track.track_type: track.to_data() for track in MediaInfo.parse(str(path)).tracks}


def make_video(
    path: Path,
    seconds: float,
    *,
    colour: str = "red",
    size: str = "320x180",
    rate: int = 24,
    hertz: int | None = None,
    pixels: str = "yuv420p",
) -> Path:
    """Make a film of one colour, with a tone of so many hertz where one is wanted."""
    source = ["-f", "lavfi", "-i", f"color={colour}:s={size}:r={rate}:d={seconds}"]
    sound = [] if hertz is None else ["-f", "lavfi", "-i", f"sine={hertz}:d={seconds}"]
    ffmpeg(*source, *sound, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", pixels, "-c:a", "aac", str(path))
    return path


def make_picture(path: Path, *, colour: str = "blue", size: str = "640x480") -> Path:
    """Make a picture of one colour."""
    ffmpeg("-f", "lavfi", "-i", f"color={colour}:s={size}", "-frames:v", "1", "-update", "1", "-f", "image2", str(path))
    return path


def make_sound(path: Path, seconds: float, *, hertz: int = 440, volume: float = 1.0, rate: int = 44_100) -> Path:
    """Make a tone."""
    ffmpeg("-f", "lavfi", "-i", f"sine={hertz}:d={seconds}:r={rate}", "-af", f"volume={volume}", str(path))
    return path


def pixel(path: Path, seconds: float, x: str = "iw/2", y: str = "ih/2") -> tuple[int, int, int]:
    """Return the colour of a place at an instant, as red, green and blue."""
    crop = f"crop=2:2:{x}:{y},format=rgb24"
    shown = ffmpeg("-ss", f"{seconds}", "-i", str(path), "-frames:v", "1", "-vf", crop, "-f", "rawvideo", "-")
    return shown[0], shown[1], shown[2]


def colour_at(path: Path, seconds: float, *, x: str = "iw/2", y: str = "ih/2") -> str:
    """Return the colour that is seen at an instant, in the middle unless told: "red", "green", "blue" or "black"."""
    red, green, blue = pixel(path, seconds, x, y)
    if max(red, green, blue) < 60:
        return "black"
    return {red: "red", green: "green", blue: "blue"}[max(red, green, blue)]


def level(path: Path, start: float, end: float, hertz: int) -> float:
    """Return how strong a tone is heard between two instants: its amplitude, where 1 is the loudest that can be."""
    rate = 8_000
    mono = ["-ac", "1", "-ar", str(rate), "-f", "s16le", "-"]
    samples = array("h", ffmpeg("-i", str(path), "-map", "0:a:0", *mono))[round(start * rate) : round(end * rate)]
    turn = 2 * math.pi * hertz / rate
    real = sum(sample * math.cos(turn * at) for at, sample in enumerate(samples))
    imaginary = sum(sample * math.sin(turn * at) for at, sample in enumerate(samples))
    return 2 * math.hypot(real, imaginary) / max(1, len(samples)) / 32_768


def loudness(path: Path) -> float:
    """Return the loudness of a film in LUFS."""
    measured = subprocess.run(
        [PROGRAM, "-nostdin", "-hide_banner", "-i", str(path), "-af", "ebur128=framelog=quiet", "-f", "null", "-"],
        check=True,
        capture_output=True,
        text=True,
    )
    found = read_loudness(measured.stderr)
    assert found is not None
    return found
