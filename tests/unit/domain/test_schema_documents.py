"""Whatever document the schemas allow, or nearly allow, is priced or refused with the field that is wrong; none crashes."""

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.documents import narrow_wish_schema, schema_named
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.orders import Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.pricing import quote
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.works.documents import decode_work, encode_work
from imastudio.domain.works.work import Work
from tests.leaves import real_catalog
from tests.schema_documents import documents, nearly
from tests.works import works

WISH = schema_named("wish")
CATALOGS = {task_type: real_catalog(task_type) for task_type in TaskType}
NARROW = {task_type: narrow_wish_schema(catalog) for task_type, catalog in CATALOGS.items()}


def read(document: Any) -> Wish | Failure:
    """Return the wish that a document says, or why it is none."""
    try:
        return Wish.from_document(document)
    except WishRefused as refused:
        return refused.failure


def priced(document: Any) -> Quote | Failure:
    """Return what a document would order, or why it can't."""
    wish = read(document)
    if isinstance(wish, Failure):
        return wish
    try:
        return quote(wish, CATALOGS[wish.task_type or TaskType.TEXT_TO_IMAGE])
    except WishRefused as refused:
        return refused.failure


def says_where(failure: Failure) -> bool:
    """Tell whether a refusal names what is wrong; a combination without a price has no one field."""
    return failure.parameter is not None or failure.kind is Kind.NO_PRICE


@given(documents(WISH) | nearly(WISH))
def test_any_wish_document_is_priced_or_refused_with_a_field(document: Any) -> None:
    """What is read is written again as it was meant; what the schema refuses by its keys is refused."""
    came = priced(document)
    assert isinstance(came, Quote) or says_where(came)
    if isinstance(came, Quote):
        wish = Wish.from_document(document)
        assert Wish.from_document(wish.to_document()) == wish
        assert not set(document) - set(WISH["properties"])


@given(st.sampled_from(TaskType), st.data())
def test_any_document_of_a_narrow_schema_is_priced_or_refused_with_a_field(
    task_type: TaskType, data: st.DataObject
) -> None:
    """For each task type, as the live list offers it."""
    schema = NARROW[task_type]
    document = data.draw(documents(schema) | nearly(schema))
    came = priced(document)
    assert isinstance(came, Quote) or says_where(came)


STEPS = st.dictionaries(
    st.sampled_from(["hero", "run", "旺财", "a b", ""]) | st.text(max_size=3),
    documents(WISH) | nearly(WISH),
    max_size=3,
)
FILMS = st.none() | st.fixed_dictionaries(
    {"shots": st.lists(st.sampled_from(["hero", "run", "x"]) | st.just({"show": "hero"}), max_size=3)},
    optional={
        "music": st.sampled_from(["run", "", "x"]),
        "seconds": st.floats(-1, 5000) | st.just("5"),
        "length": st.sampled_from(["music", "shots", "x"]),
        "voice": st.sampled_from(["run", 5]),
    },
)


@given(
    st.fixed_dictionaries(
        {"steps": STEPS | st.lists(st.none() | STEPS, max_size=2)},
        optional={
            "title": st.text(max_size=4) | st.integers(),
            "film": FILMS,
            "max_points": st.integers(-5, 5) | st.just("5"),
        },
    )
)
def test_any_work_document_is_read_or_refused_with_a_field(document: Any) -> None:
    """Each step of it is a wish document."""
    try:
        work = decode_work(document)
    except WishRefused as refused:
        work, failure = None, refused.failure
        missing = failure.parameter is None
    else:
        missing = False
    assert not missing
    assert work is None or decode_work(encode_work(work)) == work


WORK = schema_named("work-document")


@given(works().filter(lambda work: all(step.wish.prompt for step in work.steps)))
def test_every_work_is_what_its_schema_says(work: Work) -> None:
    """As it is written."""
    written = json.loads(json.dumps(encode_work(work), default=dict))
    jsonschema_rs.Draft202012Validator(WORK).validate(written)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"steps": {}},
        {"steps": {"a": {"prompt": "x"}}},
        {"steps": {"a": {"prompt": "x", "task_type": "text_to_image", "request_id": "r"}}},
        {"steps": {"a" * 41: {"prompt": "x", "task_type": "text_to_image"}}},
        {"steps": {"a": {"prompt": "x", "task_type": "text_to_image"}}, "film": {"shots": ["a"], "length": "x"}},
        {"steps": {"a": {"prompt": "x", "task_type": "text_to_image"}}, "films": {}},
        {"steps": {"a": {"prompt": "x", "task_type": "text_to_image"}}, "max_points": -1},
    ],
)
def test_what_the_schema_of_a_work_refuses_is_refused(wrong: Any) -> None:
    """It tells nothing that is not so."""
    assert not jsonschema_rs.Draft202012Validator(WORK).is_valid(wrong)
    with pytest.raises(WishRefused):
        decode_work(wrong)


@pytest.mark.parametrize("task_type", TaskType)
def test_what_the_strategy_makes_is_what_the_schema_allows(task_type: TaskType) -> None:
    """So that the tests above try what they say."""
    schema = {key: part for key, part in NARROW[task_type].items() if key != "allOf"}
    validator = jsonschema_rs.Draft202012Validator(schema)

    @given(documents(schema))
    def hold(document: Any) -> None:
        validator.validate(document)

    hold()
