"""What is said of each notice, zh and en, as data. A new notice is an entry here; one without an entry is said in general."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.messages.text import Text, Wordings

UNNAMED: Wordings = (
    Text(zh="这份订单有一处调整，请看订单详情。", en="Something about this order was adjusted; see its details."),
)
# Of the machine that works for a chat, a person in the chat need not know.
UNSAID_IN_CHAT = frozenset(
    {
        "task_type_inferred",
        "film_needs_folder",
        "film_needs_extra",
        "logs_unwritable",
        "ledger_salvaged",
        "ledger_loss",
        "ledger_incomplete",
        "ledger_unwritten",
        "second_task",
        "no_worker",
    }
)

NOTICES: Mapping[str, Wordings] = MappingProxyType(
    {
        # about the order
        "metadata_removed": (
            Text(
                zh="上传前已去掉图片的附带信息（拍摄地点、时间、相机等）。",
                en="I removed the photo's metadata (place, time, camera) before uploading.",
            ),
        ),
        "work_words_drafted": (
            Text(
                zh="没有给出旁白文字，先拟了一份草稿，可以随意改。",
                en="You gave no text to read, so the narration is a draft; edit it as you like.",
            ),
        ),
        "work_fewer": (
            Text(
                zh="你要 {wanted} 个，一次最多做 {made} 个，其余的稍后再做。",
                en="You asked for {wanted}; I can make up to {made} at once. Make the rest later.",
            ),
        ),
        "work_above_cap": (
            Text(
                zh="共 {total} 积分，超过了你说的上限 {cap} 积分：照这样不会下单。可以少几个镜头、缩短时长，或换更便宜的模型。",
                en=(
                    "It costs {total} points, over your limit of {cap}, so it won't be ordered like this."
                    " Fewer or shorter shots, or cheaper models, cost less."
                ),
            ),
        ),
        "film_music_cut": (
            Text(
                zh="音乐约 {seconds} 秒，比片子（{film} 秒）长：会剪短并在结尾淡出。",
                en="The music (about {seconds} s) is longer than the film ({film} s), so it will be trimmed and faded out.",
            ),
            Text(
                zh="音乐比片子长：会剪短并在结尾淡出。",
                en="The music is longer than the film, so it will be trimmed and faded out.",
            ),
            Text(
                zh="音乐比片子长：会剪短并在结尾淡出。",
                en="The music is longer than the film, so it will be trimmed and faded out.",
            ),
        ),
        "film_music_repeated": (
            Text(
                zh="音乐约 {seconds} 秒，比片子（{film} 秒）短：会重复到结尾。",
                en="The music (about {seconds} s) is shorter than the film ({film} s), so it will be looped.",
            ),
            Text(zh="音乐比片子短：会重复到结尾。", en="The music is shorter than the film, so it will be looped."),
            Text(zh="音乐比片子短：会重复到结尾。", en="The music is shorter than the film, so it will be looped."),
        ),
        "film_shots_cut": (
            Text(
                zh="镜头共 {seconds} 秒，片子要 {film} 秒：每个镜头各剪掉一点。",
                en="The shots add up to {seconds} s and the film is {film} s, so each one will be trimmed a little.",
            ),
            Text(
                zh="镜头比片子长：每个镜头各剪掉一点。",
                en="The shots are longer than the film, so each one will be trimmed a little.",
            ),
            Text(
                zh="镜头比片子长：每个镜头各剪掉一点。",
                en="The shots are longer than the film, so each one will be trimmed a little.",
            ),
        ),
        "film_shots_repeated": (
            Text(
                zh="镜头共 {seconds} 秒，片子要 {film} 秒：镜头会从头再放，直到结尾。",
                en="The shots add up to {seconds} s and the film is {film} s, so they will be repeated.",
            ),
            Text(
                zh="镜头比片子短：会从头再放，直到结尾。",
                en="The shots are shorter than the film, so they will be repeated.",
            ),
            Text(
                zh="镜头比片子短：会从头再放，直到结尾。",
                en="The shots are shorter than the film, so they will be repeated.",
            ),
        ),
        "film_follows_speech": (
            Text(
                zh="片长要等旁白生成后才知道：每个画面和它的旁白一样长。",
                en="The film's length depends on the narration: each picture stays while its text is read.",
            ),
        ),
        "film_ratios_differ": (
            Text(
                zh="镜头的比例不一样（{ratios}）：片子用第一个镜头的 {first}，其余的加黑边。",
                en="The shots have different ratios ({ratios}): the film has the first one's, {first}; others get bars.",
            ),
            Text(
                zh="镜头的比例不一样：片子用第一个镜头的，其余的加黑边。",
                en="The shots have different ratios: others than the first get bars.",
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
            Text(zh="有一部分用不了，片子里没有它。", en="A part can't be used and is left out."),
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
                en='Assembling the film needs ffmpeg: pip install "imastudio[film]". The parts are there.',
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
            Text(zh="暂不支持 8K，已改用 {used}。", en="8K isn't available, using {used}."),
            Text(zh="暂不支持 8K，已改用最大的尺寸。", en="8K isn't available, using the largest size."),
        ),
        "prompt_contradicts": (
            Text(
                zh="描述和参数“{parameter}”不一致，以参数为准；想按描述来，请改这个参数（{value}）。",
                en="The prompt contradicts “{parameter}”, which wins. To follow the prompt, set it ({value}).",
            ),
            Text(
                zh="描述和一个参数不一致，以参数为准。",
                en="The prompt contradicts one of the parameters; the parameter wins.",
            ),
        ),
        "vocal_gender_mixed": (
            Text(
                zh="男女混声没有单独的选项，将由模型决定人声。",
                en="Mixed vocals can't be requested; the model picks the voice.",
            ),
        ),
        "twin_running": (
            Text(
                zh="同样的订单正在进行中（{id}）；再次下单会另外扣积分。",
                en="The same order is already running ({id}); a second one would be charged separately.",
            ),
            Text(
                zh="同样的订单正在进行中；再次下单会另外扣积分。",
                en="The same order is already running; a second one would be charged separately.",
            ),
        ),
        "twin_unknown": (
            Text(
                zh="同样的订单之前结果不明（{id}），可能已经扣过积分；再次下单可能重复付费。",
                en="The same was ordered before ({id}) and may have been charged; ordering again may charge you twice.",
            ),
            Text(
                zh="同样的订单之前结果不明，可能已经扣过积分；再次下单可能重复付费。",
                en="The same was ordered before and may have been charged; ordering again may charge you twice.",
            ),
        ),
        # after a refusal that charged nothing
        "throttled": (
            Text(
                zh="请求有点多，{wait} 秒后自动下单，还没有扣积分。",
                en="The service is busy, so I'll place the order in {wait} s. Nothing has been charged yet.",
            ),
            Text(
                zh="请求有点多，稍后自动下单，还没有扣积分。",
                en="The service is busy, so I'll place the order in a moment. Nothing has been charged yet.",
            ),
        ),
        "stepped_down": (
            Text(
                zh="服务没有接受原来的设置，已把{parameter}从 {from} 改为 {to}，共 {points} 积分。",
                en="The service rejected the original settings, so I changed {parameter} from {from} to {to} ({points} pts).",
            ),
            Text(
                zh="服务没有接受原来的设置，已降低一档。",
                en="The service rejected the original settings, so I lowered them by one step.",
            ),
        ),
        "completed": (
            Text(
                zh="已补上订单缺少的设置：{parameters}。",
                en="I filled in missing settings: {parameters}.",
            ),
            Text(zh="已补上订单缺少的设置。", en="I filled in missing settings."),
        ),
        "repriced": (
            Text(
                zh="价格有更新：共 {to} 积分，原来是 {from} 积分。",
                en="The price has changed from {from} to {to} pts in all.",
            ),
            Text(
                zh="价格有更新，没有超出你同意的数额。", en="The price has changed but stays within what you agreed to."
            ),
        ),
        "task_type_inferred": (
            Text(zh="按你给的内容，这次做{task_type}。", en="From what you gave me, this is {task_type}."),
            Text(zh="按你给的内容判断了要做什么。", en="I worked out the task from what you gave me."),
        ),
        "longest_duration": (
            Text(
                zh="时长超出上限，已改用最长的 {used} 秒。",
                en="That's too long, using the maximum of {used} s.",
            ),
            Text(zh="时长超出上限，已改用最长的时长。", en="That's too long, using the maximum length."),
        ),
        "music_length_fixed": (
            Text(
                zh="音乐时长由模型决定，无法自定义；需要更长时可以生成多段再拼接。",
                en="The model sets the length of the music. For more, make several pieces and join them.",
            ),
        ),
        "model_not_offered": (
            Text(zh="这里没有 {model}，改用别的模型。", en="{model} isn't available here, using another model."),
            Text(
                zh="你要的模型这里没有，改用别的模型。",
                en="The model you named isn't available here, using another one.",
            ),
        ),
        "several_models": (
            Text(zh="你提到了多个模型，这次用 {used}。", en="You named several models, using {used}."),
            Text(zh="你提到了多个模型，这次只用其中一个。", en="You named several models, using one of them."),
        ),
        "not_taken": (
            Text(
                zh="该模型没有“{parameter}”这项设置，已忽略。",
                en="This model has no {parameter} setting, so I left it out.",
            ),
            Text(zh="该模型没有其中一项设置，已忽略。", en="This model lacks one of the settings, so I left it out."),
        ),
        "saved_model_gone": (
            Text(
                zh="你常用的模型 {model_name} 已经不可用，这次改用了别的模型。",
                en="Your usual model, {model_name}, is no longer available, using another one.",
            ),
            Text(
                zh="你常用的模型已经不可用，这次改用了别的模型。",
                en="Your usual model is no longer available, using another one.",
            ),
        ),
        "saved_model_not_listed": (
            Text(
                zh="你常用的模型已经不可用，这次改用了别的模型。",
                en="Your usual model is no longer available, using another one.",
            ),
        ),
        "recommended_model_not_listed": (
            Text(
                zh="推荐的模型现在不可用，这次改用了别的模型。",
                en="The recommended model isn't available right now, using another one.",
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
                    "💡 You usually use {old}; this time it's {new}.\nMake {new} your default?\n"
                    "Reply “yes” to save it / “no” to use it just this once"
                ),
            ),
            Text(zh="要把这个模型设为以后的默认吗？", en="Make this model your default?"),
        ),
        "preference_saved": (
            Text(
                zh="✅ 已记住！以后{medium}生成默认用 {model_name}",
                en="✅ Got it! I'll use {model_name} for {medium} generation from now on",
            ),
            Text(
                zh="✅ 已记住！以后{task_type}默认用 {model_name}",
                en="✅ Got it! I'll use {model_name} for {task_type} from now on",
            ),
            Text(zh="✅ 已记住！", en="✅ Got it!"),
        ),
        "preference_unchanged": (Text(zh="常用模型没有改动。", en="Your usual model stays as it was."),),
        "preference_cleared": (
            Text(
                zh="✅ 好的！以后{medium}生成由我来挑选模型",
                en="✅ OK! I'll choose the model for {medium} generation from now on",
            ),
            Text(
                zh="✅ 好的！以后{task_type}由我来挑选模型",
                en="✅ OK! I'll choose the model for {task_type} from now on",
            ),
            Text(zh="✅ 好的！以后由我来挑选模型", en="✅ OK! I'll choose the model from now on"),
        ),
        # about the service
        "service_silent": (
            Text(
                zh="{address} 暂时没有回应，还在继续尝试…",
                en="No answer from {address} yet; still trying…",
            ),
            Text(
                zh="服务暂时没有回应，还在继续尝试…",
                en="No answer from the service yet; still trying…",
            ),
        ),
        # about this machine
        "preferences_set_aside": (
            Text(
                zh="常用模型的文件无法识别，原文件已保留为 {file}。",
                en="Your saved-models file couldn't be read, so it was kept as {file}.",
            ),
            Text(
                zh="常用模型的文件无法识别，原文件已保留。",
                en="Your saved-models file couldn't be read, so it was set aside.",
            ),
        ),
        "preferences_unreadable": (
            Text(
                zh="读不了常用模型的文件，这次不使用。",
                en="Your saved models can't be read, so they aren't used this time.",
            ),
        ),
        "preferences_unwritable": (
            Text(zh="常用模型没有保存：文件不可写。", en="Your usual model wasn't saved: the file can't be written."),
        ),
        "preferences_busy": (
            Text(
                zh="常用模型没有保存：文件正被占用，请再试一次。",
                en="Your usual model wasn't saved: the file is in use. Please try again.",
            ),
        ),
        "logs_unwritable": (
            Text(zh="日志无法写入，这不影响生成。", en="The log can't be written; nothing else is affected."),
        ),
        "ledger_salvaged": (
            Text(
                zh="订单记录文件损坏过；里面的 {count} 份订单全部读出，原文件保留为 {file}。",
                en="The order file was damaged; all {count} orders in it were saved, and the damaged file is kept as {file}.",
            ),
            Text(
                zh="订单记录文件损坏过；里面的订单全部读出，原文件已保留。",
                en="The order file was damaged; all orders in it were saved, and the damaged file is kept.",
            ),
        ),
        "pruned": (
            Text(
                zh="这份订单以前下过，内容已经清理，结果地址不再保存；没有重新下单，也没有再扣积分。",
                en=(
                    "This was ordered before and has since been pruned, with its results' addresses; nothing was ordered "
                    "again, and no points were spent."
                ),
            ),
        ),
        "ledger_loss": (
            Text(
                zh=(
                    "订单记录文件损坏了：读出 {count} 份订单，还有一些读不出来，所以暂时不能下单，以免重复付费。"
                    "原文件保留为 {file}。下一步：ima ledger verify"
                ),
                en=(
                    "The order file was damaged: {count} orders were saved, others can't be read, so nothing is ordered for "
                    "now, so that nothing is paid for twice. The damaged file is kept as {file}. See: ima ledger verify"
                ),
            ),
            Text(
                zh="订单记录文件损坏了，有些读不出来，所以暂时不能下单。下一步：ima ledger verify",
                en="The order file was damaged, and some of it can't be read, so nothing is ordered for now. See: ima ledger "
                "verify",
            ),
        ),
        "ledger_incomplete": (
            Text(
                zh=(
                    "⚠️ 订单记录不完整：损坏的文件 {file} 只读出 {count} 份订单，已付费的订单可能没有列出、也没有计入，"
                    "现在也不能下单。请核对账户，然后 ima ledger salvage 备份文件，或 ima ledger accept-loss。"
                ),
                en=(
                    "⚠️ The order record is incomplete: only {count} orders of the damaged file {file} could be read. Paid "
                    "orders may be missing from lists and totals, and nothing is ordered for now. Check your account, then "
                    "bring in a copy (ima ledger salvage COPY), or accept the loss (ima ledger accept-loss)."
                ),
            ),
            Text(
                zh="⚠️ 订单记录不完整：可能缺少已付费的订单，现在不能下单。下一步：ima ledger verify",
                en="⚠️ The order record is incomplete: paid orders may be missing. See: ima ledger verify",
            ),
        ),
        "second_task": (
            Text(
                zh="这份订单另有一个任务 {task_id}：服务的回答来得太晚，它的积分没有记在这里。请记下任务编号，向服务方询问。",
                en=(
                    "This order has a second task, {task_id}: the service's answer came too late, and its points are not "
                    "counted here. Please note the task id, and ask the service about it."
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
                en="The order record can't be written right now; trying again. Please note the task id: {task_id}",
            ),
            Text(
                zh="订单记录暂时写不进去，会继续尝试。",
                en="The order record can't be written right now; trying again.",
            ),
        ),
        "no_worker": (
            Text(
                zh="现在没有工作进程（ima worker）在运行：有了就会接着做，不用再下单。",
                en="No worker (ima worker) is running right now; the next one to start will go on with it. Don't order it again.",
            ),
        ),
    }
)
