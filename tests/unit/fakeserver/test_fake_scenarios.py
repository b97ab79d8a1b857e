"""Stories: what can be told, how mistakes in them are told, and that what is written down can be played again."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.fakeserver.catalogues.catalogue import Catalogue
from imastudio.fakeserver.scenario import yaml_source
from imastudio.fakeserver.scenario.differences import NOTHING, compare, explain
from imastudio.fakeserver.scenario.expectations import Expectations, Expected, essence
from imastudio.fakeserver.scenario.fault_queue import Script
from imastudio.fakeserver.scenario.faults import (
    KINDS,
    Fault,
    Hold,
    bare,
    body,
    delay,
    drop_after_charge,
    envelope,
    fail_media,
    instead,
    price_list,
    redirect,
    trickle,
)
from imastudio.fakeserver.scenario.recording import Recording, encode_fault
from imastudio.fakeserver.scenario.scenario import Scenario
from imastudio.fakeserver.scenario.scenario_files import load_scenario, parse_scenario
from imastudio.fakeserver.scenario.yaml_source import ScenarioError, YamlMissing, write_yaml
from imastudio.fakeserver.vendor.checks import check_create
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.outcomes import Outcomes
from imastudio.fakeserver.vendor.records import Recorded
from imastudio.fakeserver.vendor.refusals import VendorRefusal
from imastudio.fakeserver.vendor.world import Account, Task, World
from tests.unit.fakeserver.orders import NoFiles
from tests.unit.fakeserver.orders import body as order_body

BANANA = ("text_to_image", "gemini-3.1-flash-image-preview")


def played(text: str) -> tuple[World, Account]:
    """Give a world in which a story is played, with 100 points."""
    scenario = parse_scenario(text)
    world = World(clock=VendorClock(hand=True), seed=1, catalogue=scenario.build_catalogue())
    world.outcomes = Outcomes(scenario.orders)
    return world, world.open_account("ima_key", 100)


def ordered(
    world: World, account: Account, version: tuple[str, str] = BANANA, *, prompt: str = "a cat", n: int = 1
) -> Task:
    """Order something."""
    order = check_create(order_body(*version, inner={"prompt": prompt, "n": n}), world, NoFiles())
    return world.accept(order, account, request=1, digest="")


def record(call: str, **parts: Any) -> Recorded:
    """Make the record of a request."""
    blank: dict[str, Any] = {"number": 1, "at": 0.0, "method": "POST", "path": f"/{call}", "query": {}, "headers": {}}
    return Recorded(**(blank | {"call": call} | parts))


# What can be told


def test_a_story_sets_the_stage() -> None:
    """Settings, accounts and faults of a story are read as they are written."""
    scenario = parse_scenario("""
points: 40
speed: 20
seed: 7
strict: true
hand_clock: false
accounts:
  - {key: ima_second, points: 5, name: second}
faults:
  create:
    - ok
    - envelope: 503
      times: 2
    - delay: 3
      drop_after_charge:
    - {ok: true, times: 2}
    - bare: {status: 429, retry_after: 7}
""")
    assert (scenario.points, scenario.speed, scenario.seed) == (40, 20.0, 7)
    assert (scenario.strict, scenario.hand_clock) == (True, False)
    assert [attrs.astuple(account) for account in scenario.accounts] == [("ima_second", 5, "second")]
    assert "ima_second" not in repr(scenario)
    script = Script()
    scenario.fill(script)
    expected = [(), (envelope(503),), (envelope(503),), (delay(3), drop_after_charge()), (), ()]
    expected.append((bare(429, retry_after=7),))
    assert [str(script.take("create")) for _ in range(8)] == [str(faults) for faults in [*expected, ()]]


def test_orders_end_as_told() -> None:
    """The first outcome that fits decides: by prompt, task type, model or version, and so often as told."""
    world, account = played("""
orders:
  - prompt: dr*gon
    fails: too scary
  - prompt: slow
    takes: 90
    times: 1
  - prompt: slow
    takes: [200, 300]
  - model: midjourney
    refuse: {code: 4014, message: subscribe first}
  - task_type: text_to_speech
    never_ends: true
  - prompt: half
    fails: {index: 1, reason: lost, resource_status: 3}
""")
    assert [media.error for media in ordered(world, account, prompt="A DRaaGON\nsleeps", n=2).medias] == [
        "too scary"
    ] * 2
    waits = [ordered(world, account, prompt="a slow cat").medias[0].ready_at - world.clock.now() for _ in range(2)]
    assert waits[0] == pytest.approx(90)
    assert 200 <= waits[1] <= 300
    with pytest.raises(VendorRefusal) as no:
        ordered(world, account, ("text_to_image", "midjourney"))
    assert (no.value.code, no.value.message) == (4014, "subscribe first")
    left = account.points
    task = ordered(world, account, ("text_to_speech", "seed-tts-2.0"))
    assert left - account.points == 2
    world.clock.advance(10_000_000)
    assert task.phase(world.clock.now()) != "success"
    task = ordered(world, account, prompt="half of it", n=2)
    assert [(media.error, media.resource_status) for media in task.medias] == [(None, 2), ("lost", 3)]
    assert ordered(world, account, prompt="anything else").medias[0].error is None


def test_a_refusal_may_be_a_mere_code() -> None:
    """`refuse: 4008` is enough, and costs nothing."""
    world, account = played("orders: [{refuse: 4008}]")
    with pytest.raises(VendorRefusal):
        ordered(world, account)
    assert (account.points, world.tasks) == (100, {})


def test_the_catalogue_is_patched() -> None:
    """Prices, ids, fields and whole versions change in a story, and nowhere else."""
    scenario = parse_scenario("""
prices: {more: 1, ids: new}
catalogue:
  - model: midjourney
    remove: true
  - model: gemini-3.1-flash-image-preview
    task_type: text_to_image
    prices:
      - when: {size: 2K}
        points: 99
        attribute_id: 5
    set: {name: Banana}
  - model: sonic
    points: 3
""")
    sold = scenario.build_catalogue()
    assert sold.find("text_to_image", "midjourney", "v7") is None
    assert "Midjourney" not in [group["name"] for group in sold.groups["text_to_image"]]
    leaf = next(leaf for leaf in sold.leaves("text_to_image") if leaf["id"] == BANANA[1])
    changed = [rule for rule in leaf["credit_rules"] if rule["attributes"]["size"] == "2K"]
    assert (leaf["name"], [(rule["points"], rule["attribute_id"]) for rule in changed]) == ("Banana", [(99, 5)])
    assert {
        rule["points"]
        for leaf in sold.leaves("text_to_music")
        if leaf["model_id"] == "sonic"
        for rule in leaf["credit_rules"]
    } == {3}
    untouched = next(leaf for leaf in Catalogue().leaves("text_to_image") if leaf["id"] == BANANA[1])
    assert untouched["name"] != "Banana"


def test_words_of_yaml_mean_what_they_say() -> None:
    """`on` and `16:9` are texts in a story, as they are for the vendor."""
    scenario = parse_scenario(
        "catalogue: [{model: midjourney, set: {a: on, b: 16:9, c: 2026-01-02, d: ~, e: 1.5, f: 0x1}}]"
    )
    assert scenario.catalogue[0].fields == {"a": "on", "b": "16:9", "c": "2026-01-02", "d": None, "e": 1.5, "f": "0x1"}


def test_an_empty_story_changes_nothing() -> None:
    """A server without a story sells what is usual."""
    assert Scenario().build_catalogue() == Catalogue()


# What can't be told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ponts: 3", "story.yaml, line 1, ponts: no such key; did you mean points?"),
        ("points: 3\npoints: 4", "story.yaml, line 2, points: this key stands here twice"),
        ("points: -1", "story.yaml, line 1, points: a whole number from 0 is wanted, not -1"),
        ("points: many", "story.yaml, line 1, points: a whole number from 0 is wanted, not 'many'"),
        ("speed: 0", "story.yaml, line 1, speed: must be greater than 0"),
        ("speed: fast", "story.yaml, line 1, speed: a number is wanted, not negative, instead of 'fast'"),
        ("strict: on", "story.yaml, line 1, strict: true or false is wanted, not 'on'"),
        ("", "story.yaml, line 1: there is nothing in it; try `points: 100`"),
        ("a: [", "story.yaml, line 1: this is no YAML: expected the node content, but found '<stream end>'"),
        ("\0", "story.yaml, line 1: this is no YAML text"),
        ("a: " + "[" * 3000, "story.yaml, line 1: this is nested too deeply"),
        ("- points", "story.yaml, line 1: keys with values are wanted here; write `key: value`, one below the other"),
        ("orders: {}", "story.yaml, line 1, orders: a list is wanted here; begin each entry with `- `"),
        (
            "orders:\n  - prompt: x",
            "story.yaml, line 2, orders[0]: what becomes of it?; name one of takes, fails, refuse, never_ends",
        ),
        (
            "orders:\n  - prompt: 3\n    takes: 1",
            "story.yaml, line 2, orders[0].prompt: a text is wanted, not 3; put it in quotes",
        ),
        (
            "orders:\n  - takes: [5, 1]",
            "story.yaml, line 2, orders[0].takes: two numbers of seconds are wanted, from and to; try [20, 40]",
        ),
        ("orders:\n  - refuse: {}", "story.yaml, line 2, orders[0].refuse: a refusal needs a code; try `code: 4008`"),
        (
            "orders:\n  - fails: {resource_status: 9}",
            "story.yaml, line 2, orders[0].fails.resource_status: no such status; 2 is failed, 3 deleted, 1 there, yet failed",
        ),
        ("faults:\n  creat: []", "story.yaml, line 2, faults.creat: no such key; did you mean create?"),
        (
            "faults:\n  create:\n    - drop_befor",
            "story.yaml, line 3, faults.create[0]: 'drop_befor' is not known here; did you mean drop_before?",
        ),
        (
            "faults:\n  create:\n    - envelope: abc",
            "story.yaml, line 3, faults.create[0].envelope: envelope can't be 'abc'; it takes code, message, status, retry_after",
        ),
        (
            "faults:\n  create:\n    - drop_before: 1",
            "story.yaml, line 3, faults.create[0].drop_before: drop_before can't be 1; it takes nothing",
        ),
        (
            "faults:\n  create:\n    - {ok: true, delay: 3}",
            "story.yaml, line 3, faults.create[0]: ok and a fault contradict each other; make two entries of it",
        ),
        (
            "accounts:\n  - points: 3",
            "story.yaml, line 2, accounts[0]: an account needs a key and points; try `key: ima_second`, `points: 5`",
        ),
        ("prices: {more: x}", "story.yaml, line 1, prices.more: a whole number of points is wanted"),
        (
            "catalogue:\n  - remove: true",
            "story.yaml, line 2, catalogue[0]: which model?; name its id or a version's with `model: `",
        ),
        (
            "catalogue:\n  - {model: sonic, task_type: text_to_image, remove: true}",
            "story.yaml, line 2, catalogue[0]: sonic is not sold as text_to_image",
        ),
        (
            "catalogue:\n  - model: midjourney\n    prices: [{when: {resolution: 9k}, points: 3}]",
            "story.yaml, line 2, catalogue[0]: no price of midjourney has {'resolution': '9k'}",
        ),
        (
            "requests:\n  - body: 3",
            "story.yaml, line 2, requests[0]: which call?; these are: products, create, detail, verify, token, put, cdn",
        ),
    ],
)
def test_mistakes_are_told_with_line_key_and_what_would_do(text: str, told: str) -> None:
    """Whoever wrote the story finds the place, and what to write instead."""
    with pytest.raises(ScenarioError) as mistake:
        parse_scenario(text, "story.yaml")
    assert str(mistake.value) == told


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.decode(errors="replace")))
def test_any_text_is_a_story_or_told(text: str) -> None:
    """No text breaks the reader."""
    with suppress(ScenarioError):
        assert parse_scenario(text).text == text


def test_without_pyyaml_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has not installed the extra is told which."""
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(YamlMissing, match=r"pip install 'imastudio\[fake\]'"):
        parse_scenario("points: 1")
    with pytest.raises(YamlMissing):
        yaml_source.write_yaml({})


def test_a_story_is_read_from_a_file(tmp_path: Path) -> None:
    """A file that isn't UTF-8 is no crash, and mistakes name the file."""
    file = tmp_path / "story.yaml"
    file.write_bytes(b"points: 3")
    assert load_scenario(file).points == 3
    file.write_bytes(b"points: \xff")
    with pytest.raises(ScenarioError, match=r"story\.yaml, line 1, points"):
        load_scenario(str(file))


# Faults, written and read


FAULTS = [
    delay(3),
    delay(2, real=True, handled=True),
    drop_after_charge(),
    envelope(503),
    envelope(4008, "too poor", status=402, retry_after="soon"),
    bare(429, retry_after=3),
    body("html"),
    redirect(status=307),
    fail_media(1, "lost", resource_status=3),
    trickle(1, 9),
    price_list(points=-1, ids="turned"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_written_as_they_are_read(fault: Fault) -> None:
    """What a story says of a fault makes the same fault."""
    story = parse_scenario(write_yaml({"faults": {"create": [encode_fault(fault)]}}))
    assert str(story.faults["create"][0].faults) == str((fault,))


@pytest.mark.parametrize("value", [None, 3, [1], {"data": {"x": "y"}}])
def test_any_answer_is_written_as_it_is_read(value: object) -> None:
    """An answer of one's own, too, an object or nothing included."""
    written = encode_fault(instead(value))
    (turn,) = parse_scenario(write_yaml({"faults": {"create": [written]}})).faults["create"]
    assert encode_fault(turn.faults[0]) == written == {"instead": value}


def test_every_kind_of_fault_can_be_told() -> None:
    """No fault is forgotten: a recording may meet any of them."""
    needed = {
        "delay": 1,
        "go_down": 1,
        "trickle": 1,
        "envelope": 400,
        "bare": 500,
        "status": 500,
        "instead": 1,
        "body": "html",
        "medias": "none",
    }
    for kind in KINDS:
        (turn,) = parse_scenario(write_yaml({"faults": {"create": [{kind: needed.get(kind)}]}})).faults["create"]
        assert list(encode_fault(turn.faults[0])) == [kind]


# What was recorded, and how another run differs


def test_a_recording_is_a_story() -> None:
    """Requests are told once where they only read, faults where they were met; no key is in it."""
    recording = Recording()
    headers = {"Authorization": "Bearer ima_***"}
    recording.note(record("products", query={"category": "text_to_image"}, status=200, headers=headers), ())
    recording.note(record("create", body={"a": "http://127.0.0.1:1/webAgent/privite/x.png"}, status=200), ())
    recording.note(record("create", body={"a": 1}, dropped=True), (drop_after_charge(), Hold()))
    recording.note(record("create", body={"a": 1}, status=503, code=503), (envelope(503),))
    recording.note(record("create", body={"a": 1}, status=200), ())
    for _ in range(3):
        recording.note(record("detail", body={"task_id": "t"}, status=200), ())
    world = World(clock=VendorClock(hand=True), seed=5, speed=2.0)
    old = parse_scenario("orders: [{prompt: x, takes: 3}]")
    text = recording.tell(world, 70, old)
    story = parse_scenario(text)
    assert (story.points, story.seed, story.speed, story.hand_clock) == (70, 5, 2.0, True)
    assert story.orders == old.orders
    assert [each.call for each in story.requests] == ["products", "create", "create", "create", "create", "detail"]
    assert story.requests[1].body == {"a": "upload"}
    assert [len(turn.faults) for turn in story.faults["create"]] == [0, 1, 1]
    assert "ima_" not in text
    assert "answer: none" in text


def test_a_run_that_is_the_same_has_no_differences() -> None:
    """Polls may come more often or later; what changes something comes in its order."""
    expectations = Expectations(
        (
            Expected(call="create", body={"a": 1}),
            Expected(call="detail", body={"task_id": "t"}),
            Expected(call="create", body={"a": 2}),
        )
    )
    came = [("detail", "t"), ("create", 1), ("detail", "t"), ("create", 2), ("detail", "t")]
    for call, value in came:
        assert expectations.hold(record(call, body={"a" if call == "create" else "task_id": value})) == ()
    assert (expectations.found, expectations.unmet()) == ([], ())


def test_differences_of_a_run_are_told() -> None:
    """What is other, too much or missing is named."""
    expectations = Expectations(
        (
            Expected(call="create", body={"a": {"b": [1, 2]}}),
            Expected(call="detail", body={"task_id": "t"}),
            Expected(call="verify", body={"url": "u" * 300}),
        )
    )
    assert expectations.hold(record("create", body={"a": {"b": [1, 3, 4]}})) == (
        "body.a.b[1]: sent 3, expected 2",
        "body.a.b[2]: sent 4, expected nothing",
    )
    assert expectations.hold(record("create", body={})) == ("no more create was expected",)
    assert expectations.hold(record("detail", body={"task_id": "other"})) == (
        "body.task_id: sent 'other', expected 't'",
    )
    assert expectations.hold(record("products")) == ("no products was expected",)
    assert len(expectations.found) == 5
    (missing,) = expectations.unmet()
    assert missing.startswith("verify was expected and did not come")
    assert missing.endswith("…")


def test_what_differs_from_run_to_run_is_not_compared() -> None:
    """Our address, names of uploads, timestamps and signatures are left out."""
    token = record("token", query={"fType": "picture", "timestamp": "1", "sign": "x"})
    assert essence(token) == Expected(call="token", query={"fType": "picture"})
    assert essence(record("put", query={"Signature": "x"})) == Expected(call="put")
    assert essence(record("cdn", path="/webAgent/privite/1/2.png")).query == {"path": "/upload"}
    body = {"input_images": ["http://localhost:1/results/t/0.png", "https://example.com/a.png"], "n": 1}
    assert essence(record("create", body=body)).body == {
        "input_images": ["results/t/0.png", "https://example.com/a.png"],
        "n": 1,
    }


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda leaf: st.lists(leaf) | st.dictionaries(st.text(max_size=5), leaf),
    )
)
def test_a_value_does_not_differ_from_itself(value: object) -> None:
    """Comparing is reflexive."""
    assert list(compare(value, value, "body")) == []


# What the vendor would have expected


def explained(**changes: object) -> dict[str, tuple[object, str]]:
    """Explain a refused create whose body was changed at some places."""
    body = order_body(*BANANA, inner={"size": "2K"})
    for where, value in changes.items():
        inner, outer = body["parameters"][0]["parameters"], body["parameters"][0]
        ({"top": body, "outer": outer, "inner": inner}[where.partition("_")[0]])[where.partition("_")[2]] = value
    found = explain(record("create", body=body, code=400), Catalogue())
    return {each.where: (each.sent, str(each.expected)) for each in found}


def test_a_refused_create_is_explained() -> None:
    """Wrong task type, model, version, parameter, id or price: each is named with what would do."""
    assert explained() == {}
    assert explained(outer_attribute_id=4401, outer_credit=6) == {
        "parameters[0].attribute_id": (4401, "4402"),
        "parameters[0].credit": (6, "10"),
    }
    assert explained(inner_size="3K")["parameters[0].parameters.size"] == ("3K", "512px or 1K or 2K or 4K")
    assert explained(outer_model_version="x")["parameters[0].model_version"] == ("x", BANANA[1])
    assert "midjourney" in explained(outer_model_id="x")["parameters[0].model_id"][1]
    assert "text_to_video" in explained(top_task_type="x")["task_type"][1]


@pytest.mark.parametrize("body", [None, [], "x", {"task_type": []}, {"task_type": "text_to_image", "parameters": 3}])
def test_any_refused_create_can_be_looked_at(body: object) -> None:
    """Nonsense is explained as nonsense."""
    found = explain(record("create", body=body, code=400), Catalogue())
    assert found
    assert found[0].sent is NOTHING or found[0].sent == []


def test_fields_that_nobody_knows_are_named() -> None:
    """They are differences although the request was accepted."""
    (found,) = explain(record("create", body={"colour": "blue"}, unknown=("colour",)), Catalogue())
    assert str(found) == "colour: sent 'blue', expected no such field"
