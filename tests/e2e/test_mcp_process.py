"""`ima mcp` as a process: spoken to by hand in every version, killed in the middle of an order, and over HTTP."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, KNOWN_PROTOCOL_VERSIONS

from imastudio.adapters.cli.main import run
from imastudio.adapters.mcp.server import MAX_MESSAGE_BYTES
from imastudio.fakeserver import FakeIma, Hold
from tests import warm
from tests.shells import pointed_at

FAST = "500"
SERVER = [sys.executable, "-m", "imastudio", "mcp", "--speed", FAST]
WISH = {"prompt": "a cat", "request_id": "r1"}


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=500, strict=True), monkeypatch) as server:
        yield server


class Wire:
    """A client of another hand: JSON-RPC, a line each, and nothing of the library."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self._in: IO[bytes] = process.stdin
        self._out: IO[bytes] = process.stdout
        self._count = 0

    def send(self, method: str, params: Any, *, notify: bool = False) -> int:
        """Send a request, or a notification."""
        self._count += 1
        message = {"jsonrpc": "2.0", "method": method, "params": params, **({} if notify else {"id": self._count})}
        self._write(message)
        return self._count

    def hear(self, request_id: int, *, consents: bool | None = None) -> Any:
        """Return the answer to a request; what is asked meanwhile is answered so."""
        for line in self._out:
            message = json.loads(line)
            if message.get("method") == "elicitation/create":
                content = {"action": "accept", "content": {"agreed": consents}}
                self._write({"jsonrpc": "2.0", "id": message["id"], "result": content})
            elif message.get("id") == request_id:
                return message["result"]
        raise AssertionError("the server went away")

    def ask(self, method: str, params: Any, *, consents: bool | None = None) -> Any:
        """Send a request and return its answer."""
        return self.hear(self.send(method, params), consents=consents)

    def greet(self, version: str, **capabilities: Any) -> Any:
        """Shake hands."""
        client = {"name": "by hand", "version": "0"}
        told = {"protocolVersion": version, "capabilities": capabilities, "clientInfo": client}
        answer = self.ask("initialize", told)
        self.send("notifications/initialized", {}, notify=True)
        return answer

    def call(self, tool: str, arguments: Any, *, consents: bool | None = None) -> Any:
        """Call a tool."""
        return self.ask("tools/call", {"name": tool, "arguments": arguments}, consents=consents)

    def _write(self, message: Any) -> None:
        self._in.write(json.dumps(message).encode() + b"\n")
        self._in.flush()


@contextmanager
def served(*more: str) -> Iterator[Wire]:
    """Run the server; its stdin is closed at the end."""
    with warm.Popen(
        [*SERVER, *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        wire = Wire(process)
        try:
            yield wire
        finally:
            wire._in.close()
            try:
                process.wait(20)
            finally:
                process.kill()


@pytest.mark.parametrize("version", HANDSHAKE_PROTOCOL_VERSIONS)
def test_a_client_of_another_hand_orders_in_every_version(version: str, fake: FakeIma) -> None:
    """The version is agreed to; the person is asked through the client, and the server ends with it."""
    with served() as wire:
        assert wire.greet(version, elicitation={})["protocolVersion"] == version
        names = {tool["name"] for tool in wire.ask("tools/list", {})["tools"]}
        assert {"quote", "create", "wait"} <= names
        refused = wire.call("create", {"wish": WISH}, consents=False)
        assert refused["isError"] is True
        made = wire.call("create", {"wish": WISH}, consents=True)
        assert "generation_id=" in made["content"][0]["text"]
    assert wire.process.returncode == 0
    assert len(fake.charges) == 1


@pytest.mark.measured
async def test_the_library_s_client_starts_it(fake: FakeIma) -> None:
    """With the environment that it hands on."""
    environment = {"IMA_API_KEY": fake.key, "IMA_BASE_URL": fake.url, "IMA_UNATTENDED_POINTS": "5"}
    parameters = StdioServerParameters(command=SERVER[0], args=SERVER[1:], env=environment)
    async with Client(parameters) as client:
        result = await client.call_tool("create", {"wish": WISH})
        assert result.structured_content["total"] == 5
    assert len(fake.charges) == 1


def test_a_killed_server_loses_no_order(fake: FakeIma, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    """`kill -9` while the order is on its way: the next session knows of it, and orders nothing again."""
    monkeypatch.setenv("IMA_UNATTENDED_POINTS", "5")
    hold = Hold(handled=True)
    fake.fail_next("create", hold)
    with served() as wire:
        wire.greet(KNOWN_PROTOCOL_VERSIONS[0])
        wire.send("tools/call", {"name": "create", "arguments": {"wish": WISH}})
        assert hold.reached.wait(60)
        wire.process.kill()
    assert wire.process.returncode == -signal.SIGKILL
    hold.release()
    assert len(fake.charges) == 1
    with served() as wire:
        wire.greet(KNOWN_PROTOCOL_VERSIONS[0])
        (left,) = wire.call("history", {})["structuredContent"]["generations"]
        waited = wire.call("wait", {"generation_id": left["generation_id"]})["structuredContent"]
        again = wire.call("create", {"wish": WISH})["structuredContent"]
    assert waited["status"] == "unknown"
    assert again["error"]["kind"] == "twin_unsettled"
    assert len(fake.charges) == 1
    capsys.readouterr()
    assert run(["history", "--unknown", "--fields", "generation_id"]) == 0
    assert [one["generation_id"] for one in json.loads(capsys.readouterr().out)] == [left["generation_id"]]


def test_a_client_that_goes_away_leaves_its_tasks_in_the_ledger(fake: FakeIma, monkeypatch: Any) -> None:
    """The next session waits for them."""
    monkeypatch.setenv("IMA_UNATTENDED_POINTS", "100")
    with served() as wire:
        wire.greet(KNOWN_PROTOCOL_VERSIONS[2])
        made = wire.call("create", {"wish": {**WISH, "task_type": "text_to_video"}})["structuredContent"]
    assert wire.process.returncode == 0
    with served() as wire:
        wire.greet(KNOWN_PROTOCOL_VERSIONS[2])
        done = wire.call("wait", {"generation_id": made["generation_id"]})["structuredContent"]
        while done["status"] == "running":
            done = wire.call("wait", {"generation_id": made["generation_id"]})["structuredContent"]
    assert (done["status"], len(fake.charges)) == ("succeeded", 1)


@pytest.mark.measured
def test_a_signal_ends_it(fake: FakeIma) -> None:
    """At once, though the client holds its stdin open."""
    del fake
    with served() as wire:
        wire.greet(KNOWN_PROTOCOL_VERSIONS[2])
        wire.process.send_signal(signal.SIGTERM)
        assert wire.process.wait(20) is not None


@pytest.mark.measured
def test_without_a_client_it_ends(fake: FakeIma) -> None:
    """Where stdin is nothing that anybody could write to."""
    del fake
    done = subprocess.run(SERVER, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_client_that_dies_before_it_is_answered_ends_it_quietly(fake: FakeIma) -> None:
    """Nobody reads the answer any more: no traceback, and no other exit code than where stdin alone ends."""
    del fake
    with subprocess.Popen(
        SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write('{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
        process.stdin.flush()
        said = process.stderr.read()
        assert (process.wait(60), said) == (0, "")


def test_a_message_that_is_too_long_ends_nothing(fake: FakeIma) -> None:
    """It is not answered; what follows is."""
    with served() as wire:
        wire.greet(KNOWN_PROTOCOL_VERSIONS[2])
        wire.send("tools/call", {"name": "create", "arguments": {"wish": {"prompt": "x" * (MAX_MESSAGE_BYTES + 1)}}})
        assert wire.call("quote", {"wish": WISH})["structuredContent"]["total"] > 0
    assert fake.charges == ()


@contextmanager
def listening(*more: str) -> Iterator[tuple[str, str]]:
    """Run the server over HTTP; yield its address and token."""
    command = [*SERVER, "--http", *more]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address, token = "", ""
        for line in process.stderr:
            address = line.strip() if line.startswith("http://") else address
            if found := re.match(r"Authorization: Bearer (\S+)", line):
                token = found[1]
                break
        try:
            yield address, token
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            finally:
                process.kill()


@pytest.mark.measured
async def test_over_http_nobody_is_answered_without_the_token(fake: FakeIma, tmp_path: Path, monkeypatch: Any) -> None:
    """On loopback alone, and only by its own name."""
    del tmp_path
    monkeypatch.setenv("IMA_UNATTENDED_POINTS", "5")
    monkeypatch.setenv("IMA_MCP_TOKEN", "a token of the operator")
    with listening() as (address, token):
        assert address.startswith("http://127.0.0.1:")
        assert token == "a"  # the token has blanks, so the pattern took its first word
        secret = {"Authorization": "Bearer a token of the operator"}
        async with httpx2.AsyncClient() as http:
            for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "a token of the operator"}):
                assert (await http.post(address, json={}, headers=headers)).status_code == 401
            rebound = await http.post(address, json={}, headers={**secret, "Host": "evil.example"})
            assert rebound.status_code in {400, 403, 421}
        async with httpx2.AsyncClient(headers=secret) as http:
            async with Client(streamable_http_client(address, http_client=http)) as client:
                result = await client.call_tool("create", {"wish": WISH})
                assert result.structured_content["total"] == 5
            async with Client(streamable_http_client(address, http_client=http), mode="legacy") as client:
                again = await client.call_tool("create", {"wish": WISH})
                assert again.structured_content["generation_id"] == result.structured_content["generation_id"]
    assert len(fake.charges) == 1


@pytest.mark.measured
def test_a_token_is_made_up_where_none_is_named(fake: FakeIma) -> None:
    """Long enough not to be guessed, another one each time."""
    del fake
    with listening() as (_, one), listening("--port", "0") as (_, other):
        assert one != other
        assert min(len(one), len(other)) >= 32
