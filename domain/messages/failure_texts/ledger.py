"""What is said where the ledger, or what stands in it, forbids what was asked for."""

from collections.abc import Mapping

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.ledger_texts import LEDGER_REASONS
from imastudio.domain.messages.text import Text, Wordings

LEDGER: Mapping[Kind, Wordings] = {
    Kind.REQUEST_ID_TAKEN: (
        Text(
            zh="这个编号已经用于另一份不同的订单（{id}）。请换一个编号。",
            en="Request id already used by order {id}. Please choose another one.",
        ),
        Text(
            zh="这个编号已经用于另一份不同的订单。请换一个编号。",
            en="Request id already used by another order. Please choose another one.",
        ),
    ),
    Kind.TWIN_UNSETTLED: (
        Text(
            zh=(
                "同样的订单（{id}）可能已经扣了积分，但结果还不清楚。"
                "请先核对[[，再用 ima settle {id} 记下结果]]，不要直接重新下单。"
            ),
            en=(
                "The same order ({id}) may have been charged already; its outcome is unknown. "
                "Check it[[ and note what you find with ima settle {id},]] before ordering again."
            ),
            command="ima history --unknown",
        ),
        Text(
            zh="同样的订单可能已经扣了积分，但结果还不清楚。请先核对，不要直接重新下单。",
            en="The same order may have been charged already; its outcome is unknown. Check it before ordering again.",
        ),
    ),
    Kind.NOT_FOUND: (
        Text(
            zh="“{value}”对应多个作品：{choices}。",
            en="“{value}” fits several works: {choices}.",
            when={"of": "works"},
        ),
        Text(
            zh="没有作品“{value}”。现有的：{choices}。",
            en="There is no work “{value}”. Existing: {choices}.",
            when={"of": "work"},
        ),
        Text(
            zh="没有作品“{value}”，这里还没有任何作品。",
            en="There is no work “{value}”, and no other yet.",
            when={"of": "work"},
        ),
        Text(zh="“{value}”对应多份订单：{choices}。", en="“{value}” fits several orders: {choices}."),
        Text(zh="没有找到订单“{value}”。", en="There is no order “{value}”."),
        Text(zh="没有找到这份订单。", en="There is no such order."),
    ),
    Kind.NOT_READABLE: (
        Text(
            zh="订单“{value}”的内容已经清理（ima ledger prune）：只留下结果、积分和任务编号，没有改动。",
            en=(
                "“{value}” has been pruned (ima ledger prune): only its outcome, points and task id are left. Nothing was "
                "changed."
            ),
            when={"pruned": True},
        ),
        Text(
            zh="订单“{value}”的记录读不了：多半是更新的版本写下的。请先升级，什么都没有丢失，也没有改动。",
            en=(
                "The record of “{value}” can't be read: most likely a newer version wrote it. "
                "Please upgrade first; nothing is lost, and nothing was changed."
            ),
        ),
        Text(
            zh="这份订单的记录读不了，没有改动。请先升级。",
            en="The record of this order can't be read; nothing was changed. Please upgrade first.",
        ),
    ),
    Kind.NOT_ENDED: (
        Text(zh="订单“{value}”还没有结束，请先等它结束。", en="“{value}” has not ended yet; please wait for it first."),
        Text(zh="这份订单还没有结束，请先等它结束。", en="This order has not ended yet; please wait for it first."),
    ),
    Kind.OTHER_KEY: (
        Text(
            zh=(
                "“{value}”在另一个密钥名下（{id}），没有再次下单。可以先接管那个密钥的订单[[：ima ledger adopt-key；"
                "确实要重新下单，请加 --again]]。"
            ),
            en=(
                "“{value}” belongs to another key ({id}), so it was not ordered again. You can take over that key's orders"
                "[[: ima ledger adopt-key. To order it again anyway, add --again]]."
            ),
            when={"ordering": True},
            command="ima ledger adopt-key",
        ),
        Text(
            zh="“{value}”在另一个密钥名下（{id}）。可以接管那个密钥的订单[[：ima ledger adopt-key]]。",
            en="“{value}” belongs to another key ({id}). You can take over that key's orders[[: ima ledger adopt-key]].",
            command="ima ledger adopt-key",
        ),
        Text(zh="这份订单在另一个密钥名下。", en="This order belongs to another key."),
    ),
    Kind.TASK_TAKEN: (
        Text(
            zh="任务“{value}”已改记在订单 {id} 名下，积分只计在那里。",
            en="Task “{value}” turned out to be that of order {id}, and its points are counted there alone.",
            when={"yielded": True},
        ),
        Text(
            zh="任务“{value}”已经属于另一份订单（{id}），没有记下。",
            en="Task “{value}” belongs to another order already ({id}), so nothing was noted.",
        ),
        Text(zh="这个任务已经属于另一份订单，没有记下。", en="This task belongs to another order; nothing was noted."),
    ),
    Kind.TASK_UNSETTLED: (
        Text(
            zh=(
                "任务“{value}”可能就是结果不明的订单 {id}，那份订单的积分已经计入，所以没有重复收入。"
                "请先核对那份订单[["
                "。若就是它：ima settle {id} --task-id {value}；若不是，先用 ima settle 记下那份订单的结果|，并记下结果]]。"
            ),
            en=(
                "Task “{value}” may belong to order {id}, whose outcome is unknown and whose points are already counted, "
                "so it was not added a second time. Check that order first[[. If it is: ima settle {id} --task-id "
                "{value}. If not, "
                "settle that order, then adopt|, and note what you find]]."
            ),
            command="ima history --unknown",
        ),
        Text(
            zh="这个任务可能属于一份结果不明的订单，请先核对那份订单，并记下结果[[：ima settle]]。",
            en="This task may belong to an order whose outcome is unknown: settle that one first[[ (ima settle)]].",
            command="ima history --unknown",
        ),
    ),
    Kind.TASK_NOT_FOUND: (
        Text(
            zh="服务方没有任务“{value}”，没有记下。请核对编号：它在服务方的任务页里，只含字母、数字、_ 和 -。",
            en=(
                "The service has no task “{value}”, so nothing was noted. Please check the id: it is in the service's own "
                "task list, and contains only letters, digits, _ and -."
            ),
        ),
        Text(
            zh="服务方没有这个任务，没有记下。请核对编号。",
            en="The service has no such task, so nothing was noted. Please check the id.",
        ),
    ),
    Kind.NOT_SETTLED: (
        Text(
            zh="订单“{value}”没有可以撤销的记录：它不是由人记下的，或者已经有了结果。",
            en="There is nothing to undo for “{value}”: no person settled it, or it already has a result.",
        ),
        Text(
            zh="没有可以撤销的记录：它不是由人记下的，或者已经有了结果。",
            en="There is nothing to undo: no person settled it, or it already has a result.",
        ),
    ),
    Kind.NOT_UNKNOWN: (
        Text(
            zh="订单“{value}”的结果已经清楚，不需要再记。",
            en="The outcome of “{value}” is known already, so there is nothing to settle.",
        ),
        Text(
            zh="这份订单的结果已经清楚，不需要再记。", en="Its outcome is known already, so there is nothing to settle."
        ),
    ),
    Kind.LEDGER_UNAVAILABLE: LEDGER_REASONS,
}
