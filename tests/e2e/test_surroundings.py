"""Machines that lack something: found before an order, said in one sentence, or done without; in processes of their own."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest
from PIL import Image

from imastudio.adapters.cli.main import COMMANDS
from imastudio.fakeserver import FakeIma
from tests import warm

SHIM = """
import errno, os, stat, sys
what, _, which = os.environ.get("LACKS", "").partition(":")
number = getattr(errno, which, 0)

def failing(real, when=lambda *_: True):
    def call(*arguments, **options):
        if when(*arguments):
            raise OSError(number, os.strerror(number))
        return real(*arguments, **options)
    return call

if what == "home":
    import pwd
    def nobody(number):
        raise KeyError(number)
    pwd.getpwuid = nobody
elif what == "tmp":
    import tempfile
    def nowhere():
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")
    tempfile._get_default_tempdir = nowhere
elif what == "fcntl":
    sys.modules["fcntl"] = None
elif what == "flock":
    import fcntl
    fcntl.flock = failing(fcntl.flock)
elif what == "asking":
    import fcntl
    fcntl.flock = failing(fcntl.flock, lambda _, how: how & fcntl.LOCK_SH)
elif what == "fsync":
    os.fsync = failing(os.fsync)
elif what == "folders":
    os.fsync = failing(os.fsync, lambda handle: stat.S_ISDIR(os.fstat(handle).st_mode))
elif what == "link":
    os.link = failing(os.link)
elif what == "names":
    os.link, os.replace, os.rename = failing(os.link), failing(os.replace), failing(os.rename)
    import pathlib
    pathlib.Path.replace = pathlib.Path.rename = failing(pathlib.Path.replace)
"""


@attrs.frozen
class Ran:
    """A command that ran, and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Return the JSON on stdout."""
        return json.loads(self.out)


@attrs.frozen
class Machine:
    """A place where `ima` runs with something lacking."""

    place: Path
    fake: FakeIma

    def environment(self, **environment: str | None) -> dict[str, str]:
        """Return what `ima` runs with; what is None is taken out."""
        shim = [str(self.place / "shim")] if environment.get("LACKS") else []
        paths = [*shim, os.environ.get("PYTHONPATH", "")]
        settings = {
            "PYTHONPATH": os.pathsep.join(path for path in paths if path),
            "IMA_API_KEY": self.fake.key,
            "IMA_BASE_URL": self.fake.url,
            "LC_ALL": "C.UTF-8",
            "OPENCLAW_STATE_DIR": str(self.place / "state"),
            **environment,
        }
        return {name: value for name, value in {**os.environ, **settings}.items() if value is not None}

    def run(self, *arguments: str, before: Callable[[], None] | None = None, **environment: str | None) -> Ran:
        """Run `ima`; what is None is taken out of the environment."""
        done = warm.run(
            [sys.executable, "-c", "from imastudio.__main__ import main; main()", *arguments, "--output-json"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=self.environment(**environment),
            preexec_fn=before,
        )
        assert "Traceback" not in done.stderr
        assert "defect" not in done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def rows(self) -> dict[str, tuple[str, str]]:
        """Return the id and the stage of each generation by its request id."""
        path = self.place / "state" / "ima_ledger" / "ledger.sqlite3"
        if not path.exists():
            return {}
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT request_id, id, stage FROM generation").fetchall()
        return {request_id: (name, stage) for request_id, name, stage in found}

    def order(self, lacks: str) -> Ran:
        """Order a picture into a folder."""
        return self.run("create", "a puppy", "--speed", "500", "-o", str(self.place / "out"), LACKS=lacks)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Return a machine before a fast and strict server."""
    (tmp_path / "shim").mkdir()
    (tmp_path / "shim" / "sitecustomize.py").write_text(SHIM, encoding="utf-8")
    (tmp_path / "out").mkdir()
    with FakeIma(speed=500.0, strict=True) as fake:
        yield Machine(tmp_path, fake)


@pytest.mark.parametrize("lacks", ["fsync:EINVAL", "fsync:ENOTSUP", "folders:EINVAL", "link:EPERM", "link:ENOTSUP"])
def test_what_can_be_done_without_is(lacks: str, machine: Machine) -> None:
    """It is delivered whole, with nothing beside it, and paid once."""
    ran = machine.order(lacks)
    assert ran.code == 0
    [path] = [Path(media["path"]) for media in ran.document["medias"]]
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_size > 0
    assert len(machine.fake.charges) == 1


@pytest.mark.parametrize(
    "lacks", ["names:EPERM", "fsync:EIO", "fsync:ENOSPC", "flock:ENOLCK", "flock:ENOTSUP", "fcntl"]
)
def test_what_is_needed_is_found_before_the_order(lacks: str, machine: Machine) -> None:
    """Exit code 3, one sentence, JSON, no point spent, and nothing of a file left behind."""
    ran = machine.order(lacks)
    error = ran.document["error"]
    assert (ran.code, ran.document["status"], error["retry_safe"]) == (3, "rejected", True)
    assert error["kind"] in {"folder_closed", "ledger_unavailable"}
    assert ran.err.splitlines()[-1] == error["text_en"]
    assert machine.fake.charges == ()
    assert [*(machine.place / "out").iterdir()] == []


@pytest.mark.parametrize("where", [(), ("--offline",)])
def test_without_a_place_for_temporary_files_they_lie_with_the_state(where: tuple[str, ...], machine: Machine) -> None:
    """A picture is read, uploaded and delivered, before a server and offline; nothing of it is left behind."""
    picture = machine.place / "in.png"
    Image.effect_noise((300, 300), 64).convert("RGB").save(picture)
    ran = machine.run(
        *(
            "create",
            "make it snow",
            "--image",
            str(picture),
            "--speed",
            "500",
            "-o",
            str(machine.place / "out"),
            *where,
        ),
        LACKS="tmp",
    )
    assert ran.code == 0
    assert len(list((machine.place / "out").iterdir())) == 1
    assert [path for path in (machine.place / "state" / "tmp").rglob("*") if path.is_file()] == []


def test_with_no_place_for_any_file_one_sentence_says_so(machine: Machine) -> None:
    """Exit code 3 and JSON; the fake server says what it lacks."""
    (machine.place / "file").touch()
    ran = machine.run("create", "a puppy", "--offline", LACKS="tmp", OPENCLAW_STATE_DIR=str(machine.place / "file"))
    assert (ran.code, ran.document["error"]["reason"]) == (3, "no_place")
    served = warm.run(
        [sys.executable, "-m", "imastudio.fakeserver", "--port", "0"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=machine.environment(LACKS="tmp"),
    )
    assert (served.returncode, served.stderr.count("\n")) == (1, 1)
    assert "TMPDIR" in served.stderr


def test_words_that_the_locale_cannot_decode_are_utf_8(machine: Machine) -> None:
    """They are not taken for words that nobody can see; and they are answered in Chinese."""
    ran = machine.run("create", "猫", "--max-points", "1", LC_ALL="POSIX", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (ran.code, ran.document["error"]["kind"]) == (3, "above_budget")


def test_without_fcntl_it_is_said_so(machine: Machine) -> None:
    """As on Windows."""
    error = machine.order("fcntl").document["error"]
    assert (error["kind"], error["reason"]) == ("ledger_unavailable", "no_fcntl")


def test_without_locks_the_file_system_is_named(machine: Machine) -> None:
    """With the folder, and where to go."""
    error = machine.order("flock:ENOLCK").document["error"]
    assert (error["kind"], error["reason"]) == ("ledger_unavailable", "file_system")
    assert str(machine.place / "state" / "ima_ledger") in error["text_en"]
    assert "OPENCLAW_STATE_DIR" in error["text_zh"]


@contextmanager
def _ordering(machine: Machine, request_id: str) -> Iterator[subprocess.Popen[bytes]]:
    """Order in a process that goes on, and yield that once its task is in the ledger."""
    program = [sys.executable, "-c", "from imastudio.__main__ import main; main()"]
    order = ["create", f"a {request_id} cat", "--request-id", request_id, "--speed", "500", "--output-json"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with warm.Popen([*program, *order], env=machine.environment(), **quiet) as process:
        try:
            while machine.rows().get(request_id, ("", ""))[1] != "created":
                assert process.poll() is None
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("lacks", ["asking:ENOSYS", "asking:ENOLCK"])
def test_where_no_lock_can_be_asked_the_dead_are_told_from_the_living(lacks: str, tmp_path: Path) -> None:
    """What a killed process left is gone on with; what a living one drives, though it is stopped, is named and left alone."""
    (tmp_path / "shim").mkdir()
    (tmp_path / "shim" / "sitecustomize.py").write_text(SHIM, encoding="utf-8")
    with FakeIma(speed=500.0, strict=True, hand_clock=True) as fake:
        machine = Machine(tmp_path, fake)
        with _ordering(machine, "dead") as dead, _ordering(machine, "living") as living:
            dead.kill()
            dead.wait()
            living.send_signal(signal.SIGSTOP)
            fake.clock.advance(10_000.0)
            ran = machine.run("resume", LACKS=lacks)
            rows = machine.rows()
            assert (ran.code, [result["generation_id"] for result in ran.document]) == (0, [rows["dead"][0]])
            assert {name: stage for name, (_, stage) in rows.items()} == {"dead": "succeeded", "living": "created"}
            assert rows["living"][0] in ran.err
            living.send_signal(signal.SIGCONT)
            assert living.wait(60) == 0
        assert len(fake.charges) == 2


def _leave(folder: Path) -> Callable[[], None]:
    def leave() -> None:
        folder.mkdir()
        os.chdir(folder)
        folder.rmdir()

    return leave


def _starve() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))


@pytest.mark.parametrize("command", [["create", "a puppy"], ["history"], ["prefs", "list"], ["budget"], ["doctor"]])
@pytest.mark.parametrize("lacking", ["home", "folder", "files"])
def test_what_every_command_needs_is_said_in_a_sentence(lacking: str, command: list[str], machine: Machine) -> None:
    """No home, no working folder, few descriptors: exit code 3 with the reason, and never a defect."""
    match lacking:
        case "home":
            ran = machine.run(*command, HOME=None, OPENCLAW_STATE_DIR=None, LACKS="home")
            reason = "no_home"
        case "folder":
            ran = machine.run(*command, before=_leave(machine.place / "gone"), OPENCLAW_STATE_DIR="state")
            reason = "no_folder"
        case _:
            ran = machine.run(*command, before=_starve)
            reason = "too_many_files"
    error = ran.document["error"]
    assert (ran.code, error["kind"]) == (3, "ledger_unavailable")
    assert error["reason"] == reason
    assert len(ran.err.splitlines()) == 1
    assert machine.fake.charges == ()


def test_the_doctor_finds_a_ledger_that_no_order_could_use(machine: Machine) -> None:
    """One that can be read and not written, too: another program holds it."""
    assert machine.run("history").code == 0
    path = machine.place / "state" / "ima_ledger" / "ledger.sqlite3"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        ran = machine.run("doctor")
    finally:
        other.execute("ROLLBACK")
        other.close()
    checks = {check["name"]: check for check in ran.document["checks"]}
    assert (ran.code, checks["ledger"]["ok"]) == (1, False)
    assert str(path) in checks["ledger"]["text"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("craete", "create"),
        ("histroy", "history"),
        ("model", "models"),
        ("Quote", "quote"),
        ("fakeserver", "fake-server"),
    ],
)
def test_a_mistyped_command_is_guessed(typed: str, meant: str, machine: Machine) -> None:
    """And still refused, in both languages."""
    assert meant in COMMANDS
    ran = machine.run(typed, LC_ALL="zh_CN.UTF-8")
    assert (ran.code, f"{meant}" in ran.err, meant in ran.document["error"]["text_en"]) == (2, True, True)
    assert "lst" not in machine.run("prefs", "lsit").document["error"]["text_en"]


@pytest.mark.parametrize("command", [["history"], ["prefs", "list"], ["budget"], ["prefs", "clear"]])
def test_looking_back_offline_loads_nothing_of_the_fake_server(command: list[str], tmp_path: Path) -> None:
    """Its modules stay on the disk."""
    program = (
        "import sys\nfrom imastudio.adapters.cli.main import run\n"
        "code = run(sys.argv[1:])\n"
        "loaded = [name for name in sys.modules if name.startswith('imastudio.fakeserver')]\n"
        "sys.exit(f'{code} {loaded}' if code or loaded else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *command, "--offline"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OPENCLAW_STATE_DIR": str(tmp_path)},
    )
    assert (done.returncode, done.stderr.replace("Nothing to show.\n", "")) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--port", "abc"], "abc"), (["--speed", "0"], "0.1 to 1000"), (["--speed", "5000"], "0.1 to 1000")],
)
def test_the_fake_server_speaks_like_the_rest(arguments: list[str], says: str, machine: Machine) -> None:
    """Wrong usage is 2, with JSON where it is asked for."""
    ran = machine.run("fake-server", *arguments)
    assert (ran.code, ran.document["error"]["kind"]) == (2, "usage")
    assert says in ran.document["error"]["text_en"]
