"""Whether a result is all there, where nobody announced how long it is (decision 51)."""

import io
import struct
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imastudio.adapters.ima.completeness import is_whole
from imastudio.domain.kernel.errors import ServiceUnavailable
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Media
from tests.vendor import adapters, wav
from tests.wire import Answer, WireServer


def box(kind: bytes, content: bytes, *, wide: bool = False) -> bytes:
    """Return a box of an MP4, with a length of 64 bits where it is to be `wide`."""
    if wide:
        return struct.pack(">I4sQ", 1, kind, len(content) + 16) + content
    return struct.pack(">I4s", len(content) + 8, kind) + content


def mp3(frames: int = 5, *, tagged: bool = True) -> bytes:
    """Return frames of silence at 128 kbit/s and 44.1 kHz, between the tags that players write."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + frame * frames + (b"TAG" + bytes(125) if tagged else b"")


def ogg() -> bytes:
    """Return two pages, the second of which is the last."""
    first = b"OggS\0\x02" + bytes(20) + b"\x01\x1e" + bytes(30)
    return first + b"OggS\0\x04" + bytes(20) + b"\x02\x32\x0a" + bytes(60)


@cache
def picture(kind: str) -> bytes:
    """Return a small picture in a format."""
    out = io.BytesIO()
    Image.effect_noise((24, 16), 60).convert("RGB").save(out, format=kind)
    return out.getvalue()


WHOLE = {
    "png": picture("png"),
    "jpg": picture("jpeg"),
    "webp": picture("webp"),
    "gif": picture("gif"),
    "bmp": picture("bmp"),
    "wav": wav(0.05),
    "mp3": mp3(),
    "ogg": ogg(),
    "mp4": box(b"ftyp", b"isom\0\0\2\0") + box(b"moov", bytes(40)) + box(b"mdat", bytes(99), wide=True),
    "mov": box(b"ftyp", b"qt  \0\0\2\0") + box(b"mdat", bytes(99)) + box(b"moov", bytes(40)),
}


@pytest.mark.parametrize("suffix", WHOLE)
def test_what_is_whole_says_so(suffix: str) -> None:
    """The format's own end, or its own length, is found; the next chunk would still go behind it."""
    file = io.BytesIO(WHOLE[suffix])
    assert is_whole(file, suffix, len(WHOLE[suffix])) is True
    assert file.tell() == len(WHOLE[suffix])


@given(st.data())
def test_what_is_cut_never_passes_for_whole(data: st.DataObject) -> None:
    """Wherever a file is cut, even between two of its parts."""
    suffix = data.draw(st.sampled_from(sorted(WHOLE)))
    whole = WHOLE[suffix]
    least = 16 if suffix != "mp3" else 500
    # A tag at the end of a piece of music is no part of it; the GIF's last byte is.
    most = len(whole) - (128 if suffix == "mp3" else 1)
    cut = whole[: data.draw(st.integers(least, most - 1 if suffix == "mp3" else most))]
    if suffix == "mp3" and (len(cut) - 20) % 417 == 0:
        return  # between two frames: a shorter piece of music, as far as anybody can tell
    if suffix in {"jpg", "gif"} and cut.rstrip(b"\0")[-2:] in {b"\xff\xd9", b"\0;"}:
        return
    assert is_whole(io.BytesIO(cut), suffix, len(cut)) is not True


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("flac", b"fLaC" + bytes(100)),
        ("wav", b"RIFF\xff\xff\xff\xffWAVE" + bytes(100)),
        ("wav", b"RIFF\0\0\0\0WAVE" + bytes(100)),
        ("mp4", box(b"ftyp", b"isom") + b"\0\0\0\0mdat" + bytes(40)),
        ("mp4", box(b"free", b"") * 10_001),
        ("mp3", b"\xff\xff" + bytes(100)),
        ("mp3", b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x9c\0" + bytes(400)),
        ("mp3", b"\xff\xf3\x14\x00" * 500_001),
    ],
)
def test_what_says_nothing_of_its_end(suffix: str, content: bytes) -> None:
    """A format without a length, one of a stream, and what goes on for longer than anybody looks."""
    if suffix == "mp3" and len(content) > 1_000_000:
        content = content[:4].ljust(24, b"\0") * 500_001  # frames of 24 bytes
    assert is_whole(io.BytesIO(content), suffix, len(content)) is None


@pytest.mark.parametrize("rate", [b"\xff\xf3\x90\x00", b"\xff\xe3\x90\x00", b"\xff\xfb\x92\x00"])
def test_frames_of_every_version(rate: bytes) -> None:
    """Their length follows from version, bit rate, sample rate and padding."""
    length = {b"\xff\xf3\x90\x00": 261, b"\xff\xe3\x90\x00": 522, b"\xff\xfb\x92\x00": 418}[rate]
    whole = rate.ljust(length, b"\0") * 3
    looks = [is_whole(io.BytesIO(content), "mp3", len(content)) for content in (whole, whole[:-1])]
    assert looks == [True, False]


def closing(body: bytes, **headers: str) -> Answer:
    """Return an answer that only the end of the connection ends."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in {"Content-Type": "image/png", **headers}.items()]
    return Answer(raw=("HTTP/1.1 200 OK\r\nConnection: close\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode() + body)


def chunked(body: bytes) -> Answer:
    """Return an answer in one chunk and its end."""
    return closing(f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n", Transfer_Encoding="chunked")


@pytest.mark.parametrize("suffix", ["png", "jpg", "mp3", "mp4"])
async def test_a_result_that_came_cut_and_without_a_length_is_fetched_again(
    wire: WireServer, tmp_path: Path, suffix: str
) -> None:
    """The first answer ends with its connection in the middle of the medium; the second is whole."""
    whole = WHOLE[suffix]
    wire.answer(closing(whole[: len(whole) // 2]), chunked(whole[: len(whole) * 2 // 3]), closing(whole))
    async with adapters(wire.url) as vendor:
        (path,) = await vendor.delivery.fetch([Media(url=f"{wire.url}/1")], str(tmp_path), "it")
    assert (Path(path).read_bytes(), Path(path).suffix, wire.connections) == (whole, f".{suffix}", 3)


async def test_what_stays_cut_is_never_kept(wire: WireServer, tmp_path: Path) -> None:
    """However often it comes so, nothing of it gets a name."""
    wire.answer(closing(WHOLE["png"][:-20]))
    async with adapters(wire.url) as vendor:
        with pytest.raises(ServiceUnavailable) as caught:
            await vendor.delivery.fetch([Media(url=f"{wire.url}/1")], str(tmp_path), "it")
    assert (caught.value.failure.kind, list(tmp_path.iterdir())) == (Kind.DELIVERY_FAILED, [])


async def test_an_end_that_shows_itself_will_do_where_the_content_says_nothing(
    wire: WireServer, tmp_path: Path
) -> None:
    """A FLAC without a length: the last chunk says that all came; the end of a connection doesn't."""
    flac = b"fLaC\0\0\0\x22" + bytes(100)
    wire.answer(closing(flac), chunked(flac))
    async with adapters(wire.url) as vendor:
        (path,) = await vendor.delivery.fetch([Media(url=f"{wire.url}/1")], str(tmp_path), "it")
    assert (Path(path).read_bytes(), wire.connections) == (flac, 2)
