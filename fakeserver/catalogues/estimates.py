"""How long the vendor's models take, in seconds from-to.

Rules this file obeys:
* The published table of estimates comes first, then the leaf's own `EET` tag, then what is usual for the task type.
"""

import re
from collections.abc import Mapping
from typing import Any

_QUICK_FILM, _FILM, _SLOW_FILM = (60, 120), (90, 180), (180, 360)

BY_MODEL: Mapping[str, tuple[int, int]] = {
    "doubao-seedream-4.5": (25, 60),
    "gemini-3.1-flash-image": (20, 40),
    "gemini-3-pro-image": (60, 120),
    "midjourney": (40, 90),
    "wan2.6-t2v": _QUICK_FILM,
    "wan2.6-i2v": _QUICK_FILM,
    "MiniMax-Hailuo-02": _QUICK_FILM,
    "MiniMax-Hailuo-2.3": _QUICK_FILM,
    "viduq2": _QUICK_FILM,
    "viduq2-pro": _QUICK_FILM,
    "pixverse": _QUICK_FILM,
    "doubao-seedance-1.5-pro": _FILM,
    "kling-v2-6": _FILM,
    "veo-3.1-generate-preview": _FILM,
    "kling-video-o1": _SLOW_FILM,
    "sora-2-pro": _SLOW_FILM,
    "GenBGM": (10, 25),
    "GenSong": (10, 25),
    "sonic": (20, 45),
}
SLOW_WITH_FRAMES = {"kling-video-o1", "veo-3.1-generate-preview"}  # slower from frames and references
BY_MEDIUM: Mapping[str, tuple[int, int]] = {
    "image": (20, 60),
    "video": (60, 180),
    "music": (20, 45),
    "speech": (5, 30),
}
_TAG = re.compile(r"(\d+)~(\d+)s")


def estimate(task_type: str, leaf: Mapping[str, Any]) -> tuple[int, int]:
    """Estimate the seconds, from and to, that one result of this version takes."""
    model_id = leaf["model_id"]
    if model_id in SLOW_WITH_FRAMES and task_type in ("first_last_frame_to_video", "reference_image_to_video"):
        return _SLOW_FILM
    if model_id in BY_MODEL:
        return BY_MODEL[model_id]
    for tag in leaf.get("tags") or ():
        matched = _TAG.fullmatch(str(tag["tag_value"])) if tag["tag_type"] == "EET" else None
        if matched:
            return int(matched[1]), int(matched[2])
    return BY_MEDIUM[medium(task_type)]


def medium(task_type: str) -> str:
    """Name what a task type makes: image, video, music or speech."""
    return task_type.rsplit("_", 1)[-1]
