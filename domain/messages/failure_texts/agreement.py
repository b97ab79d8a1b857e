"""What is said where a price, a budget or a person did not agree to an order."""

from collections.abc import Mapping

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.text import Text, Wordings


def _over_budget() -> Wordings:
    """Say how much of a period's budget is left, and until when."""
    periods = {
        "hour": ("这个小时", "下个整点", "This hour's", "the next hour"),
        "day": ("今天", "明天", "Today's", "tomorrow"),
        "week": ("本周", "下周一", "This week's", "Monday"),
        "month": ("本月", "下个月", "This month's", "next month"),
    }
    return (
        *(
            Text(
                zh=f"需要 {{value}} 积分，但{zh}的预算只剩 {{left}}（上限 {{limit}}），到{until}才会恢复。没有下单。",
                en=f"That's {{value}} pts. {en} budget has {{left}} of {{limit}} left until {again}. Nothing was ordered.",
                when={"period": period},
            )
            for period, (zh, until, en, again) in periods.items()
        ),
        Text(
            zh="需要 {value} 积分，超出了{period}的预算：上限 {limit}，还剩 {left}。没有下单。",
            en="This would cost {value} pts, and the {period}'s budget has {left} of {limit} left. Nothing was ordered.",
        ),
    )


AGREEMENT: Mapping[Kind, Wordings] = {
    Kind.WORK_BUSY: (
        Text(
            zh="另一个程序正在进行这个作品（{value}），请等它结束。",
            en="Another program is working on this ({value}); please wait for it to finish.",
        ),
        Text(
            zh="另一个程序正在进行这个作品，请等它结束。",
            en="Another program is working on this; please wait for it to finish.",
        ),
    ),
    Kind.PRICE_MOVED: (
        Text(
            zh="报价和你同意时的不同：同意的是 {agreed} 积分，现在是 {model_name} 共 {total} 积分，所以没有下单。",
            en=(
                "This isn't what you agreed to: you agreed to {agreed} pts, and now it is {model_name} for {total} pts. "
                "Nothing was ordered."
            ),
        ),
        Text(
            zh="报价和你同意时的不同，所以没有下单。",
            en="The price is not the one that was agreed to, so nothing was ordered.",
        ),
    ),
    Kind.NO_PRICE: (
        Text(
            zh="这个组合没有价格，所以没有下单。有价格的有：{choices}。",
            en="This combination has no price, so nothing was ordered. These have one: {choices}.",
        ),
        Text(
            zh="这个组合没有价格，所以没有下单。请换一个尺寸、时长或清晰度。",
            en="This combination has no price, so nothing was ordered. Please choose another size, length or resolution.",
        ),
    ),
    Kind.ABOVE_BUDGET: (
        Text(
            zh="需要 {total} 积分，超出了你定的上限 {cap}。没有下单。",
            en="This would cost {total} pts, over your limit of {cap}. Nothing was ordered.",
        ),
        Text(
            zh="需要 {value} 积分，超出了所有用户{period}合计的预算：上限 {limit}，还剩 {left}。没有下单。",
            en=(
                "This would cost {value} pts, and all users together have {left} of {limit} pts left for this {period}. "
                "Nothing was ordered."
            ),
            when={"everyone": True},
        ),
        *_over_budget(),
        Text(
            zh="需要 {value} 积分，超出了限额：上限 {limit}，还剩 {left}。没有下单。",
            en="This would cost {value} pts, and only {left} of {limit} are left. Nothing was ordered.",
        ),
        Text(zh="所需积分超出了上限，没有下单。", en="This would cost more than the limit. Nothing was ordered."),
    ),
    Kind.DECLINED: (Text(zh="好的，没有下单，也没有扣积分。", en="OK, not ordered. Nothing was charged."),),
    Kind.PERSON_NEEDED: (
        Text(
            zh="这一步要由你本人确认。[[请在终端运行 ima settle {id} --not-charged。]]",
            en="Only a person can say this.[[ Run ima settle {id} --not-charged at a terminal.]]",
            command="ima settle {id} --not-charged",
        ),
        Text(zh="这一步要由你本人确认。", en="Only a person can say this."),
    ),
    Kind.QUOTE_CHANGED: (
        Text(
            zh="这份报价已经不一样了：现在共需 {total} 积分。没有下单，请重新确认。",
            en="This is no longer what was quoted: it now costs {total} pts. Nothing was ordered; please confirm again.",
        ),
        Text(zh="这份报价已经失效，请重新问价。", en="This quote is no longer valid. Ask for the price again."),
    ),
    Kind.NEEDS_ANSWER: (
        Text(
            zh="还有没说清的地方，没有下单。[[回答用 --answer 项目=值。]]",
            en="Something is still unclear, so nothing was ordered.[[ Answer it with --answer FIELD=VALUE.]]",
        ),
    ),
    Kind.NEEDS_APPROVAL: (
        Text(
            zh="{model} 共需 {total} 积分，要先由你同意[[。请在终端运行 ima approve {approval}|]]，一小时内有效。",
            en=(
                "{model} costs {total} pts, and a person must agree first"
                "[[. Run ima approve {approval} at a terminal; it is good for an hour|, within an hour]]."
            ),
            command="ima approve {approval}",
        ),
        Text(
            zh="共需 {total} 积分，要先同意才会下单：给出 max_points={total}，或把它的报价一起交来。",
            en="It costs {total} pts and needs your OK first: pass max_points={total}, or its quote.",
            when={"door": "python"},
        ),
        Text(
            zh="共需 {total} 积分，要先同意才会下单[[：加上 --yes，或 --max-points {total}]]。",
            en="It costs {total} pts and needs your OK first[[: add --yes, or --max-points {total}]].",
        ),
        Text(zh="要先由你同意才会下单。", en="It needs your OK before it is ordered."),
    ),
    Kind.QUOTE_DIFFERS: (
        Text(
            zh="这份报价和现在的产品列表对不上（{parameters}），没有下单。请重新报价。",
            en="This quote doesn't match the current product list ({parameters}), so nothing was ordered. Ask for the "
            "price again.",
            when={"listed": True},
        ),
        Text(
            zh="这份报价不是按这个要求算的，没有下单。不一样的有：{parameters}。请重新报价。",
            en="This quote is for a different request, so nothing was ordered. What differs: {parameters}. Ask for the "
            "price again.",
        ),
        Text(
            zh="这份报价不是按这个要求算的，没有下单。请重新报价。",
            en="This quote is for a different request, so nothing was ordered. Ask for the price again.",
        ),
    ),
}
