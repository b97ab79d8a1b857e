"""JSON and envelopes from a server that nobody vouches for."""

import contextlib
import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.ima.envelope import Envelope, decode_envelope, read_reply
from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.http import HttpResponse
from imastudio.adapters.ima.strict_json import MAX_DEPTH, decode_json
from imastudio.domain.lifecycle.answers import Denied

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


@given(values)
def test_what_is_json_decodes(value: Any) -> None:
    """Every value that JSON can spell comes back, with a byte order mark before it too."""
    body = json.dumps(value).encode()
    assert decode_json(body) == value
    assert decode_json(b"\xef\xbb\xbf" + body) == value


@given(st.binary() | st.text().map(lambda text: text.encode(errors="surrogatepass")))
def test_any_bytes_decode_or_are_malformed(body: bytes) -> None:
    """Nothing but MalformedReply comes of bytes that mean nothing."""
    for decode in (decode_json, decode_envelope):
        with contextlib.suppress(MalformedReply):
            decode(body)


def test_what_is_malformed_is_not_quoted() -> None:
    """Nothing of the answer hangs on the error."""
    with pytest.raises(MalformedReply) as caught:
        decode_json(b"secret words")
    assert (caught.value.args, caught.value.__context__) == ((), None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"a": 1, "a": 2}',
        b'[{"code": 0, "code": 401}]',
        b"NaN",
        b"-Infinity",
        b"1e999",
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b"1" * 5000,
        b"[" * 200 + b"]" * 200,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"{} {}",
        '{"a": 1}'.encode("utf-16"),
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_hides_a_difference_is_malformed(body: bytes) -> None:
    """Names twice, numbers that overflow, lone surrogates, depth, other encodings: none of it decodes."""
    with pytest.raises(MalformedReply):
        decode_json(body)


def test_as_deep_as_allowed_decodes() -> None:
    """The limit of depth is where it is said to be."""
    assert decode_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH) is not None
    with pytest.raises(MalformedReply):
        decode_json(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))


def test_escaped_pairs_of_surrogates_are_letters() -> None:
    """A letter beyond the first plane may be spelled as two escapes."""
    assert decode_json(b'"\\ud83d\\ude00"') == "😀"


@pytest.mark.parametrize("body", [b"[" * 2**20, b'{"a":[' * 2**17, b'["\\ud800",' * 2**16, b"9" * 2**20])
def test_hostile_bytes_cost_little(body: bytes) -> None:
    """A megabyte of nonsense is refused within a second and without a multiple of its size in memory."""
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(MalformedReply):
        decode_json(body)
    took = time.process_time() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 1
    assert peak < 32 * len(body)


@pytest.mark.parametrize(
    ("spelled", "code"), [(0, 0), (200, 200), ("0", 0), (" 200 ", 200), (4008.0, 4008), ("-1", -1)]
)
def test_a_code_may_be_a_number_or_its_spelling(spelled: Any, code: int) -> None:
    """The vendor's code is understood however it is spelled."""
    body = json.dumps({"code": spelled, "message": "m", "data": {"id": "t"}}).encode()
    assert decode_envelope(body) == Envelope(code=code, message="m", data={"id": "t"})


@pytest.mark.parametrize(
    "value", [None, [], 3, "code", {}, {"code": None}, {"code": True}, {"code": "ok"}, {"code": 0.5}, {"code": 2**40}]
)
def test_without_a_code_there_is_no_envelope(value: Any) -> None:
    """What has no code is no envelope."""
    with pytest.raises(MalformedReply):
        decode_envelope(json.dumps(value).encode())


def test_a_text_that_is_none_is_empty() -> None:
    """The message may be missing or of the wrong type."""
    assert decode_envelope(b'{"code": 401, "message": ["x"]}') == Envelope(code=401)


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (200, b'{"code": 0, "data": 1}', Envelope(code=0, data=1)),
        (500, b'{"code": "200"}', Envelope(code=200)),
        (200, b'{"code": 4008, "message": "m"}', Denied(code=4008, status=200, message="m", retry_after=2)),
        (401, b'{"code": 401}', Denied(code=401, status=401, retry_after=2)),
        (200, b'{"code": 1, "data": {"id": "t"}}', Denied(code=1, status=200, retry_after=2)),
        (201, b'{"code": 201, "data": {"id": "t"}}', Denied(code=201, status=201, retry_after=2)),
        (502, b"<html>", Denied(status=502, retry_after=2)),
        (200, b'{"code": 0, "da', Denied(status=200, retry_after=2)),
    ],
)
def test_the_envelope_comes_before_the_status(status: int, body: bytes, answer: object) -> None:
    """An envelope says what is meant, whatever the status; without one it is a bare status."""
    assert read_reply(HttpResponse(status=status, body=body, retry_after=2)) == answer


def test_what_may_quote_the_prompt_is_in_no_repr() -> None:
    """Neither the envelope nor the reply shows its text."""
    shown = repr(
        [decode_envelope(b'{"code": 1, "message": "secret", "data": "secret"}'), HttpResponse(status=1, body=b"secret")]
    )
    assert "secret" not in shown
