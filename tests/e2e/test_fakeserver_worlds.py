"""Worlds over HTTP: a test in any language has its own key, points, clock, catalogue and account book on a shared server."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pytest

from imastudio.fakeserver import FakeIma
from imastudio.fakeserver.http import server as server_module
from imastudio.fakeserver.http.admin import INSTANCE
from imastudio.fakeserver.http.sandbox import Life
from tests.e2e.test_fakeserver_program import ask
from tests.e2e.test_fakeserver_uploads import question
from tests.unit.fakeserver.orders import body

CREATE, DETAIL, LIST = "/open/v1/tasks/create", "/open/v1/tasks/detail", "/open/v1/product/list?category=text_to_image"


@pytest.fixture
def fake() -> Iterator[FakeIma]:
    """Run a server whose own clock runs."""
    with FakeIma(points=100) as server:
        yield server


def world(fake: FakeIma, **life: Any) -> dict[str, Any]:
    """Open a world over HTTP."""
    status, opened = ask(f"{fake.url}/_fake/worlds", life)
    assert status == 201
    found: dict[str, Any] = opened
    return found


def order(fake: FakeIma, key: str, prompt: str = "a cat") -> tuple[int, Any]:
    """Order a picture for 8 points."""
    return ask(f"{fake.url}{CREATE}", body("text_to_image", "midjourney", inner={"prompt": prompt}), key=key)


# Which server it is


def test_health_tells_which_server_it_is(fake: FakeIma) -> None:
    """Version, instance, pid and start are told, so that a script knows its own server."""
    _, health = ask(f"{fake.url}/_fake/health")
    assert (health["ok"], health["version"], health["pid"]) == (True, version("imastudio"), os.getpid())
    assert (health["instance"], health["started_at"], health["url"]) == (fake.instance, fake.started_at, fake.url)


def test_another_server_is_not_mistaken_for_ones_own(fake: FakeIma) -> None:
    """Every admin answer names the instance, and a request that means another one is refused before it does anything."""
    order(fake, fake.key)
    for path in ("health", "state", "docs", "openapi.yaml", ""):
        with urllib.request.urlopen(f"{fake.url}/_fake/{path}", timeout=30) as answer:  # noqa: S310 - loopback
            assert answer.headers[INSTANCE] == fake.instance
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{fake.url}/_fake/reset", data=b"{}", headers={INSTANCE: "somebody-elses"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)  # noqa: S310 - loopback
    with refused.value:
        assert refused.value.code == 409
        assert fake.instance in json.load(refused.value)["error"]
    assert len(fake.charges) == 1
    with FakeIma() as other:
        assert other.instance != fake.instance


# Isolation


def test_worlds_do_not_touch_each_other(fake: FakeIma) -> None:
    """Points, charges, requests, faults, clock and catalogue of one world show in no other, nor in the server's own."""
    one, two = world(fake, points=20), world(fake, points=8)
    assert len({one["key"], two["key"], fake.key}) == 3
    ask(f"{one['admin']}/faults", {"call": "create", "faults": [{"kind": "envelope", "code": 4014}]})
    ask(f"{one['admin']}/catalogue", {"points": 3})
    ask(f"{two['admin']}/clock", {"advance": 500})
    assert [order(fake, two["key"])[1]["code"] for _ in range(2)] == [0, 4008]
    assert order(fake, one["key"])[1]["code"] == 4014
    assert order(fake, one["key"])[1]["code"] == 6006  # the price went up, here alone
    assert order(fake, fake.key)[1]["code"] == 0
    states = [ask(f"{each['admin']}/state")[1] for each in (one, two)]
    assert [state["accounts"][0]["points"] for state in states] == [20, 0]
    assert [state["request_count"] for state in states] == [2, 2]
    assert states[1]["now"] - states[0]["now"] == 500
    assert fake.account.points == 92
    assert [request.call for request in fake.requests] == ["create"]


def test_equal_seeds_do_not_mix_up_tasks(fake: FakeIma) -> None:
    """Two worlds give the same task id for their first order; each finds its own task, and its own result."""
    one, two = world(fake, seed=5), world(fake, seed=5)
    ids = {order(fake, each["key"], prompt)[1]["data"]["id"] for each, prompt in ((one, "first"), (two, "second"))}
    assert len(ids) == 1
    ask(f"{one['admin']}/clock", {"advance": 500})
    found = [ask(f"{fake.url}{DETAIL}", {"task_id": min(ids)}, key=each["key"])[1]["data"] for each in (one, two)]
    assert [media["resource_status"] for data in found for media in data["medias"]] == [1, None]
    url = found[0]["medias"][0]["url"]
    assert url.startswith(f"{one['url']}/results/")
    with urllib.request.urlopen(url, timeout=30) as picture:  # noqa: S310 - loopback
        assert picture.headers["Content-Type"] == "image/jpeg"
    status, _ = ask(url.replace(one["name"], "000000000000"))
    assert status == 404


def test_a_world_is_found_by_its_url_too(fake: FakeIma) -> None:
    """A client may take the world's url for its base url; a key of another world is none there."""
    one, two = world(fake), world(fake)
    assert ask(f"{one['url']}{LIST}", key=one["key"])[0] == 200
    assert ask(f"{one['url']}{LIST}", key=two["key"])[0] == 401
    assert ask(f"{one['url']}/open/v1/nothing", key=one["key"])[0] == 404
    assert ask(f"{one['admin']}/verify", {})[1] == {
        "ok": False,
        "complaints": ["unknown request: GET /open/v1/nothing (answered 404)"],
        "instance": fake.instance,
    }


def test_uploads_go_to_the_world_of_their_key(fake: FakeIma) -> None:
    """A token by query, by form or by header leads to places of that world; what was put is found there alone."""
    one = world(fake)
    query = question(one["key"])
    form = urllib.request.Request(  # noqa: S310 - loopback
        f"{fake.url}/api/rest/oss/getuploadtoken", data=urllib.parse.urlencode(query).encode()
    )
    with urllib.request.urlopen(form, timeout=30) as answer:  # noqa: S310 - loopback
        places = json.load(answer)["data"]
    assert places["fdl"].startswith(f"{one['url']}/webAgent/")
    put = urllib.request.Request(  # noqa: S310 - loopback
        places["ful"], data=b"bytes", method="PUT", headers={"Content-Type": query["fContentType"]}
    )
    with urllib.request.urlopen(put, timeout=30) as answer:  # noqa: S310 - loopback
        assert answer.status == 200
    with urllib.request.urlopen(places["fdl"], timeout=30) as answer:  # noqa: S310 - loopback
        assert answer.read() == b"bytes"
    assert [request["call"] for request in ask(f"{one['admin']}/requests")[1]["requests"]] == ["token", "put", "cdn"]
    assert fake.requests == ()


def test_a_world_that_went_down_hangs_up_alone(fake: FakeIma) -> None:
    """Where the port is shared, being down means resets for this world, until its own clock says otherwise."""
    one = world(fake)
    ask(f"{one['admin']}/faults", {"call": "products", "faults": [{"kind": "go_down", "seconds": 30}]})
    assert ask(f"{fake.url}{LIST}", key=one["key"])[0] == 200
    with pytest.raises(OSError, match=r"reset|closed|Remote"):
        ask(f"{fake.url}{LIST}", key=one["key"])
    assert ask(f"{fake.url}{LIST}", key=fake.key)[0] == 200
    ask(f"{one['admin']}/clock", {"advance": 31})
    assert ask(f"{fake.url}{LIST}", key=one["key"])[0] == 200


def test_a_world_ends(fake: FakeIma) -> None:
    """Its key and its urls are unknown after that; what is not there cannot be ended."""
    one = world(fake)
    assert [each["name"] for each in ask(f"{fake.url}/_fake/worlds")[1]["worlds"]] == [one["name"]]
    assert ask(one["admin"], method="DELETE")[0] == 200
    assert ask(f"{fake.url}{LIST}", key=one["key"])[0] == 401
    assert ask(f"{one['admin']}/state")[0] == 404
    assert ask(one["admin"], method="DELETE")[0] == 404
    assert ask(f"{fake.url}/_fake/worlds")[1]["worlds"] == []


def test_a_world_begins_as_told(fake: FakeIma) -> None:
    """Life and scenario are those of the request, a reset goes back to them, and all of it has a usual value."""
    story = "orders: [{prompt: dragon, refuse: 4014}]"
    one = world(
        fake,
        points=9,
        speed=20,
        strict=True,
        hand_clock=False,
        seed=3,
        refunds=True,
        key="ima_fake_mine",
        scenario=story,
    )
    assert (one["key"], one["points"]) == ("ima_fake_mine", 9)
    box = fake.worlds[one["name"]]
    assert (box.world.speed, box.world.strict, box.world.seed, box.world.refunding, box.clock.hand) == (
        20,
        True,
        3,
        True,
        False,
    )
    box.world.speed, box.world.strict = 1, False
    ask(f"{one['admin']}/clock", {"advance": 5000})
    _, said = ask(f"{one['admin']}/reset", {})
    assert (said["points"], said["speed"], said["strict"]) == (9, 20, True)
    assert said["now"] < one["now"] + 5000
    assert box.scenario.orders[0].prompt == "dragon"
    usual = fake.worlds[world(fake)["name"]]
    assert (usual.points, usual.clock.hand, usual.world.seed) == (100_000, True, 0)


@pytest.mark.parametrize(
    ("life", "told"),
    [
        ({"point": 5}, "a world has no point"),
        ({"points": -1}, "points must be a number"),
        ({"points": "5"}, "points must be a number"),
        ({"speed": 0}, "speed must be greater than 0"),
        ({"strict": 1}, "strict must be true or false"),
        ({"seed": True}, "seed must be a number"),
        ({"key": ""}, "key must be a text"),
        ({"key": "ima_fake_key_for_tests"}, "this key is taken"),
        ({"scenario": 5}, "scenario must be a text"),
        ({"scenario": "pionts: 5"}, "did you mean points?"),
        ([], "the body must be an object"),
    ],
)
def test_a_world_that_makes_no_sense_is_told(fake: FakeIma, life: object, told: str) -> None:
    """Nothing is opened, and the mistake is named."""
    status, answer = ask(f"{fake.url}/_fake/worlds", life)
    assert (status, told in answer["error"]) == (400, True), answer
    assert fake.worlds == {}


def test_there_are_not_endlessly_many(fake: FakeIma, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test run that never ends its worlds is told so, before the memory is full."""
    monkeypatch.setattr(server_module, "MAX_WORLDS", 1)
    world(fake)
    status, answer = ask(f"{fake.url}/_fake/worlds", {})
    assert (status, "end some" in answer["error"]) == (400, True)


def test_a_key_is_of_one_world(fake: FakeIma) -> None:
    """An account can't be opened under the key of another world."""
    one = world(fake)
    assert ask(f"{fake.url}/_fake/accounts", {"key": one["key"], "points": 1})[0] == 400
    assert ask(f"{one['admin']}/accounts", {"key": "ima_second", "points": 1})[0] == 200
    assert ask(f"{fake.url}{LIST}", key="ima_second")[0] == 200
    assert fake.requests == ()


def test_a_world_may_be_opened_before_the_start() -> None:
    """In Python, a world can be prepared first; it is served as soon as the server is."""
    fake = FakeIma()
    one = fake.open_world(Life(points=8))
    with fake:
        assert order(fake, one.key)[1]["code"] == 0
        assert [charge.total for charge in one.charges] == [8]
        fake.end_world(one.name)
        assert order(fake, one.key)[1]["code"] == 401


# Verification over HTTP


def test_requests_are_verified(fake: FakeIma) -> None:
    """What came as expected is fine; each expectation is told once."""
    one = world(fake)
    assert ask(f"{one['admin']}/expect", {"call": "create", "said": {"prompt": "a cat", "n": 1}})[0] == 200
    order(fake, one["key"])
    assert ask(f"{one['admin']}/verify", {"charged": {"times": 1, "points": 8, "once_per": "digest"}})[1]["ok"]
    ask(f"{one['admin']}/expect", {"call": "detail", "times": None})
    ask(f"{one['admin']}/expect", {"call": "create", "said": {"prompt": "a dog"}})
    _, said = ask(f"{one['admin']}/verify", {"charged": {"times": 2}})
    assert not said["ok"]
    assert any("expected at least one detail; 0 came" in each for each in said["complaints"])
    assert any("prompt: sent 'a cat', expected 'a dog'" in each for each in said["complaints"])
    assert any("charged 1 times, expected 2" in each for each in said["complaints"])
    assert ask(f"{one['admin']}/verify", {})[1]["ok"]


def test_an_order_that_was_sent_twice_is_told(fake: FakeIma) -> None:
    """The account book is verified as in Python: once per digest, task or anything else a charge has."""
    one = world(fake)
    for _ in range(2):
        order(fake, one["key"])
    _, said = ask(f"{one['admin']}/verify", {"charged": {"once_per": "digest"}})
    assert "charged more than once" in said["complaints"][0]
    assert ask(f"{one['admin']}/verify", {"charged": {"once_per": "task_id", "points": 16}})[1]["ok"]
    assert (
        "charged 16 points, expected 8" in ask(f"{one['admin']}/verify", {"charged": {"points": 8}})[1]["complaints"][0]
    )
    assert ask(f"{world(fake)['admin']}/verify", {"charged": {}})[1]["complaints"][0].startswith("nothing was charged")


def test_a_fault_that_nobody_met_is_told(fake: FakeIma) -> None:
    """As in the fixture: what was ordered and did not happen fails the test."""
    one = world(fake)
    ask(f"{one['admin']}/faults", {"call": "create", "faults": [{"kind": "drop_before"}]})
    assert "should have met faults" in ask(f"{one['admin']}/verify", {})[1]["complaints"][0]


@pytest.mark.parametrize(
    ("route", "content"),
    [
        ("expect", {"call": "pay"}),
        ("expect", {"call": "create", "times": -1}),
        ("expect", {"call": "create", "times": True}),
        ("expect", {"call": "create", "said": []}),
        ("verify", {"charged": []}),
        ("verify", {"charged": {"once_per": "colour"}}),
        ("verify", {"charged": {"times": "1"}}),
        ("catalogue", {"points": "x"}),
        ("catalogue", {"lists": "a file"}),
        ("catalogue", {"lists": {"text_to_image": 5}}),
        ("chaos", {"seed": "x"}),
        ("chaos", {"rates": []}),
    ],
)
def test_what_makes_no_sense_is_told(fake: FakeIma, route: str, content: object) -> None:
    """A question that can't be answered says why, with 400, and names the instance."""
    status, answer = ask(f"{fake.url}/_fake/{route}", content)
    assert (status, answer["instance"]) == (400, fake.instance)
    assert answer["error"]


def test_the_log_and_the_waiting_faults_are_given(fake: FakeIma) -> None:
    """Requests come with bodies and answers, of one call, after a number; faults as a scenario has them; no key anywhere."""
    order(fake, fake.key)
    ask(f"{fake.url}{LIST}", key=fake.key)
    _, said = ask(f"{fake.url}/_fake/requests")
    assert [each["call"] for each in said["requests"]] == ["create", "products"]
    assert json.loads(said["requests"][0]["answer"])["data"]["generate_count"] == 1
    assert fake.key not in json.dumps(said)
    assert [each["call"] for each in ask(f"{fake.url}/_fake/requests?call=create")[1]["requests"]] == ["create"]
    assert ask(f"{fake.url}/_fake/requests?after=2")[1]["requests"] == []
    assert ask(f"{fake.url}/_fake/requests?call=pay")[0] == 400
    ask(f"{fake.url}/_fake/faults", {"call": "create", "faults": [{"kind": "delay", "seconds": 3}], "times": 2})
    assert ask(f"{fake.url}/_fake/faults")[1]["waiting"] == {"create": [{"delay": 3, "times": 2}]}
