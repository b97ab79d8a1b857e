"""What words begin with that belong to what is there, or that stand alone. Patterns of the folded spelling."""

import re

# These lead to what is said.
LEADS = re.compile(
    r"(?:(?:还有|另外|然后|而且|对了|哦对|等下|等等|等一下|不对|不是|那|就|嗯|哦|啊|其实|最好|记得|希望|我想|我要|"
    r"要|请|再|把|让|给|将|"
    r"oh|and|also|but|wait|hmm+|ok|okay|well|actually|so|then|please|maybe|make sure|i want|i'd like)(?: ?[,，])? ?)+"
)
# A count or an article: what it begins is something of its own.
COUNTED = re.compile(
    r"(?:[一两二三四五六七八九十几]|[0-9]{1,3})[只个条匹座朵辆棵张位名头群对本杯碗架艘栋间块颗片幅](?!人?[点些都])"
    r"|(?:an?|some|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,3}) (?!bit\b|little\b|"
    r"touch\b|tad\b|lot\b|few\b)[a-z]"
)
# More of the same.
ADDS = re.compile(
    r"(?:还要|还得|还有|也要|也得|另外要|再加|加|上面|下面|左边|右边|旁边|里面|中间|前面要|后面要|最好|记得|名字|店名|标题|"
    r"(?:and |also |plus |oh |it should |needs? |with |without |featuring |including )|.{1,40}\b(?:too|as well)\Z)"
)
PRONOUN = re.compile(r"(?:他|她|它)(?!们?(?:的)?(?:妈|爸|说))|(?:he|she|it|they|his|her|its|their)\b")
# Something definite, in English: "the croissant", "his hat".
HELD_EN = re.compile(
    r"(?:the|that|this|those|these|his|her|its|their|my) (?P<things>[a-z']{3,}(?: (?!is|are|in|on|at|"
    r"of|with|to)[a-z']{3,}){0,2})"
    r"|(?P<bare>[a-z]{3,})(?= (?:should|needs?|must|has to|can)\b)"
)
# A place beside something shown is said of another thing: 沙滩上的狗.
PLACED_ZH = re.compile(r"[上里中下旁边前后内外]*的")
# Talk with us: who speaks, who is spoken to, and what was meant; it shows nothing.
META = re.compile(
    r"\b(?:i|i'm|i'd|i've|i'll|you|your|you're|u|ur|we|means?|meant|said|asking|asked|sentence|"
    r"neither|a lot|too much|pricey|expensive|cheaper|cheap|points|pts|credits|price|huh|lol|"
    r"isn't it|why|what|which|how)\b|\A(?:is|are|was|were|do|does|did|can|could|will|would|should|"
    r"has|have) (?:it|that|this|they|there|the)\b|"
    r"我(?![家们的爸妈])|你|您|什么|怎么|为什么|哪[个里张种]|啥|没懂|意思|说错|没说|不是说|便宜|[太好有]点?贵|积分|多少分|几分|价[格钱]|多少钱|字呢|呢\Z|[吗嘛]\Z"
)
# What is wanted, said of oneself: it leads to what is to be shown.
WANTED = re.compile(
    r"(?:i (?:just |only |really )?(?:want(?:ed)?|need(?:ed)?|meant?|said|would like|'d like)|"
    r"i'd (?:like|love)|we (?:want|need)|you (?:can|could|should)|"
    r"我(?:就|只|还|是|的意思是|想)*(?:想要|要的?是?|说的?是?|想|希望)(?!问|知道)|你(?:给我|帮我|再|就|直接)+|麻烦你)[ ,，:：]*"
)
# All that was said before is given up.
RESTARTS = re.compile(
    r"(?:(?:no|nope|nah|ugh|argh|ok|okay|well|please|actually|just|let's|and|不|不对|算了|唉|哎)[ ,，]*)*"
    r"(?:(?:forget|scrap|drop|ditch|bin|delete|ignore|lose) (?:all |about |"
    r"everything )?(?:of )?(?:that|this|it|everything|all|the rest|i said)?(?: i said)?|"
    r"start (?:over|again|from scratch|fresh)|(?:not )?the whole (?:sentence|thing|text)|"
    r"(?:前面|刚才|上面|之前)(?:说)?的?(?:都|全)?(?:不[要算]|作废|别管|忘掉)(?:了)?|(?:全都?|都|完全)不(?:太|是很)?对|不太对|都不(?:要|行|好)了?|"
    r"(?:全部|统统)?重(?:新)?(?:来|说|开始)(?:过|一[次遍张个])?|推翻(?:重来)?|从头来)(?:了|吧|啊)?"
)
# Behind a "no" these leave only what follows.
ONLY = re.compile(
    r"(?:no|nope|nah|ugh|不|不是|不对|不要这样)[ ,.!，。！]+(?:(?:no|"
    r"not) [^,.;:]{1,40}[,.;:] ?)?(?:shorter:? ?)?(?:just|only|simply|就|只)[ ]?(?:要|画|写|来|做|"
    r"拍)?[ :：,，]*"
    r"(?=[a-z]+ ?[a-z]|[\u4e00-\u9fff]{2,})"
)
# A sigh, a hum, a cry: no words at all.
HUMS = re.compile(
    r"(?:(?:ugh+|argh+|ouch|oof|meh|hmm+|huh|um+|er+|oh|ah+|wow|omg|lol|lmao|haha+|jeez|damn|"
    r"whatever|thanks|thank you|thx|ta|aw+|brilliant|dope|sweet|"
    r"nice|cool|neither|tho(?!ugh)|though|"
    r"哎呀?|唉|哦|噢|啊|呃|嗯|额|哈|嘿|乱了|晕|哎哟|天哪?|我去|好家伙|哇|谢谢|算了|行吧|好吧|对了?|话说) ?)+"
)
# How people say which of two descriptions is meant: the old one with the new words, or these alone.
BESIDE_OR_INSTEAD = (
    (
        "beside",
        re.compile(
            r"加上|加进|加(?:的|啊|呀|吧|\Z)|[都全]要|两[句个条]|一起|合(?:起来|并|在一起)|补充|接着|保留|"
            r"\b(?:both|add|as well|too|"
            r"together|append|combine|combined|keep|also|with it|longer)\b"
        ),
    ),
    (
        "instead",
        re.compile(
            r"替换|换掉|换成(?:这|后|新)|只要(?:后|新|这)|后面(?:的|那)|新的|\b(?:replace|instead|only|just (?:that|this|"
            r"the new)|new one|second|shorter|swap|alone)\b"
        ),
    ),
)
# The model that was just named is taken: 那就换它, "ok use that one then".
TAKES_NAMED = re.compile(
    r"(?:(?:ok|okay|yes|yeah|yep|sure|fine|cool|great|well|then|so|let's|i'll|please|好的?|行|嗯|那|就|"
    r"可以|成|啊|呀|吧|,|，| )*)"
    r"(?:(?:use|take|try|go with|switch to|do it with|make it with|with|have|want) (?:that|it|"
    r"this)(?: one| model)?|that one|the cheap(?:er|est)(?: one| model)?"
    r"|(?:用|换成?|选|改用|要|来)(?:它|这个|那个|这款|那款|便宜的那个|最便宜的)(?:模型)?|就?(?:它|这个|那个))"
    r"(?:(?:then|please|instead|now|thanks|了|吧|的|呗|嘛|啊|呀|好了|,|，| )*)"
)
# The model that was just named, within a wish: "a video with that one", 用它拍.
BY_NAMED = re.compile(
    r"\b(?:with|using|use|on|via) (?:that|this) (?:one|model)\b|\b(?:with|using|use) (?:it|that)(?=,|$| to | for )"
    r"|用(?:它|这个|那个|这款|那款|刚才那个|便宜的那个)(?:模型)?(?=[画做拍生写唱弄来给帮整搞，,])"
)
# All is said once more: what stands behind is the whole of it.
AFRESH = re.compile(
    r"(?:(?:no|ok|okay|please|let's|不|算了|哎)[ ,，]*)*(?:start (?:over|again|afresh)|again from scratch|"
    r"new (?:prompt|description)|重(?:新)?(?:来|说|写|开始)|描述(?:改成|是|换成)) ?[:：] ?|描述(?:里)?(?:就|只)(?:要|写|是)[:：]?"
)
# What may part values of ours from words of their own.
AND = re.compile(r" (?:and|&) |并且|而且|同时")
# What is there shall be as follows: "that should be square".
SHOULD_BE = re.compile(
    r"(?:(?:that|this|it|they|them|these|those|the [a-z]{3,12}) )?(?:(?:should|must|needs? to|has to|"
    r"have to|ought to) be |make (?:them|these|those|all|it all|them all) )"
)
# What goes on with the question before it.
ASKS_ON = re.compile(
    r"(?:(?:ok|okay|right|hmm+|ah|oh|and|so|but|then),? )*(?:(?:what|how) about|and for|for|just the|"
    r"only the|the|with|in|at) .{2,60}"
    r"|(?:哦|嗯|好|那么?|还有|要是|如果|换成?|用|,|，)*[^,，。]{1,20}(?:,|，)?[^,，。]{0,12}(?:呢|的呢|的话呢?)[?？!。~]*"
)
# What stands around the address or the path of a picture that is handed over.
ONLY_ADDRESS = re.compile(
    r"(?:\b(?:no|yes|ok|use|take|it's|it is|is|here|here's|this|that|the|my|a|file|photo|picture|"
    r"image|pic|one|at|from|with|please|in|for|it|and)\b|"
    r"用|拿|这|那|张|图片?|照片|文件|是|在|把|就|我|的|参考|这里|这儿|给你|来做|做|吧|[ ,.!:，。！：])*"
)
# In the words that lead to a change, these say that it is one thing more.
ADDED = re.compile(r"\b(?:and|also|plus)\b|还(?!是)|也|另外|顺便")
# A model is wanted this once alone, whatever is usual.
NOT_USUAL = re.compile(
    r"(?:不要?|别|没说?|取消|咋还|怎么还|为[啥什么]+)(?:给我)?(?:设为?|设成|存成?|记)(?:为)?(?:常用|默认)|[就只](?:这|用这)(?:一)?[次回](?:用|用它)?\Z|"
    r"\b(?:don't|do not|not) (?:save|remember|keep) (?:it|that|this)\b|\bnot (?:as )?my (?:usual|default)\b|"
    r"\b(?:just|only) (?:for )?this (?:one|once|time)\Z"
)
# Another thing after all: 等下，还是狗吧.
RATHER = re.compile(
    r"(?:等[下等]|等一下|不|哎|嗯|算了|那|,|，| )*还是"
    r"(?:要|画|换成?|来)?(?P<new>[\u4e00-\u9fff]{1,10}?)(?:吧|好了)"
)
