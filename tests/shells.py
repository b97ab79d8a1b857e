"""The command line, run in this process: what it said, and its exit code."""

import json
from typing import Any

import attrs
import pytest

from imastudio.adapters.cli.main import run


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
