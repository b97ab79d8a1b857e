"""What the companion knowledge skill would recommend, as a table. Source: facts section 10."""

from imastudio.domain.orders import Tier
from imastudio.domain.tasks import TaskType

_IMAGE = {
    Tier.BALANCED: "gemini-3.1-flash-image",
    Tier.BUDGET: "doubao-seedream-4.5",
    Tier.PREMIUM: "gemini-3-pro-image",
    Tier.ARTISTIC: "midjourney",
}
_VEO = "veo-3.1-generate-preview"
_KLING = {Tier.BALANCED: "kling-video-o1", Tier.PREMIUM: _VEO}
_TABLE: dict[TaskType, dict[Tier, str]] = {
    TaskType.TEXT_TO_IMAGE: _IMAGE,
    TaskType.IMAGE_TO_IMAGE: _IMAGE,
    TaskType.TEXT_TO_VIDEO: {Tier.BALANCED: "wan2.6-t2v", Tier.PREMIUM: _VEO},
    TaskType.IMAGE_TO_VIDEO: {Tier.BALANCED: "wan2.6-i2v", Tier.PREMIUM: _VEO},
    TaskType.FIRST_LAST_FRAME_TO_VIDEO: _KLING,
    TaskType.REFERENCE_IMAGE_TO_VIDEO: _KLING,
    TaskType.TEXT_TO_MUSIC: {Tier.BALANCED: "sonic"},
}


def recommended(task_type: TaskType, tier: Tier | None) -> str | None:
    """Return the model id for a task and a tier (none spoken: balanced), or None where the table is silent."""
    return _TABLE.get(task_type, {}).get(tier or Tier.BALANCED)
