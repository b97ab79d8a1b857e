"""What is said of each notice, zh and en, as data. A new notice is an entry here; one without an entry is said in general."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.messages.text import Text, Wordings

UNNAMED: Wordings = (
    Text(zh="这份订单有一处调整，请看订单详情。", en="Something about this order was adjusted; see its details."),
)
# Of the machine that works for a chat, a person in the chat need not know.
UNSAID_IN_CHAT = frozenset({"logs_unwritable", "ledger_salvaged", "ledger_loss", "ledger_unwritten", "second_task"})

NOTICES: Mapping[str, Wordings] = MappingProxyType(
    {
        # about the order
        "work_words_drafted": (
            Text(
                zh="没有给出要朗读的文字，旁白是拟的草稿，可以改成你要的话。",
                en="There was no text to read aloud: the narration is a draft, to be changed as you like.",
            ),
        ),
        "film_music_cut": (
            Text(
                zh="音乐约 {seconds} 秒，比片子（{film} 秒）长：会剪短并在结尾淡出。",
                en="The music is about {seconds} s, longer than the film ({film} s): it is cut and fades out.",
            ),
            Text(
                zh="音乐比片子长：会剪短并在结尾淡出。",
                en="The music is longer than the film: it is cut and fades out.",
            ),
        ),
        "film_music_repeated": (
            Text(
                zh="音乐约 {seconds} 秒，比片子（{film} 秒）短：会重复到结尾。",
                en="The music is about {seconds} s, shorter than the film ({film} s): it is repeated to the end.",
            ),
            Text(
                zh="音乐比片子短：会重复到结尾。", en="The music is shorter than the film: it is repeated to the end."
            ),
        ),
        "film_shots_cut": (
            Text(
                zh="镜头共 {seconds} 秒，片子要 {film} 秒：每个镜头各剪掉一点。",
                en="The shots are {seconds} s together, the film is to be {film} s: each is cut by its share.",
            ),
            Text(
                zh="镜头比片子长：每个镜头各剪掉一点。",
                en="The shots are longer than the film: each is cut by its share.",
            ),
        ),
        "film_shots_repeated": (
            Text(
                zh="镜头共 {seconds} 秒，片子要 {film} 秒：镜头会从头再放，直到结尾。",
                en="The shots are {seconds} s together, the film is to be {film} s: they are shown again until its end.",
            ),
            Text(
                zh="镜头比片子短：会从头再放，直到结尾。",
                en="The shots are shorter than the film: they are shown again until its end.",
            ),
        ),
        "film_follows_speech": (
            Text(
                zh="片子多长，要等朗读出来才知道：每个画面和它的旁白一样长。",
                en="How long the film is, is known when the speech is made: pictures last as long as what is said.",
            ),
        ),
        "film_ratios_differ": (
            Text(
                zh="镜头的比例不一样（{ratios}）：片子用第一个镜头的 {first}，其余的加黑边。",
                en="The shots have different ratios ({ratios}): the film has the first one's, {first}; others get bars.",
            ),
            Text(
                zh="镜头的比例不一样：片子用第一个镜头的，其余的加黑边。",
                en="The shots have different ratios: the film has the first one's; others get bars.",
            ),
        ),
        "film_left_out": (
            Text(
                zh="“{step}”没有做成，片子里没有它。",
                en="“{step}” was not made and is left out.",
                when={"missing": True},
            ),
            Text(zh="“{step}”读不出来，片子里没有它。", en="“{step}” can't be read and is left out."),
            Text(zh="有一步读不出来，片子里没有它。", en="One part can't be read and is left out."),
        ),
        "film_needs_folder": (
            Text(
                zh="没有说片子放在哪个文件夹（-o），所以没有剪；各个结果都在。",
                en="There is no folder for the film (-o), so none was made; the parts are there.",
            ),
        ),
        "film_needs_extra": (
            Text(
                zh='剪片子还需要一个程序：pip install "imastudio[film]"；各个结果都在。',
                en='To lay the film together takes ffmpeg: pip install "imastudio[film]". The parts are there.',
            ),
        ),
        "film_without_shots": (
            Text(zh="没有一个镜头能用，所以没有片子。", en="No shot can be shown, so there is no film."),
        ),
        "film_not_made": (
            Text(
                zh="片子没剪成（{reason}）；各个结果都在。",
                en="The film could not be made ({reason}); the parts are there.",
            ),
            Text(zh="片子没剪成；各个结果都在。", en="The film could not be made; the parts are there."),
        ),
        "8k_downgraded": (
            Text(zh="暂不支持 8K，已改用 {used}。", en="8K isn't offered; {used} is used instead."),
            Text(zh="暂不支持 8K，已改用最大的尺寸。", en="8K isn't offered; the largest size is used instead."),
        ),
        "vocal_gender_mixed": (
            Text(
                zh="男女混声没有单独的选项，将由模型决定人声。",
                en="There is no setting for mixed vocals; the model decides.",
            ),
        ),
        "twin_running": (
            Text(
                zh="同样的订单正在进行中（{id}）；再次下单会另外扣积分。",
                en="The same is already being made ({id}); ordering it again is charged again.",
            ),
            Text(
                zh="同样的订单正在进行中；再次下单会另外扣积分。",
                en="The same is already being made; ordering it again is charged again.",
            ),
        ),
        "twin_unknown": (
            Text(
                zh="同样的订单之前结果不明（{id}），可能已经扣过积分；再次下单可能重复付费。",
                en="The same was ordered before ({id}) and may have been charged; ordering it again may be paid twice.",
            ),
            Text(
                zh="同样的订单之前结果不明，可能已经扣过积分；再次下单可能重复付费。",
                en="The same was ordered before and may have been charged; ordering it again may be paid twice.",
            ),
        ),
        # after a refusal that charged nothing
        "throttled": (
            Text(
                zh="服务要求慢一点，{wait} 秒后自动下单，现在还没有扣积分。",
                en="The service asks for patience: ordering in {wait} s. Nothing was charged so far.",
            ),
            Text(
                zh="服务要求慢一点，稍后自动下单，现在还没有扣积分。",
                en="The service asks for patience: ordering in a moment. Nothing was charged so far.",
            ),
        ),
        "stepped_down": (
            Text(
                zh="服务没有接受原来的设置，已把{parameter}从 {from} 改为 {to}，共 {points} 积分。",
                en="The service did not take the order as it was: {parameter} changed from {from} to {to}, {points} pts in all.",
            ),
            Text(
                zh="服务没有接受原来的设置，已降低一档。",
                en="The service did not take the order as it was; it was lowered by one step.",
            ),
        ),
        "completed": (
            Text(
                zh="已补上订单缺少的设置：{parameters}。",
                en="Settings that the order lacked were filled in: {parameters}.",
            ),
            Text(zh="已补上订单缺少的设置。", en="Settings that the order lacked were filled in."),
        ),
        "repriced": (
            Text(
                zh="价格有更新：共 {to} 积分，原来是 {from} 积分。",
                en="The price has changed: {to} pts in all, {from} pts before.",
            ),
            Text(zh="价格有更新，没有超出你同意的数额。", en="The price has changed, to no more than you agreed to."),
        ),
        "task_type_inferred": (
            Text(zh="根据输入，将{task_type}。", en="Going by what you gave: {task_type}."),
            Text(zh="任务类型是根据输入判断的。", en="What to make was inferred from what you gave."),
        ),
        "longest_duration": (
            Text(
                zh="时长超出上限，已改用最长的 {used} 秒。",
                en="That is too long; the longest offered is used: {used} s.",
            ),
            Text(zh="时长超出上限，已改用最长的时长。", en="That is too long; the longest offered is used."),
        ),
        "music_length_fixed": (
            Text(
                zh="音乐时长由模型决定，无法自定义；需要更长时可以生成多段再拼接。",
                en="The model decides how long music is; for more, make several pieces and join them.",
            ),
        ),
        "model_not_offered": (
            Text(zh="这里没有 {model}，改用别的模型。", en="{model} isn't offered here; another model is used."),
            Text(
                zh="你要的模型这里没有，改用别的模型。",
                en="The model you named isn't offered here; another one is used.",
            ),
        ),
        "several_models": (
            Text(zh="你提到了多个模型，这次用 {used}。", en="You named several models; {used} is used."),
            Text(zh="你提到了多个模型，这次只用其中一个。", en="You named several models; one of them is used."),
        ),
        "not_taken": (
            Text(
                zh="该模型没有“{parameter}”这项设置，已忽略。",
                en="This model has no setting for the {parameter}; it is left out.",
            ),
            Text(zh="该模型没有其中一项设置，已忽略。", en="This model lacks one of the settings; it is left out."),
        ),
        "saved_model_gone": (
            Text(
                zh="你常用的模型 {model_name} 已经不可用，这次改用了别的模型。",
                en="Your usual model {model_name} is no longer offered; another one is used.",
            ),
            Text(
                zh="你常用的模型已经不可用，这次改用了别的模型。",
                en="Your usual model is no longer offered; another one is used.",
            ),
        ),
        "saved_model_not_listed": (
            Text(
                zh="你常用的模型已经不可用，这次改用了别的模型。",
                en="Your usual model is no longer offered; another one is used.",
            ),
        ),
        "recommended_model_not_listed": (
            Text(
                zh="推荐的模型现在不可用，这次改用了别的模型。",
                en="The recommended model isn't offered right now; another one is used.",
            ),
        ),
        # about the usual model
        "preference_question": (
            Text(
                zh=(
                    "💡 你之前喜欢用 {old}，这次换成了 {new}。\n要把 {new} 设为以后的默认吗？\n"
                    "回复「是」保存 / 回复「否」仅本次使用"
                ),
                en=(
                    "💡 You used {old} before; this time it is {new}.\nShall {new} be your default from now on?\n"
                    "Reply “yes” to save it / “no” to use it this once"
                ),
            ),
            Text(zh="要把这个模型设为以后的默认吗？", en="Shall this model be your default from now on?"),
        ),
        "preference_saved": (
            Text(
                zh="✅ 已记住！以后{medium}生成默认用 {model_name}",
                en="✅ Noted! From now on {model_name} is used for {medium} generation",
            ),
            Text(
                zh="✅ 已记住！以后{task_type}默认用 {model_name}",
                en="✅ Noted! From now on {model_name} is used for one kind of task: {task_type}",
            ),
            Text(zh="✅ 已记住！", en="✅ Noted!"),
        ),
        "preference_unchanged": (Text(zh="常用模型没有改动。", en="Your usual model stays as it was."),),
        "preference_cleared": (
            Text(
                zh="✅ 好的！以后{medium}生成由我来挑选模型",
                en="✅ All right! From now on I choose the model for {medium} generation",
            ),
            Text(
                zh="✅ 好的！以后{task_type}由我来挑选模型",
                en="✅ All right! From now on I choose the model for one kind of task: {task_type}",
            ),
            Text(zh="✅ 好的！以后由我来挑选模型", en="✅ All right! From now on I choose the model"),
        ),
        # about the service
        "service_silent": (
            Text(
                zh="{address} 暂时没有给出答复，还在继续尝试…",
                en="{address} gives no answer right now; still trying…",
            ),
            Text(
                zh="服务暂时没有给出答复，还在继续尝试…",
                en="The service gives no answer right now; still trying…",
            ),
        ),
        # about this machine
        "preferences_set_aside": (
            Text(
                zh="常用模型的文件无法识别，原文件已保留为 {file}。",
                en="The file of saved models could not be understood; it is kept as {file}.",
            ),
            Text(
                zh="常用模型的文件无法识别，原文件已保留。",
                en="The file of saved models could not be understood; it is kept aside.",
            ),
        ),
        "preferences_unreadable": (
            Text(
                zh="读不了常用模型的文件，这次不使用。",
                en="The file of saved models can't be read; it is left out this time.",
            ),
        ),
        "preferences_unwritable": (
            Text(zh="常用模型没有保存：文件不可写。", en="The usual model was not saved: its file can't be written."),
        ),
        "preferences_busy": (
            Text(
                zh="常用模型没有保存：文件正被占用，请再试一次。",
                en="The usual model was not saved: its file is in use. Please try again.",
            ),
        ),
        "logs_unwritable": (
            Text(zh="日志无法写入，这不影响生成。", en="The log can't be written; this changes nothing else."),
        ),
        "ledger_salvaged": (
            Text(
                zh="订单记录文件损坏过；里面的 {count} 份订单全部读出，原文件保留为 {file}。",
                en="The file of orders was damaged; all {count} orders in it were saved, and the damaged one is kept as {file}.",
            ),
            Text(
                zh="订单记录文件损坏过；里面的订单全部读出，原文件已保留。",
                en="The file of orders was damaged; all orders in it were saved, and the damaged one is kept.",
            ),
        ),
        "ledger_loss": (
            Text(
                zh=(
                    "订单记录文件损坏了：读出 {count} 份订单，还有一些读不出来，所以暂时不能下单，以免重复付费。"
                    "原文件保留为 {file}。下一步：ima ledger verify"
                ),
                en=(
                    "The file of orders was damaged: {count} orders were saved, others can't be read, so that nothing is ordered "
                    "for now, lest something is paid for twice. The damaged one is kept as {file}. See: ima ledger verify"
                ),
            ),
            Text(
                zh="订单记录文件损坏了，有些读不出来，所以暂时不能下单。下一步：ima ledger verify",
                en="The file of orders was damaged, and some of it can't be read; nothing is ordered for now: ima ledger verify",
            ),
        ),
        "second_task": (
            Text(
                zh="这份订单另有一个任务 {task_id}：服务的回答来得太晚，它的积分没有记在这里。请记下任务编号，向服务方询问。",
                en=(
                    "This order has a second task, {task_id}: the service's answer came too late, and its points are not "
                    "counted here. Please note the task's number, and ask the service about it."
                ),
            ),
            Text(
                zh="这份订单另有一个任务，服务的回答来得太晚，它的积分没有记在这里。",
                en="This order has a second task: the service's answer came too late, and its points are not counted here.",
            ),
        ),
        "ledger_unwritten": (
            Text(
                zh="订单记录暂时写不进去，会继续尝试。请先记下任务编号：{task_id}",
                en="The record of orders can't be written right now and is tried again. Please note the task's number: {task_id}",
            ),
            Text(
                zh="订单记录暂时写不进去，会继续尝试。",
                en="The record of orders can't be written right now and is tried again.",
            ),
        ),
    }
)
