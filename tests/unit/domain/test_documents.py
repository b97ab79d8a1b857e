"""Documents: their schemas, what of them is kept, and whether sending again can help."""

import json
from copy import copy as shallow_copy
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.documents.catalogue import NAMES, SHAPES, as_function, schema_named
from imastudio.domain.documents.encoding import (
    failure_document,
    instant,
    outcome_document,
    plan_document,
    refusal_document,
    standing_document,
    usage_document,
)
from imastudio.domain.documents.fields import Tree, read_fields, trimmed
from imastudio.domain.documents.retries import Retry, retry_advice
from imastudio.domain.documents.wish_schemas import MAX_BYTES, narrow_wish_schema, wish_schema
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import ACCOUNT, Failure, Kind
from imastudio.domain.kernel.frozen import frozen_map
from imastudio.domain.kernel.scalars import plain
from imastudio.domain.lifecycle.batches import BatchQuote, Outcome
from imastudio.domain.lifecycle.budgets import Standing
from imastudio.domain.lifecycle.generation import intended
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.orders import Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.pricing import quote
from imastudio.testing.strategies import an_order
from tests.leaves import a_catalog, a_field, a_leaf, a_rule, real_catalog, small_catalog

CATALOGS = {task_type: small_catalog(task_type) for task_type in TaskType}
SCHEMAS = {task_type: narrow_wish_schema(catalog) for task_type, catalog in CATALOGS.items()}
REFUSAL = refusal_document(failure_document(Failure(kind=Kind.PROMPT_MISSING, parameter="prompt")), "rejected")


def fits(document: Any, name: str) -> bool:
    """Tell whether a document is what its schema says."""
    return jsonschema_rs.Draft202012Validator(schema_named(name)).is_valid(plain(document))


def size(schema: Any) -> int:
    """Return how many bytes a schema has, written without a space."""
    return len(json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode())


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one(name: str, language: Any) -> None:
    """By the meta-schema of 2020-12, with what each key means."""
    schema = schema_named(name, language)
    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["title"] == name
    assert fits({"no": "such"}, name) is (name == "schema")


def test_a_refusal_is_a_result_and_an_error() -> None:
    """Also that of a command line."""
    usage = usage_document("不对", "wrong")
    assert fits(REFUSAL, "result")
    assert fits(REFUSAL["error"], "error")
    assert fits(refusal_document(usage), "result")
    assert not fits({**REFUSAL, "more": 1}, "result")
    assert not fits({**REFUSAL, "status": "gone"}, "result")
    assert not fits({name: part for name, part in REFUSAL.items() if name != "credit"}, "result")


@given(st.sampled_from(Kind), st.sampled_from(["busy", "io", "day", None]))
def test_every_failure_has_a_document_and_an_advice(kind: Kind, fact: str | None) -> None:
    """What is, or may be, paid for is never sent again by it; who must wait is told how long."""
    failure = Failure(kind=kind, facts={"reason": fact, "period": fact})
    document = failure_document(failure)
    assert fits(document, "error")
    assert (document["retry"] is Retry.LATER) is (document["retry_after_seconds"] is not None)
    if not failure.retry_safe:
        assert document["retry"] is Retry.NEVER
    if kind in ACCOUNT:
        assert document["retry"] is Retry.AFTER_CHANGE


@pytest.mark.parametrize(
    ("kind", "facts", "seconds"),
    [
        (Kind.RATE_LIMITED, {}, 60),
        (Kind.RATE_LIMITED, {"retry_after": 90.4}, 90),
        (Kind.RATE_LIMITED, {"retry_after": 5}, 60),
        (Kind.LEDGER_UNAVAILABLE, {"reason": "busy"}, 10),
        (Kind.LEDGER_UNAVAILABLE, {"reason": "damaged"}, None),
        (Kind.ABOVE_BUDGET, {"period": "hour"}, 3600),
        (Kind.ABOVE_BUDGET, {"cap": 5}, None),
        (Kind.VALUE_NOT_OFFERED, {}, None),
        (Kind.MODERATION, {}, None),
    ],
)
def test_time_alone_helps_where_it_does(kind: Kind, facts: Any, seconds: int | None) -> None:
    """With the seconds that the service names, where they are more."""
    advice = retry_advice(Failure(kind=kind, facts=facts))
    assert (advice.retry, advice.after_seconds) == (Retry.AFTER_CHANGE if seconds is None else Retry.LATER, seconds)


def test_an_instant_is_told_in_utc() -> None:
    """As ISO 8601."""
    assert instant(0) == "1970-01-01T00:00:00+00:00"


# --fields


def test_what_is_kept_of_a_document() -> None:
    """Whole fields, parts of lists, and an error whatever is asked for."""
    document = {"a": 1, "b": {"c": 2, "d": 3}, "e": [{"f": 4, "g": 5}], "error": None}
    tree = Tree(a=None, b=Tree(c=None), e=Tree(f=None), missing=None)
    assert trimmed(document, tree) == {"a": 1, "b": {"c": 2}, "e": [{"f": 4}]}
    assert trimmed([document, document], Tree(a=None)) == [{"a": 1}, {"a": 1}]
    assert trimmed({"a": 1, "error": {"kind": "x"}}, Tree(a=None)) == {"a": 1, "error": {"kind": "x"}}
    assert trimmed({"a": 1, "error": {"kind": "x", "y": 1}}, Tree(error=Tree(kind=None))) == {"error": {"kind": "x"}}
    assert trimmed({"b": None}, Tree(b=Tree(c=None))) == {"b": None}


@pytest.mark.parametrize(
    ("text", "name", "tree"),
    [
        ("url", "result", {"url": None}),
        (" url , medias.url,medias.path", "result", {"url": None, "medias": {"url": None, "path": None}}),
        ("medias,medias.url", "result", {"medias": None}),
        ("medias.url,medias", "result", {"medias": None}),
        ("params.size", "result", {"params": {"size": None}}),
        ("error.alternatives.points", "result", {"error": {"alternatives": {"points": None}}}),
        ("commands.options.names", "command-tree", {"commands": {"options": {"names": None}}}),
        ("text_to_image.model_id", "preferences", {"text_to_image": {"model_id": None}}),
        ("properties.model.oneOf", "schema", {"properties": {"model": {"oneOf": None}}}),
    ],
)
def test_fields_are_read(text: str, name: str, tree: Any) -> None:
    """Paths with points, several with commas."""
    assert read_fields(text, schema_named(name)) == tree


@pytest.mark.parametrize(
    ("text", "name", "wrong"),
    [("uri", "result", "uri"), ("medias.uri", "result", "uri"), ("url.x", "result", "x"), ("", "result", "fields")],
)
def test_a_field_that_is_in_no_document_is_refused(text: str, name: str, wrong: str) -> None:
    """With the nearest."""
    with pytest.raises(WishRefused) as refused:
        read_fields(text, schema_named(name))
    assert refused.value.failure.parameter == wrong
    assert wrong != "uri" or refused.value.failure.choices[0] in {"url", "status"}


@given(st.sets(st.sampled_from(sorted(REFUSAL)), min_size=1))
def test_what_is_asked_for_is_all_that_is_left(names: set[str]) -> None:
    """And the error."""
    tree = read_fields(",".join(sorted(names)), schema_named("result"))
    assert set(trimmed(REFUSAL, tree)) == names | {"error"}  # type: ignore[arg-type] # an object


# a wish, as today's list offers it


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("task_type", TaskType)
def test_the_narrow_schema_tells_what_is_offered_in_eight_kilobytes(task_type: TaskType, language: Any) -> None:
    """With the wrapping of any tool caller; the full one too."""
    catalog = small_catalog(task_type)
    schema = narrow_wish_schema(catalog, language)
    jsonschema_rs.meta.validate(schema)
    for form in ("openai", "anthropic", "mcp"):
        assert size(as_function(schema, form, language)) <= 8000
    models = [one["const"] for one in schema["properties"]["model"]["oneOf"]]
    assert models == list(dict.fromkeys(leaf.model_id for leaf in catalog.leaves))
    assert size(wish_schema(language)) <= 8000


@pytest.mark.parametrize("task_type", TaskType)
def test_the_recorded_list_is_told_with_every_detail(task_type: TaskType) -> None:
    """Nothing of it is too large."""
    schema = narrow_wish_schema(real_catalog(task_type))
    assert size(as_function(schema, "openai")) <= 8000
    told = [part for one in schema["allOf"] for part in one["then"]["properties"]["params"]["properties"].values()]
    assert any("default" in part for part in told) or task_type is TaskType.TEXT_TO_MUSIC or not told


@given(st.data())
def test_a_document_of_the_narrow_schema_is_priced_or_refused_with_a_field(data: st.DataObject) -> None:
    """Every choice that it tells is read, and nothing crashes."""
    task_type = data.draw(st.sampled_from(TaskType))
    catalog, schema = CATALOGS[task_type], SCHEMAS[task_type]
    document: dict[str, Any] = {"task_type": task_type.value, "prompt": data.draw(st.text(min_size=1, max_size=5))}
    model = data.draw(st.sampled_from([one["const"] for one in schema["properties"]["model"]["oneOf"]]))
    document["model"] = model
    document["params"] = data.draw(_params_of(schema, model))
    if task_type.takes_inputs:
        document["images"] = ["a.png"] * schema["properties"]["images"].get("minItems", 1)
    jsonschema_rs.Draft202012Validator(schema).validate(document)
    failure = _refusal(document, catalog)
    assert failure is None or failure.parameter is not None or failure.kind is Kind.NO_PRICE
    assert failure is None or failure.kind is not Kind.UNKNOWN_PARAMETER


def _refusal(document: Any, catalog: Any) -> Failure | None:
    try:
        quote(Wish.from_document(document), catalog)
    except WishRefused as refused:
        return refused.failure
    return None


def _params_of(schema: Any, model: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return parameters of a model, made from what the schema tells of it."""
    for condition in schema["allOf"]:
        which = condition["if"]["properties"]["model"]
        if model in which.get("enum", [which.get("const")]):
            told = condition["then"]["properties"]["params"]["properties"]
            values = {name: st.sampled_from(one["enum"]) for name, one in told.items() if "enum" in one}
            return st.fixed_dictionaries({}, optional=values)
    raise AssertionError(model)


@pytest.mark.parametrize("count", [3, 40, 150, 400])
def test_a_list_of_any_length_is_told_in_eight_kilobytes(count: int) -> None:
    """What is too large loses detail, the models last."""
    leaves = [
        a_leaf(
            f"model-{number}",
            f"Model {number}",
            [
                a_field("size", 1, 1, (2, {"mode": ["x"]})),
                a_field("mode", "x", "x", "y"),
                a_field("weight", 0.5, kind="slider", min=0, max=1),
                a_field("note", "", kind="textarea"),
                a_field(f"own{number}", value=True, kind="toggle"),
            ],
            a_rule(number + 1, 5),
        )
        for number in range(count)
    ]
    schema = narrow_wish_schema(a_catalog(TaskType.TEXT_TO_IMAGE, *leaves))
    jsonschema_rs.meta.validate(schema)
    assert size(schema) <= MAX_BYTES
    assert ("allOf" in schema) is (count < 40)
    assert ("oneOf" in schema["properties"]["model"]) is (count < 150)


def test_a_model_without_a_price_is_told_by_its_name() -> None:
    """And one of several versions by that of its group."""
    priceless = a_leaf("m", "Made Up", None)
    schema = narrow_wish_schema(a_catalog(TaskType.TEXT_TO_IMAGE, priceless))
    assert schema["properties"]["model"]["oneOf"] == [{"const": "m", "title": "Made Up"}]
    empty = narrow_wish_schema(a_catalog(TaskType.IMAGE_TO_IMAGE))
    assert "oneOf" not in empty["properties"]["model"]  # a schema that nothing fits is none


def test_what_came_of_a_batch_is_told() -> None:
    """Its plan, and how a budget stands."""
    generation = intended("g", an_order(), 0.0)
    plan = BatchQuote()
    plan.add_order(an_order())
    plan.add_generation(generation)
    assert fits(plan_document(plan), "batch-plan")
    assert fits([standing_document(Standing(period="day", spent=5, limit=200), "UTC")], "budget")
    line = outcome_document(Outcome(line=1, result=Result(generation=generation, at=1.0)), "en")
    refused = outcome_document(Outcome(line=2, failure=Failure(kind=Kind.PROMPT_MISSING)), "en")
    assert fits(line, "batch-line")
    assert fits(refused, "batch-line")


def test_names_are_those_of_the_shapes() -> None:
    """What is handed in has tables of its own: the wish and the work."""
    assert set(NAMES) == {"wish", "work-document", *SHAPES}


@pytest.mark.parametrize("task_type", TaskType)
def test_a_list_with_little_in_it_has_a_schema(task_type: TaskType) -> None:
    """Nothing is for sale, or a model without fields and prices: the schema is one all the same."""
    for catalog in (a_catalog(task_type), a_catalog(task_type, a_leaf("m", "M", None))):
        schema = narrow_wish_schema(catalog)
        jsonschema_rs.validator_for(schema)
        assert schema["properties"]["task_type"] == {"const": task_type.value}


def test_a_map_that_nobody_changes_gives_a_copy_to_change() -> None:
    """Of its own, as a plain dict."""
    map_ = frozen_map({"a": 1})
    copy = map_.copy()  # type: ignore[attr-defined] # a dict underneath
    copy["b"] = 2
    assert (map_, copy) == ({"a": 1}, {"a": 1, "b": 2})
    assert shallow_copy(map_) is map_
