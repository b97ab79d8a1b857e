"""What is said of a command line that can't be understood, in the language of who typed it."""

import errno
import json
import re
import sqlite3
from collections.abc import Iterator

import click
import pytest

from imastudio.adapters.cli.connection import language_of
from imastudio.adapters.cli.main import cli, run
from imastudio.adapters.cli.usage import CliError, reason_of, say_problem
from tests.shells import Shell

# What is typed as it stands, in every language: options, names of places, values, commands.
TYPED = re.compile(r"SKILL\.md|-{1,2}[a-z][a-z-]*|\b[A-Z]{2,}\b|key=value|\bima [a-z ]+|“[^”]*”|可以选：.*")


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Return the command line of somebody whose locale is English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return Shell(capsys)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("create --prompts x", "没有 --prompts 这个选项。是不是想用：--prompt、--keep-prompts、--prompt-file？"),
        ("prefs frob", "没有 frob 这个命令。"),
        ("wait", "缺少 ID。"),
        ("prefs set MJ --medium smell", "--medium：没有“smell”，可以选：image、speech、video、music。"),
        ("history --limit 0", "--limit：“0”不行：要写 1 到 10000 之间的整数，用普通数字。"),
        (
            "create cat --task-type text_to_imge",
            (
                "--task-type：没有“text_to_imge”这种任务，最接近的在前：text_to_image、text_to_video、"
                "text_to_music、image_to_image、text_to_speech、image_to_video、first_last_frame_to_video、"
                "reference_image_to_video。"
            ),
        ),
        ("create cat --max-points -1", "--max-points：“-1”不行：要写 0 或以上的整数，用普通数字，例如 20。"),
        ("create cat --speed fast", "--speed：“fast”不行：要写 0.1 到 1000 之间的数，用普通数字。"),
        ("create cat --speed nan", "--speed：“nan”不行：要写 0.1 到 1000 之间的数，用普通数字。"),
        ("create cat --timeout soon", "--timeout：“soon”不是秒数：请用普通数字书写，例如 30。"),
        ("create cat --allow-dir /nowhere", "--allow-dir：“/nowhere”读不了：不存在。"),
        ("batch /nowhere", "FILE|-：“/nowhere”读不了：不存在。"),
        ("create cat --param size", "--param：“size”不是 key=value 的样子。"),
        ("create cat --extra-params {", "--extra-params：这不是 JSON，或者里面有重复的名字。"),
        ("create cat --extra-params [1]", '--extra-params：应为一个 JSON 对象，例如 {"duration": 10}。'),
        ("create cat --size 1K --size 2K", "--size 给了两次，但只能有一个值，请只给一次。"),
        ("create cat --prompt dog", "PROMPT 给了两次。"),
        ("create cat --yes=3", "--yes 用得不对：要么少了值，要么多了值。"),
        ("create cat dog", "多了用不上的内容，或者少了什么，请对照用法。"),
        ("create cat --tell-command x", "--tell-command 接收的是 --tell chat 说的话，两个要一起给。"),
        ("settle x", "--not-charged、--task-id ID 和 --undo 请给其中一个。"),
        ("prefs set MJ", "请说明用在哪里：--medium 或 --task-type。"),
        (
            "create cat -o /dev/null/x",
            "-o / --output：“/dev/null/x”放不了文件（不是文件夹）。请给一个自己的文件夹，例如 -o out。",
        ),
    ],
)
def test_wrong_usage_is_told_in_chinese(words: str, told: str, ima: Shell) -> None:
    """No English word stands in it but what is typed so; as JSON both languages are there."""
    said = ima(*words.split(), "--language", "zh")
    assert (said.code, said.err.splitlines()[-1]) == (2, f"命令有误：{told}")
    assert said.err.startswith(("用法：ima ", "命令有误："))
    document = ima(*words.split(), "--language", "zh", "--output-json").document
    assert document["error"]["text_zh"] == told
    assert not re.search("[\u4e00-\u9fff]", document["error"]["text_en"])
    assert "Error: " in ima(*words.split()).err


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    ctx = click.Context(command)
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(ctx):
        below = command.get_command(ctx, name)
        assert below is not None
        yield from _commands(below, (*path, name))


TYPES_OF_CLICK = (click.IntRange, click.FloatRange, click.Choice, click.Path, click.types.BoolParamType)
OURS = {"Whole", "Decimal", "WordOf", "TaskTypes", "PathThere", "Switch"}


def test_no_option_speaks_in_the_voice_of_click() -> None:
    """A type of click's own says its English sentences; each of ours says in both languages what it was given."""
    strange = [
        (path, param.name, type(param.type).__name__)
        for path, command in _commands(cli)
        for param in command.params
        if isinstance(param.type, TYPES_OF_CLICK) and type(param.type).__name__ not in OURS
        if not (isinstance(param, click.Option) and param.is_flag and param.envvar is None)
    ]
    assert strange == []


@pytest.mark.parametrize("by_variable", [True, False])
@pytest.mark.parametrize(
    ("option", "variable", "value"),
    [
        ("--max-points", "IMA_MAX_POINTS", "5.5"),
        ("--max-points", "IMA_MAX_POINTS", "  "),
        ("--max-points", "IMA_MAX_POINTS", "10pts"),
        ("--max-points", "IMA_MAX_POINTS", "1e3"),
        ("--speed", "IMA_SPEED", "0.05"),
        ("--speed", "IMA_SPEED", "fast"),
        ("--speed", "IMA_SPEED", "1001"),
    ],
)
def test_what_gave_a_wrong_value_is_named_and_nothing_else(
    option: str,
    variable: str,
    value: str,
    by_variable: bool,  # noqa: FBT001 - parametrized
    ima: Shell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The variable or the option, in either language, with what was given, and as data."""
    given, other = (variable, option) if by_variable else (option, variable)
    if by_variable:
        monkeypatch.setenv(variable, value)
    said = ima("create", "cat", "--output-json", *(() if by_variable else (option, value)))
    error = said.document["error"]
    assert said.code == 2
    for text, colon in ((error["text_en"], ": "), (error["text_zh"], "：")):
        assert text.startswith(f"{given}{colon}“{value}”")
        assert other not in text
    assert error["parameter"] == option.removeprefix("--").replace("-", "_")


def test_a_wrong_switch_of_the_environment_is_named(ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what would do."""
    monkeypatch.setenv("IMA_GATE", "perhaps")
    error = ima("create", "cat", "--output-json").document["error"]
    assert (error["parameter"], error["choices"]) == ("gate", ["1", "0"])
    assert error["text_zh"].startswith("IMA_GATE：")


@pytest.mark.parametrize(
    ("saying", "facts"),
    [
        ("skill_changed", {"path": "a"}),
        ("skill_unwritable", {"folder": "a", "why": PermissionError(errno.EACCES, "Permission denied")}),
        ("skill_unreadable", {"folder": "a"}),
        ("unwritten", {"reason": OSError(errno.ENOSPC, "No space left on device")}),
    ],
)
def test_what_is_no_wrong_usage_is_told_in_both_languages(saying: str, facts: dict[str, object]) -> None:
    """Reasons of the system too."""
    problem = CliError(saying, **facts)
    assert say_problem(problem, "en") == problem.within("en")
    assert not re.search(r"[A-Za-z]{2,}", TYPED.sub("", say_problem(problem, "zh")))


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "没有权限", "Permission denied"),
        (OSError(errno.ELOOP, "Too many links"), f"系统错误 {errno.ELOOP}", "Too many links"),
        (OSError(), "系统错误 ?", "OSError"),
        (ValueError("embedded null byte"), "名字不合适", "embedded null byte"),
        (sqlite3.OperationalError("disk I/O error"), "数据写不进去", "disk I/O error"),
    ],
)
def test_reasons_of_the_system(error: Exception, zh: str, en: str) -> None:
    """Those that a person can mend are named."""
    assert (reason_of(error, "zh"), reason_of(error, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["create", "--language", "zh"], {}, "zh"),
        (["create", "--language=zh"], {"IMA_LANGUAGE": "en"}, "zh"),
        (["create", "--language"], {}, "en"),
        (["create", "--language", "fr"], {"LANG": "zh_CN"}, "en"),
        (["create"], {"IMA_LANGUAGE": "zh", "LC_ALL": "en_US"}, "zh"),
        (["create"], {"LC_ALL": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_language_of_a_line_that_cannot_be_parsed(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    """It is what was said, else what is set, else the locale's."""
    assert language_of(arguments, environment) == language


def test_kinds_without_a_parameter_say_something() -> None:
    """What click raises without saying where is told in general."""
    problems = [click.UsageError("x"), click.BadParameter("x"), click.MissingParameter("x"), click.ClickException("x")]
    assert {say_problem(problem, "zh") for problem in problems} == {"多了用不上的内容，或者少了什么，请对照用法。"}


def test_what_is_noticed_later_is_told_in_the_language_of_the_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever it is noticed, what was said on the line counts, not the locale."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("sys.stdin", None)
    assert run(["batch", "-", "--language", "zh", "--output-json"]) == 2
    out, err = capsys.readouterr()
    assert err.splitlines()[-1] == "命令有误：没有标准输入可读。"
    assert json.loads(out)["error"]["text_en"] == "There is no stdin to read from."


@pytest.mark.parametrize("typed", ["creat", "CREATE", "Craete", "create-", "cre ate"])
def test_the_nearest_command_is_suggested_however_it_is_written(typed: str, ima: Shell) -> None:
    """In capitals too, in either language."""
    said = ima(*typed.split(" "), "cat")
    assert said.code == 2
    assert "create" in said.err.splitlines()[-1]
    assert "create" in ima(*typed.split(" "), "--language", "zh").err.splitlines()[-1]
