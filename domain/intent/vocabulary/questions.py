"""What people ask us, and say of an earlier order or of their account: none of it asks for something to be made.

A pattern of `ASKED` holds where it matches a whole clause of a folded text, one of `PRICED` there and as the last clause of
whatever stands before it ("a cat, 4K, how much?"), one of `OPENING` at the beginning of a text that ends with "?", one of
`ABOUT_OURS` where the clause also has a word of `OURS`.
"""

import re

from imastudio.domain.intent.vocabulary.idle import NAMED_MEDIA as _MEDIA
from imastudio.domain.intent.vocabulary.models import NAMES, THINGS

_ONE_ZH = "(?:一|1|每|两|三|几)?(?:张|个|段|条|次|首|秒|分钟|支|部|幅|份)?"
_POINTS_ZH = "(?:钱|积分|点数|点|分|费用|费|块|元)"
_TAIL_ZH = "(?:呢|啊|呀|吗|么|的|来着)*"
_TAIL_EN = "(?: (?:please|now|today|currently|exactly|roughly|in total|me|here|again|then|or not|right now))*"
_COST = "(?:costs?|costing|charged?|charges|need|take|takes|be|come to|set me back|run me)"
_MADE_EN = "(?:it|this|that|these|they|everything|(?:my|the|that|this|our)(?: [a-z0-9]+){1,4})"
_READY = (
    "(?:ready|done|finished|complete|completed|available|there|through|failed|stuck|running|in progress"
    "|generated|made|rendered)"
)
_ACCOUNT_EN = (
    "(?:(?:recent|past|last|previous|latest|all|open|pending|failed|current|remaining|old|own|account|point"
    "|points|credit|"
    "credits|order|task|generation|spending|payment|purchase|billing|usage) )*"
    "(?:orders?|tasks?|jobs?|history|balance|points|credits|account|generations?|spending|payments?|bills?"
    "|billing|invoices?|"
    "receipts?|purchases?|usage|status|subscription|plan|queue|quota|results?)"
)
_ACCOUNT_ZH = (
    "(?:余额|积分|订单|任务|账户|账号|账单|消费|记录|历史|进度|状态|流水|花费|价格表?|价目表?|报价|明细|点数|发票|会员|套餐|剩余|"
    "队列|结果|情况|列表)"
)
# Verbs of drawing and writing: what stands behind them is to be seen.
_UNDRAWN = '[^画写问说喊着印刻绣贴字“"]'
_OPENS_ZH = r"(?:请问|我?想?问(?:一下|下)?)?(?!.*(?:says|saying|reads|asks|asking|words?|text|sign)\b)"
_LEAD_ZH = rf"{_OPENS_ZH}{_UNDRAWN}{{0,40}}"
_PRICE_LEAD_ZH = rf"{_OPENS_ZH}[^写问说喊着印刻绣贴字“\"]{{0,40}}"
_DONE_ZH = "(?:做|画|生成|制作|弄|搞|渲染|出|写|跑|下载|发|处理|剪|唱)?(?:好|完成|完|成功|成|出来|结束|失败|到)"
_EARLIER = "(?:刚才|刚刚|上次|上回|之前|昨天|今天|前面|上一|最后|那|先前)"
_EN_NOUNS = (
    "images?|pictures?|photos?|drawings?|posters?|wallpapers?|logos?|paintings?|illustrations?|videos?"
    "|clips?|animations?"
    "|films?|music|songs?|tracks?|audio|speech|voiceovers?|voice|tts"
)
_MODELS = "|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True) if name not in THINGS)
# What we make, and what it is paid with: a price of bread is no price of ours.
OURS = (
    rf"(?:\b(?:{_EN_NOUNS})\b|\b(?:[1248]k|1080p|720p|points?|credits?|generations?|orders?|it|this|that|they|one)\b"
    rf"|\b[0-9]+ ?(?:s|secs?|seconds?)\b|(?<![a-z])(?:{_MODELS})(?![a-z]))"
)
PRICED = (
    (
        "(?:and |so |then )?how (?:much|many (?:points|credits)|expensive|pricey|costly|dear)(?: (?:is|are|for"
        "|does|do|would|will|it|this"
        "|that|they|one|be|cost|costs|charge|need|in all|in total|altogether|to make|points|credits"
        rf"|the whole thing))*{_TAIL_EN}"
    ),
    (
        "(?:and )?what(?:'s| is| does| would| will| do)? (?:it|this|that|they|the (?:price|cost"
        rf"|total))(?: (?:{_COST}|in all|in total))*"
        rf"{_TAIL_EN}"
    ),
    rf"(?:请问|那|这个|这|一共|总共|大概|大约|要|需要|得|会|花|用|扣|收|付|价格|费用|是|它)*多少{_POINTS_ZH}{_ONE_ZH}{_TAIL_ZH}",
    rf"(?:请问|这个|这)?(?:贵不贵|贵吗|什么价格?|怎么(?:收费|算钱|计费)|价格(?:是)?多少){_TAIL_ZH}",
)
OPENING = (
    (
        "(?:and |so |please |hi |hello |hey )?(?:what|how much|how many (?:points|credits)) (?:does|do|would"
        rf"|will|did|is|are)\b.*\b{_COST}\b.*"
    ),
    (
        "(?:can|could|would|will) you (?:please )?(?:tell me|say|explain|let me know) (?:what|how|which|whether"
        r"|if|the (?:price|cost))\b.*"
    ),
)
ABOUT_OURS = (
    (
        r"(?:and |so |hi |hello |hey )?what (?:does|do|would|will|did|is|are)\b.{1,90}\b(?:costs?|costing"
        r"|charged?|set me back)\b.{0,30}"
    ),
    r"how (?:expensive|costly|pricey|dear|cheap|affordable) (?:is|are|would|will|was|were)\b.{0,90}",
    r"how much (?:is|are|for|does|do|would|will|did|was|to)\b.{0,90}|how many (?:points|credits)\b.{0,90}",
    (
        "what(?:'s| is| are| was| were| would be| will be) (?:the |your |my )?(?:exact |current "
        "|total )?(?:prices?|costs?|fees?|rates?|charges?|"
        r"pricing|price list|rate)\b.{0,90}"
    ),
    (
        r"(?:is|are|was|were|would|does|do|did)\b.{1,60}\b(?:cheaper|dearer|more expensive|less expensive|faster"
        "|better|slower|quicker|worse)"
        r"(?: than\b.{1,60})?"
    ),
    (
        "(?:please |(?:can|could|would) you (?:please )?)?(?:quote|price|estimate)(?: (?:me|us|for me))?"
        r"(?: (?:a|an|the|for|this|that|it|two|three|one|[0-9]+s?|cost|costs|price|prices)\b.{0,90})?"
    ),
    (
        "(?:please |(?:can|could|may|would) (?:you|i) (?:please )?|i (?:want|need|would like) |i'd like )?"
        "(?:give|get|send|show|have)(?: me)? (?:a |an |the |your )?"
        "(?:price|cost|quote|estimate|pricing|quotation)(?: (?:check|list|table|estimate|quote))?(?: (?:for"
        r"|on)\b.{0,90}|s)?"
        "|(?:price|cost|quote|pricing)(?: (?:check|estimate|quote))?(?: of| for)? (?:a |an |one |the )?"
        r"(?:[0-9]+ ?s )?(?:kling|veo|sora|wan|vidu|hailuo|midjourney|suno|nano banana)\b.{0,40}|(?:price|cost"
        "|quote)(?: check| estimate)?"
    ),
    r"how long (?:does|do|will|would|is|are|can|could|until|till|to|did|has)\b.{0,90}",
)
ASKED = (
    *PRICED,
    (
        "(?:please |(?:can|could|would|will) you (?:please )?|i'd like to |i want to |i would like to )?"
        "(?:tell me|know|let me know|explain|ask)(?: about)? (?:what|how (?:much|many|long|expensive)|whether|if"
        "|which|the (?:prices?|costs?|pricing))"
        r"\b.{0,90}"
    ),
    r"(?:do you know|i wonder|i was wondering|wondering|any idea) (?:what|how|whether|if|which)\b.{0,90}",
    r"(?:the |your )?(?:price lists?|prices|pricing|rates|price tables?|costs)(?: please)?",
    r"(?:how|what) (?:does|do|are|is) (?:the )?(?:pricing|billing|points|credits|payments?|prices)\b.{0,40}",
    (
        r"how (?:do|can|should|could|would) (?:i|you|we|one)\b.{0,60}"
        "|how to (?:make|create|generate|use|do|pay|top up|order|cancel|get)(?: (?:a|an|the|my|this|it|new"
        rf"|{_MEDIA}|points|credits))*"
    ),
    (
        "(?:can|could|do|will) you (?:also |even |really )?(?:make|create|do|generate|draw|produce|paint"
        rf"|write)(?: (?:a|an|any|some))? (?:{_MEDIA})"
    ),
    # An earlier order, and the account.
    (
        rf"(?:is|are|was|were|has|have|did|isn't|hasn't)(?: {_MADE_EN})(?: been)? ?(?:{_READY}|fail|finish|work"
        "|succeed)(?: yet| already| now)*"
    ),
    (
        rf"{_MADE_EN} (?:isn't|is not|hasn't|has not|never|still|was not|wasn't|is still)(?: been)?(?: {_READY}"
        "| arrived| here)?(?: yet)?"
        rf"|(?:my|the) (?:order|task|generation|last {_MEDIA}) (?:has )?failed"
    ),
    r"(?:are we|are you) (?:there|done|ready|finished)(?: yet)?",
    (
        "why (?:did|does|do|has|have|was|were|is|are|didn't|hasn't|isn't|wasn't|can't|couldn't|won't)(?: not)? "
        "(?:it|this|that|they|you|i|my|the (?:last |first )?(?:order|task|job|generation|result"
        rf"|{_MEDIA}))\b.{{0,60}}"
    ),
    (
        "what (?:happened|went wrong)(?: .{0,40})?|what(?:'s| is) (?:wrong|the (?:problem|matter|error|status"
        "|progress))(?: .{0,40})?"
    ),
    rf"where(?:'s| is| are) (?:it|(?:my|the) (?:last |first )?(?:order|result|{_MEDIA}))(?: now)?",
    (
        "(?:please |can i (?:get|have) |could i (?:get|have) |may i have |i (?:want|need|would like) |i'd like "
        "|give me |request |how do i get )*"
        "(?:a |my |the )?(?:full )?refunds?"
        "(?: (?:me|us|my|the|it|this|that|for)(?: [a-z]+){0,6})?(?: please)?"
    ),
    (
        "(?:please )?(?:i (?:want|need) |i'd like |give me |can i (?:get|have) )(?:back )?my (?:points|money"
        "|credits)(?: back)?(?: please)?"
    ),
    (
        "(?:please |(?:can|could) (?:you|i) |i want to )?(?:list|show|see|view|check|display|tell|look up|get"
        "|what(?:'s| is| are))(?: me)?(?: all)?"
        rf"(?: of)? (?:my|our) {_ACCOUNT_EN}(?: please| left| so far| now| of .{{0,20}}| for .{{0,20}})?"
    ),
    (
        rf"my {_ACCOUNT_EN}(?: please)?|(?:order|task|account|job) (?:status|history)|status(?: of (?:my"
        rf"|the) .{{1,20}})?|orders|balance|refund|top up"
    ),
    (
        "(?:please |can you |could you )?(?:re-?)?send(?: me)? (?:that|the (?:last|previous|first|same|finished)"
        rf"|my (?:last|previous))(?: [a-z]+){{0,3}}? ?"
        rf"(?:one|result|{_MEDIA})(?: again| once more| you (?:just )?made| from before| just now)*"
    ),
    (
        "(?:please )?(?:speak|answer(?: me)? in|reply in|respond in|switch to|talk in|talk to me in|in"
        "|use) (?:english|chinese|mandarin)(?: please)?"
    ),
    r"what(?:'s| is| are) the (?:cheapest|best|fastest|quickest|easiest) (?:way|option|method)\b.{0,60}",
    (
        rf"(?:is|are) (?:it|this|that|they|the (?:{_MEDIA})|{_MEDIA}) (?:really |all )?(?:free|paid|expensive"
        "|costly)(?: of charge| to (?:use|make))?"
    ),
    (
        r"do you (?:accept|take|offer|refund|charge|store|keep|save)\b.{0,50}|(?:can|do) you (?:speak"
        r"|understand)\b.{1,20}|what languages\b.{1,40}"
    ),
    (
        "(?:please |can you |i want to |i'd like to )?(?:cancel|resume|stop|delete|retry|repeat|check|track"
        "|find) (?:my|the)"
        "(?: last| previous| current| first)? (?:order|task|job|generation)s?(?: please)?"
    ),
    (
        "(?:please )?top up(?: my (?:account|points|credits|balance))?|show (?:me )?(?:the )?(?:history|status"
        "|balance|orders)"
    ),
    # The same in Chinese.
    rf"{_PRICE_LEAD_ZH}几个?(?:积分|点数|块钱?|元|分钱){_ONE_ZH}{_TAIL_ZH}",
    rf"(?:请问|这个|这|你们?|做|用|是|{_MEDIA})*(?:收费|免费|要钱|要花钱|花钱|付费|扣积分)的?(?:吗|么|嘛|不)",
    r"(?:做|等|跑|生成)了多久了?|到哪(?:里|儿|一步)?了",
    rf"(?:我的?)?(?:订单号|任务号|订单编号|任务编号)(?:是)?(?:多少|什么|几号)?{_TAIL_ZH}",
    (
        rf"{_LEAD_ZH}(?:{_MEDIA}|订单|结果|作品|文件|钱|积分)(?:在哪(?:里|儿)?|去哪(?:里|儿)?了|哪(?:里|儿)?去了|到哪(?:里|儿)?了)"
        r"|在哪(?:里|儿)?(?:能|可以)?(?:看|找|下载|查)到?我.{0,10}"
    ),
    rf"(?:(?>我的|我|上次|上一个|刚才|之前|那个|这个|的|做))+(?:{_MEDIA}|订单|结果|钱|积分)呢",
    r"(?:请|帮我|我要|我想)*(?:取消|恢复|继续|重试|删除)(?:一下)?(?:我的|上一?个|刚才|最后一?个|这个|那个|之前|的)*(?:订单|任务)(?:吧|了)?",
    r"(?:我要|我想|请|帮我)*充值(?:积分|会员|一下)?吧?",
    rf"(?:请问)?{_UNDRAWN}{{0,16}}?(?:什么时候|几时|啥时候|何时)(?:能|才能|可以|会|才)?(?:{_DONE_ZH}|下载|看到?|收到){_TAIL_ZH}",
    r"(?:请|都)?(?:中文|英文|英语)(?:回答|回复|显示)(?:我)?(?:吧)?",
    rf"{_PRICE_LEAD_ZH}多少{_POINTS_ZH}{_ONE_ZH}(?:{_MEDIA})?{_TAIL_ZH}",
    rf"{_PRICE_LEAD_ZH}(?:花|用|付|扣|收|消耗|要)多少{_TAIL_ZH}",
    (
        rf"{_LEAD_ZH}(?:怎么|如何|咋|怎样|按什么)(?:收费|计费|算钱|扣费|扣积分|计价|定价|付费|充值|收钱|付款|退款|"
        rf"算积分|算){_TAIL_ZH}"
    ),
    (
        rf"{_LEAD_ZH}(?:价格|价钱|费用|收费|成本|报价|单价|资费)(?:标准)?(?:大概|大约|一般|是|要|会|有)*"
        rf"(?:多少|怎么样|如何|怎样|什么样|几何|高吗|高不高|多高){_TAIL_ZH}"
    ),
    (
        r"(?>请问|请|麻烦|帮我|给我|发我|看看?|查看?|查询|有没有|有|一下|你们?|的|我想看|想看|显示)*"
        rf"(?:{_MODELS})?的?(?:{_MEDIA})?的?(?:价格表|价目表|报价单|报价|收费标准|价格|资费){_TAIL_ZH}"
    ),
    (
        rf"(?:请问|我|该|应该|要|想知道|到底|你们?)*(?:怎么|怎样|如何|咋)(?:才能|才可以|去|样)?(?:做|画|生成|制作|用|使用|弄|出|取消|退款|充值|注册|登录|下单|付款)"
        rf"(?:这个|一个|一张|一段|订单|积分|{_MEDIA})?{_TAIL_ZH}"
    ),
    (
        r"(?:请问)?(?:你们?|您|这里|这|它|这个)?(?:现在|也|还|都)?(?:能不能|可不可以|会不会|能|会|可以|支持)(?:帮我|给我|帮)?"
        rf"(?:做|画|生成|制作|出|写|唱)?(?:{_MEDIA})(?:吗|么|嘛|不|吧)"
    ),
    rf"(?:请问)?{_UNDRAWN}{{0,16}}?{_DONE_ZH}(?:了(?:吗|么|嘛|没有|没)|没有?)(?:呢|啊|呀)?",
    (
        rf"(?:请问)?{_UNDRAWN}{{0,16}}?(?:还)?(?:要|需要|得|会)?(?:等|花)?(?:多久|多长时间|几分钟|多少时间)(?:能|才能|可以"
        rf"|才)?(?:{_DONE_ZH})?{_TAIL_ZH}"
    ),
    (
        rf"(?>我的|我|这个|这次|这|刚才|上次|上一个|那个|订单|任务|的|那|{_MEDIA})*(?:为什么|为啥|怎么会|怎么|咋|为何)(?:会|又|还|一直|总是|老是|还是)*"
        rf"(?:失败|没好|没有?(?:生成|出来|做好|成功|完成|结果|反应)|不行|出错|报错|卡住|卡|这么慢|那么慢|这么贵|那么贵|扣了?.{{0,8}}|慢|贵|被拒.{{0,4}}|不能用)"
        rf"了?{_TAIL_ZH}"
    ),
    (
        r"(?:请|帮我|帮忙|麻烦|你|能|我要|我想|给我|可以|能不能)*(?:查询|查看|查|看看|看|显示|告诉我|列出|列|打开|导出)(?:一?下|查|看)?"
        rf"(?:我|们|的|所有|全部|历史|最近|现在|当前|还有|剩下|{_MEDIA})*{_ACCOUNT_ZH}{{1,3}}{_TAIL_ZH}"
    ),
    rf"(?:我的?)?(?:历史|最近的?|全部|所有)?(?:订单|余额|账单|积分余额|消费记录|历史记录|任务列表|订单列表|进度){_TAIL_ZH}|进度(?:怎么样|如何|到哪)了?{_TAIL_ZH}",
    (
        r"(?:我要|我想|我要求|要求|请|帮我|给我|能不能|能|可以|可不可以|申请|把|我的|积分|钱|订单|麻烦)*"
        r"(?:退款|退钱|退费|退积分|退还?(?:我的?|给我)?(?:积分|钱)?|返还积分|退回(?:积分)?|退给我|退回来)(?:给我|吗|吧|了|一下|么|嘛)*"
    ),
    (
        rf"(?:请|麻烦|帮我|能不能|能)*(?:把|将)?(?:我的?)?{_EARLIER}(?:的|那|这|一|张|个|段|首|条|做|画|生成|好|幅|次|了|些|几)*(?:{_MEDIA}|结果|作品"
        "|文件)?"
        "(?:再|重新|也)*(?:发送|发|传|给|下载|保存|删除|删|存)(?:一?下|一遍|一次|来)?(?:给|到|过来|出来)?(?:我|来|掉)?(?:看看|一下|吧|吗|了)*"
    ),
    (
        r"(?:请|麻烦|你|能不能|可以|能)*(?:都|改)?(?:用|说|讲|换成|切换到|切换成|改成|改用)(?:简体|繁体)?(?:中文|英文|英语|汉语|国语)(?:来)?"
        r"(?:回答|回复|说|交流|跟我说|和我说|显示)?(?:我)?(?:吧|吗|好吗)?"
    ),
)
