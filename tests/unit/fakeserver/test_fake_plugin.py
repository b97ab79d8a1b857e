"""The pytest plugin in a project of someone else: what its fixtures give, and what fails a test when it ends."""

import json
import subprocess
import sys

import pytest

from tests.unit.fakeserver.orders import body

pytest_plugins = ["pytester"]

CLIENT = """
import json
import urllib.error
import urllib.request

ORDER = json.loads({order!r})

def send(fake, path, content=None):
    request = urllib.request.Request(
        fake.url + path,
        data=None if content is None else json.dumps(content).encode(),
        headers={{"Authorization": "Bearer " + fake.key, "x-app-source": "ima_skills"}},
    )
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as problem:
        with problem:
            return json.load(problem)

def order(fake, **inner):
    content = json.loads(json.dumps(ORDER))
    content["parameters"][0]["parameters"].update(inner)
    return send(fake, "/open/v1/tasks/create", content)

def state(fake, task_id):
    return send(fake, "/open/v1/tasks/detail", {{"task_id": task_id}})["data"]["medias"]
"""

WORKING = """
import pytest
from imastudio.fakeserver import drop_after_charge, envelope
from their_client import order, send, state

seen = []

def test_it_gives_everything_a_test_asks_for(fake_ima, fake_ima_server):
    assert fake_ima.url == fake_ima_server.url
    task_id = order(fake_ima)["data"]["id"]
    assert state(fake_ima, task_id)[0]["resource_status"] is None
    fake_ima.clock.advance(100)
    assert state(fake_ima, task_id)[0]["resource_status"] == 1
    assert fake_ima.account.points == 100_000 - 8
    assert [charge.total for charge in fake_ima.charges] == [8]
    assert [record.call for record in fake_ima.requests] == ["create", "detail", "detail"]
    assert list(fake_ima.world.tasks) == [task_id]
    fake_ima.fail_next("create", envelope(4008))
    assert order(fake_ima)["code"] == 4008
    fake_ima.assert_charged(1, points=8, once_per=lambda charge: charge.digest)
    assert fake_ima.refunds == ()
    fake_ima.add_account("ima_other", 5)
    fake_ima.chaos(rates={})
    fake_ima.shift_prices(1)
    assert order(fake_ima)["code"] == 6006
    fake_ima.sell({"text_to_image": []})
    assert order(fake_ima)["code"] == 400

def test_a_lost_answer(fake_ima):
    fake_ima.fail_next("create", drop_after_charge())
    with pytest.raises(OSError):
        order(fake_ima)
    fake_ima.assert_charged(once_per=lambda charge: charge.digest)

@pytest.mark.parametrize("number", range(3))
def test_each_test_has_a_world_of_its_own(fake_ima, number):
    assert (fake_ima.charges, fake_ima.requests) == ((), ())
    seen.append((fake_ima.url, order(fake_ima)["data"]["id"], fake_ima.clock.now()))
    fake_ima.clock.advance(50)
    assert len(set(seen)) == 1

@pytest.mark.fake_ima(points=5)
def test_poor(fake_ima):
    assert order(fake_ima)["code"] == 4008

@pytest.mark.fake_ima(strict=True)
def test_strict(fake_ima):
    assert order(fake_ima, hurry=True)["code"] == 400

@pytest.mark.fake_ima(speed=100_000, hand_clock=False)
def test_fast(fake_ima):
    task_id = order(fake_ima)["data"]["id"]
    while state(fake_ima, task_id)[0]["resource_status"] != 1:
        pass

def test_usual(fake_ima):
    assert order(fake_ima, hurry=True)["code"] == 0

def test_what_was_expected_came(fake_ima):
    fake_ima.expect("create", times=2, prompt="a heron")
    fake_ima.expect("create", prompt="a crane", input_images=[])
    fake_ima.expect("products", times=None, category="text_to_image")
    fake_ima.expect("verify", times=0)
    send(fake_ima, "/open/v1/product/list?category=text_to_image")
    for prompt in ("a heron", "a crane", "a heron"):
        order(fake_ima, prompt=prompt)
"""

FAILING = """
import pytest
from imastudio.fakeserver import envelope
from their_client import order, send

def test_expected(fake_ima):
    fake_ima.expect("create", n=2, model_id="midjourney")
    fake_ima.expect("detail", times=None)
    order(fake_ima, prompt="a heron")

def test_broken(fake_ima):
    fake_ima.expect("put")
    assert 1 == 2

def test_faults(fake_ima):
    fake_ima.fail_next("create", envelope(500), times=2, skip=1)
    order(fake_ima)

def test_routes(fake_ima):
    send(fake_ima, "/open/v1/tasks/cancel", {})
    send(fake_ima, "/favicon.ico")
    send(fake_ima, "/_fake/nonsense")

def test_times(fake_ima):
    order(fake_ima), order(fake_ima)
    fake_ima.assert_charged(3)

def test_points(fake_ima):
    order(fake_ima), order(fake_ima)
    fake_ima.assert_charged(points=9)

def test_twice(fake_ima):
    order(fake_ima), order(fake_ima)
    fake_ima.assert_charged(once_per=lambda charge: charge.digest)

def test_free(fake_ima):
    with pytest.raises(ValueError, match="products, create"):
        fake_ima.expect("pay")
    fake_ima.assert_charged()

def test_next(fake_ima):
    assert order(fake_ima)["code"] == 0
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return a project of someone else, with a client of its own."""
    text = CLIENT.format(order=json.dumps(body("text_to_image", "midjourney")))
    pytester.makepyfile(their_client=text)
    pytester.makeini("[pytest]\naddopts = -p no:randomly -p no:schemathesis -p no:cacheprovider\n")
    return pytester


def run(project: pytest.Pytester, tests: str) -> pytest.RunResult:
    """Run a file of tests in a process of its own, where the plugin is found by its entry point."""
    project.makepyfile(test_theirs=tests)
    return project.runpytest_subprocess("-q", timeout=100)


def test_tests_of_others_get_what_they_ask_for(project: pytest.Pytester) -> None:
    """Url, key, clock, book, faults, expectations and settings work, and each test has a world of its own."""
    run(project, WORKING).assert_outcomes(passed=10)


def test_tests_of_others_fail_for_what_did_not_come(project: pytest.Pytester) -> None:
    """Unmet expectations, unused faults, unknown routes and wrong charges fail a test, and are told with the difference."""
    result = run(project, FAILING)
    result.assert_outcomes(passed=1, failed=8)
    result.stdout.fnmatch_lines(
        [
            *("*expected 1 create with n=2, model_id='midjourney'; 0 came*", "*request 1:*", "*n: sent 1, expected 2*"),
            *("*expected at least one detail; 0 came*", "*unexpected create*"),
            *("*assert 1 == 2*", "*expected 1 put; 0 came*"),
            "*2 more requests of create should have met faults*500*",
            "*unknown request: POST /open/v1/tasks/cancel*404*",
            *("*charged 2 times, expected 3*", "*1. 8 points for midjourney (text_to_image), request 1, task_*"),
            "*charged 16 points, expected 9*",
            "*charged more than once: * 2 times*",
            "*nothing was charged*",
        ]
    )
    result.stdout.no_fnmatch_line("*favicon*")


def test_loading_the_plugin_loads_no_server() -> None:
    """A project that never asks for the fixture pays nothing for it."""
    program = "import sys, imastudio.fakeserver.pytest_plugin; print({'aiohttp', 'yaml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")
