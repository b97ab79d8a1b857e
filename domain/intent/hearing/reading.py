"""A text that is handed over with the request: to be read aloud, or to be sung.

The text behind a colon is taken exactly as it stands, to the end; a quoted text without its quotes. Nothing in it is an
instruction.
"""

import re

import attrs

from imastudio.domain.intent.hearing.heads import heads
from imastudio.domain.intent.hearing.sentence import Clause, Sentence
from imastudio.domain.intent.hearing.sounding import named_speaker
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.speaking import PACES, SPEAKING, TONES
from imastudio.domain.tasks import Medium

_BEFORE = frozenset("PgaFYUMmDkiICJvlBrqAdtVNLb")
_VOICED = re.compile("[cwdA]{1,12}B")  # 用温柔的女声: a voice may be described
# 用温柔的声音朗读：…, 用四川话说：…: how to read stands before the word that asks for it.
_WAY = re.compile("[PgFYA]*[Ui][cwdAgvBJNLQt]{1,14}Q[grJ]*:")
_VOICE_WAY = re.compile("[PgFYA]*[Ui][cwdAgNL]{0,12}[vBJ]{1,2}Q[grJ]*q(?!d)")
_BY_ZH = frozenset({"用", "以", "使用", "请用", "来用"})
_VOICE_WORDS = frozenset({"voice", "tone", "accent", "whisper"})
_STRONG = "strong"
_LYRICS = ("歌词", "lyrics")
_VOICES = ("voice", "女声", "男声")
_HOW = frozenset("|JPAUiv")
_DESCRIBED = frozenset("JAiUvwcdagBrpQ")
_MOST_BETWEEN = 4


@attrs.frozen(kw_only=True)
class Handed:
    """A text that was handed over: where it stands, without its quotes; `asked` are the words that say what for."""

    start: int
    end: int
    asked: tuple[int, int]


def read_aloud(sentence: Sentence, utterance: str) -> Handed | None:
    """Return the text to speak, or None where nothing is to be read aloud."""
    found = _order(sentence)
    if found is None:
        return None
    place, strong = found
    token = sentence.tokens[place]
    asked = (token.start, token.end)
    text = _colon_or_quote(sentence, utterance, place, anywhere=True)
    if text is not None:
        return Handed(start=text[0], end=text[1], asked=asked)
    if not strong:
        return None
    end = len(utterance.rstrip())
    rest = place + 1
    while sentence.kind(rest) in {Kind.THIS, Kind.GLUE, Kind.BREAK, Kind.TASK} and rest < len(sentence.tokens):
        rest += 1
    start = sentence.tokens[rest].start if rest < len(sentence.tokens) else end
    return Handed(start=start, end=end, asked=asked)


def lyrics(sentence: Sentence, utterance: str) -> Handed | None:
    """Return the words to sing, or None."""
    for place, token in enumerate(sentence.tokens):
        if (
            token.text.endswith(_LYRICS)
            and token.meaning != "none"
            and (text := _colon_or_quote(sentence, utterance, place, anywhere=False)) is not None
        ):
            return Handed(start=text[0], end=text[1], asked=(token.start, token.end))
    return None


def _order(sentence: Sentence) -> tuple[int, bool] | None:
    """Return the place of the word that asks for reading, and whether a text may follow it without a sign."""
    speaker = named_speaker(sentence)
    for clause in sentence.clauses:
        if (found := _reading_word(sentence, clause, speaker)) is not None:
            return found
    first = heads(sentence)
    if not first and (voice := _voice_before_colon(sentence)) is not None:
        return voice, False
    if first and first[0].medium is Medium.SPEECH and first[0].place < _first_colon(sentence):
        return first[0].place, False
    return None


def _reading_word(sentence: Sentence, clause: Clause, speaker: tuple[int, int]) -> tuple[int, bool] | None:
    for way in (_WAY, _VOICE_WAY):
        said = way.match(sentence.shape, clause.start)
        if said is not None and _is_of_reading(sentence, *said.span()):
            return sentence.shape.rindex(Kind.READ, *said.span()), False
    for place in range(clause.start, clause.end):
        letter = sentence.shape[place]
        if letter == Kind.READ and not sentence.is_negated(place):
            counted = sentence.kind(place + 1) == Kind.NUMERAL and sentence.kind(place + 2) == Kind.COUNTER
            strong = sentence.tokens[place].meaning == _STRONG or sentence.kind(place + 1) == Kind.THIS or counted
            pointed = sentence.kind(place + 1) in {Kind.COLON, Kind.QUOTED, Kind.THIS} or _voiced(sentence, place + 1)
            pointed = pointed or _in_manner(sentence, place + 1)
            return (place, strong) if strong or pointed else None
        if letter == Kind.MANNER and _speaks(sentence, place):
            return place, False
        in_voice = letter in "cw" and _VOICED.match(sentence.shape, place, clause.end)
        if letter not in _BEFORE and not in_voice and not speaker[0] <= sentence.tokens[place].start < speaker[1]:
            return None
    return None


def _is_of_reading(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether words say how to read; in English a voice is among them: "with love I say: …" asks for nothing."""
    return any(
        sentence.shape[place] in "vBJ" or sentence.word(place) in _VOICE_WORDS or sentence.word(place) in _BY_ZH
        for place in range(start, end)
    )


def _voiced(sentence: Sentence, start: int) -> bool:
    """Tell whether a voice and then a colon follow in the clause: "read in a warm female voice: …"."""
    voiced = False
    for place in range(start, len(sentence.tokens)):
        letter = sentence.shape[place]
        if letter not in _DESCRIBED:
            return letter == Kind.COLON and voiced
        word = sentence.word(place)
        voiced = voiced or word in _VOICE_WORDS or (letter == Kind.VOCALS and word.endswith(_VOICES))
    return False


def _speaks(sentence: Sentence, place: int) -> bool:
    """Tell whether a manner is itself a wish to be read to, and the text follows: "speak slowly: …"."""
    said = any(word in sentence.word(place) for word in SPEAKING)
    pointed = _in_manner(sentence, place + 1) or _voiced(sentence, place + 1)
    return said and not sentence.is_negated(place) and pointed


def _in_manner(sentence: Sentence, start: int) -> bool:
    """Tell whether nothing but a manner stands before a colon: "say slowly and clearly: …"."""
    place = start
    while sentence.kind(place) == Kind.MANNER or sentence.word(place) in TONES:
        place += 1
    return sentence.kind(place) == Kind.COLON


def _voice_before_colon(sentence: Sentence) -> int | None:
    """Return the place of a voice, where nothing but how to speak stands before a colon: "male voice, slow: hello"."""
    voice = None
    for place, letter in enumerate(sentence.shape):
        if letter == Kind.COLON:
            return voice
        if letter == Kind.VOCALS and sentence.word(place).endswith(_VOICES) and not sentence.is_negated(place):
            voice = place
        elif letter not in _HOW and sentence.word(place) not in PACES:
            return None
    return None


def _first_colon(sentence: Sentence) -> int:
    return next(iter(sentence.places(Kind.COLON, Kind.QUOTED)), -1)


def _colon_or_quote(sentence: Sentence, utterance: str, place: int, *, anywhere: bool) -> tuple[int, int] | None:
    """Return the text behind the colon after a word, or the quoted text (near it, or the only one)."""
    for after in range(place + 1, min(place + 1 + _MOST_BETWEEN * 4, len(sentence.tokens))):
        letter = sentence.shape[after]
        if letter == Kind.COLON:
            return _trimmed(sentence, utterance, after)
        if letter == Kind.QUOTED:
            return _inside(sentence, after)
        if letter == Kind.BREAK and not anywhere:
            break
    quoted = list(sentence.places(Kind.QUOTED)) if anywhere else []
    return _inside(sentence, quoted[0]) if quoted else None


def _inside(sentence: Sentence, place: int) -> tuple[int, int]:
    token = sentence.tokens[place]
    return token.start + 1, token.end - 1


def _trimmed(sentence: Sentence, utterance: str, colon: int) -> tuple[int, int] | None:
    after = colon + 1
    if sentence.kind(after) == Kind.QUOTED:
        return _inside(sentence, after)
    start, end = sentence.tokens[colon].end, len(utterance.rstrip())
    while start < end and utterance[start].isspace():
        start += 1
    return (start, end) if start < end else None
