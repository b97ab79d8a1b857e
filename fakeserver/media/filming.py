"""Film what was ordered: the size and length asked for, the prompt on it, a bar that runs along below it, sound where wanted.

That takes imageio-ffmpeg and Pillow. Where one of them is missing, the small film is handed out, made as long as was ordered.
A `free` box (ISO/IEC 14496-12, 8.1.2), which players skip, is put at the end with prompt and seed, so that every task has
bytes of its own.
"""

import functools
import importlib.util
import json
import struct
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from imastudio.fakeserver.media.films import VIDEO_HEIGHT, VIDEO_SECONDS, VIDEO_WIDTH, small_film
from imastudio.fakeserver.media.pictures import picture
from imastudio.fakeserver.media.sounds import sound
from imastudio.fakeserver.media.text import storable

VIDEO_RATE = 24
"""Frames a second."""
MAX_VIDEO_SECONDS = 60
"""A nonsense length does not keep the machine busy."""
_ENCODER_TIMEOUT_S = 120


def video(
    prompt: str = "",
    *,
    seed: int = 0,
    width: int = VIDEO_WIDTH,
    height: int = VIDEO_HEIGHT,
    seconds: float = VIDEO_SECONDS,
    sounds: bool = False,
) -> bytes:
    """Return a film of that many seconds, with prompt and seed in a box at its end, as UTF-8 JSON.

    Its size is the one asked for where films can be made here, else that of the small film, which has no sound.
    """
    seconds = min(max(seconds, 1 / VIDEO_RATE), MAX_VIDEO_SECONDS)
    width, height = (max(2, side // 2 * 2) for side in (width, height))
    kept = json.dumps({"prompt": storable(prompt), "seed": seed}, ensure_ascii=False).encode()
    if _can_film() and (width, height, seconds, sounds) != (VIDEO_WIDTH, VIDEO_HEIGHT, VIDEO_SECONDS, False):
        film = _filmed(prompt, seed=seed, width=width, height=height, seconds=seconds, sounds=sounds)
    else:
        film = small_film(seconds)
    return film + struct.pack(">I4s", 8 + len(kept), b"free") + kept


@functools.cache
def _can_film() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("imageio_ffmpeg", "PIL"))


def _filmed(prompt: str, *, seed: int, width: int, height: int, seconds: float, sounds: bool) -> bytes:
    """Return a film of the picture that shows the prompt."""
    from imageio_ffmpeg import get_ffmpeg_exe  # noqa: PLC0415 - few servers ever film

    with TemporaryDirectory(prefix="ima-fake-film-") as name:
        folder = Path(name)
        folder.joinpath("shown.jpg").write_bytes(picture(prompt, width, height, format="jpeg", seed=seed))
        if sounds:
            folder.joinpath("heard.wav").write_bytes(sound(seconds, seed=seed))
        arguments = film_arguments(width, height, seconds, sounds=sounds)
        subprocess.run(  # noqa: S603 - our own arguments, and no shell
            [get_ffmpeg_exe(), *arguments],
            cwd=folder,
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_ENCODER_TIMEOUT_S,
        )
        return folder.joinpath("film.mp4").read_bytes()


def film_arguments(width: int, height: int, seconds: float, *, sounds: bool) -> list[str]:
    """Return what ffmpeg is asked for: the picture shown.jpg, a bar that runs along below it, the sound heard.wav."""
    bar = max(2, height // 60 * 2)
    graph = (
        f"[0:v]format=yuv420p,loop=loop=-1:size=1:start=0,fps={VIDEO_RATE},setsar=1[shown];"
        f"color=white:s={width}x{bar}:r={VIDEO_RATE},format=yuv420p[bar];"
        f"[shown][bar]overlay=x='-w+w*t/{seconds:.3f}':y=H-h,trim=end_frame={round(seconds * VIDEO_RATE)}[film]"
    )
    heard = ["-i", "heard.wav", "-map", "1:a", "-c:a", "aac", "-b:a", "96k"] if sounds else []
    return [
        *(
            "-nostdin",
            "-v",
            "error",
            "-i",
            "shown.jpg",
            *heard[:2],
            "-filter_complex",
            graph,
            "-map",
            "[film]",
            *heard[2:],
        ),
        *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-pix_fmt", "yuv420p", "-map_metadata", "-1"),
        *(
            "-fflags",
            "+bitexact",
            "-flags:v",
            "+bitexact",
            "-flags:a",
            "+bitexact",
            "-movflags",
            "+faststart",
            "film.mp4",
        ),
    ]
