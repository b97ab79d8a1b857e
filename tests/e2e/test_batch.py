"""Batches before the fake server, in real processes: killed, interrupted, out of points, and never paid twice.

The account book is the judge.
"""

import errno
import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from imastudio.adapters.cli.main import run
from imastudio.adapters.system.paths import find_paths
from imastudio.fakeserver import FakeIma, drop_after_charge, envelope
from tests import shells, warm
from tests.shells import pointed_at

FAST = 200.0
IMA = [sys.executable, "-c", "from imastudio.__main__ import main; main()"]
PATIENT = ("--speed", str(FAST), "--timeout", "1000000")  # time runs fast, and the machine may be busy
LINES = 200
POINTS = 2  # of the default voice, for a line of speech


@attrs.frozen
class Said(shells.Said):
    """What a batch said."""

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Return the JSON of each line on stdout, which has nothing else, in the order of the lines."""
        return sorted((json.loads(line) for line in self.out.splitlines()), key=lambda document: document["line"])

    @property
    def statuses(self) -> Counter[str]:
        """Return how many lines ended how."""
        return Counter(document["status"] for document in self.documents)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=FAST, strict=True, seed=1), monkeypatch) as server:
        yield server


def write_lines(file: Path, lines: Iterable[dict[str, Any]]) -> str:
    """Write wishes into a file and return its name."""
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return str(file)


def speeches(count: int, **more: Any) -> list[dict[str, Any]]:
    """Return so many lines of speech."""
    return [{"prompt": f"line {number}", "task_type": "text_to_speech", **more} for number in range(1, count + 1)]


def batch(*arguments: str, text: str | None = None) -> Said:
    """Run `ima batch` in a process of its own."""
    command = [*IMA, "batch", *arguments, "--yes", *PATIENT]
    done = warm.run(command, input=text, capture_output=True, text=True, timeout=100, check=False)
    return Said(done.returncode, done.stdout, done.stderr)


def started(*arguments: str, agreed: bool = True, **streams: Any) -> "subprocess.Popen[str]":
    """Start `ima batch`, to be stopped by the test."""
    command = [*IMA, "batch", *arguments, *(["--yes"] if agreed else []), *PATIENT]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return warm.Popen(command, text=True, **streams)


def wait_for_charges(fake: FakeIma, count: int) -> None:
    """Return when the account book has so many lines."""
    deadline = time.monotonic() + 60
    while len(fake.charges) < count:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def assert_nothing_paid_twice(fake: FakeIma) -> None:
    """Every request in the account book is there once."""
    digests = Counter(charge.digest for charge in fake.charges)
    assert set(digests.values()) <= {1}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_what_cannot_be_told_is_not_ordered(fake: FakeIma, tmp_path: Path) -> None:
    """A full disk behind stdout ends the orders, not those in hand; it is said in words, and the next run tells all."""
    file = write_lines(tmp_path / "wishes.jsonl", speeches(LINES))
    with Path("/dev/full").open("w") as full:
        process = started(file, "--concurrency", "2", stdout=full)
        _, err = process.communicate(timeout=100)
    assert process.returncode == 1
    assert os.strerror(errno.ENOSPC) in err
    assert "Traceback" not in err
    assert 0 < len(fake.charges) < LINES
    assert batch(file).statuses == Counter(succeeded=LINES)
    assert len(fake.charges) == LINES
    assert_nothing_paid_twice(fake)


def test_killed_in_the_middle_and_run_again_each_line_is_charged_once(fake: FakeIma, tmp_path: Path) -> None:
    """Kill -9 twice; the third run finishes. What was in the POST at that moment is unknown, or was charged and is known."""
    file, out = write_lines(tmp_path / "wishes.jsonl", speeches(LINES)), str(tmp_path / "out")
    arguments = (file, "-o", out, "--concurrency", "20", "--max-points", str(LINES * POINTS))
    for charges in (LINES // 4, LINES // 2):
        process = started(*arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_charges(fake, charges)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    said = batch(*arguments)
    assert_nothing_paid_twice(fake)
    assert [document["line"] for document in said.documents] == list(range(1, LINES + 1))
    unknown = said.statuses["unknown"]
    assert said.statuses == Counter(succeeded=LINES - unknown) + Counter(unknown=unknown)
    assert unknown <= 2 * 20
    assert said.code == (5 if unknown else 0)
    assert LINES - unknown <= len(fake.charges) <= LINES
    done = [document for document in said.documents if document["status"] == "succeeded"]
    assert [document for document in done if not Path(document["medias"][0]["path"] or "-").is_file()] == []
    again = batch(*arguments)
    assert (again.documents, again.code) == (said.documents, said.code)
    assert LINES - unknown <= len(fake.charges) <= LINES


def test_a_signal_ends_it_within_two_seconds_and_the_same_command_goes_on(fake: FakeIma, tmp_path: Path) -> None:
    """What was ordered goes on; nothing is lost, nothing is paid twice."""
    arguments = (write_lines(tmp_path / "wishes.jsonl", speeches(60)), "--concurrency", "10")
    process = started(*arguments)
    wait_for_charges(fake, 20)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - begun < 2
    first = Said(process.returncode, out, err)
    assert first.code == 4
    assert "nothing is paid twice" in first.err
    assert {document["status"] for document in first.documents} <= {"succeeded"}
    second = batch(*arguments)
    assert second.statuses == {"succeeded": 60}
    assert (second.code, len(fake.charges)) == (0, 60)
    assert_nothing_paid_twice(fake)


def test_two_processes_with_one_file_share_the_work(fake: FakeIma, tmp_path: Path) -> None:
    """Each tells of every line, and each line is paid once."""
    arguments = (write_lines(tmp_path / "wishes.jsonl", speeches(30)), "--concurrency", "10")
    both = [started(*arguments) for _ in range(2)]
    told = [process.communicate(timeout=60) for process in both]
    said = [Said(process.returncode, *told_by) for process, told_by in zip(both, told, strict=True)]
    assert [one.statuses for one in said] == [{"succeeded": 30}] * 2, [one.err for one in said]
    assert len(fake.charges) == 30
    assert_nothing_paid_twice(fake)


def test_processes_at_once_never_exceed_the_batchs_cap(fake: FakeIma, tmp_path: Path) -> None:
    """The account could pay for more."""
    file = write_lines(tmp_path / "wishes.jsonl", speeches(30))
    said = [started(file, "--max-points", str(30 * POINTS), "--concurrency", "8") for _ in range(3)]
    for process in said:
        process.communicate(timeout=60)
    assert sum(charge.total for charge in fake.charges) == 30 * POINTS


def test_when_the_points_run_out_the_rest_is_told_and_ordered_later(fake: FakeIma, tmp_path: Path) -> None:
    """4008 in the middle: what runs is finished, the exit code is 6, and the next run orders what is left."""
    fake.account.points = 15 * POINTS
    arguments = (write_lines(tmp_path / "wishes.jsonl", speeches(40)), "--concurrency", "4")
    said = batch(*arguments)
    assert (said.statuses, said.code) == ({"succeeded": 15, "rejected": 25}, 6)
    assert said.err.count("Insufficient points") <= 4
    creates = sum(request.path.endswith("/tasks/create") for request in fake.requests)
    assert creates <= 15 + 4
    fake.account.points = 1000
    again = batch(*arguments)
    assert (again.statuses, again.code, len(fake.charges)) == ({"succeeded": 40}, 0, 40)
    assert "25 to order, 15 ended" in again.err


def test_one_line_that_fails_decides_the_exit_code(fake: FakeIma, tmp_path: Path) -> None:
    """The others are done all the same."""
    fake.fail_next("create", envelope(400), skip=1)
    fake.fail_next("create", drop_after_charge())
    lines = [*speeches(4), {"promt": "x"}, {"prompt": "x", "n": 9}]
    said = batch(write_lines(tmp_path / "wishes.jsonl", lines), "--concurrency", "1")
    assert [document["status"] for document in said.documents] == [
        "succeeded",
        "rejected",
        "unknown",
        "succeeded",
        "rejected",
        "rejected",
    ]
    assert said.code == 5
    assert re.search(r"Line 5: .*promt.*prompt", said.err)
    assert "ima settle" in said.err


def test_one_document_a_line_with_the_keys_of_any_result(fake: FakeIma, tmp_path: Path) -> None:
    """And with the number and the request id of the line; a path for each result."""
    lines = [{"prompt": "x", "task_type": "text_to_speech", "request_id": "mine"}, *speeches(1), {"no": 1}]
    said = batch("-", "-o", str(tmp_path / "out"), text="".join(f"{json.dumps(line)}\n" for line in lines))
    mine, other, refused = said.documents
    assert list(mine) == list(other) == list(refused)
    assert list(mine)[:4] == ["line", "request_id", "generation_id", "task_id"]
    assert (mine["request_id"], refused["request_id"]) == ("mine", None)
    assert other["request_id"].startswith("batch-")
    assert Path(mine["medias"][0]["path"]).parent == tmp_path / "out"
    assert (refused["error"]["kind"], refused["credit"]) == ("unknown_parameter", 0)
    assert len(fake.charges) == 2


def test_the_whole_is_quoted_before_anything_is_ordered(
    fake: FakeIma, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By what is made and what it costs; a dry run prints it, and a cap below it refuses the whole."""
    lines = [*speeches(3), {"prompt": "a cat", "model": "Nano Banana 2", "size": "512", "n": 2}, {"no": 1}]
    file = write_lines(tmp_path / "wishes.jsonl", lines)
    assert run(["batch", file, "--dry-run", "--output-json"]) == 3
    out, err = capsys.readouterr()
    quoted = json.loads(out)
    assert [quoted[name] for name in ("lines", "to_order", "refused", "spent")] == [5, 4, 1, 0]
    speech, cat = quoted["orders"]
    assert (speech["count"], speech["total"], cat["n"]) == (3, 3 * POINTS, 2)
    assert quoted["whole"] == quoted["total"] == speech["total"] + cat["total"]
    assert "Line 5:" in err
    assert run(["batch", file, "--dry-run"]) == 3
    assert "5 lines: 4 to order" in capsys.readouterr().out
    assert run(["batch", file, "--max-points", str(quoted["total"] - 1)]) == 3
    out, err = capsys.readouterr()
    assert (out, "Nothing was ordered" in err) == ("", True)
    assert (len(fake.charges), fake.account.points) == (0, 100_000)
    lists = [request.query["category"] for request in fake.requests if request.call == "products"]
    assert Counter(lists) == {"text_to_speech": 3, "text_to_image": 3}


def test_what_cannot_be_read_is_wrong_usage(fake: FakeIma, tmp_path: Path) -> None:
    """A file that isn't there, a folder, a folder for results that can't be."""
    file = write_lines(tmp_path / "wishes.jsonl", speeches(1))
    for arguments in (
        (str(tmp_path / "none"),),
        (str(tmp_path),),
        (file, "-o", f"{file}/out"),
        (file, "--concurrency", "0"),
    ):
        assert run(["batch", *arguments]) == 2
    assert run(["batch", file, "--budget", "much/day"]) == 3
    assert fake.charges == ()


def test_without_a_folder_for_the_copy_nothing_begins(
    fake: FakeIma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What stands in the way is named."""
    file = write_lines(tmp_path / "wishes.jsonl", speeches(1))
    monkeypatch.setenv("OPENCLAW_STATE_DIR", f"{file}/state")
    assert run(["batch", file]) == 3
    assert "wishes.jsonl" in capsys.readouterr().err
    assert fake.requests == ()


def test_without_room_for_the_copy_the_folder_is_named_and_not_the_file(
    fake: FakeIma, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads it frees the right disk."""
    file = write_lines(tmp_path / "wishes.jsonl", speeches(100))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        assert run(["batch", file, "--output-json"]) == 3
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    said, told = capsys.readouterr()
    assert (str(find_paths(os.environ).state) in told, "wishes.jsonl" in told) == (True, False)
    assert json.loads(said)["error"]["kind"] == "ledger_unavailable"
    assert fake.requests == ()


def test_a_change_after_a_refusal_is_told_with_its_line(fake: FakeIma, tmp_path: Path) -> None:
    """And stands in the document."""
    fake.fail_next("create", envelope(500))
    said = batch(write_lines(tmp_path / "wishes.jsonl", [{"prompt": "x", "model": "Nano Banana Pro", "size": "4K"}]))
    (document,) = said.documents
    notices = [notice["text"] for notice in document["notices"] if notice["code"] == "stepped_down"]
    assert [f"Line 1: {text}" in said.err for text in notices] == [True]


def test_an_empty_file_is_done(fake: FakeIma, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to order, nothing to say on stdout."""
    assert run(["batch", write_lines(tmp_path / "wishes.jsonl", [])]) == 0
    assert capsys.readouterr().out == ""
    assert fake.charges == ()


def test_the_key_and_the_prompts_are_told_nobody(fake: FakeIma, tmp_path: Path) -> None:
    """Neither output nor anything in the state folder has them."""
    said = batch(
        write_lines(tmp_path / "wishes.jsonl", [{"prompt": "a heron nobody may hear of"}, {"prompt": "x", "z": 1}])
    )
    state = Path(os.environ["OPENCLAW_STATE_DIR"])
    kept = b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file()) + (said.out + said.err).encode()
    assert said.statuses == {"succeeded": 1, "rejected": 1}
    assert b"heron" not in kept
    assert fake.key.encode() not in kept


@pytest.mark.measured
def test_on_a_terminal_it_asks_and_shows_one_bar(fake: FakeIma, tmp_path: Path) -> None:
    """Above 50 points; a no orders nothing, a yes goes on, and the bar is no part of stdout."""
    file = write_lines(tmp_path / "wishes.jsonl", speeches(30))
    for answer, charges in ((b"n\n", 0), (b"y\n", 30)):
        ours, theirs = pty.openpty()
        process = started(file, agreed=False, stdin=theirs, stderr=theirs)
        os.close(theirs)
        shown = _read_until(ours, b"[y/N]")
        os.write(ours, answer)
        out, _ = process.communicate(timeout=60)
        shown += _read_until(ours, None)
        os.close(ours)
        assert len(fake.charges) == charges
        assert (process.returncode, len(out.splitlines())) == ((0, 30) if charges else (3, 0))
        assert ("━".encode() in shown) is bool(charges)


def test_a_slow_reader_holds_up_no_order(fake: FakeIma, tmp_path: Path) -> None:
    """While nobody reads, lines are neither lost nor kept in memory: as many are begun as may be, and no answer is missed."""
    file = write_lines(tmp_path / "wishes.jsonl", speeches(150))
    process = started(file, "--concurrency", "10", stderr=subprocess.DEVNULL)
    wait_for_charges(fake, 50)
    quiet = len(fake.charges), time.monotonic()
    while time.monotonic() - quiet[1] < 1:
        time.sleep(0.05)
        if len(fake.charges) > quiet[0]:
            quiet = len(fake.charges), time.monotonic()
    assert len(fake.charges) < 150
    out, _ = process.communicate(timeout=60)
    assert Said(process.returncode, out, "").statuses == {"succeeded": 150}
    assert len(fake.charges) == 150


def test_a_reader_that_leaves_stops_nothing(fake: FakeIma, tmp_path: Path) -> None:
    """As in `ima batch … | head -1`."""
    process = started(write_lines(tmp_path / "wishes.jsonl", speeches(150)), stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["status"] == "succeeded"
    process.stdout.close()
    assert process.wait(60) == 0
    assert len(fake.charges) == 150


def _read_until(terminal: int, text: bytes | None) -> bytes:
    """Return what is shown until `text` comes, or the end."""
    shown = b""
    while text is None or text not in shown:
        try:
            more = os.read(terminal, 4096)
        except OSError:  # nobody has it open any more
            break
        if not more:
            break
        shown += more
    return shown


@pytest.mark.usefixtures("fake")
def test_tier_and_scope_of_a_line_mean_what_the_flags_mean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line is quoted as `ima quote` quotes it with the same words."""
    wished = [{}, {"tier": "budget"}, {"tier": "premium"}, {"tier": "artistic"}, {"scope": "nano-banana"}]
    expected = Counter[tuple[str, int]]()
    for said in wished:
        flags = [word for key, value in said.items() for word in (f"--{key}", value)]
        assert run(["quote", "a cat", "--output-json", *flags]) == 0
        quoted = json.loads(capsys.readouterr().out)
        expected[quoted["model_name"], quoted["points"]] += 1
    file = write_lines(tmp_path / "wishes.jsonl", [{"prompt": "a cat", **said} for said in wished])
    assert run(["batch", file, "--dry-run", "--output-json"]) == 0
    orders = json.loads(capsys.readouterr().out)["orders"]
    assert {(order["model_name"], order["points"]): order["count"] for order in orders} == expected
    assert len(expected) >= 4
