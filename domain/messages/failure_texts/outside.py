"""What is said where the network, the disk or a wait came to nothing, and of what that means for the money."""

from collections.abc import Mapping

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.failure_texts.shared import ENDS_OFFLINE, SAVED_NOWHERE, UNKNOWN_OFFLINE
from imastudio.domain.messages.network_texts import NETWORK_REASONS
from imastudio.domain.messages.text import Text, Wordings

OUTSIDE: Mapping[Kind, Wordings] = {
    Kind.NO_API: (
        Text(
            zh="{address} 那里没有 IMA 接口（它答复 {status}），请检查地址（IMA_BASE_URL）",
            en="There is no IMA Open API at {address} (it answered {status}). Check the address (IMA_BASE_URL).",
        ),
        Text(zh="现在连不上生成服务", en="The service can't be reached at the moment"),
    ),
    Kind.NETWORK: (
        *NETWORK_REASONS,
        Text(
            zh="连不上 {address}，请检查网络和这个地址（IMA_BASE_URL）",
            en="{address} can't be reached. Check the network and that address (IMA_BASE_URL).",
        ),
        Text(zh="网络连接不稳定，请检查网络后重试", en="Network connection unstable, check network and retry"),
    ),
    Kind.MALFORMED_REPLY: (
        Text(zh="没有收到完整的回应，请稍后重试", en="The service sent an incomplete answer, please try again later"),
    ),
    Kind.UPLOAD_FAILED: (
        Text(
            zh="文件没有上传成功，连不上 {who}：{why}。{do}没有扣积分。",
            en="The file couldn't be uploaded. {who} can't be reached: {why}. {do} Nothing was charged.",
        ),
        Text(
            zh="文件没有上传成功，请稍后重试。没有扣积分。",
            en="The file couldn't be uploaded, please try again later. Nothing was charged.",
        ),
    ),
    Kind.DELIVERY_FAILED: (
        SAVED_NOWHERE,
        Text(
            zh="结果已经生成，积分已付，但没能保存到本机：连不上 {who}，{why}。[[再取一次：ima wait {id}|可以再取一次。]]",
            en=(
                "The results are ready and paid for, but couldn't be saved here. {who} can't be reached: {why}. "
                "[[Fetch them again: ima wait {id}|They can be fetched again.]]"
            ),
            command="ima wait {id}",
        ),
        Text(
            zh="结果已经生成，积分已付，但没能保存到本机：{saving}。[[解决之后再取一次：ima wait {id}|解决之后可以再取一次。]]",
            en=(
                "The results are ready and paid for, but couldn't be saved here: {saving}. Once that is fixed, "
                "[[fetch them again: ima wait {id}|they can be fetched again.]]"
            ),
            command="ima wait {id}",
        ),
        Text(
            zh=(
                "结果已经生成，积分已付，但没能保存到本机：结果的地址没有给出文件（{code}）。"
                "[[再取一次：ima wait {id}|可以再取一次。]]"
            ),
            en=(
                "The results are ready and paid for, but couldn't be saved here: their address gave no file ({code}). "
                "[[Fetch them again: ima wait {id}|They can be fetched again.]]"
            ),
            command="ima wait {id}",
        ),
        Text(
            zh="结果已经生成，积分已付，但没能保存到本机。[[再取一次：ima wait {id}|可以再取一次。]]",
            en=(
                "The results are ready and paid for, but couldn't be saved here. "
                "[[Fetch them again: ima wait {id}|They can be fetched again.]]"
            ),
            command="ima wait {id}",
        ),
        Text(
            zh="结果已经生成，积分已付，但没能保存到本机。[[再取一次：ima resume|可以再取一次。]]",
            en=(
                "The results are ready and paid for, but couldn't be saved here. "
                "[[Fetch them again: ima resume|They can be fetched again.]]"
            ),
            command="ima resume",
        ),
    ),
    Kind.WAIT_ENDED: (
        ENDS_OFFLINE,
        Text(
            zh=(
                "任务已经完成，积分已付，只是结果还没有取到本机：连不上 {who}，{why}。"
                "请不要重新下单[[；取回结果：ima wait {id}|，结果可以再取。]]"
            ),
            en=(
                "Your task is finished and paid for; only its results aren't fetched yet. {who} can't be reached: {why}. "
                "Please don't order it again. [[To fetch them: ima wait {id}|They can be fetched.]]"
            ),
            when={"made": True},
            command="ima wait {id}",
        ),
        Text(
            zh=(
                "任务已经完成，积分已付，只是结果还没有取到本机：{saving}。"
                "请不要重新下单[[；解决之后取回结果：ima wait {id}|，解决之后可以再取。]]"
            ),
            en=(
                "Your task is finished and paid for; only its results aren't fetched yet: {saving}. Please don't order it again. "
                "[[Once that is fixed, fetch them: ima wait {id}|Once that is fixed, they can be fetched.]]"
            ),
            when={"made": True},
            command="ima wait {id}",
        ),
        Text(
            zh="任务已经完成，积分已付，只是结果还没有取到本机。请不要重新下单[[；取回结果：ima wait {id}|，结果可以再取。]]",
            en=(
                "Your task is finished and paid for; only its results aren't fetched yet. Please don't order it again. "
                "[[To fetch them: ima wait {id}|They can be fetched.]]"
            ),
            when={"made": True},
            command="ima wait {id}",
        ),
        Text(
            zh=(
                "等待已经结束。到刚才为止，订单还没有发出，也没有扣积分。"
                "请不要重新下单，[[继续等待：ima wait {id}|稍后可以接着等。]]"
            ),
            en=(
                "I've stopped waiting. When I last looked, your order hadn't been sent, and nothing was charged. "
                "Please don't order it again. [[To keep waiting: ima wait {id}|It can be waited for later.]]"
            ),
            when={"unsent": True},
            command="ima wait {id}",
        ),
        Text(
            zh="等待已经结束，任务还在继续，积分已付，不会丢失。请不要重新下单，[[继续等待：ima wait {id}|稍后可以接着等。]]",
            en=(
                "I've stopped waiting, but your task is still running and paid for; nothing is lost. "
                "Please don't order it again. [[To keep waiting: ima wait {id}|It can be waited for later.]]"
            ),
            command="ima wait {id}",
        ),
        Text(
            zh="等待已经结束，任务还在继续，积分已付，不会丢失。请不要重新下单，[[继续等待：ima resume|稍后可以接着等。]]",
            en=(
                "I've stopped waiting, but your task is still running and paid for; nothing is lost. "
                "Please don't order it again. [[To keep waiting: ima resume|It can be waited for later.]]"
            ),
            command="ima resume",
        ),
    ),
    Kind.INTERRUPTED: (
        Text(
            zh="这里中断了，订单不会丢失。请不要重新下单，[[接着做：ima wait {id}|稍后可以接着做。]]",
            en=(
                "Interrupted; your order isn't lost. Please don't order it again. "
                "[[To continue: ima wait {id}|It can be continued later.]]"
            ),
            command="ima wait {id}",
        ),
        Text(
            zh="这里中断了，已下的订单不受影响。请不要重新下单，[[接着做：ima resume|稍后可以接着做。]]",
            en=(
                "Interrupted; what you ordered isn't lost. Please don't order it again. "
                "[[To continue: ima resume|It can be continued later.]]"
            ),
            when={"goes_on": True},
            command="ima resume",
        ),
        Text(
            zh="下单之前就中断了，没有扣积分，可以重新下单。",
            en="Interrupted before anything was ordered. Nothing was charged; you can order again.",
        ),
    ),
    Kind.OUTCOME_UNKNOWN: (
        UNKNOWN_OFFLINE,
        Text(
            zh=(
                "不清楚这次下单有没有成功，可能已经扣了积分：服务的答复提到了任务 {task_id}，但它属于另一个订单 {taken_by}。"
                "请不要直接重新下单：先到账户里找找有没有另一个任务，再记下结果[[：ima settle {id} --task-id …（有），"
                "或 ima settle {id} --not-charged（没有）]]。"
            ),
            en=(
                "It's unclear whether this order went through, and you may have been charged: the answer names task {task_id}, "
                "which belongs to order {taken_by}. Look for another task in your account before trying again, then note "
                "what you find[[: ima settle {id} --task-id … if there is one, or ima settle {id} --not-charged]]."
            ),
            command="ima history --unknown",
        ),
        Text(
            zh=(
                "不清楚这次下单有没有成功，可能已经扣了积分：服务的答复提到了任务 {task_id}。请不要直接重新下单："
                "先到账户里核对，再记下结果[[：ima settle {id} --task-id {task_id}（扣了），"
                "或 ima settle {id} --not-charged（没有扣）]]。"
            ),
            en=(
                "It's unclear whether this order went through, and you may have been charged: the answer names task {task_id}. "
                "Check your account before trying again, then note what you find"
                "[[: ima settle {id} --task-id {task_id} if it was charged, or ima settle {id} --not-charged]]."
            ),
            command="ima settle {id} --task-id {task_id}",
        ),
        Text(
            zh=(
                "不清楚这次下单有没有成功，可能已经扣了积分。请不要直接重新下单："
                "先到账户里核对，再记下结果[[：ima settle {id} --not-charged（没有扣），"
                "或 ima settle {id} --task-id …（扣了）。全部列出：ima history --unknown|。]]"
            ),
            en=(
                "It's unclear whether this order went through, and you may have been charged. Check your account before "
                "trying again, then note what you find[[: ima settle {id} --not-charged, or "
                "ima settle {id} --task-id … if it was. All of them: ima history --unknown|.]]"
            ),
            command="ima history --unknown",
        ),
        Text(
            zh=(
                "不清楚这次下单有没有成功，可能已经扣了积分。请不要直接重新下单："
                "先到账户里核对[[（ima history --unknown），再用 ima settle 记下结果|，再记下结果]]。"
            ),
            en=(
                "It's unclear whether this order went through, and you may have been charged. Check your account before "
                "trying again[[ (ima history --unknown)]], then note what you find[[ with ima settle]]."
            ),
            command="ima history --unknown",
        ),
    ),
}
