"""Tutorials as sessions: the commands of all console blocks of a page, run in one shell, and what each of them prints.

A line that opens with `$ ` is a command; what follows up to the next is what it prints on both streams, compared line by line,
trailing blanks aside. `…` stands for anything within a line, alone in a line for any lines. The port 8765 is another one here.
"""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import attrs

from tests import warm

BLOCK = re.compile(r"^```console\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PORT = "8765"
_MARK = "@@ next @@"
_ANY = "…"


@attrs.frozen
class Step:
    """A command of a page, and what it says that it prints."""

    command: str
    printed: tuple[str, ...]


def steps_of(page: str) -> list[Step]:
    """Return the commands of a page in order."""
    steps: list[Step] = []
    for block in BLOCK.finditer(page):
        for line in block["text"].splitlines():
            if line.startswith("$ "):
                steps.append(Step(line.removeprefix("$ "), ()))
            else:
                steps[-1] = attrs.evolve(steps[-1], printed=(*steps[-1].printed, line.rstrip()))
    return steps


def played(steps: list[Step], folder: Path) -> list[list[str]]:
    """Run all commands in one shell, in `folder`, and return the lines that each printed."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IMA_")}
    warm.programs(folder / ".programs")
    path = f"{folder / '.programs'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment |= {"PATH": path, "HOME": str(folder)}
    environment |= {"OPENCLAW_STATE_DIR": str(folder / ".state"), "LC_ALL": "C.UTF-8"}
    script = "".join(f"{_cold(step.command)}\necho '{_MARK}'\n" for step in steps).replace(PORT, port)
    done = subprocess.run(
        ["/bin/bash"],
        input=script,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=180,
        check=False,
    )
    said = done.stdout.replace(port, PORT).replace(str(folder), "…")
    parts = said.split(f"{_MARK}\n")
    assert len(parts) == len(steps) + 1, said
    return [[line.rstrip() for line in part.splitlines()] for part in parts[:-1]]


def _cold(command: str) -> str:
    """Have what goes on in the background started, since it is to be killed."""
    return f"IMA_TEST_COLD=1 {command}" if command.endswith("&") else command


def agrees(expected: tuple[str, ...], lines: list[str]) -> bool:
    """Tell whether lines are those that a page shows."""
    pattern = "".join(
        r"(?:[^\n]*\n)*" if line == _ANY else "[^\n]*".join(map(re.escape, line.split(_ANY))) + r"\n"
        for line in expected
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
