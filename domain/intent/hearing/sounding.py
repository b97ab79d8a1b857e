"""What is said of music and of a voice: tags, vocals, lyrics, the speaker and the manner. Source: the vendor's Suno guide."""

import re
from collections.abc import Iterator

from imastudio.domain.intent.hearing.found import Found
from imastudio.domain.intent.hearing.lexicon import Token
from imastudio.domain.intent.hearing.sentence import Sentence
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.music import LEFT_OUT, TAGS
from imastudio.domain.intent.vocabulary.speaking import PACES
from imastudio.domain.intent.vocabulary.voices import BY_GENDER, SPEAKERS
from imastudio.domain.scalars import Scalar


def _any_of(phrases: tuple[str, ...]) -> str:
    longest_first = sorted(filter(None, phrases), key=len, reverse=True)
    return "|".join(
        rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])" if phrase.isascii() else re.escape(phrase)
        for phrase in longest_first
    )


_TAG = re.compile(_any_of(TAGS))
_OUT = _any_of(LEFT_OUT)
_WITHOUT = re.compile(
    r"(?:(?<![a-z])(?:no|without(?: any)?|avoid|exclude|skip the|not)\s+|不要有?|去掉|没有|别用|不带|避免|无)"
    rf"(?P<what>(?:{_OUT})(?:(?:\s*(?:,|/|、|or|and|和|或)\s*)(?:no\s+|不要)?(?:{_OUT})){{0,6}})"
)
_PARTS = re.compile(_OUT)
_NAMES = _any_of(tuple(SPEAKERS))
_SPEAKER = re.compile(
    rf"(?P<name>{_NAMES})\s*(?:的|'s)?\s*(?:声音|音色|嗓音|来读|来念|朗读|voice)"
    rf"|(?:voice|speaker|音色|声音)\s*(?:of|:|是|用|选)?\s*(?P<other>{_NAMES})"
)
_BEATS = re.compile(r"(?<![0-9])[0-9]{2,3} ?bpm(?![a-z])")
_LONG = 80
_PIECE_OF_MUSIC = "首"
_STRETCH = "段"
_ENDING = re.compile(r"乐?曲?(?=$|[\s,。!?;、~])")
_HAN = re.compile("[\u3400-\u9fff]")
_SUNG = ("vocal", "sing", "歌", "人声", "唱", "lyrics", "词")


def speaks_of_music(sentence: Sentence) -> Token | None:
    """Return the word that can only be said of music ("no vocals", "女歌手"), or None."""
    for place in sentence.places(Kind.VOCALS):
        token = sentence.tokens[place]
        if place in sentence.free and any(part in token.text for part in _SUNG):
            return token
        if token.meaning == "none" and _is_kind_of_music(sentence, place):
            return token
    for place in sentence.places(Kind.COUNTER):
        if sentence.kind(place - 1) in {Kind.VERB, Kind.NUMERAL} and _counts_music(sentence, place):
            return sentence.tokens[place]
    if found := _BEATS.search(sentence.text):
        return Token(Kind.VOCALS, found[0], None, found.start(), found.end())
    return None


def _counts_music(sentence: Sentence, place: int) -> bool:
    """Tell whether a kind of music is counted, of whatever length: 来首爵士, 来一首5分钟的爵士乐, 来一段30秒的爵士."""
    last = place
    while sentence.kind(last + 1) in {Kind.SECONDS, Kind.DE}:
        last += 1
    kind = _TAG.match(sentence.text, sentence.tokens[last].end)
    if kind is None:
        return False
    alone = _ENDING.match(sentence.text, kind.end()) is not None
    return sentence.word(place) == _PIECE_OF_MUSIC or (sentence.word(place) == _STRETCH and alone)


def _is_kind_of_music(sentence: Sentence, place: int) -> bool:
    """Tell whether a clause is genres and "instrumental" alone: "instrumental lo-fi"."""
    clause, token = sentence.clause_of(place), sentence.tokens[place]
    start, end = sentence.tokens[clause.start].start, sentence.tokens[clause.end - 1].end
    said = f"{sentence.text[start : token.start]} {sentence.text[token.end : end]}"[:_LONG]
    genres = _TAG.sub(" ", said)
    return genres != said and not genres.strip(" -&/+、")


def named_speaker(sentence: Sentence) -> tuple[int, int]:
    """Return where a voice is called by its name, (0, 0) where none is."""
    found = _SPEAKER.search(sentence.text)
    return (0, 0) if found is None else found.span()


def of_music(sentence: Sentence) -> Iterator[Found]:
    """Yield what Suno has fields for: instrumental, the singer, tags, and tags to leave out."""
    for place in sentence.places(Kind.VOCALS):
        token = sentence.tokens[place]
        if token.meaning == "none" or sentence.is_negated(place):
            yield Found(field="make_instrumental", value=True, start=token.start, end=token.end)
        elif token.meaning != "some":
            yield Found(field="vocal_gender", value=str(token.meaning), start=token.start, end=token.end)
    left_out = list(_WITHOUT.finditer(sentence.text))
    for found in left_out:
        for part in _PARTS.finditer(found["what"]):
            yield Found(
                field="negative_tags",
                value=part[0],
                start=found.start("what") + part.start(),
                end=found.start("what") + part.end(),
            )
    for found in _TAG.finditer(sentence.text):
        if not any(out.start() <= found.start() < out.end() for out in left_out):
            yield Found(field="tags", value=found[0], start=found.start(), end=found.end())


def of_speech(sentence: Sentence, spoken: str) -> Iterator[Found]:
    """Yield the speaker and the manner of reading; `spoken` is the text to speak, in whose language the speaker is chosen."""
    named = _SPEAKER.search(sentence.text)
    if named is not None:
        name = named["name"] or named["other"]
        yield Found(field="speaker", value=SPEAKERS[name], start=named.start(), end=named.end(), cut=named.span())
    for place in sentence.places(Kind.VOCALS):
        token = sentence.tokens[place]
        language = "zh" if _HAN.search(spoken) or not spoken else "en"
        speaker = BY_GENDER.get((language, str(token.meaning)))
        if speaker is not None and named is None and not sentence.is_negated(place):
            yield _cut(sentence, place, "speaker", speaker)
    for place in sentence.places(Kind.WORD):
        beside = {sentence.kind(place - 1), sentence.kind(place + 1)}
        pace = PACES.get(sentence.word(place))
        if pace is not None and (Kind.VOCALS in beside or beside <= {Kind.BREAK, Kind.COLON}):
            yield _cut(sentence, place, "speed", pace)
    for place in sentence.places(Kind.MANNER):
        meaning = sentence.tokens[place].meaning
        assert isinstance(meaning, tuple)  # noqa: S101 - the table is ours
        if not sentence.is_negated(place):
            yield _cut(sentence, place, str(meaning[0]), meaning[1])


def _cut(sentence: Sentence, place: int, field: str, value: Scalar) -> Found:
    """Return what was found with what goes out of the prompt beside it: "in a female voice", "用女声"."""
    first = place
    while sentence.kind(first - 1) in {Kind.USE, Kind.IN, Kind.ARTICLE}:
        first -= 1
    token = sentence.tokens[place]
    return Found(
        field=field, value=value, start=token.start, end=token.end, cut=(sentence.tokens[first].start, token.end)
    )
