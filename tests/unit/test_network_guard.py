"""The guard in conftest.py that keeps tests on this machine."""

import socket

import pytest


def test_a_test_cannot_reach_beyond_this_machine() -> None:
    """A connection to a documentation address is refused before a packet leaves."""
    with socket.socket() as outside, pytest.raises(RuntimeError, match=r"socket\.connect"):
        outside.connect(("192.0.2.1", 80))


def test_a_test_cannot_ask_for_a_name() -> None:
    """A name is not even looked up."""
    with pytest.raises(RuntimeError, match=r"socket\.getaddrinfo"):
        socket.getaddrinfo("example.com", 443)


def test_loopback_is_free() -> None:
    """A server on this machine can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]) as client:
        assert client.getpeername() == server.getsockname()
