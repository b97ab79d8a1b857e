"""Addresses and sentences that several tables have."""

from types import MappingProxyType

from imastudio.domain.messages.text import Text

KEY_PAGE = "https://www.imaclaw.ai/imaclaw/apikey"
POINTS_PAGE = "https://www.imaclaw.ai/imaclaw/subscription"
VENDOR_PAGE = "https://imastudio.com"
_OFFLINE = MappingProxyType({"offline": True})

DEARER = Text(
    zh="价格有更新：现在共需 {total} 积分，超出了你同意的 {agreed} 积分，所以没有下单。",
    en="The price has changed: it would now cost {total} pts, more than the {agreed} pts agreed to. Nothing was ordered.",
)

ENDS_OFFLINE = Text(
    zh="等待已经结束。离线任务随它的程序一起结束，没有花费真实积分；要得到结果，请再下单一次，等久一点。",
    en=(
        "I've stopped waiting. Offline, a task ends with its program and nothing real is spent; to get a result, "
        "order again and wait longer."
    ),
    when=_OFFLINE,
)

SAVED_NOWHERE = Text(
    zh="结果已经生成，但没能保存到本机。离线结果随它的程序一起结束，没有花费真实积分。",
    en=(
        "The results are ready but couldn't be saved here. Offline they end with their program, "
        "and nothing real is spent."
    ),
    when=_OFFLINE,
)

UNKNOWN_OFFLINE = Text(
    zh="不清楚这次下单有没有成功；离线下单不花费真实积分。",
    en="It's unclear whether this order went through; offline nothing real is spent.",
    when=_OFFLINE,
)
