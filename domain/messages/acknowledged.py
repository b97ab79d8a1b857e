"""Step 0: what the first word of a conversation is made of. An emoji may tell the content; the words themselves stay out.

Source: the vendor's "Initial Acknowledgment Reply". A new content is a line of data.
"""

import re

from imastudio.domain.kernel import canonical, is_readable
from imastudio.domain.lifecycle import Acknowledged
from imastudio.domain.messages.news_texts import EMOJI
from imastudio.domain.orders import Medium, TaskType, Wish

_RATIO = re.compile(r"[0-9]{1,2}:[0-9]{1,2}")
_FILMED = "🎥"
_CONTENTS: tuple[tuple[str, str], ...] = (
    ("🐱", r"猫|\bcats?\b|\bkittens?\b"),
    ("🐶", r"狗|\bdogs?\b|\bpupp(?:y|ies)\b"),
    ("🐰", r"兔|\brabbits?\b|\bbunn(?:y|ies)\b"),
    ("🐼", r"熊猫|\bpandas?\b"),
    ("🐦", r"鸟|\bbirds?\b"),
    ("🏔️", r"风景|雪山|山|\blandscapes?\b|\bmountains?\b"),
    ("🌊", r"海|浪|\bsea\b|\boceans?\b|\bwaves?\b"),
    ("🌅", r"日落|日出|夕阳|\bsunsets?\b|\bsunrise\b"),
    ("🌸", r"花|樱|\bflowers?\b|\bblossoms?\b"),
    ("🏙️", r"城市|夜景|\bcit(?:y|ies)\b|\bskyline\b"),
    ("🌌", r"星空|宇宙|\bgalax(?:y|ies)\b|\bstars\b"),
    ("🍰", r"蛋糕|\bcakes?\b"),
)
_PATTERNS = tuple((emoji, re.compile(pattern, re.IGNORECASE)) for emoji, pattern in _CONTENTS)


def acknowledge(wish: Wish, task_type: TaskType, model_name: str | None = None) -> Acknowledged:
    """Return the first word about a wish; `model_name` is that of a model the person named."""
    medium = task_type.medium
    usual = _FILMED if medium is Medium.VIDEO and model_name is not None else EMOJI[medium]
    return Acknowledged(
        medium=medium,
        emoji=_content(wish.prompt) if medium in {Medium.IMAGE, Medium.VIDEO} and _content(wish.prompt) else usual,
        model_name=model_name,
        ratio=_ratio(wish),
        n=_count(wish),
    )


def _content(prompt: str) -> str:
    return next((emoji for emoji, pattern in _PATTERNS if pattern.search(prompt)), "")


def _ratio(wish: Wish) -> str | None:
    said = wish.params.get("aspect_ratio")
    word = canonical(said) if is_readable(said) else ""
    return word if _RATIO.fullmatch(word) else None


def _count(wish: Wish) -> int:
    word = canonical(wish.n) if is_readable(wish.n) else ""
    return int(word) if word in {"2", "3", "4"} else 1
