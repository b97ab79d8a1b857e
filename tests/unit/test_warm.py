"""What is forked is like what is started: the same bytes, codes, signals, folder, environment and descriptors."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import warm

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forked on Linux alone")

PROGRAMS = {
    "nothing": "",
    "arguments": "import sys; print(sys.argv, __name__, [*globals()][:1])",
    "streams": "import sys; print([(s.encoding, s.errors, s.line_buffering, s.write_through, s.name, s.isatty())"
    " for s in (sys.stdin, sys.stdout, sys.stderr)])",
    "input": "import sys; print(sys.stdin.read().upper()); print('狗', file=sys.stderr)",
    "folder": "import os; print(os.getcwd(), sorted(os.environ.items()), os.getpgid(0) == os.getpgid(os.getppid()))",
    "clock": "import os, time; os.environ['TZ']; print(time.tzname)",
    "code": "import sys; sys.exit(7)",
    "big code": "import sys; sys.exit(256 + 3)",
    "words": "import sys; sys.exit('a reason')",
    "at the end": "import atexit, threading, time\natexit.register(print, 'last')\n"
    "threading.Thread(target=lambda: (time.sleep(0.05), print('thread'))).start()\nprint('first', end='')",
    "an error": "raise ValueError('wrong')",
    "interrupted": "raise KeyboardInterrupt",
    "killed": "import os; print('said', flush=True); print('unsaid', end=''); os.kill(os.getpid(), 9)",
    "terminated": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "handlers": "import signal\nprint([signal.getsignal(number) for number in range(1, 32)], signal.pthread_sigmask(0, []))",
    "descriptors": "import os\nfor number in range(64):\n    try:\n        print(number, os.fstat(number).st_mode)\n"
    "    except OSError:\n        pass",
    "parent": "import os; print(os.getppid())",
    "the command": "from imastudio.__main__ import main; main()",
}
TOLD = "python -c 'import time; print(1, flush=True); time.sleep(60)' > said & until [ -s said ]; do sleep 0.1; done"
LINES = [
    *(f"python3 -c {shlex.quote(PROGRAMS[name])} word | cat; echo words" for name in ("arguments", "streams", "clock")),
    *(f"python -c {shlex.quote(PROGRAMS[name])}; echo $?" for name in ("code", "words", "an error", "terminated")),
    *(
        "python -c 'print(input())' < file; umask",
        "ima history; echo $?",
        "ima craete; echo $?",
        "cd one; ima ledger where",
    ),
    "python3 -V; python3 file word; echo 'print(1)' | python3 -",
    "python -c 'import signal; print(signal.getsignal(2) == signal.SIG_IGN)' & wait",
    f"exec 2> /dev/null; {TOLD}; kill $!; wait $!; echo $?",  # some shells tell of it, some of the time
]


def _ends(run: Any, tmp_path: Path, *command: str, **options: Any) -> tuple[int, str, list[str]]:
    environment = {**os.environ, "TZ": "Asia/Shanghai", "OPENCLAW_STATE_DIR": str(tmp_path / "state")}
    environment |= options.pop("env", {})
    done = run(
        [sys.executable, *command],
        input="words\n",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        timeout=60,
        **options,
    )
    return done.returncode, done.stdout, [line for line in done.stderr.splitlines() if not line.startswith("  File")]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_fork_does_what_a_start_does(name: str, tmp_path: Path) -> None:
    """With the same words on both streams, and the same end."""
    command = ("-c", PROGRAMS[name], "history", "--help")
    assert _ends(warm.run, tmp_path, *command) == _ends(subprocess.run, tmp_path, *command)


@pytest.mark.parametrize("command", LINES)
def test_a_shell_s_programs_do_what_those_that_are_installed_do(command: str, tmp_path: Path) -> None:
    """With the same words, codes and ends by signals."""
    said = []
    for forked in (False, True):
        folder = tmp_path / f"{forked}"
        (folder / "one").mkdir(parents=True)
        (folder / "file").write_text("print(1)\n", encoding="utf-8")
        warm.programs(folder / ".programs")
        cold = {} if forked else {"IMA_TEST_COLD": "1"}
        path = f"{folder / '.programs'}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["sh", "-c", command],  # noqa: S607 - the shell that is there
            cwd=folder,
            env={
                **os.environ,
                **cold,
                "PATH": path,
                "TZ": "Asia/Shanghai",
                "OPENCLAW_STATE_DIR": str(folder / "state"),
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        said.append((done.returncode, done.stdout.replace(str(folder), ""), done.stderr.replace(str(folder), "")))
    assert said[0] == said[1]


def test_who_kills_a_shell_s_program_kills_what_it_does(tmp_path: Path) -> None:
    """A moment later, since it is another process."""
    warm.programs(tmp_path)
    with subprocess.Popen([tmp_path / "python", "-c", "print(1, flush=True); input()"], stdin=-1, stdout=-1) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"1\n"
        process.kill()
        assert process.stdout.read() == b"", "its stdout is closed by its death alone"


@pytest.mark.parametrize("words", [["--version"], ["create", "--help"], ["history"], ["craete"]], ids=" ".join)
def test_a_module_is_run_as_a_start_runs_it(words: list[str], tmp_path: Path) -> None:
    """`-m imastudio`, without a word of a module that was loaded before."""
    command = ("-m", "imastudio", *words)
    assert _ends(warm.run, tmp_path, *command) == _ends(subprocess.run, tmp_path, *command)


@pytest.mark.parametrize("safe", ["", "1"])
@pytest.mark.parametrize("path", ["", "one", "one:two"])
def test_what_is_imported_comes_from_the_same_folders(safe: str, path: str, tmp_path: Path) -> None:
    """For a program, and for a file."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "script.py").write_text(
        "import sys; print(sys.argv, sys.path, __file__, __name__)", encoding="utf-8"
    )
    environment = {"PYTHONPATH": path, "PYTHONSAFEPATH": safe}
    for command in (("-c", "import sys; print(sys.argv, sys.path)", "word"), ("one/script.py", "word")):
        forked, started = (_ends(run, tmp_path, *command, env=environment) for run in (warm.run, subprocess.run))
        assert forked == started


async def test_asyncio_has_them_too() -> None:
    """With the same pipes."""
    process = await warm.create_subprocess_exec(sys.executable, "-c", "print(input(), end='')", stdin=-1, stdout=-1)
    assert (await process.communicate(b"words\n"))[0] == b"words"
    assert process.returncode == 0


def test_it_is_a_child_that_can_be_stopped_and_killed() -> None:
    """Its id is its own, and its death is seen."""
    with warm.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        process.send_signal(signal.SIGSTOP)
        assert os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT) is not None
        process.kill()
        assert process.wait(60) == -signal.SIGKILL


def test_more_descriptors_are_handed_over(tmp_path: Path) -> None:
    """At their own numbers, and no others."""
    with (tmp_path / "file").open("w+b") as file:
        number = file.fileno()
        done = warm.run([sys.executable, "-c", f"import os; os.write({number}, b'here')"], pass_fds=[number])
        file.seek(0)
        assert (done.returncode, file.read()) == (0, b"here")


def test_what_a_fork_cannot_be_is_started(tmp_path: Path) -> None:
    """Another `PYTHON…`, another locale, something to run before: all are heeded."""
    (tmp_path / "sitecustomize.py").write_text("print('shim')", encoding="utf-8")
    shimmed = _ends(warm.run, tmp_path, "-c", "")
    assert shimmed == (0, "", [])
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    assert warm.run([sys.executable, "-c", ""], env=environment, capture_output=True).stdout == b"shim\n"
    before = warm.run(
        [sys.executable, "-c", "import os; print(os.getcwd())"], preexec_fn=lambda: os.chdir("/"), capture_output=True
    )
    assert before.stdout == b"/\n"
