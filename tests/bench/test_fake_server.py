"""What the fake server costs a test: start to ready, and a fixture in each test once it runs."""

import time
import urllib.request
from collections.abc import Callable

import pytest

from imastudio.fakeserver import FakeIma
from tests.bench.measure import ROUNDS, cpu_seconds

STARTED = """
import pytest

from imastudio.fakeserver import FakeIma
with FakeIma():
    pass
"""
PLUGIN = "import imastudio.fakeserver.pytest_plugin"
TESTS = 200


def ask(fake: FakeIma) -> None:
    """Send the smallest request there is."""
    with urllib.request.urlopen(f"{fake.url}/_fake/health", timeout=30) as response:  # noqa: S310 - loopback
        assert response.status == 200


def test_starting_costs_little_more_than_the_http_library(
    monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    """From nothing to ready and stopped again takes at most three times the CPU of importing aiohttp's server."""
    monkeypatch.delenv("IMA_FAKE_CHECK_ANSWERS")
    bare, started = cpu_seconds("import aiohttp.web", STARTED)
    record_property(
        "figure", f"fake server, import to ready: {started * 1000:.0f} ms CPU (aiohttp {bare * 1000:.0f} ms)"
    )
    assert started <= 3 * bare


def test_loading_the_plugin_costs_next_to_nothing(record_property: Callable[[str, object], None]) -> None:
    """Beside pytest itself, the plugin is nothing to wait for."""
    bare, loaded = cpu_seconds("import pytest", f"import pytest; {PLUGIN}")
    record_property("figure", f"pytest plugin: {(loaded - bare) * 1000:.1f} ms beside pytest ({bare * 1000:.0f} ms)")
    assert loaded <= 1.5 * bare


def test_a_fixture_costs_less_than_a_few_requests(
    monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    """A fresh world for a test takes less time than twenty requests that do nothing."""
    monkeypatch.delenv("IMA_FAKE_CHECK_ANSWERS")
    with FakeIma(hand_clock=True) as fake:
        ask(fake)
        rounds = [(_worlds(fake), _requests(fake)) for _ in range(ROUNDS)]
    world, request = (min(times) for times in zip(*rounds, strict=True))
    record_property("figure", f"fake_ima in a test: {world * 1000:.2f} ms (one request {request * 1000:.2f} ms)")
    assert world <= 20 * request


def _worlds(fake: FakeIma) -> float:
    began = time.perf_counter()
    for _ in range(TESTS):
        fake.begin_again()
        assert fake.verification.complaints() == ()
    return (time.perf_counter() - began) / TESTS


def _requests(fake: FakeIma) -> float:
    began = time.perf_counter()
    for _ in range(TESTS):
        ask(fake)
    return (time.perf_counter() - began) / TESTS
