"""What is written or said in a picture or a film: behind a word for it and a colon, all of it is the person's own.

Rules: it ends with its line, or where it begins with one, before an empty line, unless somebody speaks on behind it; code goes on
to the end. A shape, a size and a model that close it are meant for us; other settings may be, and are asked about.
"""

import re
from collections.abc import Iterator, Sequence

import attrs

from imastudio.domain.intent.fragments import is_known
from imastudio.domain.intent.tables.speaking import CODE, LETTERED, SONG_PARTS, WRITTEN, WRITTEN_BELOW
from imastudio.domain.intent.tags import NAMES, NOUNS, VALUES, Tag, Token
from imastudio.domain.orders import Medium

_LEAD_CHARS = 80
_BEFORE_BLANK = re.compile(r"[ \t]*\n[ \t]*\n")
_SPEAKER = re.compile(r"[^\n:：,，。.]{1,12}[:：]")
_KEY = re.compile(
    r"比例|尺寸|画幅|规格|模型|清晰度|分辨率|时长|数量|size|ratio|aspect|model|format|resolution|duration|length",
    re.IGNORECASE,
)
_SETTINGS = frozenset({*VALUES, *NAMES, Tag.USE, Tag.TIER})
# Nobody writes these on a wall, or says them.
SHAPED = frozenset({Tag.RATIO, Tag.RESOLUTION, Tag.SIZE, *NAMES})
_ASKS = frozenset({Tag.VERB, *NOUNS})  # "my boss says: make a poster" asks us for it
_QUOTES = "“\"「『‘'＂"


@attrs.frozen
class Written:
    """A passage that is written or said there, from `start` up to `end`; `unsure` closes it and may be settings."""

    start: int
    end: int
    unsure: tuple[int, int] | None = None


def written_in(tokens: Sequence[Token], words: str, folded: str) -> Iterator[Written]:
    """Yield what is written or said in what is asked for, in its order; a text that is to be read is none."""
    asked, end, song = False, 0, SONG_PARTS.search(folded)
    if any(token.tag in NOUNS and token.value is Medium.SPEECH for token in tokens):
        return
    if song is not None:  # lyrics go on to the end, whatever they are for
        yield Written(song.start(), len(words.rstrip()))
        tokens = [token for token in tokens if token.start < song.start()]
    for place, token in enumerate(tokens[:-1]):
        asked = asked or token.tag in NOUNS or token.tag is Tag.VERB or token.text in LETTERED
        if token.tag is not Tag.COLON or token.start < end:
            continue
        lead, behind = folded[max(0, token.start - _LEAD_CHARS) : token.start], tokens[place + 1]
        said = next((one for one in tokens[place + 1 :] if one.tag is not Tag.POLITE), behind)
        if not asked and said.tag in _ASKS:
            continue
        own_line = behind.text == "\n"
        code = any(found.end() == len(lead) for found in CODE.finditer(lead))
        told = code or WRITTEN.search(lead) is not None or (own_line and WRITTEN_BELOW.search(lead) is not None)
        if told and behind.tag is not Tag.SEALED and words[behind.start] not in _QUOTES:
            found = _from(tokens, place + 1, words, own_line=own_line, code=code)
            end = found.end
            yield found


def _from(tokens: Sequence[Token], first: int, words: str, *, own_line: bool, code: bool) -> Written:
    """Return the passage that begins with the word at `first`; code goes on to the end."""
    while first < len(tokens) - 1 and tokens[first].text == "\n":
        first += 1
    start = tokens[first].start
    if code:
        return Written(start, len(words.rstrip()))
    spoken = _SPEAKER.match(words, start) is not None
    blank = next(
        (found for found in _BEFORE_BLANK.finditer(words, start) if not (spoken and _is_said(words, found.end()))), None
    )
    line = words.find("\n", start)
    ends = [
        len(words.rstrip()),
        *([blank.start()] if blank is not None else []),
        *([line] if line >= 0 and not own_line else []),
    ]
    inside = [token for token in tokens[first:] if token.start < min(ends)]
    settings = _settings_of(inside, own_line=own_line)
    if any(token.tag in SHAPED for token in settings):
        return Written(start, max(token.end for token in inside if token.end <= settings[0].start))
    told = any(token.tag in _SETTINGS for token in settings)
    return Written(start, min(ends), (settings[0].start, settings[-1].end) if told else None)


def _is_said(words: str, place: int) -> bool:
    """Tell whether a line begins with the name of who says it."""
    named = _SPEAKER.match(words, place)
    return named is not None and _KEY.search(named[0]) is None


def _settings_of(inside: Sequence[Token], *, own_line: bool) -> Sequence[Token]:
    """Return the known words that close a passage: a line of their own where it has lines."""
    ends = [at for at, token in enumerate(inside) if token.tag is Tag.BREAK and (token.text == "\n" or not own_line)]
    settings: Sequence[Token] = ()
    for end in reversed(ends):
        part = inside[end + 1 :]
        if not is_known([token for token in part if token.tag is not Tag.BREAK]):
            break
        settings = part or settings
        if own_line:
            break
    return settings
