"""Why the ledger can't be used, as data: which file it is, what is wrong with it, and the way out.

Facts: `reason`, `file` (the ledger), `folder` (where it lies), or `database` in their place (without its password), and what
else a reason names. Each reason says its own; one that
is new says the last.
"""

from imastudio.domain.messages.text import Text, Wordings

_ELSEWHERE_ZH = "或者用 OPENCLAW_STATE_DIR 指定另一个文件夹。"
_ELSEWHERE_EN = "or name another folder with OPENCLAW_STATE_DIR."


def _of(reason: str, zh: str, en: str, command: str | None = None, **when: str) -> Text:
    return Text(zh=zh, en=en, command=command, when={"reason": reason, **when})


_DATABASE_REASONS: Wordings = (
    _of(
        "no_psycopg",
        "订单记录放在数据库里，需要额外的部分，所以没有下单。请运行：pip install 'imastudio[postgres]'",
        (
            "To keep the record of orders in a database an extra is needed, so nothing was ordered: "
            "pip install 'imastudio[postgres]'"
        ),
    ),
    _of(
        "unreachable",
        "连不上订单记录所在的数据库 {database}，所以没有下单。请检查地址，看看数据库服务器是否开着，然后再试。",
        (
            "The database with the record of orders, {database}, can't be reached, so nothing was ordered. Check the address "
            "and whether its server runs, then try again."
        ),
    ),
    _of(
        "login",
        "数据库 {database} 不接受这个用户或密码，所以没有下单。请改正 IMA_DATABASE_URL（或 --database）。",
        (
            "The database {database} doesn't accept this user or password, so nothing was ordered. Correct IMA_DATABASE_URL "
            "(or --database)."
        ),
    ),
    _of(
        "pooler",
        (
            "到数据库 {database} 的路上有一个连接池，它让每个事务换一个会话，分不清订单归哪个程序管，所以没有下单。"
            "请让地址直接指向数据库服务器，或把连接池改成 pool_mode = session。"
        ),
        (
            "On the way to {database} a pooler gives each transaction another session, so that nobody could tell which program "
            "drives an order, and nothing was ordered. Let the address lead to the server itself, or set pool_mode = session."
        ),
    ),
    _of(
        "tls",
        "数据库 {database} 的服务器没有开 TLS，而地址里的 sslmode 要求有，所以没有下单。请在服务器上打开（ssl = on）。",
        (
            "The server of {database} has no TLS, which sslmode in the address asks for, so nothing was ordered. Turn it on "
            "there (ssl = on)."
        ),
        lacks="support",
    ),
    _of(
        "tls",
        "数据库 {database} 只接受加密的连接，所以没有下单。请在地址里写 sslmode=require，或更稳妥的 sslmode=verify-full。",
        (
            "The server of {database} takes encrypted connections alone, so nothing was ordered. Write sslmode=require into "
            "the address, or rather sslmode=verify-full."
        ),
        lacks="demand",
    ),
    _of(
        "tls",
        ("数据库 {database} 要求客户端证书，所以没有下单。请在地址里用 sslcert 和 sslkey 写明证书和私钥。"),
        (
            "The server of {database} wants a certificate of the client, so nothing was ordered. Name it, and its key, with "
            "sslcert and sslkey in the address."
        ),
        lacks="client",
    ),
    _of(
        "tls",
        (
            "数据库 {database} 的证书不可信：签发者不认识，或证书是给别的主机的，所以没有下单。"
            "请在地址里用 sslrootcert 写明签发者的证书，主机名照证书上的写。"
        ),
        (
            "The certificate of {database} isn't trusted: nobody known signed it, or it is another host's. Nothing was ordered. "
            "Name the signer's certificate with sslrootcert in the address, and the host as the certificate does."
        ),
        lacks="trust",
    ),
    _of(
        "tls",
        "连接数据库 {database} 用的私钥（sslkey）读不出，或别人也能读，所以没有下单。请运行 chmod 600，再试一次。",
        (
            "The private key for {database} (sslkey) can't be read, or others may read it too, so nothing was ordered. "
            "Give it to this user alone (chmod 600), then try again."
        ),
        lacks="key",
    ),
    _of(
        "no_database",
        "数据库服务器上没有 {database} 这个数据库，所以没有下单。请先建立它，或改正 IMA_DATABASE_URL。",
        (
            "The server has no database {database}, so nothing was ordered. Make it with createdb, or correct "
            "IMA_DATABASE_URL."
        ),
    ),
    _of(
        "no_right",
        "这个用户在数据库 {database} 里没有需要的权限，所以没有下单。请允许它在那里建立数据表。",
        (
            "This user lacks a right in the database {database}, so nothing was ordered. Let it make a schema there "
            "(GRANT CREATE ON DATABASE)."
        ),
    ),
    _of(
        "old_server",
        "数据库 {database} 的服务器是第 {version} 版，太旧了（至少要第 {known} 版），所以没有下单。请升级数据库服务器。",
        (
            "The PostgreSQL of {database} is version {version}, which is too old ({known} at least), so nothing was ordered. "
            "Upgrade the server."
        ),
    ),
    _of(
        "encoding",
        "数据库 {database} 的编码是 {encoding}，不是我们需要的那一种，所以没有下单。请另建一个用 UTF8 编码的数据库。",
        (
            "The database {database} is encoded in {encoding}, not UTF8, so nothing was ordered. Make another one with "
            "createdb --encoding=UTF8."
        ),
    ),
    _of(
        "address",
        (
            "数据库的地址看不懂，所以没有下单。"
            "请照 postgresql://user@host/database 的样子写，放在 IMA_DATABASE_URL（或 --database）里。"
        ),
        (
            "The address of the database can't be understood, so nothing was ordered. Write it like "
            "postgresql://user@host/database, in IMA_DATABASE_URL (or --database)."
        ),
    ),
    _of(
        "revoked",
        "这个程序与数据库 {database} 断开太久，它的订单已由别的程序接手，所以没有下单。请重新运行再试。",
        (
            "This program was cut off from the database {database} for so long that another one took its orders over, so "
            "nothing was ordered. Start it anew and try again."
        ),
    ),
    _of(
        "newer_version",
        "数据库 {database} 里的订单记录是更新的版本写的，所以没有下单，也没有改动。请升级 imastudio。",
        (
            "The record of orders in {database} was written by a newer version. Nothing was ordered or changed. "
            "Upgrade imastudio."
        ),
    ),
    _of(
        "not_a_ledger",
        "数据库 {database} 里已有别人的、同名的数据表，所以没有下单，也没有动它。请换一个数据库（IMA_DATABASE_URL）。",
        (
            "The database {database} has a schema ima that is not ours, so nothing was ordered and it was left alone. "
            "Name another database in IMA_DATABASE_URL."
        ),
    ),
    _of(
        "disk_full",
        "数据库 {database} 的磁盘满了，订单记录写不进去，所以没有下单。请给它腾出空间再试。",
        "The disk of the database {database} is full, so nothing was ordered. Free some space there, then try again.",
    ),
    _of(
        "read_only",
        "数据库 {database} 只能读（多半是备用服务器），所以没有下单。请让 IMA_DATABASE_URL 指向主服务器。",
        (
            "The database {database} can only be read (a standby server?), so nothing was ordered. Let IMA_DATABASE_URL name "
            "the primary one."
        ),
    ),
    _of(
        "busy",
        "数据库 {database} 现在太忙（连接用完，或等锁太久），所以没有下单。请过一会儿再试。",
        "The database {database} is too busy (no connection free, or a lock held too long), so nothing was ordered. Try again.",
    ),
    _of(
        "no_worker",
        "数据库 {database} 从没有工作进程服务过，订单交不出去，所以没有下单。请先启动 ima worker，或用 --no-workers 自己下单。",
        (
            "No worker has ever served the database {database}, so the order can't be handed over, and nothing was ordered. "
            "Start ima worker first, or order with --no-workers."
        ),
    ),
    _of(
        "gone",
        "数据库 {database} 的记录里已经没有这个订单：多半是有人删过它。没有下新单。",
        "The order is no longer in {database}: somebody may have deleted it there. Nothing new was ordered.",
    ),
    _of(
        "io",
        "数据库 {database} 出了错，所以没有下单。请看看数据库服务器的日志，然后再试。",
        "The database {database} reports an error, so nothing was ordered. See the log of its server, then try again.",
    ),
)
_COPY_REASONS: Wordings = (
    _of(
        "no_ledger",
        "{place} 里没有订单记录，所以什么也没有复制。",
        "There is no record of orders in {place}, so nothing was copied.",
    ),
    _of(
        "unsound",
        "{place} 里的订单记录对不上，所以什么也没有复制。[[请先运行 ima ledger verify。|请先检查这份记录。]]",
        "The record of orders in {place} doesn't add up, so nothing was copied. [[See ima ledger verify.|Check it first.]]",
        command="ima ledger verify",
    ),
    _of(
        "not_empty",
        "{place} 里已经有订单，所以什么也没有复制。请指定一个空的数据库，或一个还不存在的文件。",
        "There are orders in {place} already, so nothing was copied. Name an empty database, or a file that isn't there yet.",
    ),
    _of(
        "running",
        "还有程序在用 {place}，或有订单等着工作进程，所以什么也没有复制。请等它们结束再试。",
        (
            "A program is still at work on {place}, or orders wait there for a worker, so nothing was copied. Try again when "
            "they have ended."
        ),
    ),
    _of(
        "differs",
        "到达 {place} 的与送出的不一样，所以那里什么也没有留下。请再试一次。",
        "What arrived in {place} isn't what was sent, so nothing was kept there. Try again.",
    ),
    _of(
        "no_salvage",
        "数据库里的订单记录不能从文件修补，所以什么也没有改动。[[请用 ima ledger copy 把备份读入一个空的数据库。]]",
        (
            "A record of orders in a database isn't mended from a file, so nothing was changed.[[ Bring a backup into an "
            "empty database with ima ledger copy.]]"
        ),
        command="ima ledger copy",
    ),
)
LEDGER_REASONS: Wordings = (
    *_DATABASE_REASONS,
    *_COPY_REASONS,
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
            "The order record can't be used. Nothing new was ordered, so that nothing is paid for without a record."
            "[[ Run ima doctor to see why.]]"
        ),
        command="ima doctor",
    ),
)
