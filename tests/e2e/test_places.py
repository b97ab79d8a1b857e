"""Where results go, before the fake server: which folder is the same, what is brought there too, and one file by its name."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from imastudio.fakeserver import FakeIma, bare
from tests import shells
from tests.shells import Said, pointed_at

FAST = "500"


class Shell(shells.Shell):
    """Runs `ima` in this process."""

    def json(self, *arguments: str) -> Said:
        """Run it with --output-json, as fast as the fake server."""
        return self(*arguments, "--output-json", "--speed", FAST)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=float(FAST), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


def _files(said: Said) -> list[Path]:
    return [Path(media["path"]) for media in said.document["medias"]]


SPELLINGS = ["out", "./out", "sub/../out", "sub/up/out", "link", "{here}/out", "link/../out/."]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("where", ["option", "line"])
def test_the_same_folder_is_the_same(
    spelling: str, where: str, fake: FakeIma, ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line is paid once, however its folder is spelled: from elsewhere, over a link, in full."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to("..")
    (tmp_path / "link").symlink_to("out")
    monkeypatch.chdir(tmp_path)
    for folder in ("out", spelling.format(here=tmp_path), "out"):
        line = {"prompt": "a puppy", "task_type": "text_to_image"}
        more = {"deliver_to": folder} if where == "line" else {}
        Path("wishes.jsonl").write_text(json.dumps({**line, **more}), encoding="utf-8")
        option = ["-o", folder] if where == "option" else []
        assert ima("batch", "wishes.jsonl", *option, "--speed", FAST).code == 0
    assert len(fake.charges) == 1
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_another_folder_is_another(fake: FakeIma, ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same line into another folder is another order, as documented."""
    monkeypatch.chdir(tmp_path)
    Path("wishes.jsonl").write_text('{"prompt": "a puppy", "task_type": "text_to_image"}', encoding="utf-8")
    for folder in ("out", "there"):
        assert ima("batch", "wishes.jsonl", "-o", folder, "--speed", FAST).code == 0
    assert len(fake.charges) == 2


def test_a_line_with_its_own_id_is_brought_to_another_folder(
    fake: FakeIma, ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is paid once, and lies in both."""
    monkeypatch.chdir(tmp_path)
    line = '{"prompt": "a puppy", "task_type": "text_to_image", "request_id": "one"}'
    Path("wishes.jsonl").write_text(line, encoding="utf-8")
    for folder in ("out", "there"):
        assert ima("batch", "wishes.jsonl", "-o", folder, "--speed", FAST).code == 0
        assert len(list((tmp_path / folder).iterdir())) == 1
    assert len(fake.charges) == 1


@pytest.mark.parametrize("first_wait", [[], ["--timeout", "0"]], ids=["done", "running"])
def test_the_same_request_id_brings_the_file_there_too(
    first_wait: list[str], fake: FakeIma, ima: Shell, tmp_path: Path
) -> None:
    """Whether the first has ended or runs: one charge, and the file where each call wants it."""
    wish = ("create", "a puppy", "--request-id", "one")
    first = ima.json(*wish, "-o", str(tmp_path / "one"), *first_wait)
    assert first.code == (4 if first_wait else 0)
    second = ima.json(*wish, "-o", str(tmp_path / "two"))
    third = ima.json(*wish, "-o", str(tmp_path / "three" / "cat.png"))
    assert (second.code, third.code) == (0, 0)
    assert [path.parent for path in _files(second)] == [tmp_path / "two"]
    assert _files(third) == [tmp_path / "three" / "cat.png"]
    assert all(path.is_file() for path in (*_files(second), *_files(third)))
    assert len(fake.charges) == 1


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["create", "a puppy"], "cat.png"),
        (["create", "a puppy"], "cat.jpg"),
        (["create", "waves", "--task-type", "text_to_video"], "waves.mp4"),
        (["create", "hello", "--task-type", "text_to_speech"], "hello.mp3"),
    ],
)
def test_one_result_goes_to_one_file(words: list[str], name: str, fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """By exactly this name; ordering anew to a name that is taken is refused before it is paid."""
    target = tmp_path / "new" / name
    said = ima.json(*words, "-o", str(target))
    assert (said.code, _files(said), target.is_file()) == (0, [target], True)
    again = ima.json(*words, "-o", str(target))
    assert (again.code, again.kind) == (3, "folder_closed")
    assert name in again.document["error"]["text_en"]
    assert len(fake.charges) == 1
    assert [path.name for path in target.parent.iterdir()] == [name]


@pytest.mark.parametrize(
    "words", [["create", "a puppy", "--n", "2"], ["quote", "a puppy", "--n", "2"], ["batch"]], ids=lambda it: it[0]
)
def test_several_results_do_not_go_to_one_file(words: list[str], fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """It is refused before the order, and says what would do."""
    if words == ["batch"]:
        file = tmp_path / "wishes.jsonl"
        file.write_text('{"prompt": "a puppy"}', encoding="utf-8")
        words = ["batch", str(file)]
    said = ima.json(*words, "-o", str(tmp_path / "cat.png"))
    assert (said.code, said.kind) == (3, "folder_closed")
    assert f"{tmp_path}/cat/" in said.document["error"]["text_en"]
    assert f"{tmp_path}/cat/" in said.document["error"]["text_zh"]
    assert fake.charges == ()


def test_a_folder_may_be_called_like_a_file(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Where it is there, or a slash says so."""
    (tmp_path / "old.png").mkdir()
    for folder in ("old.png", "new.png/"):
        said = ima.json("create", "a puppy", "--n", "2", "-o", f"{tmp_path}/{folder}")
        assert {path.parent for path in _files(said)} == {tmp_path / folder.rstrip("/")}
    assert len(fake.charges) == 2


def test_a_refused_address_is_asked_for_anew(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """The stored address of a result has expired; the task's detail knows it anew."""
    begun = ima.json("create", "a puppy").document["generation_id"]
    fake.fail_next("cdn", bare(403))
    asked = sum(request.call == "detail" for request in fake.requests)
    said = ima.json("wait", begun, "-o", str(tmp_path / "out"))
    assert (said.code, [path.is_file() for path in _files(said)]) == (0, [True])
    assert sum(request.call == "detail" for request in fake.requests) == asked + 1


def test_results_are_named_as_the_person_says(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """By what is known of each; what would have the same name is told apart, and nothing is written over."""
    wish = ("create", "a puppy", "--model", "Nano Banana 2", "--size", "512", "--name", "{model}-{n}")
    first = ima.json(*wish, "--n", "2", "-o", str(tmp_path / "out"))
    assert [path.name for path in _files(first)] == ["Nano-Banana-2-1.png", "Nano-Banana-2-2.png"]
    second = ima.json(*wish, "--aspect-ratio", "16:9", "-o", str(tmp_path / "out"))
    assert [path.name for path in _files(second)] == ["Nano-Banana-2-1-2.png"]
    assert len(list((tmp_path / "out").iterdir())) == 3
    later = ima.json("wait", str(second.document["generation_id"]), "-o", str(tmp_path / "out"), "--name", "{id}")
    assert later.code == 0
    assert len(fake.charges) == 2


def test_a_wish_document_may_hold_the_template(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Its last part; or the folder, and the option the names."""
    document = tmp_path / "wish.json"
    for folder, option in ((f"{tmp_path}/a/{{task}}", []), (f"{tmp_path}/a", ["--name", "{task}-{n}"])):
        document.write_text(json.dumps({"prompt": "a puppy", "deliver_to": folder}), encoding="utf-8")
        assert ima.json("create", "--wish", str(document), *option).code == 0
    assert {path.name for path in (tmp_path / "a").iterdir()} == {"text_to_image.jpg", "text_to_image-1.jpg"}
    assert len(fake.charges) == 2


def test_a_new_template_orders_no_line_anew(
    fake: FakeIma, ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is the same, so the line is."""
    monkeypatch.chdir(tmp_path)
    Path("wishes.jsonl").write_text('{"prompt": "a puppy", "task_type": "text_to_image"}', encoding="utf-8")
    for names in ([], ["--name", "{task}-{n}"], ["--name", "{id}"]):
        assert ima("batch", "wishes.jsonl", "-o", "out", *names, "--speed", FAST).code == 0
    assert len(fake.charges) == 1


@pytest.mark.parametrize(
    ("template", "named"), [("cat", "{date}"), ("a/{n}", "{model}"), ("{date}-{prompt}", "{prompt}"), ("", "{id}")]
)
def test_a_template_that_will_not_do_is_wrong_usage(template: str, named: str, ima: Shell) -> None:
    """What it may hold is named; beside a file's name it makes no sense."""
    said = ima("create", "a puppy", "--offline", "--name", template)
    assert (said.code, named in said.err) == (2, True)
    assert ima("create", "a puppy", "--offline", "--name", "{n}", "-o", "cat.png").code == 2
