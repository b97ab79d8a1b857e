"""How long each model takes: the one source for quote, progress and pace.

Order (decision 17): the published row for the model, else the product's own tag ("150~210s"), else the task type.
Rows: the vendor's table "Estimated Generation Time"; ranges in seconds.
"""

import re

import attrs

from imastudio.domain.orders import Estimate
from imastudio.domain.quoting.catalog import Leaf
from imastudio.domain.tasks import Medium, TaskType

_TAG = re.compile(r"\s*([0-9]{1,5})\s*(?:[~\-–～]\s*([0-9]{1,5})\s*)?s?\s*")
_BY_MEDIUM = {
    Medium.IMAGE: Estimate(lowest=20, highest=60, poll_every=5, tell_every=20),
    Medium.VIDEO: Estimate(lowest=60, highest=180, poll_every=8, tell_every=40),
    Medium.MUSIC: Estimate(lowest=10, highest=45, poll_every=5, tell_every=15),
    Medium.SPEECH: Estimate(lowest=5, highest=30, poll_every=3, tell_every=10),
}
_IMAGES = {
    "doubao-seedream-4.5": Estimate(lowest=25, highest=60, poll_every=5, tell_every=20),
    "gemini-3.1-flash-image": Estimate(lowest=20, highest=40, poll_every=5, tell_every=15),
    "gemini-3-pro-image": Estimate(lowest=60, highest=120, poll_every=5, tell_every=30),
    "midjourney": Estimate(lowest=40, highest=90, poll_every=8, tell_every=25),
}
_QUICK = Estimate(lowest=60, highest=120, poll_every=8, tell_every=30)
_USUAL = Estimate(lowest=90, highest=180, poll_every=8, tell_every=40)
_LONG = Estimate(lowest=180, highest=360, poll_every=8, tell_every=60)
_VIDEOS = {
    **dict.fromkeys(("wan2.6-t2v", "wan2.6-i2v", "MiniMax-Hailuo-02", "MiniMax-Hailuo-2.3"), _QUICK),
    **dict.fromkeys(("viduq2", "viduq2-pro", "pixverse"), _QUICK),
    **dict.fromkeys(("doubao-seedance-1.5-pro", "kling-v2-6", "veo-3.1-generate-preview"), _USUAL),
    **dict.fromkeys(("kling-video-o1", "sora-2-pro"), _LONG),
}
_KEPT_FRAMES = dict.fromkeys(("kling-video-o1", "veo-3.1-generate-preview"), _LONG)
_ROWS: dict[TaskType, dict[str, Estimate]] = {
    TaskType.TEXT_TO_IMAGE: _IMAGES,
    TaskType.IMAGE_TO_IMAGE: _IMAGES,
    TaskType.TEXT_TO_VIDEO: _VIDEOS,
    # the same ranges as for text, told every 40 s
    TaskType.IMAGE_TO_VIDEO: {model: attrs.evolve(row, tell_every=40) for model, row in _VIDEOS.items()},
    TaskType.FIRST_LAST_FRAME_TO_VIDEO: _KEPT_FRAMES,
    TaskType.REFERENCE_IMAGE_TO_VIDEO: _KEPT_FRAMES,
    TaskType.TEXT_TO_MUSIC: {
        **dict.fromkeys(("GenBGM", "GenSong"), Estimate(lowest=10, highest=25, poll_every=5, tell_every=10)),
        "sonic": Estimate(lowest=20, highest=45, poll_every=5, tell_every=15),
    },
    TaskType.TEXT_TO_SPEECH: {},  # the published row says that it varies by model
}


def estimate(leaf: Leaf) -> Estimate:
    """Return how long an order of `leaf` should take, and how often to ask and to tell."""
    row = _ROWS[leaf.task_type].get(leaf.model_id)
    if row is not None:
        return row
    usual = _BY_MEDIUM[leaf.task_type.medium]
    tagged = _TAG.fullmatch(leaf.estimate_tag or "")
    if tagged is None:
        return usual
    lowest, highest = sorted((int(tagged[1]), int(tagged[2] or tagged[1])))
    return attrs.evolve(usual, lowest=lowest, highest=max(1, highest))
