"""The last moment before the paid POST: what surely did not leave is known as such, and sent again."""

import asyncio
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import attrs
import pytest

from imastudio.adapters.ima import order_body
from imastudio.domain.lifecycle.answers import Accepted, Unclear, Unsent
from tests.vendor import adapters, request
from tests.wire import WireServer, said

End: TypeAlias = Callable[[socket.socket], None]
_ESTABLISHED = "01"
TCP = Path("/proc/net/tcp")


def close(peer: socket.socket) -> None:
    """Close as a server closes a line that idles."""
    peer.close()


def reset(peer: socket.socket) -> None:
    """Close as a server that goes away."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def accept_and(end: End, listening: socket.socket) -> None:
    """End the line to who connects, and hold the event loop up until the system knows of it."""
    peer, (_, port) = listening.accept()
    end(peer)
    while stands(port):
        time.sleep(0.001)


def stands(port: int) -> bool:
    """Tell whether the system takes the line from a port to be open still."""
    lines = [line.split() for line in TCP.read_text().splitlines()[1:]]
    return any(int(line[1].rpartition(":")[2], 16) == port and line[3] == _ESTABLISHED for line in lines)


@pytest.mark.skipif(not TCP.exists(), reason="the system's own view of a line is read here")
@pytest.mark.parametrize("end", [close, reset])
async def test_a_line_that_has_ended_takes_nothing(end: End) -> None:
    """The server ended it while the last question was asked, and the event loop has not come to it: nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        async def may_leave() -> bool:
            accept_and(end, listening)
            return True

        async with adapters(f"http://127.0.0.1:{listening.getsockname()[1]}") as vendor:
            answer = await vendor.service.create(attrs.evolve(request(), may_leave=may_leave))
    assert isinstance(answer, Unsent)


@pytest.mark.skipif(not TCP.exists(), reason="the system's own view of a line is read here")
async def test_a_line_that_refuses_the_first_byte_took_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends after the look: the system takes nothing."""
    monkeypatch.setattr(order_body, "_ENDED", 0)
    await test_a_line_that_has_ended_takes_nothing(reset)


async def test_a_line_that_ends_later_may_have_taken_all() -> None:
    """Nobody knows."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        async def may_leave() -> bool:
            peer, _ = listening.accept()
            asyncio.get_running_loop().call_later(0.01, reset, peer)
            return True

        async with adapters(f"http://127.0.0.1:{listening.getsockname()[1]}") as vendor:
            for prompt in ("a cat", "x" * (1 << 24)):  # of the longer one the system takes a part at once
                content = attrs.evolve(request().content, prompt=prompt)
                order = attrs.evolve(request(), may_leave=may_leave, content=content)
                assert await vendor.service.create(order) == Unclear()


async def test_a_line_that_stands_takes_the_order(wire: WireServer) -> None:
    """However long the last question takes."""
    wire.answer(said({"code": 0, "data": {"id": "task_1"}}))

    async def may_leave() -> bool:
        await asyncio.sleep(0.05)
        return True

    async with adapters(wire.url) as vendor:
        answer = await vendor.service.create(attrs.evolve(request(), may_leave=may_leave))
    assert isinstance(answer, Accepted)
