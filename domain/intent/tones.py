"""How something is said that asks for nothing, and what a short question is about.

Rules: the first line that fits counts; where none does, nothing is known and the plain answer is given.
"""

import re
from collections.abc import Sequence

from imastudio.domain.intent.folding import fold, has_han
from imastudio.domain.intent.tables.subjects import LATER, LONG, OF_USE, SUBJECTS
from imastudio.domain.intent.tables.turns import REMARK_EN, REMARK_ZH
from imastudio.domain.intent.topics import is_talk

_MAX_CLAUSE_CHARS = 60
_CLAUSES = re.compile(r"(?:[^,，。.;；!！?？~\n]|(?<=\d)\.(?=\d))+")
POLITE_TONES = frozenset({"thanks", "greeting", "bye"})
_ENDS = " \n,.。!?;~、，！？；…"
# How words end that ask.
ASKED = re.compile(r"(?:\?|[吗呢么][啊呀]?)[ ~!。]*\Z")
_TONES: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (tone, re.compile(pattern))
    for tone, pattern in (
        ("thanks", r"谢|感谢|辛苦|多亏|\bthank|\bthx\b|\bty\b|\bcheers\b|appreciate"),
        (
            "bye",
            (
                r"\A886?\Z|掰掰|再会|撤了哈|"
                r"再见|拜拜|晚安|下次|改天|回头见|先这样|\bbye\b|goodbye|\b(?:cya|ttyl|laters|cheerio|ta ?ra|toodle)\b|"
                r"see (?:you|ya)|good ?night|later\b|"
                r"enough for today|"
                r"that's (?:all|it)"
            ),
        ),
        (
            "greeting",
            (
                r"你好|您好|哈喽|哈啰|早上好|下午好|晚上好|中午好|早安|^(?:嗨|嘿|早)|在吗|在么|\b(?:hello|hi|hey|hiya|"
                r"howdy|good (?:morning|afternoon|"
                r"evening))\b|👋"
            ),
        ),
        (
            "dear",
            (
                r"贵(?!族|妃|宾|州|阳|重)|花不起|用不起|没预算|\b(?:expensive|pricey|dear|steep|costly|can't "
                r"afford|too much money)\b"
            ),
        ),
        (
            "complaint",
            (
                r"太|不(?!错)|丑|难看|难听|糊|烂|差|假|奇怪|失望|垃圾|离谱|错|崩|歪|变形|敷衍|没(?:有)?(?:按|达到)|"
                r"\b(?:too|not|ugly|bad|terrible|awful|horrible|wrong|weird|blurry|boring|disappoint\w*|useless|"
                r"garbage|"
                r"trash|crap|worst|worse|"
                r"hideous|off|fake|messed|screwed|broken|don't|didn't|hate|dislike|ouch|lame|creepy|expensive)\b"
            ),
        ),
        (
            "praise",
            (
                r"好看|漂亮|美|棒|厉害|赞|可爱|不错|满意|喜欢|帅|酷|牛|完美|绝|惊艳|震撼|哈|好听|逼真|加油|爱|"
                r"\b(?:nice|great|good|beautiful|awesome|amazing|cool|perfect|cute|lovely|funny|excellent|fantastic|"
                r"wonderful|gorgeous|stunning|"
                r"love|like|wow|haha+|lol|well done|impressive|sweet|better|best)\b|👍|❤|😊|😍|🎉"
            ),
        ),
    )
)
# What a short question is about: each is answered from what was said and made before.
_QUESTIONS: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (about, re.compile(pattern))
    for about, pattern in (
        (
            "default",
            (
                r"(?:默认|常用|平时用|记住)(?:的)?.{0,8}(?:模型|什么|啥|哪|是)|现在默认|\b(?:my |the )?(?:default|"
                r"usual|"
                r"saved|"
                r"preferred)\b(?: \w+)?(?: model)?"
            ),
        ),
        (
            "used",
            (
                r"(?:刚才|刚刚|上面|这次|那张|这张)?.{0,4}(?:用的?|使用)(?:的)?(?:是)?(?:哪|什么|啥)(?:个|款)?模型|"
                r"(?:which|what) model (?:did|was|"
                r"is)|谁(?:做|画|写|拍|唱|生成)的|\bwho (?:made|drew|wrote|sang|did) (?:this|that|it)\b"
            ),
        ),
        (
            "difference",
            (
                r"比(?:刚才|上次|上一?[个张首段条单]|之前|前面|前一?[个张首段条单]).{0,4}(?:贵|便宜|多|少)|"
                r"贵了多少|差多少|"
                r"how much (?:more|less|dearer|cheaper)|(?:more|less) expensive than|(?:dearer|cheaper|pricier) than"
            ),
        ),
        (
            "count",
            (
                r"几(?:单|个订单|张了|段了)|多少(?:单|个订单)|(?:一共|总共).{0,4}(?:几|多少)(?:单|张|段|个|次)|"
                r"how many (?:orders|videos|pictures|"
                r"images|songs|clips)?.{0,12}(?:was|were|is|did|have|in total|so far)"
            ),
        ),
        (
            "total",
            (
                r"(?:一共|总共|加起来|合计|全部).{0,6}(?:多少(?:钱|积分|点)|花|几个?积分)|"
                r"(?:cost|spend|spent|come to|pay|paid|points|pts|much).{0,24}\b(?:altogether|in total|in all|"
                r"together)\b"
            ),
        ),
        (
            "price",
            (
                r"贵不贵|贵吗|(?:积分|钱|预算|这些?).{0,8}够(?:吗|么|不够|用吗)|"
                r"\b(?:is|are|will|would)\b.{0,24}\b(?:points|pts|credits)\b.{0,6}enough|"
                r"(?:is|are) (?:that|this|it|those|they) (?:a lot|expensive|much|dear|pricey|cheap)"
            ),
        ),
        (
            "cheapest",
            (
                r"(?:最|更|再|有没有|有)?便宜(?:点|些|一点|一些)?的?.{0,6}(?:吗|么|没有?|有吗|哪|什么|多少)|"
                r"\b(?:is|are|any|what|which)\b.{0,20}\bcheap(?:er|est)\b"
            ),
        ),
        (
            "time",
            (
                r"(?:要|得|需要|会|用|还要|大概|大约)?(?:多久|多长时间|多少时间|几分钟|多少分钟)|什么时候(?:能)?(?:好|"
                r"出|完成)|"
                r"how long (?:will|does|would|is|until|till|until|it)|when (?:will|is) it|how (?:many|much) "
                r"(?:minutes|"
                r"time)|\beta\b"
            ),
        ),
    )
)


_MANY = re.compile(
    r"[这那前后](?P<zh>[两三四五六七八2-8])[个张首段条单]|\b(?:those|these|the last) (?P<en>two|three|"
    r"four|five|[2-8])\b"
)
_NUMBERS = {sign: at for at, sign in enumerate("两三四五六七八", 2)} | dict(
    zip(("two", "three", "four", "five"), range(2, 6), strict=True)
)
_OTHERS = re.compile(r"别的|其他|其它|另外|还有|\b(?:other|others|else|another)\b")


def how_many_of(words: str) -> int | None:
    """Return of how many works something is asked together, where it is said: 这三张一共多少钱."""
    found = _MANY.search(fold(words))
    said = None if found is None else found["zh"] or found["en"]
    return None if said is None else _NUMBERS.get(said) or int(said)


def asks_for_others(words: str) -> bool:
    """Tell whether something other than what is spoken of is asked for: 还有别的模型吗."""
    return _OTHERS.search(fold(words)) is not None


def tone_of(words: str) -> str | None:
    """Return how words sound that ask for nothing: "thanks", "greeting", "bye", "dear", "praise", "complaint", or None."""
    said = fold(words).strip(_ENDS)
    return next((tone for tone, pattern in _TONES if pattern.search(said)), None)


def question_of(words: str) -> str | None:
    """Return what a question is about that what went before answers: "time", "default", "used", …, or None."""
    said = fold(words)
    return subject_of(said) or next((about for about, pattern in _QUESTIONS if pattern.search(said)), None)


def subject_of(folded: str) -> str | None:
    """Return what folded words ask about that nothing could be made of: "where", "rights", 任务编号, …, or None."""
    said = [folded[start:end] for start, end in clauses_of(folded)] if has_han(folded) else [folded]
    return next((about for about, pattern in SUBJECTS if any(pattern.search(one) for one in said)), None)


def clauses_of(folded: str) -> list[tuple[int, int]]:
    """Return where the clauses of folded words stand."""
    return [found.span() for found in _CLAUSES.finditer(folded) if found[0].strip(_ENDS)]


def is_remark(folded: str) -> bool:
    """Tell whether words only judge or tell of what is there, clause by clause: they ask for nothing."""
    said = [folded[start:end].strip(_ENDS) for start, end in clauses_of(folded)]
    heard = [_is_remark(one) for one in said]
    return any(heard) and all(remarked or is_talk(one) for remarked, one in zip(heard, said, strict=True))


def _is_remark(said: str) -> bool:
    return len(said) <= _MAX_CLAUSE_CHARS and (REMARK_ZH if has_han(said) else REMARK_EN).fullmatch(said) is not None


def kind_of_help(words: str) -> str | None:
    """Return what a question is about that no fact answers: "later", "long", "unknown", or None for how all this is used."""
    folded = fold(words)
    if is_for_later(folded):
        return "later"
    if OF_USE.search(folded):
        return None
    return "long" if LONG.search(folded) else "unknown"


def is_put_off(folded: str) -> bool:
    """Tell whether folded words end in a time at which something is to begin, or say in Chinese that it is to begin then."""
    found = LATER.search(folded)
    return found is not None and (has_han(folded) or not folded[found.end() :].strip(_ENDS))


def is_for_later(folded: str) -> bool:
    """Tell whether folded words name a time at which something is to begin."""
    return LATER.search(folded) is not None
