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
# What is written in a picture is to be something else, or to go: "change the text to “OPEN”", 把标题改成…, "drop the text".
_LETTERING_EN = r"(?:text|title|words?|wording|caption|slogan|lettering|headline|writing|sign)"
_LETTERING_ZH = "(?:文字|标题|字|文案|标语|字幕|书名|店名|上面的字)"
NEW_LETTERING = re.compile(
    rf"(?:(?:please|ok|okay|no|actually|and|but|yes|can you|could you)[, ]*)*(?:change|make|replace|set|switch|update|have|let) "
    rf"(?:(?:the |its )?{_LETTERING_EN}(?: on it| there)?(?: to| say| read| with| into| be|:)+|it(?: to)? (?:say|read):?)\s*"
    r"(?P<en>\S.*)"
    rf"|(?:把|那|不对|[,，])*{_LETTERING_ZH}(?:都)?(?:改成|换成|改为|换为|写成|要写)\s*(?P<zh>\S.*)",
    re.DOTALL,
)
# How letters look is no text.
LOOKS_OF_LETTERS = re.compile(
    r"[体色大小粗细号]|一点|\b(?:bigger|smaller|larger|bold|italics?|font|serif|script|caps|capitals|uppercase|lowercase|centered|"
    r"centred|thinner|thicker|colou?r|size|white|gold|neon|cursive|handwritten|handwriting)\b"
)
EXCHANGES = re.compile(r"\b(?:change|replace|swap|switch)\b|instead of|改成|换成|改为|换为")
NO_LETTERING = re.compile(
    rf"(?:(?:please|ok|okay|no|actually|and|just|yes|but)[, ]*)*(?:lose|drop|remove|delete|without|take out|get rid of|ditch|no) "
    rf"(?:the |any |all (?:the )?)?{_LETTERING_EN}(?: please| then| at all| on it)*"
    rf"|(?:把|那|就|还是|[,，])*(?:不要|去掉|删掉|删了)(?:那些|这些|里面的)?{_LETTERING_ZH}(?:了|吧|啊)*"
    rf"|(?:把|那|就|还是|[,，])*{_LETTERING_ZH}(?:都)?(?:不要|去掉|删掉|删了)(?:了|吧|啊)*"
)
# Other lyrics, or other words in them: 歌词改成：…, "in the lyrics change windshield to taillight".
NEW_LYRICS = re.compile(
    r"(?:把|那|不对|[,，])*歌词(?:都)?(?:改成|换成|改为|用这个|就用):\s*(?P<zh>\S.*)"
    r"|(?:(?:ok|okay|no|please|and|actually)[, ]*)*(?:change|replace|make) the lyrics(?: to| with)?:\s*(?P<en>\S.*)",
    re.DOTALL,
)
NEW_WORD = re.compile(
    r"(?:(?:please|ok|okay|no|and)[, ]*)*(?:in the lyrics,? )?(?:change|replace|swap) (?P<old>[^,.]{1,40}?) (?:to|with|for) "
    r"(?P<new>[^,.]{1,60}?)(?: in the lyrics)?"
    r"|(?:把|那|[,，])*(?:歌词(?:里面?|中)?的?)?(?P<zh_old>[^,，。]{1,20}?)(?:改成|换成|改为)(?P<zh_new>[^,，。]{1,30}?)(?:吧|了)?"
)
# What leads to a text that is written in a picture.
LEADS_TO_LETTERING = re.compile(
    rf"[,，]?\s*(?:and )?(?:(?:with|that|which)\s+)?(?:the )?(?:{_LETTERING_EN}|says?|saying|reads?|reading)?[:：]?\s*\Z"
    rf"|[,，]?(?:[左右][上下]角|中间|顶部|底部|上面|下面|上|里面)?(?:写[着上]?|印[着上]?|题|{_LETTERING_ZH}(?:是|写)?)[:：]?\Z",
    re.IGNORECASE,
)
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
