"""Why the ledger can't be used, as data: which file it is, what is wrong with it, and the way out.

Facts: `reason`, `file` (the ledger), `folder` (where it lies), and what else a reason names. Each reason says its own; one that
is new says the last.
"""

from imastudio.domain.messages.text import Text, Wordings

_ELSEWHERE_ZH = "或者用 OPENCLAW_STATE_DIR 指定另一个文件夹。"
_ELSEWHERE_EN = "or name another folder with OPENCLAW_STATE_DIR."


def _of(reason: str, zh: str, en: str, command: str | None = None, **when: str) -> Text:
    return Text(zh=zh, en=en, command=command, when={"reason": reason, **when})


LEDGER_REASONS: Wordings = (
    _of(
        "closed",
        "这个 Studio 已经关闭，所以没有下单。请用 open_studio 重新打开一个。",
        "This studio is closed, so nothing was ordered. Open a new one with open_studio.",
    ),
    _of(
        "disk_full",
        f"磁盘满了：订单记录 {{file}} 写不进去，所以没有下单。请腾出空间，{_ELSEWHERE_ZH}",
        (
            f"The disk is full: the record of orders, {{file}}, can't be written, so nothing was ordered. Free some space, "
            f"{_ELSEWHERE_EN}"
        ),
    ),
    _of(
        "read_only",
        f"没有权限写订单记录 {{file}}，所以没有下单。请让这个用户能写 {{folder}}，{_ELSEWHERE_ZH}",
        (
            f"The record of orders, {{file}}, may not be written, so nothing was ordered. Let this user write to {{folder}}, "
            f"{_ELSEWHERE_EN}"
        ),
    ),
    _of(
        "busy",
        "另一个程序一直占着订单记录 {file}，所以没有下单。请等它结束再试。",
        "Another program holds the record of orders, {file}, so nothing was ordered. Try again when it has ended.",
    ),
    _of(
        "damaged",
        (
            "订单记录 {file} 损坏了，所以没有下单。"
            "[[请先运行 ima ledger verify；如有备份，运行 ima ledger salvage 备份文件。|请先检查这份记录。]]"
        ),
        (
            "The record of orders, {file}, is damaged, so nothing was ordered. "
            "[[See ima ledger verify; with a backup, ima ledger salvage FILE.|It must be looked at first.]]"
        ),
        command="ima ledger verify",
    ),
    _of(
        "loss",
        (
            "订单记录损坏过（{file}），还不清楚里面少了什么，所以没有下单，以免重复付费。能读出的订单都还在[[：ima history]]。"
            "[[请先运行 ima ledger verify；如有备份，运行 ima ledger salvage 备份文件；"
            "确认可以不管之后，运行 ima ledger accept-loss。|请先检查这份记录，如有备份就读入备份。]]"
        ),
        (
            "The record of orders was damaged ({file}), and nobody knows what is missing. So that nothing is paid for twice, "
            "nothing new was ordered. What could be read is there[[: ima history]]. [[See ima ledger verify; with a backup, "
            "ima ledger salvage FILE; once you know that nothing is missing, ima ledger accept-loss.|It must be looked at "
            "first; a backup can be read in.]]"
        ),
        command="ima ledger verify",
    ),
    _of(
        "newer_version",
        (
            "订单记录 {file} 是更新的版本写的（第 {version} 版，这里只认识到第 {known} 版），所以没有下单，也没有改动。"
            f"请升级 imastudio，{_ELSEWHERE_ZH}"
        ),
        (
            "The record of orders, {file}, was written by a newer version (format {version}, this one knows {known}). "
            f"Nothing was ordered or changed. Upgrade imastudio, {_ELSEWHERE_EN}"
        ),
    ),
    _of(
        "newer_version",
        f"订单记录 {{file}} 是更新的版本写的，所以没有下单，也没有改动。请升级 imastudio，{_ELSEWHERE_ZH}",
        (
            "The record of orders, {file}, was written by a newer version. Nothing was ordered or changed. "
            f"Upgrade imastudio, {_ELSEWHERE_EN}"
        ),
    ),
    _of(
        "not_a_ledger",
        f"{{file}} 不是我们的订单记录，所以没有下单，也没有动它。请把它移走，{_ELSEWHERE_ZH}",
        f"{{file}} is no record of ours, so nothing was ordered and it was left alone. Move it away, {_ELSEWHERE_EN}",
    ),
    _of(
        "file_system",
        (
            "{folder} 所在的文件系统没有文件锁（多半是网络盘），订单记录在那里不可靠，所以没有下单。"
            "请用 OPENCLAW_STATE_DIR 指定本机磁盘上的文件夹。"
        ),
        (
            "The file system of {folder} has no file locks (a network drive?), so that a record of orders isn't safe there. "
            "Nothing was ordered. Name a folder on a local disk with OPENCLAW_STATE_DIR."
        ),
        lacks="locks",
    ),
    _of(
        "file_system",
        (
            "{folder} 所在的文件系统不能在程序之间共享内存（多半是网络盘），订单记录在那里用不了，所以没有下单。"
            "请用 OPENCLAW_STATE_DIR 指定本机磁盘上的文件夹。"
        ),
        (
            "The file system of {folder} can't share memory between programs (a network drive?), which the record of orders "
            "needs. Nothing was ordered. Name a folder on a local disk with OPENCLAW_STATE_DIR."
        ),
        lacks="shared_memory",
    ),
    _of(
        "no_fcntl",
        (
            "这个系统没有 fcntl 文件锁（Windows 就没有），几个程序没法安全地共用订单记录，所以没有下单。"
            "请在 Linux、macOS 或 WSL 里使用。"
        ),
        (
            "This system has no fcntl (Windows has none), so that programs can't share a record of orders safely. Nothing was "
            "ordered. Use Linux, macOS or WSL."
        ),
    ),
    _of(
        "no_home",
        "找不到主目录，不知道把订单记录放在哪里，所以没有下单。请设置 HOME，或用 OPENCLAW_STATE_DIR 指定一个文件夹。",
        (
            "There is no home folder, so the record of orders has no place. Nothing was ordered. Set HOME, "
            "or name a folder with OPENCLAW_STATE_DIR."
        ),
    ),
    _of(
        "no_folder",
        "当前文件夹已经不存在，而 OPENCLAW_STATE_DIR 是相对路径 {folder}，所以没有下单。请换到一个存在的文件夹，或写完整路径。",
        (
            "The working folder is gone, and OPENCLAW_STATE_DIR is the relative {folder}, so nothing was ordered. "
            "Change to a folder that exists, or give the whole path."
        ),
    ),
    _of(
        "no_place",
        "订单记录没有地方放：{folder} 不是文件夹，也建不了，所以没有下单。请用 OPENCLAW_STATE_DIR 指定另一个文件夹。",
        (
            "The record of orders has no place: {folder} is no folder and can't be made one. Nothing was ordered. "
            "Name another folder with OPENCLAW_STATE_DIR."
        ),
    ),
    _of(
        "too_many_files",
        "这个程序打开的文件太多了（ulimit -n），订单记录打不开，所以没有下单。请把上限调高，例如 ulimit -n 1024。",
        (
            "This program may open no more files (ulimit -n), so the record of orders can't be opened. Nothing was ordered. "
            "Raise the limit, such as ulimit -n 1024."
        ),
    ),
    _of(
        "unstorable",
        "这个订单里有一个记录不下来的值（太大，或不是正常的文字），所以没有下单。请改掉它再试。",
        "This order holds a value that can't be recorded (too large, or no proper text), so nothing was ordered. Change it.",
    ),
    _of(
        "gone",
        "订单记录 {file} 里已经没有这个订单：多半是有人删过或换过这个文件。没有下新单。",
        "The order is no longer in {file}: somebody may have deleted or replaced that file. Nothing new was ordered.",
    ),
    _of(
        "io",
        f"订单记录 {{file}} 读写出错，所以没有下单。请检查 {{folder}} 所在的磁盘，{_ELSEWHERE_ZH}",
        (
            "The record of orders, {file}, can't be read or written, so nothing was ordered. Check the disk of {folder}, "
            f"{_ELSEWHERE_EN}"
        ),
    ),
    Text(
        zh="订单记录用不了。为避免花了积分却没有记录，没有下新订单。[[请运行 ima doctor 看看原因。]]",
        en=(
            "The record of orders can't be used. So that nothing is paid for without a record, nothing new was ordered."
            "[[ Run ima doctor to see why.]]"
        ),
        command="ima doctor",
    ),
)
