"""What each product's form offers: one list of fields per version, as the vendor lists them.

Rules this file obeys:
* It is data. Descriptions are the vendor's labels, cut short where the vendor cuts them short.
* A form that differs in one task type stands here under a second name (`VEO_REFERENCE`).
"""

from typing import TypeAlias

from imastudio.fakeserver.catalogues.fields import Field, Value, hidden, tags, text, toggle, virtual

Form: TypeAlias = tuple[Field, ...]

_FRAME = "Aspect ratio controlling frame proportion"
_FRAME_SAME = "Aspect ratio (same as aspect_ratio) controlling frame proportion"
_SECONDS = "Video duration in seconds"
_CLARITY = "Output resolution determining content clarity"
_CINEMA = ("1:1", "4:3", "3:4", "16:9", "9:16", "21:9", "adaptive")
_FIVE = ("16:9", "9:16", "4:3", "3:4", "1:1")


def _ratio(values: tuple[str, ...], description: str = _FRAME) -> Field:
    return tags("aspect_ratio", "Aspect Ratio", description, values[0], values)


def _seconds(*values: Value) -> Field:
    return tags("duration", "Duration", _SECONDS, values[0], values)


def _resolution(value: str, *values: str) -> Field:
    return tags("resolution", "Resolution", _CLARITY, value, values or (value,))


def _avoid(longest: int, value: str | None = None) -> Field:
    return text(
        "negative_prompt",
        "Negative Prompt",
        "Negative prompt describing elements to avoid in generated results",
        value,
        longest=longest,
    )


# Pictures

NANO_BANANA_2: Form = (
    tags(
        "aspect_ratio",
        "Aspect Ratio",
        _FRAME_SAME,
        "1:1",
        ["1:1", "1:4", "1:8", "2:3", "3:2", "3:4", "4:1", "4:3", "4:5", "5:4", "8:1", "9:16", "16:9", "21:9"],
    ),
    tags("size", "Quality", "Image size (same as size) specifying dim", "1K", ("512px", "1K", "2K", "4K")),
)
NANO_BANANA_PRO: Form = (
    tags(
        "aspect_ratio",
        "Aspect Ratio",
        _FRAME_SAME,
        "1:1",
        ["1:1", "3:2", "2:3", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"],
    ),
    tags("size", "Quality", "Image size (same as size) specifying dim", "1K", ("1K", "2K", "4K")),
)
SEEDREAM: Form = (
    virtual(
        tags(
            "size",
            "Size",
            "When selecting 2K or 4K",
            "4k",
            [
                "2k",
                "4k",
                "2048x2048",
                "2304x1728",
                "1728x2304",
                "2560x1440",
                "1440x2560",
                "2496x1664",
                "1664x2496",
                "3024x1296",
            ],
        ),
        "aspect_ratio",
        label="Aspect Ratio",
        description="When selecting 2K or 4K, please enter the aspect ratio in the prompt box.",
        value="4k",
        mapping={
            "1:1": "2048x2048",
            "2:3": "1664x2496",
            "3:2": "2496x1664",
            "3:4": "1728x2304",
            "4:3": "2304x1728",
            "9:16": "1440x2560",
            "16:9": "2560x1440",
            "21:9": "3024x1296",
            "2k": "2k",
            "4k": "4k",
        },
    ),
)
MIDJOURNEY: Form = (
    tags("n", "numbers(4 pic/time)", "4 pic/time", "1", ("1",)),
    hidden(_resolution("480p", "480p", "720p"), ("*", "text_to_image"), ("*", "image_to_image")),
)

# Films


def _seedance_2(ratio: Field) -> Form:
    return (
        toggle("audio", "Generate Audio", "是否为生成视频附带音频", on=True, level=1),
        tags("duration", "Duration", "生成视频时长", 5, (5, 10, 15), span=(5, 15)),
        ratio,
        tags("resolution", "Resolution", "视频分辨率", "720p", ("480p", "720p")),
    )


_SEEDANCE_2_RATIO = tags("aspect_ratio", "Aspect Ratio", "视频宽高比", "16:9", _CINEMA)
SEEDANCE_2_FAST: Form = _seedance_2(_SEEDANCE_2_RATIO)
SEEDANCE_2: Form = _seedance_2(
    virtual(
        _SEEDANCE_2_RATIO,
        "aspect_ratio",
        label="Aspect Ratio",
        description="Aspect Ratio - Sets the width-to-height ratio of output",
        value="1:1",
        mapping={ratio: "auto" if ratio == "adaptive" else ratio for ratio in _CINEMA},
    )
)
SEEDANCE_15: Form = (
    toggle("generate_audio", "Generate Audio", "Generate audio (same as generateAudio) e", on=True, level=1),
    tags("duration", "Duration", _SECONDS, 4, (4, 8, 12), span=(4, 12)),
    tags(
        "aspect_ratio",
        "Aspect Ratio",
        "Ratio parameter controlling aspect ratio or other proportional relationships of generated content",
        "16:9",
        _CINEMA,
    ),
    _resolution("720p", "480p", "720p"),
    toggle("camerafixed", "Camera Fixed", "Camera fixed mode locking camera position to remain stationary"),
)


def _wan(*, ratio: bool, template: bool) -> Form:
    parts = [tags("duration", "Duration", _SECONDS, 5, (5, 10, 15), span=(5, 5))]
    parts += [_ratio(_FIVE)] if ratio else []
    parts += [
        _resolution("1080P", "720P", "1080P"),
        _avoid(800, ""),
        toggle(
            "prompt_extend",
            "Prompt Extend",
            "Prompt extension feature using AI to automatically expand and optimize the original prompt",
        ),
        tags(
            "shot_type",
            "Shot Type",
            "Shot type specifying camera angle and framing",
            "single",
            ("single", "multi"),
            level=2,
        ),
    ]
    parts += (
        [
            text(
                "template",
                "Template",
                "Template selection providing preset parameter combinations or style templates",
                "",
                longest=100,
                shortest=0,
            )
        ]
        if template
        else []
    )
    return tuple(parts)


WAN_T2V: Form = _wan(ratio=True, template=False)
WAN_I2V: Form = _wan(ratio=False, template=True)

_HAILUO_SWITCHES = (
    toggle(
        "fast_pretreatment",
        "Fast Pretreatment",
        "Fast preprocessing mode accelerating input data preprocessing",
    ),
    toggle(
        "prompt_optimizer",
        "Prompt Optimizer",
        "Prompt optimizer intelligently analyzing and improving prompt structure",
        on=True,
    ),
)
_HAILUO_SECONDS = tags("duration", "Duration", _SECONDS, 6, (6, 10), forbidden={10: {"resolution": ["1080P"]}})


def _hailuo_resolution(*values: str) -> Field:
    return tags("resolution", "Resolution", _CLARITY, "768P", values, forbidden={"1080P": {"duration": [10]}})


_NO_512 = (("512P", "text_to_video"), ("512P", "first_last_frame_to_video"))
HAILUO_23: Form = (_HAILUO_SECONDS, _hailuo_resolution("768P", "1080P"), *_HAILUO_SWITCHES)
HAILUO_02: Form = (_HAILUO_SECONDS, hidden(_hailuo_resolution("768P", "1080P"), *_NO_512), *_HAILUO_SWITCHES)
HAILUO_02_I2V: Form = (
    _HAILUO_SECONDS,
    hidden(_hailuo_resolution("512P", "768P", "1080P"), *_NO_512),
    *_HAILUO_SWITCHES,
)


def _vidu_movement(level: int) -> Field:
    return tags(
        "movement_amplitude",
        "Movement Amplitude",
        "Movement amplitude controlling the degree of object or camera movement in videos",
        "auto",
        ("auto", "small", "medium", "large"),
        level=level,
    )


_SOUNDING = toggle("generate_audio", "Generate Audio", "Generate natural-sounding", level=1)
VIDU: Form = (
    _seconds(5, 10),
    _ratio(_FIVE),
    _resolution("720p", "540p", "720p", "1080p"),
    toggle(
        "generate_audio",
        "Generate Audio",
        "Background music adding an audio track to generated video content",
        level=1,
    ),
    _vidu_movement(1),
)
VIDU_PRO: Form = (
    _SOUNDING,
    _seconds(4, 8),
    _ratio(_FIVE),
    _resolution("720p", "540p", "720p", "1080p"),
    _vidu_movement(2),
)
SORA: Form = (_seconds("4", "8", "12"), _ratio(("16:9", "9:16")), _resolution("720p"))


def _kling_mode(mapping: dict[str, str]) -> Field:
    targets = tuple(mapping.values())
    return virtual(
        tags(
            "mode", "Mode", "Generation mode selecting different generation strategies or styles", targets[0], targets
        ),
        "quality",
        label="Quality",
        description="Generation Quality - Controls the clarity level of output",
        value=next(iter(mapping)),
        mapping=mapping,
    )


_KLING_START = (_seconds("5", "10"), _ratio(("16:9", "9:16", "1:1")))
KLING_O1: Form = (*_KLING_START, _kling_mode({"720p": "std", "1080p": "pro"}))


def _kling_26(*sounds: str) -> Form:
    sound = tags("sound", "Sound", "Sound/sound effect setting adding or con", "off", sounds)
    return (
        *_KLING_START,
        _kling_mode({"1080p": "pro"}),
        _avoid(2500),
        hidden(sound, ("on", "first_last_frame_to_video")),
    )


KLING_26: Form = _kling_26("on", "off")
KLING_26_FRAMES: Form = _kling_26("off")


def _veo(seconds: tuple[int, ...], resolutions: tuple[str, ...], ratios: tuple[str, ...]) -> Form:
    reference = "reference_image_to_video"
    length = tags(
        "duration",
        "Duration",
        "Duration in seconds specifying the length of generated content",
        seconds[0],
        seconds,
        forbidden={4: {"resolution": ["1080p"]}, 6: {"resolution": ["1080p"]}},
        span=(8, 8),
    )
    clarity = tags(
        "resolution", "Resolution", _CLARITY, resolutions[0], resolutions, forbidden={"1080p": {"duration": [4, 6]}}
    )
    return (
        _SOUNDING,
        hidden(length, (4, reference), (6, reference)),
        hidden(_ratio(ratios, _FRAME_SAME), ("9:16", reference)),
        hidden(clarity, ("720p", reference)),
        text(
            "negative_prompt",
            "Negative Prompt",
            "Negative prompt (same as negative_prompt) describing undesired elements",
            longest=200,
        ),
        tags(
            "compression_quality",
            "Compression Quality",
            "Compression quality controlling output file compression level",
            "optimized",
            ("optimized", "lossless"),
            level=2,
        ),
    )


VEO: Form = _veo((4, 6, 8), ("720p", "1080p"), ("16:9", "9:16"))
VEO_REFERENCE: Form = _veo((8,), ("1080p",), ("16:9",))


def pixverse(version: str, order: str, label: str = "model") -> Form:
    """Build the form of one Pixverse version; `order` spells the fields' order (d, a, r, m, n)."""
    parts = {
        "d": tags("duration", "Duration", _SECONDS, 5, (5, 8), forbidden={8: {"resolution": ["1080p"]}}),
        "a": _ratio(_FIVE),
        "r": tags(
            "resolution",
            "Quality",
            "Quality level setting overall quality tier of generated content",
            "540p",
            ("540p", "720p", "1080p"),
            forbidden={"1080p": {"duration": [8]}},
        ),
        "m": tags("model", label, "Model", version, (version,), level=2),
        "n": _avoid(2500),
    }
    return tuple(parts[letter] for letter in order)


# Music and speech

SUNO: Form = (
    toggle("make_instrumental", "Instrumental", "When enabled"),
    toggle(
        "auto_lyrics",
        "Auto Lyrics",
        "Auto lyrics generation automatically creating lyric text based on music melody or theme",
    ),
    toggle(
        "custom_mode",
        "Custom Mode",
        "Custom mode enabling user-defined special generation mode or configuration",
        on=True,
    ),
    text("gpt_description_prompt", "GPT Description Prompt", "Optional", longest=400),
    tags(
        "model_version",
        "Model Version",
        "MV/music video mode generating music video style content",
        "sonic-v4",
        ("sonic-v3-5", "sonic-v4", "sonic-v4-5", "sonic-v4-5-plus", "sonic-v5"),
        level=2,
    ),
    text("negative_tags", "Negative Tags", "Negative tags list specifying undesired elements in tag format"),
    text("tags", "Style Tags", "Use keywords to specify genre/elements (e", longest=1000),
    text("title", "Title", "Title text setting title or name for con", longest=120),
    tags(
        "vocal_gender",
        "Vocal Gender",
        "Vocal gender setting gender for generated or converted voice",
        None,
        ("m", "f"),
        level=2,
    ),
    tags("n", "output numbers(2 clips/time)", "N", "1", ("1", "2", "3", "4")),
)
SEED_TTS_2: Form = (
    tags(
        "model",
        "model",
        "seed-tts-2",
        "seed-tts-2.0-expressive",
        ("seed-tts-2.0-expressive", "seed-tts-2.0-standard"),
    ),
    text("speaker", "speaker", "发音人 ID", level=1),
    text("ssml", "ssml", "SSML 文本", level=1),
    text("text", "text", "待合成文本", level=1, longest=10000, shortest=1),
)
