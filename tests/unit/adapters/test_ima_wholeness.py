"""Pictures that end too early are told from whole ones, whatever follows these."""

import io
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from imastudio.adapters.ima.truncation import is_cut

WAYS: dict[str, tuple[str, dict[str, object]]] = {
    "png": ("png", {"format": "PNG"}),
    "apng": ("png", {"format": "PNG", "save_all": True, "frames": 3}),
    "jpeg": ("jpg", {"format": "JPEG", "quality": 90}),
    "progressive": ("jpg", {"format": "JPEG", "progressive": True}),
    "gif": ("gif", {"format": "GIF"}),
    "animation": ("gif", {"format": "GIF", "save_all": True, "frames": 3}),
    "webp": ("webp", {"format": "WEBP"}),
    "lossless": ("webp", {"format": "WEBP", "lossless": True}),
}


def _painted(seed: int) -> Image.Image:
    noise = random.Random(seed).randbytes(64 * 48 * 3)  # noqa: S311 - nothing here is secret
    return Image.frombytes("RGB", (64, 48), noise)


def _saved(way: str) -> tuple[str, bytes]:
    suffix, options = WAYS[way]
    options = dict(options)
    frames = options.pop("frames", 1)
    assert isinstance(frames, int)
    out = io.BytesIO()
    if frames > 1:
        options["append_images"] = [_painted(number) for number in range(1, frames)]
    _painted(0).save(out, **options)  # type: ignore[arg-type]  # the options of each format
    return suffix, out.getvalue()


SAVED = {way: _saved(way) for way in WAYS}


def _cut(suffix: str, content: bytes) -> bool:
    return is_cut(io.BytesIO(content), suffix, len(content))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("more", [b"", b"\0", b"\0" * 100_000, b"ftypmp42" * 50_000], ids=len)
def test_a_whole_picture_is_whole_whatever_follows(way: str, more: bytes) -> None:
    """Cameras put films behind their pictures, and some programs zeros."""
    suffix, content = SAVED[way]
    assert not _cut(suffix, content + more)


@pytest.mark.parametrize("way", WAYS)
@given(kept=st.floats(0.0, 1.0, exclude_max=True))
@example(kept=0.999_999)
@example(kept=0.5)
def test_a_cut_picture_is_found(way: str, kept: float) -> None:
    """Wherever behind its header it was cut."""
    suffix, content = SAVED[way]
    assert _cut(suffix, content[: 32 + int(kept * (len(content) - 32))])


def test_the_end_of_a_thumbnail_is_not_the_end() -> None:
    """A cut photograph holds a whole little one in its header."""
    little = SAVED["jpeg"][1]
    header = b"\xff\xd8\xff\xe1" + (len(little) + 2).to_bytes(2) + little
    photograph = header + SAVED["jpeg"][1][2:]
    assert not _cut("jpg", photograph)
    assert _cut("jpg", photograph[: len(header) + 2000])


def test_marks_may_be_repeated_and_stand_alone() -> None:
    """Odd, yet nothing is missing."""
    content = SAVED["jpeg"][1]
    assert not _cut("jpg", content[:2] + b"\xff\xff\xff\xff\x01" + content[2:])
    assert not _cut("jpg", content[:2] + b"\xff\xd9")
    assert not _cut("jpg", content[:2] + b"odd")


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "gif", "bmp"])
@given(content=st.binary(max_size=300))
def test_any_bytes_are_judged(suffix: str, content: bytes) -> None:
    """Nothing that stands in a file breaks the look at it."""
    assert _cut(suffix, content) in {True, False}


@pytest.mark.parametrize(
    ("suffix", "head", "again"),
    [
        ("png", b"\x89PNG\r\n\x1a\n", b"\0\0\0\0tEXt\0\0\0\0"),
        ("jpg", b"\xff\xd8", b"\xff\x01"),
        ("gif", b"GIF89a" + bytes(7), b"\x21\xfe\0"),
        ("gif", b"GIF89a" + bytes(7) + b"\x21\xfe", b"\x01\0"),
    ],
)
def test_a_picture_without_an_end_is_not_read_for_ever(suffix: str, head: bytes, again: bytes) -> None:
    """After so many steps it counts as whole."""
    assert not _cut(suffix, head + again * 200_000)


class _Endless(io.BytesIO):
    """A scan that goes on and on, and counts what was read."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        read = super().read(size) or bytes(size or 0)
        self.count += len(read)
        return read


def test_a_scan_without_an_end_is_not_read_for_ever() -> None:
    """Neither in time nor in memory."""
    file = _Endless(b"\xff\xd8\xff\xda\0\x02")
    assert not is_cut(file, "jpg", 1 << 40)
    assert file.count < 80 * 1024 * 1024
