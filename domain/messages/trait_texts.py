"""What a model's trait is called, zh and en, as data. Source: the vendor's tables "Failure fallback" and "Cost transparency"."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.messages.text import Text
from imastudio.domain.orders import Language
from imastudio.domain.quoting import Trait

TRAIT_WORDS: Mapping[Trait, Text] = MappingProxyType(
    {
        Trait.FAST: Text("速度快", "fast"),
        Trait.BUDGET: Text("更省积分", "budget"),
        Trait.FAST_AND_CHEAP: Text("更快更省", "faster and cheaper"),
        Trait.BEST_VALUE: Text("性价比最佳", "best value"),
        Trait.BETTER_QUALITY: Text("画质更好", "better quality"),
        Trait.HIGH_QUALITY: Text("高质量", "high quality"),
        Trait.ARTISTIC: Text("艺术风格", "artistic"),
        Trait.LATEST_WAN: Text("最新 Wan", "the latest Wan"),
        Trait.POPULAR: Text("最受欢迎", "most popular"),
        Trait.REASONING: Text("细节还原好", "faithful to detail"),
        Trait.CINEMATIC: Text("电影级画质", "cinematic"),
        Trait.PREMIUM: Text("高端", "premium"),
        Trait.BACKGROUND_MUSIC: Text("背景音乐", "background music"),
        Trait.SONGS: Text("歌曲生成", "songs"),
        Trait.STRONGEST: Text("功能最强", "the most powerful"),
    }
)


def said_trait(trait: object, language: Language) -> str | None:
    """Return what a trait is called, None where there is none."""
    return TRAIT_WORDS[trait].within(language) if isinstance(trait, Trait) else None
