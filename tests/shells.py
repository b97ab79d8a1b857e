"""The command line, run in this process before a fake server: what it said, and its exit code."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import attrs
import pytest

from imastudio.adapters.cli.main import run
from imastudio.fakeserver import FakeIma


@contextmanager
def pointed_at(server: FakeIma, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run `server` while the environment points to it."""
    with server:
        monkeypatch.setenv("IMA_API_KEY", server.key)
        monkeypatch.setenv("IMA_BASE_URL", server.url)
        monkeypatch.setenv("LC_ALL", "C.UTF-8")
        yield server


@attrs.frozen
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Return the JSON on stdout, which is nothing else."""
        return json.loads(self.out)

    @property
    def kind(self) -> str | None:
        """Return the kind of the error in the JSON."""
        error = self.document["error"]
        return None if error is None else str(error["kind"])


class Shell:
    """Runs `ima` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Said:
        """Run it."""
        self._capsys.readouterr()
        code = self.run(*arguments)
        out, err = self._capsys.readouterr()
        return Said(code, out, err)

    def run(self, *arguments: str) -> int:
        """Run it, and return its exit code."""
        return run(arguments)
