"""The head of an input at an address: enough to know what it is, and nothing guessed."""

import pytest

from imastudio.adapters.ima.remote_inputs import HEAD_BYTES
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Input, InputFacts
from imastudio.domain.orders.tasks import InputKind
from tests.vendor import KEY, adapters, mp4, png, wav
from tests.wire import Answer, WireServer


async def measured(wire: WireServer, kind: InputKind = InputKind.IMAGE) -> InputFacts:
    """Return what is known of what the server has."""
    async with adapters(wire.url) as vendor:
        return await vendor.uploads.measure(Input(f"{wire.url}/it", kind))


@pytest.mark.parametrize("partial", ["", "bytes 0-{last}/{size}"], ids=["whole", "part"])
async def test_the_head_alone_tells_size_and_form(wire: WireServer, partial: str) -> None:
    """One request without the key, for a part; how long the whole is, the answer says."""
    content = png(640, 480)
    said = partial.format(last=len(content) - 1, size=5_000_000)
    status = 206 if partial else 200
    wire.answer(Answer(status=status, headers={"Content-Range": said}, body=content))
    facts = await measured(wire)
    size = 5_000_000 if partial else len(content)
    assert (facts.width, facts.height, facts.format, facts.size) == (640, 480, "png", size)
    (received,) = wire.received
    assert received.headers["Range"] == f"bytes=0-{HEAD_BYTES - 1}"
    assert KEY not in f"{received}"


async def test_films_and_sounds_are_measured(wire: WireServer) -> None:
    """By what stands at their beginning."""
    wire.answer(Answer(body=mp4(1280, 720, 5)), Answer(body=wav(3)))
    film, sound = await measured(wire, InputKind.VIDEO), await measured(wire, InputKind.AUDIO)
    assert (film.width, film.height, film.duration, sound.duration) == (1280, 720, 5.0, 3.0)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=404),
        Answer(status=302, headers={"Location": "/elsewhere"}),
        Answer(silent=True),
        Answer(status=206, headers={"Content-Range": "bytes 0-9/*"}, body=png(640, 480)),
        Answer(raw=b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + png(640, 480)),
        Answer(body=png(0, 0)),
        Answer(status=206, headers={"Content-Range": f"bytes 0-9/{2**40}"}, body=png(640, 480)),
    ],
    ids=["gone", "redirect", "silence", "no length", "no end", "no size", "too large"],
)
async def test_what_cannot_be_measured_is_refused(wire: WireServer, answer: Answer) -> None:
    """With what would do."""
    wire.answer(answer)
    with pytest.raises(WishRefused) as refused:
        await measured(wire)
    failure = refused.value.failure
    assert (failure.kind, failure.facts["wrong"]) == (Kind.INPUT_URL, "unmeasured")
    assert {received.target for received in wire.received} == {"/it"}


async def test_what_is_no_picture_is_refused(wire: WireServer) -> None:
    """Whatever its address says."""
    wire.answer(Answer(body=b"<html>not here</html>"))
    with pytest.raises(WishRefused) as refused:
        await measured(wire)
    assert refused.value.failure.kind is Kind.INPUT_FORMAT
