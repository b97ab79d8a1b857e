"""Parts of the MCP front end that need no server: paths, arguments, pictures, the token."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from imastudio.adapters.mcp.calls import Call, check_names
from imastudio.adapters.mcp.elicitation import Questions
from imastudio.adapters.mcp.folders import placed
from imastudio.adapters.mcp.media import MAX_THUMBNAIL_BYTES, thumbnail
from imastudio.adapters.mcp.server import guarded
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.lifecycle.consent import Answer
from imastudio.domain.orders import Input, Wish
from imastudio.domain.orders.tasks import TaskType
from tests.numbers_written import NO_NUMBERS


def a_call(**arguments: Any) -> Call:
    """Return a call with such arguments; nobody is asked or told."""

    async def confirm(_: str, __: str) -> Answer:
        return Answer.NONE

    async def tell(_: float, __: str) -> None:
        """Tell nobody."""

    return Call(arguments=arguments, confirm=confirm, tell=tell)


def test_paths_lie_within_the_folder_or_are_refused(tmp_path: Path) -> None:
    """Addresses and media themselves are no paths; without a folder there is none."""
    address, media = Input("https://example.com/a.png"), Input("data:image/png;base64,AAAA")
    wish = placed(Wish(inputs=(Input("a.png"), address, media), deliver_to="out"), tmp_path)
    assert [given.source for given in wish.inputs] == [
        str(tmp_path.resolve() / "a.png"),
        address.source,
        media.source,
    ]
    assert wish.deliver_to == str(tmp_path.resolve() / "out")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for bad in ("../a.png", "/a.png", "a\0.png", "loop/../../b.png"):
        with pytest.raises(WishRefused):
            placed(Wish(inputs=(Input(bad),)), tmp_path)
    for bad in (" ", "..", "/"):
        with pytest.raises(WishRefused):
            placed(Wish(deliver_to=bad), tmp_path)
    for nowhere in (Wish(inputs=(Input("a.png"),)), Wish(deliver_to="out")):
        with pytest.raises(WishRefused):
            placed(nowhere, None)


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (lambda call: call.text("a"), {"a": 3}),
        (lambda call: call.needed("a"), {}),
        (lambda call: call.word("a", TaskType), {"a": "text_to_dog"}),
        (lambda call: call.number("a", 1, 2), {"a": "many"}),
        (lambda call: call.number("a", 1, 2), {"a": -1}),
        (lambda call: call.number("a", 1, 2), {"a": float("nan")}),
        (lambda call: call.number("a", 1, 2), {"a": True}),
        *((lambda call: call.number("a", 1, 2), {"a": text}) for text in NO_NUMBERS),
        (lambda call: call.switch("a"), {"a": "true"}),
        (lambda call: check_names(call.arguments, {"b": 1}), {"a": 1}),
    ],
)
def test_an_argument_that_won_t_do_is_named(read: Any, name: dict[str, Any]) -> None:
    """Whatever an agent sends."""
    with pytest.raises(WishRefused) as refused:
        read(a_call(**name))
    assert refused.value.failure.parameter == "a"


def test_arguments_are_read() -> None:
    """Numbers are cut to what is allowed; what isn't there has its usual value."""
    call = a_call(a="30", b=True, c="text_to_image", d="")
    assert (call.number("a", 1, 20), call.number("e", 1, 20)) == (20, 1)
    assert (call.switch("b"), call.switch("e")) == (True, False)
    assert (call.word("c", TaskType), call.word("e", TaskType), call.text("d")) == (TaskType.TEXT_TO_IMAGE, None, None)


def test_open_questions_are_taken_once_and_do_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest give way."""
    monkeypatch.setattr("imastudio.adapters.mcp.elicitation.MAX_OPEN", 2)
    questions = Questions()
    names = [questions.ask(key) for key in "abc"]
    assert [questions.take(name) for name in (*names, names[2], None)] == [None, "b", "c", None, None]


def test_a_thumbnail_is_small_or_none(tmp_path: Path) -> None:
    """Even of noise; of what is no picture there is none."""
    noise = Image.effect_noise((3000, 2000), 100)
    noise.save(tmp_path / "noise.png")
    small = thumbnail(tmp_path / "noise.png")
    assert small is not None
    assert len(small.data) <= MAX_THUMBNAIL_BYTES
    with Image.open(io.BytesIO(base64.b64decode(small.data))) as picture:
        assert max(picture.size) <= 512
    (tmp_path / "text.png").write_text("no picture")
    assert thumbnail(tmp_path / "text.png") is None
    assert thumbnail(tmp_path / "gone.png") is None


@pytest.mark.parametrize(
    ("kind", "headers", "reached"),
    [
        ("http", [(b"authorization", b"Bearer t")], True),
        ("http", [(b"authorization", b"Bearer T")], False),
        ("http", [(b"authorization", b"Basic t")], False),
        ("http", [], False),
        ("lifespan", [], True),
    ],
)
async def test_who_brings_no_token_reaches_nothing(kind: str, headers: list[Any], *, reached: bool) -> None:
    """A 401 is all that they hear."""
    calls, sent = list[str](), list[Any]()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        del receive, send
        calls.append(scope["type"])

    async def receive() -> Any:
        return {}

    async def send(message: Any) -> None:
        sent.append(message)

    await guarded(app, "t")({"type": kind, "headers": headers}, receive, send)
    assert bool(calls) is reached
    assert sent[:1] == [] if reached else sent[0]["status"] == 401
