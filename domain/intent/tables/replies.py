"""What people say that asks for nothing to be made: each line is a topic and the patterns that tell it.

The patterns hold for a short utterance as a whole (`WHOLE`) or from its beginning (`OPENING`), in the folded spelling, without
the signs at its ends. What they say of things that we make is found by `OURS`.
"""

import re
from collections.abc import Sequence
from types import MappingProxyType

from imastudio.domain.intent.halves import Halves
from imastudio.domain.intent.proposal import Topic

_P = r"(?:啊|呀|吧|呢|哦|噢|喔|了(?!解)|啦|嘛|哈(?![喽啰])|哟|的|~|!|\.|。|,| )*"
_VERY = (
    r"(?:也|还|真的?|太|好|很|挺|非常|有点儿?|有些|超级?|不|这么|那么|怎么|"
    r"可以|特别|蛮|过于|这|那|这张|这个|效果|感觉|看着|看起来|[画做成拍唱写读念配弄剪]得|结果|图片|视频|图|它)*"
)
_JUDGED = (
    "丑|难看|好看|漂亮|美|模糊|糊|清楚|清晰|慢|贵|差|差劲|烂|暗|亮|假|棒|厉害|赞|可爱|不错|一般|奇怪|怪|失望|"
    "满意|喜欢|像|行|(?<=[得真太])好|(?<=得[很挺])好|酷|帅|牛|牛逼|"
    "离谱|垃圾|难听|好听|吓人|恐怖|完美|绝|凑合|糙|土|low|nice|好笑|搞笑|敷衍|尴尬|逼真|真实|惊艳|震撼"
)
_JUDGED_EN = (
    "ugly|bad|terrible|awful|horrible|nice|great|good|beautiful|awesome|amazing|cool|perfect|wrong|weird|blurry|"
    "dark|bright|"
    "slow|expensive|boring|cute|lovely|funny|fine|ok|okay|excellent|fantastic|wonderful|gorgeous|stunning|sick|"
    "lame|creepy|"
    "disappointing|disappointed|useless|garbage|trash|crap|the worst|the best|impressive|hideous|off|better|"
    "worse|fake|cheesy"
)
WHOLE: Sequence[tuple[Topic, re.Pattern[str]]] = tuple(
    (topic, re.compile(pattern))
    for topic, pattern in (
        (
            Topic.CANCEL,
            (
                rf"(?:please )?(?:cancel|stop|abort|undo|quit|exit|never ?mind|forget it|forget about it|drop it|"
                rf"leave it)(?: (?:it|that|this|everything|now|please|the order|my order|order|my last order|the last "
                rf"one|the task))*"
                rf"|(?:请|帮我|我要|我想)?(?:取消|停止?|停下来?|算了|不做了|不画了|不要了|不用了|别做了|别画了|撤销|"
                rf"撤回|退出|作罢|先不[用弄搞做画要]?了?)(?:掉)?(?:订单|任务|生成|刚才|刚刚|上一个|这个|那个|"
                rf"这次|的|"
                rf"单)*{_P}"
            ),
        ),
        (
            Topic.TALK,
            (
                rf"(?:(?:are you (?:a )?(?:human|robot|bot|real|there|ai|an ai)|how are you doing|nice to meet you|"
                rf"i love it|how are you|how's it going|what is up|who are you|what are you|what's your name|"
                rf"i am bored|happy (?:birthday|new year)|i don't know|"
                rf"(?:good )?(?:morning|afternoon|evening|night|day)|see (?:you|ya)|thank you|so much|a lot|very much|"
                rf"all right|got it|i see|sounds good|looks good|that's (?:all|it|fine|great)|not now|never mind|"
                rf"love it|well done|good job|nice work|good bot|my friend|what's up|i'm bored|merry christmas|"
                rf"i'm back|just testing|not yet|maybe later|you're welcome|no problem|hello|hi|hey|hiya|yo|sup|howdy|"
                rf"ta|(?:it's |such )?(?:a )?(?:nice|lovely|awful|terrible|hot|cold) (?:weather|day)(?: today)?|"
                rf"i'm (?:so|very) bored|"
                rf"n|y|q|there|bye|goodbye|later|thanks?|thx|ty|cheers|ok|okay|k|yes|yeah|yep|yup|sure|fine|alright|great|"
                rf"good|nice|cool|perfect|awesome|no|nope|nah|please|lol|haha+|hm+|wow|oh|ah|test|testing|ping|done|"
                rf"right|man|buddy|bro|again|everyone|all|maybe|whatever|idk|nothing|welcome|np)(?![a-z'])[ ,.!]*)++"
                rf"|今天(?:天气)?(?:真|好|太|很)?(?:好|无聊|热|冷|不错|累|开心|烦)(?:啊|呀|哦|啦|哈)+{_P}|今天(?:真|好)?无聊{_P}|好无聊(?:啊|呀|哦)*{_P}"
                rf"|(?:(?:你叫什么名字|你是机器人|你叫什么|你是什么|你是真人|你是ai|新年快乐|生日快乐|不好意思|"
                rf"就这个了|早上好|上午好|中午好|下午好|晚上好|在不在|你是谁|你是人|没什么|么么哒|不客气|对不起|等一下|"
                rf"先这样|就这样|开始吧|没问题|就这个|就它了|你好|您好|哈喽|哈啰|早安?|晚安|再见|拜拜|谢谢|多谢|感谢|"
                rf"辛苦|好的|好嘞|好滴|可以|是的|对的|没错|知道|明白|了解|收到|不是|不行|在吗|在么|测试|名字|没事|吃了|"
                rf"朋友|大家|ok|厉害|加油|随便|都行|无聊|开心|恭喜|抱歉|等等|稍等|下次|改天|以后|再说|没有|没了|真的|"
                rf"下单|确认|确定|开始|就它|同意|爱你|想你|好吧|行吧|嗨|嘿|谢|好|行|嗯|哦|噢|是|对|不|哈|呵|嘻|吗|么|"
                rf"你|您|我|在|牛|棒){_P})++"
            ),
        ),
        (
            Topic.FEEDBACK,
            (
                rf"{_VERY}(?:{_JUDGED})(?:死|爆|极|呆|到|多|得|上|一些|一点|点|些|看|用|吧)*{_P}"
                rf"|(?:哎|唉|啊|呀|怎么|又|你|这|都)*(?:画|做|拍|写|弄|搞|生成)(?:错|歪|反|崩|坏|糊)[了啦]{_P}"
                rf"|(?:我)?(?:不喜欢|不满意|喜欢|爱了|不好看|不对劲|看不清|看不懂|听不清|听不懂|"
                rf"不是我(?:想)?要的?.{{0,6}}|跟我想的不一样|没有?达到.{{0,6}}|没有?按.{{0,8}}|达不到.{{0,6}}|(?:手|"
                rf"脸|手指|五官|眼睛|字|文字|人|人物|比例|颜色|背景).{{0,3}}(?:错|崩|歪|不对|有问题|变形|乱|糊|怪|"
                rf"丑).{{0,3}}){_P}"
                rf"|(?:well |hmm |ugh |wow |ew |no |omg |but )*(?:(?:i|we) (?:really |do |don't |do not |didn't |just "
                rf")*(?:like|love|hate|dislike|want|adore)(?: (?:it|this|that|them|how it looks|the (?:result|"
                rf"colou?rs?|style|last one|first one|second one|picture|image|video|song)))(?: (?:very much|a lot|so "
                rf"much|at all|anymore))?|(?:(?:it|this|that|it's|that's|looks?|sounds?|the "
                rf"(?:result|picture|image|video|song|face|hands?|last one|colou?rs?)|is|are|was|they|so|too|very|"
                rf"really|kind of|kinda|a bit|pretty|not|just|way|absolutely|super|what|a|an|how|quite|much|still|all|"
                rf"came out) )*(?:{_JUDGED_EN})(?: (?:result|picture|image|video|one|job|work|ever|again|enough|"
                rf"now))?|not (?:what i (?:asked|wanted|meant)(?: for)?|good|like that|really|quite|bad|happy)|(?:you|"
                rf"it) (?:messed|screwed|got) (?:it |this |that )?(?:up|wrong).{{0,20}}|the (?:hands?|fingers?|faces?|"
                rf"eyes|text|letters?|colou?rs?) (?:is|are|look|looks) (?:wrong|off|weird|bad|messed up|broken|"
                rf"distorted))[ ,.!]*"
            ),
        ),
        (
            Topic.ACCOUNT,
            (
                rf"(?:please |show (?:me )?|check |see |view |what is |what's |tell me )*(?:my |the )?(?:account |"
                rf"point |points |credit |credits )?(?:balance|points|credits|account|spending|bill|bills|invoice|"
                rf"invoices|budget|quota|usage|subscription|plan)(?: left| please| today)?|(?:please )?(?:top up|"
                rf"recharge|add (?:points|credits) to)(?: my account)?|(?:i want |i'd like |give me |can i get )?(?:a "
                rf"|my )?(?:refund|money back)(?: please| me| my points)?|refund(?: me| it| my .{{1,12}})?|do you "
                rf"(?:accept|take) .{{1,24}}"
                rf"|(?:请|帮我|我要|我想|麻烦|给我)*(?:查询?|看看?|查看|显示)?(?:一下)?(?:我的?)?(?:余额|积分|"
                rf"剩余积分|积分余额|积分明细|账单|账户|账号|消费记录|花费|点数|发票|会员|套餐)(?:情况|明细|呢)*{_P}|"
                rf"(?:我要|我想|请|帮我|能不能|可以|把|将|我的?|积分|钱|订单)*(?:退款|退钱|退费|退积分|退还?给我|"
                rf"退回来?|返还积分|充值|续费)(?:给我|一下)*(?:吗|{_P})|我的钱呢{_P}|(?:扣|花)了?(?:我)?(?:那么|这么|"
                rf"好)多(?:积分|钱|点)?{_P}|积分(?:呢|怎么.{{0,8}}|不对|少了|没了){_P}"
            ),
        ),
        (
            Topic.ORDERS,
            (
                rf"(?:please |show (?:me )?|check |list |see |view |open |what is |what's |send me )*(?:the |my |all |"
                rf"all my )?(?:recent |past |last |latest |previous |old |pending )?(?:orders?|tasks?|jobs?|"
                rf"generations?|history|order history|order status|task status|status|progress|results?|queue|eta)(?: "
                rf"please| list| so far)?|(?:where is|where's|where are|is|are) (?:my|the|it|they)\b.{{0,30}}|(?:send|"
                rf"show|give) me (?:the|my) (?:last|previous|latest|recent) .{{1,16}}?(?: again)?|any (?:news|update|"
                rf"updates|progress)(?: on .{{1,20}})?|(?:is it |are we )?(?:done|ready|finished)(?: yet| now)?"
                rf"|(?:请|帮我|我要|我想|麻烦|给我)*(?:查询?|看看?|查看|显示|看一?下)?(?:一下)?(?:我的?)?(?:历史|"
                rf"最近的?|全部|所有|之前的?)?(?:订单号?|任务|记录|历史记录|生成记录|进度|任务列表|订单列表|状态|结果|"
                rf"作品)(?:情况|列表|呢|怎么样|如何|到哪了?|是多少)*{_P}|(?:我的?|视频|图片?|歌|音乐|这个|那个|还|都|"
                rf"到底|画|做|生成|任务|订单|上一?个|刚才的?|昨天的?)*(?:做|画|弄|生成)?(?:好|完成|完|出来|成功|做好|"
                rf"画好|生成好)了?(?:没有?|吗|么|了吗|了没有?){_P}|(?:做|画|等|生成|跑)了?(?:多久|好久|半天|"
                rf"很久){{1,2}}{_P}|(?:怎么)?还没(?:好|出来|完成|做完|画完|生成){_P}"
            ),
        ),
        (
            Topic.PRICES,
            (
                rf"(?:the |your |show me |what are |list )*(?:prices?|pricing|price lists?|costs?|rates|fees)(?: "
                rf"please| list| table)?|(?:quote|price|estimate) (?:me|us|for|of) .{{1,60}}|(?:too |very |so "
                rf")?expensive"
                rf"|(?:请|给我|看|查看|有没有|有)*(?:价格|价目|收费|资费|报价)(?:表|单|标准)?{_P}"
            ),
        ),
        (
            Topic.MODELS,
            (
                rf"(?:please )?(?:list|show|see|view)(?: me)?(?: all| the| your| available)*(?: image| video| music| "
                rf"speech| voice| song)? ?(?:models?|voices?|sizes|ratios|options)(?: please)?|(?:the )?(?:models?|"
                rf"voices|model list|list of models)|(?:recommend|suggest)(?: me)?(?: a| an| some)?(?: good)?(?: "
                rf"image| video| music)? ?models?(?: for .{{1,30}})?"
                rf"|(?:请|给我|看|查看|列出|显示|所有|全部|可用)*(?:的)?(?:图片|视频|音乐|语音)?(?:模型|"
                rf"音色)(?:列表|清单)?{_P}|(?:用|说|讲|请|都)*(?:中文|英文|英语|汉语)(?:回答|回复|说|交流){_P}"
            ),
        ),
        (
            Topic.HELP,
            (
                rf"(?:help|help me|please help|i need help|/help|/start|start|menu|how (?:do|does|can|should) (?:i|it|"
                rf"this|you|we)(?: (?:use|start|begin|work|do))*(?: (?:this|it|you|work))?|what can (?:you|i) (?:do|"
                rf"make|ask|create|draw|generate)(?: here| for me)?|what do you do|what is this|what's this|can you "
                rf"help(?: me)?|instructions|examples?|show me examples?|how does (?:it|this) work)"
                rf"|(?:帮助|帮我|帮帮我|救命|求助|帮忙|使用说明|说明书?|教程|怎么用|如何使用|怎么使用|怎么玩|怎么弄|"
                rf"怎么操作|你(?:能|会|可以)(?:做|干|帮我做?|画|生成)?(?:什么|啥|些什么|哪些).{{0,6}}|你有(?:什么|啥|"
                rf"哪些)(?:功能|用|本事|能力)|这(?:是|个是)?(?:什么|干嘛的|啥|谁|哪里|哪儿)|有什么功能|能做什么|"
                rf"可以做什么|会什么|你能帮我吗|你能干嘛|举个例子|示例|例子){_P}"
                r"|.{0,20}(?:下载不了|打不开|保存不了|没反应|看不到|收不到|登录不了|登不上|用不了|卡住了|卡死了|"
                r"没声音|没有声音了|报错了?|出错了|加载不出来|播放不了|上传不了|传不上去|付不了款|闪退).{0,6}"
                r"|.{0,30}(?:won't|can't|cannot|doesn't|does not|isn't|not) (?:download|open|load|play|save|show|"
                r"working|work|loading|opening|log ?in|connect)(?: (?:it|the .{1,12}|anymore|up))?|(?:it|this|that|"
                r"the app)(?:'s| is)? (?:stuck|broken|crashed|frozen|an error)"
            ),
        ),
    )
)
# What a question begins with.
QUESTION_EN = re.compile(
    r"(?:(?:and|so|but|ok|okay|hi|hello|hey|please|um|well|quick question|just wondering|btw|by the way),? ?:?)*"
    r"(?P<word>how much|how many|how long|how|what's|what|which|who|why|when|where|whose|do you|does|do|did|is "
    r"there|are there|is it|is|are|was|were|can i|could i|"
    r"may i|should i|will it|will|would it|has|have you|have|am i|any idea|i wonder|wondering|i was wondering|"
    r"tell me (?:about|what|how|which|why|the)|let me know|explain|compare|difference|"
    r"can you|could you|will you|would you|best|cheapest|can (?:kling|veo|sora|wan|it|midjourney|suno|vidu|"
    r"hailuo|seedream|this)|show (?:me )?(?:my|the|all|your|available)|list|check|what about|recommend|suggest)\b"
)
# These ask even where no other word does.
ASKS_SURELY = re.compile(
    r"多少(?:钱|积分|点数|点积分|个积分)|(?:贵不贵|贵吗|怎么收费|怎么算钱|怎么计费|价格是?多少|什么价格?|"
    r"多长时间\Z|(?:要|得|需要|会|用)多久\Z|是多少\Z)|(?:花|扣|要|需要|用|消耗|付)多少\Z"
    r"|(?:how much|how many (?:points|credits)|what (?:does|do|will|would) (?:it|this|that|they) cost|what's the "
    r"(?:price|cost|damage)|price\?|cost\?)"
)
OPINION = re.compile(
    r"你(?:们)?(?:咋|怎么|如何|是怎么)(?:看|想|说|认为|觉得)|你(?:们)?(?:觉得|认为|说)呢|你(?:同意|赞成|认同)[吗不]"
    r"|\b(?:what|how) (?:do|would) you (?:think|feel|reckon|say)\b|\bdo you (?:agree|think so)\b"
    r"|\bwhat(?:'s| is| are) your (?:opinion|view|thoughts?|take)\b|\bany thoughts\b"
)
# What tells us that nothing was asked for.
UNASKED = re.compile(
    r"(?:没|没有|又没|不是|也没)(?:让|叫|要|请|喊|说要)你|\bi (?:didn't|did not|never|haven't|wasn't)(?: even)? "
    r"(?:ask(?:ed|ing)?|tell|told|want(?:ed)?|say|said) (?:you|for)\b"
)
PRICES = re.compile(
    r"多少(?:钱|积分|点|分|费|个积分)|几(?:积分|个积分|点积分|块|元|个钱)|价格|价钱|费用|收费|计费|资费|报价|成本|贵|"
    r"便宜|划算|花多少|要多少|扣多少|\bprices?\b|\bpricing\b|\bcosts?\b|how much|\bcheap|"
    r"\bexpensive|\bcharge|\bfees?\b|how many (?:points|credits)|\bquote\b|\bfree\b|免费|要钱"
)
ACCOUNT = re.compile(
    r"(?:我的?|还有|还剩|剩下|剩余|当前|账户|账号|今天|昨天|本月|这个月|一共|总共|已经|查|看).{0,8}(?:积分|余额|"
    r"点数|账单|消费|花费|花了|扣了|用了)|余额|积分(?:怎么|为什么|为啥|去哪|还|不够|少了|没了|不足|余额|明细|"
    r"记录)|花了多少|扣了多少|用了多少|充值|退款|退钱|发票|会员|套餐|续费|"
    r"\bhow (?:many|much) (?:points|credits) (?:i am having|am i having|i have|have i|do i have|are left|left)\b|"
    r"\bbalance\b|(?:my|remaining|left|have) (?:points|credits)|(?:points|credits) (?:left|remaining|do i have|"
    r"have i|did i|gone)|\brefund|\binvoice|\bsubscription|\btop up\b|have i spent|did i spend|i spent|my "
    r"(?:spending|account|bill|purse|budget)|(?:spent|used) (?:today|so far|this (?:week|month))"
)
ORDERS = re.compile(
    r"(?:做|画|生成|制作|弄|渲染|出|处理|跑)(?:好|完|成功|出来|完成)|好了(?:吗|没|么)|进度|完成了|失败|怎么还没|"
    r"还没好|还没出|多久能?(?:好|出|完成|做)|还要多久|要等|订单|任务|历史|记录|上一?(?:张|个|次|条|段|首|单)|"
    r"刚才|刚刚|之前(?:的|那)|结果(?:呢|在哪)|下载(?:链接|地址|在哪)|在哪(?:里|儿)?(?:看|找|下载)|状态|"
    r"\b(?:my|the|that|last|previous|recent|latest)(?: [a-z]+){0,2} (?:order|orders|task|tasks|job|video|image|"
    r"picture|song|clip|result|results|generation|generations|one)\b.{0,20}\b(?:ready|done|finished|status|"
    r"failed|fail|go|cost|where|complete|take|taking|stuck)\b|\b(?:is|are|was|did) (?:it|my|that|"
    r"the)\b.{0,24}\b(?:ready|done|finished|complete|completed|fail|failed|work|running|through)\b|\bhistory\b|"
    r"\bstatus\b|\bprogress\b|\beta\b|how long (?:until|till|will it|does it|is it|more)|my (?:last |recent |"
    r"past |previous )?(?:orders?|tasks?|generations?|results?|downloads?)|(?:did|why).{0,24}\bfail"
)
MODELS = re.compile(
    r"模型|支持|尺寸|分辨率|比例|时长|最长|最大|哪个好|更好|区别|对比|推荐|音色|声音|画质|清晰度|水印|商用|版权|"
    r"参考图|首尾帧|格式|models?\b|\bsupport|\bresolution|\bratio|\blongest\b|\bmax(?:imum)?\b|\bbetter\b|"
    r"\bbest\b|\bdifference\b|\bcompare|\brecommend|\bsuggest|\bvoices?\b|\bsizes?\b|\bwatermark|\bcommercial|"
    r"\bavailable\b|\bfaster\b|\bfastest\b|\bhow long can\b|\b4k\b|\b8k\b|\b1080p\b"
)
MEDIA = re.compile(
    r"图|画|视频|音乐|歌|语音|配音|动画|短片|海报|照片|\bimages?\b|\bpictures?\b|\bvideos?\b|\bmusic\b|"
    r"\bsongs?\b|\bspeech\b|\bvoice\b|\bclips?\b|\bphotos?\b|\bposters?\b|\baudio\b|\btts\b|\bpoints?\b|"
    r"\bcredits?\b|积分|\b(?:this|it|you)\b|你"
)
_NAMED_MEDIA = (
    "(?:image|picture|photo|drawing|video|music|song|audio|speech|voice|tts)s?"
    "|画图|绘图|生图|作图|画画|图片|图像|图|视频|音乐|歌曲|语音|配音"
)
_GIVE_UP = "clear|forget|reset|delete|remove|drop|erase|unset"
_SAVED = "saved|default|preferred|usual|favou?rite|remembered"
FORGETTING = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:请|帮我)?(?:取消|清除|去掉|清空|重置|不要)(?:我的?)?(?:默认|常用|固定)(?:的)?(?:模型|设置)?(?:了|吧)?",
        (
            r"(?:please )?(?:clear|forget|reset|drop|remove|unset|cancel|stop using) (?:my|the) "
            r"(?:default|usual|preferred)s?(?: please)?"
        ),
        (
            rf"(?:please )?(?:{_GIVE_UP})(?: all)?(?: my| the)? (?:(?:{_SAVED}) (?:(?P<a>{_NAMED_MEDIA}) )?|"
            rf"(?P<b>{_NAMED_MEDIA}) (?:{_SAVED}) )"
            r"(?:models?|choices?)(?: please)?"
        ),
        (
            rf"(?:please )?(?:{_GIVE_UP})(?: all)? (?:my|the)(?: saved)? (?:(?P<c>{_NAMED_MEDIA}) )?(?:model "
            rf")?preferences?(?: please)?"
        ),
        (
            rf"(?:请|帮我|请帮我)?(?:清除|清空|清掉|删除|删掉|忘掉|忘记|忘了|重置|"
            rf"取消)(?:一下)?(?:我的?)?(?:(?:(?:保存|存|默认|常用|记住|喜欢)(?:好|过)?的?"
            rf"(?P<d>{_NAMED_MEDIA})?的?模型)|(?:(?P<f>{_NAMED_MEDIA})的?(?:默认|常用|保存)的?模型)|"
            rf"(?:(?P<e>{_NAMED_MEDIA})?的?(?:模型)?偏好(?:设置|模型)?))(?:吧|了)?"
        ),
    )
)
# Words of an earlier work or of a change to it: without that work they mean nothing.
FOLLOW_UP = re.compile(
    r"(?:(?:请|帮我|麻烦|那|嗯|好的?|可以|不错|ok|能|就|不|算了|但是?|给我),?)*(?:"
    r"(?:再|重新|重)(?:来|画|做|生成|试|出|拍|写|弄|整|搞|跑|换|唱)(?:一?(?:张|个|次|遍|段|首|下|份|版|条|幅|组)|"
    r"两张|三张|几张|试|一下)?.{0,12}"
    r"|重试|重来|重做|重画|继续|接着来?|下一(?:张|个)|换(?:一?(?:张|个|种|首|段)|成|个).{0,14}|同样的?.{0,12}|"
    r"一样的?.{0,10}|还是(?:刚才|上|这个|那个|之前|原来).{0,12}"
    r"|(?:把|将)?(?:它|这个|那个|这张|那张|这首|那首|这段|刚才的?|上一?(?:张|个|次|首|段)的?|"
    r"第[一二三四1234](?:个|张|首|段|种)?的?|前面的?|之前的?).{0,24}"
    r"|(?:背景|颜色|色调|衣服|头发|天空|猫|狗|人|光线|表情|文字|标题|字|节奏|声音|音乐|画面|镜头|速度|主体|"
    r"眼睛).{0,3}(?:再|更|换成?|改成?|变成?|调|加|大|小|暗|亮|深|浅|快|慢|多|少|要).{0,10}"
    r"|(?:再|更|稍微?|有?一?点儿?|太|要|调|改|变|大|小)*(?:大|小|长|短|亮|暗|红|蓝|绿|黄|白|黑|快|慢|高|低|清晰|"
    r"清楚|写实|卡通|可爱|真实|明亮|柔和|鲜艳|复古|简单|简洁|细致|自然|温暖|冷|暖|近|远|多|少|浓|淡|粗|"
    r"细)(?:一点儿?|点儿?|一些|些|几个|两个)(?:的|吧|就好|儿)*"
    r"|(?:加|去掉|删掉|删除|去除|换掉|改掉|移除|放大|缩小|调亮|调暗|裁剪|旋转|镜像|反转|加上|添加|减少|增加).{0,14}"
    r"|(?:可以|好的?|行|同意|确认|没问题|就这个|就它|选|要|用|我选|我要)*,?(?:第[一二三四1234](?:个|张|种|款|"
    r"项)?|前者|后者|重试|上面那个)(?:吧|好了|的)?"
    r"|(?:改|变|做)(?:成|为|得|一下|下).{0,14}|(?:竖|横|方)(?:版|屏|的|图)(?:的|再来一张|也来一张|来一张|"
    r"一张)?.{0,6}|反过来|倒过来|左右翻转"
    r")(?:吧|呢|啊|呀|了|吗|的|哦|谢谢|!|\.|。)*"
    r"|(?:(?:ok|okay|yes|nice|great|good|cool|perfect|now|and|but|so|please|can you|could you|no|hmm|well|love "
    r"it|looks good|thanks|just|also|maybe|then|alright|sure|again)[, ]*)*(?:"
    r"(?:the )?same(?: (?:again|but|one|thing|as before|style|picture|video|image|song|prompt|idea|scene|"
    r"character|with|in|except|please))*.{0,30}"
    r"|(?:do|try|make|run|generate|draw|give me|one|create|(?:two|three|four|five|[2-5]) more like that)?(?: it| "
    r"that| this| them)? ?(?:again|once more|one "
    r"more time|over|another one|another|one more|two more|three more|a different one|a new one|some more|more "
    r"like (?:this|that|it)|more)(?:,? (?:please|but|with|in|time|of (?:those|these|them|that|it)).{0,24})?"
    r"|retry|redo|regenerate|repeat|continue|next|next one|undo|go back|more(?: .{1,16})?|less(?: .{1,16})?|try "
    r"again.{0,16}"
    r"|(?:make|turn|change|set|keep|have|put|move|crop|zoom|rotate|flip|get|give|let) (?:it|this|that|them|him|"
    r"her|the (?:last|first|second|previous|other|same) (?:one|image|picture|video|song)|the (?:background|"
    r"colou?rs?|sky|text|hair|face|cat|dog|man|woman|title|tempo|light|lighting|car|style|image|picture|"
    r"video))\b.{0,40}"
    r"|(?:a (?:bit|little|touch|tad) |much |slightly |even |way |far )?(?:bigger|smaller|larger|longer|shorter|"
    r"brighter|darker|bluer|redder|greener|warmer|cooler|colder|faster|slower|louder|quieter|closer|wider|taller|"
    r"sharper|softer|sadder|happier|funnier|cuter|simpler|cleaner|lighter|heavier|older|younger|higher|lower|"
    r"crisper|calmer|bolder|thicker|thinner|cheaper|better|more [a-z]+|less [a-z]+)(?: (?:please|now|version|one|"
    r"this time|than that|colou?rs?|background|lighting|sky|text|tones?))*"
    r"|(?:the )?(?:first|second|third|fourth|last|previous|former|latter|other|left|right) (?:one|option|picture|"
    r"image|version|model)(?: .{1,30})?|(?:option|number|no\.?|#) ?[1-4a-d]|that one|this one|the one .{1,30}|"
    r"neither|both|either"
    r"|(?:now |but |just )*(?:without|add|remove|delete|replace|lose|drop|swap|fix|crop|upscale|colou?rize|"
    r"brighten|darken)(?: (?:the|it|a|an|some|more|less|that|this|his|her|their|blue|red|green))+\b.{0,30}|"
    r"(?:with|in) (?:a |an |the |more |less |some )?[a-z]+(?: [a-z]+)?|in (?:black and white|colou?r)"
    r"|what about (?:a |an |the |in |with |vertical|horizontal|square)?.{1,30}|how about (?:a |an |the |in |with "
    r")?.{1,30}|(?:and )?(?:vertical|horizontal|square|portrait|landscape|widescreen)(?: (?:one|version|please|"
    r"this time|instead|now|too))*"
    r")[ ,.!]*"
)
# What a change of the last work begins with, though it names a medium: 再来一张图, "make it a video".
AGAIN = re.compile(
    r"(?:再|重新?|同样|一样|还是|把(?:它|这个|那个|刚才|上)|(?:the )?same|again|another|one more|more|redo|retry|"
    r"make it|turn it|do it|try|now)"
)
# What ends a question, whatever it is about.
ASKS_AT_END = re.compile(
    r"(?:怎么样|怎样|如何|什么|啥|哪里|哪儿|是谁|几点|几号|多少|吗|么|为什么|怎么办|怎么弄|多大|多高|多远|"
    r"几岁)[?。!]*\s*\Z"
)
# What takes back an earlier work: without it, it means nothing.
CORRECTS = re.compile(
    r"(?:不对|不是|错了|搞错|你(?:画|做|弄|搞|写|生成)错|我(?:要|说|想要)的是|我是说|我的意思是|应该是|no,|nope|"
    r"wrong|i said|i meant|i asked|that's not|"
    r"not that|not what)|(?:把|将)[^,。]{1,12}?(?:换成?|改成?|变成?|调|去掉|删掉?|加上?|移到?|弄|放大|"
    r"缩小)[^,。]{0,16}\Z"
)
# What asks for an earlier work once more, wherever it stands: 用海螺再试一次.
DO_AGAIN = re.compile(
    r"再(?:试|来|做|画|生成|出|跑|弄|拍|写)(?:一?[次遍下张个段首]|试)?(?:\Z|[,，。])|重(?:试|来|做|"
    r"新生成)\Z|\b(?:again|once "
    r"more|retry)\Z"
)
# What complains of something that was ordered or charged.
CANCELS = re.compile(
    r"(?:那|还是|先|就|,)*不(?:弄|做|画|拍|搞|要|写)(?:这?个?(?:视频|图|图片|照片|歌|音乐|片子))?了(?:吧|啊)?(?:,.{1,8})?|"
    r"(?:等等|等一下|算了|不要了?|不用了?|别做了?|取消|停|不做了?|不画了?)(?:吧|了|,| )*(?:算了|"
    r"不要了|不用了|别做了|取消|停|"
    r"不做了|不画了)(?:吧|了|啊)*|(?:nah|no|ok|oh|well|hmm)[ ,]+(?:forget it|never ?mind|cancel(?: it| that)?|"
    r"stop(?: it)?|leave it|drop it)(?: .{0,12})?"
    r"|(?:(?:nah|no|ok|oh|well|hmm|actually|nvm|never ?mind),? )*(?:forget|scrap|drop|leave) (?:about )?"
    r"(?:the|that|this|my) (?:picture|image|video|clip|song|poster|order|whole thing)"
)
COMPLAINT = re.compile(
    r"退我|退给我|扣了|没出来|没给我|等了.{1,8}(?:分钟|小时|天|半天)|骗人|投诉|差评|charged me|money back|points "
    r"back|credits back|"
    r"nothing like (?:what )?i|not what i (?:asked|wanted)|rip[- ]?off|waste of|still waiting|been waiting"
)
# Work of ours that is told of, with what became of it: it is no wish.
TOLD_OF_OURS = re.compile(
    r"\A(?:the|your|that|this|those|these) (?:[a-z-]+ ){0,2}?(?:music|songs?|tunes?|pictures?|"
    r"images?|photos?|drawings?|videos?|"
    r"clips?|voice|audio|speech|narration) (?:(?:that|which) )?(?:it|you) (?:just |has |have |had )?"
    r"(?:gave|given|made|generated|sent|did|drew|sang|wrote|composed|painted|animated|produced|got|received)\b"
    r"|\Ayour (?:[a-z-]+ ){0,3}?(?:music|songs?|pictures?|images?|videos?|clips?|voice|audio|"
    r"text-to-speech|tts|model|ai|app|"
    r"bot) (?:[a-z]+ly )?(?:[a-z]{3,}ed|is|was|are|were|can't|won't|doesn't|didn't|keeps?|never|always)\b"
    r"|\A你们?(?:刚才?|上次|之前)?(?:给我)?[画做拍写唱配念读弄搞出]的(?!.*(?:[换改重]|再来|加上|去掉|变成))"
)
# What waits, or is not to be begun: "hold off on the video, my client hasn't decided".
HELD_OFF = re.compile(
    r"(?:(?:please|hey|ok|okay|um|actually)[, ]+)*(?:(?:hold (?:off|fire)|don't start)(?: (?:on|"
    r"with))?|wait (?:on|with)) "
    r"(?:the|that|this|my|our|any|it)\b"
)
# What points at an earlier work.
EARLIER = Halves(
    r"(?:刚才|刚刚|上次|上一|上面|之前|前面|先前)(?:的|那|画|做|生成|发)?(?:那|一)?(?:个|张|段|首|幅|版|"
    r"条)?(?:的)?(?:图|视频|画|歌|照片|结果|作品|片子|音乐)|(?<![图面墙身桌地纸往向天楼山路海床])上一(?:张|个|段|首)|"
    r"(?:跟|和|像|按|用|照着?|按照)(?:刚才|刚刚|上次|上回|之前|前面|上面)|\A(?:the )?(?:first|second|third|fourth|last|left|"
    r"right|middle|top|bottom) one\b|"
    r"\b(?:the|my|that|your) (?:last|previous|earlier) (?:one|image|picture|photo|video|clip|song|result|work|"
    r"drawing)\b|"
    r"\b(?:image|picture|photo|video|clip|song) (?:you|i) (?:just )?(?:made|generated|created|did)\b"
)
# What is heard and not seen, where it ends a clause: "a tense boss fight theme, strings and taiko".
HEARD = Halves(
    r"\b(?:(?:fight|battle|boss|game|chase|spy|hero|villain|menu|title|opening|ending|intro|love|"
    r"main|show|podcast|tv|"
    r"news) theme|"
    r"melody|riff|bassline|soundscape|soundbite|(?:string|brass|wind|jazz|piano) "
    r"(?:quartet|quintet|trio)|audio|mp3|wav|bpm)(?=[,.:;]|\Z| for\b)"
    r"|(?:背景音|旋律|曲风|编曲|音频|录音|弹唱|清唱|哼唱|伴奏)(?=[,。:]|\Z)"
)
# What makes a picture move, and what makes it one to look at only.
MADE_TO_MOVE = re.compile(
    r"[让使][^,。]{1,16}(?:[动飞跑跳走转舞游飘摇活流]起来|眨眼|眨眨眼|挥手|招手|转头|跳舞|奔跑|游动|飘动|摆动)"
    r"|\bbring (?:[a-z']+ ){1,4}(?:back )?to life\b"
    r"|\bmake (?:[a-z]+ ){1,4}(?:come alive|come to life)\b"
)
REFERRED_TO = re.compile(
    r"参考(?:一下|下)?(?:[这那该图]|我[的给发]|上面)|[作做当为](?:形象|角色|主体|风格)?参考|参考形象"
    r"|用这个?(?:形象|角色|人物)|\bas (?:the |an? |my )?(?:[a-z]+ )?references?\b|\bkeep (?:his|her|the|their) face\b"
)
# What moves in a scene: it may be a film that is meant.
MOTION = Halves(
    r"镜头(?:慢慢|缓缓|逐渐|快速|推|拉|跟|摇|移|从|扫|环绕|旋转|切)|运镜|慢镜头|慢动作|延时摄影|一镜到底|转场|"
    r"\bcamera (?:slowly |gently |quickly )?(?:pans?|zooms?|moves?|follows?|tracks?|orbits?|dollies|pulls?|"
    r"pushes|tilts?|rotates?|glides?)|"
    r"\b(?:slow[- ]motion|time[- ]?lapse|tracking shot|dolly (?:in|out|shot)|drone shot|fpv)\b"
)
# What begins an answer to a question: 好的，用Veo, "yes, with Kling".
ANSWERED = re.compile(r"(?:好的?|可以|行|嗯|是的?|对|没问题|yes|yeah|ok|okay|sure|yep|no|不|不用|不要)[,，。 ]")
TOPIC_ORDER = MappingProxyType(
    {Topic.ACCOUNT: ACCOUNT, Topic.ORDERS: ORDERS, Topic.PRICES: PRICES, Topic.MODELS: MODELS}
)
