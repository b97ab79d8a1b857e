"""News for programs and chats from the command line: one line of JSON each, or handed to a command."""

import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from imastudio.adapters.cli.main import run
from imastudio.fakeserver import FakeIma
from tests.shells import Shell, pointed_at

ORDER = ["create", "a cat", "--model-id", "gemini-3.1-flash-image", "--size", "512", "--offline", "--speed", "100"]


def lines(text: str) -> list[dict[str, object]]:
    """Return the JSON lines of a stream."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_a_program_reads_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the acknowledgement to the end, with the ready text in each; stdout is the result alone."""
    assert run([*ORDER, "--tell", "json", "--output-json", "-o", str(tmp_path)]) == 0
    said = capsys.readouterr()
    kinds = [line["kind"] for line in lines(said.err)]
    assert kinds[:2] == ["acknowledged", "quoted"]
    assert kinds[-1] == "ended"
    assert json.loads(said.out)["status"] == "succeeded"


def test_a_chat_gets_what_its_tool_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Texts, then the picture by its address with its caption; Chinese where that is asked for."""
    assert run([*ORDER, "--tell", "chat", "--language", "zh", "-o", str(tmp_path)]) == 0
    sent = lines(capsys.readouterr().err)
    assert {message["action"] for message in sent} == {"send"}
    media = [message for message in sent if "media" in message]
    assert len(media) == 1
    assert str(media[0]["media"]).startswith("http")
    assert "图片生成成功" in str(media[0]["caption"])
    assert "消耗积分：4 pts" in str(sent)


def test_a_command_sends_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each message is the command's standard input; one that fails is told of once and harms nothing."""
    sent = tmp_path / "sent.jsonl"
    program = f"import sys; open({str(sent)!r}, 'a').write(sys.stdin.read())"
    command = shlex.join([sys.executable, "-c", program])
    assert run([*ORDER, "--tell", "chat", "--tell-command", command, "-o", str(tmp_path)]) == 0
    assert len(lines(sent.read_text())) >= 3
    broken = shlex.join([sys.executable, "-c", "raise SystemExit(1)"])
    capsys.readouterr()
    assert run([*ORDER, "--tell", "chat", "--tell-command", broken, "-o", str(tmp_path)]) == 0
    assert capsys.readouterr().err.count("could not be sent") == 1


SQUARE = ["create", "a cat", "--model", "midjourney", "--aspect-ratio", "16:9", "--offline", "--language", "zh"]


def test_a_chat_is_told_of_a_refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the words of a chat, which asks what to do; nothing was ordered."""
    assert run([*SQUARE, "--tell", "chat"]) == 3
    (payload,) = lines(capsys.readouterr().err)
    assert payload["action"] == "send"
    assert str(payload["text"]).endswith("需要我帮你用 SeeDream 4.5 生成吗？")
    assert run([*SQUARE, "--tell", "json"]) == 3
    (line,) = lines(capsys.readouterr().err)
    assert (line["kind"], line["text"]) == ("refused", payload["text"])
    sent = tmp_path / "sent.json"
    program = f"import sys; open({str(sent)!r}, 'a').write(sys.stdin.read())"
    assert run([*SQUARE, "--tell", "chat", "--tell-command", shlex.join([sys.executable, "-c", program])]) == 3
    assert json.loads(sent.read_text()) == payload
    capsys.readouterr()
    broken = shlex.join([sys.executable, "-c", "raise SystemExit(1)"])
    assert run([*SQUARE, "--tell", "chat", "--tell-command", broken]) == 3
    assert capsys.readouterr().err.count("有一条消息没有发出去") == 1


@pytest.mark.parametrize("tell", ["chat", "json"])
@pytest.mark.parametrize(
    "refused",
    [
        SQUARE,
        [*ORDER, "--budget", "2/day"],
        ["create", "a cat", "--offline", "--model", "no such model"],
        ["create", "a cat", "--offline", "--max-points", "1"],
        ["create", "a cat"],
        ["ask", "画一只猫", "--offline", "--max-points", "1"],
    ],
    ids=["a ratio", "a budget", "a model", "a cap", "no key", "words"],
)
def test_a_refusal_is_said_once(refused: list[str], tell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every line on stderr is the messenger's, exactly one of them the refusal, and nothing began before it."""
    assert run([*refused, "--tell", tell]) in {3, 6}
    err = capsys.readouterr().err
    told = [json.loads(line) for line in err.splitlines()]
    assert len({str(line) for line in told}) == len(told)
    assert "开始生成" not in err
    assert "Generating" not in err
    if tell == "json":
        assert [line["kind"] for line in told].count("refused") == 1


def test_a_command_that_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    """Before anything is ordered."""
    assert run([*ORDER, "--tell", "chat", "--tell-command", "'", "-o", str(tmp_path)]) == 2
    assert run([*ORDER, "--tell-command", "cat", "-o", str(tmp_path)]) == 2


NOTHING_ORDERED = [
    ["ask", "画一只猫和一段视频", "--max-points", "50"],
    ["ask", "你好"],
    ["ask", "画猫"],
    ["ask", "有哪些视频模型"],
    ["ask", "画猫", "--max-points", "1", "--dry-run", "--nope"],
    ["create", "猫", "--task-type", "nope"],
    ["create", "--task-type", "text_to_image"],
    ["create", "猫", "--task-type", "text_to_image", "--max-points", "1"],
    ["create", "猫", "--task-type", "text_to_image", "--size", "9K"],
    ["wait", "nobody"],
]


@pytest.mark.parametrize("tell", ["json", "chat"])
@pytest.mark.parametrize("command", NOTHING_ORDERED, ids=" ".join)
def test_what_orders_nothing_is_told_once(command: list[str], tell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A refusal, a doubt, a reply: one line and nothing else on stderr, without an option that a chat can't type."""
    run([*command, "--tell", tell, "--output-json", "--language", "zh", "--offline"])
    said = capsys.readouterr()
    told = [json.loads(line) for line in said.err.splitlines()]
    assert len(told) == 1
    assert told[0]["text"]
    assert "--" not in told[0]["text"]
    assert json.loads(said.out)


def test_a_command_takes_refusals_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong usage as well; where it fails, that is said, and why."""
    sent = tmp_path / "sent.jsonl"
    program = f"import sys; open({str(sent)!r}, 'a').write(sys.stdin.read())"
    command = shlex.join([sys.executable, "-c", program])
    refused = ["create", "猫", "--size", "9K", "--offline", "--language", "zh", "--tell", "chat", "--tell-command"]
    assert run([*refused, command]) == 3
    assert run([*refused, command, "--nope"]) == 2
    assert capsys.readouterr().err == ""
    assert len(lines(sent.read_text())) == 2
    assert run([*refused, shlex.join([sys.executable, "-c", "raise SystemExit(1)"]), "--nope"]) == 2
    assert "--nope" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "cost"), [("zh", "可选 512px/1K/2K/4K"), ("en", "512px/1K/2K/4K to choose from")])
def test_a_scope_speaks_its_own_words_at_a_terminal(
    language: str, cost: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of its documents, as in a chat."""
    nano = ["create", "a cat", "--scope", "nano-banana", "--offline", "--speed", "100", "--language", language]
    assert run([*nano, "-o", str(tmp_path)]) == 0
    assert cost in capsys.readouterr().err


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Run a fast server, to which the environment points; return a file that a --tell-command writes to, and its options."""
    file = tmp_path / "sent.jsonl"
    program = f"import sys; open({str(file)!r}, 'a').write(sys.stdin.read())"
    with pointed_at(FakeIma(speed=500, strict=True), monkeypatch):
        options = ["--tell", "chat", "--tell-command", shlex.join([sys.executable, "-c", program]), "--speed", "500"]
        yield file, options


def test_each_line_of_a_batch_is_told_once(sent: tuple[Path, list[str]], ima: Shell, tmp_path: Path) -> None:
    """Its end or its refusal, to whom messages go; on stderr nothing but those. Run again, nothing is told again."""
    file, options = sent
    wishes = tmp_path / "wishes.jsonl"
    wishes.write_text('{"prompt": "a cat"}\n{"prompt": "a dog", "size": "9K"}\n{"prompt": "a fox"}\n', encoding="utf-8")
    said = ima("batch", str(wishes), "--yes", *options)
    texts = [str(message.get("text") or message["caption"]) for message in lines(file.read_text())]
    assert (said.code, said.err, len(texts)) == (3, "", 3)
    assert [text.startswith("Line 2: ") for text in sorted(texts)] == [True, False, False]
    ima("batch", str(wishes), "--yes", *options)
    assert len(lines(file.read_text())) == 4  # the line that was refused is refused again


@pytest.mark.parametrize("tell", ["chat", "json"])
def test_whatever_is_gone_on_with_is_told_once(tell: str, sent: tuple[Path, list[str]], ima: Shell) -> None:
    """Each end, to whom messages go, or as an event."""
    file, options = sent
    for animal in ("cat", "dog"):
        assert ima("create", f"a {animal}", "--timeout", "0", "--speed", "500").code == 4
    said = ima("resume", *(options if tell == "chat" else ["--tell", "json", "--speed", "500"]))
    told = lines(file.read_text()) if tell == "chat" else lines(said.err)
    assert (said.code, len(told)) == (0, 2)
    assert all("ready" in str(one) for one in told)
    assert all(one["kind"] == "ended" for one in told if tell == "json")


@pytest.mark.parametrize("tell", ["chat", "json"])
def test_a_plan_is_told_whole(tell: str, ima: Shell) -> None:
    """In one message, with its price; it orders nothing."""
    said = ima("work", "plan", "宣传片+配乐，主角是旺财小狗", "--tell", tell, "--offline", "--output-json")
    [told] = lines(said.err)
    assert said.code == 0
    assert f"{said.document['total']} 积分" in str(told["text"])
