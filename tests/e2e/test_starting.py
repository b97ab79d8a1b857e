"""How `ima` is started, and how it ends when it is stopped before it has begun."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from imastudio.fakeserver import FakeIma

IMA = [sys.executable, "-c", "from imastudio.__main__ import main; main()"]
STOPPED_AT = """
import os, signal, sys
moment, number = os.environ["STOPPED_AT"], int(os.environ["STOPPED_BY"])

def stop(event, arguments):
    global moment
    if event == "import" and arguments[0] == moment:
        moment = None
        os.kill(os.getpid(), number)

sys.addaudithook(stop)
"""


def _run(command: list[str], **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **environment}
    )


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["create", "--help"]], ids=" ".join)
def test_the_module_is_the_command(arguments: list[str]) -> None:
    """`python -m imastudio` says what `ima` says, and calls itself so."""
    module, command = _run([sys.executable, "-m", "imastudio", *arguments]), _run([*IMA, *arguments])
    assert (module.returncode, module.stdout) == (0, command.stdout)
    assert "ima " in module.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=str)
@pytest.mark.parametrize(
    "moment",
    [
        "click",
        "imastudio.adapters.cli.options",
        "imastudio.domain.phrasebook",
        "imastudio.adapters.cli.ordering",
        "imastudio.adapters.wiring",
        "imastudio.adapters.sqlite.ledger",
        "aiohttp",
    ],
)
def test_a_signal_while_starting_ends_with_json(moment: str, number: signal.Signals, tmp_path: Path) -> None:
    """Whatever is being loaded: exit code 3, one JSON object on stdout, the reason on stderr, nothing ordered."""
    (tmp_path / "sitecustomize.py").write_text(STOPPED_AT, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    with FakeIma() as fake:
        said = _run(
            [*IMA, "create", "a puppy", "--output-json"],
            PYTHONPATH=path,
            STOPPED_AT=moment,
            STOPPED_BY=str(number.value),
            IMA_API_KEY=fake.key,
            IMA_BASE_URL=fake.url,
        )
    document = json.loads(said.stdout)
    assert (said.returncode, document["status"], document["error"]["kind"]) == (3, "rejected", "interrupted")
    assert "Traceback" not in said.stderr
    assert document["error"]["text_en"] in said.stderr
    assert fake.charges == ()


@pytest.mark.parametrize("command", [["wait", "abcdef"], ["resume"]], ids=" ".join)
def test_a_signal_while_starting_to_wait_leaves_the_task_alone(command: list[str], tmp_path: Path) -> None:
    """Exit code 4: what was ordered goes on."""
    (tmp_path / "sitecustomize.py").write_text(STOPPED_AT, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    said = _run([*IMA, *command, "--output-json"], PYTHONPATH=path, STOPPED_AT="click", STOPPED_BY="2")
    assert (said.returncode, json.loads(said.stdout)["error"]["kind"]) == (4, "interrupted")


def test_a_signal_at_the_end_changes_nothing(tmp_path: Path) -> None:
    """Once the document is printed, Ctrl-C leaves exit code and output as they are."""
    with FakeIma(speed=500.0) as fake:
        environment = {**os.environ, "IMA_API_KEY": fake.key, "IMA_BASE_URL": fake.url}
        command = [*IMA, "create", "a puppy", "--output-json", "--speed", "500", "-o", str(tmp_path)]
        with subprocess.Popen(command, bufsize=0, stdout=-1, stderr=-1, env=environment) as process:
            assert process.stdout is not None
            said = process.stdout.read(1)
            for _ in range(200):
                process.send_signal(signal.SIGINT)
            rest, told = process.communicate(timeout=30)
    assert (process.returncode, json.loads(said + rest)["status"]) == (0, "succeeded")
    assert b"Traceback" not in told
