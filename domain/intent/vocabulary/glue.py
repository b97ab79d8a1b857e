"""The small words that tell what part the others play."""

from imastudio.domain.intent.vocabulary.entries import Kind, row, table, words

# What stands behind these is to be seen in the picture, as if it stood in quotes.
_WRITING_ZH = (
    "写着 写有 写上 写了 印着 印有 印上 标着 标有 刻着 刻有 绣着 绣有 喷着 显示 显示着 显示为 挂着 贴着 写着大大的"
)
WRITING = frozenset(
    words(
        f"{_WRITING_ZH} says saying reads showing shows displays displaying with_the_text with_text with_the_words "
        "with_the_word the_words the_word labeled labelled captioned lettered spelling spelled"
    )
)
# What stands right behind these is what a work is about, not how it is to be.
TELLING_EN = words("about called named titled entitled dubbed against")
TELLING_ZH = words(
    "关于 介绍 宣传 推广 研究 讨论 讲解 评测 科普 卖 买 梦见 讨厌 热爱 举着 拿着 抱着 叫 叫做 名叫 名为 题为 取名 "
    "主题是 主题为"
)
# Behind these, where a colon follows.
_LABELS_ZH = "标语 口号 标题 文案 字样 写道"
LABELS = frozenset(words(f"{_LABELS_ZH} slogan caption headline title tagline motto"))
TABLE = table(
    row(Kind.HAN, f"{_WRITING_ZH} {_LABELS_ZH}"),
    row(Kind.OF, "with_text with_the_words with_the_word"),
    row(Kind.WORD, "the_word the_words"),
    row(
        Kind.POLITE,
        "请 帮我 给我 麻烦 麻烦你 我想 我要 我想要 想要 需要 我需要 能不能 能否 可以 可否 你能 帮忙 替我 为我 现在 "
        "先 再 然后 接着 最后再 首先 另外 顺便 "
        "重新 重新再 那就 要不 要不还是 你好 您好 嗨 想 请帮我 请给我 请你 来帮我 可不可以 能帮我 能给我 直接 就 快 "
        "please set i'd_rather_you i'd_rather 随便 can_you could_you would_you will_you i_want i_want_you_to "
        "i_want_to i'd_like i'd_like_you_to "
        "i'd_like_to i_would_like i_need help_me "
        "let's lets hey hi hello now then next just quickly kindly we_need also pls plz you_to help to_see",
    ),
    row(Kind.ARTICLE, "a an the my our his her their your some any another"),
    row(
        Kind.COUNTER,
        "张 幅 段 首 条 支 部 份 版 款 篇 则 组",
    ),
    row(Kind.COUNTER, "个", "个"),
    # 最好是竖版: as it had best be, not the best there is.
    row(
        Kind.GLUE,
        "最好是 最好能 最好要 最好有 最好在 最好把 最好让 best_if it's_best_if it_would_be_best preferably ideally",
    ),
    row(Kind.NOT, "最好不要 最好别 最好不"),
    row(Kind.OF, "of about depicting featuring 关于 showing with_the_text saying says where"),
    row(Kind.FOR, "for"),
    row(Kind.IN, "in at as @ 以 按 按照 设为 设成 设置为 到"),
    row(Kind.TO, "to into 成 成为 为"),
    row(
        Kind.PLACE,
        "on under near behind beside inside outside above below over between through across around against from by",
    ),
    row(Kind.AND, "and & + 和 跟 以及 与 加 加上 还有 外加 并 并且 同时 plus 还要 再加 再来 配上 配"),
    row(Kind.DE, "的 之"),
    row(Kind.BE, "is are was were be been 是 it's that's 有"),
    row(
        Kind.SHOWING,
        "叫 叫做 名叫 名为 题为 that which who whose titled called named starring inspired based like made 里有 "
        "中有 内容 内容是 主题是 "
        "主题 描述 讲述 展示 展现 说的是 讲的是 "
        "zooming panning moving looping going playing_in 循环",
    ),
    row(
        Kind.CONSUMING,
        "看 看着 在看 听 听着 在听 正在听 播放 播放着 放着 弹奏 弹着 喜欢听 爱听 爱看 享受 欣赏 热爱 录制 "
        "watching watch watches listening listen listens listening_to listen_to listens_to hearing hear hears "
        "playing play plays "
        "filming recording shooting making holding editing singing streaming loving loves love enjoying enjoys "
        "enjoy making hates "
        "hate likes painting_a drawing_a taking takes carrying reading reads writing writes composing composes "
        "hanging without "
        "editing produces creates making_a playing_a dancing_to dances_to posing_for performing performs teaches "
        "teaching",
    ),
    row(
        Kind.PERSON,
        "man woman girl boy person people designer artist developer programmer student guy lady child kid he she "
        "someone "
        "everyone they teacher engineer team robot",
    ),
    row(
        Kind.KEY,
        "比例 画幅 画面比例 宽高比 长宽比 纵横比 构图 分辨率 清晰度 画质 尺寸 大小 时长 长度 高清 超清 超高清 规格 "
        "格式 幅面 版面 "
        "resolution= size= ratio= aspect_ratio= duration= quality= that_lasts which_lasts "
        "resolution quality size ratio aspect aspect_ratio format orientation layout mode hd uhd ultra_hd ultra "
        "full_hd "
        "long length duration lasting lasts fps frame",
    ),
    row(
        Kind.MODEL_KEY,
        "模型 大模型 ai model models model_is_fine model_is_ok model_is_okay model_will_do engine 引擎 option one "
        "那个 那款 方案 选项 这个模型 的模型 version_of_it",
    ),
    row(
        Kind.GLUE,
        "要 给 将 给我的 为我的 替我的 有没有 粤语 日语 韩语 日文 韩文 四川话 东北话 英文 英语 中文 普通话 国语 要 "
        "而是 吧 啊 哦 呢 了 呀 嘛 哈 我 你 是要 "
        "用来 就行 就好 就可以 "
        "数量 张数 总数 但 但是 but remember_that 即可 就可以了 就好了 就够了 就够 够了 谢谢 多谢 拜托 的话 "
        "左右 大约 大概 一点 一些 点 些 都 也 只要 "
        "这里 这边 上 下 长 能 好 好吗 好的 行 行吗 可以吗 吗 它 他 她 把 让 用的 输出为 效果 版本 的版本 一下 "
        "is_fine is_ok is_okay is_enough is_good_enough will_do in_english in_chinese thanks thank_you ok okay it "
        "this that only should must if_possible instead about_it "
        "so i me my_friend "
        "right sure try_it "
        "want need needs have has get version versions you yes again anymore approximately around_about roughly "
        "exactly",
    ),
    row(
        Kind.ABOUT_A_NAME,
        "风格 画风 标志的 商标 公司 官网 界面 广告 粉丝 团队 发布会 logo的 员工 总部 这个角色 角色 教程 "
        "style styled brand company website app interface fans employee employees ceo mascot headquarters t-shirt "
        "tutorial character launch release event keynote conference review logo_on booth meetup office building "
        "hair smile game anime",
    ),
    row(
        Kind.NOT_A_SIZE,
        "月薪 工资 年薪 价格 价值 售价 花了 赚了 跑了 跑 粉丝数 身高 体重 比分 得分 得票 时钟 钟 钟表 手表 闹钟 "
        "nba salary costs cost price pays paid pay earn earned earns ran run running_a won won't score scores "
        "scoreboard clock watch_face "
        "odds scale budget_of $ ¥ ￥ € £ am pm o'clock",
    ),
)
