"""What a table is made of: a phrase, what kind of word it is, and what it means."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TypeAlias

import attrs

from imastudio.domain.scalars import Scalar
from imastudio.domain.tasks import Medium, TaskType

Meaning: TypeAlias = Scalar | Medium | TaskType | tuple[str, Scalar] | tuple[Medium, str] | None


class Kind(StrEnum):
    """The part that a word plays in a request. The letters spell a clause, so that a rule can look at its shape."""

    # what is written
    BREAK = "|"
    COLON = ":"
    HAN = "c"
    WORD = "w"
    DIGITS = "#"
    QUOTED = "q"
    SIGN = "x"
    # how people ask
    POLITE = "P"
    VERB = "V"
    ARTICLE = "A"
    NUMERAL = "N"
    COUNTER = "L"
    NOUN = "H"
    WEAK_NOUN = "h"
    FORMAT_NOUN = "W"
    # values
    RATIO = "R"
    SHAPE = "O"
    SIZE = "K"
    LINES = "Z"
    SECONDS = "T"
    SOUND = "S"
    MANNER = "J"
    VOICE = "v"
    TIER = "I"
    # models
    MODEL = "M"
    DOUBTFUL_MODEL = "m"
    FOREIGN_MODEL = "%"
    USE = "U"
    EVER = "F"
    LIKING = "l"
    ONCE = "Y"
    CLEAR = "C"
    NOT = "X"
    # grammar
    OF = "o"
    IN = "i"
    TO = "t"
    FOR = "f"
    PLACE = "j"
    AND = "a"
    DE = "d"
    BE = "b"
    SHOWING = "y"
    CONSUMING = "e"
    PERSON = "p"
    KEY = "k"
    MODEL_KEY = "D"
    GLUE = "g"
    ABOUT_A_NAME = "n"
    NOT_A_SIZE = "z"
    # other matters
    THIS = "r"
    TASK = "E"
    GENRE = "G"
    VOCALS = "B"
    READ = "Q"


@attrs.frozen
class Entry:
    """One phrase of a table, as it is compared: lower case, half width, simplified characters."""

    phrase: str
    kind: Kind
    meaning: Meaning = None


def words(text: str) -> tuple[str, ...]:
    """Return the words between the spaces of `text`; `_` joins a word of several parts."""
    return tuple(word.replace("_", " ") for word in text.split())


def row(kind: Kind, phrases: str, meaning: Meaning = None) -> Iterator[Entry]:
    """Return the entries of one line of a table."""
    for phrase in phrases.split():
        yield Entry(phrase.replace("_", " "), kind, meaning)


def table(*rows: Iterator[Entry]) -> Sequence[Entry]:
    """Return all entries of some lines."""
    return tuple(entry for line in rows for entry in line)
