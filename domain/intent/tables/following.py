"""How people go on: they ask for more of the same, point at what is there, and say what shall be different.

Patterns of the folded spelling, each for one thing that is said; `intent/following.py` reads a line with them, part by part.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        **{sign: at for at, sign in enumerate("一二三四五", 1)},
        **{str(at): at for at in range(1, 6)},
        **dict(zip(("one", "two", "three", "four", "five"), range(1, 6), strict=True)),
        **dict(zip(("first", "second", "third", "fourth", "fifth"), range(1, 6), strict=True)),
        "两": 2,
        "俩": 2,
        "another": 1,
    }
)
_COUNT = "[一两二三四五俩1-5]"
_MEASURE = "[张个次遍段首下份版条幅组支]"
_WORK_ZH = "(?:图片|图像|照片|图|画|视频|片子|短片|歌|音乐|作品|结果|效果)"
_WORK_EN = "(?:one|ones|image|picture|photo|photograph|drawing|video|clip|song|result|version|pic|text|track)"
# Said before what is meant, they say nothing: 好的，再来一张.
FILLER = re.compile(
    r"(?:(?:(?:only |just )?this (?:once|time)(?: only)?|(?:只|仅)?这一?次|(?:好|行|对|是|哦|啊|不)(?=[,!.; ])|"
    r"(?:no|nope|nah)(?=[,!.;])|"
    r"好的|好啊|好吧|可以|嗯|是的|(?:不错|挺好的?|很好)(?![的看听玩吃用笑])|那么?|就|请|帮我|给我|"
    r"麻烦(?:你)?|我要|我想要?|我还想要?|"
    r"能不能|现在|然后|接着|"
    r"最后(?!一|那)|再帮我|谢谢|算了|等等|等下|哎|还是|还|也(?!许)|另外|顺便|"
    r"ok|okay|yes|yeah|yep|sure|great|nice|cool|perfect|good|lovely|now|and|then|so|well|hmm+|oh|actually|please|"
    r"thanks|"
    r"thank you|love it|looks good|how about|what about|"
    r"maybe try|just(?! this once)|also|maybe|can you|could you|can i get|can i have|could i have|"
    r"i want|"
    r"i'd like|i would like|give me|let's|let me have|alright|fine|wait|hold on|不对|不是(?=[,。])|"
    r"不行)(?![a-z'])[ ,!.;:]*)+"
)
# What takes back or turns the words that follow: 不过, "but".
BUT = re.compile(r"(?:但是?|不过|只是|只不过|就是|but|only|except|instead|just(?! this once))(?![a-z'])[ ,:]*")
# What leads to a change of what stays otherwise: "same but darker", 跟这个一样，不过要黑白的.
SAME_BUT = re.compile(
    r"(?:(?:keep|leave|make) (?:it|everything|that|all|the rest) )?(?:exactly |just )?(?:the )?same"
    r"(?: (?:thing|one|picture|image|video|song|prompt|as before))*,? (?:but|except)(?: that)?(?: (?:make|have) it)? "
    r"|(?:[跟和与])?(?:这个|那个|它|刚才|上面|之前|其他)?的?(?:都)?(?:一样|同样|不变|保持不变)的?[,，]?(?:但是?|不过|只是|就是)要?",
    re.IGNORECASE,
)
# Once more.
AGAIN = re.compile(
    rf"(?:one|a second one|a third one)(?= (?:at|in|with|on|under|by|from|where|as|without) )|"
    rf"(?:(?:再|重新?|多|还要|另外?|又)(?:给我|帮我)?(?:来|画|做|生成|试|出|拍|写|弄|整|搞|跑|唱|念|读|要|录|配)?"
    rf"(?P<a>{_COUNT}|几)?{_MEASURE}(?!面|子|头|半)|再(?:来|试|做|画|生成|跑|弄|出|拍)(?:试|一下|吧|(?=[,。 ]|\Z))|"
    rf"(?:还要|再要|多要|追加|还?差|还?缺)(?P<d>{_COUNT}){_MEASURE}|(?P<f>{_COUNT}){_MEASURE}(?:像|跟|和|"
    rf"照)?(?=第[一二三四五1-5]{_MEASURE})|"
    rf"来(?P<b>{_COUNT}){_MEASURE}(?:一样|同样|同款|类似|差不多)的|来(?:个|份|张)?(?:一样|同样|同款)的|"
    rf"重(?:试|来|做|画|拍|写|新生成|新来|新做|新画)(?:一?{_MEASURE})?|"
    rf"(?:照着|按照?|照|跟|和|同)(?:上面|刚才|刚刚|之前|前面|上次|上一[张个次]|原来|这个|那个|这张|那张)(?:的|那个|"
    rf"那张)?(?:样子|设置|要求|内容)?"
    rf"(?:一样|相同)?的?(?:再|重新?)?(?:来|做|画|生成)?(?:一?{_MEASURE})?|"
    rf"老规矩|老样子|照旧|照常|一切照旧|(?:还是|仍然?)(?:老样子|一样|那样)|同样的?|一样的?|同款|同上|下一{_MEASURE}|"
    rf"继续(?:来|做|画)?|接着来|"
    rf"(?:内容|画面|其他|其它|别的|其余)?(?:都)?(?:不变|一样|照旧|别动|不动|不用动)(?:的)?|"
    rf"(?:do|try|make|draw|run|render) (?:it|that|this)(?= (?:in|with|using|on|by) )|"
    rf"(?:do|try|make|run|draw|generate|create|read|render|get me|give me)? ?(?:it |that |this )?"
    rf"(?:all over )?\b(?:again|once more|one more time|over)(?![a-z'])(?! and over| [0-9])|"
    rf"(?:do|try|make|run|draw|generate|create|get me|give me)? ?(?P<c>one|two|three|four|five|[1-5]|another|a few|"
    rf"some) "
    rf"(?:more|others?)(?: (?:like|of) (?:that|this|those|these|them|it))?(?: (?:time|please))?(?![a-z'])|"
    rf"(?:do|try|make|run|draw|generate|create|get me|give me)? ?another(?: {_WORK_EN}\b)?(?: (?:like|of) (?:that|"
    rf"this|those|it)\b)?|"
    rf"(?P<e>one|two|three|four|five|[1-5]) of (?:them|those|these|(?=the |that|it))|"
    rf"(?:some )?more (?:of|like) (?:that|this|those|these|them|it)\b|more please|"
    rf"(?:the )?(?:exact )?same(?: (?:again|thing|text|words|voice|lyrics|one|"
    rf"as before|as last time|idea|style|scene|character|settings?|"
    rf"prompt|picture|image|video|song|"
    rf"length|model|content|please))*(?![a-z'])|"
    rf"(?:the )?usual(?: (?:please|thing))?\Z|as usual|(?:as|like) (?:before|last time|always)|"
    rf"(?:retry|redo|regenerate|repeat|remake)(?: (?:it|that|this|the last one|please))*(?![a-z'])|"
    rf"next(?: one)?(?=[:, ]|\Z)|(?:everything|all) (?:else )?(?:the )?(?:same|unchanged)|"
    rf"keep everything(?: else)?(?: the same)?)"
)
# What led to the words for what a film shows.
OF = re.compile(r"\A(?:of|where|in which|showing) ", re.IGNORECASE)
# What the picture shows is meant by it: "a video of that moment".
OF_THAT = re.compile(r"\A(?:of )?(?:that|this|the same)\b", re.IGNORECASE)
# Said of what is there, it asks for no second one: "do it in midjourney".
DOES_IT = re.compile(r"(?:do|try|make|draw|run|render) (?:it|that|this)\Z")
# These say that all stays as it was, so that what stands beside them is a change.
THE_SAME = re.compile(
    r"同样|一样|同款|同上|老规矩|老样子|照|跟|和|不变|重|继续|[次遍]|再试|\bsame\b|\busual\b|"
    r"\bagain\b|once more|\bover\b|redo|"
    r"retry|regenerate|repeat|"
    r"remake|"
    r"\blike\b|as before|keep|everything"
)
# These keep how it is made alone.
OF_SETTINGS = re.compile(r"设置|settings?|length|model")
# What is there: a place among several, or the one at hand.
POINTS = re.compile(
    rf"(?:把|将|用|拿|以|基于|根据|参考|按(?!照)|按照|照着?|给|对|让|就|还是|选|要|我要|我选|像|跟|和|"
    rf"use |take |with |from |for |on |do |"
    rf"of |like |turn |make |"
    rf"pick |choose |put )*"
    rf"(?:第(?P<a>[一二三四五1-5]){_MEASURE}(?:{_WORK_ZH})?|(?P<last>最后(?:的)?(?:那|一)*{_MEASURE}(?:{_WORK_ZH})?)|"
    rf"(?:刚才|刚刚|上面|之前|前面|上次|上一?|先前)(?:的|那|画的|做的|生成的|发的|这|"
    rf"一)*(?:{_MEASURE})?(?:{_WORK_ZH})?(?=[做变转的换改加去放里,。 用再]|\Z)|"
    rf"[这那](?:一)?[张段首幅](?:{_WORK_ZH})?|[这那]个(?:{_WORK_ZH})|[这那]个(?=[做变转,。 ]|\Z)|(?:原|本)[图片]|"
    rf"(?:the |your |my |that |option |number |no\.? ?|# ?)+(?P<b>first|second|third|fourth|fifth|"
    rf"[1-5](?![0-9:k]))(?: {_WORK_EN}\b|(?=[, ]*\Z|,| but| with))|"
    rf"(?:the |my |that |your )(?P<end>last|latest|final) {_WORK_EN}\b|"
    rf"(?:the |my |that |your )?(?:previous|earlier|same|original|first) (?:image|picture|photo|pic)\b|"
    rf"(?:this|that) {_WORK_EN}\b|the (?:image|picture|photo|pic|result)\b)(?P<like>那样|这样|那种|同款|一样)?(?:的)?"
)
IT = re.compile(
    r"(?:把|将|让|给|用|拿|使)?(?:它们?|这个|那个|他们?|她们?)(?=[做变转动换改加去放也都再在的,，。 ]|\Z)|"
    r"\b(?:it|this|that|them|him|her)\b"
)
# Who is in the last work, doing something else: 她在跑步, "she's running".
# A work that is made for the one that is there: 配个封面, "a cover to go with the song".
BESIDE_IT = re.compile(
    r"[配搭]上?[一]?[个首段张条份]|(?:给|为)(?:它|这|那)|\b(?:for|to go (?:with|along with)|to match) (?:it|this|"
    r"that|the (?:song|track|"
    r"picture|image|video|clip|film|poster))\b"
)
FOR_IT = re.compile(r"(?:给|为)(?:它|这|那)|\b(?:for|to go (?:with|along with)|to match) (?:it|this|that)\b")
# What leads to the words for what a film from a picture shows: 把这张图做成10秒的视频，….
FROM_PICTURE = re.compile(
    r"(?:再|那|请|帮我|[,，])*(?:拿|用|以|把|将)(?:刚才|刚刚|之前)?的?[这那]?一?张?(?:[^,，。]{0,3}的)?(?:图片?|海报|照片|画|插图|插画|封面)"
    r"(?:来|去)?(?:做|生成|弄|搞|拍|制作|变|转)成?(?:一?[个段条支])?(?=[^,，。]{0,8}(?:视频|影片|短片|动画))"
)
A_FILM = re.compile(r"\A(?:视频|影片|短片|动画)[,，、 ]*")
# A setting that is taken back.
TAKES_BACK = re.compile(
    r"(?:把|那|那个|还是|就)*(?P<what>[\u3400-\u9fffa-z0-9: ]{2,12}?)(?:去掉|取消|不要了|删掉|撤掉|关掉|别要了)(?:了|吧|啊)*"
    r"|(?:那|就|还是|算了|[,，])*(?:不要|不用|别要|去掉|取消)(?P<lost>[\u3400-\u9fffa-z0-9: ]{2,8}?)(?:了|吧|啊)+"
    r"|(?:(?:ok|no|nah|then|just|please|and)[ ,]*)*(?:forget|drop|never mind|scrap|skip|lose|"
    r"no)(?: about)?(?: the)? (?P<gone>[a-z0-9: ]{2,20}?)"
    r"(?: then| please| after all)*"
)


def _any_value(zh: str, en: str) -> re.Pattern[str]:
    """Return what says that a setting may have any value, or none."""
    free, gone = "不管|随便|无所谓|不限|都行", "不要|去掉|不用|取消|不设|别管"
    return re.compile(
        rf"\b(?:any|whatever|no|drop the|forget the|skip the|never mind the|lose the|without a) (?:{en})\b"
        rf"|(?:{free})(?:什么)?(?:{zh})|(?:{zh})(?:{free}|都可以|不重要|不要了|去掉|不用了|取消)"
        rf"|(?:{gone})(?:了)?(?:{zh})(?:了|吧|啊)*\Z"
    )


# Any value of a setting will do.
ANY_VALUE = (
    ("aspect_ratio", _any_value("比例|形状|横竖|画幅", "shape|ratio|format|aspect ratio")),
    ("size", _any_value("大小|尺寸", "size")),
    ("duration", _any_value("时长|多长", "length|duration")),
)
# All else of what was made stays.
KEEPS = re.compile(
    r"(?:其他|其它|别的|其余|剩下)(?:的|地方)?(?:都|全)?(?:别|不要|不|保持)(?:动|变|改)?|(?:都|别的)?(?:别|不要?)(?:重画|重新画)|(?:刚才|那|这|原)(?:一)?张|上改|"
    r"\b(?:everything|anything|all|the rest) else\b|(?:rest|else) (?:stays|the same)|leave the rest|"
    r"same picture|that picture|only change"
)
# Beside a yes these change nothing.
UNCHANGED = re.compile(
    r"\b(?:nothing (?:to|else to|more to) change|no (?:more )?changes?|don't change (?:it|anything)|"
    r"as it is|not? need to change)\b"
    r"|(?:不是?要|不用|别|不|没)(?:再)?(?:改|变|动)(?:了|啦|什么|任何)?|没(?:有)?(?:什么)?问题|没毛病|没意见|不错|不贵|不用谢|不好意思"
)
# Which of several pictures is spoken of.
PLACE = re.compile(
    r"第([一二三四1234])[张个幅]|\b(first|second|third|fourth) (?:one|picture|image|pic|photo|version|logo)\b"
)
# Who has not made up the mind says no yes.
HESITATES = re.compile(
    r"再(?:想|看|考虑|等|说)|想(?:一|想)|考虑|犹豫|先不|等(?:等|下|一下|我)|慢着|不急|别急|\b(?:wait|hold on|think(?:ing)? about|"
    r"not sure|maybe|later|hang on)\b"
)
# Not the picture that is there.
ANEW = re.compile(
    r"不用(?:那|这|原|刚才)?的?[张]?图|不用图|重新画|重画|从头|\b(?:no|without the|not the) picture\b|from scratch|"
    r"\banew\b|draw it new|start over"
)
# The picture that is there, as the source of a film.
AT_PICTURE = re.compile(
    r"(?:[那这]|上一?|刚才?|刚刚|原)(?:[的出做画生成好]*)?(?:一|那|这)?[张幅]|图生|用图|[它她他]"
    r"|\b(?:the|that|this|last|previous|same|first|finished) (?:last )?(?:picture|image|photo|pic|"
    r"one|drawing|still|logo|poster|cover)\b|\bit\b",
)
# What leads to a wish that takes the place of another, and is none of it: "new one: a cat", 就要一只猫.
LEADS_TO_WISH = re.compile(
    r"\A(?:(?:a )?(?:new|different|another|other) (?:one|idea|picture|video|song)\s*[:,-]\s*|(?:just|"
    r"only|actually|rather|instead|then|so|and|but|"
    r"how about|what about|let's do|lets do|let's have|maybe|i want|i meant|i mean|make it|make that)\b[:, ]+|"
    r"(?:那就|就|还是|要不|不如|我要的是|我说的是|改成|换成|改为|换个新的|新的|重新来)"
    r"(?:要|画|来)?[:：,， ]*(?=[\u3400-\u9fffa-z]{2}))+",
    re.IGNORECASE,
)
SOMEBODY = re.compile(
    r"(?:让|叫)?(?:他们?|她们?|它们?|这只.{1,3}?|那只.{1,3}?|同一个?(?:人|女孩|男孩|角色|主角|人物)?|主角|人物)"
    r"(?:[正在也要会又都去来就]|[^,的]{0,2}(?:跑|走|坐|站|飞|跳|笑|哭|骑|睡|吃|喝|拿|戴|穿|看|读|游|唱|转|抬|望|躺|"
    r"挥|抱|举|开))|"
    r"(?:this time |now |but |and )*(?:he|she|they|it|him|her|them|the same (?:girl|boy|man|woman|cat|dog|character|"
    r"person))"
    r"(?:'s|'re| is| are| was| has| had| [a-z]+s\b| [a-z]+ing\b)"
)
# Another medium of the same.
INTO = re.compile(
    r"(?:做成?|变成?|转成?|转换成|转化成|改成?|换成?|生成|弄成?|搞成?|画成|拍成|要|来|出|配|写|给我|帮我|"
    r"为)(?:一)?[个段张首条支]?(?=[^,。]{0,6}\Z|[^,。]{0,4}[,。])|"
    r"\b(?:into|to|as|in|make|made|turn|want|do|a|an|as a|create|film|draw)\b|\b(?:instead|please|too|version)\b|"
    r"(?:就行|就好|吧|版|即可|就可以)"
)
MOVES = re.compile(
    r"[弄搞变做整换改]成?(?:一?[个张])?动(?:的|态|图)|"
    r"动一下|动动|动起来|动一?动|活起来|会动|动画化|动态化|让.{0,6}动(?:\Z|[,。])|\banimate\b|come (?:to life|alive)|"
    r"bring .{1,12} to life|in motion|"
    r"(?:make|have|get|let) [^,.]{1,24} (?:move|moving|come alive)\b|"
    r"get .{1,6} moving"
)
# What is done to the picture itself, so that it needs it.
WORKED_ON = re.compile(
    r"(?:把|将|给)?(?:它|图片?)?(?:的)?(?:去|抠|扣|除)(?:掉|除|了|一下)?(?:图片?的?)?(?:背景|水印)|背景(?:去掉|抠掉|"
    r"去除|删掉|透明|移除)|(?:删|移|去|"
    r"抠|清)(?:除|掉|了)(?:背景|水印)|抠图|抠出来|透明背景|"
    r"(?:无损|高清)?放大(?:\Z|[,。一两2-4])|高清化|高清修复|修复一?下?\Z|去水印|裁(?:剪|一下|掉)|扩图|扩展画面|"
    r"上色\Z|变清晰|左右翻转|镜像|旋转|调亮|调暗|修图|p图|磨皮|美颜|"
    r"make the background transparent|(?:remove|erase|delete|cut out|lose|get rid of|drop) (?:the|its|his|"
    r"her) (?:back ?ground|"
    r"watermark)|(?:transparent|"
    r"no) background|cut ?out\b|\bupscale|"
    r"\b(?:un)?crop\b|\bcolou?rize|\boutpaint|\bretouch|\bsharpen\b|\bdenoise|\brotate (?:it|this)|\bflip (?:it|"
    r"this)|"
    r"\bmirror (?:it|this)|"
    r"\bbrighten (?:it|this|the (?:image|picture|photo))|\bdarken (?:it|this|the (?:image|picture|photo))"
)
# One thing in the place of another: `old` and `new`.
SWAPS = tuple(
    re.compile(pattern)
    for pattern in (
        (
            r"(?:把|将)(?P<old>[^,。]{1,16}?)(?:都|全)?(?:换成|改成|变成|换为|改为|变为|替换成|替换为|换做|"
            r"改做)(?P<new>[^,。]{1,24}?)(?:吧|了|呢|好了|就行)?"
        ),
        (
            r"(?:不对,?|错了,?|说错了,?)?(?:不是|不要|别要)(?P<old>[^,。]{1,12}?),? ?(?:而?是|而要|要|换成|改成|"
            r"应该是|"
            r"我要)(?P<new>[^,。]{1,24}?)(?:吧|"
            r"了|呢)?"
        ),
        r"不要(?P<old>[^,。]{1,8}?), ?(?P<new>[^,。]{1,12}?)吧",
        r"(?P<old>[^,。]{1,12}?)(?:换成|改成|改为|换为|改做)(?P<new>[^,。]{1,24}?)(?:吧|了|呢)?",
        (
            r"(?:say |make it |it's |use |put |have |write |i want )?(?P<new>[^,.]{1,24}?) instead of (?:a |"
            r"an |the )?(?P<old>[^,.]{1,24}?)"
        ),
        r"(?:是|应该是|要)(?P<new>[^,。]{1,12}?),? ?不(?:是|要)(?P<old>[^,。]{1,12}?)",
        (
            r"(?:replace|swap|switch|change|exchange|turn)(?: out)? (?:the |a |an |his |her |"
            r"its )?(?P<old>[^,.]{1,24}?) (?:with|"
            r"for|to|into|by) (?P<new>[^,.]{1,40}?)"
        ),
        (
            r"(?:sorry |i meant |i mean |i said |it's |it is |that's |make it |make that |should be |it should be |"
            r",)*(?P<new>[^,.]{1,24}?),? (?:and )?not "
            r"(?:a |an |the )?(?P<old>[^,.]{1,24}?)"
        ),
        r"(?:not )(?:a |an |the )?(?P<old>[^,.]{1,24}?),? (?:but |rather )?(?P<new>(?:a |an |the )[^,.]{1,24}?)",
        r"(?P<new>(?:a |an |the )[^,.]{1,24}?) instead of (?:a |an |the )?(?P<old>[^,.]{1,24}?)",
        r"(?:no,? )?not (?:a |an |the )(?P<old>[a-z]+(?: [a-z]+)?),? (?P<new>(?:a |an |the )[^,.]{1,24}?)",
        r"(?:no,? )?not (?P<old>[a-z]+), (?:but )?(?P<new>[a-z]+(?: [a-z]+)?)",
    )
)
# Something that is shown is not wanted any more, by its name alone: 伞不要了.
GONE = re.compile(
    r"(?:把|那|那个)?(?![这那]?[个张首段条只幅套版]不|(?:图片?|海报|视频|歌|照片|片子|画|语音|配音)不)(?P<what>[\u3400-\u9fff]{1,6}?)(?:就|也|都)?不(?:要|用)了(?:吧|啊|呢)*"
)
# What begins a change of what is shown: 换成狗, 不要帽子, "with a hat".
# What is to go, by its name: at least two Chinese signs, or a word.
DROPS = re.compile(
    r"(?:算了|还是|那|就|把|请|也|嗯|哦|啊|[,，])*(?:不要|别要|别加|去掉|去除|拿掉|删掉|删了|取消|撤掉|不用加)(?:那|这)?(?:个|只|些|条)?"
    r"([\u3400-\u9fff]{2,6}?)(?:了|吧|啦|啊|呀|好了)*"
    r"|(?:算了|还是|那|就|请|嗯|哦)*(?:把)?(?:那|这)?(?:个|只|些|条)?([\u3400-\u9fff]{2,6}?)"
    r"(?:去掉|去除|拿掉|删掉|删了|不要|撤掉|扔掉|免了)(?:了|吧|啦|啊|呀|好了)*"
    r"|(?:(?:ok|okay|no|nah|actually|please|and|hmm?|well|just|then|oh)[ ,]*)*"
    r"(?:no|without|drop|lose|skip|remove|ditch|scrap|scratch|delete|cut|forget|take out|get rid of|leave out)"
    r"(?: the| that| any| all the| those)? ([a-z]{3,}(?:[ -][a-z]+)?)(?: please| then| after all| though| thanks)*"
    r"|(?:(?:ok|no|nah|actually|please|oh)[ ,]*)*(?:the )?([a-z]{3,}(?:[ -][a-z]+)?) (?:should|can|"
    r"has to|must|needs to) go"
)
CHANGES = re.compile(
    r"(?:慢动作|慢镜头|特写|远景|近景|俯拍|航拍|仰拍|(?:in )?slow motion|close-?up|wide shot|time-?lapse)|"
    r"[^,。]{1,8}(?:不要了?|去掉|拿掉|删掉|去了)(?:吧|了)?\Z|换成|换个(?!模型)|换一[个种]|换(?=[^,。]{1,4}\Z)|改成|"
    r"改为|变成|变为|不要|别要|别有|别加|别画|不带|没有|去掉|"
    r"去除|删掉|删去|拿掉|摘掉|少一?[点些个]|多一?[点些个]|多加|加上|"
    r"加[个一点些只顶条]|加(?=.{1,6}\Z)|"
    r"添加?[个一]?|带上?[个一]|戴上|穿上|配上|背景|颜色|色调|光线|天气|表情|衣服|头发|画面|风格|气氛|"
    r"角度|构图|镜头|字体|文字|"
    r"(?:题|写|印|刻|贴|画|配|盖)(?:上|点|一[首句行个])|take .{1,20} out\b|标题|歌词|副歌|旋律|节奏|"
    r"鼓点|前奏|结尾|开头|"
    r"时间|场景|让|叫|把|将|"
    r"(?:再|更|稍微|有一?点儿?|要)+[^,。]{1,6}(?:一?点儿?|一?些)?(?:的|吧)?\Z|[^,。]{1,4}(?:一点儿?|点儿?|"
    r"一些)(?:的|吧)?\Z|[^,。]{1,10}的\Z|"
    r"[^,。]{1,8}(?:版|风格?)(?:的|吧)?\Z|(?:晚上|夜里|夜晚|白天|早晨|黄昏|冬天|夏天|春天|秋天|下雪|下雨)|"
    r"use (?:a |an |the |some )?(?:different|another|other|new|more|less|[a-z]+er)\b|"
    r"(?:the )?(?:lyrics|chorus|verse|tempo|beat|melody|rhythm|font|lettering|title|caption)\b|"
    r"(?:without|with|not|add|remove|delete|lose|drop|swap|replace|no|change|make|turn|set|give|put|keep|have|let|"
    r"try|"
    r"more|less|fewer|bigger|smaller|in|at|on|"
    r"under|during|by|as|from|but|except|minus|plus|instead of|wearing|holding|surrounded|zoom|tilt|pan)\b|"
    r"(?:a (?:bit|little|touch|tad) |much |slightly |even |way |far )*(?!(?:another|other|either|neither|whether|"
    r"water|flower|summer|winter|paper|"
    r"mother|father|sister|brother|tiger|spider|river|tower|dinner|letter|soldier|dancer|hunter|knight|power|"
    r"computer|"
    r"poster|over|under|after|"
    r"never|ever|her|mister|butter|lobster|monster|master|teacher|singer|player|writer|reader|driver|fisher|cover|"
    r"silver|copper|amber|corner|"
    r"number|order|character|weather|feather|leather|december|november|october|september)\b)[a-z]{2,}(?:er|"
    r"est)\b(?: [a-z]+){0,2}\Z|"
    r"[^,.]{1,40}\b(?:instead|style|version|background)\Z"
)
# More or less of a value: the field, which way, and what says so. Of a speech they are how it is read.
MORE_OR_LESS = tuple(
    (medium, field, up, re.compile(pattern))
    for medium, field, up, pattern in (
        (
            "video",
            "duration",
            True,
            (
                r"(?:再|更|稍微|要|视频|时长|时间)*(?:长|久)(?:一?点儿?|一?些)?(?:的|吧)*|(?:加长|"
                r"延长)(?:一?[点些下])?|"
                r"(?:make it |try it |try |a touch |a tad |make that |"
                r"a (?:bit|little) |much |even |slightly |the )*longer(?: (?:one|version|video|please|clip))*|"
                r"extend (?:it|that)"
            ),
        ),
        (
            "video",
            "duration",
            False,
            (
                r"(?:再|更|稍微|要|视频|时长|时间)*短(?:一?点儿?|一?些)?(?:的|吧)*|缩短(?:一?[点些下])?|(?:make "
                r"it |try it |try |a touch |a tad |"
                r"make that |a (?:bit|little) |"
                r"much |even |slightly |the )*shorter(?: (?:one|version|video|please|clip))*"
            ),
        ),
        (
            "image",
            "size",
            True,
            (
                r"(?:再|更|稍微|要|图片?|尺寸)*大(?:一?点儿?|一?些)(?:的|吧)*|(?:再|更|要|图片?|画面)*(?:清晰|"
                r"高清)(?:一?点儿?|一?些)(?:的|吧)*|(?:make it |try it |try |a touch |a tad |"
                r"make that |a (?:bit|little) |much |even |the )*(?:bigger|larger|higher res(?:olution)?|"
                r"sharper)(?: (?:one|version|please|picture|image|size))*"
            ),
        ),
        (
            "image",
            "size",
            False,
            (
                r"(?:再|更|稍微|要|图片?|尺寸)*小(?:一?点儿?|一?些)(?:的|吧)*|(?:make it |try it |try |a touch |a "
                r"tad |make that |a (?:bit|"
                r"little) |"
                r"much |even |"
                r"the )*smaller(?: (?:one|version|please|picture|image|size))*"
            ),
        ),
        (
            "video",
            "resolution",
            True,
            (
                r"(?:再|更|要|视频|画面|画质)*(?:清晰|高清)(?:一?点儿?|一?些)(?:的|吧)*|(?:make it |try it |try |"
                r"a touch |a tad |a (?:bit|"
                r"little) |"
                r"much |even |"
                r"the )*(?:sharper|higher res(?:olution)?|clearer)(?: (?:one|version|please))*"
            ),
        ),
        (
            "speech",
            "speed",
            True,
            (
                r"(?:再|更|稍微|要|语速|读|念|说|得|加|放|变)*快(?:一?点儿?|一?些)(?:的|吧|[读念说讲])*|(?:make "
                r"it |try it |"
                r"try |a touch |a tad |a (?:bit|"
                r"little) |"
                r"much |"
                r"even |slightly |"
                r"read |speak |say it )*(?:faster|quicker)(?: please)?"
            ),
        ),
        (
            "speech",
            "speed",
            False,
            (
                r"(?:再|更|稍微|要|语速|读|念|说|得|放|变)*慢(?:一?点儿?|一?些)(?:的|吧|[读念说讲])*|(?:make it |"
                r"try it |try "
                r"|a touch |a tad |a (?:bit|"
                r"little) |"
                r"much |"
                r"even |slightly |"
                r"read |speak |say it )*slower(?: please)?"
            ),
        ),
        (
            "speech",
            "volume",
            True,
            (
                r"(?:再|更|稍微|要|声音)*(?:大声|响|大)(?:一?点儿?|一?些)(?:的|吧)*|(?:make it |try it |try |a "
                r"touch |a tad |a (?:bit|little) |"
                r"much |"
                r"even |"
                r"slightly )*louder(?: please)?"
            ),
        ),
        (
            "speech",
            "volume",
            False,
            (
                r"(?:再|更|稍微|要|声音)*(?:小声|轻|小)(?:一?点儿?|一?些)(?:的|吧)*|(?:make it |try it |try |a "
                r"touch |a tad |a (?:bit|little) |"
                r"much |"
                r"even |"
                r"slightly )*(?:quieter|softer)(?: please)?"
            ),
        ),
    )
)
_MODEL = r"(?:的|一?[个种款]|模型|model|option|one|way|version|please|of course|to use|来|吧|[ ,])*"
# A wish about the model by its price or its quality: the tier.
TIERS = (
    (
        "budget",
        re.compile(
            rf"(?:(?:换|用|来|选|有没有|有|要|找|改用|那就?|试试|更|再|稍微|一?[个种款]|something|anything|find|use|"
            rf"try|with|go|make it|do it|"
            rf"a|an|the|much|"
            rf"bit|little|even|want|switch to|got) ?)*(?:便宜(?:一?点儿?|一?些)?|最便宜|更?省(?:一?点儿?|一?些|钱|"
            rf"积分)?(?:一?点儿?|一?些)?|"
            rf"实惠(?:一?点|一?些)?|"
            rf"\b(?:cheaper|cheap|cheapest|less expensive|more affordable|affordable|inexpensive|cheapo)\b){_MODEL}"
        ),
    ),
    (
        "premium",
        re.compile(
            rf"(?:(?:换|用|来|选|要|改用|那就?|试试|一?[个种款]|something|find|use|try|with|a|an|the|switch to|want|"
            rf"much) ?)*(?:(?:更|"
            rf"最|再)?(?:好|高级|强|贵)(?:一?点儿?|一?些)?的?模型|"
            rf"更好的模型|最好的模型|\b(?:better|the best|best|more powerful|stronger|premium|"
            rf"fancier) model)\b{_MODEL}"
        ),
    ),
)
# Somebody does not want to spend anything.
FREE = re.compile(
    r"(?:但是?|不过|只是|可是|而且|我|咱|就|先|but|and|i|we|please|also|only|just|it|this|should|must|has to|"
    r"needs to|be|is|,| )*(?:"
    r"(?:不|别|不要|不想|不愿意?|不能|没法|不打算|不准备|不会|不许|不可以|不准|千万别|可别|请别|"
    r"勿)(?:再)?(?:想)?(?:乱|随便|多|白)?(?:花|用|扣|付|收|动|"
    r"消耗)(?:掉)?(?:我的?|任何|一分|一点|半分|半毛|半个|一个)*"
    r"(?:钱|积分|点数|费|费用|元|银子|人民币)|(?:只|要|来|用|做|有没有|有|想|必须|得|最好)*(?:是)?(?:免费|"
    r"白嫖|不花钱|不要钱|不收费|零成本|零花费|零元|0元|0积分|零积分|"
    r"不用花钱|不花积分)(?:的|版|模型|吧|吗|来|哪个|用|即可|就行)*|一(?:分钱|个积分|点积分)都(?:不|别)(?:想|要|"
    r"能)?(?:花|用|扣)|没钱|"
    r"(?:(?:do not|don't|dont|won't|will not|can't|cannot|not|never|didn't|wouldn't|mustn't|no)(?: (?:want|wanna|"
    r"going|like|need|plan|wish|able|allowed|have))*(?: to)?|without|not) "
    r"(?:spend|spending|pay|paying|use|using|charge|charging|burn|waste)(?: (?:me|any|a|an|my|more|of|single|"
    r"anything|at|all|for|it|this|that|real))*"
    r"(?: (?:money|points?|credits?|pts|cents?|penny|pennies|dime|anything|cash|dollars?|thing))?(?: (?:at all|"
    r"on (?:it|this|that)|for (?:it|this|that)|please|today|now))*|"
    r"(?:something |anything |the |a |one |any |make it |do it |has to be |give me |is there |do you have |"
    r"are there )*(?:for |only )?(?:the )?free(?: (?:only|of charge|please|ones?|model|models|version|stuff|option|"
    r"options|of cost|way|picture|image|video))*|"
    r"(?:at |with )?(?:no|zero|0) (?:cost|charge|points|credits|money|spending|pts)(?: please)?|i have no (?:money|"
    r"points|credits)|i'm broke|i am broke"
    r")(?:了|吧|啊|哦|呀|的|please|thanks|谢谢|[ ,.!?])*"
)
# Small words around a model's name that ask for another try with it: 用海螺重试, "try again with Veo".
RETRY = re.compile(
    r"再(?:来|试|做|画|生成)?(?:一?[张个次遍段首下])?|重(?:新生成|新来|新做|新画|来|做|画|试)(?:一?[次遍下张])?|"
    r"继续|吧|请|帮我|"
    r"\b(?:try|do|make|run|generate|retry|redo|again|once more|it|with|please|yes|ok|okay|sure|then|use|using|to)\b"
)
# A work that shall cost nothing: 免费画一张, "draw a cat for free".
FREE_WORK = re.compile(
    r"\A(?:请|帮我|给我|麻烦)*免费(?:的|地|给我|帮我)*(?:画|做|生成|来|写|拍)|\b(?:for free|free of charge|"
    r"at no cost)\Z"
)
# What is asked for politely, though it is put as a question: "can you make it bluer?"
ASKED_POLITELY = re.compile(
    r"(?:(?:please|ok|okay|and|so|hi|hey|,) ?)*(?:can|could|would|will) (?:you|we|it|i)\b(?! (?:tell|explain|list|"
    r"show))|"
    r"(?:你|[这那][张首段个幅]|它|第[一二三四1-5][张首段个幅])?(?:能不能|可不可以|能否|可否|可以|"
    r"能)(?!.{0,6}(?:多少|几))"
)
# An opinion of what is there: it asks for nothing.
OPINION = re.compile(
    r"(?:我)?(?:[两三四]张|都|这些|那些|全部|它们)(?:都|也|还|挺|很|真)*(?:喜欢|好看|不错|可以|挺好|漂亮|"
    r"行)[^,。]{0,3}|"
    r"(?:还是|有点|好像|也|都|这|那|完全|根本|这个|画得)*(?:不像|不是|没有)(?:是)?(?:我)?(?:想|所)?(?:要|想|"
    r"说)的?(?:那样|那种|样子|效果)?的?|"
    r"(?:that's |this is |it's |that |this |it )?(?:not|isn't|is not|wasn't) (?:quite |really |exactly |at all |"
    r"even )*(?:what|how|the way|like what) (?:i|we) [^,.]{1,30}|"
    r"(?:i |we )?(?:really |kind of |actually |still |do )*(?:like|love|prefer|hate|dislike|adore|enjoy)(?:s|"
    r"d)? (?:the |this |that |these |those |it|them|how)[^,.]{0,30}"
    r"(?: (?:better|best|most|more|a lot|very much|too|though))*|(?:the )?(?:first|second|third|last|previous|other|"
    r"left|right) (?:one|picture|image|version|video) "
    r"(?:is|was|looks?|looked|seems?) [^,.]{1,30}|"
    r"(?:the|his|her|its|their|this|that|my) [a-z]+(?: [a-z]+)? (?:is|are|looks?|seems?|sounds?|came out) (?:too |"
    r"so |very |"
    r"really |a bit |a little |kind of |kinda |all |just |quite )*(?:ugly|bad|terrible|awful|horrible|wrong|weird|"
    r"blurry|"
    r"boring|lame|creepy|off|fake|cheesy|messy|messed up|broken|distorted|illegible|unreadable|hideous|nice|great|"
    r"beautiful|lovely|cute|perfect|gorgeous|amazing|good)|"
    r"(?:我)?(?:还是|更|最|比较|挺|很|蛮|真|超|都)*喜欢(?:第|这|那|刚|上|前|后|它)[^,。]{0,8}|"
    r"第[一二三四五1-5][张个段首幅版](?:我|也|更|最|比较|挺|很|蛮|真|超|还|"
    r"都)*(?:喜欢|好看|不错|可以|好|漂亮|行)(?:一?点|一些|了|啊|呢|些)*"
)
# What a description begins with that asks for a medium: another medium has no use for it.
ASKED_FOR = re.compile(
    r"(?:请|帮我|给我)*(?:做|生成|来|拍|画|制作|弄|写)(?:一)?[个段张条支幅首](?:[^,，。]{0,6}的)?(?:视频|短片|图片|"
    r"图|歌)[,，:：、 ]*"
    r"|(?:please )?(?:make|create|draw|generate|film|paint|give me)(?: me)? (?:a|an|one)(?: [a-z0-9-]+){0,3}? "
    r"(?:video|clip|film|picture|image|photo|drawing|song)(?: (?:of|about) |[,:] )",
    re.IGNORECASE,
)
# What only points at what is there, beside a value: 这个视频改横屏.
ONLY_CHANGES = re.compile(r"(?:帮我|给我|再|就|稍微)*[改换调修](?:一)?下")
ONLY_POINTS = re.compile(
    r"(?:(?:把|将|让|给)?(?:它|[这那]一?[个张段条首幅]?)(?:的?(?:视频|片子|图片?|画|照片|海报|歌|曲子))?)?(?:都|也|就|再|还)*"
    r"(?:[改换变弄做调要]成?)?"
)
# A wish for a little more of something, though its words judge as well: 亮一点.
A_LITTLE = re.compile(r"(?!太|有点|有些|不)[^,。]{1,8}(?:一点儿?|点儿?|一些)(?:的|吧|就好)*")
# What is only remarked beside a change: 太长了吧，5秒就够.
ASIDE = re.compile(
    r"(?:这|那|这个|价格|也|可|真|好像|感觉|还是|有点|稍微)*(?:太|这么|那么|好)[^,。]{1,4}(?:了|啦|啊|吧|呀)*|"
    r"(?:that's|it's|this is|that is|it is|still|a bit|a little|way|far|too|so|rather|quite|pretty| )+"
    r"(?:pricey|expensive|dear|steep|long|short|slow|fast|much|many|big|small|dark|bright|loud|quiet)"
)
# A number alone: the length of a film, else how many.
BARE_NUMBER = re.compile(
    r"(?:(?:make|do|have|get|take|try|say) (?:it |that )?|i'll (?:take|have) |just |only |let's |就|"
    r"那|还是|改成?|换成?|"
    r"要|只要)*"
    r"(?P<number>[1-9][0-9]?|one|two|three|four)"
    r"(?: (?:is |will )?(?:fine|ok|okay|enough|good|plenty|do|then|please|of them|only)|吧|就行|就好|"
    r"就够了?|好了|即可)*"
)
# Who speaks or sings: 换个男的声音, "a woman's voice".
VOICES = tuple(
    (gender, re.compile(pattern))
    for gender, pattern in (
        (
            "male",
            (
                r"(?:换|用|要|改|找|个|一个|成|为|请)*男(?:的|生|声|性|人|士)*(?:声音|嗓音|音色|"
                r"来?[读念唱说])?(?:吧|的)*|"
                r"(?:with |in |use |using |make it |switch to |have |let |get )*"
                r"(?:a )?(?:man's|male|man|guy's|guy)(?: voice| speaker|"
                r" singer)?(?: (?:to )?(?:read|say|sing|do)(?: it| this| that)?)?(?: please| instead)*"
            ),
        ),
        (
            "female",
            (
                r"(?:换|用|要|改|找|个|一个|成|为|请)*女(?:的|生|声|性|人|士)*(?:声音|嗓音|音色|"
                r"来?[读念唱说])?(?:吧|的)*|"
                r"(?:with |in |use |using |make it |switch to |have |let |get )*"
                r"(?:a )?(?:woman's|female|woman|lady's)(?: voice| speaker|"
                r" singer)?(?: (?:to )?(?:read|say|sing|do)(?: it| this| that)?)?(?: please| instead)*"
            ),
        ),
    )
)
_HOW_EN = r"(?:(?!(?:more|but|with|one|another|again|same|no|not|without|than)\b)[a-z-]+ ){0,4}"
# The same beside what else is said of a voice: 温柔一点的女声, "a deep male voice".
VOICED = tuple(
    (gender, re.compile(pattern))
    for gender, pattern in (
        (
            "male",
            (
                r"(?!再|换|改|不)[^,，。女]{0,12}男(?:人|生|性|士|声|的|孩)*(?:声音?|嗓音|音色|嗓子)(?:吧|的)*|"
                rf"{_HOW_EN}(?:male|man's|guy's|boy's) voice(?: please)?"
            ),
        ),
        (
            "female",
            (
                r"(?!再|换|改|不)[^,，。男]{0,12}女(?:人|生|性|士|声|的|孩)*(?:声音?|嗓音|音色|嗓子)(?:吧|的)*|"
                rf"{_HOW_EN}(?:female|woman's|lady's|girl's) voice(?: please)?"
            ),
        ),
    )
)
# The shape that a word about height or width asks for: "make it tall", 宽一点.
_IT_SHAPED = (
    r"(?:(?:can you |please |now )*(?:make|have|get|do|want|need|turn) (?:it|this|that|them|one) |a "
    r"(?:bit|little) |much |even |in )*"
)
SHAPED = (
    (
        "9:16",
        re.compile(
            rf"{_IT_SHAPED}(?:tall|taller|upright|narrow|narrower|portrait)(?: format| shape)?(?: please| "
            rf"instead)*|(?:改成?|弄成?|变成?|要|再)?(?:竖过来|立起来|竖着|窄一?点|瘦长一?点)(?:的|吧)*"
        ),
    ),
    (
        "16:9",
        re.compile(
            rf"{_IT_SHAPED}(?:wide|wider|landscape|panoramic)(?: format| shape)?(?: please| instead)*|(?:改成?|"
            rf"弄成?|变成?|要|再)?(?:横过来|横着|宽一?点|扁一?点)(?:的|吧)*"
        ),
    ),
)
# Behind "the same", what it is to be of instead: "the same for a lavender field".
FOR_ANOTHER = re.compile(r"(?:for|of|but for|but of) (?P<new>(?:an?|the|some|two|three) [^,.]{2,60})")
# Said behind what is meant, they say nothing: "use Kling instead".
ENDING = re.compile(
    r"[ ,]*(?:instead|then|please|this time|(?:is|are|will be|would be|'s) (?:plenty|enough|fine|ok|okay|good|all "
    r"i need)|"
    r"(?:will|would) do|试试看?|试一试|看看|好了)[ .!]*\Z"
)

# What somebody turns back to: the work before. 用回刚才那个, "go back to the one before".
BACK = re.compile(
    r"(?:还是|那|就|不|算了|请|,| )*(?:用|换|改|退|回|返|变|调)回(?:到|去|来)?(?:刚才|刚刚|之前|原来|"
    r"原先|上一?|前一?|前面|"
    r"最初|原)?(?:的|那|一)*(?:个|张|版|版本|首|段|条|样子|图|视频)?(?:的)?(?:吧|了)?|"
    r"(?:still |let's |please |no |ok |can we |can you |,)*(?:go|switch|change|turn|roll|revert)(?: it)? back"
    r"(?: to (?:the |how |what )?(?:one before|previous(?: one| version)?|last one|original|old one|old version|"
    r"earlier one|it was(?: before)?|we had(?: before)?))?(?: please)?|(?:undo|revert)(?: it| that| this)?(?: "
    r"please)?"
)
# What shall be there instead, where nobody says of what: 换成狗, "make it a dog".
BECOMES = tuple(
    re.compile(pattern)
    for pattern in (
        (
            r"(?:把|将)?(?:它|他|她|这个|主角|主体)?(?:都|全)?(?:换成|改成|变成|换做|换为|改为|变为|换)"
            r"(?P<new>[^,。]{1,12}?)(?:吧|了|呢|好了|试试)?"
        ),
        (
            r"(?:make|turn|change|switch|swap) (?:it|that|this|them|him|her)(?: in| to| for)* "
            r"(?P<new>(?:a |an |the |two |three |some )?[^,.]{2,24}?)(?: instead| please| now)*"
        ),
        (
            r"(?:it|that|this) should be (?P<new>(?:a |an |the |two |three |some )?[^,.]{2,24}?)(?: instead| please| "
            r"now)*"
        ),
    )
)
# What takes back what was said before, and what is meant: 不对，是要两个宇航员, "no, I meant two".
CORRECTED = re.compile(
    r"(?:不对|不是|错了|说错了|搞错了|弄错了|不|no|nope|sorry|wrong|oops)[,.!;: ]+(?:我要的是|"
    r"我说的是|我是说|我想要|我要|"
    r"应该是|是要|是|要|i (?:meant|said|wanted|mean|want)|it should be|make it)?[ ,:]*(?P<new>[^,。].{1,60})"
)
# A text to be read in place of the one that is there: 换成这段：…, "use this text instead: …".
OTHER_TEXT = re.compile(
    r"(?:好的?|行|嗯|那|ok|okay|yes|please|now|then|,| )*(?:(?:换成?|改成?|改为)(?:读|念|"
    r"一?下)?(?:这一?|下面这?|另外?一?|新的)?"
    r"[段句个条篇]?(?:文字|内容|话)?|(?:再)?[读念](?:这一?|下面这?|另外?一?)[段句个条篇](?:文字|内容|话)?|"
    r"(?:use|change (?:it|the text) to|make it|switch to|read|say|try) (?:this|the following|a new|another|the new)?"
    r"(?: ?(?:one|text|line|sentence|words|script))?(?: instead| now| please)*) *:[ \n]*(?P<text>.+)",
    re.DOTALL,
)
# A text that is to be spoken beside what is there: 给它配上一段话：…, "add a voice-over: …".
SPOKEN_BESIDE = re.compile(
    r"(?:(?:好的?|那|再|然后|另外|给(?:它|他|这个?|视频|图|歌)*|帮我|请|想|要|,| )*(?:配|加|录|说|念|"
    r"读)上?(?:一?[段句个])?(?:话|旁白|台词|配音|语音|声音|祝福|解说)"
    r" *:[ \n]*|(?:now |and |also |please |can you |could you |then )*(?:add|put|record|give it|with) (?:an? |some )?"
    r"(?:voice-? ?over|narration|voice|spoken (?:line|words))(?: (?:saying|that says|to it|on it))* "
    r"*:[ \n]*)(?P<text>.+)",
    re.DOTALL,
)
# Music beside what is only seen: with it, or a piece of its own?
ADDS_MUSIC = re.compile(
    r"(?:再|给它|给视频|给?(?:刚才|刚刚|那|这|第[一二三])[那这]?一?[个段条]?的?"
    r"(?:视频|片子|短片|影片)|帮我|请|那|最后|然后|,| )*(?:配|加|来|放|添|配上|加上|加点|来点|来段|"
    r"配个|配段|配首|加个|加段)(?:一?[个段首点些])?"
    r"(?:背景)?(?:音乐|配乐|bgm|曲子|歌)(?:吧|呗)?|"
    r"(?:now |please |and |also |can you |could you )*(?:add|put|give it|set it to|with)(?: (?:some|a|the|to|it))*"
    r" ?(?:background |bg )?(?:music|soundtrack|bgm|song|tune)(?: to it| to the video| please| too)*"
)
# How a scene looks, whatever it shows: a night scene, 油画风格.
LOOKS = re.compile(
    r"(?:风格?|版|色|色调|景|场景|效果|的|背景|视角|样子|字体|构图|镜头|表情|姿势|[大小多少亮暗长短快慢])\Z|"
    r"\b(?:scene|version|style|look|mood|theme|background|day|night|view|vibe|close-?up|shot|bit|little|lot|touch|"
    r"tad|while)\b|"
    r"\A(?!an? |the |two |three |some )[a-z]"
)
# With these a model's name asks for another try with it: 用海螺重画一遍.
RETRIED = re.compile(r"再|重|继续|\b(?:again|retry|redo|once more|re-?run|re-?do)\b")
# What only leads to the address or path of a picture, and what stands behind it: 把 … 这张图, "based on …".
LEADS_TO_ADDRESS = re.compile(
    r"(?:(?:把|将|让|叫|用|拿|给|对|基于|根据|参考|参照|按照|按(?!照)|照着|看|参?见|(?:原|参考)?图(?:片)?是?|"
    r"(?:这张|这幅|这个)(?:照片)?|"
    r"\b(?:and )?(?:please )?(?:see|using|use|with|from|based on|like|as in|at|here(?: is|'s)?|"
    r"this(?: (?:picture|image|photo|one))?|"
    r"(?:the |my )?(?:picture|image|photo)(?: at| in)?|of|in|on|to))[ ,:]*)+\Z"
)
# What ties an address to what is in its picture: …/a.png里的杯子.
THIS_BEFORE = re.compile(r"(?:[这那](?:张|幅|个)(?:图片?|照片|画)?|图片?|照片)[ :]*\Z")
WITHIN_ADDRESS = re.compile(r" ?(?:这张)?(?:[^,，。的]{0,4}(?:图片?|照片))?(?:里面?|中|上面?)?的")
BEHIND_ADDRESS = re.compile(
    r" ?[这那](?:张|幅|个)(?:图片?|照片|画)?(?:[里中]面?)?的?|(?<=[a-z]) (?:here|this picture|this image|this photo)\b"
)
# What is to be written on what is seen, though its verb makes songs and texts as well.
WRITES_ON = re.compile(r"(?:write|print|engrave|letter)\b(?! (?:me |us )?an? )|(?:题|写|印|刻)(?:上|着|一[首句行])")
# Somebody wants to see what is there: it is told where it is.
SHOWS = re.compile(
    r"(?:please |can you |could you )*(?:show|send|give) me (?:all|both|them|everything)(?: of)?(?: (?:them|these|"
    r"those|the))?"
    r"(?: (?:two|three|four|five|[2-9]))?(?: (?:pictures|images|videos|ones|results))?(?: again| please)*|"
    r"(?:把|这|那)?(?:[两三四五六2-6][张个段首]|全部|所有的?|它们)?(?:图片?|"
    r"视频)?(?:全?都)?(?:再)?(?:给我|发给我|发我|让我)"
    r"(?:都)?(?:看看|看一下|看下|发一下|一下)?(?:吧|呗)?"
)
# "Out of it" behind another medium: the work itself is meant.
OUT_OF_IT = re.compile(r"(?:out of|from|of|with|about) (?:it|this|that|them)")
