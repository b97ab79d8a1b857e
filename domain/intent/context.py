"""What went before: a question that waits for its answer, and the last work. The front end keeps it and hands it in.

Rules: an answer means something only beside its question; "yes" and "the second one" never order anything by themselves, and
save nothing. Without a context a follow-up is a doubt.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from imastudio.domain.intent.agreeing import says_yes
from imastudio.domain.intent.describing import is_said_to_us
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.fragments import is_known
from imastudio.domain.intent.tables.belonging import BESIDE_OR_INSTEAD
from imastudio.domain.intent.tables.following import NUMBERS, POINTS, RETRY
from imastudio.domain.intent.tables.models import NAMES
from imastudio.domain.intent.tables.numbers import DIGITS, value_of
from imastudio.domain.intent.tags import NOUNS, Tag
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.tones import is_remark, question_of, tone_of
from imastudio.domain.intent.topics import is_talk
from imastudio.domain.intent.utterance import Doubt, Pending
from imastudio.domain.kernel import squeezed
from imastudio.domain.orders import Medium, TaskType

_MOST_JOINTS = 8
_MAX_CHOOSING_CHARS = 30  # characters: what is longer describes something
_ENDS = " \n,.。!?;~、"
_NO = re.compile(
    r"(?:(?:no|nope|nah|n|not now|don't|do not|cancel|stop|never ?mind|forget it|skip|no thank you|"
    r"thanks|please|it|"
    r"不|不用|不要|不是|不行|不下单?|否|别|算了|取消|不保存|不需要|先不|谢谢|了|吧|的)[ ,.!，。！]*)+"
)
_SAVES = re.compile(
    r"(?:(?:yes|ok|please|好的?|嗯|对|那就?)[ ,]*)*+"
    r"(?:(?:save|keep|remember) (?:it|that|this)|保存|记住|设为?常用)(?:吧|它|了| please)*"
)
_NAYS = re.compile(r"\b(?:no|nope|nah|n|not|do not|cancel|stop|skip|forget)\b|don't|never|[不否别]|算了|取消")
# Said to any question, these leave the whole wish; a mere "no" may only say that the words were part of the description.
_LEAVES = re.compile(
    r"(?:(?:nah|no|nope|ok|okay|thanks|thx|thank you)[ ,]*)*(?:i'?m (?:good|ok|okay|fine)|that'?ll be all|that will be all|"
    r"i'?ll pass|all good)(?:[ ,]*(?:thanks?|thx|ty|thank you|for now|for today|cheers))*"
    r"|no(?:pe| thanks| thank you)?[ ,]+(?:it'?s |that'?s )?(?:way |far )?too (?:pricey|expensive|dear|much|steep)(?: for me)?"
    r"|(?:好吧|行吧|那|唉)?[,，]?算了(?:吧|哈|啦)*|(?:今天)?(?:就)?到这(?:里|儿)?(?:吧|了)?[,，]?(?:晚安|拜拜|再见)?"
    r"|886?|掰掰|拜了|撤了(?:哈|啊)?|再会|溜了|先走了|"
    r"(?:(?:ok|okay|oh|well|hmm|no|nah|just|please|actually|but|不过|但是?|可是|那就?|还是)[ ,，]*)*"
    r"(?:never ?mind|forget (?:about )?it|cancel(?: it| that)?|stop(?: it)?|drop it|(?:i'll |i will |"
    r"let's )?(?:just )?leave it(?: then| there| be| for now| at that)*|"
    r"(?:i'll )?see (?:you|ya)(?: later| soon| tomorrow)?|先?不[弄搞做画要用下]了?|不下单了?|"
    r"that's (?:all|it)(?: for (?:now|today))?|enough for (?:now|today)|(?:good)?bye(?: bye)?|maybe "
    r"later|(?:some )?other time|"
    r"(?:今天|这次)?(?:先这样|[先就]到这(?:里|儿)?)|再见|拜拜|晚安|下次见|回头?见|"
    r"改天(?:再[说做画弄])?|下次再[说做画弄]|回头再[说做画弄]|"
    r"算了|取消|不用了?|不要了|不做了|不画了|别做了|别画了)"
    r"(?:吧|了|啊|谢谢|算了|取消|不用了|不要了|不做了|thanks|thank you|please|[ ,.!，。！])*"
)
_ORDINAL = re.compile(
    r"(?:好的?|就|用|选|要|那就?|我选|我要|请用|the(?! one)|option|number|no\.? (?=[1-5])|no\.(?=[1-5])|#|use|take|"
    r"pick|choose|ok|yes|please|,| )*+"
    r"(?P<which>第[一二三四五1-5]|[一二三四五1-5](?![个种款张])|first|second|third|fourth|fifth|one|two|three|four|five|last|最后一?|前者|"
    r"后者|former|latter|[a-e])"
    r"(?:个|种|款|项|号|张|one|option|please|吧|的|选项|,| |\.|\))*"
)
_ORDINALS: Mapping[str, int] = {
    **{sign: at for at, sign in enumerate("一二三四五")},
    **{str(at + 1): at for at in range(5)},
    **dict(zip(("first", "second", "third", "fourth", "fifth"), range(5), strict=True)),
    **dict(zip(("one", "two", "three", "four", "five"), range(5), strict=True)),
    **{sign: at for at, sign in enumerate("abcde")},
    "前者": 0,
    "former": 0,
    "后者": 1,
    "latter": 1,
    "last": -1,
    "最后": -1,
    "最后一": -1,
}
_OF_SEVERAL_MEDIA = re.compile(r"[拍录配]")
_DIGITS = re.compile(r"(?<![0-9:.])[0-9]+(?![0-9:.])")
_COUNTED = re.compile(
    r"(?P<number>[1-9]|[一两二三四五六七八]|one|two|three|four) ?(?P<measure>张|幅|首|段|条|pictures?\b"
    r"|images?\b|pics?\b|photos?\b)"
)
# Beside a choice they say nothing: "ok the pro one then", 那就pro吧.
_SMALL = re.compile(
    r"\b(?:the|that|this|one|please|pls|then|ok|okay|use|take|try|go|with|i'll|let's|yeah|yes|just|version)\b|[用要选换那就个这吧的好行嗯款版]"
)
_BY_VOICE = re.compile(
    r"(?:用|要|换成?)[^,，。]{1,8}的?(?:声音|嗓音|音色|口音|语气|语调)(?:读|念)?(?:吧|的)?"
    r"|(?:in|with) an? [a-z ]{2,24} (?:voice|accent|tone)"
)
_OF_PACE = re.compile(r"语速[^,，。]{1,5}")
# Any of several models will do.
_ANY_MODEL = re.compile(
    r"(?:[两这]?个?(?:都|随便|哪个都)(?:行|可以|好|成|能|一样)|随便(?:哪个|你|吧|选)?|你(?:定|选|看着办|决定)|无所谓|哪个都行)(?:吧|的|啊|呗)*"
    r"|(?:either|any|whichever|whatever|both)(?: one| of them| model| you (?:like|think|prefer))?(?: is| are|'s)?"
    r"(?: fine| good| ok| okay| works| will do)?|you (?:choose|pick|decide)|don't care|doesn't matter|dealer's choice"
)
# Nobody who says these picks what they name.
_UNPICKED = re.compile(
    r"\?|\b(?:too|expensive|pricey|no|not|never|neither|nor|but|except|without|nothing|cancel|hates?|sucks?|why|what|what's|which|how|or|both|than|times)\b"
    r"|n't\b|[不别没]|除了|取消|什么|怎么|为啥|还是|哪|[吗呢]|太|讨厌|都要|两个都"
)
_FIRST_NO = re.compile(r"(?:no|nope|nah|不是?|不要)[ ]?[,.。][ ]?(?!no\b|不)")
_MEDIA_COUNTED = {"段": Medium.VIDEO, "条": Medium.VIDEO, "首": Medium.MUSIC}
_DONE = {"出图": Medium.IMAGE, "唱": Medium.MUSIC}  # what no table of verbs has in every place
_FREE = frozenset({"prompt", "text"})
_MAX_THANKS_CHARS = 12
_ENDINGS = r"\.(?:png|jpe?g|webp|gif|bmp)(?![a-z0-9])"
ADDRESS = re.compile(
    r"https?://[\x21-\x7e]+"
    rf"|(?<![a-z0-9_.~\-/])(?:[a-z0-9_.~\-]{{0,100}}/){{0,20}}[a-z0-9_.~\-]{{1,100}}{_ENDINGS}"
    rf"|(?<![\w.~\-/])(?:[\w.~\-]{{0,100}}/){{0,20}}[\w.~\-]{{0,100}}[\u3400-\u9fff]{_ENDINGS}",
    re.IGNORECASE,
)
# Where an answer may end and something else begin.
_JOINT = re.compile(r"(?:[,，。;；!！ ]|\.(?![0-9]))+|(?=不过|但是?|只是)")
_GOES_ON = re.compile(r"(?:in|with|on|at|as|for|by|like|using)\b", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"(?:不用|不要|不)(?:了|图|图片|它|这张|那张|吧|的|,)*|"
    r"(?:no|without)(?: it| the| picture| image| thanks| just| draw| make| new|,)*"
)


@attrs.frozen(kw_only=True)
class HeardAnswer:
    """What words answer: `agrees` is a yes or a no, `leaves` that the wish is given up, `answers` are values by field."""

    agrees: bool | None = None
    leaves: bool = False
    answers: Mapping[str, str] = attrs.field(factory=dict)
    free: bool = False


def answer_of(words: str, pending: Pending) -> HeardAnswer | None:
    """Return what words as a whole answer to the question that waits, or None."""
    said = fold(words).strip(_ENDS)
    if pending.asked in {"doubt", "refused"} and pending.doubts:
        return _to_doubt(words, said, pending)
    folded = fold(words)
    yes = says_yes(folded)
    if not yes and "?" in folded and says_yes(folded.replace("?", " ")):  # "ok?" asks, and is told the same once more
        return HeardAnswer()
    if yes or _refuses(said) or leaves_all(said):
        retried = {"model": pending.choices[0]} if yes and pending.asked == "retry" and pending.choices else {}
        return HeardAnswer(agrees=yes, leaves=not yes, answers=retried)
    if pending.asked == "retry":
        name = _ordinal(said, pending.choices) or name_alone(RETRY.sub(" ", said))
        return None if name is None else HeardAnswer(answers={"model": name})
    return None


def leaves_all(said: str) -> bool:
    """Tell whether folded words leave the whole wish, whatever was asked: 算了, "never mind"."""
    return _LEAVES.fullmatch(said) is not None


def agrees_to(words: str) -> bool | None:
    """Tell whether words as a whole say yes or no to a price, None where they say neither."""
    heard = answer_of(words, Pending(words="", asked="approve"))
    return None if heard is None else heard.agrees


def agrees_for(words: str, medium: Medium | None) -> bool:
    """Tell whether words as a whole say yes to the price of a work of a medium: 唱吧 to that of a song, not of a picture."""
    said = fold(words)
    named = {of for sign, of in _DONE.items() if sign in said}
    return bool(agrees_to(words)) and {*_media_done(said), *named} <= {medium}


def is_place(words: str) -> bool:
    """Tell whether words say nothing but which of several: "2", 第二个."""
    return _ORDINAL.fullmatch(fold(words).strip(_ENDS)) is not None


def heads_of_answer(words: str) -> Iterator[tuple[str, str]]:
    """Yield what may be an answer at the beginning of words, with what stands behind it, the longest first."""
    joints = [found for found in _JOINT.finditer(words) if found.start() > 0 and found.end() < len(words)]
    for found in reversed(joints[:_MOST_JOINTS]):
        if found[0].strip() or _GOES_ON.match(words, found.end()) is None:  # not "do it | in kling"
            yield words[: found.start()], words[found.end() :]


def _to_doubt(words: str, said: str, pending: Pending) -> HeardAnswer | None:
    """Return what words answer to a doubt: a value, that the wish is left, or nothing, so that it is asked again."""
    doubt = pending.doubts[0]
    if doubt.field == "source" and _NO_PICTURE.fullmatch(said):
        return HeardAnswer(answers={"source": "none"})
    if doubt.field == "source" and doubt.choices and (pointed := POINTS.fullmatch(said)) is not None:
        place = pointed["a"] or pointed["b"]
        meant = str(NUMBERS[place]) if place is not None else doubt.choices[0]
        if meant in doubt.choices:
            return HeardAnswer(answers={"source": meant})
    if doubt.facts.get("instead") and doubt.choices:
        which = next((at for at, pattern in BESIDE_OR_INSTEAD if pattern.search(said)), None)
        if which is not None and len(said) <= _MAX_CHOOSING_CHARS:
            told = [choice for choice in doubt.choices if choice != "none"]
            return HeardAnswer(answers={doubt.field: max(told, key=len) if which == "beside" else told[-1]})
    plain_no = _refuses(said) and ("none" not in doubt.choices or doubt.field == "preference")
    if leaves_all(said) or plain_no:
        return HeardAnswer(agrees=False, leaves=True)
    if doubt.field in _FREE and not doubt.choices and (says_yes(fold(words)) or _ORDINAL.fullmatch(said)):
        return HeardAnswer()
    answer = _answer(words, said, doubt)
    if answer is None:
        return HeardAnswer() if _picks_nothing(words, said, doubt) else None
    return HeardAnswer(answers={doubt.field: answer}, free=doubt.field in _FREE and answer == words)


def _refuses(said: str) -> bool:
    """Tell whether words say no; thanks alone do not."""
    return _NO.fullmatch(said) is not None and _NAYS.search(said) is not None


def _named_choice(said: str, choices: Sequence[str]) -> str | None:
    """Return the choice whose words are said, the longest if several are; a wish that happens to hold them names none."""
    tags = {token.tag for token in tokens_of(said)}
    if Tag.NOT in tags or tags >= {Tag.VERB, Tag.CONTENT}:
        return None
    numbers = set(_DIGITS.findall(said))
    held = [
        choice
        for choice in choices
        if choice != "none"
        and squeezed(choice)
        and (choice in numbers if choice.isdecimal() else _spelled(choice).search(said) is not None)
    ]
    return max(held, key=len, default=None)


def _told_apart(said: str, choices: Sequence[str]) -> str | None:
    """Return the one choice that has the words that are said: "the pro one"."""
    words = set(_SMALL.sub(" ", said).split())
    having = [choice for choice in choices if words and words <= set(fold(choice).split())]
    return having[0] if len(having) == 1 else None


def is_picked(said: str) -> bool:
    """Tell whether what folded words name is taken by them: not refused, asked about, or one of two."""
    return _UNPICKED.search(_FIRST_NO.sub("", said)) is None


def _spelled(choice: str) -> re.Pattern[str]:
    """Return a pattern of a choice as people write it, with other gaps; it is no part of another word: not "imagine"."""
    signs = r"[ .\-]*".join(re.escape(sign) for sign in squeezed(choice))
    return re.compile(rf"(?<![a-z0-9]){signs}(?![a-z0-9])")


def _counted(said: str, doubt: Doubt) -> str | None:
    """Return the number of works that is said where that is asked, and the medium that is counted so: 一张."""
    found = _COUNTED.search(said)
    if found is None or doubt.field not in {"n", "media"}:
        return None
    number = found["number"]
    count = value_of(number) if number in DIGITS else NUMBERS.get(number) or int(number)
    meant = str(count) if doubt.field == "n" else _MEDIA_COUNTED.get(found["measure"], Medium.IMAGE)
    return meant if meant in doubt.choices else None


def _answer(words: str, said: str, doubt: Doubt) -> str | None:
    """Return the answer that words give to a doubt, or None."""
    if doubt.field == "model" and doubt.choices and _ANY_MODEL.fullmatch(said):
        return doubt.choices[0]
    if doubt.choices and doubt.field not in _FREE and not is_picked(fold(words)):
        return "none" if _refuses(said) else None
    counted = _counted(said, doubt) or _ordinal(said, doubt.choices)
    picked = counted or _named_choice(said, doubt.choices) or _told_apart(said, doubt.choices)
    if picked is not None:
        return picked
    if doubt.field == "media" and (done := _medium_done(said)) is not None:
        return done if done in doubt.choices else None
    saves = doubt.field == "preference" and _SAVES.fullmatch(said) is not None
    if doubt.choices and (saves or says_yes(fold(words))):
        return doubt.choices[0]
    return "none" if _refuses(said) else _said_freely(words, said, doubt)


def _said_freely(words: str, said: str, doubt: Doubt) -> str | None:
    """Return the value that words hold for a field, whatever was offered, or None."""
    if doubt.field == "model":
        return name_alone(said)
    if doubt.field == "inputs":
        return _address(words)
    if doubt.field == "media":
        return _medium_alone(said)
    if doubt.field == "text" and _is_of_voice(said):
        return None
    if doubt.field in _FREE:
        thanks = tone_of(said) == "thanks" and len(said) <= _MAX_THANKS_CHARS
        aside = (
            thanks
            or is_talk(said)
            or is_said_to_us(said)
            or (bool(doubt.choices) and (is_remark(said) or question_of(said)))
        )
        return None if aside else words
    return _value_alone(doubt.field, said)


def _is_of_voice(said: str) -> bool:
    """Tell whether words say how a text is to be read, and are no text: 女声, 语速1.1, 用老奶奶的声音."""
    tokens = [token for token in tokens_of(said) if token.tag is not Tag.BREAK]
    voiced = any(token.tag in {Tag.VOCALS, Tag.VOICE, Tag.MANNER, Tag.SPEAKER} for token in tokens)
    told = any(pattern.fullmatch(said) is not None for pattern in (_BY_VOICE, _OF_PACE))
    return told or (voiced and is_known(tokens))


def _address(words: str) -> str | None:
    """Return the address or the path of a picture that is handed over in words."""
    found = ADDRESS.search(words)
    return None if found is None else found[0]


def _ordinal(said: str, choices: Sequence[str]) -> str | None:
    found = _ORDINAL.fullmatch(said)
    if found is None or not choices:
        return None
    at = _ORDINALS.get(found["which"].removeprefix("第"), len(choices))
    return choices[at] if at < len(choices) else None


def name_alone(said: str) -> str | None:
    """Return the model that words name, where they hold nothing but small words besides."""
    tokens = tokens_of(said)
    names = [token for token in tokens if token.tag in {Tag.MODEL, Tag.DOUBTFUL_MODEL}]
    others = [token for token in tokens if token not in names]
    if len(names) != 1 or any(
        token.tag in {Tag.CONTENT, Tag.SEALED, Tag.NOT, Tag.EVER, Tag.LIKING} for token in others
    ):
        return None
    if any(isinstance(token.value, TaskType) for token in others):
        return None
    return str(names[0].value) if str(names[0].value) in NAMES else None


def _picks_nothing(words: str, said: str, doubt: Doubt) -> bool:
    """Tell whether short words speak of the choices and take none, so that they are asked about again: "not veo"."""
    if doubt.field == "text" and _BY_VOICE.fullmatch(said) is not None:
        return True
    if doubt.field in _FREE or not doubt.choices or len(said) > _MAX_CHOOSING_CHARS:
        return False
    if "?" in fold(words):
        return doubt.field == "media" and _medium_alone(said) is not None
    named = {token.tag for token in tokens_of(said)} & {Tag.MODEL, Tag.DOUBTFUL_MODEL, *NOUNS}
    return (doubt.field == "media" and says_yes(fold(words))) or (bool(named) and not is_picked(said))


def _medium_done(said: str) -> str | None:
    """Return the medium of what is to be done, empty where that can't be told, None where it is not said: 画吧, 唱吧, 拍吧."""
    if _OF_SEVERAL_MEDIA.search(said):
        return ""
    return next(iter(_media_done(said)), None)


def _media_done(said: str) -> Sequence[Medium]:
    """Return the media that verbs name, speech first."""
    tokens = tokens_of(said)
    read = [Medium.SPEECH] if any(token.tag is Tag.READ for token in tokens) else []
    return [*read, *(token.value for token in tokens if token.tag is Tag.VERB and isinstance(token.value, Medium))]


def _medium_alone(said: str) -> str | None:
    tokens = tokens_of(said)
    media = [str(token.value) for token in tokens if token.tag is Tag.NOUN and not isinstance(token.value, tuple)]
    known = not any(token.tag in {Tag.CONTENT, Tag.SEALED} for token in tokens)
    return media[0] if known and len(set(media)) == 1 and media[0] != "work" else None


_FIELDS: Mapping[str, frozenset[Tag]] = {
    "duration": frozenset({Tag.SECONDS, Tag.NUMBER}),
    "aspect_ratio": frozenset({Tag.RATIO, Tag.SHAPE, Tag.FORMAT}),
    "size": frozenset({Tag.SIZE}),
    "resolution": frozenset({Tag.RESOLUTION, Tag.SIZE}),
    "max_points": frozenset({Tag.POINTS, Tag.MARKS, Tag.NUMBER}),
    "n": frozenset({Tag.NUMBER, Tag.COUNT}),
}


def _value_alone(field: str, said: str) -> str | None:
    tokens = tokens_of(said)
    values = [token for token in tokens if token.tag in _FIELDS.get(field, frozenset())]
    known = not any(token.tag in {Tag.CONTENT, Tag.SEALED} for token in tokens)
    if field != "n" and any(token.tag is Tag.MEASURE for token in tokens):
        return None
    return str(values[0].value) if known and len(values) == 1 else None
