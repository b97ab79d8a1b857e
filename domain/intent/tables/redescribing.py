"""How people speak of the description."""

import re

_NOUN_EN = r"(?:the |your |my )?(?:description|prompt|caption|wording)"
_NOUN_ZH = r"(?:描述|提示词|文案|咒语)"

# Behind these stands the whole description.
NEW_DESCRIPTION = re.compile(
    rf"(?:(?:make|set|change|start|write|put|let|reset|rewrite|keep|use)(?: over)? {_NOUN_EN}"
    rf"|{_NOUN_EN} (?:should|must|has to|needs to|is|can|ought to))"
    r"(?: over| again| from scratch)?(?: only| just| simply)?(?: be| is| say| read| to be| to| as|"
    r" with)?(?: only| just)?\s*[:：,-]?\s*(?=\S)"
    rf"|(?:把)?{_NOUN_ZH}(?:里)?(?:就|只|应该|应当|重新)?(?:改成|换成|改为|换为|写成|写|是|用|为|只要|应该是|就是|重写)+(?:这样|这个|下面的?)?\s*[:：,，]?\s*(?=\S)"
)
# The same in fewer words, unless it is lettering.
NEW_WORDS = re.compile(
    r"(?:^|[,，。.;；!！?？\n ])(?:你)?(?:就|只)(?:写|要|画|是|这样写|一句)(?:这句|这个|一句)?\s*[:：]\s*(?=\S)"
    r"|\b(?:just|only) (?:write|put|make it|do|use|have)\s*:\s*(?=\S)|\bit should (?:just |only )?be\s*:\s*(?=\S)"
)
# What is quoted beside these is to go.
# Words before a colon that only lead to the whole description: 就写：, "just make it: ", "it should be: ".
HEADS = re.compile(
    r"[^:：,，.。!！?？]{0,24}?(?:就|只|写|要|做|画|来|描述|内容|重新|改成|换成|一句|这样|是|\b(?:just|only|make it|do|be|"
    r"is|want|meant|again|"
    r"over|instead|new one|one|now|it|this|that))\s*[:：]\s*(?=\S)"
)
AS_DESCRIPTION = re.compile(r"(?:\bas\b|作为|当)(?: the| my)? ?(?:whole |only )?(?:description|prompt|描述|提示词)")
CUT = re.compile(
    r"\b(?:take|delete|remove|cut|drop|leave|get rid of|lose|erase|strike)\b.*|.*\b(?:shouldn't|"
    r"should not|doesn't|does not) belong"
    r"|去掉|删掉|删除|去除|拿掉|删了|不要(?:写|有|出现)?|别写|划掉"
)
# What is named here is not to be in the description.
NOT_IN_IT = (
    re.compile(
        r"(?:take out|remove|delete|drop|leave out|cut|lose|get rid of) (?:all )?the (?:bits?|parts?|"
        r"stuff|words?|things?|lines?) (?:about|with|where|that says?|on) (?P<what>.+)"
    ),
    re.compile(
        r"\b(?:it|that|the description|the prompt) (?:shouldn't|should not|doesn't need to|mustn't|"
        r"needn't) (?:say|have|mention|contain|hold)(?: anything)?(?: about)? (?P<what>.+)"
    ),
    re.compile(
        r"(?:the )?(?P<what>[a-z' -]{3,40}?) (?:stuff|part|bit|thing)s? (?:shouldn'?t|should not|"
        r"doesn'?t|does not) (?:be|belong) (?:in )?(?:there|in it|in the description)"
    ),
    re.compile(
        r"(?:描述|提示词)里?(?:把|别带|不要|别写|别有|去掉|删掉|删)(?P<what>[^,，。]{2,30}?)(?:那些|这些|那句|的)?(?:话|字|去掉|删掉|删了|"
        r"不要)?(?:[,，。]|\Z)"
    ),
    re.compile(
        r"(?:把)?(?P<what>[^,，。]{2,24}?)(?:那句|这句|那几个字|这几个字|那段|这段|那些话|这些话|的话)(?:不用|不要|别|去掉|删掉|删了|怎么|也|都)"
    ),
)
# Everything before what is quoted is to go.
CUT_BEFORE = re.compile(
    r"(?:everything|all|what(?:ever)?|the (?:part|bit|words?)) (?:that (?:is|comes|stands) )?before|"
    r"前面的(?:都|全)?|之前的(?:都|全)?"
)
