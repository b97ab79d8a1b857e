"""What the command line itself says, in Chinese and English; everything about a generation is said by the phrasebook."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.messages import Text
from imastudio.domain.orders import Language

_SAYINGS: Mapping[str, Text] = MappingProxyType(
    {
        # how things are put
        "labelled": Text("{name}：{text}", "{name}: {text}"),
        "comma": Text("，", ", "),
        "list": Text("、", ", "),
        # asked and answered
        "confirm": Text("共 {total} 积分，下单吗？[y/N]", "This costs {total} points. Order it? [y/N]"),
        "to_approve": Text(
            "{model}，{n} 个结果，共 {total} 积分：{words}",
            "{model}, {n} result(s), {total} points in all: {words}",
        ),
        "approve_it": Text("同意下单吗？[y/N]", "Approve this order? [y/N]"),
        "approved": Text(
            "已同意，一小时内可以下单一次。请让助手再试一次。",
            "Agreed: good for one order, for an hour. Let the agent try again.",
        ),
        "nothing_waits": Text("没有等你确认的订单。", "Nothing is waiting for your approval."),
        "approve_at_terminal": Text(
            "请由人在终端里运行，看过价格后再确认。",
            "This is for a person at a terminal, who types y after seeing the price.",
        ),
        "mcp_missing": Text(
            "需要额外的部分：pip install 'imastudio[mcp]'",
            "This needs an extra: pip install 'imastudio[mcp]'",
        ),
        "dbos_missing": Text(
            "需要额外的部分：pip install 'imastudio[dbos]'",
            "This needs an extra: pip install 'imastudio[dbos]'",
        ),
        "worker_ready": Text("{number} 号工作进程已就绪：{database}", "Worker {number} is at work: {database}"),
        "worker_health": Text("运行状况：{health}，{metrics}", "Health: {health}, {metrics}"),
        "worker_ended": Text(
            "工作进程已结束；没做完的由其他工作进程接着做。",
            "The worker has ended; the others take over what is unfinished.",
        ),
        "worker_given_up": Text(
            "这个工作进程到此为止：停顿太久已由别人接手，或数据库的表来自更新的版本。请重新启动它。",
            "This worker has stopped: it hung and others took over, or the tables come from a newer version. Please restart it.",
        ),
        "order_line": Text("照此下单", "to order it"),
        "several_works": Text(
            "这里要做好几件作品（{media}），请一次下单一件。",
            "This asks for several works ({media}); please order them one at a time.",
        ),
        "order_this": Text(
            "下单吗？共 {total} 积分。[回车下单 / n 不下单 / e 重新说]",
            "Order this for {total} pts? [Y/n/e]",
        ),
        "presumed": Text(
            "没有说要做什么，按{media}理解。",
            "You didn't say what to make, so I assume one {media}.",
        ),
        "choose": Text(
            "回车选第一个，输入编号或答案；e 重新说；{leave}。",
            "Enter takes the first; or type a number or an answer; e: start over; {leave}.",
        ),
        "type_answer": Text("请输入；e 重新说；n 算了。", "Type your answer; e: start over; n: leave it."),
        "order_again": Text(
            "下单吗？共 {total} 积分。[说“可以”下单 / n 不下单 / e 重新说，也可以直接说要改什么]",
            "Say “yes” to order this for {total} pts, “no” to leave it, or what to change. [y/n/e]",
        ),
        "typed_early": Text(
            "这一行是在报价之前输入的，不算同意。",
            "That was typed before the price was told, so it agrees to nothing.",
        ),
        "no_answer": Text("没看懂这个回答。", "I didn't understand that answer."),
        "edit_wish": Text("请重新说一遍：", "Tell me again what you want:"),
        "greeting": Text(
            "你好！想做什么图片、视频、音乐或语音？（Ctrl-D 结束）",
            "Hello! What picture, video, music or speech shall I make? (Ctrl-D ends)",
        ),
        "what_next": Text("还要做什么？（Ctrl-D 结束）", "What next? (Ctrl-D ends)"),
        "context_unkept": Text(
            "上下文文件写不进去，这次说的话下次不会记得。",
            "The context file can't be written: what was said now won't be known next time.",
        ),
        "context_unread": Text(
            "上下文文件读不了（{why}），当作没有。",
            "The context file can't be read ({why}); going on without it.",
        ),
        "words_missing": Text(
            "请说出要做什么；不带内容的 ima ask 要在终端里用。",
            "Say what to make; ima ask without words needs a terminal.",
        ),
        "leave_by_no": Text("n 算了", "n: leave it"),
        "leave_by_words": Text("说“算了”就不做了", "never mind: leave it"),
        "answer_unknown": Text(
            "没有“{field}”这一项，可以回答：{known}。", "There is no {field} to answer. Possible: {known}."
        ),
        "answer_refused": Text("“{value}”不能回答 {field}。", "“{value}” doesn't answer {field}."),
        "work_confirm": Text("还需 {total} 积分，继续吗？[y/N]", "This costs {total} more points. Continue? [y/N]"),
        "work_confirm_edit": Text(
            "共 {total} 积分，开始吗？[y/N，e 先修改]",
            "This costs {total} points. Begin? [y/N, e to change it first]",
        ),
        "work_written": Text(
            "已写入 {file}。改好之后：{line}",
            "Written to {file}. When you're happy with it: {line}",
        ),
        "work_stopped": Text(
            "先停在这里，已下单的还在继续，积分已付。接着做：{line}",
            "Stopped waiting; what was ordered keeps running and is paid for. Go on with: {line}",
        ),
        "work_change": Text("换一个模型接着做：{line}", "Take another model and go on: {line}"),
        "work_done": Text("完成", "done"),
        "work_running": Text("进行中", "running"),
        "work_failed": Text("没做全", "incomplete"),
        "no_work": Text(
            "这里只要一样东西，直接用 ima ask 就好。",
            "This asks for a single thing: use ima ask for that.",
        ),
        "steps": Text("步骤", "steps"),
        "film": Text("片子", "film"),
        "ordered_before": Text(
            "这个编号下过单了（{id}），不会再下单。",
            "This was ordered before ({id}) and is not ordered again.",
        ),
        "understood": Text("理解为", "Understood"),
        "prompt": Text("描述", "Prompt"),
        "lyrics": Text("歌词", "Lyrics"),
        "tier_balanced": Text("均衡", "balanced"),
        "tier_budget": Text("最省积分", "the cheapest"),
        "tier_premium": Text("最好", "the best"),
        "tier_artistic": Text("艺术风格", "artistic"),
        "preference_save": Text("设为常用", "save as usual"),
        "preference_clear": Text("取消常用", "reset"),
        "preference_ask": Text("待确认", "ask first"),
        "to_save": Text(
            "要把它设为以后的默认，请运行：ima prefs set {model} {which}",
            "To make it your default: ima prefs set {model} {which}",
        ),
        "dry_run": Text("仅试算，没有下单。", "A dry run: nothing was ordered."),
        "nothing_open": Text("没有可以继续的任务。", "There is nothing to resume."),
        "nothing_here": Text("没有可显示的内容。", "Nothing to show."),
        "logs_none": Text("还没有日志。", "Nothing has been logged yet."),
        "logs_elsewhere": Text(
            "{day} 没有符合的记录。有日志的日期：{days}。",
            "Nothing like that on {day}. There are logs for {days}.",
        ),
        "logs_unreadable": Text("日志无法读取：{why}。", "The log can't be read: {why}."),
        "no_day": Text(
            "“{day}”不是日期；可以写 今天、昨天 或 2026-11-20。",
            "“{day}” isn't a day: write today, yesterday or 2026-11-20.",
        ),
        "inputs": Text("输入", "Inputs"),
        "formats": Text("格式", "Formats"),
        "of_inputs": Text("{lowest}～{highest} 个", "{lowest} to {highest}"),
        "of_any_inputs": Text("{lowest} 个以上", "{lowest} or more"),
        "default": Text("默认", "Default"),
        "offered": Text("可选", "Offered"),
        "prices": Text("每个结果的积分", "Points for one result"),
        "always": Text("不论参数", "whatever the values"),
        "try_offline": Text(
            "想先试试：加上 --offline，不需要密钥，也不花积分。",
            "To try it without one, add --offline: nothing is spent.",
        ),
        "no_instant": Text(
            "“{value}”不是时间；可以写 2026-11-20、2026-11、今天、昨天、7d（7 天前）或 2026-11-20T18:00。",
            "“{value}” isn't a time: write 2026-11-20, 2026-11, today, yesterday, 7d (seven days ago) or 2026-11-20T18:00.",
        ),
        "one_form": Text("{names} 只能用一个。", "Use only one of {names}."),
        "orders": Text("订单", "Orders"),
        "in_all": Text("合计", "In all"),
        "logs_unread": Text("有 {count} 行无法读取，已跳过。", "{count} unreadable lines were left out."),
        "log_time": Text("时间", "time"),
        "log_event": Text("事件", "event"),
        "log_task": Text("任务", "task"),
        "log_milliseconds": Text("毫秒", "ms"),
        "log_more": Text("其他", "more"),
        "status_succeeded": Text("已完成", "succeeded"),
        "status_unfetched": Text("已完成，结果未取回", "finished, not fetched"),
        "status_failed": Text("失败", "failed"),
        "status_rejected": Text("未下单", "rejected"),
        "status_unknown": Text("结果不明", "unknown"),
        "status_running": Text("进行中", "running"),
        "status_gone": Text("已随程序结束", "ended with its program"),
        "unhandled": Text(
            "刚才的请求没能处理，什么都没有下单。", "That request couldn't be handled; nothing was ordered."
        ),
        "unhandled_paid": Text(
            "刚才的请求没能处理，已下的订单不受影响。",
            "That request couldn't be handled; what was ordered is not affected.",
        ),
        "unsent": Text("有一条消息没有发出去。", "A message could not be sent."),
        "unsent_goes_on": Text(
            "有一条消息没有发出去；订单照常进行。",
            "A message could not be sent; the order goes on.",
        ),
        "defect": Text(
            "程序出了错（{place}），请报告。下面是这份订单的情况：",
            "A bug in this program ({place}); please report it. This is what became of the order:",
        ),
        "settled": Text(
            "已记为成立，继续等待：ima wait {id}", "Noted: the order was accepted. Go on with: ima wait {id}"
        ),
        "unsettled": Text(
            "已撤销：又不清楚它有没有成功（{id}）。",
            "Undone: it is unclear again whether {id} went through.",
        ),
        "adopted": Text("已记下，编号 {id}。现在等它完成。", "Taken in as {id}; waiting for it."),
        "other_keys": Text(
            "另一个密钥名下还有 {count} 份没完成或结果不明的订单；要接管，请运行 ima ledger adopt-key。",
            "Another key of this address has {count} unfinished or unknown orders; to take them over: ima ledger adopt-key",
        ),
        "key_adopted": Text("已接管 {count} 份订单。", "Took over {count} orders."),
        "no_other_key": Text("没有别的密钥下过单。", "No other key has ordered anything here."),
        "status_other_key": Text("{status}（另一个密钥）", "{status} (another key)"),
        "left_alive": Text(
            "{id} 还有别的进程在等，没有动它；若那个进程卡住了：ima resume --take {id}",
            "{id} is left to the process that waits for it; if that one hangs: ima resume --take {id}",
        ),
        "left_unfetched": Text(
            "{id} 已经完成，积分已付，结果由另一个进程来取；若一直没有取到：ima wait {id}",
            "{id} is finished and paid for, and another process fetches its results; if they don't come: ima wait {id}",
        ),
        "no_ledger": Text("还没有订单记录。", "There are no orders on record yet."),
        "ledger_ok": Text("订单记录完好，共 {count} 份订单。", "The order record is intact: {count} orders."),
        "ledger_wrong": Text(
            "订单记录有问题，共 {count} 份订单：",
            "The order record has problems ({count} orders):",
        ),
        "ledger_sums": Text(
            "  {rows} 份订单、{purses} 个合计与事件不符。",
            "  {rows} rows and {purses} sums differ from their events.",
        ),
        "loss_there": Text(
            "  {file}：读出 {count} 份，缺少的已确认。",
            "  {file}: {count} orders saved; the loss was accepted.",
        ),
        "loss_open": Text(
            "  {file}：读出 {count} 份，还有读不出的，所以不能下单。下一步：ima ledger salvage，或 ima ledger accept-loss。",
            "  {file}: {count} orders saved, others not, so nothing is ordered: ima ledger salvage, or ima ledger accept-loss",
        ),
        "salvaged": Text("读入了 {count} 份订单。", "Brought in {count} orders."),
        "salvage_next": Text(
            "还不能确定一份不少。核对过账户之后：ima ledger accept-loss",
            "Some orders may be missing. Once you have checked your account: ima ledger accept-loss",
        ),
        "size_whole": Text(
            "{count} 份订单，{events} 条事件，{size}；另有 {pruned} 份已清理，只留合计。",
            "{count} orders, {events} events, {size}; {pruned} more were pruned (totals kept).",
        ),
        "size_span": Text("从 {first} 到 {last}", "from {first} to {last}"),
        "size_month": Text("  {month}：{count} 份，{points} 积分", "  {month}: {count} orders, {points} points"),
        "size_largest": Text("  最大：{id}，{size}", "  largest: {id}, {size}"),
        "prune_nothing": Text("{day} 之前没有可以清理的订单。", "There is nothing to prune from before {day}."),
        "prune_would": Text(
            "会清理 {day} 之前的 {count} 份订单（{points} 积分的合计保留；{named} 份的请求编号保留，不会重复付费）。",
            "Would prune {count} orders from before {day} (keeping their total of {points} points and {named} request ids).",
        ),
        "prune_confirm": Text(
            "清理 {day} 之前的 {count} 份订单（{points} 积分）？无法恢复，合计会保留。[y/N]",
            "Prune {count} orders from before {day} ({points} points)? This can't be undone; the totals stay. [y/N]",
        ),
        "pruned": Text(
            "已清理 {day} 之前的 {count} 份订单，释放 {size}；{points} 积分的合计和 {named} 个请求编号保留。",
            "Pruned {count} orders from before {day}, freeing {size}; their total ({points} points) and {named} "
            "request ids stay.",
        ),
        "prune_needs_yes": Text(
            "清理无法恢复：先用 --dry-run 看看，再加 --yes。",
            "This can't be undone: look with --dry-run first, then say --yes.",
        ),
        "ledger_copied": Text(
            "已把 {count} 份订单（{points} 积分）从 {source} 复制到 {target}，逐一核对无误。"
            "从现在起请只用新的这一份：旧的那一份里若再下单，两边就对不上了。",
            "Copied {count} orders ({points} points) from {source} to {target}; all of it was checked. "
            "From now on use the new one alone: what is ordered in the old one is missing there.",
        ),
        "loss_accepted": Text(
            "已确认，可以下单了。缺少的订单若再下一次，会再付一次。",
            "Accepted: you can order again. An order that is missing here would be paid for twice if you placed it again.",
        ),
        "no_loss": Text("没有需要确认的。", "There is nothing to accept."),
        "forgotten": Text("内容已清除，积分与编号保留。", "Erased; points and ids are kept."),
        "pillow_missing": Text(
            "离线下单需要 Pillow：pip install 'imastudio[fake]'",
            "Offline orders need Pillow: pip install 'imastudio[fake]'",
        ),
        "unwritten": Text(
            "结果写不出去：{reason}。已下的订单没有丢失，可以用 ima history 查看。",
            "The result can't be written to stdout: {reason}. What was ordered is not lost: see ima history.",
        ),
        "offline_gone": Text(
            "离线结果在命令结束后就没有了；要保留请加 -o 文件夹。",
            "Offline results are gone when this command ends; keep them with -o DIR.",
        ),
        "offline_there": Text(
            "离线结果只在生成它的程序运行时才取得到。",
            "Offline results exist only while the program that made them is running.",
        ),
        # wrong usage
        "wrong": Text("命令有误：{problem}", "Error: {problem}"),
        "not_done": Text("没有做成：{problem}", "Error: {problem}"),
        "no_task_type": Text(
            "没有“{value}”这种任务，最接近的在前：{choices}。",
            "There is no task type “{value}”. Closest first: {choices}.",
        ),
        "missing": Text("缺少 {name}。", "{name} is missing."),
        "unfit": Text("这个值不合适。", "{why}"),
        "not_seconds": Text(
            "“{value}”不是秒数：请用普通数字书写，例如 30。",
            "“{value}” isn't a number of seconds; write it in plain digits, such as 30.",
        ),
        "not_whole": Text(
            "“{value}”不行：要写 {least} 或以上的整数，用普通数字，例如 20。",
            "“{value}” isn't a whole number, {least} or more; write it in plain digits, such as 20.",
        ),
        "not_whole_between": Text(
            "“{value}”不行：要写 {least} 到 {most} 之间的整数，用普通数字。",
            "“{value}” isn't a whole number from {least} to {most}; write it in plain digits.",
        ),
        "not_number": Text(
            "“{value}”不行：要写 {least} 或以上的数，用普通数字。",
            "“{value}” isn't a number, {least} or more; write it in plain digits.",
        ),
        "not_number_between": Text(
            "“{value}”不行：要写 {least} 到 {most} 之间的数，用普通数字。",
            "“{value}” isn't a number from {least} to {most}; write it in plain digits.",
        ),
        "not_one_of": Text("没有“{value}”，可以选：{choices}。", "There is no “{value}”. Choose from: {choices}."),
        "not_switch": Text("“{value}”不行：1 是开，0 是关。", "“{value}” is neither on (1) nor off (0)."),
        "no_place": Text("“{value}”读不了：{why}。", "“{value}” can't be read: {why}."),
        "empty_id": Text(
            "它是空的，防不住重复下单。", "It is empty, so it would not keep the order from being repeated."
        ),
        "loose_id": Text(
            "首尾有空白或看不见的字符，会被当成另一个订单。请写成“{plain}”。",
            "“{value}” begins or ends with a blank or something unseen, so it would be another order's. Write “{plain}”.",
        ),
        "no_folder": Text(
            "“{value}”放不了文件（{why}）。请给一个自己的文件夹，例如 -o out。",
            "Can't write to “{value}” ({why}). Name a folder of your own, such as -o out.",
        ),
        "no_template": Text(
            "“{value}”不是文件名模板：要有 {fields} 中的一个，不能带文件夹。",
            "“{value}” is no template of names: it needs one of {fields}, and no folder.",
        ),
        "no_such_field": Text(
            "文件名模板里没有 {field}；可以用 {fields}。", "A name can't hold {field}; it may hold {fields}."
        ),
        "named_twice": Text(
            "-o 已经是一个文件（{file}）；用 --name 时请给文件夹。",
            "-o names a file already ({file}); with --name it is a folder.",
        ),
        "not_key_value": Text("“{value}”不是 key=value 的样子。", "“{value}” isn't key=value."),
        "not_json": Text("这不是 JSON，或者里面有重复的名字。", "This isn't JSON, or a name appears twice in it."),
        "not_object": Text(
            '应为一个 JSON 对象，例如 {{"duration": 10}}。',
            'This must be a JSON object, such as {{"duration": 10}}.',
        ),
        "no_field": Text(
            "没有“{value}”这个字段。可以用的有：{choices}。",
            "There is no field “{value}”. Possible: {choices}.",
        ),
        "no_part": Text("“{value}”前面的字段没有下一级。", "The field before “{value}” has no parts."),
        "of_wish_alone": Text(
            "--task-type、--live 和 --format 只在描述下单文档时用。",
            "--task-type, --live and --format only go with ima schema wish.",
        ),
        "live_of_task": Text(
            "--live 和 --task-type 要一起给：按今天的列表缩小到一种任务。",
            "--live and --task-type go together: a wish for one task, as today's list offers it.",
        ),
        "said_twice": Text(
            "{names} 给了两次，但只能有一个值，请只给一次。",
            "{names} is given twice, but takes only one value: give it once.",
        ),
        "flags_missing": Text(
            "要给出 --task-type 和 --prompt；或者给 --wish，或 --list-models。",
            "--task-type and --prompt are needed, unless --wish or --list-models is given.",
        ),
        "flag_without_value": Text("{name} 后面要有一个值。", "{name} needs a value."),
        "flag_unfit": Text(
            "{name}：没有这个值，可以选：{choices}。", "{name}: that isn't one of its values. Choose from: {choices}."
        ),
        "flags_wrong": Text("这些选项读不懂，请对照 --help。", "{problem}."),
        "given_twice": Text("{name} 给了两次。", "{name} was given twice."),
        "tell_chat_alone": Text(
            "--tell-command 接收的是 --tell chat 说的话，两个要一起给。",
            "--tell-command is handed what --tell chat says: give both.",
        ),
        "tell_command": Text("--tell-command 读不懂：引号没有配对。", "--tell-command can't be read: {why}."),
        "for_what": Text("请说明用在哪里：--medium 或 --task-type。", "Say for what: --medium or --task-type."),
        "settle_how": Text(
            "--not-charged、--task-id ID 和 --undo 请给其中一个。",
            "Give one of --not-charged, --task-id ID and --undo.",
        ),
        "no_stdin": Text("没有标准输入可读。", "There is no stdin to read from."),
        "stdin_twice": Text("标准输入（-）只能用一次。", "Standard input (-) can be read once only."),
        "not_text": Text("这里面不是文字，读不出来。", "This isn't text (UTF-8 is expected)."),
        "unreadable": Text("{file}：{why}", "{file}: {why}"),
        "skill_changed": Text("{path} 被改过；加 --force 就覆盖它。", "{path} was changed; --force overwrites it."),
        "skill_unwritable": Text("{folder} 写不进去：{why}。", "{folder} can't be written: {why}."),
        "skill_unreadable": Text("{folder} 里的 SKILL.md 读不了。", "SKILL.md can't be read in {folder}."),
        # the batch
        "line": Text("第 {line} 行：{text}", "Line {line}: {text}"),
        "plan": Text(
            "共 {lines} 行：待下单 {to_order}，已结束 {done}，进行中 {running}，结果不明 {unknown}，不能下单 {refused}",
            "{lines} lines: {to_order} to order, {done} ended, {running} running, {unknown} unknown, {refused} can't be ordered",
        ),
        "plan_share": Text(
            "  {count} × {model}，每行 {n} 个 {each} 积分 = {total}",
            "  {count} × {model}, {n} each for {each} points = {total}",
        ),
        "plan_total": Text(
            "共需 {total} 积分；此前已花 {spent} 积分。",
            "{total} points in all; {spent} were spent before.",
        ),
        "counted": Text(
            "{count}/{lines} 行 · {points} 积分 · 未成功 {failed}",
            "{count}/{lines} lines · {points} points · {failed} not succeeded",
        ),
        "batch_ended": Text(
            "{lines} 行已结束（{statuses}），共 {points} 积分。",
            "{lines} lines ended ({statuses}), {points} points.",
        ),
        "batch_stopped": Text(
            "已停止：{lines} 行中有 {count} 行结束。已下单的还在继续；再运行同一条命令就会接着做，不会重复下单。",
            "Stopped after {count} of {lines} lines. What was ordered goes on; run the same again, nothing is paid twice.",
        ),
        "batch_stopped_offline": Text(
            "已停止：{lines} 行中有 {count} 行结束。正在做的离线任务随这条命令一起结束；再运行同一条命令，其余的接着下单。",
            "Stopped after {count} of {lines} lines. What was running offline ended with it; run it again for the rest.",
        ),
        # the demo
        "fake_at": Text("自带的模拟服务器：{url}", "The bundled fake server listens at {url}"),
        "fake_spent": Text(
            "\n模拟服务器记了 {points} 积分；没有花费真实积分。",
            "\nThe fake server booked {points} points; nothing real was spent.",
        ),
        # the doctor
        "check_state_dir": Text("数据文件夹", "state folder"),
        "check_ledger": Text("订单记录", "ledger"),
        "check_service": Text("服务", "service"),
        "check_clock": Text("时钟", "clock"),
        "check_key": Text("密钥", "key"),
        "unwritable": Text("{folder} 不可写：{why}", "{folder} can't be written to: {why}"),
        "unfinished": Text("可读，未完成 {count} 个", "readable, {count} unfinished"),
        "offline": Text("离线：自带的模拟服务器", "offline: the bundled fake server"),
        "by_proxy": Text("{address}，经代理 {proxy}", "{address}, through the proxy {proxy}"),
        "proxy_unused": Text(
            "{address}（设置了 {name}，但不会用它；要用代理请设 IMA_PROXY）",
            "{address} ({name} is set but not used; set IMA_PROXY for a proxy)",
        ),
        "skew": Text("与服务器相差 {seconds} 秒", "{seconds} s apart from the service's"),
        "accepted": Text("有效，可用的语音模型 {count} 个", "accepted, {count} speech models listed"),
        "fake_usage": Text("{why}", "{why}"),
        # settings
        "language_unknown": Text(
            "{name} 里的语言不认识，改用英文；可以用 zh 或 en。",
            "The language in {name} isn't supported, so this is in English; zh and en are.",
        ),
        # headings
        "model": Text("模型", "Model"),
        "model_id": Text("模型编号", "Model id"),
        "version": Text("版本", "Version"),
        "attribute": Text("价格编号", "Price id"),
        "parameters": Text("参数", "Parameters"),
        "points": Text("积分", "Points"),
        "time": Text("时间", "Time"),
        "notice": Text("注意", "Note"),
        "task": Text("类型", "Task type"),
        "sizes": Text("尺寸 / 时长", "Sizes / seconds"),
        "ratios": Text("比例", "Ratios"),
        "id": Text("编号", "Id"),
        "when": Text("时间", "When"),
        "status": Text("状态", "Status"),
        "of_everyone": Text("{period}（所有用户）", "{period}, all users"),
        "period": Text("时段", "Period"),
        "timezone": Text("时区", "Time zone"),
        "spent": Text("已花", "Spent"),
        "limit": Text("上限", "Limit"),
        "left": Text("剩余", "Left"),
        "hour": Text("本小时", "this hour"),
        "day": Text("今天", "today"),
        "week": Text("本周", "this week"),
        "month": Text("本月", "this month"),
        # values
        "price": Text("每个 {points} × {n} = {total}", "{points} each × {n} = {total}"),
        "seconds": Text("{lowest}～{highest} 秒", "{lowest} to {highest} s"),
        "in_seconds": Text("{span} 秒", "{span} s"),
        "of_seconds": Text("{elapsed} 秒 / {longest} 秒", "{elapsed} s / {longest} s"),
    }
)


def say(saying: str, language: Language, **facts: object) -> str:
    """Return a saying, filled in."""
    return _SAYINGS[saying].within(language).format(**facts)
