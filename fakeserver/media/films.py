r"""The small film: H.264, yuv420p, no sound, ready to play while it loads (moov before mdat).

It stands beside this file; how long it lasts is changed in its index. It was made once, with ffmpeg:

    ffmpeg -f lavfi -i "gradients=s=320x180:r=24:d=2:c0=0x203a5c:c1=0xc06a7a:c2=0xe0a050:n=3:speed=0.02:seed=7" \
        -c:v libx264 -profile:v main -pix_fmt yuv420p -preset veryslow -crf 26 -map_metadata -1 \
        -fflags +bitexact -flags:v +bitexact -movflags +faststart film.mp4

The boxes of an index: ISO/IEC 14496-12, 8.2 to 8.6.
"""

import functools
import importlib.resources
import struct
from collections.abc import Iterator

VIDEO_WIDTH = 320
VIDEO_HEIGHT = 180
VIDEO_SECONDS = 2.0
_NESTING = (b"moov", b"trak", b"edts", b"mdia")
# Where a box keeps a length in units of the movie, behind its head: 32 bits in version 0.
_LENGTHS = {b"mvhd": 16, b"tkhd": 20, b"elst": 8}
_UNITS = 20
"""Where mvhd and mdhd keep how many of their units are a second, from the box's beginning."""


def small_film(seconds: float = VIDEO_SECONDS) -> bytes:
    """Return the film with an index that says how long each picture is shown; the pictures stay as they are."""
    film = _film()
    if seconds == VIDEO_SECONDS:
        return film
    changed = bytearray(film)
    places = dict(_boxes(film, 0, len(film)))
    length = round(seconds * struct.unpack_from(">I", film, places[b"mvhd"] + _UNITS)[0])
    for kind, at in _LENGTHS.items():
        struct.pack_into(">I", changed, places[kind] + 8 + at, length)
    # The film's own units become longer, and with them all that is told in them.
    units = struct.unpack_from(">I", film, places[b"mdhd"] + _UNITS)[0]
    struct.pack_into(">I", changed, places[b"mdhd"] + _UNITS, max(1, round(units * VIDEO_SECONDS / seconds)))
    return bytes(changed)


@functools.cache
def _film() -> bytes:
    return importlib.resources.files(__package__).joinpath("film.mp4").read_bytes()


def _boxes(film: bytes, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """Yield the kind and place of each box, and of those within the index."""
    while start < end:
        size, kind = struct.unpack_from(">I4s", film, start)
        yield kind, start
        if kind in _NESTING:
            yield from _boxes(film, start + 8, start + size)
        start += size
