"""What the tests of adapters share."""

from collections.abc import AsyncIterator, Iterator

import pytest
import stamina

from tests.wire import WireServer


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    """Let what is repeated be repeated at once."""
    stamina.set_testing(True, attempts=5)
    yield
    stamina.set_testing(False)


@pytest.fixture
async def wire() -> AsyncIterator[WireServer]:
    """Return a server that sends what it is told."""
    async with WireServer() as server:
        yield server
