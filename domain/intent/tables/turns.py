"""How people speak of the works before, wrap a wish in a question, and remark on what is there.

Patterns of the folded spelling; `intent/turns.py` brings a line of a conversation into its plain form with them.
"""

import re

from imastudio.domain.orders import Medium

# A work by what it shows: 雪山那张, "the vineyard one".
WORK_ZH = re.compile(
    r"(?P<what>[^,，。.!?;:~ 这那第]{1,14}?)的?[那这](?:一)?(?:[张幅首段条套版支](?:图片|图|视频|片子|"
    r"歌|曲子|语音)?|个(?:图片|图|视频|片子|版本|语音))"
    r"(?=[做改换变转动来再重调去放加的里也都就用能可给弄横竖更太好不和跟缩修补提剪抠还是要拍呢吧呀啊, 。!?]|\Z)"
)
WORK_EN = re.compile(
    r"\b(?:the|that|my|your|our) (?P<what>(?!(?:other|new|next|right|left|best|same|only|first|second|third|"
    r"fourth|last|previous|"
    r"original|one|a|an|of)\b)[a-z' ]{2,30}?) (?:ones?|version|picture|image|photo|pic|video|clip|film|song|tune|"
    r"track|poster)\b"
)
# A work by what it shows and when it was made: "the logo from before", 刚才那张海报.
EARLIER_EN = re.compile(
    r"\b(?:the|that|my) (?P<what>[a-z][a-z' ]{2,24}?) (?:from (?:before|earlier|b4)|(?:we|you) made|you did)\b"
)
EARLIER_ZH = re.compile(
    r"(?:刚才|刚刚|之前|前面|最早|最开始|一开始)的?(?:[那这]一?[张个首段条幅])?的?(?P<what>[\u3400-\u9fff]{2,6}?)"
    r"(?=改|换|变|再|要|做|加|去|[,，。 ]|\Z)"
)
# What may stand before such a work, so that it is meant: 还是用雪山那张, "go back to the vineyard one".
LEAD_ZH = re.compile(
    r"(?:(?:还是|那|就|再|请|帮我|给我|我要|我想要?|我说的是|说的是|把|将|用|拿|以|按照|按(?!照)|照着?|"
    r"给|让|对|跟|和|选|换|回到?|改|刚才|刚刚|之前|前面|上面|上次|最后|"
    r"最新|这次|你|最开始|一开始|"
    r"做|画|拍|唱|读|的|,| )*)\Z"
)
LEAD_EN = re.compile(
    r"(?:(?:please|now|then|so|and|ok|okay|no|can you|could you|let's|i want|i'd like|back|go|return|switch|to|use|take|"
    r"with|from|for|of|do|redo|try|make|pick|keep|have|give me|what about|how about|,) ?)*\Z"
)
# Said before a "never mind", these say nothing: "no wait".
HUMS = re.compile(r"(?:(?:no|nah|nope|ok|okay|wait|hmm+|oh|well|hold on|不|哦|嗯|那|等等|等一下|哎呀?) ?)+")
# These point at what is at hand, whatever stands before them: 删掉刚才那张.
AT_HAND = re.compile(r"(?:刚才|刚刚|之前|前面|上面|上次|最后|你[画做生成]{1,2})的?\Z")
# The verbs of such a lead say that the work is chosen, so that what is to be done stands behind it.
CHOSEN = re.compile(r"(?:用回?|拿|选|换回?|回到?|改回?|\b(?:use|take|pick|keep|go|back|return|switch))")
BEHIND_EN = re.compile(r"[ ,.]*(?:and|then|but|so|to)?[ ,]*")
# The one before the last: only what compares means it.
BEFORE_LAST = re.compile(
    r"\bthe (?:one|version|picture|image|video|clip|song) before(?: (?:that|this|it|last)(?: one)?)?\b|\bthe last "
    r"but one\b"
    r"|\bthe (?:previous|earlier|prior|old) version\b|再上一[张个首段版]|上上一?[张个首段版]|"
    r"倒数第二[张个首段]|前一版|上一版"
)
ORDINAL = re.compile(
    r"第(?P<zh>[一二三四五1-5])[首段条个](?!月|天|人)|\bthe (?P<en>first|second|third|fourth|"
    r"fifth)(?: (?:one|song|tune|track|"
    r"video|clip|"
    r"film|version|recording|reading))?(?= (?:was|is|sounds?|sounded|looks?|looked|with|but|in|for|again|and|"
    r"by)\b|[ ,.!?]*\Z)"
)
# A work by its medium: 那首歌, 刚才的视频, 把图改…, "the song", "the first video".
_MEASURE = "[个段条张幅首]"
_POINTED_ZH = (
    rf"(?:(?:刚才|刚刚|之前|前面|上面|先前|原来|最早|最开始|一开始)(?:你?[做拍画写唱读录生成]{{1,2}})?的?(?:[那这]?一?{_MEASURE})?的?"
    rf"|[那这]一?{_MEASURE}的?|第(?P<zh>[一二三]){_MEASURE}的?)"
)
_DONE_ZH = r"(?=[,，。 ]*(?:改|换成|变成?|再|重|做成|弄成?|加长|缩短|要[^,，。]{0,3}[屏版的长短]|横|竖))"
_POINTED_EN = (
    r"\b(?:the|that|my|your|our)(?: (?P<en>first|second|third)| (?:last|previous|earlier|original|old|other|same))?"
)
# Behind these it is what something else is made for, or like.
MADE_FOR = re.compile(
    r"(?:\b(?:for|like|with|from|behind|under|over|match|matching|(?<!back )(?<!return )(?<!switch )(?<!go )to) |"
    r"[给跟和像配用为按照比])\Z"
)


_NOUNS = (
    (Medium.MUSIC, "歌曲?|曲子?|音乐|乐曲|配乐", "song|tune|music|track|jingle|melody", "[那这]一?首"),
    (Medium.VIDEO, "视频|片子|短片|影片|动画", "video|clip|film|movie|animation", r"(?!)"),
    (
        Medium.IMAGE,
        "图片?|画(?!的|了|得|个|一)|照片|海报|封面|插画|插图|头像|logo",
        "picture|image|photo|pic|poster|drawing|painting|illustration|logo",
        "[那这]一?[张幅]",
    ),
    (Medium.SPEECH, "语音|录音|配音|朗读|旁白|口播|音频", "recording|reading|narration|voice-?over|audio", r"(?!)"),
)
OF_MEDIUM = tuple(
    (
        medium,
        re.compile(
            rf"{_POINTED_ZH}(?:[^,，。的第]{{0,4}}的?)??(?:{zh})(?![里中词案层标形面])"
            rf"|(?:把|\A|(?<=[,，]))(?:{zh}){_DONE_ZH}|{alone}"
            rf"|{_POINTED_EN} (?:{en})\b(?: from (?:before|earlier))?"
        ),
    )
    for medium, zh, en, alone in _NOUNS
)
# The words for its medium that end the words for a work.
NAMED_MEDIUM = tuple((medium, re.compile(rf"(?:{zh}|\b(?:{en})s?)\Z")) for medium, zh, en, _ in _NOUNS)
# A complaint that runs into what is wanted instead: 太贵了换香蕉.
COMPLAINS_FIRST = re.compile(r"(?:有点|好|真|太|这|也)*[贵慢丑暗亮长短糊差土](?:了|啦|啊)(?=[换用改来]|给我|做成|要)")
# A yes that runs into a change: 好但是别太暗.
YES_BUT = re.compile(r"(?:好的?|行|可以|嗯+|成|没问题)(?=但|不过|只是|就是)")
# What was made is to be deleted: nobody can do that here.
DELETES = re.compile(
    r"(?:请|帮我|把|那|就|你|[,，]| )*(?:刚才|刚刚|之前|前面)?的?(?:第[一二三四1-4]|[那这上]|最后)?一?[张个段首条幅些]的?"
    r"(?:图片?|照片|视频|歌|作品)?(?:给我|都|全部?|也)*(?:删|扔|清)(?:除|掉|了)(?:吧|了|啊)*"
    r"|(?:(?:please|ok|okay|just|and|now|then),? )*(?:delete|remove|erase|trash|bin|get rid of) (?:it|that|this|them|both|"
    r"all(?: of them)?|(?:(?:the|that|this|my) )?(?:(?:first|second|third|fourth|last|previous) )?(?:one|picture|image|photo|"
    r"video|clip|song|file|result)s?)(?: (?:from|in|out of) (?:my |the )?(?:history|account|list|folder|computer))?(?: please)?"
)
# A style and nothing else is one of what is there: "now cartoon style", 卡通风格的.
STYLED = re.compile(
    r"(?:(?:and|now|then|but|ok|okay|please|maybe|make it|try|do it|in|an?|the)[ ,]*)*[a-z][a-z -]{2,24} style"
    r"(?: (?:please|now|instead|then|pls))*"
    r"|(?:换成?|改成?|要|来个?|做成|现在|那就?|[,，])*[^,，。的要换改]{1,6}(?:风格?|画风)(?:的|吧|呗)*"
)
# The same text is to be read once more: 再用男声读一遍, 念快了, "can a woman read it?".
READS_AGAIN = re.compile(r"(?=.*(?:[读念]|read|narrat))(?:(?!['\"“”「」:]).){1,40}")
# Who reads it and how fast: no word of another text.
OF_READING = frozenset(
    {"woman", "man", "lady", "guy", "girl", "boy", "正常", "语速", "了", "快了", "慢了", "it", "改成正常"}
)
# These go on from what is there, though they ask for it to be made: "make the picture with an arrow".
ON_FROM = re.compile(
    r"\b(?:the|that|this) (?:picture|image|photo|video|clip|song|one|same)\b|\bagain\b|再来|这次|同样|一样"
)
# Whether it is so is asked, and nothing is changed by that: "is that midjourney?".
IS_IT = re.compile(
    r"(?:is|was) (?:it|that|this)(?: one)?(?: made| done)?(?: with| by| in| using)? [a-z0-9 .:-]{2,24}\?+"
    r"|[这那]个?(?:是|用的是|是用)[^,，。?]{1,14}(?:吗|么|嘛)\?*"
)
# Another thing is to be drawn: 画只鸟, "draw a bird"; not 画个帽子给它.
NEW_THING = re.compile(
    r"(?:那|就|再|现在|另外|帮我|给我|请|[,，])*(?:画|搞|整|弄)(?:一|[1-4])?[只条个匹头幅张位朵辆棵座艘栋](?![^,，。]*(?:它|上|里|给|动|大点|小点|视频))[^,，。]{1,12}"
    r"|(?:(?:ok|okay|now|then|and|please)[, ]*)*(?:draw|paint|sketch) (?:me )?an? (?!.*\b(?:it|him|her|on top)\b)[a-z '-]{2,40}"
)
# One more, of which nobody can tell whether it is for the same picture: 再来一只小狗, "now a bird".
ONE_MORE_THING = re.compile(
    r"(?:再|另)?(?:来|要|加|整|搞)(?:一|[1-4])?[只条匹头位朵辆棵座艘栋][^,，。的]{1,8}"
    r"|(?:now|then|next|and now),? an? [a-z]+(?: [a-z]+){0,2}"
)
# Music is asked for by the piece, whatever else is there: 再做一首摇篮曲.
PIECE_OF_MUSIC = re.compile(
    r"(?:再|另外|帮我|给我|请|来|[,，])*(?:做|来|写|配|生成|整|搞|要|唱)(?:一|两)?[首支](?!诗)[^,，。]{1,12}"
)
# A change of something in a work that is pointed at: 把第一个视频里的女孩….
IN_WORK = re.compile(
    rf"(?P<takes>把|将|让)?{_POINTED_ZH}(?:[^,，。的第]{{0,4}}的?)??(?P<noun>视频|片子|短片|图片?|照片|海报|封面)(?:里面?|中|上面?)的"
)
# A song is given a name: "call it Grandpa's Ford", 歌名叫《绿皮火车》.
TITLED = re.compile(
    r"(?:(?:and|ok|okay|please|then|also)[, ]*)*(?:call|name|title) (?:it|the song|this) .{1,60}"
    r"|(?:歌名|名字)(?:就)?(?:叫|是|改成).{1,30}|取名.{1,30}"
)
# Something shown is to go: "erase the text", 删掉左边的人; not what is kept of somebody.
TAKES_OUT = re.compile(
    r"(?:(?:请|帮我|把|麻烦|[,，])*(?:删掉|删除|删了|删去|抹掉|擦掉|去掉)(?![就吧了啊])(?!.*(?:历史|记录|账号|账户|订单|文件|数据|聊天|对话|[这那]张|图片))"
    r"|(?:(?:please|ok|okay|just|and|now|then|can you|could you),? )*(?:delete|erase|rub out|wipe out|edit out) "
    r"(?!.*\b(?:history|account|orders?|files?|records?|messages?|chats?|data|everything|it|this|that|them|picture|image|"
    r"photo|one|ones|all)\b)).{2,40}"
)
# What no word of a work is: the small words beside what it shows.
SMALL = frozenset(
    {
        "a",
        "an",
        "the",
        "with",
        "of",
        "in",
        "on",
        "at",
        "and",
        "other",
        "one",
        "old",
        "new",
        "little",
        "big",
        "nice",
        "my",
        "your",
    }
)
# A wish in a question's clothes: what stands before and behind what is wanted.
ASKED_BEFORE = re.compile(
    r"(?:(?:请问|那么?|它|如果|要是|换成?|改成?|你们?|想问一?下|and|so|ok|okay|"
    r"hmm|oh|well|then|,) ?)*"
    r"(?:(?:有没有|能不能|可不可以|可以不可以|可不可|能否|可否|是否能|有|能|可以|会|要是|如果|换成?|改成?|用)"
    r"|(?:can|could|would|will|may|might|is it possible to|is it possible for|any chance (?:of|to)|are you able to)"
    r"(?: (?:it|that|this|they|you|we|i|one))?(?: (?:also|please|possibly|just))?(?: (?:be|come|get|have|make|do|"
    r"go|give me|see|"
    r"turn|change|render|run|use|cost|show me))?(?: (?:it|that|this|them|me))?(?: (?:be|in|into))?"
    r"|(?:what about|how about|what if|and if|or|what (?:would|does|will|is|'s) (?:it cost (?:for|in|with|as)|the "
    r"price (?:for|of|in|with))|"
    r"(?:how|what) (?:much|expensive|dear|many (?:points|credits))? ?(?:would|will|is|are|does|do|for|'s)?(?: "
    r"(?:it|that) (?:be|cost))?"
    r"(?: (?:for|in|with|as|at))?))?[ ,]*"
)
ASKED_BEHIND = re.compile(
    r"(?:的话|版本?的?)?[ ,]*(?:(?:要|得|是|需要|会|一共|总共|大概|又|就)*(?:多少(?:个?积分|钱|分|点)|"
    r"几个?积分|几分|什么价格?|贵吗|贵不贵|怎么收费)"
    r"|(?:可以|行|好|能行|支持)?(?:吗|么|不|没有?|嘛)|呢|行不行|好不好|可不可以|怎么样|如何"
    r"|(?:be|cost|come to|cost me|run me|instead|possible|available|work|ok|okay|too|then|altogether|in total|all "
    r"together|more|please|"
    r"an option| )*)[ ?!.~呀啊哦]*\Z"
)
ASKED_INSIDE = re.compile(r"(?<=[张首段条个幅它])(?:能不能|可不可以|能否|能|可以)(?=[^,。]{2})")
# What only judges or tells what is there. It asks for nothing; whatever else the line says counts.
_OF_IT_ZH = (
    r"(?:(?:不过|但是?|可是?|就是|只是|嗯|哎呀?|唉|哇|啊|这|那|它|这个|那个|这张|那张|这首|这段|这里|"
    r"第[一二三四五1-5][张个首段条]|刚才|前面|上一?[张个首段]|"
    r"声音|语速|速度|颜色|节奏|价格|字|脸|画面|效果|背景|整体|感觉|听着|听起来|看着|看起来|读得|念得|"
    r"唱得|画得|拍得|做得)(?:的)?,?)*"
)
REMARK_ZH = re.compile(
    rf"{_OF_IT_ZH}(?:有点儿?|有些|太|好|真|挺|很|蛮|超级?|特别|非常|稍微有点|还是有点|怎么这么|这么|"
    rf"那么|不够|不太|不怎么|没那么|没有那么|都|更|还)+"
    r"(?!是|要|想|来|用|做|画|换|改|有)[^的,，。要再来换改加0-9]{1,4}(?:了|啊|呀|吧|呢|啦|的|哦)*"
    rf"|{_OF_IT_ZH}(?:不如|比不上|没有?)[^,，。]{{1,8}}(?:好看?|强|漂亮|好听)?|{_OF_IT_ZH}(?:全都?|都|"
    rf"又|有点|还是)?(?:崩|糊|歪|变形|失真|穿帮|跑调|"
    rf"走音)了?"
    r"|没钱了?|没(?:有)?(?:预算|积分)了?|花不起|用不起|舍不得|太?贵了?|(?:真|太|好)?不便宜|钱不够了?"
    r"|(?:非常|真的?|太)?(?:谢谢|多谢|感谢|辛苦)(?:你们?|您|啦|了|啊|呀|哦|哈|嗷|大家|各位|老师|师傅|老板|亲|帮忙|支持|理解|夸奖|提醒)*+(?:小[\u4e00-\u9fff]{1,3})?"
    r"|[^,，。要再来换改加画做]{1,6}(?:很|特别|超级?|好|都|挺|真|可|非常|一定会?|会|肯定会?)?(?:喜欢|"
    r"满意|高兴|开心|爱看|夸)(?:了|死了|得很|极了|的|啊|呢|它)*"
)
_IT = (
    r"(?:that|this|it|they|those|these|(?:the|that|this|my|her|his|their|its|your) [a-z' ]{2,24}?|everything|mine|"
    r"price|tempo|voice)"
)
REMARK_EN = re.compile(
    r"(?:(?:haha+|lol|omg|wow|oh|ok|okay|well|hmm+|aw+|honestly|sorry|but|and|damn|jeez|god|no|hey|actually|tbh|"
    r"still|love|dear),? ?)*"
    r"(?:(?:that|this|those|these|they|(?:the|that|this) (?:one|first|second|third|last|previous|other|new|old|"
    r"result|picture|image|"
    r"video|song|clip|version|price)(?: [a-z]+)?)"
    r"(?:'s|'re| is| are| was| were| looks?| looked| sounds?| sounded| feels?| felt| seems?| came out| turned out)"
    r"(?: (?:so|too|very|really|a bit|a little|way|much|not|kind of|kinda|just|all|absolutely|pretty|quite|almost|"
    r"even))* [a-z]+"
    r"(?: (?:for me|to me|though|already|indeed|now|than .{2,24}|then|again|tho))?"
    rf"|{_IT}(?:'s|'re| is| are| was| were| looks?| looked| sounds?| sounded| feels?| seems?| came out)"
    r"(?: (?:so|too|very|really|a bit|a little|way|much|kind of|kinda|just|all|absolutely|pretty|quite))+ "
    r"(?!to\b)[a-z]+(?: (?:for me|though|now))?"
    r"|(?:a )?(?:bit|little|tad|way|far|so|too|very|really|kinda|kind of|pretty|quite|rather)(?: (?:too|much|so))*"
    r" (?!(?:[a-z]{2,}er|more|less|darker|bit|many)\b)[a-z]+(?: (?:for me|though|tho|now|indeed))?"
    r"|(?:not|isn't|wasn't) (?:that|so|too|as|quite|really|very) [a-z]+"
    r"|(?:why|how come)(?: (?:is|does|did|are|was) (?:it|that|this|they))?(?: (?:cost|be))? (?:so|that|this) [a-z]+"
    r"|(?:i|we|she|he|they|my [a-z]+|our [a-z]+|everyone|everybody)(?:'ll| will| really| just| do| does| is gonna)*"
    r" (?:love|like|prefer|hate|adore|enjoy|laughed|cried|can't afford)(?:s|d|ed)?(?: [a-z']+){0,6}"
    r"|how (?:very )?(?:sweet|lovely|nice|cute|funny|beautiful|adorable|sad|odd|strange|kind)|"
    r"(?:better|worse|nicer|not bad|not great|not good|great job|good stuff|nice one|good one|spot "
    r"on))"
)
