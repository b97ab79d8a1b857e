"""Whether anything is asked for at all: told by the form of the words, not by what they speak of.

Rules: a wish is an order (a verb of making without a subject of its own), something that is wanted, or a thing that is named
without being pointed at. Where there is none, words that have a speaker, point at a work, or tell something of one are talk.
"""

from collections.abc import Sequence

from imastudio.domain.intent.reading import Reading
from imastudio.domain.intent.requests import Request, heads_of
from imastudio.domain.intent.tables.asking import (
    ACTS,
    NAMED_THING_ZH,
    SPEAKERS,
    SUBJECTS,
    TELLS_EN,
    TELLS_ZH,
    TOLD_ZH,
    WANTS,
)
from imastudio.domain.intent.tags import NAMES, NOUNS, Tag, Token

_POINTING = frozenset(
    {"my", "your", "our", "that", "this", "那", "这", "我的", "你的", "您的", "你们", "你", "您", "我"}
)
_SAID_BEFORE = frozenset({"it", "that", "this", "them", "它", "它们"})
_OF_A_KIND, _MAX_KIND_SIGNS = ("的", "那种", "这种", "那样", "这样"), 3
_BEING = frozenset({"是", "有", "在", "喜欢"})
_OVER = frozenset({Tag.GLUE, Tag.LINK})
_DONE = ("了", "过", "完", "得", "的")
_MAX_TALK_CHARS, _MAX_TALK_CLAUSES, _FEW_WORDS = 240, 8, 2


def is_talk(reading: Reading) -> bool:
    """Tell whether nothing is asked for, and the words sound like talk."""
    long = len(reading.folded) > _MAX_TALK_CHARS or len(reading.requests) > _MAX_TALK_CLAUSES
    lasting = reading.tags & {Tag.EVER, Tag.CLEAR} and reading.tags & NAMES and not _tells_of_model(reading)
    if long or lasting:
        return False
    if any(_is_wish(reading, number) for number in range(len(reading.requests))):
        return False
    return any(_is_told(reading, request) for request in reading.requests)


def _tells_of_model(reading: Reading) -> bool:
    """Tell whether what a model makes is told of: "midjourney pictures always look too glossy"."""
    first = reading.requests[0]
    tags = [token.tag for token in first.fragment.tokens[:3] if token.tag is not Tag.DE]
    place = 1 + (first.fragment.tokens[min(1, len(first.fragment.tokens) - 1)].tag is Tag.DE)
    return len(tags) > 1 and tags[0] in NAMES and tags[1] in NOUNS and _is_subject(reading, first, place)


def points_back(reading: Reading) -> bool:
    """Tell whether what is ordered was said before: "draw it again but with a hat"."""
    first = reading.requests[0] if reading.requests else None
    if first is None:
        return False
    tokens = first.fragment.tokens
    for place, (token, pointer) in enumerate(zip(first.begins, tokens[1:], strict=False)):
        if token.tag is Tag.VERB and pointer.text in _SAID_BEFORE:
            behind = tokens[place + 2].tag if place + 2 < len(tokens) else Tag.BREAK
            return behind in {Tag.BREAK, Tag.GLUE, Tag.AND, Tag.USE} and first.fragment.closed_by != ":"
    return False


def lacks_content(reading: Reading) -> bool:
    """Tell whether what is wanted is only said to be of some kind: 做个好看的, 给我整一个那种."""
    only = reading.requests[0] if len(reading.requests) == 1 else None
    if only is None or only.fragment.tokens[0].tag not in {Tag.VERB, Tag.POLITE}:
        return False
    own = sum(token.end - token.start for token in only.fragment.tokens if token.tag is Tag.CONTENT)
    return own <= _MAX_KIND_SIGNS and reading.folded.rstrip("。!~ ").endswith(_OF_A_KIND)


# a wish


def _is_wish(reading: Reading, number: int) -> bool:
    """Tell whether a fragment asks for something."""
    request = reading.requests[number]
    wants = WANTS.search(reading.folded, request.fragment.begin, request.fragment.stop)
    return _orders(reading, request) or wants is not None or _names(reading, request, number)


def _orders(reading: Reading, request: Request) -> bool:
    """Tell whether a verb of making begins it that nobody in it does: 画一只猫, not 我画了三年, "I draw every night"."""
    tokens = request.begins
    for place, token in enumerate(tokens):
        if token.tag is Tag.VERB and not _has_subject(tokens, place):
            twice = place + 1 < len(tokens) and tokens[place + 1].text == token.text  # 画画的小朋友
            noun = next((at for at in range(place + 1, len(tokens)) if tokens[at].tag in NOUNS), None)
            told = noun is not None and _is_subject(reading, request, noun)
            return not told and not _is_done(reading, tokens[place + twice])
    return False


def _is_done(reading: Reading, verb: Token) -> bool:
    """Tell whether a verb tells of what was done, or of whom: 做了个片头, 画的是猫."""
    return verb.tag is Tag.VERB and reading.folded.startswith(_DONE, verb.end)


def _has_subject(tokens: Sequence[Token], place: int) -> bool:
    before = place - 1
    while before > 0 and tokens[before].tag in _OVER and tokens[before].text not in SUBJECTS:
        before -= 1
    return before >= 0 and tokens[before].text in SUBJECTS


def _names(reading: Reading, request: Request, number: int) -> bool:
    """Tell whether it names a thing to be made, rather than one that is there, and tells nothing of it."""
    tokens = request.fragment.tokens
    if reading.folded.endswith("了", request.fragment.begin, request.fragment.stop):
        return False
    acts = tokens[0].text in SUBJECTS or _acts(reading, request)
    for head in heads_of(request, number):
        place = tokens.index(head.token)
        before = tokens[:place]
        owned = place > 0 and before[-1].tag is Tag.DE and not any(one.text in _BEING for one in before)
        free = not _is_pointed_at(tokens, place) and not _is_subject(reading, request, place)
        done = any(_is_done(reading, one) for one in before)
        if head.token.tag in NOUNS and free and not done and (owned or not acts):
            return True
    return False


# talk


def _is_subject(reading: Reading, request: Request, place: int) -> bool:
    """Tell whether something is told of the word at `place`: "videos take too long", 视频太大."""
    tokens = request.fragment.tokens
    told = TELLS_ZH if tokens[place].han else TELLS_EN
    return told.match(reading.folded, tokens[place].end, request.fragment.stop) is not None


def _is_told(reading: Reading, request: Request) -> bool:
    """Tell whether somebody speaks in it, or it points at a work, or tells something of one."""
    fragment = request.fragment
    tokens = fragment.tokens
    if fragment.has(*NOUNS) and (tokens[0].text in SUBJECTS or _acts(reading, request)):
        return True
    if fragment.opened_by == ":":
        return False
    named = NAMED_THING_ZH.search(reading.folded, fragment.begin, fragment.stop) is not None
    if TOLD_ZH.search(reading.folded, fragment.begin, fragment.stop):
        return True
    for place, token in enumerate(tokens):
        if token.tag in {Tag.WRITING, Tag.CONSUME}:
            return False
        work = token.tag in {*NOUNS, Tag.INPUT}
        if work and (_is_pointed_at(tokens, place) or _is_subject(reading, request, place)):
            return True
        if not named and _speaks(tokens, place):
            return True
    return False


def _acts(reading: Reading, request: Request) -> bool:
    """Tell whether somebody does something in it: "my cousin sells posters"."""
    return ACTS.match(reading.folded, request.fragment.begin, request.fragment.stop) is not None


def _is_pointed_at(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the word at `place` is one that is there: "that song", 你们的海报, 昨晚看的那部片子."""
    before = [token.text for token in tokens[:place]]
    if before and before[-1] == "the":
        return place + 1 < len(tokens) and tokens[place + 1].tag is Tag.LINK  # "the poster in the hallway"
    counted = place > 0 and tokens[place - 1].tag is Tag.MEASURE
    if counted or (place > 0 and tokens[place - 1].tag is Tag.DE):
        before.pop()
    return bool(before) and (counted or len(before) <= _FEW_WORDS) and before[-1] in _POINTING


def _speaks(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word stands for who speaks or is spoken to, not for somebody who is shown: "a portrait of me"."""
    token, before = tokens[place], tokens[place - 1] if place else None
    behind = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.BREAK
    shown = before is not None and before.tag in {Tag.OF, Tag.AND, Tag.LINK, Tag.USE} and not token.han
    return token.text in SPEAKERS and not shown and (token.tag is not Tag.POLITE or behind is Tag.DE)
