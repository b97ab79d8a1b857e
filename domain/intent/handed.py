"""Texts that are handed over and never read as instructions: what to read aloud, lyrics, and lists of shots.

Rules: behind a colon or a line end the whole rest is the text; a quoted text is its inside where nothing but settings follow;
a line of its own at the end that holds settings alone is a setting. Where no text is found, it is asked for.
"""

import re
from collections.abc import Sequence

import attrs

from imastudio.domain.intent.fragments import is_known, is_known_at, is_sung
from imastudio.domain.intent.tables.speaking import LABELS, MANNER_OF_READING, POINTED_TEXT, SONG_PARTS, TELLING, TONES
from imastudio.domain.intent.tags import NOUNS, Tag, Token
from imastudio.domain.orders import Medium

_STRONG = "strong"
# Without one of these, or a noun for speech, nothing is to be read.
_SPEAKING = frozenset({Tag.READ, Tag.VOCALS, Tag.MANNER})
_VOICED = frozenset({Tag.VOCALS, Tag.MANNER, Tag.SPEAKER, Tag.VOICE, Tag.GENRE})
_LISTED = re.compile(
    r"(?:^|[\n。;,，] ?|(?<![0-9])[.:] ?|\s)(?:\(?[1-9][0-9]?[.)、](?![0-9])|[(\[]?[0-9]{1,2}(?::[0-9]{2})? ?(?:-|~|到) "
    r"?[0-9]{1,2}(?::[0-9]{2}|s|秒)|\[?(?!9:16|9:21)[0-9]{1,2}:[0-9]{2}\]?(?=[\s\]:-]))"
)
_SENTENCE_ENDS = frozenset("\n。.!?—")
_FIRST_WORDS, _FEW_WORDS = 2, 3
_FULL_STOPS = frozenset({".", "。", "!", "！"})
_FEW_ITEMS, _LONGEST_HEADER = 2, 24
_MAX_LEAD_WORDS, _MAX_HEADER_WORDS = 14, 24
_MAX_MANNER_WORDS = 9


@attrs.frozen(kw_only=True)
class ProvidedText:
    """A text that was handed over: the words from `start` up to `end` of the utterance; `asked` say what for.

    `missing` tells that none was found, `unsure` that words at its end may be settings.
    """

    kind: str
    start: int
    end: int
    asked: tuple[int, int]
    missing: bool = False
    unsure: tuple[int, int] | None = None


def handed_over(tokens: Sequence[Token], words: str, folded: str, *, sung: bool = False) -> ProvidedText | None:
    """Return the text that an utterance hands over, or None; `sung` tells that a song is surely asked for."""
    voiced = any(token.tag in _SPEAKING or _is_voice(token) for token in tokens)
    speech = _speech(tokens, words) if voiced else None
    lyrics = _lyrics(tokens, words) or _song_parts(tokens, words, folded, sung=sung)
    if lyrics is not None and (speech is None or lyrics.asked < speech.asked or not _is_read(tokens, speech)):
        return lyrics
    return speech or _shots(tokens, words, folded)


def _is_read(tokens: Sequence[Token], speech: ProvidedText) -> bool:
    """Tell whether a word for reading or for speech asks for a text: not a mere voice, which may be a singer's."""
    asked = next(token for token in tokens if token.start == speech.asked[0])
    return asked.tag is Tag.READ or _is_voice(asked)


# to be read aloud


def _speech(tokens: Sequence[Token], words: str) -> ProvidedText | None:
    place = _reading_word(tokens)
    if place is None:
        return _quoted_speech(tokens) or _headed_speech(tokens, words) or _speech_above(tokens)
    token = tokens[place]
    strong = token.value == _STRONG or token.tag is not Tag.READ
    asked = (token.start, token.end)
    opened = _opened(tokens, place)
    if opened is not None:
        return _rest("speech", tokens, opened, words, asked)
    quoted = [at for at, other in enumerate(tokens) if other.tag is Tag.SEALED]
    if len(quoted) == 1 and (strong or quoted[0] == place + 1 or _is_settings(tokens[place + 1 : quoted[0]])):
        return _inside("speech", tokens[quoted[0]], asked)
    if token.value == _STRONG:
        return _behind(tokens, place, asked)
    if _is_settings(tokens[place + 1 :]):
        return ProvidedText(kind="speech", start=token.end, end=token.end, asked=asked, missing=True)
    return None


def _quoted_speech(tokens: Sequence[Token]) -> ProvidedText | None:
    """Return the one quoted text beside a noun for speech: "generate speech saying …", "…" turn that into audio."""
    quoted = [at for at, one in enumerate(tokens) if one.tag is Tag.SEALED]
    for place, token in enumerate(tokens[:_MAX_LEAD_WORDS] if len(quoted) == 1 else ()):
        if _is_voice(token):
            told = quoted[0] > place and tokens[quoted[0] - 1].tag in {Tag.WRITING, Tag.READ}
            between = tokens[place : max(place, quoted[0])]
            led = bool(between) and all(one.text in LABELS or is_known([one]) for one in between)
            near = (
                led
                or place < quoted[0] <= place + 3
                or told
                or _is_settings([*tokens[: quoted[0]], *tokens[quoted[0] + 1 :]])
            )
            return _inside("speech", tokens[quoted[0]], (token.start, token.end)) if near else None
        if not is_known_at(tokens, place) and token.tag not in {Tag.SEALED, Tag.BREAK}:
            return None
    return None


def _speech_above(tokens: Sequence[Token]) -> ProvidedText | None:
    """Return the text before a last sentence that points at it and asks for a voice: "…⏎Please voice the text above."."""
    ends = [at for at in range(1, len(tokens) - 1) if tokens[at].tag is Tag.BREAK and tokens[at].text in _SENTENCE_ENDS]
    part: Sequence[Token] = ()
    last = 0
    while ends and not part:
        part = [token for token in tokens[ends[-1] + 1 :] if token.tag is not Tag.BREAK]
        last = ends.pop()
    read = next((token for token in part if token.tag is Tag.READ), None)
    pointed = any(token.tag is Tag.INPUT and token.value is Medium.SPEECH for token in part)
    if read is None or not is_known(part) or not (pointed or read.value == _STRONG):
        return None
    while last > 1 and tokens[last - 1].tag is Tag.BREAK:
        last -= 1
    end = tokens[last - (tokens[last].text in {"\n", "—"})].end
    return ProvidedText(kind="speech", start=tokens[0].start, end=end, asked=(read.start, read.end))


def _headed_speech(tokens: Sequence[Token], words: str) -> ProvidedText | None:
    """Return the text behind the first colon, where a clause before it asks for a voice: 我开车，把这段读给我听：…."""
    colon = next((at for at, token in enumerate(tokens) if token.tag is Tag.COLON), 0)
    described = False
    for clause in _parts(tokens[: colon if colon <= _MAX_HEADER_WORDS else 0], 0):
        if any(_is_other_medium(clause, at) for at in range(len(clause))):
            return None
        for at, token in enumerate(clause):
            ordered = any(one.tag in {Tag.VERB, Tag.POLITE} or one.text in TELLING for one in clause[: min(at, 2)])
            last = ordered and at + 1 == len(clause)
            named = _is_voice(token)
            led = all(is_known_at(clause, before) or clause[before].text in TONES for before in range(at))
            if described and not named and token.value != _STRONG:
                continue
            if (named or token.tag is Tag.READ) and (led or last) and _before(clause, at) is not Tag.NOT:
                return _rest("speech", tokens, colon, words, (token.start, token.end))
        described = described or not is_known(clause)
    return None


def _is_other_medium(clause: Sequence[Token], at: int) -> bool:
    """Tell whether something else is asked for than a voice; what it is for is not asked for: 给短视频配个旁白."""
    token = clause[at]
    noun = (
        token.tag in NOUNS
        and token.value is not Medium.SPEECH
        and (at == 0 or clause[at - 1].text not in {"给", "for"})
    )
    return noun or (token.tag is Tag.VERB and token.value is not None) or token.tag in {Tag.WRITING, Tag.CONSUME}


def _is_voice(token: Token) -> bool:
    return token.tag in NOUNS and token.value is Medium.SPEECH


def _next_tag(tokens: Sequence[Token], place: int) -> Tag:
    return tokens[place + 1].tag if place + 1 < len(tokens) else Tag.BREAK


def _reading_word(tokens: Sequence[Token]) -> int | None:
    """Return the word that asks for reading: reached from the start over known words and words about a voice."""
    unknown = voiced = told = False
    for place, token in enumerate(tokens):
        if (
            token.tag is Tag.READ
            and _before(tokens, place) is not Tag.NOT
            and _may_read(tokens, place, unknown=unknown, told=told)
        ):
            return place
        told = told or (not unknown and token.text in TELLING)
        if _is_voice(token) and not unknown and _opened(tokens, place) is not None:
            return place
        voiced = voiced or (
            token.tag in {Tag.VOCALS, Tag.MANNER}
            and token.value not in {"none", "some"}
            and token.text not in {"female", "male", "女生", "男生"}
        )
        if token.tag is Tag.COLON:
            return place - 1 if voiced and not unknown and not any(_sings(one) for one in tokens[:place]) else None
        if token.tag is Tag.BREAK and token.text != "," and unknown:
            return None
        if token.text not in TONES and token.tag is not Tag.BREAK:
            if not is_known_at(tokens, place) and token.tag is not Tag.SEALED:
                unknown = True
            if token.tag is Tag.VERB and token.value is not None:
                return None
        if unknown and (token.tag in {Tag.WRITING, Tag.CONSUME} or place > _MAX_LEAD_WORDS):
            return None
    return None


def _sings(token: Token) -> bool:
    """Tell whether a voice is that of a song: a singer, or one beside a model."""
    return token.tag in {Tag.MODEL, Tag.DOUBTFUL_MODEL} or (token.tag is Tag.VOCALS and is_sung(token))


def _may_read(tokens: Sequence[Token], place: int, *, unknown: bool, told: bool) -> bool:
    """Tell whether a word may ask for reading behind unknown words: only where it is told what or how to read."""
    strong = tokens[place].value == _STRONG
    opened = _next_tag(tokens, place) in {Tag.COLON, Tag.SEALED}
    return not unknown or (told and (strong or opened)) or (strong and opened)


def _before(tokens: Sequence[Token], place: int) -> Tag:
    return tokens[place - 1].tag if place else Tag.BREAK


def _opened(tokens: Sequence[Token], place: int) -> int | None:
    """Return the colon or line end behind the word at `place`, with nothing but known words between."""
    line = next((at for at, token in enumerate(tokens) if token.text == "\n"), 0)
    if (
        tokens[place].tag is Tag.READ
        and place < line
        and 1 < line <= _MAX_HEADER_WORDS
        and tokens[line - 1].tag is Tag.COLON
    ):
        return line - 1  # "Read the passage below as an audiobook, unhurried:" and the passage
    pointed = tokens[place].tag is Tag.READ and place + 1 < len(tokens) and _points(tokens[place], tokens[place + 1])
    pointed = pointed or _is_headed_by_voice(tokens, place)
    for at in range(place + 1, len(tokens)):
        token = tokens[at]
        if token.tag is Tag.COLON or (token.text == "\n" and at + 1 < len(tokens)):
            return at
        if pointed and at <= place + _MAX_MANNER_WORDS and token.tag not in {Tag.BREAK, Tag.SEALED, Tag.VERB}:
            continue
        told = token.text in TONES or token.text in LABELS or is_known_at(tokens, at)
        if token.tag is Tag.SEALED or (token.tag is not Tag.BREAK and not told):
            return None
    return None


def _is_headed_by_voice(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a voice right before a colon says how the text behind it is read: 录一段口播，用沉稳的男声：…."""
    colon = next((at for at in range(place, len(tokens)) if tokens[at].tag is Tag.COLON), 0)
    return 0 < colon - place <= _MAX_MANNER_WORDS and _is_voice(tokens[colon - 1])


def _points(read: Token, behind: Token) -> bool:
    """Tell whether a word for reading points at a text that is to come: "read it out in a spooky voice: …"."""
    return read.value == _STRONG or behind.tag is Tag.INPUT or behind.text in {"this", "it", "these", "that", "给"}


def _is_settings(tokens: Sequence[Token]) -> bool:
    return all(
        token.tag in {Tag.BREAK, Tag.COLON} or token.text in TONES or is_known_at(tokens, at)
        for at, token in enumerate(tokens)
    )


def _inside(kind: str, token: Token, asked: tuple[int, int]) -> ProvidedText:
    return ProvidedText(kind=kind, start=token.start + 1, end=token.end - 1, asked=asked)


def _rest(kind: str, tokens: Sequence[Token], opened: int, words: str, asked: tuple[int, int]) -> ProvidedText:
    """Return the text behind a colon: all of it, but for a last line of settings, or for settings behind a quoted text."""
    first = opened + 1
    while first < len(tokens) and tokens[first].text == "\n":
        first += 1
    if first == len(tokens):
        at = tokens[-1].end
        return ProvidedText(kind=kind, start=at, end=at, asked=asked, missing=True)
    behind = tokens[first + 1 :]
    if tokens[first].tag is Tag.SEALED and words[tokens[first].start] in "“\"「『‘'＂" and _is_settings(behind):
        return _inside(kind, tokens[first], asked)
    last, unsure = _settings_at_end(tokens, first)
    end = len(words.rstrip()) if last == len(tokens) else tokens[last - 1].end
    return ProvidedText(kind=kind, start=tokens[first].start, end=end, asked=asked, unsure=unsure)


def _settings_at_end(tokens: Sequence[Token], first: int) -> tuple[int, tuple[int, int] | None]:
    """Return where the text ends before a last line of settings, else the words at its end that may be settings."""
    lines = [at for at in range(first, len(tokens) - 1) if tokens[at].text == "\n"]
    closing = [token for token in tokens[lines[-1] + 1 :] if token.tag is not Tag.BREAK] if lines else []
    if _is_voiced(closing):
        unsure = any(token.tag is Tag.NOT for token in closing)  # it may as well be sung: "no drums"
        return (len(tokens), (closing[0].start, closing[-1].end)) if unsure else (lines[-1], None)
    sentence = _last_sentence(tokens, first)
    used = bool(sentence) and sentence[0].tag is Tag.USE and len(sentence) <= _FEW_WORDS
    if used or _is_voiced(sentence) or any(token.tag in _VOICED for token in sentence[:_FIRST_WORDS]):
        return len(tokens), (sentence[0].start, sentence[-1].end)
    breaks = [at for at in range(first, len(tokens)) if tokens[at].tag is Tag.BREAK]
    if not breaks or breaks[-1] + 1 >= len(tokens):
        breaks = breaks[:-1]
    if not breaks:
        return len(tokens), None
    last = breaks[-1]
    part = tokens[last + 1 :]
    while part and part[-1].tag is Tag.BREAK:
        part = part[:-1]
    if not _is_voiced(part):
        return len(tokens), None
    told = any(token.tag in {Tag.USE, Tag.MANNER} for token in part)
    return len(tokens), ((part[0].start, part[-1].end) if told else None)


def _last_sentence(tokens: Sequence[Token], first: int) -> Sequence[Token]:
    """Return the words of the last sentence behind another one, without its signs."""
    said = [at for at in range(first, len(tokens)) if tokens[at].tag is not Tag.BREAK]
    ends = [at for at in range(first, said[-1]) if tokens[at].text in _FULL_STOPS] if said else []
    return [tokens[at] for at in said if at > ends[-1]] if ends else []


def _is_voiced(part: Sequence[Token]) -> bool:
    """Tell whether words are known, and about a voice or a kind of music."""
    return bool(part) and is_known(part) and any(token.tag in _VOICED for token in part)


def _behind(tokens: Sequence[Token], place: int, asked: tuple[int, int]) -> ProvidedText:
    """Return what follows a word that surely asks for reading: from the first unknown part up to the last."""
    parts = _parts(tokens, place + 1)
    unknown = [part for part in parts if not is_known(part)]
    if not unknown:
        return ProvidedText(kind="speech", start=tokens[place].end, end=tokens[place].end, asked=asked, missing=True)
    read = tokens[place]
    if len(unknown) == 1 and POINTED_TEXT.match(_spelled(unknown[0])):
        return ProvidedText(kind="speech", start=read.end, end=read.end, asked=asked, missing=True)
    told = _behind_manner(tokens, place)
    if told is not None:
        return ProvidedText(kind="speech", start=told, end=tokens[-1].end, asked=asked)
    first = next(at for at, token in enumerate(unknown[0]) if token.tag is not Tag.INPUT)
    end = unknown[-1][-1].end
    return ProvidedText(kind="speech", start=unknown[0][first].start, end=end, asked=asked)


def _spelled(part: Sequence[Token]) -> str:
    """Return the words of one part as they were folded."""
    return "".join(f" {token.text}" if token.gap else token.text for token in part).strip()


def _behind_manner(tokens: Sequence[Token], place: int) -> int | None:
    """Return where the text begins behind a sentence that only says how to read it: "exactly as written. Turn left."."""
    end = next((at for at in range(place, len(tokens)) if tokens[at].text in {".", "。", "!", "\n"}), len(tokens))
    if end + 1 >= len(tokens) or not MANNER_OF_READING.match(_spelled(tokens[place + 1 : end])):
        return None
    return tokens[end + 1].start


def _parts(tokens: Sequence[Token], start: int) -> list[Sequence[Token]]:
    parts: list[Sequence[Token]] = []
    for at in range(start, len(tokens) + 1):
        if at == len(tokens) or tokens[at].tag is Tag.BREAK:
            if at > start:
                parts.append(tokens[start:at])
            start = at + 1
    return parts


# to be sung


def _lyrics(tokens: Sequence[Token], words: str) -> ProvidedText | None:
    for place, token in enumerate(tokens):
        if token.tag is Tag.LYRICS and (opened := _right_behind(tokens, place)) is not None:
            asked = (token.start, token.end)
            if tokens[opened].tag is Tag.SEALED:
                return _inside("lyrics", tokens[opened], asked)
            return _rest("lyrics", tokens, opened, words, asked)
    return None


def _song_parts(tokens: Sequence[Token], words: str, folded: str, *, sung: bool) -> ProvidedText | None:
    """Return all behind the first name of a part of a song: "[verse 1]"."""
    first = SONG_PARTS.search(folded)
    if first is None:
        return None
    before = [token for token in tokens if token.end <= first.start()]
    asked = any(token.tag in {Tag.VERB, *NOUNS} and token.value is Medium.MUSIC for token in before)
    if not (sung or asked or any(token.tag is Tag.GENRE or _sings(token) for token in before)):
        return None
    place = (first.start(), first.start())
    return ProvidedText(kind="lyrics", start=first.start(), end=len(words.rstrip()), asked=place)


def _right_behind(tokens: Sequence[Token], place: int) -> int | None:
    """Return what opens the lyrics: a colon or quote right behind the word, or the colon that ends a header with it."""
    line = next((at for at, token in enumerate(tokens) if token.text == "\n"), None)
    if line is not None and place < line <= _LONGEST_HEADER and tokens[line - 1].tag is Tag.COLON:
        return line - 1
    for at in range(place + 1, min(place + 4, len(tokens))):
        if tokens[at].tag in {Tag.COLON, Tag.SEALED}:
            return at
        if tokens[at].tag not in {Tag.GLUE, Tag.INPUT, Tag.USE}:
            return None
    return None


# lists of shots


def _shots(tokens: Sequence[Token], words: str, folded: str) -> ProvidedText | None:
    """Return a list of shots or of numbered items: it is the person's own to its end."""
    named = next((token for token in tokens if token.tag is Tag.SHOT), None)
    items = list(_LISTED.finditer(folded))
    if len(items) < _FEW_ITEMS and named is None:
        return None
    starts = [named.start] if named is not None else []
    if len(items) >= _FEW_ITEMS:
        starts.append(_first_sign(words, items[0].start()))
    start = min(starts)
    first = next((at for at, token in enumerate(tokens) if token.start >= start), len(tokens))
    if len(items) < _FEW_ITEMS and sum(token.tag is Tag.SHOT for token in tokens) < _FEW_ITEMS:
        return None
    last = _last_line(tokens, first)
    end = len(words.rstrip()) if last == len(tokens) else tokens[last - 1].end
    return ProvidedText(kind="shots", start=start, end=max(start, end), asked=(start, start))


def _first_sign(words: str, start: int) -> int:
    while start < len(words) and (words[start].isspace() or words[start] in ":：.。;；,，"):
        start += 1
    return start


def _last_line(tokens: Sequence[Token], first: int) -> int:
    """Return where a last line or sentence begins that is an instruction by itself, else the number of words."""
    ends = [at for at in range(first, len(tokens) - 1) if tokens[at].text in {"\n", "。", "."}]
    if not ends:
        return len(tokens)
    part = [token for token in tokens[ends[-1] + 1 :] if token.tag is not Tag.BREAK]
    own = tokens[ends[-1]].text == "\n" or not any(token.tag is Tag.SECONDS for token in part)
    return ends[-1] if part and own and is_known(part) else len(tokens)
