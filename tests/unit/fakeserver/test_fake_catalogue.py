"""The fake server's catalogue is the vendor's."""

import json

import pytest

from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES, Catalogue
from tests.shared_facts import product_list


@pytest.mark.parametrize("task_type", TASK_TYPES)
def test_the_tables_expand_to_the_recorded_lists(task_type: str) -> None:
    """Every leaf equals the recorded one, key by key, with types as the vendor has them, and in its order."""
    recorded = json.loads(product_list(task_type).read_text(encoding="utf-8"))
    groups = Catalogue().tree(task_type) or []
    ours = [{**leaf, "group_name": group["name"]} for group in groups for leaf in group["children"]]
    assert [leaf["id"] for leaf in ours] == [leaf["id"] for leaf in recorded]
    for our, their in zip(ours, recorded, strict=True):
        assert sorted(our) == sorted(their)
        for key, value in their.items():  # as JSON: 5, "5" and true differ there
            assert json.dumps(our[key], sort_keys=True) == json.dumps(value, sort_keys=True), (our["id"], key)


def test_leaves_stand_in_groups() -> None:
    """Groups are of type 2 and carry the id that their leaves call parent; leaves are of type 3."""
    for task_type in TASK_TYPES:
        for group in Catalogue().tree(task_type) or []:
            assert (group["type"], group["model_id"]) == ("2", "")
            assert {(leaf["type"], leaf["parent_id"]) for leaf in group["children"]} == {("3", group["id"])}


def test_ids_of_rules_are_unique() -> None:
    """No two rules of all lists share an attribute_id."""
    catalogue = Catalogue()
    ids = [
        rule["attribute_id"]
        for task_type in TASK_TYPES
        for leaf in catalogue.leaves(task_type)
        for rule in leaf["credit_rules"]
    ]
    assert len(ids) == len(set(ids)) == 372
    assert catalogue.knows_attribute(2341)
    assert not catalogue.knows_attribute(1)


def test_an_unknown_task_type_has_no_tree() -> None:
    """Where the vendor has nothing, it has null."""
    assert Catalogue().tree("text_to_smell") is None
    assert Catalogue().find("text_to_smell", "sonic", "sonic") is None


def test_the_list_can_be_thinned_to_certain_models() -> None:
    """With model ids named, only their leaves come, and no empty groups."""
    tree = Catalogue().tree("text_to_video", ["pixverse", "viduq2"]) or []
    assert [group["name"] for group in tree] == ["Vidu", "Pixverse"]
    assert sum(len(group["children"]) for group in tree) == 6


def test_a_changed_catalogue_changes_alone() -> None:
    """Prices of one server can be changed without changing those of another."""
    mine, other = Catalogue(), Catalogue()
    mine.open("text_to_image")[0]["children"][0]["credit_rules"][0]["points"] = 99
    assert next(mine.leaves("text_to_image"))["credit_rules"][0]["points"] == 99
    assert next(other.leaves("text_to_image"))["credit_rules"][0]["points"] == 4
