"""Help speaks the person's language, completely and within the terminal's width."""

import argparse
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

import imastudio.adapters.cli
from imastudio.adapters.cli.describing import command_tree
from imastudio.adapters.cli.help import HelpContext, speaks_chinese, translated, wrapped
from imastudio.adapters.cli.main import COMMANDS, cli
from imastudio.adapters.cli.published import main, parser
from imastudio.domain.orders import Scope

TABLE = tomllib.loads((Path(imastudio.adapters.cli.__file__).parent / "help_zh.toml").read_text(encoding="utf-8"))
FRAME = {"Usage", "Options", "Commands", "[OPTIONS]", "COMMAND [ARGS]..."}
EXAMPLE = re.compile(r"(ima|IMA_\w+=\S+|echo|generate-wishes|bash|zsh|fish) |\{|--|title:|steps:|hero:|run:|bgm:|film:")
"""How a line begins that is typed into a terminal or a file: it is the same in every language."""


def _contexts(ctx: click.Context) -> Iterator[click.Context]:
    yield ctx
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            command = ctx.command.get_command(ctx, name)
            assert command is not None
            yield from _contexts(HelpContext(command, info_name=name, parent=ctx, color=False))


def _root(*arguments: str) -> click.Context:
    return HelpContext(cli, info_name="ima", obj=arguments, terminal_width=80)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _told(ctx: click.Context) -> Iterator[str]:
    """Yield all that the help of a command says in sentences."""
    for paragraph in f"{ctx.command.help}\n\n{ctx.command.epilog or ''}".split("\n\n"):
        if not paragraph.strip().startswith("\b"):
            yield _plain(paragraph)
            continue
        for line in filter(None, map(_plain, paragraph.split("\b", 1)[1].splitlines())):
            if EXAMPLE.match(line):
                yield from re.findall(r"(?<=\s)\([^()]+\)$", line)
            else:
                yield line
    for param in ctx.command.get_params(ctx):
        if isinstance(param, click.Option):
            yield _plain(param.help or "")


def test_the_table_is_complete_and_has_nothing_else() -> None:
    """Each sentence of help has its Chinese; what is no longer said is not in the table either."""
    told = {sentence for ctx in _contexts(_root()) for sentence in _told(ctx)} | set(COMMANDS.values()) | FRAME
    published = parser("ima_create.py", Scope.ALL_IN_ONE)
    flags = {_plain(flag.help or "") for flag in published._actions if flag.help != argparse.SUPPRESS}
    told |= {published.description or "", *flags}
    assert told - {""} == {_plain(english) for english in TABLE}


@pytest.mark.parametrize("other", ["账本", "提示词", "需求", "智能体"])
def test_one_word_for_one_thing(other: str) -> None:
    """Help calls things as all other Chinese texts do: 订单记录, 描述, 下单文档, 助手."""
    assert [chinese for chinese in TABLE.values() if other in chinese] == []


@pytest.mark.parametrize("ctx", list(_contexts(_root("--language", "zh"))), ids=lambda ctx: str(ctx.command_path))
def test_no_english_sentence_is_left(ctx: click.Context) -> None:
    """Of each line that is no example and no list of choices, what a person reads is Chinese, within 80 columns."""
    with ctx.scope(cleanup=False):
        lines = ctx.get_help().splitlines()
    for line in lines:
        cells = sum(2 if east_asian_width(character) in "WF" else 1 for character in line)
        prose = line[34:] if line.startswith("  -") else line
        if not EXAMPLE.match(line.strip()) and not line.startswith("  --task-type"):
            assert re.search(r"[A-Za-z]+ [a-z]{2,} [a-z]{2,} [a-z]{2,}", prose) is None, line
            assert cells <= 80, line
    assert lines[0].startswith(f"用法：{ctx.command_path}")


@pytest.mark.parametrize("ctx", list(_contexts(_root("--language", "en"))), ids=lambda ctx: str(ctx.command_path))
def test_english_help_is_click_s_own(ctx: click.Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it changes."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    with ctx.scope(cleanup=False):
        told = ctx.get_help()
        monkeypatch.setattr(HelpContext, "make_formatter", click.Context.make_formatter)
        assert told == ctx.get_help()


@pytest.mark.parametrize(
    ("arguments", "environment", "chinese"),
    [
        ((), {}, False),
        ((), {"LANG": "en_US.UTF-8"}, False),
        ((), {"LANG": "C"}, False),
        ((), {"LANG": "zh_CN.UTF-8"}, True),
        ((), {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, False),
        ((), {"LANG": "fr_FR.UTF-8"}, False),
        ((), {"IMA_LANGUAGE": "zh-CN", "LANG": "en_US.UTF-8"}, True),
        ((), {"IMA_LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, False),
        (("create", "一只猫", "--help"), {"LANG": "en_US.UTF-8"}, True),
        (("--help", "--language", "en"), {"IMA_LANGUAGE": "zh"}, False),
        (("--help", "--language=zh"), {"IMA_LANGUAGE": "en"}, True),
    ],
)
def test_the_language_is_that_of_all_texts(
    arguments: tuple[str, ...], environment: dict[str, str], chinese: object
) -> None:
    """Option, variable, words, locale: the first that tells (decision 37)."""
    assert speaks_chinese(_root(*arguments), environment) is chinese


@given(st.text(st.sampled_from("中文，。（）“”ab -1:"), max_size=60), st.integers(10, 40))
def test_lines_fit_and_nothing_is_lost(text: str, width: int) -> None:
    """No line begins with a closing mark; none is wider than asked for, unless it is one word with its marks."""
    text = re.sub(r"\s+(?=[，。）”])", "", text)
    lines = list(wrapped(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert [line for line in lines[1:] if line[:1] in set("，。）”")] == []
    for line in lines:
        cells = sum(2 if east_asian_width(character) in "WF" else 1 for character in line)
        assert cells <= width or re.fullmatch(r"[（“]*([!-~]+|.)[，。）”]*", line)


def test_the_command_tree_says_it_too() -> None:
    """`ima schema commands --language zh` has the same Chinese; what an example shows is not in it."""
    tree = command_tree(_root(), "zh")
    helps = [command["help"] for command in tree["commands"]]
    helps += [option["help"] for command in tree["commands"] for option in command["options"] if option["help"]]
    assert [text for text in helps if text.isascii()] == []
    assert translated("A sentence that nobody says.") == "A sentence that nobody says."


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("columns", ["80", "40"])
def test_the_published_scripts_explain_themselves_in_chinese(
    scope: Scope, columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As `ima` does, by the option or the locale; in English nothing is Chinese."""
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("IMA_LANGUAGE", "zh_CN.UTF-8")
    for arguments, chinese in (
        (["--help"], True),
        (["--language", "zh", "-h"], True),
        (["--language=en", "-h"], False),
    ):
        with pytest.raises(SystemExit) as ended:
            main(scope, arguments)
        assert ended.value.code == 0
        told = capsys.readouterr().out
        assert chinese is not told.isascii()
        if chinese:
            assert told.startswith("用法：")
            assert "\n选项：\n" in told
            explained = [line[24:] for line in told.splitlines() if line.startswith("  -")]
            assert [line for line in explained if re.search("[a-z]+ [a-z]+ [a-z]+", line)] == []
