"""How a text is made: the first of several wordings whose facts are known, with every value made harmless.

Rules: wordings are data, the most telling first, the last one needs nothing; a value shows no control character (so no
escape sequence, no second line, no reversed writing), is cut when long, and is never read as a template itself.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import TypeAlias

import attrs

from imastudio.domain.orders import Language, frozen_map
from imastudio.domain.scalars import Json
from imastudio.domain.words import PARAMETERS, SWITCH, WORDS

LONGEST = 80
MOST_CHOICES = 10
_MOST_BITS = 64
_DEEPEST = 3
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SEPARATOR = {"zh": "、", "en": ", "}


@attrs.frozen
class Text:
    """One wording in both languages. It fits where all facts it names are known, and those of `when` are as said there."""

    zh: str
    en: str
    when: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, kw_only=True, hash=False)

    def within(self, language: Language) -> str:
        """Return the wording in `language`."""
        return self.zh if language == "zh" else self.en


Wordings: TypeAlias = Sequence[Text]


def render(wordings: Wordings, facts: Mapping[str, Json], language: Language) -> str:
    """Return the first of `wordings` that fits, filled with `facts`. Those that are None or an empty list count as unknown."""
    known = {name: value for name, value in facts.items() if not _is_nothing(value)}
    text = next(text for text in wordings if _fits(text, known, language))
    return text.within(language).format_map({name: _say(name, value, language) for name, value in known.items()})


def harmless(text: str) -> str:
    """Return `text` cut to a line, with what a terminal or a log would obey spelled out."""
    visible = "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in _UNSHOWN else character
        for character in text[: LONGEST + 1]
    )
    return visible if len(visible) <= LONGEST else visible[:LONGEST] + "…"


def _is_nothing(value: Json) -> bool:
    return value is None or (isinstance(value, Sequence | Mapping) and not isinstance(value, str) and not value)


def _fits(text: Text, known: Mapping[str, Json], language: Language) -> bool:
    named = {name for _, name, _, _ in Formatter().parse(text.within(language)) if name is not None}
    return named <= known.keys() and all(known.get(name) == value for name, value in text.when.items())


def _say(name: str, value: Json, language: Language) -> str:
    if name.endswith("parameter") and isinstance(value, str):
        return _parameter(value, language)
    if name == "parameters" and isinstance(value, Sequence) and not isinstance(value, str):
        return _SEPARATOR[language].join(_parameter(str(part), language) for part in value[:MOST_CHOICES])
    return _value(value, language, 0)


def _parameter(name: str, language: Language) -> str:
    return PARAMETERS[name].within(language) if name in PARAMETERS else harmless(name)


def _value(value: Json, language: Language, depth: int) -> str:
    if isinstance(value, bool):
        return SWITCH[value].within(language)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        return WORDS[value].within(language) if value in WORDS else harmless(value)
    if value is None or depth == _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        parts = [
            f"{_parameter(name, language)} {_value(part, language, depth + 1)}"
            for name, part in list(value.items())[:MOST_CHOICES]
        ]
    else:
        parts = [_value(part, language, depth + 1) for part in value[:MOST_CHOICES]]
    return _SEPARATOR[language].join(parts + ["…"] * (len(value) > MOST_CHOICES))


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _MOST_BITS else "…"
    return f"{value:g}"
