"""What reaches a terminal, and what reaches a program that reads JSON."""

import errno
import io
import json
import os
import sys
from typing import IO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from imastudio.adapters.cli.messenger import Bar, messenger_for
from imastudio.adapters.cli.output import Output, encode_json
from imastudio.adapters.cli.streams import fitted, is_terminal, printable, write
from imastudio.adapters.cli.tables import _drawn, _folded, show_table
from imastudio.adapters.cli.usage import CliError
from imastudio.domain.kernel.scalars import Json

STEERING = "\x1b\x07\x9b\r\x00\u202e\u2066\u2028\ud800\x7f"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(STEERING[:-2] + STEERING[-1]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=10,
)


def test_nothing_steers_a_terminal() -> None:
    """Escape sequences, bells, carriage returns, reversed writing and half characters are spelled out."""
    assert printable(f"{STEERING}[2J").isprintable()
    assert printable("一只猫\n\t👩‍🚀") == "一只猫\n\t👩‍🚀"


@given(TEXTS)
def test_whatever_is_said_is_printable(text: str) -> None:
    """No steering character is left."""
    assert not set(printable(text)) & set(STEERING)


@given(json_values)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "gbk"])
def test_json_comes_back_as_it_was(encoding: str, document: Json) -> None:
    """Whatever stdout can take, a reader finds the same document, and a terminal is not steered."""
    stdout = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stdout)
        Output(language="en", as_json=True).document(document)
    stdout.seek(0)
    shown = stdout.read()
    assert json.loads(shown) == document
    assert not set(shown) & set(STEERING)


def test_people_and_programs_have_a_stream_each(capsys: pytest.CaptureFixture[str]) -> None:
    """With JSON, stdout holds the document alone."""
    for as_json in (False, True):
        out = Output(language="en", as_json=as_json)
        out.show("result")
        out.tell("news")
        out.document({"a": (1, 2)})
    assert capsys.readouterr() == ('result\n{\n  "a": [\n    1,\n    2\n  ]\n}\n', "news\nnews\n")


def test_an_unknown_encoding_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where stdout is no Unicode, JSON is escaped."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert encode_json("猫") == '"\\u732b"'


def test_nobody_listening_is_no_error() -> None:
    """A closed pipe, a closed stream or none at all is passed over, also a second time and at the end."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        write(pipe, "lost")
        write(pipe, "lost again")
    closed: IO[str] = io.StringIO()
    closed.close()
    write(closed, "lost")
    write(None, "lost")


def test_tables_are_as_wide_as_they_need_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe no cell is cut or wrapped; markup and escape sequences are shown as they are."""
    cells = ["x" * 150, "[red]a[/red]", "\x1b[2J"]
    show_table(Output(language="en"), "a \x1b title", ["one", "two", "three"], [cells])
    shown = capsys.readouterr().out
    assert "x" * 150 in shown
    assert "[red]a[/red]" in shown
    assert "\x1b" not in shown


class Terminal(io.StringIO):
    """A terminal that keeps what is printed there."""

    def isatty(self) -> bool:
        """Say that a person sits there."""
        return True


CELL = st.sampled_from(
    [
        "task_7ca9fd3f52d04b47",
        "gemini-3.1-flash-image-preview",
        "SeeDream 4.5",
        "一只猫 在月光下",
        "5",
        "-",
        "512px 1K 2K 4K",
    ]
)


@given(width=st.integers(1, 220), rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=4))
def test_no_id_is_broken_and_no_cell_is_lost_at_any_width(width: int, rows: list[list[str]]) -> None:
    """Ids stand in one line, and every word of every other cell is there; what is drawn as a table is no wider."""
    terminal = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", terminal)
        patch.setenv("COLUMNS", str(width))
        show_table(Output(language="en"), "all", ["Id", "Model", "Points", "Sizes"], rows)
    shown = terminal.getvalue()
    for row in rows:
        for cell in (each for each in row if each != "-"):
            whole = "-" in cell or "_" in cell
            assert cell in shown if whole else all(word[:1] in shown for word in cell.split())
    if "─" in shown:
        assert all(cell_len(line) <= width for line in shown.splitlines())
    else:
        assert shown.count("Id: ") == sum(row[0] != "-" for row in rows)


@given(
    rows=st.lists(st.lists(CELL | TEXTS.filter(str.isprintable), min_size=3, max_size=3), min_size=1, max_size=4),
    wide=st.integers(0, 1),
)
def test_what_needs_no_folding_looks_as_if_it_had_been_folded(rows: list[list[str]], wide: int) -> None:
    """The table that is drawn at once is the one that the library draws, in a pipe and on a terminal."""
    headings, width = ["Id", "模型", "Sizes"], 80 + 3000 * wide
    cells = [list(map(printable, row)) for row in (headings, *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    assume(sum(widths) + 9 <= width)
    assert _drawn("all", cells, widths) == _folded("all", headings, rows, width)


class FullDisk(io.StringIO):
    """A stream that nothing more fits into."""

    def write(self, text: str) -> int:  # noqa: ARG002 - the signature is the stream's
        """Fail as a full disk does."""
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_news_that_cannot_be_written_stop_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk behind stderr costs the news, never the order."""
    monkeypatch.setattr(sys, "stderr", FullDisk())
    Output(language="en").tell("news")


def test_a_result_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk behind stdout is an error that says so and where the result is found; it is no traceback."""
    monkeypatch.setattr(sys, "stdout", FullDisk())
    with pytest.raises(CliError) as caught:
        Output(language="en", as_json=True).document({})
    assert os.strerror(errno.ENOSPC) in caught.value.format_message()
    assert "ima history" in caught.value.format_message()
    assert "磁盘已满" in caught.value.within("zh")


def test_a_stream_that_is_not_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was started without stdin, stdout or stderr lists and orders as if they led nowhere."""
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    out = Output(language="en")
    assert not is_terminal(None)
    assert not isinstance(messenger_for(out), Bar)
    show_table(out, "title", ["one"], [["cell"]])


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "✅ 图片 • “a”…"),
        ("gb18030", "✅ 图片 • “a”…"),
        ("gbk", "图片 - “a”…"),
        ("ascii", '\\u56fe\\u7247 - "a"...'),
    ],
)
def test_what_a_stream_lacks_is_left_out_or_put_plainly(encoding: str, shown: str) -> None:
    """Ornaments are no loss; a sign that carries meaning is spelled out."""
    assert fitted("✅ 图片 • “a”…", encoding) == shown
