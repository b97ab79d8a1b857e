"""Pictures are real, of the exact size, and say what was ordered."""

import io
import subprocess
import sys
import time
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from imastudio.fakeserver.media import MAX_SIDE_PX, PillowMissing, cover, picture, pictures
from imastudio.fakeserver.media.fonts import chinese_font
from imastudio.fakeserver.media.pictures import ratio

CHINESE = "一只戴着宇航员头盔的橘猫，站在月球上 🐱"
SIZES = [(1, 1), (7, 300), (512, 512), (1376, 768), (768, 1376), (3072, 384), (1024, 1024)]


def opened(file: bytes) -> Image.Image:
    """Open the file and decode every pixel of it."""
    image = Image.open(io.BytesIO(file))
    image.load()
    return image


@pytest.fixture(params=["chinese font", "no chinese font"])
def _fonts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw with this machine's fonts, and as on a machine that has none."""
    if request.param == "no chinese font":
        monkeypatch.setattr(pictures, "chinese_font", lambda: None)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("file_format", ["png", "jpeg"])
def test_a_picture_has_exactly_the_size_asked_for(width: int, height: int, file_format: Literal["png", "jpeg"]) -> None:
    """Every pixel decodes, and there are as many as were ordered."""
    image = opened(picture("a puppy", width, height, format=file_format))
    assert (image.size, image.mode, image.format) == ((width, height), "RGB", file_format.upper())


@pytest.mark.parametrize(("width", "height"), [(0, 5), (5, -1), (MAX_SIDE_PX + 1, 1), (16_000, 16_000)])
def test_nonsense_sizes_are_refused(width: int, height: int) -> None:
    """Nothing is drawn that nobody could open."""
    with pytest.raises(ValueError, match="cannot draw"):
        picture("a puppy", width, height)


@pytest.mark.parametrize("prompt", ["a puppy", CHINESE, "", "two\nlines", "图" * 10_000])
def test_a_png_holds_the_prompt(prompt: str) -> None:
    """Both the standard keyword and the plain word lead to it."""
    image = opened(picture(prompt, 64, 64))
    assert (image.info["Description"], image.info["prompt"]) == (prompt, prompt)


@pytest.mark.parametrize("prompt", ["a puppy", CHINESE, "two\nlines", "图" * 10_000])
def test_a_jpeg_holds_the_prompt(prompt: str) -> None:
    """EXIF ImageDescription has it as UTF-8 (Pillow reads Latin-1, byte by byte)."""
    description = opened(picture(prompt, 64, 64, format="jpeg")).getexif()[0x010E]
    assert description.encode("latin-1").decode() == prompt


def test_a_text_too_long_for_a_jpeg_segment_is_cut() -> None:
    """The picture is whole all the same."""
    assert opened(picture("图" * 100_000, 64, 64, format="jpeg")).size == (64, 64)


def test_the_same_arguments_give_the_same_bytes() -> None:
    """A picture can be made again instead of being kept."""
    assert picture(CHINESE, 200, 100, seed=3) == picture(CHINESE, 200, 100, seed=3)


def test_each_argument_is_seen_in_the_pixels() -> None:
    """Another prompt, seed or note is another drawing."""
    files = [
        picture("a puppy", 320, 320),
        picture("a kitten", 320, 320),
        picture("a puppy", 320, 320, seed=1),
        picture("a puppy", 320, 320, note="Nano Banana"),
    ]
    assert len({opened(file).tobytes() for file in files}) == 4


def test_chinese_is_drawn_where_there_is_a_font() -> None:
    """Different characters look different, which boxes for missing ones do not."""
    if chinese_font() is None:
        pytest.skip("this machine has no font with Chinese")
    assert opened(picture("狗", 100, 100)).tobytes() != opened(picture("猫", 100, 100)).tobytes()


@pytest.mark.usefixtures("_fonts")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ud800",
        "\0\x01\x1b",
        "🐶👨‍👩‍👧",
        "e\u0301" * 50,
        "\u202eabc",
        "מִלָּה كلمة",
        "\n" * 99,
        "字" * 10_000,
        "x" * 10_000,
    ],
)
def test_odd_texts_render(text: str) -> None:
    """Neither an odd prompt nor an odd note raises, with or without a font for it."""
    assert opened(picture(text, 300, 200, note=text)).size == (300, 200)


@pytest.mark.usefixtures("_fonts")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prompt=st.text(st.characters(exclude_categories=())),
    note=st.text(st.characters(exclude_categories=())),
    width=st.integers(1, 400),
    height=st.integers(1, 400),
    file_format=st.sampled_from(["png", "jpeg"]),
    seed=st.integers(),
)
def test_any_text_renders_at_any_size(
    *, prompt: str, note: str, width: int, height: int, file_format: Literal["png", "jpeg"], seed: int
) -> None:
    """Whatever is ordered, a whole picture comes back."""
    assert opened(picture(prompt, width, height, format=file_format, seed=seed, note=note)).size == (width, height)


def test_a_cover_is_a_jpeg_in_the_films_size() -> None:
    """It is what a player shows before the film runs."""
    image = opened(cover("a puppy", note="Wan"))
    assert (image.format, image.size) == ("JPEG", (320, 180))


@pytest.mark.parametrize(
    ("width", "height", "name"),
    [
        (1024, 1024, "1:1"),
        (1920, 1080, "16:9"),
        (2100, 900, "21:9"),
        (1376, 768, "about 16:9"),
        (3072, 384, "8:1"),
        (1, 1, "1:1"),
    ],
)
def test_ratios_have_their_usual_names(width: int, height: int, name: str) -> None:
    """People read 21:9, not 7:3, and are told when it is not exact."""
    assert ratio(width, height) == name


def test_without_pillow_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs the fake server without it learns what to install."""
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(PillowMissing, match=r"imastudio\[fake\]"):
        picture("a puppy", 10, 10)


def test_importing_the_package_imports_no_pillow() -> None:
    """A server that draws nothing starts as quickly without it."""
    program = "import sys, imastudio.fakeserver.media; print({'PIL', 'wave'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_large_pictures_are_drawn_in_reasonable_time() -> None:
    """Far above what it takes (0.4 s), so that only a blunder in the drawing fails it."""
    began = time.process_time()
    picture(CHINESE * 20, 4096, 4096)
    assert time.process_time() - began < 5
