"""Looking at files: what they are, how large, whether they may leave, and what results are called."""

import io
import os
import socket
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imastudio.adapters.ima.file_names import MAX_NAME_BYTES, safe_name
from imastudio.adapters.ima.formats import FORMATS, sniff, suffix_of_result
from imastudio.adapters.ima.local_files import open_input
from imastudio.adapters.ima.measuring import Measure, measure
from imastudio.adapters.ima.mp4 import picture_size
from imastudio.adapters.ima.settings import Settings
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.messages.error_translation import say_failure
from imastudio.domain.orders import Input, InputFacts
from imastudio.domain.orders.tasks import InputKind
from tests.vendor import KEY, PNG, mp4, png, wav


def look(path: Path | str, kind: InputKind = InputKind.IMAGE, **settings: Any) -> InputFacts:
    """Return what a look at a file tells."""
    with closing(open_input(Input(str(path), kind), Settings(api_key=KEY, **settings))) as held:
        return held.facts


def refusal(path: Path | str, kind: InputKind = InputKind.IMAGE, **settings: Any) -> Kind:
    """Return why a file is refused."""
    with pytest.raises(WishRefused) as caught:
        look(path, kind, **settings)
    assert caught.value.failure.parameter == kind.value
    assert caught.value.failure.value == str(path)
    return caught.value.failure.kind


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "bmp"])
def test_a_picture_is_measured_by_its_header(tmp_path: Path, suffix: str) -> None:
    """Format and pixels come from the content, whatever the name says."""
    path = tmp_path / "picture.txt"
    Image.new("RGB", (321, 123)).save(path, format="JPEG" if suffix == "jpg" else suffix)
    assert look(path) == InputFacts(
        kind=InputKind.IMAGE, format=suffix, size=path.stat().st_size, width=321, height=123
    )


def test_films_and_sounds_are_measured(tmp_path: Path) -> None:
    """Size and length are read from the headers."""
    film, sound = tmp_path / "film", tmp_path / "sound"
    film.write_bytes(mp4(640, 360, 7))
    sound.write_bytes(wav(1.5))
    assert look(film, InputKind.VIDEO) == InputFacts(
        kind=InputKind.VIDEO, format="mp4", size=film.stat().st_size, width=640, height=360, duration=7.0
    )
    assert look(sound, InputKind.AUDIO) == InputFacts(
        kind=InputKind.AUDIO, format="wav", size=sound.stat().st_size, duration=1.5
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"-----BEGIN OPENSSH PRIVATE KEY-----",
        b"<svg/>",
        b"%PDF-1.7",
        b"PK\3\4",
        b"\x7fELF",
        b"MZ",
        PNG[:20],
        b"\xff\xd8\xff\xe0\0\x01" + bytes(300),
        wav(1),
    ],
    ids=lambda content: repr(content[:9]),
)
def test_what_is_no_picture_does_not_leave(tmp_path: Path, content: bytes) -> None:
    """A file that isn't what it is handed in as is refused, with the formats that would do."""
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    assert refusal(path) is Kind.INPUT_FORMAT


def test_a_picture_is_no_film(tmp_path: Path) -> None:
    """Each kind of input is held against its own formats."""
    path = tmp_path / "film.mp4"
    path.write_bytes(PNG)
    with pytest.raises(WishRefused) as caught:
        look(path, InputKind.VIDEO)
    assert "isn't an input of this kind (video): its content is png" in say_failure(caught.value.failure, "en")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"just words", "The content of “it.png” isn't of this kind: image."),
        (b"BM is the abbreviation of a company\n" * 9, "The content of “it.png” isn't of this kind: image."),
        (b"%PDF-1.7\n", "“it.png” isn't an input of this kind (image): its content is pdf."),
        (b"II*\0" + bytes(99), "“it.png” is tif (image), which can't be used."),
        (PNG[:40], "“it.png” (image) is incomplete or damaged. Please send another one."),
    ],
    ids=["words", "words like a header", "a page", "a scan", "a part"],
)
def test_it_is_said_what_is_wrong_with_a_file(
    content: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No image at all, one of an odd format and a damaged one are told apart; no format is listed, for no model is known."""
    monkeypatch.chdir(tmp_path)
    Path("it.png").write_bytes(content)
    with pytest.raises(WishRefused) as caught:
        look("it.png")
    assert (say_failure(caught.value.failure, "en"), caught.value.failure.choices) == (said, ())


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    """Folders, pipes, sockets and devices are refused without being read."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "socket"))
        for odd in (tmp_path, tmp_path / "pipe", tmp_path / "socket", Path("/dev/zero")):
            assert refusal(odd) is Kind.INPUT_FORMAT


@pytest.mark.parametrize("name", ["missing.png", "", "nul\0l.png", "~nobody_has_this_name/a.png", "a/b/c", "x" * 999])
def test_what_is_not_there_is_not_found(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without a file behind it is refused as such, whatever is wrong with it."""
    monkeypatch.chdir(tmp_path)
    assert refusal(name) in {Kind.INPUT_NOT_FOUND, Kind.INPUT_FORMAT}


def test_what_may_not_be_read_is_not_found(tmp_path: Path) -> None:
    """A link to nowhere and a loop of links are no files."""
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refusal(tmp_path / "gone") is Kind.INPUT_NOT_FOUND
    assert refusal(tmp_path / "loop") is Kind.INPUT_NOT_FOUND


def test_nothing_leaves_the_allowed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only files within the folder may leave, and no link leads out of it."""
    inside, outside = tmp_path / "in", tmp_path / "in-not"
    inside.mkdir()
    outside.mkdir()
    for folder in (inside, outside):
        (folder / "a.png").write_bytes(PNG)
    (inside / "link.png").symlink_to(outside / "a.png")
    (inside / "folder").symlink_to(outside)
    (outside / "back.png").symlink_to(inside / "a.png")
    monkeypatch.chdir(tmp_path)
    for allowed in (inside / "a.png", outside / "back.png", "in/../in/a.png"):
        assert look(allowed, allow_dir="in").format == "png"
    for refused in (outside / "a.png", inside / "link.png", inside / "folder" / "a.png", "in/../in-not/a.png"):
        assert refusal(refused, allow_dir=str(inside)) is Kind.INPUT_NOT_ALLOWED
    assert refusal("/etc/shadow", allow_dir=str(inside)) is Kind.INPUT_NOT_ALLOWED


def test_a_file_that_changes_under_the_look_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is opened must be what was named: a link or another file that took its place is not sent."""
    path, other = tmp_path / "a.png", tmp_path / "b.png"
    for file in (path, other):
        file.write_bytes(PNG)
    really = os.open

    def swap(name: Any, *args: Any, **named: Any) -> int:
        other.replace(path)
        return really(name, *args, **named)

    monkeypatch.setattr(os, "open", swap)
    assert refusal(path) is Kind.INPUT_NOT_FOUND


def test_size_and_pixels_are_limited(tmp_path: Path) -> None:
    """Too many bytes or pixels are refused with the limit; nothing is decoded to find out."""
    path = tmp_path / "a.png"
    path.write_bytes(png(20_000, 20_000))
    with pytest.raises(WishRefused) as caught:
        look(path)
    assert caught.value.failure.kind is Kind.INPUT_TOO_LARGE
    assert caught.value.failure.facts == {"measured": 400_000_000, "largest": 200_000_000, "unit": "pixels"}
    assert refusal(path, largest_input=10) is Kind.INPUT_TOO_LARGE
    assert look(path, most_pixels=400_000_000).width == 20_000


@given(st.binary(max_size=200), st.sampled_from(sorted(FORMATS)))
def test_hostile_headers_break_nothing(tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str) -> None:
    """Whatever bytes a file holds, it has a measure or none."""
    path = tmp_path_factory.getbasetemp() / "hostile"
    for before in (b"", PNG[:16], mp4(1, 1, 1)[:60], wav(0)[:20], b"\xff\xd8\xff\xe0"):
        path.write_bytes(before + content)
        sniff(before + content)
        with path.open("rb") as file:
            assert isinstance(measure(file, FORMATS[suffix]), Measure)


class _Failing(io.BytesIO):
    def read(self, _: int | None = -1, /) -> bytes:
        """Fail as a bad disk does."""
        raise OSError


@pytest.mark.parametrize("suffix", ["png", "wav"])
def test_what_cannot_be_read_has_no_measure(suffix: str) -> None:
    """An error while reading means that the size isn't known."""
    assert measure(_Failing(), FORMATS[suffix]) == Measure()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0\x08moov",
        b"\0\0\0\0moov",
        b"\0\0\0\x01moov" + struct.pack(">Q", 16),
        b"\0\0\0\x01moov" + struct.pack(">Q", 2**63),
        b"\0\0\0\x03moov",
        b"\0\0\0\x10moov\0\0\0\x08trak",
        b"\0\0\0\x18moov\0\0\0\x10trak\0\0\0\x08tkhd",
        b"\0\0\0\x08free" * 5000,
    ],
    ids=lambda content: repr(content[:30]),
)
def test_a_film_without_a_track_has_no_size(tmp_path: Path, content: bytes) -> None:
    """Boxes that lie about themselves end the search."""
    path = tmp_path / "film"
    path.write_bytes(content)
    with path.open("rb") as file:
        assert picture_size(file) == (None, None)


def test_long_boxes_and_open_ends_are_read(tmp_path: Path) -> None:
    """A box may spell its size in 64 bits, or reach to the end."""
    track = struct.pack(">I4sII", 16, b"tkhd", 64 << 16, 48 << 16)
    content = struct.pack(">I4sQ", 1, b"skip", 16) + struct.pack(">I4s", 0, b"moov")
    path = tmp_path / "film"
    path.write_bytes(content + struct.pack(">I4s", 8 + len(track), b"trak") + track)
    with path.open("rb") as file:
        assert picture_size(file) == (64, 48)


@pytest.mark.parametrize(
    ("head", "content_type", "suffix"),
    [
        (PNG, "text/html", "png"),
        (wav(1), "application/octet-stream", "wav"),
        (mp4(1, 1, 1), "", "mp4"),
        (b"\x01\0\x02unknown", "audio/x-aiff", "aiff"),
        (b"\x01\0\x02unknown", "video/exe", "bin"),
        (b"\x01\0\x02unknown", "image/html", "bin"),
        (b"\x01\0\x02unknown", "video/mp4; codecs=x", "mp4"),
        (b"\x01\0\x02unknown", "video/../../x", "bin"),
        (b"\x01\0\x02unknown", "application/octet-stream", None),
        (b"<!doctype html><title>gone</title>", "image/png", None),
        (b'{"code": 404}', "video/mp4", None),
        (b"", "image/png", None),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_result_is_what_its_content_says(head: bytes, content_type: str, suffix: str | None) -> None:
    """Content first; an unknown format on the server's word; a page is no result."""
    assert suffix_of_result(head, content_type) == suffix


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a cat", "a cat"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\x", "C__Windows_x"),
        ("a\x1b[31m\nb\0c\u202ed", "a_[31m_b_c_d"),
        ("...", "result"),
        ("", "result"),
        ("con", "_con"),
        ("NUL.tar", "_NUL.tar"),
        ("LPT1", "_LPT1"),
        ("console", "console"),
        ("a\u2028b", "a_b"),
        ("\ud800x", "_x"),
        ("香蕉" * 60, "香蕉" * 20),
    ],
    ids=repr,
)
def test_names_are_made_safe(text: str, name: str) -> None:
    """No folder, no control character, no reserved word, not too long."""
    assert safe_name(text) == name


@given(st.text())
def test_any_text_makes_a_safe_name(text: str) -> None:
    """Whatever it was made from, a name is one printable part of a path, and stays itself when made safe again."""
    name = safe_name(text)
    assert 0 < len(name.encode()) <= MAX_NAME_BYTES + 1
    assert not set(name) & set('/\\:*?"<>|\0')
    assert name not in {".", ".."}
    assert name == safe_name(name)
