"""Batch files as people and programs write them: UTF-8, UTF-16, GBK; lines or one array."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.files.wish_lines import MAX_LINE_CHARS, wish_lines
from imastudio.adapters.files.wishes import WishFile
from imastudio.domain.messages import say_failure

WISHES = [{"prompt": "一只猫", "n": 2}, {"prompt": "a dog\nin two lines", "params": {"size": "2K"}}, {"prompt": "“狗”"}]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"]


def read(content: bytes) -> list[Any]:
    """Return what the lines mean, empty ones left out."""
    return [json.loads(line) for line in wish_lines(io.BytesIO(content)) if line]


def as_lines(wishes: list[Any], end: str = "\n") -> str:
    """Return JSON lines."""
    return "".join(json.dumps(wish, ensure_ascii=False) + end for wish in wishes)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_in_any_encoding(encoding: str, end: str) -> None:
    """With a mark at the beginning or without one."""
    assert read(as_lines(WISHES, end).encode(encoding)) == WISHES


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_in_any_encoding(encoding: str, indent: int | None) -> None:
    """On one line or spread over many: each element is a line."""
    assert read(json.dumps(WISHES, ensure_ascii=False, indent=indent).encode(encoding)) == WISHES


WRITTEN = st.characters(exclude_categories=("Cs", "Co"))
TEXTS = st.text(WRITTEN, max_size=40)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("一隻貓", "big5"),
        ("請畫一隻在月光下的貓", "big5"),
        ("猫です", "cp932"),
        ("月の下の猫を描いて", "cp932"),
        ("café", "latin-1"),
    ],
)
def test_other_encodings_are_not_read_as_other_words(text: str, encoding: str) -> None:
    """Nobody pays for a picture of what their words look like in GBK: the line is refused, and says why."""
    content = json.dumps({"prompt": text}, ensure_ascii=False).encode(encoding)
    with WishFile(io.BytesIO(content)) as wishes:
        [line] = wishes
    assert line.failure is not None
    assert "UTF-8" in say_failure(line.failure, "en")


def test_comments_and_empty_lines_say_nothing() -> None:
    """In any encoding; the numbers of the lines are those of the file."""
    text = '# 第一批\n{"prompt": "a"}\n\n// {"prompt": "b"}\n  # x\n{"prompt": "# c"}\n'
    for encoding in (*ENCODINGS, "utf-32"):
        with WishFile(io.BytesIO(text.encode(encoding))) as wishes:
            assert [(line.number, line.failure) for line in wishes] == [(2, None), (6, None)]


@given(
    st.lists(
        st.dictionaries(st.text(WRITTEN, max_size=5), st.text(WRITTEN, max_size=40) | st.integers() | st.none()),
        max_size=6,
    ),
    st.sampled_from(["utf-8", "utf-16", "gb18030"]),
    st.booleans(),
)
def test_whatever_is_written_is_read(wishes: list[dict[str, Any]], encoding: str, array: bool) -> None:  # noqa: FBT001
    """Lines and arrays say the same."""
    text = json.dumps(wishes, ensure_ascii=True) if array else as_lines(wishes).replace("\u2028", "\\u2028")
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        return  # a lone surrogate has no bytes
    assert read(content) == wishes


def test_a_large_array_is_read_piece_by_piece() -> None:
    """Elements that lie across the pieces are whole."""
    wishes = [{"prompt": f"{number} " + "长" * 5000} for number in range(60)]
    assert read(json.dumps(wishes, ensure_ascii=False).encode()) == wishes
    assert read(json.dumps(wishes, ensure_ascii=False).encode("utf-16")) == wishes


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b'[{"prompt": "a"}, {"prompt": ', 2),
        (b'[{"prompt": "a"} nonsense', 2),
        (b"[]", 0),
        (b"  \n [ ] \n", 0),
        (b'["a cat", 5]', 2),
        ('[{"prompt": "一'.encode("utf-16"), 1),
        (b'[{"prompt": "' + b"x" * 2 * MAX_LINE_CHARS, 1),
    ],
)
def test_an_array_that_is_broken_tells_its_line(content: bytes, lines: int) -> None:
    """What could be read is; the rest is one line that is refused."""
    with WishFile(io.BytesIO(content)) as wishes:
        assert len(wishes) == lines
        assert lines == 0 or [line.failure is None for line in wishes][-1] is False


def test_a_line_that_is_too_long_is_none_in_any_encoding() -> None:
    """And the next is read."""
    long = json.dumps({"prompt": "x" * 2 * MAX_LINE_CHARS})
    for encoding in ("utf-8", "utf-16"):
        with WishFile(io.BytesIO(f'{long}\n{{"prompt": "a"}}\n'.encode(encoding))) as wishes:
            assert [line.wish is not None for line in wishes] == [False, True]


def test_one_odd_line_is_gbk_and_the_others_stay() -> None:
    """Files are glued together by people."""
    content = as_lines(WISHES[:1]).encode() + as_lines(WISHES[:1]).encode("gbk") + b'{"prompt": "\xff\xff"}\n'
    lines = list(wish_lines(io.BytesIO(content)))
    assert [json.loads(line) for line in lines[:2]] == WISHES[:1] * 2
    assert lines[2] == b'{"prompt": "\xff\xff"}'
