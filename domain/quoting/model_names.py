"""What people call the models (facts section 8, the published reference table and its wrong ids).

A name stands for one or several model ids; the first that is listed for the task type is meant.
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.spelling import squeezed

_BANANA_2 = ("gemini-3.1-flash-image",)
_BANANA_PRO = ("gemini-3-pro-image",)
_SEEDREAM = ("doubao-seedream-4.5",)
_MIDJOURNEY = ("midjourney",)
_WAN = ("wan2.6-t2v", "wan2.6-i2v")
_KLING_O1 = ("kling-video-o1",)
_KLING_26 = ("kling-v2-6",)
_HAILUO_23 = ("MiniMax-Hailuo-2.3",)
_HAILUO_20 = ("MiniMax-Hailuo-02",)
_VIDU = ("viduq2", "viduq2-pro")
_VIDU_PRO = ("viduq2-pro",)
_VEO = ("veo-3.1-generate-preview",)
_SORA = ("sora-2-pro",)
_PIXVERSE = ("pixverse",)
_SEEDANCE_15 = ("doubao-seedance-1.5-pro",)
_SEEDANCE_2 = ("ima-pro",)
_SEEDANCE_FAST = ("ima-pro-fast",)
_SUNO = ("sonic",)
_BGM = ("GenBGM",)
_SONG = ("GenSong",)
_SPEECH = ("seed-tts-2.0",)
_SPEECH_11 = ("seed-tts-1.1",)

ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "香蕉",
                "香蕉2",
                "小香蕉",
                "Nano Banana",
                "Nano Banana 2",
                "nano-banana-2",
                "Banana",
                "Banana 2",
                "NB2",
                "香蕉2代",
                "Gemini Image",
            ),
            _BANANA_2,
        ),
        **dict.fromkeys(
            (
                "香蕉Pro",
                "香蕉专业版",
                "大香蕉",
                "Nano Banana Pro",
                "nano-banana-pro",
                "Banana Pro",
                "NB Pro",
                "Nano Banana专业版",
                "香蕉 专业版",
            ),
            _BANANA_PRO,
        ),
        **dict.fromkeys(
            (
                "可梦",
                "可梦4.5",
                "豆包可梦",
                "豆包SeeDream",
                "SeeDream",
                "SeeDream 4.5",
                "see dream",
                "DouBao SeeDream",
                "DouBao SeeDream 4.5",
            ),
            _SEEDREAM,
        ),
        **dict.fromkeys(("MJ", "Midjourney", "mid journey"), _MIDJOURNEY),
        **dict.fromkeys(("万", "万2.6", "万相", "万相2.6", "Wan", "Wan 2.6"), _WAN),
        **dict.fromkeys(("可灵", "可灵O1", "可灵AI", "Kling", "Kling O1", "Kling 01", "Kling AI"), _KLING_O1),
        **dict.fromkeys(("可灵2.6", "可灵v2.6", "Kling 2.6", "Kling v2.6"), _KLING_26),
        **dict.fromkeys(
            ("海螺", "海螺2.3", "海螺AI", "Hailuo", "Hailuo 2.3", "MiniMax", "MiniMax Hailuo", "MiniMax Hailuo 2.3"),
            _HAILUO_23,
        ),
        **dict.fromkeys(("海螺2.0", "海螺02", "Hailuo 2.0", "Hailuo 02", "MiniMax Hailuo 2.0"), _HAILUO_20),
        **dict.fromkeys(("Vidu", "Vidu Q2"), _VIDU),
        **dict.fromkeys(("Vidu Q2 Pro", "Vidu Pro"), _VIDU_PRO),
        **dict.fromkeys(("Veo", "Google Veo", "Veo 3.1", "Veo3.1", "Google Veo 3.1", "Veo 3.1 preview"), _VEO),
        **dict.fromkeys(("Sora", "Sora 2", "Sora 2 Pro", "Sora Pro"), _SORA),
        **dict.fromkeys(("Pixverse", "拍我"), _PIXVERSE),
        **dict.fromkeys(("SeeDance 1.5", "SeeDance 1.5 Pro"), _SEEDANCE_15),
        **dict.fromkeys(
            ("SeeDance", "SeeDance 2.0", "SeeDance 2", "SeeDance 2.0 Pro", "ima sevio 1.0", "ima sevio", "ima pro"),
            _SEEDANCE_2,
        ),
        **dict.fromkeys(
            (
                "SeeDance 2.0 fast",
                "SeeDance 2 fast",
                "SeeDance fast",
                "SeeDance 2.0快速版",
                "SeeDance 2.0极速版",
                "SeeDance 2.0快速",
                "SeeDance 2快速版",
                "SeeDance 2极速版",
                "SeeDance快速版",
                "SeeDance极速版",
                "ima sevio 1.0 fast",
                "ima sevio fast",
                "ima pro fast",
            ),
            _SEEDANCE_FAST,
        ),
        **dict.fromkeys(("Suno", "苏诺", "Suno sonic"), _SUNO),
        **dict.fromkeys(
            ("BGM", "豆包BGM", "DouBao BGM", "doubao-bgm", "豆包背景音乐", "背景音乐", "纯音乐", "配乐"),
            _BGM,
        ),
        **dict.fromkeys(("歌", "带歌词", "人声"), _SUNO + _SONG),
        **dict.fromkeys(("豆包歌曲", "豆包Song", "DouBao Song", "doubao-song"), _SONG),
        **dict.fromkeys(("seed-tts", "seed tts", "seed tts 2.0"), _SPEECH),
        **dict.fromkeys(("seed tts 1.1",), _SPEECH_11),
    }
)
_SQUEEZED = {squeezed(name): ids for name, ids in ALIASES.items()}


def model_ids(name: str) -> tuple[str, ...]:
    """Return the model ids that `name` stands for, () where it is not known; case, width and spaces don't matter."""
    return _SQUEEZED.get(squeezed(name), ())
