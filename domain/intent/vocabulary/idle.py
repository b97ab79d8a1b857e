"""What people say that asks for nothing to be made: greetings, thanks, answers, questions, and giving up saved models.

`ANSWERS` are whole phrases; the patterns hold where they match a whole clause of a folded text.
"""

from types import MappingProxyType

from imastudio.domain.intent.vocabulary.entries import words
from imastudio.domain.tasks import Medium

ANSWERS = words(
    "cancel cancel_it cancel_that cancel_this cancel_the_order cancel_my_order cancel_order cancel_everything abort "
    "stop stop_it stop_that stop_this stop_now stop_everything quit exit undo nevermind never_mind forget_it "
    "forget_about_it wait hold_on no nope nah not_now don't do_not please pls "
    "thanks thank_you thank_u thx ty cheers many_thanks thanks_a_lot thank_you_so_much thank_you_very_much "
    "thanks_so_much hello hi hey hiya there good_morning good_afternoon good_evening good_night bye goodbye good_bye "
    "see_you ok okay k yes yeah yep yup sure fine alright all_right great good nice cool perfect awesome got_it i_see "
    "sounds_good looks_good that's_all that_is_all help help_me test testing start begin continue go go_on go_ahead "
    "done confirm more again another another_one one_more "
    "取消 取消订单 取消任务 取消生成 停 停止 停下 停下来 停止生成 算了 不用 不要 不需要 别 别做 别画 不画 不做 别生成 "
    "等等 等一下 没事 谢谢 謝謝 谢谢你 谢谢您 多谢 感谢 谢 辛苦 你好 您好 嗨 哈喽 哈啰 早 早上好 早安 上午好 中午好 "
    "下午好 晚上好 晚安 再见 拜拜 好 好的 好嘞 行 可以 可以的 嗯 是 是的 对 对的 没错 知道 明白 了解 收到 不 不是 "
    "不行 帮助 帮我 帮帮我 救命 求助 在吗 你在吗 测试 开始 继续 退出 撤销 确认 确定 请 先 就 那 "
    "再来一次 再来一遍 再试一次 再做一次 再试试 重来 重来一次 重新生成 重做 再生成一次 第一个 第二个 第三个 "
    "try_again do_it_again once_more regenerate redo retry the_first_one the_second_one same_again "
    "吧 啊 呀 呢 啦 了 哦 嘛 哈"
)
NAMED_MEDIA = (
    "(?:image|picture|photo|drawing|video|music|song|audio|speech|voice|tts)s?"
    "|画图|绘图|生图|作图|画画|图片|图像|图|视频|音乐|歌曲|语音|配音"
)
# Which medium is meant by the words above.
MEDIA = MappingProxyType(
    {
        **dict.fromkeys(words("video videos 视频"), Medium.VIDEO),
        **dict.fromkeys(words("music song songs 音乐 歌曲"), Medium.MUSIC),
        **dict.fromkeys(words("audio speech voice voices tts 语音 配音"), Medium.SPEECH),
    }
)
_DEAR = "cheapest|best|newest|latest|fastest|default|better|cheaper"
QUESTIONS = (
    rf"how (?:much|many (?:credits|points)) .{{0,60}}\b(?:costs?|charge|need|clip|{NAMED_MEDIA})",
    r"(?:what|which)(?: [a-z]+)? models?(?: .{0,50})?",
    rf"(?:[用选]|应该用|该用)?(?:哪个|哪款|哪种)(?:{NAMED_MEDIA})?模型.{{0,12}}",
    r"(?:and )?how much(?: (?:is|are|for|does|do|would|will|it|this|that|they|one|be))*",
    r"how many (?:credits|points)(?: (?:do i have|are left|is it|does it cost|left))*",
    r"what(?:'s| is| are) (?:the|your) (?:price|prices|cost|costs)(?: of it)?|price",
    r"what (?:does|do|will|would) (?:it|this|they) cost",
    rf"what(?:'s| is| are) (?:the|your) (?:{_DEAR})(?: (?:{NAMED_MEDIA}))? models?",
    rf"(?:list|show)(?: me)?(?: (?:all|the|your|all the|available|the available))? (?:(?:{NAMED_MEDIA}) )?models",
    (
        rf"(?:can you |please )?(?:recommend|suggest)(?: me)?(?: (?:a|an|some|one|the))?(?: good)?(?: (?:{NAMED_MEDIA}))? models?"
        rf"(?: for (?:drawing|{NAMED_MEDIA}|making (?:{NAMED_MEDIA})))?"
    ),
    r"do(?:es)? .{1,30} support .{1,30}|is .{1,20} (?:available|supported)(?: .{1,20})?",
    r"(?:best|cheapest) models? for .{1,40}",
    r".{0,20}支持.{0,20}(?:吗|么|嘛)|.{0,20}支持(?:哪些|什么|多少|多大|多长).{0,10}|.{0,20}(?:能|可以)用(?:吗|么)",
    r".{0,12}(?:最多|最长|最大)?(?:能|可以)(?:做|生成|支持|出)(?:多长|多久|多大|几秒|几张).{0,10}",
    r".{1,12}(?:好用|靠谱|厉害|怎么样)(?:吗|么|不|呢)?|.{1,12}好不好用",
    r"(?:what|which)(?:'s| is) (?:my|the) (?:default|usual|saved|current)\b.{0,30}",
    r"(?:我|我的|现在|目前|当前)*(?:默认|常用)(?:的|用的|用)?(?:模型)?是?(?:什么|哪个|哪款|啥)(?:模型)?",
    r".{0,16}(?:哪个|哪款|哪一个)(?:更|最|比较)?(?:好|便宜|快|强|贵|合适|划算)(?:用|些|点|一点)?(?:呢|啊|呀)?",
    r".{0,16}还是.{1,12}(?:好|便宜|快|强|贵|划算)(?:些|点|一点)?(?:呢|啊|呀)?",
    r"(?:你们|你|这里|这儿|现在)有.{1,12}(?:吗|么)|这是(?:谁|哪里|哪儿|啥)(?:呢|啊|呀)?",
    rf".{{0,12}}多少(?:钱|积分|点数)(?:能|可以|才能)?(?:做|生成|出|画|变)成?(?:{NAMED_MEDIA})?",
    r"who are you|what are you|what can you do|how (?:do i use|does) (?:this|it)(?: work)?|what is this",
    (r"怎么收费|什么价格?|价格(?:是)?多少|(?:我的)?余额(?:是)?(?:多少)?|.{0,20}贵(?:不贵|吗)"),
    (
        rf"(?:你们?|现在|目前|这里)?(?:都|支持|可以用|能用)?(?:有|用)?(?:哪些|什么|哪几个)(?:可用的?|能用的?)?(?:{NAMED_MEDIA})?的?模型"
        r"(?:可以用|可用|可选|能用|可以选)?(?:吗|呢)?"
    ),
    (
        rf"(?:列出|看看|查看|显示)?(?:所有|全部|可用)?的?(?:{NAMED_MEDIA})?模型(?:列表|有哪些|有什么)"
        r"|(?:列出|查看|显示)(?:所有|全部|可用)?的?模型"
    ),
    rf"(?:请|请你|给我|帮我|你)?推荐(?:一个|一款|一下|个|几个)?(?:好用的?)?(?:{NAMED_MEDIA})?的?模型",
    r"你是谁|你会什么|你能(?:做|干)什么|怎么用|这是什么",
)
# These hold where they match a whole text, breaks and all.
COMPARISONS = (r"(?:.{0,30}, ?)?which .{0,20}\b(?:better|cheaper|faster|cheapest|fastest|best)\b.{0,40}",)
_GIVE_UP = "clear|forget|reset|delete|remove|drop|erase|unset"
_SAVED = "saved|default|preferred|usual|favou?rite|remembered"
FORGETTING = (
    (
        rf"(?:please )?(?:{_GIVE_UP})(?: all)?(?: my| the)? (?:(?:{_SAVED}) (?:(?P<a>{NAMED_MEDIA}) )?"
        rf"|(?P<b>{NAMED_MEDIA}) (?:{_SAVED}) )"
        r"(?:models?|choices?)(?: please)?"
    ),
    rf"(?:please )?(?:{_GIVE_UP})(?: all)? (?:my|the)(?: saved)? (?:(?P<c>{NAMED_MEDIA}) )?(?:model )?preferences?(?: please)?",
    (
        rf"(?:请|帮我|请帮我)?(?:清除|清空|清掉|删除|删掉|忘掉|忘记|忘了|重置|取消)(?:一下)?(?:我的?)?"
        rf"(?:(?:(?:保存|存|默认|常用|记住|喜欢)(?:好|过)?的?(?P<d>{NAMED_MEDIA})?的?模型)"
        rf"|(?:(?P<f>{NAMED_MEDIA})的?(?:默认|常用|保存)的?模型)|(?:(?P<e>{NAMED_MEDIA})?的?(?:模型)?偏好(?:设置|模型)?))"
        r"(?:吧|了)?"
    ),
)
# Nouns that say no more than the medium, beside those of `media`.
NOUNS = frozenset(
    words("clip clips photo photos 照片 短片 短视频 short_video video_clip songs 曲子 曲 tune tunes track tracks")
)
# Words beside which a bare request stays bare: "draw it", "画吧".
EMPTY = frozenset(words("something anything me 吧 啊 呢 了 呀 一下 谢谢 好 好的 ok okay it this that thanks thank_you"))
