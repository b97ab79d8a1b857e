"""The official inspector's command line before our server: a client of another hand, in another language.

It is skipped where there is no inspector: install `@modelcontextprotocol/inspector` with npm (or name its program in
IMA_TEST_INSPECTOR). Nothing is downloaded here.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from imastudio.adapters.mcp.tools import TOOLS
from imastudio.fakeserver import FakeIma
from tests.shells import pointed_at

PATIENCE_S = 120


def _inspector() -> list[str] | None:
    """Return the command of the inspector, or None where there is none on this machine."""
    named = os.environ.get("IMA_TEST_INSPECTOR") or shutil.which("mcp-inspector")
    if named:
        return [named]
    npx = shutil.which("npx")
    if npx is None:
        return None
    kept = [npx, "--offline", "@modelcontextprotocol/inspector"]
    found = subprocess.run([*kept, "--help"], capture_output=True, timeout=PATIENCE_S, check=False)
    return kept if found.returncode == 0 else None


@pytest.fixture(scope="module")
def inspector() -> list[str]:
    """Return the inspector's command, or skip."""
    command = _inspector()
    if command is None:
        pytest.skip("no inspector: npm install -g @modelcontextprotocol/inspector, or IMA_TEST_INSPECTOR")
    return command


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(tmp_path / "state"))
    with pointed_at(FakeIma(speed=500, strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def inspected(inspector: list[str]) -> Callable[..., Any]:
    """Return what asks our server through the inspector: a method, and arguments of a tool."""

    def ask(method: str, tool: str | None = None, **arguments: str) -> Any:
        called = [] if tool is None else ["--tool-name", tool]
        for name, value in arguments.items():
            called += ["--tool-arg", f"{name}={value}"]
        server = [sys.executable, "-m", "imastudio", "mcp"]
        command = [*inspector, "--cli", *server, "--method", method, *called]
        said = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        assert said.returncode == 0, said.stderr
        return json.loads(said.stdout)

    return ask


def test_the_inspector_lists_our_tools(inspected: Callable[..., Any], fake: FakeIma) -> None:
    """All of them, each with an input and an output schema that is one."""
    tools = inspected("tools/list")["tools"]
    assert [tool["name"] for tool in tools] == [tool.name for tool in TOOLS]
    for tool in tools:
        for schema in (tool["inputSchema"], tool["outputSchema"]):
            jsonschema_rs.validator_for(schema)
    assert not fake.charges


def test_the_inspector_asks_the_price_and_orders_nothing_unapproved(
    inspected: Callable[..., Any], fake: FakeIma
) -> None:
    """It can't ask a person, so what waits has a name; within the operator's allowance it is ordered, once."""
    wish = json.dumps({"prompt": "a cat on grass", "request_id": "inspected-1"})
    quoted = inspected("tools/call", "quote", wish=wish)["structuredContent"]
    refused = inspected("tools/call", "create", wish=wish, approved_points="1000")
    assert (refused["isError"], refused["structuredContent"]["error"]["kind"]) == (True, "needs_approval")
    assert not fake.charges
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("IMA_UNATTENDED_POINTS", "20")
        created, again = (inspected("tools/call", "create", wish=wish)["structuredContent"] for _ in range(2))
    assert (created["error"], created["total"]) == (None, quoted["total"])
    assert again["generation_id"] == created["generation_id"]
    assert len(fake.charges) == 1
    (row,) = inspected("tools/call", "history")["structuredContent"]["generations"]
    assert row["generation_id"] == created["generation_id"]
