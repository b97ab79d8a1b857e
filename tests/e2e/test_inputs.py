"""Inputs as agents hand them in, and batch files as people write them, before the fake server."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image

from imastudio import Wish, open_studio
from imastudio.fakeserver import FakeIma, bare, fail_media
from tests.shells import Shell, pointed_at

FAST = "500"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=float(FAST), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Paint a local picture whose name has a blank and a Chinese character in it."""
    path = tmp_path / "my 猫.png"
    Image.effect_noise((640, 640), 50).convert("RGB").save(path)
    return path


@pytest.mark.parametrize(
    "spelling", ["{url}", "file://localhost{quoted}", "MEDIA:{path}", "  {path} ", "MEDIA:{url}", "{data}"]
)
def test_a_picture_is_taken_however_it_is_written(spelling: str, fake: FakeIma, ima: Shell, picture: Path) -> None:
    """It is uploaded as any other, with the same checks."""
    url = picture.as_uri()
    data = f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"
    source = spelling.format(url=url, quoted=url.removeprefix("file://"), path=picture, data=data)
    said = ima("create", "make it snow", "--image", source, "--output-json", "--speed", FAST)
    assert (said.code, said.document["task_type"]) == (0, "image_to_image")
    assert len(fake.charges) == 1


def test_an_address_that_the_vendor_could_not_read_is_not_used_again(fake: FakeIma, ima: Shell, picture: Path) -> None:
    """What failed for a reason that nobody knows is not paid for once more with the same upload; a good one is reused."""
    order = ("create", "make it snow", "--image", str(picture), "--output-json", "--speed", FAST)
    fake.fail_next("create", fail_media(0, reason="could not fetch input_images[0]: 403"), skip=1)
    said = [ima(*order) for _ in range(4)]
    assert [one.code for one in said] == [0, 1, 0, 0]
    assert said[1].document["error"]["retry_safe"] is False
    assert sum(request.call == "put" for request in fake.requests) == 2


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("data:image/png;base64,bm90IGEgcGljdHVyZQ==", "input_format"),
        ("data:image/png;base64,%%%", "input_format"),
        ("file://elsewhere/a.png", "input_url"),
        ("MEDIA:/nowhere/a.png", "input_not_found"),
    ],
)
def test_what_is_no_picture_is_refused(source: str, kind: str, fake: FakeIma, ima: Shell) -> None:
    """Before anything is spent."""
    said = ima("create", "make it snow", "--image", source, "--output-json")
    assert (said.code, said.kind) == (3, kind)
    assert fake.charges == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
@pytest.mark.parametrize("array", [False, True], ids=["lines", "array"])
def test_a_batch_in_any_encoding(encoding: str, array: bool, fake: FakeIma, ima: Shell, tmp_path: Path) -> None:  # noqa: FBT001
    """Each line is ordered once, and the same file in another encoding orders nothing anew."""
    wishes = [{"prompt": f"第 {number} 句", "task_type": "text_to_speech"} for number in range(3)]
    file = tmp_path / "wishes.jsonl"
    for written in (encoding, "utf-8"):
        texts = [json.dumps(wish, ensure_ascii=False) for wish in wishes]
        text = f"[{', '.join(texts)}]" if array and written == encoding else "\n".join(texts)
        file.write_bytes(text.encode(written))
        assert ima("batch", str(file), "--speed", FAST, "--timeout", "100000").code == 0
    assert len(fake.charges) == 3


def test_a_picture_comes_through_standard_input(
    fake: FakeIma, ima: Shell, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--image -` is the picture itself; said twice, nothing is ordered."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(picture.read_bytes())))
    said = ima("create", "make it snow", "--image", "-", "--output-json", "--speed", FAST)
    assert (said.code, said.document["task_type"]) == (0, "image_to_image")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(picture.read_bytes())))
    twice = ima("create", "make it snow", "--image", "-", "--image", "-", "--output-json")
    assert (twice.code, len(fake.charges)) == (2, 1)


async def test_python_hands_in_what_it_has(fake: FakeIma, picture: Path, tmp_path: Path) -> None:
    """A path, its text, the bytes, and an open file are one and the same picture."""
    content = picture.read_bytes()
    async with open_studio(state_dir=tmp_path / "state", clock_speed=float(FAST)) as studio:
        for given in (picture, str(picture), content, io.BytesIO(content)):
            result = await studio.generate(Wish(prompt="make it snow", inputs=[given]))
            assert (result.status, result.generation.order.input_count) == ("succeeded", 1)
    assert len(fake.charges) == 4


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Take a photo at a place that nobody need know, with the camera on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, PLACE
    exif.get_ifd(0x8825)[29] = PLACE
    path = tmp_path / "photo.jpg"
    Image.effect_noise((640, 640), 50).convert("RGB").save(path, exif=exif)
    return path


PLACE = "52.5200N 13.4050E"
SNOW = ("create", "make it snow", "--speed", FAST, "--image")


def _uploaded(fake: FakeIma) -> list[bytes]:
    """Return what lies on the server, as the vendor would read it."""
    puts = [request for request in fake.requests if request.call == "put"]
    found = []
    for put in puts:
        with urlopen(f"{fake.url}{put.path}") as answer:  # noqa: S310 - of the server that runs here
            found.append(answer.read())
    return found


@pytest.mark.parametrize(
    ("option", "variable", "kept"),
    [([], "", False), (["--keep-metadata"], "", True), ([], "1", True), (["--no-keep-metadata"], "1", False)],
)
def test_a_photo_goes_without_its_place(
    option: list[str],
    variable: str,
    *,
    kept: bool,
    fake: FakeIma,
    ima: Shell,
    photo: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Unless the person wants that; how it is turned goes with it, and what was left out is said once."""
    monkeypatch.setenv("IMA_KEEP_METADATA", variable)
    said = ima(*SNOW, str(photo), *option)
    assert said.code == 0
    (sent,) = _uploaded(fake)
    assert (PLACE.encode() in sent) is kept
    assert Image.open(io.BytesIO(sent)).getexif()[0x0112] == 6
    assert said.err.count("(place, time, camera)") == (0 if kept else 1)
    monkeypatch.setenv("IMA_KEEP_METADATA", "perhaps")
    assert ima(*SNOW, str(photo)).code == 3


def test_the_same_photo_is_uploaded_once(fake: FakeIma, ima: Shell, photo: Path, tmp_path: Path) -> None:
    """By each command anew, as long as the address is good."""
    (tmp_path / "copy.jpg").write_bytes(photo.read_bytes())
    for name in ("photo.jpg", "copy.jpg", "photo.jpg"):
        assert ima(*SNOW, str(tmp_path / name)).code == 0
    assert len(_uploaded(fake)) == 1
    assert len(fake.charges) == 3
    fake.fail_next("cdn", bare(404))
    assert ima(*SNOW, str(photo), "--aspect-ratio", "16:9").code == 0
    assert len(_uploaded(fake)) == 2
    assert ima(*SNOW, str(photo), "--aspect-ratio", "16:9").code == 0
    assert len(_uploaded(fake)) == 2
