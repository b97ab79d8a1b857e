"""Pictures lose what was written beside them, and nothing of what is seen."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from imastudio.adapters.ima.local_files import open_to_send
from imastudio.adapters.ima.picture_metadata import UnreadablePicture, without_metadata
from imastudio.adapters.ima.settings import Settings
from imastudio.domain.kernel import Kind, WishRefused
from imastudio.domain.orders import Input

SECRET = b"Musterstrasse 5"
ORIENTATION, GPS, ARTIST = 0x0112, 0x8825, 0x013B
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Musterstrasse 5</x:xmpmeta>"


def _exif(turn: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = turn, SECRET.decode()
    exif.get_ifd(GPS)[29] = SECRET.decode()
    return exif


def _picture() -> Image.Image:
    picture = Image.new("RGB", (37, 23))
    picture.putdata([(x * 6 % 256, y * 11 % 256, 90) for y in range(23) for x in range(37)])
    return picture


def _saved(kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    _picture().save(out, kind, **how)
    return out.getvalue()


def _png_info() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return info


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PICTURES: dict[str, Callable[[int], bytes]] = {
    "jpg": lambda turn: _saved(
        "JPEG", exif=_exif(turn), comment=SECRET, xmp=XMP[29:], icc_profile=PROFILE, progressive=True
    ),
    "png": lambda turn: _saved("PNG", exif=_exif(turn), pnginfo=_png_info(), icc_profile=PROFILE, dpi=(72, 72)),
    "webp": lambda turn: _saved("WEBP", exif=_exif(turn), xmp=SECRET, icc_profile=PROFILE, lossless=True),
}
KINDS = pytest.mark.parametrize("suffix", PICTURES)


def cleaned(picture: bytes, suffix: str, folder: Path) -> bytes | None:
    """Return a picture without metadata, None where it had none."""
    path = folder / f"picture.{suffix}"
    path.write_bytes(picture)
    with path.open("rb") as file:
        copy = without_metadata(file, suffix)
        if copy is None:
            return None
        with copy:
            return copy.read()


@KINDS
@pytest.mark.parametrize("turn", range(1, 9))
def test_only_how_to_turn_it_is_kept(suffix: str, turn: int, tmp_path: Path) -> None:
    """No word of the rest is left; every pixel, the colour profile and the way it is turned are."""
    before = PICTURES[suffix](turn)
    assert SECRET in before
    after = cleaned(before, suffix, tmp_path)
    assert after is not None
    assert SECRET not in after
    old, new = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert old.tobytes() == new.tobytes()
    assert new.info.get("icc_profile") == PROFILE
    assert new.getexif().get(ORIENTATION, 1) == turn
    assert set(new.getexif()) <= {ORIENTATION}
    assert cleaned(after, suffix, tmp_path) is None or turn != 1


@KINDS
def test_what_has_no_metadata_is_sent_as_it_is(suffix: str, tmp_path: Path) -> None:
    """Not even copied."""
    kind = {"jpg": "JPEG"}.get(suffix, suffix.upper())
    assert cleaned(_saved(kind), suffix, tmp_path) is None
    assert cleaned(_saved(kind, icc_profile=PROFILE), suffix, tmp_path) is None


@KINDS
def test_what_hangs_behind_the_picture_goes(suffix: str, tmp_path: Path) -> None:
    """Telephones put films there, with a place of their own; WebP says itself how long it is."""
    picture = PICTURES[suffix](1)
    after = cleaned(picture + bytes(64) + SECRET, suffix, tmp_path)
    assert after == cleaned(picture, suffix, tmp_path)


def test_a_jpeg_without_an_end_is_taken_as_it_is(tmp_path: Path) -> None:
    """Some programs leave it out."""
    picture = _saved("JPEG")[:-2]
    assert cleaned(picture, "jpg", tmp_path) is None
    assert (
        cleaned(PICTURES["jpg"](1)[:-2], "jpg", tmp_path) == (cleaned(PICTURES["jpg"](1), "jpg", tmp_path) or b"")[:-2]
    )


def test_second_pictures_of_a_jpeg_go(tmp_path: Path) -> None:
    """Their index, in a segment of its own, too."""
    picture = _saved("JPEG")
    index = struct.pack(">BBH", 0xFF, 0xE2, 2 + 4 + len(SECRET)) + b"MPF\0" + SECRET
    assert cleaned(picture[:2] + index + picture[2:] + PICTURES["jpg"](1), "jpg", tmp_path) == picture


def test_an_animation_goes_on_moving(tmp_path: Path) -> None:
    """All its pictures are there."""
    for suffix, kind in (("png", "PNG"), ("webp", "WEBP")):
        out = io.BytesIO()
        frames = [_picture(), _picture().rotate(180)]
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], exif=_exif(3), lossless=True)
        after = cleaned(out.getvalue(), suffix, tmp_path)
        assert after is not None
        assert Image.open(io.BytesIO(after)).n_frames == 2  # type: ignore[attr-defined] # of animations
        assert SECRET not in after


@pytest.mark.parametrize("suffix", ["gif", "bmp", "heic", "avif"])
def test_other_formats_are_left(suffix: str, tmp_path: Path) -> None:
    """What isn't known to be safe to change is not changed."""
    assert cleaned(SECRET, suffix, tmp_path) is None


@pytest.mark.parametrize(
    ("suffix", "picture"),
    [
        ("jpg", b"\xff\xd8\xff\xe1\0\0\xff\xd9"),
        ("jpg", b"\xff\xd8\xff\xe1\x40\0Exif"),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\x40IDAT"),
        ("png", b"\x89PNG\r\n\x1a\n"),
        ("webp", b"RIFF\x40\0\0\0WEBPVP8 \x04\0"),
    ],
)
def test_what_is_not_built_as_it_says_is_told(suffix: str, picture: bytes, tmp_path: Path) -> None:
    """Nobody knows what else is in it."""
    with pytest.raises(UnreadablePicture):
        cleaned(picture, suffix, tmp_path)


@given(suffix=st.sampled_from(sorted(PICTURES)), cut=st.integers(0, 4000), dirt=st.binary(max_size=40))
def test_no_bytes_break_it(suffix: str, cut: int, dirt: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hostile files are cleaned or refused, and no word of them comes out that was to go."""
    picture = PICTURES[suffix](6)
    try:
        after = cleaned(picture[:cut] + dirt + picture[cut:], suffix, tmp_path_factory.mktemp("dirt"))
    except UnreadablePicture:
        return
    assert after is None or len(after) < len(picture) + len(dirt) + 64


@pytest.mark.parametrize(
    "tiff",
    [
        b"",
        b"II*\0",
        b"MM\0*\0\0\0\x08\xff\xff",
        b"MM\0*\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x09\0\0\0\0\0\0",
    ],
)
def test_exif_that_says_nothing_turns_nothing(tiff: bytes, tmp_path: Path) -> None:
    """Nor does what can't be read."""
    chunk = b"eXIf" + tiff
    said = struct.pack(">I", len(tiff)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    picture = _saved("PNG")
    assert cleaned(picture[:33] + said + picture[33:], "png", tmp_path) == picture


def test_a_file_is_opened_without_metadata_unless_it_is_to_be_kept(tmp_path: Path) -> None:
    """The length that is told is that of what is sent; what can't be cleaned is refused, and sent where it needn't be."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(PICTURES["jpg"](6))
    for keep in (False, True):
        opened = open_to_send(Input(str(path)), Settings(api_key="k", keep_metadata=keep))
        sent = opened.file.read() if keep is False else path.read_bytes()
        assert (opened.stripped, opened.facts.size, SECRET in sent) == (not keep, len(sent), keep)
        opened.close()
    path.write_bytes(_saved("PNG")[:-12] + b"\0\0\0\x04tEXt" + SECRET[:4] + bytes(4) + b"\0\0\0\0IENX" + bytes(4))
    with pytest.raises(WishRefused) as refused:
        open_to_send(Input(str(path)), Settings(api_key="k"))
    assert refused.value.failure.kind is Kind.INPUT_FORMAT
