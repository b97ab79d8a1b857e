"""The vendor's product tree becomes a catalogue, or the reply is malformed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.products_wire import decode_products
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.quoting.catalog import AcceptedInputs, Catalog, Option
from imastudio.domain.quoting.pricing import quote
from imastudio.testing.strategies import JSON
from tests.leaves import (
    BANANA_2,
    HAILUO,
    KLING_O1,
    a_catalog,
    a_field,
    a_group,
    a_leaf,
    a_rule,
    only_leaf,
    real_catalog,
)
from tests.refusals import refusal_of
from tests.shared_facts import product_list

IMAGE = TaskType.TEXT_TO_IMAGE
KEYS = st.sampled_from(
    [
        *(
            "type",
            "id",
            "model_id",
            "name",
            "children",
            "form_config",
            "credit_rules",
            "files",
            "tags",
            "field",
            "value",
        ),
        *("options", "disabled", "config", "minimum", "is_ui_virtual", "ui_params", "value_mapping", "mapping_rules"),
        *(
            "source_values",
            "target_value",
            "target_param",
            "attribute_id",
            "points",
            "attributes",
            "acceptType",
            "minLimit",
        ),
    ]
)
LEAFISH: st.SearchStrategy[Any] = st.recursive(
    st.one_of(JSON, st.sampled_from(["2", "3", True, 0, 5, "image/png,jpg", "image/*"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=8)),
    max_leaves=25,
)


@given(st.one_of(JSON, LEAFISH, st.lists(LEAFISH, max_size=3)))
def test_any_json_decodes_or_is_malformed(data: Any) -> None:
    """Nothing else comes of it."""
    try:
        catalog = decode_products(data, IMAGE)
    except MalformedReply:
        return
    assert isinstance(catalog, Catalog)


@given(st.data())
def test_a_leaf_with_junk_in_it_is_whole_or_has_no_price(data: st.DataObject) -> None:
    """One leaf that can't be understood hides no other, and leads to no wrong price."""
    junk = json.loads(json.dumps(KLING_O1))
    spot: Any = junk
    while True:
        key = data.draw(st.sampled_from(sorted(spot)) if isinstance(spot, dict) else st.integers(0, len(spot) - 1))
        if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.booleans()):
            break
        spot = spot[key]
    spot[key] = data.draw(JSON)
    try:
        catalog = a_catalog(TaskType.TEXT_TO_VIDEO, HAILUO, junk)
    except MalformedReply:
        return  # the tree itself was hit
    assert "Hailuo 2.3" in [leaf.name for leaf in catalog.leaves]


def test_no_data_is_an_empty_catalogue() -> None:
    """Null means that there is nothing."""
    assert decode_products(None, IMAGE) == Catalog(IMAGE) == decode_products([], IMAGE)


@pytest.mark.parametrize(
    "data", [{}, "x", 5, True, [5], [None], [{"type": "2", "children": {}}], [{"type": "2", "children": [5]}]]
)
def test_what_is_no_tree_is_malformed(data: Any) -> None:
    """A reply that is no list of nodes can't be read."""
    with pytest.raises(MalformedReply):
        decode_products(data, IMAGE)


def test_a_tree_is_walked_in_its_own_order_at_any_depth() -> None:
    """Children may be absent or null, groups may nest, and a leaf knows the group above it."""
    one, two, three = (a_leaf(name, name, None) for name in ("one", "two", "three"))
    tree = [a_group("Outer", one, a_group("Inner", two), {"type": "2", "name": "Empty"}), {**three, "children": None}]
    leaves = decode_products(tree, IMAGE).leaves
    assert [(leaf.name, leaf.group) for leaf in leaves] == [("one", "Outer"), ("two", "Inner"), ("three", "")]
    deep: Any = one
    for _ in range(20_000):
        deep = {"type": "2", "children": [deep]}
    assert [leaf.name for leaf in decode_products([deep], IMAGE).leaves] == ["one"]


def test_a_leaf_is_decoded_whole() -> None:
    """Fields, options, what they forbid, bounds, mappings, prices, inputs and tags."""
    leaf = only_leaf(HAILUO)
    assert leaf.fields[0].options == (
        Option(value=6, label="6"),
        Option(value=10, label="10", forbids={"resolution": ("1080P",)}),
    )
    banana = only_leaf(BANANA_2, IMAGE)
    assert (banana.estimate_tag, banana.features, banana.group) == ("20~35s", ("Fast",), "")
    assert banana.accepted_inputs == AcceptedInputs(
        formats={InputKind.IMAGE: frozenset({"jpg", "png"})}, lowest=1, highest=14
    )
    mode = only_leaf(KLING_O1).fields[2]
    assert mode.virtual is not None
    assert (mode.virtual.target, mode.virtual.rules[1].source, mode.virtual.rules[1].target) == (
        "mode",
        {"quality": "1080p"},
        "pro",
    )
    assert (leaf.rules[0].attribute_id, leaf.rules[0].points, leaf.rules[0].attributes) == (
        61,
        12,
        {"duration": 6, "resolution": "768P"},
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"form_config": "x"},
        {"form_config": [5]},
        {"form_config": [{"value": "no name"}]},
        {"form_config": [a_field("size", "1K", {"not": "scalar"})]},
        {"form_config": [a_field("size", "1K", ("1K", "not a mapping"))]},
        {"form_config": [a_field("size", "1K", ("1K", {"other": "no list"}))]},
        {"form_config": [a_field("size", float("nan"), "1K")]},
        {"form_config": [a_field("size", 3, config={"minimum": "low"})]},
        {"form_config": [a_field("size", 3, config={"maximum": True})]},
        {"form_config": [a_field("size", "1K", "1K"), a_field("size", "2K", "2K")]},
        {"form_config": [a_field("size", "1K", "1K", is_ui_virtual=True)]},
        {"form_config": [a_field("size", "1K", "1K", is_ui_virtual=True, value_mapping={"mapping_rules": [5]})]},
        {"credit_rules": [5]},
        {"credit_rules": [a_rule(1, 5), {"attribute_id": "2", "points": 9, "attributes": {"size": "1K"}}]},
        {"credit_rules": [a_rule(1, 5), {"attribute_id": 2, "points": 9.5, "attributes": {"size": "1K"}}]},
        {"credit_rules": [a_rule(1, 5), {"attribute_id": 2, "points": -9, "attributes": {"size": "1K"}}]},
        {"credit_rules": [a_rule(1, 5), {"attribute_id": True, "points": 9, "attributes": {"size": "1K"}}]},
        {"credit_rules": [a_rule(1, 5), {"attribute_id": 2, "points": 9, "attributes": {"size": ["1K"]}}]},
        {"credit_rules": [a_rule(1, 5), {"attribute_id": 2, "points": 9}]},
        {"credit_rules": [a_rule(1, 5), {"attribute_id": 2, "points": 10**12, "attributes": {}}]},
    ],
)
def test_a_leaf_with_an_unclear_field_or_price_is_listed_without_a_price(changes: dict[str, Any]) -> None:
    """To leave out one rule could make another one fit."""
    catalog = a_catalog(IMAGE, {**BANANA_2, **changes}, a_leaf("other", "Other", None, a_rule(1, 5)))
    assert [(leaf.name, len(leaf.rules)) for leaf in catalog.leaves] == [("Nano Banana 2", 0), ("Other", 1)]
    failure = refusal_of(lambda: quote(Wish(prompt="a cat", model="香蕉"), catalog))
    assert failure.kind is Kind.NO_PRICE


@pytest.mark.parametrize("key", ["id", "model_id", "name"])
@pytest.mark.parametrize("junk", [None, 5, "", "\x1b", "x" * 201])
def test_a_leaf_that_cannot_be_named_is_left_out(key: str, junk: Any) -> None:
    """It can't be ordered."""
    catalog = a_catalog(IMAGE, {**BANANA_2, key: junk}, a_leaf("other", "Other", None, a_rule(1, 5)))
    assert [leaf.name for leaf in catalog.leaves] == ["Other"]


def test_what_decides_over_no_money_may_be_junk() -> None:
    """Tags, files, labels and kinds that can't be read are left out."""
    node = {**BANANA_2, "tags": [5, {"tag_type": "EET"}, {"tag_type": 7, "tag_value": "20s"}], "files": 5}
    leaf = only_leaf({**node, "form_config": [a_field("size", "1K", "1K", ("2K", False), kind=7, label=[])]}, IMAGE)  # type: ignore[arg-type]
    assert (leaf.estimate_tag, leaf.features, leaf.accepted_inputs, leaf.fields[0].kind) == (None, (), None, "")
    assert (leaf.fields[0].values, len(leaf.rules)) == (("1K", "2K"), 4)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"acceptType": ["image/jpg,jpeg,png", "video/mp4,mov"]},
            {InputKind.IMAGE: {"jpg", "png"}, InputKind.VIDEO: {"mp4", "mov"}},
        ),
        ({"acceptType": ["image/jpg, image/png"]}, {InputKind.IMAGE: {"jpg", "png"}}),
        ({"acceptType": ["image/*"]}, {InputKind.IMAGE: set()}),
        ({"acceptType": ["image/png", "image/JPEG"]}, {InputKind.IMAGE: {"jpg", "png"}}),
        ({"acceptType": ["text/plain", 5]}, {}),
        ({"acceptType": "image/png"}, {}),
        ({}, {}),
    ],
)
def test_accepted_types_are_read_however_they_are_listed(files: dict[str, Any], expected: Any) -> None:
    """Several may stand in one string."""
    accepted = only_leaf({**BANANA_2, "files": files}).accepted_inputs
    assert accepted is not None
    assert accepted.formats == expected


@pytest.mark.parametrize(
    ("limit", "expected"), [(3, 3), (0, 0), (-1, None), ("3", None), (True, None), (10**9, None), (None, None)]
)
def test_a_limit_that_is_no_count_says_nothing(limit: Any, expected: int | None) -> None:
    """The task's own range holds then."""
    accepted = only_leaf({**BANANA_2, "files": {"minLimit": limit, "maxLimit": limit}}).accepted_inputs
    assert accepted == AcceptedInputs(lowest=expected, highest=expected)


@pytest.mark.parametrize("task_type", TaskType)
def test_every_recorded_leaf_is_understood(task_type: TaskType) -> None:
    """With all its fields and all its prices."""
    recorded = json.loads(product_list(task_type.value).read_text(encoding="utf-8"))
    expected = [(row["name"], len(row.get("form_config") or []), len(row["credit_rules"])) for row in recorded]
    catalog = real_catalog(task_type)
    assert sorted((leaf.name, len(leaf.fields), len(leaf.rules)) for leaf in catalog.leaves) == sorted(expected)
