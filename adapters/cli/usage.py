"""What is said of a command that could not be done as it was typed, in the person's language.

Rules: what we say ourselves is a saying with its facts, put into words only when it is known in which language; what click
says is told by its kind, because its words are English; no English word is left for want of a Chinese one.
"""

import errno
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypedDict

import click
from click.core import ParameterSource

from imastudio.adapters.cli.texts import say
from imastudio.domain.kernel import Json
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
        return say(self.saying, language, **{name: _shown(it, language) for name, it in self.facts.items()})


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


def _shown(fact: object, language: Language) -> object:
    if isinstance(fact, tuple):
        return say("list", language).join(map(str, fact))
    return reason_of(fact, language) if isinstance(fact, Exception) else fact


def say_problem(problem: click.ClickException, language: Language) -> str:
    """Return what is wrong with a command line, or with what came of it."""
    match problem:
        case click.MissingParameter(param=param) if param is not None:
            return say("missing", language, name=name_given(problem))
        case click.BadParameter(param=param) if param is not None:
            said = (
                problem.within(language) if isinstance(problem, Unfit) else say("unfit", language, why=problem.message)
            )
            return say("labelled", language, name=name_given(problem), text=said)
        case CliError():
            return problem.within(language)
    return problem.format_message() if language == "en" else _of_click(problem)


def _of_click(problem: click.ClickException) -> str:
    """Return in Chinese what click says."""
    match problem:
        case click.NoSuchOption(option_name=name, possibilities=likely):
            return f"没有 {name} 这个选项。{_perhaps(likely)}"
        case click.NoSuchCommand(command_name=name, possibilities=likely):
            return f"没有 {name} 这个命令。{_perhaps(likely)}"
        case click.BadOptionUsage(option_name=name):
            return f"{name} 用得不对：要么少了值，要么多了值。"
    return "多了用不上的内容，或者少了什么，请对照用法。"


def name_given(problem: click.BadParameter) -> str:
    """Return what gave the value: the variable of the environment, else the option, else the argument's name."""
    param, ctx = problem.param, problem.ctx
    if param is None:
        return ""
    if not isinstance(param, click.Option):
        return param.metavar or str(param.name).upper()
    given_by = None if ctx is None else ctx.get_parameter_source(str(param.name))
    if given_by is ParameterSource.ENVIRONMENT:
        return str(param.envvar)
    return " / ".join(param.opts)


class About(TypedDict, total=False):
    """The parameter that a wrong value was given for."""

    parameter: str
    choices: tuple[Json, ...]


def parameter_of(problem: click.ClickException) -> About:
    """Return which parameter was given a wrong value, and what would do; nothing where it is about the whole line."""
    if not isinstance(problem, click.BadParameter) or problem.param is None:
        return {}
    choices = problem.facts.get("choices") if isinstance(problem, Unfit) else None
    known = choices if isinstance(choices, tuple) else ()
    return {"parameter": str(problem.param.name), "choices": known}


def _perhaps(likely: object) -> str:
    return f"是不是想用：{'、'.join(map(str, likely))}？" if isinstance(likely, list) and likely else ""
