"""What the tests of adapters share."""

from collections.abc import AsyncIterator, Iterator

import pytest
import stamina
from pytest_httpserver import HTTPServer

from tests.wire import WireServer


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    """Let what is repeated be repeated at once."""
    stamina.set_testing(True, attempts=5)
    yield
    stamina.set_testing(False)


@pytest.fixture
async def wire(httpserver: HTTPServer) -> AsyncIterator[WireServer]:
    """Return a server that sends what it is told."""
    async with WireServer(httpserver) as server:
        yield server


@pytest.fixture(scope="session")
def make_httpserver() -> Iterator[HTTPServer]:
    """Return pytest-httpserver's own server, which answers several requests at a time."""
    with HTTPServer(host="127.0.0.1", port=0, threaded=True) as server:
        yield server
