"""What is said otherwise in a chat: no command, no file, no id, no address but those that the vendor's documents allow."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.failure_texts.shared import (
    ENDS_OFFLINE,
    KEY_PAGE,
    SAVED_NOWHERE,
    UNKNOWN_OFFLINE,
    VENDOR_PAGE,
)
from imastudio.domain.messages.text import Text, Wordings

IN_CHAT: Mapping[Kind, Wordings] = MappingProxyType(
    {
        Kind.UNKNOWN_PARAMETER: (
            Text(
                zh="这个模型不能设置{parameter}。可以设置的有：{parameters}。",
                en="This model has no setting for {parameter}. It has: {parameters}.",
            ),
            Text(zh="这个模型不能设置{parameter}。", en="This model has no setting for {parameter}."),
            Text(zh="这个模型没有这个选项。", en="This model has no such setting."),
        ),
        Kind.NEEDS_ANSWER: (
            Text(
                zh="还有一点没说清，请再说明一下。没有下单。",
                en="One thing is still open, please tell me. Nothing was ordered.",
            ),
        ),
        Kind.FOLDER_CLOSED: (
            Text(
                zh="结果没有地方放，所以还没有下单。",
                en="The results would have nowhere to go, so nothing was ordered.",
            ),
        ),
        Kind.NEEDS_APPROVAL: (
            Text(
                zh="用 {model} 生成共需 {total} 积分，你同意吗？",
                en="{model} will cost {total} pts. Shall I go ahead?",
            ),
            Text(zh="共需 {total} 积分，你同意吗？", en="It will cost {total} pts. Shall I go ahead?"),
            Text(zh="下单前需要你同意。", en="I need your yes before ordering."),
        ),
        Kind.INPUT_NOT_FOUND: (
            Text(
                zh="找不到或读不了你发来的文件，请重新发一次。",
                en="The file you sent isn't there or can't be read; please send it again.",
            ),
        ),
        Kind.INPUT_URL: (
            Text(
                zh="这个链接用不了。请把文件直接发给我，或给一个公开的链接。",
                en="This link can't be used. Please send the file itself, or a public link.",
            ),
        ),
        Kind.REQUEST_ID_TAKEN: (
            Text(
                zh="这个名字已经用于另一份不同的订单，请换一个。",
                en="This name is already used by another order; please choose another one.",
            ),
        ),
        Kind.TWIN_UNSETTLED: (
            Text(
                zh="同样的订单可能已经扣了积分，但结果还不清楚。请先核对，不要直接重新下单。",
                en="The same order may have been charged already; its outcome is unknown. Check it before ordering again.",
            ),
        ),
        Kind.NOT_FOUND: (
            Text(zh="没有找到这个作品。", en="There is no such work.", when={"of": "work"}),
            Text(zh="没有找到这份订单。", en="There is no such order."),
        ),
        Kind.LEDGER_UNAVAILABLE: (
            Text(
                zh="为避免花了积分却没有记录，这次没有下单。请稍后再试。",
                en="Nothing was ordered: the order couldn't be recorded. Please try again later.",
            ),
        ),
        Kind.NO_KEY: (
            Text(
                zh=f"还没有设置密钥。\n💡 生成新密钥：{KEY_PAGE}",
                en=f"No API key is set.\n💡 Generate one: {KEY_PAGE}",
            ),
        ),
        Kind.DELIVERY_FAILED: (
            SAVED_NOWHERE,
            Text(
                zh="结果已经生成，积分已付，但没能保存下来；请不要重新下单，可以先看链接，或稍后让我再取一次。",
                en=(
                    "The results are ready and paid for, but couldn't be saved. "
                    "Please don't order again: try the links, or ask me later."
                ),
            ),
        ),
        Kind.WAIT_ENDED: (
            ENDS_OFFLINE,
            Text(
                zh="任务已经完成，积分已付，只是结果还没有取回。请不要重新下单，稍后问我一声就好。",
                en=(
                    "Your task is finished and paid for; only its results aren't fetched yet. "
                    "Please don't order it again: ask me later."
                ),
                when={"made": True},
            ),
            Text(
                zh="等待已经结束。到刚才为止，订单还没有发出，也没有扣积分。请不要重新下单，稍后问我一声就好。",
                en=(
                    "I've stopped waiting. When I last looked, your order hadn't been sent, and nothing was charged. "
                    "Please don't order it again: ask me later."
                ),
                when={"unsent": True},
            ),
            Text(
                zh=f"等待已经结束，任务还在继续，积分已付，不会丢失。请不要重新下单；稍后问我一声，或到这里查看：{VENDOR_PAGE}",
                en=(
                    "I've stopped waiting, but your task is still running and paid for; nothing is lost. "
                    f"Please don't order it again: ask me later, or look here: {VENDOR_PAGE}"
                ),
            ),
        ),
        Kind.INTERRUPTED: (
            Text(
                zh="这里中断了，订单不会丢失。请不要重新下单，稍后问我一声就好。",
                en="Interrupted; your order isn't lost. Please don't order it again: ask me later.",
                when={"goes_on": True},
            ),
            Text(
                zh="下单之前就中断了，没有扣积分，可以重新下单。",
                en="Interrupted before anything was ordered. Nothing was charged; you can order again.",
            ),
        ),
        Kind.OUTCOME_UNKNOWN: (
            UNKNOWN_OFFLINE,
            Text(
                zh="不清楚这次下单有没有成功，可能已经扣了积分。请不要直接重新下单，先到账户里核对。",
                en=(
                    "It's unclear whether this order went through, and you may have been charged. "
                    "Check your account before trying again."
                ),
            ),
        ),
    }
)
