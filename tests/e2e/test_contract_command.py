"""`ima contract`: the fake agrees with itself, a server that differs is told, and nothing is spent without leave."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from imastudio.adapters.cli.commands import contract as command
from imastudio.adapters.cli.main import run
from imastudio.fakeserver import (
    FakeIma,
    bare,
    body,
    drop_after_charge,
    drop_before,
    envelope,
    fail_media,
    instead,
    never_ends,
)
from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES
from imastudio.fakeserver.contract.catalogues import differences
from imastudio.fakeserver.contract.findings import Finding
from imastudio.fakeserver.contract.orders import cheapest, leaves, rules
from imastudio.fakeserver.contract.probe import Probe, open_session
from imastudio.fakeserver.contract.suite import Purse, Suite
from imastudio.fakeserver.scenario.scenario import Scenario
from imastudio.fakeserver.scenario.scenario_files import parse_scenario
from imastudio.fakeserver.scenario.yaml_source import write_yaml

SPENDING, READING = 9, 23


@pytest.fixture
def fake() -> Iterator[FakeIma]:
    """Run a strict server that is a thousand times as fast."""
    with FakeIma(strict=True, speed=1000, seed=1, points=1000) as server:
        yield server


async def findings(url: str, key: str, spend: int | None = None, longest: float = 20) -> dict[str, Finding]:
    """Run the suite; give what it found, by name."""
    async with open_session() as http:
        probe = Probe(http=http, base_url=url, upload_url=url, key=key)
        suite = Suite(probe=probe, purse=Purse(spend), pace=0.01, longest=longest)
        return {finding.name: finding async for finding in suite.run()}


def ima(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run `ima contract`; give exit code, stdout and stderr."""
    code = run(["contract", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run `ima contract --output-json`; give exit code and document."""
    code, out, _ = ima(capsys, *arguments, "--output-json")
    return code, json.loads(out)


# The fake agrees with itself


async def test_the_fake_agrees_with_all_that_is_said_of_it(fake: FakeIma) -> None:
    """Every check passes, refusals cost nothing, and one order is charged."""
    found = await findings(fake.url, fake.key, spend=100)
    assert {name: (each.found, each.expected) for name, each in found.items() if each.verdict != "agrees"} == {}
    assert [charge.total for charge in fake.charges] == [4]


async def test_without_leave_nothing_is_ordered_or_left_behind(fake: FakeIma) -> None:
    """What could be charged for, or stays, is not sent."""
    found = await findings(fake.url, fake.key)
    skipped = [name for name, each in found.items() if each.verdict == "skipped"]
    assert len(skipped) == SPENDING
    assert {request.call for request in fake.requests} == {"products", "detail", "token", "verify"}
    assert fake.charges == ()


async def test_no_more_than_allowed_is_ever_at_stake(fake: FakeIma) -> None:
    """A limit below the cheapest price orders nothing; an order whose outcome is unknown counts as spent."""
    assert (await findings(fake.url, fake.key, spend=3))["order"].verdict == "skipped"
    assert fake.charges == ()
    fake.fail_next("create", bare(502, handled=True), times=5)
    found = await findings(fake.url, fake.key, spend=10)
    tried = [
        name for name in ("attribute_id_0", "wrong_credit", "wrong_cast", "order") if found[name].verdict == "differs"
    ]
    assert tried == ["attribute_id_0", "wrong_credit"]
    assert found["order"].found == "what may be spent is spent"


# A server that differs


async def test_a_server_that_differs_is_told() -> None:
    """Other prices, versions and forms are named, and the patch makes the fake sell the same."""
    story = parse_scenario("""
catalogue:
  - {model: midjourney, task_type: text_to_image, remove: true}
  - {model: gemini-3.1-flash-image-preview, task_type: text_to_image, prices: [{when: {size: 2K}, points: 11, attribute_id: 7}]}
  - {model: sora-2-pro, set: {name: Sora, form_config: []}}
  - {model: doubao-seedream-4.5, set: {credit_rules: [{attribute_id: 1, points: 2, attributes: {size: 9k}}]}}
""")
    with FakeIma(scenario=story) as other:
        found = await findings(other.url, other.key)
    assert {name for name, each in found.items() if each.verdict == "differs"} == {
        "list_text_to_image",
        "list_image_to_image",
        "list_text_to_video",
        "list_image_to_video",
    }
    told = found["list_text_to_image"].found.splitlines()
    price = "gemini-3.1-flash-image-preview.credit_rules[price for size 2K]"
    assert f"{price}.points is 11 instead of 10" in told
    assert f"{price}.attribute_id is 7 instead of 4402" in told
    assert "midjourney is not sold any more" in told
    patch = write_yaml({"catalogue": [dict(change) for each in found.values() for change in each.changes]})
    assert parse_scenario(patch).build_catalogue() == story.build_catalogue()


def test_what_is_new_there_is_told() -> None:
    """A version that the fake does not know can't be patched in; it is named."""
    tree = Scenario().build_catalogue().groups["text_to_image"]
    added = [{"type": "3", "id": "new-1", "model_id": "new", "name": "New"}]
    told = [change for change in differences("text_to_image", tree, [*tree, *added]) if change.patch is None]
    assert [change.text for change in told] == ["new-1 (New) is new: add it to the tables of the fake"]


@pytest.mark.parametrize(
    "tree", [None, 3, "x", [None], [{"type": "3"}], [{"type": "3", "id": "a", "credit_rules": [{}]}]]
)
def test_any_list_can_be_looked_at(tree: object) -> None:
    """What is no list sells nothing."""
    assert cheapest(tree) is None
    assert [rule for leaf in leaves(tree) for rule in rules(leaf)] == []
    assert list(differences("text_to_image", [], tree)) is not None


@pytest.mark.parametrize("call", ["products", "detail", "token"])
async def test_any_answer_is_a_finding(fake: FakeIma, call: str) -> None:
    """Garbage, a bare status or another envelope is a difference, never a crash."""
    for spoiled in (body("garbled"), body("text"), bare(500), envelope(403)):
        fake.fail_next(call, spoiled)
        found = await findings(fake.url, fake.key)
        assert "differs" in {each.verdict for each in found.values()}
        fake.script.clear()


async def test_an_upload_that_is_not_found_again_is_told(fake: FakeIma) -> None:
    """Without a token, with a store that refuses, or with other bytes, the upload differs."""
    fake.fail_next("token", envelope(500), skip=3)
    assert (await findings(fake.url, fake.key, spend=4))["upload"].verdict == "differs"
    fake.fail_next("put", bare(403))
    assert (await findings(fake.url, fake.key, spend=4))["upload"].found == "status 403, code None"
    fake.fail_next("cdn", body("text"))
    assert (await findings(fake.url, fake.key, spend=4))["upload"].verdict == "differs"


async def test_a_task_that_goes_wrong_is_told(fake: FakeIma) -> None:
    """A failed task, and one that never ends, differ; without an order there is no task."""
    fake.fail_next("create", fail_media(), skip=5)
    assert "resource_status 2" in (await findings(fake.url, fake.key, spend=4))["task"].found
    fake.fail_next("create", never_ends(), skip=5)
    assert "still" in (await findings(fake.url, fake.key, spend=4, longest=0.02))["task"].found
    fake.fail_next("create", envelope(4008), times=6)
    found = await findings(fake.url, fake.key, spend=4)
    assert (found["order"].verdict, found["task"].verdict) == ("differs", "skipped")


async def test_a_list_without_anything_to_buy_ends_the_spending() -> None:
    """Nothing sold, nothing ordered."""
    with FakeIma() as other:
        other.world.catalogue.groups["text_to_image"] = []
        found = await findings(other.url, other.key, spend=100)
    assert (found["order"].found, found["model_ids"].found) == (
        "not enough may be spent (nothing is sold)",
        "nothing is sold",
    )


# The command


def test_the_command_says_that_all_agrees(fake: FakeIma, capsys: pytest.CaptureFixture[str]) -> None:
    """A table, a sum, exit code 0, and no key in it."""
    code, out, err = ima(capsys, "--base-url", fake.url, "--key", fake.key, "--spend", "10", "--pace", "0.01")
    assert (code, err) == (0, "")
    assert f"{READING + SPENDING} agree, 0 differ, 0 not tried; points spent, or perhaps spent: 4" in out
    assert fake.key not in out


def test_the_command_prints_a_document(fake: FakeIma, capsys: pytest.CaptureFixture[str]) -> None:
    """With --output-json stdout is one document."""
    code, told = document(capsys, "--base-url", fake.url, "--key", fake.key)
    assert (code, told["ended"], told["spent"], told["catalogue"]) == (0, "done", 0, [])
    assert told["counts"] == {"agrees": READING, "differs": 0, "skipped": SPENDING}
    assert {f"list_{task_type}" for task_type in TASK_TYPES} <= {check["name"] for check in told["checks"]}


def test_the_command_prints_a_patch_that_can_be_played(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A server with other prices ends with 1, and the patch makes a fake that agrees with it."""
    with FakeIma(scenario=parse_scenario("prices: {more: 2}")) as other:
        code, out, _ = ima(capsys, "--base-url", other.url, "--key", other.key)
        assert code == 1
        patch = tmp_path / "patch.yaml"
        patch.write_text(out[out.index("catalogue:") :], encoding="utf-8")
        with FakeIma(scenario=patch) as ours:
            assert ours.world.catalogue.groups.keys() == other.world.catalogue.groups.keys()
            tree = ours.world.catalogue.groups["text_to_video"]
            assert list(differences("text_to_video", tree, other.world.catalogue.groups["text_to_video"])) == []


def test_a_key_that_is_not_accepted_ends_with_6(fake: FakeIma, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing else is tried, and the key is not shown, not even where the server says it."""
    code, told = document(capsys, "--base-url", fake.url, "--key", "ima_secret_key")
    assert (code, [check["name"] for check in told["checks"]]) == (6, ["key"])
    fake.fail_next("products", envelope(403, "ima_secret_key may not"))
    code, out, err = ima(capsys, "--base-url", fake.url, "--key", "ima_secret_key")
    assert code == 6
    assert "ima_secret_key" not in out + err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--base-url", "http://example.com", "--key", "ima_x"], 3),
        (["--base-url", "https://127.0.0.1:1"], 6),
        (["--key", "ima_x"], 2),
        (["--base-url", "http://127.0.0.1:1", "--key", "ima_x", "--spend", "-1"], 2),
    ],
)
def test_what_makes_no_sense_is_told(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """An address without https, no key, no address, a negative limit."""
    assert ima(capsys, *arguments)[0] == code


@pytest.mark.parametrize("fault", [drop_before(), drop_after_charge()])
def test_a_server_that_does_not_answer_ends_the_run(
    fake: FakeIma, capsys: pytest.CaptureFixture[str], fault: Any
) -> None:
    """What was found by then is told, with the reason; what may have been charged is counted."""
    fake.fail_next("create", fault, skip=5)
    arguments = ("--base-url", fake.url, "--key", fake.key, "--spend", "4", "--pace", "0.01")
    code, told = document(capsys, *arguments)
    assert (code, told["ended"].partition(":")[0], told["spent"]) == (1, "no answer", 4)


def test_ctrl_c_tells_what_was_found(
    fake: FakeIma, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interrupted run says so, and ends with 4."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_collect", interrupted)
    code, told = document(capsys, "--base-url", fake.url, "--key", fake.key)
    assert (code, told["ended"]) == (4, "interrupted")


def test_the_key_goes_nowhere_else(httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    """A redirect is not followed, and uploads are asked for at the address that was named."""
    httpserver.expect_request("/open/v1/product/list").respond_with_data("", 302, {"Location": "http://127.0.0.1:1/"})
    code, told = document(capsys, "--base-url", httpserver.url_for("").rstrip("/"), "--key", "ima_x")
    assert (code, told["checks"][0]["found"].partition("\n")[0]) == (6, "status 302, code None")


def test_virtual_fields_are_mapped_in_an_order() -> None:
    """What stands for other fields is sent as the list maps it; what is left out is left out."""
    groups = copy.deepcopy(
        [group for group in Scenario().build_catalogue().groups["text_to_image"] if group["name"] == "SeeDream"]
    )
    (field,) = (field for field in groups[0]["children"][0]["form_config"] if field.get("is_ui_virtual"))
    field["ui_params"][0]["value"] = "1:1"
    seedream = cheapest(groups)
    assert seedream
    inner = seedream.body(inner={"prompt": None})["parameters"][0]["parameters"]
    assert inner["size"] == "2048x2048"
    assert "prompt" not in inner


async def test_a_mistake_that_cannot_be_made_is_not_tried() -> None:
    """Where a price names no parameter, none can be left out: that order would be a good one, and cost."""
    story = parse_scenario("catalogue: [{model: doubao-seedream-4.5, points: 1}]")
    with FakeIma(scenario=story, speed=1000) as other:
        found = await findings(other.url, other.key, spend=2)
        assert (found["no_rule"].verdict, found["order"].verdict) == ("skipped", "agrees")
        assert [charge.total for charge in other.charges] == [1]


async def test_a_server_that_takes_mistakes_is_stopped_in_time(fake: FakeIma) -> None:
    """Each mistake that is taken counts as spent, until nothing may be spent any more."""
    fake.fail_next("create", instead({"code": 0, "message": "success", "data": {"id": "x"}}), times=9)
    found = await findings(fake.url, fake.key, spend=9)
    verdicts = [found[name].verdict for name in ("attribute_id_0", "wrong_credit", "wrong_cast", "order", "task")]
    assert verdicts == ["differs", "differs", "skipped", "skipped", "skipped"]
