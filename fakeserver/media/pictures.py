"""Draw a picture that shows what was ordered.

Rules: exactly the size asked for, in RGB; a calm gradient with a sun, both from the seed; the prompt as large as it
fits; size, ratio and note small below it. The prompt is in the metadata: PNG iTXt `Description` and `prompt` (PNG
specification, 11.3.4.5), JPEG EXIF ImageDescription as UTF-8 (the standard says ASCII, readers take UTF-8).
"""

import colorsys
import io
import math
import random
from typing import TYPE_CHECKING, Literal

from imastudio.fakeserver.media.films import VIDEO_HEIGHT, VIDEO_WIDTH
from imastudio.fakeserver.media.fonts import chinese_font
from imastudio.fakeserver.media.text import LINE_HEIGHT, drawable, fit, storable

if TYPE_CHECKING:
    from PIL import Image, ImageFont

MAX_SIDE_PX = 16_384
MAX_AREA_PX = 8_192 * 8_192
"""In pixels: twice the sides of the largest size that is sold, so that a nonsense size does not eat the memory."""

_SOFTWARE = "imastudio fake server"
_MEASURED_AT = 64
_RUN_LENGTH = 3  # Z_RLE (zlib.h)
_USUAL_RATIOS = (
    (1, 1),
    (4, 3),
    (3, 4),
    (3, 2),
    (2, 3),
    (16, 9),
    (9, 16),
    (5, 4),
    (4, 5),
    (21, 9),
    (9, 21),
    (2, 1),
    (1, 2),
)
_ABOUT = 0.03
_IMAGE_DESCRIPTION, _SOFTWARE_TAG = 0x010E, 0x0131  # Exif 3.0, 4.6.5


class PillowMissing(ImportError):
    """Drawing was asked for, but Pillow is not installed."""

    def __init__(self) -> None:
        super().__init__('the fake server draws with Pillow: pip install "imastudio[fake]"', name="PIL")


def picture(
    prompt: str,
    width: int,
    height: int,
    *,
    format: Literal["png", "jpeg"] = "png",  # noqa: A002 - the vendor's word for it
    seed: int = 0,
    note: str = "",
) -> bytes:
    """Draw the prompt on a picture of exactly `width` × `height` pixels and return the file.

    The note (a model's name, say) stands small at the foot, after size and ratio.

    Raises:
        ValueError: A side or the area is below 1 or above MAX_SIDE_PX, MAX_AREA_PX.
        PillowMissing: The extra `imastudio[fake]` is not installed.
    """
    if not (1 <= width <= MAX_SIDE_PX and 1 <= height <= MAX_SIDE_PX and width * height <= MAX_AREA_PX):
        raise ValueError(f"cannot draw {width} × {height} pixels")
    try:
        import PIL  # noqa: F401, PLC0415 - asked for here, so that one error names the extra
    except ImportError as error:
        raise PillowMissing from error
    image = _background(width, height, seed)
    _write(image, prompt, note)
    return _png(image, prompt) if format == "png" else _jpeg(image, prompt)


def cover(prompt: str, width: int = VIDEO_WIDTH, height: int = VIDEO_HEIGHT, *, seed: int = 0, note: str = "") -> bytes:
    """Draw a film's cover: the same picture, as a JPEG. Raises what `picture` raises."""
    return picture(prompt, width, height, format="jpeg", seed=seed, note=note)


def ratio(width: int, height: int) -> str:
    """Name the ratio as people do: "16:9"; "about 16:9" where the pixels come close to it."""
    nearest = min(_USUAL_RATIOS, key=lambda usual: abs(math.log(usual[0] * height / (usual[1] * width))))
    if nearest[0] * height == nearest[1] * width:
        return f"{nearest[0]}:{nearest[1]}"
    if abs(nearest[0] * height / (nearest[1] * width) - 1) <= _ABOUT:
        return f"about {nearest[0]}:{nearest[1]}"
    divisor = math.gcd(width, height)
    return f"{width // divisor}:{height // divisor}"


def _background(width: int, height: int, seed: int) -> "Image.Image":
    from PIL import Image, ImageDraw, ImageOps  # noqa: PLC0415 - Pillow is an extra

    chance = random.Random(seed)  # noqa: S311 - colours, no secrets
    hue = chance.random()
    above, below, sun = _colour(hue, 0.26), _colour(hue + 0.12, 0.46), _colour(hue + 0.18, 0.5)
    column = ImageOps.colorize(Image.linear_gradient("L").resize((1, height)), above, below)
    # rows of one colour each: they compress to nothing
    image = column.resize((width, height), Image.Resampling.NEAREST)
    radius = min(width, height) * chance.uniform(0.12, 0.22)
    x, y = width * chance.uniform(0.2, 0.8), height * chance.uniform(0.2, 0.5)
    ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), fill=sun)
    return image


def _colour(hue: float, lightness: float) -> tuple[int, int, int]:
    """Return a muted colour, dark enough for white letters."""
    red, green, blue = colorsys.hls_to_rgb(hue % 1, lightness, 0.42)
    return round(red * 255), round(green * 255), round(blue * 255)


def _write(image: "Image.Image", prompt: str, note: str) -> None:
    width, height = image.size
    # a letter x and a word: Pillow's own font lacks the signs of multiplication and approximation
    facts = f"{width} x {height} · {ratio(width, height)}" + (f" · {note}" if note else "")
    side = min(width, height)
    _write_block(image, prompt, box=(0.08, 0.1, 0.92, 0.84), smallest=max(9, side // 60), largest=side // 7)
    _write_block(image, facts.replace("\n", " "), box=(0.04, 0.89, 0.96, 0.99), smallest=9, largest=max(9, side // 24))


def _write_block(
    image: "Image.Image", text: str, *, box: tuple[float, float, float, float], smallest: int, largest: int
) -> None:
    """Write the text in the middle of the box, whose corners are given as shares of the picture."""
    from PIL import ImageDraw  # noqa: PLC0415 - Pillow is an extra

    left, top, right, bottom = (share * side for share, side in zip(box, image.size * 2, strict=True))
    shown = drawable(text)
    measure = _font(_MEASURED_AT)
    advances = {char: measure.getlength(char) / _MEASURED_AT for char in set(shown) | {"…"}}
    size, lines = fit(
        shown,
        advance=advances.__getitem__,
        width=right - left,
        height=bottom - top,
        smallest=smallest,
        largest=largest,
    )
    font, step = _font(size), size * LINE_HEIGHT
    middle, first = (left + right) / 2, (top + bottom - step * (len(lines) - 1)) / 2
    draw = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        draw.text((middle, first + place * step), line, fill="white", font=font, anchor="mm")


def _font(size: int) -> "ImageFont.FreeTypeFont":
    """Load the font anew for each picture: a loaded font is not shared between threads."""
    from PIL import ImageFont  # noqa: PLC0415 - Pillow is an extra

    path = chinese_font()
    if path is not None:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    own = ImageFont.load_default(size)
    assert isinstance(own, ImageFont.FreeTypeFont)  # noqa: S101 - with a size, Pillow loads no other
    return own


def _png(image: "Image.Image", prompt: str) -> bytes:
    from PIL import PngImagePlugin  # noqa: PLC0415 - Pillow is an extra

    about = PngImagePlugin.PngInfo()
    about.add_itxt("Description", storable(prompt))
    about.add_itxt("prompt", storable(prompt))
    about.add_text("Software", _SOFTWARE)
    out = io.BytesIO()
    # run-length coding is the quickest that still makes a gradient small: 4096 × 4096 in about 0.2 s and 70 KB
    image.save(out, "PNG", pnginfo=about, compress_level=1, compress_type=_RUN_LENGTH)
    return out.getvalue()


def _jpeg(image: "Image.Image", prompt: str) -> bytes:
    from PIL import Image  # noqa: PLC0415 - Pillow is an extra

    exif = Image.Exif()
    exif[_IMAGE_DESCRIPTION] = storable(prompt).encode()
    exif[_SOFTWARE_TAG] = _SOFTWARE
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()
