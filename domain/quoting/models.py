"""One row a model: its id, what people call it, and what our own tables say of it.

The live product list decides what is sold and what it costs; a row only says what no list tells. Everything else about a model
(aliases, estimates, defaults, tiers, recommendations, fallbacks, traits, verification) is derived from these rows, so that a new
model is one row here. The order of rows counts: a name of several models means the first that is listed, and fallbacks of one
model are filled from the next.

Sources: facts sections 8 (names) and 10 (recommendations); the vendor's tables "Recommended Defaults", "Estimated Generation
Time", "Failure fallback by task type" and "Cost transparency".
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs

from imastudio.domain.kernel import FrozenMap
from imastudio.domain.orders import Estimate, Medium, TaskType, Tier
from imastudio.domain.quoting.advice import Trait

Offer: TypeAlias = "str | tuple[str, Trait]"
"""A model id to take instead, with a trait of this table's own where the vendor says another than the model's."""

T2I, I2I = TaskType.TEXT_TO_IMAGE, TaskType.IMAGE_TO_IMAGE
T2V, I2V = TaskType.TEXT_TO_VIDEO, TaskType.IMAGE_TO_VIDEO
FRAMES, REFERENCE = TaskType.FIRST_LAST_FRAME_TO_VIDEO, TaskType.REFERENCE_IMAGE_TO_VIDEO
MUSIC, SPEECH = TaskType.TEXT_TO_MUSIC, TaskType.TEXT_TO_SPEECH
IMAGES = (T2I, I2I)


def _frozen(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return FrozenMap(mapping)


def _table(default: Mapping[Any, Any] | None = None) -> Any:
    return attrs.field(factory=lambda: FrozenMap(default or {}), converter=_frozen, hash=False)


@attrs.frozen(kw_only=True)
class Model:
    """One model, as our tables have it.

    `names` are what people call it, and `offered_as` is the name that is said to who asks for what isn't sold; of the names,
    `doubtful` are everyday words too, and `genres` ask for a kind of thing rather than for a model. `editions` are words behind a
    name that set one of its fields: word → (field, value). `estimates` are seconds by task type. `default_for`, `tiers` and
    `recommended` name the task types it is taken for; `instead` what to take after it failed, the best first. `better` marks what
    is offered above a recommended model of its medium, `high_end` what the vendor calls premium; `audio_rank` tells in which
    order models are named to somebody who wants sound (1 is first).
    """

    id: str
    makes: Medium
    names: tuple[str, ...] = ()
    offered_as: str | None = None
    doubtful: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    editions: Mapping[str, tuple[str, str]] = _table()
    trait: Trait | None = None
    trait_at_start: Trait | None = None
    estimates: Mapping[TaskType, Estimate] = _table()
    default_for: tuple[TaskType, ...] = ()
    tiers: Mapping[Tier, tuple[TaskType, ...]] = _table()
    recommended: Mapping[Tier, tuple[TaskType, ...]] = _table()
    instead: Mapping[TaskType, tuple[Offer, ...]] = _table()
    better: bool = False
    high_end: bool = False
    verifies_inputs: bool = False
    audio_rank: int | None = None


def _image(lowest: int, highest: int, poll_every: float, tell_every: float) -> Mapping[TaskType, Estimate]:
    row = Estimate(lowest=lowest, highest=highest, poll_every=poll_every, tell_every=tell_every)
    return dict.fromkeys(IMAGES, row)


def _video(lowest: int, highest: int, tell_every: float, *, kept_frames: bool = False) -> Mapping[TaskType, Estimate]:
    """Return the rows of a video model: from a picture it is told every 40 s; with kept frames it takes long."""
    row = Estimate(lowest=lowest, highest=highest, poll_every=8, tell_every=tell_every)
    long = Estimate(lowest=180, highest=360, poll_every=8, tell_every=60)
    return {
        T2V: row,
        I2V: attrs.evolve(row, tell_every=40),
        **(dict.fromkeys((FRAMES, REFERENCE), long) if kept_frames else {}),
    }


def _music(lowest: int, highest: int, tell_every: float) -> Mapping[TaskType, Estimate]:
    return {MUSIC: Estimate(lowest=lowest, highest=highest, poll_every=5, tell_every=tell_every)}


def _each(words: Iterable[str], field: str, value: str) -> Mapping[str, tuple[str, str]]:
    return dict.fromkeys(words, (field, value))


_PRO, _STANDARD = ("pro", "专业版"), ("standard", "std", "标准版")
_WAN_NAMES = ("万", "万2.6", "万相", "万相2.6", "通义万相", "通义万相2.6", "Wan", "Wan 2.6")
_SONG_NAMES = ("歌", "带歌词", "人声")
_FASTER = ("快速版", "极速版")

MODELS: tuple[Model, ...] = (
    # images
    Model(
        id="doubao-seedream-4.5",
        makes=Medium.IMAGE,
        offered_as="SeeDream 4.5",
        names=(
            *("可梦", "可梦4.5", "豆包可梦", "豆包SeeDream", "SeeDream", "SeeDream 4.5", "see dream"),
            *("DouBao SeeDream", "DouBao SeeDream 4.5"),
        ),
        doubtful=frozenset({"可梦"}),
        trait=Trait.BEST_VALUE,
        estimates=_image(25, 60, 5, 20),
        default_for=IMAGES,
        recommended={Tier.BUDGET: IMAGES},
        instead=dict.fromkeys(IMAGES, (("gemini-3.1-flash-image", Trait.FAST), ("gemini-3-pro-image", Trait.PREMIUM))),
    ),
    Model(
        id="gemini-3.1-flash-image",
        makes=Medium.IMAGE,
        offered_as="Nano Banana 2",
        names=(
            *("香蕉", "香蕉2", "小香蕉", "香蕉2代", "Nano Banana", "Nano Banana 2", "nano-banana-2"),
            *("Banana", "Banana 2", "NB2", "Gemini Image"),
        ),
        doubtful=frozenset({"香蕉", "小香蕉", "Banana"}),
        trait=Trait.FAST,
        estimates=_image(20, 40, 5, 15),
        recommended={Tier.BALANCED: IMAGES},
        instead=dict.fromkeys(IMAGES, (("doubao-seedream-4.5", Trait.BETTER_QUALITY), "gemini-3-pro-image")),
    ),
    Model(
        id="gemini-3-pro-image",
        makes=Medium.IMAGE,
        offered_as="Nano Banana Pro",
        names=(
            *("香蕉Pro", "香蕉专业版", "香蕉 专业版", "大香蕉", "Nano Banana Pro", "nano-banana-pro"),
            *("Nano Banana专业版", "Banana Pro", "NB Pro"),
        ),
        doubtful=frozenset({"大香蕉"}),
        trait=Trait.HIGH_QUALITY,
        estimates=_image(60, 120, 5, 30),
        tiers={Tier.PREMIUM: IMAGES},
        recommended={Tier.PREMIUM: IMAGES},
        instead=dict.fromkeys(IMAGES, ("doubao-seedream-4.5", ("gemini-3.1-flash-image", Trait.BUDGET))),
        better=True,
        high_end=True,
    ),
    Model(
        id="midjourney",
        makes=Medium.IMAGE,
        offered_as="Midjourney",
        names=("MJ", "Midjourney", "mid journey"),
        doubtful=frozenset({"MJ"}),
        trait=Trait.ARTISTIC,
        estimates=_image(40, 90, 8, 25),
        tiers={Tier.ARTISTIC: IMAGES},
        recommended={Tier.ARTISTIC: IMAGES},
    ),
    # videos
    Model(
        id="wan2.6-t2v",
        makes=Medium.VIDEO,
        offered_as="Wan 2.6",
        names=_WAN_NAMES,
        doubtful=frozenset({"万", "Wan"}),
        trait=Trait.POPULAR,
        trait_at_start=Trait.LATEST_WAN,
        estimates=_video(60, 120, 30),
        default_for=(T2V,),
        recommended={Tier.BALANCED: (T2V,)},
    ),
    Model(
        id="wan2.6-i2v",
        makes=Medium.VIDEO,
        names=_WAN_NAMES,
        doubtful=frozenset({"万", "Wan"}),
        trait=Trait.POPULAR,
        trait_at_start=Trait.LATEST_WAN,
        estimates=_video(60, 120, 30),
        default_for=(I2V,),
        recommended={Tier.BALANCED: (I2V,)},
        instead={I2V: ("kling-video-o1", "MiniMax-Hailuo-02")},
    ),
    Model(
        id="kling-video-o1",
        makes=Medium.VIDEO,
        offered_as="Kling O1",
        names=("可灵", "可灵O1", "可灵AI", "Kling", "Kling O1", "Kling 01", "Kling AI"),
        editions={**_each(_PRO, "mode", "pro"), **_each(_STANDARD, "mode", "std")},
        trait=Trait.REASONING,
        estimates=_video(180, 360, 60, kept_frames=True),
        default_for=(FRAMES, REFERENCE),
        recommended={Tier.BALANCED: (FRAMES, REFERENCE)},
        instead={
            T2V: ("wan2.6-t2v", "viduq2"),
            **dict.fromkeys((FRAMES, REFERENCE), ("kling-v2-6", "veo-3.1-generate-preview")),
        },
        better=True,
        audio_rank=2,
        high_end=True,
    ),
    Model(
        id="kling-v2-6",
        makes=Medium.VIDEO,
        offered_as="Kling 2.6",
        names=("可灵2.6", "可灵v2.6", "Kling 2.6", "Kling v2.6"),
        editions=_each(_PRO, "mode", "pro"),
        trait=Trait.HIGH_QUALITY,
        estimates=_video(90, 180, 40),
        tiers={Tier.PREMIUM: (I2V,)},
        audio_rank=3,
    ),
    Model(
        id="MiniMax-Hailuo-2.3",
        makes=Medium.VIDEO,
        offered_as="Hailuo 2.3",
        names=(
            *("海螺", "海螺2.3", "海螺AI", "Hailuo", "Hailuo 2.3"),
            *("MiniMax", "MiniMax Hailuo", "MiniMax Hailuo 2.3"),
        ),
        doubtful=frozenset({"海螺", "MiniMax"}),
        trait=Trait.BETTER_QUALITY,
        estimates=_video(60, 120, 30),
        tiers={Tier.PREMIUM: (T2V,)},
    ),
    Model(
        id="MiniMax-Hailuo-02",
        makes=Medium.VIDEO,
        offered_as="Hailuo 2.0",
        names=("海螺2.0", "海螺02", "Hailuo 2.0", "Hailuo 02", "MiniMax Hailuo 2.0"),
        trait=Trait.BUDGET,
        estimates=_video(60, 120, 30),
    ),
    Model(
        id="viduq2",
        makes=Medium.VIDEO,
        offered_as="Vidu Q2",
        names=("Vidu", "Vidu Q2"),
        trait=Trait.BUDGET,
        estimates=_video(60, 120, 30),
    ),
    Model(
        id="viduq2-pro",
        makes=Medium.VIDEO,
        names=("Vidu", "Vidu Q2", "Vidu Q2 Pro", "Vidu Pro"),
        trait=Trait.BUDGET,
        estimates=_video(60, 120, 30),
    ),
    Model(
        id="veo-3.1-generate-preview",
        makes=Medium.VIDEO,
        offered_as="Veo 3.1",
        names=("Veo", "Google Veo", "Veo 3.1", "Veo3.1", "Google Veo 3.1", "Veo 3.1 preview"),
        doubtful=frozenset({"Veo"}),
        trait=Trait.CINEMATIC,
        estimates=_video(90, 180, 40, kept_frames=True),
        recommended={Tier.PREMIUM: (T2V, I2V, FRAMES, REFERENCE)},
        instead={T2V: ("kling-video-o1", "sora-2-pro")},
        audio_rank=1,
        high_end=True,
    ),
    Model(
        id="sora-2-pro",
        makes=Medium.VIDEO,
        offered_as="Sora 2 Pro",
        names=("Sora", "Sora 2", "Sora 2 Pro", "Sora Pro"),
        doubtful=frozenset({"Sora"}),
        trait=Trait.CINEMATIC,
        estimates=_video(180, 360, 60),
        high_end=True,
    ),
    Model(
        id="pixverse",
        makes=Medium.VIDEO,
        offered_as="Pixverse",
        names=("Pixverse", "拍我"),
        estimates=_video(60, 120, 30),
    ),
    Model(
        id="doubao-seedance-1.5-pro",
        makes=Medium.VIDEO,
        offered_as="SeeDance 1.5 Pro",
        names=("SeeDance 1.5", "SeeDance 1.5 Pro"),
        estimates=_video(90, 180, 40),
    ),
    Model(
        id="ima-pro",
        makes=Medium.VIDEO,
        offered_as="SeeDance 2.0",
        names=(
            *("SeeDance", "SeeDance 2.0", "SeeDance 2", "SeeDance 2.0 Pro"),
            *("ima sevio 1.0", "ima sevio", "ima pro"),
        ),
        verifies_inputs=True,
    ),
    Model(
        id="ima-pro-fast",
        makes=Medium.VIDEO,
        names=(
            *("SeeDance 2.0 fast", "SeeDance 2 fast", "SeeDance fast", "SeeDance 2.0快速"),
            *(f"{name}{edition}" for name in ("SeeDance 2.0", "SeeDance 2", "SeeDance") for edition in _FASTER),
            *("ima sevio 1.0 fast", "ima sevio fast", "ima pro fast"),
        ),
        verifies_inputs=True,
    ),
    # music
    Model(
        id="sonic",
        makes=Medium.MUSIC,
        offered_as="Suno",
        names=("Suno", "苏诺", "Suno sonic", *_SONG_NAMES),
        doubtful=frozenset({"sonic"}),
        genres=frozenset(_SONG_NAMES),
        trait=Trait.STRONGEST,
        estimates=_music(20, 45, 15),
        default_for=(MUSIC,),
        recommended={Tier.BALANCED: (MUSIC,)},
        instead={MUSIC: ("GenBGM", "GenSong")},
    ),
    Model(
        id="GenBGM",
        makes=Medium.MUSIC,
        offered_as="GenBGM",
        names=("BGM", "豆包BGM", "DouBao BGM", "doubao-bgm", "豆包背景音乐", "背景音乐", "纯音乐", "配乐"),
        genres=frozenset({"BGM", "背景音乐", "纯音乐", "配乐"}),
        trait=Trait.BACKGROUND_MUSIC,
        estimates=_music(10, 25, 10),
        instead={MUSIC: ("GenSong", "sonic")},
    ),
    Model(
        id="GenSong",
        makes=Medium.MUSIC,
        offered_as="GenSong",
        names=("豆包歌曲", "豆包Song", "DouBao Song", "doubao-song", *_SONG_NAMES),
        genres=frozenset(_SONG_NAMES),
        trait=Trait.SONGS,
        estimates=_music(10, 25, 10),
        instead={MUSIC: ("GenBGM", "sonic")},
    ),
    # speech
    Model(
        id="seed-tts-2.0",
        makes=Medium.SPEECH,
        offered_as="seed-tts-2.0",
        names=("seed-tts", "seed tts", "seed tts 2.0"),
        default_for=(SPEECH,),
    ),
    Model(id="seed-tts-1.1", makes=Medium.SPEECH, names=("seed tts 1.1",)),
)

AFTER_ANY: Mapping[TaskType, tuple[Offer, ...]] = MappingProxyType(
    {T2V: ("wan2.6-t2v", "MiniMax-Hailuo-02"), I2V: ("wan2.6-i2v", "viduq2-pro")}
)
"""What is taken after a failure of a model whose row names nothing for the task type."""

BY_ID: Mapping[str, Model] = MappingProxyType({model.id: model for model in MODELS})


def is_high_end(model_id: str) -> bool:
    """Tell whether a model is among those that the vendor calls premium ("Recommended Defaults")."""
    return model_id in BY_ID and BY_ID[model_id].high_end


def trait_of(model_id: str) -> Trait | None:
    """Return what a model is good for, None where no row says it."""
    model = BY_ID.get(model_id)
    return None if model is None else model.trait
