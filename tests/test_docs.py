"""The documents keep their word: what they show runs, and what they point to is there.

A ```python block is run as a program, by one pytest for all where it defines a test. In a ```console block the lines that open
with `$ ` are run by sh, one after the other. All start in an empty folder, without a key. The tutorials are sessions: their
console blocks are run as one, and what they print is compared with what stands there (see `tests.sessions`).
Blocks in any other language (```sh, ```text) are for reading: they need a key, or time.
"""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import attrs
import click
import pytest

from imastudio.adapters.cli.main import cli
from imastudio.adapters.mcp.tools import TOOLS
from imastudio.domain.kernel import Kind
from tests import sessions, warm
from tests.processes import unmeasured

REPOSITORY = Path(__file__).parent.parent
DOCUMENTS = [*sorted(REPOSITORY.glob("*.md")), *sorted((REPOSITORY / "docs").rglob("*.md"))]

TUTORIALS = [REPOSITORY / "docs" / "tutorial" / "index.md", REPOSITORY / "docs" / "zh" / "tutorial.md"]

BLOCK = re.compile(r"^```(?P<language>python|console)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)


@attrs.frozen(kw_only=True)
class Snippet:
    """A block of a document that runs."""

    document: Path
    line: int
    language: str
    text: str

    @property
    def is_a_test(self) -> bool:
        """Tell whether it is for pytest to run."""
        return self.language == "python" and re.search(r"^(def test_|class Test)", self.text, re.MULTILINE) is not None

    @property
    def command(self) -> list[str]:
        """Return the command that runs it."""
        if self.language == "python":
            return [sys.executable, "-c", self.text]
        commands = [line.removeprefix("$ ") for line in self.text.splitlines() if line.startswith("$ ")]
        return ["sh", "-ec", "\n".join(commands)]


def _snippets() -> list[Snippet]:
    return [
        Snippet(
            document=document,
            line=text.count("\n", 0, block.start()) + 1,
            language=block["language"],
            text=block["text"],
        )
        for document in DOCUMENTS
        for text in [document.read_text(encoding="utf-8")]
        for block in BLOCK.finditer(text)
        if document not in TUTORIALS or block["language"] == "python"
    ]


def _name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def _anchors(document: Path) -> set[str]:
    """Return the anchors that a document's headings make, spelled as code hosts spell them."""
    titles = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


SNIPPETS = tuple(_snippets())
PROGRAMS = tuple(snippet for snippet in SNIPPETS if not snippet.is_a_test)


@pytest.mark.parametrize("snippet", PROGRAMS, ids=lambda snippet: f"{_name(snippet.document)}:{snippet.line}")
def test_what_the_documents_show_runs(snippet: Snippet, tmp_path: Path) -> None:
    """Every runnable block ends without an error."""
    warm.programs(tmp_path / ".programs")
    path = f"{tmp_path / '.programs'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "HOME": str(tmp_path)}
    done = warm.run(
        snippet.command,
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tests_that_the_documents_show_pass(tmp_path: Path) -> None:
    """Each in a file of its own, which says where it stands; in any order."""
    tests = [snippet for snippet in SNIPPETS if snippet.is_a_test]
    for snippet in tests:
        place = re.sub(r"\W", "_", _name(snippet.document))
        (tmp_path / f"test_{place}_{snippet.line}.py").write_text(snippet.text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rA"],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = set(re.findall(r"^PASSED (test_\w+\.py)", done.stdout, re.MULTILINE))
    assert len(passed) == len(tests) > 0, "a file without a test that passed"


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=_name)
def test_a_tutorial_prints_what_stands_there(tutorial: Path, tmp_path: Path) -> None:
    """Line by line, from the first command to the last, in an empty folder; a killed order is finished, and paid once."""
    steps = sessions.steps_of(tutorial.read_text(encoding="utf-8"))
    assert any("kill -9" in step.command for step in steps)
    played = sessions.played(steps, tmp_path)
    wrong = [
        "\n".join([f"$ {step.command}", *step.printed, "--- printed", *lines])
        for step, lines in zip(steps, played, strict=True)
        if not sessions.agrees(step.printed, lines)
    ]
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_links_between_documents_resolve(document: Path) -> None:
    """Every relative link names a file that is there, and a heading in it."""
    broken = []
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = document.parent / path if path else document
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_places_in_the_repository_are_there(document: Path) -> None:
    """Whatever folder or file of the repository a document names, by link or in words, exists."""
    named = re.findall(
        r"(?<![\w/.~-])(?:domain|ports|adapters|fakeserver|tests|docs|src)/[\w./-]*\w",
        document.read_text(encoding="utf-8"),
    )
    assert [place for place in named if not (REPOSITORY / place).exists()] == []


def test_the_readme_shows_both_ways_in() -> None:
    """A reader finds a complete program and a complete command, and both are among those that run."""
    readme = {snippet.language for snippet in SNIPPETS if snippet.document == REPOSITORY / "README.md"}
    assert readme == {"python", "console"}


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    """Every page is in it, in English and Chinese, and so are the references that are read from the code."""
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-E", "-W", "--keep-going", "-q", "-b", "html", "docs", str(tmp_path)],
        cwd=REPOSITORY,
        env=unmeasured(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, "")
    pages = {path.relative_to(tmp_path).with_suffix(".md").as_posix() for path in tmp_path.rglob("*.html")}
    assert {path.relative_to(REPOSITORY / "docs").as_posix() for path in (REPOSITORY / "docs").rglob("*.md")} <= pages
    assert "imastudio.Wish" in (tmp_path / "reference/python.html").read_text(encoding="utf-8")
    assert "--max-points" in (tmp_path / "reference/commands.html").read_text(encoding="utf-8")


OF_OUR_OWN = {"IMA_CHECK_DOCUMENTS", "IMA_DEMO_PROMPT", "IMA_FAKE_CHECK_ANSWERS"}
"""Variables of the tests, the demo and the fake server."""


def _first_column(page: str) -> list[str]:
    """Return what stands between backticks in the first column of a page's tables."""
    rows = re.findall(r"^\| (`.+?) \|", (REPOSITORY / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def test_every_setting_command_and_tool_stands_in_its_table() -> None:
    """Whoever looks one up finds it, and what a table names is there."""
    files = [file for room in ("adapters", "fakeserver") for file in (REPOSITORY / room).rglob("*.py")]
    settings = {name for file in files for name in re.findall(r"\bIMA_[A-Z_]+\b", file.read_text(encoding="utf-8"))}
    told = [name for name in _first_column("reference/index.md") if name.startswith("IMA_")]
    assert sorted(settings - OF_OUR_OWN) == sorted(told)
    commands = [name.split()[1] for name in _first_column("reference/command-line.md") if name.startswith("ima ")]
    assert sorted(commands) == sorted(cli.list_commands(click.Context(cli)))
    tools = _first_column("how-to/mcp.md")
    assert sorted(tools) == sorted(tool.name for tool in TOOLS)


def test_the_tables_of_errors_and_notices_are_those_of_the_code() -> None:
    """Where they differ: `python docs/tables.py`."""
    tables = runpy.run_path(str(REPOSITORY / "docs" / "tables.py"))
    page = tables["PAGE"].read_text(encoding="utf-8")
    assert page == tables["written"](page)
    kinds, _, _ = page.partition("## Notices")
    assert set(re.findall(r"^\| `(\w+)` \|", kinds, re.MULTILINE)) == {kind.value for kind in Kind}
