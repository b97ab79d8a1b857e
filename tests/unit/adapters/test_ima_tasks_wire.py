"""What is sent to create a task, and what is understood of the answers."""

import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.tasks_wire import (
    decode_created,
    decode_detail,
    decode_named_task,
    encode_create,
    encode_detail,
)
from imastudio.domain.lifecycle.answers import Accepted, Detail, MediaState
from imastudio.domain.orders import Content, InputFacts, Media, SentInput
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.testing.strategies import an_order

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
MEDIA_KEYS = (
    "resource_status",
    "status",
    "url",
    "watermark_url",
    "preview_url",
    "cover",
    "format",
    "width",
    "height",
    "duration_str",
    "error_msg",
)


def picture(url: str, **facts: Any) -> SentInput:
    """Return a sent picture."""
    return SentInput(url=url, facts=InputFacts(kind=InputKind.IMAGE, **facts))


def test_a_text_order_is_exactly_what_is_documented() -> None:
    """The body is that of the documents, with both lists of inputs empty (facts section 3)."""
    order = an_order(n=2, params={"size": "4k", "prompt_extend": False})
    assert encode_create(order, Content(prompt="a sunset")) == {
        "task_type": "text_to_image",
        "enable_multi_model": False,
        "src_img_url": [],
        "upload_img_src": "",
        "parameters": [
            {
                "attribute_id": 4401,
                "model_id": "gemini-3.1-flash-image",
                "model_name": "Nano Banana 2",
                "model_version": "gemini-3.1-flash-image-preview",
                "app": "ima",
                "platform": "web",
                "category": "text_to_image",
                "credit": 6,
                "parameters": {
                    "size": "4k",
                    "prompt_extend": False,
                    "prompt": "a sunset",
                    "n": 2,
                    "input_images": [],
                    "cast": {"points": 6, "attribute_id": 4401},
                },
            }
        ],
    }


def test_inputs_stand_twice_and_in_order() -> None:
    """First frame, last frame: the same addresses in both places."""
    sent = (picture("https://a.example.com/1.png"), picture("https://a.example.com/2.png"))
    order = an_order(task_type=TaskType.FIRST_LAST_FRAME_TO_VIDEO, input_count=2)
    body = encode_create(order, Content(prompt="p", sent=sent))
    urls = ["https://a.example.com/1.png", "https://a.example.com/2.png"]
    assert body["src_img_url"] == urls
    assert body["parameters"][0]["parameters"]["input_images"] == urls
    assert {"src_image", "src_video", "src_audio"} & body.keys() == set()


def test_seedance_is_told_more_about_its_media() -> None:
    """Size and length stand beside each address, by kind; what isn't known is left out."""
    sent = (
        picture("https://a.example.com/1.png", width=640, height=480),
        SentInput(
            url="https://a.example.com/2.mp4",
            facts=InputFacts(kind=InputKind.VIDEO, width=1280, height=720, duration=4.5),
        ),
        SentInput(url="https://a.example.com/3.mp3", facts=InputFacts(kind=InputKind.AUDIO, duration=3.0)),
        picture("https://a.example.com/4.png"),
    )
    order = an_order(task_type=TaskType.REFERENCE_IMAGE_TO_VIDEO, model_id="ima-pro", input_count=4)
    body = encode_create(order, Content(prompt="p", sent=sent))
    assert body["src_image"] == [
        {"url": "https://a.example.com/1.png", "width": 640, "height": 480},
        {"url": "https://a.example.com/4.png"},
    ]
    assert body["src_video"] == [{"url": "https://a.example.com/2.mp4", "duration": 4.5, "width": 1280, "height": 720}]
    assert body["src_audio"] == [{"url": "https://a.example.com/3.mp3", "duration": 3.0}]


def test_nothing_passed_overrides_what_the_money_hangs_on() -> None:
    """Prompt, number, inputs and price are those of the order, whatever the parameters hold."""
    forged = {"prompt": "other", "n": 9, "input_images": ["https://evil.example.com"], "cast": {"points": 0}}
    order = an_order(params=dict.fromkeys(forged, "forged"))
    inner = encode_create(order, Content(prompt="mine", texts=forged))["parameters"][0]["parameters"]
    assert inner == {"prompt": "mine", "n": 1, "input_images": [], "cast": {"points": 6, "attribute_id": 4401}}


def test_nested_parameters_are_plain_json() -> None:
    """Read-only maps and tuples of the domain become what JSON knows."""
    content = Content(prompt="p", texts={"additions": {"context_texts": ("a", "b")}, "title": "t"})
    inner = encode_create(an_order(), content)["parameters"][0]["parameters"]
    assert json.loads(json.dumps(inner))["additions"] == {"context_texts": ["a", "b"]}


def test_a_question_names_the_task() -> None:
    """The body of the question is the id alone."""
    assert encode_detail("task_1") == {"task_id": "task_1"}


@pytest.mark.parametrize(
    ("data", "accepted"),
    [
        ({"id": "task_1", "timeout_at": 1_700_000_300_000}, Accepted(task_id="task_1", timeout_at=1_700_000_300.0)),
        ({"id": "task_1"}, Accepted(task_id="task_1")),
        ({"id": 12, "timeout_at": "soon"}, Accepted(task_id="12")),
        ({"id": "t", "timeout_at": True}, Accepted(task_id="t")),
        ({"id": "t", "timeout_at": 10**300}, Accepted(task_id="t")),
        ({"id": ""}, None),
        ({"id": "two words"}, None),
        ({"id": "\x1b[2J"}, None),
        ({"id": "x" * 201}, None),
        ({"id": True}, None),
        ({"id": 0}, None),
        ({"id": -12}, None),
        ({"id": 2**64}, None),
        ({"id": 2**64 - 1}, Accepted(task_id=str(2**64 - 1))),
        ({"id": 12.0}, None),
        ({"id": None}, None),
        ({}, None),
        (None, None),
        ([{"id": "t"}], None),
    ],
)
def test_an_order_is_accepted_only_with_a_task_id(data: Any, accepted: Accepted | None) -> None:
    """Without an id that can be used nobody knows what became of the order."""
    assert decode_created(data) == accepted


@pytest.mark.parametrize(
    ("spelled", "number"),
    [
        (1, 1),
        (1.0, 1),
        ("1", 1),
        ("2.0", 2),
        (7, 7),
        (None, None),
        (True, None),
        (1.5, None),
        ("x", None),
        ([], None),
        (2**40, None),
        ("nan", None),
        ("1e400", None),
    ],
)
def test_a_state_is_a_number_however_spelled(spelled: Any, number: int | None) -> None:
    """A state that is missing or senseless is None, which is 0; one that nobody knows is kept."""
    assert decode_detail({"medias": [{"resource_status": spelled}]}) == Detail((MediaState(resource_status=number),))


def test_every_field_of_a_media_is_kept() -> None:
    """What the vendor says of a result arrives, with the duration as a text."""
    media: dict[str, Any] = {
        "resource_status": 1,
        "status": " Success ",
        "url": "https://a.example.com/1.png",
        "watermark_url": "https://a.example.com/w.png",
        "preview_url": "https://a.example.com/p.png",
        "cover": "https://a.example.com/c.png",
        "format": "png",
        "width": 1024,
        "height": 768.0,
        "duration_str": 12.5,
        "error_msg": "secret words",
        "remark": "x",
    }
    (state,) = decode_detail({"id": "t", "medias": [media]}).medias
    assert state == MediaState(
        resource_status=1,
        status="success",
        media=Media(
            url="https://a.example.com/1.png",
            watermark_url="https://a.example.com/w.png",
            preview_url="https://a.example.com/p.png",
            cover="https://a.example.com/c.png",
            format="png",
            width=1024,
            height=768,
            duration="12.5",
        ),
        error="secret words",
    )
    assert "secret" not in repr(state)


@pytest.mark.parametrize("data", [{}, {"medias": None}, {"medias": []}])
def test_no_medias_yet_is_an_answer(data: Any) -> None:
    """Null, missing and empty mean the same."""
    assert decode_detail(data) == Detail(())


@pytest.mark.parametrize("data", [None, 3, "x", [], {"medias": {}}, {"medias": "none"}])
def test_what_is_about_no_task_is_malformed(data: Any) -> None:
    """An answer of another shape is no answer."""
    with pytest.raises(MalformedReply):
        decode_detail(data)


@pytest.mark.parametrize(
    ("said", "about"),
    [("task_1", "task_1"), (12, "12"), (None, None), ("", ""), (0, ""), (["task_1"], ""), ({"id": "task_1"}, "")],
)
def test_an_answer_says_which_task_it_is_about(said: Any, about: str | None) -> None:
    """Its id is told as it stands there, a senseless one as one that no task has."""
    assert decode_detail({"id": said, "medias": []}) == Detail((), about)
    assert decode_detail({"id": said}) == Detail((), about)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"code": 500, "data": {"id": "task_9"}}, "task_9"),
        ({"code": 500, "data": {"id": 9}}, "9"),
        ({"code": 429, "data": {"task_id": "task_9"}}, "task_9"),
        ({"code": 429, "task_id": "task_9", "data": None}, "task_9"),
        ({"code": 6006, "data": {"task": {"id": "task_9"}}}, "task_9"),
        ({"code": 6006, "data": {"detail": [{"taskId": "task_9"}]}}, "task_9"),
        ({"task_id": "task_9"}, "task_9"),
        ([{"task_id": "task_9"}], "task_9"),
        ({"code": 500, "data": {}}, None),
        ({"code": 500, "data": {"id": 0}}, None),
        ({"code": 500, "data": {"id": None, "task_id": ""}}, None),
        ({"code": 500, "id": "task_9"}, "task_9"),
        ({"code": 500, "data": [{"id": "task_9"}]}, "task_9"),
        ({"code": 500, "data": "task_9"}, "task_9"),
        ({"code": 500, "data": {"biz_id": "b9"}}, "b9"),
        ({"code": 500, "message": "task_id task_9"}, "task_9"),
        ({"code": 500, "message": "Task t9a was created but failed"}, "t9a"),
        ({"code": 500, "data": {"rule": {"id": 7}}}, None),
        ({"code": 500, "data": "no points left"}, None),
        ({"code": 500, "message": "the task has failed"}, None),
        ("task_9", None),
    ],
)
def test_a_refusal_may_name_a_task(body: Any, named: str | None) -> None:
    """What may be a task's id counts as one: an order that is wrongly unknown can be settled, one told as free is paid again."""
    assert decode_named_task(json.dumps(body).encode()) == named


@given(st.binary() | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_body_names_a_task_or_none(body: bytes) -> None:
    """Whatever a refusal holds, nothing is raised."""
    named = decode_named_task(body)
    assert named is None or decode_created({"id": named}) == Accepted(task_id=named)


def test_a_media_that_is_none_is_not_done() -> None:
    """A result that can't be read keeps its place, so that fewer can't pass for all."""
    assert decode_detail({"medias": [None, 3]}) == Detail((MediaState(), MediaState()))


@pytest.mark.parametrize(
    "value", ["ftp://a.example.com", "https://a\x1b[2J", "a.png", 3, "https://" + "a" * 5000, "x\n"]
)
def test_what_could_steer_a_terminal_is_no_address(value: Any) -> None:
    """Only printable web addresses are addresses, only short printable words are words."""
    (state,) = decode_detail({"medias": [{"url": value, "format": "p\x07ng", "status": "s" * 99}]}).medias
    assert state == MediaState()


@given(st.dictionaries(st.sampled_from(["id", "medias", "timeout_at"]), json_values) | json_values)
def test_any_json_decodes_or_is_malformed(data: Any) -> None:
    """No shape of an answer breaks the decoders."""
    decode_created(data)
    try:
        decode_detail(data)
    except MalformedReply:
        assert not isinstance(data, dict) or not isinstance(data.get("medias"), list)


@given(st.dictionaries(st.sampled_from(MEDIA_KEYS), json_values))
def test_any_media_decodes_into_safe_words(media: dict[str, Any]) -> None:
    """Whatever a media holds, what is kept of it can be shown on one line."""
    (state,) = decode_detail({"medias": [media]}).medias
    words = [state.status, *attrs.astuple(state.media)]
    assert all(word is None or isinstance(word, int) or word.isprintable() for word in words)
