"""The fake server as a program, as a thread, and through its admin routes."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import imastudio.fakeserver.main
from imastudio.fakeserver import FakeIma
from imastudio.fakeserver.main import main
from tests.unit.fakeserver.orders import body

pytestmark = pytest.mark.measured


def ask(url: str, content: object = None, *, key: str = "", method: str | None = None) -> tuple[int, Any]:
    """Send one request with the standard library; give status and JSON."""
    request = urllib.request.Request(  # noqa: S310 - loopback
        url,
        data=None if content is None else json.dumps(content).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - loopback
            return response.status, json.load(response)
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, json.load(problem)


@pytest.fixture
def fake() -> Iterator[FakeIma]:
    """Run the server in a thread, its clock turned by hand."""
    with FakeIma(hand_clock=True, points=100, seed=1) as server:
        yield server


def order(fake: FakeIma) -> tuple[int, Any]:
    """Order a picture."""
    content = body("text_to_image", "midjourney")
    return ask(f"{fake.url}/open/v1/tasks/create", content, key=fake.key)


# A thread


def test_it_serves_synchronous_code(fake: FakeIma) -> None:
    """Without an event loop of one's own, it serves from a thread."""
    status, said = ask(f"{fake.url}/_fake/health")
    assert (status, said["ok"]) == (200, True)
    assert order(fake)[1]["code"] == 0
    assert [charge.total for charge in fake.charges] == [8]


def test_it_leaves_nothing_behind() -> None:
    """After the end there is no thread, no listener and no file; it can be started again, and remembers."""
    before = set(threading.enumerate())  # another test's server may run on
    fake = FakeIma()
    with fake:
        folder = fake._folder
        assert folder.is_dir()
        order(fake)
        url = fake.url
    assert "fake-ima" not in {thread.name for thread in set(threading.enumerate()) - before}
    assert not folder.exists()
    with pytest.raises(urllib.error.URLError):
        ask(f"{url}/_fake/health")
    with fake:
        assert ask(f"{fake.url}/_fake/health")[0] == 200
    assert len(fake.charges) == 1
    fake.__exit__(None, None, None)


def test_a_port_that_is_taken_is_told(fake: FakeIma, capsys: pytest.CaptureFixture[str]) -> None:
    """Starting on a taken port raises in a library, and ends a program with 1."""
    with pytest.raises(OSError, match="address"), FakeIma(port=fake.port):
        pass
    assert main(["--port", str(fake.port)]) == 1
    assert "cannot listen" in capsys.readouterr().err


async def test_what_was_never_started_can_be_stopped() -> None:
    """Stopping is harmless at any time."""
    await FakeIma().stop()


def test_a_speed_must_be_positive() -> None:
    """Nothing comes at a speed of nothing."""
    with pytest.raises(ValueError, match="speed"):
        FakeIma(speed=0)


def test_an_address_of_version_six_is_bracketed() -> None:
    """Its url can be used as it is."""
    assert FakeIma(host="::1", port=5).url == "http://[::1]:5"


# Admin routes


def test_the_state_shows_everything_but_keys(fake: FakeIma) -> None:
    """Accounts, charges, tasks, requests and waiting faults can be looked at; the key cannot."""
    order(fake)
    fake.fail_next("create")
    status, state = ask(f"{fake.url}/_fake/state")
    assert status == 200
    assert state["accounts"] == [{"name": "account-1", "points": 92}]
    assert [charge["total"] for charge in state["charges"]] == [8]
    assert [(task["status"], task["model_id"]) for task in state["tasks"]] == [("pending", "midjourney")]
    assert (state["request_count"], state["requests"][0]["call"], state["faults"]) == (1, "create", {"create": 1})
    assert fake.key not in json.dumps(state)


def test_the_clock_is_turned(fake: FakeIma) -> None:
    """Time passes for tasks when somebody posts it."""
    _, answer = order(fake)
    before = fake.clock.now()
    assert ask(f"{fake.url}/_fake/clock", {"advance": 90})[1]["now"] == before + 90
    _, detail = ask(f"{fake.url}/open/v1/tasks/detail", {"task_id": answer["data"]["id"]}, key=fake.key)
    assert detail["data"]["medias"][0]["resource_status"] == 1


def test_faults_are_scripted(fake: FakeIma) -> None:
    """Faults can be posted as JSON, several at once, several times."""
    script = {"call": "create", "faults": [{"kind": "envelope", "code": 4008}], "times": 2}
    assert ask(f"{fake.url}/_fake/faults", script)[0] == 200
    assert [order(fake)[1]["code"] for _ in range(3)] == [4008, 4008, 0]


def test_accounts_are_opened(fake: FakeIma) -> None:
    """Another key can be given points."""
    status, said = ask(f"{fake.url}/_fake/accounts", {"key": "ima_b", "points": 5, "name": "b"})
    assert (status, said["name"], said["points"]) == (200, "b", 5)
    assert ask(f"{fake.url}/open/v1/product/list", key="ima_b")[0] == 200


def test_reset_begins_again(fake: FakeIma) -> None:
    """After a reset there is one account with all its points, and nothing else."""
    order(fake)
    fake.add_account("ima_b")
    fake.fail_next("create")
    assert ask(f"{fake.url}/_fake/reset", {})[0] == 200
    assert (fake.charges, fake.requests, fake.account.points) == ((), (), 100)
    state = ask(f"{fake.url}/_fake/state")[1]
    assert (state["tasks"], state["faults"], len(state["accounts"])) == ([], {}, 1)
    assert ask(f"{fake.url}/open/v1/product/list", key="ima_b")[0] == 401


def test_a_world_can_be_reset_before_it_is_served() -> None:
    """Nothing needs to listen for a reset."""
    fake = FakeIma(points=5)
    fake.account.points = 1
    fake.reset()
    assert fake.account.points == 5


@pytest.mark.parametrize(
    ("route", "content"),
    [
        ("clock", {}),
        ("clock", {"advance": -1}),
        ("clock", {"advance": True}),
        ("clock", []),
        ("faults", {"call": "create"}),
        ("faults", {"call": "create", "faults": ["x"]}),
        ("faults", {"call": "create", "faults": [{"kind": "flood"}]}),
        ("faults", {"call": "pay", "faults": []}),
        ("faults", {"call": "create", "faults": [], "times": 0}),
        ("faults", {"call": "create", "faults": [], "times": True}),
        ("accounts", {"key": "", "points": 5}),
        ("accounts", {"key": "ima_b", "points": "5"}),
    ],
)
def test_admin_requests_that_make_no_sense_are_told(fake: FakeIma, route: str, content: object) -> None:
    """A knob that can't be turned so says why, with 400."""
    status, answer = ask(f"{fake.url}/_fake/{route}", content)
    assert status == 400
    assert answer["error"]


def test_admin_bodies_are_json(fake: FakeIma) -> None:
    """What is no JSON is told as such."""
    status, answer = ask(f"{fake.url}/_fake/clock", method="POST")
    assert (status, answer["error"]) == (400, "the body is no JSON")


# A program


@pytest.mark.parametrize("there", [True, False], ids=["left", "never there"])
def test_it_serves_though_nobody_reads_where_it_listens(there: bool) -> None:  # noqa: FBT001 - handed over by name
    """A reader who has gone away, or no stdout at all, is no reason to stop, nor to say that it can't listen."""
    with FakeIma() as other:
        port = other.port
    reading, writing = os.pipe()
    os.close(reading)
    program = [sys.executable, "-m", "imastudio.fakeserver", "--port", str(port)]
    command = program if there else ["sh", "-c", 'exec "$@" >&-', "sh", *program]
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE, text=True) as process:
        os.close(writing)
        _until_it_answers(f"http://127.0.0.1:{port}/_fake/health")
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=30)[1] == ""
    assert process.returncode == 0


def _until_it_answers(url: str) -> None:
    pause = threading.Event()
    for _ in range(1000):
        try:
            assert ask(url)[0] == 200
        except urllib.error.URLError:
            pause.wait(0.02)
        else:
            return
    raise AssertionError("it never answered")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_program_says_where_it_is_and_ends_when_told(repository: Path, stop: signal.Signals) -> None:
    """One line names url and key; a signal ends it with 0 and nothing more to say."""
    with subprocess.Popen(
        [sys.executable, "-m", "imastudio.fakeserver", "--speed", "1000", "--seed", "1", "--key", "ima_mine"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=repository,
        env=os.environ | {"PYTHONSAFEPATH": "1"},
    ) as program:
        assert program.stdout
        line = program.stdout.readline()
        told = re.fullmatch(r"fake IMA at (http://127\.0\.0\.1:\d+) key (\S+)\n", line)
        assert told, line
        assert ask(f"{told[1]}/open/v1/product/list?category=text_to_image", key=told[2])[0] == 200
        program.send_signal(stop)
        rest, complaints = program.communicate(timeout=20)
    assert (program.returncode, rest, complaints) == (0, "", "")


@pytest.mark.parametrize("arguments", [["--speed", "0"], ["--port", "70000"], ["--port", "x"], ["--nonsense"]])
def test_wrong_options_are_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Options that make no sense end the program with 2 and a usage line."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "abc"], "--port：'abc' 不是端口，应为 0 到 65535 的整数"),
        (["--port"], "--port：缺少值"),
        (["--points", "-3"], "--points：'-3' 不是整数"),
        (["--speed", "0"], "--speed：'0' 不是倍数，应为 0.1 到 1000 的数"),
        (["--strict=yes"], "--strict：不能带值，多了 'yes'"),
        (["--scenario", "a", "--replay", "b"], "--replay 不能和 --scenario 一起用"),
        (["--s", "3"], "--s 不够明确，可能是：--speed, --seed, --strict, --scenario"),
        (["--nonsense"], "没有这样的选项：--nonsense"),
        (["--upstream", "http://x"], "--upstream 要和 --record FILE 一起用：真实服务的答复要录下来"),
    ],
    ids=lambda case: " ".join(case) if isinstance(case, list) else "",
)
def test_what_is_wrong_is_said_in_chinese(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each kind of wrong usage, whether the program says it or has it said; in English it stays as it is."""
    with pytest.raises(SystemExit) as ended:
        main(arguments, language="zh")
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(said)
    with pytest.raises(SystemExit):
        main(arguments)
    assert capsys.readouterr().err.isascii()


WRONG_FILES = {
    "list.json": "{",
    "wrong.json": '{"text_to_song": []}',
    "empty.yaml": "",
    "twice.yaml": "points: 1\npoints: 2\n",
    "point.yaml": "point: 1\n",
}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "TAKEN"],
        ["--catalogue", "none.json"],
        ["--catalogue", "list.json"],
        ["--catalogue", "wrong.json"],
        ["--scenario", "none.yaml"],
        ["--scenario", "empty.yaml"],
        ["--scenario", "twice.yaml"],
        ["--scenario", "point.yaml"],
        ["--external-url", "nowhere"],
        ["--trusted-proxy", "everybody"],
        ["--tls-key", "key.pem"],
        ["--tls-cert", "cert.pem"],
        ["--record", "no folder/tape.yaml"],
        ["--record", "tape.yaml", "--upstream", "http://example.com"],
    ],
    ids=" ".join,
)
def test_what_keeps_it_from_starting_is_said_in_chinese(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A port that is taken, a file that is not there or makes no sense, an address that is none; English as it was."""
    monkeypatch.chdir(tmp_path)
    for name, text in WRONG_FILES.items():
        (tmp_path / name).write_text(text)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        arguments = [word.replace("TAKEN", str(taken.getsockname()[1])) for word in arguments]
        assert main(arguments) == main(arguments, language="zh") > 0
    english, chinese = capsys.readouterr().err.splitlines()
    assert english.isascii()
    assert re.search("[\u4e00-\u9fff]", chinese) is not None


def test_its_help_is_chinese_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Each option is explained, and the table has nothing that is no longer said."""
    with pytest.raises(SystemExit):
        main(["--help"], language="zh")
    told = capsys.readouterr().out
    table = tomllib.loads(
        (Path(imastudio.fakeserver.main.__file__).parent / "main_zh.toml").read_text(encoding="utf-8")
    )
    said = [text.replace("%(default)s", "") for text in table["help"].values()]
    assert [text for text in said if text.partition("（默认")[0] not in told] == []
    assert re.findall(r"^  .*  [a-z]+ .*$", told, flags=re.MULTILINE) == []
