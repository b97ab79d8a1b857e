"""Why a server can't be reached, as data: the layer that failed, and what a person can do about it.

Facts: `reason` (the layer), `host` (whom the connection goes to: the service or a proxy), `address` (the service, where a person
named it).
"""

from imastudio.domain.messages.text import Text, Wordings

_CHECK_ZH = "请检查网络和这个地址（IMA_BASE_URL）。"
_CHECK_EN = "Check the network and that address (IMA_BASE_URL)."


def _of(reason: str, zh: str, en: str, do_zh: str = "", do_en: str = "") -> tuple[Text, Text]:
    """Return the wordings for one layer: of an address that a person named, and of the usual one."""
    when = {"reason": reason}
    named_zh, named_en = do_zh or _CHECK_ZH, do_en or _CHECK_EN
    usual_zh, usual_en = do_zh or "请检查网络后重试。", do_en or "Check the network and try again."
    return (
        Text(
            zh=f"连不上 {{address}}：{zh}。{named_zh}", en=f"{{address}} can't be reached: {en}. {named_en}", when=when
        ),
        Text(zh=f"连不上 {{host}}：{zh}。{usual_zh}", en=f"{{host}} can't be reached: {en}. {usual_en}", when=when),
    )


NETWORK_REASONS: Wordings = (
    *_of("name_lookup", "这个名字查不到（DNS）", "its name can't be looked up (DNS)"),
    *_of("refused", "对方拒绝连接，那里没有服务在运行", "the connection was refused, nothing listens there"),
    *_of("unreachable", "网络不通", "there is no route to it"),
    *_of("time_out", "没有及时答复", "it didn't answer in time"),
    *_of("cut", "连接中途断了", "the connection was cut"),
    *_of("tls", "加密连接建立不起来（TLS）", "no encrypted connection came about (TLS)"),
    *_of(
        "certificate",
        "它的证书不受信任",
        "its certificate isn't trusted",
        "如果你的网络会检查加密流量，请把它的根证书放进 SSL_CERT_FILE；证书检查不能关掉。",
        "If your network inspects traffic, put its root certificate into SSL_CERT_FILE; the check can't be turned off.",
    ),
    *_of(
        "proxy",
        "代理连不上，或不放行",
        "the proxy can't be reached, or lets nothing through",
        "请检查 IMA_PROXY（或 --proxy）。",
        "Check IMA_PROXY (or --proxy).",
    ),
    *_of(
        "descriptors",
        "这个程序打开的文件太多了（ulimit -n）",
        "this program may open no more files (ulimit -n)",
        "请把上限调高，例如 ulimit -n 1024。",
        "Raise the limit, such as ulimit -n 1024.",
    ),
)
