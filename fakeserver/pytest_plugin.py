"""Fixtures for tests of IMA clients: `fake_ima`, a fresh world in each test, on one server for the whole run.

    def test_it_pays_once(fake_ima):
        fake_ima.fail_next("create", drop_after_charge())
        my_client(fake_ima.url, fake_ima.key).order("a heron")
        fake_ima.assert_charged(once_per=lambda charge: charge.digest)

Rules this file obeys:
* Loading it costs nothing: the server is imported when a test first asks for it.
* A test that asked for something which then did not happen has not passed: expectations that were not met, faults that
  nobody met, and requests that no server would know, fail it when it ends. A test that failed by itself shows them too.
"""

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from imastudio.fakeserver.http.server import FakeIma

_FAKE = pytest.StashKey["FakeIma"]()


def pytest_configure(config: pytest.Config) -> None:
    """Announce the marker."""
    config.addinivalue_line(
        "markers", "fake_ima(points, speed, strict, seed, refunds, hand_clock): what the fake IMA of a test is like"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Let a test fail for what it expected of `fake_ima` and did not get."""
    try:
        yield
    except BaseException:
        for complaint in _complaints(item):
            item.add_report_section("call", "fake_ima", complaint)
        raise
    complaints = _complaints(item)
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture(scope="session")
def fake_ima_server() -> "Iterator[FakeIma]":
    """Run the server, in a thread of its own, for all tests of this process."""
    from imastudio.fakeserver.http.server import FakeIma  # noqa: PLC0415 - only who asks for it pays for it

    with FakeIma(hand_clock=True) as server:
        yield server


@pytest.fixture
def fake_ima(request: pytest.FixtureRequest, fake_ima_server: "FakeIma") -> "FakeIma":
    """Give the server with nothing in it; `@pytest.mark.fake_ima(points=10)` says what it is to be like."""
    marker = request.node.get_closest_marker("fake_ima")
    fake_ima_server.begin_again(**(marker.kwargs if marker else {}))
    request.node.stash[_FAKE] = fake_ima_server
    return fake_ima_server


def _complaints(item: pytest.Item) -> tuple[str, ...]:
    fake = item.stash.get(_FAKE, None)
    return fake.verification.complaints() if fake else ()
