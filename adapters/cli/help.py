"""Help in the person's language: click writes it, the words are looked up as they are written.

Rules: what stands at an option or a command is English, and the key by which `help_zh.toml` has the Chinese; what is not there,
such as the lines of an example, stays as it is. Nothing is loaded for English help, which answers at once.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from textwrap import indent

import click

_TOKEN = re.compile(r"\s+|[（“《「]*(?:[!-~]+|\S)[，。；：、？！…）”》」]*")
_REMARK = re.compile(r"(?<=\s)\([^()]+\)$")
_EXTRA = re.compile(r"  \[[^\[\]]*\]$")
_EXTRAS = (("env var: ", "环境变量 "), ("default: ", "默认 "), ("required", "必填"))
MIN_COLUMNS = 10
"""However narrow a terminal is, an explanation has these."""
_FRAME = ("[OPTIONS]", "COMMAND [ARGS]...")
_LOCALE = ("IMA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_ENGLISH = re.compile(r"(en|c|posix)?(?![a-z])", re.IGNORECASE)


class HelpWriter(click.HelpFormatter):
    """Writes help as click does, in Chinese where that is spoken."""

    def __init__(self, width: int | None, max_width: int | None, *, chinese: bool) -> None:
        """Write so wide at most."""
        super().__init__(width=width, max_width=max_width)
        self._chinese = chinese

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        if self._chinese:
            prefix = f"{translated('Usage')}："
            for part in _FRAME:
                args = args.replace(part, translated(part))
        super().write_usage(prog, args, prefix)

    def write_heading(self, heading: str) -> None:
        """Write what a part is called."""
        if self._chinese:
            self.write(f"{'':{self.current_indent}}{translated(heading)}：\n")
        else:
            super().write_heading(heading)

    def write_text(self, text: str) -> None:
        """Write paragraphs; the lines of a block stay lines."""
        if not self._chinese:
            super().write_text(text)
            return
        paragraphs = []
        for paragraph in text.split("\n\n"):
            lines: Iterable[str] = wrapped(translated(paragraph), self.width - self.current_indent)
            if paragraph.startswith("\b"):
                lines = map(_line, paragraph.splitlines()[1:])
            paragraphs.append("\n".join(lines))
        self.write(indent("\n\n".join(paragraphs), " " * self.current_indent) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write what each option, or each command, is for."""
        if not self._chinese:
            super().write_dl(rows, col_max, col_spacing)
            return
        rows = list(rows)
        column = min(max(len(name) for name, _ in rows), col_max) + col_spacing
        for name, text in rows:
            margin = " " * (self.current_indent + column)
            start = " " * self.current_indent + name
            if len(name) > column - col_spacing:
                start = f"{start}\n{margin}"
            lines = wrapped(_explained(text), max(self.width - len(margin), MIN_COLUMNS))
            self.write(start.ljust(len(margin)) + f"\n{margin}".join(lines) + "\n")


class HelpContext(click.Context):
    """The context of a command whose help is written in the person's language. `obj` of the root has the whole line."""

    def make_formatter(self) -> click.HelpFormatter:
        """Make what writes help."""
        return HelpWriter(self.terminal_width, self.max_content_width, chinese=speaks_chinese(self))


def speaks_chinese(ctx: click.Context, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a command line is answered in Chinese (decision 37); where all is plainly English nothing is loaded."""
    arguments: Sequence[str] = ctx.find_root().obj or ()
    plain = all(word.isascii() and not word.startswith("--language") for word in arguments)
    if plain and all(_ENGLISH.match(environment.get(name, "")) for name in _LOCALE):
        return False
    from imastudio.adapters.cli.connection import language_of

    return language_of(arguments, environment) == "zh"


def translated(text: str) -> str:
    """Return what help says, in Chinese; as it is where the table doesn't have it."""
    return _table().get(" ".join(text.split()), text)


@cache
def _table() -> Mapping[str, str]:
    import tomllib
    from importlib.resources import files

    source = files("imastudio.adapters.cli").joinpath("help_zh.toml").read_text(encoding="utf-8")
    return {" ".join(english.split()): chinese for english, chinese in tomllib.loads(source).items()}


def _line(line: str) -> str:
    """Translate a line of a block, or the remark at its end."""
    plain = line.strip()
    if (said := translated(plain)) != plain:
        return line.replace(plain, said)
    return _REMARK.sub(lambda found: translated(found[0]), line)


def _explained(text: str) -> str:
    """Translate an option's explanation, and what click adds in brackets."""
    extra = _EXTRA.search(text)
    if extra is None:
        return translated(text)
    added = extra[0]
    for english, chinese in _EXTRAS:
        added = added.replace(english, chinese)
    return translated(text[: extra.start()]) + added


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield lines of at most `width` columns; a Chinese character takes two, and no line begins with a closing mark."""
    from unicodedata import east_asian_width

    line, room = "", width
    for token in _TOKEN.findall(text):
        cells = sum(2 if east_asian_width(character) in "WF" else 1 for character in token)
        if cells > room and line:
            yield line.rstrip()
            line, room = "", width
        if line or not token.isspace():
            line, room = line + token, room - cells
    yield line.rstrip()
