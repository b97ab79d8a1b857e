"""How a question is built, in either language, and what is said of the price beside a wish.

Each pattern holds for the folded spelling.
"""

import re
from collections.abc import Sequence

from imastudio.domain.intent.halves import Halves
from imastudio.domain.intent.rows import words

_ENDS = r"[啊呀哈哦嘞哇的了~ ]*\Z"
WORD_ZH = re.compile(
    r"多少|多(?:久|长(?:时间)?|大|高|远|快)(?!的|了)|怎么|怎样|如何|为什么|为啥|为何|咋|哪(?!吒|怕|都)|什么|啥|谁(?!知)|何时|几时"
    r"|(?<![个点来要出画做写拍弄搞整成给下])几(?=[个张点号岁米次年天种款条段首]|\Z)|几(?=个?积分|秒|分钟|块)|(?<=[需能最])要几|想知道|想了解|请教"
)
# Behind a question word these make it "any": 什么都行, 哪个都可以.
ANY = re.compile(r".{0,3}[都也]")
CHOICE_ZH = re.compile(r"([能会行是贵好要难慢快对])不\1|可不可|支不支|需不需|有没有|是否|能否|可否|还是(?=.*[?]?\Z)")
END_ZH = re.compile(
    rf"(?:吗|(?<![什怎那这多])么|呢|[好完成到].{{0,2}}没有?){_ENDS}|\A.{{0,8}}(?:可以|能|会|支持).{{1,12}}不{_ENDS}|吗(?=[这那你它])|\A(?:那|请问)?你们?(?:可以|能|会).{{2,}}[呀啊呗]\Z"
)
# Words within a scene, a text or a title: what is asked behind them is not put to us.
SAID = re.compile(
    r"[说喊写念唱答讲叫猜争吵]|(?<![请想])问|(?<!我)想|讨论|议论|印着|标题|题目|关于|主题|内容|台词|文案|歌词|不知道?(?=该|往|自己|谁|哪)|听见|梦|"
    r"看(?=着|他|她|谁)|画的?是"
    r"|\b(?:says?|saying|said|asks?|asking|asked|wonder(?:s|ing) (?!if|whether|how|what|why)|words?|text|sign|titled|called|"
    r"about|named|reads?|reading|caption|thinking|lyrics)\b"
)
# A question that only tells of which thing: 一只等了多久的狗.
BELONGS = re.compile(r".{0,12}的[^的吗么呢]{1,12}\Z")
NAMES_A_THING = re.compile(r"[^我你您]{0,8}的[^的我你]{1,4}\Z")
# A wish put as a question: for whom, how politely, or how many of what.
_MAKES_ZH = r"(?:画|做|生成|制作|写|来|出|搞|弄|整|拍|设计|创作|绘制|配|念|读|唱|谱|剪|给)"
WISH_ZH = re.compile(
    rf"(?:帮我|帮忙|给我|替我|为我|请(?!问)|麻烦|劳烦|劳驾|帮个忙|拜托).*{_MAKES_ZH}|{_MAKES_ZH}一"
    rf"|{_MAKES_ZH}(?:两|三|四|[1-4])?[个张段首幅条只点些份下版款]"
)
TAG_ZH = re.compile(
    rf"(?:这样|那|用.{{1,8}}?)?(?:[好行可成中]+以?[吗么不吧]|好不好|行不行|可不可以|能行吗|怎么样|如何|有没有){_ENDS}"
)
# What leads to a question, in English.
LEADS_TO = re.compile(
    r"\b(?:i(?:'m| am)? ?(?:was )?(?:just )?(?:wonder(?:ing)?|curious)|do you know|any idea|not sure|"
    r"i(?:'d| would) like to know|(?:want|need) to know|let me know|tell me|(?:can|could) (?:you|anyone) (?:tell|explain)|"
    r"explain|i don't (?:know|understand|get)|(?:just |only )?(?:curious|wondering))\b.{0,20}?"
    r"\b(?:if|whether|how|what|which|why|when|where|who|about)\b"
    r"|\bis it (?:possible|ok|okay|allowed|fine)\b|\bany limits? on\b"
    r"|\A(?:when|if|once|while|before|after) (?:i|we|you) [^,?]{3,50}?,? "
    r"(?:can|could|do|does|should|must|will|would|may|is|are) (?:i|we|it|they|my|the)\b"
)
# What can be done at all: "can you draw hands?", without somebody it is for, or one thing that is wanted.
ABLE = re.compile(
    r"(?:\A|[.!,] ?)(?:(?:so|and|hi|hello|hey|ok|okay)[, ]+)*(?:can|could|will|are|do) (?:you|it|this)"
    r"(?: able to| also| even| ever| really)? (?:draw|make|do|create|generate|paint|animate|write|sing|compose|design|produce|"
    r"render|handle|support|read|speak)(?:[a-z]+)? "
    r"(?!me\b|us\b|it\b|this\b|that\b|some\b|my\b|an?\b|the\b|one\b|two\b|three\b|four\b)[a-z]+(?: [a-z]+(?:ly)?)?\??\Z"
)
ASKED_LAST = re.compile(r"[,:;-] ?(?:so |and |but |then )?(?:how|what|which|who|whose|why|when|where)\b[^,:;]*\?\s*\Z")
# The most of a quality that no tier stands for: "the fastest model", 最快的那个模型.
SUPERLATIVE = Halves(
    r"(?:最|更)[\u4e00-\u9fff]{1,4}?的?(?:那个|那款)?(?:视频|图片|音乐|ai)?模型"
    r"|\b(?:most|least|more|less) [a-z]+ (?:[a-z]+ )?(?:model|engine)\b|\b[a-z]{2,}(?:est|er) (?:[a-z]+ )?(?:model|engine)s?\b"
)
# What something costs or is worth, in a short fragment beside the wish.
WORTH = Halves(
    r"便宜(?!的[^,，。])|[太很更别不]贵(?!的[^,，。])|省(?=[着点钱些则一]|\Z)|[花没费]钱|钱(?=包|不|少|有限)|积分(?!墙|榜)|花费|预算|"
    r"成本|实惠|划算|性价比|花(?:最|得|的)?少|(?:质量|效果|画质|品质)(?:要|得|越|最|好|高|优先|第一|拉满)|旗舰|顶配"
    r"|\bcheap(?:ly|er|est|ish)?(?=[.! ]*\Z| (?:please|one|option|model|as|and quick|if))|\bcosts?\b|\bcosting\b|\bpric[ei]|"
    r"\bexpens|\bspend|\bwallet\b|\b(?:tight |low |small |my |our |the )?budget(?=[.! ]*\Z| (?:is|please|option|model|one))|"
    r"\baffordab|\bfrugal|\bpoints?\b|\bcredits?\b|\bshoestring|\bquality (?:matters|first|is|over|please)|"
    r"\bhighest quality(?=[.! ]*\Z| (?:please|possible|you))|\bmoney (?:is|isn|doesn)|\b(?:save|saving) (?:money|points|credits)|"
    r"\btop[- ]tier|\bflagship"
)
# What sounds like an instruction and can't be followed as it is said: the field, what says so, and what may be meant.
UNSETTLED: Sequence[tuple[str, Halves, Sequence[str]]] = tuple(
    (field, Halves(pattern), choices)
    for field, pattern, choices in (
        (
            "n",
            (
                r"\b(?:minus|negative) (?:[0-9]+|one|two|three|four|five|ten)\b(?! degrees)|负[一二两三四五0-9]+[张个段首条幅]"
                r"|(?<![0-9a-z~])-[1-9][0-9]?[张段首条幅]|(?<![0-9一-十百千])[零〇0] ?[张段首条幅]"
                r"|\b(?:zero|0) (?:images|pictures|photos|videos|clips|songs)\b"
            ),
            ("1",),
        ),
        (
            "n",
            (
                r"(?:一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)[张幅段首版款](?!.{0,2}[桌床椅纸脸票牌沙])"
                r"|[1-4] ?[-~到] ?[2-9] ?[张幅段首]"
                r"|\b(?:(?:one|two|three|four|[1-4]) (?:or|to) (?:two|three|four|five|six|[2-6])|a few|several) (?:[a-z]+ )?"
                r"(?:pictures|images|photos|drawings|versions|options|variations|videos|clips|songs)\b"
            ),
            ("2", "3", "4"),
        ),
        (
            "aspect_ratio",
            r"(?:比例|画幅|宽高比|长宽比|\bratio)[^,。]{0,4}?(?:(?<![0-9])0 ?[:比] ?[0-9]|[0-9] ?[:比] ?0(?![0-9]))",
            ("1:1", "16:9", "9:16"),
        ),
        (
            "duration",
            (
                r"(?:天|夜|星期|礼拜|周|月|年|无限|永远)(?:[那这]么)?长的(?:视频|短片|片子|动画|影片|电影)"
                r"|(?:放|播|演)不完的(?:视频|短片|片子|动画)|(?<![0-9.])0 ?秒(?![0-9到~-])"
                r"|\b(?:day|week|month|year)s?[- ]long (?:video|clip|film|movie|animation)"
                r"|\b(?:zero|0)[- ]seconds?\b"
                r"|\b(?:endless|never[- ]ending|infinite) (?:video|clip|film|movie)\b"
                r"|\b(?:video|clip|film|movie|animation) (?:that|which) (?:lasts|runs|goes on) "
                r"(?:forever|for (?:days|weeks|years)|all day)\b"
            ),
            ("15s", "10s", "5s"),
        ),
        (
            "media",
            (
                r"要么[^,。]{0,6}(?:图|照片|视频|歌|音乐|动画|短片)[^,。]{0,4},?要么"
                r"|\beither (?:an? )?(?:image|picture|photo|video|song|clip)s?\b"
                r".{0,20}\bor\b"
            ),
            ("image", "video"),
        ),
        ("model", r"\bone of (?:those|these|the) two\b|[二两]选一|两个(?:模型)?[里中]?(?:随便|任)?[选挑]一个", ()),
        (
            "max_points",
            (
                r"(?:别|不要|不能)超(?:了|标|支|额|预算)?(?=[,。!]|\Z)|有个?上限的?(?=[,。!]|\Z)"
                r"|\b(?:within|under|inside) (?:the|my|our) (?:budget|limit)\b"
            ),
            (),
        ),
        (
            "prompt",  # several works of one kind in one utterance
            (
                r"(?:另外?再|再另外?|单独)(?:再|单独)?(?:画|做|生成|来|出|写|拍)|另一?[张幅段首条](?:图|画|视频|歌)|分别(?:画|做|生成|出)"
                r"|\bseparately, |\bas a second (?:thing|one|picture|image|video)\b|\btwo (?:different|separate) things\b"
                r"|\b(?:another|a second|a separate) (?:picture|image|drawing|poster|video|clip|song) (?:of|about|for|with)\b"
            ),
            (),
        ),
        (
            "which_work",
            (
                r"(?:心里|脑子里|脑海里|梦里)想的那|(?:我们?|咱们?)[昨前今]?天?[说聊讲提商](?:过|好|到|量好?)?的那"
                r"|你懂的|(?:就|要|按|照)那种(?:感觉|样子|意思|味道)(?=[,。!]|\Z)"
                r"|\b(?:what|as|like) (?:i|we|you)(?: just|'ve)? (?:described|said|told|mentioned|discussed|asked|explained)"
                r"(?: you| about| for)? (?:earlier|before|yesterday|already|above|last)\b"
                r"|\bthe (?:thing|one|idea|stuff|picture|design|concept) (?:that )?(?:we|i) (?:talked|spoke|discussed|"
                r"mentioned|agreed|had in mind|have in mind|imagined|dreamt|dreamed)\b"
            ),
            (),
        ),
    )
)
# A number that can only be a version.
VERSIONED = re.compile(r"\bv[0-9]|[0-9]\.[0-9]|[a-z]{2}[0-9]")
# Names that no table has, by their form behind "use": 用绘梦3.0画, "use Kandinsky 3", "with artgen".
_VERSION = r"v?[0-9]{1,2}(?:\.[0-9]{1,2})?(?![0-9:]| ?(?:(?:k|p|px|s|x|by|fps|mm|bpm)(?![a-z])|[秒分张个只种条幅段首]))"
NAMED_ZH = re.compile(
    r"(?:\A|[,，。;\n ])(?:请|帮我|麻烦|给我|那|就|改)*(?:用|拿|使用|通过|让|叫|换成?|上|走|跑个?)(?!\d)"
    rf"(?P<name>[\u4e00-\u9fffa-z]{{1,8}} ?{_VERSION})"
    r"|(?:\A|[,。;\n ])(?P<plain>[a-z]{2,10} ?[0-9]\.[0-9]{1,2}) ?(?=[跑画出做来拍整搞弄写]|生成)"
)
NAMED_EN = re.compile(
    rf"\b(?:(?:using|use|via|made (?:with|by|in)|through|run it through) (?P<name>[a-z][a-z.-]*(?: [a-z]+)? ?{_VERSION})"
    r"|(?:with|by|in|on|using|use|via|through|from) (?P<plain>[a-z]+ ?(?:v[0-9]+(?:\.[0-9]+)?|[0-9]\.[0-9](?![0-9]))|"
    r"[a-z]*(?:diffusion|gpt[0-9a-z-]*|[a-z]{2,}(?:gen|gpt|llm|labs|xl))(?: ?[0-9.]+)?|[a-z]{3,} ai)(?![a-z]))"
)
# Who does what a verb of making says, where it is no order to us; and who speaks, or is spoken to.
SUBJECTS = frozenset(
    words(
        "i i'm i've we we've he she they you nobody everybody everyone someone people who 我 我们 咱 咱们 他 她 他们 她们 大家 谁"
    )
)
SPEAKERS = frozenset(
    words("i i'm i've i'd i'll im me mine we we're we've us you you're you've yours 我 我们 咱 你 您 你们")
)
# Somebody does something, without a wish: "my cousin sells posters".
ACTS = re.compile(
    r"(?:my|our|your|his|her|their|the) [a-z]+ (?:(?:hardly|always|never|also|only|really|ever|used to|just|still) )*"
    r"(?!needs|wants|is|as|has|likes|this|plus)(?:[a-z]+[a-rt-z]s|[a-z]+ed (?:an?|the|my|our|some|his|her|their|it|this|that)"
    r"|wrote|drew|made|sang|shot|sold|took|sent|told|did|draw|make|write|paint)\b"
)
# A thing that somebody who speaks wants: "I'd kill for a picture", 我们店想要一张海报.
WANTS = re.compile(
    r"(?:要|缺)(?:一|两|三|四|几)?(?:个|张|段|首|条|份|幅|支|组|套)"
    r"|\b(?:i|we|i'd|we'd|i'm|we're|you|our [a-z ]+|my [a-z]+)\b.{0,25}?\b(?:want|needs?|love|like|fancy|after|could use|"
    r"kill for|looking for|thinking(?: of| about)?) (?:an?|some|one|two|three|four|[1-4])\b"
)
# What is told of a thing begins so: "videos take too long", 视频太大发不出去.
TELLS_EN = re.compile(
    r" (?:is|isn't|are|aren't|was|wasn't|were|weren't|has|hasn't|have|haven't|had|takes?|took|looks(?! like)|looked|sounds?|"
    r"seems?|gets?|got|makes|made(?! of| by| from| with| in| for)|keeps?|kept|comes?|came|goes|went|turned|does|doesn't|don't|"
    r"didn't|won't|can't|cannot|never|always|all look|look (?:so|too|really|the|a bit|fake|bad|off|great|good|weird))\b"
)
TELLS_ZH = re.compile(
    r"(?:[真太好很也能会没总才还比最又](?![的中一])|[都不](?![用要做带许])|有点|怎么|看起来|看着|听起来|要[花多])"
)
# A Chinese sentence that tells of something that happened, or judges it, ends so: 视频卡在一半不动了, 听歌的时候最放松.
TOLD_ZH = re.compile(
    r"(?:(?<![为除])了|(?:太(?![阳空极平])|最|真[好难够慢贵差香美丑]|越来越)[^的最]{1,3})[啊呀吧呢]?\Z|好[^的好]{1,2}[啊呀哦]\Z"
    r"|[画做拍唱写读念配弄剪]得(?:真|很|太|挺|不|超|好|特别|非常)[^的]{1,6}\Z"
)
# A Chinese name of a thing ends so: 我家猫的卡通形象.
NAMED_THING_ZH = re.compile(r"的[^的我你他她了吗呢得]{1,10}\Z")
# An English question by its form: what helps a verb stands before who acts, "can my kid make videos", "am I allowed to".
ASKS_FIRST = re.compile(
    r"(?:(?:so|and|but|hey|hi|hello|ok|okay|um|well|also)[, ]+)*"
    r"(?:(?:can|could|may|might|should|must|would|will|won't|can't)"
    r"(?= (?:i|we|it)\b(?! (?:get|have|see|ask|trouble|bother|please|be )))"
    r"|(?:can|could|may|should|would|will|do|does|did|don't|didn't|doesn't|is|are|was|were|isn't|aren't|has|have|am)"
    r"(?= (?:my|your|the|this|that|these|those|he|she|they|people|anyone|anybody|someone|everyone|kids|all|any)\b(?! same))"
    r"|(?:am|do|did|should|must|have|was) i\b|(?:do|are|have|did|were|don't) (?:you|we|they)\b|(?:is|was) it\b)"
)
# Verbs that ask for a work or a text, and words that begin a question only where a sign or a matter of ours says so.
MAKING_VERBS = frozenset(
    words(
        "写 write 来 来个 给我 give_me compose make create generate 生成 做 写个 作 帮我写 build 编 做个 设计 draft 搞 "
        "搞个 弄 出"
    )
)
WEAK_WORDS = frozenset(
    words(
        "is are was were will_it would_it do does did has have am_i who where when whose can_you could_you will_you "
        "would_you best cheapest"
    )
)
