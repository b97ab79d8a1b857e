"""The small words that tell what part the others play.

A word stands here only if a fragment made of such words alone says nothing that could be drawn: "right", "long", 画面 and 脸
are missing on purpose.
"""

from imastudio.domain.intent.rows import row, table, words
from imastudio.domain.intent.tags import Tag

# What stands behind these is an inscription: nothing in it is said to us.
INSCRIBED = frozenset(
    words(
        "写着 写有 写上 写了 印着 印有 印上 标着 标有 刻着 刻有 绣着 绣有 喷着 显示 显示着 显示为 挂着 贴着 "
        "写着大大的 写道 标语 口号 标题 字样 "
        "says saying reads showing shows displays displaying marked_with reading_out with_the_text with_text with_the_words "
        "with_the_word the_words "
        "the_word labeled labelled captioned lettered spelling spelled slogan caption headline tagline motto "
        "advertising"
    )
)
# Behind these an English phrase tells where something is: the noun at its end is part of the scene.
PLACES = frozenset(
    words("over under near behind beside inside outside above below between through across around against during")
)
TABLE = table(
    # What stands behind these is to be seen, or is what the work is about.
    row(
        Tag.WRITING,
        "写着 写有 写上 写了 印着 印有 印上 标着 标有 刻着 刻有 绣着 绣有 喷着 显示 显示着 显示为 挂着 贴着 "
        "写着大大的 写道 "
        "标语 口号 标题 字样 叫 叫做 名叫 名为 题为 取名 介绍 宣传 推广 研究 讨论 讲解 评测 科普 卖 买 梦见 "
        "讨厌 举着 拿着 "
        "抱着 主题是 主题为 里有 中有 讲述 描述 展示 展现 vs versus "
        "says saying reads showing shows displays displaying with_the_text with_text with_the_words with_the_word "
        "the_words the_word labeled labelled captioned lettered spelling spelled about called named titled entitled "
        "dubbed against slogan caption headline tagline motto wearing holding advertising who whose starring thinking",
    ),
    row(
        Tag.CONSUME,
        "看 看着 在看 听 听着 在听 正在听 播放 播放着 放着 弹奏 弹着 喜欢听 爱听 爱看 享受 欣赏 热爱 录制 盯着 "
        "刷 刷着 "
        "watching watch watches listening listen listens listening_to listen_to listens_to hearing hear hears "
        "playing play plays filming recording shooting holding singing streaming loving loves enjoying "
        "enjoys hates reading writing dancing_to dances_to posing_for performing performs teaches teaching carrying "
        "hanging screen_playing looking_at editing taking",
    ),
    row(
        Tag.POLITE,
        "请 帮我 给我 麻烦 麻烦你 我想 我要 我想要 想要 需要 我需要 能不能 能否 可否 你能 帮忙 替我 为我 现在 帮 给 "
        "先 再 然后 接着 最后再 首先 另外 顺便 重新 那就 要不 要不还是 你好 您好 嗨 请帮我 请给我 请你 来帮我 "
        "可不可以 "
        "能帮我 能给我 直接 就 快 我想做 我想看 我想听 能 你 您 嘿 哈喽 我们需要 我们要 我们想要 想 想看 想听 你们 "
        "please i'd_rather_you i'd_rather can_you could_you would_you will_you i_want i_want_you_to i_want_to "
        "i'd_like "
        "i'd_like_you_to i'd_like_to i_would_like i_would_like_to i'd_love i'd_love_to_see i_need i_need_you_to "
        "help_me set "
        "let's lets hey hi hello now then next just quickly kindly we_need also pls plz you_to to_see can_i_get "
        "can_i_have could_i_get could_i_have may_i_have i_wanna can_u could_u we_want we'd_like im_looking_for "
        "i'm_looking_for looking_for gimme",
    ),
    row(Tag.CONTENT, "画风 风格 style styled styles 朗读者 在朗读"),
    row(Tag.ARTICLE, "a an the my our your some any another one_more"),
    row(Tag.MEASURE, "张 幅 段 首 条 支 部 份 版 款 篇 组"),
    row(Tag.MEASURE, "个", "个"),
    row(Tag.MEASURE, "versions options variants takes copies"),
    row(
        Tag.GLUE,
        "最好是 最好能 最好要 最好有 最好在 最好把 最好让 best_if it's_best_if it_would_be_best preferably ideally",
    ),
    row(Tag.NOT, "最好不要 最好别 最好不"),
    row(
        Tag.OF,
        "of depicting featuring 关于 where in_which 内容是 内容就是 讲的就是 内容为 内容 画面是 画面为 内容要求 "
        "讲的是 说的是 "
        "描述的是",
    ),
    row(Tag.LINK, "for in at as @ to into with on from by 以 按 按照 设为 设成 设置为 到 成 为 在 从 于"),
    row(Tag.AND, "and & + 和 跟 以及 与 加 加上 还有 外加 并 并且 同时 plus 还要 再加 配上 配 带 or 或 或者"),
    row(Tag.DE, "的 之 's"),
    row(
        Tag.KEY,
        "曲风 比例 画幅 画面比例 宽高比 长宽比 纵横比 构图 分辨率 解析度 畫質 清晰度 画质 尺寸 大小 时长 长度 规格 格式 spec "
        "specs 幅面 "
        "版面 片长 秒数 "
        "时间 ar resolution= size= ratio= aspect_ratio= duration= quality= that_lasts which_lasts that's that_is which_is "
        "resolution quality size ratio aspect aspect_ratio format orientation layout mode "
        "length duration lasting lasts long frame runtime 高清 超清 超高清 hd uhd ultra_hd full_hd",
    ),
    row(
        Tag.MODEL_WORD,
        "模型 大模型 ai模型 model models model_is_fine model_is_ok model_is_okay model_will_do engine 引擎 option "
        "那个 那款 方案 选项 这个模型 的模型 version_of_it",
    ),
    row(
        Tag.GLUE,
        "不同的 不同 各不相同的 不一样的 一套 一组 备选 候选 样式 选择 试试 试一下 看看 瞧瞧 "
        "挑一挑 挑挑 选一选 东西 点啥 个啥 different "
        "distinct 要 将 给我的 为我的 替我的 有没有 粤语 "
        "日语 韩语 日文 韩文 四川话 东北话 英文 英语 中文 普通话 国语 是 有 做的 生成的 "
        "而是 吧 啊 哦 呢 了 呀 嘛 哈 哈哈 我 是要 用来 就行 就好 就可以 即可 就可以了 就好了 就够了 就够 够了 "
        "谢谢 多谢 拜托 "
        "好 好的 好啊 好呀 好吧 可以 行 嗯嗯 没问题 不错 "
        "方便的话 不好意思 打扰了 打扰一下 打扰 辛苦 辛苦啦 有空的话 如果可以 如果可以的话 麻烦了 的话 谢谢啦 "
        "拜托了 辛苦了 数量 张数 总数 但 但是 左右 大约 大概 一点 一些 些 都 也 只要 它 他 她 把 让 "
        "用的 输出为 输出 "
        "版本 的版本 一下 吗 好吗 行吗 可以吗 呗 啦 这里 全部 里面 可以的 就是 统一 一律 随便哪个 哪个 随便 "
        "都行 都可以 行 "
        "模式 即 嗯 呃 那 那个啥 其他 其余 其它 默认参数 "
        "is are be is_fine is_ok is_okay is_enough is_good_enough will_do in_english in_chinese thanks "
        "thank_you ok okay it "
        "this that only should must if_possible about_it so i me us my_friend sure try_it want need needs have "
        "has get got "
        "version you yes again anymore approximately around_about roughly exactly around nearly around_ "
        "cheers ty thx long_please would it's it_is whatever any_is_fine works fine will u am too really "
        "each_one "
        "but remember_that this_one this_time_ all all_my every of_course output result results result_is "
        "style_is made something anything something_nice something_cool anything_nice",
    ),
    row(
        Tag.MOST,
        "不要超过 不能超过 不可以超过 不得超过 不可超过 不许超过 不超过 别超过 勿超过 不要超 不能超 不超 别超 "
        "不要高于 不高于 "
        "不要大于 不大于 不多于 不要多于 不超出 不要超出 不能超出 最多 至多 顶多 最高 少于 低于 小于 上限 "
        "上限是 限额 控制在 限制在 "
        "以内 之内 以下 之下 内 封顶 为限 为上限 就剩 只剩 只剩下 只有 仅有 就有 只能花 只想花 就花 只花 最多花 "
        "最多用 花不超过 "
        "预算 预算是 预算为 预算只有 总预算 限 <= ≤ < 不贵于 别贵过 省在 "
        "撑死 撑死花 顶天 顶天了 至多花 封顶价 ceiling ceiling_of and_not_one_more not_one_more and_no_more "
        "and_not_a_point_more not_a_point_more "
        "not_a_credit_more and_not_a_credit_more don't_want_to_go_over don't_want_to_spend_more_than "
        "don't_want_to_pay_more_than can't_go_over can't_spend_more_than "
        "won't_go_over won't_spend_more_than won't_pay_more_than 超过 要是超过 如果超过 keep_it_to keep_it_at "
        "stay_within stay_below don't_go_above don't_go_beyond "
        "do_not_go_above never_more_than nothing_above nothing_over "
        "nothing_more_than at_most max maximum max_of maximum_of up_to no_more_than "
        "not_more_than not_over not_above "
        "no_higher_than under "
        "below less_than fewer_than within not_exceeding not_exceed don't_exceed do_not_exceed or_less or_fewer "
        "or_under "
        "or_below tops limit cap capped_at cap_of limit_of budget budget_of budget_is don't_spend_more_than "
        "do_not_spend_more_than don't_use_more_than do_not_use_more_than never_spend_more_than not_spend_more_than "
        "mustn't_cost_more_than must_not_cost_more_than shouldn't_cost_more_than should_not_cost_more_than "
        "can't_cost_more_than cannot_cost_more_than don't_go_over do_not_go_over without_exceeding i_only_have "
        "i_have_only only_have i've_only_got i_only_got price_limit points_limit max_points spend_limit at_the_most "
        "not_a_point_over stay_under keep_it_under keep_under keep_it_below costs_under cost_under costing_under "
        "don't_pay_more_than not_pay_more_than more_than_my capped_to no_more than_ spend_at_most pay_at_most",
    ),
    row(
        Tag.EACH,
        "各 每张 每个 每段 每首 每条 每幅 单张 单个 each per_image per_video per_picture per_clip per_song apiece",
    ),
    row(
        Tag.GLUE,
        "用量 消费 开销 支出 总共 一共 总价 价格 价钱 费用 花费 成本 积分 点数 消耗 扣 总 花 我的 手里 手头 兜里 口袋里 "
        "钱包里 卡里 账户 "
        "账上 剩 "
        "还剩 剩下 能花 只 就 能用 "
        "in_total total altogether in_all the_price the_cost the_total spend spending pay cost costs costing "
        "price use_at "
        "points credits pts left remaining i've has_to",
    ),
)
# Labels before a colon that say nothing themselves: "prompt: …".
LABELS = table(
    row(
        Tag.GLUE,
        "文案 提示词 描述词 画面描述 描述 要求 需求 prompt description request task 主题 topic subject 旁白文案",
    )
)
