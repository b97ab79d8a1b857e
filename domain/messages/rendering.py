"""How a text is made: the first of several wordings whose facts are known, with every value made harmless.

Rules: wordings are data, the most telling first, the last one needs nothing; a value shows no control character (so no
escape sequence, no second line, no reversed writing), is cut when long, and is never read as a template itself. In a chat
only plain values are known at all: no name of a parameter without a word for it, no path, address, id or key.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Literal, TypeAlias

from imastudio.domain.kernel import Json
from imastudio.domain.messages.text import Rendered, Text, Wordings
from imastudio.domain.messages.value_names import PARAMETERS, SWITCH, WORDS
from imastudio.domain.orders import Language

Audience: TypeAlias = Literal["terminal", "chat", "agent"]
"""Who reads: a person at a terminal, one in a chat, or an agent that is handed JSON. Commands are for terminals alone."""
MAX_VALUE_CHARS = 80
MAX_PATH_CHARS = 1024
_PATHS = frozenset({"file", "folder"})
MAX_CHOICES = 10
_MAX_BITS = 64
_SIZE = re.compile(r"^([0-9]{1,2})k$")  # the list writes 4k here and 4K there
_MAX_DEPTH = 3
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PRIVATE = frozenset({"id", "task_id", "file", "folder", "address"})
# Names of models may look like ids ("seed-tts-2.0"): these facts, and those that a caller says, come from the product list.
_LISTED = frozenset({"models", "model", "model_name", "old", "new"})
_WORDS_AND_NUMBERS = r"[0-9A-Za-z\u4e00-\u9fff]+(?:[ .:×%+~-]{1,3}[0-9A-Za-z\u4e00-\u9fff]+)*"
_TECHNICAL = r"\.[A-Za-z]{2}|[0-9A-Za-z]{24}|[0-9]{7}|[0-9a-f]{8}"
_LIKE_AN_ID = r"[a-z]-[a-z0-9]"
_SEPARATOR = {"zh": "、", "en": ", "}


def render(wordings: Wordings, facts: Mapping[str, Json], language: Language, *, bare: bool = False) -> str:
    """Return the first of `wordings` that fits, filled with `facts`. Those that are None or an empty list count as unknown.

    `bare` leaves out what is for terminals alone.
    """
    return next(_rendered(wordings, facts, language, bare=bare))


def render_if(wordings: Wordings, facts: Mapping[str, Json], language: Language, *, bare: bool = False) -> str:
    """Return the first of `wordings` that fits, or nothing where none does."""
    return next(_rendered(wordings, facts, language, bare=bare), "")


def fitting(wordings: Wordings, facts: Mapping[str, Json], language: Language) -> Text:
    """Return the wording that `render` takes at a terminal."""
    known = {name: value for name, value in facts.items() if not _is_nothing(value)}
    return next(text for text in wordings if _fits(text, known, language))


def plain(facts: Mapping[str, Json], listed: frozenset[str] = frozenset()) -> dict[str, Json]:
    """Return those of `facts` that a person in a chat may read; the others are left out, and so are parts of lists.

    `listed` are those that hold names of models besides the usual ones.
    """
    names = _LISTED | listed
    kept = {name: _plain(name, value, listed=name in names) for name, value in facts.items() if name not in _PRIVATE}
    return {name: value for name, value in kept.items() if not _is_nothing(value)}


def is_plain(text: str, *, listed: bool = False) -> bool:
    """Tell whether `text` is a few words or numbers, rather than a path, an address, an id or the name of a program.

    `listed` tells that it stands in the product list, where names may look like ids.
    """
    worded = len(text) <= MAX_VALUE_CHARS and re.fullmatch(_WORDS_AND_NUMBERS, text) and not re.search(_TECHNICAL, text)
    return bool(worded) and (listed or not re.search(_LIKE_AN_ID, text))


def harmless(text: str, longest: int = MAX_VALUE_CHARS) -> str:
    """Return `text` cut to a line, with what a terminal or a log would obey spelled out."""
    visible = "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in _UNSHOWN else character
        for character in text[: longest + 1]
    )
    return visible if len(visible) <= longest else visible[:longest] + "…"


def exact_choices(choices: Sequence[Json], language: Language) -> str:
    """Return choices as they are spelled, in no person's words."""
    parts = [harmless(str(choice)) for choice in choices[:MAX_CHOICES]]
    return _SEPARATOR[language].join(parts + ["…"] * (len(choices) > MAX_CHOICES))


def _rendered(wordings: Wordings, facts: Mapping[str, Json], language: Language, *, bare: bool) -> Iterator[str]:
    known = {name: value for name, value in facts.items() if not _is_nothing(value)}
    for text in wordings:
        if _fits(text, known, language):
            said = {name: _say(name, value, language) for name, value in known.items()}
            yield text.within(language, bare=bare).format_map(said)


def _is_nothing(value: Json) -> bool:
    return value is None or (isinstance(value, Sequence | Mapping) and not isinstance(value, str) and not value)


def _plain(name: str, value: Json, *, listed: bool) -> Json:
    if name == "typed" or name.endswith("parameter"):
        return value if isinstance(value, str) and value in PARAMETERS else None
    if isinstance(value, str):
        return value if value in WORDS or is_plain(value, listed=listed) else None
    if isinstance(value, Mapping):
        parts = {key: _plain(key, part, listed=False) for key, part in value.items() if key in PARAMETERS}
        return {key: part for key, part in parts.items() if not _is_nothing(part)}
    if isinstance(value, Sequence):
        of = "parameter" if name == "parameters" else name
        return [part for part in (_plain(of, part, listed=listed) for part in value) if not _is_nothing(part)]
    return value


def _fits(text: Text, known: Mapping[str, Json], language: Language) -> bool:
    named = {name for _, name, _, _ in Formatter().parse(text.within(language)) if name is not None}
    return named <= known.keys() and all(known.get(name) == value for name, value in text.when.items())


def _say(name: str, value: Json, language: Language) -> str:
    if name.endswith("parameter") and isinstance(value, str):
        return _parameter(value, language)
    if name in _PATHS and isinstance(value, str):
        return harmless(value, MAX_PATH_CHARS)
    if name == "parameters" and isinstance(value, Sequence) and not isinstance(value, str):
        return _SEPARATOR[language].join(_say("parameter", part, language) for part in value[:MAX_CHOICES])
    return _value(value, language, 0)


def _parameter(name: str, language: Language) -> str:
    return PARAMETERS[name].within(language) if name in PARAMETERS else harmless(name)


def _value(value: Json, language: Language, depth: int) -> str:
    if isinstance(value, bool):
        return SWITCH[value].within(language)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Rendered):
        return str(value)
    if isinstance(value, str):
        return WORDS[value].within(language) if value in WORDS else harmless(_SIZE.sub(r"\1K", value))
    if value is None or depth == _MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        parts = [
            f"{_parameter(name, language)} {_value(part, language, depth + 1)}"
            for name, part in list(value.items())[:MAX_CHOICES]
        ]
    else:
        parts = [_value(part, language, depth + 1) for part in value[:MAX_CHOICES]]
    return _SEPARATOR[language].join(parts + ["…"] * (len(value) > MAX_CHOICES))


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _MAX_BITS else "…"
    return f"{value:g}"
