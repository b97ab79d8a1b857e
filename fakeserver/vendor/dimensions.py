"""How many pixels an order asks for.

Rules this file obeys:
* Words for pictures (`512px`, `1K`, `2K`, `4K`) name the long edge, words for films (`720p`) the short one.
* What isn't understood falls back to what the vendor would most likely make: a square picture, a wide film.
"""

import re
from collections.abc import Mapping

LONG_EDGES: Mapping[str, int] = {"512PX": 512, "1K": 1024, "2K": 2048, "4K": 4096}
KLING_MODES: Mapping[str, int] = {"std": 720, "pro": 1080}
_PIXELS = re.compile(r"(\d{2,5})x(\d{2,5})")
_LINES = re.compile(r"(\d{3,4})p", re.IGNORECASE)
_RATIO = re.compile(r"(\d{1,2}):(\d{1,2})")
_SQUARE = 1024
_LINES_DEFAULT = 720


def picture_size(model_id: str, parameters: Mapping[str, object]) -> tuple[int, int]:
    """Give width and height of a picture."""
    if model_id == "midjourney":  # 480p and 720p are prices, the picture stays square
        return _SQUARE, _SQUARE
    size = str(parameters.get("size", ""))
    literal = _PIXELS.fullmatch(size)
    if literal:
        return int(literal[1]), int(literal[2])
    return _fit(LONG_EDGES.get(size.upper(), _SQUARE), _ratio(parameters, (1, 1)), long=True)


def film_size(parameters: Mapping[str, object]) -> tuple[int, int]:
    """Give width and height of a film."""
    lines = _LINES.fullmatch(str(parameters.get("resolution", "")))
    short = int(lines[1]) if lines else KLING_MODES.get(str(parameters.get("mode", "")), _LINES_DEFAULT)
    return _fit(short, _ratio(parameters, (16, 9)), long=False)


def _ratio(parameters: Mapping[str, object], default: tuple[int, int]) -> tuple[int, int]:
    found = _RATIO.fullmatch(str(parameters.get("aspect_ratio", "")))
    across, down = (int(found[1]), int(found[2])) if found else default
    return (across, down) if across and down else default


def _fit(edge: int, ratio: tuple[int, int], *, long: bool) -> tuple[int, int]:
    """Scale a ratio so that its long (or short) edge has the given length; edges are even, as encoders want them."""
    measured = max(ratio) if long else min(ratio)
    across, down = (max(2, round(edge * side / measured / 2) * 2) for side in ratio)
    return across, down
