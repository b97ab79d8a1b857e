"""What the fake vendor accepts and refuses at create."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.fakeserver.vendor import json_readers
from imastudio.fakeserver.vendor.checks import check_create
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.inputs import Files
from imastudio.fakeserver.vendor.orders import AcceptedOrder
from imastudio.fakeserver.vendor.refusals import VendorRefusal
from imastudio.fakeserver.vendor.world import World
from tests.unit.fakeserver.orders import LEAVES, NoFiles, body, leaf_of

BANANA = ("text_to_image", "gemini-3.1-flash-image-preview")
EDIT = ("image_to_image", "doubao-seedream-4-5-251128")
TTS = ("text_to_speech", "seed-tts-2.0")


def check(request: object, *, strict: bool = False, files: Files | None = None) -> AcceptedOrder:
    """Check a body as the server does."""
    return check_create(request, World(clock=VendorClock(hand=True), strict=strict), files or NoFiles())


def refusal(request: object, *, strict: bool = False, files: Files | None = None) -> tuple[int, str]:
    """Check a body that must be refused; give code and message."""
    with pytest.raises(VendorRefusal) as caught:
        check(request, strict=strict, files=files)
    return caught.value.code, caught.value.message


@pytest.mark.parametrize(("task_type", "version"), LEAVES)
def test_every_version_can_be_ordered_at_its_defaults(task_type: str, version: str) -> None:
    """What a careful client sends for the defaults is accepted, in strict mode too, at the rule's price."""
    order = check(body(task_type, version), strict=True)
    assert (order.leaf["id"], order.n, order.unknown) == (version, 1, ())
    assert order.rule in leaf_of(task_type, version)["credit_rules"]


@pytest.mark.parametrize(("task_type", "version"), LEAVES)
def test_every_rule_that_the_options_reach_can_be_ordered(task_type: str, version: str) -> None:
    """A rule is matched whatever the type its values are sent in; one beyond the options is refused in strict mode alone."""
    leaf = leaf_of(task_type, version)
    offered = {
        field["field"]: {str(option["value"]) for option in field.get("options", ())} or {"True", "False"}
        for field in leaf.get("form_config", ())
    }
    for rule in leaf["credit_rules"]:
        wanted = {name: value for name, value in rule["attributes"].items() if name != "default"}
        texts = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in wanted.items()}
        for inner in (wanted, texts):
            request = body(
                task_type,
                version,
                inner={**inner, "cast": {"points": rule["points"], "attribute_id": rule["attribute_id"]}},
                outer={"attribute_id": rule["attribute_id"], "credit": rule["points"]},
            )
            assert check(request).rule == rule
            if any(str(value) not in offered[name] for name, value in wanted.items()):
                assert refusal(request, strict=True)[0] == 400


def first(changes: Mapping[str, Any]) -> list[Any]:
    """Put one changed entry where `parameters` stands."""
    return [body(*BANANA)["parameters"][0] | dict(changes)]


@pytest.mark.parametrize(
    ("request_body", "code", "word"),
    [
        ([], 400, "body"),
        ({}, 400, "task_type"),
        (body(*BANANA, top={"task_type": "text_to_smell"}), 400, "task_type"),
        (body(*BANANA, top={"task_type": 5}), 400, "task_type"),
        (body(*BANANA, top={"parameters": []}), 400, "one entry"),
        (body(*BANANA, top={"parameters": None}), 400, "one entry"),
        (body(*BANANA, top={"parameters": "x"}), 400, "list"),
        (body(*BANANA, top={"parameters": ["x"]}), 400, "object"),
        (body(*BANANA, top={"parameters": first({}) * 2}), 400, "one entry"),
        (body(*BANANA, outer={"app": None}), 400, "app"),
        (body(*BANANA, outer={"app": "other"}), 400, "app"),
        (body(*BANANA, outer={"platform": None}), 400, "platform"),
        (body(*BANANA, outer={"platform": "ios"}), 400, "platform"),
        (body(*BANANA, outer={"category": None}), 400, "category"),
        (body(*BANANA, outer={"category": "image_to_image"}), 400, "category"),
        (body(*BANANA, outer={"model_id": "nano"}), 400, "no such"),
        (body(*BANANA, outer={"model_version": "gemini-3.1-flash-image"}), 400, "no such"),
        (body(*BANANA, outer={"model_name": ""}), 400, "model_name"),
        (body(*BANANA, outer={"parameters": None}), 400, "parameters"),
        (body(*BANANA, inner={"prompt": " "}), 400, "prompt"),
        (body(*BANANA, without="prompt", outer={"prompt": "x"}), 400, "prompt"),
        (body(*BANANA, outer={"attribute_id": 0}), 400, "Invalid product attribute"),
        (body(*BANANA, outer={"attribute_id": None}), 400, "Invalid product attribute"),
        (body(*BANANA, outer={"attribute_id": "4401"}), 400, "Invalid product attribute"),
        (body(*BANANA, outer={"attribute_id": 999_999}), 400, "Invalid product attribute"),
        (body(*BANANA, without="size"), 6009, "No exact rule match found for parameters"),
        (body(*BANANA, inner={"size": "1k"}), 6009, "No exact rule"),
        (body(*BANANA, inner={"size": ["1K"]}), 6009, "No exact rule"),
        (body(*BANANA, outer={"attribute_id": 4402}), 6010, "Attribute ID does not match the calculated rule"),
        (body(*BANANA, inner={"cast": {"points": 6, "attribute_id": 4402}}), 6010, "Attribute ID"),
        (body(*BANANA, without="cast"), 6006, "cast"),
        (body(*BANANA, inner={"cast": {"points": 5, "attribute_id": 4401}}), 6006, "Credit"),
        (body(*BANANA, outer={"credit": 12}, inner={"n": 2}), 6006, "Credit"),
        (body(*BANANA, outer={"credit": "6"}), 6006, "Credit"),
        (body(*BANANA, inner={"size": {}}), 6009, "No exact rule"),
        (body(*BANANA, inner={"input_images": "x"}), 400, "list of texts"),
        (body(*BANANA, inner={"aspect_ratio": "7:3"}), 400, "aspect_ratio"),
        (body(*BANANA, inner={"aspect_ratio": {"x": 1}}), 400, "aspect_ratio"),
        (body(*EDIT, inner={"size": "adaptive"}), 400, "size"),
        (body(*BANANA, inner={"n": 0}), 400, "n"),
        (body(*BANANA, inner={"n": 5}), 400, "n"),
        (body(*BANANA, inner={"n": True}), 400, "n"),
        (body(*BANANA, inner={"n": 1.0}), 400, "n"),
        (body(*BANANA, inner={"n": None}), 400, "n"),
        (body("text_to_image", "midjourney", inner={"n": 2}), 400, "n"),
        (body("text_to_video", "Pixverse V5.5", without="model"), 400017, "Invalid value for model"),
        (body("text_to_video", "Pixverse V5.5", inner={"model": "v5"}), 400017, "Invalid value for model"),
        (body("text_to_video", "ima-pro", inner={"aspect_ratio": "adaptive"}), 400, "aspect_ratio"),
        (body("text_to_video", "kling-video-o1", inner={"mode": "1080p"}), 6009, "No exact rule"),
        (body("text_to_video", "wan2.6-t2v", inner={"prompt_extend": "yes"}), 400, "prompt_extend"),
        (body("text_to_video", "wan2.6-t2v", inner={"negative_prompt": 5}), 400, "negative_prompt"),
        (body("text_to_video", "wan2.6-t2v", inner={"negative_prompt": "x" * 801}), 400, "length"),
        (body(*TTS, inner={"text": ""}), 400, "length"),
        (body(*TTS, inner={"speaker": "BV001_streaming"}), 400, "speaker"),
        (body(*TTS, inner={"additions": ["x"]}), 400, "additions"),
        (body(*TTS, inner={"audio_params": {"speech_rate": 101}}), 400, "speech_rate"),
        (body(*TTS, inner={"audio_params": {"loudness_rate": -51}}), 400, "loudness_rate"),
    ],
)
def test_a_mistake_is_refused_with_its_code(request_body: object, code: int, word: str) -> None:
    """Each documented mistake has its code and wording, and the wording never holds the value."""
    told, message = refusal(request_body)
    assert told == code
    assert word in message


@pytest.mark.parametrize(
    ("request_body", "word"),
    [
        (body(*BANANA, top={"hurry": True}), "hurry"),
        (body(*BANANA, outer={"hurry": True}), "parameters[0].hurry"),
        (body(*BANANA, inner={"lyrics": "la"}), "parameters[0].parameters.lyrics"),
        (body(*BANANA, inner={"audio_params": {}}), "parameters[0].parameters.audio_params"),
    ],
)
def test_a_field_that_nobody_knows_is_noted(request_body: object, word: str) -> None:
    """By default an unknown field is only noted; strict mode refuses it by its name."""
    assert check(request_body).unknown == (word,)
    assert refusal(request_body, strict=True) == (400, f"Bad request: unknown field {word}")


@pytest.mark.parametrize(
    "request_body",
    [
        body(*BANANA, outer={"model_name": "Banana"}),
        body(*BANANA, inner={"aspect_ratio": None}),
        body("text_to_video", "MiniMax-Hailuo-02", inner={"duration": 10, "resolution": "1080P"}),
    ],
)
def test_strict_mode_is_sure_where_the_vendor_may_not_be(request_body: object) -> None:
    """Another name for a model, a null, a combination that the page forbids: accepted, refused in strict mode."""
    assert check(request_body).unknown == ()
    assert refusal(request_body, strict=True)[0] == 400


@pytest.mark.parametrize(
    "request_body",
    [
        body(*BANANA, outer={"app": "webAgent"}),
        body(*BANANA, top={"upload_img_src": ""}),
        body("text_to_music", "sonic", inner={"lyrics": "la", "model_version": "sonic-v5", "n": "2"}),
        body(*TTS, inner={"audio_params": {"speech_rate": 50}, "additions": {"explicit_language": "zh"}}),
        body(*TTS, inner={"default": "enabled", "speaker": "zh_female_vv_uranus_bigtts"}),
        body("text_to_video", "ima-pro", inner={"aspect_ratio": "auto"}),
        body("text_to_video", "sora-2-pro", inner={"duration": 8}),
    ],
)
def test_what_is_documented_passes_in_strict_mode(request_body: object) -> None:
    """Documented extras and spellings are no mistakes."""
    assert check(request_body, strict=True).unknown == ()


@pytest.mark.parametrize(("n", "count"), [(1, 1), (4, 4), ("3", 3)])
def test_n_is_a_number_or_its_text(n: object, count: int) -> None:
    """Both ways of writing n count; left out, it is 1."""
    assert check(body(*BANANA, inner={"n": n})).n == count
    assert check(body(*BANANA, without="n")).n == 1


@given(st.binary(max_size=40) | st.from_regex(r'[\[{"0-9:,\]}NaIinfty]{0,30}').map(str.encode))
def test_any_bytes_decode_or_are_refused(raw: bytes) -> None:
    """Whatever arrives as a body is JSON, or refused with 400."""
    try:
        json_readers.decode(raw)
    except VendorRefusal as no:
        assert no.code == 400  # noqa: PT017 - either way is right


@pytest.mark.parametrize("raw", [b"NaN", b'{"a": Infinity}', b"[" * 100_000, b"", b"\xff"])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    """NaN, Infinity, endless nesting and broken text are no JSON."""
    with pytest.raises(VendorRefusal, match="no JSON"):
        json_readers.decode(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(key=st.sampled_from(["top", "outer", "inner"]), data=st.data())
def test_any_value_anywhere_is_accepted_or_refused(key: str, data: st.DataObject) -> None:
    """No value in any known place makes the checks fail in another way than by refusing."""
    sample = body("reference_image_to_video", "ima-pro")
    places: dict[str, dict[str, Any]] = {
        "top": sample | {"src_video": [], "src_audio": []},
        "outer": sample["parameters"][0],
        "inner": sample["parameters"][0]["parameters"],
    }
    name = data.draw(st.sampled_from(sorted(places[key])))
    request = json.loads(json.dumps(sample))
    target = {"top": request, "outer": request["parameters"][0], "inner": request["parameters"][0]["parameters"]}[key]
    target[name] = data.draw(JSON | st.lists(st.fixed_dictionaries({"url": JSON, "duration": JSON, "width": JSON})))
    try:
        check(request, strict=data.draw(st.booleans()))
    except VendorRefusal as no:
        assert no.code in {400, 6006, 6009, 6010}  # noqa: PT017 - either way is right
