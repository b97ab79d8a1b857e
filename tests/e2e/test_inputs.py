"""Inputs as agents hand them in, and batch files as people write them, before the fake server."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from imastudio import Wish, open_studio
from imastudio.fakeserver import FakeIma
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
