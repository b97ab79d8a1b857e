"""The wish document: what each key means, what is refused, and that nothing is lost on the way there and back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.documents.wish_texts import MEANINGS
from imastudio.domain.kernel import has_blank_ends
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.kernel.spelling import is_sendable
from imastudio.domain.messages.phrasebook import say_failure
from imastudio.domain.orders import Input, Scope, Tier, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.orders.wish_document import KEYS, NAMES, KeyShape, canonical, parse_document

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
texts = st.text(max_size=12)
names = texts.filter(lambda text: text.strip() != "")
wishes = st.builds(
    Wish,
    prompt=texts,
    task_type=st.none() | st.sampled_from(TaskType),
    model=st.none() | texts,
    version_id=st.none() | texts,
    tier=st.none() | st.sampled_from(Tier),
    scope=st.sampled_from(Scope),
    params=st.dictionaries(texts, json_values, max_size=3),
    n=st.none() | st.integers() | texts,
    inputs=st.lists(
        st.builds(Input, texts, st.sampled_from(InputKind)).filter(lambda given: bool(given.source)), max_size=4
    ).map(tuple),
    max_points=st.none() | st.integers(0),
    request_id=st.none() | names.filter(lambda name: not has_blank_ends(name)),
    strict=st.booleans(),
    deliver_to=st.none() | names,
)


def refusal(document: Any) -> Failure:
    """Return why a document says no wish."""
    with pytest.raises(WishRefused) as refused:
        Wish.from_document(document)
    return refused.value.failure


def reason(document: Any) -> Failure | None:
    """Return why a document says no wish, or None."""
    try:
        Wish.from_document(document)
    except WishRefused as refused:
        return refused.failure
    return None


@given(wishes)
def test_a_wish_comes_back_from_its_document(wish: Wish) -> None:
    """Also through the bytes of a file, where they can be written at all."""
    document = wish.to_document()
    assert Wish.from_document(document) == wish
    text = json.dumps(document)
    assert Wish.from_document(parse_document(text)) == wish
    if is_sendable(text):
        assert Wish.from_document(parse_document(text.encode())) == wish


@given(st.dictionaries(st.sampled_from(sorted(NAMES)) | texts, json_values, max_size=5) | json_values)
def test_any_document_is_a_wish_or_a_reason(document: Any) -> None:
    """A reason names what is wrong, and nothing else is raised."""
    failure = reason(document)
    assert failure is None or (failure.parameter is not None and failure.exit_code == 3 and say_failure(failure, "zh"))


def test_a_document_says_nothing_that_is_left_open() -> None:
    """An empty wish is an empty document."""
    assert Wish().to_document() == {}
    assert Wish.from_document(dict.fromkeys(NAMES)) == Wish()


def test_media_of_several_kinds_keep_their_order() -> None:
    """By kind where that is their order, else in one list."""
    picture, video = Input("a.png"), Input("b.mp4", InputKind.VIDEO)
    assert Wish(inputs=(picture, video)).to_document() == {"images": ["a.png"], "videos": ["b.mp4"]}
    assert Wish(inputs=(video, picture)).to_document() == {
        "inputs": [{"kind": "video", "source": "b.mp4"}, {"kind": "image", "source": "a.png"}]
    }
    assert Wish.from_document({"inputs": ["a.png", {"source": "b.mp4", "kind": "video"}]}).inputs == (picture, video)
    assert Wish.from_document({"image": "a.png"}).inputs == (picture,)


@pytest.mark.parametrize(
    ("document", "kind", "parameter"),
    [
        ([], Kind.VALUE_NOT_OFFERED, "wish"),
        ("a cat", Kind.VALUE_NOT_OFFERED, "wish"),
        ({"promt": "a cat"}, Kind.UNKNOWN_PARAMETER, "promt"),
        ({3: "a cat"}, Kind.UNKNOWN_PARAMETER, "3"),
        ({"request_id": " "}, Kind.VALUE_NOT_OFFERED, "request_id"),
        ({"request_id": "a\r"}, Kind.VALUE_NOT_OFFERED, "request_id"),
        ({"deliver_to": ""}, Kind.VALUE_NOT_OFFERED, "deliver_to"),
        ({"max_points": "9"}, Kind.VALUE_NOT_OFFERED, "max_points"),
        ({"max_points": -5}, Kind.VALUE_NOT_OFFERED, "max_points"),
        ({"inputs": "a.png"}, Kind.VALUE_NOT_OFFERED, "inputs"),
        ({"inputs": [3]}, Kind.VALUE_NOT_OFFERED, "inputs"),
        ({"inputs": [""]}, Kind.VALUE_NOT_OFFERED, "inputs"),
        ({"inputs": [{"source": 3}]}, Kind.VALUE_NOT_OFFERED, "inputs"),
        ({"inputs": [{"source": "a", "kind": "smell"}]}, Kind.VALUE_NOT_OFFERED, "kind"),
        ({"inputs": [{"source": "a", "mime": "b"}]}, Kind.VALUE_NOT_OFFERED, "inputs"),
        ({"inputs": ["a.png"], "image": "b.png"}, Kind.COMBINATION_FORBIDDEN, "images"),
        ({"params": {3: 4}}, Kind.VALUE_NOT_OFFERED, "params"),
    ],
)
def test_what_a_document_may_not_say_names_the_key(document: Any, kind: Kind, parameter: str) -> None:
    """Nothing is guessed, nothing left out."""
    failure = refusal(document)
    assert (failure.kind, failure.parameter) == (kind, parameter)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("promt", "prompt"), ("Model", "model"), ("aspectRatio", "aspect_ratio"), ("points", "max_points")],
)
def test_an_unknown_key_is_told_with_the_one_that_was_meant(said: str, meant: str) -> None:
    """The nearest comes first."""
    assert refusal({said: "x"}).choices[0] == meant


def test_every_key_is_told_in_both_languages() -> None:
    """Each name belongs to one key."""
    assert len(NAMES) == sum(1 + len(key.aliases) for key in KEYS)
    assert all((key.words is not None) is (key.shape is KeyShape.WORD) for key in KEYS)
    assert list(MEANINGS) == [key.name for key in KEYS]
    assert all(meaning.zh and meaning.en for meaning in MEANINGS.values())


@pytest.mark.parametrize(
    "text", ['\ufeff{"prompt": "猫"}', '{"prompt": "猫"}'.encode(), b'\xef\xbb\xbf{"prompt": "\\u732b"}']
)
def test_a_file_may_begin_with_its_mark(text: bytes | str) -> None:
    """As files of some editors do."""
    assert canonical(parse_document(text)) == {"prompt": "猫"}


def test_what_is_decided_elsewhere_is_not_read() -> None:
    """Fields that a caller hands in stand as they are, inputs too."""
    wish = Wish.of_keys({"prompt": "a", "images": ["a.png"]}, inputs=(Input("b.png"),))
    assert (wish.prompt, wish.inputs) == ("a", (Input("b.png"),))
