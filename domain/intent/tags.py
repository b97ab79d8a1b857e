"""The parts that words play in a request, and the word itself.

Rules: a word has one tag; whatever is in no table is `CONTENT`, the person's own words, and `SEALED` is what nobody looks into.
"""

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from imastudio.domain.kernel import Scalar
from imastudio.domain.orders import Medium, TaskType

Meaning: TypeAlias = Scalar | Medium | TaskType | tuple[str, Scalar] | tuple[Medium, str] | None


class Tag(StrEnum):
    """The part that a word plays."""

    # what is made, and of what
    NOUN = "noun"
    WEAK_NOUN = "weak noun"
    FORMAT = "format"
    VERB = "verb"
    TASK = "task"
    INPUT = "input"
    READ = "read"
    LYRICS = "lyrics"
    # values
    RATIO = "ratio"
    SHAPE = "shape"
    SIZE = "size"
    RESOLUTION = "resolution"
    SECONDS = "seconds"
    SOUND = "sound"
    POINTS = "points"
    MARKS = "marks"
    MONEY = "money"
    MOST = "most"
    EACH = "each"
    TIER = "tier"
    NUMBER = "number"
    MEASURE = "measure"
    COUNT = "count"
    KEY = "key"
    # models
    MODEL = "model"
    DOUBTFUL_MODEL = "doubtful model"
    UNKNOWN_MODEL = "unknown model"
    MODEL_WORD = "model word"
    USE = "use"
    EVER = "ever"
    LIKING = "liking"
    ONCE = "once"
    CLEAR = "clear"
    # music and speech
    VOCALS = "vocals"
    GENRE = "genre"
    MANNER = "manner"
    SPEAKER = "speaker"
    VOICE = "voice"
    # grammar
    NOT = "not"
    INSTEAD = "instead"
    OF = "of"
    DE = "de"
    AND = "and"
    LINK = "link"
    ARTICLE = "article"
    WRITING = "writing"
    CONSUME = "consume"
    POLITE = "polite"
    GLUE = "glue"
    # other matters
    JOB = "job"
    TEXT = "text"
    # no words of ours
    THING = "thing"
    SHOT = "shot"
    CONTENT = "content"
    SEALED = "sealed"
    COLON = "colon"
    BREAK = "break"


class Token(NamedTuple):
    """One word: its part, its spelling in the folded text, what it means, and where it stands in the utterance.

    `gap` tells of white space before it, `han` that its first sign is Chinese.
    """

    tag: Tag
    text: str
    value: Meaning
    start: int
    end: int
    gap: bool = False
    han: bool = False


NOUNS = frozenset({Tag.NOUN, Tag.WEAK_NOUN, Tag.FORMAT})
NAMES = frozenset({Tag.MODEL, Tag.DOUBTFUL_MODEL, Tag.UNKNOWN_MODEL})
MEASURES = frozenset({Tag.RATIO, Tag.SIZE, Tag.RESOLUTION, Tag.SECONDS})
NO_WORDS = frozenset({Tag.CONTENT, Tag.SEALED, Tag.THING, Tag.SHOT, Tag.WRITING, Tag.CONSUME, Tag.JOB, Tag.TEXT})
MUSICAL = frozenset({Tag.GENRE, Tag.VOCALS, Tag.MANNER, Tag.SPEAKER, Tag.VOICE, Tag.LYRICS})
VALUES = frozenset(
    {
        Tag.RATIO,
        Tag.SHAPE,
        Tag.SIZE,
        Tag.RESOLUTION,
        Tag.SECONDS,
        Tag.SOUND,
        Tag.POINTS,
        Tag.TIER,
        Tag.COUNT,
        Tag.FORMAT,
        *NAMES,
        Tag.CLEAR,
        Tag.ONCE,
        Tag.EVER,
        Tag.MANNER,
        Tag.SPEAKER,
        Tag.VOCALS,
    }
)
