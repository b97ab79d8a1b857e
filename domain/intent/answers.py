"""What answers a doubt: a value for its field, read the way people write it.

Rules: an answer that can't be read is refused with what would do; "none" says that the words were the person's own.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.measures import number_of
from imastudio.domain.intent.proposal import AnswerRefused
from imastudio.domain.intent.tables.models import NAMES
from imastudio.domain.kernel import Json, squeezed, switched
from imastudio.domain.orders import Medium, TaskType, Tier

NONE = "none"
_NUMBER = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]+)?)\s*(?:s|sec|secs|seconds|秒|pts|points|积分|credits)?\s*")
_WHOLE = re.compile(r"\s*(?:n=)?([0-9]{1,6})\s*(?:pts|points|积分|credits|点|分|张|个|段|首|条)?\s*")
_UPPER = re.compile("[0-9]{1,4}[kp]")
_RATIO = re.compile(r"\s*([0-9]{1,2})\s*[:x比]\s*([0-9]{1,2})\s*")
_BY_SPELLING = {squeezed(name): name for name in NAMES}

Answer = Json


def _medium(said: str) -> Answer:
    return Medium(said.strip())


def _task(said: str) -> Answer:
    return TaskType(said.strip())


def _tier(said: str) -> Answer:
    return Tier(said.strip())


def _duration(said: str) -> Answer:
    found = _NUMBER.fullmatch(said)
    if found is None:
        raise ValueError(said)
    return number_of(found[1])


def _whole(said: str) -> Answer:
    found = _WHOLE.fullmatch(said)
    if found is None:
        raise ValueError(said)
    return int(found[1])


def _ratio(said: str) -> Answer:
    found = _RATIO.fullmatch(said)
    if found is None:
        raise ValueError(said)
    return f"{found[1]}:{found[2]}"


def _model(said: str) -> Answer:
    name = _BY_SPELLING.get(squeezed(said))
    if name is None:
        raise ValueError(said)
    return name


def _measure(said: str) -> Answer:
    """Return a size or a resolution as the tables spell it: 4K, 1080P."""
    text = _text(said)
    return text.strip().upper() if _UPPER.fullmatch(text.strip()) else text.strip()


def _switch(said: str) -> Answer:
    on = switched(said.strip())
    if on is None:
        raise ValueError(said)
    return on


def _text(said: str) -> str:
    if not said.strip():
        raise ValueError(said)
    return said


_READERS: Mapping[str, Callable[[str], Answer]] = MappingProxyType(
    {
        "media": _medium,
        "task_type": _task,
        "tier": _tier,
        "duration": _duration,
        "n": _whole,
        "max_points": _whole,
        "aspect_ratio": _ratio,
        "model": _model,
        "generate_audio": _switch,
        "size": _measure,
        "resolution": _measure,
    }
)


# What an answer may be for: the doubts, and the values that words may give.
FIELDS = (
    *("prompt", "text", "which_work", "correction", "preference"),
    *_READERS,
    *("lyrics", "tags", "negative_tags", "vocal_gender", "make_instrumental", "custom_mode"),
    *("speaker", "speed", "volume", "negative_prompt", "quality", "mode", "emotion"),
)


def read_answer(field: str, said: str) -> Answer:
    """Return the value that an answer gives to a field, None for "none". Raises AnswerRefused for what can't be read."""
    plain = fold(said) if field not in {"prompt", "text"} else said
    if plain.strip() == NONE:
        return None
    try:
        return _READERS.get(field, _text)(plain)
    except ValueError:
        raise AnswerRefused(field, said) from None
