"""Whether words that name no work describe something that can be shown: told by their grammar, not by what they speak of.

Rules: a description is a thing, or somebody who does something. What has a speaker, judges, tells of what was, orders other work,
asks, or points at what nobody has shown is none, and no picture is presumed.
"""

from collections.abc import Sequence

from imastudio.domain.intent.folding import SEAL
from imastudio.domain.intent.reading import Reading
from imastudio.domain.intent.requests import Request
from imastudio.domain.intent.tables.asking import WANTS
from imastudio.domain.intent.tables.descriptions import (
    ENDS_TALK_EN,
    INDEFINITE_EN,
    NO_DESCRIPTION_ZH,
    OWN_DAY,
    POINTS_ZH,
    QUESTION_ZH,
    SAID_TO_US,
    SHOWN,
    SPEAKER_EN,
    SUM,
    TALK_EN,
    TALK_ENDS_ZH,
    TOLD_EN,
    WHICH_EN,
)
from imastudio.domain.intent.tags import Tag, Token
from imastudio.domain.intent.topics import MAX_QUESTION_CHARS, is_courteous, is_han, is_talk
from imastudio.domain.orders import Medium

_LONGEST_BARE_CHARS = 40
_DONE = ("了", "过", "完")
_CHANGING = frozenset({"convert", "change", "edit", "transform", "改成", "换成", "转换成", "转为", "转成", "转化成"})
_SIGNS = " \n,.。!;~、…"


def is_no_description(reading: Reading) -> bool:
    """Tell whether words that name no work are no description either: no picture is presumed."""
    first = next((request for request in reading.requests if not request.fragment.known), None)
    drawn = first is not None and any(
        token.tag is Tag.VERB and token.value is Medium.IMAGE for token in first.fragment.tokens
    )
    if first is None or drawn:
        return False
    opened = first.fragment.tokens[0].tag is Tag.POLITE and _is_other_verb(first.fragment.tokens)
    greeted = len(reading.fragments) > 1 and is_talk(reading.folded[: reading.fragments[0].stop])
    if opened or (greeted and not any(one.asks for one in reading.requests)):
        return True
    polite = [token for token in first.begins if token.tag is Tag.POLITE]
    start = polite[-1].end if polite else first.fragment.begin
    text = reading.folded[first.fragment.begin :].strip(_SIGNS)
    wanted = WANTS.search(reading.folded, first.fragment.begin, first.fragment.stop)
    if not is_han(reading.folded) and not wanted and TALK_EN.match(reading.folded[start:].strip()):
        return True
    if SHOWN.search(reading.folded) or any(_makes(one) for one in reading.requests):
        return False
    asked = text.endswith("?") and SEAL not in text and not is_courteous(reading)
    if SUM.match(text) or asked:
        return True
    if not is_han(text):
        return not (polite or wanted) and is_told_en(reading.folded[start : first.fragment.stop].strip())
    said = NO_DESCRIPTION_ZH.match(text) or QUESTION_ZH.search(text) or TALK_ENDS_ZH.search(text)
    return len(text) <= MAX_QUESTION_CHARS and (said is not None or POINTS_ZH.match(text) is not None)


def is_told_en(clause: str) -> bool:
    """Tell whether an English clause has a speaker, or judges or tells of something that is there already."""
    told = INDEFINITE_EN.match(clause) is None and TOLD_EN.search(WHICH_EN.split(clause)[0]) is not None
    return told or SPEAKER_EN.search(clause) is not None


def _makes(request: Request) -> bool:
    """Tell whether a request is to make something, rather than to change it."""
    changes = any(token.text in _CHANGING for token in request.begins)
    return request.asks and request.fragment.tokens[-1].tag is not Tag.DE and not changes


def _is_other_verb(tokens: Sequence[Token]) -> bool:
    """Tell whether somebody is asked to do what no word of ours says: 给我订一张票."""
    tags = [token.tag for token in tokens[:4]]
    return tags[1:] == [Tag.CONTENT, Tag.NUMBER, Tag.MEASURE] and tokens[1].han


def _wants(request: Request) -> bool:
    """Tell whether a thing is wanted: 想要一张公主主题的邀请函."""
    wanted = any(token.tag is Tag.POLITE and token.text.endswith("要") for token in request.begins)
    return wanted and any(token.tag is Tag.NUMBER for token in request.begins)


def is_of_own_day(reading: Reading) -> bool:
    """Tell whether somebody who asks for nothing speaks of their own day, whatever medium they name."""
    verbs = [token for request in reading.requests for token in request.begins if token.tag is Tag.VERB]
    asked = any(not reading.folded.startswith(_DONE, token.end) for token in verbs)  # 我画了三年 asks for nothing
    wanted = any(_wants(request) for request in reading.requests)
    short = len(reading.folded) <= MAX_QUESTION_CHARS
    return short and not asked and not wanted and not reading.inputs and OWN_DAY.search(reading.folded) is not None


def is_said_to_us(folded: str) -> bool:
    """Tell whether a short text that names no work sounds like talk with us, rather than like something to be seen."""
    text = folded.strip(f"{_SIGNS}?")
    if len(text) > _LONGEST_BARE_CHARS:
        return False
    if SAID_TO_US.search(text) or ENDS_TALK_EN.search(text):
        return True
    named = any(INDEFINITE_EN.match(part.strip()) for part in text.split(",")[1:])
    return not (named or is_han(text) or WANTS.search(text)) and TALK_EN.match(text) is not None
