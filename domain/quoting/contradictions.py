"""Words of a prompt that plainly contradict a parameter of the order (decision 54).

An explicit order infers nothing from its prompt: the parameter holds, and a notice names it. The notice holds no word of the
prompt, for it is recorded.
"""

import re
from collections.abc import Mapping

from imastudio.domain.kernel import Json
from imastudio.domain.orders import Notice
from imastudio.domain.quoting.catalog import Leaf
from imastudio.domain.quoting.extras import SUNO, VOCAL_GENDER

INSTRUMENTAL = "make_instrumental"
_NO_VOCALS = re.compile(
    r"\b(?:no|without(?: any)?)\s+(?:vocals?|singing|lyrics)\b|\binstrumental\b|纯音乐|纯伴奏|(?:没有|不要|不带|无)(?:人声|演唱)",
    re.IGNORECASE,
)
_VOICES: Mapping[str, re.Pattern[str]] = {
    "f": re.compile(r"\b(?:female|woman'?s?)\s+(?:vocals?|voice|singer)\b|女声|女歌手|女生唱", re.IGNORECASE),
    "m": re.compile(r"(?<!fe)\b(?:male|man'?s?)\s+(?:vocals?|voice|singer)\b|男声|男歌手|男生唱", re.IGNORECASE),
}
# A song that names both has two voices, or a story of both.
_NAMED: Mapping[str, re.Pattern[str]] = {
    "f": re.compile(r"\b(?:female|woman|women)\b|女", re.IGNORECASE),
    "m": re.compile(r"\b(?:male|man|men)\b|男", re.IGNORECASE),
}


def contradictions(leaf: Leaf, prompt: str, params: Mapping[str, Json]) -> tuple[Notice, ...]:
    """Return a notice for each parameter of a song that the prompt plainly says otherwise."""
    if leaf.model_id != SUNO:
        return ()
    if _NO_VOCALS.search(prompt):
        said = leaf.field(INSTRUMENTAL) is not None and params.get(INSTRUMENTAL) is not True
        return (Notice("prompt_contradicts", {"parameter": INSTRUMENTAL, "value": True}),) if said else ()
    voices = [voice for voice, words in _VOICES.items() if words.search(prompt)]
    named = [voice for voice, words in _NAMED.items() if words.search(prompt)]
    if len(voices) != 1 or len(named) != 1 or leaf.field(VOCAL_GENDER) is None or params.get(VOCAL_GENDER) == voices[0]:
        return ()
    return (Notice("prompt_contradicts", {"parameter": VOCAL_GENDER, "value": voices[0]}),)
