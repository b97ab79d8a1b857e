"""What is said of a command that could not be done as it was typed, in the person's language.

Rules: what we say ourselves is a saying with its facts, put into words only when it is known in which language; what click
says is told by its kind, because its words are English; no English word is left for want of a Chinese one.
"""

import errno
from collections.abc import Mapping
from types import MappingProxyType

import click

from imastudio.adapters.cli.texts import say
from imastudio.domain.orders import Language

_REASONS: Mapping[int, str] = MappingProxyType(
    {
        errno.EACCES: "没有权限",
        errno.EPERM: "没有权限",
        errno.EROFS: "只能读，不能写",
        errno.ENOSPC: "磁盘已满",
        errno.EDQUOT: "空间配额已用完",
        errno.ENOENT: "不存在",
        errno.ENOTDIR: "不是文件夹",
        errno.EISDIR: "是文件夹",
        errno.EEXIST: "已经存在",
        errno.ENAMETOOLONG: "名字太长",
        errno.EIO: "磁盘读写出错",
    }
)


class CliError(click.ClickException):
    """Something that is not done, with what is to be said of it."""

    def __init__(self, saying: str, **facts: object) -> None:
        self.saying, self.facts = saying, facts
        super().__init__(self.within("en"))

    def within(self, language: Language) -> str:
        """Return it in words."""
        facts = self.facts.items()
        known = {name: reason_of(it, language) if isinstance(it, Exception) else it for name, it in facts}
        return say(self.saying, language, **known)


class Misused(CliError, click.UsageError):
    """Wrong usage of a whole command."""

    def __init__(self, saying: str, ctx: click.Context | None = None, **facts: object) -> None:
        self.saying, self.facts = saying, facts
        click.UsageError.__init__(self, self.within("en"), ctx)


class Unfit(CliError, click.BadParameter):
    """A value that will not do."""

    def __init__(self, saying: str, param: click.Parameter | None, ctx: click.Context | None, **facts: object) -> None:
        self.saying, self.facts = saying, facts
        click.BadParameter.__init__(self, self.within("en"), ctx, param)


def reason_of(error: Exception, language: Language) -> str:
    """Return why something can't be read or written."""
    if language == "en":
        return getattr(error, "strerror", None) or str(error) or type(error).__name__
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0, f"系统错误 {error.errno or '?'}")
    return "名字不合适" if isinstance(error, ValueError) else "数据写不进去"


def say_problem(problem: click.ClickException, language: Language) -> str:
    """Return what is wrong with a command line, or with what came of it."""
    if language == "en":
        return problem.format_message()
    match problem:
        case Unfit(param=param) if param is not None:
            return f"{_name(param)} 的值不合适：{problem.within(language)}"
        case CliError():
            return problem.within(language)
        case click.MissingParameter(param=param) if param is not None:
            return f"缺少 {_name(param)}。{_wanted(param.type)}"
        case click.BadParameter(param=param) if param is not None:
            return f"{_name(param)} 的值不合适。{_wanted(param.type)}"
        case click.NoSuchOption(option_name=name, possibilities=likely):
            return f"没有 {name} 这个选项。{_perhaps(likely)}"
        case click.NoSuchCommand(command_name=name, possibilities=likely):
            return f"没有 {name} 这个命令。{_perhaps(likely)}"
        case click.BadOptionUsage(option_name=name):
            return f"{name} 用得不对：要么少了值，要么多了值。"
    return "多了用不上的内容，或者少了什么，请对照用法。"


def _name(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return " / ".join(param.opts)
    return param.metavar or str(param.name).upper()


def _wanted(kind: click.ParamType) -> str:  # type: ignore[type-arg] # of any value
    match kind:
        case click.Choice(choices=choices):
            return f"可以选：{'、'.join(map(str, choices))}。"
        case click.IntRange(min=least, max=most) | click.FloatRange(min=least, max=most):
            return f"应为{_range(least, most)}的{'整数' if isinstance(kind, click.IntRange) else '数'}。"
        case click.Path(exists=True, dir_okay=folder):
            return "要有这样一个读得了的文件夹。" if folder else "要有这样一个读得了的文件。"
    return ""


def _range(least: float | None, most: float | None) -> str:
    if most is None:
        return "" if least is None else f"不小于 {least} "
    return f"不大于 {most} " if least is None else f" {least} 到 {most} 之间"


def _perhaps(likely: object) -> str:
    return f"是不是想用：{'、'.join(map(str, likely))}？" if isinstance(likely, list) and likely else ""
