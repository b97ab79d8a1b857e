"""How `ima` is started, and how it ends when it is stopped before it has begun."""

import errno
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


@pytest.mark.measured
@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["create", "--help"]], ids=" ".join)
def test_the_module_is_the_command(arguments: list[str]) -> None:
    """`python -m imastudio` says what `ima` says, and calls itself so."""
    module, command = _run([sys.executable, "-m", "imastudio", *arguments]), _run([*IMA, *arguments])
    assert (module.returncode, module.stdout) == (0, command.stdout)
    assert "ima " in module.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["create", "-h"], 0),
        (["prefs", "set", "--help"], 0),
        (["fake-server", "--help"], 0),
        (["history", "--offline", "--output-json"], 0),
        (["prefs", "list"], 0),
        (["skill", "check", "empty"], 1),
        (["skill", "install", "skills"], 0),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_reader_that_has_gone_away_is_no_failure(arguments: list[str], code: int, tmp_path: Path) -> None:
    """As in `ima --help | true`: the exit code is the command's own, what it does is done, and nothing is said of it."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "SKILL.md").touch()
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as unread:
        command = [*IMA, *arguments]
        done = subprocess.run(
            command, stdout=unread, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path, timeout=60
        )
    assert (done.returncode, done.stderr.replace("Nothing to show.\n", "")) == (code, "")
    installed = {"skills": {"ima-all-ai", "ima-nano-banana"}}.get(arguments[-1], set())
    assert {path.name for path in (tmp_path / "skills").glob("*")} == installed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["models", "--help"], ["--version"]], ids=" ".join)
def test_help_that_does_not_fit_is_told(arguments: list[str]) -> None:
    """A full disk behind stdout is said in a line, not in a traceback."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*IMA, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert done.returncode == 1
    assert os.strerror(errno.ENOSPC) in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_wrong_usage_whose_json_does_not_fit_is_told() -> None:
    """What is wrong is said, and that its JSON can't be written; there is no traceback."""
    with Path("/dev/full").open("w") as full:
        command = [*IMA, "create", "--nonsense", "--output-json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "--nonsense" in done.stderr
    assert os.strerror(errno.ENOSPC) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.measured
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=str)
@pytest.mark.parametrize(
    "moment",
    [
        "click",
        "imastudio.adapters.cli.options",
        "imastudio.domain.messages.news_texts",
        "imastudio.adapters.cli.ordering",
        "imastudio.adapters.wiring.studio",
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


STOPPED_IN_A_CLASS = """
import os, signal, sys, time

class Field:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)

def stop(event, arguments):
    if event == "import" and arguments[0] == "click":
        type("Owner", (), {"field": Field()})

sys.addaudithook(stop)
"""


def test_a_signal_that_python_wraps_is_a_signal(tmp_path: Path) -> None:
    """In the making of a class an interrupt would come out as another error: no traceback for that either."""
    (tmp_path / "sitecustomize.py").write_text(STOPPED_IN_A_CLASS, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    said = _run([*IMA, "create", "a puppy", "--output-json"], PYTHONPATH=path)
    assert (said.returncode, json.loads(said.stdout)["error"]["kind"]) == (3, "interrupted")
    assert "Traceback" not in said.stderr


HALF_LOADED = """
import os, signal, sys
state = []

def stop(event, arguments):
    if event == "import" and arguments[0] == "click.types":
        state.append(os.kill(os.getpid(), signal.SIGINT))

sys.addaudithook(stop)
"""


def test_what_is_half_loaded_is_loaded_first(tmp_path: Path) -> None:
    """A signal in the midst of a package that is needed to say so: it is not loaded a second time from its half."""
    (tmp_path / "sitecustomize.py").write_text(HALF_LOADED, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    said = _run(
        [*IMA, "resume", "--output-json", "--offline"], PYTHONPATH=path, OPENCLAW_STATE_DIR=str(tmp_path / "state")
    )
    assert (said.returncode, json.loads(said.stdout)["error"]["kind"]) == (4, "interrupted")
    assert "Traceback" not in said.stderr


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
