"""The vendor's eight product lists as a table: models, and what each task type charges for them.

Rules this file obeys:
* It is data: prices and ids are as captured about 2026-04, odd ones included; none is inferred from another.
* The rules of one offer have consecutive ids, so a row says the first id, the axes (the first one turns slowest)
  and the points along them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs

from imastudio.fakeserver.catalogues import forms
from imastudio.fakeserver.catalogues.fields import Value
from imastudio.fakeserver.catalogues.forms import Form

Tag: TypeAlias = tuple[str, str]
Axes: TypeAlias = Mapping[str, tuple[Value, ...]]

T2I, I2I = "text_to_image", "image_to_image"
T2V, I2V = "text_to_video", "image_to_video"
FRAMES, REFERENCE = "first_last_frame_to_video", "reference_image_to_video"
MUSIC, SPEECH = "text_to_music", "text_to_speech"

CATEGORY_NAMES: Mapping[str, str] = {
    T2I: "文生图",
    I2I: "图生图",
    T2V: "文生视频",
    I2V: "图生视频",
    FRAMES: "首尾帧生视频",
    REFERENCE: "参考生视频",
    MUSIC: "文生音乐",
    SPEECH: "TTS",
}


@attrs.frozen(kw_only=True)
class Group:
    """A family of models: `id` is what leaves call their parent, `name` is what people read."""

    id: str
    name: str


@attrs.frozen(kw_only=True)
class Offer:
    """One version in one list. `first_id`, `axes`, `points` make the rules; the rest replaces what the model says."""

    version: str
    first_id: int
    axes: Axes
    points: tuple[int, ...]
    kinds: tuple[str, ...] | None = None
    form: Form | None = None
    files: Mapping[str, Any] | None = None


@attrs.frozen(kw_only=True)
class ListedModel:
    """One version, as it stands in every list. `icon` is the short name of its picture.

    `offers` says what a list charges for it, by task type, behind those of `OFFERS`, which stand in the vendor's order.
    """

    model_id: str
    name: str
    group: Group
    icon: str
    tags: tuple[Tag, ...]
    kinds: tuple[str, ...]
    description: str | None = None
    form: Form | None = None
    offers: Mapping[str, Offer] = MappingProxyType({})


def _feature(*words: str) -> tuple[Tag, ...]:
    return tuple(("feature", word) for word in words)


def _takes(seconds: str) -> tuple[Tag, ...]:
    return (("EET", f"{seconds}s"),)


def _own(name: str) -> Group:
    return Group(id=name, name=name)


_SEEDANCE = Group(id="SeeDance", name="SeeDance 2.0")
_HAILUO = Group(id="Hailuo", name="MiniMax")
_MIXED = "multiple_reference_to_video", "mix_reference_to_video"
_FILMS = (T2V, I2V, FRAMES, REFERENCE)
_NO_FACES = "（Real-person faces are not supported at the moment.）"
_SEEDANCE_WORDS = "supporting multimodal references and up to 15-second generation."


def _pixverse(version: str, order: str, description: str, *, sounding: bool, label: str = "model") -> ListedModel:
    return ListedModel(
        model_id="pixverse",
        name=f"Pixverse {version.upper()}",
        group=_own("Pixverse"),
        icon="pixverse",
        tags=_takes("90~150") + (_feature("audio") if sounding else ()),
        description=description,
        kinds=_FILMS,
        form=forms.pixverse(version, order, label),
    )


MODELS: Mapping[str, ListedModel] = {
    "gemini-3.1-flash-image-preview": ListedModel(
        model_id="gemini-3.1-flash-image",
        name="Nano Banana 2",
        group=_own("Nano Banana"),
        icon="nano",
        tags=_feature("NEW🔥", "Fast") + _takes("20~35"),
        description="Pro-grade quality × Flash-level speed",
        kinds=(T2I, I2I),
        form=forms.NANO_BANANA_2,
    ),
    "gemini-3-pro-image-preview": ListedModel(
        model_id="gemini-3-pro-image",
        name="Nano Banana Pro",
        group=_own("Nano Banana"),
        icon="nano",
        tags=_feature("SOTA") + _takes("25~45"),
        description="The best image generation model on the market",
        kinds=(T2I, I2I),
        form=forms.NANO_BANANA_PRO,
    ),
    "doubao-seedream-4-5-251128": ListedModel(
        model_id="doubao-seedream-4.5",
        name="SeeDream 4.5",
        group=_own("SeeDream"),
        icon="doubao",
        tags=_feature("❤️NEW") + _takes("20~40"),
        description="Stronger subject consistency and text rendering capabilities",
        kinds=(T2I, I2I),
        form=forms.SEEDREAM,
    ),
    "midjourney": ListedModel(
        model_id="midjourney",
        name="Midjourney",
        group=_own("Midjourney"),
        icon="midjourney",
        tags=_takes("40~90"),
        description="Artist-level visual style",
        kinds=(T2I, I2I, I2V),
        form=forms.MIDJOURNEY,
    ),
    "ima-pro-fast": ListedModel(
        model_id="ima-pro-fast",
        name="Seedance 2.0 fast",
        group=_SEEDANCE,
        icon="doubao",
        tags=(*_feature("15s Video", "Fast"), ("popularity", "❤️New"), ("popularity", "🔥 HOT🔥 ")),
        description=f"Fast video model version {_SEEDANCE_WORDS}{_NO_FACES}",
        kinds=(*_FILMS, *_MIXED),
        form=forms.SEEDANCE_2_FAST,
    ),
    "ima-pro": ListedModel(
        model_id="ima-pro",
        name="Seedance 2.0",
        group=_SEEDANCE,
        icon="doubao",
        tags=(*_feature("15s Video"), ("popularity", "🔥 HOT🔥 "), ("popularity", "❤️New")),
        description=f"Video model version {_SEEDANCE_WORDS}{_NO_FACES}",
        kinds=(*_FILMS, *_MIXED),
        form=forms.SEEDANCE_2,
    ),
    "doubao-seedance-1-5-pro-251215": ListedModel(
        model_id="doubao-seedance-1.5-pro",
        name="Seedance 1.5 Pro",
        group=_SEEDANCE,
        icon="doubao",
        tags=_feature("With Audio") + _takes("150~210"),
        description="Precise audio-video synchronization and cinematic effects",
        kinds=(T2V, I2V),
        form=forms.SEEDANCE_15,
    ),
    "wan2.6-t2v": ListedModel(
        model_id="wan2.6-t2v",
        name="Wan 2.6",
        group=_own("Wan"),
        icon="wan",
        tags=_feature("With Audio") + _takes("300~420"),
        description="Synchronized audio and video, high cost performance",
        kinds=(T2V,),
        form=forms.WAN_T2V,
    ),
    "wan2.6-i2v": ListedModel(
        model_id="wan2.6-i2v",
        name="Wan 2.6",
        group=_own("Wan"),
        icon="wan",
        tags=_feature("With Audio") + _takes("300~420"),
        description="Generate videos from images and audio with precise audio-visual   synchronization, "
        "balancing generation quality and cost efficiency.",
        kinds=(I2V, "audio_image_to_video"),
        form=forms.WAN_I2V,
    ),
    "MiniMax-Hailuo-2.3": ListedModel(
        model_id="MiniMax-Hailuo-2.3",
        name="Hailuo 2.3",
        group=_HAILUO,
        icon="minimax",
        tags=_takes("150~210"),
        description="Stronger physics simulation",
        kinds=(T2V, I2V),
        form=forms.HAILUO_23,
    ),
    "MiniMax-Hailuo-02": ListedModel(
        model_id="MiniMax-Hailuo-02",
        name="Hailuo 2.0",
        group=_HAILUO,
        icon="minimax",
        tags=_takes("150~210"),
        description="Extreme physics simulation",
        kinds=(T2V, I2V, FRAMES),
        form=forms.HAILUO_02,
    ),
    "viduq2": ListedModel(
        model_id="viduq2",
        name="Vidu Q2",
        group=_own("Vidu"),
        icon="vidu",
        tags=_takes("120~180"),
        description="High-quality video generation",
        kinds=(T2V, REFERENCE),
        form=forms.VIDU,
    ),
    "viduq2-pro": ListedModel(
        model_id="viduq2-pro",
        name="Vidu Q2 Pro",
        group=_own("Vidu"),
        icon="vidu",
        tags=_takes("160~240"),
        description="Professional-grade video output",
        kinds=(I2V, FRAMES),
        form=forms.VIDU_PRO,
    ),
    "sora-2-pro": ListedModel(
        model_id="sora-2-pro",
        name="Sora 2 Pro",
        group=_own("Sora 2"),
        icon="sora",
        tags=_feature("With Audio") + _takes("480~720"),
        description="Smooth storyboarding and narrative flow",
        kinds=(T2V, I2V),
        form=forms.SORA,
    ),
    "kling-video-o1": ListedModel(
        model_id="kling-video-o1",
        name="Kling O1",
        group=_own("Kling"),
        icon="kling",
        tags=_feature("NEW") + _takes("240~360"),
        description="Strong reference capabilities",
        kinds=_FILMS,
        form=forms.KLING_O1,
    ),
    "kling-v2-6": ListedModel(
        model_id="kling-v2-6",
        name="Kling 2.6",
        group=_own("Kling"),
        icon="kling",
        tags=_feature("With Audio") + _takes("150~210"),
        description="Synchronized audio-video cinematic video",
        kinds=(T2V, I2V, FRAMES),
        form=forms.KLING_26,
    ),
    "veo-3.1-generate-preview": ListedModel(
        model_id="veo-3.1-generate-preview",
        name="Google Veo 3.1",
        group=_own("Google Veo"),
        icon="veo",
        tags=_feature("SOTA") + _takes("180~300"),
        description="Realistic physics and natural movement",
        kinds=(T2V, I2V, REFERENCE, FRAMES),
        form=forms.VEO,
    ),
    "Pixverse V5.5": _pixverse(
        "v5.5", "armnd", "Strong audio-video sync, supports multi-shot storytelling", sounding=True
    ),
    "Pixverse V5": _pixverse(
        "v5", "darmn", " Natural movements, excellent consistency, outstanding quality.", sounding=False
    ),
    "Pixverse V4.5": _pixverse(
        "v4.5",
        "darnm",
        "Better details & clothing, great for IP characters.",
        sounding=False,
        label="Model version",
    ),
    "Pixverse V4": _pixverse("v4", "darmn", "Multi-camera cinematic effects", sounding=True),
    "Pixverse V3.5": _pixverse(
        "v3.5",
        "darnm",
        " Fast, high cost-performance, for lightweight content.",
        sounding=False,
        label="Model version",
    ),
    "sonic": ListedModel(
        model_id="sonic",
        name="Suno",
        group=_own("suno"),
        icon="suno",
        tags=_feature("NEW") + _takes("90~150"),
        description="Authentic vocals, superior audio, quality and control",
        kinds=(MUSIC,),
        form=forms.SUNO,
    ),
    "GenBGM": ListedModel(
        model_id="GenBGM",
        name="DouBao - BGM",
        group=_own("doubao"),
        icon="doubao",
        tags=_takes("60~120"),
        description="Powerful BGM model",
        kinds=("text_to_bgm", MUSIC),
    ),
    "GenSong": ListedModel(
        model_id="GenSong",
        name="DouBao - Song",
        group=_own("doubao"),
        icon="doubao",
        tags=_takes("90~150"),
        description="Economical model",
        kinds=("text_to_song", MUSIC),
    ),
    "seed-tts-1.1": ListedModel(
        model_id="seed-tts-1.1",
        name="seed-tts-1.1",
        group=_own("doubao"),
        icon="modle",
        tags=_takes("10~20"),
        description="Doubao seed-tts-1.1 model supporting text-to-speech synthesis",
        kinds=(SPEECH,),
    ),
    "seed-tts-2.0": ListedModel(
        model_id="seed-tts-2.0",
        name="seed-tts-2.0",
        group=_own("doubao"),
        icon="doubao",
        tags=(),
        kinds=(SPEECH,),
        form=forms.SEED_TTS_2,
    ),
}


def _flat(version: str, first_id: int, points: int, files: Mapping[str, Any] | None = None) -> Offer:
    """Offer one price, whatever the parameters are."""
    return Offer(version=version, first_id=first_id, axes={"default": ("enabled",)}, points=(points,), files=files)


def _priced(version: str, first_id: int, axes: Axes, points: str, **rest: Any) -> Offer:
    return Offer(
        version=version, first_id=first_id, axes=axes, points=tuple(int(each) for each in points.split()), **rest
    )


def _files(component: str, category: str, *accept: str, limits: tuple[int, int] | None = None) -> dict[str, Any]:
    built: dict[str, Any] = {"component": component, "acceptType": list(accept), "category": category}
    return built | ({"minLimit": limits[0], "maxLimit": limits[1]} if limits else {})


_EDIT = _files("card", I2I, "image/jpg,png", limits=(1, 14))
_PHOTOS = "image/jpg,jpeg,png,webp"


def _references(*accept: str, limits: tuple[int, int] | None = None) -> dict[str, Any]:
    return _files("card", REFERENCE, *accept, limits=limits)


_NANO = {"size": ("512px", "1K", "2K", "4K")}
_NANO_PRO = {"size": ("1K", "2K", "4K")}
_SEEDANCE_2 = {"duration": (5, 10, 15), "resolution": ("480p", "720p")}
_SEEDANCE_15 = {"duration": (4, 8, 12), "generate_audio": (True, False), "resolution": ("480p", "720p")}
_SEEDANCE_15_POINTS = "16 30 8 15 32 60 16 30 48 90 24 45"
_WAN = {"duration": (5, 10, 15), "resolution": ("720P", "1080P")}
_WAN_POINTS = "25 40 50 80 75 120"
_HAILUO_AXES = {"duration": (6, 10), "resolution": ("512P", "768P", "1080P")}
_VIDU = {"duration": (5, 10), "resolution": ("540p", "720p", "1080p")}
_VIDU_PRO = {"duration": (4, 8), "resolution": ("540p", "720p", "1080p")}
_SORA = {"duration": ("4", "8", "12"), "resolution": ("720p",)}
_KLING_O1 = {"duration": ("5", "10"), "mode": ("std", "pro")}
_KLING_26 = {"duration": ("5", "10"), "sound": ("on", "off")}
_VEO = {"duration": (4, 6, 8), "generate_audio": (True, False), "resolution": ("720p", "1080p")}
_VEO_POINTS = "140 190 70 120 210 260 105 155 280 330 140 190"
_PIXVERSE = {"duration": (5, 8), "resolution": ("540p", "720p", "1080p")}
_PIXVERSE_POINTS = "12 15 30 20 24 48"
_PIXVERSE_TURNED = {"resolution": ("540p", "720p", "1080p"), "duration": (5, 8)}

OFFERS: Mapping[str, tuple[Offer, ...]] = {
    T2I: (
        _priced("gemini-3.1-flash-image-preview", 4400, _NANO, "4 6 10 13"),
        _priced("gemini-3-pro-image-preview", 2399, _NANO_PRO, "10 10 18"),
        _flat("doubao-seedream-4-5-251128", 2341, 5),
        _priced("midjourney", 4390, {"resolution": ("480p", "720p")}, "8 10"),
    ),
    I2I: (
        _priced("gemini-3.1-flash-image-preview", 4404, _NANO, "4 6 10 13", files=_EDIT),
        _priced("gemini-3-pro-image-preview", 2402, _NANO_PRO, "10 10 18", files=_EDIT),
        _flat("doubao-seedream-4-5-251128", 1611, 5, _EDIT),
        _flat("midjourney", 2464, 8),
    ),
    T2V: (
        _priced("ima-pro-fast", 4504, _SEEDANCE_2, "29 65 58 130 87 195"),
        _priced("ima-pro", 4510, _SEEDANCE_2, "48 105 96 210 144 315"),
        _priced("doubao-seedance-1-5-pro-251215", 2083, _SEEDANCE_15, _SEEDANCE_15_POINTS),
        _priced("wan2.6-t2v", 2057, _WAN, _WAN_POINTS),
        _priced("MiniMax-Hailuo-2.3", 2127, {"duration": (6, 10), "resolution": ("768P", "1080P")}, "12 24 20 48"),
        _priced("MiniMax-Hailuo-02", 2131, _HAILUO_AXES, "12 12 24 20 20 48"),
        _priced("viduq2", 2099, _VIDU, "5 15 35 20 30 70"),
        _priced("sora-2-pro", 1977, _SORA, "120 360 480"),
        _priced("kling-video-o1", 2313, _KLING_O1, "48 60 96 120"),
        _priced("kling-v2-6", 2329, _KLING_26, "80 40 160 80"),
        _priced(
            "veo-3.1-generate-preview",
            1994,
            {"duration": (4, 6, 8), "resolution": ("720p", "1080p"), "generate_audio": (True, False)},
            "140 70 190 120 210 105 260 155 280 140 330 190",
        ),
        _priced("Pixverse V5.5", 4286, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V5", 4298, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V4.5", 4268, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V4", 4262, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V3.5", 4256, _PIXVERSE, _PIXVERSE_POINTS),
    ),
    I2V: (
        _priced("ima-pro-fast", 4650, _SEEDANCE_2, "25 58 50 115 75 173"),
        _priced("ima-pro", 4644, _SEEDANCE_2, "42 95 84 190 126 284"),
        _priced(
            "doubao-seedance-1-5-pro-251215",
            1927,
            _SEEDANCE_15,
            _SEEDANCE_15_POINTS,
            kinds=(T2V, I2V, REFERENCE),
        ),
        _priced("wan2.6-i2v", 1957, _WAN, _WAN_POINTS),
        _priced("MiniMax-Hailuo-2.3", 2178, {"duration": (10, 6), "resolution": ("768P", "1080P")}, "20 48 12 24"),
        _priced("MiniMax-Hailuo-02", 2077, _HAILUO_AXES, "12 12 24 20 20 40", form=forms.HAILUO_02_I2V),
        _priced(
            "viduq2-pro",
            2162,
            _VIDU_PRO,
            "8 13 28 16 26 56",
            files=_files("single", I2V, "image/jpg,jpeg,png,webp", limits=(1, 1)),
        ),
        _priced("sora-2-pro", 1945, _SORA, "160 320 480"),
        _priced("kling-video-o1", 4334, _KLING_O1, "48 60 96 120"),
        _priced("kling-v2-6", 2333, _KLING_26, "80 40 160 80"),
        _priced(
            "veo-3.1-generate-preview",
            1980,
            {"duration": (4, 6, 8), "resolution": ("1080p", "720p"), "generate_audio": (True, False)},
            "190 120 140 70 260 155 210 105 330 190 280 140",
        ),
        _priced("Pixverse V5.5", 4274, _PIXVERSE_TURNED, _PIXVERSE_POINTS),
        _priced("Pixverse V5", 4280, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V4.5", 4304, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V4", 4310, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V3.5", 4316, _PIXVERSE_TURNED, _PIXVERSE_POINTS),
    ),
    FRAMES: (
        _priced("ima-pro-fast", 4468, _SEEDANCE_2, "29 65 58 130 87 195"),
        _priced("ima-pro", 4474, _SEEDANCE_2, "48 105 96 210 144 315"),
        _priced(
            "doubao-seedance-1-5-pro-251215",
            1844,
            _SEEDANCE_15,
            _SEEDANCE_15_POINTS,
            kinds=(T2V, I2V, FRAMES, "storyboard_to_video"),
        ),
        _priced("MiniMax-Hailuo-02", 2257, _HAILUO_AXES, "12 15 24 20 25 40"),
        _priced(
            "viduq2-pro",
            2182,
            _VIDU_PRO,
            "8 13 28 16 26 56",
            files=_files("start_end_frame", FRAMES, "image/jpg,png,jpeg,webp", limits=(2, 2)),
        ),
        _priced("kling-video-o1", 4394, _KLING_O1, "70 96 140 192"),
        _priced("kling-v2-6", 2337, _KLING_26, "80 40 160 80", form=forms.KLING_26_FRAMES),
        _priced("veo-3.1-generate-preview", 2342, _VEO, _VEO_POINTS),
        _priced("Pixverse V5.5", 4358, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V5", 4382, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V4.5", 4376, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V4", 4364, _PIXVERSE, _PIXVERSE_POINTS),
        _priced("Pixverse V3.5", 4370, _PIXVERSE, _PIXVERSE_POINTS),
    ),
    REFERENCE: (
        _priced(
            "ima-pro-fast",
            4674,
            _SEEDANCE_2,
            "65 138 86 184 107 230",
            files=_references(_PHOTOS, "video/mp4,mov,avi,webm", "audio/mp3,wav"),
        ),
        _priced(
            "ima-pro",
            4668,
            _SEEDANCE_2,
            "82 176 109 234 136 293",
            files=_references(_PHOTOS, "video/mp4,mov,avi", "audio/mp3,wav"),
        ),
        _priced(
            "wan2.6-i2v",
            4628,
            _WAN,
            _WAN_POINTS,
            kinds=(I2V, "audio_image_to_video", REFERENCE),
            files=_references(_PHOTOS, "audio/wav,mp3,m4a"),
        ),
        _priced(
            "viduq2",
            1903,
            _VIDU,
            "10 15 35 20 30 70",
            files=_references("image/jpg,png,jpeg,webp", limits=(1, 3)),
        ),
        _priced(
            "viduq2-pro",
            4634,
            _VIDU_PRO,
            "30 40 50 60 70 80",
            kinds=(I2V, FRAMES, REFERENCE),
            files=_references(_PHOTOS, "video/mp4,mov,avi"),
        ),
        _priced(
            "kling-video-o1",
            2325,
            _KLING_O1,
            "48 60 96 120",
            files=_references("image/jpg,jpeg,png", "video/mp4,mov,avi"),
        ),
        _priced(
            "veo-3.1-generate-preview",
            2373,
            _VEO,
            _VEO_POINTS,
            form=forms.VEO_REFERENCE,
            files=_references("image/jpg,png", limits=(1, 3)),
        ),
        _priced("Pixverse V5.5", 4344, _PIXVERSE, _PIXVERSE_POINTS, files=_references(_PHOTOS, limits=(0, 3))),
        _priced(
            "Pixverse V5",
            4338,
            _PIXVERSE_TURNED,
            _PIXVERSE_POINTS,
            files=_references(_PHOTOS, limits=(0, 3)),
        ),
        _priced(
            "Pixverse V4.5",
            4328,
            _PIXVERSE_TURNED,
            _PIXVERSE_POINTS,
            files=_references(_PHOTOS, limits=(0, 3)),
        ),
    ),
    MUSIC: (_flat("sonic", 2370, 25), _flat("GenBGM", 4399, 30), _flat("GenSong", 4398, 30)),
    SPEECH: (_flat("seed-tts-1.1", 521, 5), _flat("seed-tts-2.0", 4419, 2)),
}
