"""`kill -9` at every state, in real processes, over either ledger: what was created is finished, and nothing is paid twice.

A state is reached without waiting for it: either the server holds the request until the process that sent it is dead, or the
process kills itself before or after a write to its ledger.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from imastudio.adapters.cli.main import run
from imastudio.fakeserver import FakeIma, Hold, medias, price_list, trickle
from imastudio.fakeserver.media import picture
from tests import warm
from tests.postgres import wait_for_the_end_of_all_sessions
from tests.processes import happens
from tests.shells import pointed_at

pytestmark = pytest.mark.uncounted

SPEED = "500"
FAST = ("--speed", SPEED, "--timeout", "50000")  # a hundred seconds of ours, however busy the machine is
IMA = """
from imastudio.__main__ import main
main()
"""
DYING = """
import os, signal, sys
from imastudio.__main__ import main
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.sqlite.ledger import SqliteLedger

moment = sys.argv.pop(1)
writes = 0

def reached(when):
    if moment == f"{when} {writes}":
        os.kill(os.getpid(), signal.SIGKILL)

def dying(write):
    async def written(self, *arguments, **named):
        global writes
        writes += 1
        reached("before")
        answer = await write(self, *arguments, **named)
        reached("after")
        return answer
    return written

for kept in (SqliteLedger, PostgresLedger):
    for name in ("begin", "append", "send_again"):
        setattr(kept, name, dying(getattr(kept, name)))
main()
"""
# In a plain order: 1 is Sending, 2 Created, 3 Succeeded, 4 Delivered. After a refusal there are two more before Created.
PLAIN, REFUSED = 4, 6


@pytest.fixture(params=["a file", "a database"])
def fake(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast server, to which the environment points; the ledger is a file, or a database."""
    if request.param == "a database":
        monkeypatch.setenv("IMA_DATABASE_URL", request.getfixturevalue("database"))
    with pointed_at(FakeIma(speed=float(SPEED), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def order(tmp_path: Path) -> list[str]:
    """Return what orders two pictures of a local one, to disk."""
    (tmp_path / "puppy.png").write_bytes(picture("a puppy", 320, 320))
    wish = ["create", "make it snow", "--image", str(tmp_path / "puppy.png"), "--n", "2"]
    return [*wish, "--model", "gemini-3.1-flash-image", "--size", "512", *FAST, "-o", str(tmp_path / "out")]


@attrs.frozen
class Later:
    """A second process, which looks at what a dead one left."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> tuple[int, Any, str]:
        """Run a command; return its exit code, its JSON and what people read."""
        self.capsys.readouterr()
        code = run([*arguments, "--output-json"])
        out, err = self.capsys.readouterr()
        return code, json.loads(out), err


@pytest.fixture
def later(capsys: pytest.CaptureFixture[str]) -> Later:
    """Return it."""
    return Later(capsys)


def killed(arguments: list[str], reached: Callable[[], object]) -> None:
    """Start `ima` as a process, and kill it once a state is reached."""
    with warm.Popen(
        [sys.executable, "-c", IMA, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            assert reached(), process.communicate(timeout=1)
        finally:
            process.kill()
    assert process.returncode == -signal.SIGKILL
    _wait_until_the_ledger_knows()


def dies(arguments: list[str], moment: str) -> int:
    """Let `ima` kill itself at a moment; return how it ended."""
    done = warm.run([sys.executable, "-c", DYING, moment, *arguments], capture_output=True, timeout=60, check=False)
    _wait_until_the_ledger_knows()
    return done.returncode


def settled(fake: FakeIma, later: Later, out: Path) -> list[str]:
    """Resume, settle what is unknown as the book says, resume again; return how things stood after the first resume.

    Whatever had happened: at most one charge, and what was charged lies on disk in the end.
    """
    code, _, told = later("resume", *FAST)
    rows = later("history")[1]
    for row in rows:
        if row["status"] == "unknown":
            assert code == 5
            assert f"ima settle {row['generation_id']}" in told
            assert later("history", "--unknown")[1] == [row]
            word = ["--task-id", fake.charges[0].task_id] if fake.charges else ["--not-charged"]
            assert later("settle", row["generation_id"], *word)[0] in {0, 3}
            later("resume", *FAST)
    assert len(fake.charges) == len({charge.digest for charge in fake.charges}) <= 1
    after = later("history")[1]
    assert [row["credit"] for row in after if row["status"] == "succeeded"] == [each.total for each in fake.charges]
    assert {row["status"] for row in after} <= {"succeeded", "rejected"}
    files = sorted(path.suffix for path in out.glob("*")) if out.exists() else []
    assert files == [".png"] * sum(charge.n for charge in fake.charges)
    assert later("resume")[1] == []
    return [row["status"] for row in rows]


@pytest.mark.parametrize(
    ("call", "held", "released", "stood", "charges"),
    [
        pytest.param("products", False, False, [], 0, id="before the quote"),
        pytest.param("put", False, False, [], 0, id="uploading"),
        pytest.param("create", False, False, ["unknown"], 0, id="POST in flight"),
        pytest.param("create", False, True, ["unknown"], 1, id="POST in flight, taken afterwards"),
        pytest.param("create", True, False, ["unknown"], 1, id="charged, answer not read"),
        pytest.param("detail", False, True, ["succeeded"], 1, id="created"),
        pytest.param("detail", True, True, ["succeeded"], 1, id="polling"),
        pytest.param("cdn", False, True, ["succeeded"], 1, id="before the download"),
    ],
)
def test_killed_while_the_server_holds_a_request(
    fake: FakeIma, later: Later, order: list[str], tmp_path: Path, call: str, *, held: bool, released: bool,
    stood: list[str], charges: int,
) -> None:  # fmt: skip
    """The process dies between a request and its answer; what it leaves is finished, or said to be unknown."""
    hold = Hold(handled=held)
    if call == "detail" and held:
        fake.fail_next("detail", medias("none"), times=2)
    fake.fail_next(call, hold)
    killed(order, lambda: hold.reached.wait(30))
    if released:
        before = len(fake.charges)
        hold.release()
        assert happens(lambda: len(fake.charges) >= max(before, charges))
    assert settled(fake, later, tmp_path / "out") == stood
    assert len(fake.charges) == charges


def test_killed_in_the_middle_of_a_download(fake: FakeIma, later: Later, order: list[str], tmp_path: Path) -> None:
    """Half a file has no name; afterwards the files are whole, and nothing else lies beside them."""
    fake.fail_next("cdn", trickle(10**6, pieces=2), times=2)
    out = tmp_path / "out"
    killed(order, lambda: happens(lambda: any(part.stat().st_size for part in out.glob(".*.part"))))
    assert [path for path in out.iterdir() if not path.name.endswith(".part")] == []
    assert settled(fake, later, out) == ["succeeded"]
    assert not list(out.glob(".*.part"))


@pytest.mark.parametrize("number", range(1, PLAIN + 1))
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_around_a_write_to_the_ledger(
    fake: FakeIma, later: Later, order: list[str], tmp_path: Path, when: str, number: int
) -> None:
    """Before the order is noted nothing leaves; until the answer is noted nobody knows; later nothing is lost."""
    assert dies(order, f"{when} {number}") == -signal.SIGKILL
    stood = settled(fake, later, tmp_path / "out")
    expected = {"before 1": [], "after 1": ["unknown"], "before 2": ["unknown"]}
    assert stood == expected.get(f"{when} {number}", ["succeeded"])
    assert len(fake.charges) == (0 if f"{when} {number}" in {"before 1", "after 1"} else 1)


@pytest.mark.parametrize("number", range(1, REFUSED + 1))
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_around_a_write_after_a_refusal(
    fake: FakeIma, later: Later, order: list[str], tmp_path: Path, when: str, number: int
) -> None:
    """Between a refusal and the second try nothing is spent, and nothing is tried again by itself."""
    fake.fail_next("create", price_list(points=-1))
    assert dies(order, f"{when} {number}") == -signal.SIGKILL
    stood = settled(fake, later, tmp_path / "out")
    moment = f"{when} {number}"
    if moment in {"after 1", "before 2", "after 3", "before 4"}:
        assert stood == ["unknown"]
    elif moment in {"after 2", "before 3"}:
        assert stood == ["rejected"]
    else:
        assert stood == ([] if moment == "before 1" else ["succeeded"])


def test_what_nobody_kills_ends_by_itself(fake: FakeIma, later: Later, order: list[str], tmp_path: Path) -> None:
    """The matrix is as long as an order's life: there is no further write."""
    assert dies(order, f"before {PLAIN + 1}") == 0
    fake.fail_next("create", price_list(points=-1))
    assert dies(order, f"before {REFUSED + 1}") == 0
    assert len(fake.charges) == 2
    assert later("resume")[1] == []
    assert len(list((tmp_path / "out").iterdir())) == 4


def _wait_until_the_ledger_knows() -> None:
    """Wait until the owner of a ledger in a database is dead to its server; a file's is dead with its process."""
    if url := os.environ.get("IMA_DATABASE_URL"):
        wait_for_the_end_of_all_sessions(url)
