"""What is said of music and of a voice: genres, singers, lyrics, the speaker. Source: the vendor's Suno guide."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from imastudio.domain.intent.fields import is_refused
from imastudio.domain.intent.folding import has_han
from imastudio.domain.intent.reading import KnownWords, Reading
from imastudio.domain.intent.requests import Head
from imastudio.domain.intent.tables.music import KINDS_OF_SONG
from imastudio.domain.intent.tables.speaking import PACES
from imastudio.domain.intent.tables.voices import BY_GENDER
from imastudio.domain.intent.tags import NOUNS, Tag, Token
from imastudio.domain.orders import TaskType

if TYPE_CHECKING:
    from imastudio.domain.kernel import Json

_SUNO = "sonic"
_SONG_MODELS = frozenset({"sonic", "GenSong"})

_NEAR = 2  # words: "not too fast"


def read_music(reading: Reading) -> None:
    """Put what Suno has fields for into the parameters: tags, tags to leave out, and the lyrics."""
    tags: dict[str, None] = {}
    left_out: dict[str, None] = {}
    for part, place, token in _words(reading, Tag.GENRE):
        if token.text[0].isdigit():
            continue
        refused = is_refused(part, place)
        (left_out if refused else tags)[token.text] = None
        reading.because("params.negative_tags" if refused else "params.tags", token.start, token.end)
    if reading.handed is not None and reading.handed.kind == "lyrics" and not tags:
        tags |= dict.fromkeys(_kinds_of_song(reading))
    if tags:
        reading.params["tags"] = ",".join(tags)
    if left_out:
        reading.params["negative_tags"] = ",".join(left_out)
    if reading.handed is not None and reading.handed.kind == "lyrics":
        text = reading.words[reading.handed.start : reading.handed.end]
        reading.params |= {"lyrics": text, "custom_mode": True}
        reading.because("params.lyrics", *reading.handed.asked)


def _kinds_of_song(reading: Reading) -> Iterator[str]:
    """Yield what kind of song is to be made of lyrics, with the word that goes with it: 谱成校园民谣."""
    for before, token in pairwise(reading.tokens):
        if token.tag in NOUNS and token.text in KINDS_OF_SONG:
            start = before.start if before.tag is Tag.CONTENT and before.end == token.start else token.start
            reading.because("params.tags", start, token.end)
            yield reading.words[start : token.end]


def _words(reading: Reading, *tags: Tag) -> Iterator[tuple[KnownWords, int, Token]]:
    for part in reading.parts:
        for place, token in enumerate(part.tokens):
            if token.tag in tags:
                yield part, place, token


def song_model(reading: Reading, heads: list[Head]) -> str | None:
    """Return the model that a piece of music asks for by its kind: background music, or a song with a singer."""
    for head in heads:
        if head.model is not None:
            reading.because("model", head.token.start, head.token.end)
            return head.model
    saved = reading.saved.get(TaskType.TEXT_TO_MUSIC) in _SONG_MODELS
    for head in heads if not saved else ():
        if "歌" in head.token.text or head.token.text in {"song", "songs", "sing", "唱", "演唱"}:
            reading.because("model", head.token.start, head.token.end)
            return _SUNO
    for part, place, token in _words(reading, Tag.VOCALS):
        if not saved and token.value != "none" and not is_refused(part, place):
            reading.because("model", token.start, token.end)
            return _SUNO
    return None


def read_speech(reading: Reading, spoken: str) -> None:
    """Put the speaker into the parameters: by name, else one of the gender that was said, in the language of the text."""
    language = "zh" if has_han(spoken) or not spoken else "en"
    for place, token in enumerate(reading.tokens):
        refused = any(one.tag is Tag.NOT for one in reading.tokens[max(0, place - _NEAR) : place])
        value: Json = None
        if token.tag is Tag.SPEAKER and any(one.tag in {Tag.VOICE, Tag.READ} for one in reading.tokens[place:]):
            value = token.value if isinstance(token.value, str) else None
        elif token.tag is Tag.VOCALS and not refused:
            value = BY_GENDER.get((language, str(token.value)))
        if value is not None and "speaker" not in reading.params:
            reading.params["speaker"] = value
            reading.because("params.speaker", token.start, token.end)
        if not refused and token.tag is Tag.MANNER and isinstance(token.value, tuple):
            back = any(one.tag is Tag.INSTEAD for one in reading.tokens[:place])
            if back or token.value[0] not in reading.params:
                reading.params[str(token.value[0])] = token.value[1]
            reading.because(f"params.{token.value[0]}", token.start, token.end)
        stepped = any(isinstance(one.value, tuple) and one.value[0] == "speed" for one in reading.tokens)
        if token.text in PACES and not (refused or stepped):
            reading.params.setdefault("speed", PACES[token.text])
            reading.because("params.speed", token.start, token.end)
