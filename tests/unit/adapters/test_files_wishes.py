"""The lines of a batch, copied: what is read, under which ids, and that it stays what it was."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imastudio.adapters.files.wish_lines import MAX_LINE_CHARS
from imastudio.adapters.files.wishes import WishFile
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.batches import Line

CAT, DOG = b'{"prompt": "a cat"}', b'{"prompt": "a dog"}'


def lines_of(*texts: bytes, deliver_to: str | None = None, end: bytes = b"\n") -> list[Line]:
    """Return the lines that are read from a file of `texts`."""
    with WishFile(io.BytesIO(end.join(texts)), deliver_to=deliver_to) as wishes:
        listed = list(wishes)
        assert list(wishes) == listed
        assert len(wishes) == len(listed)
        return listed


def ids(*texts: bytes, deliver_to: str | None = None) -> list[str | None]:
    """Return the request ids of `texts`."""
    return [line.wish.request_id if line.wish else None for line in lines_of(*texts, deliver_to=deliver_to)]


def digest(*texts: bytes) -> str:
    """Return the digest of a file."""
    with WishFile(io.BytesIO(b"\n".join(texts))) as wishes:
        return wishes.digest


def test_lines_keep_their_numbers() -> None:
    """Empty ones count for the number and are no lines."""
    listed = lines_of(b"\xef\xbb\xbf" + CAT, b"", b"  ", DOG, b"nonsense", b"")
    assert [(line.number, line.wish and line.wish.prompt) for line in listed] == [(1, "a cat"), (4, "a dog"), (5, None)]
    assert [line.number for line in lines_of(CAT, b"", DOG, end=b"\r\n")] == [1, 3]


def test_the_same_line_again_is_another_request() -> None:
    """The k-th occurrence is told from the others, and the same line keeps its id wherever it stands."""
    cat, dog, again = ids(CAT, DOG, b'{ "prompt" : "a cat" }')
    assert len({cat, dog, again}) == 3
    assert ids(DOG, CAT, CAT) == [dog, cat, again]
    assert cat != ids(CAT, deliver_to="out")[0]


def test_a_lines_own_id_is_kept() -> None:
    """Whatever is in it."""
    (line,) = lines_of(json.dumps({"prompt": "x", "request_id": "a b\nc"}).encode())
    assert line.wish is not None
    assert (line.named, line.wish.request_id) == (True, "a b\nc")


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read() -> None:
    """Whatever it holds; one of just the longest length is fine."""
    room = MAX_LINE_CHARS - len(b'{"prompt": ""}')
    fine, long = b'{"prompt": "%s"}' % (b"x" * room), b'{"prompt": "%s"}' % (b"x" * 3 * MAX_LINE_CHARS)
    listed = lines_of(long, fine, CAT)
    assert [line.wish is not None for line in listed] == [False, True, True]
    assert listed[0].failure is not None
    assert listed[0].failure.kind is Kind.VALUE_NOT_OFFERED
    assert not lines_of(long)[0].wish


def test_the_copy_stays_what_it_was(tmp_path: Path) -> None:
    """Whatever becomes of the file; and nothing of it is seen on the disk."""
    file, folder = tmp_path / "wishes.jsonl", tmp_path / "state"
    folder.mkdir()
    file.write_bytes(CAT)
    with file.open("rb") as source, WishFile(source, folder=folder) as wishes:
        file.write_bytes(DOG)
        assert [line.wish and line.wish.prompt for line in wishes] == ["a cat"]
        assert list(folder.iterdir()) == []


def test_the_digest_is_of_what_is_said() -> None:
    """Space and empty lines make no other batch."""
    assert digest(CAT, b"", DOG) == digest(b'{"prompt":"a cat"}', DOG)
    others = [digest(*texts) for texts in ((CAT, DOG), (DOG, CAT), (CAT,), (CAT, CAT), (CAT, b"?"), (CAT, b"!"), ())]
    assert len(set(others)) == len(others)


def test_what_cannot_be_read_closes_the_copy() -> None:
    """The error is the reader's own."""

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            del size
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        WishFile(Broken())


@given(
    st.lists(st.binary(max_size=30).filter(lambda text: b"\n" not in text) | st.sampled_from([CAT, DOG]), max_size=8)
)
def test_any_bytes_are_lines(texts: list[bytes]) -> None:
    """One for each that isn't empty, in order, and no id twice."""
    assume(
        not b"\n".join(texts).lstrip().startswith((b"[", b"\xff\xfe", b"\xfe\xff")) and b"\0" not in b"".join(texts)[:4]
    )
    listed = lines_of(*texts)
    assert [line.number for line in listed] == [number for number, text in enumerate(texts, start=1) if text.strip()]
    named = [line.wish.request_id for line in listed if line.wish is not None]
    assert len(set(named)) == len(named)
