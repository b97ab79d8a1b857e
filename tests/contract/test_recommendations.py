"""What holds for every source of recommendations."""

from pathlib import Path

import pytest

from imastudio.adapters.files.recommendations import KnowledgeSkill
from imastudio.adapters.memory.recommendations import MemoryRecommendations
from imastudio.adapters.system.paths import Paths
from imastudio.domain.orders import Tier
from imastudio.domain.orders.tasks import TaskType
from imastudio.ports.recommendations import Recommendations


def _recommendations(kind: str, state: Path, *, installed: bool) -> Recommendations:
    if kind == "memory":
        return MemoryRecommendations(installed)
    folder = Paths(state).knowledge
    if installed:
        folder.mkdir(parents=True)
    return KnowledgeSkill(folder)


@pytest.mark.parametrize("kind", ["files", "memory"])
@pytest.mark.parametrize("task_type", TaskType)
async def test_silent_where_the_skill_is_absent(kind: str, task_type: TaskType, tmp_path: Path) -> None:
    """Without the companion skill nothing is recommended."""
    source = _recommendations(kind, tmp_path, installed=False)
    assert [await source.recommend(task_type, tier) for tier in (None, *Tier)] == [None] * 5


@pytest.mark.parametrize("kind", ["files", "memory"])
@pytest.mark.parametrize(
    ("task_type", "tier", "model_id"),
    [
        (TaskType.TEXT_TO_IMAGE, None, "gemini-3.1-flash-image"),
        (TaskType.TEXT_TO_IMAGE, Tier.BALANCED, "gemini-3.1-flash-image"),
        (TaskType.IMAGE_TO_IMAGE, Tier.BUDGET, "doubao-seedream-4.5"),
        (TaskType.TEXT_TO_IMAGE, Tier.PREMIUM, "gemini-3-pro-image"),
        (TaskType.TEXT_TO_IMAGE, Tier.ARTISTIC, "midjourney"),
        (TaskType.TEXT_TO_VIDEO, None, "wan2.6-t2v"),
        (TaskType.IMAGE_TO_VIDEO, None, "wan2.6-i2v"),
        (TaskType.TEXT_TO_VIDEO, Tier.PREMIUM, "veo-3.1-generate-preview"),
        (TaskType.TEXT_TO_VIDEO, Tier.ARTISTIC, None),
        (TaskType.FIRST_LAST_FRAME_TO_VIDEO, None, "kling-video-o1"),
        (TaskType.REFERENCE_IMAGE_TO_VIDEO, Tier.PREMIUM, "veo-3.1-generate-preview"),
        (TaskType.TEXT_TO_MUSIC, None, "sonic"),
        (TaskType.TEXT_TO_SPEECH, None, None),
    ],
)
async def test_recommends_where_the_skill_is(
    kind: str, task_type: TaskType, tier: Tier | None, model_id: str | None, tmp_path: Path
) -> None:
    """With the companion skill the table answers; where it is silent, so is the answer."""
    source = _recommendations(kind, tmp_path, installed=True)
    assert await source.recommend(task_type, tier) == model_id
