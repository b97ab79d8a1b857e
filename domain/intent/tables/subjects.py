"""What people ask about beside models and prices: each line is a subject and the pattern of the folded spelling that tells it.

A subject that nothing but a question has is told whatever else the words might change; "later" only where they change nothing.
"""

import re
from collections.abc import Sequence

_MADE_EN = (
    r"(?:it|them|this|that|those|these|all|everything|(?:the|my) (?:results?|files?|pictures?|images?|"
    r"videos?|songs?|clips?|recordings?))"
)
SUBJECTS: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (about, re.compile(pattern))
    for about, pattern in (
        (
            "ordering",
            (
                r"(?:怎么|怎样|如何|咋)(?:样)?(?:才能|才算|去)?(?:下单|付款|付钱|买\Z|确认\Z)|我(?:该|要|应该|得)(?:说|回|打|输入|按)(?:什么|啥|哪个)|"
                r"(?:y|n|e).{0,6}(?:是什么|啥)意思"
                r"|\bhow (?:do|can|should|would) (?:i|we) (?:place an |make an )?(?:order|buy|confirm|pay|accept|agree)\b"
                r"(?: it| this| that)?\W*\Z"
                r"|\b(?:what|which) (?:do|should|must|can|would) i (?:have to |need to )?(?:say|type|press|enter|write)\b"
                r"|\b(?:do|should|must|can) i (?:just |have to |need to )?(?:say|type|press|enter) (?:y|yes|ok|enter)\b"
                r"|\A(?:ok |oh |hmm )?so i (?:just )?type\b"
                r"|\bwhat(?:'s| is| are| do| does) (?:the )?[\[(]?y[/ ]n"
            ),
        ),
        (
            "failing",
            (
                r"(?:失败|没成|没做出来|出错|做坏|不成功|不满意|不好看|不喜欢).{0,8}(?:扣|收费|收钱|算钱|要钱|"
                r"花钱|退)|(?:会|能|可以|给|可不可以|能不能)退(?:钱|款|"
                r"积分|费)?(?:吗|么|不)"
                r"|(?:charged?|pay|cost|refund\w*|money back|points back|lose).{0,24}\b(?:if|when) .{0,24}(?:fail|"
                r"wrong|bad|don't like|doesn't work)"
                r"|(?:if|when|what if) (?:it|one|something|an order|the order|that|i) (?:fails?|goes wrong|"
                r"doesn't work|don't like it).{0,40}"
                r"|\b(?:do|can|will|would) i (?:get|be) (?:a |any )?(?:refund|my (?:money|points) back)"
            ),
        ),
        (
            "number",
            (
                r"(?:任务|订单|单子|作品)(?:的)?(?:id|编号|号码?)|(?:编号|单号|id)(?:是)?(?:多少|什么|几)|"
                r"\b(?:order|task|job|generation) "
                r"(?:id|number|no\b)"
            ),
        ),
        (
            "where",
            (
                r"(?:保存|存|放|下载|发|去|在)(?:到|在|去)?(?:了)?(?:哪里?|哪儿|什么地方)|(?:怎么|如何|在哪|"
                r"能不能|可以|能).{0,8}(?:下载|保存|存下来|"
                r"找到)(?!.{0,3}格式)|下载(?:链接|地址)"
                rf"|\b(?:where|how) (?:is|are|was|were|do|can|did|would|should|will)\b.{{0,24}}\b(?:download|"
                rf"sav(?:e|ed)|find|files?|stored?|put|go|kept|get it)\b"
                rf"|\b(?:can|could|may) i (?:please )?(?:download|save|keep|export) {_MADE_EN}\b|\bwhere(?:'s| is| "
                rf"are) {_MADE_EN}\b"
            ),
        ),
        (
            "voices",
            (
                r"(?:方言|口音|四川话|粤语|广东话|东北话|上海话|闽南[话语]|河南话|陕西话|台湾腔|"
                r"普通话).{0,10}(?:吗|么|不|没有|嘛|呢|\?|\Z)|(?:支持|会说?|"
                r"能[说读念]|有).{0,6}(?:方言|口音|四川话|粤语|广东话|东北话)"
                r"|(?:男声|女声|声音|音色|嗓音).{0,8}(?:可以|能|能不能|支持|可不可以).{0,4}(?:选|换|挑|定)|(?:有|"
                r"能选|可以选)(?:哪些|什么|几种|"
                r"多少种?)(?:声音|音色|嗓音|人声)"
                r"|\b(?:what|which|how many|any other) (?:other |kinds? of )?(?:voices?|accents?|speakers?|"
                r"dialects?)\b|\b(?:do|does|can) (?:you|it|the voice) (?:have|do|speak|read)"
                r".{0,20}\b(?:voices?|accents?|dialects?)\b"
            ),
        ),
        (
            "singing",
            (
                r"(?:有没有|有|会|带)(?:人声|人唱|唱|歌词|唱歌)(?:吗|么|不|没有|\?|\Z)|有没有(?:人声|歌词|人唱)|"
                r"\b(?:does|will|is|are|do|has) (?:it|there|this|that|the song|they|someone|"
                r"somebody)\b.{0,16}\b(?:singing|sing|sings|vocals?|lyrics|sung)\b"
            ),
        ),
        (
            "length",
            (
                r"(?:视频|片子|短片|这段|这首|这条|它|歌|成片|做出来)(?:会|有|是|大概|能|最后)*(?:多长(?!时间能)|"
                r"几秒|多少秒|几分钟长)|(?:多长|几秒)的(?:视频|片子|"
                r"歌)?(?:吗|呢|\?|\Z)"
                r"|\bhow long (?:is|are|will|would|was) (?:the|it|this|that|my|each) ?(?:film|video|clip|movie|"
                r"song|track|one|music|recording)?(?: be)?(?! take)\b(?!.{0,12}\b(?:take|ready|done|finish))"
            ),
        ),
        (
            "judging",
            (
                r"(?:哪|那)(?:一)?(?:张|个|首|段|版|幅)(?:更|最|比较)?(?:好(?!了)|好看|合适|适合|漂亮|美|推荐)|"
                r"你(?:觉得|看|说|推荐|喜欢)(?:哪|"
                r"那)(?:一)?(?:张|个|首|段|版)"
                r"|\bwhich (?:one|of (?:them|these|those|the \w+)|picture|image|version|song|video)(?:'s| is| are|"
                r" do| would| should| looks?| works?)\b(?!.{0,20}(?:cheap|expens|cost|dear|fast))"
            ),
        ),
        (
            "together",
            (
                r"(?:(?<![语人])合(?:成(?:一|到|起)|并|在一|到一)|拼(?:接|在一|到一|成)|剪(?:辑|到一|在一)|"
                r"混(?:音|在一)|放(?:到|在)一起|加(?:到|"
                r"进)(?:视频|片子)|配(?:到|进)(?:视频|片子))"
                r"|\b(?:put|merge|combine|join|mix|stitch|cut|edit|lay|add) .{2,40}\b(?:together|into one|onto "
                r"the (?:video|clip|film)|over the (?:video|clip|film)|to the (?:video|clip|film))\b"
                r"|\b(?:merge|combine|join|mix|stitch) (?:them|those|these|both|the two|all)\b"
            ),
        ),
        (
            "rights",
            (
                r"商用|版权|能(?:不能)?(?:拿去)?卖(?:吗|么|不)|(?:有|带|会有|没有)水印|水印(?:吗|么)|侵权|"
                r"\bcommercial(?:ly)?\b.{0,20}|"
                r"\bcopyright|\bwatermark(?:ed|s)?\b.{0,20}\?|\blicen[cs]e|\bown the (?:rights|picture|image|video|"
                r"song)\b|\bsell (?:it|them|this)\b"
            ),
        ),
        (
            "quickest",
            (
                r"(?:哪|什么|谁)(?:个|款|种|些)?(?:模型)?(?:做得|出得|生成)?(?:最|更|比较)快|(?:最快|快)的是(?:哪|"
                r"什么)|\b(?:which|"
                r"what)\b.{0,20}\b(?:fastest|quickest|faster|quicker)\b"
            ),
        ),
    )
)
# A time at which something is to begin.
LATER = re.compile(
    r"(?:明天|后天|今晚|明早|明晚|下周|周[一二三四五六日末]|每天|每周|\d+点|"
    r"(?:早上|上午|中午|下午|晚上|凌晨)[一二三四五六七八九十]{1,2}点|[二三四五六七八九十]{1,2}点).{0,10}(?:再|做|画|发|开始|生成|来|点|说)"
    r"|\b(?:tomorrow|tonight|later today|next (?:week|month|monday)|every (?:day|week|morning)|at (?:\d{1,2}|six|"
    r"seven|eight|nine|ten|noon|midnight)(?: ?[ap]m)?)\b"
)
# What is asked about the program itself: how to begin, what it can do.
OF_USE = re.compile(
    r"帮|教程|说明|怎么[用玩弄做]|会什么|做什么|干(?:嘛|什么|啥)|例子|示例|功能|\bhelp\b|\bwhat can\b|"
    r"\bhow (?:do|does|can|should)\b|"
    r"\bexamples?\b|\binstructions\b|\bwhat do you\b|\bmenu\b|\bstart\b"
)
LONG = re.compile(r"[长短]|分钟|\b(?:long|longer|short|shorter|minutes?|length)\b")
