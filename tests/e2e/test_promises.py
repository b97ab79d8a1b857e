"""The table of promises is true: the words stand there, the tests exist; and what no other test tries is tried here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from imastudio.fakeserver import FakeIma, envelope
from tests.shells import Shell, pointed_at

REPOSITORY = Path(__file__).parent.parent.parent
ROW = re.compile(r'^\| "(?P<words>.+)" \| (?P<file>\S+) \| (?P<test>tests/\S+)::(?P<name>\w+) \|$', re.MULTILINE)
PAGE = (REPOSITORY / "docs/explanation/promises.md").read_text(encoding="utf-8")
ROWS = [found.groupdict() for found in ROW.finditer(PAGE)]
# Words that promise; a text that holds them has a row.
PROMISING = (
    "never orders twice",
    "together they never exceed",
    "nothing is paid twice",
    "never runs twice",
    "nothing is ordered twice",
)
SAID_IN = (
    "README.md",
    "docs/how-to",
    "adapters/skills",
    "adapters/mcp",
    "adapters/cli/options.py",
    "adapters/cli/texts.py",
)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=500, strict=True), monkeypatch) as server:
        yield server


def test_every_row_is_read() -> None:
    """No row is so misspelled that it is passed over."""
    assert len(ROWS) == PAGE.count("\n| ") - 1
    assert len(ROWS) > 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['file']}: {row['words'][:30]}")
def test_a_promise_stands_where_it_is_said_and_its_test_exists(row: dict[str, str]) -> None:
    """Word for word, but for line ends; the test is a function or a class of that module."""
    said = re.sub(r'["\\]?\s*\n\s*"?', " ", (REPOSITORY / row["file"]).read_text(encoding="utf-8"))
    assert row["words"] in re.sub(r"\s+", " ", said)
    tree = ast.parse((REPOSITORY / row["test"]).read_text(encoding="utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}
    names |= {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert row["name"] in names


def test_every_text_that_promises_has_a_row() -> None:
    """In the README, the guides, the skills, the help and what agents read."""
    listed = {row["file"] for row in ROWS}
    found = set()
    for place in SAID_IN:
        path = REPOSITORY / place
        files = [path] if path.is_file() else [one for one in path.rglob("*") if one.suffix in {".md", ".py"}]
        for file in files:
            text = re.sub(r"\s+", " ", file.read_text(encoding="utf-8"))
            if any(words in text for words in PROMISING):
                found.add(file.relative_to(REPOSITORY).as_posix())
    assert found - listed == set()


@pytest.mark.parametrize("status", [200, 500])
def test_strict_sends_nothing_after_an_error_500(
    status: int, fake: FakeIma, capsys: pytest.CaptureFixture[str]
) -> None:
    """One create and no more; what is told names the assumption, in both languages, and where to look."""
    ima = Shell(capsys)
    fake.fail_next("create", envelope(500, status=status), times=5)
    said = ima("create", "a cat", "--model", "gemini-3.1-flash-image", "--size", "4K", "--strict", "--speed", "500")
    creates = [request for request in fake.requests if request.call == "create"]
    assert (said.code, len(creates), fake.charges) == (1, 1, ())
    assert "your account has the last word" in said.err
    zh = ima("create", "a dog", "--model", "gemini-3.1-flash-image", "--strict", "--language", "zh", "--speed", "500")
    assert "以账户为准" in zh.err
