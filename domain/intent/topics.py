"""What is no request: small talk, questions, judgements, work that we don't do. It orders nothing, and is answered.

Rules: a request that is put as a question (
    "can you draw a cat?"
) stays a request; a question word at the beginning of words
that speak of nothing that we make ("how the grinch stole christmas") is asked about.
"""

import re
from collections.abc import Sequence

from imastudio.domain.intent.folding import has_han
from imastudio.domain.intent.proposal import Topic
from imastudio.domain.intent.questions import asks_en, asks_zh
from imastudio.domain.intent.reading import Reading
from imastudio.domain.intent.requests import Request, heads_of
from imastudio.domain.intent.tables.asking import ASKS_FIRST, MAKING_VERBS, WEAK_WORDS
from imastudio.domain.intent.tables.courtesy import MIN_COURTESY_CHARS, MIN_COURTESY_HAN
from imastudio.domain.intent.tables.descriptions import TALK_ENDS_ZH
from imastudio.domain.intent.tables.replies import (
    ACCOUNT,
    AGAIN,
    ANSWERED,
    ASKS_AT_END,
    ASKS_SURELY,
    CANCELS,
    COMPLAINT,
    CORRECTS,
    DO_AGAIN,
    FOLLOW_UP,
    FORGETTING,
    HELD_OFF,
    MEDIA,
    OPINION,
    QUESTION_EN,
    TOLD_OF_OURS,
    TOPIC_ORDER,
    UNASKED,
    WHOLE,
)
from imastudio.domain.intent.tags import NAMES, NOUNS, VALUES, Tag, Token

_FEW_WORDS, _NEAR_START, _NEAR_NOT = 2, 6, 3
_LONGEST_TALK_CHARS = 90
MAX_QUESTION_CHARS = 240
_LETTERS = re.compile(r"[a-z0-9\u00c0-\u024f\u3400-\u9fff]")
_WRITING = frozenset({"写", "write", "写个", "编", "draft"})
_CODE = frozenset(
    {"脚本", "程序", "代码", "插件", "小程序", "python", "python script", "program", "plugin", "function"}
)
_LINES = frozenset({"标题", "口号", "标语", "caption", "headline", "slogan", "tagline", "名字"})
_OPENERS = frozenset({Tag.POLITE, Tag.GLUE, Tag.ARTICLE, Tag.NUMBER, Tag.MEASURE, Tag.LINK, Tag.DE, Tag.AND})
_ASKED_AT_START = re.compile(
    r"(?:how (?!to train)(?:do|can|to|should|is|are|does|expensive|much|many|long|big)|why (?:is|did|do|does|"
    r"was)|(?:怎么|如何|为什么)(?!.*的)|what (?!an? )|which|how many|how much|do you|can i|is there|are there|"
    r"list|show|有哪些|有什么|哪些|什么)"
)
# Questions about us and what we have: 你们最长能做多少秒的视频.
_ABOUT_US = re.compile(
    r"(?:请问|那|嗨|你好)?,?(?:(?:你们?|这里|这儿|最(?:长|大|多|快|短|高)).*(?:多少|多长|多大|哪些|哪几|几(?:秒|张|个|种|分钟))"
    r"|(?:你们?|这里|这儿)?(?:有没有|支不支持|支持|能不能做|有).*(?:模型|音色|吗|没有)\??\Z)"
)
# Behind what gives a saved model up these say no more: 取消我的默认图片模型，恢复自动选择.
_AUTOMATIC = re.compile(
    r"[,，。;] ?(?:please|thanks|谢谢|恢复自动选择|自动选就行|你(?:来|看着)选|choose automatically(?: again)?"
    r"|you (?:choose|pick|decide))\Z"
)
# Without one of these nothing that is saved is spoken of.
_SAVED = re.compile("默认|常用|固定|模型|偏好|default|usual|prefer|model|choice")
_BEFORE_A_JOB = frozenset({Tag.POLITE, Tag.GLUE, Tag.LINK})
_ABLE = frozenset({"do", "does", "can", "will", "is", "are"})
_ENDS = " \n,.。!?;~、…"
_NO_PICTURES = {**dict.fromkeys(range(0x1F300, 0x1FB00)), **dict.fromkeys(range(0x2600, 0x27C0)), 0xFE0F: None}
_IN_QUOTES = "\ue000"
_SEEN_ZH = re.compile(r"写着|印着|说\Z|喊\Z|问\Z|听见|梦|画的?是")


def _bare(folded: str) -> str:
    """Return folded words without the signs and the pictures at their ends."""
    return folded.strip(_ENDS).translate(_NO_PICTURES).strip(_ENDS)


def topic_of(reading: Reading, folded: str) -> Topic | None:
    """Return what a person's words are about where they ask for nothing to be made, or None."""
    text = _bare(folded)
    if not _LETTERS.search(folded):
        return None if _IN_QUOTES in folded or not folded.strip() else Topic.TALK
    if len(text) <= _LONGEST_TALK_CHARS:
        for topic, pattern in WHOLE:
            if pattern.fullmatch(text):
                return topic
    talk = _of_parts(text) if len(text) <= _LONGEST_TALK_CHARS else None
    if talk is not None:
        return talk
    if _declines(reading) or CANCELS.fullmatch(text) or HELD_OFF.match(text):
        return Topic.CANCEL
    if not reading.inputs and _complains(reading, folded):
        return Topic.ACCOUNT if ACCOUNT.search(folded) else Topic.FEEDBACK
    if (_is_other_work(reading.tokens) or _writes(reading)) and not reading.inputs:
        return Topic.OTHER_WORK
    if len(text) <= MAX_QUESTION_CHARS and _asks(reading, folded):
        return topic_of_question(folded)
    return None


def _complains(reading: Reading, folded: str) -> bool:
    """Tell whether somebody complains of what was made or charged, or of what they had not asked for."""
    ordered = len(reading.requests) == 1 and reading.requests[0].asks
    told = TOLD_OF_OURS.match(folded) or UNASKED.search(folded)
    return told is not None or (COMPLAINT.search(folded) is not None and not ordered)


def _of_parts(text: str) -> Topic | None:
    """Return the topic of words of which every part is talk: 谢谢你，真厉害."""
    parts = [part.strip() for part in re.split(r"[,，。.!;~、?]+", text) if part.strip()]
    topics = [next((topic for topic, pattern in WHOLE if pattern.fullmatch(part)), None) for part in parts]
    return topics[-1] if topics and None not in topics else None


def _declines(reading: Reading) -> bool:
    """Tell whether somebody says that nothing is to be made: 先别画, "don't draw anything yet"."""
    for part in reading.parts[:1]:
        refused = [at for at, token in enumerate(part.tokens) if token.tag is Tag.NOT]
        verbs = [at for at, token in enumerate(part.tokens) if token.tag is Tag.VERB]
        if part.number == 0 and refused and verbs and refused[0] < verbs[0] <= refused[0] + _NEAR_NOT:
            others = [one for one in reading.parts if one.number > 0]
            return not any(one.has(Tag.VERB, *NOUNS) for one in others) and not part.has(*NAMES)
    return False


def _writes(reading: Reading) -> bool:
    """Tell whether a text is to be written, whatever it is about: 帮我写首关于秋天的诗; or something handed over be worked on."""
    tokens = reading.fragments[0].tokens
    verb = next((token for token in tokens[:6] if token.tag is Tag.VERB), None)
    written = (
        (tokens[-1].tag is Tag.TEXT or tokens[-1].text in _LINES)
        and verb is not None
        and verb.text in MAKING_VERBS
        and verb.value is None
    )
    handed = tokens[0].text in {"把", "将", "请把", "帮我把"} and any(token.tag is Tag.JOB for token in tokens)
    played = tokens[0].tag is Tag.CONSUME and tokens[0].text in {"播放", "play"}
    return (written and verb is not None and verb.text in _WRITING) or handed or played


def is_talk(folded: str) -> bool:
    """Tell whether words are small talk as a whole."""
    text = _bare(folded)
    return len(text) <= _LONGEST_TALK_CHARS and (
        any(pattern.fullmatch(text) for _, pattern in WHOLE) or _of_parts(text) is not None
    )


def forgetting(folded: str) -> tuple[bool, str | None]:
    """Tell whether saved models are to be forgotten, and the medium that is named."""
    text = folded.strip(" \n,.。!?;~")
    text = _AUTOMATIC.sub("", text)
    for pattern in FORGETTING if _SAVED.search(folded) else ():
        found = pattern.fullmatch(text) if len(text) <= _LONGEST_TALK_CHARS else None
        if found is not None:
            return True, next((value for value in found.groupdict().values() if value), None)
    return False, None


def is_follow_up(reading: Reading, folded: str) -> bool:
    """Tell whether the words only change or repeat an earlier work."""
    text = folded.strip(" \n,.。!?;~、")
    return 0 < len(text) <= _LONGEST_TALK_CHARS and _IN_QUOTES not in text and _goes_on(reading, text)


def _goes_on(reading: Reading, text: str) -> bool:
    named = any(token.tag in NAMES or token.tag in {Tag.INPUT, Tag.READ} for token in reading.tokens)
    asked = [head for number, request in enumerate(reading.requests) for head in heads_of(request, number)]
    told = any(token.tag in {Tag.EVER, Tag.LIKING, Tag.VERB, *NOUNS} for token in reading.tokens)
    if ANSWERED.match(text) and not told and all(request.fragment.known for request in reading.requests):
        return True
    again = AGAIN.match(text) is not None or DO_AGAIN.search(text) is not None
    if again and named and not asked and not any(token.tag in {Tag.INPUT, Tag.SEALED} for token in reading.tokens):
        return True
    free = not named and (not asked or AGAIN.match(text) is not None)
    described = bool(asked) and any(not request.fragment.known for request in reading.requests)
    if not named and not described and CORRECTS.match(text) and not any(one.asks for one in reading.requests):
        return True
    if free and FOLLOW_UP.fullmatch(text) and not any(token.tag in {Tag.CLEAR, Tag.TIER} for token in reading.tokens):
        return True
    known = [request.fragment for request in reading.requests]
    values = any(
        token.tag in VALUES - {Tag.EVER, Tag.ONCE, Tag.CLEAR, Tag.TIER}
        for fragment in known
        for token in fragment.tokens
    )
    return (
        bool(known)
        and values
        and all(
            fragment.known
            and not fragment.has(
                Tag.VERB, Tag.TASK, Tag.READ, Tag.EVER, Tag.LIKING, Tag.INPUT, Tag.VOCALS, *NOUNS, *NAMES
            )
            for fragment in known
        )
    )


def _is_other_work(tokens: Sequence[Token]) -> bool:
    """Tell whether a text or a service is asked for: "write me a poem", 翻译一下, "delete my history"."""
    verb: Token | None = None
    for place, token in enumerate(tokens[:14]):
        following = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.BREAK
        if token.tag is Tag.JOB:
            asked = any(one.tag is Tag.POLITE for one in tokens[:place])
            opened = all(one.tag in _BEFORE_A_JOB for one in tokens[:place])
            shown = any(one.tag in NOUNS for one in tokens[place + 1 :][-1:])
            end = next((at for at in range(place, len(tokens)) if tokens[at].tag is Tag.BREAK), len(tokens))
            other = any(one.tag in NAMES or one.tag is Tag.VERB for one in tokens[end:])
            return opened and not other and (asked or not (shown and following in {Tag.CONTENT, Tag.DE}))
        if token.tag in {Tag.TEXT, Tag.LYRICS}:
            asked = verb is not None and verb.text in MAKING_VERBS and verb.value is None
            return asked and following not in NOUNS and (token.text in _CODE or not _ends_in_medium(tokens, place))
        if token.tag is Tag.VERB:
            verb = verb or token
        elif token.tag not in _OPENERS and not (token.tag is Tag.CONTENT and verb is not None and place <= _NEAR_START):
            return False
    return False


def _ends_in_medium(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a medium ends the request: 写一个故事视频."""
    end = next((at for at in range(place, len(tokens)) if tokens[at].tag is Tag.BREAK), len(tokens))
    return any(token.tag in NOUNS for token in tokens[place + 1 : end])


def _asks(reading: Reading, folded: str) -> bool:
    """Tell whether something is asked, rather than asked for."""
    parts = [part.strip() for part in re.split(r"[,.。!;\n]+", folded) if part.strip()]
    marked = folded.rstrip().endswith("?")
    priced = ASKS_SURELY.search(parts[-1]) if parts else None
    if priced is not None and not _is_shown(parts[-1], priced):
        return True
    if _ABOUT_US.match(folded) is not None or ASKS_FIRST.match(folded.strip()) is not None or _asks_of_model(reading):
        return True
    asked = any(request.asks for request in reading.requests)
    if parts and OPINION.search(parts[-1]):
        return True
    if is_courteous(reading) and asked:
        return False
    if (asks_zh(folded) or asks_en(folded)) and (marked or asked or _concerns_us(reading, folded)):
        return True
    if is_courteous(reading) or _is_polite_request(reading) or (not marked and _ends_in_noun(reading)):
        return False
    english = QUESTION_EN.match(folded.strip())
    if english is not None:
        weak = english["word"] in WEAK_WORDS or re.match(r".*\bwhat an? ", folded) is not None
        named = english["word"] in _ABLE and any(token.tag in NAMES for token in reading.tokens[1:2])
        if weak and not marked and not named:
            return False
        return (
            marked
            or named
            or bool(MEDIA.search(folded))
            or any(pattern.search(folded) for pattern in TOPIC_ORDER.values())
        )
    return False


def _asks_of_model(reading: Reading) -> bool:
    """Tell whether a model is what a question is about: "can wan do vertical videos", SeeDream 最大能出到多大的图."""
    first, second = reading.tokens[0], reading.tokens[min(1, len(reading.tokens) - 1)]
    if first.tag in NAMES:
        return _ABOUT_US.match(reading.folded[first.end :].strip()) is not None
    return first.text in _ABLE and second.tag in NAMES


def _concerns_us(reading: Reading, folded: str) -> bool:
    """Tell whether words speak of what we make, of a model or an order, or end like a question."""
    if any(token.tag in NAMES for token in reading.tokens) or MEDIA.search(folded):
        return True
    if ASKS_AT_END.search(folded) and not any(part.has(Tag.VERB, Tag.USE) for part in reading.parts):
        return True
    return any(pattern.search(folded) for pattern in TOPIC_ORDER.values())


def is_courteous(reading: Reading) -> bool:
    """Tell whether the words begin with a clause of courtesy, which leads to a wish: "would it be too much trouble to get"."""
    clauses = (token for token in reading.tokens if token.tag is Tag.POLITE)
    return any(token.end - token.start >= (MIN_COURTESY_HAN if token.han else MIN_COURTESY_CHARS) for token in clauses)


def is_han(folded: str) -> bool:
    """Tell whether a text begins in Chinese."""
    return has_han(folded[:40])


def _is_shown(text: str, asked: re.Match[str]) -> bool:
    """Tell whether the words of a question are to be seen or heard in what is made: 画一个问多少钱的人."""
    before = text[: asked.start()]
    if re.match(r".{0,6}的.{1,6}\Z", text[asked.end() :]):
        return True
    return _SEEN_ZH.search(before) is not None or bool(
        re.search(r"\b(?:says?|saying|reads?|asks?|asking|words?|text|sign)\b", before)
    )


def _is_polite_request(reading: Reading) -> bool:
    """Tell whether a question asks for something to be made: "can you draw a cat?", 能帮我画一只猫吗."""
    for part in reading.parts:
        asks = part.has(Tag.VERB) and (not part.whole or part.has(*NOUNS) or part.number > 0)
        wants = part.has(Tag.POLITE)
        if (
            asks
            and not part.at_end
            and (wants or part.tokens[0].tag is Tag.VERB)
            and not (part.whole and len(reading.requests) == 1)
        ):
            return True
    return any(_is_headed(reading, first) for first in reading.requests[:1])


def _is_headed(reading: Reading, first: Request) -> bool:
    """Tell whether the first words name what is wanted, and end: "a poster: …"."""
    headed = first.fragment.tokens[-1].tag in NOUNS and "我的" not in {token.text for token in first.fragment.tokens}
    talk = TALK_ENDS_ZH.search(reading.folded) or reading.folded.rstrip().endswith("?")
    closed = first.fragment.closed_by
    return first.fragment.has(*NOUNS) and (closed == ":" or (headed and closed == "," and not talk))


def _ends_in_noun(reading: Reading) -> bool:
    """Tell whether the words end in a noun for what is made: then a question in them is what it shows."""
    last = reading.tokens[-1] if reading.tokens else None
    return (
        last is not None
        and last.tag in NOUNS
        and len(reading.tokens) > _FEW_WORDS
        and not _ASKED_AT_START.match(reading.folded)
    )


def topic_of_question(folded: str) -> Topic:
    """Return what a question is about."""
    return next((topic for topic, pattern in TOPIC_ORDER.items() if pattern.search(folded)), Topic.HELP)
