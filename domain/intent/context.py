"""What went before: a question that waits for its answer, and the last work. The front end keeps it and hands it in.

Rules: an answer means something only beside its question; "yes" and "the second one" never order anything by themselves, and
save nothing. Without a context a follow-up is a doubt.
"""

import re
from collections.abc import Mapping, Sequence

import attrs

from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.proposal import Topic
from imastudio.domain.intent.reading import Reading
from imastudio.domain.intent.tables.models import NAMES
from imastudio.domain.intent.tags import VALUES, Tag, Token
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.topics import is_said_to_us, is_talk
from imastudio.domain.intent.utterance import Context, Doubt, Pending
from imastudio.domain.kernel import squeezed
from imastudio.domain.orders import TaskType

_ENDS = " \n,.。!?;~、"
_YES = re.compile(
    r"(?:(?:yes|yeah|yep|yup|y|ok|okay|k|sure|fine|go|go ahead|do it|please|of course|correct|right|confirm|"
    r"confirmed|agreed|approve|approved|order it|"
    r"great|sounds good|perfect|absolutely|definitely|alright|good|do that|that's right|let's go|save it|please "
    r"do|make it so|exactly|yes please|"
    r"是|是的|好|好的|好呀|好啊|行|可以|可以的|嗯+|对|对的|没错|确认|确定|同意|没问题|下单|就这样|当然|要|保存|"
    r"好吧|ok的|必须的|来吧|搞起|安排|记住|请|谢谢|吧|的|啊|呀|哦|👍|✅)[ ,.!，。！]*)+"
)
_NO = re.compile(
    r"(?:(?:no|nope|nah|n|not now|don't|do not|cancel|stop|never ?mind|forget it|skip|no thanks|no thank you|"
    r"thanks|please|it|"
    r"不|不用|不要|不是|不行|否|别|算了|取消|不了|不保存|不需要|先不|谢谢|了|吧|的)[ ,.!，。！]*)+"
)
_NAYS = re.compile(r"\b(?:no|nope|nah|n|not|do not|cancel|stop|skip|forget)\b|don't|never|[不否别]|算了|取消")
# Said to any question, these leave the whole wish; a mere "no" may only say that the words were part of the description.
_LEAVES = re.compile(
    r"(?:(?:ok|okay|oh|well|hmm|no|nah|just|please|actually|那就?|还是|那还是)[ ,，]*)*"
    r"(?:never ?mind|forget (?:about )?it|cancel(?: it| that)?|stop(?: it)?|drop it|leave it|"
    r"算了|取消|不用了?|不要了|不做了|不画了|别做了|别画了)"
    r"(?:吧|了|啊|谢谢|算了|取消|不用了|不要了|不做了|thanks|thank you|please|[ ,.!，。！])*"
)
_ORDINAL = re.compile(
    r"(?:好的?|就|用|选|要|那就?|我选|我要|请用|the|option|number|no\.?|#|use|take|pick|choose|ok|yes|please|,| )*"
    r"(?P<which>第?[一二三四五1-5]|first|second|third|fourth|fifth|one|two|three|four|five|last|最后一?|前者|"
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
_AGAIN = re.compile(
    r"再(?:来|画|做|生成|试|出|拍|写)?(?:一?(?:张|个|次|遍|段|首|下|份|版|条|幅))?|重(?:新生成|新画|新做|新来|来|"
    r"做|画|试)(?:一?(?:次|遍|下|张))?|继续|同样的?|一样的?|还是(?:刚才|上)的?(?:那个|那张)?|"
    r"来一张|也来|可以|好的|不错|ok|的|吧|请|帮我|(?:\b(?:the|same|again|another|one|more|but|once|try|do|it|"
    r"make|this|that|as|before|please|retry|redo|regenerate|with|in|an?|to|use|using|yes|okay|ok|now|generate|"
    r"repeat|version|nice|great|time|for|give|me|set|change|keep|everything|instead|of|be|just|also|turn|into|"
    r"format|image|picture|video|prompt|thing|go|so|can|you)\b)"
)
_DIGITS = re.compile(r"[0-9]+")
_FREE = frozenset({"prompt", "text"})
_LETTER = re.compile(r"[a-z0-9\u3400-\u9fff]")


@attrs.frozen(kw_only=True)
class Continuation:
    """How a conversation goes on: the words that are meant, with answers; `agrees` for a yes or a no.

    `field` is the one whose doubt is answered, if any.
    """

    words: str = attrs.field(repr=False)
    context: Context
    answers: Mapping[str, str]
    agrees: bool | None = None
    topic: Topic | None = None
    field: str | None = None


def continued(words: str, context: Context) -> Continuation | None:
    """Return what words answer to the question that waits, or None where they are words of their own."""
    pending = context.pending
    if pending is None:
        return None
    said = fold(words).strip(_ENDS)
    rest = attrs.evolve(context, pending=None)
    if pending.asked == "doubt" and pending.doubts:
        return _to_doubt(words, said, pending, rest)
    if _YES.fullmatch(said) or _NO.fullmatch(said):
        agrees = _YES.fullmatch(said) is not None
        topic = None if agrees else Topic.CANCEL
        answers = dict(pending.answers)
        if agrees and pending.asked == "retry" and pending.choices:
            answers["model"] = pending.choices[0]
        return Continuation(words=pending.words, context=rest, answers=answers, agrees=agrees, topic=topic)
    name = _name_alone(_AGAIN.sub(" ", said)) or _ordinal(said, pending.choices)
    if name is not None:
        return Continuation(words=pending.words, context=rest, answers={**pending.answers, "model": name})
    return None


def _to_doubt(words: str, said: str, pending: Pending, rest: Context) -> Continuation | None:
    """Return what words answer to a doubt: a value, that the wish is left, or nothing, so that it is asked again."""
    doubt = pending.doubts[0]
    on = Continuation(words=pending.words, context=rest, answers=pending.answers)
    if _LEAVES.fullmatch(said) or (_refuses(said) and ("none" not in doubt.choices or doubt.field == "preference")):
        return attrs.evolve(on, agrees=False, topic=Topic.CANCEL)
    if doubt.field in _FREE and not doubt.choices and _YES.fullmatch(said) and "谢" not in said:
        return on
    if doubt.field == "prompt" and _ORDINAL.fullmatch(said):
        return on
    answer = _answer(words, said, doubt)
    if answer is None:
        return None
    return attrs.evolve(on, answers={**pending.answers, doubt.field: answer}, field=doubt.field)


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
        and (choice in numbers if choice.isdecimal() else squeezed(choice) in squeezed(said))
    ]
    return max(held, key=len, default=None)


def _answer(words: str, said: str, doubt: Doubt) -> str | None:
    """Return the answer that words give to a doubt, or None."""
    ordinal = _ordinal(said, doubt.choices)
    if ordinal is not None:
        return ordinal
    named = _named_choice(said, doubt.choices)
    if named is not None:
        return named
    if _YES.fullmatch(said) and doubt.choices:
        return doubt.choices[0]
    if _refuses(said):
        return "none"
    if doubt.field == "model":
        return _name_alone(said)
    if doubt.field == "media":
        return _medium_alone(said)
    if doubt.field in _FREE:
        return None if is_talk(said) or is_said_to_us(said) else words
    return _value_alone(doubt.field, said)


def _ordinal(said: str, choices: Sequence[str]) -> str | None:
    found = _ORDINAL.fullmatch(said)
    if found is None or not choices:
        return None
    at = _ORDINALS.get(found["which"].removeprefix("第"), len(choices))
    return choices[at] if at < len(choices) else None


def _name_alone(said: str) -> str | None:
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
    return str(values[0].value) if known and len(values) == 1 else None


def described(prompt: str, words: str, reading: Reading) -> str:
    """Return the prompt of the last work, with what the words change of it beside."""
    folded = fold(words)
    spent = [(token.start, token.end) for token in reading.tokens if _is_value(token)]
    spent += [found.span() for found in _AGAIN.finditer(folded)]
    left = "".join(sign for at, sign in enumerate(folded) if not any(start <= at < end for start, end in spent))
    if not _LETTER.search(left):
        return prompt
    sign = "，" if any("\u3400" <= one <= "\u9fff" for one in words) else ", "
    return f"{prompt}{sign}{words.strip()}"


def _is_value(token: Token) -> bool:
    return token.tag in VALUES | {Tag.NUMBER, Tag.MEASURE, Tag.USE, Tag.MOST, Tag.KEY, Tag.GLUE, Tag.POLITE}
