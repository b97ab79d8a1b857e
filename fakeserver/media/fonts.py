"""Find a font of this machine that can draw Chinese. No font comes with the package.

Rules: the folders are searched once per process; a file that cannot be loaded or lacks Chinese is passed over; where
there is none, the answer is None and Pillow's own font draws the Latin letters.
"""

import functools
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

PREFERRED = (
    "notosanscjk",
    "notosanssc",
    "sourcehansans",
    "pingfang",
    "hiragino sans gb",
    "msyh",
    "wqy-microhei",
    "wqy-zenhei",
    "stheiti",
    "deng",
    "simhei",
    "droidsansfallback",
    "notoserifcjk",
    "sourcehanserif",
    "songti",
    "simsun",
    "uming",
    "ukai",
    "arial unicode",
    "unifont",
)
"""Beginnings of the file names of fonts with Chinese, the more readable first."""

_SUFFIXES = frozenset({".ttf", ".ttc", ".otf", ".otc"})
_SLANTED_OR_HEAVY = ("bold", "black", "heavy", "thin", "light", "italic")


@functools.cache
def chinese_font() -> str | None:
    """Return the path of the best font with Chinese on this machine, or None."""
    return best_font(usual_folders(sys.platform))


def usual_folders(platform: str) -> list[Path]:
    """List where the platform (`sys.platform`) keeps fonts, the system's and the user's."""
    home = os.path.expanduser("~")  # noqa: PTH111 - unlike Path.home() it never raises where there is no home
    if platform == "win32":
        windows = os.environ.get("WINDIR", r"C:\Windows")
        local = os.environ.get("LOCALAPPDATA", os.path.join(home, "AppData", "Local"))  # noqa: PTH118 - plain text here
        return [Path(windows, "Fonts"), Path(local, "Microsoft", "Windows", "Fonts")]
    if platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path(home, "Library/Fonts")]
    data = os.environ.get("XDG_DATA_HOME", os.path.join(home, ".local", "share"))  # noqa: PTH118 - plain text here
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path(data, "fonts"), Path(home, ".fonts")]


def best_font(folders: Iterable[Path]) -> str | None:
    """Return the first font, by preference, that is found in the folders and really draws Chinese."""
    found = (path for folder in folders for path in _font_files(folder))
    ranked = sorted((rank, str(path)) for path in found if (rank := _rank(path.name.lower())) is not None)
    return next((path for _, path in ranked if _draws_chinese(path)), None)


def _font_files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):  # a folder that is missing or closed to us yields nothing
        for name in names:
            path = Path(parent, name)
            if path.suffix.lower() in _SUFFIXES:
                yield path


def _rank(name: str) -> tuple[int, bool] | None:
    for place, beginning in enumerate(PREFERRED):
        if name.startswith(beginning):
            return place, any(word in name for word in _SLANTED_OR_HEAVY)
    return None


def _draws_chinese(path: str) -> bool:
    from PIL import ImageFont  # noqa: PLC0415 - Pillow is an extra, imported when something is drawn

    try:
        font = ImageFont.truetype(path, 32, layout_engine=ImageFont.Layout.BASIC)
        return bytes(font.getmask("图")) != bytes(
            font.getmask("\U0010fffe")
        )  # the latter is what a missing one looks like
    except OSError:
        return False
