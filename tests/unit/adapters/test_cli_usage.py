"""What is said of a command line that can't be understood, in the language of who typed it."""

import errno
import json
import re
import sqlite3

import click
import pytest

from imastudio.adapters.cli.main import run
from imastudio.adapters.cli.options import language_of
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
        ("prefs set MJ --medium smell", "--medium 的值不合适。可以选：image、video、music、speech。"),
        ("history --limit 0", "--limit 的值不合适。应为 1 到 10000 之间的整数。"),
        (
            "create cat --task-type text_to_imge",
            (
                "--task-type 的值不合适：没有“text_to_imge”这种任务。是不是想用 text_to_image？还可以选：text_to_video, "
                "text_to_music, image_to_image, text_to_speech, image_to_video, first_last_frame_to_video, "
                "reference_image_to_video。"
            ),
        ),
        ("create cat --max-points -1", "--max-points 的值不合适。应为不小于 0 的整数。"),
        ("create cat --speed fast", "--speed 的值不合适。应为 0.1 到 1000 之间的数。"),
        ("create cat --speed nan", "--speed 的值不合适：“nan”不是数。"),
        ("create cat --timeout soon", "--timeout 的值不合适：“soon”不是秒数。"),
        ("create cat --allow-dir /nowhere", "--allow-dir 的值不合适。要有这样一个读得了的文件夹。"),
        ("batch /nowhere", "FILE|- 的值不合适。要有这样一个读得了的文件。"),
        ("create cat --param size", "--param 的值不合适：“size”不是 key=value 的样子。"),
        ("create cat --extra-params {", "--extra-params 的值不合适：这不是 JSON，或者里面有重复的名字。"),
        ("create cat --extra-params [1]", '--extra-params 的值不合适：应为一个 JSON 对象，例如 {"duration": 10}。'),
        ("create cat --size 1K --size 2K", "--size 给了两次，但只能有一个值，请只给一次。"),
        ("create cat --prompt dog", "PROMPT 给了两次。"),
        ("create cat --yes=3", "--yes 用得不对：要么少了值，要么多了值。"),
        ("create cat dog", "多了用不上的内容，或者少了什么，请对照用法。"),
        ("create cat --tell-command x", "--tell-command 接收的是 --tell chat 说的话，两个要一起给。"),
        ("settle x", "--not-charged、--task-id ID 和 --undo 请给其中一个。"),
        ("prefs set MJ", "请说明用在哪里：--medium 或 --task-type。"),
        (
            "create cat -o /dev/null/x",
            "-o / --output 的值不合适：“/dev/null/x”放不了文件（不是文件夹）。请给一个自己的文件夹，例如 -o out。",
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
