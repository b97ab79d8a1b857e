"""Kinds of values that options take: numbers in plain digits, one of some words, a switch, a place that is there.

Rules: a value that will not do is refused with a saying that shows it and tells what would do, in either language; numbers
are read as everywhere else (`domain.kernel.figures`), so that what Python alone takes for a number is none.
"""

import errno
import os
from typing import Any

import click

from imastudio.adapters.cli.usage import Unfit
from imastudio.domain.kernel import nearest, read_decimal, read_whole, switched

_FOREVER_S = 1e9  # some thirty years


class Seconds(click.ParamType[float]):
    """A time to wait: a number of seconds, 0 or more."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read a finite number that is not negative."""
        seconds = read_decimal(str(value))
        if seconds is None or seconds > _FOREVER_S:
            raise Unfit("not_seconds", param, ctx, value=value)
        return seconds


class Whole(click.IntRange):
    """A whole number of the range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it."""
        whole = read_whole(str(value))
        if whole is None or not _within(self, whole):
            saying = "not_whole" if self.max is None else "not_whole_between"
            raise Unfit(saying, param, ctx, value=value, least=self.min, most=self.max)
        return whole


class Decimal(click.FloatRange):
    """A number of the range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read it."""
        decimal = read_decimal(str(value))
        if decimal is None or not _within(self, decimal):
            saying = "not_number" if self.max is None else "not_number_between"
            raise Unfit(saying, param, ctx, value=value, least=self.min, most=self.max)
        return decimal


def _within(span: click.IntRange | click.FloatRange, value: float) -> bool:
    return (span.min is None or value >= span.min) and (span.max is None or value <= span.max)


class WordOf(click.Choice[str]):
    """One of some words."""

    saying = "not_one_of"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take it as it is written; of another the nearest comes first."""
        if value in self.choices:
            return str(value)
        raise Unfit(self.saying, param, ctx, value=value, choices=nearest(str(value), self.choices))


class Switch(click.types.BoolParamType):
    """On or off, as a variable says it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bool:
        """Read 1 or 0, and the words for them."""
        said = switched(value) if str(value).strip() else False
        if said is None:
            raise Unfit("not_switch", param, ctx, value=value, choices=("1", "0"))
        return said


class PathThere(click.Path):
    """A file or a folder that can be read."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Take its path, a home folder's too; say at once why it can't be read."""
        place = at_home(value)
        try:
            return super().convert(place, param, ctx)
        except (click.BadParameter, ValueError) as error:
            raise Unfit("no_place", param, ctx, value=value, why=_why_not(place, folders=not self.file_okay)) from error


def at_home(path: str) -> str:
    """Return a path with the home folder in the place of its `~`; one whose home nobody knows stays as it is."""
    return os.path.expanduser(path)  # noqa: PTH111 - Path's own raises where there is no home


def _why_not(place: str, *, folders: bool) -> Exception:
    try:
        os.stat(place)  # noqa: PTH116 - a name that can be no path raises what is told
    except (OSError, ValueError) as error:
        return error
    is_folder = os.path.isdir(place)  # noqa: PTH112 - as above
    number = errno.EACCES if is_folder is folders else errno.EISDIR if is_folder else errno.ENOTDIR
    return OSError(number, os.strerror(number))
