"""Shared strategies: any JSON, junk that people pass, wishes, and spellings of one value."""

from typing import Any

from hypothesis import strategies as st

from imastudio.domain.orders import Tier
from imastudio.domain.quoting.catalog import Field, Leaf, Shape
from imastudio.domain.quoting.parameters import form
from imastudio.domain.quoting.virtual import targets_of
from imastudio.domain.scalars import Json, Scalar

HUGE = 10**400
SCALARS = st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just(HUGE))
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), SCALARS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        *(
            "size",
            "resolution",
            "quality",
            "mode",
            "duration",
            "aspect_ratio",
            "aspectRatio",
            "audio",
            "sound",
            "n",
            "N",
        ),
        *("generate_audio", "prompt", "cast", "input_images", "lyrics", "vocal_gender", "audio_params", "additions"),
        *("speed", "volume", "emotion", "voice", "speaker", "text", "model", "negative_prompt", "tags", ""),
    ]
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    JSON,
    st.sampled_from(
        [
            *(
                "1k",
                "4K",
                "8K",
                "512",
                "1080p",
                "720",
                "10s",
                "10",
                10,
                5.0,
                "16：9",
                "16x9",
                "adaptive",
                "auto",
                "on",
                True,
            ),
            *("pro", "2k", "2048x2048", "mixed", "male", float("nan"), float("inf"), "\x00", "\ud800", "", "1.5x", 0.5),
            *({"speech_rate": 10}, {"speech_rate": "x"}, {"context_texts": ["a"]}, {"nobody": 1}),
        ]
    ),
)
JUNK_PARAMS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.one_of(NAMES, st.text(max_size=8)), VALUES, max_size=5
)
JUNK_COUNTS: st.SearchStrategy[Any] = st.one_of(st.none(), st.integers(-2, 6), st.text(max_size=3), st.just("2"))
TIERS = st.one_of(st.none(), st.sampled_from(Tier))


def spellings(value: Scalar) -> st.SearchStrategy[Json]:
    """Return ways in which people write `value`, all of which mean it."""
    if isinstance(value, bool):
        words = ["true", "True", "on", "ON", " yes "] if value else ["false", "False", "off", "OFF", " no "]
        return st.sampled_from([value, *words])
    text = str(value)
    ways: list[Json] = [value, text, text.upper(), text.lower(), f" {text} ", text.translate(_FULL_WIDTH)]
    if text.isdigit():
        ways += [int(text), float(text), f"{text}s", f"{text} sec", f"{text}秒"]
    if text.lower().endswith("p") and text[:-1].isdigit():
        ways += [text[:-1], int(text[:-1])]
    if text.endswith("px"):
        ways += [text[:-2], int(text[:-2])]
    if ":" in text:
        ways += [text.replace(":", "x"), text.replace(":", "/"), text.replace(":", "：")]
    return st.sampled_from(ways)


def offered(field: Field) -> list[tuple[str, Scalar]]:
    """Return each way to set `field` by a value that it offers, as name and value."""
    if field.virtual is not None:
        ui = [(ui.name, value) for ui in field.virtual.ui_fields for value in ui.values]
        names = {name for name, _ in ui}
        return (
            ui
            if field.virtual.target in names
            else [*ui, *((field.virtual.target, it) for it in targets_of(field.virtual))]
        )
    if field.shape is Shape.SWITCH:
        return [(field.name, True), (field.name, False)]
    return [(field.name, value) for value in field.values]


@st.composite
def chosen_params(draw: st.DrawFn, leaf: Leaf) -> dict[str, Scalar]:
    """Draw values that `leaf` offers, for some of its fields."""
    params: dict[str, Scalar] = {}
    for field in form(leaf):
        ways = offered(field)
        said: bool = draw(st.booleans())
        if ways and said:
            name, value = draw(st.sampled_from(ways))
            params[name] = value
    return params


_FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
