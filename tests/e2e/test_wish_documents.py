"""One wish document at every door of the command line, against the fake server over real sockets."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from imastudio import Wish
from imastudio.fakeserver import FakeIma
from tests.shells import Shell, pointed_at

FAST = "500"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=500, strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


def written(tmp_path: Path, text: str) -> str:
    """Return the path of a document."""
    path = tmp_path / "wish.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_document_orders_what_the_options_would(
    fake: FakeIma, ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a file, from standard input, as a line of a batch, and as options: one price, one order each."""
    said = {"prompt": "a cat", "size": "2K", "deliver_to": str(tmp_path / "out")}
    document = json.dumps(said)
    quoted = ima("quote", "--wish", written(tmp_path, document), "--output-json").document
    assert quoted["params"]["size"] == "2k"
    file = ima("create", "--wish", written(tmp_path, document), "--output-json", "--speed", FAST)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(document.encode())))
    piped = ima("create", "--wish", "-", "--output-json", "--speed", FAST)
    monkeypatch.undo()
    assert [file.code, piped.code] == [0, 0]
    assert file.document["credit"] == piped.document["credit"] == quoted["total"]
    assert [charge.points for charge in fake.charges] == [quoted["total"]] * 2
    assert all(Path(media["path"]).parent == tmp_path / "out" for media in file.document["medias"])
    assert Wish.from_document(said).to_document() == {
        "prompt": "a cat",
        "params": {"size": "2K"},
        "deliver_to": str(tmp_path / "out"),
    }


def test_a_line_of_a_batch_may_have_a_folder_of_its_own(
    fake: FakeIma, ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes before the one of the whole, and is the same wherever the command is run again."""
    lines = [{"prompt": "a cat", "deliver_to": "own"}, {"prompt": "a dog"}]
    file = written(tmp_path, "\n".join(map(json.dumps, lines)))
    monkeypatch.chdir(tmp_path)
    said = ima("batch", file, "-o", "all", "--yes", "--speed", FAST)
    outcomes = [json.loads(line) for line in said.out.splitlines()]
    folders = {outcome["line"]: Path(outcome["medias"][0]["path"]).parent for outcome in outcomes}
    assert len(fake.charges) == 2
    assert folders == {1: tmp_path / "own", 2: tmp_path / "all"}


def test_options_add_to_a_document_and_the_smaller_cap_counts(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """What contradicts it is refused, with the key."""
    document = written(tmp_path, '{"prompt": "a cat", "max_points": 100}')
    sized = ima("quote", "--wish", document, "--size", "4K", "--output-json").document
    assert sized["params"]["size"] == "4k"
    above = ima("create", "--wish", document, "--max-points", "1", "--output-json")
    assert (above.code, above.kind) == (3, "above_budget")
    wider = ima("create", "--wish", written(tmp_path, '{"prompt": "a cat", "max_points": 1}'), "--max-points", "9")
    assert wider.code == 3
    other = ima("create", "a dog", "--wish", document, "--output-json")
    assert (other.code, other.kind) == (3, "combination_forbidden")
    assert not fake.charges


@pytest.mark.parametrize("command", ["create", "quote"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"promt": "a cat"}', "unknown_parameter"),
        ('{"prompt": "a cat", "max_points": -5}', "value_not_offered"),
        ('{"prompt": "a cat"', "value_not_offered"),
        ("[]", "value_not_offered"),
        ("{}", "prompt_missing"),
    ],
)
def test_a_document_that_says_no_wish_is_refused(
    command: str, text: str, kind: str, fake: FakeIma, ima: Shell, tmp_path: Path
) -> None:
    """Exit code 3 and the same object as ever; nothing was ordered."""
    said = ima(command, "--wish", written(tmp_path, text), "--output-json")
    assert (said.code, said.kind) == (3, kind)
    assert said.err
    assert not fake.charges


def test_a_document_that_is_not_there_is_wrong_usage(ima: Shell, tmp_path: Path) -> None:
    """As for every file."""
    said = ima("quote", "--wish", str(tmp_path / "nowhere.json"), "--output-json")
    assert (said.code, said.kind) == (2, "usage")


def test_a_home_folder_is_the_person_s_wherever_no_shell_says_so(
    fake: FakeIma, ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a document, and behind an equals sign; what no disk can have as a name is refused unpaid."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert (
        ima("create", "--wish", written(tmp_path, '{"prompt": "a cat", "deliver_to": "~/one"}'), "--speed", FAST).code
        == 0
    )
    assert ima("create", "a dog", "--output=~/two", "--speed", FAST).code == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["one", "two"]
    refused = ima(
        "create", "--wish", written(tmp_path, '{"prompt": "a fox", "deliver_to": "a\\u0000b"}'), "--output-json"
    )
    assert (refused.code, refused.kind, len(fake.charges)) == (3, "value_not_offered", 2)


@pytest.mark.parametrize(
    ("name", "text", "command"),
    [
        ("w.json", '{"prompt": "一只猫"}', ("quote", "--wish")),
        ("w.txt", "一只猫", ("quote", "--prompt-file")),
        ("w.yaml", "steps: {a: {task_type: text_to_image, prompt: 一只猫}}", ("work", "show")),
    ],
)
def test_a_file_is_answered_in_the_language_of_its_words(
    name: str, text: str, command: tuple[str, ...], ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As words at the command line are; a language that was named holds (decision 37)."""
    monkeypatch.delenv("IMA_LANGUAGE", raising=False)
    (tmp_path / name).write_text(text, encoding="utf-8")
    said = ima(*command, str(tmp_path / name), "--offline")
    named = ima(*command, str(tmp_path / name), "--offline", "--language", "en")
    assert (said.code, named.code) == (0, 0)
    assert "积分" in said.out
    assert "积分" not in named.out
