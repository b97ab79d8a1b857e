"""How people choose a model: naming one, saving one, going back to the default, or saying how dear it may be."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from imastudio.domain.intent.rows import LexiconEntry, row, table, words
from imastudio.domain.intent.tags import Tag
from imastudio.domain.orders import Scope, Tier

# How far a quality goes, by the words that say so; only where they speak of a model or of points is a tier meant.
_CHEAP_ZH = words("便宜 省 省钱 省积分 省点 不花钱 不费积分 经济 实惠 低价 廉价 不费钱 省分 划得来")
_CHEAP_EN = words(
    "cheapest least_expensive least_costly least_pricey lowest_priced lowest-priced lowest_cost lowest-cost lowest_price "
    "most_affordable most_economical thriftiest most_frugal"
)
_GOOD_ZH = words("好 强 贵 强大 高级 高端 厉害 牛 牛逼 先进 顶级 顶尖 豪华 专业 给力 高档 优秀 好用")
_GOOD_EN = words(
    "best strongest most_powerful most_advanced most_expensive most_capable fanciest highest_quality highest-quality finest "
    "top-tier priciest highest_end highest-end smartest"
)
_WHICH = words("whichever whatever")
_HAVING = words("you_have you've_got available possible")
_ONES_EN = (
    *words("model one option engine choice"),
    *_HAVING,
    *(f"{one} {has}" for one in ("model", "one") for has in _HAVING[:2]),
)
_MODELS_ZH = words("模型 的模型 的那个模型 那个模型")
_ONES_ZH = ("", *_MODELS_ZH, *words("的 的那个 的那款 那个 那款 的一个 的一款"))


def _entries(tier: Tier, *phrases: Iterator[str]) -> Iterator[LexiconEntry]:
    for several in phrases:
        yield from (LexiconEntry(phrase, Tag.TIER, tier.value) for phrase in several)


# The most of a quality: 最省钱的模型, 越便宜越好, "the least expensive one you have".
_SUPERLATIVES = (
    *_entries(
        Tier.BUDGET,
        (f"最{one}{end}" for one in _CHEAP_ZH for end in _ONES_ZH),
        (f"越{one}越好" for one in _CHEAP_ZH),
        (f"怎么{one}怎么{how}" for one in _CHEAP_ZH for how in "来用弄"),
        (f"哪个{one}{then}用哪个" for one in _CHEAP_ZH for then in ("", "就")),
        (f"{which} {one}is {most}" for which in _WHICH for one in ("", "model ", "one ") for most in _CHEAP_EN),
        (f"{one}{end}" for one in _CHEAP_EN for end in ("", *(f" {end}" for end in _ONES_EN))),
    ),
    *_entries(
        Tier.PREMIUM,
        (f"{what}最{one}{end}" for what in ("", "效果", "画质", "质量") for one in _GOOD_ZH for end in _MODELS_ZH),
        (f"最好{end}" for end in _ONES_ZH),
        (f"哪个{one}{then}用哪个" for one in _GOOD_ZH for then in ("", "就")),
        (f"{one} {end}" for one in _GOOD_EN for end in _ONES_EN),
        (f"best quality {has}" for has in _HAVING),
    ),
)
TABLE = table(
    # Words about the quality of what is made: they are the person's own.
    row(
        Tag.CONTENT,
        "最高画质 最佳质量 最佳画质 最高品质 最好画质 best_quality the_best_quality highest_quality "
        "the_highest_quality top_quality "
        "best_possible_quality the_best_possible_quality highest_possible_quality ultra_hd_quality "
        "best_seller best_friend "
        "best_friends best_man best_day best_of_luck premium_quality 最好吃 最好看 最好听 最好喝 最好玩 最好用",
    ),
    row(
        Tag.USE,
        "挑 挑个 挑一个 选个 选一个 上你们 就上 直接上 拿 用 使用 换用 换成 换到 切换到 切换成 切换为 切到 "
        "改用 改成用 选 选择 选用 采用 通过 都用 要用 一律用 "
        "统一用 全部用 全都用 想用 就用 还是用 试试 试试用 用一下 走 来用 请用 都使用 调用 "
        "stick_with stick_to w/ made_with made_by made_using created_with generated_with rendered_with "
        "use using with via switch_to switch_over_to change_to try choose pick select go_with go_for opt_for back_to go_back_to",
    ),
    row(Tag.USE, "换 rather_have i'd_rather_have i'd_prefer prefer 指定 model= model_is 模型是 模型用 模型选"),
    row(
        Tag.EVER,
        "从今天起 从今天开始 打今天起 以后 今后 往后 从现在起 从今以后 从今往后 一直 每次 每次都 总是 始终 "
        "always from_now_on every_time "
        "in_the_future going_forward",
        "ever",
    ),
    row(
        Tag.EVER,
        "默认 默认用 默认使用 默认都用 默认模型 设为默认 设成默认 设置为默认 作为默认 当默认 记住 记一下 记下来 一律 一概 "
        "default_to by_default default set_as_default as_the_default as_default as_my_default my_default remember_to",
        "ever",
    ),
    row(
        Tag.LIKING,
        "我习惯 我习惯用 我平时用 我平时都用 我常用 我经常用 我通常用 i_usually_use i_normally_use i_mostly_use "
        "我喜欢 我更喜欢 我喜欢用 我更喜欢用 我爱用 我最喜欢 我偏爱 更喜欢用 i_prefer i_like i_love i_like_using "
        "i_prefer_using i_prefer_to_use i_like_to_use",
    ),
    row(
        Tag.ONCE,
        "不要记住 别记住 不用记住 不要保存 别保存 不用保存 不保存 不要记 don't_save don't_save_it don't_save_this "
        "don't_remember don't_remember_it don't_remember_this do_not_save do_not_remember without_saving "
        "without_saving_it 这次 这一次 仅这次 只这次 就这次 仅本次 本次 这回 临时 just_this_once for_this_one this_time "
        "only_this_time for_once "
        "just_once only_once once just_for_today for_today only_today just_today just_for_now for_now "
        "this_time_only 今天 暂时 这一张 这一段",
    ),
    row(
        Tag.CLEAR,
        "推荐一个 推荐一下 给我推荐 帮我推荐 推荐个 推荐一款 你推荐 推荐的 你选一个 你来选 你选 你决定 你定 "
        "你看着选 你看着选模型 你看着办 你看着来 你帮我挑 帮我挑一个 你挑 你帮我选 帮我选一个 自动选择 自动选 自动 "
        "自动挑选 随便选 随便选一个 "
        "用默认的 用默认 用回默认 恢复默认 默认的 用默认模型 默认模型就行 用新的 用最新的 试试别的 试试其他的 "
        "试试其它的 换个试试 换一个试试 换别的试试 换别的 换一个 换个 换个模型 换一个模型 "
        "用别的 用其他的 重新推荐 重新选一个 用最合适的 最合适的 用合适的 "
        "recommend_one recommend_a_model recommended recommend_something you_choose you_pick you_decide pick_one "
        "pick_one_for_me choose_for_me "
        "pick_for_me auto_select choose_automatically automatically use_the_default use_default default_model "
        "the_default the_default_one "
        "try_something_else try_another try_another_one try_a_different_one try_a_different_model try_another_model "
        "something_else "
        "use_something_else use_another_model use_a_different_one use_another_one use_a_different_model "
        "recommend_again use_the_recommended_one reset_to_default reset_to_the_default back_to_default "
        "back_to_the_default restore_default use_the_default_model restore_the_default the_recommended_one",
    ),
    iter(_SUPERLATIVES),
    row(
        Tag.TIER,
        "能省则省 能省就省 积分越少越好 花得越少越好 花越少越好 价格越低越好 越少越好 whatever_costs_the_least "
        "whatever_costs_least whichever_costs_the_least "
        "whichever_is_cheapest whichever's_cheapest",
        Tier.BUDGET.value,
    ),
    row(
        Tag.TIER,
        "省钱一点 省一点 省着点 便宜点儿的 便宜点 便宜点的 便宜一点 便宜一点的 便宜的 便宜些 省钱 省钱的 省点 "
        "省点钱 便宜点儿 更便宜 更便宜的 再便宜点 再便宜一点 太贵 太贵了 别太贵 不要太贵 不要太贵的 "
        "不用太贵 不用太贵的 贵的不要 不要贵的 贵的别 低成本 预算有限 经济 经济型 省钱地 便宜地 低成本地 省点钱地 keep_it_cheap "
        "keep_costs_low keep_the_cost_low keep_the_price_low "
        "cheap_and_cheerful cheap_and_fast fast_and_cheap cheap_and_quick quick_and_cheap cheapest_and_fastest "
        "the_cheapest_one the_cheapest_possible lowest_possible_cost too_expensive not_too_expensive nothing_expensive "
        "cheap cheaper budget_option budget_model the_cheapest low_cost inexpensive on_a_budget as_cheap_as_possible "
        "budget_friendly budget-friendly economical affordable 经济实惠 经济实惠点 经济实惠一点 实惠点 "
        "实惠一点 实惠 价格低一点 价格低一点的 价格低点 价格低的 "
        "价格便宜点 价格便宜的 价格最低 价格最低的 价钱低一点 用最少的积分 最少积分 少花点积分 少花点 "
        "花最少的积分 省积分 省点积分 钱不多 预算不多 预算紧张 预算低 低预算 便宜模型 "
        "as_cheaply_as_possible cheaply on_the_cheap the_cheapest_you_have the_cheapest_you've_got whatever_is_cheapest "
        "whatever's_cheapest nothing_too_expensive nothing_too_pricey not_too_pricey low_budget low-budget "
        "keep_the_cost_down keep_costs_down save_points save_credits fewest_points fewest_credits "
        "as_few_points_as_possible cheap_model cheaper_model tight_budget on_a_tight_budget",
        Tier.BUDGET.value,
    ),
    row(
        Tag.TIER,
        "最高质量 最高质量的 最强的 不差钱 不计成本 顶配 最贵 最贵的 pro级 pro级别 质量最好的 高质量模型 "
        "最优质 best the_best premium go_premium go_premium_on_this top_tier top-notch "
        "money_is_no_object most_expensive pro_level pro-level pro_grade best_quality_model 顶级模型 "
        "顶级的模型 最高级的 质量最高的模型 "
        "旗舰模型 不在乎价格 不在乎钱 不考虑价格 不考虑成本 贵一点没关系 贵点没关系 贵点也行 贵一点也行 "
        "贵也没事 价格不是问题 钱不是问题 预算充足 top_model your_top_model "
        "the_top_model top_of_the_line top-of-the-line the_best_you_have the_best_you've_got high_end_model "
        "high-end_model flagship_model price_doesn't_matter cost_doesn't_matter price_is_no_object cost_is_no_object "
        "money_doesn't_matter money's_no_issue money_no_issue money_no_object money_is_no_issue money's_no_object "
        "spare_no_expense no_expense_spared",
        Tier.PREMIUM.value,
    ),
    row(
        Tag.TIER,
        "艺术的 艺术类的 艺术类 艺术型 艺术性 艺术向 艺术级 更艺术 最艺术 most_artistic the_most_artistic "
        "artistic more_artistic 艺术感强的 艺术感 艺术范 "
        "艺术感最强的",
        Tier.ARTISTIC.value,
    ),
    row(
        Tag.TIER,
        "性价比高的 性价比高 性价比最高的 性价比最高 均衡 均衡的 平衡 平衡的 balanced good_value best_value "
        "best_value_for_money good_value_for_money "
        "value_for_money 划算的 划算一点 最划算的 最划算",
        Tier.BALANCED.value,
    ),
    row(
        Tag.NOT,
        "千万别 千万不要 不要 别 不用 别用 不要用 不想用 不想要 不想 不是 而不是 除了 不需要 没有 无 非 禁止 "
        "避免 去掉 不能 不许 "
        "不必 不必用 不再用 别再用 不带 不选 别选 讨厌 "
        "w/o don't don't_use do_not do_not_use not no without never avoid except instead_of rather_than isn't "
        "other_than anything_but no_more stop_using don't_want dislike dont don't_like 我不喜欢 不喜欢",
    ),
)
# What means a tier within a scope alone, beside the words above.
SCOPED: Mapping[Scope, Mapping[str, str]] = MappingProxyType(
    {
        Scope.ALL_IN_ONE: {},
        Scope.NANO_BANANA: {
            **dict.fromkeys(words("高质量 高品质 high_quality high-quality pro pro版 专业版"), Tier.PREMIUM.value),
            **dict.fromkeys(words("默认 default"), Tier.BALANCED.value),
        },
    }
)
