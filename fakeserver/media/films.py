r"""Hand out a small film: H.264, yuv420p, no sound, ready to play while it loads (moov before mdat).

The film stands beside this file and is always the same; a `free` box (ISO/IEC 14496-12, 8.1.2), which players skip, is
put at its end with prompt and seed, so that every task has bytes of its own. It was made once, with ffmpeg:

    ffmpeg -f lavfi -i "gradients=s=320x180:r=24:d=2:c0=0x203a5c:c1=0xc06a7a:c2=0xe0a050:n=3:speed=0.02:seed=7" \
        -c:v libx264 -profile:v main -pix_fmt yuv420p -preset veryslow -crf 26 -map_metadata -1 \
        -fflags +bitexact -flags:v +bitexact -movflags +faststart film.mp4
"""

import functools
import importlib.resources
import json
import struct

from imastudio.fakeserver.media.text import storable

VIDEO_WIDTH = 320
VIDEO_HEIGHT = 180
VIDEO_SECONDS = 2.0
VIDEO_FORMAT = "mp4"


def video(prompt: str = "", *, seed: int = 0) -> bytes:
    """Return the film with prompt and seed in a box at its end, as UTF-8 JSON."""
    kept = json.dumps({"prompt": storable(prompt), "seed": seed}, ensure_ascii=False).encode()
    return _film() + struct.pack(">I4s", 8 + len(kept), b"free") + kept


@functools.cache
def _film() -> bytes:
    return importlib.resources.files(__package__).joinpath("film.mp4").read_bytes()
