"""The prompt: the person's own words, without what was wholly understood.

Rule: the prompt and the passages that were cut out make up the utterance, sign by sign.
"""

import re
from collections.abc import Iterator, Sequence

from imastudio.domain.intent.folding import fold, is_han
from imastudio.domain.intent.fragments import Fragment
from imastudio.domain.intent.media import RequestedMedium
from imastudio.domain.intent.reading import KnownWords, Reading
from imastudio.domain.intent.requests import Head
from imastudio.domain.intent.tables.media import GENERIC_NOUNS, PLAIN_NOUNS, VISUAL_MEDIA
from imastudio.domain.intent.tags import MUSICAL, NAMES, NOUNS, Tag, Token
from imastudio.domain.intent.topics import is_talk
from imastudio.domain.orders import Medium

_CLOSING = tuple("”\"」』’'＂")
_SIGNS = frozenset(" \t\n\r　,，、;；。.:：!！")
_JOINTS = frozenset(",，、;；。.\n:：!！?？")
_DROPPED = frozenset({Tag.GLUE, Tag.POLITE, Tag.AND, Tag.LINK, Tag.BREAK, Tag.ARTICLE, Tag.DE, Tag.INSTEAD, Tag.NOT})

# A word of letters counts as two signs.
_MAX_STUMP_SIGNS, _SIGNS_OF_A_WORD = 4, 2
_MIN_COURTESY_CHARS = 20
_REFUSING = frozenset({Tag.NOT, Tag.ARTICLE, Tag.GLUE, Tag.POLITE, *NOUNS})
_LINK = re.compile(r" +的(?![士确话])")

_GENERIC = PLAIN_NOUNS | GENERIC_NOUNS | {"动图", "gif", "影片", "曲子", "图像", "music track"}

Span = tuple[int, int]


def prompt_of(reading: Reading, asked: RequestedMedium, *, lasting: bool) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the prompt and the cuts, with a doubt where something is asked for and nothing says what it shows."""
    words, cuts = reading.words, cuts_of(reading)
    for start, end in stumps(reading, cuts) if reading.handed is None else ():
        reading.doubt("correction", start, end, ["none"])
    prompt = kept(words, cuts)
    whole = ((0, len(words)),) if words else ()
    if reading.handed is not None and reading.handed.kind != "shots":
        if reading.handed.kind == "lyrics" and not any(_asks_or_tells(fragment) for fragment in _said_beside(reading)):
            return str(reading.params.get("lyrics", prompt)), cuts
        return prompt, cuts
    if lasting and is_talk(fold(prompt)):
        return "", whole
    unknown = any(not request.fragment.known for request in reading.requests)
    sung = any(part.has(Tag.GENRE) for part in reading.parts) or any(head.model is not None for head in asked.heads)
    told = any(_says_more(head) for head in asked.heads) or any(
        part.has(Tag.TASK) or _points(part) or _tells_of(part.tokens) for part in reading.parts
    )
    if unknown or (asked.media is Medium.MUSIC and sung) or (told and not lasting):
        if not prompt.strip() and not lasting and not reading.doubts:
            reading.doubt("prompt", 0, len(words))
        return prompt, cuts
    if reading.inputs and not lasting:
        return words, ()
    if not lasting and not reading.doubts:
        reading.doubt("prompt", 0, len(words))
    return "", whole


def _points(part: KnownWords) -> bool:
    """Tell whether words point at something that was handed in: 这张图, not "the text"."""
    return any(token.tag is Tag.INPUT and token.value is not Medium.SPEECH for token in part.tokens)


def _tells_of(tokens: Sequence[Token]) -> bool:
    """Tell whether known words say what the work is about: 关于照片的歌."""
    subject = next((at for at, token in enumerate(tokens) if token.tag is Tag.OF), len(tokens))
    return any(token.tag in NOUNS for token in tokens[subject + 1 : -1])


def _says_more(head: Head) -> bool:
    """Tell whether a noun says more than its medium: a lullaby, an avatar, not a picture."""
    return head.kind != "verb" and head.token.tag is Tag.NOUN and head.token.text not in _GENERIC


def _asks_or_tells(fragment: Fragment) -> bool:
    return not fragment.known or fragment.has(Tag.VERB, Tag.GENRE, *NOUNS)


def _said_beside(reading: Reading) -> Sequence[Fragment]:
    sealed_up = [one for one in reading.fragments if all(token.tag is Tag.SEALED for token in one.tokens)]
    return [one for one in reading.fragments if one not in sealed_up]


# what is cut out


def cuts_of(reading: Reading) -> tuple[Span, ...]:
    """Return the passages of the utterance that are not part of the prompt."""
    if reading.handed is not None and reading.handed.kind == "speech":
        end = len(reading.words)
        return tuple(span for span in ((0, reading.handed.start), (reading.handed.end, end)) if span[1] > span[0])
    cuts = [*reading.cuts, *_whole_fragments(reading), *_courtesies(reading)]
    if reading.handed is not None and reading.handed.kind == "lyrics":
        end = reading.handed.end
        cuts.append((reading.handed.asked[0], end + reading.words.startswith(_CLOSING, end)))
    return _tidied(reading.words, _merged(cuts))


def kept(words: str, cuts: Sequence[Span]) -> str:
    """Return the words without the passages that are cut."""
    pieces, last = [], 0
    for start, end in cuts:
        pieces.append(words[last:start])
        last = end
    return "".join([*pieces, words[last:]])


def _whole_fragments(reading: Reading) -> list[Span]:
    """Return the known fragments of which a value was used, and that ask for nothing else."""
    spans = []
    for number, fragment in enumerate(reading.fragments):
        if not fragment.known:
            continue
        lasting = number in reading.used
        asks = any(token.tag in NOUNS or token.tag in {Tag.VERB, Tag.INPUT, Tag.TASK} for token in fragment.tokens)
        sung = any(token.tag in MUSICAL for token in fragment.tokens) and reading.handed is None
        back = all(token.start in reading.taken_back for token in fragment.tokens)
        kept_for_good = lasting and fragment.has(Tag.EVER) and fragment.has(*NAMES) and _asks_elsewhere(reading, number)
        if (lasting and not asks and not sung) or back or kept_for_good or _is_emptied(reading, number):
            spans.append((fragment.begin, fragment.stop))
    return spans


def _asks_elsewhere(reading: Reading, number: int) -> bool:
    """Tell whether another fragment says what is to be made now: 以后视频都用万，先来一个：…."""
    others = [request for at, request in enumerate(reading.requests) if at != number]
    return any(request.asks for request in others)


def _courtesies(reading: Reading) -> list[Span]:
    """Return the clauses of courtesy, and what is said not to be wanted, where other words say what is."""
    whole = [one for one in reading.fragments if one.known and one.closed_by != " " and one.opened_by != ":"]
    spans = [(one.begin, one.stop) for one in whole if _is_courtesy(one.tokens) or _is_no_medium(one.tokens)]
    said = [token for token in reading.tokens if token.tag not in {Tag.BREAK, Tag.GLUE}][:1]
    return spans + [
        (one.start, one.end) for one in said if one.tag is Tag.POLITE and len(one.text) >= _MIN_COURTESY_CHARS
    ]


def _is_courtesy(tokens: Sequence[Token]) -> bool:
    return any(token.tag is Tag.POLITE for token in tokens) and all(
        token.tag in {Tag.POLITE, Tag.GLUE} for token in tokens
    )


def _is_no_medium(tokens: Sequence[Token]) -> bool:
    """Tell whether words only refuse a medium: "not a video", 不要视频."""
    shown = tokens[-1].value in VISUAL_MEDIA and tokens[-1].text in GENERIC_NOUNS
    return shown and tokens[0].tag is Tag.NOT and all(one.tag in _REFUSING for one in tokens)


def stumps(reading: Reading, cuts: Sequence[Span]) -> Iterator[Span]:
    """Yield the few words that cuts left of a fragment beside the request: what they meant was not understood."""
    unknown = [request for request in reading.requests if not request.fragment.known]
    for request in unknown[1:]:
        fragment = request.fragment
        inside = [span for span in cuts if fragment.begin < span[1] and span[0] < fragment.stop]
        if not inside:
            continue
        left = [one for one in fragment.tokens if not any(start < one.end and one.start < end for start, end in inside)]
        asks = request.asks or fragment.has(*NOUNS) or fragment.opened_by == ":"
        signs = sum(one.end - one.start if one.han else _SIGNS_OF_A_WORD for one in left)
        small = signs <= _MAX_STUMP_SIGNS and any(one.tag not in _DROPPED for one in left)
        if small and not asks:
            yield left[0].start, left[-1].end


def _is_emptied(reading: Reading, number: int) -> bool:
    """Tell whether the cuts leave of a fragment nothing but small words."""
    fragment = reading.fragments[number]
    if number not in reading.used:
        return False
    left = [token for token in fragment.tokens if not any(s <= token.start and token.end <= e for s, e in reading.cuts)]
    described = any(not request.fragment.known for request in reading.requests)
    return all(token.tag in _DROPPED or (described and token.tag is Tag.VERB and token.value is None) for token in left)


def _merged(spans: Sequence[Span]) -> list[Span]:
    done: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if done and start <= done[-1][1]:
            done[-1] = (done[-1][0], max(done[-1][1], end))
        else:
            done.append((start, end))
    return done


def _tidied(words: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans with the signs and spaces that only they needed."""
    linked = [_with_link(words, start, end) for start, end in _closed(words, spans)]
    grown = _merged([_grown(words, start, end) for start, end in linked])
    return tuple(_merged([_grown(words, start, end) for start, end in grown]))


def _closed(words: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans, those joined that only signs part."""
    done: list[Span] = []
    for start, end in spans:
        if done and all(sign in _SIGNS for sign in words[done[-1][1] : start]):
            done[-1] = (done[-1][0], end)
        else:
            done.append((start, end))
    return done


def _with_link(words: str, start: int, end: int) -> Span:
    """Return the span with a 的 that a space parts from it ("16:9 的猫"), and the space before it between Chinese words."""
    link = _LINK.match(words, end)
    if link is None:
        return start, end
    parted = start > 1 and words[start - 1] == " " and is_han(words[start - 2])
    return (start - 1 if parted and is_han(words[link.end() : link.end() + 1]) else start), link.end()


def _joins(passage: str) -> bool:
    return " - " in passage or any(sign in _JOINTS for sign in passage)


def _over_dash(words: str, place: int, step: int) -> int:
    """Return the place beyond a dash between spaces that stands at `place`, and the signs around it."""
    dash = place - 1 if step < 0 else place
    alone = 0 < dash < len(words) - 1 and words[dash - 1] == words[dash + 1] == " "
    at_end = dash in {0, len(words) - 1} and words[dash : dash + 1] != ""
    if not (alone or at_end) or words[dash] not in "-–—－":
        return place
    place += step
    while 0 < place < len(words) and words[place - 1 if step < 0 else place] in _SIGNS:
        place += step
    return place


def _grown(words: str, start: int, end: int) -> Span:
    before, behind = start, end
    while before > 0 and words[before - 1] in _SIGNS:
        before -= 1
    while behind < len(words) and words[behind] in _SIGNS:
        behind += 1
    before, behind = _over_dash(words, before, -1), _over_dash(words, behind, 1)
    if before == 0 or behind == len(words):
        return (0 if before == 0 else before, behind)
    joined = _joins(words[before:start])
    if joined and _joins(words[end:behind]):
        return before, end
    if words[start - 1] == " " and words[end] in _JOINTS:  # no space is left before a comma
        return start - 1, end
    return (start, end + 1) if words[start - 1].isspace() and words[end].isspace() else (start, end)
