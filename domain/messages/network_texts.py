"""Why a server can't be reached, as data: the layer that failed, and what a person can do about it.

Facts: `reason` (the layer), `host` (whom the connection goes to: a server or the proxy), `address` (the service, where a person
named it), `file` (of certificates). `layer_said` makes of them `why` and `do`, which the wordings here and others hold.
"""

import errno
from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.kernel import Json
from imastudio.domain.messages.rendering import render_if
from imastudio.domain.messages.text import Rendered, Text, Wordings
from imastudio.domain.orders import Language

_WHY: Mapping[str, Text] = MappingProxyType(
    {
        "name_lookup": Text(zh="这个名字查不到（DNS）", en="its name can't be looked up (DNS)"),
        "refused": Text(zh="对方拒绝连接，那里没有服务在运行", en="the connection was refused, nothing listens there"),
        "unreachable": Text(zh="网络不通", en="there is no route to it"),
        "time_out": Text(zh="没有及时答复", en="it didn't answer in time"),
        "cut": Text(zh="连接中途断了", en="the connection was cut"),
        "tls": Text(zh="加密连接建立不起来（TLS）", en="no encrypted connection could be made (TLS)"),
        "certificate": Text(zh="它的证书不受信任", en="its certificate isn't trusted"),
        "certificate_file": Text(
            zh="SSL_CERT_FILE 指定的证书文件 {file} 读不了",
            en="the certificates that SSL_CERT_FILE names, {file}, can't be read",
        ),
        "proxy": Text(zh="代理 {host} 连不上，或不放行", en="the proxy {host} can't be reached, or refuses to connect"),
        "proxy_name": Text(
            zh="代理 {host} 的名字查不到（DNS）", en="the name of the proxy {host} can't be looked up (DNS)"
        ),
        "descriptors": Text(
            zh="这个程序打开的文件太多了（ulimit -n）", en="this program has too many files open (ulimit -n)"
        ),
    }
)
_PROXY = Text(zh="请检查 IMA_PROXY[[（或 --proxy）]]。", en="Check IMA_PROXY[[ (or --proxy)]].")
_DO: Mapping[str, Text] = MappingProxyType(
    {
        "certificate": Text(
            zh="如果你的网络会检查加密流量，请把它的根证书放进 SSL_CERT_FILE；证书检查不能关掉。",
            en="If your network inspects traffic, put its root certificate into SSL_CERT_FILE; the check can't be turned off.",
        ),
        "certificate_file": Text(zh="请改正或去掉 SSL_CERT_FILE。", en="Correct SSL_CERT_FILE, or leave it out."),
        "proxy": _PROXY,
        "proxy_name": _PROXY,
        "descriptors": Text(zh="请把上限调高，例如 ulimit -n 1024。", en="Raise the limit, such as ulimit -n 1024."),
    }
)
_CHECK = (
    Text(
        zh="请检查网络和这个地址（IMA_BASE_URL）。",
        en="Check the network and that address (IMA_BASE_URL).",
        when={"named": True},
    ),
    Text(zh="请检查网络后重试。", en="Check the network and try again."),
)
# Who can't be reached, where it isn't the proxy that `why` names.
WHO: Wordings = (
    Text(zh="{address}", en="{address}"),
    Text(zh="生成服务", en="The service", when={"reason": "proxy"}),
    Text(zh="生成服务", en="The service", when={"reason": "proxy_name"}),
    Text(zh="{host}", en="{host}"),
)
# What keeps a file from being written, by the system's number.
_SAVING: Mapping[int, Text] = MappingProxyType(
    {
        errno.ENOSPC: Text(zh="磁盘已满", en="the disk is full"),
        errno.EDQUOT: Text(zh="空间配额已用完", en="the quota is used up"),
        errno.EACCES: Text(zh="没有权限", en="permission denied"),
        errno.EPERM: Text(zh="没有权限", en="permission denied"),
        errno.EROFS: Text(zh="这个磁盘只能读", en="the disk is read-only"),
        errno.EIO: Text(zh="磁盘读写出错", en="the disk reports an error"),
        errno.ENOENT: Text(zh="文件夹不在了", en="the folder is gone"),
        errno.EFBIG: Text(zh="文件太大", en="the file is too large"),
    }
)


def saving_said(facts: Mapping[str, Json], language: Language) -> dict[str, Json]:
    """Return why a file can't be written, in words; nothing where that isn't known."""
    number = facts.get("errno")
    known = _SAVING.get(number) if isinstance(number, int) else None
    return {} if known is None else {"saving": Rendered(known.within(language))}


def layer_said(facts: Mapping[str, Json], language: Language, *, bare: bool = False) -> dict[str, Json]:
    """Return who can't be reached, why, and what to do, in words; nothing where the layer isn't known."""
    reason = facts.get("reason")
    if not isinstance(reason, str) or reason not in _WHY or not isinstance(facts.get("host"), str):
        return {}
    known = {**facts, "named": facts.get("address") is not None}
    return {
        "who": Rendered(render_if(WHO, known, language)),
        "why": Rendered(render_if([_WHY[reason]], known, language)),
        "do": Rendered(render_if([_DO[reason]] if reason in _DO else _CHECK, known, language, bare=bare)),
    }
