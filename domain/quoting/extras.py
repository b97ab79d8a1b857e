"""Parameters beyond the form, for the models that take them (decision 5), and the words people use for some values.

Suno: `lyrics`, and male/female/mixed for `vocal_gender`. seed-tts-2.0: `audio_params`, `additions`, and for people
`speed`, `volume` and `emotion`, which become a part of `audio_params`. Source: facts section 7.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from imastudio.domain.kernel import Json, Kind, Scalar, canonical, is_readable, number, refuse, shown
from imastudio.domain.orders import Notice
from imastudio.domain.quoting.catalog import Leaf
from imastudio.domain.quoting.field_values import agreed, read_text

SUNO = "sonic"
SPEECH = "seed-tts-2.0"
VOCAL_GENDER = "vocal_gender"
SPEAKER = "speaker"
_AUDIO_PARAMS = "audio_params"
_ADDITIONS = "additions"
_LYRICS = "lyrics"
_BEYOND = MappingProxyType(
    {
        SUNO: (_LYRICS,),
        SPEECH: (_AUDIO_PARAMS, _ADDITIONS, "speed", "volume", "emotion"),
    }
)
_GENDERS = MappingProxyType(
    {**dict.fromkeys(("male", "man", "男", "男声"), "m"), **dict.fromkeys(("female", "woman", "女", "女声"), "f")}
)
_MIXED = frozenset({"mixed", "mix", "both", "混声", "男女"})
_LOWEST_RATE, _HIGHEST_RATE = -50, 100
_LOWEST_SPEED, _HIGHEST_SPEED = 0.5, 2.0
# The vendor of the voices has other ids of its own for streaming; the service does not know them.
_FOREIGN_VOICE = re.compile(r"bv.*_streaming")


def extra_names(leaf: Leaf) -> tuple[str, ...]:
    """Return the parameters that `leaf` takes beyond its form."""
    return _BEYOND.get(leaf.model_id, ())


def extra_texts(leaf: Leaf, said: Mapping[str, Sequence[Json]]) -> dict[str, Json]:
    """Return the extra parameters as they are sent, from values by name. Raises WishRefused for what they can't be."""
    if leaf.model_id == SUNO:
        return _once(_LYRICS, [read_text(_LYRICS, text, 1) for text in said.get(_LYRICS, ())])
    if leaf.model_id == SPEECH:
        return _speech(said)
    return {}


def vocal_gender(leaf: Leaf, values: Sequence[Json]) -> tuple[list[Json], tuple[Notice, ...]]:
    """Return `values` in the list's words; mixed is what comes of sending none, which is said in a notice."""
    if leaf.model_id != SUNO:
        return list(values), ()
    words = [canonical(value) if is_readable(value) else "" for value in values]
    if words and all(word in _MIXED for word in words):
        return [], (Notice("vocal_gender_mixed"),)
    return [_GENDERS.get(word, value) for word, value in zip(words, values, strict=True)], ()


def check_speaker(leaf: Leaf, speaker: Scalar) -> None:
    """Refuse a voice that the service is known not to have."""
    if leaf.model_id == SPEECH and _FOREIGN_VOICE.fullmatch(canonical(speaker)):
        raise refuse(Kind.VALUE_NOT_OFFERED, SPEAKER, shown(speaker), expected="native_voice")


def _once(name: str, values: Sequence[Json]) -> dict[str, Json]:
    """Return the one value that was said for `name`. Raises WishRefused where there are two."""
    if any(value != values[0] for value in values):
        raise refuse(Kind.COMBINATION_FORBIDDEN, name, contradicting=True)
    return {name: values[0]} if values else {}


def _speech(said: Mapping[str, Sequence[Json]]) -> dict[str, Json]:
    audio: dict[str, list[Scalar]] = {}
    for value in said.get(_AUDIO_PARAMS, ()):
        for name, part in _parts(_AUDIO_PARAMS, value, _AUDIO_PARTS).items():
            audio.setdefault(name, []).append(_AUDIO_PARTS[name](f"{_AUDIO_PARAMS}.{name}", part))
    for word, (name, convert) in _WORDS.items():
        for value in said.get(word, ()):
            audio.setdefault(name, []).append(convert(word, value))
    merged = {name: agreed(f"{_AUDIO_PARAMS}.{name}", parts) for name, parts in sorted(audio.items())}
    return {**_once(_AUDIO_PARAMS, [merged] if merged else []), **_once(_ADDITIONS, _additions(said))}


def _additions(said: Mapping[str, Sequence[Json]]) -> list[Json]:
    return [
        {
            name: _ADDITION_PARTS[name](f"{_ADDITIONS}.{name}", part)
            for name, part in sorted(_parts(_ADDITIONS, value, _ADDITION_PARTS).items())
        }
        for value in said.get(_ADDITIONS, ())
    ]


def _parts(name: str, value: Json, known: Mapping[str, object]) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise refuse(Kind.VALUE_NOT_OFFERED, name, None, tuple(known), expected="object")
    for part in value:
        if part not in known:
            raise refuse(Kind.UNKNOWN_PARAMETER, f"{name}.{shown(part)}", None, tuple(known))
    return value


def _rate(name: str, value: Json) -> Scalar:
    rate = number(value) if is_readable(value) else None
    if not isinstance(rate, int) or not _LOWEST_RATE <= rate <= _HIGHEST_RATE:
        raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), minimum=_LOWEST_RATE, maximum=_HIGHEST_RATE)
    return rate


def _as_rate(name: str, value: Json) -> Scalar:
    """Turn "so many times as fast (or loud)" into the service's percent."""
    said = canonical(value).removesuffix("x") if isinstance(value, str) else value
    times = number(said) if is_readable(said) else None
    if times is None or not _LOWEST_SPEED <= times <= _HIGHEST_SPEED:
        raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), minimum=_LOWEST_SPEED, maximum=_HIGHEST_SPEED)
    return round((times - 1) * 100)


def _word(name: str, value: Json) -> Scalar:
    return read_text(name, value, 1)


def _context(name: str, value: Json) -> Json:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return [read_text(name, value, 1)]
    return [read_text(name, text, 1) for text in value]


_AUDIO_PARTS: Mapping[str, Callable[[str, Json], Scalar]] = MappingProxyType(
    {"emotion": _word, "speech_rate": _rate, "loudness_rate": _rate}
)
_ADDITION_PARTS: Mapping[str, Callable[[str, Json], Json]] = MappingProxyType(
    {"explicit_language": _word, "context_texts": _context}
)
_WORDS: Mapping[str, tuple[str, Callable[[str, Json], Scalar]]] = MappingProxyType(
    {"speed": ("speech_rate", _as_rate), "volume": ("loudness_rate", _as_rate), "emotion": ("emotion", _word)}
)
